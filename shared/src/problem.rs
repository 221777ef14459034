//! What the server answers when something can't be done: RFC 9457 problem+json.

use serde::{Deserialize, Serialize};

/// An `application/problem+json` answer. `title` and `detail` are sentences for the user.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    /// What kind, as a stable word.
    #[serde(rename = "type")]
    pub kind: ProblemKind,
    /// HTTP status.
    pub status: u16,
    /// What happened.
    pub title: String,
    /// What to do about it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub detail: String,
    /// Which fields stand wrong.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldProblem>,
    /// At a conflict: the value as it now stands, with its version, in the shape the operation answers with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Object>))]
    pub current: Option<serde_json::Value>,
}

/// What kind of problem.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ProblemKind {
    /// Not signed in.
    SignedOut,
    /// Seen, but not to be done by this person.
    Forbidden,
    /// Not there, or not to be seen by this person.
    NotFound,
    /// Changed by somebody else meanwhile.
    Conflict,
    /// No `If-Match` on an edit.
    VersionNeeded,
    /// The record's phase doesn't allow it.
    NotAllowed,
    /// The body or a field stands wrong.
    Invalid,
    /// More than is received.
    TooLarge,
    /// Too many tries.
    Throttled,
    /// The server can't for the moment; try again.
    Unavailable,
}

/// A field that stands wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldProblem {
    /// Path into the body, such as `actions[0].text`.
    pub path: String,
    /// A sentence for the user.
    pub message: String,
}
