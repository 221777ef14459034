//! R01, R02, R05, R18: what those have who supervise, on the days around which it changes.

use chrono::{Datelike, Days, Months, NaiveDate};
use proptest::prelude::*;

use super::{checked, day, due, line, outcome, overdue, started, why};
use crate::{
    placement::PlacementKind,
    rule::{Outcome, Thresholds, check},
    supervisor::SupervisorTraining,
    training_facts::{PlacementFacts, SupervisorFacts, TrainingFacts, tests::person},
};

const GONE: SupervisorTraining =
    SupervisorTraining::Held { on: NaiveDate::from_yo_opt(2025, 1).unwrap(), renewed_on: None };

fn supervisor(
    number: u128,
    specialist: Option<bool>,
    training: SupervisorTraining,
) -> SupervisorFacts {
    SupervisorFacts { person: Some(person(number).id), specialist, training }
}

fn led_by(supervisor: SupervisorFacts) -> TrainingFacts {
    TrainingFacts { supervisor: Some(supervisor), ..started("2026-01-01") }
}

fn placed(place: &str, from: &str, to: &str, supervisor: SupervisorFacts) -> PlacementFacts {
    PlacementFacts {
        place: line(place),
        kind: PlacementKind::Elsewhere,
        from: day(from),
        to: day(to),
        supervisor: Some(supervisor),
        contract: None,
        feedback: false,
        followed_up: None,
    }
}

#[test]
fn a_principal_supervisor_is_to_be_a_specialist_and_trained_from_the_first_day() {
    for number in [1, 2, 5, 18] {
        assert_eq!(checked(&started("2026-01-01"), number, "2026-06-01"), None, "{number}");
    }
    let has_all = led_by(supervisor(1, Some(true), GONE));
    assert_eq!(outcome(&has_all, 1, "2026-06-01"), Outcome::Fulfilled);
    assert_eq!(outcome(&has_all, 2, "2026-06-01"), Outcome::Fulfilled);
    let lacks = led_by(supervisor(1, Some(false), SupervisorTraining::Missing));
    for number in [1, 2] {
        assert_eq!(outcome(&lacks, number, "2025-12-31"), due("2026-01-01"));
        assert_eq!(outcome(&lacks, number, "2026-01-01"), due("2026-01-01"));
        assert_eq!(outcome(&lacks, number, "2026-01-02"), Outcome::NotFulfilled);
    }
    assert_eq!(
        why(&lacks, 1, "2026-06-01"),
        "Den huvudansvariga handledaren är specialist, men inte i ortopedi."
    );
    assert_eq!(
        why(&lacks, 2, "2026-06-01"),
        "Den huvudansvariga handledaren saknar handledarutbildning."
    );
    let unknown = led_by(supervisor(1, None, SupervisorTraining::NotTold));
    for number in [1, 2] {
        assert_eq!(outcome(&unknown, number, "2026-06-01"), Outcome::Unknown);
    }
    for facts in [lacks, unknown] {
        assert_eq!(checked(&facts, 18, "2026-06-01"), None);
    }
}

#[test]
fn the_supervisor_of_a_placement_is_asked_for_until_it_is_over() {
    let mut facts = led_by(supervisor(1, Some(true), GONE));
    let lacks = supervisor(2, Some(false), SupervisorTraining::Missing);
    facts.placements = vec![placed("Handkirurgen", "2026-03-01", "2026-05-31", lacks)];
    assert_eq!(outcome(&facts, 2, "2026-03-01"), due("2026-03-01"));
    assert_eq!(outcome(&facts, 2, "2026-03-02"), overdue("2026-03-01"));
    assert_eq!(outcome(&facts, 2, "2026-05-31"), overdue("2026-03-01"));
    assert_eq!(outcome(&facts, 2, "2026-06-01"), Outcome::Fulfilled);
    assert_eq!(
        why(&facts, 2, "2026-03-02"),
        "Handledaren för ”Handkirurgen” saknar handledarutbildning."
    );
    // Another specialty may be relevant: that is for people to judge.
    assert_eq!(outcome(&facts, 5, "2026-05-31"), Outcome::Unknown);
    assert_eq!(
        why(&facts, 5, "2026-05-31"),
        "Handledaren för ”Handkirurgen” är specialist i något annat än ortopedi. Bedöm om det är relevant för placeringen."
    );
    assert_eq!(checked(&facts, 5, "2026-06-01"), None);
    facts.placements[0].supervisor = Some(supervisor(2, Some(true), GONE));
    assert_eq!(outcome(&facts, 5, "2026-05-31"), Outcome::Fulfilled);
    assert_eq!(why(&facts, 2, "2026-05-31"), "Alla 2 handledare har gått handledarutbildning.");
    // Somebody without an account, of whom nothing is known.
    facts.placements.push(placed("Rehab", "2026-05-01", "2026-06-30", SupervisorFacts::default()));
    assert_eq!(
        why(&facts, 2, "2026-05-31"),
        "Om handledaren för ”Rehab” har gått handledarutbildning är inte inlagt."
    );
    assert_eq!(
        why(&facts, 5, "2026-05-31"),
        "Vad handledaren för ”Rehab” är specialist i är inte inlagt."
    );
    facts.placements[1].kind = PlacementKind::Research;
    assert_eq!(outcome(&facts, 5, "2026-05-31"), Outcome::Fulfilled);
}

