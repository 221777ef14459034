//! Choosing a password by a link: an invitation, or a way back in for who has forgotten it.

use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_params_map},
};
use shared::{
    person::{AcceptInvitation, Invitation, InvitedTo, MIN_PASSWORD, Me, check_password},
    problem::ProblemKind,
};

use crate::{
    api::{self, Method},
    components::{Failed, Field, Input, Load, Page, Width, load},
    session::use_session,
};

/// What the link is to, and choosing a password.
#[component]
pub fn InvitationPage() -> impl IntoView {
    let params = use_params_map();
    let token = Memo::new(move |_| params.with(|params| params.get("token").unwrap_or_default()));
    let invitation: Load<Invitation> = load(move || {
        let token = token.get();
        async move { api::get(&format!("/invitations/{}", api::encode(&token))).await }
    });
    let title = Signal::derive(move || {
        invitation
            .get()
            .map_or("Välj ett lösenord", |invitation| match invitation.to {
                InvitedTo::Role { .. } => "Du är inbjuden till Stins",
                InvitedTo::NewPassword => "Välj ett nytt lösenord",
            })
            .to_owned()
    });
    view! {
        <Page title width=Width::Form>
            {move || match (invitation.get(), invitation.error()) {
                (Some(invitation), _) => {
                    view! { <Accept token=token.get_untracked() invitation /> }.into_any()
                }
                (None, Some(error)) if matches!(
                    error.kind(),
                    Some(ProblemKind::NotFound | ProblemKind::NotAllowed)
                ) => {
                    view! {
                        <div class="notice" data-kind="warn" role="alert">
                            <h2>"Länken går inte att använda"</h2>
                            <p>{error.sentence()}</p>
                        </div>
                        <div class="actions">
                            <a class="btn primary" href="/logga-in">
                                "Logga in"
                            </a>
                        </div>
                    }
                        .into_any()
                }
                (None, Some(error)) => {
                    let retry = Callback::new(move |()| invitation.reload());
                    view! { <Failed error retry /> }.into_any()
                }
                (None, None) => {
                    view! {
                        <p class="vh" role="status">
                            "Hämtar …"
                        </p>
                        <div class="card skeleton" aria-hidden="true">
                            <i></i>
                            <i></i>
                            <i class="block"></i>
                        </div>
                    }
                        .into_any()
                }
            }}
        </Page>
    }
}

#[component]
fn Accept(
    /// The link's secret.
    token: String,
    /// What it is to.
    invitation: Invitation,
) -> impl IntoView {
    let session = use_session();
    let navigate = use_navigate();
    let password = RwSignal::new(String::new());
    let wrong = RwSignal::new(None::<String>);
    let sending = RwSignal::new(false);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if sending.get_untracked() {
            return;
        }
        let chosen = password.get_untracked();
        if let Err(error) = check_password(&chosen) {
            return wrong.set(Some(error.to_string()));
        }
        wrong.set(None);
        sending.set(true);
        let path = format!("/invitations/{}", api::encode(&token));
        let navigate = navigate.clone();
        leptos::task::spawn_local(async move {
            let accept = AcceptInvitation { password: chosen };
            match api::send::<_, Me>(Method::POST, &path, None, &accept).await {
                Ok(me) => {
                    session.begin(me);
                    navigate("/", NavigateOptions { replace: true, ..NavigateOptions::default() });
                }
                Err(error) => {
                    let _ = sending.try_set(false);
                    let said = error.field("password").unwrap_or_else(|| error.sentence());
                    let _ = wrong.try_set(Some(said));
                }
            }
        });
    };
    let (choose, done, role) = match invitation.to {
        InvitedTo::Role { role, place } => {
            let place = (!place.is_empty()).then(|| {
                view! {
                    <div>
                        <dt>"Var"</dt>
                        <dd>{place}</dd>
                    </div>
                }
            });
            let role = view! {
                <div>
                    <dt>"Roll"</dt>
                    <dd>{role.name()}</dd>
                </div>
                {place}
            };
            ("Välj ett lösenord", "Tacka ja och logga in", Some(role))
        }
        InvitedTo::NewPassword => ("Nytt lösenord", "Spara och logga in", None),
    };
    let signs_out = role.is_none().then(|| {
        view! { <p class="note">"Du loggas ut överallt där du är inloggad med det gamla lösenordet."</p> }
    });
    view! {
        <form class="card form" novalidate method="post" on:submit=submit>
            <dl class="facts" data-list>
                <div>
                    <dt>"Namn"</dt>
                    <dd>{invitation.name}</dd>
                </div>
                {role}
                <div>
                    <dt>"E-post att logga in med"</dt>
                    <dd>{invitation.email.clone()}</dd>
                </div>
            </dl>
            // Password managers keep the name beside the password.
            <input type="hidden" name="email" autocomplete="username" value=invitation.email />
            <Field
                label=choose
                id="password"
                hint=format!("Minst {MIN_PASSWORD} tecken. Några ord efter varandra är lätta att minnas och svåra att gissa.")
                error=wrong
            >
                <Input value=password kind="password" autocomplete="new-password" name="password" />
            </Field>
            {signs_out}
            <button class="btn primary block" aria-disabled=move || sending.get().to_string()>
                {move || if sending.get() { "Sparar …" } else { done }}
            </button>
        </form>
    }
}
