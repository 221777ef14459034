//! What has happened to a plan: its own history, for those who see it.

use leptos::prelude::*;
use shared::{review::Change, support_plan::SupportPlan};

use super::Shelf;
use crate::components::FoldedHistory;

/// The latest changes, folded until somebody asks.
#[component]
pub fn History(shelf: Shelf, plan: SupportPlan) -> impl IntoView {
    view! { <FoldedHistory path=shelf.path(&format!("/{}/history", plan.id)) said /> }
}

fn said(change: &Change) -> AnyView {
    view! { <p class="said">{change.to.clone()}</p> }.into_any()
}
