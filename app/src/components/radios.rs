//! A choice among a few in a form, all of them in sight.

use leptos::prelude::*;

use super::field::fresh_id;

/// A group of radio buttons, each large enough for a thumb.
#[component]
pub fn Radios<T>(
    /// What is chosen, as the group's legend.
    #[prop(into)]
    legend: String,
    /// Each choice and its words.
    options: Vec<(T, &'static str)>,
    /// The chosen one, if one is.
    value: RwSignal<Option<T>>,
    /// Whether they stand in a row where there is room.
    #[prop(optional)]
    row: bool,
) -> impl IntoView
where
    T: Copy + PartialEq + Send + Sync + 'static,
{
    let name = fresh_id("val");
    let choices = options
        .into_iter()
        .map(|(option, words)| {
            view! {
                <label class="choice">
                    <input
                        type="radio"
                        name=name.clone()
                        prop:checked=move || value.get() == Some(option)
                        on:change=move |_| value.set(Some(option))
                    />
                    <span>{words}</span>
                </label>
            }
        })
        .collect_view();
    view! {
        <fieldset class="field">
            <legend>{legend}</legend>
            <div class="choices" data-row=row.then_some("")>
                {choices}
            </div>
        </fieldset>
    }
}
