//! One autosaved field on the screen: drives [`shared::saving::Field`] with timers and requests.

use std::rc::Rc;

use gloo_timers::callback::Timeout;
use leptos::{prelude::*, task::spawn_local};
use serde::{Serialize, de::DeserializeOwned};
use shared::{
    PersonId,
    saving::{Event, Field, Hindrance, Kept, State, Todo, Unsent},
};

use super::{Live, Outbox, REGISTRY, own_key, use_outbox};
use crate::{
    api::{self, ApiError, Method},
    drafts,
    session::use_me,
};

/// How long typing must pause before it is sent, in milliseconds.
const PAUSE: u32 = 800;

/// What is written in a field, as the body that saves it.
pub trait Draft: Clone + PartialEq + Serialize + DeserializeOwned + Send + Sync + 'static {
    /// The value in the record, with its version; also `current` at a conflict.
    type Record: DeserializeOwned;
    /// What saving it answers with.
    type Answer: DeserializeOwned + Send + Sync + 'static;

    /// Refuses what the server would refuse, with a sentence for the screen.
    ///
    /// # Errors
    /// The sentence.
    fn check(&self) -> Result<(), String>;
    /// The value as the server has it.
    fn kept(record: &Self::Record) -> Kept<Self>;
    /// What was sent, as the server has it by the answer.
    fn saved(answer: &Self::Answer, sent: &Self) -> Kept<Self>;
}

/// An autosaved field. Copied freely; lives as long as the component that made it, and what it holds unsaved is
/// delivered by the [`Outbox`] after that.
pub struct Autosave<V: Draft> {
    field: RwSignal<Field<V>>,
    inner: StoredValue<Inner<V>, LocalStorage>,
}

impl<V: Draft> Clone for Autosave<V> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<V: Draft> Copy for Autosave<V> {}

struct Inner<V: Draft> {
    outbox: Outbox,
    person: PersonId,
    /// Such as `self-assessments/ID/answers/D6`.
    path: String,
    pause: Option<Timeout>,
    on_saved: Callback<V::Answer>,
}

impl<V: Draft> Autosave<V> {
    /// A field that is saved by `PUT /api/{path}`. A value that was kept in the browser is shown again, and sent.
    #[must_use]
    pub fn new(path: String, kept: Kept<V>, on_saved: Callback<V::Answer>) -> Self {
        let outbox = use_outbox();
        let inner =
            Inner { outbox, person: use_me().id, path: path.clone(), pause: None, on_saved };
        let this =
            Self { field: RwSignal::new(Field::new(kept)), inner: StoredValue::new_local(inner) };
        let live = Live {
            retry: Rc::new(move || this.tell(Event::Retry)),
            leave: Rc::new(move || this.leave_page()),
            unsaved: Rc::new(move || {
                let unsent = this.field.try_with_untracked(|field| field.unsent().is_some());
                unsent == Some(true)
            }),
        };
        outbox.begin(&path, live);
        on_cleanup(move || outbox.end(&path));
        this.restore();
        this
    }

    /// What is shown.
    #[must_use]
    pub fn value(self) -> V {
        self.field.with(|field| field.shown().clone())
    }

    /// What is shown, without a copy.
    pub fn with<R>(self, read: impl FnOnce(&V) -> R) -> R {
        self.field.with(|field| read(field.shown()))
    }

    /// Where it stands.
    #[must_use]
    pub fn state(self) -> State<V> {
        self.field.with(|field| field.state().clone())
    }

    /// What the server last said.
    #[must_use]
    pub fn base(self) -> Kept<V> {
        self.field.with(|field| field.base().clone())
    }

    /// Whether all that is shown is on the server.
    #[must_use]
    pub fn is_settled(self) -> bool {
        self.field.with(|field| field.unsent().is_none())
    }

    /// The person writes; it is sent when the writing pauses.
    pub fn write(self, change: impl FnOnce(&mut V)) {
        // Undoing may come when the page has been left.
        let Some(mut value) = self.field.try_with_untracked(|field| field.shown().clone()) else {
            return;
        };
        change(&mut value);
        self.tell(Event::Typed(value));
    }

    /// The person chooses; it is sent at once.
    pub fn choose(self, change: impl FnOnce(&mut V)) {
        self.write(change);
        self.tell(Event::Paused);
    }

    /// The field was left: what is written is sent at once.
    pub fn leave(self) {
        self.tell(Event::Paused);
    }

    /// Saves it as it stands, also when nothing is changed.
    pub fn confirm(self) {
        self.tell(Event::Confirmed);
    }

    /// The record was read again.
    pub fn hear(self, kept: Kept<V>) {
        let news = self.field.try_with_untracked(|field| match field.state() {
            State::Conflict { theirs } => kept.version > theirs.version,
            _ => kept.version > field.base().version,
        });
        if news == Some(true) {
            self.tell(Event::Heard(kept));
        }
    }

