//! Självvärdering: the clinic's own yearly review, answered criterion by criterion.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    ChecklistId, ClinicId, InspectionId, SelfAssessmentId,
    checklist::{AreaCode, CriterionCode},
    grade::{Fulfilment, Grade, Suggestion},
    person::Signature,
    review::{Changed, ClinicName, Evidence, ReviewText, Standing},
    text::{FreeText, Line},
};

/// The clinic's verdict on a criterion. No verdict is "obesvarat".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Verdict {
    /// Uppfyllt.
    Fulfilled,
    /// Delvis uppfyllt.
    Partly,
    /// Ej uppfyllt.
    NotFulfilled,
    /// Ej tillämpligt; counts as answered only with a comment.
    NotApplicable,
}

impl Verdict {
    /// In the order of the screen and the keys 1–4.
    pub const ALL: [Self; 4] =
        [Self::Fulfilled, Self::Partly, Self::NotFulfilled, Self::NotApplicable];

    /// The words on the screen.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Fulfilled => "Uppfyllt",
            Self::Partly => "Delvis uppfyllt",
            Self::NotFulfilled => "Ej uppfyllt",
            Self::NotApplicable => "Ej tillämpligt",
        }
    }

    /// The value as it is stored and sent.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Fulfilled => "fulfilled",
            Self::Partly => "partly",
            Self::NotFulfilled => "not_fulfilled",
            Self::NotApplicable => "not_applicable",
        }
    }

    /// The verdict with this stored value.
    #[must_use]
    pub fn from_stored(value: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|verdict| verdict.as_str() == value)
    }

    /// On the scale shared with inspections.
    #[must_use]
    pub const fn standing(self) -> Standing {
        match self {
            Self::Fulfilled => Standing::Fulfilled,
            Self::Partly => Standing::Partly,
            Self::NotFulfilled => Standing::NotFulfilled,
            Self::NotApplicable => Standing::NotApplicable,
        }
    }
}

/// What counts as answered, and as what: a verdict, with a comment where it is "ej tillämpligt",
/// confirmed if it came from last year.
#[must_use]
pub fn answered(verdict: Option<Verdict>, comment: &str, to_confirm: bool) -> Option<Fulfilment> {
    match verdict {
        _ if to_confirm => None,
        Some(Verdict::NotApplicable) if comment.trim().is_empty() => None,
        verdict => verdict.map(|verdict| verdict.standing().fulfilment()),
    }
}

/// The answer to one criterion.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Answer {
    /// Which criterion.
    pub code: CriterionCode,
    /// None is "obesvarat".
    pub verdict: Option<Verdict>,
    /// In the clinic's own words.
    pub comment: FreeText,
    /// Links and files.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Evidence>,
    /// Taken from last year and not yet confirmed.
    #[serde(default, skip_serializing_if = "is_false")]
    pub to_confirm: bool,
    /// 0 before it was first saved.
    pub version: i64,
    /// The last change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changed: Option<Changed>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
const fn is_false(value: &bool) -> bool {
    !*value
}

impl Answer {
    /// An answer nobody has given.
    #[must_use]
    pub fn unanswered(code: CriterionCode) -> Self {
        Self {
            code,
            verdict: None,
            comment: FreeText::default(),
            evidence: Vec::new(),
            to_confirm: false,
            version: 0,
            changed: None,
        }
    }

    /// What it says to the grading rule; none while it counts as unanswered.
    #[must_use]
    pub fn fulfilment(&self) -> Option<Fulfilment> {
        answered(self.verdict, &self.comment, self.to_confirm)
    }
}

/// Saves an answer; also confirms one taken from last year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SaveAnswer {
    /// The verdict; none takes it back.
    pub verdict: Option<Verdict>,
    /// The whole comment.
    pub comment: FreeText,
}

/// What a saved answer answers with: all the page needs to show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SavedAnswer {
    /// As it now stands, with its new version.
    pub answer: Answer,
    /// The area's new suggestion.
    pub suggestion: Suggestion,
    /// The self-assessment's new revision.
    pub revision: i64,
}

/// Where a self-assessment is on its way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "phase", rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum AssessmentPhase {
    /// Being answered.
    Draft,
    /// Signed by the head of unit: locked, and seen by the region.
    Signed {
        /// By whom and when.
        signed: Signature,
    },
    /// Used by an inspection that has begun: can't be reopened, unless the inspection is called off.
    Used {
        /// By whom and when it was signed.
        signed: Signature,
        /// The inspection.
        inspection: InspectionId,
    },
}

