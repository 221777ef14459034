use std::collections::BTreeSet;

use chrono::{DateTime, Days};
use proptest::{collection::vec, prelude::*};
use uuid::Uuid;

use super::*;
use crate::{
    curriculum::Regulation,
    person::Signature,
    text::Reason,
    training::{
        FullTime,
        tests::{credit, leave, placement, training},
    },
};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn save() -> SavePlacement {
    SavePlacement {
        kind: PlacementKind::Elsewhere,
        place: Line::try_from("Handkirurgen".to_owned()).unwrap(),
        clinic: None,
        from: day("2024-01-15"),
        to: day("2024-03-15"),
        percent: Percent::FULL,
        supervisor: Some(SupervisorChoice::Written(
            Line::try_from("Handledare".to_owned()).unwrap(),
        )),
        goals: FreeText::default(),
        objectives: vec!["c7".parse().unwrap()],
        contract: Some(day("2023-12-01")),
        feedback: FreeText::default(),
        followed_up: None,
    }
}

fn check(change: impl FnOnce(&mut SavePlacement)) -> Result<(), InvalidPlacement> {
    let mut save = save();
    change(&mut save);
    save.check(&training(Regulation::Sosfs2015, day("2024-01-01")), day("2024-03-20"))
}

#[test]
fn more_than_full_time_is_refused_with_a_sentence() {
    let refused = serde_json::from_str::<Percent>("140").unwrap_err();
    assert_eq!(refused.to_string(), "140 % går inte. Omfattningen är 1–100 % av heltid.");
    for wrong in [i64::MIN, -1, 0, 101, 256, 300] {
        assert!(Percent::try_from(wrong).is_err(), "{wrong}");
    }
    assert_eq!(serde_json::to_string(&Percent::FULL).unwrap(), "100");
}

#[test]
fn a_placement_keeps_within_its_training_and_its_own_days() {
    assert_eq!(check(|_| {}), Ok(()));
    assert_eq!(
        check(|save| save.to = day("2024-01-14")).unwrap_err().to_string(),
        "Sista dagen (sön 14 jan 2024) ligger före första dagen (mån 15 jan 2024)."
    );
    assert_eq!(check(|save| save.to = day("2044-03-15")), Err(InvalidPeriod::TooLong.into()));
    assert!(
        check(|save| save.from = day("2023-12-31"))
            .unwrap_err()
            .to_string()
            .starts_with("ST:n börjar mån 1 jan 2024")
    );
    let other = "STc7".parse().unwrap();
    assert_eq!(
        check(|save| save.objectives.push(other)),
        Err(WrongObjective::OtherRegulation { code: other }.into())
    );
    assert_eq!(
        check(|save| save.contract = Some(day("2024-03-21"))),
        Err(InvalidPlacement::ContractAhead)
    );
    let followed_up = |on: &str| Some(FollowUp { on: day(on), goals_met: true });
    assert_eq!(check(|save| save.followed_up = followed_up("2024-03-20")), Ok(()));
    assert_eq!(
        check(|save| save.followed_up = followed_up("2024-03-21")),
        Err(InvalidPlacement::FollowUpAhead)
    );
    assert_eq!(
        check(|save| save.followed_up = followed_up("2024-01-14")),
        Err(InvalidPlacement::FollowUpBeforeStart(day("2024-01-15")))
    );
}

#[test]
fn a_leave_ends_after_it_starts() {
    let (from, to) = (day("2024-02-02"), day("2024-02-01"));
    let save = SaveLeave { kind: LeaveKind::Sick, from, to, percent: Percent::FULL };
    assert_eq!(save.check(), Err(InvalidPeriod::EndsBeforeStart { from, to }));
}

