//! What a handledare has, on the days around which it changes.

use proptest::prelude::*;

use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn line(text: &str) -> Line {
    Line::try_from(text.to_owned()).unwrap()
}

fn held(on: &str, renewed_on: Option<&str>) -> SupervisorQualification {
    SupervisorQualification {
        specialties: vec![line("Ortopedi")],
        training: SupervisorTraining::Held { on: day(on), renewed_on: renewed_on.map(day) },
    }
}

fn any_day() -> impl Strategy<Value = NaiveDate> {
    (1990i32..2060, 1u32..=366).prop_filter_map("a day of the year", |(year, ordinal)| {
        NaiveDate::from_yo_opt(year, ordinal)
    })
}

proptest! {
    #[test]
    fn a_handledarutbildning_is_fresh_through_the_day_five_years_after_and_not_the_next(on in any_day()) {
        use chrono::Datelike;
        let numbers = Thresholds::default();
        let qualification = SupervisorQualification {
            specialties: Vec::new(),
            training: SupervisorTraining::Held { on, renewed_on: None },
        };
        let last = qualification.training.renew_by(&numbers).unwrap();
        // 29 February has no day five years later, since 5 is no multiple of 4: the month's last day stands for it.
        let same_day = NaiveDate::from_ymd_opt(on.year() + 5, on.month(), on.day());
        prop_assert_eq!(last, same_day.unwrap_or_else(|| NaiveDate::from_ymd_opt(on.year() + 5, 2, 28).unwrap()));
        prop_assert_eq!(qualification.concerns(None, &numbers, last), []);
        let next = last.succ_opt().unwrap();
        prop_assert_eq!(qualification.concerns(None, &numbers, next), [SupervisorConcern::RenewalDue]);
    }

    #[test]
    fn a_region_says_how_many_months_a_handledarutbildning_lasts(on in any_day(), months in 1..240_u32) {
        let numbers = Thresholds { supervisor_training_months: months, ..Thresholds::default() };
        let training = SupervisorTraining::Held { on, renewed_on: None };
        let last = training.renew_by(&numbers).unwrap();
        let qualification = SupervisorQualification { specialties: Vec::new(), training };
        prop_assert_eq!(last, on + Months::new(months));
        prop_assert_eq!(qualification.concerns(None, &numbers, last), []);
        let late = qualification.concerns(None, &numbers, last.succ_opt().unwrap());
        prop_assert_eq!(&late, &[SupervisorConcern::RenewalDue]);
        let said = words::period(months);
        prop_assert!(late[0].of_principal(&numbers).contains(&said));
        prop_assert!(late[0].of_placement(&numbers).contains(&said));
    }

    #[test]
    fn a_refresher_begins_the_five_years_anew_and_is_never_before_what_it_renews(on in any_day(), renewed in any_day()) {
        let training = SupervisorTraining::Held { on, renewed_on: Some(renewed) };
        let qualification = SupervisorQualification { specialties: Vec::new(), training };
        let alone = SupervisorTraining::Held { on: renewed, renewed_on: None };
        let numbers = Thresholds::default();
        prop_assert_eq!(training.renew_by(&numbers), alone.renew_by(&numbers));
        let today = on.max(renewed);
        prop_assert_eq!(qualification.check(today).is_ok(), renewed >= on);
        if renewed >= on {
            let before = today.pred_opt().unwrap();
            prop_assert!(qualification.check(before).is_err());
        }
    }

    #[test]
    fn whether_somebody_is_a_specialist_is_known_only_when_something_is_put_in(
        all in proptest::collection::btree_set("[A-ZÅÄÖ][a-zåäö]{3,12}", 0..6), at in any::<prop::sample::Index>(),
    ) {
        let specialties: Vec<Line> = all.iter().map(|one| line(one)).collect();
        let qualification = SupervisorQualification { specialties, ..SupervisorQualification::default() };
        if all.is_empty() {
            prop_assert_eq!(qualification.specialist_in("Ortopedi"), None);
        } else {
            let own = at.get(&all.iter().collect::<Vec<_>>()).to_uppercase();
            prop_assert_eq!(qualification.specialist_in(&own), Some(true));
            prop_assert_eq!(qualification.specialist_in("Ingens 1"), Some(false));
        }
    }
}

#[test]
fn what_a_supervisor_lacks_is_told_with_its_rule_and_so_is_what_cannot_be_known() {
    let (today, numbers) = (day("2026-11-22"), Thresholds::default());
    assert_eq!(held("2024-01-01", None).concerns(Some("ortopedi"), &numbers, today), []);
    let nothing = SupervisorQualification::default();
    assert_eq!(
        nothing.concerns(Some("Ortopedi"), &numbers, today),
        [SupervisorConcern::TrainingUnknown, SupervisorConcern::SpecialtyUnknown]
    );
    let lacking = SupervisorQualification {
        specialties: vec![line("Handkirurgi")],
        training: SupervisorTraining::Missing,
    };
    let both = lacking.concerns(Some("Ortopedi"), &numbers, today);
    assert_eq!(both, [SupervisorConcern::Untrained, SupervisorConcern::OtherSpecialty]);
    for one in nothing.concerns(Some("Ortopedi"), &numbers, today).into_iter().chain(both) {
        assert!(one.of_principal(&numbers).contains("Riktlinje Västmanland 3.2, ska"), "{one:?}");
        assert!(one.of_placement(&numbers).contains("Riktlinje Västmanland 3.3, ska"), "{one:?}");
    }
    let old = held("2015-03-01", Some("2020-02-29"));
    assert_eq!(old.concerns(Some("Ortopedi"), &numbers, day("2025-02-28")), []);
    assert_eq!(
        old.concerns(Some("Ortopedi"), &numbers, day("2025-03-01")),
        [SupervisorConcern::RenewalDue]
    );
    assert_eq!(
        SupervisorConcern::RenewalDue.of_principal(&numbers),
        "Handledarutbildningen är äldre än 5 år. Den bör förnyas inom 5 år (Riktlinje Västmanland 4.1, bör)."
    );
}

#[test]
fn days_to_come_and_a_specialty_written_twice_are_told() {
    let today = day("2026-11-22");
    let refused = |qualification: SupervisorQualification| qualification.check(today).unwrap_err();
    assert_eq!(held("2026-11-22", Some("2026-11-22")).check(today), Ok(()));
    assert_eq!(refused(held("2026-11-23", None)), InvalidQualification::Ahead(day("2026-11-23")));
    assert_eq!(
        refused(held("2020-01-01", Some("2026-11-23"))),
        InvalidQualification::RenewalAhead(day("2026-11-23"))
    );
    let twice = vec![line("Ortopedi"), line("ortopedi")];
    let twice = SupervisorQualification { specialties: twice, ..held("2020-01-01", None) };
    assert_eq!(refused(twice), InvalidQualification::Twice("ortopedi".to_owned()));
    let many = (0..=MOST_SPECIALTIES).map(|n| line(&format!("Specialitet {n}"))).collect();
    let many = SupervisorQualification { specialties: many, ..held("2020-01-01", None) };
    assert_eq!(refused(many), InvalidQualification::TooMany);
}