/// Why a self-assessment can't take a step.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AssessmentNotAllowed {
    /// It is locked.
    #[error("Självvärderingen är undertecknad och låst. Verksamhetschefen kan öppna den igen.")]
    Locked,
    /// Only a signed one can be reopened.
    #[error("Självvärderingen är inte undertecknad, så det finns inget att öppna.")]
    NotSigned,
    /// No inspection uses it, or not this one.
    #[error("Granskningen använder inte självvärderingen.")]
    NotInUse,
    /// An inspection has begun to use it.
    #[error("En granskning har börjat använda självvärderingen. Den kan inte öppnas igen.")]
    InUse,
    /// Unanswered or unconfirmed criteria.
    #[error("{} kriterier återstår att besvara eller bekräfta, först {}.", remaining.len(), remaining[0])]
    Unanswered {
        /// Those that remain, never empty.
        remaining: Vec<CriterionCode>,
    },
}

impl AssessmentPhase {
    /// Whether answers may be changed.
    ///
    /// # Errors
    /// When it is signed.
    pub const fn editable(&self) -> Result<(), AssessmentNotAllowed> {
        match self {
            Self::Draft => Ok(()),
            Self::Signed { .. } | Self::Used { .. } => Err(AssessmentNotAllowed::Locked),
        }
    }

    /// The head of unit signs. Nothing is submitted unanswered or unconfirmed.
    ///
    /// # Errors
    /// When already signed, or criteria remain.
    pub fn sign(
        self,
        signed: Signature,
        remaining: Vec<CriterionCode>,
    ) -> Result<Self, AssessmentNotAllowed> {
        match self {
            Self::Draft if remaining.is_empty() => Ok(Self::Signed { signed }),
            Self::Draft => Err(AssessmentNotAllowed::Unanswered { remaining }),
            Self::Signed { .. } | Self::Used { .. } => Err(AssessmentNotAllowed::Locked),
        }
    }

    /// Opens a signed self-assessment again; the reason goes into the history.
    ///
    /// # Errors
    /// When not signed, or an inspection uses it.
    pub fn reopen(self) -> Result<Self, AssessmentNotAllowed> {
        match self {
            Self::Draft => Err(AssessmentNotAllowed::NotSigned),
            Self::Signed { .. } => Ok(Self::Draft),
            Self::Used { .. } => Err(AssessmentNotAllowed::InUse),
        }
    }

    /// An inspection begins and reads it.
    ///
    /// # Errors
    /// When not signed, or already in use.
    pub fn take_into(self, inspection: InspectionId) -> Result<Self, AssessmentNotAllowed> {
        match self {
            Self::Draft => Err(AssessmentNotAllowed::NotSigned),
            Self::Signed { signed } => Ok(Self::Used { signed, inspection }),
            Self::Used { .. } => Err(AssessmentNotAllowed::InUse),
        }
    }

    /// The inspection that used it is called off, and lets it go.
    ///
    /// # Errors
    /// When that inspection doesn't use it.
    pub fn let_go(self, by: InspectionId) -> Result<Self, AssessmentNotAllowed> {
        match self {
            Self::Used { signed, inspection } if inspection == by => Ok(Self::Signed { signed }),
            Self::Draft | Self::Signed { .. } | Self::Used { .. } => {
                Err(AssessmentNotAllowed::NotInUse)
            }
        }
    }

    /// The head of unit's signature, if there is one.
    #[must_use]
    pub const fn signed(&self) -> Option<&Signature> {
        match self {
            Self::Draft => None,
            Self::Signed { signed } | Self::Used { signed, .. } => Some(signed),
        }
    }

    /// The word on the screen.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Draft => "Pågår",
            Self::Signed { .. } => "Undertecknad",
            Self::Used { .. } => "Används i granskning",
        }
    }
}

/// A self-assessment, whole. The checklist is fetched by itself; it never changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SelfAssessment {
    /// Which.
    pub id: SelfAssessmentId,
    /// Whose.
    pub clinic: ClinicName,
    /// Of which specialty.
    pub specialty: String,
    /// Of which year.
    pub year: i32,
    /// The version it began with.
    pub checklist: ChecklistId,
    /// Where it is on its way.
    #[serde(flatten)]
    pub phase: AssessmentPhase,
    /// Grows with every change of anything in it.
    pub revision: i64,
    /// One a criterion, in the checklist's order.
    pub answers: Vec<Answer>,
    /// Texts that have been written.
    pub texts: Vec<ReviewText>,
}

