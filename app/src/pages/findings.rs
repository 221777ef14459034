//! A clinic's findings and what came of them.

use leptos::prelude::*;

use crate::components::Page;

/// Brister.
#[component]
pub fn FindingsPage() -> impl IntoView {
    view! { <Page title="Brister">""</Page> }
}
