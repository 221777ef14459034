//! Granskning.

use leptos::prelude::*;

use crate::components::Page;

mod report;

pub use report::ReportPage;

/// Granskningar.
#[component]
pub fn List() -> impl IntoView {
    view! { <Page title="Granskningar">""</Page> }
}

/// Planera granskning.
#[component]
pub fn New() -> impl IntoView {
    view! { <Page title="Planera granskning">""</Page> }
}

/// Granskning.
#[component]
pub fn Overview() -> impl IntoView {
    view! { <Page title="Granskning">""</Page> }
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
