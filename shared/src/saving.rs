//! Autosave of one field: what is shown, what the server has, and what stands between them.
//!
//! The screen feeds a [`Field`] with [`Event`]s and does what it is told by [`Todo`]. Nothing that was typed is
//! lost unless the person chooses the colleague's value, a colleague's value is never overwritten unseen, and
//! at most one request is under way.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::review::Changed;

#[cfg(test)]
mod tests;

/// A value as the server has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept<V> {
    /// The value.
    pub value: V,
    /// 0 before it was first saved.
    pub version: i64,
    /// The last change.
    pub changed: Option<Changed>,
}

/// What a change of something kept within a training answers with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Saved<T> {
    /// As it now stands.
    pub record: T,
    /// The training's new revision.
    pub revision: i64,
}

/// A value the server hasn't confirmed, with what it was written on top of: what is kept in the browser.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unsent<V> {
    /// What the person wrote.
    pub value: V,
    /// What the server had when the person began.
    pub from: Kept<V>,
    /// Values that were sent without an answer; the server may have saved any of them.
    pub doubtful: Vec<V>,
}

/// Where a field stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State<V> {
    /// As the server has it.
    Clean,
    /// Changed; sent when the typing pauses.
    Dirty,
    /// A request is under way.
    Saving {
        /// The value in it.
        sent: V,
    },
    /// As the server has it, by this person just now.
    Saved {
        /// When the server saved it.
        at: DateTime<Utc>,
    },
    /// As the server has it; a colleague changed it while it was shown.
    Theirs,
    /// Changed, and can't be sent for the moment.
    Waiting(Hindrance),
    /// A colleague changed it too: both values are shown, and one is chosen.
    Conflict {
        /// The colleague's value.
        theirs: Kept<V>,
    },
    /// The server won't have it; the text stays where it is.
    Refused {
        /// Why, for the screen.
        sentence: String,
    },
}

/// Why a value can't be sent for the moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hindrance {
    /// The server can't be reached.
    NoNetwork,
    /// The server is reached but can't save.
    Unavailable,
    /// The session has ended.
    SignedOut,
}

/// What happens to a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event<V> {
    /// The person changed it to this.
    Typed(V),
    /// The typing has paused, or the field was left.
    Paused,
    /// The person asks for it to be saved as it stands, also when it is unchanged (confirms it).
    Confirmed,
    /// It may be possible to send again.
    Retry,
    /// The request succeeded.
    Saved(Kept<V>),
    /// The request met a version it didn't know: the value as it now stands.
    Conflicted(Kept<V>),
    /// The request got no answer, or one that says to try later.
    Unreachable(Hindrance),
    /// The request was refused with this sentence.
    Refused(String),
    /// The whole record was read again: the value as it stood then.
    Heard(Kept<V>),
    /// At a conflict: the person's own value holds.
    KeepMine,
    /// At a conflict: the colleague's value holds.
    TakeTheirs,
}

/// What the screen is to do after an event.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub enum Todo<V> {
    /// Nothing.
    Nothing,
    /// Start the pause anew; tell [`Event::Paused`] when it has passed.
    Pause,
    /// Send this value as a change of this version, and tell how it went.
    Send {
        /// The value.
        value: V,
        /// For `If-Match`.
        version: i64,
    },
}

/// One autosaved field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field<V> {
    shown: V,
    base: Kept<V>,
    doubtful: Vec<V>,
    state: State<V>,
}

impl<V: Clone + PartialEq> Field<V> {
    /// A field as the server has it.
    pub fn new(base: Kept<V>) -> Self {
        Self { shown: base.value.clone(), base, doubtful: Vec::new(), state: State::Clean }
    }

