use chrono::{DateTime, Months};
use proptest::{collection::vec, option, prelude::*, sample::select};
use uuid::Uuid;

use super::*;
use crate::{
    ActivityId, ClinicId, DelegationId, PersonId, PlacementId,
    curriculum::{LearningActivity, Objective, WrongObjective},
    iup::ObjectivePlan,
    placement::{Percent, Placement},
    training::{
        Training,
        tests::{placement, training},
    },
};

mod objective;
mod paper;

const TRAINEE: u128 = 1;
const PRINCIPAL: u128 = 2;
const HEAD: u128 = 3;
const OTHER: u128 = 4;

fn person(person: u128) -> PersonName {
    PersonName { id: PersonId::new(Uuid::from_u128(person)), name: String::new() }
}

fn by(who: u128) -> Signature {
    Signature { by: person(who), at: DateTime::UNIX_EPOCH }
}

fn text(text: &str) -> FreeText {
    text.to_owned().try_into().unwrap()
}

fn line(line: &str) -> Line {
    line.to_owned().try_into().unwrap()
}

fn reason() -> Reason {
    "Fel period".to_owned().try_into().unwrap()
}

fn day(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, month, day).unwrap()
}

fn today() -> NaiveDate {
    day(11, 2)
}

fn code(code: &str) -> ObjectiveCode {
    code.parse().unwrap()
}

fn certifier(who: u128, role: CertifierRole, specialty: Option<&str>) -> Certifier {
    Certifier {
        signature: by(who),
        role,
        specialty: specialty.map(line),
        workplace: line("Ortopedkliniken"),
        town: line("Exempelstad"),
    }
}

fn content(objective: &str) -> CertificateContent {
    CertificateContent {
        about: None,
        objectives: vec![code(objective)],
        description: text("Handkirurgi"),
        evaluation: text("Muntligt förhör"),
        workplace: Some(line("Handkirurgen")),
        from: Some(day(1, 7)),
        to: Some(day(6, 30)),
    }
}

fn prepared(kind: CertificateKind, regulation: Regulation) -> Certificate {
    let objective = match regulation {
        Regulation::Sosfs2015 => "c3",
        Regulation::Hslf2021 => "STc3",
    };
    Certificate {
        id: CertificateId::new(Uuid::from_u128(9)),
        training: TrainingId::new(Uuid::nil()),
        kind,
        regulation,
        trainee: person(TRAINEE),
        specialty: line("Ortopedi"),
        content: content(objective),
        asked: Vec::new(),
        service: Vec::new(),
        phase: CertificatePhase::Prepared,
        version: 1,
        changed: None,
    }
}

const ACCOUNTED: Grounds<'static> =
    Grounds { account: NaiveDate::from_ymd_opt(2026, 10, 1), delegation: None, service: None };

use CertifierRole as Role;
use Regulation::{Hslf2021, Sosfs2015};

#[test]
fn a_form_of_another_regulation_is_not_issued() {
    let wrong = prepared(CertificateKind::WrittenWork, Hslf2021);
    assert_eq!(
        wrong.certify(certifier(PRINCIPAL, Role::PrincipalSupervisor, None), ACCOUNTED, today()),
        Err(No::NoSuchForm(CertificateKind::WrittenWork, Hslf2021))
    );
}

#[test]
fn specialist_competence_of_2021_needs_the_principal_supervisor_and_another_specialist() {
    let certificate = prepared(CertificateKind::SpecialistCompetence, Hslf2021);
    let principal = certifier(PRINCIPAL, Role::PrincipalSupervisor, Some("Ortopedi"));
    let half = certificate.certify(principal.clone(), Grounds::default(), today()).unwrap();
    assert!(!half.phase.in_force());
    let again = half.clone().certify(principal.clone(), Grounds::default(), today());
    assert_eq!(again, Err(No::SignedAlready(Role::PrincipalSupervisor)));
    let alone = certifier(PRINCIPAL, Role::Specialist, Some("Ortopedi"));
    let alone = half.clone().certify(alone, Grounds::default(), today());
    assert_eq!(alone, Err(No::SignedAlready(Role::PrincipalSupervisor)));
    let unnamed = certifier(OTHER, Role::Specialist, None);
    let unnamed = half.clone().certify(unnamed, Grounds::default(), today());
    assert_eq!(unnamed, Err(No::NoSpecialty));
    let head = certifier(HEAD, Role::HeadOfUnit, Some("Ortopedi"));
    let head = half.clone().certify(head, Grounds::default(), today());
    assert!(matches!(head, Err(No::WrongRole { .. })));
    let other = certifier(OTHER, Role::Specialist, Some("Kirurgi"));
    let issued = half.certify(other.clone(), Grounds::default(), today()).unwrap();
    assert_eq!(issued.phase, CertificatePhase::Issued { by: vec![principal, other], on: today() });
}

