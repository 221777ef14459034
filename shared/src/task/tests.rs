use proptest::prelude::*;
use uuid::Uuid;

use super::{approval, *};
use crate::{
    ActivityId, MembershipId,
    curriculum::Regulation,
    person::{Membership, PersonName},
    text::Reason,
    training::TrainingPhase,
    training_facts::{
        IupOnItsWay, IupStep, ScientificWorkFacts, TrainingSummary, facts,
        tests::{day, line, person, portfolio},
    },
};

const TRAINEE: u128 = 1;
const PRINCIPAL: u128 = 2;
const HEAD: u128 = 3;
const DIRECTOR: u128 = 4;
const SCIENTIFIC: u128 = 5;

fn holder(of: &TrainingSummary, number: u128, role: Role) -> Me {
    let clinic = &of.training.clinic;
    let PersonName { id, name } = person(number);
    Me {
        id,
        name,
        email: String::new(),
        memberships: vec![Membership {
            id: MembershipId::new(Uuid::nil()),
            role,
            clinic: Some(clinic.id),
            care_provider: Some(clinic.care_provider),
            place: String::new(),
            since: NaiveDate::MIN,
        }],
    }
}

fn work(by_supervisor: bool, by_head: bool) -> ScientificWorkFacts {
    let on = |approved: bool| approved.then(|| day("2026-08-01"));
    ScientificWorkFacts {
        id: ActivityId::new(Uuid::nil()),
        title: line("Väntetid och vårdtid"),
        from: day("2026-09-01"),
        to: None,
        weeks: None,
        plan: true,
        scientific_supervisor: None,
        plan_by_supervisor: on(by_supervisor),
        plan_by_head_of_unit: on(by_head),
        ethics_missing: false,
        reviewer_with_doctorate: None,
        presented_on: None,
    }
}

/// A training where all three wait: a programme, a credit and a project plan.
fn waiting() -> TrainingSummary {
    let mut portfolio = portfolio(Regulation::Hslf2021, "2026-01-01");
    portfolio.training.trainee = person(TRAINEE);
    portfolio.training.principal_supervisor = Some(person(PRINCIPAL));
    let mut facts = facts(&portfolio);
    let since = day("2026-03-01");
    let step = IupStep::WaitsForApproval { since, supervisor: person(PRINCIPAL).id };
    facts.iup.next = Some(IupOnItsWay { number: 1, larger: true, step });
    facts.credits_unapproved = 1;
    facts.scientific_works = vec![work(false, false)];
    TrainingSummary { training: portfolio.training, facts }
}

/// The first words of what is told to somebody.
fn told(me: &Me, of: &TrainingSummary) -> Vec<String> {
    let tasks = approval::tasks(me, of).into_iter();
    tasks.map(|task| task.what.split(" för ").next().unwrap().to_owned()).collect()
}

const PROGRAMME: &str = "Godkänn utbildningsprogrammet";
const CREDIT: &str = "Godkänn tillgodoräknad tid";
const PLAN: &str = "Godkänn projektplanen";

#[test]
fn each_is_told_of_what_waits_for_their_own_approval() {
    let of = waiting();
    assert_eq!(told(&holder(&of, HEAD, Role::HeadOfUnit), &of), [PROGRAMME, CREDIT, PLAN]);
    assert_eq!(told(&holder(&of, DIRECTOR, Role::DirectorOfStudies), &of), [PROGRAMME, CREDIT]);
    assert_eq!(told(&holder(&of, PRINCIPAL, Role::Supervisor), &of), [PLAN]);
    assert!(told(&holder(&of, DIRECTOR, Role::Supervisor), &of).is_empty());
    assert!(told(&holder(&of, TRAINEE, Role::Trainee), &of).is_empty());
    assert!(told(&holder(&of, TRAINEE, Role::HeadOfUnit), &of).is_empty());
}

#[test]
fn a_scientific_supervisor_of_another_clinic_is_told_until_a_supervisor_has_approved() {
    let mut of = waiting();
    let mut me = holder(&of, SCIENTIFIC, Role::Supervisor);
    me.memberships[0].clinic = Some(crate::ClinicId::new(Uuid::from_u128(9)));
    assert!(told(&me, &of).is_empty());
    of.facts.scientific_works[0].scientific_supervisor = Some(me.id);
    assert_eq!(told(&me, &of), [PLAN]);
    of.facts.scientific_works[0].plan_by_supervisor = Some(day("2026-08-01"));
    assert!(told(&me, &of).is_empty());
}

#[test]
fn who_signed_a_programme_as_supervisor_is_not_asked_to_approve_it() {
    let of = waiting();
    assert_eq!(told(&holder(&of, PRINCIPAL, Role::DirectorOfStudies), &of), [CREDIT, PLAN]);
}

#[test]
fn each_task_leads_to_its_place_and_a_plan_is_to_be_approved_before_the_work_begins() {
    let of = waiting();
    let tasks = approval::tasks(&holder(&of, HEAD, Role::HeadOfUnit), &of);
    let paths: Vec<_> = tasks.iter().map(|task| task.path.as_str()).collect();
    let id = of.training.id;
    assert_eq!(
        paths,
        [
            format!("/st/{id}/iup"),
            format!("/st/{id}/placeringar#tillgodo"),
            format!("/st/{id}/aktiviteter?aktivitet={}", Uuid::nil()),
        ]
    );
    assert_eq!(tasks[0].detail, "Version 1, undertecknad av båda sön 1 mars 2026");
    assert_eq!(tasks[2].due, Some(day("2026-09-01")));
}

#[test]
fn nothing_waits_in_a_training_that_is_interrupted_or_completed() {
    let mut of = waiting();
    let head = holder(&of, HEAD, Role::HeadOfUnit);
    let since = day("2026-05-01");
    let reason = Reason::try_from("Skäl".to_owned()).unwrap();
    for phase in
        [TrainingPhase::Interrupted { since, reason }, TrainingPhase::Completed { on: since }]
    {
        of.training.phase = phase;
        assert!(told(&head, &of).is_empty());
    }
}

proptest! {
    /// A plan is told of to a person exactly while it lacks what that person can give.
    #[test]
    fn a_plan_is_told_of_while_ones_own_approval_is_lacking(
        plan: bool, by_supervisor: bool, by_head: bool, supervises: bool, heads: bool, elsewhere: bool,
    ) {
        let mut of = waiting();
        of.facts.scientific_works =
            vec![ScientificWorkFacts { plan, ..work(by_supervisor, by_head) }];
        let role = if heads { Role::HeadOfUnit } else { Role::Supervisor };
        let mut me = holder(&of, if supervises { PRINCIPAL } else { HEAD }, role);
        if elsewhere {
            me.memberships[0].clinic = Some(crate::ClinicId::new(Uuid::from_u128(9)));
        }
        let lacking = (supervises && !by_supervisor) || (heads && !by_head);
        let expected = plan && !elsewhere && lacking;
        prop_assert_eq!(told(&me, &of).contains(&PLAN.to_owned()), expected);
    }
}
