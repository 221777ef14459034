//! One-time links, shown once to be handed over.

use leptos::{html, prelude::*};
use shared::person::PasswordLink;

use crate::{
    components::{Field, FieldIds},
    time::say_moment,
};

/// A link, and a button that copies it.
#[component]
pub fn OneTimeLink(
    /// What it is: `Inbjudningslänk`.
    label: &'static str,
    /// Its path.
    path: String,
) -> impl IntoView {
    let origin = window().location().origin().unwrap_or_default();
    let link = format!("{origin}{path}");
    let field = NodeRef::<html::Input>::new();
    let copied = RwSignal::new(false);
    let copy = {
        let link = link.clone();
        move |_| {
            if let Some(field) = field.get_untracked() {
                field.select();
            }
            let writing = window().navigator().clipboard().write_text(&link);
            leptos::task::spawn_local(async move {
                // Without the right to the clipboard the link is marked, ready to be copied by hand.
                if wasm_bindgen_futures::JsFuture::from(writing).await.is_ok() {
                    let _ = copied.try_set(true);
                }
            });
        }
    };
    view! {
        <Field label=label>
            <Link link node_ref=field />
        </Field>
        <div class="actions">
            <button class="btn" type="button" on:click=copy>
                "Kopiera länken"
            </button>
            <span class="good" role="status">
                {move || copied.get().then_some("Kopierad")}
            </span>
        </div>
    }
}

#[component]
fn Link(link: String, node_ref: NodeRef<html::Input>) -> impl IntoView {
    let FieldIds { id, .. } = expect_context();
    view! { <input class="input" id=id readonly node_ref=node_ref value=link /> }
}

/// A new link for somebody who has forgotten the password: whose, and the link.
pub type Made = (String, PasswordLink);

/// The dialog that shows the link once, with what to do with it. The browser keeps focus in it, closes it at Escape
/// and gives focus back.
#[component]
pub fn PasswordLinkDialog(
    /// The link; none while the dialog is closed.
    made: RwSignal<Option<Made>>,
) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        let Some(dialog) = dialog.get() else { return };
        if made.with(Option::is_some) && !dialog.open() {
            // Fails only on a dialog that has left the page.
            let _ = dialog.show_modal();
        } else if made.with(Option::is_none) && dialog.open() {
            dialog.close();
        }
    });
    let content = move || {
        made.get().map(|(name, PasswordLink { link, expires })| {
            let until = say_moment(expires);
            view! {
                <h2 id="password-link">{format!("Ge länken till {name}")}</h2>
                <p>
                    {format!(
                        "Stins skickar ingen e-post. Skicka länken själv, på ett sätt som bara personen läser. Den visas bara nu, gäller till {until} och kan användas en gång.",
                    )}
                </p>
                <p>
                    "Det gamla lösenordet gäller tills personen har valt ett nytt. Då loggas personen ut överallt."
                </p>
                <OneTimeLink label="Lösenordslänk" path=link />
            }
        })
    };
    view! {
        <dialog
            class="dialog"
            node_ref=dialog
            aria-labelledby="password-link"
            on:close=move |_| made.set(None)
        >
            {content}
            <div class="actions end">
                <button class="btn primary" type="button" on:click=move |_| made.set(None)>
                    "Klar"
                </button>
            </div>
        </dialog>
    }
}
