//! What is decided about a training, in what order, and what is kept of what was.

use super::*;
use crate::{
    TrainingDecisionId,
    curriculum::Curriculum,
    supervisor::SupervisorConcern,
    training_facts::tests::{line, person, portfolio},
};

fn clinic(number: u128) -> ClinicName {
    ClinicName {
        id: ClinicId::new(Uuid::from_u128(number)),
        name: format!("Klinik {number}"),
        site: "Exempelsjukhuset".to_owned(),
        care_provider: CareProviderId::new(Uuid::nil()),
    }
}

fn curriculum(number: u128, regulation: Regulation) -> Curriculum {
    let id = CurriculumId::new(Uuid::from_u128(number));
    Curriculum::built_in(id, regulation, line("Ortopedi"))
}

fn kept(on: NaiveDate, what: Decided) -> TrainingDecision {
    let id = TrainingDecisionId::new(Uuid::nil());
    TrainingDecision { id, on, reason: None, what, version: 1, changed: None }
}

fn start() -> Training {
    training(Regulation::Hslf2021, day("2024-01-01"))
}

fn to_supervisor(number: u128) -> FoundStep<'static> {
    FoundStep::Supervisor { to: person(number), concerns: Vec::new() }
}

#[test]
fn another_supervisor_is_named_and_the_one_before_is_kept() {
    let today = day("2026-06-01");
    let (first, _) = start().decide(to_supervisor(1), day("2024-01-01"), None, &[], today).unwrap();
    let (second, decided) =
        first.decide(to_supervisor(2), day("2025-01-01"), None, &[], today).unwrap();
    assert_eq!(second.principal_supervisor, Some(person(2)));
    assert_eq!(decided.to_string(), "Huvudansvarig handledare: Person 2, efter Person 1");
    assert_eq!(
        second.clone().decide(to_supervisor(2), day("2025-01-01"), None, &[], today),
        Err(DecisionRefused::SameSupervisor("Person 2".to_owned()))
    );
    assert_eq!(
        second.decide(to_supervisor(0), day("2025-01-01"), None, &[], today),
        Err(DecisionRefused::OwnSupervisor)
    );
}

#[test]
fn what_a_supervisor_lacks_stands_in_the_decision_and_hinders_nothing() {
    let concerns = vec![SupervisorConcern::Untrained, SupervisorConcern::SpecialtyUnknown];
    let step = FoundStep::Supervisor { to: person(2), concerns: concerns.clone() };
    let (_, decided) =
        start().decide(step, day("2024-01-01"), None, &[], day("2024-01-01")).unwrap();
    assert_eq!(decided, Decided::Supervisor { from: None, to: person(2), concerns });
}

#[test]
fn a_curriculum_is_moved_to_with_a_reason_and_only_within_regulation_and_specialty() {
    let today = day("2026-06-01");
    let (from, to) = (curriculum(0, Regulation::Hslf2021), curriculum(1, Regulation::Hslf2021));
    let other = curriculum(2, Regulation::Sosfs2015);
    let step = |to| FoundStep::Curriculum { from: &from, to };
    let on = day("2026-01-01");
    assert_eq!(start().decide(step(&to), on, None, &[], today), Err(DecisionRefused::NoReason));
    let (moved, _) = start().decide(step(&to), on, Some(&reason()), &[], today).unwrap();
    assert_eq!(moved.curriculum, to.id);
    assert_eq!(moved.regulation, Regulation::Hslf2021);
    assert_eq!(
        start().decide(step(&from), on, Some(&reason()), &[], today),
        Err(DecisionRefused::SameCurriculum)
    );
    let refused = start().decide(step(&other), on, Some(&reason()), &[], today).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "Välj en målbeskrivning för ortopedi enligt HSLF-FS 2021:8. Föreskriften är den som ST:n började enligt."
    );
}

#[test]
fn another_clinic_must_have_the_specialty_and_leaves_the_supervisor_who_is_not_there() {
    let today = day("2026-06-01");
    let on = day("2026-01-01");
    let own = ["Ortopedi".to_owned()];
    let step = |keeps_supervisor, specialties| FoundStep::Clinic {
        to: clinic(7),
        specialties,
        keeps_supervisor,
    };
    let mut before = start();
    before.principal_supervisor = Some(person(2));
    let move_to = |step| before.clone().decide(step, on, Some(&reason()), &[], today);
    let (moved, decided) = move_to(step(false, &own)).unwrap();
    assert_eq!((moved.clinic.id, moved.principal_supervisor), (clinic(7).id, None));
    assert!(decided.to_string().ends_with("Person 2 är inte längre huvudansvarig handledare"));
    assert_eq!(move_to(step(true, &own)).unwrap().0.principal_supervisor, Some(person(2)));
    let without = move_to(step(true, &[])).unwrap_err();
    assert_eq!(without.to_string(), "Klinik 7 har inte ortopedi bland sina specialiteter.");
}