#[test]
fn specialist_competence_of_2015_needs_the_head_of_unit_or_a_delegated_specialist() {
    let certificate = prepared(CertificateKind::SpecialistCompetence, Sosfs2015);
    let delegation = Delegation {
        from: person(HEAD),
        to: person(OTHER),
        kinds: [CertificateKind::SpecialistCompetence].into(),
        starts: day(1, 1),
        ends: Some(today()),
    };
    assert_eq!(delegation.check(), Ok(()));
    let given = Grounds { delegation: Some(&delegation), ..Grounds::default() };
    let may = |who, role, specialty, grounds, on| {
        who_may_certify(&certificate, &certifier(who, role, specialty), grounds, on)
    };
    let own = Some("ortopedi");
    assert_eq!(may(HEAD, Role::HeadOfUnit, own, Grounds::default(), today()), Ok(()));
    assert_eq!(
        may(HEAD, Role::HeadOfUnit, Some("Kirurgi"), given, today()),
        Err(No::DelegateNeeded(line("Ortopedi")))
    );
    assert_eq!(may(OTHER, Role::DelegatedSpecialist, own, given, today()), Ok(()));
    assert_eq!(
        may(OTHER, Role::DelegatedSpecialist, Some("Kirurgi"), given, today()),
        Err(No::OtherSpecialty(line("Ortopedi")))
    );
    for (who, grounds, on) in [
        (OTHER, Grounds::default(), today()),
        (PRINCIPAL, given, today()),
        (OTHER, given, today().succ_opt().unwrap()),
        (OTHER, given, NaiveDate::from_ymd_opt(2025, 12, 31).unwrap()),
    ] {
        assert_eq!(may(who, Role::DelegatedSpecialist, own, grounds, on), Err(No::NoDelegation));
    }
    let head = certifier(HEAD, Role::HeadOfUnit, own);
    let delegated = certifier(OTHER, Role::DelegatedSpecialist, own);
    let half = certificate.clone().certify(head, Grounds::default(), today()).unwrap();
    assert_eq!(half.certify(delegated, given, today()), Err(No::SignedAlready(Role::HeadOfUnit)));
}

#[test]
fn only_what_a_head_of_unit_certifies_by_another_is_delegated() {
    let delegation = |kinds: &[CertificateKind]| Delegation {
        from: person(HEAD),
        to: person(OTHER),
        kinds: kinds.iter().copied().collect(),
        starts: day(1, 1),
        ends: None,
    };
    assert_eq!(delegation(&[]).check(), Err(InvalidDelegation::Nothing));
    assert_eq!(
        delegation(&[CertificateKind::Course]).check(),
        Err(InvalidDelegation::NotDelegable(CertificateKind::Course))
    );
    let lasting = delegation(&[CertificateKind::SpecialistCompetence]);
    assert!(lasting.in_force(day(12, 31)));
    let ended = Delegation { ends: NaiveDate::from_ymd_opt(2025, 12, 31), ..lasting.clone() };
    assert_eq!(ended.check(), Err(InvalidDelegation::EndsBeforeStart));
    let oneself = Delegation { to: person(HEAD), ..lasting };
    assert_eq!(oneself.check(), Err(InvalidDelegation::ToOneself));
}

