use chrono::DateTime;
use proptest::{collection::vec, prelude::*, sample::select};
use uuid::Uuid;

use super::*;
use crate::{
    ConcernNoteId, PersonId, curriculum::Regulation, iup::CannotSign, person::PersonName,
    training::tests::training,
};

const TRAINEE: u128 = 1;
const SUPERVISOR: u128 = 2;
const DIRECTOR: u128 = 3;
const HEAD: u128 = 4;
const OTHER: u128 = 5;

fn by(person: u128) -> Signature {
    Signature {
        by: PersonName { id: PersonId::new(Uuid::from_u128(person)), name: String::new() },
        at: DateTime::UNIX_EPOCH,
    }
}

fn text(text: &str) -> FreeText {
    text.to_owned().try_into().unwrap()
}

fn line(line: &str) -> Line {
    line.to_owned().try_into().unwrap()
}

fn reason() -> Reason {
    "Större resurser behövs".to_owned().try_into().unwrap()
}

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 2).unwrap()
}

fn id(id: u128) -> SupportPlanId {
    SupportPlanId::new(Uuid::from_u128(id))
}

fn written() -> SaveSupportPlan {
    SaveSupportPlan {
        problems: text("Journalerna blir inte klara i tid"),
        measures: vec![Measure {
            what: text("Medsittning varje vecka"),
            responsible: Some(line("Huvudansvarig handledare")),
            until: Some(today()),
        }],
        time_plan: text("Tre månader"),
        follow_up_plan: text("Vid handledarsamtal varannan vecka"),
    }
}

fn draft() -> SupportPlan {
    SupportPlan::draft(id(1), None).write(written()).unwrap()
}

fn proposed() -> SupportPlan {
    draft()
        .sign_as_trainee(by(TRAINEE), 0)
        .and_then(|plan| plan.sign_as_supervisor(by(SUPERVISOR), 0))
        .unwrap()
}

fn in_force() -> SupportPlan {
    proposed().approve(by(DIRECTOR), 0, today()).unwrap()
}

fn follow_up(outcome: FollowUpOutcome) -> SupportFollowUp {
    SupportFollowUp { outcome, note: text("Samtal"), by: by(SUPERVISOR) }
}

fn escalation() -> Escalation {
    Escalation {
        secondary: id(2),
        prolongation: Prolongation::Possible { told: today() },
        by: by(DIRECTOR),
    }
}

fn opinion(on: NaiveDate) -> NoteSecondOpinion {
    NoteSecondOpinion { whose: line("Annan klinik"), on, conclusion: text("Delad bild") }
}

#[test]
fn no_plan_is_signed_without_a_time_plan_and_a_plan_for_following_up() {
    let signed =
        |save| SupportPlan::draft(id(1), None).write(save).unwrap().sign_as_trainee(by(TRAINEE), 0);
    assert!(signed(written()).is_ok());
    let late = SaveSupportPlan { time_plan: text(" "), ..written() };
    assert_eq!(signed(late), Err(No::Incomplete(SupportPlanGap::TimePlan)));
    let blind = SaveSupportPlan { follow_up_plan: text(""), ..written() };
    assert_eq!(signed(blind), Err(No::Incomplete(SupportPlanGap::FollowUpPlan)));
    let half = Measure { what: text("Kurs"), responsible: None, until: Some(today()) };
    let half = SaveSupportPlan { measures: [written().measures, vec![half]].concat(), ..written() };
    assert_eq!(signed(half), Err(No::Incomplete(SupportPlanGap::Responsible(2))));
}

#[test]
fn a_plan_is_in_force_when_the_director_of_studies_has_approved_what_both_signed() {
    let half = draft().sign_as_supervisor(by(SUPERVISOR), 0).unwrap();
    assert_eq!(half.clone().approve(by(DIRECTOR), 0, today()), Err(No::NotProposed));
    assert_eq!(
        half.sign_as_trainee(by(SUPERVISOR), 0),
        Err(No::CannotSign(CannotSign::SamePerson))
    );
    assert_eq!(proposed().approve(by(SUPERVISOR), 0, today()), Err(No::OwnSignature));
    assert_eq!(in_force().phase.name(), "Gäller");
    assert_eq!(in_force().write(written()), Err(No::Approved));
}

#[test]
fn a_signature_taken_back_opens_the_plan_and_another_keeps_theirs() {
    assert_eq!(proposed().withdraw(by(DIRECTOR), reason()), Err(No::NotYours));
    let opened = proposed().withdraw(by(SUPERVISOR), reason()).unwrap();
    assert!(opened.write(written()).is_ok());
    assert_eq!(in_force().withdraw(by(TRAINEE), reason()), Err(No::Approved));
}