    /// A field with a value that was kept in the browser, and what to do with it.
    pub fn restored(base: Kept<V>, unsent: Unsent<V>) -> (Self, Todo<V>) {
        let untouched = base.version == unsent.from.version
            || base.value == unsent.from.value
            || unsent.doubtful.contains(&base.value);
        let arrived = base.version > unsent.from.version && base.value == unsent.value;
        let mut field = Self::new(base);
        if arrived {
            return (field, Todo::Nothing);
        }
        field.shown = unsent.value;
        field.doubtful = unsent.doubtful;
        let todo = if untouched {
            field.send()
        } else {
            field.state = State::Conflict { theirs: field.base.clone() };
            field.base = unsent.from;
            Todo::Nothing
        };
        (field, todo)
    }

    /// What the person sees and writes in.
    pub const fn shown(&self) -> &V {
        &self.shown
    }

    /// What the server last said.
    pub const fn base(&self) -> &Kept<V> {
        &self.base
    }

    /// Where the field stands.
    pub const fn state(&self) -> &State<V> {
        &self.state
    }

    /// What to keep in the browser; none when the server has all.
    pub fn unsent(&self) -> Option<Unsent<V>> {
        match self.state {
            State::Clean | State::Saved { .. } | State::Theirs => None,
            State::Dirty
            | State::Saving { .. }
            | State::Waiting(_)
            | State::Conflict { .. }
            | State::Refused { .. } => Some(Unsent {
                value: self.shown.clone(),
                from: self.base.clone(),
                doubtful: self.doubtful.iter().cloned().chain(self.under_way().cloned()).collect(),
            }),
        }
    }

    /// The value in the request under way.
    pub const fn under_way(&self) -> Option<&V> {
        match &self.state {
            State::Saving { sent } => Some(sent),
            _ => None,
        }
    }

    /// Takes in what happened and answers what to do.
    pub fn apply(&mut self, event: Event<V>) -> Todo<V> {
        match event {
            Event::Typed(value) => self.typed(value),
            Event::Paused => match self.state {
                State::Dirty => self.send(),
                _ => Todo::Nothing,
            },
            Event::Confirmed => match self.state {
                State::Saving { .. } | State::Conflict { .. } => Todo::Nothing,
                _ => self.send(),
            },
            Event::Retry => match self.state {
                State::Waiting(_) => self.send(),
                _ => Todo::Nothing,
            },
            Event::Saved(kept) => match self.take_sent() {
                Some(sent) => self.settle(&sent, kept),
                None => self.heard(kept),
            },
            Event::Conflicted(theirs) => match self.take_sent() {
                Some(sent) => self.conflicted(&sent, theirs),
                None => self.heard(theirs),
            },
            Event::Unreachable(why) => {
                if let Some(sent) = self.take_sent() {
                    if !self.doubtful.contains(&sent) {
                        self.doubtful.push(sent);
                    }
                    self.state = State::Waiting(why);
                }
                Todo::Nothing
            }
            Event::Refused(sentence) => match self.take_sent() {
                Some(sent) if sent == self.shown => {
                    self.state = State::Refused { sentence };
                    Todo::Nothing
                }
                // What was typed since may be what the server wants.
                Some(_) => Todo::Pause,
                None => Todo::Nothing,
            },
            Event::Heard(kept) => self.heard(kept),
            Event::KeepMine => match self.take_theirs() {
                Some(theirs) => {
                    self.base = theirs;
                    self.send()
                }
                None => Todo::Nothing,
            },
            Event::TakeTheirs => {
                if let Some(theirs) = self.take_theirs() {
                    self.show(theirs, State::Theirs);
                }
                Todo::Nothing
            }
        }
    }

    fn typed(&mut self, value: V) -> Todo<V> {
        self.shown = value;
        match &self.state {
            // Told when the answer comes, when the network is back, or when one is chosen.
            State::Saving { .. } | State::Waiting(_) => Todo::Nothing,
            State::Conflict { theirs } if theirs.value == self.shown => {
                let theirs = theirs.clone();
                self.show(theirs, State::Clean);
                Todo::Nothing
            }
            State::Conflict { .. } => Todo::Nothing,
            _ if self.shown == self.base.value => {
                self.state = State::Clean;
                Todo::Nothing
            }
            _ => {
                self.state = State::Dirty;
                Todo::Pause
            }
        }
    }

