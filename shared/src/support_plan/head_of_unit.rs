//! The head of unit's part when larger changes or resources are needed.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    person::Signature,
    text::{FreeText, Line, Reason},
};

/// The head of unit asked in, for larger changes or resources (R78).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HeadOfUnitInvolved {
    /// The director of studies who asked.
    pub asked: Signature,
    /// What for.
    pub reason: Reason,
    /// The head of unit's approval of the larger changes or resources.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resources: Option<Signature>,
    /// A second opinion.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub second_opinion: Option<SecondOpinion>,
}

/// Another's judgement of the ST-läkare's competence, before anything is broken off (R78).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SecondOpinion {
    /// Whose judgement, such as `Handledare vid en annan klinik`.
    pub whose: Line,
    /// The day it was given.
    pub on: NaiveDate,
    /// What it says.
    pub conclusion: FreeText,
    /// What the head of unit then decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<HeadDecision>,
}

/// What the head of unit decides after a second opinion.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HeadDecision {
    /// Which way.
    pub way: DecidedWay,
    /// By whom and when.
    pub by: Signature,
    /// Why.
    pub reason: Reason,
}

/// Which way the training goes after a second opinion (R78).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum DecidedWay {
    /// Fortsatt ST.
    Continue,
    /// Omplacering.
    Reassign,
    /// Avbrott.
    Interrupt,
}

impl DecidedWay {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Continue, Self::Reassign, Self::Interrupt];

    /// The words on the screen.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Continue => "ST fortsätter",
            Self::Reassign => "Omplacering",
            Self::Interrupt => "Avbrott",
        }
    }
}
