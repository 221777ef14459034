//! How it stands with an autosaved field, in words.

use leptos::prelude::*;
use shared::saving::State;

use crate::{
    outbox::{Autosave, Draft},
    time::say_moment,
};

/// How it stands with a field: `Sparat 14:03`, `Sparas …`, `Väntar på nät`. No live region: it changes at each key.
#[component]
pub fn AutosaveState<V: Draft>(
    /// The field.
    of: Autosave<V>,
    /// The words while it was never saved.
    #[prop(optional)]
    never: &'static str,
) -> impl IntoView {
    let shown = Memo::new(move |_| {
        let state = of.state();
        let changed = of.base().changed;
        match (&state, changed) {
            (State::Clean | State::Saved { .. }, Some(changed)) => {
                ("saved", format!("Sparat {}", say_moment(changed.at)))
            }
            (State::Clean, None) => ("", never.to_owned()),
            (State::Theirs, Some(changed)) => {
                ("conflict", format!("Ändrat av {} {}", changed.by, say_moment(changed.at)))
            }
            _ => (state.as_str(), state.words(say_moment).unwrap_or_default()),
        }
    });
    view! {
        <span class="save-state" data-state=move || shown.get().0>
            {move || shown.get().1}
        </span>
    }
}