#[test]
fn every_stored_value_is_read_back_and_is_what_is_sent() {
    for kind in PlacementKind::ALL {
        assert_eq!(PlacementKind::from_stored(kind.as_str()), Some(kind));
        assert_eq!(serde_json::to_value(kind).unwrap(), kind.as_str());
    }
    for kind in LeaveKind::ALL {
        assert_eq!(LeaveKind::from_stored(kind.as_str()), Some(kind));
        assert_eq!(serde_json::to_value(kind).unwrap(), kind.as_str());
    }
    for kind in CreditKind::ALL {
        assert_eq!(CreditKind::from_stored(kind.as_str()), Some(kind));
        assert_eq!(serde_json::to_value(kind).unwrap(), kind.as_str());
    }
}

#[test]
fn months_are_written_with_a_comma_and_one_decimal_at_most() {
    for (text, tenths, written) in [
        ("6", 60, "6"),
        (" 4,5 ", 45, "4,5"),
        ("4.5", 45, "4,5"),
        ("0,1", 1, "0,1"),
        ("12,0", 120, "12"),
    ] {
        let months: Months = text.parse().unwrap();
        assert_eq!((months.tenths(), months.to_string().as_str()), (tenths, written));
        assert_eq!(months.full_time(), FullTime::from_tenths(tenths));
    }
    for wrong in ["", "0", "0,0", "-1", "+1", "100", "4,55", "4,", ",5", "sex", "1 000"] {
        assert!(wrong.parse::<Months>().is_err(), "{wrong}");
    }
}

fn ask(kind: CreditKind, tenths: u16) -> SaveCredit {
    let reason = Reason::try_from("Skäl".to_owned()).unwrap();
    SaveCredit { kind, months: Months::from_tenths(tenths).unwrap(), reason }
}

#[test]
fn at_most_six_months_before_the_legitimation_are_credited_and_only_under_the_later_regulation() {
    let four = [credit(CreditKind::BeforeLicence, 40, false)];
    let check =
        |tenths, regulation| ask(CreditKind::BeforeLicence, tenths).check(&four, regulation);
    assert_eq!(check(20, Regulation::Hslf2021), Ok(()));
    assert_eq!(
        check(21, Regulation::Hslf2021).unwrap_err().to_string(),
        "Tjänstgöring före legitimationen: högst 6 månader får tillgodoräknas enligt HSLF-FS 2021:8. Det här skulle bli 6,1 månader."
    );
    assert_eq!(
        check(1, Regulation::Sosfs2015).unwrap_err().to_string(),
        "Tjänstgöring före legitimationen: räknas inte enligt SOSFS 2015:8, där tiden räknas från legitimationen."
    );
    assert_eq!(ask(CreditKind::EarlierService, 240).check(&four, Regulation::Sosfs2015), Ok(()));
}

#[test]
fn only_approved_months_count_and_no_more_than_the_regulation_allows() {
    let credits = [
        credit(CreditKind::BeforeLicence, 50, true),
        credit(CreditKind::BeforeLicence, 50, true),
        credit(CreditKind::EarlierService, 15, true),
        credit(CreditKind::EarlierService, 90, false),
    ];
    assert_eq!(credited(&credits, Regulation::Hslf2021), FullTime::from_tenths(75));
    assert_eq!(credited(&credits, Regulation::Sosfs2015), FullTime::from_tenths(15));
}

#[test]
fn a_changed_credit_is_to_be_approved_again_and_an_unchanged_one_is_not() {
    let approved = credit(CreditKind::EarlierService, 15, true);
    let same =
        SaveCredit { reason: approved.reason.clone(), ..ask(CreditKind::EarlierService, 15) };
    assert_eq!(approved.clone().change(same), approved);
    let more = approved.change(ask(CreditKind::EarlierService, 16));
    assert_eq!(more.approved, None);
    let by = PersonName { id: PersonId::new(Uuid::nil()), name: "Chef".to_owned() };
    let signature = Signature { by, at: DateTime::UNIX_EPOCH };
    let again = more.approve(signature.clone()).unwrap();
    assert_eq!(again.approved, Some(signature.clone()));
    assert_eq!(again.approve(signature), Err(CreditApproved));
}

