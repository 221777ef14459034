//! Granskning (SPUR): two inspectors' findings, grades and report on a clinic.

use chrono::{DateTime, NaiveDate, Utc};
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

/// Where an inspection is on its way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "phase", rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum InspectionPhase {
    /// Clinic, dates and inspectors are set.
    Planned,
    /// The inspectors write their protocol. The first signature locks it for the second.
    Underway {
        /// The first inspector's signature.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        first: Option<Signature>,
    },
    /// Both have signed; the clinic comments on facts.
    Preliminary {
        /// Both inspectors.
        signed: [Signature; 2],
        /// Last day for the clinic's comments.
        comment_by: NaiveDate,
        /// The clinic has said that it is done commenting.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        commented: Option<Signature>,
    },
    /// The report is final.
    Final {
        /// Both inspectors.
        signed: [Signature; 2],
        /// Who made it final, and when.
        finalised: Signature,
    },
}

/// Why an inspection can't take a step.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InspectionNotAllowed {
    /// It has begun.
    #[error("Granskningen har redan börjat.")]
    Begun,
    /// It has not begun.
    #[error("Granskningen har inte börjat än.")]
    NotBegun,
    /// The protocol is signed by one or both.
    #[error(
        "Protokollet är underskrivet och låst. En inspektör kan ta tillbaka underskriften med en motivering."
    )]
    Locked,
    /// This inspector has signed already.
    #[error("Du har redan skrivit under. Den andra inspektören skriver också under.")]
    SignedAlready,
    /// No signature to take back.
    #[error("Det finns ingen underskrift att ta tillbaka.")]
    NotSigned,
    /// The report is final.
    #[error("Rapporten är slutlig och ändras inte längre.")]
    Final,
    /// Not preliminary, so nothing to comment or finalise.
    #[error("Rapporten är inte preliminär.")]
    NotPreliminary,
    /// The clinic still has time to comment.
    #[error(
        "Kliniken kan lämna synpunkter till och med {0}. Rapporten kan bli slutlig därefter, eller när kliniken sagt att den är klar."
    )]
    CommentsOpen(NaiveDate),
    /// The time for comments has passed.
    #[error("Tiden för synpunkter gick ut {0}. Kontakta inspektörerna.")]
    CommentsClosed(NaiveDate),
    /// The clinic has said that it is done.
    #[error("Kliniken har redan meddelat att den är klar med sina synpunkter.")]
    CommentsDone,
    /// An area without grade.
    #[error("Område {0} saknar betyg.")]
    Ungraded(AreaCode),
    /// A grade other than the suggested, without motivation.
    #[error("Betyget för område {0} skiljer sig från förslaget och behöver en motivering.")]
    Unmotivated(AreaCode),
}

use InspectionNotAllowed as No;

impl InspectionPhase {
    /// Whether findings, texts and grades may be changed.
    ///
    /// # Errors
    /// Before it has begun, or once a signature stands.
    pub const fn editable(&self) -> Result<(), No> {
        match self {
            Self::Planned => Err(No::NotBegun),
            Self::Underway { first: None } => Ok(()),
            Self::Underway { first: Some(_) } | Self::Preliminary { .. } => Err(No::Locked),
            Self::Final { .. } => Err(No::Final),
        }
    }

    /// The inspectors begin.
    ///
    /// # Errors
    /// When already begun.
    pub fn begin(self) -> Result<Self, No> {
        match self {
            Self::Planned => Ok(Self::Underway { first: None }),
            _ => Err(No::Begun),
        }
    }

    /// An inspector signs; the second signature makes the report preliminary. `complete` is the check of
    /// the grades, see [`ready_to_sign`].
    ///
    /// # Errors
    /// When it isn't underway, is signed by the same person, or the grades aren't complete.
    pub fn sign(
        self,
        signature: Signature,
        complete: Result<(), No>,
        comment_by: NaiveDate,
    ) -> Result<Self, No> {
        match self {
            Self::Planned => Err(No::NotBegun),
            Self::Underway { first: None } => {
                complete.map(|()| Self::Underway { first: Some(signature) })
            }
            Self::Underway { first: Some(first) } if first.by.id == signature.by.id => {
                Err(No::SignedAlready)
            }
            Self::Underway { first: Some(first) } => complete.map(|()| Self::Preliminary {
                signed: [first, signature],
                comment_by,
                commented: None,
            }),
            Self::Preliminary { .. } => Err(No::SignedAlready),
            Self::Final { .. } => Err(No::Final),
        }
    }

