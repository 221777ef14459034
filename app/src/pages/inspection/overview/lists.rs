//! Strengths, weaknesses and what could be better: one item a line.

use leptos::prelude::*;
use shared::review::TextField;

use super::Case;
use crate::components::review::AutoText;

/// The three lists: written by the inspectors, then read by all.
#[component]
pub fn Lists(
    /// The inspection.
    case: Case,
) -> impl IntoView {
    let locked = Memo::new(move |_| !case.writable());
    let written = TextField::LISTS
        .into_iter()
        .filter_map(|field| {
            let text = case.list(field)?;
            let hint = if locked.get_untracked() { None } else { Some("En punkt på varje rad.") };
            Some(match hint {
                Some(hint) => view! {
                    <div class="field">
                        <AutoText
                            text
                            id=field.to_string()
                            label=field.heading()
                            hint
                            locked=Signal::derive(move || locked.get())
                        />
                    </div>
                }
                .into_any(),
                None => view! {
                    <div class="stack" data-gap="tight">
                        <h3>{field.heading()}</h3>
                        {move || items(&text.with(|text| text.body.clone()))}
                    </div>
                }
                .into_any(),
            })
        })
        .collect_view();
    view! {
        <section class="card stack" data-gap="wide" aria-labelledby="sammanfattning">
            <h2 id="sammanfattning">"Styrkor, svagheter och förbättringspotential"</h2>
            {written}
        </section>
    }
}

fn items(body: &str) -> AnyView {
    let rows: Vec<_> = body
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .map(|line| view! { <li>{line.to_owned()}</li> })
        .collect();
    if rows.is_empty() {
        view! { <p class="note">"Inget skrivet."</p> }.into_any()
    } else {
        view! { <ul class="plain-list">{rows}</ul> }.into_any()
    }
}