#[test]
fn a_course_is_not_certified_before_the_account_of_it() {
    let course = || prepared(CertificateKind::Course, Hslf2021);
    for role in [Role::CourseLeader, Role::PrincipalSupervisor, Role::Supervisor] {
        let certify = |grounds| course().certify(certifier(OTHER, role, None), grounds, today());
        assert_eq!(certify(Grounds::default()), Err(No::NoAccount));
        let later = Grounds { account: today().succ_opt(), ..Grounds::default() };
        assert_eq!(certify(later), Err(No::NoAccount));
        assert!(certify(ACCOUNTED).unwrap().phase.in_force());
    }
}

#[test]
fn a_service_is_certified_when_it_has_ended_with_all_the_form_asks_for() {
    let supervisor = certifier(OTHER, Role::Supervisor, None);
    let certify = |change: fn(&mut CertificateContent)| {
        let mut certificate = prepared(CertificateKind::ClinicalService, Hslf2021);
        change(&mut certificate.content);
        certificate.certify(supervisor.clone(), Grounds::default(), today())
    };
    assert!(certify(|_| ()).is_ok());
    assert_eq!(certify(|content| content.objectives.clear()), Err(No::NoObjectives));
    assert!(matches!(
        certify(|content| content.objectives = vec![code("c3")]),
        Err(No::Objective(WrongObjective::OtherRegulation { .. }))
    ));
    assert_eq!(certify(|content| content.description = text(" ")), Err(No::NoDescription));
    assert_eq!(certify(|content| content.workplace = None), Err(No::NoWorkplace));
    assert_eq!(certify(|content| content.from = content.to.map(|_| day(7, 1))), Err(No::NoPeriod));
    assert_eq!(certify(|content| content.to = Some(day(12, 1))), Err(No::NotEnded(day(12, 1))));
}

#[test]
fn quality_work_is_not_certified_without_its_evaluation() {
    let mut work = prepared(CertificateKind::DevelopmentWork, Sosfs2015);
    work.content.evaluation = text("");
    let principal = certifier(PRINCIPAL, Role::PrincipalSupervisor, None);
    assert!(matches!(
        work.certify(principal, Grounds::default(), today()),
        Err(No::NoEvaluation(_))
    ));
}

#[test]
fn the_refusal_of_a_role_says_who_certifies() {
    let certificate = prepared(CertificateKind::SpecialistCompetence, Sosfs2015);
    let refused = certificate
        .certify(certifier(OTHER, Role::CourseLeader, None), Grounds::default(), today())
        .unwrap_err();
    assert_eq!(
        refused.to_string(),
        "Intyget undertecknas inte av kursledare. Det gör verksamhetschef eller specialist på verksamhetschefens uppdrag, och huvudansvarig handledare."
    );
}

fn issued(kind: CertificateKind, id: u128) -> Certificate {
    Certificate {
        id: CertificateId::new(Uuid::from_u128(id)),
        phase: CertificatePhase::Issued { by: Vec::new(), on: today() },
        ..prepared(kind, Hslf2021)
    }
}

#[test]
fn a_delegation_is_ended_once_and_lets_nobody_certify_from_then_on() {
    let delegation = Delegation {
        from: person(HEAD),
        to: person(OTHER),
        kinds: [CertificateKind::SpecialistCompetence].into(),
        starts: day(1, 1),
        ends: Some(day(12, 31)),
    };
    let kept = ClinicDelegation {
        id: DelegationId::new(Uuid::nil()),
        clinic: ClinicId::new(Uuid::nil()),
        delegation,
        given: by(HEAD),
        ended: None,
    };
    let end = || DelegationEnd { signature: by(HEAD), reason: reason() };
    assert!(kept.in_force(today()) && !kept.is_over(today()));
    let ended = kept.clone().end(end(), today()).unwrap();
    assert!(!ended.in_force(today()) && ended.is_over(today()));
    assert_eq!(ended.end(end(), today()), Err(EndNotAllowed::Ended));
    let after = NaiveDate::from_ymd_opt(2027, 1, 1).unwrap();
    assert_eq!(kept.clone().end(end(), after), Err(EndNotAllowed::Over));
    assert!(kept.end(end(), NaiveDate::from_ymd_opt(2025, 12, 1).unwrap()).is_ok());
}

#[test]
fn only_who_is_head_of_unit_or_principal_supervisor_signs_as_that() {
    for role in Role::ALL {
        let known = matches!(role, Role::HeadOfUnit | Role::PrincipalSupervisor);
        assert_eq!(role.open_to(false, false), !known);
        assert_eq!(role.open_to(true, false), role != Role::PrincipalSupervisor);
        assert!(role.open_to(true, true));
    }
}

