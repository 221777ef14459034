//! Signing in.

use leptos::prelude::*;

use crate::components::Page;

/// Logga in.
#[component]
pub fn SignInPage() -> impl IntoView {
    view! { <Page title="Logga in">""</Page> }
}