#[test]
fn a_person_who_supervises_twice_is_told_of_once() {
    let lacks = supervisor(1, Some(true), SupervisorTraining::Missing);
    let mut facts = led_by(lacks);
    facts.placements = vec![placed("Akuten", "2026-01-01", "2026-12-31", lacks)];
    assert_eq!(
        why(&facts, 2, "2026-06-01"),
        "Den huvudansvariga handledaren saknar handledarutbildning."
    );
    let other = supervisor(2, Some(true), SupervisorTraining::Missing);
    facts.placements.push(placed("Rehab", "2026-01-01", "2026-12-31", other));
    assert!(why(&facts, 2, "2026-06-01").ends_with("handledarutbildning. Det gäller 1 till."));
}

#[test]
fn a_region_with_another_number_is_told_its_own() {
    let held =
        SupervisorTraining::Held { on: day("2022-02-28"), renewed_on: Some(day("2024-02-29")) };
    let facts = led_by(supervisor(1, Some(true), held));
    let told = |months: u32, today: &str| {
        let numbers = Thresholds { supervisor_training_months: months, ..Thresholds::default() };
        let results = check(&facts, &numbers, day(today));
        results.into_iter().find(|one| one.rule.number() == 18).unwrap()
    };
    let result = told(60, "2026-06-01");
    assert_eq!(result.outcome, Outcome::Fulfilled);
    assert_eq!(
        result.why,
        "Den huvudansvariga handledaren förnyade sin handledarutbildning 29 feb 2024. Den bör förnyas inom 5 år, senast 28 feb 2029."
    );
    let result = told(18, "2026-06-01");
    assert_eq!(result.outcome, overdue("2025-08-29"));
    assert!(result.why.ends_with("inom 18 månader, senast 29 aug 2025, för 9 månader sedan."));
}

proptest! {
    #[test]
    fn a_handledarutbildning_is_due_from_the_reminder_through_its_last_day_and_late_the_next(
        on in 0..4_000_u64, months in 1..240_u32, remind in 0..180_u32,
    ) {
        // Leap days within.
        let on = day("2016-02-25") + Days::new(on);
        let held = SupervisorTraining::Held { on, renewed_on: None };
        let facts = TrainingFacts {
            supervisor: Some(supervisor(1, Some(true), held)),
            ..started("2016-01-01")
        };
        let thresholds = Thresholds {
            supervisor_training_months: months,
            days_to_remind: remind,
            ..Thresholds::default()
        };
        let at = |today: NaiveDate| {
            let results = check(&facts, &thresholds, today);
            results.into_iter().find(|one| one.rule.number() == 18).unwrap().outcome
        };
        let last = on + Months::new(months);
        prop_assert!(last.day() == on.day() || last.succ_opt().unwrap().day() == 1);
        let reminded = last - Days::new(remind.into());
        prop_assert_eq!(at(reminded - Days::new(1)), Outcome::Fulfilled);
        prop_assert_eq!(at(reminded), Outcome::DueBy { on: last });
        prop_assert_eq!(at(last), Outcome::DueBy { on: last });
        prop_assert_eq!(at(last + Days::new(1)), Outcome::Overdue { since: last });
    }

    #[test]
    fn the_first_to_be_renewed_is_told(days in prop::collection::vec(0..2_400_u64, 1..5)) {
        let held = |after: u64| SupervisorTraining::Held {
            on: day("2018-02-26") + Days::new(after),
            renewed_on: None,
        };
        let mut facts = led_by(supervisor(0, Some(true), held(days[0])));
        facts.placements = (1..).zip(&days[1..]).map(|(number, after)| {
            placed("Rehab", "2026-01-01", "2030-12-31", supervisor(number, Some(true), held(*after)))
        }).collect();
        let first = day("2018-02-26") + Days::new(*days.iter().min().unwrap()) + Months::new(60);
        prop_assert_eq!(outcome(&facts, 18, "2030-01-01"), Outcome::Overdue { since: first });
    }
}
