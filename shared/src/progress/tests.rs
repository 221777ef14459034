use chrono::{DateTime, Months, NaiveDate};
use uuid::Uuid;

use super::*;
use crate::{
    ObjectiveEvidenceId, TrainingId,
    activity::{Activity, ActivityDetails, OtherActivity},
    assessment::{
        Assessment, AssessmentRequest, AssessmentStage, Assessor, Occasion, SaveAssessment,
    },
    certificate::{EvidenceRef, ObjectiveEvidence, ObjectiveState},
    curriculum::{ObjectiveCode, Regulation},
    instrument::{AnsweredBy, Instruments},
    iup::{BothSignatures, Iup, IupContent, IupPart, IupPhase, ObjectivePlan, next_draft},
    person::Signature,
    placement::{Percent, Placement, PlacementKind},
    portfolio::Portfolio,
    progress_review::{
        HeldReview, ProgressReview, ProgressReviewKind, ProgressReviewPhase, ReviewForm,
    },
    review::Changed,
    rule::Thresholds,
    self_assessment::Verdict,
    supervision_meeting::MeetingPhase,
    training::{
        FullTime, PlannedEnd, TrainingPhase,
        tests::{leave, placement},
    },
    training_facts::{
        TrainingFacts, facts,
        tests::{day, line, meeting, person, portfolio},
    },
};

const TODAY: &str = "2026-11-24";

fn today() -> NaiveDate {
    day(TODAY)
}

fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

fn signed(number: u128) -> Signature {
    Signature { by: person(number), at: DateTime::UNIX_EPOCH }
}

fn percent(percent: i64) -> Percent {
    percent.try_into().unwrap()
}

fn code(code: &str) -> ObjectiveCode {
    code.parse().unwrap()
}

fn version(versions: &[Iup], on: &str) -> Iup {
    let text = || "Skrivet".to_owned().try_into().unwrap();
    let plan = ObjectivePlan { learning: text(), ..Default::default() };
    let parts = IupPart::ALL.map(|part| (part, text())).into();
    let content = IupContent::new(parts, [(code("STa1"), plan)].into(), Vec::new());
    let signatures = BothSignatures { trainee: signed(1), supervisor: signed(2), of_revision: 1 };
    let phase = IupPhase::Revised { signatures, on: day(on) };
    Iup {
        content,
        phase,
        ..next_draft(versions, crate::IupId::new(id(versions.len() as u128))).unwrap()
    }
}

fn assessment(number: u128, on: &str, stage: AssessmentStage) -> Assessment {
    Assessment {
        id: crate::AssessmentId::new(id(number)),
        training: TrainingId::new(Uuid::nil()),
        instrument: Instruments::built_in().newest().next().unwrap().reference(),
        answered_by: AnsweredBy::Assessor,
        trainee: person(0),
        assessor: Assessor::Account { person: person(3) },
        written: SaveAssessment::empty(Occasion::day(day(on)), [code("STa2")].into()),
        stage,
        version: 1,
        changed: None,
    }
}

fn answered(at: &str) -> Changed {
    Changed { at: day(at).and_hms_opt(12, 0, 0).unwrap().and_utc(), by: "Person 3".to_owned() }
}

fn sent(number: u128, on: &str) -> Assessment {
    let stage =
        AssessmentStage::Confirmed { request: None, answered: answered(on), confirmed: signed(0) };
    assessment(number, on, stage)
}

fn review(kind: ProgressReviewKind, on: &str) -> ProgressReview {
    let held = HeldReview {
        on: day(on),
        form: ReviewForm::Meeting,
        summary: "Går framåt".to_owned().try_into().unwrap(),
        agreements: Default::default(),
        participants: vec![line("Alla")],
    };
    ProgressReview {
        id: crate::ProgressReviewId::new(Uuid::nil()),
        training: TrainingId::new(Uuid::nil()),
        trainee: person(0),
        kind,
        planned_on: day(on),
        phase: ProgressReviewPhase::Held { held },
        version: 1,
        changed: None,
    }
}

fn activity(details: ActivityDetails, from: &str) -> Activity {
    Activity {
        id: crate::ActivityId::new(id(8)),
        title: line("Aktivitet"),
        from: day(from),
        to: None,
        organiser: None,
        external: false,
        objectives: Vec::new(),
        report: None,
        details,
        version: 1,
        changed: None,
    }
}

