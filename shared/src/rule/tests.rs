use chrono::{Days, Months, NaiveDate};
use proptest::{collection::vec, prelude::*};
use uuid::Uuid;

use super::{check::Case, *};
use crate::{
    ActivityId,
    curriculum::Regulation,
    placement::{CreditKind, FollowUp, Percent, PlacementKind},
    progress_review::ProgressReviewKind,
    training::{
        TrainingStanding,
        tests::{credit, leave, placement},
    },
    training_facts::{
        CourseFacts, IupInForce, IupOnItsWay, IupStep, ReviewFacts, ScientificWorkFacts,
        TrainingFacts, facts,
        tests::{day, line, meeting, person, portfolio},
    },
};

mod supervisors;

fn checked(facts: &TrainingFacts, number: u8, today: &str) -> Option<RuleResult> {
    let results = check(facts, &Thresholds::default(), day(today));
    results.into_iter().find(|result| result.rule.number() == number)
}

fn outcome(facts: &TrainingFacts, number: u8, today: &str) -> Outcome {
    checked(facts, number, today).unwrap().outcome
}

fn why(facts: &TrainingFacts, number: u8, today: &str) -> String {
    checked(facts, number, today).unwrap().why
}

fn due(on: &str) -> Outcome {
    Outcome::DueBy { on: day(on) }
}

fn overdue(since: &str) -> Outcome {
    Outcome::Overdue { since: day(since) }
}

fn started(on: &str) -> TrainingFacts {
    facts(&portfolio(Regulation::Hslf2021, on))
}

fn in_force(from: &str) -> Option<IupInForce> {
    Some(IupInForce {
        number: 1,
        from: day(from),
        empty_parts: Vec::new(),
        objectives_unplanned: 0,
        science_assessed: true,
    })
}

#[test]
fn all_eighty_rules_are_data_with_a_section_a_sentence_and_somebody_to_tell() {
    let numbers: Vec<_> = rules().iter().map(|rule| rule.id.number()).collect();
    assert_eq!(numbers, (1..=80).collect::<Vec<_>>());
    for rule in rules() {
        assert!(rule.text.ends_with('.') && !rule.section.is_empty(), "{}", rule.id);
        assert!(!rule.told.is_empty(), "{}", rule.id);
        assert_eq!(rule.id.to_string().parse(), Ok(rule.id));
    }
    for wrong in ["", "R", "R1", "R00", "r15", "R+1", "R100", "15"] {
        assert!(wrong.parse::<RuleId>().is_err(), "{wrong}");
    }
}

