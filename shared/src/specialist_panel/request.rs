//! What a person sends to take a step with a panel.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Tells that the panel was held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HoldPanel {
    /// The day.
    pub on: NaiveDate,
}

/// Tells that the feedback was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GiveFeedback {
    /// The day they spoke.
    pub on: NaiveDate,
}