/// Fourteen months and 24 days into a training: own clinic at full time, three months elsewhere in the middle, a month of leave,
/// two versions of the programme, three assessments, a meeting on the first of each month but the last two, one review.
fn made() -> Portfolio {
    let mut made = portfolio(Regulation::Hslf2021, "2025-09-01");
    made.training.principal_supervisor = Some(person(2));
    made.placements = vec![
        placement(day("2025-09-01"), day("2026-02-28"), Percent::FULL),
        Placement {
            id: crate::PlacementId::new(id(7)),
            kind: PlacementKind::Elsewhere,
            place: line("Handkirurgen"),
            objectives: vec![code("STa1")],
            ..placement(day("2026-03-01"), day("2026-05-31"), Percent::FULL)
        },
        placement(day("2026-05-01"), day("2027-08-31"), percent(80)),
    ];
    made.leaves = vec![leave(day("2026-07-01"), day("2026-07-31"), Percent::FULL)];
    made.iups.push(version(&[], "2025-12-01"));
    made.iups.push(version(&made.iups, "2026-10-01"));
    let request = AssessmentRequest { by: signed(0), until: day("2026-11-30") };
    made.assessments = vec![
        sent(1, "2025-11-24"),
        sent(2, "2025-12-15"),
        sent(3, "2026-10-05"),
        assessment(4, TODAY, AssessmentStage::Requested { request }),
    ];
    made.meetings =
        (0..13).map(|month| meeting(day("2025-09-01") + Months::new(month), 60)).collect();
    made.reviews = vec![review(ProgressReviewKind::ThreeParties, "2026-06-15")];
    made.activities = vec![Activity {
        title: line("Frakturkurs"),
        to: Some(day("2026-11-06")),
        external: true,
        objectives: vec![code("STa2")],
        ..activity(ActivityDetails::Course, "2026-11-02")
    }];
    let chosen = vec![
        EvidenceRef::Assessment(crate::AssessmentId::new(id(3))),
        EvidenceRef::Assessment(crate::AssessmentId::new(id(99))),
    ];
    made.evidence = vec![ObjectiveEvidence {
        id: ObjectiveEvidenceId::new(Uuid::nil()),
        objective: code("STa2"),
        chosen,
        version: 1,
        changed: None,
    }];
    made
}

fn spans(lane: &Lane) -> Vec<(String, String, usize, bool)> {
    let told = |span: &Span| (span.from.to_string(), span.to.to_string(), span.row, span.open);
    lane.spans.iter().map(told).collect()
}

#[test]
fn the_picture_has_every_span_and_point_and_its_months_are_counted_by_hand() {
    let seen = timeline(&made(), today());
    assert_eq!((seen.from, seen.starts_on), (day("2025-09-01"), day("2025-09-01")));
    // Nine months at full time; June, August, September and October at 80 %; 24 of 30 days of November at 80 %: 9 + 3.2 + 0.64.
    assert_eq!(seen.served.units() * 100, FullTime::from_months(1).units() * 1284);
    assert_eq!(seen.whole, FullTime::from_months(66));
    assert_eq!(seen.lanes.len(), 7);
    let row = |from: &str, to: &str, row, open| (from.to_owned(), to.to_owned(), row, open);
    assert_eq!(
        spans(seen.lane(LaneKind::Placements).unwrap()),
        [
            row("2025-09-01", "2026-02-28", 0, false),
            row("2026-03-01", "2026-05-31", 0, false),
            row("2026-05-01", "2027-08-31", 1, false),
        ]
    );
    assert_eq!(
        spans(seen.lane(LaneKind::Iup).unwrap()),
        [row("2025-12-01", "2026-09-30", 0, false), row("2026-10-01", TODAY, 0, true),]
    );
    assert_eq!(seen.lane(LaneKind::Iup).unwrap().points[0].on, day("2027-10-01"));
    let points = |kind| {
        let points = &seen.lane(kind).unwrap().points;
        (points.len(), points.iter().filter(|point| point.done).count())
    };
    assert_eq!(points(LaneKind::Assessments), (4, 3));
    assert_eq!(points(LaneKind::Meetings), (13, 13));
    assert_eq!(points(LaneKind::Reviews), (1, 1));
    let PlannedEnd::On { day: end, .. } = seen.planned_end else { panic!("it ends") };
    assert_eq!((seen.to, seen.offset(seen.to) + 1), (end, seen.days()));
    assert_eq!(seen.offset(day("2025-09-02")), 1);
    assert_eq!(seen.offset(day("2020-01-01")), 0);
}

