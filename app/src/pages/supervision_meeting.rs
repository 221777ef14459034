//! Handledarsamtal: how often, what is planned, and each meeting from preparation to confirmed by both; the avstämningar, and the
//! yearly evaluation of the supervision.

use leptos::prelude::*;
use shared::{
    portfolio::Portfolio, rights::Action, supervision_meeting::SupervisionMeeting,
    support_plan::TrainingPart,
};

use crate::{
    components::{set_query, use_query},
    pages::{
        anchor::Anchor,
        own_records::mark,
        training::{Binder, TrainingPage},
    },
    session::use_session,
    time::{say_long, today},
};

mod evaluation;
mod meeting;
mod pace;
mod plan;
mod review;

use evaluation::Evaluations;
use meeting::{MeetingCard, Written};
use pace::Pace;
use plan::Plan;
use review::{ReviewCard, Reviews};

/// The parameter of the address that names the open meeting.
const MEETING: &str = "samtal";
/// Its value while a new one is planned.
const NEW: &str = "nytt";

/// The meetings, and the one that is open.
#[component]
pub fn MeetingsPage() -> impl IntoView {
    let session = use_session();
    let binder = Binder::of_address();
    let asked = use_query(MEETING);
    let may_write = Memo::new(move |_| {
        binder.get().is_some_and(|p| session.may(Action::TrainingWrite, &binder.on(&p.training)))
    });
    let planning = Memo::new(move |_| asked.with(|asked| asked == NEW));
    let heading = |_: Binder, _: &Portfolio| "Handledning".to_owned();
    let anchor = Anchor::new();
    Effect::new(move || {
        if binder.get().is_some() {
            anchor.show();
        }
    });
    let written = Written::new();
    // Made anew when it has taken a step, not when another record of the training changes.
    let open = Memo::new(move |_| {
        let asked = asked.get();
        binder.get()?.meetings.into_iter().find(|one| one.id.to_string() == asked)
    });
    let new = set_query(MEETING, NEW);
    let actions = move || {
        (may_write.get() && !planning.get()).then(|| {
            view! {
                <a class="btn primary" href=move || new.get()>
                    "Planera ett samtal"
                </a>
            }
        })
    };
    view! {
        <TrainingPage
            binder
            title=("Handledning", heading)
            actions=view! { {actions} }.into_any()
        >
            {move || (may_write.get() && planning.get()).then(|| view! { <Plan binder was=None /> })}
            <div class="columns">
                <div class="column">
                    {move || {
                        open.get().map(|meeting| view! { <MeetingCard binder meeting written /> })
                    }} <ReviewCard binder /> <Meetings binder /> <Reviews binder />
                    <Evaluations binder />
                </div>
                <aside class="column" aria-label="Takt">
                    <Pace binder /> <Support binder />
                </aside>
            </div>
        </TrainingPage>
    }
}

/// The way to the support plan, for those who write, sign and approve one.
#[component]
fn Support(binder: Binder) -> impl IntoView {
    let session = use_session();
    let seen = Memo::new(move |_| {
        let parts = binder.get().map(|p| session.parts(&binder.on(&p.training)));
        parts.is_some_and(|parts| parts.iter().any(|part| *part != TrainingPart::HeadOfUnit))
    });
    move || {
        seen.get().then(|| {
            view! {
                <section class="card" data-tight aria-labelledby="stod">
                    <h2 id="stod">"Om målen är i fara"</h2>
                    <p>
                        "Då skrivs en åtgärdsplan med stöd, tidsplan och uppföljning. Bara ST-läkaren, den huvudansvariga handledaren och studierektorn ser den."
                    </p>
                    <p>
                        <a href=format!("/st/{}/stod", binder.id())>"Åtgärdsplan"</a>
                    </p>
                </section>
            }
        })
    }
}

/// The day it is about: held, else planned.
fn day_of(meeting: &SupervisionMeeting) -> chrono::NaiveDate {
    meeting.phase.held().map_or(meeting.planned_on, |held| held.on)
}

/// All meetings: what is to come first, then the held, newest first.
#[component]
fn Meetings(binder: Binder) -> impl IntoView {
    move || {
        use shared::supervision_meeting::MeetingPhase as Phase;
        let portfolio = binder.get()?;
        let mut meetings = portfolio.meetings.clone();
        if meetings.is_empty() {
            return Some(
                view! {
                    <section class="empty">
                        <h2>"Här står handledarsamtalen"</h2>
                        <p>
                            "Båda förbereder sig, skriver ner vad ni talade om och bekräftar. I genomsnitt minst en timme i månaden (Riktlinje Västmanland 4, bör). Börja med att planera ett samtal."
                        </p>
                    </section>
                }
                .into_any(),
            );
        }
        meetings.sort_by_key(|one| std::cmp::Reverse(day_of(one)));
        let (mut coming, past): (Vec<_>, Vec<_>) =
            meetings.into_iter().partition(|one| one.phase == Phase::Planned);
        coming.reverse();
        let list = |id: &'static str, heading: &'static str, all: Vec<SupervisionMeeting>| {
            (!all.is_empty()).then(|| {
                let rows = all.iter().map(|one| row(&portfolio, one)).collect_view();
                view! {
                    <section class="card" aria-labelledby=id>
                        <h2 id=id>{heading}</h2>
                        <ul class="rows">{rows}</ul>
                    </section>
                }
            })
        };
        Some(
            view! {
                {list("planerade", "Planerade", coming)}
                {list("tidigare", "Hållna", past)}
            }
            .into_any(),
        )
    }
}

fn row(portfolio: &Portfolio, meeting: &SupervisionMeeting) -> impl IntoView + use<> {
    use shared::supervision_meeting::MeetingPhase as Phase;
    let href = set_query(MEETING, meeting.id.to_string());
    let state = match meeting.phase {
        Phase::Planned if meeting.planned_on < today() => "late",
        Phase::Planned => "open",
        Phase::Held { .. } | Phase::ConfirmedByOne { .. } => "ongoing",
        Phase::Confirmed { .. } => "done",
        Phase::Cancelled { .. } => "cancelled",
    };
    let said = match (&meeting.phase, meeting.phase.held()) {
        (_, Some(held)) => {
            format!("{} min med {}", u16::from(held.minutes), meeting.supervisor.name)
        }
        (Phase::Cancelled { reason }, None) => reason.to_string(),
        _ => format!("med {}", meeting.supervisor.name),
    };
    view! {
        <li>
            <a class="row-what" href=move || href.get()>
                {say_long(day_of(meeting))}
            </a>
            <span class="row-where">{said} " " {mark(portfolio.origin(meeting.id))}</span>
            <span class="row-when">
                <span class="chip" data-state=state>
                    {meeting.phase.name()}
                </span>
            </span>
        </li>
    }
}
