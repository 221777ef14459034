//! How a step of a meeting, a review or an evaluation is sent and taken in.

use std::{fmt::Display, marker::PhantomData};

use leptos::{prelude::*, task::spawn_local};
use serde::{Serialize, de::DeserializeOwned};
use shared::{
    portfolio::Portfolio,
    progress_review::ProgressReview,
    saving::Saved,
    supervision_meeting::{SupervisionEvaluation, SupervisionMeeting},
};

use crate::{
    api::{self, ApiError, Method},
    components::Toasts,
    pages::training::{Binder, put},
};

/// A record that the page takes steps with.
pub trait Record: DeserializeOwned + 'static {
    /// Its part of the API's path under the training.
    const PATH: &'static str;
    /// What is said when somebody else changed it meanwhile.
    const CHANGED: &'static str;

    /// Its id.
    fn key(&self) -> String;

    /// All of its kind.
    fn all_mut(portfolio: &mut Portfolio) -> &mut Vec<Self>;
}

macro_rules! records {
    ($($type:ty: $path:literal in $field:ident, $changed:literal;)+) => {
        $(impl Record for $type {
            const PATH: &'static str = $path;
            const CHANGED: &'static str = $changed;

            fn key(&self) -> String {
                self.id.to_string()
            }

            fn all_mut(portfolio: &mut Portfolio) -> &mut Vec<Self> {
                &mut portfolio.$field
            }
        })+
    };
}

records! {
    SupervisionMeeting: "/meetings" in meetings,
        "Samtalet har ändrats av den andra. Kopiera det du skrev, ladda om sidan och skriv in det igen.";
    ProgressReview: "/reviews" in reviews,
        "Avstämningen har ändrats av någon annan. Kopiera det du skrev, ladda om sidan och skriv in det igen.";
    SupervisionEvaluation: "/evaluations" in evaluations,
        "Utvärderingen har ändrats av någon annan. Kopiera det du skrev, ladda om sidan och skriv in det igen.";
}

/// A step under way. Copied freely.
pub struct Step<R> {
    binder: Binder,
    under_way: RwSignal<bool>,
    refused: RwSignal<Option<String>>,
    toasts: Toasts,
    of: PhantomData<fn() -> R>,
}

impl<R> Clone for Step<R> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<R> Copy for Step<R> {}

impl<R: Record> Step<R> {
    /// None so far.
    pub fn new(binder: Binder) -> Self {
        let toasts = expect_context::<Toasts>();
        Self {
            binder,
            under_way: RwSignal::new(false),
            refused: RwSignal::new(None),
            toasts,
            of: PhantomData,
        }
    }

    /// Sends a step of a record, such as `/held`, from the version it was seen at.
    pub fn send<B: Serialize + 'static>(
        self,
        (method, rest): (Method, &'static str),
        id: impl Display,
        version: i64,
        body: B,
        done: &'static str,
    ) {
        let path = self.binder.path(&format!("{}/{id}{rest}", R::PATH));
        self.begin(
            async move { api::send(method, &path, Some(version), &body).await },
            done,
            |_| {},
        );
    }

    /// Adds a new record; `then` is told which.
    pub fn add<B: Serialize + 'static>(
        self,
        body: B,
        done: &'static str,
        then: impl FnOnce(String) + 'static,
    ) {
        let path = self.binder.path(R::PATH);
        let sent = async move { api::send(Method::POST, &path, None, &body).await };
        self.begin(sent, done, then);
    }

    fn begin(
        self,
        sent: impl Future<Output = Result<Saved<R>, ApiError>> + 'static,
        done: &'static str,
        then: impl FnOnce(String) + 'static,
    ) {
        if self.under_way.get_untracked() {
            return;
        }
        self.under_way.set(true);
        self.refused.set(None);
        spawn_local(async move {
            let answer = sent.await;
            if self.under_way.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(saved) => {
                    self.toasts.show(done);
                    let id = saved.record.key();
                    self.binder.take(saved.revision, |portfolio| {
                        put(R::all_mut(portfolio), saved.record, |one| one.key() == id);
                    });
                    then(id);
                }
                Err(error) => {
                    let changed = error.conflict::<serde_json::Value>().is_some();
                    self.refused.set(Some(error.sentence()));
                    if changed {
                        self.toasts.show(R::CHANGED);
                    }
                }
            }
        });
    }

    /// Whether something is being sent.
    pub fn busy(self) -> bool {
        self.under_way.get()
    }

    /// Why nothing came of it.
    pub fn refused(self) -> impl IntoView {
        move || {
            self.refused.get().map(|why| {
                view! {
                    <div class="notice" data-kind="bad" role="alert">
                        <p>{why}</p>
                    </div>
                }
            })
        }
    }
}