#[test]
fn a_card_shows_what_was_chosen_and_counts_what_only_names_it() {
    let cards = board(&made());
    let card = |wanted: &str| cards.iter().find(|card| card.code == code(wanted)).unwrap();
    assert_eq!(card("STa1").state, ObjectiveState::Planned);
    assert_eq!((card("STa1").supports.len(), card("STa1").also_named), (0, 1));
    let chosen = card("STa2");
    assert_eq!(chosen.state, ObjectiveState::Underway);
    assert_eq!(chosen.supports.len(), 1, "what is removed is left out");
    assert_eq!(chosen.supports[0].on, Some(day("2026-10-05")));
    assert_eq!(chosen.also_named, 3, "two assessments sent and a course");
    assert_eq!(card("STa4").state, ObjectiveState::NotPlanned);
    assert_eq!(cards.len(), made().curriculum.objectives.len());
}

#[test]
fn the_four_figures_are_counted_by_hand() {
    let counts = counts(&made(), &Thresholds::default(), today());
    let told: Vec<_> = counts
        .iter()
        .map(|count| (count.kind, count.figure.as_deref(), &*count.wanted, count.kept))
        .collect();
    // From 25 November 2025: 15 December and 5 October, and 24 November since July was leave. Meetings of ten months, December to
    // September, but July's is left out with its month: nine hours on eleven months.
    assert_eq!(
        told,
        [
            (CountKind::Assessments, Some("3 bedömningar"), "minst 2", Some(true)),
            (CountKind::Supervision, Some("0,8 timmar"), "minst 1 timme", Some(false)),
            (CountKind::SelfStudy, None, "minst 2 timmar", None),
            (CountKind::IupAge, Some("7 veckor"), "högst 12 månader", Some(true)),
        ]
    );
}

#[test]
fn at_most_five_steps_are_told_late_ones_first_each_once() {
    let steps = next_steps(&made(), &Thresholds::default(), today());
    let told: Vec<_> =
        steps.iter().map(|step| (step.late, step.on, &*step.what, step.place)).collect();
    assert_eq!(
        told,
        [
            (true, Some(day("2026-03-30")), "Följ upp placeringen", Place::Placements),
            (
                true,
                Some(day("2026-06-30")),
                "Be om återkoppling från sidotjänstgöringen",
                Place::Placements
            ),
            (true, Some(day("2026-10-01")), "Planera nästa handledarsamtal", Place::Supervision),
            (true, Some(day("2026-10-02")), "Planera avstämningar", Place::Reviews),
            (true, Some(day("2026-10-02")), "Utvärdera handledningen", Place::Supervision),
        ]
    );
}

#[test]
fn a_new_st_lakare_is_told_what_comes_and_one_who_is_away_for_good_nothing() {
    let mut new = portfolio(Regulation::Hslf2021, "2026-11-23");
    let steps = next_steps(&new, &Thresholds::default(), today());
    assert!(steps.len() > 2 && steps.len() <= MOST_STEPS);
    assert!(steps.iter().all(|step| !step.late));
    assert!(steps.is_sorted_by_key(|step| step.on));
    new.training.phase = TrainingPhase::Completed { on: today() };
    assert_eq!(next_steps(&new, &Thresholds::default(), today()), []);
}

#[test]
fn a_planned_meeting_is_to_be_prepared_and_then_written_down() {
    let mut made = portfolio(Regulation::Hslf2021, "2026-11-01");
    let planned = meeting(day("2026-11-26"), 60);
    made.meetings.push(crate::supervision_meeting::SupervisionMeeting {
        phase: MeetingPhase::Planned,
        ..planned
    });
    let first = |today: &str| next_steps(&made, &Thresholds::default(), day(today)).swap_remove(0);
    assert_eq!(first("2026-11-26").what, "Förbered handledarsamtalet");
    assert_eq!(
        (first("2026-11-27").what.as_str(), first("2026-11-27").late),
        ("Skriv in handledarsamtalet", true)
    );
}

