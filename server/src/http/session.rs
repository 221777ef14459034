//! Signing in and out.

use axum::{extract::State, http::StatusCode, response::IntoResponse};
use axum_extra::extract::{
    CookieJar,
    cookie::{Cookie, SameSite},
};
use chrono::{DateTime, TimeDelta, Utc};
use sha2::{Digest, Sha256};
use shared::{
    PersonId,
    person::{Me, SignIn, normal_email},
    problem::Problem,
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    extract::{Json, Peer, SignedIn},
    refusal::{Answer, throttled, wrong_password},
};
use crate::{App, store::Work};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(who, sign_in, sign_out))
        .routes(routes!(sign_out_everywhere))
}

/// Failed sign-ins count for so long.
const WINDOW: TimeDelta = TimeDelta::minutes(15);
/// Failed sign-ins of one account before it must wait.
const PER_ACCOUNT: i64 = 10;
/// Failed sign-ins from one address: more, since a hospital shares one.
const PER_ADDRESS: i64 = 100;

/// The cookie's name. With `__Host-` a browser takes it only over TLS and for this host alone.
#[must_use]
pub const fn cookie_name(secure: bool) -> &'static str {
    if secure { "__Host-stins" } else { "stins" }
}

/// A new secret token of 256 bits, hexadecimal.
#[must_use]
pub fn new_token() -> String {
    hex(&rand::random::<[u8; 32]>())
}

/// What is kept of a token: its SHA-256, hexadecimal.
#[must_use]
pub fn hash_token(token: &str) -> String {
    hex(&Sha256::digest(token))
}

/// Bytes in hexadecimal.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
        // Writing to a string can't fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn cookie(app: &App, token: String) -> Cookie<'static> {
    Cookie::build((cookie_name(app.secure), token))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(app.secure)
        .build()
}

/// What failed sign-ins of an account are counted by.
pub(super) fn account_key(email: &str) -> String {
    format!("account {}", hash_token(email))
}

/// Begins a session and gives the cookie that holds it.
pub(super) async fn begin(
    app: &App,
    work: &mut Work,
    person: PersonId,
    now: DateTime<Utc>,
) -> Answer<Cookie<'static>> {
    let token = new_token();
    work.begin_session(&hash_token(&token), person, now).await?;
    Ok(cookie(app, token))
}

/// Who is signed in, with the roles held today; `null` if nobody is.
#[utoipa::path(get, path = "/session", tag = "session", responses((status = OK, body = Option<Me>)))]
async fn who(me: Option<SignedIn>) -> Json<Option<Me>> {
    Json(me.map(|signed_in| signed_in.0))
}

/// Signs in with e-mail and password.
#[utoipa::path(post, path = "/session", tag = "session", request_body = SignIn, responses(
    (status = OK, body = Me),
    (status = UNAUTHORIZED, body = Problem),
    (status = TOO_MANY_REQUESTS, body = Problem),
))]
async fn sign_in(
    State(app): State<App>,
    Peer(peer): Peer,
    jar: CookieJar,
    Json(sign_in): Json<SignIn>,
) -> Answer<impl IntoResponse> {
    let now = app.clock.now();
    let email = normal_email(&sign_in.email).map_err(|_| wrong_password())?;
    let account_key = account_key(&email);
    let address_key = format!("address {}", peer.map_or_else(String::new, |peer| peer.to_string()));
    let mut work = app.store.read().await?;
    let (by_account, by_address) =
        work.failed_sign_ins(&account_key, &address_key, now - WINDOW).await?;
    if by_account >= PER_ACCOUNT || by_address >= PER_ADDRESS {
        return Err(throttled(WINDOW.num_minutes()));
    }
    let account = work.account(&email).await?;
    drop(work);
    let hashed = account.as_ref().and_then(|account| account.password_hash.clone());
    let right = app.passwords.check(sign_in.password, hashed).await?;
    let mut work = app.store.write().await?;
    let known = account.filter(|_| right);
    // The password may have been replaced while it was checked.
    let holds = match &known {
        Some(account) => work.hold_password(account).await?,
        None => false,
    };
    let Some(account) = known.filter(|_| holds) else {
        work.keep_failed_sign_in(&account_key, now, now - WINDOW).await?;
        work.keep_failed_sign_in(&address_key, now, now - WINDOW).await?;
        work.commit().await?;
        return Err(wrong_password());
    };
    work.forget_failed_sign_ins(&account_key).await?;
    let cookie = begin(&app, &mut work, account.person, now).await?;
    let session = work.session(&hash_token(cookie.value())).await?;
    work.commit().await?;
    Ok((jar.add(cookie), Json(session.map(|session| session.me))))
}

/// Signs out of this session.
#[utoipa::path(delete, path = "/session", tag = "session", responses((status = NO_CONTENT)))]
async fn sign_out(State(app): State<App>, jar: CookieJar) -> Answer<impl IntoResponse> {
    if let Some(token) = jar.get(cookie_name(app.secure)) {
        let mut work = app.store.write().await?;
        work.end_session(&hash_token(token.value())).await?;
        work.commit().await?;
    }
    Ok((jar.remove(cookie(&app, String::new())), StatusCode::NO_CONTENT))
}

/// Signs out everywhere: ends all of the person's sessions.
#[utoipa::path(delete, path = "/sessions", tag = "session", responses(
    (status = NO_CONTENT),
    (status = UNAUTHORIZED, body = Problem),
))]
async fn sign_out_everywhere(
    State(app): State<App>,
    SignedIn(me): SignedIn,
    jar: CookieJar,
) -> Answer<impl IntoResponse> {
    let mut work = app.store.write().await?;
    work.end_sessions_of(me.id).await?;
    work.commit().await?;
    Ok((jar.remove(cookie(&app, String::new())), StatusCode::NO_CONTENT))
}
