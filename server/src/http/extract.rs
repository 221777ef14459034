//! What handlers read from a request: who is asking, the version an edit started from, a JSON body, ids in the path.

use std::{
    convert::Infallible,
    net::{IpAddr, SocketAddr},
    pin::Pin,
    task::{Context, Poll},
};

use axum::{
    body::{Body, Bytes},
    extract::{ConnectInfo, FromRequest, FromRequestParts, OptionalFromRequestParts, Request},
    http::{HeaderMap, HeaderName, StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
};
use axum_extra::extract::CookieJar;
use chrono::TimeDelta;
use http_body::{Frame, SizeHint};
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use serde::{Serialize, de::DeserializeOwned};
use shared::{
    person::Me,
    rights::{Action, On, may},
};

use super::{
    refusal::{
        Answer, Refusal, forbidden, invalid, not_found, signed_out, too_large, unavailable,
        unreadable, version_needed,
    },
    session::{cookie_name, hash_token},
};
use crate::{
    App,
    store::{Work, session::Session},
};

/// A session unused for so long has ended.
const IDLE: TimeDelta = TimeDelta::hours(8);
/// A session ends so long after sign-in, used or not.
const LONGEST: TimeDelta = TimeDelta::days(14);
/// How exactly "last used" is kept, so that reading doesn't write each time.
const SEEN_EVERY: TimeDelta = TimeDelta::minutes(5);

/// The signed-in person.
pub struct SignedIn(pub Me);

impl SignedIn {
    /// Demands a right: not seen is "not found", seen but not to be done is "forbidden".
    ///
    /// # Errors
    /// When `see` or `action` isn't the person's to do.
    pub fn must(&self, see: Action, action: Action, on: &On) -> Answer<()> {
        if !may(&self.0, see, on) {
            Err(not_found())
        } else if !may(&self.0, action, on) {
            Err(forbidden())
        } else {
            Ok(())
        }
    }

    /// Demands a right at a clinic, at a care provider or in the whole installation. Who sees nothing of a clinic
    /// or care provider is told that it isn't there.
    ///
    /// # Errors
    /// When the place isn't seen, or `action` isn't the person's to do.
    pub fn must_at(&self, action: Action, on: &On) -> Answer<()> {
        let seen = match (on.clinic, on.care_provider) {
            (Some(_), _) => self.may(Action::ClinicRead, on) || self.may(Action::ClinicSave, on),
            (None, Some(_)) => {
                self.0.memberships.iter().any(|m| m.care_provider == on.care_provider)
                    || self.may(Action::PeopleRead, on)
            }
            (None, None) => true,
        };
        if !seen {
            Err(not_found())
        } else if !self.may(action, on) {
            Err(forbidden())
        } else {
            Ok(())
        }
    }

    /// Whether the person may.
    #[must_use]
    pub fn may(&self, action: Action, on: &On) -> bool {
        may(&self.0, action, on)
    }
}

impl FromRequestParts<App> for SignedIn {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Answer<Self> {
        Asking::from_request_parts(parts, app).await?.sign_in(app).await
    }
}

/// What is to be noted of a session that is used.
#[derive(Clone, Copy)]
enum Note {
    Ended,
    Seen,
}

fn note_due(app: &App, session: &Session) -> Option<Note> {
    let now = app.clock.now();
    if now - session.seen > IDLE || now - session.created > LONGEST {
        Some(Note::Ended)
    } else if now - session.seen > SEEN_EVERY {
        Some(Note::Seen)
    } else {
        None
    }
}

/// Who asks, by a session that is still to be read: with what is asked for, in one statement.
pub struct Asking {
    token_hash: String,
}

impl Asking {
    /// What the session is kept by.
    #[must_use]
    pub fn token_hash(&self) -> &str {
        &self.token_hash
    }

    /// Reads the session.
    ///
    /// # Errors
    /// When there is none, or it has ended.
    pub async fn sign_in(&self, app: &App) -> Answer<SignedIn> {
        let session = app.store.read().await?.session(&self.token_hash).await?;
        self.holds(app, session).await
    }

    /// The person whose session was read.
    ///
    /// # Errors
    /// When there is none, or it has ended.
    pub async fn holds(&self, app: &App, session: Option<Session>) -> Answer<SignedIn> {
        let session = session.ok_or_else(signed_out)?;
        if let Some(note) = note_due(app, &session) {
            self.make(note, app).await?;
        }
        Ok(SignedIn(session.me))
    }

    /// The same for one who read it in a work that may have the turn to write, which what is to be noted needs too.
    ///
    /// # Errors
    /// When it has ended.
    pub async fn holds_to_write(
        &self,
        app: &App,
        session: &Session,
        mut work: Work,
    ) -> Answer<(SignedIn, Work)> {
        if let Some(note) = note_due(app, session) {
            drop(work);
            self.make(note, app).await?;
            work = app.store.read_to_write().await?;
        }
        Ok((SignedIn(session.me.clone()), work))
    }

    /// The same for a session read before; none where something is to be noted of it.
    #[must_use]
    pub fn held(app: &App, session: &Session) -> Option<SignedIn> {
        note_due(app, session).is_none().then(|| SignedIn(session.me.clone()))
    }

    async fn make(&self, note: Note, app: &App) -> Answer<()> {
        let mut work = app.store.write().await?;
        match note {
            Note::Ended => work.end_session(&self.token_hash).await?,
            Note::Seen => work.see_session(&self.token_hash, app.clock.now()).await?,
        }
        work.commit().await?;
        match note {
            Note::Ended => Err(signed_out()),
            Note::Seen => Ok(()),
        }
    }

    /// What to answer when nothing of what is asked for is there, and so no session was read with it.
    pub async fn found_nothing(&self, app: &App) -> Refusal {
        self.sign_in(app).await.map_or_else(|refusal| refusal, |_| not_found())
    }
}

impl FromRequestParts<App> for Asking {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Answer<Self> {
        let jar = CookieJar::from_headers(&parts.headers);
        let token = jar.get(cookie_name(app.secure)).ok_or_else(signed_out)?;
        Ok(Self { token_hash: hash_token(token.value()) })
    }
}

impl OptionalFromRequestParts<App> for SignedIn {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Answer<Option<Self>> {
        let asked = CookieJar::from_headers(&parts.headers).get(cookie_name(app.secure)).is_some();
        if !asked {
            return Ok(None);
        }
        match <Self as FromRequestParts<App>>::from_request_parts(parts, app).await {
            Ok(signed_in) => Ok(Some(signed_in)),
            Err(refusal) if refusal.is_signed_out() => Ok(None),
            Err(refusal) => Err(refusal),
        }
    }
}

/// The address the request came from, where the server listens on a socket.
pub struct Peer(pub Option<IpAddr>);

impl<S: Sync> FromRequestParts<S> for Peer {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        Ok(Self(peer.map(|ConnectInfo(peer)| peer.ip())))
    }
}