#[test]
fn a_clinics_figures_are_counted_by_hand_and_leave_out_whom_they_do_not_bear_on() {
    let new = facts(&portfolio(Regulation::Hslf2021, "2026-11-01"));
    let to_come = facts(&portfolio(Regulation::Hslf2021, "2026-12-01"));
    let without = facts(&portfolio(Regulation::Sosfs2015, "2023-01-01"));
    let mut old: TrainingFacts = facts(&made());
    if let Some(current) = &mut old.iup.current {
        current.from = day("2025-11-23");
    }
    let all = [facts(&made()), old, without, new, to_come];
    let evidence = clinic_evidence(&all, &Thresholds::default(), today());
    let told = |criterion: &str| -> Vec<&str> {
        let figures = evidence.get(&criterion.parse().unwrap());
        figures.into_iter().flatten().map(|figure| figure.text.as_str()).collect()
    };
    assert_eq!(
        told("D5"),
        [
            "2 av 3 ST-läkare har ett IUP som gäller.",
            "2 av 4 ST-läkare har en huvudansvarig handledare."
        ]
    );
    assert_eq!(told("D7"), ["2 av 2 ST-läkare har IUP yngre än 12 månader."]);
    assert_eq!(told("E2"), ["2 av 4 ST-läkare har en huvudansvarig handledare."]);
    assert_eq!(told("E3"), ["0 av 2 längre sidotjänstgöringar har en handledare på plats."]);
    assert_eq!(
        told("E4"),
        [
            "2 av 3 ST-läkare har minst 2 bedömningar det senaste året.",
            "2 av 3 ST-läkare har haft avstämning med huvudansvarig handledare de senaste 12 månaderna."
        ]
    );
    assert_eq!(told("E8"), ["0 av 4 ST-läkare har nästa handledarsamtal inplanerat."]);
    assert_eq!(told("F5"), ["2 av 2 ST-läkare har en plan för teoretiska studier i sitt IUP."]);
    assert_eq!(told("D12"), [""; 0]);
    for code in ["D5", "D7", "E3", "E4", "E8", "F5", "D12"] {
        let code = code.parse().unwrap();
        let behind = all.iter().any(|one| is_behind(one, code, &Thresholds::default(), today()));
        let whole = evidence.get(&code).is_none_or(|figures| figures.iter().all(Figure::is_whole));
        assert_eq!(behind, !whole, "{code}");
    }
    assert!(clinic_evidence(&[], &Thresholds::default(), today()).is_empty());
}

#[test]
fn what_is_done_under_supervision_counts_from_its_first_day_and_is_missed_first_past_the_half() {
    let other = |what| move |from| activity(ActivityDetails::Other { what }, from);
    let taught = other(OtherActivity::TeachingUnderSupervision);
    let trainee = |starts_on, activities| {
        let mut made = portfolio(Regulation::Sosfs2015, starts_on);
        made.placements = vec![placement(day(starts_on), day("2028-12-31"), Percent::FULL)];
        made.activities = activities;
        facts(&made)
    };
    let all = [
        trainee("2026-01-01", vec![taught("2026-02-03"), taught(TODAY)]),
        trainee("2026-01-01", vec![taught("2026-11-25")]),
        trainee("2023-01-01", vec![other(OtherActivity::GroupReflection)("2024-03-04")]),
        trainee("2023-01-01", vec![activity(ActivityDetails::Course, "2024-03-04")]),
    ];
    let evidence = clinic_evidence(&all, &Thresholds::default(), today());
    let told = |criterion: &str| -> Vec<&str> {
        let figures = evidence.get(&criterion.parse().unwrap());
        figures.into_iter().flatten().map(|figure| figure.text.as_str()).collect()
    };
    assert_eq!(told("H10"), ["1 av 3 ST-läkare har undervisat under handledning."]);
    assert_eq!(told("H11"), ["0 av 2 ST-läkare har handlett under handledning."]);
    assert_eq!(told("H12"), ["1 av 2 ST-läkare har deltagit i reflektion i grupp."]);
    assert_eq!(told("H13"), [""; 0]);
}