#[test]
fn an_overlap_is_told_with_its_days_its_placements_and_its_percent() {
    let id = |n: u128| PlacementId::new(Uuid::from_u128(n));
    let mut placements = [
        placement(day("2024-01-01"), day("2024-06-30"), Percent::FULL),
        placement(day("2024-06-01"), day("2024-08-31"), Percent::try_from(50).unwrap()),
        placement(day("2024-08-31"), day("2024-12-31"), Percent::try_from(50).unwrap()),
    ];
    for (placement, n) in placements.iter_mut().zip(1..) {
        placement.id = id(n);
    }
    let found = overlaps(&placements);
    let overlap = |from, to, ids: [u128; 2], percent| Overlap {
        from: day(from),
        to: day(to),
        placements: ids.map(id).to_vec(),
        percent,
    };
    assert_eq!(
        found,
        [
            overlap("2024-06-01", "2024-06-30", [1, 2], 150),
            overlap("2024-08-31", "2024-08-31", [2, 3], 100)
        ]
    );
    assert_eq!([found[0].over_full_time(), found[1].over_full_time()], [true, false]);
}

#[test]
fn whole_leave_is_no_gap_and_part_leave_is() {
    let placements = [placement(day("2024-02-01"), day("2024-03-31"), Percent::FULL)];
    let leaves = [
        leave(day("2024-04-01"), day("2024-04-30"), Percent::FULL),
        leave(day("2024-05-01"), day("2024-05-31"), Percent::try_from(50).unwrap()),
    ];
    let gap = |from, to| Gap { from: day(from), to: day(to) };
    assert_eq!(
        gaps(&placements, &leaves, day("2024-01-01"), day("2024-06-30")),
        [gap("2024-01-01", "2024-01-31"), gap("2024-05-01", "2024-06-30")]
    );
    assert_eq!(gaps(&placements, &leaves, day("2024-06-30"), day("2024-01-01")), []);
}

fn later(days: u64) -> NaiveDate {
    day("2024-01-01") + Days::new(days)
}

prop_compose! {
    fn any_placement()(from in 0..200_u64, days in 0..80_u64, n in any::<u128>()) -> Placement {
        let placement = placement(later(from), later(from + days), Percent::FULL);
        Placement { id: PlacementId::new(Uuid::from_u128(n)), ..placement }
    }
}

proptest! {
    #[test]
    fn every_day_is_in_a_gap_an_overlap_or_just_one_placement(
        placements in vec(any_placement(), 0..7),
        leaves in vec((0..200_u64, 0..40_u64), 0..3),
    ) {
        let leaves: Vec<Leave> = leaves.into_iter()
            .map(|(from, days)| leave(later(from), later(from + days), Percent::FULL)).collect();
        let gaps = gaps(&placements, &leaves, later(0), later(299));
        let overlaps = overlaps(&placements);
        for day in (0..300).map(later) {
            let there: BTreeSet<PlacementId> =
                placements.iter().filter(|p| p.from <= day && day <= p.to).map(|p| p.id).collect();
            let away = leaves.iter().any(|leave| leave.from <= day && day <= leave.to);
            let gap = gaps.iter().filter(|gap| gap.from <= day && day <= gap.to).count();
            prop_assert_eq!(gap, usize::from(there.is_empty() && !away));
            let over: Vec<_> = overlaps.iter().filter(|o| o.from <= day && day <= o.to).collect();
            prop_assert_eq!(over.len(), usize::from(there.len() > 1));
            if let [over] = over[..] {
                prop_assert_eq!(over.placements.iter().copied().collect::<BTreeSet<_>>(), there);
            }
        }
        prop_assert!(gaps.windows(2).all(|pair| pair[0].to.succ_opt().unwrap() < pair[1].from));
    }
}
