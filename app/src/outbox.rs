//! What was written and hasn't reached the server: kept in the browser, sent when the net is back, and shown
//! beside a colleague's change where there is one.
//!
//! A field on the screen sends its own value ([`Autosave`]); what was left behind when a page or the browser was
//! closed is delivered from here. Each browser tab keeps its values apart, so that two tabs can't lose one.

use std::{
    cell::RefCell,
    collections::{HashMap, HashSet},
    rc::Rc,
};

use gloo_storage::{SessionStorage, Storage};
use gloo_timers::{callback::Interval, future::TimeoutFuture};
use leptos::{prelude::*, task::spawn_local};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Value;
use shared::{PersonId, saving::Unsent};

use crate::{
    api::{self, ApiError, Method},
    drafts,
    session::{Session, use_session},
};

mod autosave;
mod banner;
mod place;

pub use autosave::{Autosave, Draft};
pub use banner::Banner;

/// How often sending is tried again, in milliseconds.
const AGAIN: u32 = 4_000;
/// After how long a value of another tab counts as left behind, in milliseconds.
const LEFT_BEHIND: f64 = 120_000.0;
/// How fresh a value of another tab may be while somebody is likely still writing there, in milliseconds.
const BEING_WRITTEN: f64 = 3_000.0;

/// A value in the browser's storage.
#[derive(Serialize, Deserialize)]
struct Entry<V> {
    /// When it was written, in milliseconds since 1970.
    at: f64,
    unsent: Unsent<V>,
}

/// What a field on the screen can be asked.
struct Live {
    /// Sends what can be sent, now.
    retry: Rc<dyn Fn()>,
    /// Hands over to the browser what isn't saved, since the page is going.
    leave: Rc<dyn Fn()>,
    /// Whether something in it isn't saved.
    unsaved: Rc<dyn Fn() -> bool>,
}

#[derive(Default)]
struct Registry {
    tab: String,
    live: HashMap<String, Live>,
    under_way: HashSet<String>,
}

thread_local! {
    static REGISTRY: RefCell<Registry> = RefCell::default();
}

/// The outbox, held in context. Copied freely.
#[derive(Clone, Copy)]
pub struct Outbox {
    session: Session,
    /// How many values are kept.
    count: RwSignal<usize>,
    /// Keys of values that need a choice or another text, on pages that aren't shown now.
    stuck: RwSignal<Vec<String>>,
    /// Whether the browser refuses to keep anything.
    forbidden: RwSignal<bool>,
}

/// The outbox of this tab.
///
/// # Panics
/// Outside the app, where none is provided.
#[must_use]
pub fn use_outbox() -> Outbox {
    expect_context()
}

impl Outbox {
    /// Makes it, provides it to the app, and begins to deliver what is kept.
    #[must_use]
    pub fn provide() -> Self {
        let outbox = Self {
            session: use_session(),
            count: RwSignal::new(0),
            stuck: RwSignal::new(Vec::new()),
            forbidden: RwSignal::new(false),
        };
        REGISTRY.with_borrow_mut(|registry| registry.tab = this_tab());
        provide_context(outbox);
        let me = outbox.session.me();
        Effect::new(move |before: Option<Option<PersonId>>| {
            let me = me.with(|me| me.as_ref().map(|me| me.id));
            if before != Some(me) {
                outbox.stuck.set(Vec::new());
                outbox.try_again();
            }
            me
        });
        window_event_listener_untyped("online", move |_| outbox.try_again());
        window_event_listener_untyped("visibilitychange", move |_| outbox.try_again());
        window_event_listener_untyped("pagehide", move |_| {
            each_live(|live| live.leave.clone());
        });
        window_event_listener(leptos::ev::beforeunload, move |event| {
            let unsaved = REGISTRY
                .with_borrow(|registry| registry.live.values().any(|live| (live.unsaved)()));
            if outbox.forbidden.get_untracked() && unsaved {
                event.prevent_default();
            }
        });
        Interval::new(AGAIN, move || outbox.try_again()).forget();
        outbox
    }

    /// How many values wait in the browser.
    #[must_use]
    pub fn count(self) -> Signal<usize> {
        self.count.into()
    }

    /// Whether the browser refuses to keep what is written (storage is full or switched off).
    #[must_use]
    pub fn forbidden(self) -> Signal<bool> {
        self.forbidden.into()
    }

    /// Addresses of the places, not shown now, where something written needs a choice.
    #[must_use]
    pub fn stuck(self) -> Signal<Vec<String>> {
        Signal::derive(move || {
            let mut places: Vec<String> = self
                .stuck
                .with(|keys| keys.iter().filter_map(|key| place::address(path_of(key))).collect());
            places.dedup();
            places
        })
    }

    /// Sends what can be sent, and waits for it: before a record is read that may have changes here.
    pub async fn settle(self) {
        for _ in 0..100 {
            if REGISTRY.with_borrow(|registry| registry.under_way.is_empty()) {
                break;
            }
            TimeoutFuture::new(20).await;
        }
        self.deliver().await;
    }

    fn try_again(self) {
        if !self.session.reached().get_untracked() && !online() {
            return;
        }
        each_live(|live| live.retry.clone());
        spawn_local(self.deliver());
    }

