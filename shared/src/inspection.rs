//! Granskning (SPUR): two inspectors' findings, grades and report on a clinic.

mod phase;
#[cfg(test)]
mod tests;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    ActionPlanId, ChecklistId, ClinicId, FactualCommentId, InspectionId, PersonId,
    SelfAssessmentId,
    checklist::{AreaCode, CriterionCode},
    grade::{Fulfilment, Grade, ReviewGrade, Suggestion},
    person::{PersonName, Signature},
    review::{Changed, ClinicName, ReviewText, Standing},
    text::{FreeText, Line, Reason},
};

pub use phase::{InspectionNotAllowed, InspectionPhase, ready_to_sign};

/// The inspectors' judgement of a criterion. No judgement is "ej bedömt".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Judgement {
    /// Uppfyllt.
    Fulfilled,
    /// Brist.
    Finding,
    /// Ej tillämpligt.
    NotApplicable,
}

impl Judgement {
    /// In the order of the screen and the keys 1–3.
    pub const ALL: [Self; 3] = [Self::Fulfilled, Self::Finding, Self::NotApplicable];

    /// The words on the screen.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Fulfilled => "Uppfyllt",
            Self::Finding => "Brist",
            Self::NotApplicable => "Ej tillämpligt",
        }
    }

    /// The value as it is stored and sent.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Fulfilled => "fulfilled",
            Self::Finding => "finding",
            Self::NotApplicable => "not_applicable",
        }
    }

    /// The judgement with this stored value.
    #[must_use]
    pub fn from_stored(value: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|judgement| judgement.as_str() == value)
    }

    /// On the scale shared with self-assessments.
    #[must_use]
    pub const fn standing(self) -> Standing {
        match self {
            Self::Fulfilled => Standing::Fulfilled,
            Self::Finding => Standing::NotFulfilled,
            Self::NotApplicable => Standing::NotApplicable,
        }
    }
}

/// Iakttagelse: what the inspectors found on one criterion.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Observation {
    /// Which criterion.
    pub code: CriterionCode,
    /// None is "ej bedömt".
    pub judgement: Option<Judgement>,
    /// In the inspectors' own words.
    pub note: FreeText,
    /// 0 before it was first saved.
    pub version: i64,
    /// The last change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changed: Option<Changed>,
}

impl Observation {
    /// A criterion not yet judged.
    #[must_use]
    pub fn unjudged(code: CriterionCode) -> Self {
        Self { code, judgement: None, note: FreeText::default(), version: 0, changed: None }
    }

    /// What it says to the grading rule.
    #[must_use]
    pub fn fulfilment(&self) -> Option<Fulfilment> {
        self.judgement.map(|judgement| judgement.standing().fulfilment())
    }
}

/// Saves an observation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SaveObservation {
    /// The judgement; none takes it back.
    pub judgement: Option<Judgement>,
    /// The whole note.
    pub note: FreeText,
}

/// What a saved observation answers with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SavedObservation {
    /// As it now stands.
    pub observation: Observation,
    /// The area's new suggestion.
    pub suggestion: Suggestion,
    /// The inspection's new revision.
    pub revision: i64,
}

/// The grade of an area, and how it came about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AreaGrading {
    /// Which area.
    pub area: AreaCode,
    /// As the inspectors set it; none while not graded.
    pub grade: Option<Grade>,
    /// Why another grade than the suggested; shown in the report.
    pub motivation: FreeText,
    /// After an accepted action plan.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after_plan: Option<GradeAfterPlan>,
    /// 0 before it was first saved.
    pub version: i64,
    /// The last change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changed: Option<Changed>,
}

/// A grade changed by an accepted action plan. The first grade is kept beside it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GradeAfterPlan {
    /// The new grade.
    pub grade: Grade,
    /// Accepted by whom and when.
    pub accepted: Signature,
}

impl AreaGrading {
    /// An area nobody has graded.
    #[must_use]
    pub fn ungraded(area: AreaCode) -> Self {
        Self {
            area,
            grade: None,
            motivation: FreeText::default(),
            after_plan: None,
            version: 0,
            changed: None,
        }
    }

    /// Both grades, if the area is graded.
    #[must_use]
    pub fn review_grade(&self) -> Option<ReviewGrade> {
        self.grade.map(|set| ReviewGrade {
            set,
            after_plan: self.after_plan.as_ref().map(|after| after.grade),
        })
    }

    /// Whether a motivation is asked for: the grade is not the suggested one.
    #[must_use]
    pub fn needs_motivation(&self, suggestion: &Suggestion) -> bool {
        self.grade.is_some() && self.grade != suggestion.grade()
    }
}

/// Sets an area's grade.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SaveGrading {
    /// The grade; none takes it back.
    pub grade: Option<Grade>,
    /// Why another than the suggested.
    pub motivation: FreeText,
}

/// What a saved grade answers with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SavedGrading {
    /// As it now stands.
    pub grading: AreaGrading,
    /// The inspection's new revision.
    pub revision: i64,
}

/// The clinic's comment on the facts of a preliminary report (synpunkt).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FactualComment {
    /// Which.
    pub id: FactualCommentId,
    /// The area it is about; none for the whole report.
    pub area: Option<AreaCode>,
    /// In the clinic's own words.
    pub body: FreeText,
    /// By whom and when.
    pub written: Changed,
}

