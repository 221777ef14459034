//! A question before a step with consequences.

use leptos::{ev, html, prelude::*};
use shared::text::Reason;

use super::{Field, TextArea, field::fresh_id};

/// A reason that a dialog asks for. What was written stays in it until the step that it was for is taken.
pub struct AskedReason {
    label: &'static str,
    refused: Signal<Option<String>>,
}

impl AskedReason {
    /// By its label, such as `Varför?`, and why the last step was refused, if it was.
    pub fn new(label: &'static str, refused: impl Into<Signal<Option<String>>>) -> Self {
        Self { label, refused: refused.into() }
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
    let asks = reason.is_some();
    let refused = reason.as_ref().map(|asked| asked.refused);
    let sent = StoredValue::new(false);
    let id = fresh_id("dialog");
    let described = format!("{id}-text");
    let (labelled_by, described_by) = (id.clone(), described.clone());
    Effect::new(move |_| {
        let Some(dialog) = dialog.get() else { return };
        if open.get() && !dialog.open() {
            let taken = refused.is_none_or(|refused| refused.with_untracked(Option::is_none));
            if sent.try_update_value(std::mem::take) == Some(true) && taken {
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
        let reason = if asks {
            match Reason::try_from(written.get_untracked()) {
                Ok(reason) => Some(reason),
                Err(wrong) => {
                    error.set(Some(wrong.to_string()));
                    return;
                }
            }
        } else {
            None
        };
        open.set(false);
        sent.set_value(true);
        error.set(None);
        on_confirm.run(reason);
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
                    <button class=if danger { "btn danger" } else { "btn primary" }>
                        {action}
                    </button>
                </div>
            </form>
        </dialog>
    }
}