/// The version an edit started from: `If-Match: "3"`. Demanded of every edit.
#[derive(Clone, Copy)]
pub struct IfMatch(pub i64);

impl<S: Sync> FromRequestParts<S> for IfMatch {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Answer<Self> {
        let value = parts.headers.get(header::IF_MATCH).ok_or_else(version_needed)?;
        value
            .to_str()
            .ok()
            .and_then(|text| text.trim().trim_matches('"').parse().ok())
            .map(Self)
            .ok_or_else(version_needed)
    }
}

/// Whether the client already has this revision: then 304 is the whole answer.
#[must_use]
pub fn has_revision(headers: &HeaderMap, revision: i64) -> bool {
    headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok()).is_some_and(|value| {
        value.trim().trim_start_matches("W/").trim_matches('"') == revision.to_string()
    })
}

/// A revision as ETag.
pub fn etag(revision: i64) -> [(HeaderName, String); 1] {
    [(header::ETAG, format!("\"{revision}\""))]
}

/// A record with its revision as ETag.
pub struct Revised<T>(pub i64, pub T);

impl<T: Serialize> IntoResponse for Revised<T> {
    fn into_response(self) -> Response {
        (etag(self.0), Json(self.1)).into_response()
    }
}

/// An answer that is JSON already, in pieces that are sent one after the other.
pub struct JsonText<const N: usize = 1>(pub [Bytes; N]);

impl<const N: usize> IntoResponse for JsonText<N> {
    fn into_response(self) -> Response {
        let body = Body::new(Pieces(self.0.into_iter()));
        ([(header::CONTENT_TYPE, "application/json")], body).into_response()
    }
}

struct Pieces<const N: usize>(std::array::IntoIter<Bytes, N>);

impl<const N: usize> http_body::Body for Pieces<N> {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        Poll::Ready(self.0.next().map(|piece| Ok(Frame::data(piece))))
    }

    fn is_end_stream(&self) -> bool {
        self.0.len() == 0
    }

    fn size_hint(&self) -> SizeHint {
        let bytes: usize = self.0.as_slice().iter().map(Bytes::len).sum();
        SizeHint::with_exact(bytes as u64)
    }
}

/// The largest JSON body that is read.
pub const MAX_JSON: usize = 2 * 1024 * 1024;
/// The largest JSON body that is read where it holds a file as text, with room for what JSON adds to it.
const MAX_FILE_JSON: usize = 2 * shared::own_records::MAX_BYTES;

/// A JSON body; what is wrong in it is told by field.
pub struct Json<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Json<T> {
    type Rejection = Refusal;

    async fn from_request(request: Request, state: &S) -> Answer<Self> {
        must_be_json(&request)?;
        let body = Bytes::from_request(request, state).await.map_err(|rejection| {
            if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE {
                too_large("2 MB")
            } else {
                cut_off()
            }
        })?;
        from_json(&body).map(Self)
    }
}

/// A JSON body that holds a file as text.
pub struct FileJson<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for FileJson<T> {
    type Rejection = Refusal;

