//! What was written and isn't saved on the server yet, kept in the browser until it is.
//!
//! Keyed by person, so that nobody's text turns up at another's on a shared computer; all goes at sign-out.

use gloo_storage::{LocalStorage, Storage};
use serde::{Serialize, de::DeserializeOwned};
use shared::PersonId;

const PREFIX: &str = "draft/";

fn name(person: PersonId, key: &str) -> String {
    format!("{PREFIX}{person}/{key}")
}

/// Keeps a value under a key such as `self-assessments/ID/answers/D6`. Says whether the browser could.
#[must_use]
pub fn keep<T: Serialize>(person: PersonId, key: &str, value: &T) -> bool {
    LocalStorage::set(name(person, key), value).is_ok()
}

/// The value kept under a key.
#[must_use]
pub fn kept<T: DeserializeOwned>(person: PersonId, key: &str) -> Option<T> {
    LocalStorage::get(name(person, key)).ok()
}

/// Takes a value away: it is saved, or no longer wanted.
pub fn forget(person: PersonId, key: &str) {
    LocalStorage::delete(name(person, key));
}

/// The keys that begin with `start` and hold a value.
#[must_use]
pub fn keys(person: PersonId, start: &str) -> Vec<String> {
    let start_of_all = name(person, "");
    names()
        .filter_map(|name| name.strip_prefix(&start_of_all).map(str::to_owned))
        .filter(|key| key.starts_with(start))
        .collect()
}

/// How many values are kept for a person.
#[must_use]
pub fn count(person: PersonId) -> usize {
    keys(person, "").len()
}

/// Takes all away, of everybody who used this browser.
pub fn forget_all() {
    for name in names().collect::<Vec<_>>() {
        LocalStorage::delete(name);
    }
}

fn names() -> impl Iterator<Item = String> {
    let storage = LocalStorage::raw();
    let length = storage.length().unwrap_or_default();
    (0..length)
        .filter_map(move |index| storage.key(index).ok().flatten())
        .filter(|name| name.starts_with(PREFIX))
}
