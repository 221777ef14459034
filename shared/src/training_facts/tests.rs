use chrono::{DateTime, Days, NaiveDate};
use proptest::{collection::vec, prelude::*};
use uuid::Uuid;

use super::*;
use crate::{
    CurriculumId, SupervisionMeetingId, TrainingDecisionId, TrainingId,
    curriculum::{Curriculum, Regulation},
    person::PersonName,
    placement::{CreditKind, Percent},
    portfolio::Portfolio,
    rule::{Case, Thresholds},
    supervision_meeting::{MeetingPhase, Preparations, SaveMeetingNotes, SupervisionMeeting},
    training::{
        Decided, Service, TrainingDecision,
        tests::{credit, leave, placement, training},
    },
};

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub(crate) fn line(text: &str) -> Line {
    text.to_owned().try_into().unwrap()
}

/// A training that has just been put in: nothing in it but its start.
pub(crate) fn portfolio(regulation: Regulation, starts_on: &str) -> Portfolio {
    let id = CurriculumId::new(Uuid::nil());
    Portfolio {
        training: training(regulation, day(starts_on)),
        curriculum: Curriculum::built_in(id, regulation, line("Ortopedi")),
        thresholds: Thresholds::default(),
        supervisors: Vec::new(),
        placements: Vec::new(),
        leaves: Vec::new(),
        credits: Vec::new(),
        activities: Vec::new(),
        iups: Vec::new(),
        assessments: Vec::new(),
        meetings: Vec::new(),
        evaluations: Vec::new(),
        reviews: Vec::new(),
        panels_held: Vec::new(),
        certificates: Vec::new(),
        evidence: Vec::new(),
        decisions: Vec::new(),
        brought: Vec::new(),
    }
}

pub(crate) fn person(number: u128) -> PersonName {
    let id = crate::PersonId::new(Uuid::from_u128(number));
    PersonName { id, name: format!("Person {number}") }
}

pub(crate) fn meeting(on: NaiveDate, minutes: u16) -> SupervisionMeeting {
    let held = HeldMeeting { on, minutes: minutes.try_into().unwrap() };
    let signature =
        |number| crate::person::Signature { by: person(number), at: DateTime::UNIX_EPOCH };
    SupervisionMeeting {
        id: SupervisionMeetingId::new(Uuid::nil()),
        training: TrainingId::new(Uuid::nil()),
        trainee: person(1),
        supervisor: person(2),
        planned_on: on,
        prepared: Preparations::default(),
        phase: MeetingPhase::Confirmed {
            held,
            by_trainee: signature(1),
            by_supervisor: signature(2),
        },
        notes: SaveMeetingNotes::default(),
        version: 1,
        changed: None,
    }
}

#[test]
fn a_new_training_has_facts_that_are_read_back_as_they_were_written() {
    let gathered = facts(&portfolio(Regulation::Hslf2021, "2026-09-01"));
    assert_eq!(gathered.objectives.total(), gathered.objectives.not_planned);
    assert_eq!(gathered.iup, IupFacts::default());
    let written = serde_json::to_string(&gathered).unwrap();
    assert_eq!(serde_json::from_str::<TrainingFacts>(&written).unwrap(), gathered);
}

#[test]
fn meetings_of_two_years_are_kept_and_the_last_twelve_whatever_their_age() {
    let mut portfolio = portfolio(Regulation::Hslf2021, "2020-01-01");
    for on in ["2024-11-24", "2024-11-25", "2026-11-24"] {
        portfolio.meetings.push(meeting(day(on), 60));
    }
    assert_eq!(facts(&portfolio).meetings.len(), 3);
    let fortnights = (0..10).map(|n| day("2026-01-01") + Days::new(14 * n));
    portfolio.meetings.extend(fortnights.map(|on| meeting(on, 60)));
    let kept = facts(&portfolio).meetings;
    assert_eq!((kept.len(), kept[0].held.on), (12, day("2024-11-25")));
}

#[test]
fn what_was_broken_off_and_taken_up_again_is_in_no_months_service_and_no_years_window() {
    let decided = |on, what| TrainingDecision {
        id: TrainingDecisionId::new(Uuid::nil()),
        on: day(on),
        reason: None,
        what,
        version: 1,
        changed: None,
    };
    let mut portfolio = portfolio(Regulation::Hslf2021, "2025-01-01");
    portfolio.decisions = vec![
        decided("2026-01-01", Decided::Interrupted),
        decided("2026-03-16", Decided::Resumed),
        decided("2026-05-01", Decided::Interrupted),
        decided("2026-05-01", Decided::Resumed),
    ];
    let gathered = facts(&portfolio);
    let today = day("2026-11-24");
    let share = |month: &str| gathered.service.month_share(day(month), today);
    let shares = ["2025-12-01", "2026-01-01", "2026-02-28", "2026-03-01", "2026-05-31"].map(share);
    assert_eq!(shares, [100, 0, 0, 51, 100]);
    let thresholds = Thresholds::default();
    let case = Case::new(&gathered, &thresholds, today);
    // 74 days broken off.
    assert_eq!(case.months_after(day("2025-06-01"), 12), day("2026-06-01") + Days::new(74));
}

proptest! {
    /// A panel gives its own kind its day, and no other kind anything.
    #[test]
    fn the_last_panel_is_the_last_review_of_its_kind_and_of_no_other(held in vec(0..3_000_u64, 0..5)) {
        let mut portfolio = portfolio(Regulation::Hslf2021, "2020-01-01");
        portfolio.panels_held = held.into_iter().map(|after| day("2020-01-01") + Days::new(after)).collect();
        let gathered = facts(&portfolio);
        let last = gathered.review(ProgressReviewKind::SpecialistPanel).and_then(|review| review.last);
        prop_assert_eq!(last, portfolio.panels_held.iter().max().copied());
        prop_assert_eq!(gathered.reviews.len(), usize::from(last.is_some()));
    }

    #[test]
    fn time_by_facts_is_time_by_records(
        spans in vec((0..2_000_u64, 0..700_u64, 1..=100_i64, any::<bool>()), 0..8),
        tenths in vec((1..99_u16, any::<bool>()), 0..3),
        after in 0..3_000_u64,
    ) {
        let mut portfolio = portfolio(Regulation::Sosfs2015, "2020-02-29");
        for (from, days, percent, is_leave) in spans {
            let from = day("2020-02-29") + Days::new(from);
            let (to, percent) = (from + Days::new(days), Percent::try_from(percent).unwrap());
            if is_leave {
                portfolio.leaves.push(leave(from, to, percent));
            } else {
                portfolio.placements.push(placement(from, to, percent));
            }
        }
        for (tenths, approved) in tenths {
            portfolio.credits.push(credit(CreditKind::EarlierService, tenths, approved));
        }
        let today = day("2020-02-29") + Days::new(after);
        let gathered = facts(&portfolio);
        let Portfolio { training, placements, leaves, credits, .. } = &portfolio;
        let service = Service { training, placements, leaves, credits };
        prop_assert_eq!(gathered.service.so_far(today), service.so_far(today));
        prop_assert_eq!(gathered.service.remaining(today), service.remaining(today));
        prop_assert_eq!(gathered.service.planned_end(today), service.planned_end(today));
    }
}
