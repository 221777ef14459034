//! Plans a meeting, or moves it.

use leptos::{ev, prelude::*};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use shared::supervision_meeting::{SaveMeetingDay, SupervisionMeeting};

use super::MEETING;
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
    /// What is moved; none for a new one.
    was: Option<SupervisionMeeting>,
) -> impl IntoView {
    let step = Step::<SupervisionMeeting>::of(binder);
    let first = was.as_ref().map_or_else(today, |was| was.planned_on);
    let day = RwSignal::new(first.to_string());
    let wrong = RwSignal::new(None::<String>);
    let navigate = use_navigate();
    let path = leptos_router::hooks::use_location().pathname;
    let at = was.as_ref().map(|was| (was.id, was.version));
    let send = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let Ok(planned_on) = day.get_untracked().parse() else {
            wrong.set(Some("Välj dagen för samtalet.".to_owned()));
            return;
        };
        wrong.set(None);
        let body = SaveMeetingDay { planned_on };
        match at {
            Some((id, version)) => {
                step.take((Method::PUT, ""), (id, version), body, "Samtalet är flyttat.")
            }
            None => {
                let navigate = navigate.clone();
                let path = path.get_untracked();
                step.add(body, "Samtalet är planerat.", move |id| {
                    let options = NavigateOptions { scroll: false, ..NavigateOptions::default() };
                    navigate(&format!("{path}?{MEETING}={id}"), options);
                });
            }
        }
    };
    let (words, heading) = match at {
        Some(_) => ("Flytta samtalet", None),
        None => ("Planera samtalet", Some(view! { <h2>"Planera ett samtal"</h2> })),
    };
    view! {
        <form class=if at.is_some() { "stack" } else { "card form" } novalidate on:submit=send>
            {heading}
            <Field label="Dag" id="dag" error=wrong>
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
