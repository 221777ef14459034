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

/// What was done, and of what is agreed how it reads; where it read otherwise before, that too.
fn said(change: &Change) -> AnyView {
    let event = PanelEvent::from_stored(&change.field).map(PanelEvent::name);
    let agreed = match (change.from.clone(), change.to.clone()) {
        (None, to) => to.map(|to| view! { <p class="said">{to}</p> }).into_any(),
        (Some(from), to) => view! {
            <p class="note">"Före"</p>
            <p class="said">
                <del>{from}</del>
            </p>
            <p class="note">"Efter"</p>
            <p class="said">
                <ins>{to}</ins>
            </p>
        }
        .into_any(),
    };
    view! {
        <p>{event}</p>
        {agreed}
    }
    .into_any()
}
