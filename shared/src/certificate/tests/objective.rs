//! What an objective asks for, and what a certificate and an objective may rest on.

use super::*;

fn objective(activities: &[LearningActivity]) -> Objective {
    Objective {
        code: code("STc3"),
        title: None,
        demand: FreeText::default(),
        activities: activities.to_vec(),
        draft: false,
    }
}

#[test]
fn an_objective_is_certified_when_each_activity_it_asks_for_is() {
    let asked = objective(&[LearningActivity::ClinicalService, LearningActivity::Course]);
    let (plan, blank) = (
        ObjectivePlan { learning: text("Kurs"), ..ObjectivePlan::default() },
        ObjectivePlan::default(),
    );
    let course = issued(CertificateKind::Course, 1);
    let service = issued(CertificateKind::ClinicalService, 2);
    let state = |plan, chosen: &[EvidenceRef], certificates: &[Certificate]| {
        objective_standing(&asked, plan, chosen, certificates).state
    };
    assert_eq!(state(None, &[], &[]), ObjectiveState::NotPlanned);
    assert_eq!(state(Some(&blank), &[], &[]), ObjectiveState::NotPlanned);
    assert_eq!(state(Some(&plan), &[], &[]), ObjectiveState::Planned);
    let activity = EvidenceRef::Activity(ActivityId::new(Uuid::nil()));
    assert_eq!(state(Some(&plan), &[activity], &[]), ObjectiveState::Underway);
    let both = [course.clone(), service.clone()];
    let standing = objective_standing(&asked, None, &[], &both[..1]);
    assert_eq!(standing.state, ObjectiveState::Underway);
    assert_eq!(standing.remaining, [LearningActivity::ClinicalService]);
    assert_eq!(state(None, &[], &both), ObjectiveState::Certified);
    let gone = service.withdraw(by(PRINCIPAL), reason()).unwrap();
    let gone = [course.withdraw(by(PRINCIPAL), reason()).unwrap(), gone];
    let chosen = [EvidenceRef::Certificate(gone[0].id)];
    assert_eq!(state(Some(&plan), &chosen, &gone), ObjectiveState::Planned);
}

#[test]
fn an_objective_that_asks_for_no_activity_is_certified_by_one_certificate() {
    let asked = objective(&[]);
    assert_eq!(objective_standing(&asked, None, &[], &[]).state, ObjectiveState::NotPlanned);
    let science = [issued(CertificateKind::MedicalScience, 1)];
    assert_eq!(objective_standing(&asked, None, &[], &science).state, ObjectiveState::Certified);
}

#[test]
fn a_certificate_is_about_what_the_training_has_of_its_kind() {
    let mut portfolio = crate::training_facts::tests::portfolio(Hslf2021, "2025-09-01");
    let whole = 100.try_into().unwrap();
    portfolio.placements = vec![crate::training::tests::placement(day(1, 7), day(6, 30), whole)];
    let here = EvidenceRef::Placement(portfolio.placements[0].id);
    let elsewhere = EvidenceRef::Placement(PlacementId::new(Uuid::from_u128(77)));
    for kind in CertificateKind::of(Hslf2021) {
        let known =
            |about| CertificateContent { about, ..content("STc3") }.about_known(kind, &portfolio);
        let of_service =
            matches!(kind, CertificateKind::ClinicalService | CertificateKind::Auscultation);
        assert_eq!(known(Some(here)), of_service, "{kind:?}");
        assert!(known(None));
        assert!(!known(Some(elsewhere)));
        assert!(!known(Some(EvidenceRef::Activity(ActivityId::new(Uuid::nil())))));
    }
}

#[test]
fn evidence_is_a_few_things_of_the_training_that_still_count() {
    let mut portfolio = crate::training_facts::tests::portfolio(Hslf2021, "2025-09-01");
    let whole = 100.try_into().unwrap();
    let placement = crate::training::tests::placement(day(1, 7), day(6, 30), whole);
    let wanted = EvidenceRef::Placement(placement.id);
    portfolio.placements = vec![placement];
    let withdrawn = issued(CertificateKind::Course, 1).withdraw(by(PRINCIPAL), reason()).unwrap();
    let taken_back = EvidenceRef::Certificate(withdrawn.id);
    portfolio.certificates = vec![withdrawn];
    let objective = portfolio.curriculum.objectives[0].code;
    let check = |chosen: Vec<EvidenceRef>, objective| {
        SaveObjectiveEvidence { chosen }.check(objective, &portfolio)
    };
    assert_eq!(check(Vec::new(), objective), Ok(()));
    assert_eq!(check(vec![wanted], objective), Ok(()));
    assert_eq!(check(vec![wanted; 2], objective), Err(InvalidEvidence::Twice));
    assert_eq!(check(vec![wanted; MOST_CHOSEN + 1], objective), Err(InvalidEvidence::TooMany));
    assert_eq!(check(vec![taken_back], objective), Err(InvalidEvidence::Gone));
    let unknown = code("STc99");
    assert_eq!(check(vec![wanted], unknown), Err(InvalidEvidence::OtherCurriculum(unknown)));
}

proptest! {
    #[test]
    fn one_more_certificate_never_takes_an_objective_back(
        kinds in vec(select(CertificateKind::ALL.to_vec()), 0..4), more in select(CertificateKind::ALL.to_vec()),
        activities in vec(select(LearningActivity::ALL.to_vec()), 0..3),
    ) {
        let asked = objective(&activities);
        let mut certificates: Vec<_> = (0..).zip(kinds).map(|(id, kind)| issued(kind, id)).collect();
        let before = objective_standing(&asked, None, &[], &certificates).state;
        certificates.push(issued(more, 99));
        prop_assert!(before <= objective_standing(&asked, None, &[], &certificates).state);
    }
}
