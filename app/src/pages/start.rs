//! Att göra.

use leptos::prelude::*;

use crate::components::Page;

/// Att göra.
#[component]
pub fn StartPage() -> impl IntoView {
    view! { <Page title="Att göra">""</Page> }
}
