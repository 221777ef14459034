//! An inspection as it now stands: asked for again and again while the page is in view, so that one inspector sees
//! the other's change within seconds.

use gloo_timers::callback::Interval;
use leptos::{prelude::*, task::spawn_local};
use shared::{InspectionId, inspection::Inspection, problem::ProblemKind};

use crate::api;

/// How often it is asked for, in milliseconds.
const EVERY: u32 = 2_500;
/// What is told of an inspection that the person no longer sees.
pub const GONE: &str = "Du har inte längre tillgång till granskningen. Regionen kan ha bytt inspektör. Det som är sparat finns kvar i den.";

/// The inspection. Copied freely; lives as long as the component that follows it.
#[derive(Clone, Copy)]
pub struct Live {
    record: RwSignal<Inspection>,
    asking: StoredValue<bool>,
    gone: RwSignal<bool>,
    heard: Callback<Inspection>,
}

impl Live {
    /// Follows an inspection that was just read; `heard` is told of each change of it.
    #[must_use]
    pub fn follow(record: RwSignal<Inspection>, heard: Callback<Inspection>) -> Self {
        let gone = RwSignal::new(false);
        let this = Self { record, asking: StoredValue::new(false), gone, heard };
        // Ends with the page, since the owner drops what it stores.
        let _ = StoredValue::new_local(Interval::new(EVERY, move || this.ask()));
        let seen = window_event_listener_untyped("visibilitychange", move |_| this.ask());
        on_cleanup(move || seen.remove());
        this
    }

    /// Follows it through a reader, without a copy.
    pub fn with<R>(self, read: impl FnOnce(&Inspection) -> R) -> R {
        self.record.with(read)
    }

    /// Reads it without following.
    pub fn with_untracked<R>(self, read: impl FnOnce(&Inspection) -> R) -> R {
        self.record.with_untracked(read)
    }

    /// Whether the person no longer sees it, such as an inspector who has been replaced; followed.
    pub fn gone(self) -> bool {
        self.gone.get()
    }

    /// Its id and the revision that is known; none once the page is left.
    pub fn key(self) -> Option<(InspectionId, i64)> {
        self.record.try_with_untracked(|record| (record.id, record.revision))
    }

    /// Takes in the inspection as a step or a conflict answered with it, unless it is older than what is known.
    pub fn take(self, inspection: Inspection) {
        let known = self.record.try_with_untracked(|record| record.revision);
        if known.is_some_and(|known| inspection.revision > known) {
            self.record.set(inspection.clone());
            self.heard.run(inspection);
        }
    }

    /// A field was saved and answered with this revision: when it is the next one, all of it is known.
    pub fn saved(self, revision: i64) {
        self.record.try_update_untracked(|record| {
            if revision == record.revision + 1 {
                record.revision = revision;
            }
        });
    }

    /// Asks whether it has changed.
    pub fn ask(self) {
        if document().hidden() || self.asking.try_get_value() != Some(false) {
            return;
        }
        let Some((id, revision)) = self.key() else { return };
        self.asking.set_value(true);
        spawn_local(async move {
            let answer = api::get_if_changed(&format!("/inspections/{id}"), revision).await;
            if self.asking.try_get_value().is_none() {
                return;
            }
            self.asking.set_value(false);
            // A question that failed is asked again in a moment; the banner says when the server is away.
            match answer {
                Ok(Some(inspection)) => self.take(inspection),
                Err(error) if error.kind() == Some(ProblemKind::NotFound) => self.gone.set(true),
                Ok(None) | Err(_) => {}
            }
        });
    }
}
