//! Tells that somebody else has changed the training. What is shown changes only when asked to, so that nothing moves under one who
//! reads or writes.

use gloo_timers::callback::Interval;
use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::use_location;
use shared::portfolio::Portfolio;

use super::Binder;
use crate::{api, pages::anchor::focus_heading};

/// How often it is asked for, in milliseconds.
const EVERY: u32 = 10_000;

/// A notice when there is something newer, with a button that shows it. While a form stands in the address it waits, and while
/// something is written elsewhere that isn't saved it asks for that first.
#[component]
pub fn ChangedByOther(binder: Binder) -> impl IntoView {
    let newer = RwSignal::new(None::<Portfolio>);
    let asking = StoredValue::new(false);
    let ask = move || {
        if document().hidden() || asking.try_get_value() != Some(false) {
            return;
        }
        let Some((id, known)) = untrack(|| binder.known()) else { return };
        asking.set_value(true);
        spawn_local(async move {
            let answer = api::get_if_changed(&format!("/trainings/{id}"), known).await;
            if asking.try_get_value().is_none() {
                return;
            }
            asking.set_value(false);
            // A question that failed is asked again in a moment; the banner says when the server is away.
            if let Ok(Some(portfolio)) = answer {
                newer.set(Some(portfolio));
            }
        });
    };
    // Ends with the page, since the owner drops what it stores.
    let _ = StoredValue::new_local(Interval::new(EVERY, ask));
    let seen = window_event_listener_untyped("visibilitychange", move |_| ask());
    on_cleanup(move || seen.remove());
    let search = use_location().search;
    let shown = Memo::new(move |_| {
        let known = binder.known();
        let newer = newer.with(|newer| {
            newer.as_ref().map(|portfolio| (portfolio.training.id, portfolio.training.revision))
        });
        let is_newer =
            newer.zip(known).is_some_and(|(newer, known)| newer.0 == known.0 && newer.1 > known.1);
        is_newer && search.with(String::is_empty)
    });
    let show = move |_| {
        if let Some(portfolio) = newer.get_untracked() {
            newer.set(None);
            binder.change(|shown| *shown = portfolio);
            binder.shown_new.update(|times| *times += 1);
            focus_heading();
        }
    };
    let how = move || {
        if binder.unsaved.get() {
            return view! { <p>"Spara det du har skrivit, så kan du visa det nya."</p> }.into_any();
        }
        view! {
            <div class="actions">
                <button class="btn" type="button" on:click=show>
                    "Visa det nya"
                </button>
            </div>
        }
        .into_any()
    };
    view! {
        <div class="changed" role="status">
            {move || {
                shown
                    .get()
                    .then(|| {
                        view! {
                            <div class="notice">
                                <p>"Någon annan har ändrat här sedan du öppnade sidan."</p>
                                {how}
                            </div>
                        }
                    })
            }}
        </div>
    }
}
