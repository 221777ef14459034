//! What a person sends to take a step with a plan.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{DecidedWay, FollowUpOutcome, Measure};
use crate::text::{FreeText, Line, Reason};

/// Saves what a plan says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SaveSupportPlan {
    /// What the difficulties are.
    pub problems: FreeText,
    /// The supports, all of them.
    pub measures: Vec<Measure>,
    /// Tidsplan.
    pub time_plan: FreeText,
    /// Plan för uppföljning.
    pub follow_up_plan: FreeText,
}

/// What somebody has read, and signs or approves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReadSupportPlan {
    /// The plan's revision on the person's screen.
    pub read: i64,
}

/// Follows a plan up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FollowUpSupportPlan {
    /// How it went.
    pub outcome: FollowUpOutcome,
    /// In words.
    pub note: FreeText,
}

/// Notes a second opinion.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NoteSecondOpinion {
    /// Whose judgement.
    pub whose: Line,
    /// The day it was given.
    pub on: NaiveDate,
    /// What it says.
    pub conclusion: FreeText,
}

/// Decides which way the training goes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DecideSupportPlan {
    /// Which way.
    pub way: DecidedWay,
    /// Why.
    pub reason: Reason,
}
