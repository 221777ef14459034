//! Where a page's records come from and are kept, out of the training or those that one is asked for, and how a step with one is
//! sent.

use std::mem::take;

use leptos::prelude::*;
use serde::Serialize;
use shared::saving::Saved;

use super::{
    Binder,
    record::{AskedFor, Record, put},
};
use crate::{
    api::{self, ApiError, Method},
    components::{Going, Load, Mistakes, load},
};

/// What is said when one has been taken away.
const REMOVED: &str = "Borttaget. Det finns kvar i historiken.";

/// The records of the page. Copied freely.
pub struct Shelf<R: 'static> {
    binder: Binder,
    asked: Option<Load<Vec<R>>>,
}

impl<R> Clone for Shelf<R> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<R> Copy for Shelf<R> {}

impl<R: Record> Shelf<R> {
    /// All that the training holds.
    #[must_use]
    pub const fn whole(binder: Binder) -> Self {
        Self { binder, asked: None }
    }

    /// The training.
    #[must_use]
    pub const fn binder(self) -> Binder {
        self.binder
    }

    /// Fetches them again.
    pub fn reload(self) {
        match self.asked {
            Some(asked) => asked.reload(),
            None => self.binder.reload(),
        }
    }

    /// Takes in what a step answered with.
    pub fn take(self, saved: Saved<R>) {
        self.change(saved.revision, |all| put(all, saved.record, R::id));
    }

    /// Takes one away, that a step has.
    pub fn lose(self, saved: &Saved<R>) {
        self.change(saved.revision, |all| all.retain(|one| one.id() != saved.record.id()));
    }

    fn change(self, revision: i64, change: impl FnOnce(&mut Vec<R>)) {
        let Some(asked) = self.asked else {
            return self.binder.take(revision, |portfolio| change(R::all_mut(portfolio)));
        };
        if let Some(mut all) = asked.get_untracked() {
            change(&mut all);
            asked.set(all);
        }
    }
}

impl<R: AskedFor> Shelf<R> {
    /// Those that the signed-in person is asked for.
    #[must_use]
    pub fn asked_of_me(binder: Binder) -> Self {
        let asked = load(move || {
            let id = binder.id();
            async move {
                let mut all: Vec<R> = api::get(R::PATH).await?;
                all.retain(|one| one.training().to_string() == id);
                Ok(all)
            }
        });
        Self { binder, asked: Some(asked) }
    }

    /// All of them, once they are here.
    #[must_use]
    pub fn all(self) -> Option<Vec<R>> {
        match self.asked {
            Some(asked) => asked.get(),
            None => self.binder.get().map(|mut portfolio| take(R::all_mut(&mut portfolio))),
        }
    }
}

/// A step under way with a record. Copied freely.
pub struct Step<R: 'static> {
    shelf: Shelf<R>,
    going: Going,
    /// Where it is told what stands wrong, in a form.
    mistakes: Option<Mistakes>,
}

impl<R> Clone for Step<R> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<R> Copy for Step<R> {}

impl<R: Record> Step<R> {
    /// None so far.
    #[must_use]
    pub fn new(shelf: Shelf<R>) -> Self {
        Self { shelf, going: Going::new(), mistakes: None }
    }

    /// None so far, with a record of the training.
    #[must_use]
    pub fn of(binder: Binder) -> Self {
        Self::new(Shelf::whole(binder))
    }

    /// The same in a form: what stands wrong is told in `mistakes`.
    #[must_use]
    pub const fn telling(self, mistakes: Mistakes) -> Self {
        Self { mistakes: Some(mistakes), ..self }
    }

    /// Sends a new record; `then` is told which.
    pub fn add(
        self,
        body: impl Serialize + 'static,
        done: &'static str,
        then: impl FnOnce(R::Id) + 'static,
    ) {
        let path = self.shelf.binder.path(R::PATH);
        let sent = async move { api::send(Method::POST, &path, None, &body).await };
        self.send(sent, done, move |saved| {
            let id = saved.record.id();
            self.shelf.take(saved);
            then(id);
        });
    }

    /// Sends a step of a record, such as `/signature`, from the version it was seen at, where that matters.
    pub fn take(
        self,
        (method, rest): (Method, &'static str),
        (id, version): (R::Id, impl Into<Option<i64>>),
        body: impl Serialize + 'static,
        done: &'static str,
    ) {
        let (path, version) = (self.path(id, rest), version.into());
        let sent = async move { api::send(method, &path, version, &body).await };
        self.send(sent, done, move |saved| self.shelf.take(saved));
    }

    /// Takes a record away; `then` is told when it is.
    pub fn remove(self, (id, version): (R::Id, i64), then: impl FnOnce() + 'static) {
        let path = self.path(id, "");
        let sent = async move { api::send_empty(Method::DELETE, &path, Some(version)).await };
        self.send(sent, REMOVED, move |saved| {
            self.shelf.lose(&saved);
            then();
        });
    }

    fn path(self, id: R::Id, rest: &str) -> String {
        self.shelf.binder.path(&format!("{}/{id}{rest}", R::PATH))
    }

    fn send(
        self,
        sent: impl Future<Output = Result<Saved<R>, ApiError>> + 'static,
        done: &'static str,
        then: impl FnOnce(Saved<R>) + 'static,
    ) {
        match self.mistakes {
            Some(mistakes) => self.going.take_in(mistakes, sent, done, then),
            None => self.going.take(sent, done, then),
        }
    }

    /// Whether something is being sent, as `aria-disabled`.
    #[must_use]
    pub fn busy(self) -> Option<&'static str> {
        self.going.busy()
    }

    /// Why nothing came of it, where no form tells.
    pub fn refused(self) -> impl IntoView {
        self.going.refused()
    }
}

impl<R> From<Step<R>> for Going {
    fn from(step: Step<R>) -> Self {
        step.going
    }
}