    async fn from_request(request: Request, _: &S) -> Answer<Self> {
        must_be_json(&request)?;
        let body = Limited::new(request.into_body(), MAX_FILE_JSON).collect().await;
        let body = body.map_err(|error| {
            if error.is::<LengthLimitError>() {
                too_large(&format!("{} MB", MAX_FILE_JSON / 1024 / 1024))
            } else {
                cut_off()
            }
        })?;
        from_json(&body.to_bytes()).map(Self)
    }
}

fn must_be_json(request: &Request) -> Answer<()> {
    let is_json = request
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| {
            value.split(';').next().is_some_and(|kind| kind.trim() == "application/json")
        });
    if is_json {
        return Ok(());
    }
    Err(unreadable(
        StatusCode::UNSUPPORTED_MEDIA_TYPE,
        "Innehållet måste skickas som JSON.",
        "Ange Content-Type: application/json.",
    ))
}

fn cut_off() -> Refusal {
    unreadable(StatusCode::BAD_REQUEST, "Innehållet kom inte fram helt.", "Skicka det igen.")
}

fn from_json<T: DeserializeOwned>(body: &[u8]) -> Answer<T> {
    let mut reader = serde_json::Deserializer::from_slice(body);
    let value =
        serde_path_to_error::deserialize(&mut reader).map_err(|error| field_error(&error))?;
    reader.end().map_err(|_| {
        unreadable(
            StatusCode::BAD_REQUEST,
            "Innehållet är inte giltig JSON.",
            "Det står något efter slutet.",
        )
    })?;
    Ok(value)
}

fn field_error(error: &serde_path_to_error::Error<serde_json::Error>) -> Refusal {
    let inner = error.inner();
    if !inner.is_data() {
        return unreadable(
            StatusCode::BAD_REQUEST,
            "Innehållet är inte giltig JSON.",
            format!("Rad {}, tecken {}.", inner.line(), inner.column()),
        );
    }
    // serde_json adds where in the text it stood; the path says it better.
    let message = inner.to_string();
    let message = message.split(" at line ").next().unwrap_or_default();
    let mut path = error.path().to_string();
    if let Some(field) = message.strip_prefix("missing field `") {
        let field = field.trim_end_matches('`');
        path = if path == "." { field.to_owned() } else { format!("{path}.{field}") };
    }
    invalid(path, sentence(message))
}

/// Our own types say in a sentence what is wrong; what serde and others say of theirs is put into words here.
fn sentence(message: &str) -> &str {
    const OTHERS: [(&str, &str); 13] = [
        ("missing field", "Uppgiften saknas."),
        ("duplicate field", "Uppgiften står två gånger."),
        ("unknown field", "Uppgiften känns inte igen."),
        ("unknown variant", "Värdet är inget av dem som går att välja."),
        ("invalid type", "Värdet är av fel slag."),
        ("invalid value", "Värdet är av fel slag."),
        ("invalid length", "Listan har fel antal värden."),
        ("data did not match", "Värdet är av fel slag."),
        ("UUID parsing failed", "Värdet är inget id."),
        ("input is out of range", "Datumet finns inte."),
        ("input contains invalid", "Datumet ska skrivas som 2026-11-22."),
        ("premature end of input", "Datumet ska skrivas som 2026-11-22."),
        ("trailing input", "Datumet ska skrivas som 2026-11-22."),
    ];
    OTHERS
        .into_iter()
        .find(|(theirs, _)| message.starts_with(theirs))
        .map_or(message, |(_, ours)| ours)
}

impl<T: Serialize> IntoResponse for Json<T> {
    fn into_response(self) -> Response {
        // Room for a whole self-assessment, so that it is not moved as it grows.
        let mut json = Vec::with_capacity(16 * 1024);
        match serde_json::to_writer(&mut json, &self.0) {
            Ok(()) => ([(header::CONTENT_TYPE, "application/json")], json).into_response(),
            Err(error) => {
                tracing::error!(%error, "an answer is no JSON");
                unavailable().into_response()
            }
        }
    }
}

/// Ids in the path. What can't be an id is not found.
pub struct Path<T>(pub T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Path<T> {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Answer<Self> {
        <axum::extract::Path<T> as FromRequestParts<S>>::from_request_parts(parts, state)
            .await
            .map(|path| Self(path.0))
            .map_err(|_| not_found())
    }
}

/// Rows of history in one answer.
pub const HISTORY_PAGE: i64 = 100;

/// Where a page of history begins.
#[derive(serde::Deserialize, utoipa::IntoParams)]
pub struct Page {
    /// Rows to skip.
    #[serde(default)]
    pub offset: u32,
}

/// Values after `?` in the address; what can't be read is told.
pub struct Query<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Query<T> {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Answer<Self> {
        axum::extract::Query::<T>::from_request_parts(parts, state)
            .await
            .map(|query| Self(query.0))
            .map_err(|error| {
                unreadable(StatusCode::BAD_REQUEST, "Adressen kan inte läsas.", error.body_text())
            })
    }
}