    /// At a conflict: one's own value holds.
    pub fn keep_mine(self) {
        self.tell(Event::KeepMine);
    }

    /// At a conflict: the colleague's value holds.
    pub fn take_theirs(self) {
        self.tell(Event::TakeTheirs);
    }

    fn tell(self, event: Event<V>) {
        let Some((todo, unsent)) = self.field.try_update(|field| {
            let todo = field.apply(event);
            (todo, field.unsent())
        }) else {
            return;
        };
        let settled = unsent.is_none();
        self.keep(unsent);
        self.obey(todo);
        if settled {
            self.restore();
        }
    }

    /// Keeps in the browser what the server doesn't have.
    fn keep(self, unsent: Option<Unsent<V>>) {
        self.inner.with_value(|inner| match unsent {
            Some(unsent) => inner.outbox.keep(inner.person, &inner.path, unsent),
            None => inner.outbox.forget(inner.person, &own_key(&inner.path)),
        });
    }

    /// Takes up a value that was kept in the browser, if there is one.
    fn restore(self) {
        let found = self.inner.with_value(|inner| {
            let found = inner.outbox.kept::<V>(inner.person, &inner.path);
            if let Some((key, _)) = &found {
                drafts::forget(inner.person, key);
            }
            found
        });
        let Some((_, unsent)) = found else { return };
        let (field, todo) =
            Field::restored(self.field.with_untracked(|field| field.base().clone()), unsent);
        let unsent = field.unsent();
        self.field.set(field);
        self.keep(unsent);
        self.obey(todo);
    }

    fn obey(self, todo: Todo<V>) {
        match todo {
            Todo::Nothing => {}
            Todo::Pause => self.inner.update_value(|inner| {
                inner.pause = Some(Timeout::new(PAUSE, move || self.tell(Event::Paused)));
            }),
            Todo::Send { value, version } => {
                self.inner.update_value(|inner| inner.pause = None);
                match value.check() {
                    Ok(()) => self.send(value, version),
                    Err(sentence) => self.tell(Event::Refused(sentence)),
                }
            }
        }
    }

    fn send(self, value: V, version: i64) {
        let (outbox, person, path, on_saved) = self
            .inner
            .with_value(|inner| (inner.outbox, inner.person, inner.path.clone(), inner.on_saved));
        let key = own_key(&path);
        REGISTRY.with_borrow_mut(|registry| registry.under_way.insert(key.clone()));
        spawn_local(async move {
            let address = format!("/{path}");
            let answer =
                api::send::<V, V::Answer>(Method::PUT, &address, Some(version), &value).await;
            REGISTRY.with_borrow_mut(|registry| registry.under_way.remove(&key));
            if self.field.try_get_untracked().is_none() {
                after_leaving(outbox, person, &path, &value, answer.ok());
                return;
            }
            match answer {
                Ok(answer) => {
                    let kept = V::saved(&answer, &value);
                    on_saved.run(answer);
                    self.tell(Event::Saved(kept));
                }
                Err(error) => self.tell(failed(&error)),
            }
        });
    }

    /// The page is going: the browser carries through what isn't saved. It stays kept until it is known to be.
    fn leave_page(self) {
        let unsent = self.field.try_with_untracked(|field| match field.state() {
            State::Dirty | State::Saving { .. } => field.unsent(),
            _ => None,
        });
        if let Some(Unsent { value, from, .. }) = unsent.flatten()
            && value.check().is_ok()
        {
            self.inner.with_value(|inner| {
                api::send_on_leave(
                    Method::PUT,
                    &format!("/{}", inner.path),
                    Some(from.version),
                    &value,
                );
            });
        }
    }
}

/// The answer came when the field was no longer shown: what was written after the request still waits.
fn after_leaving<V: Draft>(
    outbox: Outbox,
    person: PersonId,
    path: &str,
    sent: &V,
    answer: Option<V::Answer>,
) {
    let (key, entry) = match outbox.kept::<V>(person, path) {
        Some((key, unsent)) if super::is_own(&key) => (key, unsent),
        _ => return,
    };
    if let Some(answer) = answer {
        if entry.value == *sent {
            outbox.forget(person, &key);
        } else {
            let from = V::saved(&answer, sent);
            outbox.keep(person, path, Unsent { value: entry.value, from, doubtful: Vec::new() });
        }
    }
    spawn_local(outbox.deliver());
}

fn failed<V: Draft>(error: &ApiError) -> Event<V> {
    if let Some(current) = error.conflict::<V::Record>() {
        return Event::Conflicted(V::kept(&current));
    }
    match error {
        ApiError::Offline => Event::Unreachable(Hindrance::NoNetwork),
        ApiError::SignedOut => Event::Unreachable(Hindrance::SignedOut),
        error if error.passing() => Event::Unreachable(Hindrance::Unavailable),
        error => Event::Refused(error.sentence()),
    }
}
