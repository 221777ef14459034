//! A review's free texts, saved as one writes.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use shared::{
    review::{ReviewText, SavedText, TextField},
    saving::{Kept, State},
    text::FreeText,
};

use super::{AutosaveState, ConflictBox};
use crate::outbox::{Autosave, Draft};

/// A text as it is written: the body of `SaveText`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextDraft {
    /// The whole text.
    pub body: String,
}

impl Draft for TextDraft {
    type Record = ReviewText;
    type Answer = SavedText;

    fn check(&self) -> Result<(), String> {
        FreeText::try_from(self.body.clone()).map(drop).map_err(|wrong| wrong.to_string())
    }

    fn kept(text: &ReviewText) -> Kept<Self> {
        Kept {
            value: Self { body: text.body.to_string() },
            version: text.version,
            changed: text.changed.clone(),
        }
    }

    fn saved(answer: &SavedText, _sent: &Self) -> Kept<Self> {
        Self::kept(&answer.text)
    }
}

/// A text of a review as the server has it; one that was never written is empty.
#[must_use]
pub fn text_draft(texts: &[ReviewText], field: TextField) -> Kept<TextDraft> {
    texts.iter().find(|text| text.field == field).map_or_else(
        || Kept { value: TextDraft::default(), version: 0, changed: None },
        TextDraft::kept,
    )
}

/// A labelled text that is saved as one writes.
#[component]
pub fn AutoText(
    /// The text.
    text: Autosave<TextDraft>,
    /// The field's id, unique on the page.
    #[prop(into)]
    id: String,
    /// Its label.
    #[prop(into)]
    label: String,
    /// How to fill it in.
    #[prop(optional, into)]
    hint: Option<String>,
    /// Shown as text only.
    #[prop(optional, into)]
    locked: Signal<bool>,
    /// Whether the label is the heading of its card.
    #[prop(optional)]
    heads_card: bool,
) -> impl IntoView {
    let hint_id = hint.as_ref().map(|_| format!("{id}-hint"));
    let described_by = hint_id.clone();
    let heading = label.clone();
    let what = label.to_lowercase();
    let conflict = move || {
        let State::Conflict { theirs } = text.state() else { return None };
        let mine = text.value();
        let undo = mine.clone();
        Some(view! {
            <ConflictBox
                what=what.clone()
                mine=view! { <p class="said">{mine.body}</p> }.into_any()
                theirs=view! { <p class="said">{theirs.value.body}</p> }.into_any()
                changed=theirs.changed
                on_keep=Callback::new(move |()| text.keep_mine())
                on_take=Callback::new(move |()| text.take_theirs())
                on_undo=move || text.choose(|text| *text = undo.clone())
            />
        })
    };
    let labelled = id.clone();
    view! {
        {conflict}
        {move || {
            if locked.get() {
                let body = text.with(|text| text.body.clone());
                let written = !body.trim().is_empty();
                view! {
                    <h2>{heading.clone()}</h2>
                    <p class="said">{if written { body } else { "Inget skrivet.".to_owned() }}</p>
                }
                    .into_any()
            } else {
                view! {
                    {label_of(labelled.clone(), heading.clone(), heads_card)}
                    {hint
                        .clone()
                        .map(|hint| view! { <p class="hint" id=hint_id.clone()>{hint}</p> })}
                    <textarea
                        class="textarea"
                        id=labelled.clone()
                        aria-describedby=described_by.clone()
                        prop:value=move || text.with(|text| text.body.clone())
                        on:input=move |event| text.write(|text| text.body = event_target_value(&event))
                        on:blur=move |_| text.leave()
                    ></textarea>
                    <AutosaveState of=text />
                }
                    .into_any()
            }
        }}
    }
}

fn label_of(id: String, words: String, heads_card: bool) -> AnyView {
    let label = view! { <label for=id>{words}</label> };
    if heads_card { view! { <h2>{label}</h2> }.into_any() } else { label.into_any() }
}