    /// An inspector takes a signature back; the protocol opens and both sign anew.
    ///
    /// # Errors
    /// When there is none, or the report is final.
    pub fn unsign(self) -> Result<Self, No> {
        match self {
            Self::Planned | Self::Underway { first: None } => Err(No::NotSigned),
            Self::Underway { first: Some(_) } | Self::Preliminary { .. } => {
                Ok(Self::Underway { first: None })
            }
            Self::Final { .. } => Err(No::Final),
        }
    }

    /// Whether the clinic may comment on facts today.
    ///
    /// # Errors
    /// When it isn't preliminary, the date has passed, or the clinic is done.
    pub fn commentable(&self, today: NaiveDate) -> Result<(), No> {
        match self {
            Self::Preliminary { commented: Some(_), .. } => Err(No::CommentsDone),
            Self::Preliminary { comment_by, .. } if *comment_by < today => {
                Err(No::CommentsClosed(*comment_by))
            }
            Self::Preliminary { .. } => Ok(()),
            Self::Final { .. } => Err(No::Final),
            Self::Planned | Self::Underway { .. } => Err(No::NotPreliminary),
        }
    }

    /// The clinic says that it has no more comments.
    ///
    /// # Errors
    /// As [`Self::commentable`].
    pub fn finish_comments(self, signature: Signature, today: NaiveDate) -> Result<Self, No> {
        self.commentable(today)?;
        match self {
            Self::Preliminary { signed, comment_by, .. } => {
                Ok(Self::Preliminary { signed, comment_by, commented: Some(signature) })
            }
            other => Ok(other),
        }
    }

    /// An inspector makes the report final, once the clinic has commented or its time is out.
    ///
    /// # Errors
    /// When it isn't preliminary or the clinic still has time.
    pub fn finalise(self, finalised: Signature, today: NaiveDate) -> Result<Self, No> {
        match self {
            Self::Preliminary { comment_by, commented: None, .. } if today <= comment_by => {
                Err(No::CommentsOpen(comment_by))
            }
            Self::Preliminary { signed, .. } => Ok(Self::Final { signed, finalised }),
            Self::Final { .. } => Err(No::Final),
            Self::Planned | Self::Underway { .. } => Err(No::NotPreliminary),
        }
    }

    /// Whether the clinic and the region may read findings and grades: from preliminary on.
    #[must_use]
    pub const fn published(&self) -> bool {
        matches!(self, Self::Preliminary { .. } | Self::Final { .. })
    }

    /// The word on the screen.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Planned => "Planerad",
            Self::Underway { .. } => "Pågår",
            Self::Preliminary { .. } => "Preliminär rapport",
            Self::Final { .. } => "Slutlig rapport",
        }
    }
}

