use chrono::{DateTime, Days};
use proptest::{collection::vec, prelude::*};
use uuid::Uuid;

use super::*;
use crate::{
    CareProviderId, PlacementId,
    person::Signature,
    placement::{Credit, CreditKind, Leave, LeaveKind, Months, Percent, Placement, PlacementKind},
    text::{FreeText, Reason},
};

mod decisions;
mod properties;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn percent(percent: i64) -> Percent {
    Percent::try_from(percent).unwrap()
}

fn reason() -> Reason {
    Reason::try_from("Skäl".to_owned()).unwrap()
}

pub(crate) fn training(regulation: Regulation, starts_on: NaiveDate) -> Training {
    Training {
        id: TrainingId::new(Uuid::nil()),
        trainee: PersonName { id: PersonId::new(Uuid::nil()), name: "ST-läkare".to_owned() },
        clinic: ClinicName {
            id: ClinicId::new(Uuid::nil()),
            name: "Ortopedkliniken".to_owned(),
            site: "Exempelsjukhuset".to_owned(),
            care_provider: CareProviderId::new(Uuid::nil()),
        },
        specialty: Line::try_from("Ortopedi".to_owned()).unwrap(),
        curriculum: CurriculumId::new(Uuid::nil()),
        regulation,
        licensed_on: starts_on,
        starts_on,
        principal_supervisor: None,
        phase: TrainingPhase::Underway,
        revision: 1,
    }
}

pub(crate) fn placement(from: NaiveDate, to: NaiveDate, percent: Percent) -> Placement {
    Placement {
        id: PlacementId::new(Uuid::nil()),
        kind: PlacementKind::OwnClinic,
        place: Line::try_from("Ortopedkliniken".to_owned()).unwrap(),
        clinic: None,
        from,
        to,
        percent,
        supervisor: None,
        goals: FreeText::default(),
        objectives: Vec::new(),
        contract: None,
        feedback: FreeText::default(),
        followed_up: None,
        version: 1,
        changed: None,
    }
}

pub(crate) fn leave(from: NaiveDate, to: NaiveDate, percent: Percent) -> Leave {
    let id = PlacementId::new(Uuid::nil());
    Leave { id, kind: LeaveKind::Parental, from, to, percent, version: 1, changed: None }
}

pub(crate) fn credit(kind: CreditKind, tenths: u16, approved: bool) -> Credit {
    let by = PersonName { id: PersonId::new(Uuid::nil()), name: "Chef".to_owned() };
    Credit {
        id: PlacementId::new(Uuid::nil()),
        kind,
        months: Months::from_tenths(tenths).unwrap(),
        reason: reason(),
        approved: approved.then_some(Signature { by, at: DateTime::UNIX_EPOCH }),
        version: 1,
        changed: None,
    }
}

fn end(
    training: &Training,
    placements: &[Placement],
    leaves: &[Leave],
    credits: &[Credit],
    today: NaiveDate,
) -> NaiveDate {
    match (Service { training, placements, leaves, credits }).planned_end(today) {
        PlannedEnd::On { day, .. } => day,
        PlannedEnd::Unknown { why } => panic!("{why}"),
    }
}

#[test]
fn a_month_is_a_month_whatever_its_days() {
    for month in ["2024-02", "2023-02", "2023-04", "2023-05"] {
        let first = day(&format!("{month}-01"));
        let last = first + chrono::Months::new(1) - Days::new(1);
        let placements = [placement(first, last, Percent::FULL)];
        let time = full_time(&placements, &[], first, last);
        assert_eq!(time, FullTime::from_months(1));
        assert_eq!(time.units(), 37_758_000);
    }
}

#[test]
fn five_years_at_full_time_end_when_sixty_months_are_full_also_over_leap_years() {
    for (starts, ends) in [
        ("2020-01-01", "2024-12-31"),
        ("2020-02-29", "2025-02-28"),
        ("2020-03-01", "2025-02-28"),
        ("2019-03-01", "2024-02-29"),
        ("2023-09-01", "2028-08-31"),
    ] {
        let training = training(Regulation::Sosfs2015, day(starts));
        let placements = [placement(day(starts), day("2020-12-31"), Percent::FULL)];
        let placements = if starts < "2021" { &placements[..] } else { &[] };
        let today = day(starts);
        assert_eq!(end(&training, placements, &[], &[], today), day(ends), "{starts}");
    }
}

