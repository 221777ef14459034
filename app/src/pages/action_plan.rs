//! Handlingsplan.

use std::sync::Arc;

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use shared::{
    ActionPlanId, PlanEntryId,
    action_plan::{ActionPlan, PlanOrigin, SavedEntry},
    checklist::Checklist,
    inspection::Inspection,
    rights::{Action, On},
};

use crate::{
    api::{self, ApiError},
    components::{Crumb, Load, load, use_query},
    session::{Session, use_me},
};

mod decision;
mod editor;
mod entry;
mod follow_up;
pub(super) mod form;
mod history;
mod overview;
mod steps;

pub use history::HistoryPage;

/// A plan with what stands around it.
#[derive(Clone)]
struct Facts {
    plan: ActionPlan,
    checklist: Arc<Checklist>,
    /// The inspection it answers to, where it may be read.
    inspection: Option<Inspection>,
    /// Whether the person is one of its inspectors.
    assigned: bool,
}

async fn fetch(id: String) -> Result<Facts, ApiError> {
    let plan: ActionPlan = api::get(&format!("/action-plans/{id}")).await?;
    let checklist = api::checklist(plan.checklist).await?;
    let inspection = match plan.origin {
        // The plan stands on its own where the inspection can't be read.
        PlanOrigin::Inspection(id) => {
            api::get::<Inspection>(&format!("/inspections/{id}")).await.ok()
        }
        PlanOrigin::SelfAssessment(_) => None,
    };
    Ok(Facts { plan, checklist, inspection, assigned: false })
}

impl Facts {
    fn may(&self, session: Session, action: Action) -> bool {
        session.may(action, &On::clinic(&self.plan.clinic).assigned(self.assigned))
    }

    fn title(&self) -> String {
        format!("Handlingsplan {}", self.plan.year)
    }

    /// The plan with an entry as it now stands.
    fn with_entry(mut self, saved: SavedEntry) -> Self {
        self.plan.revision = saved.revision;
        let entries = &mut self.plan.entries;
        match entries.iter_mut().find(|entry| entry.id == saved.entry.id) {
            Some(entry) => *entry = saved.entry,
            None => entries.push(saved.entry),
        }
        self
    }

    fn without_entry(mut self, entry: PlanEntryId) -> Self {
        self.plan.entries.retain(|kept| kept.id != entry);
        self
    }
}

/// The address of a plan.
fn path(plan: ActionPlanId) -> String {
    format!("/handlingsplaner/{plan}")
}

/// The way back from a page within the plan.
fn crumbs_to_plan(facts: Load<Facts>) -> Signal<Vec<Crumb>> {
    Signal::derive(move || {
        facts
            .get()
            .map(|facts| {
                let clinic = &facts.plan.clinic;
                vec![
                    Crumb::to(clinic.name.clone(), format!("/kliniker/{}", clinic.id)),
                    Crumb::to(facts.title(), path(facts.plan.id)),
                ]
            })
            .unwrap_or_default()
    })
}

/// Handlingsplan: the whole plan; `?punkt=` one entry to write, `?uppfoljning=` one action to follow up.
#[component]
pub fn PlanPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id").unwrap_or_default()));
    let me = use_me().id;
    let facts = load(move || {
        let id = id.get();
        async move {
            let mut facts = fetch(id).await?;
            facts.assigned = facts
                .inspection
                .as_ref()
                .is_some_and(|inspection| inspection.inspectors.iter().any(|who| who.id == me));
            Ok(facts)
        }
    });
    let (entry, action) = (use_query("punkt"), use_query("uppfoljning"));
    let within = Memo::new(move |_| (entry.get(), action.get()));
    let decision = decision::Decision::new();
    move || match within.get() {
        (entry, _) if !entry.is_empty() => view! { <editor::EntryPage facts entry /> }.into_any(),
        (_, action) if !action.is_empty() => {
            view! { <follow_up::FollowUpPage facts action /> }.into_any()
        }
        _ => view! { <overview::Overview facts decision /> }.into_any(),
    }
}