#[test]
fn goals_that_are_not_met_lead_to_a_secondary_plan_before_the_first_is_closed() {
    for outcome in FollowUpOutcome::ALL {
        let followed = in_force().follow_up(follow_up(outcome)).unwrap();
        let closed = followed.clone().close(by(DIRECTOR), reason());
        let escalated = followed.escalate(escalation(), today());
        if outcome == FollowUpOutcome::GoalsMet {
            assert!(closed.is_ok());
            assert_eq!(escalated, Err(No::GoalsMet));
        } else {
            assert_eq!(closed, Err(No::GoalsNotMet));
            assert!(escalated.unwrap().close(by(DIRECTOR), reason()).is_ok());
        }
    }
}

/// Of a training whose huvudansvarig handledare is [`SUPERVISOR`].
fn note(writer: u128) -> ConcernNote {
    let mut training = training(Regulation::Hslf2021, today());
    training.principal_supervisor = Some(by(SUPERVISOR).by);
    let write = WriteConcern { on: today(), text: text("Oro") };
    ConcernNote::new(ConcernNoteId::new(Uuid::nil()), &training, write, by(writer))
}

#[test]
fn a_note_is_reported_when_the_principal_supervisor_has_taken_part_of_it_once() {
    let received = note(HEAD).receive(by(SUPERVISOR)).unwrap();
    assert_eq!(received.received, Some(by(SUPERVISOR)));
    assert_eq!(received.receive(by(SUPERVISOR)), Err(ConcernNotAllowed::Received));
    assert_eq!(note(SUPERVISOR).receive(by(SUPERVISOR)), Err(ConcernNotAllowed::Received));
    let led = note(HEAD).lead_to(id(1)).unwrap();
    assert_eq!(led.lead_to(id(2)), Err(ConcernNotAllowed::HasPlan));
}

#[test]
fn a_note_is_seen_by_its_writer_and_by_those_whose_part_gives_it() {
    let plan = draft();
    let note = note(HEAD).lead_to(plan.id).unwrap();
    let asked = plan.clone().involve_head_of_unit(by(DIRECTOR), reason()).unwrap();
    let head = [TrainingPart::HeadOfUnit];
    let somebody = by(OTHER).by.id;
    assert!(note.is_seen(by(HEAD).by.id, &[], &[]));
    assert!(!note.is_seen(somebody, &[], std::slice::from_ref(&asked)));
    assert!(!note.is_seen(somebody, &head, std::slice::from_ref(&plan)));
    assert!(note.is_seen(somebody, &head, &[asked]));
    assert!(note.is_seen(somebody, &[TrainingPart::Trainee], &[]));
}

#[test]
fn the_head_of_unit_sees_nothing_until_asked_in() {
    let note = note(SUPERVISOR);
    let asked = draft().involve_head_of_unit(by(DIRECTOR), reason()).unwrap();
    for part in TrainingPart::ALL {
        let always = part != TrainingPart::HeadOfUnit;
        assert_eq!(draft().who_may_see(part), always);
        assert_eq!(in_force().who_may_see(part), always);
        assert_eq!(note.who_may_see(part, None), always);
        assert_eq!(note.who_may_see(part, Some(&draft())), always);
        assert!(asked.who_may_see(part));
        assert!(note.who_may_see(part, Some(&asked)));
    }
}

#[test]
fn nothing_is_broken_off_without_a_second_opinion() {
    let decision = || HeadDecision { way: DecidedWay::Interrupt, by: by(HEAD), reason: reason() };
    assert_eq!(in_force().decide(decision()), Err(No::NotInvolved));
    let asked = in_force().involve_head_of_unit(by(DIRECTOR), reason()).unwrap();
    assert_eq!(asked.clone().decide(decision()), Err(No::NoSecondOpinion));
    let heard = asked.note_second_opinion(opinion(today()), today());
    let decided = heard.unwrap().decide(decision()).unwrap();
    assert_eq!(decided.decision().map(|decision| decision.way), Some(DecidedWay::Interrupt));
    assert_eq!(decided.clone().decide(decision()), Err(No::Decided));
    assert!(decided.close(by(DIRECTOR), reason()).is_ok());
}

#[test]
fn nothing_is_told_or_judged_on_a_day_to_come() {
    let tomorrow = today().succ_opt().unwrap();
    let followed = in_force().follow_up(follow_up(FollowUpOutcome::GoalsNotMet)).unwrap();
    let told = Prolongation::Possible { told: tomorrow };
    let late = Escalation { prolongation: told, ..escalation() };
    assert_eq!(followed.escalate(late, today()), Err(No::ToCome(tomorrow)));
    let asked = in_force().involve_head_of_unit(by(DIRECTOR), reason()).unwrap();
    assert_eq!(asked.note_second_opinion(opinion(tomorrow), today()), Err(No::ToCome(tomorrow)));
}