impl SelfAssessment {
    /// The answer to a criterion.
    #[must_use]
    pub fn answer(&self, code: CriterionCode) -> Option<&Answer> {
        self.answers.iter().find(|answer| answer.code == code)
    }
}

/// A self-assessment in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AssessmentSummary {
    /// Which.
    pub id: SelfAssessmentId,
    /// Whose.
    pub clinic: ClinicName,
    /// Of which specialty.
    pub specialty: String,
    /// Of which year.
    pub year: i32,
    /// Where it is on its way.
    #[serde(flatten)]
    pub phase: AssessmentPhase,
    /// Criteria that count as answered.
    pub answered: usize,
    /// Criteria in all.
    pub total: usize,
    /// Suggested grades when it was signed.
    #[cfg_attr(feature = "openapi", schema(value_type = std::collections::HashMap<String, Grade>))]
    pub grades: BTreeMap<AreaCode, Grade>,
}

/// Opens a year's self-assessment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OpenAssessment {
    /// Whose.
    pub clinic: ClinicId,
    /// Of which specialty.
    pub specialty: Line,
    /// Of which year.
    pub year: i32,
}

/// Answers taken from an earlier self-assessment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CarriedOver {
    /// The year they came from.
    pub year: i32,
    /// Criteria that were filled in, all to confirm.
    pub filled: Vec<CriterionCode>,
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use proptest::{collection::vec, prelude::*, sample::select};
    use uuid::Uuid;

    use super::*;
    use crate::{PersonId, person::PersonName};

    fn signature() -> Signature {
        Signature {
            by: PersonName { id: PersonId::new(Uuid::nil()), name: "Chef".into() },
            at: DateTime::UNIX_EPOCH,
        }
    }

    #[test]
    fn not_applicable_counts_as_answered_only_with_a_comment() {
        assert_eq!(answered(Some(Verdict::NotApplicable), "  ", false), None);
        assert_eq!(
            answered(Some(Verdict::NotApplicable), "Enheten har inga jourer", false),
            Some(Fulfilment::NotApplicable)
        );
    }

    #[test]
    fn nothing_unconfirmed_counts_as_answered() {
        for verdict in Verdict::ALL {
            assert_eq!(answered(Some(verdict), "från i fjol", true), None);
        }
    }

    #[derive(Clone, Debug)]
    enum Step {
        Sign { remaining: usize },
        Reopen,
        Use { by: u128 },
        LetGo { by: u128 },
    }

    fn inspection(number: u128) -> InspectionId {
        InspectionId::new(Uuid::from_u128(number))
    }

    proptest! {
        #[test]
        fn whatever_steps_are_tried_a_signed_one_was_complete_and_a_used_one_is_let_go_by_its_inspection_only(
            steps in vec(select(vec![
                Step::Sign { remaining: 0 }, Step::Sign { remaining: 2 }, Step::Reopen,
                Step::Use { by: 1 }, Step::Use { by: 2 }, Step::LetGo { by: 1 }, Step::LetGo { by: 2 },
            ]), 0..16)
        ) {
            let code: CriterionCode = "D7".parse().unwrap();
            let mut phase = AssessmentPhase::Draft;
            for step in steps {
                let before = phase.clone();
                let after = match step {
                    Step::Sign { remaining } => phase.clone().sign(signature(), vec![code; remaining]),
                    Step::Reopen => phase.clone().reopen(),
                    Step::Use { by } => phase.clone().take_into(inspection(by)),
                    Step::LetGo { by } => phase.clone().let_go(inspection(by)),
                };
                if let Ok(after) = after {
                    if let AssessmentPhase::Used { signed, inspection: used_by } = &before {
                        let by_its_own = matches!(step, Step::LetGo { by } if inspection(by) == *used_by);
                        prop_assert!(by_its_own);
                        prop_assert_eq!(&after, &AssessmentPhase::Signed { signed: signed.clone() });
                    }
                    let came_complete = !matches!((&before, &step), (AssessmentPhase::Draft, Step::Sign { remaining }) if *remaining > 0);
                    prop_assert!(came_complete);
                    prop_assert_eq!(after.editable().is_ok(), after.signed().is_none());
                    phase = after;
                }
            }
        }
    }
}
