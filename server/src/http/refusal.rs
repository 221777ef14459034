//! What a handler answers when it can't do what was asked: one type, always problem+json, nothing inward leaks out.

use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use shared::problem::{FieldProblem, Problem, ProblemKind};

use crate::store;

mod described;

pub use described::{Checked, Guarded, Versioned};

/// A refusal.
#[derive(Debug)]
pub struct Refusal(Box<Problem>);

/// What handlers answer.
pub type Answer<T> = Result<T, Refusal>;

impl Refusal {
    fn new(
        status: StatusCode,
        kind: ProblemKind,
        title: impl Into<String>,
        detail: impl Into<String>,
    ) -> Self {
        Self(Box::new(Problem {
            kind,
            status: status.as_u16(),
            title: title.into(),
            detail: detail.into(),
            errors: Vec::new(),
            current: None,
        }))
    }
}

/// Nobody is signed in, or the session has ended.
#[must_use]
pub fn signed_out() -> Refusal {
    Refusal::new(
        StatusCode::UNAUTHORIZED,
        ProblemKind::SignedOut,
        "Du är inte inloggad.",
        "Logga in och försök igen. Det du har skrivit finns kvar.",
    )
}

/// E-mail and password don't match an account.
#[must_use]
pub fn wrong_password() -> Refusal {
    Refusal::new(
        StatusCode::UNAUTHORIZED,
        ProblemKind::SignedOut,
        "E-postadressen eller lösenordet stämmer inte.",
        "Kontrollera båda och försök igen.",
    )
}

/// Seen, but not to be done by this person.
#[must_use]
pub fn forbidden() -> Refusal {
    Refusal::new(
        StatusCode::FORBIDDEN,
        ProblemKind::Forbidden,
        "Din roll får inte göra detta.",
        "Be någon med rätt roll, till exempel verksamhetschefen eller studierektorn.",
    )
}

/// Seen, but not to be done by this person, where more can be said than that.
#[must_use]
pub fn forbidden_so(title: impl Into<String>, detail: impl Into<String>) -> Refusal {
    Refusal::new(StatusCode::FORBIDDEN, ProblemKind::Forbidden, title, detail)
}

/// Not there, or not to be seen by this person.
#[must_use]
pub fn not_found() -> Refusal {
    Refusal::new(
        StatusCode::NOT_FOUND,
        ProblemKind::NotFound,
        "Det du söker finns inte.",
        "Det kan ha flyttats, eller så har du inte tillgång till det.",
    )
}

/// Not there, where more can be said than that.
#[must_use]
pub fn not_found_so(title: impl Into<String>, detail: impl Into<String>) -> Refusal {
    Refusal::new(StatusCode::NOT_FOUND, ProblemKind::NotFound, title, detail)
}

/// Changed by somebody else meanwhile; `current` is how it now stands.
#[must_use]
pub fn conflict(current: &impl Serialize) -> Refusal {
    let mut refusal = Refusal::new(
        StatusCode::PRECONDITION_FAILED,
        ProblemKind::Conflict,
        "Någon annan har ändrat detta medan du skrev.",
        "Jämför och välj vilket som ska gälla.",
    );
    refusal.0.current = serde_json::to_value(current).ok();
    refusal
}

/// An edit without `If-Match`.
#[must_use]
pub fn version_needed() -> Refusal {
    Refusal::new(
        StatusCode::PRECONDITION_REQUIRED,
        ProblemKind::VersionNeeded,
        "Ändringen saknar version.",
        "Skicka versionen du utgick från i If-Match, till exempel \"3\".",
    )
}

/// The record's phase doesn't allow it; the sentence comes from the rule.
#[must_use]
pub fn not_allowed(why: impl ToString) -> Refusal {
    Refusal::new(StatusCode::CONFLICT, ProblemKind::NotAllowed, why.to_string(), "")
}

/// A field stands wrong; the sentence comes from the rule.
#[must_use]
pub fn invalid(path: impl Into<String>, message: impl ToString) -> Refusal {
    let mut refusal = Refusal::new(
        StatusCode::UNPROCESSABLE_ENTITY,
        ProblemKind::Invalid,
        message.to_string(),
        "Rätta och försök igen.",
    );
    refusal.0.errors.push(FieldProblem { path: path.into(), message: message.to_string() });
    refusal
}

/// Several fields stand wrong; the sentences come from the rule.
#[must_use]
pub fn invalid_fields(errors: Vec<FieldProblem>) -> Refusal {
    let sentences: Vec<&str> = errors.iter().map(|error| error.message.as_str()).collect();
    let mut refusal = Refusal::new(
        StatusCode::UNPROCESSABLE_ENTITY,
        ProblemKind::Invalid,
        sentences.join(" "),
        "Rätta och försök igen.",
    );
    refusal.0.errors = errors;
    refusal
}

/// The body can't be read at all.
#[must_use]
pub fn unreadable(
    status: StatusCode,
    title: impl Into<String>,
    detail: impl Into<String>,
) -> Refusal {
    Refusal::new(status, ProblemKind::Invalid, title, detail)
}

/// More than is received.
#[must_use]
pub fn too_large(most: &str) -> Refusal {
    Refusal::new(
        StatusCode::PAYLOAD_TOO_LARGE,
        ProblemKind::TooLarge,
        format!("Det är för stort. Högst {most} tas emot."),
        "Dela upp det eller länka till det i stället.",
    )
}

/// Too many tries.
#[must_use]
pub fn throttled(minutes: i64) -> Refusal {
    Refusal::new(
        StatusCode::TOO_MANY_REQUESTS,
        ProblemKind::Throttled,
        "För många misslyckade försök att logga in.",
        format!("Vänta {minutes} minuter och försök igen."),
    )
}

/// The server can't for the moment.
#[must_use]
pub fn unavailable() -> Refusal {
    Refusal::new(
        StatusCode::SERVICE_UNAVAILABLE,
        ProblemKind::Unavailable,
        "Servern kan inte spara eller läsa just nu.",
        "Försök igen om en stund. Det du har skrivit finns kvar.",
    )
}

/// No room left for an uploaded file.
#[must_use]
pub fn disk_full() -> Refusal {
    Refusal::new(
        StatusCode::SERVICE_UNAVAILABLE,
        ProblemKind::Unavailable,
        "Filen får inte plats på servern just nu.",
        "Försök igen senare eller lägg in en länk i stället. Svaret i övrigt är sparat.",
    )
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.0.status).unwrap_or(StatusCode::SERVICE_UNAVAILABLE);
        let mut response = (status, Json(self.0)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if status == StatusCode::SERVICE_UNAVAILABLE {
            headers.insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
        }
        response
    }
}

impl From<store::Error> for Refusal {
    fn from(error: store::Error) -> Self {
        tracing::error!(%error, "store");
        unavailable()
    }
}

impl From<crate::password::Failed> for Refusal {
    fn from(error: crate::password::Failed) -> Self {
        tracing::error!(%error, "password");
        unavailable()
    }
}

impl Refusal {
    /// Whether it says that nobody is signed in.
    #[must_use]
    pub fn is_signed_out(&self) -> bool {
        self.0.kind == ProblemKind::SignedOut
    }
}