#[test]
fn figures_of_supervisors_are_counted_by_hand_and_those_not_known_of_count_as_without() {
    use std::collections::BTreeSet;

    use crate::{
        person::Role,
        rule::{Outcome, check},
        supervisor::{
            ClinicSupervisor, KnownSupervisor, SupervisorQualification, SupervisorTraining,
        },
    };
    let person = |number| crate::training_facts::tests::person(number);
    let held = SupervisorTraining::Held { on: day("2015-01-01"), renewed_on: None };
    let one = |number, role, specialty: &str, training| ClinicSupervisor {
        person: person(number),
        roles: vec![role],
        qualification: SupervisorQualification {
            specialties: specialty.to_owned().try_into().into_iter().collect(),
            training,
        },
        version: 1,
    };
    let supervisors = [
        one(1, Role::Supervisor, "Ortopedi", held),
        one(2, Role::Supervisor, "Handkirurgi", SupervisorTraining::Missing),
        one(3, Role::Supervisor, "", SupervisorTraining::NotTold),
        one(4, Role::DirectorOfStudies, "Ortopedi", held),
        one(5, Role::HeadOfUnit, "Ortopedi", SupervisorTraining::Missing),
    ];
    let led_by = |number: u128, starts_on: &str| {
        let mut training = portfolio(Regulation::Hslf2021, starts_on);
        training.training.principal_supervisor = Some(person(number));
        training.supervisors = supervisors
            .iter()
            .filter(|one| one.person.id == person(number).id)
            .map(|one| KnownSupervisor { person: one.person.id, has: one.qualification.clone() })
            .collect();
        training
    };
    // The director of studies leads two trainings and is counted once; of number 9 nothing is known; a training to come isn't counted.
    let mut all: Vec<_> = [1, 2, 4, 4, 9].map(|number| facts(&led_by(number, "2026-01-01"))).into();
    all.push(facts(&led_by(5, "2026-12-01")));
    let evidence = supervisor_evidence(&supervisors, &all, today());
    // By training, R01 and R02 say the same.
    let fulfilled = |number: u8| {
        let kept = |facts: &TrainingFacts| {
            let results = check(facts, &Thresholds::default(), today());
            results
                .iter()
                .any(|one| one.rule.number() == number && one.outcome == Outcome::Fulfilled)
        };
        let people: BTreeSet<_> = all[..5]
            .iter()
            .filter(|one| kept(one))
            .map(|one| one.supervisor.unwrap().person)
            .collect();
        people.len()
    };
    let kept = |code: &str| evidence[&code.parse().unwrap()][0].kept;
    assert_eq!((fulfilled(1), fulfilled(2)), (kept("B1"), kept("B2")));
    // Who has left the clinic is still known of.
    let left = supervisor_evidence(&[], &all, today());
    assert_eq!(left[&"B2".parse().unwrap()], evidence[&"B2".parse().unwrap()]);
    let told: Vec<(String, &str)> = evidence
        .iter()
        .map(|(code, figures)| (code.to_string(), figures[0].text.as_str()))
        .collect();
    let told: Vec<(&str, &str)> = told.iter().map(|(code, text)| (code.as_str(), *text)).collect();
    assert_eq!(
        told,
        [
            (
                "B1",
                "2 av 4 huvudansvariga handledare är specialister i ST:ns specialitet. För 1 är inget inlagt."
            ),
            (
                "B2",
                "2 av 4 huvudansvariga handledare har handledarutbildning. För 1 är inget inlagt."
            ),
            ("B4", "1 av 1 studierektorer har handledarutbildning."),
            ("E10", "2 av 5 handledare har handledarutbildning. För 2 är inget inlagt."),
        ]
    );
    assert!(evidence.values().flatten().all(Figure::is_of_supervisors));
    // Nothing known of anybody says nothing.
    assert!(supervisor_evidence(&supervisors[2..3], &[], today()).is_empty());
    assert!(supervisor_evidence(&[], &all[4..5], today()).is_empty());
}

#[test]
fn an_answer_parts_from_the_figures_when_one_is_whole_and_the_other_is_not() {
    let figure = |kept| Figure { text: String::new(), kept, of: 8, rule: None };
    let (whole, most) = (figure(8), figure(7));
    let cases: [(Option<Verdict>, Vec<Figure>, Option<Differs>); 9] = [
        (Some(Verdict::Fulfilled), vec![whole.clone()], None),
        (
            Some(Verdict::Fulfilled),
            vec![whole.clone(), most.clone()],
            Some(Differs::AnsweredHigher),
        ),
        (Some(Verdict::Partly), vec![most.clone()], None),
        (Some(Verdict::Partly), vec![whole.clone()], Some(Differs::AnsweredLower)),
        (Some(Verdict::NotFulfilled), vec![whole.clone(), most], None),
        (Some(Verdict::NotApplicable), vec![whole.clone()], Some(Differs::AnsweredLower)),
        (Some(Verdict::Fulfilled), vec![], None),
        (Some(Verdict::NotFulfilled), vec![], None),
        (None, vec![whole], None),
    ];
    for (verdict, figures, expected) in cases {
        assert_eq!(differs(verdict, &figures), expected, "{verdict:?} {figures:?}");
    }
}
