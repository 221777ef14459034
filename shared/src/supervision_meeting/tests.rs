use chrono::{DateTime, Days, Months};
use proptest::{collection::vec, prelude::*, sample::select};
use uuid::Uuid;

use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn today() -> NaiveDate {
    day("2026-11-24")
}

fn person(number: u128) -> PersonName {
    PersonName { id: PersonId::new(Uuid::from_u128(number)), name: format!("Person {number}") }
}

fn signed(number: u128) -> Signature {
    Signature { by: person(number), at: DateTime::UNIX_EPOCH }
}

fn changed() -> Changed {
    Changed { at: DateTime::UNIX_EPOCH, by: "Person 1".into() }
}

fn held(on: NaiveDate, minutes: u16) -> HeldMeeting {
    HeldMeeting { on, minutes: minutes.try_into().unwrap() }
}

fn planned() -> SupervisionMeeting {
    SupervisionMeeting {
        id: SupervisionMeetingId::new(Uuid::nil()),
        training: TrainingId::new(Uuid::nil()),
        trainee: person(1),
        supervisor: person(2),
        planned_on: today(),
        prepared: Preparations::default(),
        phase: MeetingPhase::Planned,
        notes: SaveMeetingNotes::default(),
        version: 0,
        changed: None,
    }
}

fn meeting(on: NaiveDate, minutes: u16) -> SupervisionMeeting {
    SupervisionMeeting { phase: MeetingPhase::Held { held: held(on, minutes) }, ..planned() }
}

fn notes(words: &str) -> SaveMeetingNotes {
    SaveMeetingNotes { topics: words.to_owned().try_into().unwrap(), ..Default::default() }
}

/// Full service in two years, but for the months in `leave`.
fn service(leave: &[&str]) -> Vec<ServiceMonth> {
    let months = (0..24).map(|n| day("2025-01-01") + Months::new(n));
    let share = |month: NaiveDate| {
        if leave.contains(&month.format("%Y-%m").to_string().as_str()) { 0 } else { 100 }
    };
    months.map(|month| ServiceMonth { month, share: share(month) }).collect()
}

#[test]
fn a_meeting_is_prepared_by_both_held_noted_and_confirmed_by_both() {
    let text = |words: &str| SavePreparation { text: words.to_owned().try_into().unwrap() };
    let one = planned()
        .prepare(MeetingParty::Trainee, text("Två frågor"), changed())
        .and_then(|m| m.prepare(MeetingParty::Supervisor, text("Ditt IUP"), changed()))
        .unwrap();
    assert_eq!((one.prepared.trainee.version, one.prepared.supervisor.version), (1, 1));
    assert_eq!(one.clone().confirm(signed(1)), Err(No::NothingNoted));
    let one = one.note(notes("Frakturer"), changed()).unwrap();
    assert_eq!(one.clone().confirm(signed(1)), Err(No::NotHeld));
    let one = one.hold(held(today(), 60), changed(), today()).unwrap();
    assert_eq!(one.clone().confirm(signed(3)), Err(No::NoParty));
    let one = one.confirm(signed(2)).unwrap();
    assert_eq!(one.phase.name(), "Väntar på ST-läkaren");
    assert_eq!(one.clone().note(notes("Annat"), changed()), Err(No::Locked));
    assert_eq!(one.clone().confirm(signed(2)), Err(No::ConfirmedAlready));
    let one = one.confirm(signed(1)).unwrap();
    assert!(matches!(&one.phase, MeetingPhase::Confirmed { by_trainee, by_supervisor, .. }
        if by_trainee.by == person(1) && by_supervisor.by == person(2)));
    let json = serde_json::to_string(&one).unwrap();
    assert_eq!(serde_json::from_str::<SupervisionMeeting>(&json).unwrap(), one);
    assert_eq!(one.reopen(changed()).unwrap().phase.name(), "Hållet");
}

#[test]
fn a_meeting_to_come_is_not_held_and_a_held_one_is_not_cancelled() {
    let tomorrow = today() + Days::new(1);
    let early = planned().hold(held(tomorrow, 30), changed(), today());
    assert_eq!(early, Err(No::ToCome(tomorrow)));
    let reason = || Reason::try_from("Sjuk".to_owned()).unwrap();
    assert_eq!(meeting(today(), 30).cancel(reason(), changed()), Err(No::Held));
    let cancelled = planned().cancel(reason(), changed()).unwrap();
    assert_eq!(cancelled.clone().hold(held(today(), 30), changed(), today()), Err(No::Cancelled));
    assert_eq!(
        cancelled.replan(SaveMeetingDay { planned_on: tomorrow }, changed()),
        Err(No::Cancelled)
    );
}

#[test]
fn a_meeting_is_5_to_480_minutes() {
    let allowed: Vec<_> =
        [4, 5, 480, 481].into_iter().map(|m| MeetingMinutes::try_from(m).is_ok()).collect();
    assert_eq!(allowed, [false, true, true, false]);
}

#[test]
fn an_hour_each_month_reaches_the_rule_whatever_day_it_is() {
    let meetings: Vec<_> =
        (0..24).map(|n| meeting(day("2025-01-15") + Months::new(n), 60)).collect();
    for days in 0..60 {
        let today = day("2026-09-20") + Days::new(days);
        let pace = hours_per_month(&meetings, &service(&[]), today);
        assert_eq!(
            (pace.minutes, pace.service_months, pace.reaches(WANTED_MINUTES)),
            (720, 12, Some(true)),
            "{today}"
        );
    }
}

