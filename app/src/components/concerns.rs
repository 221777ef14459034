//! What the rules ask of a handledare and somebody hasn't: told where they are named, and no hindrance.

use leptos::prelude::*;

/// The sentences, if there are any, after the words that lead to them.
#[component]
pub fn Concerns(
    /// Such as `Går att spara. Det här gäller Handledaren Hand:`.
    #[prop(into)]
    lede: String,
    /// Each a sentence.
    found: Vec<String>,
    /// What can be done about it.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    (!found.is_empty()).then(|| {
        let rows = found.into_iter().map(|one| view! { <li>{one}</li> }).collect_view();
        view! {
            <div class="notice" data-kind="warn" role="status">
                <p>{lede}</p>
                <ul class="plain-list">{rows}</ul>
                {children.map(|children| children())}
            </div>
        }
    })
}

/// What leads to the concerns about somebody.
#[must_use]
pub fn concern_of(name: &str) -> String {
    format!("Går att spara. Det här gäller {name}:")
}
