//! A step that is being sent.

use std::future::Future;

use leptos::{prelude::*, task::spawn_local};
use serde::de::DeserializeOwned;

use super::{Mistakes, Toasts, mistakes::Refusal};
use crate::api::ApiError;

/// What a step is answered with that started from what no longer stands.
const CHANGED: &str = "Någon annan har ändrat detta sedan du öppnade sidan. Kopiera det du skrev, ladda om sidan och försök igen.";

/// The same where how it stands now is shown.
const OVERTAKEN: &str = "Någon ändrade samtidigt. Se över det som står här nu och försök igen.";

fn sentence(error: &ApiError) -> String {
    if error.changed() { CHANGED.to_owned() } else { error.sentence() }
}

/// A step under way, one at a time, and why the last one was refused. Copied freely.
#[derive(Clone, Copy)]
pub struct Going {
    under_way: RwSignal<bool>,
    refused: RwSignal<Option<String>>,
    toasts: Toasts,
}

impl Going {
    /// None so far.
    ///
    /// # Panics
    /// Outside the app, where nothing can be told.
    #[must_use]
    pub fn new() -> Self {
        let toasts = expect_context::<Toasts>();
        Self { under_way: RwSignal::new(false), refused: RwSignal::new(None), toasts }
    }

    /// Sends a step. `done` is told when it is taken, and `then` gets the answer; a refusal is shown where
    /// [`Self::refused`] stands. Nothing happens on a page that has been left.
    pub fn take<T: 'static>(
        self,
        sent: impl Future<Output = Result<T, ApiError>> + 'static,
        done: impl Into<String> + 'static,
        then: impl FnOnce(T) + 'static,
    ) {
        self.hear(sent, done, |answer| match answer {
            Ok(answer) => {
                then(answer);
                None
            }
            Err(error) => Some(sentence(&error)),
        });
    }

    /// The same for a form, where what stands wrong is told: at its fields, or of the whole.
    pub fn take_in<T: 'static>(
        self,
        mistakes: Mistakes,
        sent: impl Future<Output = Result<T, ApiError>> + 'static,
        done: impl Into<String> + 'static,
        then: impl FnOnce(T) + 'static,
    ) {
        self.hear(sent, done, move |answer| {
            match answer {
                Ok(answer) => then(answer),
                Err(error) if error.changed() => mistakes.refuse(CHANGED.to_owned()),
                Err(error) => mistakes.hear(&error),
            }
            None
        });
    }

    /// The same, where `then` hears a refusal too and gives what to show of it.
    pub fn hear<T: 'static>(
        self,
        sent: impl Future<Output = Result<T, ApiError>> + 'static,
        done: impl Into<String> + 'static,
        then: impl FnOnce(Result<T, ApiError>) -> Option<String> + 'static,
    ) {
        if self.is_under_way() {
            return;
        }
        self.under_way.set(true);
        self.refused.set(None);
        spawn_local(async move {
            let answer = sent.await;
            if self.under_way.try_set(false).is_some() {
                return;
            }
            if answer.is_ok() {
                self.toasts.show(done);
            }
            let _ = self.refused.try_set(then(answer));
        });
    }

    /// The same, where the answer is how what it was about stands now, also that of a step which came too late: `stands` takes it in.
    pub fn follow<T: DeserializeOwned + 'static>(
        self,
        sent: impl Future<Output = Result<T, ApiError>> + 'static,
        done: impl Into<String> + 'static,
        stands: impl FnOnce(T) + 'static,
    ) {
        self.hear(sent, done, |answer| match answer {
            Ok(now) => {
                stands(now);
                None
            }
            Err(error) => Some(match error.conflict() {
                Some(now) => {
                    stands(now);
                    OVERTAKEN.to_owned()
                }
                None => error.sentence(),
            }),
        });
    }

    /// Tells why nothing is sent.
    pub fn refuse(self, why: impl Into<String>) {
        self.refused.set(Some(why.into()));
    }

    /// Whether something is being sent, as `aria-disabled`.
    #[must_use]
    pub fn busy(self) -> Option<&'static str> {
        self.under_way.get().then_some("true")
    }

    /// Whether a step is being sent, now.
    #[must_use]
    pub fn is_under_way(self) -> bool {
        self.under_way.get_untracked()
    }

    /// Whether the last step was taken, now.
    #[must_use]
    pub fn is_taken(self) -> bool {
        !self.is_under_way() && self.refused.with_untracked(Option::is_none)
    }

    /// Why nothing came of it, where it is told among other things.
    #[must_use]
    pub fn why(self) -> Signal<Option<String>> {
        self.refused.into()
    }

    /// Why nothing came of it.
    pub fn refused(self) -> impl IntoView {
        view! { <Refusal why=self.refused /> }
    }
}
