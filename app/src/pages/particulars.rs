//! A training's particulars: what it is, what has been decided about it, and deciding more.

use leptos::prelude::*;
use shared::{
    portfolio::Portfolio,
    rights::Action,
    training::{Training, TrainingPhase},
};

use crate::{
    components::{set_query, use_query},
    pages::training::{Binder, TrainingPage},
    session::use_session,
};

mod days;
mod decide;
mod kept;
mod named;

use decide::Kind;

/// The parameter of the address that says which form is open, so that the back button closes it.
const FORM: &str = "form";
const DAYS: &str = "dagar";

/// What the training is, its decisions, and for the director of studies and head of unit the forms that change it.
#[component]
pub fn ParticularsPage() -> impl IntoView {
    let session = use_session();
    let binder = Binder::of_address();
    let asked = use_query(FORM);
    let may_save = Memo::new(move |_| {
        binder.get().is_some_and(|p| session.may(Action::TrainingSave, &binder.on(&p.training)))
    });
    let heading = |_: Binder, _: &Portfolio| "Uppgifter om ST:n".to_owned();
    view! {
        <TrainingPage binder title=("Uppgifter om ST:n", heading)>
            {move || {
                let asked = asked.get();
                let portfolio = StoredValue::new(binder.get_untracked()?);
                may_save
                    .get()
                    .then(|| {
                        if asked == DAYS {
                            view! { <days::DaysForm binder portfolio /> }.into_any()
                        } else if let Some(kind) = Kind::of_address(&asked) {
                            view! { <decide::DecisionForm binder portfolio kind /> }.into_any()
                        } else {
                            ().into_any()
                        }
                    })
            }}
            <div class="columns">
                <div class="column">
                    <kept::What binder />
                    <kept::Decisions binder />
                </div>
                <aside class="column" aria-label="Ändra">
                    {move || may_save.get().then(|| view! { <Changes binder /> })}
                    <Carry binder />
                </aside>
            </div>
        </TrainingPage>
    }
}

/// The way to taking the training's records along, and to what came from elsewhere.
#[component]
fn Carry(binder: Binder) -> impl IntoView {
    move || {
        let portfolio = binder.get()?;
        let (own, brought) = (binder.is_own(&portfolio.training), !portfolio.brought.is_empty());
        let said = match (own, brought) {
            (true, _) => {
                "Hämta allt i din ST som en fil, eller ta in det du har med dig från en annan klinik."
            }
            (false, true) => "En del av uppgifterna kommer från en annan klinik.",
            (false, false) => return None,
        };
        let words = if own { "Ta med mina uppgifter" } else { "Medtagna uppgifter" };
        Some(view! {
            <section class="card" data-tight aria-labelledby="ta-med">
                <h2 id="ta-med">{words}</h2>
                <p>{said}</p>
                <p>
                    <a href=format!("/st/{}/ta-med", portfolio.training.id)>
                        {if own { "Hämta eller ta in" } else { "Var de kommer från" }}
                    </a>
                </p>
            </section>
        })
    }
}

/// What may be changed as the training now stands, each leading to its form.
#[component]
fn Changes(binder: Binder) -> impl IntoView {
    let phase = Memo::new(move |_| binder.get().map(|portfolio| portfolio.training));
    move || {
        let training = phase.get()?;
        let days = matches!(training.phase, TrainingPhase::Underway)
            .then_some((DAYS, "Rätta legitimation och första dag"));
        let rows = offered(&training)
            .into_iter()
            .map(|kind| (kind.address(), kind.offer(&training)))
            .chain(days)
            .map(|(form, words)| {
                let href = set_query(FORM, form);
                view! {
                    <li>
                        <a href=move || href.get()>{words}</a>
                    </li>
                }
            })
            .collect_view();
        Some(view! {
            <section class="card" data-tight aria-labelledby="andra">
                <h2 id="andra">"Ändra"</h2>
                <ul class="plain-list links">{rows}</ul>
                <p class="note">
                    "Varje beslut får en dag och står kvar. ST-läkaren och handledaren ser det."
                </p>
            </section>
        })
    }
}

fn offered(training: &Training) -> Vec<Kind> {
    match training.phase {
        TrainingPhase::Underway => {
            vec![Kind::Supervisor, Kind::Curriculum, Kind::Clinic, Kind::Interrupt, Kind::Complete]
        }
        TrainingPhase::Interrupted { .. } => vec![Kind::Resume],
        TrainingPhase::Completed { .. } => vec![Kind::Reopen],
    }
}
