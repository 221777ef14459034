//! A scientific work's project plan: who has approved it, and who is awaited.

use leptos::prelude::*;
use shared::{
    activity::{Activity, ActivityDetails, PlanApprovals},
    person::{Role, Signature},
    rights::Action,
};

use super::step::Step;
use crate::{pages::training::Binder, session::use_session, time::say_day_of};

/// Who has approved; the scientific supervisor only where one has.
#[component]
pub fn Approvals(approvals: PlanApprovals) -> impl IntoView {
    let PlanApprovals { principal_supervisor, scientific_supervisor, head_of_unit } = approvals;
    let row = |who: &'static str, by: Option<Signature>| {
        let said = match by {
            Some(by) => format!("{who}: godkänd av {} {}", by.by.name, say_day_of(by.at)),
            None => format!("{who}: inte godkänd än"),
        };
        view! { <li>{said}</li> }
    };
    // Either of the two supervisors is enough.
    let principal = (principal_supervisor.is_some() || scientific_supervisor.is_none())
        .then(|| row("Huvudansvarig handledare", principal_supervisor));
    let scientific = scientific_supervisor
        .is_some()
        .then(|| row("Vetenskaplig handledare", scientific_supervisor));
    view! {
        <h3 class="section-label">"Projektplanens godkännande"</h3>
        <ul class="plain-list">
            {principal} {scientific} {row("Verksamhetschef", head_of_unit)}
        </ul>
    }
}

/// Whether the signed-in person is one whose approval of the plan is awaited.
fn awaited(binder: Binder, activity: &Activity) -> bool {
    let ActivityDetails::ScientificWork(work) = &activity.details else { return false };
    let session = use_session();
    let Some(training) = binder.get_untracked().map(|portfolio| portfolio.training) else {
        return false;
    };
    if work.plan.is_blank() || !session.may(Action::ProjectPlanApprove, &binder.on(&training)) {
        return false;
    }
    let clinic = Some(training.clinic.id);
    let heads = session.me().get_untracked().is_some_and(|me| {
        me.memberships.iter().any(|held| held.role == Role::HeadOfUnit && held.clinic == clinic)
    });
    (binder.is_principal(&training) && work.approvals.principal_supervisor.is_none())
        || (heads && work.approvals.head_of_unit.is_none())
}

/// Approves the plan, for those who may.
#[component]
pub fn Approve(binder: Binder, activity: StoredValue<Activity>, step: Step) -> impl IntoView {
    let awaited = activity.with_value(|activity| untrack(|| awaited(binder, activity)));
    let seen = activity.with_value(|activity| (activity.id, activity.version));
    awaited.then(|| {
        view! {
            <button
                class="btn primary"
                type="button"
                aria-disabled=move || step.busy()
                on:click=move |_| step.approve(seen)
            >
                "Godkänn projektplanen"
            </button>
        }
    })
}
