//! How the page's forms are sent, and how a record is taken away.

use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};
use serde::Serialize;
use shared::saving::Saved;

use crate::{
    api::{self, ApiError, Method},
    components::{Confirm, Going, Mistakes},
    pages::training::{Binder, Record, Shelf},
};

/// Said when somebody else has changed it meanwhile.
const CHANGED: &str = "Någon annan har ändrat den sedan du öppnade den. Stäng formuläret och öppna det igen, så ser du hur den nu står.";

/// A form on its way. Copied freely.
#[derive(Clone, Copy)]
pub struct Sending {
    binder: Binder,
    mistakes: Mistakes,
    going: Going,
    close: Callback<()>,
}

impl Sending {
    /// Nothing is sent so far.
    pub fn new(binder: Binder, mistakes: Mistakes) -> Self {
        let navigate = use_navigate();
        let path = leptos_router::hooks::use_location().pathname;
        let close = Callback::new(move |()| {
            let options = NavigateOptions { scroll: false, ..NavigateOptions::default() };
            navigate(&path.get_untracked(), options);
        });
        Self { binder, mistakes, going: Going::new(), close }
    }

    /// Sends what was written: a new record, or the change of the one `at` an id and a version.
    pub fn send<R: Record>(
        self,
        at: Option<(R::Id, i64)>,
        body: impl Serialize + 'static,
        done: &'static str,
    ) {
        let (method, path, version) = match at {
            Some((id, version)) => (Method::PUT, format!("{}/{id}", R::PATH), Some(version)),
            None => (Method::POST, R::PATH.to_owned(), None),
        };
        let path = self.binder.path(&path);
        let sent = async move { api::send(method, &path, version, &body).await };
        self.hear(sent, done, move |saved: Saved<R>| Shelf::whole(self.binder).take(saved));
    }

    /// Takes one away.
    fn remove<R: Record>(self, (id, version): (R::Id, i64)) {
        let path = self.binder.path(&format!("{}/{id}", R::PATH));
        let sent = async move { api::send_empty(Method::DELETE, &path, Some(version)).await };
        let done = "Borttagen. Den finns kvar i historiken.";
        self.hear(sent, done, move |saved: Saved<R>| Shelf::whole(self.binder).lose(&saved));
    }

    /// Sends, and closes the form where it was done.
    fn hear<R: Record>(
        self,
        sent: impl Future<Output = Result<Saved<R>, ApiError>> + 'static,
        done: &'static str,
        take: impl FnOnce(Saved<R>) + 'static,
    ) {
        self.going.hear(sent, done, move |answer| {
            match answer {
                Ok(saved) => {
                    take(saved);
                    self.close.run(());
                }
                Err(error) if error.changed() => {
                    self.mistakes.refuse(CHANGED.to_owned());
                    self.binder.reload();
                }
                Err(error) => self.mistakes.hear(&error),
            }
            None
        });
    }

    /// The button that sends.
    pub fn button(self, words: &'static str) -> impl IntoView {
        view! {
            <button class="btn primary" aria-disabled=move || self.going.busy()>
                {move || if self.going.busy().is_some() { "Sparar …" } else { words }}
            </button>
        }
    }

    /// The button that closes the form and saves nothing.
    pub fn cancel(self) -> impl IntoView {
        view! {
            <button class="btn" type="button" on:click=move |_| self.close.run(())>
                "Avbryt"
            </button>
        }
    }
}

/// Takes a record away, after a question. It stays in the history.
pub fn remove<R: Record>(
    sending: Sending,
    // The record, as it was seen.
    at: (R::Id, i64),
    // The question.
    what: String,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let on_confirm = Callback::new(move |_| sending.remove::<R>(at));
    view! {
        <button class="link-btn danger push" type="button" on:click=move |_| open.set(true)>
            "Ta bort"
        </button>
        <Confirm open title=what action="Ta bort" danger=true on_confirm>
            <p>"Den räknas inte längre, och beräknat slut kan ändras. Den finns kvar i historiken."</p>
        </Confirm>
    }
}
