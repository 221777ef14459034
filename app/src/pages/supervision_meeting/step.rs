//! How a step of a meeting is sent and taken in.

use leptos::{prelude::*, task::spawn_local};
use serde::Serialize;
use shared::{SupervisionMeetingId, saving::Saved, supervision_meeting::SupervisionMeeting};

use crate::{
    api::{self, ApiError, Method},
    components::Toasts,
    pages::training::{Binder, put},
};

/// A step under way. Copied freely.
#[derive(Clone, Copy)]
pub struct Step {
    binder: Binder,
    under_way: RwSignal<bool>,
    refused: RwSignal<Option<String>>,
    toasts: Toasts,
}

impl Step {
    /// None so far.
    pub fn new(binder: Binder) -> Self {
        let toasts = expect_context::<Toasts>();
        Self { binder, under_way: RwSignal::new(false), refused: RwSignal::new(None), toasts }
    }

    /// Sends a step of a meeting, such as `/held`, from the version it was seen at; `then` is told when it is done.
    pub fn send<B: Serialize + 'static>(
        self,
        (method, rest): (Method, &'static str),
        id: SupervisionMeetingId,
        version: i64,
        body: B,
        done: &'static str,
    ) {
        let path = self.binder.path(&format!("/meetings/{id}{rest}"));
        self.begin(
            async move { api::send(method, &path, Some(version), &body).await },
            done,
            |_| {},
        );
    }

    /// Plans a new meeting; `then` is told which.
    pub fn plan<B: Serialize + 'static>(
        self,
        body: B,
        then: impl FnOnce(SupervisionMeetingId) + 'static,
    ) {
        let path = self.binder.path("/meetings");
        let sent = async move { api::send(Method::POST, &path, None, &body).await };
        self.begin(sent, "Samtalet är planerat.", then);
    }

    fn begin(
        self,
        sent: impl Future<Output = Result<Saved<SupervisionMeeting>, ApiError>> + 'static,
        done: &'static str,
        then: impl FnOnce(SupervisionMeetingId) + 'static,
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
                    let id = saved.record.id;
                    self.binder.change(|portfolio| {
                        put(&mut portfolio.meetings, saved.record, |one| one.id == id);
                        portfolio.training.revision = saved.revision;
                    });
                    then(id);
                }
                Err(error) => {
                    let changed = error.conflict::<serde_json::Value>().is_some();
                    self.refused.set(Some(error.sentence()));
                    if changed {
                        self.toasts.show("Samtalet har ändrats av den andra. Kopiera det du skrev, ladda om sidan och skriv in det igen.");
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
