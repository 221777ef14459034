//! Plans a review, or moves it.

use leptos::{ev, prelude::*};
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
};
use shared::progress_review::{PlanProgressReview, ProgressReview, ProgressReviewKind};

use super::REVIEW;
use crate::{
    api::Method,
    components::{Field, Input},
    pages::training::{Binder, Step},
    time::today,
};

/// The form of a day.
#[component]
pub fn Plan(
    binder: Binder,
    /// Of what kind.
    kind: ProgressReviewKind,
    /// What is moved; none for a new one.
    was: Option<ProgressReview>,
) -> impl IntoView {
    let step = Step::<ProgressReview>::of(binder);
    let first = was.as_ref().map_or_else(today, |was| was.planned_on);
    let day = RwSignal::new(first.to_string());
    let wrong = RwSignal::new(None::<String>);
    let navigate = use_navigate();
    let path = use_location().pathname;
    let at = was.map(|was| (was.id, was.version));
    let send = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let Ok(planned_on) = day.get_untracked().parse() else {
            wrong.set(Some("Välj dagen för avstämningen.".to_owned()));
            return;
        };
        wrong.set(None);
        let body = PlanProgressReview { kind, planned_on };
        match at {
            Some((id, version)) => {
                step.take((Method::PUT, ""), (id, version), body, "Avstämningen är flyttad.");
            }
            None => {
                let navigate = navigate.clone();
                let path = path.get_untracked();
                step.add(body, "Avstämningen är planerad.", move |id| {
                    let options = NavigateOptions { scroll: false, ..NavigateOptions::default() };
                    navigate(&format!("{path}?{REVIEW}={id}"), options);
                });
            }
        }
    };
    let words = if at.is_some() { "Flytta avstämningen" } else { "Planera avstämningen" };
    let heading = at.is_none().then(|| view! { <h3>{format!("Planera: {}", kind.name())}</h3> });
    view! {
        <form class="stack" novalidate on:submit=send>
            {heading}
            <Field label="Avstämningens dag" id="avstamningsdag" error=wrong>
                <Input value=day kind="date" />
            </Field>
            {step.refused()}
            <div class="actions">
                <button
                    class=if at.is_some() { "btn" } else { "btn primary" }
                    aria-disabled=move || step.busy()
                >
                    {words}
                </button>
                {at.is_none().then(|| view! { <a class="btn" href=move || path.get()>"Avbryt"</a> })}
            </div>
        </form>
    }
}
