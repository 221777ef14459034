//! What the person who looks has to do now, first on the page.

use leptos::prelude::*;
use shared::{
    grade::Grade,
    inspection::{InspectionPhase, PLAN_DAYS},
};

use super::{super::standing::Standing, Case};
use crate::{
    components::Confirm,
    time::{say_ahead, say_long, today},
};

/// What there is to do.
#[derive(Clone, PartialEq, Eq)]
enum Task {
    Begin,
    Continue(Box<Standing>),
    Sign,
    Await(String),
    Comment(String),
    Finalise,
    Plan(String),
}

fn task(case: Case, standings: &[Standing]) -> Option<Task> {
    let (writer, commenter) = (case.writer.get(), case.commenter.get());
    case.live.with(|inspection| match &inspection.phase {
        InspectionPhase::Planned => writer.then_some(Task::Begin),
        InspectionPhase::Underway { first: None } if writer => {
            let left = standings.iter().find(|standing| standing.remains());
            Some(left.map_or(Task::Sign, |left| Task::Continue(Box::new(left.clone()))))
        }
        InspectionPhase::Underway { first: Some(first) } if writer && first.by.id == case.me => {
            let other = inspection.inspectors.iter().find(|person| person.id != case.me);
            let name = other.map_or("den andra inspektören", |other| other.name.as_str());
            Some(Task::Await(format!("Väntar på att {name} undertecknar")))
        }
        InspectionPhase::Underway { first: Some(_) } if writer => Some(Task::Sign),
        InspectionPhase::Underway { .. } => None,
        InspectionPhase::Preliminary { comment_by, commented, .. } => {
            let open = commented.is_none() && *comment_by >= today();
            let ahead = say_ahead(*comment_by).map(|words| format!(", {words}"));
            let until = format!("{}{}", say_long(*comment_by), ahead.unwrap_or_default());
            match (writer, open) {
                (true, false) => Some(Task::Finalise),
                (true, true) => {
                    Some(Task::Await(format!("Kliniken kan lämna synpunkter till {until}")))
                }
                (false, true) if commenter => Some(Task::Comment(until)),
                (false, _) => None,
            }
        }
        InspectionPhase::Final { .. } => {
            let plan = inspection.action_plan.filter(|_| writer || commenter)?;
            Some(Task::Plan(format!("/handlingsplaner/{plan}")))
        }
        InspectionPhase::Cancelled { .. } => None,
    })
}

