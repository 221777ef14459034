//! A plan's way from draft to in force, and what each step demands.

use serde::{Deserialize, Serialize};

use super::PlanOrigin;
use crate::{checklist::CriterionCode, grade::list, person::Signature, text::Reason};

/// Where a plan is on its way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "phase", rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum PlanPhase {
    /// Being written, perhaps after the inspectors sent it back.
    Draft {
        /// Sent back by whom, when and why.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        returned: Option<Returned>,
    },
    /// Approved by the head of unit and sent to the inspectors.
    Submitted {
        /// The head of unit.
        approved: Signature,
    },
    /// In force and followed up.
    InForce {
        /// The head of unit.
        approved: Signature,
        /// The inspector who accepted; none for a plan from a self-assessment.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        accepted: Option<Signature>,
    },
}

/// A plan sent back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Returned {
    /// By whom and when.
    pub by: Signature,
    /// What is missing.
    pub comment: Reason,
}

/// Why a plan can't take a step.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PlanNotAllowed {
    /// It is submitted or in force.
    #[error(
        "Handlingsplanen är inskickad och innehållet ändras inte längre. Åtgärdernas status kan följas upp."
    )]
    Locked,
    /// Only a submitted plan is accepted or returned.
    #[error("Handlingsplanen är inte inskickad.")]
    NotSubmitted,
    /// Not in force, so nothing to follow up or undo.
    #[error("Handlingsplanen gäller inte än.")]
    NotInForce,
    /// Its content isn't whole.
    #[error(transparent)]
    Incomplete(#[from] PlanGap),
}

/// What a plan lacks before it can be approved.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PlanGap {
    /// No entries.
    #[error("Planen har inga punkter än.")]
    Empty,
    /// Regulation findings no entry covers.
    #[error("Varje brist mot en föreskrift ska ha en åtgärd. {} saknas.", list(.0))]
    Uncovered(Vec<CriterionCode>),
    /// An entry without criterion.
    #[error("Punkt {0} saknar kriterium.")]
    NoCriterion(usize),
    /// An entry without action, or an action without text.
    #[error("Punkt {0} saknar beskrivning av en åtgärd.")]
    NoAction(usize),
    /// An action without date.
    #[error("En åtgärd i punkt {0} saknar datum.")]
    NoDate(usize),
    /// An action nobody is responsible for.
    #[error("En åtgärd i punkt {0} saknar ansvarig.")]
    NoResponsible(usize),
}

impl PlanPhase {
    /// Whether entries may be written.
    ///
    /// # Errors
    /// Once submitted.
    pub const fn editable(&self) -> Result<(), PlanNotAllowed> {
        match self {
            Self::Draft { .. } => Ok(()),
            Self::Submitted { .. } | Self::InForce { .. } => Err(PlanNotAllowed::Locked),
        }
    }

    /// The head of unit approves and submits. A plan from a self-assessment is then in force.
    ///
    /// # Errors
    /// When already submitted, or the plan has a gap.
    pub fn submit(
        self,
        approved: Signature,
        origin: PlanOrigin,
        whole: Result<(), PlanGap>,
    ) -> Result<Self, PlanNotAllowed> {
        self.editable()?;
        whole?;
        Ok(match origin {
            PlanOrigin::Inspection(_) => Self::Submitted { approved },
            PlanOrigin::SelfAssessment(_) => Self::InForce { approved, accepted: None },
        })
    }

    /// An inspector accepts: D becomes C.
    ///
    /// # Errors
    /// When not submitted.
    pub fn accept(self, accepted: Signature) -> Result<Self, PlanNotAllowed> {
        match self {
            Self::Submitted { approved } => {
                Ok(Self::InForce { approved, accepted: Some(accepted) })
            }
            Self::Draft { .. } | Self::InForce { .. } => Err(PlanNotAllowed::NotSubmitted),
        }
    }

    /// An inspector sends it back with a comment.
    ///
    /// # Errors
    /// When not submitted.
    pub fn send_back(self, by: Signature, comment: Reason) -> Result<Self, PlanNotAllowed> {
        match self {
            Self::Submitted { .. } => Ok(Self::Draft { returned: Some(Returned { by, comment }) }),
            Self::Draft { .. } | Self::InForce { .. } => Err(PlanNotAllowed::NotSubmitted),
        }
    }

    /// Takes an acceptance back: the grades are D again until the plan is accepted anew.
    ///
    /// # Errors
    /// When no inspector has accepted it.
    pub fn withdraw_acceptance(self) -> Result<Self, PlanNotAllowed> {
        match self {
            Self::InForce { approved, accepted: Some(_) } => Ok(Self::Submitted { approved }),
            Self::InForce { accepted: None, .. } | Self::Draft { .. } | Self::Submitted { .. } => {
                Err(PlanNotAllowed::NotInForce)
            }
        }
    }

    /// Whether status, outcome and evidence may be noted: once in force.
    ///
    /// # Errors
    /// Before it is in force.
    pub const fn followable(&self) -> Result<(), PlanNotAllowed> {
        match self {
            Self::InForce { .. } => Ok(()),
            Self::Draft { .. } | Self::Submitted { .. } => Err(PlanNotAllowed::NotInForce),
        }
    }

    /// The word on the screen.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Draft { returned: None } => "Utkast",
            Self::Draft { returned: Some(_) } => "Återlämnad",
            Self::Submitted { .. } => "Inskickad",
            Self::InForce { .. } => "Gäller",
        }
    }
}