/// Whether all areas are graded, with a motivation wherever the grade isn't the suggested one.
///
/// # Errors
/// The first area that isn't.
pub fn ready_to_sign<'a>(
    areas: impl IntoIterator<Item = (&'a AreaGrading, &'a Suggestion)>,
) -> Result<(), No> {
    for (grading, suggestion) in areas {
        if grading.grade.is_none() {
            return Err(No::Ungraded(grading.area));
        }
        if grading.needs_motivation(suggestion) && grading.motivation.is_blank() {
            return Err(No::Unmotivated(grading.area));
        }
    }
    Ok(())
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

/// A planned inspection, with what the planner should know.
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

impl PlanInspection {
    /// Checks dates and that there are two inspectors.
    ///
    /// # Errors
    /// What stands wrong.
    pub fn check(&self) -> Result<(), InvalidPlanning> {
        if self.ends < self.starts {
            Err(InvalidPlanning::Dates)
        } else if self.inspectors[0] == self.inspectors[1] {
            Err(InvalidPlanning::SameInspector)
        } else {
            Ok(())
        }
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

/// The day after which an inspection's comments close.
#[must_use]
pub fn comment_by(signed: DateTime<Utc>) -> NaiveDate {
    signed.date_naive() + chrono::Days::new(COMMENT_DAYS)
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prelude::*};
    use uuid::Uuid;

    use super::*;

    fn signature(person: u128) -> Signature {
        Signature {
            by: PersonName {
                id: PersonId::new(Uuid::from_u128(person)),
                name: format!("Inspektör {person}"),
            },
            at: DateTime::UNIX_EPOCH,
        }
    }

    fn day(n: u64) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 5, 1).unwrap() + chrono::Days::new(n)
    }

    #[test]
    fn the_same_person_cannot_sign_for_both() {
        let once =
            InspectionPhase::Underway { first: None }.sign(signature(1), Ok(()), day(9)).unwrap();
        assert_eq!(once.clone().sign(signature(1), Ok(()), day(9)), Err(No::SignedAlready));
        assert!(matches!(
            once.sign(signature(2), Ok(()), day(9)),
            Ok(InspectionPhase::Preliminary { .. })
        ));
    }

    #[test]
    fn a_report_becomes_final_when_the_clinic_is_done_or_its_time_is_out() {
        let preliminary = InspectionPhase::Preliminary {
            signed: [signature(1), signature(2)],
            comment_by: day(9),
            commented: None,
        };
        assert_eq!(
            preliminary.clone().finalise(signature(1), day(9)),
            Err(No::CommentsOpen(day(9)))
        );
        assert!(preliminary.clone().finalise(signature(1), day(10)).is_ok());
        let done = preliminary.finish_comments(signature(3), day(2)).unwrap();
        assert_eq!(done.commentable(day(2)), Err(No::CommentsDone));
        assert!(done.finalise(signature(1), day(2)).is_ok());
    }

    #[test]
    fn a_grade_other_than_the_suggested_needs_a_motivation() {
        let suggestion =
            Suggestion::Complete { grade: Grade::D, decided_by: vec![], step_up: None };
        let mut grading =
            AreaGrading { grade: Some(Grade::C), ..AreaGrading::ungraded(AreaCode::D) };
        assert_eq!(ready_to_sign([(&grading, &suggestion)]), Err(No::Unmotivated(AreaCode::D)));
        grading.motivation = "Brist av ringa betydelse".to_owned().try_into().unwrap();
        assert_eq!(ready_to_sign([(&grading, &suggestion)]), Ok(()));
        let ungraded = AreaGrading::ungraded(AreaCode::H);
        assert_eq!(ready_to_sign([(&ungraded, &suggestion)]), Err(No::Ungraded(AreaCode::H)));
    }

    #[test]
    fn the_next_review_is_due_five_years_after_the_last_also_from_a_leap_day() {
        let leap = NaiveDate::from_ymd_opt(2024, 2, 29).unwrap();
        assert_eq!(next_review_due(Some(leap)), NaiveDate::from_ymd_opt(2029, 2, 28));
        assert_eq!(next_review_due(None), None);
    }

    proptest! {
        #[test]
        fn whatever_steps_are_tried_a_final_report_has_two_different_signatures_and_stays(
            steps in vec((0_u8..5, 1_u128..4, 0_u64..20), 0..25)
        ) {
            let mut phase = InspectionPhase::Planned;
            for (step, person, today) in steps {
                let was_final = matches!(phase, InspectionPhase::Final { .. });
                let next = match step {
                    0 => phase.clone().begin(),
                    1 => phase.clone().sign(signature(person), Ok(()), day(9)),
                    2 => phase.clone().unsign(),
                    3 => phase.clone().finish_comments(signature(person), day(today)),
                    _ => phase.clone().finalise(signature(person), day(today)),
                };
                if let Ok(next) = next {
                    prop_assert!(!was_final);
                    if let InspectionPhase::Preliminary { signed, .. } | InspectionPhase::Final { signed, .. } = &next {
                        prop_assert_ne!(signed[0].by.id, signed[1].by.id);
                    }
                    prop_assert!(!(next.published() && next.editable().is_ok()));
                    phase = next;
                }
            }
        }
    }
}
