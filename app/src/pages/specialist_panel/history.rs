//! What has been done with a panel, as far as the person is told.

use leptos::prelude::*;
use shared::{
    review::Change,
    specialist_panel::{PanelEvent, PanelView},
};

use super::Shelf;
use crate::components::FoldedHistory;

/// The latest of what was done, folded until somebody asks.
#[component]
pub fn History(shelf: Shelf, panel: PanelView) -> impl IntoView {
    let path = shelf.binder.path(&format!("/panels/{}/history", panel.id));
    view! { <FoldedHistory path said /> }
}

/// What was done, and of what is agreed how it read before and after.
fn said(change: &Change) -> AnyView {
    let event = PanelEvent::from_stored(&change.field).map(PanelEvent::name);
    let from = change.from.clone().map(|text| {
        view! {
            <p class="note">"Före"</p>
            <p class="said">
                <del>{text}</del>
            </p>
        }
    });
    let to = change.to.clone().map(|text| {
        view! {
            <p class="note">"Efter"</p>
            <p class="said">
                <ins>{text}</ins>
            </p>
        }
    });
    view! {
        <p>{event}</p>
        {from}
        {to}
    }
    .into_any()
}
