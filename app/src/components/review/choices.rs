//! The verdict on a criterion: a radio group drawn as one control, with keys.

use leptos::prelude::*;
use shared::{inspection::Judgement, self_assessment::Verdict};

/// One of the choices.
#[derive(Clone, Copy)]
pub struct Choice<T> {
    /// What is chosen.
    pub value: T,
    /// The value as the style sheet names it: `met`, `partly`, `unmet`, `na`.
    pub style: &'static str,
    /// The words.
    pub words: &'static str,
}

impl Choice<Verdict> {
    /// The clinic's four, in the order of the keys 1–4.
    pub const VERDICTS: [Self; 4] = {
        let [a, b, c, d] = Verdict::ALL;
        [Self::verdict(a), Self::verdict(b), Self::verdict(c), Self::verdict(d)]
    };

    /// How a verdict is shown.
    #[must_use]
    pub const fn verdict(value: Verdict) -> Self {
        let style = match value {
            Verdict::Fulfilled => "met",
            Verdict::Partly => "partly",
            Verdict::NotFulfilled => "unmet",
            Verdict::NotApplicable => "na",
        };
        Self { value, style, words: value.name() }
    }
}

impl Choice<Judgement> {
    /// The inspectors' three, in the order of the keys 1–3.
    pub const JUDGEMENTS: [Self; 3] = {
        let [a, b, c] = Judgement::ALL;
        [Self::judgement(a), Self::judgement(b), Self::judgement(c)]
    };

    /// How a judgement is shown.
    #[must_use]
    pub const fn judgement(value: Judgement) -> Self {
        let style = match value {
            Judgement::Fulfilled => "met",
            Judgement::Finding => "unmet",
            Judgement::NotApplicable => "na",
        };
        Self { value, style, words: value.name() }
    }
}

/// A radio group of verdicts. The keys are heard by the page, see [`super::use_keys`].
#[component]
pub fn Choices<T>(
    /// Name of the group, unique on the page: the criterion's code.
    #[prop(into)]
    name: String,
    /// What is judged: `Bedömning av D6`.
    #[prop(into)]
    legend: String,
    /// In the order of the keys 1, 2, 3 …
    choices: &'static [Choice<T>],
    /// What is chosen.
    #[prop(into)]
    chosen: Signal<Option<T>>,
    /// Told what was chosen.
    on_choose: Callback<T>,
    /// Whether it is locked.
    #[prop(optional, into)]
    disabled: Signal<bool>,
) -> impl IntoView
where
    T: Copy + PartialEq + Send + Sync + 'static,
{
    let radios = choices
        .iter()
        .zip(1_u8..)
        .map(|(choice, key)| {
            let value = choice.value;
            view! {
                <label data-verdict=choice.style>
                    <input
                        type="radio"
                        name=name.clone()
                        value=choice.style
                        aria-keyshortcuts=key.to_string()
                        prop:checked=move || chosen.get() == Some(value)
                        on:change=move |_| on_choose.run(value)
                    />
                    {choice.words}
                    <kbd aria-hidden="true">{key}</kbd>
                </label>
            }
        })
        .collect_view();
    view! {
        <div class="verdict-row">
            <fieldset class="verdict" disabled=move || disabled.get()>
                <legend>{legend}</legend>
                {radios}
            </fieldset>
        </div>
    }
}

/// A verdict as text with its mark; `Obesvarad` or the like when there is none.
#[component]
pub fn Mark(
    /// The value as the style sheet names it; `none` when there is no verdict.
    style: &'static str,
    /// The words.
    #[prop(into)]
    words: String,
) -> impl IntoView {
    view! {
        <p class="verdict-text">
            <span class="mark" data-verdict=style></span>
            {words}
        </p>
    }
}
