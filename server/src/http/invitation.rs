//! Links that lead to choosing a password: an invitation, or a way back in for who has forgotten it.

use axum::{extract::State, response::IntoResponse};
use axum_extra::extract::CookieJar;
use chrono::{DateTime, Utc};
use shared::{
    person::{AcceptInvitation, Invitation, InvitedTo, Me, check_password},
    problem::Problem,
    rights::may_open_account,
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    extract::{Json, Path},
    refusal::{Answer, Refusal, invalid, not_allowed, not_found_so},
    session::{account_key, begin, hash_token},
};
use crate::{
    App,
    clock::day_in_sweden,
    store::{Work, invitation::Invited},
};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(read, accept))
}

/// What a link that still works is to.
async fn standing(work: &mut Work, token_hash: &str, now: DateTime<Utc>) -> Answer<Invited> {
    let invited = work.invitation(token_hash).await?.ok_or_else(|| {
        not_found_so(
            "Länken finns inte.",
            "Kontrollera att hela länken kom med, eller be den du fick den av om en ny.",
        )
    })?;
    let (used_up, taken_back) = match &invited.invitation.to {
        InvitedTo::Role { .. } => (invited.used || invited.active, invited.ended),
        InvitedTo::NewPassword => (invited.used, !still_granted(work, &invited).await?),
    };
    if used_up {
        return Err(used());
    }
    if taken_back {
        return Err(not_allowed("Länken har tagits tillbaka. Fråga den du fick den av."));
    }
    if invited.expires <= now {
        return Err(not_allowed(format!(
            "Länken gällde till {}. Be den du fick den av om en ny.",
            day_in_sweden(invited.expires)
        )));
    }
    Ok(invited)
}

/// Whether who made a link to a new password could make it now: either may have gained or lost roles since.
async fn still_granted(work: &mut Work, invited: &Invited) -> Answer<bool> {
    let Some(by) = invited.by else { return Ok(false) };
    let held = work.roles_of(by).await?;
    let Some(first) = held.first() else { return Ok(false) };
    let (name, email) = (first.person.name.clone(), first.email.clone());
    let memberships = held.into_iter().map(|held| held.membership).collect();
    let by = Me { id: by, name, email, memberships };
    Ok(may_open_account(&by, &work.roles_of(invited.person).await?))
}

fn used() -> Refusal {
    not_allowed("Länken är redan använd. Logga in med din e-postadress och ditt lösenord.")
}

/// Whose link it is, and what it is to.
#[utoipa::path(get, path = "/invitations/{token}", tag = "people",
    params(("token" = String, Path, description = "From the link")), responses(
    (status = OK, body = Invitation),
    (status = NOT_FOUND, body = Problem),
    (status = CONFLICT, body = Problem, description = "Used, expired or taken back."),
))]
async fn read(State(app): State<App>, Path(token): Path<String>) -> Answer<Json<Invitation>> {
    let mut work = app.store.read().await?;
    let invited = standing(&mut work, &hash_token(&token), app.clock.now()).await?;
    Ok(Json(invited.invitation))
}

/// Chooses a password by a link and signs in. A new password in place of a forgotten one ends all sessions begun
/// with the old one.
#[utoipa::path(post, path = "/invitations/{token}", tag = "people", request_body = AcceptInvitation,
    params(("token" = String, Path, description = "From the link")), responses(
    (status = OK, body = Me),
    (status = NOT_FOUND, body = Problem),
    (status = CONFLICT, body = Problem, description = "Used, expired or taken back."),
    (status = UNPROCESSABLE_ENTITY, body = Problem),
))]
async fn accept(
    State(app): State<App>,
    jar: CookieJar,
    Path(token): Path<String>,
    Json(accept): Json<AcceptInvitation>,
) -> Answer<impl IntoResponse> {
    let (token_hash, now) = (hash_token(&token), app.clock.now());
    standing(&mut app.store.read().await?, &token_hash, now).await?;
    check_password(&accept.password).map_err(|error| invalid("password", error))?;
    let password_hash = app.passwords.hash(accept.password).await?;
    let mut work = app.store.write().await?;
    let invited = standing(&mut work, &token_hash, now).await?;
    if !work.use_invitation(&token_hash, now).await? {
        return Err(used());
    }
    match &invited.invitation.to {
        InvitedTo::Role { .. } => {
            if !work.set_first_password(invited.person, &password_hash).await? {
                return Err(used());
            }
        }
        InvitedTo::NewPassword => {
            work.replace_password(invited.person, &password_hash).await?;
            work.end_sessions_of(invited.person).await?;
            work.forget_failed_sign_ins(&account_key(&invited.invitation.email)).await?;
        }
    }
    let cookie = begin(&app, &mut work, invited.person, now).await?;
    let session = work.session(&hash_token(cookie.value())).await?;
    work.commit().await?;
    Ok((jar.add(cookie), Json(session.map(|session| session.me))))
}