#[test]
fn half_time_takes_twice_as_long() {
    let training = training(Regulation::Hslf2021, day("2020-01-01"));
    let placements = [placement(day("2020-01-01"), day("2020-06-30"), percent(50))];
    assert_eq!(end(&training, &placements, &[], &[], day("2020-01-01")), day("2030-12-31"));
}

#[test]
fn overlapping_placements_are_never_more_than_full_time() {
    let (from, to) = (day("2024-01-01"), day("2024-12-31"));
    let placements = [placement(from, to, percent(80)), placement(from, to, percent(60))];
    assert_eq!(full_time(&placements, &[], from, to), FullTime::from_months(12));
    let away = [leave(from, to, percent(25))];
    assert_eq!(full_time(&placements, &away, from, to), FullTime::from_months(9));
}

#[test]
fn service_before_the_training_or_after_an_interruption_does_not_count() {
    let mut training = training(Regulation::Sosfs2015, day("2024-01-01"));
    let placements = [placement(day("2023-01-01"), day("2026-12-31"), Percent::FULL)];
    let service = |training: &Training, today: &str| {
        Service { training, placements: &placements, leaves: &[], credits: &[] }.so_far(day(today))
    };
    assert_eq!(service(&training, "2024-03-31"), FullTime::from_months(3));
    assert_eq!(service(&training, "2023-12-31"), FullTime::ZERO);
    training.phase = TrainingPhase::Interrupted { since: day("2024-06-01"), reason: reason() };
    assert_eq!(service(&training, "2025-12-31"), FullTime::from_months(5));
}

#[test]
fn leave_parts_a_placement_into_rows_and_what_overlaps_counts_once() {
    let training = training(Regulation::Hslf2021, day("2024-01-01"));
    let placements = [
        placement(day("2024-06-01"), day("2024-12-31"), percent(60)),
        placement(day("2024-01-01"), day("2024-12-31"), percent(80)),
    ];
    let leaves = [
        leave(day("2024-03-01"), day("2024-03-31"), Percent::FULL),
        leave(day("2024-05-01"), day("2024-05-31"), percent(20)),
    ];
    let credits =
        [credit(CreditKind::BeforeLicence, 75, true), credit(CreditKind::Doctorate, 20, false)];
    let service = Service {
        training: &training,
        placements: &placements,
        leaves: &leaves,
        credits: &credits,
    };
    let rows = service.rows(day("2024-07-31"));
    let said: Vec<_> = rows
        .iter()
        .map(|row| match row.span() {
            Some(span) => {
                format!("{} {} {} {}", span.from, span.to, span.percent.get(), row.time().on_form())
            }
            None => format!("{} {}", row.place(), row.time().on_form()),
        })
        .collect();
    assert_eq!(
        said,
        [
            "2024-01-01 2024-02-29 80 1,60",
            "2024-04-01 2024-04-30 80 0,80",
            "2024-05-01 2024-05-31 60 0,60",
            "2024-06-01 2024-07-31 80 1,60",
            "2024-06-01 2024-07-31 20 0,40",
            "Tillgodoräknat: tjänstgöring före legitimationen 6,00",
        ]
    );
}

#[test]
fn the_end_tells_what_decided_it() {
    let training = training(Regulation::Hslf2021, day("2022-01-01"));
    let placements = [
        placement(day("2022-01-01"), day("2022-12-31"), Percent::FULL),
        placement(day("2023-02-01"), day("2023-12-31"), percent(80)),
    ];
    let leaves = [leave(day("2022-06-01"), day("2022-08-31"), Percent::FULL)];
    let credits = [
        credit(CreditKind::BeforeLicence, 60, true),
        credit(CreditKind::EarlierService, 15, false),
    ];
    let service = Service {
        training: &training,
        placements: &placements,
        leaves: &leaves,
        credits: &credits,
    };
    let PlannedEnd::On { day, reasons } = service.planned_end(day("2022-12-31")) else {
        panic!("an end is known")
    };
    assert_eq!(day.to_string(), "2028-05-24");
    let sentences: Vec<String> = reasons.iter().map(ToString::to_string).collect();
    assert_eq!(
        sentences,
        [
            "HSLF-FS 2021:8 kräver minst 66 månader på heltid.",
            "6 månader är tillgodoräknade.",
            "1,5 månader räknas inte: tillgodoräkningen är inte godkänd eller är mer än föreskriften medger.",
            "Hittills är 9 månader på heltid gjorda.",
            "Planerade placeringar ger 8,8 månader till.",
            "Ledighet tar bort 3 månader.",
            "31 dagar saknar placering och räknas inte.",
            "Från mån 1 jan 2024 finns ingen placering. Där antas 80\u{a0}% av heltid.",
        ]
    );
}

