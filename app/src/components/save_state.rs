//! How it stands with what is written, in words.

use chrono::{DateTime, Utc};
use leptos::prelude::*;

use crate::time::say_time;

/// How it stands with what is written in one place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Saving {
    /// Nothing has been changed here.
    #[default]
    Clean,
    /// Changed, and soon to be sent.
    Unsent,
    /// On its way.
    Saving,
    /// Saved.
    Saved(DateTime<Utc>),
    /// The server said no, or couldn't.
    Failed(String),
    /// Kept in the browser until the net is back.
    Waiting,
    /// Somebody else changed it meanwhile; by whom and when.
    Conflict(String),
}

impl Saving {
    /// The words on the screen; empty while nothing has been changed.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Clean => String::new(),
            Self::Unsent | Self::Saving => "Sparas …".to_owned(),
            Self::Saved(at) => format!("Sparat {}", say_time(*at)),
            Self::Failed(why) => format!("Inte sparat. {why}"),
            Self::Waiting => "Väntar på nät".to_owned(),
            Self::Conflict(who) => format!("Ändrat av {who}"),
        }
    }

    const fn state(&self) -> Option<&'static str> {
        match self {
            Self::Clean => None,
            Self::Unsent | Self::Saving => Some("saving"),
            Self::Saved(_) => Some("saved"),
            Self::Failed(_) => Some("unsaved"),
            Self::Waiting => Some("waiting"),
            Self::Conflict(_) => Some("conflict"),
        }
    }
}

/// How it stands, as a word beside the field. It is not a live region: say what matters by `announce`.
#[component]
pub fn SaveState(
    /// How it stands.
    #[prop(into)]
    state: Signal<Saving>,
) -> impl IntoView {
    view! {
        <span class="save-state" data-state=move || state.with(Saving::state)>
            {move || state.with(Saving::words)}
        </span>
    }
}