/// The most urgent step, with a button or a link to it.
#[component]
pub fn Now(
    /// The inspection.
    case: Case,
    /// How its areas stand.
    standings: Memo<Vec<Standing>>,
) -> impl IntoView {
    let task = Memo::new(move |_| standings.with(|standings| task(case, standings)));
    let (begin, finalise, sign) =
        (RwSignal::new(false), RwSignal::new(false), RwSignal::new(false));
    let button = move |words: &'static str, open: RwSignal<bool>| {
        view! {
            <button
                class="btn primary"
                type="button"
                aria-disabled=move || case.going.busy()
                on:click=move |_| open.set(true)
            >
                {words}
            </button>
        }
        .into_any()
    };
    let shown = move || {
        let (head, why, step): (String, String, Option<AnyView>) = match task.get()? {
            Task::Begin => (
                "Börja granskningen".to_owned(),
                "Då öppnas protokollet för er båda, med klinikens senaste undertecknade självvärdering bredvid.".to_owned(),
                Some(button("Börja", begin)),
            ),
            Task::Continue(area) => {
                let href = case.address(area.code());
                (
                    format!("Fortsätt med {}", area.title),
                    format!("{}.", area.why().trim_end_matches('.')),
                    Some(
                        view! {
                            <a class="btn primary" href=href>
                                "Fortsätt"
                            </a>
                        }
                        .into_any(),
                    ),
                )
            }
            Task::Sign => (
                "Underteckna protokollet".to_owned(),
                "Alla områden har betyg. Läs igenom en sista gång innan du undertecknar.".to_owned(),
                Some(button("Underteckna", sign)),
            ),
            Task::Await(what) => (what, String::new(), None),
            Task::Comment(until) => (
                "Läs rapporten och lämna synpunkter om sakfel".to_owned(),
                format!("Till och med {until}. Därefter blir rapporten slutlig."),
                Some(
                    view! {
                        <a
                            class="btn primary"
                            href=case
                                .live
                                .with_untracked(|i| format!("/granskningar/{}/rapport", i.id))
                        >
                            "Läs rapporten"
                        </a>
                    }
                    .into_any(),
                ),
            ),
            Task::Finalise => (
                "Gör rapporten slutlig".to_owned(),
                "Kliniken har lämnat sina synpunkter eller haft sin tid. Behöver något rättas först tar en av er tillbaka sin underskrift.".to_owned(),
                Some(button("Gör slutlig", finalise)),
            ),
            Task::Plan(href) => (
                "Handlingsplan".to_owned(),
                "Ett område fick D. Kliniken skriver en handlingsplan, och inspektörerna godkänner den eller skickar tillbaka den.".to_owned(),
                Some(
                    view! {
                        <a class="btn primary" href=href>
                            "Till handlingsplanen"
                        </a>
                    }
                    .into_any(),
                ),
            ),
        };
        Some(view! {
            <section class="next-up" aria-labelledby="nu">
                <h2 id="nu">{head}</h2>
                {(!why.is_empty()).then(|| view! { <p>{why}</p> })}
                {step}
            </section>
        })
    };
    view! {
        {shown}
        <Confirm
            open=begin
            title="Börja granskningen?"
            action="Börja"
            on_confirm=Callback::new(move |_| {
                case.step("start", None, "Granskningen har börjat.");
            })
        >
            <p>
                "Klinikens senaste undertecknade självvärdering tas in i protokollet. Kliniken kan inte öppna den igen efter det."
            </p>
        </Confirm>
        <SignDialog case standings open=sign />
        <Confirm
            open=finalise
            title="Gör rapporten slutlig?"
            action="Gör slutlig"
            on_confirm=Callback::new(move |_| {
                case.step("final", None, "Rapporten är slutlig.");
            })
        >
            {move || {
                let text = standings
                    .with(|standings| {
                        let worst: Vec<String> = standings
                            .iter()
                            .filter(|standing| standing.grading.grade == Some(Grade::D))
                            .map(|standing| standing.code().to_string())
                            .collect();
                        if worst.is_empty() {
                            "Inget område fick D, så ingen handlingsplan begärs.".to_owned()
                        } else {
                            format!(
                                "Område {} fick D. Kliniken får skriva en handlingsplan inom {PLAN_DAYS} dagar.",
                                worst.join(", "),
                            )
                        }
                    });
                view! {
                    <p>{text}</p>
                    <p>"En slutlig rapport ändras inte längre."</p>
                }
            }}
        </Confirm>
    }
}

/// Asks before a signature.
#[component]
pub fn SignDialog(
    /// The inspection.
    case: Case,
    /// How its areas stand.
    standings: Memo<Vec<Standing>>,
    /// Whether it is shown.
    open: RwSignal<bool>,
) -> impl IntoView {
    let second = Memo::new(move |_| {
        case.live.with(|inspection| {
            matches!(inspection.phase, InspectionPhase::Underway { first: Some(_) })
        })
    });
    let unjudged = Memo::new(move |_| {
        standings
            .with(|all| all.iter().map(|standing| standing.total - standing.judged).sum::<usize>())
    });
    view! {
        <Confirm
            open
            title="Underteckna protokollet?"
            action="Underteckna"
            on_confirm=Callback::new(move |_| {
                case.step("signature", None, "Du har undertecknat.");
            })
        >
            {move || {
                let left = unjudged.get();
                (left > 0)
                    .then(|| {
                        view! {
                            <p>
                                <b>{format!("{left} kriterier är inte bedömda.")}</b>
                            </p>
                        }
                    })
            }}
            <p>
                {move || {
                    if second.get() {
                        "Rapporten blir preliminär. Kliniken och regionen kan läsa den, och kliniken kan lämna synpunkter om sakfel i tre veckor."
                    } else {
                        "Protokollet låses. När den andra inspektören också har undertecknat blir rapporten preliminär och kliniken kan läsa den."
                    }
                }}
            </p>
        </Confirm>
    }
}
