//! Care providers and clinics.

use leptos::prelude::*;

use crate::components::Page;

/// Administration.
#[component]
pub fn AdministrationPage() -> impl IntoView {
    view! { <Page title="Administration">""</Page> }
}
