//! What speaks for an objective, and how far it has come.

use serde::{Deserialize, Serialize};

use super::{Certificate, CertificateKind};
use crate::{
    ActivityId, AssessmentId, CertificateId, ObjectiveEvidenceId, PlacementId,
    curriculum::{LearningActivity, Objective, ObjectiveCode},
    iup::ObjectivePlan,
    portfolio::Portfolio,
    progress::support,
    review::Changed,
};

/// Most pieces of evidence chosen for an objective: so few that a supervisor reads them all.
pub const MOST_CHOSEN: usize = 5;

/// Something in the training that speaks for an objective.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", content = "id", rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum EvidenceRef {
    /// A placement.
    Placement(PlacementId),
    /// A course, quality work or scientific work.
    Activity(ActivityId),
    /// An assessment.
    Assessment(AssessmentId),
    /// A certificate.
    Certificate(CertificateId),
}

/// What has been chosen to speak for an objective.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ObjectiveEvidence {
    /// Which.
    pub id: ObjectiveEvidenceId,
    /// Which objective.
    pub objective: ObjectiveCode,
    /// In the order chosen.
    pub chosen: Vec<EvidenceRef>,
    /// 0 before it was first saved.
    pub version: i64,
    /// The last change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changed: Option<Changed>,
}

/// Saves what speaks for an objective.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SaveObjectiveEvidence {
    /// All of it.
    pub chosen: Vec<EvidenceRef>,
}

/// What is wrong with what was chosen for an objective.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidEvidence {
    /// The training works towards no such objective.
    #[error("Målbeskrivningen har inget delmål {0}.")]
    OtherCurriculum(ObjectiveCode),
    /// More than are read.
    #[error("Välj högst {MOST_CHOSEN}. Ta bort något som säger mindre om delmålet.")]
    TooMany,
    /// The same twice.
    #[error("Samma sak är vald två gånger. Ta bort den ena.")]
    Twice,
    /// Removed, withdrawn, or not sent yet.
    #[error(
        "Något av det valda räknas inte längre: det är borttaget, återtaget eller inte färdigt. Ladda om sidan och välj igen."
    )]
    Gone,
}

impl SaveObjectiveEvidence {
    /// Checks that it can speak for an objective of the training.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn check(
        &self,
        objective: ObjectiveCode,
        portfolio: &Portfolio,
    ) -> Result<(), InvalidEvidence> {
        if portfolio.curriculum.objective(objective).is_none() {
            return Err(InvalidEvidence::OtherCurriculum(objective));
        }
        if self.chosen.len() > MOST_CHOSEN {
            return Err(InvalidEvidence::TooMany);
        }
        let mut sorted = self.chosen.clone();
        sorted.sort_unstable();
        sorted.dedup();
        if sorted.len() < self.chosen.len() {
            return Err(InvalidEvidence::Twice);
        }
        if self.chosen.iter().any(|one| support(portfolio, *one).is_none()) {
            return Err(InvalidEvidence::Gone);
        }
        Ok(())
    }
}

/// How far an objective has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ObjectiveState {
    /// Nothing planned, chosen or certified.
    NotPlanned,
    /// Planned in the programme in force.
    Planned,
    /// Something speaks for it, but not all is certified.
    Underway,
    /// All that it asks for is certified.
    Certified,
}

impl ObjectiveState {
    /// In order.
    pub const ALL: [Self; 4] = [Self::NotPlanned, Self::Planned, Self::Underway, Self::Certified];

    /// The word on the screen.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::NotPlanned => "Inte planerat",
            Self::Planned => "Planerat",
            Self::Underway => "Pågår",
            Self::Certified => "Intygat",
        }
    }
}

/// How far an objective has come, and what decided it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ObjectiveStanding {
    /// Which.
    pub objective: ObjectiveCode,
    /// How far.
    pub state: ObjectiveState,
    /// The certificates in force that give it.
    pub certificates: Vec<CertificateId>,
    /// What it asks for that no certificate in force gives yet.
    pub remaining: Vec<LearningActivity>,
}

/// Works out how far an objective has come, from the plan in the programme in force, the evidence chosen and the training's
/// certificates. Each activity the objective asks for needs a certificate of its kind; where it asks for none (STa3), one of
/// any kind that certifies objectives. A withdrawn certificate counts for nothing, also as evidence.
#[must_use]
pub fn objective_standing(
    objective: &Objective,
    plan: Option<&ObjectivePlan>,
    chosen: &[EvidenceRef],
    certificates: &[Certificate],
) -> ObjectiveStanding {
    let giving: Vec<&Certificate> = certificates
        .iter()
        .filter(|certificate| certificate.phase.in_force() && certificate.gives(objective.code))
        .collect();
    let remaining: Vec<LearningActivity> = objective
        .activities
        .iter()
        .copied()
        .filter(|activity| !giving.iter().any(|certificate| certificate.kind.certifies(*activity)))
        .collect();
    let speaks = |evidence: &EvidenceRef| match evidence {
        EvidenceRef::Certificate(id) => {
            certificates.iter().any(|one| one.id == *id && one.phase.in_force())
        }
        EvidenceRef::Placement(_) | EvidenceRef::Activity(_) | EvidenceRef::Assessment(_) => true,
    };
    let state = if remaining.is_empty() && !giving.is_empty() {
        ObjectiveState::Certified
    } else if !giving.is_empty() || chosen.iter().any(speaks) {
        ObjectiveState::Underway
    } else if plan.is_some_and(|plan| !plan.is_blank()) {
        ObjectiveState::Planned
    } else {
        ObjectiveState::NotPlanned
    };
    ObjectiveStanding {
        objective: objective.code,
        state,
        certificates: giving.iter().map(|certificate| certificate.id).collect(),
        remaining,
    }
}

impl Certificate {
    /// Whether it names an objective, and is of a kind that certifies objectives.
    #[must_use]
    pub fn gives(&self, objective: ObjectiveCode) -> bool {
        CertificateKind::of_objectives(self.kind) && self.content.objectives.contains(&objective)
    }
}
