//! What has been done with a panel, as far as the person is told.

use leptos::prelude::*;
use shared::{
    review::Change,
    specialist_panel::{PanelEvent, PanelView},
};

use super::Shelf;
use crate::components::{FoldedHistory, before_and_after};

/// The latest of what was done, folded until somebody asks.
#[component]
pub fn History(shelf: Shelf, panel: PanelView) -> impl IntoView {
    let path = shelf.binder.path(&format!("/panels/{}/history", panel.id));
    view! { <FoldedHistory path said /> }
}

/// What was done, and of what is agreed how it reads.
fn said(change: &Change) -> AnyView {
    let event = PanelEvent::from_stored(&change.field).map(PanelEvent::name);
    view! {
        <p>{event}</p>
        {before_and_after(change)}
    }
    .into_any()
}