#[test]
fn a_certificate_travels_whole() {
    let half = prepared(CertificateKind::SpecialistCompetence, Hslf2021)
        .certify(certifier(PRINCIPAL, Role::PrincipalSupervisor, None), ACCOUNTED, today())
        .unwrap();
    let withdrawn = issued(CertificateKind::Course, 1).withdraw(by(PRINCIPAL), reason()).unwrap();
    for certificate in [half, withdrawn] {
        let sent = serde_json::to_string(&certificate).unwrap();
        assert_eq!(serde_json::from_str::<Certificate>(&sent).unwrap(), certificate);
    }
}

proptest! {
    #[test]
    fn whoever_tries_a_certificate_in_force_has_a_signature_of_every_row_by_different_people(
        kind in select(CertificateKind::ALL.to_vec()), regulation in select(Regulation::ALL.to_vec()),
        tried in vec((TRAINEE..=OTHER, select(Role::ALL.to_vec()), any::<bool>()), 0..8),
        account in option::of(Just(today())),
    ) {
        let delegation = Delegation {
            from: person(HEAD), to: person(OTHER), kinds: CertificateKind::ALL.into(), starts: day(1, 1), ends: None,
        };
        let (training, placements) = served();
        let service = Service { training: &training, placements: &placements, leaves: &[], credits: &[] };
        let grounds = Grounds { account, delegation: Some(&delegation), service: Some(service) };
        let mut certificate = prepared(kind, regulation);
        for (who, role, specialist) in tried {
            let signing = certifier(who, role, specialist.then_some("Ortopedi"));
            if let Ok(after) = certificate.clone().certify(signing, grounds, today()) {
                certificate = after;
            }
        }
        if let CertificatePhase::Issued { by, .. } = &certificate.phase {
            let rows = kind.who_may_certify(regulation);
            prop_assert_eq!(by.len(), rows.len());
            for row in rows {
                prop_assert_eq!(by.iter().filter(|one| row.contains(&one.role)).count(), 1);
            }
            let people: std::collections::BTreeSet<_> = by.iter().map(|one| one.signature.by.id).collect();
            prop_assert_eq!(people.len(), by.len());
            prop_assert!(!people.contains(&certificate.trainee.id));
            prop_assert!(kind != CertificateKind::Course || account.is_some());
            prop_assert!(kind.form(regulation).is_some());
        }
    }
}

/// 72 months of full time until the day before [`today`].
fn served() -> (Training, [Placement; 1]) {
    let from = today() - Months::new(72);
    let placed = placement(from, today().pred_opt().unwrap(), Percent::FULL);
    (training(Hslf2021, from), [placed])
}

#[test]
fn completed_training_is_certified_with_its_service_once_the_minimum_is_reached() {
    let (training, placements) = served();
    let service =
        Service { training: &training, placements: &placements, leaves: &[], credits: &[] };
    let kind = CertificateKind::CompletedTraining;
    let head = certifier(HEAD, Role::HeadOfUnit, None);
    let certify = |service, on| {
        let grounds = Grounds { service, ..Grounds::default() };
        prepared(kind, Hslf2021).certify(head.clone(), grounds, on)
    };
    let day_reached = service.time().day_reached(service.minimum(), today()).unwrap();
    let before = day_reached.pred_opt().unwrap();
    let remaining = service.remaining(before);
    assert!(remaining > FullTime::ZERO);
    assert_eq!(certify(Some(service), before), Err(No::TooShort { remaining }));
    assert_eq!(certify(None, today()), Err(No::TooShort { remaining: service.minimum() }));
    let issued = certify(Some(service), day_reached).unwrap();
    assert_eq!(issued.service, service.rows(day_reached));
    assert_eq!(
        prepared(kind, Hslf2021).service_rows(Some(service), today()),
        service.rows(today())
    );
    // What is certified stays as it was, whatever becomes of the placements.
    let changed = Service { placements: &[], ..service };
    assert_eq!(issued.service_rows(Some(changed), today()), issued.service);
}