#[test]
fn what_is_left_out_of_a_regions_numbers_is_as_in_vastmanland() {
    let kronoberg: Thresholds = serde_json::from_str(r#"{"assessments_per_year": 4}"#).unwrap();
    assert_eq!(kronoberg, Thresholds { assessments_per_year: 4, ..Default::default() });
}

#[test]
fn a_rule_says_what_a_region_has_chosen_otherwise_and_nothing_of_what_it_has_not() {
    let own = Thresholds {
        supervision_minutes_per_month: 90,
        science_weeks_least: 1,
        science_weeks_most: 12,
        ..Thresholds::default()
    };
    let says = |number| rule(RuleId::new(number).unwrap()).unwrap().says(&own);
    assert_eq!(
        says(15),
        "Handledning är inplanerad i schemat, i genomsnitt minst en timme i månaden. \
         Hos er: handledning i månaden 90 minuter."
    );
    assert_eq!(
        says(41),
        "Vetenskapligt arbete omfattar 4–10 veckor med kurs. \
         Hos er: vetenskapligt arbete, minst 1 vecka; vetenskapligt arbete, högst 12 veckor."
    );
    for rule in rules() {
        let its = THRESHOLDS
            .iter()
            .any(|one| one.is_of(rule.id) && one.of(&own) != one.of(&Thresholds::default()));
        assert_eq!(rule.says(&own) != rule.text, its, "{}", rule.id);
        assert_eq!(rule.says(&Thresholds::default()), rule.text);
    }
}

#[test]
fn a_programme_is_late_the_day_after_six_months() {
    let facts = started("2026-08-31");
    assert_eq!(outcome(&facts, 21, "2027-02-27"), due("2027-02-28"));
    assert_eq!(outcome(&facts, 21, "2027-02-28"), due("2027-02-28"));
    assert_eq!(outcome(&facts, 21, "2027-03-01"), overdue("2027-02-28"));
    assert_eq!(
        why(&facts, 21, "2027-03-22"),
        "Programmet borde ha varit klart senast 28 feb 2027, för 3 veckor sedan."
    );
    let leap = started("2023-08-31");
    assert_eq!(outcome(&leap, 21, "2024-02-29"), due("2024-02-29"));
    assert_eq!(outcome(&leap, 21, "2024-03-01"), overdue("2024-02-29"));
}

#[test]
fn five_months_and_thirty_days_of_leave_move_the_last_day_by_as_many_days() {
    let mut training = portfolio(Regulation::Hslf2021, "2026-01-01");
    training.leaves.push(leave(day("2026-02-01"), day("2026-07-30"), Percent::FULL));
    let away = (day("2026-07-30") - day("2026-01-31")).num_days().unsigned_abs();
    let last = day("2026-07-01") + Days::new(away);
    let facts = facts(&training);
    assert_eq!(outcome(&facts, 21, "2026-07-02"), Outcome::DueBy { on: last });
    assert_eq!(
        outcome(&facts, 21, &(last + Days::new(1)).to_string()),
        Outcome::Overdue { since: last }
    );
}

#[test]
fn part_time_leave_moves_nothing() {
    let mut training = portfolio(Regulation::Hslf2021, "2026-01-01");
    let half = Percent::try_from(50).unwrap();
    training.leaves.push(leave(day("2026-02-01"), day("2026-07-30"), half));
    assert_eq!(outcome(&facts(&training), 21, "2026-03-01"), due("2026-07-01"));
}

#[test]
fn a_programme_is_called_to_mind_before_a_year_and_late_after_it() {
    let mut facts = started("2024-01-01");
    facts.iup.current = in_force("2024-02-29");
    assert_eq!(outcome(&facts, 28, "2025-01-28"), Outcome::Fulfilled);
    assert_eq!(outcome(&facts, 28, "2025-01-29"), due("2025-02-28"));
    assert_eq!(outcome(&facts, 28, "2025-02-28"), due("2025-02-28"));
    assert_eq!(outcome(&facts, 28, "2025-03-01"), overdue("2025-02-28"));
    assert_eq!(
        why(&facts, 28, "2025-04-29"),
        "Version 1 är 14 månader gammal. Den skulle ha reviderats senast 28 feb 2025, för 2 månader sedan."
    );
}

#[test]
fn a_larger_change_waits_for_approval_and_a_first_programme_by_its_own_rule() {
    let since = day("2026-10-01");
    let step = IupStep::WaitsForApproval { since, supervisor: person(2).id };
    let mut facts = started("2026-01-01");
    facts.iup.next = Some(IupOnItsWay { number: 1, larger: true, step });
    assert_eq!(outcome(&facts, 23, "2026-10-31"), due("2026-10-31"));
    assert_eq!(outcome(&facts, 23, "2026-11-01"), overdue("2026-10-31"));
    assert_eq!(checked(&facts, 29, "2026-11-01"), None);
    facts.iup.current = in_force("2026-05-01");
    assert_eq!(outcome(&facts, 23, "2026-11-01"), Outcome::Fulfilled);
    assert_eq!(outcome(&facts, 29, "2026-11-01"), overdue("2026-10-31"));
}

#[test]
fn exactly_a_month_elsewhere_needs_no_supervisor_there_and_a_day_more_does() {
    for (from, to, asked) in [
        ("2026-10-01", "2026-10-31", false),
        ("2026-10-01", "2026-11-01", true),
        ("2024-02-01", "2024-02-29", false),
        ("2024-01-31", "2024-02-28", false),
        ("2024-01-31", "2024-02-29", true),
    ] {
        let mut training = portfolio(Regulation::Hslf2021, "2024-01-01");
        let elsewhere = PlacementKind::Elsewhere;
        let one = placement(day(from), day(to), Percent::FULL);
        training.placements.push(crate::placement::Placement { kind: elsewhere, ..one });
        assert_eq!(checked(&facts(&training), 14, from).is_some(), asked, "{from}–{to}");
    }
}

#[test]
fn what_should_stand_when_a_placement_begins_is_due_then_late_and_at_last_lacking() {
    let mut training = portfolio(Regulation::Hslf2021, "2024-01-01");
    let one = placement(day("2026-03-01"), day("2026-05-31"), Percent::FULL);
    let kind = PlacementKind::Elsewhere;
    training.placements.push(crate::placement::Placement { kind, ..one });
    let facts = facts(&training);
    for number in [14, 32] {
        assert_eq!(outcome(&facts, number, "2026-03-01"), due("2026-03-01"));
        assert_eq!(outcome(&facts, number, "2026-03-02"), overdue("2026-03-01"));
        assert_eq!(outcome(&facts, number, "2026-06-01"), Outcome::NotFulfilled);
    }
    assert_eq!(checked(&facts, 30, "2026-05-31"), None);
    assert_eq!(outcome(&facts, 30, "2026-06-01"), due("2026-06-30"));
    assert_eq!(outcome(&facts, 33, "2026-07-01"), overdue("2026-06-30"));
}

#[test]
fn unmet_goals_ask_for_another_version_of_the_programme() {
    let mut training = portfolio(Regulation::Hslf2021, "2024-01-01");
    let mut one = placement(day("2026-03-01"), day("2026-05-31"), Percent::FULL);
    one.followed_up = Some(FollowUp { on: day("2026-06-10"), goals_met: false });
    training.placements.push(one);
    let mut facts = facts(&training);
    facts.iup.current = in_force("2026-01-01");
    assert_eq!(outcome(&facts, 31, "2026-07-10"), due("2026-07-10"));
    assert_eq!(outcome(&facts, 31, "2026-07-11"), overdue("2026-07-10"));
    facts.iup.current = in_force("2026-06-10");
    assert_eq!(outcome(&facts, 31, "2026-07-11"), Outcome::Fulfilled);
}

#[test]
fn supervision_is_counted_by_whole_months_of_service_and_leave_asks_for_none() {
    let mut training = portfolio(Regulation::Hslf2021, "2026-01-01");
    assert_eq!(outcome(&facts(&training), 15, "2026-01-31"), due("2026-02-01"));
    assert_eq!(outcome(&facts(&training), 15, "2026-02-10"), Outcome::NotFulfilled);
    training.meetings.push(meeting(day("2026-01-20"), 60));
    assert_eq!(outcome(&facts(&training), 15, "2026-02-27"), Outcome::Fulfilled);
    assert_eq!(outcome(&facts(&training), 15, "2026-02-28"), Outcome::NotFulfilled);
    training.leaves.push(leave(day("2026-02-01"), day("2026-11-30"), Percent::FULL));
    let away = facts(&training);
    assert_eq!(outcome(&away, 15, "2026-12-30"), Outcome::Fulfilled);
    assert_eq!(
        why(&away, 15, "2026-12-31"),
        "1 timme handledning på 2 månader i tjänst under det senaste året. Det bör vara minst 1 timme i månaden."
    );
    assert_eq!(outcome(&away, 15, "2026-12-31"), Outcome::NotFulfilled);
}

#[test]
fn assessments_are_wanted_when_the_first_year_is_over_and_then_in_any_twelve_months() {
    let mut facts = started("2024-01-01");
    assert_eq!(outcome(&facts, 57, "2025-01-01"), due("2025-01-01"));
    assert_eq!(outcome(&facts, 57, "2025-01-02"), overdue("2025-01-01"));
    facts.assessed_on = ["2024-05-01", "2024-11-01"].map(day).to_vec();
    assert_eq!(outcome(&facts, 57, "2025-03-01"), Outcome::Fulfilled);
    assert_eq!(outcome(&facts, 57, "2025-04-30"), due("2025-04-30"));
    assert_eq!(outcome(&facts, 57, "2025-05-01"), overdue("2025-04-30"));
    assert_eq!(
        why(&facts, 57, "2025-05-13"),
        "1 bedömning de senaste 12 månaderna. Det bör vara minst 2. De räckte till och med 30 apr 2025, för 13 dagar sedan."
    );
}

#[test]
fn the_review_that_is_longest_ago_decides() {
    let mut facts = started("2024-01-01");
    let held = |kind, on: &str| ReviewFacts { kind, last: Some(day(on)), planned: None };
    assert_eq!(outcome(&facts, 62, "2024-12-01"), Outcome::Fulfilled);
    assert_eq!(outcome(&facts, 62, "2025-01-02"), overdue("2025-01-01"));
    facts.reviews = ProgressReviewKind::ALL.map(|kind| held(kind, "2024-06-01")).to_vec();
    facts.reviews[1] = held(ProgressReviewKind::SupervisorsMeeting, "2024-03-01");
    assert_eq!(outcome(&facts, 62, "2025-03-01"), due("2025-03-01"));
    assert_eq!(
        why(&facts, 62, "2025-03-02"),
        "1 av fyra är äldre än 12 månader eller ogjorda: Handledarträff. Den äldsta skulle ha gjorts senast 1 mars 2025, för 1 dag sedan."
    );
    assert_eq!(outcome(&facts, 4, "2025-03-02"), Outcome::Fulfilled);
}

#[test]
fn a_panel_is_the_years_review_of_its_kind_until_a_year_after_its_day() {
    let mut portfolio = portfolio(Regulation::Hslf2021, "2024-01-01");
    let others = ProgressReviewKind::ALL.map(|kind| ReviewFacts {
        kind,
        last: Some(day("2026-12-01")),
        planned: None,
    });
    let checked_on = |portfolio: &crate::portfolio::Portfolio, today: &str| {
        let mut facts = facts(portfolio);
        facts.reviews.extend(&others[1..]);
        outcome(&facts, 62, today)
    };
    assert_eq!(checked_on(&portfolio, "2026-12-02"), overdue("2025-01-01"));
    portfolio.panels_held = vec![day("2025-12-03"), day("2024-06-01")];
    assert_eq!(checked_on(&portfolio, "2026-12-03"), due("2026-12-03"));
    assert_eq!(checked_on(&portfolio, "2026-12-04"), overdue("2026-12-03"));
}

#[test]
fn a_course_waits_for_the_account_from_the_day_after_it_ended() {
    let mut facts = started("2024-01-01");
    let course = |reported_on| CourseFacts {
        title: line("Frakturkurs"),
        from: day("2026-09-01"),
        to: Some(day("2026-09-03")),
        external: true,
        reported_on,
    };
    facts.courses = vec![course(None)];
    assert_eq!(checked(&facts, 35, "2026-09-03"), None);
    assert_eq!(outcome(&facts, 35, "2026-10-03"), due("2026-10-03"));
    assert_eq!(outcome(&facts, 35, "2026-10-04"), overdue("2026-10-03"));
    assert_eq!(
        why(&facts, 35, "2026-10-04"),
        "1 kurs väntar på redovisning: ”Frakturkurs” slutade 3 sep 2026."
    );
    facts.courses = vec![course(Some(day("2026-12-01")))];
    assert_eq!(outcome(&facts, 35, "2026-12-02"), Outcome::Fulfilled);
}

#[test]
fn a_written_work_is_asked_for_by_the_older_regulation_unless_there_is_a_doctorate() {
    let mut older = portfolio(Regulation::Sosfs2015, "2024-01-01");
    assert_eq!(outcome(&facts(&older), 39, "2024-06-01"), due("2029-05-31"));
    assert_eq!(outcome(&facts(&older), 42, "2024-01-01"), due("2026-06-30"));
    older.credits.push(credit(CreditKind::Doctorate, 60, true));
    assert_eq!(checked(&facts(&older), 39, "2024-06-01"), None);
    assert_eq!(checked(&started("2024-01-01"), 39, "2024-06-01"), None);
}

#[test]
fn a_project_plan_lacks_its_approvals_one_by_one() {
    let mut facts = started("2024-01-01");
    facts.scientific_works = vec![ScientificWorkFacts {
        id: ActivityId::new(Uuid::nil()),
        title: line("Väntetid och vårdtid"),
        from: day("2026-09-01"),
        to: None,
        weeks: None,
        plan: true,
        scientific_supervisor: None,
        plan_by_supervisor: Some(day("2026-08-01")),
        plan_by_head_of_unit: None,
        ethics_missing: false,
        reviewer_with_doctorate: None,
        presented_on: None,
    }];
    assert_eq!(outcome(&facts, 43, "2026-09-01"), due("2026-09-01"));
    assert_eq!(
        why(&facts, 43, "2026-09-08"),
        "Projektplanen är inte godkänd av verksamhetschef. Arbetet började 1 sep 2026, för 7 dagar sedan."
    );
}

#[test]
fn nothing_falls_due_in_a_training_that_is_interrupted_or_completed() {
    let mut facts = started("2020-01-01");
    assert!(!check(&facts, &Thresholds::default(), day("2026-01-01")).is_empty());
    for standing in [
        TrainingStanding::Interrupted { since: day("2025-01-01") },
        TrainingStanding::Completed { on: day("2025-12-31") },
    ] {
        facts.service.standing = standing;
        assert_eq!(check(&facts, &Thresholds::default(), day("2026-01-01")), []);
    }
}

#[test]
fn a_broken_demand_is_worse_than_broken_advice_that_is_later() {
    let result = |number, outcome| RuleResult {
        rule: RuleId::new(number).unwrap(),
        outcome,
        why: String::new(),
    };
    let advice = result(21, overdue("2020-01-01"));
    let demand = result(28, overdue("2026-01-01"));
    let coming = result(30, due("2026-12-01"));
    let fine = result(12, Outcome::Fulfilled);
    let all = [fine.clone(), coming.clone(), advice.clone(), demand.clone()];
    assert_eq!(worst(&all), Some(&demand));
    assert_eq!(worst(&[fine.clone(), coming.clone()]), Some(&coming));
    assert_eq!(worst(std::slice::from_ref(&fine)), None);
    let mut lists = [
        vec![fine.clone()],
        vec![coming],
        vec![advice.clone()],
        vec![demand.clone()],
        vec![demand, advice],
    ];
    lists.sort_by_key(|list| standing(list));
    let sizes: Vec<_> =
        lists.iter().map(|list| (standing(list).demands(), standing(list).others())).collect();
    assert_eq!(sizes, [(1, 1), (1, 0), (0, 1), (0, 0), (0, 0)]);
    assert_eq!(lists[4], [fine], "nothing to do comes last");
}

#[test]
fn times_are_told_by_the_grain_that_says_most() {
    for (from, to, told) in [
        ("2026-01-01", "2026-01-02", "1 dag"),
        ("2026-01-01", "2026-01-14", "13 dagar"),
        ("2026-01-01", "2026-01-15", "2 veckor"),
        ("2026-07-01", "2026-08-31", "8 veckor"),
        ("2026-07-01", "2026-09-01", "2 månader"),
        ("2024-02-29", "2025-02-28", "12 månader"),
    ] {
        assert_eq!(words::time_between(day(from), day(to)), told, "{from}–{to}");
    }
    assert_eq!(words::hours(60), "1 timme");
    assert_eq!(words::hours(515), "8,5 timmar");
    assert_eq!(words::hours(0), "0 timmar");
}

proptest! {
    #[test]
    fn a_training_that_is_to_come_or_has_just_begun_is_late_with_nothing(
        begun in -400..=28_i64,
        older in any::<bool>(),
    ) {
        let today = day("2026-11-24");
        let regulation = if older { Regulation::Sosfs2015 } else { Regulation::Hslf2021 };
        let starts_on = today - chrono::Duration::days(begun);
        let facts = facts(&portfolio(regulation, &starts_on.to_string()));
        for result in check(&facts, &Thresholds::default(), today) {
            prop_assert!(!result.outcome.broken(), "{} {}", result.rule, result.why);
        }
    }

    #[test]
    fn a_training_is_checked_by_rules_that_say_they_are_checked(
        days in vec((0..1500_u64, 1..400_u64, any::<bool>()), 0..6),
        after in 0..2500_u64,
    ) {
        let mut training = portfolio(Regulation::Sosfs2015, "2024-02-29");
        for (from, length, away) in days {
            let from = day("2024-02-29") + Days::new(from);
            let to = from + Days::new(length);
            if away {
                training.leaves.push(leave(from, to, Percent::FULL));
            } else {
                training.placements.push(placement(from, to, Percent::FULL));
            }
        }
        let today: NaiveDate = day("2024-02-29") + Days::new(after);
        let results = check(&facts(&training), &Thresholds::default(), today);
        for result in &results {
            prop_assert!(rule(result.rule).unwrap().checked, "{}", result.rule);
            prop_assert!(result.why.ends_with('.'));
            match result.outcome {
                Outcome::DueBy { on } => prop_assert!(on >= today, "{}", result.rule),
                Outcome::Overdue { since } => prop_assert!(since < today, "{}", result.rule),
                _ => {}
            }
        }
    }

    #[test]
    fn leave_never_makes_a_last_day_earlier_and_gives_back_just_its_days(
        from in 0..300_u64,
        length in 0..400_u64,
        months in 1..13_u32,
    ) {
        let start = day("2024-01-31");
        let mut training = portfolio(Regulation::Hslf2021, "2024-01-31");
        let plain = start + Months::new(months);
        let (away, back) = (start + Days::new(from), start + Days::new(from + length));
        training.leaves.push(leave(away, back, Percent::FULL));
        let facts = facts(&training);
        let thresholds = Thresholds::default();
        let last = Case::new(&facts, &thresholds, start).months_after(start, months);
        let there = (1..=(last - start).num_days())
            .map(|n| start + chrono::Duration::days(n))
            .filter(|day| !(away..=back).contains(day))
            .count();
        prop_assert!(last >= plain);
        prop_assert_eq!(i64::try_from(there).unwrap(), (plain - start).num_days());
    }
}