    fn send(&mut self) -> Todo<V> {
        let sent = self.shown.clone();
        self.state = State::Saving { sent: sent.clone() };
        Todo::Send { value: sent, version: self.base.version }
    }

    /// Ends the request under way, if there is one; the field is then dirty until told otherwise.
    fn take_sent(&mut self) -> Option<V> {
        match std::mem::replace(&mut self.state, State::Dirty) {
            State::Saving { sent } => Some(sent),
            state => {
                self.state = state;
                None
            }
        }
    }

    fn take_theirs(&mut self) -> Option<Kept<V>> {
        match &self.state {
            State::Conflict { theirs } => Some(theirs.clone()),
            _ => None,
        }
    }

    /// The server has what was sent; what was typed since is sent in its turn.
    fn settle(&mut self, sent: &V, kept: Kept<V>) -> Todo<V> {
        self.doubtful.clear();
        if self.shown == *sent || self.shown == kept.value {
            let state = kept
                .changed
                .as_ref()
                .map_or(State::Clean, |changed| State::Saved { at: changed.at });
            // The server may have tidied the text; what it kept is what is shown.
            self.show(kept, state);
            Todo::Nothing
        } else {
            self.base = kept;
            Todo::Pause
        }
    }

    fn conflicted(&mut self, sent: &V, theirs: Kept<V>) -> Todo<V> {
        if theirs.value == *sent || theirs.value == self.shown {
            return self.settle(sent, theirs);
        }
        // The version moved but not the value, or the value is one of ours whose answer was lost.
        if theirs.value == self.base.value || self.doubtful.contains(&theirs.value) {
            self.doubtful.clear();
            self.base = theirs;
            return self.send();
        }
        self.doubtful.clear();
        self.state = State::Conflict { theirs };
        Todo::Nothing
    }

    fn heard(&mut self, kept: Kept<V>) -> Todo<V> {
        match &self.state {
            State::Clean | State::Saved { .. } | State::Theirs
                if kept.version > self.base.version =>
            {
                let state =
                    if kept.value == self.shown { self.state.clone() } else { State::Theirs };
                self.show(kept, state);
            }
            State::Conflict { theirs } if kept.version > theirs.version => {
                if kept.value == self.shown {
                    self.show(kept, State::Clean);
                } else {
                    self.state = State::Conflict { theirs: kept };
                }
            }
            // What is being written stays; the next request tells what the colleague did.
            _ => {}
        }
        Todo::Nothing
    }

    fn show(&mut self, kept: Kept<V>, state: State<V>) {
        self.shown = kept.value.clone();
        self.base = kept;
        self.doubtful.clear();
        self.state = state;
    }
}

impl<V> State<V> {
    /// The words on the screen; `clock` writes an instant as people say it. None when there is nothing to say.
    pub fn words(&self, clock: impl Fn(DateTime<Utc>) -> String) -> Option<String> {
        match self {
            Self::Clean => None,
            Self::Dirty | Self::Saving { .. } => Some("Sparas …".to_owned()),
            Self::Saved { at } => Some(format!("Sparat {}", clock(*at))),
            Self::Theirs | Self::Conflict { .. } => Some("Ändrat av kollega".to_owned()),
            Self::Waiting(Hindrance::NoNetwork) => Some("Väntar på nät".to_owned()),
            Self::Waiting(Hindrance::Unavailable) => {
                Some("Inte sparat. Försöker snart igen.".to_owned())
            }
            Self::Waiting(Hindrance::SignedOut) => Some("Inte sparat. Logga in igen.".to_owned()),
            Self::Refused { sentence } => Some(format!("Inte sparat. {sentence}")),
        }
    }

    /// The state as the style sheet names it.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Clean => "",
            Self::Dirty | Self::Saving { .. } => "saving",
            Self::Saved { .. } => "saved",
            Self::Waiting(Hindrance::NoNetwork) => "waiting",
            Self::Theirs | Self::Conflict { .. } => "conflict",
            Self::Waiting(_) | Self::Refused { .. } => "unsaved",
        }
    }
}
