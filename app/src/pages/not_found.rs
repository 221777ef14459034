//! No such page.

use leptos::prelude::*;

use crate::components::{Page, Width};

/// Says that there is nothing at this address, or nothing this person may see.
#[component]
pub fn NotFound() -> impl IntoView {
    view! {
        <Page
            title="Sidan finns inte"
            width=Width::Narrow
            lede=view! { "Länken kan vara gammal, eller så hör sidan till en klinik du inte har någon roll vid." }
                .into_any()
        >
            <div class="actions">
                <a class="btn primary" href="/">
                    "Till Att göra"
                </a>
            </div>
        </Page>
    }
}
