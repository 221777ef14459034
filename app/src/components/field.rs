//! A field of a form: label, hint and error are wired to the control once, here.

use std::cell::Cell;

use leptos::{context::Provider, prelude::*};

/// What a control inside a [`Field`] needs to be bound to its label, hint and error.
#[derive(Clone)]
pub struct FieldIds {
    /// The control's `id`.
    pub id: String,
    /// The control's `aria-describedby`.
    pub described_by: Signal<Option<String>>,
    /// The control's `aria-invalid`: `true` or absent.
    pub invalid: Signal<Option<&'static str>>,
}

/// A name that no other element on the page has.
pub(super) fn fresh_id(kind: &str) -> String {
    thread_local! { static LAST: Cell<u32> = const { Cell::new(0) }; }
    LAST.set(LAST.get() + 1);
    format!("{kind}-{}", LAST.get())
}

/// Moves focus to the element with this id, such as the field that stands wrong.
pub fn focus(id: &str) {
    if let Some(element) = document().get_element_by_id(id) {
        let element: web_sys::HtmlElement = wasm_bindgen::JsCast::unchecked_into(element);
        // What can't take focus leaves it where it is.
        let _ = element.focus();
    }
}

/// Label, hint, control and error. The control is an [`Input`], a [`Select`], a [`TextArea`], or anything that takes
/// its [`FieldIds`] from context.
#[component]
pub fn Field(
    /// What is asked for.
    #[prop(into)]
    label: String,
    /// The control's id, for links to it; made up if absent.
    #[prop(optional, into)]
    id: Option<String>,
    /// How to fill it in.
    #[prop(optional, into)]
    hint: Option<String>,
    /// What is wrong and what to do; absent while nothing is.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// The control.
    children: Children,
) -> impl IntoView {
    let id = id.unwrap_or_else(|| fresh_id("field"));
    let hint_id = hint.as_ref().map(|_| format!("{id}-hint"));
    let error_id = format!("{id}-error");
    let described_by = Signal::derive({
        let hint_id = hint_id.clone();
        let error_id = error_id.clone();
        move || {
            let error_id = error.with(Option::is_some).then(|| error_id.clone());
            let ids: Vec<String> = hint_id.clone().into_iter().chain(error_id).collect();
            (!ids.is_empty()).then(|| ids.join(" "))
        }
    });
    let invalid = Signal::derive(move || error.with(Option::is_some).then_some("true"));
    let ids = FieldIds { id: id.clone(), described_by, invalid };
    view! {
        <div class="field">
            <label for=id>{label}</label>
            {hint.map(|hint| view! { <p class="hint" id=hint_id>{hint}</p> })}
            <Provider value=ids>{children()}</Provider>
            {move || {
                let id = error_id.clone();
                error.get().map(|error| view! { <p class="field-error" id=id>{error}</p> })
            }}
        </div>
    }
}

/// A line of text in a [`Field`].
#[component]
pub fn Input(
    /// What is written.
    value: RwSignal<String>,
    /// `text`, `email`, `password`, `date`, `search` or `number`.
    #[prop(default = "text")]
    kind: &'static str,
    /// For password managers and the browser's own memory.
    #[prop(optional)]
    autocomplete: Option<&'static str>,
    /// The form control's name.
    #[prop(optional)]
    name: Option<&'static str>,
    /// Whether it can't be changed now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// The id of a `<datalist>` with words to choose from.
    #[prop(optional)]
    list: Option<&'static str>,
) -> impl IntoView {
    let FieldIds { id, described_by, invalid } = expect_context();
    view! {
        <input
            class="input"
            id=id
            type=kind
            name=name
            list=list
            autocomplete=autocomplete
            aria-describedby=move || described_by.get()
            aria-invalid=move || invalid.get()
            disabled=move || disabled.get()
            prop:value=move || value.get()
            on:input=move |event| value.set(event_target_value(&event))
        />
    }
}

/// A text of several lines in a [`Field`].
#[component]
pub fn TextArea(
    /// What is written.
    value: RwSignal<String>,
    /// Lines shown while empty.
    #[prop(default = 3)]
    rows: u32,
) -> impl IntoView {
    let FieldIds { id, described_by, invalid } = expect_context();
    view! {
        <textarea
            class="textarea"
            id=id
            rows=rows
            aria-describedby=move || described_by.get()
            aria-invalid=move || invalid.get()
            prop:value=move || value.get()
            on:input=move |event| value.set(event_target_value(&event))
        ></textarea>
    }
}

/// A choice among few in a [`Field`].
#[component]
pub fn Select(
    /// The chosen option's value.
    value: RwSignal<String>,
    /// Value and words of each option.
    #[prop(into)]
    options: Signal<Vec<(String, String)>>,
) -> impl IntoView {
    let FieldIds { id, described_by, invalid } = expect_context();
    view! {
        <select
            class="select"
            id=id
            aria-describedby=move || described_by.get()
            aria-invalid=move || invalid.get()
            on:change=move |event| value.set(event_target_value(&event))
        >
            {move || {
                options
                    .get()
                    .into_iter()
                    .map(|(option, words)| {
                        let this = option.clone();
                        view! {
                            <option value=option prop:selected=move || value.with(|value| *value == this)>
                                {words}
                            </option>
                        }
                    })
                    .collect_view()
            }}
        </select>
    }
}