#[test]
fn an_end_that_can_not_be_told_says_why() {
    let mut training = training(Regulation::Sosfs2015, day("2022-01-01"));
    let leaves = [leave(day("2022-01-01"), NaiveDate::MAX, Percent::FULL)];
    let planned = |training: &Training, leaves: &[Leave]| {
        Service { training, placements: &[], leaves, credits: &[] }.planned_end(day("2022-01-01"))
    };
    assert_eq!(planned(&training, &leaves), PlannedEnd::Unknown { why: NoEnd::BeyondCalendar });
    training.phase = TrainingPhase::Interrupted { since: day("2022-03-01"), reason: reason() };
    let PlannedEnd::Unknown { why } = planned(&training, &[]) else { panic!("no end is known") };
    assert_eq!(
        why.to_string(),
        "ST:n är avbruten sedan tis 1 mars 2022. Ett slut kan räknas ut när den återupptas."
    );
}

#[test]
fn months_are_said_in_swedish_and_never_rounded_up() {
    for (units, said) in [
        (0_i64, "0 månader"),
        (37_758_000, "1 månad"),
        (37_757_999, "0,9 månader"),
        (660_765_000, "17,5 månader"),
        (2_265_479_999, "59,9 månader"),
    ] {
        let time: FullTime = serde_json::from_value(units.into()).unwrap();
        assert_eq!(time.to_string(), said);
    }
    let little: FullTime = serde_json::from_value(1.into()).unwrap();
    assert_eq!(
        TrainingNotAllowed::TooShort { remaining: little }.to_string(),
        "Det återstår 0,1 månader på heltid innan ST:n kan vara fullgjord."
    );
}

#[test]
fn a_training_never_starts_before_the_legitimation() {
    let person = |n: u128| PersonId::new(Uuid::from_u128(n));
    let save = |starts_on: &str| SaveTraining {
        licensed_on: day("2022-07-01"),
        starts_on: day(starts_on),
    };
    assert_eq!(save("2022-07-01").check(), Ok(()));
    assert_eq!(
        save("2022-06-30").check().unwrap_err().to_string(),
        "ST kan inte börja före legitimationen. Legitimationen är från fre 1 juli 2022, så första dagen kan inte vara tors 30 juni 2022."
    );
    let start = StartTraining {
        trainee: person(1),
        clinic: ClinicId::new(Uuid::nil()),
        specialty: Line::try_from("Ortopedi".to_owned()).unwrap(),
        curriculum: CurriculumId::new(Uuid::nil()),
        regulation: Regulation::Hslf2021,
        licensed_on: day("2022-07-01"),
        starts_on: day("2022-07-01"),
        principal_supervisor: Some(person(1)),
    };
    assert_eq!(start.check(), Err(InvalidTraining::OwnSupervisor));
}

#[test]
fn a_training_is_completed_only_when_the_minimum_is_reached() {
    let start = day("2020-01-01");
    let complete =
        |remaining| TrainingPhase::Underway.complete(day("2024-12-31"), remaining, start);
    assert_eq!(complete(FullTime::ZERO), Ok(TrainingPhase::Completed { on: day("2024-12-31") }));
    let remaining = FullTime::from_months(1);
    assert_eq!(complete(remaining), Err(TrainingNotAllowed::TooShort { remaining }));
    assert_eq!(
        TrainingPhase::Underway.interrupt(day("2019-12-31"), reason(), start),
        Err(TrainingNotAllowed::BeforeStart(start))
    );
}

proptest! {
    #[test]
    fn whatever_steps_are_tried_only_an_underway_training_is_interrupted_or_completed(
        steps in vec(0..4_u8, 0..12)
    ) {
        let start = day("2020-01-01");
        let mut phase = TrainingPhase::Underway;
        for step in steps {
            let before = phase.clone();
            let after = match step {
                0 => phase.clone().interrupt(day("2021-01-01"), reason(), start),
                1 => phase.clone().resume(),
                2 => phase.clone().complete(day("2025-01-01"), FullTime::ZERO, start),
                _ => phase.clone().reopen(),
            };
            if let Ok(after) = after {
                prop_assert_ne!(before.underway().is_ok(), after.underway().is_ok());
                phase = after;
            }
        }
    }
}
