//! Who has a part in a training, what each may do with an åtgärdsplan, and who sees it.

use serde::{Deserialize, Serialize};

/// A part in one person's training.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum TrainingPart {
    /// ST-läkaren.
    Trainee,
    /// Huvudansvarig handledare.
    PrincipalSupervisor,
    /// Studierektor.
    DirectorOfStudies,
    /// Verksamhetschef.
    HeadOfUnit,
}

impl TrainingPart {
    /// All four.
    pub const ALL: [Self; 4] =
        [Self::Trainee, Self::PrincipalSupervisor, Self::DirectorOfStudies, Self::HeadOfUnit];

    /// The word on the screen.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Trainee => "ST-läkare",
            Self::PrincipalSupervisor => "Huvudansvarig handledare",
            Self::DirectorOfStudies => "Studierektor",
            Self::HeadOfUnit => "Verksamhetschef",
        }
    }

    /// Whether the part may take a step with an åtgärdsplan.
    #[must_use]
    pub const fn may(self, step: SupportStep) -> bool {
        use SupportStep as S;
        match step {
            S::Write => matches!(self, Self::Trainee | Self::PrincipalSupervisor),
            S::SignAsTrainee => matches!(self, Self::Trainee),
            S::SignAsSupervisor => matches!(self, Self::PrincipalSupervisor),
            S::Withdraw => matches!(self, Self::Trainee | Self::PrincipalSupervisor),
            S::FollowUp => {
                matches!(self, Self::PrincipalSupervisor | Self::DirectorOfStudies)
            }
            S::Approve
            | S::Return
            | S::Escalate
            | S::InvolveHeadOfUnit
            | S::NoteSecondOpinion
            | S::Close => matches!(self, Self::DirectorOfStudies),
            S::ApproveResources | S::Decide => matches!(self, Self::HeadOfUnit),
        }
    }
}

/// Something done with an åtgärdsplan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum SupportStep {
    /// Write the draft (R74).
    Write,
    /// Sign as ST-läkare.
    SignAsTrainee,
    /// Sign as principal supervisor.
    SignAsSupervisor,
    /// Take one's signature back.
    Withdraw,
    /// Approve (R76).
    Approve,
    /// Send back.
    Return,
    /// Follow up.
    FollowUp,
    /// Go on with a secondary plan (R77).
    Escalate,
    /// Ask the head of unit in (R78).
    InvolveHeadOfUnit,
    /// Approve larger changes or resources (R78).
    ApproveResources,
    /// Note a second opinion (R78).
    NoteSecondOpinion,
    /// Decide on interruption or another place (R78).
    Decide,
    /// Close the plan.
    Close,
}

impl SupportStep {
    /// All of them.
    pub const ALL: [Self; 13] = [
        Self::Write,
        Self::SignAsTrainee,
        Self::SignAsSupervisor,
        Self::Withdraw,
        Self::Approve,
        Self::Return,
        Self::FollowUp,
        Self::Escalate,
        Self::InvolveHeadOfUnit,
        Self::ApproveResources,
        Self::NoteSecondOpinion,
        Self::Decide,
        Self::Close,
    ];
}

/// Who sees what is written about a shortcoming. The head of unit only once asked in.
pub(super) const fn sees(part: TrainingPart, head_of_unit_involved: bool) -> bool {
    match part {
        TrainingPart::Trainee
        | TrainingPart::PrincipalSupervisor
        | TrainingPart::DirectorOfStudies => true,
        TrainingPart::HeadOfUnit => head_of_unit_involved,
    }
}
