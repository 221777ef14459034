//! People and roles of a clinic.

use leptos::prelude::*;

use crate::components::Page;

/// Personer och roller.
#[component]
pub fn PeoplePage() -> impl IntoView {
    view! { <Page title="Personer och roller">""</Page> }
}
