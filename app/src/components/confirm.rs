//! A question before a step with consequences.

use leptos::{ev, html, prelude::*};
use shared::text::Reason;

use super::{Field, Going, TextArea, field::fresh_id};

/// A reason that a dialog asks for. What was written stays in it until the step that it was for is taken.
#[derive(Clone, Copy)]
pub struct AskedReason {
    label: &'static str,
    going: Going,
}

impl AskedReason {
    /// By its label, such as `Varför?`, and by what the step is sent.
    pub fn new(label: &'static str, going: impl Into<Going>) -> Self {
        Self { label, going: going.into() }
    }
}

/// A dialog that says what will happen, and asks for a reason where one is needed. The browser keeps focus in it,
/// closes it at Escape and gives focus back.
#[component]
pub fn Confirm(
    /// Whether it is shown.
    open: RwSignal<bool>,
    /// The question.
    #[prop(into)]
    title: Signal<String>,
    /// What the confirming button says: `Lås upp`.
    #[prop(into)]
    action: String,
    /// The reason, if one is asked for.
    #[prop(optional)]
    reason: Option<AskedReason>,
    /// Whether the button warns.
    #[prop(optional)]
    danger: bool,
    /// Told when confirmed, with the reason where one is asked for. The dialog has closed.
    on_confirm: Callback<Option<Reason>>,
    /// What will happen.
    children: Children,
) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    let written = RwSignal::new(String::new());
    let error = RwSignal::new(None::<String>);
    let sent = StoredValue::new(false);
    let id = fresh_id("dialog");
    let described = format!("{id}-text");
    let (labelled_by, described_by) = (id.clone(), described.clone());
    Effect::new(move |_| {
        let Some(dialog) = dialog.get() else { return };
        if open.get() && !dialog.open() {
            if sent.get_value() && reason.is_some_and(|asked| asked.going.is_taken()) {
                sent.set_value(false);
                written.set(String::new());
            }
            // Fails only on a dialog that has left the page.
            let _ = dialog.show_modal();
        } else if !open.get() && dialog.open() {
            dialog.close();
        }
    });
    let confirm = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let because = match reason {
            Some(asked) if asked.going.is_under_way() => return,
            Some(_) => match Reason::try_from(written.get_untracked()) {
                Ok(because) => Some(because),
                Err(wrong) => {
                    error.set(Some(wrong.to_string()));
                    return;
                }
            },
            None => None,
        };
        open.set(false);
        sent.set_value(true);
        error.set(None);
        on_confirm.run(because);
    };
    view! {
        <dialog
            class="dialog"
            node_ref=dialog
            aria-labelledby=labelled_by
            aria-describedby=described_by
            on:close=move |_| open.set(false)
        >
            <h2 id=id>{move || title.get()}</h2>
            <div id=described>{children()}</div>
            <form class="stack" novalidate on:submit=confirm>
                {reason
                    .map(|asked| {
                        view! {
                            <Field label=asked.label hint="Står i historiken." error>
                                <TextArea value=written />
                            </Field>
                        }
                    })}
                <div class="actions end">
                    <button class="btn" type="button" on:click=move |_| open.set(false)>
                        "Avbryt"
                    </button>
                    <button
                        class=if danger { "btn danger" } else { "btn primary" }
                        aria-disabled=move || reason.and_then(|asked| asked.going.busy())
                    >
                        {action}
                    </button>
                </div>
            </form>
        </dialog>
    }
}
