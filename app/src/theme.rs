//! Light, dark, or as the computer. `boot.js` reads the choice before the first paint.

use gloo_storage::{LocalStorage, Storage};
use leptos::prelude::*;

const CHOSEN: &str = "theme";

/// How the screen looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    /// As the computer has it.
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    /// In the menu's order, with their words.
    pub const ALL: [(Self, &'static str); 3] =
        [(Self::System, "Som datorn"), (Self::Light, "Ljust"), (Self::Dark, "Mörkt")];

    /// What was chosen in this browser.
    #[must_use]
    pub fn chosen() -> Self {
        match LocalStorage::get::<String>(CHOSEN).as_deref() {
            Ok("light") => Self::Light,
            Ok("dark") => Self::Dark,
            _ => Self::System,
        }
    }

    /// Shows the page so, and remembers it. Without storage it holds until the page is reloaded.
    pub fn choose(self) {
        let value = match self {
            Self::System => None,
            Self::Light => Some("light"),
            Self::Dark => Some("dark"),
        };
        let page = document().document_element();
        match value {
            Some(value) => {
                let _ = LocalStorage::set(CHOSEN, value);
                let _ = page.map(|page| page.set_attribute("data-theme", value));
            }
            None => {
                LocalStorage::delete(CHOSEN);
                let _ = page.map(|page| page.remove_attribute("data-theme"));
            }
        }
    }
}
