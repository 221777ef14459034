//! What holds for any placements, leaves and credits, checked against a count day by day.

use chrono::{Datelike, Days, NaiveDate};
use proptest::{collection::vec, prelude::*};

use super::{credit, day, end, leave, percent, placement, training};
use crate::{
    curriculum::Regulation,
    placement::{Credit, CreditKind, Leave, Percent, Placement},
    training::{FullTime, Service, ServiceRow, full_time},
};

/// Day by day, as the rule says it.
fn slowly(
    placements: &[Placement],
    leaves: &[Leave],
    assumed: Option<(NaiveDate, Percent)>,
    day: NaiveDate,
) -> i64 {
    let on = |from: NaiveDate, to: NaiveDate| from <= day && day <= to;
    let placed: i64 = match assumed {
        Some((from, percent)) if day >= from => percent.get().into(),
        _ => {
            let there = placements.iter().filter(|p| on(p.from, p.to));
            there.map(|p| i64::from(p.percent.get())).sum()
        }
    };
    let away = leaves.iter().filter(|leave| on(leave.from, leave.to));
    let away: i64 = away.map(|leave| i64::from(leave.percent.get())).sum();
    let days = match day.month() {
        2 if day.leap_year() => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    (placed.min(100) - away).max(0) * (377_580 / days)
}

const BEGIN: &str = "2019-12-15";

fn later(days: u64) -> NaiveDate {
    day(BEGIN).checked_add_days(Days::new(days)).unwrap()
}

prop_compose! {
    fn any_placement()(from in 0..2_000_u64, days in 0..900_u64, share in 10..=100_i64) -> Placement {
        placement(later(from), later(from + days), percent(share))
    }
}

prop_compose! {
    fn any_leave()(from in 0..2_500_u64, days in 0..500_u64, share in 1..=100_i64) -> Leave {
        leave(later(from), later(from + days), percent(share))
    }
}

fn regulation() -> impl Strategy<Value = Regulation> {
    proptest::sample::select(Regulation::ALL.to_vec())
}

proptest! {
    #[test]
    fn time_by_stretches_is_time_day_by_day(
        placements in vec(any_placement(), 0..6),
        leaves in vec(any_leave(), 0..4),
        from in 0..2_000_u64,
        days in 0..1_500_u64,
    ) {
        let slow: i64 = (from..=from + days).map(|n| slowly(&placements, &leaves, None, later(n))).sum();
        prop_assert_eq!(full_time(&placements, &leaves, later(from), later(from + days)).units(), slow);
    }

    #[test]
    fn splitting_a_placement_at_any_day_changes_neither_time_nor_end(
        placements in vec(any_placement(), 1..5),
        leaves in vec(any_leave(), 0..3),
        which in any::<prop::sample::Index>(),
        at in any::<prop::sample::Index>(),
        regulation in regulation(),
        today in 0..3_000_u64,
    ) {
        let index = which.index(placements.len());
        let whole = &placements[index];
        let first_days = usize::try_from((whole.to - whole.from).num_days()).unwrap() + 1;
        let mut parts = placements.clone();
        let second_from = whole.from + Days::new(at.index(first_days) as u64);
        if second_from > whole.from {
            parts[index].to = second_from.pred_opt().unwrap();
            parts.insert(0, placement(second_from, whole.to, whole.percent));
        }
        let (from, to) = (later(0), later(3_000));
        prop_assert_eq!(full_time(&placements, &leaves, from, to), full_time(&parts, &leaves, from, to));
        let training = training(regulation, from);
        prop_assert_eq!(
            end(&training, &placements, &leaves, &[], later(today)),
            end(&training, &parts, &leaves, &[], later(today))
        );
    }

    #[test]
    fn a_period_split_at_any_day_has_the_same_time_in_all(
        placements in vec(any_placement(), 0..5),
        leaves in vec(any_leave(), 0..3),
        (last, at) in (1..3_000_u64).prop_flat_map(|last| (Just(last), 0..last)),
    ) {
        let time = |from, to| full_time(&placements, &leaves, later(from), later(to));
        prop_assert_eq!(time(0, at) + time(at + 1, last), time(0, last));
    }

    #[test]
    fn the_order_of_placements_does_not_matter(
        (placements, turned) in vec(any_placement(), 0..6)
            .prop_flat_map(|placements| (Just(placements.clone()), Just(placements).prop_shuffle())),
        leaves in vec(any_leave(), 0..3),
        today in 0..3_000_u64,
    ) {
        let (from, to) = (later(0), later(3_000));
        prop_assert_eq!(full_time(&placements, &leaves, from, to), full_time(&turned, &leaves, from, to));
        let training = training(Regulation::Hslf2021, from);
        prop_assert_eq!(
            end(&training, &placements, &leaves, &[], later(today)),
            end(&training, &turned, &leaves, &[], later(today))
        );
    }

    #[test]
    fn whole_leave_counts_nothing(placements in vec(any_placement(), 0..6), from in 0..2_500_u64, days in 0..500_u64) {
        let (from, to) = (later(from), later(from + days));
        let away = [leave(from, to, Percent::FULL)];
        prop_assert_eq!(full_time(&placements, &away, from, to), FullTime::ZERO);
    }

    #[test]
    fn more_leave_never_brings_the_end_nearer(
        placements in vec(any_placement(), 0..5),
        leaves in vec(any_leave(), 0..3),
        more in any_leave(),
        regulation in regulation(),
        today in 0..3_000_u64,
    ) {
        let training = training(regulation, later(0));
        let before = end(&training, &placements, &leaves, &[], later(today));
        let leaves = [leaves, vec![more]].concat();
        prop_assert!(end(&training, &placements, &leaves, &[], later(today)) >= before);
    }

    #[test]
    fn more_percent_never_moves_the_end_later(
        placements in vec(any_placement(), 1..5),
        leaves in vec(any_leave(), 0..3),
        which in any::<prop::sample::Index>(),
        more in 1..=90_i64,
        regulation in regulation(),
        today in 0..3_000_u64,
    ) {
        let training = training(regulation, later(0));
        let before = end(&training, &placements, &leaves, &[], later(today));
        let mut placements = placements;
        let index = which.index(placements.len());
        let raised = (i64::from(placements[index].percent.get()) + more).min(100);
        placements[index].percent = percent(raised);
        prop_assert!(end(&training, &placements, &leaves, &[], later(today)) <= before);
    }

    #[test]
    fn the_end_is_the_first_day_whose_sum_reaches_the_minimum(
        placements in vec(any_placement(), 0..5),
        leaves in vec(any_leave(), 0..4),
        credits in vec((0..3_usize, 1..=120_u16, any::<bool>()), 0..3),
        regulation in regulation(),
        starts in 0..400_u64,
        today in 0..3_000_u64,
    ) {
        let (starts_on, today) = (later(starts), later(today));
        let training = training(regulation, starts_on);
        let credits: Vec<Credit> = credits.into_iter()
            .map(|(kind, tenths, approved)| credit(CreditKind::ALL[kind], tenths, approved)).collect();
        let service = Service { training: &training, placements: &placements, leaves: &leaves, credits: &credits };
        let last = placements.iter().map(|p| p.to).max();
        let known: i64 = placements.iter().filter(|p| Some(p.to) == last)
            .map(|p| i64::from(p.percent.get())).sum();
        let known = if placements.is_empty() { 100 } else { known.min(100) };
        let from = last.map_or(today, |last| last.succ_opt().unwrap()).max(today).max(starts_on);
        let wanted = (service.minimum() - service.credited()).units();
        let (mut sum, mut day) = (0, starts_on);
        loop {
            sum += slowly(&placements, &leaves, Some((from, percent(known))), day);
            if sum >= wanted {
                break;
            }
            day = day.succ_opt().unwrap();
        }
        prop_assert_eq!(end(&training, &placements, &leaves, &credits, today), day);
    }

    #[test]
    fn the_rows_of_service_give_each_day_once_and_together_what_is_served_and_credited(
        placements in vec(any_placement(), 0..5),
        leaves in vec(any_leave(), 0..4),
        credits in vec((0..3_usize, 1..=120_u16, any::<bool>()), 0..3),
        regulation in regulation(),
        starts in 0..400_u64,
        today in 0..3_000_u64,
    ) {
        let today = later(today);
        let training = training(regulation, later(starts));
        let credits: Vec<Credit> = credits.into_iter()
            .map(|(kind, tenths, approved)| credit(CreditKind::ALL[kind], tenths, approved)).collect();
        let service = Service { training: &training, placements: &placements, leaves: &leaves, credits: &credits };
        let rows = service.rows(today);
        let sum: FullTime = rows.iter().map(ServiceRow::time).sum();
        prop_assert_eq!(sum, service.so_far(today) + service.credited());
        let spans: Vec<_> = rows.iter().filter_map(|row| Some((row.span()?, row.time()))).collect();
        prop_assert!(spans.is_sorted_by_key(|(span, _)| span.from));
        for (span, time) in &spans {
            prop_assert!(training.starts_on <= span.from && span.from <= span.to && span.to <= today);
            let alone = [placement(span.from, span.to, span.percent)];
            prop_assert_eq!(*time, full_time(&alone, &[], span.from, span.to));
        }
        let mut day = training.starts_on;
        while day <= today {
            let there = spans.iter().filter(|(span, _)| (span.from..=span.to).contains(&day));
            let percent: i64 = there.map(|(span, _)| i64::from(span.percent.get())).sum();
            prop_assert!(percent <= 100, "{percent} % on {day}");
            day = day.succ_opt().unwrap();
        }
    }

    #[test]
    fn a_time_is_reached_on_its_last_day_and_one_unit_more_on_the_next(
        from in 0..1_500_u64, days in 1..3_000_u64, share in 1..=100_i64,
    ) {
        let (from, until) = (later(from), later(from + days));
        let time = FullTime::of_days(from, until, share);
        prop_assert_eq!(time.day_reached(from, share), until.pred_opt());
        let unit: FullTime = serde_json::from_value(1.into()).unwrap();
        prop_assert_eq!((time + unit).day_reached(from, share), Some(until));
    }

    #[test]
    fn the_share_is_whole_just_when_nothing_remains_and_never_shrinks(
        placements in vec(any_placement(), 0..5),
        leaves in vec(any_leave(), 0..3),
        today in 0..4_000_u64,
        on in 0..500_u64,
    ) {
        let training = training(Regulation::Sosfs2015, later(0));
        let credits = [credit(CreditKind::Doctorate, 60, true)];
        let service = Service { training: &training, placements: &placements, leaves: &leaves, credits: &credits };
        prop_assert_eq!(service.share(later(today)) == 100, service.remaining(later(today)) == FullTime::ZERO);
        prop_assert!(service.share(later(today)) <= service.share(later(today + on)));
    }
}
