//! Where the page's assessments come from and are kept: out of the training, or those that one is asked for.

use leptos::{prelude::*, task::spawn_local};
use serde::Serialize;
use shared::{assessment::Assessment, saving::Saved};

use crate::{
    api::{self, ApiError, Method},
    components::{Load, Toasts, load},
    pages::training::{Binder, put},
};

/// The assessments of the page. Copied freely.
#[derive(Clone, Copy)]
pub struct Shelf {
    binder: Binder,
    asked: Option<Load<Vec<Assessment>>>,
}

impl Shelf {
    /// All that the training holds.
    #[must_use]
    pub const fn whole(binder: Binder) -> Self {
        Self { binder, asked: None }
    }

    /// Those that the signed-in person is the assessor of.
    #[must_use]
    pub fn asked_of_me(binder: Binder) -> Self {
        let asked = load(move || {
            let id = binder.id();
            async move {
                let all = api::get::<Vec<Assessment>>("/assessments").await?;
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
    pub fn all(self) -> Option<Vec<Assessment>> {
        match self.asked {
            Some(asked) => asked.get(),
            None => self.binder.get().map(|portfolio| portfolio.assessments),
        }
    }

    /// Fetches them again.
    pub fn reload(self) {
        match self.asked {
            Some(asked) => asked.reload(),
            None => self.binder.reload(),
        }
    }

    /// Takes in what a step answered with.
    pub fn take(self, Saved { record, revision }: Saved<Assessment>) {
        let id = record.id;
        if let Some(asked) = self.asked {
            if let Some(mut all) = asked.get_untracked() {
                put(&mut all, record, |one| one.id == id);
                asked.set(all);
            }
            return;
        }
        self.binder.take(revision, |portfolio| {
            put(&mut portfolio.assessments, record, |one| one.id == id);
        });
    }
}

/// A step of an assessment under way. Copied freely.
#[derive(Clone, Copy)]
pub struct Step {
    shelf: Shelf,
    under_way: RwSignal<bool>,
    refused: RwSignal<Option<String>>,
    toasts: Toasts,
}

impl Step {
    /// None so far.
    #[must_use]
    pub fn new(shelf: Shelf) -> Self {
        let toasts = expect_context::<Toasts>();
        Self { shelf, under_way: RwSignal::new(false), refused: RwSignal::new(None), toasts }
    }

    /// Takes a step, such as `/confirmation`, and takes in what it answers with.
    pub fn take<B: Serialize + 'static>(
        self,
        assessment: &Assessment,
        step: &str,
        version: Option<i64>,
        body: B,
        done: &'static str,
    ) {
        if self.under_way.get_untracked() {
            return;
        }
        self.under_way.set(true);
        self.refused.set(None);
        let path = self.shelf.binder().path(&format!("/assessments/{}{step}", assessment.id));
        spawn_local(async move {
            let answer: Result<Saved<Assessment>, ApiError> =
                api::send(Method::POST, &path, version, &body).await;
            if self.under_way.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(saved) => {
                    self.toasts.show(done);
                    self.shelf.take(saved);
                }
                Err(error) => self.refused.set(Some(error.sentence())),
            }
        });
    }

    /// Whether something is being sent.
    #[must_use]
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
