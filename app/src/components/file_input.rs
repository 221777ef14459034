//! Choosing a file.

use leptos::{ev, prelude::*};

use super::FieldIds;

/// A file, in a [`super::Field`].
#[component]
pub fn FileInput(
    /// What may be chosen, as the attribute `accept` says it.
    accept: &'static str,
    /// Told which.
    on_choose: Callback<web_sys::File, ()>,
) -> impl IntoView {
    let FieldIds { id, described_by, invalid } = expect_context();
    let chosen = move |event: ev::Event| {
        let input: web_sys::HtmlInputElement = event_target(&event);
        if let Some(file) = input.files().and_then(|files| files.get(0)) {
            on_choose.run(file);
        }
        // The same file, mended, is a new choice.
        input.set_value("");
    };
    view! {
        <input
            class="input"
            id=id
            type="file"
            accept=accept
            aria-describedby=move || described_by.get()
            aria-invalid=move || invalid.get()
            on:change=chosen
        />
    }
}
