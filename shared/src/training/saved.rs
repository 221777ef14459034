//! What a change in a training answers with.

use serde::{Deserialize, Serialize};

/// A record as it now stands, and what the change made of the training it belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Saved<T> {
    /// With its new version.
    pub record: T,
    /// The training's new revision.
    pub revision: i64,
}
