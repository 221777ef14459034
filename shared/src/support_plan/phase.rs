//! An åtgärdsplan's way from draft to closed, and what each step demands.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::MAX_MEASURES;
use crate::{
    SupportPlanId,
    iup::{BothSignatures, CannotSign, FirstSignature, Reopened},
    person::Signature,
    text::{FreeText, Reason},
};

/// A plan that all have agreed on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SupportAgreement {
    /// ST-läkaren and the principal supervisor.
    pub signatures: BothSignatures,
    /// The director of studies (R76).
    pub approved: Signature,
    /// First day in force.
    pub on: NaiveDate,
}

/// How it went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum FollowUpOutcome {
    /// Målen är uppnådda.
    GoalsMet,
    /// The plan was followed, but didn't suffice.
    GoalsNotMet,
    /// The plan wasn't followed.
    NotFollowed,
}

impl FollowUpOutcome {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::GoalsMet, Self::GoalsNotMet, Self::NotFollowed];

    /// The words on the screen.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::GoalsMet => "Målen är uppnådda",
            Self::GoalsNotMet => "Planen är följd, men målen är inte uppnådda",
            Self::NotFollowed => "Planen har inte följts",
        }
    }
}

/// A follow-up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SupportFollowUp {
    /// How it went.
    pub outcome: FollowUpOutcome,
    /// In words.
    pub note: FreeText,
    /// By whom and when.
    pub by: Signature,
}

/// Whether the training takes longer with a secondary plan. That it may is told to all, or not said (R77).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "prolongation", rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Prolongation {
    /// Not foreseen.
    NotForeseen,
    /// It may.
    Possible {
        /// The day all concerned had been told.
        told: NaiveDate,
    },
}

/// A secondary plan in place of one that wasn't enough (R77).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Escalation {
    /// The secondary plan.
    pub secondary: SupportPlanId,
    /// Whether the training may be prolonged.
    pub prolongation: Prolongation,
    /// The director of studies.
    pub by: Signature,
}

/// Where a plan is on its way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "phase", rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum SupportPlanPhase {
    /// Being written, perhaps after it was opened again.
    Draft {
        /// By whom, when and why it was opened.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reopened: Option<Reopened>,
    },
    /// One of the two has signed: locked for the other.
    Signing {
        /// That one.
        first: FirstSignature,
    },
    /// Signed by both; waits for the director of studies.
    Proposed {
        /// Both.
        signatures: BothSignatures,
    },
    /// Approved and in force.
    InForce {
        /// By whom.
        agreement: SupportAgreement,
    },
    /// Followed up.
    FollowedUp {
        /// By whom it was agreed.
        agreement: SupportAgreement,
        /// How it went.
        follow_up: SupportFollowUp,
    },
    /// A secondary plan goes on.
    Escalated {
        /// By whom it was agreed.
        agreement: SupportAgreement,
        /// How it went.
        follow_up: SupportFollowUp,
        /// To what.
        escalation: Escalation,
    },
    /// Done with.
    Closed {
        /// By whom and when.
        closed: Signature,
        /// Why.
        reason: Reason,
        /// Where it stood.
        #[serde(flatten)]
        from: ClosedFrom,
    },
}

/// Where a plan stood when it was closed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "from", rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ClosedFrom {
    /// It never came into force.
    Draft,
    /// Broken off by the head of unit's decision.
    InForce {
        /// By whom it was agreed.
        agreement: SupportAgreement,
    },
    /// Its goals were met, or the head of unit decided.
    FollowedUp {
        /// By whom it was agreed.
        agreement: SupportAgreement,
        /// How it went.
        follow_up: SupportFollowUp,
    },
    /// A secondary plan has taken over.
    Escalated {
        /// By whom it was agreed.
        agreement: SupportAgreement,
        /// How it went.
        follow_up: SupportFollowUp,
        /// To what.
        escalation: Escalation,
    },
}

/// What a plan lacks before it can be signed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SupportPlanGap {
    /// No problems.
    #[error("Beskriv vilka svårigheterna är.")]
    Problems,
    /// No measures.
    #[error("Planen har inga stödåtgärder än.")]
    Measures,
    /// A measure without text.
    #[error("Stödåtgärd {0} saknar beskrivning.")]
    What(usize),
    /// A measure nobody is responsible for.
    #[error("Stödåtgärd {0} saknar ansvarig.")]
    Responsible(usize),
    /// A measure without last day.
    #[error("Stödåtgärd {0} saknar slutdatum.")]
    Until(usize),
    /// No time plan (R75).
    #[error("En åtgärdsplan ska alltid ha en tidsplan. Skriv den.")]
    TimePlan,
    /// No plan for following up (R75).
    #[error("En åtgärdsplan ska alltid ha en plan för uppföljning. Skriv den.")]
    FollowUpPlan,
}

