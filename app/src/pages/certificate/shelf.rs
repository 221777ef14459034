//! Where the page's certificates come from and are kept, and how a step with one is sent.

use leptos::{prelude::*, task::spawn_local};
use serde::Serialize;
use shared::{certificate::Certificate, saving::Saved};

use crate::{
    api::{self, ApiError, Method},
    components::{Load, Mistakes, Toasts, load},
    pages::training::{Binder, put},
};

/// The certificates of the page. Copied freely.
#[derive(Clone, Copy)]
pub struct Shelf {
    binder: Binder,
    asked: Option<Load<Vec<Certificate>>>,
}

impl Shelf {
    /// All that the training holds.
    #[must_use]
    pub const fn whole(binder: Binder) -> Self {
        Self { binder, asked: None }
    }

    /// Those that the signed-in person is asked to certify.
    #[must_use]
    pub fn asked_of_me(binder: Binder) -> Self {
        let asked = load(move || {
            let id = binder.id();
            async move {
                let all = api::get::<Vec<Certificate>>("/certificates").await?;
                Ok(all.into_iter().filter(|one| one.training.to_string() == id).collect())
            }
        });
        Self { binder, asked: Some(asked) }
    }

    /// The training.
    #[must_use]
    pub const fn binder(self) -> Binder {
        self.binder
    }

    /// All of them, once they are here.
    #[must_use]
    pub fn all(self) -> Option<Vec<Certificate>> {
        match self.asked {
            Some(asked) => asked.get(),
            None => self.binder.get().map(|portfolio| portfolio.certificates),
        }
    }

    fn change(self, change: impl FnOnce(&mut Vec<Certificate>), revision: i64) {
        if let Some(asked) = self.asked {
            if let Some(mut all) = asked.get_untracked() {
                change(&mut all);
                asked.set(all);
            }
            return;
        }
        self.binder.take(revision, |portfolio| change(&mut portfolio.certificates));
    }
}

/// What is done with a certificate once the server has said yes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Take {
    Put,
    Away,
}

/// A step under way. Copied freely.
#[derive(Clone, Copy)]
pub struct Step {
    shelf: Shelf,
    mistakes: Mistakes,
    under_way: RwSignal<bool>,
    toasts: Toasts,
}

impl Step {
    /// None so far; what stands wrong is told in `mistakes`.
    #[must_use]
    pub fn new(shelf: Shelf, mistakes: Mistakes) -> Self {
        let toasts = expect_context::<Toasts>();
        Self { shelf, mistakes, under_way: RwSignal::new(false), toasts }
    }

    /// Sends a new certificate; `then` is told of it.
    pub fn add(
        self,
        body: impl Serialize + 'static,
        done: &'static str,
        then: impl FnOnce(&Certificate) + 'static,
    ) {
        let path = self.shelf.binder.path("/certificates");
        let sent = async move { api::send(Method::POST, &path, None, &body).await };
        self.begin(sent, done, Take::Put, then);
    }

    /// Sends a step of a certificate, such as `/signature`, from the version it was seen at.
    pub fn take(
        self,
        (method, rest): (Method, &'static str),
        certificate: &Certificate,
        body: impl Serialize + 'static,
        done: &'static str,
    ) {
        let path = self.path(certificate, rest);
        let version = Some(certificate.version);
        let sent = async move { api::send(method, &path, version, &body).await };
        self.begin(sent, done, Take::Put, |_| {});
    }

    /// Takes a certificate away that nobody has certified.
    pub fn remove(self, certificate: &Certificate, then: impl FnOnce(&Certificate) + 'static) {
        let path = self.path(certificate, "");
        let version = Some(certificate.version);
        let sent = async move { api::send_empty(Method::DELETE, &path, version).await };
        let done = "Borttaget. Det finns kvar i historiken.";
        self.begin(sent, done, Take::Away, then);
    }

    fn path(self, certificate: &Certificate, rest: &str) -> String {
        self.shelf.binder.path(&format!("/certificates/{}{rest}", certificate.id))
    }

    fn begin(
        self,
        sent: impl Future<Output = Result<Saved<Certificate>, ApiError>> + 'static,
        done: &'static str,
        take: Take,
        then: impl FnOnce(&Certificate) + 'static,
    ) {
        if self.under_way.get_untracked() {
            return;
        }
        self.under_way.set(true);
        self.mistakes.clear();
        spawn_local(async move {
            let answer = sent.await;
            if self.under_way.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(Saved { record, revision }) => {
                    self.toasts.show(done);
                    then(&record);
                    let id = record.id;
                    self.shelf.change(
                        |all| match take {
                            Take::Put => put(all, record, |one| one.id == id),
                            Take::Away => all.retain(|one| one.id != id),
                        },
                        revision,
                    );
                }
                Err(error) if error.conflict::<serde_json::Value>().is_some() => {
                    self.mistakes.refuse(
                        "Intyget har ändrats av någon annan. Kopiera det du skrev, ladda om sidan och skriv in det igen."
                            .to_owned(),
                    );
                }
                Err(error) => self.mistakes.hear(&error),
            }
        });
    }

    /// Whether something is being sent.
    #[must_use]
    pub fn busy(self) -> bool {
        self.under_way.get()
    }
}
