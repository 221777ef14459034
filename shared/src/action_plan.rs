//! Handlingsplan: what the clinic does about its findings, and how it went.

mod phase;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    ActionPlanId, ChecklistId, InspectionId, PlanActionId, PlanEntryId, SelfAssessmentId,
    checklist::{CriterionClass, CriterionCode},
    review::{Changed, ClinicName, EvidenceSource},
    text::{FreeText, Line},
    written_date::{WrittenDate, follow_up_before_action},
};

pub use phase::{PlanGap, PlanNotAllowed, PlanPhase, Returned};

/// What the plan answers to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "id", rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum PlanOrigin {
    /// An inspection that gave an area D: the inspectors accept the plan.
    Inspection(InspectionId),
    /// A self-assessment: the head of unit's approval is enough (Riktlinje Västmanland 9.2.1, R70–R71).
    SelfAssessment(SelfAssessmentId),
}

/// How far an action has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ActionStatus {
    /// Ej påbörjad.
    #[default]
    NotStarted,
    /// Pågår.
    Underway,
    /// Klar.
    Done,
}

impl ActionStatus {
    /// In order.
    pub const ALL: [Self; 3] = [Self::NotStarted, Self::Underway, Self::Done];

    /// The word on the screen.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::NotStarted => "Ej påbörjad",
            Self::Underway => "Pågår",
            Self::Done => "Klar",
        }
    }
}

/// Åtgärd.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PlanAction {
    /// Which.
    pub id: PlanActionId,
    /// What is to be done.
    pub text: FreeText,
    /// When it is to be done, as written.
    pub due: Vec<WrittenDate>,
    /// Roles or persons.
    pub responsible: Vec<Line>,
    /// When it is followed up, as written.
    pub follow_up: Vec<WrittenDate>,
    /// Who follows up.
    pub follow_up_responsible: Vec<Line>,
    /// How far it has come.
    #[serde(default)]
    pub status: ActionStatus,
    /// What came of it.
    #[serde(default)]
    pub outcome: FreeText,
    /// Links that show it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<ActionEvidence>,
}

/// Evidence of an action.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ActionEvidence {
    /// What the reader sees.
    pub title: Line,
    /// Where it is.
    pub source: EvidenceSource,
}

impl PlanAction {
    /// The last day it was to be done, where the writing tells one.
    #[must_use]
    pub fn last_due(&self) -> Option<NaiveDate> {
        self.due.iter().filter_map(|date| date.to).max()
    }

    /// Days past its last due day, if it isn't done. What was never due is never late.
    #[must_use]
    pub fn days_late(&self, today: NaiveDate) -> Option<i64> {
        if self.status == ActionStatus::Done {
            return None;
        }
        self.last_due().map(|due| (today - due).num_days()).filter(|days| *days > 0)
    }

    /// Whether it is to be followed up before it is to be done.
    #[must_use]
    pub fn followed_up_too_early(&self) -> bool {
        follow_up_before_action(&self.due, &self.follow_up)
    }
}

/// Punkt: one or more criteria, and what is done about them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PlanEntry {
    /// Which.
    pub id: PlanEntryId,
    /// What it covers.
    pub criteria: Vec<CriterionCode>,
    /// What is done.
    pub actions: Vec<PlanAction>,
    /// 0 before it was first saved.
    pub version: i64,
    /// The last change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changed: Option<Changed>,
}

/// Saves an entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SaveEntry {
    /// What it covers.
    pub criteria: Vec<CriterionCode>,
    /// What is done. An action keeps its id; a new one has none.
    pub actions: Vec<SaveAction>,
}

/// An action as written in the form; dates as people write them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SaveAction {
    /// The action's id, if it is not new.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<PlanActionId>,
    /// What is to be done.
    pub text: FreeText,
    /// When, as written: `v 18 2025`, `vår 2025`, several with commas.
    pub due: FreeText,
    /// Roles or persons.
    pub responsible: Vec<Line>,
    /// When it is followed up, as written.
    pub follow_up: FreeText,
    /// Who follows up.
    pub follow_up_responsible: Vec<Line>,
}

