//! What stands wrong in a form: told first in it, and at each field.

use leptos::{html, prelude::*};

use super::focus;
use crate::api::ApiError;

/// What is wrong: the field's id and a sentence.
pub type Wrong = (&'static str, String);

/// What stands wrong in a form, or why it was refused. Copied freely.
#[derive(Clone, Copy)]
pub struct Mistakes {
    wrong: RwSignal<Vec<Wrong>>,
    refused: RwSignal<Option<String>>,
    summary: NodeRef<html::Div>,
    /// The server's paths and the fields they are.
    paths: StoredValue<&'static [(&'static str, &'static str)]>,
}

impl Mistakes {
    /// None so far, in a form whose fields are the server's `paths`.
    #[must_use]
    pub fn none(paths: &'static [(&'static str, &'static str)]) -> Self {
        Self {
            wrong: RwSignal::new(Vec::new()),
            refused: RwSignal::new(None),
            summary: NodeRef::new(),
            paths: StoredValue::new(paths),
        }
    }

    /// Takes all of them back, before the form is sent anew.
    pub fn clear(self) {
        self.wrong.set(Vec::new());
        self.refused.set(None);
    }

    /// Tells what stands wrong, and moves focus there.
    pub fn show(self, found: Vec<Wrong>) {
        self.wrong.set(found);
        request_animation_frame(move || {
            if let Some(summary) = self.summary.try_get_untracked().flatten() {
                // A summary that has gone meanwhile needs no focus.
                let _ = summary.focus();
            }
        });
    }

    /// Tells why nothing came of it.
    pub fn refuse(self, why: String) {
        self.refused.set(Some(why));
    }

    /// Tells what the server said: at the fields it named, or of the whole.
    pub fn hear(self, error: &ApiError) {
        let found: Vec<Wrong> = self
            .paths
            .get_value()
            .iter()
            .filter_map(|(path, id)| Some((*id, error.field(path)?)))
            .collect();
        if found.is_empty() { self.refuse(error.sentence()) } else { self.show(found) }
    }

    /// What is wrong with a field.
    #[must_use]
    pub fn at(self, id: &'static str) -> Signal<Option<String>> {
        Signal::derive(move || {
            let found = |wrong: &Vec<Wrong>| {
                wrong.iter().find(|(field, _)| *field == id).map(|(_, why)| why.clone())
            };
            self.wrong.with(found)
        })
    }
}

/// All that stands wrong, first in the form, each a link to its field.
#[component]
pub fn Summary(
    /// What stands wrong.
    mistakes: Mistakes,
) -> impl IntoView {
    move || {
        let found = mistakes.wrong.get();
        (!found.is_empty()).then(|| {
            let rows = found
                .into_iter()
                .map(|(id, why)| {
                    view! {
                        <li>
                            <a
                                href=format!("#{id}")
                                on:click=move |event| {
                                    event.prevent_default();
                                    focus(id);
                                }
                            >
                                {why}
                            </a>
                        </li>
                    }
                })
                .collect_view();
            view! {
                <div class="error-summary" tabindex="-1" role="alert" node_ref=mistakes.summary>
                    <h2>"Något saknas eller stämmer inte"</h2>
                    <ul>{rows}</ul>
                </div>
            }
        })
    }
}

/// Why the whole was refused, last in the form.
#[component]
pub fn Refused(
    /// What stands wrong.
    mistakes: Mistakes,
) -> impl IntoView {
    view! { <Refusal why=mistakes.refused /> }
}

/// Why nothing came of something, for as long as that stands.
#[component]
pub fn Refusal(
    /// What happened and what to do.
    #[prop(into)]
    why: Signal<Option<String>>,
) -> impl IntoView {
    move || {
        why.get().map(|why| {
            view! {
                <div class="notice" data-kind="bad" role="alert">
                    <p>{why}</p>
                </div>
            }
        })
    }
}
