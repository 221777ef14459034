//! What the training is, and what has been decided about it.

use leptos::prelude::*;
use shared::{
    portfolio::Portfolio,
    training::{Decided, TrainingDecision, TrainingPhase},
    written_date::say_day,
};

use crate::{
    pages::{own_records::mark, training::Binder},
    time::{say_day_of, say_short},
};

/// The particulars as they stand today.
#[component]
pub fn What(binder: Binder) -> impl IntoView {
    move || {
        let portfolio = binder.get()?;
        let training = &portfolio.training;
        let supervisor = training
            .principal_supervisor
            .as_ref()
            .map_or_else(|| "Inte utsedd".to_owned(), |one| one.name.clone());
        let phase = match &training.phase {
            TrainingPhase::Underway => "Pågår".to_owned(),
            TrainingPhase::Interrupted { since, reason } => {
                format!("Avbruten sedan {}: {}", say_day(*since), &**reason)
            }
            TrainingPhase::Completed { on } => format!("Fullgjord {}", say_day(*on)),
        };
        let version =
            format!("{}, version {}", training.regulation, &*portfolio.curriculum.version_name);
        let draft = portfolio.curriculum.why_draft().map(|why| {
            view! { <p class="note">{why.to_string()}</p> }
        });
        let clinic = training.clinic.place();
        Some(view! {
            <section class="card" aria-labelledby="uppgifter">
                <h2 id="uppgifter">"Så här är ST:n inlagd"</h2>
                <dl class="facts" data-list>
                    {fact("Läge", phase)} {fact("ST-läkare", training.trainee.name.clone())}
                    {fact("Klinik", clinic)} {fact("Specialitet", training.specialty.to_string())}
                    <div>
                        <dt>"Målbeskrivning"</dt>
                        <dd>{version} {draft}</dd>
                    </div> {fact("Huvudansvarig handledare", supervisor)}
                    {fact("Legitimation", say_day(training.licensed_on))}
                    {fact("Första dag", say_day(training.starts_on))}
                </dl>
            </section>
        })
    }
}

fn fact(what: &'static str, is: String) -> impl IntoView {
    view! {
        <div>
            <dt>{what}</dt>
            <dd>{is}</dd>
        </div>
    }
}

/// All decisions, the latest first.
#[component]
pub fn Decisions(binder: Binder) -> impl IntoView {
    move || {
        let portfolio = binder.get()?;
        let decisions = &portfolio.decisions;
        let list = if decisions.is_empty() {
            view! {
                <p class="note">
                    "Här står beslut om handledare, klinik, målbeskrivning och avbrott, med dag och skäl. Inget är fattat sedan ST:n lades in."
                </p>
            }
            .into_any()
        } else {
            let rows = decisions.iter().rev().map(|one| row(&portfolio, one)).collect_view();
            view! { <ol class="rows">{rows}</ol> }.into_any()
        };
        Some(view! {
            <section class="card" aria-labelledby="beslut">
                <h2 id="beslut">"Beslut"</h2>
                {list}
            </section>
        })
    }
}

fn row(portfolio: &Portfolio, decision: &TrainingDecision) -> impl IntoView + use<> {
    let TrainingDecision { id, on, reason, what, changed, .. } = decision;
    let concerns = match what {
        Decided::Supervisor { concerns, .. } => concerns.clone(),
        _ => Vec::new(),
    };
    let concerns = concerns
        .into_iter()
        .map(|one| view! { <p class="note" data-kind="warn">{one.of_principal(&portfolio.thresholds)}</p> })
        .collect_view();
    let by = changed.as_ref().map(|one| format!("{}, {}", one.by, say_day_of(one.at)));
    view! {
        <li>
            <span class="row-what">{what.to_string()}</span>
            <div class="row-where">
                {reason.as_ref().map(|reason| view! { <p class="said">{reason.to_string()}</p> })}
                {concerns} <p class="note">{by}</p> {mark(portfolio.origin(*id))}
            </div>
            <span class="row-when">{format!("från {}", say_short(*on))}</span>
        </li>
    }
}
