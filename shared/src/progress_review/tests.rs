use chrono::{DateTime, Days};
use proptest::{collection::vec, prelude::*, sample::select};
use uuid::Uuid;

use super::*;
use crate::PersonId;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn today() -> NaiveDate {
    day("2026-11-24")
}

fn changed() -> Changed {
    Changed { at: DateTime::UNIX_EPOCH, by: "Studierektorn".into() }
}

fn signed(number: u128) -> Signature {
    let by = PersonName { id: PersonId::new(Uuid::from_u128(number)), name: "Någon".into() };
    Signature { by, at: DateTime::UNIX_EPOCH }
}

fn planned(kind: ProgressReviewKind, on: &str) -> ProgressReview {
    ProgressReview {
        id: ProgressReviewId::new(Uuid::nil()),
        training: TrainingId::new(Uuid::nil()),
        trainee: signed(1).by,
        kind,
        planned_on: day(on),
        phase: ProgressReviewPhase::Planned,
        version: 0,
        changed: None,
    }
}

fn held_on(on: NaiveDate) -> HeldReview {
    HeldReview {
        on,
        form: ReviewForm::Meeting,
        summary: "I fas".to_owned().try_into().unwrap(),
        agreements: FreeText::default(),
        participants: vec!["Studierektorn".to_owned().try_into().unwrap()],
    }
}

fn held(kind: ProgressReviewKind, on: &str) -> ProgressReview {
    planned(kind, on).hold(held_on(day(on)), changed(), today()).unwrap()
}

#[test]
fn a_review_is_planned_held_and_confirmed_by_the_st_lakare_who_took_part() {
    let kind = ProgressReviewKind::ThreeParties;
    let one = planned(kind, "2026-11-20");
    assert_eq!(one.clone().confirm(signed(1)), Err(No::NotHeld));
    let one = one.hold(held_on(today()), changed(), today()).unwrap();
    assert_eq!(one.clone().confirm(signed(2)), Err(No::NotTrainee));
    let one = one.confirm(signed(1)).unwrap();
    assert_eq!(one.clone().hold(held_on(today()), changed(), today()), Err(No::Locked));
    let json = serde_json::to_string(&one).unwrap();
    assert_eq!(serde_json::from_str::<ProgressReview>(&json).unwrap(), one);
    assert_eq!(one.reopen(changed()).unwrap().phase.name(), "Hållen");
    let without = held(ProgressReviewKind::SupervisorsMeeting, "2026-11-20");
    assert_eq!(without.clone().confirm(signed(1)), Err(No::Trainee));
    assert!(without.confirm(signed(2)).is_ok());
}

#[test]
fn a_review_without_participants_or_summary_or_before_its_day_says_what_is_missing() {
    let one = || planned(ProgressReviewKind::Appraisal, "2026-11-20");
    let alone = HeldReview { participants: Vec::new(), ..held_on(today()) };
    assert_eq!(one().hold(alone, changed(), today()), Err(No::Nobody));
    let tomorrow = today() + Days::new(1);
    assert_eq!(one().hold(held_on(tomorrow), changed(), today()), Err(No::ToCome(tomorrow)));
    let silent = HeldReview { summary: FreeText::default(), ..held_on(today()) };
    let silent = one().hold(silent, changed(), today()).unwrap();
    assert_eq!(silent.confirm(signed(1)), Err(No::NoSummary));
}

#[test]
fn the_next_review_counts_from_the_last_of_its_kind_that_was_held_or_from_the_start() {
    let start = day("2024-09-01");
    let kind = ProgressReviewKind::WithDirector;
    let due = |reviews: &[ProgressReview], per_year| {
        next_due(kind, reviews, start, per_year).map(|next| (next.due, next.last, next.planned))
    };
    assert_eq!(due(&[], 1), Some((day("2025-09-01"), None, None)));
    assert_eq!(due(&[], 0), None);
    let all = [
        held(kind, "2025-06-01"),
        held(ProgressReviewKind::Appraisal, "2026-10-01"),
        planned(kind, "2026-12-01"),
        held(kind, "2026-02-01"),
    ];
    let (last, next) = (Some(day("2026-02-01")), Some(day("2026-12-01")));
    assert_eq!(due(&all, 1), Some((day("2027-02-01"), last, next)));
    assert_eq!(due(&all, 2), Some((day("2026-08-01"), last, next)));
    assert_eq!(due(&all, 5), Some((day("2026-04-01"), last, next)));
    assert_eq!(due(&all, 200), Some((day("2026-03-01"), last, next)));
    let next = next_due(kind, &all, start, 2).unwrap();
    assert!(!next.is_overdue(day("2026-08-01")) && next.is_overdue(day("2026-08-02")));
}

#[test]
fn a_stored_kind_is_read_back() {
    for kind in ProgressReviewKind::ALL {
        assert_eq!(ProgressReviewKind::from_stored(kind.as_str()), Some(kind));
    }
}

#[derive(Clone, Copy, Debug)]
enum Step {
    Hold,
    Confirm,
    Reopen,
    Replan,
    Cancel,
}

proptest! {
    #[test]
    fn whatever_steps_are_tried_a_confirmed_review_changes_only_by_being_reopened(
        steps in vec(select(vec![Step::Hold, Step::Confirm, Step::Reopen, Step::Replan, Step::Cancel]), 0..14),
    ) {
        let mut one = planned(ProgressReviewKind::Appraisal, "2026-11-20");
        for step in steps {
            let after = match step {
                Step::Hold => one.clone().hold(held_on(today()), changed(), today()),
                Step::Confirm => one.clone().confirm(signed(1)),
                Step::Reopen => one.clone().reopen(changed()),
                Step::Replan => one.clone().replan(today(), changed()),
                Step::Cancel => one.clone().cancel(Reason::try_from("Sjuk".to_owned()).unwrap(), changed()),
            };
            let Ok(after) = after else { continue };
            prop_assert_eq!(after.version, one.version + 1);
            match one.phase {
                ProgressReviewPhase::Confirmed { .. } => prop_assert!(matches!(step, Step::Reopen)),
                ProgressReviewPhase::Cancelled { .. } => prop_assert!(false, "{:?} after cancelling", step),
                ProgressReviewPhase::Planned | ProgressReviewPhase::Held { .. } => {}
            }
            one = after;
        }
    }

    #[test]
    fn the_next_review_is_never_later_than_a_year_after_the_last_one_wanted_yearly(
        ago in vec(0_u64..2000, 0..8), per_year in 1_u8..=12,
    ) {
        let kind = ProgressReviewKind::SpecialistPanel;
        let all: Vec<_> = ago.iter().map(|days| held(kind, &(today() - Days::new(*days)).to_string())).collect();
        let start = day("2020-01-31");
        let next = next_due(kind, &all, start, per_year).unwrap();
        let last = ago.iter().min().map_or(start, |days| today() - Days::new(*days));
        prop_assert!(next.due > last && next.due <= last + Months::new(12));
        prop_assert_eq!(next.last.is_none(), ago.is_empty());
    }
}
