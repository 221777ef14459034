//! Tillgänglighetsredogörelse.

use leptos::prelude::*;

use crate::components::Page;

/// Tillgänglighet.
#[component]
pub fn AccessibilityPage() -> impl IntoView {
    view! { <Page title="Tillgänglighet">""</Page> }
}
