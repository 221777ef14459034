//! The form that mends the day of the legitimation and the first day.

use leptos::{ev, prelude::*};
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
};
use shared::{
    portfolio::Portfolio,
    saving::Saved,
    training::{SaveTraining, Training},
};

use crate::{
    api::{self, Method},
    components::{Field, Going, Input, Mistakes, Refused, Summary, Wrong},
    pages::training::Binder,
};

/// Legitimation and first day.
#[component]
pub fn DaysForm(
    binder: Binder,
    /// As all stood when the form was opened.
    portfolio: StoredValue<Portfolio>,
) -> impl IntoView {
    let (licensed, starts, revision) = portfolio.with_value(|p| {
        (p.training.licensed_on.to_string(), p.training.starts_on.to_string(), p.training.revision)
    });
    let (licensed, starts) = (RwSignal::new(licensed), RwSignal::new(starts));
    let mistakes = Mistakes::none(&[("licensed_on", "legitimation"), ("starts_on", "start")]);
    let going = Going::new();
    let path = use_location().pathname;
    let navigate = use_navigate();
    let read = move || -> Result<SaveTraining, Vec<Wrong>> {
        let licensed_on = licensed.get_untracked().parse();
        let starts_on = starts.get_untracked().parse();
        let mut wrong = Vec::new();
        if licensed_on.is_err() {
            wrong.push(("legitimation", "Skriv dagen för legitimationen.".to_owned()));
        }
        if starts_on.is_err() {
            wrong.push(("start", "Skriv ST:ns första dag.".to_owned()));
        }
        let (Ok(licensed_on), Ok(starts_on)) = (licensed_on, starts_on) else { return Err(wrong) };
        let save = SaveTraining { licensed_on, starts_on };
        match save.check() {
            Ok(()) => Ok(save),
            Err(why) => Err(vec![("start", why.to_string())]),
        }
    };
    let send = move |event: ev::SubmitEvent| {
        event.prevent_default();
        mistakes.clear();
        let save = match read() {
            Ok(save) => save,
            Err(found) => return mistakes.show(found),
        };
        let (at, to, navigate) = (binder.path(""), path.get_untracked(), navigate.clone());
        going.take_in(
            mistakes,
            async move { api::send(Method::PUT, &at, Some(revision), &save).await },
            "Dagarna är sparade.",
            move |saved: Saved<Training>| {
                binder.change(|portfolio| portfolio.training = saved.record);
                navigate(&to, NavigateOptions { scroll: false, ..NavigateOptions::default() });
            },
        );
    };
    let back = use_location().pathname;
    view! {
        <form class="card form" novalidate aria-labelledby="formular" on:submit=send>
            <h2 id="formular">"Rätta legitimation och första dag"</h2>
            <Summary mistakes />
            <div class="form-row">
                <Field label="Legitimation, dag" id="legitimation" error=mistakes.at("legitimation")>
                    <Input value=licensed kind="date" />
                </Field>
                <Field label="ST:ns första dag" id="start" error=mistakes.at("start")>
                    <Input value=starts kind="date" />
                </Field>
            </div>
            <Refused mistakes />
            <div class="actions">
                <button class="btn primary" aria-disabled=move || going.busy()>
                    "Spara dagarna"
                </button>
                <a class="btn" href=move || back.get()>
                    "Avbryt"
                </a>
            </div>
        </form>
    }
}