#[test]
fn one_minute_short_is_short() {
    let meetings = [meeting(day("2026-01-10"), 480), meeting(day("2026-05-10"), 239)];
    let pace = hours_per_month(&meetings, &service(&[]), today());
    assert_eq!((pace.minutes, pace.service_months, pace.average), (719, 12, Some(59)));
    assert_eq!(pace.reaches(WANTED_MINUTES), Some(false));
}

#[test]
fn months_of_leave_are_left_out_with_their_minutes() {
    let leave = ["2026-03", "2026-04", "2026-05", "2026-06", "2026-07", "2026-08"];
    let meetings = [meeting(day("2026-02-10"), 360), meeting(day("2026-05-10"), 100)];
    let pace = hours_per_month(&meetings, &service(&leave), today());
    assert_eq!((pace.minutes, pace.service_months, pace.average), (360, 6, Some(60)));
    let shown: u32 = pace.months.iter().map(|month| month.minutes).sum();
    assert_eq!(shown, 460);
    let nothing = hours_per_month(&meetings, &[], today());
    assert_eq!((nothing.average, nothing.reaches(WANTED_MINUTES)), (None, None));
}

#[test]
fn the_evaluation_of_supervision_is_due_a_year_after_the_last_that_has_an_answer() {
    let made = |on: &str, answer: &str| SupervisionEvaluation {
        id: crate::SupervisionEvaluationId::new(Uuid::nil()),
        training: TrainingId::new(Uuid::nil()),
        written: SaveSupervisionEvaluation {
            on: day(on),
            answers: [(EvaluationQuestion::Works, answer.to_owned().try_into().unwrap())].into(),
        },
        followed_up: None,
        version: 1,
        changed: None,
    };
    let start = day("2024-02-29");
    assert_eq!(evaluation_due(&[], start), day("2025-02-28"));
    let all = [made("2025-02-01", "Mycket"), made("2026-01-01", " ")];
    assert_eq!(evaluation_due(&all, start), day("2026-02-01"));
    let [full, blank] = all;
    assert_eq!(blank.follow_up(signed(4)), Err(EvaluationRefused::Unanswered));
    let followed = full.follow_up(signed(4)).unwrap();
    let again = followed.written.clone();
    assert_eq!(followed.save(again, changed()), Err(EvaluationRefused::FollowedUp));
}

#[derive(Clone, Copy, Debug)]
enum Step {
    Note,
    Hold,
    Confirm(u128),
    Reopen,
    Cancel,
}

proptest! {
    #[test]
    fn whatever_steps_are_tried_what_both_confirmed_is_what_both_saw(
        steps in vec(select(vec![
            Step::Note, Step::Hold, Step::Confirm(1), Step::Confirm(2), Step::Confirm(3), Step::Reopen, Step::Cancel,
        ]), 0..16),
    ) {
        let mut one = planned();
        let mut seen = Vec::new();
        for (at, step) in steps.into_iter().enumerate() {
            let after = match step {
                Step::Note => one.clone().note(notes(&at.to_string()), changed()),
                Step::Hold => one.clone().hold(held(today(), 30), changed(), today()),
                Step::Confirm(who) => one.clone().confirm(signed(who)),
                Step::Reopen => one.clone().reopen(changed()),
                Step::Cancel => {
                    one.clone().cancel(Reason::try_from("Sjuk".to_owned()).unwrap(), changed())
                }
            };
            let Ok(after) = after else { continue };
            prop_assert_eq!(after.version, one.version + 1);
            match step {
                Step::Confirm(who) => seen.push((who, after.notes.clone())),
                Step::Reopen => seen.clear(),
                Step::Note | Step::Hold | Step::Cancel => prop_assert!(seen.is_empty()),
            }
            if let MeetingPhase::Confirmed { .. } = after.phase {
                prop_assert_eq!(seen.len(), 2);
                prop_assert!(seen[0].0 != seen[1].0 && seen.iter().all(|(_, notes)| *notes == after.notes));
            }
            one = after;
        }
    }

    #[test]
    fn the_chart_holds_every_minute_of_the_twelve_months_and_no_other(
        held in vec((0_u64..800, 5_u16..=480), 0..20),
        shares in vec(0_u8..=100, 14),
    ) {
        let meetings: Vec<_> =
            held.iter().map(|(ago, minutes)| meeting(today() - Days::new(*ago), *minutes)).collect();
        let service: Vec<_> = shares.iter().enumerate().map(|(n, share)| ServiceMonth {
            month: day("2025-11-17") + Months::new(u32::try_from(n).unwrap()),
            share: *share,
        }).collect();
        let pace = hours_per_month(&meetings, &service, today());
        let within = meetings.iter().filter_map(|m| m.phase.held()).filter(|h| h.on >= day("2025-11-25"));
        let expected: u32 = within.map(|h| u32::from(u16::from(h.minutes))).sum();
        prop_assert_eq!(pace.months.iter().map(|m| m.minutes).sum::<u32>(), expected);
        prop_assert!(pace.minutes <= expected);
        prop_assert_eq!(pace.months.len(), 13);
        prop_assert_eq!(pace.average.is_none(), shares[..13].iter().all(|share| *share == 0));
    }
}
