//! No such page.

use leptos::prelude::*;

use crate::components::Page;

/// Sidan finns inte.
#[component]
pub fn NotFound() -> impl IntoView {
    view! { <Page title="Sidan finns inte">""</Page> }
}
