//! Självvärdering.

use leptos::prelude::*;

use crate::components::Page;

/// Självvärdering.
#[component]
pub fn Overview() -> impl IntoView {
    view! { <Page title="Självvärdering">""</Page> }
}

/// Område.
#[component]
pub fn AreaPage() -> impl IntoView {
    view! { <Page title="Område">""</Page> }
}

/// Historik.
#[component]
pub fn HistoryPage() -> impl IntoView {
    view! { <Page title="Historik">""</Page> }
}
