//! Two reviews side by side.

use leptos::prelude::*;

use crate::components::Page;

/// Jämförelse.
#[component]
pub fn ComparisonPage() -> impl IntoView {
    view! { <Page title="Jämförelse">""</Page> }
}
