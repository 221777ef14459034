//! A choice among a few, all of them in sight.

use leptos::prelude::*;

use super::field::fresh_id;

/// A group of radio buttons in a row.
#[component]
pub fn Segmented<T>(
    /// What is chosen, as the group's legend.
    #[prop(into)]
    legend: String,
    /// Each choice and its words.
    options: Vec<(T, String)>,
    /// The chosen one.
    #[prop(into)]
    value: Signal<T>,
    /// Told what was chosen.
    on_choose: Callback<T>,
    /// The fieldset's class: `segmented`, or `menu-theme` in the menu.
    #[prop(default = "segmented")]
    class: &'static str,
) -> impl IntoView
where
    T: Clone + PartialEq + Send + Sync + 'static,
{
    let name = fresh_id("choice");
    let choices = options
        .into_iter()
        .map(|(option, words)| {
            let this = option.clone();
            view! {
                <label>
                    <input
                        type="radio"
                        name=name.clone()
                        prop:checked=move || value.with(|value| *value == this)
                        on:change=move |_| on_choose.run(option.clone())
                    />
                    {words}
                </label>
            }
        })
        .collect_view();
    view! {
        <fieldset class=class>
            <legend>{legend}</legend>
            {choices}
        </fieldset>
    }
}
