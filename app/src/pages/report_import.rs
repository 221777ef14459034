//! Importing a published report.

use leptos::prelude::*;

use crate::components::Page;

/// Importera SPUR-rapport.
#[component]
pub fn StartPage() -> impl IntoView {
    view! { <Page title="Importera SPUR-rapport">""</Page> }
}

/// Granska importen.
#[component]
pub fn ReviewPage() -> impl IntoView {
    view! { <Page title="Granska importen">""</Page> }
}