    fn person(self) -> Option<PersonId> {
        self.session.me().with_untracked(|me| me.as_ref().map(|me| me.id))
    }

    /// Sends what was left behind by pages that are closed.
    async fn deliver(self) {
        let Some(person) = self.person() else { return };
        for key in drafts::keys(person, "") {
            if !key.contains(TAB) || self.is_busy(&key) {
                continue;
            }
            let Some(entry) = drafts::kept::<Entry<Value>>(person, &key) else { continue };
            if !is_own(&key) && now() - entry.at < LEFT_BEHIND {
                continue;
            }
            REGISTRY.with_borrow_mut(|registry| registry.under_way.insert(key.clone()));
            let Unsent { value, from, .. } = entry.unsent;
            let path = format!("/{}", path_of(&key));
            let sent = api::send::<_, Value>(Method::PUT, &path, Some(from.version), &value).await;
            REGISTRY.with_borrow_mut(|registry| registry.under_way.remove(&key));
            match sent {
                Ok(_) => self.forget(person, &key),
                Err(error) if error.passing() || error == ApiError::SignedOut => break,
                Err(error) => match error.conflict::<Value>() {
                    // It got there, only the answer was lost.
                    Some(current) if holds(&current, &value) => self.forget(person, &key),
                    _ => self.stuck.update(|stuck| stuck.push(key)),
                },
            }
        }
        self.recount();
    }

    /// Whether somebody else takes care of this value.
    fn is_busy(self, key: &str) -> bool {
        self.stuck.with_untracked(|stuck| stuck.iter().any(|stuck| stuck == key))
            || REGISTRY.with_borrow(|registry| {
                registry.live.contains_key(path_of(key)) || registry.under_way.contains(key)
            })
    }

    fn keep<V: Serialize>(self, person: PersonId, path: &str, unsent: Unsent<V>) {
        let kept = drafts::keep(person, &own_key(path), &Entry { at: now(), unsent });
        if self.forbidden.get_untracked() == kept {
            self.forbidden.set(!kept);
        }
        self.recount();
    }

    fn forget(self, person: PersonId, key: &str) {
        drafts::forget(person, key);
        self.recount();
    }

    fn recount(self) {
        let count = self.person().map_or(0, drafts::count);
        if self.count.try_get_untracked().is_some_and(|before| before != count) {
            self.count.set(count);
        }
    }

    /// The newest value kept for a path, by this tab or one that is closed, with the key it is kept under.
    fn kept<V: DeserializeOwned>(
        self,
        person: PersonId,
        path: &str,
    ) -> Option<(String, Unsent<V>)> {
        drafts::keys(person, &format!("{path}{TAB}"))
            .into_iter()
            .filter_map(|key| {
                let entry = drafts::kept::<Entry<V>>(person, &key)?;
                let free = is_own(&key) || now() - entry.at > BEING_WRITTEN;
                free.then_some((key, entry))
            })
            .max_by(|(_, one), (_, other)| one.at.total_cmp(&other.at))
            .map(|(key, entry)| (key, entry.unsent))
    }

    fn begin(self, path: &str, live: Live) {
        self.stuck.update(|stuck| stuck.retain(|key| path_of(key) != path));
        REGISTRY.with_borrow_mut(|registry| registry.live.insert(path.to_owned(), live));
    }

    fn end(self, path: &str) {
        REGISTRY.with_borrow_mut(|registry| registry.live.remove(path));
        spawn_local(self.deliver());
    }
}

/// Stands between a value's path and the tab that keeps it.
const TAB: &str = "#";

fn path_of(key: &str) -> &str {
    key.split_once(TAB).map_or(key, |(path, _)| path)
}

fn own_key(path: &str) -> String {
    REGISTRY.with_borrow(|registry| format!("{path}{TAB}{}", registry.tab))
}

fn is_own(key: &str) -> bool {
    REGISTRY.with_borrow(|registry| key.split_once(TAB).is_some_and(|(_, tab)| tab == registry.tab))
}

/// This tab's name: stays at a reload, goes when the tab is closed.
fn this_tab() -> String {
    const NAME: &str = "tab";
    SessionStorage::get(NAME).unwrap_or_else(|_| {
        let tab = format!("{:.0}", js_sys::Math::random() * 1e12);
        // Without storage nothing is kept either.
        let _ = SessionStorage::set(NAME, &tab);
        tab
    })
}

fn each_live(what: impl Fn(&Live) -> Rc<dyn Fn()>) {
    // Taken out first, since what is called may end or begin a field.
    let calls: Vec<_> = REGISTRY.with_borrow(|registry| registry.live.values().map(what).collect());
    for call in calls {
        call();
    }
}

fn online() -> bool {
    window().navigator().on_line()
}

fn now() -> f64 {
    js_sys::Date::now()
}

/// Whether a record has all that a draft of it says.
fn holds(record: &Value, draft: &Value) -> bool {
    match (record, draft) {
        (Value::Object(record), Value::Object(draft)) => {
            draft.iter().all(|(key, value)| record.get(key).unwrap_or(&Value::Null) == value)
        }
        _ => record == draft,
    }
}