#[test]
fn a_new_plan_waits_until_the_one_before_is_closed_or_has_gone_on() {
    let begun = |plan: SupportPlan| SupportPlan::begin(&[plan], id(3));
    assert!(SupportPlan::begin(&[], id(3)).is_ok());
    assert_eq!(begun(draft()), Err(No::UnderWay));
    let followed = in_force().follow_up(follow_up(FollowUpOutcome::NotFollowed)).unwrap();
    assert_eq!(begun(followed.clone()), Err(No::UnderWay));
    assert!(begun(followed.escalate(escalation(), today()).unwrap()).is_ok());
    assert!(begun(draft().close(by(DIRECTOR), reason()).unwrap()).is_ok());
}

#[test]
fn every_step_is_somebodys_and_only_the_director_of_studies_approves() {
    for step in SupportStep::ALL {
        assert!(TrainingPart::ALL.into_iter().any(|part| part.may(step)), "{step:?}");
    }
    let may =
        |step| -> Vec<_> { TrainingPart::ALL.into_iter().filter(|part| part.may(step)).collect() };
    assert_eq!(may(SupportStep::Approve), [TrainingPart::DirectorOfStudies]);
    assert_eq!(may(SupportStep::Decide), [TrainingPart::HeadOfUnit]);
}

#[test]
fn a_note_of_concern_says_something_of_a_day_that_has_been() {
    let note = |on, words| WriteConcern { on, text: text(words) };
    assert_eq!(note(today(), "Oro").check(today()), Ok(()));
    assert!(note(today(), " ").check(today()).is_err());
    let tomorrow = today().succ_opt().unwrap();
    assert_eq!(note(tomorrow, "Oro").check(today()), Err(InvalidConcern::Future));
}

#[test]
fn a_plan_travels_whole() {
    let closed = in_force()
        .involve_head_of_unit(by(DIRECTOR), reason())
        .and_then(|plan| plan.follow_up(follow_up(FollowUpOutcome::NotFollowed)))
        .and_then(|plan| plan.escalate(escalation(), today()))
        .and_then(|plan| plan.close(by(DIRECTOR), reason()))
        .unwrap();
    for plan in [draft(), proposed(), in_force(), closed] {
        let sent = serde_json::to_string(&plan).unwrap();
        assert_eq!(serde_json::from_str::<SupportPlan>(&sent).unwrap(), plan);
    }
}

proptest! {
    #[test]
    fn whatever_steps_are_tried_what_is_in_force_was_whole_and_a_closed_plan_stays_as_it_is(
        steps in vec((select(SupportStep::ALL.to_vec()), select(FollowUpOutcome::ALL.to_vec()), any::<bool>()), 0..25),
    ) {
        let mut plan = draft();
        for (step, outcome, whole) in steps {
            let before = plan.clone();
            let read = plan.revision;
            let after = match step {
                SupportStep::Write => {
                    let time_plan = if whole { text("Två månader") } else { text("") };
                    plan.write(SaveSupportPlan { time_plan, ..written() })
                }
                SupportStep::SignAsTrainee => plan.sign_as_trainee(by(TRAINEE), read),
                SupportStep::SignAsSupervisor => plan.sign_as_supervisor(by(SUPERVISOR), read),
                SupportStep::Withdraw => plan.withdraw(by(TRAINEE), reason()),
                SupportStep::Approve => plan.approve(by(DIRECTOR), read, today()),
                SupportStep::Return => plan.return_with(by(DIRECTOR), reason()),
                SupportStep::FollowUp => plan.follow_up(follow_up(outcome)),
                SupportStep::Escalate => plan.escalate(escalation(), today()),
                SupportStep::InvolveHeadOfUnit => plan.involve_head_of_unit(by(DIRECTOR), reason()),
                SupportStep::ApproveResources => plan.approve_resources(by(HEAD)),
                SupportStep::NoteSecondOpinion => {
                    plan.note_second_opinion(opinion(today()), today())
                }
                SupportStep::Decide => plan.decide(HeadDecision {
                    way: DecidedWay::Reassign, by: by(HEAD), reason: reason(),
                }),
                SupportStep::Close => plan.close(by(DIRECTOR), reason()),
            };
            plan = match after {
                Ok(after) => SupportPlan { revision: read + 1, ..after },
                Err(_) => before.clone(),
            };
            let is_draft = matches!(
                plan.phase,
                SupportPlanPhase::Draft { .. } | SupportPlanPhase::Closed { from: ClosedFrom::Draft, .. }
            );
            prop_assert!(is_draft || plan.whole().is_ok());
            if matches!(before.phase, SupportPlanPhase::Closed { .. }) {
                prop_assert_eq!(SupportPlan { revision: read, ..plan.clone() }, before);
            }
        }
    }
}
