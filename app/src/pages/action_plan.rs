//! Handlingsplan.

use leptos::prelude::*;

use crate::components::Page;

/// Handlingsplan.
#[component]
pub fn PlanPage() -> impl IntoView {
    view! { <Page title="Handlingsplan">""</Page> }
}

/// Historik.
#[component]
pub fn HistoryPage() -> impl IntoView {
    view! { <Page title="Historik">""</Page> }
}
