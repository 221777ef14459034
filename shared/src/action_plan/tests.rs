use chrono::DateTime;
use proptest::{collection::vec, prelude::*};
use uuid::Uuid;

use super::*;
use crate::{
    CareProviderId, ClinicId, PersonId,
    person::{PersonName, Signature},
};

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
