//! Checklists: versions, one version, a new one.

use leptos::prelude::*;

use crate::components::Page;

/// Checklistor.
#[component]
pub fn ChecklistsPage() -> impl IntoView {
    view! { <Page title="Checklistor">""</Page> }
}

/// Checklista.
#[component]
pub fn ChecklistPage() -> impl IntoView {
    view! { <Page title="Checklista">""</Page> }
}

/// Ny version.
#[component]
pub fn NewVersionPage() -> impl IntoView {
    view! { <Page title="Ny version">""</Page> }
}
