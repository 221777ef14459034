//! Signing in.

use leptos::{html, prelude::*};
use leptos_router::{NavigateOptions, components::Redirect};
use shared::person::{Me, SignIn, normal_email};

use crate::{
    api::{self, Method},
    components::{Field, Input, Page, Width, focus, use_query},
    session::use_session,
};

/// E-mail and password, then back to where one was going (`?to=`).
#[component]
pub fn SignInPage() -> impl IntoView {
    let session = use_session();
    let to = use_query("to");
    let signed_in = Memo::new(move |_| session.is_signed_in());
    let lede = move || {
        to.with(|to| {
            if to.is_empty() {
                "Självvärdering, granskning och handlingsplan för kliniker med ST-läkare."
            } else {
                "Logga in för att fortsätta där du var."
            }
        })
    };
    view! {
        <Page title="Logga in" width=Width::Form lede=view! { {lede} }.into_any()>
            {move || {
                if signed_in.get() {
                    {
                    let replace =
                        NavigateOptions { replace: true, ..NavigateOptions::default() };
                    view! { <Redirect path=within(&to.get_untracked()) options=replace /> }
                }
                    .into_any()
                } else {
                    view! { <SignInForm /> }.into_any()
                }
            }}
            <section class="notice" aria-labelledby="no-account">
                <h2 id="no-account">"Har du inget konto?"</h2>
                <p>
                    "Be studierektorn eller verksamhetschefen på din klinik, eller den övergripande studierektorn i regionen, att bjuda in dig."
                </p>
            </section>
        </Page>
    }
}

/// An address of the app itself; anything else would lead people astray.
fn within(to: &str) -> String {
    let own = to.starts_with('/') && !to.starts_with("//") && !to.contains('\\');
    if own && !to.starts_with("/logga-in") { to.to_owned() } else { "/".to_owned() }
}

#[component]
fn SignInForm() -> impl IntoView {
    let session = use_session();
    let (email, password) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let email_error = RwSignal::new(None::<String>);
    let password_error = RwSignal::new(None::<String>);
    let refused = RwSignal::new(None::<String>);
    let sending = RwSignal::new(false);
    let caps = RwSignal::new(false);
    let message = NodeRef::<html::Div>::new();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if sending.get_untracked() {
            return;
        }
        refused.set(None);
        let address = normal_email(&email.get_untracked());
        email_error.set(address.as_ref().err().map(ToString::to_string));
        let missing = password.with_untracked(String::is_empty);
        password_error.set(missing.then(|| "Skriv ditt lösenord.".to_owned()));
        let Ok(address) = address else { return focus("email") };
        if missing {
            return focus("password");
        }
        sending.set(true);
        let asked = SignIn { email: address, password: password.get_untracked() };
        leptos::task::spawn_local(async move {
            let answer = api::send::<_, Me>(Method::POST, "/session", None, &asked).await;
            let _ = sending.try_set(false);
            match answer {
                // The page then goes on by itself.
                Ok(me) => session.begin(me),
                Err(error) => {
                    let _ = refused.try_set(Some(error.sentence()));
                    request_animation_frame(move || {
                        if let Some(message) = message.try_get_untracked().flatten() {
                            let _ = message.focus();
                        }
                    });
                }
            }
        });
    };
    view! {
        <form
            class="card form"
            novalidate
            method="post"
            on:submit=submit
            on:keydown=move |event| caps.set(event.get_modifier_state("CapsLock"))
        >
            {move || {
                refused
                    .get()
                    .map(|refused| {
                        view! {
                            <div class="notice" data-kind="bad" tabindex="-1" node_ref=message>
                                <p>{refused}</p>
                            </div>
                        }
                    })
            }}
            <Field label="E-post" id="email" error=email_error>
                <Input value=email kind="email" autocomplete="username" name="email" />
            </Field>
            <Field label="Lösenord" id="password" error=password_error>
                <Input
                    value=password
                    kind="password"
                    autocomplete="current-password"
                    name="password"
                />
            </Field>
            <div role="status">
                {move || caps.get().then(|| view! { <p class="note">"Skiftlås är på."</p> })}
            </div>
            <button class="btn primary block" aria-disabled=move || sending.get().to_string()>
                {move || if sending.get() { "Loggar in …" } else { "Logga in" }}
            </button>
            <p class="note">
                "Har du glömt lösenordet? Be studierektorn eller verksamhetschefen på din klinik, eller den som bjöd in dig, om en ny lösenordslänk."
            </p>
        </form>
    }
}
