//! How the page's forms are sent, and how a record is taken away.

use leptos::{prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use serde::{Serialize, de::DeserializeOwned};
use shared::{portfolio::Portfolio, saving::Saved};

use crate::{
    api::{self, Method},
    components::{Confirm, Mistakes, Toasts},
    pages::training::Binder,
};

/// A form on its way. Copied freely.
#[derive(Clone, Copy)]
pub struct Sending {
    binder: Binder,
    mistakes: Mistakes,
    under_way: RwSignal<bool>,
    toasts: Toasts,
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
        let toasts = expect_context::<Toasts>();
        Self { binder, mistakes, under_way: RwSignal::new(false), toasts, close }
    }

    /// Sends what was written: a new record, or the change of the one `at` an id and a version. `take` puts the answer in its place.
    pub fn send<B, T>(
        self,
        list: &str,
        at: Option<(String, i64)>,
        body: B,
        done: &'static str,
        take: fn(&mut Portfolio, T),
    ) where
        B: Serialize + 'static,
        T: DeserializeOwned + 'static,
    {
        if self.under_way.get_untracked() {
            return;
        }
        self.under_way.set(true);
        let (method, path, version) = match at {
            Some((id, version)) => (Method::PUT, format!("{list}/{id}"), Some(version)),
            None => (Method::POST, list.to_owned(), None),
        };
        let path = self.binder.path(&path);
        spawn_local(async move {
            let answer = api::send::<B, Saved<T>>(method, &path, version, &body).await;
            if self.under_way.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(saved) => {
                    self.toasts.show(done);
                    self.binder.take(saved.revision, |portfolio| {
                        take(portfolio, saved.record);
                    });
                    self.close.run(());
                }
                Err(error) if error.conflict::<serde_json::Value>().is_some() => {
                    self.mistakes.refuse(
                        "Någon annan har ändrat den sedan du öppnade den. Stäng formuläret och öppna det igen, så ser du hur den nu står."
                            .to_owned(),
                    );
                    self.binder.reload();
                }
                Err(error) => self.mistakes.hear(&error),
            }
        });
    }

    /// The button that sends.
    pub fn button(self, words: &'static str) -> impl IntoView {
        view! {
            <button
                class="btn primary"
                aria-disabled=move || self.under_way.get().then_some("true")
            >
                {move || if self.under_way.get() { "Sparar …" } else { words }}
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
#[component]
pub fn Remove(
    sending: Sending,
    /// Under the training: `/placements/ID`.
    path: String,
    /// As it was seen.
    version: i64,
    /// The question.
    what: String,
    /// Takes it off the page.
    taken: Callback<()>,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let confirm = Callback::new(move |_| {
        let path = sending.binder.path(&path);
        spawn_local(async move {
            match api::send_empty::<Saved<serde_json::Value>>(Method::DELETE, &path, Some(version))
                .await
            {
                Ok(saved) => {
                    sending.binder.take(saved.revision, |_| {});
                    sending.toasts.show("Borttagen. Den finns kvar i historiken.");
                    let _ = taken.try_run(());
                    let _ = sending.close.try_run(());
                }
                Err(error) => sending.mistakes.refuse(error.sentence()),
            }
        });
    });
    view! {
        <button class="link-btn danger push" type="button" on:click=move |_| open.set(true)>
            "Ta bort"
        </button>
        <Confirm open title=what action="Ta bort" danger=true on_confirm=confirm>
            <p>"Den räknas inte längre, och beräknat slut kan ändras. Den finns kvar i historiken."</p>
        </Confirm>
    }
}
