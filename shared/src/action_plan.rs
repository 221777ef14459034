//! Handlingsplan: what the clinic does about its findings, and how it went.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    ActionPlanId, ChecklistId, InspectionId, PlanActionId, PlanEntryId, SelfAssessmentId,
    checklist::{CriterionClass, CriterionCode},
    grade::list,
    person::Signature,
    review::{Changed, ClinicName, EvidenceSource},
    text::{FreeText, Line, Reason},
    written_date::{WrittenDate, follow_up_before_action},
};

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

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use proptest::{collection::vec, prelude::*};
    use uuid::Uuid;

    use super::*;
    use crate::{CareProviderId, ClinicId, PersonId, person::PersonName};

    fn signature() -> Signature {
        Signature {
            by: PersonName { id: PersonId::new(Uuid::nil()), name: "Chef".into() },
            at: DateTime::UNIX_EPOCH,
        }
    }

    fn action(due: &str, status: ActionStatus) -> PlanAction {
        PlanAction {
            id: PlanActionId::new(Uuid::nil()),
            text: "Ny mall".to_owned().try_into().unwrap(),
            due: crate::written_date::parse_written_dates(due),
            responsible: vec!["Studierektor".to_owned().try_into().unwrap()],
            follow_up: vec![],
            follow_up_responsible: vec![],
            status,
            outcome: FreeText::default(),
            evidence: vec![],
        }
    }

    fn plan(findings: &[(&str, CriterionClass)], entries: &[&[&str]]) -> ActionPlan {
        let nil = Uuid::nil();
        ActionPlan {
            id: ActionPlanId::new(nil),
            clinic: ClinicName {
                id: ClinicId::new(nil),
                name: String::new(),
                site: String::new(),
                care_provider: CareProviderId::new(nil),
            },
            specialty: "Ortopedi".into(),
            year: 2026,
            checklist: ChecklistId::new(nil),
            origin: PlanOrigin::Inspection(InspectionId::new(nil)),
            due: None,
            phase: PlanPhase::Draft { returned: None },
            revision: 1,
            findings: findings
                .iter()
                .map(|(code, class)| PlanFinding {
                    code: code.parse().unwrap(),
                    class: *class,
                    note: FreeText::default(),
                })
                .collect(),
            entries: entries
                .iter()
                .map(|codes| PlanEntry {
                    id: PlanEntryId::new(nil),
                    criteria: codes.iter().map(|code| code.parse().unwrap()).collect(),
                    actions: vec![action("v23 2026", ActionStatus::NotStarted)],
                    version: 1,
                    changed: None,
                })
                .collect(),
        }
    }

    #[test]
    fn every_regulation_finding_must_be_covered_but_advice_need_not() {
        let findings = [
            ("D6", CriterionClass::Regulation),
            ("D7", CriterionClass::Regulation),
            ("D9", CriterionClass::GeneralAdvice),
        ];
        assert_eq!(
            plan(&findings, &[&["D6"]]).whole().unwrap_err().to_string(),
            "Varje brist mot en föreskrift ska ha en åtgärd. D7 saknas."
        );
        assert_eq!(plan(&findings, &[&["D6", "D7"]]).whole(), Ok(()));
    }

    #[test]
    fn what_has_no_known_date_or_is_done_is_never_late() {
        let today = NaiveDate::from_ymd_opt(2030, 1, 1).unwrap();
        assert_eq!(action("Se ovan", ActionStatus::NotStarted).days_late(today), None);
        assert_eq!(action("v23 2026", ActionStatus::Done).days_late(today), None);
        let sunday = NaiveDate::from_ymd_opt(2026, 6, 7).unwrap();
        assert_eq!(action("v23 2026", ActionStatus::Underway).days_late(sunday), None);
        assert_eq!(
            action("v23 2026", ActionStatus::Underway).days_late(sunday + chrono::Days::new(1)),
            Some(1)
        );
    }

    #[test]
    fn a_draft_has_nothing_late_even_when_its_dates_have_passed() {
        let today = NaiveDate::from_ymd_opt(2030, 1, 1).unwrap();
        let mut plan = plan(&[], &[&["D6"]]);
        assert!(plan.late(today).is_empty());
        plan.phase = PlanPhase::InForce { approved: signature(), accepted: None };
        assert_eq!(plan.late(today).len(), 1);
    }

    proptest! {
        #[test]
        fn whatever_steps_are_tried_only_a_whole_approved_plan_comes_into_force(
            steps in vec((0_u8..5, any::<bool>()), 0..20), inspected in any::<bool>()
        ) {
            let origin = if inspected { PlanOrigin::Inspection(InspectionId::new(Uuid::nil())) }
                else { PlanOrigin::SelfAssessment(SelfAssessmentId::new(Uuid::nil())) };
            let mut phase = PlanPhase::Draft { returned: None };
            for (step, whole) in steps {
                let whole = if whole { Ok(()) } else { Err(PlanGap::Empty) };
                let came_from = phase.clone();
                let next = match step {
                    0 => phase.clone().submit(signature(), origin, whole.clone()),
                    1 => phase.clone().accept(signature()),
                    2 => phase.clone().send_back(signature(), "Saknar datum".to_owned().try_into().unwrap()),
                    3 => phase.clone().withdraw_acceptance(),
                    _ => phase.clone().editable().map(|()| phase.clone()),
                };
                if let Ok(next) = next {
                    let left_draft = matches!(came_from, PlanPhase::Draft { .. }) && next.editable().is_err();
                    prop_assert!(!left_draft || whole.is_ok());
                    if let PlanPhase::InForce { accepted, .. } = &next {
                        prop_assert_eq!(accepted.is_some(), inspected);
                    }
                    phase = next;
                }
            }
        }
    }
}
