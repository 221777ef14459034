//! Invitation links: what they are to, and accepting them with a password.

use axum::{extract::State, response::IntoResponse};
use axum_extra::extract::CookieJar;
use chrono::{DateTime, Utc};
use shared::{
    person::{AcceptInvitation, Invitation, Me, check_password},
    problem::Problem,
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    extract::{Json, Path},
    refusal::{Answer, Refusal, invalid, not_allowed, not_found_so},
    session::{begin, hash_token},
};
use crate::{
    App,
    clock::day_in_sweden,
    store::{Work, invitation::Invited},
};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(read, accept))
}

/// The invitation of a link that still works.
async fn standing(work: &mut Work, token_hash: &str, now: DateTime<Utc>) -> Answer<Invited> {
    let invited = work.invitation(token_hash).await?.ok_or_else(|| {
        not_found_so(
            "Inbjudan finns inte.",
            "Kontrollera att hela länken kom med, eller be den som bjöd in dig om en ny.",
        )
    })?;
    if invited.used || invited.active {
        return Err(used());
    }
    if invited.ended {
        return Err(not_allowed("Inbjudan har tagits tillbaka. Fråga den som bjöd in dig."));
    }
    if invited.expires <= now {
        return Err(not_allowed(format!(
            "Inbjudan gällde till {}. Be den som bjöd in dig om en ny.",
            day_in_sweden(invited.expires)
        )));
    }
    Ok(invited)
}

fn used() -> Refusal {
    not_allowed("Inbjudan är redan använd. Logga in med din e-postadress och ditt lösenord.")
}

/// Who is invited, and as what.
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

/// Accepts an invitation: sets the password and signs in.
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
    if !work.use_invitation(&token_hash, now).await? {
        return Err(used());
    }
    let invited = work.invitation(&token_hash).await?.ok_or_else(used)?;
    if invited.ended || !work.set_first_password(invited.person, &password_hash).await? {
        return Err(used());
    }
    let cookie = begin(&app, &mut work, invited.person, now).await?;
    let session = work.session(&hash_token(cookie.value())).await?;
    work.commit().await?;
    Ok((jar.add(cookie), Json(session.map(|session| session.me))))
}
