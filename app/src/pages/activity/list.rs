//! The activities by kind, with what each still lacks; and the credits, which are kept among the placements.

use leptos::prelude::*;
use shared::{
    activity::{Activity, ActivityKind},
    portfolio::Portfolio,
    progress::{ActivityStanding, activity_standing},
};

use super::ACTIVITY;
use crate::{
    components::set_query,
    pages::{
        own_records::mark,
        training::{Binder, period},
    },
    time::{say_day_of, today},
};

/// All of them, or what will be here.
#[component]
pub fn Activities(binder: Binder) -> impl IntoView {
    move || {
        let portfolio = binder.get()?;
        if portfolio.activities.is_empty() {
            return Some(
                view! {
                    <section class="empty">
                        <h2>"Här står kurser, arbeten och andra aktiviteter"</h2>
                        <p>
                            "Varje sak har sina delmål, och det syns vad som återstår innan handledaren kan intyga. En kurs redovisas först: muntligt eller skriftligt (Riktlinje Västmanland 5.3, ska). Auskultation, reflektion i grupp, seminarier och annat läggs in som annan aktivitet."
                        </p>
                    </section>
                }
                .into_any(),
            );
        }
        let groups = ActivityKind::ALL.map(|kind| group(&portfolio, kind));
        Some(groups.collect_view().into_any())
    }
}

const fn heading(kind: ActivityKind) -> (&'static str, &'static str) {
    match kind {
        ActivityKind::Course => ("kurser", "Kurser"),
        ActivityKind::QualityWork => ("kvalitet", "Kvalitets- och utvecklingsarbete"),
        ActivityKind::ScientificWork => ("vetenskap", "Vetenskapligt arbete"),
        ActivityKind::Other => ("andra", "Andra aktiviteter"),
    }
}

/// Those of a kind, newest first; left out when there are none.
fn group(portfolio: &Portfolio, kind: ActivityKind) -> Option<impl IntoView + use<>> {
    let mut all: Vec<&Activity> =
        portfolio.activities.iter().filter(|one| one.kind() == kind).collect();
    all.sort_by_key(|one| std::cmp::Reverse((one.from, one.id)));
    let (id, heading) = heading(kind);
    (!all.is_empty()).then(|| {
        let rows = all.into_iter().map(|one| row(portfolio, one)).collect_view();
        view! {
            <section class="card" aria-labelledby=id>
                <h2 id=id>{heading}</h2>
                <ul class="rows">{rows}</ul>
            </section>
        }
    })
}

/// The look of how far one has come.
pub const fn look(standing: &ActivityStanding) -> &'static str {
    match standing {
        ActivityStanding::Certified | ActivityStanding::Done => "done",
        ActivityStanding::Ready | ActivityStanding::Underway(_) => "ongoing",
        ActivityStanding::Planned(_) => "open",
        ActivityStanding::Lacking(_) => "late",
    }
}

fn row(portfolio: &Portfolio, activity: &Activity) -> impl IntoView + use<> {
    let href = set_query(ACTIVITY, activity.id.to_string());
    let standing = activity_standing(portfolio, activity, today());
    let codes: Vec<_> = activity.objectives.iter().map(ToString::to_string).collect();
    let what = match activity.kind() {
        ActivityKind::Other => activity.details.name(),
        ActivityKind::Course | ActivityKind::QualityWork | ActivityKind::ScientificWork => "",
    };
    let parts = [
        what.to_owned(),
        period(activity.from, activity.to),
        activity.organiser.as_deref().unwrap_or_default().to_owned(),
        codes.join(", "),
    ];
    let said: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    let missing: Vec<_> =
        standing.missing().iter().map(|gap| view! { <li>{gap.to_string()}</li> }).collect();
    let missing = (!missing.is_empty()).then(|| {
        view! {
            <div class="row-why">
                <span class="vh">"Innan den kan intygas:"</span>
                <ul class="plain-list">{missing}</ul>
            </div>
        }
    });
    view! {
        <li>
            <a class="row-what" href=move || href.get()>
                {activity.title.to_string()}
            </a>
            <span class="row-where">
                {said.join(" · ")} " " {mark(portfolio.origin(activity.id))}
            </span>
            <span class="row-when">
                <span class="chip" data-state=look(&standing)>
                    {standing.name()}
                </span>
            </span>
            {missing}
        </li>
    }
}

/// What is credited, and the way to where it is put in and approved.
#[component]
pub fn Credits(binder: Binder) -> impl IntoView {
    move || {
        let portfolio = binder.get()?;
        let rows: Vec<_> = portfolio
            .credits
            .iter()
            .map(|one| {
                let approved = match &one.approved {
                    Some(by) => format!("godkänt av {} {}", by.by.name, say_day_of(by.at)),
                    None => "räknas när det är godkänt".to_owned(),
                };
                let said = format!("{}: {} mån, {approved}", one.kind.name(), one.months);
                view! { <li>{said}</li> }
            })
            .collect();
        let said = if rows.is_empty() {
            view! { <p class="note">"Inget är tillgodoräknat."</p> }.into_any()
        } else {
            view! { <ul class="plain-list">{rows}</ul> }.into_any()
        };
        let href = format!("/st/{}/placeringar", portfolio.training.id);
        Some(view! {
            <section class="card" data-tight aria-labelledby="tillgodo">
                <h2 id="tillgodo">"Tillgodoräknat"</h2>
                {said}
                <p>
                    <a href=href>"Lägg in och godkänn under placeringar"</a>
                </p>
            </section>
        })
    }
}