/// Notes how an action of a plan in force is going.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FollowUp {
    /// How far it has come.
    pub status: ActionStatus,
    /// What came of it.
    pub outcome: FreeText,
    /// Links that show it.
    pub evidence: Vec<ActionEvidence>,
}

/// What a saved entry answers with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SavedEntry {
    /// As it now stands.
    pub entry: PlanEntry,
    /// The plan's new revision.
    pub revision: i64,
}

/// A criterion that the plan answers to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PlanFinding {
    /// Which criterion.
    pub code: CriterionCode,
    /// How binding it is.
    pub class: CriterionClass,
    /// What was found.
    pub note: FreeText,
}

/// An action plan, whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ActionPlan {
    /// Which.
    pub id: ActionPlanId,
    /// Whose.
    pub clinic: ClinicName,
    /// Of which specialty.
    pub specialty: String,
    /// The year of the review it answers to.
    pub year: i32,
    /// The review's checklist.
    pub checklist: ChecklistId,
    /// What it answers to.
    pub origin: PlanOrigin,
    /// Last day to submit it, where inspectors ask for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<NaiveDate>,
    /// Where it is on its way.
    #[serde(flatten)]
    pub phase: PlanPhase,
    /// Grows with every change of anything in it.
    pub revision: i64,
    /// Criteria found not fulfilled.
    pub findings: Vec<PlanFinding>,
    /// Its entries, in order.
    pub entries: Vec<PlanEntry>,
}

impl ActionPlan {
    /// Regulation findings that no entry covers yet.
    #[must_use]
    pub fn uncovered(&self) -> Vec<CriterionCode> {
        let covered: BTreeSet<CriterionCode> =
            self.entries.iter().flat_map(|entry| entry.criteria.iter().copied()).collect();
        self.findings
            .iter()
            .filter(|finding| {
                finding.class == CriterionClass::Regulation && !covered.contains(&finding.code)
            })
            .map(|finding| finding.code)
            .collect()
    }

    /// Whether the plan can be approved: every regulation finding covered, every action with text, date
    /// and responsible.
    ///
    /// # Errors
    /// The first gap.
    pub fn whole(&self) -> Result<(), PlanGap> {
        if self.entries.is_empty() {
            return Err(PlanGap::Empty);
        }
        let uncovered = self.uncovered();
        if !uncovered.is_empty() {
            return Err(PlanGap::Uncovered(uncovered));
        }
        for (number, entry) in (1..).zip(&self.entries) {
            if entry.criteria.is_empty() {
                return Err(PlanGap::NoCriterion(number));
            }
            if entry.actions.is_empty() || entry.actions.iter().any(|action| action.text.is_blank())
            {
                return Err(PlanGap::NoAction(number));
            }
            if entry.actions.iter().any(|action| action.due.is_empty()) {
                return Err(PlanGap::NoDate(number));
            }
            if entry.actions.iter().any(|action| action.responsible.is_empty()) {
                return Err(PlanGap::NoResponsible(number));
            }
        }
        Ok(())
    }

    /// Actions that are late today, most late first. Only a plan in force can be late.
    #[must_use]
    pub fn late(&self, today: NaiveDate) -> Vec<(&PlanEntry, &PlanAction, i64)> {
        if self.phase.followable().is_err() {
            return Vec::new();
        }
        let mut late: Vec<_> = self
            .entries
            .iter()
            .flat_map(|entry| entry.actions.iter().map(move |action| (entry, action)))
            .filter_map(|(entry, action)| action.days_late(today).map(|days| (entry, action, days)))
            .collect();
        late.sort_by_key(|(_, _, days)| std::cmp::Reverse(*days));
        late
    }
}

/// Asks for a plan that answers to a self-assessment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StartPlan {
    /// The signed self-assessment.
    pub self_assessment: SelfAssessmentId,
}
