//! How a step with an activity is sent and taken in.

use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
};
use serde::Serialize;
use shared::{
    ActivityId,
    activity::{Activity, NameScientificSupervisor, SaveActivity, SupervisedWork},
    saving::Saved,
};

use super::ACTIVITY;
use crate::{
    api::{self, Method},
    components::{Going, Load, Mistakes},
    pages::{
        anchor::focus_heading,
        training::{Binder, Shelf},
    },
};

/// A step under way. Copied freely.
#[derive(Clone, Copy)]
pub struct Step {
    binder: Binder,
    going: Going,
    supervised: Option<Load<Vec<SupervisedWork>>>,
    open: Callback<Option<ActivityId>>,
}

impl Step {
    /// None so far.
    pub fn new(binder: Binder) -> Self {
        Self::with(binder, None)
    }

    /// None so far, where the person sees only the works that they supervise.
    pub fn of_supervised(binder: Binder, works: Load<Vec<SupervisedWork>>) -> Self {
        Self::with(binder, Some(works))
    }

    fn with(binder: Binder, supervised: Option<Load<Vec<SupervisedWork>>>) -> Self {
        let navigate = use_navigate();
        let path = use_location().pathname;
        let open = Callback::new(move |id: Option<ActivityId>| {
            let options = NavigateOptions { scroll: false, ..NavigateOptions::default() };
            let path = path.get_untracked();
            let to = id.map_or_else(|| path.clone(), |id| format!("{path}?{ACTIVITY}={id}"));
            navigate(&to, options);
        });
        Self { binder, going: Going::new(), supervised, open }
    }

    /// Leaves the open one, or opens another.
    pub fn open(self, id: Option<ActivityId>) {
        self.open.run(id);
    }

    /// Puts in a new one, and opens it.
    pub fn add(self, mistakes: Mistakes, save: SaveActivity) {
        let path = self.binder.path("/activities");
        let sent = async move { api::send(Method::POST, &path, None, &save).await };
        self.going.take_in(mistakes, sent, "Inlagt.", move |saved: Saved<Activity>| {
            let id = saved.record.id;
            self.keep(saved);
            self.open(Some(id));
        });
    }

    /// Changes one from the version it was seen at.
    pub fn save(
        self,
        mistakes: Mistakes,
        (id, version): (ActivityId, i64),
        save: impl Serialize + 'static,
    ) {
        let path = self.path(id, "");
        let sent = async move { api::send(Method::PUT, &path, Some(version), &save).await };
        self.going.take_in(mistakes, sent, "Ändringen är sparad.", move |saved| self.keep(saved));
    }

    /// Names who supervises a scientific work.
    pub fn name_supervisor(
        self,
        mistakes: Mistakes,
        (id, version): (ActivityId, i64),
        named: NameScientificSupervisor,
    ) {
        let path = self.path(id, "/scientific-supervisor");
        let sent = async move { api::send(Method::PUT, &path, Some(version), &named).await };
        self.going.take_in(mistakes, sent, "Valet är sparat.", move |saved| self.keep(saved));
    }

    /// Approves the project plan that was seen.
    pub fn approve(self, (id, version): (ActivityId, i64)) {
        let path = self.path(id, "/plan-approval");
        let sent = async move { api::send_empty(Method::POST, &path, Some(version)).await };
        self.going.take(sent, "Projektplanen är godkänd.", move |saved| self.keep(saved));
    }

    /// Takes one away.
    pub fn remove(self, (id, version): (ActivityId, i64)) {
        let path = self.path(id, "");
        let sent = async move { api::send_empty(Method::DELETE, &path, Some(version)).await };
        let done = "Borttaget. Det finns kvar i historiken.";
        self.going.take(sent, done, move |saved: Saved<Activity>| {
            Shelf::whole(self.binder).lose(&saved);
            self.open(None);
            focus_heading();
        });
    }

    fn path(self, id: ActivityId, rest: &str) -> String {
        self.binder.path(&format!("/activities/{id}{rest}"))
    }

    fn keep(self, Saved { record, revision }: Saved<Activity>) {
        if let Some(works) = self.supervised
            && let Some(mut all) = works.get_untracked()
        {
            if let Some(one) = all.iter_mut().find(|one| one.activity.id == record.id) {
                one.activity = record;
            }
            works.set(all);
            return;
        }
        Shelf::whole(self.binder).take(Saved { record, revision });
    }

    /// Whether something is being sent, as `aria-disabled`.
    pub fn busy(self) -> Option<&'static str> {
        self.going.busy()
    }

    /// Why nothing came of it.
    pub fn refused(self) -> impl IntoView {
        self.going.refused()
    }
}
