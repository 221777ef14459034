//! What is written on a form, wherever it is kept: saved as one writes, or by the link's own button.

use leptos::prelude::*;
use shared::{
    assessment::{Assessment, SaveAssessment},
    instrument::Instrument,
    saving::{Kept, Saved},
};

use crate::outbox::{Autosave, Draft};

/// A form being written. Copied freely.
#[derive(Clone, Copy)]
pub struct Sheet {
    /// What stands on it.
    value: Signal<SaveAssessment>,
    /// Told all of it at each change, and whether it was chosen rather than typed.
    write: Callback<(SaveAssessment, bool)>,
    /// Told when a field is left.
    left: Callback<()>,
}

impl Sheet {
    /// One whose text is kept by who made it.
    #[must_use]
    pub fn new(value: RwSignal<SaveAssessment>, write: Callback<SaveAssessment>) -> Self {
        Self {
            value: value.into(),
            write: Callback::new(move |(all, _): (SaveAssessment, bool)| write.run(all)),
            left: Callback::new(|()| {}),
        }
    }

    /// One that is saved as one writes.
    #[must_use]
    pub fn autosaved(of: Autosave<SaveAssessment>) -> Self {
        Self {
            value: Signal::derive(move || of.value()),
            write: Callback::new(move |(all, chosen)| {
                if chosen {
                    of.choose(|written| *written = all);
                } else {
                    of.write(|written| *written = all);
                }
            }),
            left: Callback::new(move |()| of.leave()),
        }
    }

    /// Reads what stands on it.
    pub fn with<R>(self, read: impl FnOnce(&SaveAssessment) -> R) -> R {
        self.value.with(read)
    }

    /// Reads it without following it.
    pub fn with_untracked<R>(self, read: impl FnOnce(&SaveAssessment) -> R) -> R {
        self.value.with_untracked(read)
    }

    /// The person types.
    pub fn write(self, change: impl FnOnce(&mut SaveAssessment)) {
        self.change(change, false);
    }

    /// The person chooses.
    pub fn choose(self, change: impl FnOnce(&mut SaveAssessment)) {
        self.change(change, true);
    }

    /// A field was left.
    pub fn leave(self) {
        self.left.run(());
    }

    fn change(self, change: impl FnOnce(&mut SaveAssessment), chosen: bool) {
        let mut all = self.value.get_untracked();
        change(&mut all);
        self.write.run((all, chosen));
    }
}

impl Draft for SaveAssessment {
    type Record = Assessment;
    type Answer = Saved<Assessment>;

    fn check(&self) -> Result<(), String> {
        Ok(())
    }

    fn kept(record: &Assessment) -> Kept<Self> {
        kept(record)
    }

    fn saved(answer: &Saved<Assessment>, _sent: &Self) -> Kept<Self> {
        kept(&answer.record)
    }
}

/// A form as the server has it.
pub fn kept(record: &Assessment) -> Kept<SaveAssessment> {
    Kept { value: record.written.clone(), version: record.version, changed: record.changed.clone() }
}

/// Whether the form has parts to rate.
pub fn has_items(form: &Instrument) -> bool {
    !form.items.is_empty() && form.scale.is_some()
}
