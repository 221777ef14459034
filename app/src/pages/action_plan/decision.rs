//! The inspector's decision on a submitted plan.

use std::sync::Arc;

use leptos::prelude::*;
use shared::{action_plan::ActionPlan, checklist::Checklist, review::GiveReason, text::Reason};

use super::steps::Stepper;
use crate::components::{Field, Going, TextArea};

/// What is written of the decision. It outlives the page being brought up to date.
#[derive(Clone, Copy)]
pub(super) struct Decision {
    accept: RwSignal<Option<bool>>,
    comment: RwSignal<String>,
    /// The step that is being taken.
    pub(super) going: Going,
}

impl Decision {
    pub(super) fn new() -> Self {
        Self {
            accept: RwSignal::new(None),
            comment: RwSignal::new(String::new()),
            going: Going::new(),
        }
    }
}

/// Accept, or send back with a comment.
#[component]
pub(super) fn DecisionCard(
    /// Takes the step.
    stepper: Stepper,
    /// What is written of it.
    decision: Decision,
    /// The plan.
    plan: ActionPlan,
    /// Its checklist.
    checklist: Arc<Checklist>,
) -> impl IntoView {
    let Decision { accept, comment, .. } = decision;
    let error = RwSignal::new(None::<String>);
    let unchosen = RwSignal::new(false);
    let mut areas: Vec<_> = plan
        .findings
        .iter()
        .filter(|f| f.class == shared::checklist::CriterionClass::Regulation)
        .map(|f| f.code.area())
        .collect();
    areas.sort_unstable();
    areas.dedup();
    let names: Vec<String> =
        areas.into_iter().filter_map(|a| checklist.area(a)).map(|a| a.short_name.clone()).collect();
    let effect = format!("D ändras till C i {}.", names.join(" och "));
    let radio = move |value: bool, words: &'static str, hint: String| {
        view! {
            <label class="choice">
                <input
                    type="radio"
                    name="beslut"
                    prop:checked=move || accept.get() == Some(value)
                    on:change=move |_| {
                        accept.set(Some(value));
                        unchosen.set(false);
                    }
                />
                <span>{words} <span class="hint">{hint}</span></span>
            </label>
        }
    };
    let done = move || {
        // The page may have been left meanwhile.
        let _ = accept.try_set(None);
        let _ = comment.try_set(String::new());
    };
    let decide = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        match accept.get_untracked() {
            None => unchosen.set(true),
            Some(true) => stepper.take::<()>("acceptance", None, "Planen är godkänd.", done),
            Some(false) => match Reason::try_from(comment.get_untracked()) {
                Ok(reason) => {
                    error.set(None);
                    let body = Some(GiveReason { reason });
                    stepper.take("return", body, "Planen är tillbakaskickad.", done);
                }
                Err(shared::text::InvalidText::NoReason) => error.set(Some(
                    "Skriv vad kliniken ska ändra. Annars vet de inte vad som saknas.".to_owned(),
                )),
                Err(wrong) => error.set(Some(wrong.to_string())),
            },
        }
    };
    view! {
        <form class="card form" data-tight aria-labelledby="beslut" novalidate on:submit=decide>
            <h2 id="beslut">"Ditt beslut"</h2>
            <fieldset class="field">
                <legend class="vh">"Beslut"</legend>
                <div class="choices">
                    {radio(true, "Godkänn planen", effect)}
                    {radio(
                        false,
                        "Skicka tillbaka",
                        "Kliniken kan ändra och lämna in igen.".to_owned(),
                    )}
                </div>
                {move || {
                    unchosen
                        .get()
                        .then(|| view! { <p class="field-error" role="alert">"Välj ett av alternativen."</p> })
                }}
            </fieldset>
            {move || {
                (accept.get() == Some(false))
                    .then(|| {
                        view! {
                            <Field label="Vad behöver ändras?" error>
                                <TextArea value=comment />
                            </Field>
                        }
                    })
            }}
            {stepper.going.refused()}
            <button class="btn primary block" aria-disabled=move || stepper.going.busy()>
                {move || if accept.get() == Some(false) { "Skicka tillbaka" } else { "Godkänn planen" }}
            </button>
        </form>
    }
}