#[test]
fn an_interruption_is_taken_up_again_no_earlier_than_it_began() {
    let today = day("2026-06-01");
    let (interrupted, what) = start()
        .decide(FoundStep::Interrupt, day("2025-03-01"), Some(&reason()), &[], today)
        .unwrap();
    let decisions = [kept(day("2025-03-01"), what)];
    let resume =
        |on: &str| interrupted.clone().decide(FoundStep::Resume, day(on), None, &decisions, today);
    assert_eq!(resume("2025-02-28"), Err(DecisionRefused::Overtaken(day("2025-03-01"))));
    assert_eq!(resume("2025-09-01").unwrap().0.phase, TrainingPhase::Underway);
    let other = interrupted.clone().decide(to_supervisor(2), today, None, &decisions, today);
    assert_eq!(other, Err(TrainingNotAllowed::Interrupted.into()));
    let within = placement(day("2025-02-01"), day("2025-03-01"), Percent::FULL);
    let before = placement(day("2025-02-01"), day("2025-02-28"), Percent::FULL);
    let after = placement(day("2025-09-01"), day("2025-12-31"), Percent::FULL);
    let all = [within.clone(), before, after];
    let counted = counted_in_between(&all, &interrupted.phase, day("2025-09-01"));
    assert_eq!(counted, [&within]);
}

#[test]
fn what_lacks_of_a_training_is_told_before_it_is_completed() {
    let lacks = Lack::of(&portfolio(Regulation::Hslf2021, "2024-01-01"), day("2024-06-30"));
    let sentences: Vec<String> = lacks.iter().map(ToString::to_string).collect();
    assert_eq!(sentences[0], "Det återstår 66 månader på heltid innan ST:n kan vara fullgjord.");
    assert!(sentences[1].contains("delmål är inte intygade: STa1, STa2"));
    assert_eq!(sentences[2], "Inget individuellt utbildningsprogram är fastställt.");
    assert!(sentences[3].starts_with("Målbeskrivningen är ett utkast."));
    assert_eq!(lacks.iter().filter(|lack| lack.hinders()).count(), 1);
}

proptest! {
    #[test]
    fn whatever_is_decided_each_step_is_kept_in_the_order_of_its_days_and_within_the_training(
        tries in vec((0..7_u8, -40..400_i64, 1..4_u128, any::<bool>()), 0..25)
    ) {
        let today = day("2024-12-01");
        let versions: Vec<Curriculum> =
            (0..4).map(|number| curriculum(number, Regulation::Hslf2021)).collect();
        let own = ["Ortopedi".to_owned()];
        let mut now = start();
        let mut decisions: Vec<TrainingDecision> = Vec::new();
        for (step, days, number, with_reason) in tries {
            let on = now.starts_on + chrono::TimeDelta::days(days);
            let from = versions.iter().find(|one| one.id == now.curriculum).unwrap();
            let to = &versions[usize::try_from(number).unwrap()];
            let step = match step {
                0 => to_supervisor(number),
                1 => FoundStep::Clinic { to: clinic(number), specialties: &own, keeps_supervisor: false },
                2 => FoundStep::Curriculum { from, to },
                3 => FoundStep::Interrupt,
                4 => FoundStep::Resume,
                5 => FoundStep::Complete { remaining: FullTime::ZERO },
                _ => FoundStep::Reopen,
            };
            let given = with_reason.then(reason);
            let before = now.clone();
            match now.clone().decide(step, on, given.as_ref(), &decisions, today) {
                Ok((after, what)) => {
                    prop_assert!((before.starts_on..=today).contains(&on));
                    prop_assert_ne!(&after, &before);
                    // Who it is, what it follows and its days are never decided about.
                    prop_assert_eq!(&after.trainee, &before.trainee);
                    prop_assert_eq!(after.regulation, before.regulation);
                    prop_assert_eq!(&after.specialty, &before.specialty);
                    prop_assert_eq!(after.starts_on, before.starts_on);
                    // What was is told by the decision.
                    match &what {
                        Decided::Supervisor { from, to, .. } => {
                            prop_assert_eq!(from, &before.principal_supervisor);
                            prop_assert_eq!(Some(to), after.principal_supervisor.as_ref());
                        }
                        Decided::Clinic { from, to, left } => {
                            prop_assert_eq!((from, to), (&before.clinic, &after.clinic));
                            prop_assert_eq!(left, &before.principal_supervisor);
                            prop_assert!(with_reason);
                        }
                        Decided::Curriculum { .. } | Decided::Interrupted | Decided::Reopened => {
                            prop_assert!(with_reason);
                        }
                        Decided::Resumed | Decided::Completed => {}
                    }
                    let kind = std::mem::discriminant(&what);
                    let last = decisions.iter().rfind(|one| std::mem::discriminant(&one.what) == kind);
                    prop_assert!(last.is_none_or(|last| last.on <= on));
                    decisions.push(kept(on, what));
                    now = after;
                }
                Err(refused) => prop_assert!(!refused.to_string().is_empty()),
            }
        }
    }
}
