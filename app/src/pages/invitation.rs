//! Accepting an invitation.

use leptos::prelude::*;

use crate::components::Page;

/// Du är inbjuden till Stins.
#[component]
pub fn InvitationPage() -> impl IntoView {
    view! { <Page title="Du är inbjuden till Stins">""</Page> }
}