/// Why a plan can't take a step.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SupportPlanNotAllowed {
    /// Another plan is on its way.
    #[error(
        "Det finns redan en åtgärdsplan som inte är avslutad. Avsluta den innan ni börjar på en ny."
    )]
    UnderWay,
    /// Signed by one or both.
    #[error(
        "Åtgärdsplanen är undertecknad och låst. Den som har undertecknat kan ta tillbaka underskriften med en motivering."
    )]
    Locked,
    /// Approved.
    #[error("Åtgärdsplanen är godkänd och innehållet ändras inte längre.")]
    Approved,
    /// Closed.
    #[error("Åtgärdsplanen är avslutad och ändras inte längre.")]
    Closed,
    /// Something is missing.
    #[error(transparent)]
    Incomplete(#[from] SupportPlanGap),
    /// More than [`MAX_MEASURES`].
    #[error("Planen rymmer {MAX_MEASURES} stödåtgärder, men {0} är inlagda.")]
    TooManyMeasures(usize),
    /// A signature that can't be put.
    #[error(transparent)]
    CannotSign(#[from] CannotSign),
    /// No signature to take back.
    #[error("Det finns ingen underskrift att ta tillbaka.")]
    NotSigned,
    /// Another's signature.
    #[error("Bara den som har undertecknat kan ta tillbaka sin underskrift.")]
    NotYours,
    /// Not signed by both, so nothing to approve or return.
    #[error("Åtgärdsplanen väntar inte på godkännande.")]
    NotProposed,
    /// Who signed approves too.
    #[error(
        "Den som har undertecknat åtgärdsplanen godkänner den inte också. Låt en annan studierektor godkänna."
    )]
    OwnSignature,
    /// Not in force, so nothing to follow up.
    #[error("Åtgärdsplanen gäller inte, så det finns inget att följa upp.")]
    NotInForce,
    /// Not followed up, so no outcome to go on from.
    #[error("Följ upp åtgärdsplanen först.")]
    NotFollowedUp,
    /// No need of a secondary plan.
    #[error("Målen är uppnådda. Åtgärdsplanen kan avslutas.")]
    GoalsMet,
    /// Goals aren't met, and nothing is decided instead.
    #[error(
        "Målen är inte uppnådda. Gör en ny åtgärdsplan, eller låt verksamhetschefen besluta, innan den här avslutas."
    )]
    GoalsNotMet,
    /// The head of unit is asked in.
    #[error("Verksamhetschefen är redan inkopplad.")]
    InvolvedAlready,
    /// The head of unit isn't asked in.
    #[error("Verksamhetschefen är inte inkopplad. Studierektorn kopplar in verksamhetschefen.")]
    NotInvolved,
    /// The larger changes or resources are approved.
    #[error("Verksamhetschefen har redan godkänt resurserna.")]
    ResourcesApproved,
    /// A second opinion stands.
    #[error("En second opinion finns redan.")]
    OpinionNoted,
    /// A second opinion without words.
    #[error("Skriv vad bedömningen kom fram till.")]
    EmptyOpinion,
    /// A day to come.
    #[error("{0} har inte varit än. Skriv dagen då det hände.")]
    ToCome(NaiveDate),
    /// No second opinion.
    #[error("En second opinion behövs innan verksamhetschefen beslutar.")]
    NoSecondOpinion,
    /// The head of unit has decided.
    #[error("Verksamhetschefen har redan beslutat.")]
    Decided,
}

use SupportPlanNotAllowed as No;

impl SupportPlanPhase {
    /// Whether what the plan says may be changed.
    ///
    /// # Errors
    /// Once a signature stands.
    pub const fn editable(&self) -> Result<(), No> {
        if matches!(self, Self::Draft { .. }) { Ok(()) } else { Err(self.locked()) }
    }

    /// Whether the plan is not yet closed.
    ///
    /// # Errors
    /// When it is.
    pub const fn open(&self) -> Result<(), No> {
        if matches!(self, Self::Closed { .. }) { Err(No::Closed) } else { Ok(()) }
    }

    pub(super) const fn locked(&self) -> No {
        match self {
            Self::Draft { .. } | Self::Signing { .. } | Self::Proposed { .. } => No::Locked,
            Self::InForce { .. } | Self::FollowedUp { .. } | Self::Escalated { .. } => No::Approved,
            Self::Closed { .. } => No::Closed,
        }
    }

    pub(super) fn agree(
        self,
        approved: Signature,
        read: i64,
        on: NaiveDate,
    ) -> Result<SupportAgreement, No> {
        match self {
            Self::Proposed { signatures } if signatures.include(&approved) => Err(No::OwnSignature),
            Self::Proposed { signatures } if read < signatures.of_revision => {
                Err(CannotSign::ChangedSinceRead.into())
            }
            Self::Proposed { signatures } => Ok(SupportAgreement { signatures, approved, on }),
            _ => Err(No::NotProposed),
        }
    }

    pub(super) fn close(
        self,
        closed: Signature,
        reason: Reason,
        decided: bool,
    ) -> Result<Self, No> {
        let from = match self {
            Self::Draft { .. } => ClosedFrom::Draft,
            Self::Signing { .. } | Self::Proposed { .. } => return Err(No::Locked),
            Self::InForce { agreement } if decided => ClosedFrom::InForce { agreement },
            Self::InForce { .. } => return Err(No::NotFollowedUp),
            Self::FollowedUp { agreement, follow_up }
                if decided || follow_up.outcome == FollowUpOutcome::GoalsMet =>
            {
                ClosedFrom::FollowedUp { agreement, follow_up }
            }
            Self::FollowedUp { .. } => return Err(No::GoalsNotMet),
            Self::Escalated { agreement, follow_up, escalation } => {
                ClosedFrom::Escalated { agreement, follow_up, escalation }
            }
            Self::Closed { .. } => return Err(No::Closed),
        };
        Ok(Self::Closed { closed, reason, from })
    }

    /// The word on the screen.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Draft { reopened: None } => "Utkast",
            Self::Draft { reopened: Some(_) } => "Öppnad igen",
            Self::Signing { .. } => "Undertecknad av en",
            Self::Proposed { .. } => "Väntar på godkännande",
            Self::InForce { .. } => "Gäller",
            Self::FollowedUp { .. } => "Uppföljd",
            Self::Escalated { .. } => "Ny åtgärdsplan",
            Self::Closed { .. } => "Avslutad",
        }
    }
}
