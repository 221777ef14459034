//! All clinics one may see.

use leptos::prelude::*;

use crate::components::Page;

/// Kliniker.
#[component]
pub fn ClinicsPage() -> impl IntoView {
    view! { <Page title="Kliniker">""</Page> }
}
