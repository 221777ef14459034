//! A question before a step with consequences.

use leptos::{ev, html, prelude::*};
use shared::text::Reason;

use super::{Field, TextArea, field::fresh_id};

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
    /// Label of the reason, if one is asked for: `Varför?`.
    #[prop(optional, into)]
    reason: Option<String>,
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
    let id = fresh_id("dialog");
    let described = format!("{id}-text");
    let (labelled_by, described_by) = (id.clone(), described.clone());
    Effect::new(move |_| {
        let Some(dialog) = dialog.get() else { return };
        if open.get() && !dialog.open() {
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
        written.set(String::new());
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
                    .map(|label| {
                        view! {
                            <Field label hint="Står i historiken." error>
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