/// Adds a comment on facts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AddFactualComment {
    /// The area it is about; none for the whole report.
    pub area: Option<AreaCode>,
    /// In the clinic's own words.
    pub body: Reason,
}

/// What the inspectors write.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Protocol {
    /// One a criterion, in the checklist's order.
    pub observations: Vec<Observation>,
    /// One an area.
    pub gradings: Vec<AreaGrading>,
    /// Texts that have been written.
    pub texts: Vec<ReviewText>,
}

impl Protocol {
    /// The observation on a criterion.
    #[must_use]
    pub fn observation(&self, code: CriterionCode) -> Option<&Observation> {
        self.observations.iter().find(|observation| observation.code == code)
    }

    /// The grading of an area.
    #[must_use]
    pub fn grading(&self, area: AreaCode) -> Option<&AreaGrading> {
        self.gradings.iter().find(|grading| grading.area == area)
    }
}

/// An inspection, whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Inspection {
    /// Which.
    pub id: InspectionId,
    /// Of which clinic.
    pub clinic: ClinicName,
    /// Of which specialty.
    pub specialty: String,
    /// The version it began with.
    pub checklist: ChecklistId,
    /// The clinic's own view, once the inspection has begun to use one.
    pub self_assessment: Option<SelfAssessmentId>,
    /// First day of the visit.
    pub starts: NaiveDate,
    /// Last day of the visit.
    pub ends: NaiveDate,
    /// The two inspectors; fewer only in an imported report that doesn't name them.
    pub inspectors: Vec<PersonName>,
    /// Read from a published report.
    pub imported: bool,
    /// Where it is on its way.
    #[serde(flatten)]
    pub phase: InspectionPhase,
    /// Grows with every change of anything in it.
    pub revision: i64,
    /// Absent for those who may not read it yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub protocol: Option<Protocol>,
    /// The clinic's comments on facts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub comments: Vec<FactualComment>,
    /// The action plan asked for, where an area got D.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub action_plan: Option<ActionPlanId>,
}

/// An inspection in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InspectionSummary {
    /// Which.
    pub id: InspectionId,
    /// Of which clinic.
    pub clinic: ClinicName,
    /// Of which specialty.
    pub specialty: String,
    /// First day of the visit.
    pub starts: NaiveDate,
    /// Last day of the visit.
    pub ends: NaiveDate,
    /// The inspectors.
    pub inspectors: Vec<PersonName>,
    /// Where it is on its way.
    #[serde(flatten)]
    pub phase: InspectionPhase,
}

/// Plans an inspection.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PlanInspection {
    /// Of which clinic.
    pub clinic: ClinicId,
    /// Of which specialty.
    pub specialty: Line,
    /// First day of the visit.
    pub starts: NaiveDate,
    /// Last day of the visit.
    pub ends: NaiveDate,
    /// Two different inspectors, neither a member of the clinic.
    pub inspectors: [PersonId; 2],
}

/// Changes when an inspection is made and by whom.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReplanInspection {
    /// First day of the visit.
    pub starts: NaiveDate,
    /// Last day of the visit.
    pub ends: NaiveDate,
    /// Two different inspectors, neither a member of the clinic.
    pub inspectors: [PersonId; 2],
    /// Why; asked for once the inspection is underway.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
}

/// An inspection planned or replanned, with what the planner should know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PlannedInspection {
    /// Which.
    pub id: InspectionId,
    /// Such as an inspector who works for the same care provider.
    pub warnings: Vec<String>,
}

/// Why an inspection can't be planned so.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidPlanning {
    /// Ends before it starts.
    #[error("Besöket slutar före det börjar. Byt plats på datumen.")]
    Dates,
    /// The same person twice.
    #[error("Välj två olika inspektörer.")]
    SameInspector,
}

/// Checks the dates of a visit and that there are two inspectors.
///
/// # Errors
/// What stands wrong.
pub fn check_planning(
    starts: NaiveDate,
    ends: NaiveDate,
    inspectors: &[PersonId; 2],
) -> Result<(), InvalidPlanning> {
    if ends < starts {
        Err(InvalidPlanning::Dates)
    } else if inspectors[0] == inspectors[1] {
        Err(InvalidPlanning::SameInspector)
    } else {
        Ok(())
    }
}

/// An inspector who can be chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InspectorChoice {
    /// The person.
    pub person: PersonName,
    /// Clinics where the person holds a role, and which may therefore not be inspected by them.
    pub clinics: Vec<ClinicName>,
}

/// Days the clinic has to comment on facts.
pub const COMMENT_DAYS: u64 = 21;
/// Days the clinic has to send in its action plan, from the final report.
pub const PLAN_DAYS: u64 = 90;
/// Years between external reviews: at least every fifth (Riktlinje Västmanland 3.8 and 9.1, rule R10).
pub const REVIEW_YEARS: u32 = 5;

/// The last day for the next external review; none if the clinic was never reviewed.
#[must_use]
pub fn next_review_due(last: Option<NaiveDate>) -> Option<NaiveDate> {
    last.and_then(|day| day.checked_add_months(chrono::Months::new(12 * REVIEW_YEARS)))
}

/// The last day for the clinic's comments, when both have signed on `day`.
#[must_use]
pub fn comment_by(day: NaiveDate) -> NaiveDate {
    day + chrono::Days::new(COMMENT_DAYS)
}
