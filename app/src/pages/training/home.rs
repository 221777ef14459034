//! A ST-läkare's first page: what is next, the whole time, and how far each delmål has come.

use leptos::prelude::*;
use shared::{
    certificate::ObjectiveState,
    iup::in_force,
    portfolio::Portfolio,
    training::{PlannedEnd, TrainingPhase},
};

use super::{
    Binder, TrainingPage,
    board::Board,
    list::number,
    standing::{Measures, Next},
    timeline::Timeline,
    words,
};
use crate::time::{say_short, today};

/// Where a ST-läkare is on the way, and what comes next.
#[component]
pub fn HomePage() -> impl IntoView {
    let binder = Binder::of_address();
    let heading = |binder: Binder, portfolio: &Portfolio| {
        if binder.is_own(&portfolio.training) {
            "Min ST".to_owned()
        } else {
            portfolio.training.trainee.name.clone()
        }
    };
    view! {
        <TrainingPage
            binder
            title=("ST", heading)
            facts=view! { <Figures binder /> }.into_any()
        >
            {move || {
                binder
                    .get()
                    .map(|portfolio| {
                        let portfolio = StoredValue::new(portfolio);
                        view! {
                            <Stopped portfolio />
                            <div class="columns">
                                <div class="column">
                                    <Timeline portfolio />
                                    <Board portfolio />
                                </div>
                                <aside class="column" aria-label="Läget" data-first>
                                    <Next portfolio />
                                    <Measures portfolio />
                                    <Why portfolio />
                                </aside>
                            </div>
                        }
                    })
            }}
        </TrainingPage>
    }
}

/// Months, delmål, planned end and programme, in large figures.
#[component]
fn Figures(binder: Binder) -> impl IntoView {
    move || {
        let portfolio = binder.get()?;
        let today = today();
        let service = portfolio.service();
        let done = service.so_far(today) + service.credited();
        let months = number(done);
        let certified = portfolio
            .standings()
            .filter(|standing| standing.state == ObjectiveState::Certified)
            .count();
        let end = service.planned_end(today);
        let end = words::end_words(&end);
        let iup = match in_force(&portfolio.iups) {
            Some(iup) => {
                let from = iup.phase.in_force_from().map(say_short).unwrap_or_default();
                let how = iup.phase.name().to_lowercase();
                (format!("Version {}", iup.number), format!("IUP, {how} {from}"))
            }
            None => ("Inget".to_owned(), "IUP fastställt än".to_owned()),
        };
        let minimum = portfolio.training.regulation.minimum_months();
        Some(view! {
            <dl class="figures">
                <div>
                    <dt>"månader på heltid"</dt>
                    <dd>{format!("{months} av {minimum}")}</dd>
                </div>
                <div>
                    <dt>"delmål intygade"</dt>
                    <dd>{format!("{certified} av {}", portfolio.curriculum.objectives.len())}</dd>
                </div>
                <div>
                    <dt>"beräknat klar"</dt>
                    <dd>{end}</dd>
                </div>
                <div>
                    <dt>{iup.1}</dt>
                    <dd>{iup.0}</dd>
                </div>
            </dl>
        })
    }
}

/// Said when the training doesn't go on.
#[component]
fn Stopped(portfolio: StoredValue<Portfolio>) -> impl IntoView {
    portfolio.with_value(|portfolio| {
        let said = match &portfolio.training.phase {
            TrainingPhase::Underway => return None,
            TrainingPhase::Interrupted { since, reason } => {
                format!("ST:n är avbruten sedan {}: {}", say_short(*since), &**reason)
            }
            TrainingPhase::Completed { on } => format!("ST:n är fullgjord {}.", say_short(*on)),
        };
        Some(view! {
            <div class="notice">
                <p>{said}</p>
                <p>
                    <a href=format!(
                        "/st/{}/uppgifter",
                        portfolio.training.id,
                    )>"Beslutet och de andra uppgifterna"</a>
                </p>
            </div>
        })
    })
}

/// What decided the planned end.
#[component]
fn Why(portfolio: StoredValue<Portfolio>) -> impl IntoView {
    let reasons =
        portfolio.with_value(|portfolio| match portfolio.service().planned_end(today()) {
            PlannedEnd::On { reasons, .. } => {
                reasons.iter().map(ToString::to_string).collect::<Vec<_>>()
            }
            PlannedEnd::Unknown { why } => vec![why.to_string()],
        });
    let rows = reasons.into_iter().map(|why| view! { <li>{why}</li> }).collect_view();
    let id = portfolio.with_value(|portfolio| portfolio.training.id);
    let latest = portfolio.with_value(|portfolio| {
        let here = |id| portfolio.origin(id).is_none();
        let last = portfolio.decisions.iter().rfind(|one| here(one.id))?;
        let said = format!("Senaste beslutet, {}: {}.", say_short(last.on), last.what);
        Some(view! { <p class="note">{said}</p> })
    });
    view! {
        <section class="card" data-tight aria-labelledby="varfor-slut">
            <h2 id="varfor-slut">"Så räknas slutet"</h2>
            <ul class="plain-list">{rows}</ul>
            <p>
                <a href=format!("/st/{id}/placeringar")>"Placeringar och ledighet"</a>
            </p>
            {latest}
            <p>
                <a href=format!("/st/{id}/uppgifter")>"Uppgifter och beslut om ST:n"</a>
            </p>
        </section>
    }
}
