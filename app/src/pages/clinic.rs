//! A clinic.

use leptos::prelude::*;

use crate::components::Page;

/// Klinik.
#[component]
pub fn ClinicPage() -> impl IntoView {
    view! { <Page title="Klinik">""</Page> }
}
