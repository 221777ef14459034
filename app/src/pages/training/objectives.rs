//! A choice among the objectives of the curriculum, in a form.

use std::collections::BTreeSet;

use leptos::prelude::*;
use shared::{curriculum::ObjectiveCode, portfolio::Portfolio};

/// The objectives something is to give.
#[component]
pub fn Objectives(
    /// The training, with its curriculum.
    portfolio: StoredValue<Portfolio>,
    /// The field's id, for links to it.
    id: &'static str,
    /// What is chosen: `Delmål som placeringen ger`.
    label: &'static str,
    /// Those chosen.
    chosen: RwSignal<BTreeSet<ObjectiveCode>>,
    /// What is wrong with them.
    error: Signal<Option<String>>,
) -> impl IntoView {
    let boxes = portfolio.with_value(|portfolio| {
        portfolio
            .curriculum
            .objectives
            .iter()
            .map(|objective| {
                let code = objective.code;
                let title = objective.title.as_ref().map(|title| format!(" {}", &**title));
                view! {
                    <label class="choice">
                        <input
                            type="checkbox"
                            prop:checked=move || chosen.with(|chosen| chosen.contains(&code))
                            on:change=move |event| {
                                let on = event_target_checked(&event);
                                chosen
                                    .update(|chosen| {
                                        if on {
                                            chosen.insert(code);
                                        } else {
                                            chosen.remove(&code);
                                        }
                                    });
                            }
                        />
                        <span>
                            <b>{code.to_string()}</b>
                            {title}
                        </span>
                    </label>
                }
            })
            .collect_view()
    });
    let said = move || match chosen.with(BTreeSet::len) {
        0 => format!("{label}: inga valda"),
        1 => format!("{label}: 1 valt"),
        count => format!("{label}: {count} valda"),
    };
    view! {
        <details class="as-table" id=id tabindex="-1">
            <summary>{said}</summary>
            <fieldset class="choices">
                <legend class="vh">"Delmål"</legend>
                {boxes}
            </fieldset>
            {move || error.get().map(|why| view! { <p class="field-error">{why}</p> })}
        </details>
    }
}
