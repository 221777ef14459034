use chrono::{DateTime, Days};
use proptest::{collection::vec, prelude::*, sample::select};
use uuid::Uuid;

use super::*;
use crate::text::{FreeText, Line};

const TRAINEE: u128 = 1;
const LEADER: u128 = 2;
const PRINCIPAL: u128 = 3;
/// Those who judge; the principal supervisor among them.
const SPECIALISTS: [u128; 3] = [PRINCIPAL, 4, 5];

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
    Changed { at: DateTime::UNIX_EPOCH, by: "Någon".into() }
}

fn text(words: &str) -> FreeText {
    words.to_owned().try_into().unwrap()
}

/// A whole form with the same mark everywhere, and a comment that tells whose it is.
fn form(mark: PanelMark, words: &str) -> SavePanelForm {
    let marks = CompetenceArea::ALL.map(|area| (area, mark)).into();
    SavePanelForm { marks, comment: text(words) }
}

fn open(specialists: &[u128]) -> Result<SpecialistPanel, No> {
    SpecialistPanel::open(
        SpecialistPanelId::new(Uuid::nil()),
        TrainingId::new(Uuid::nil()),
        person(TRAINEE),
        (person(LEADER), person(PRINCIPAL)),
        today(),
        specialists.iter().copied().map(person).collect(),
    )
}

fn collecting() -> SpecialistPanel {
    open(&SPECIALISTS)
        .and_then(|p| p.save_self_rating(form(PanelMark::AsExpected, "hemlig-själv"), changed()))
        .and_then(|p| p.hand_in_self_rating(changed()))
        .unwrap()
}

fn judged(panel: SpecialistPanel, by: u128, mark: PanelMark) -> SpecialistPanel {
    panel
        .save_judgement(person(by).id, form(mark, &format!("hemlig-{by}")), changed())
        .and_then(|p| p.hand_in(signed(by)))
        .unwrap()
}

fn held() -> SpecialistPanel {
    let panel = judged(collecting(), PRINCIPAL, PanelMark::Strength);
    let panel = judged(panel, 4, PanelMark::ToDevelop);
    let begun = form(PanelMark::ToDevelop, "hemlig-5");
    let panel = panel.save_judgement(person(5).id, begun, changed()).unwrap();
    panel.hold(today(), changed(), today()).unwrap()
}

fn agreed(foci: Foci) -> SaveConclusions {
    SaveConclusions {
        strengths: text("hemlig-styrka"),
        needs: text("Journaldiktat"),
        programme: FreeText::default(),
        foci,
    }
}

/// All that a person is sent.
fn seen(panel: &SpecialistPanel, by: u128) -> String {
    serde_json::to_string(&panel.view(person(by).id)).unwrap()
}

#[test]
fn the_self_rating_comes_first_and_whole() {
    let panel = open(&SPECIALISTS).unwrap();
    let early = form(PanelMark::Strength, "");
    let refused = panel.clone().save_judgement(person(4).id, early.clone(), changed());
    assert_eq!(refused, Err(No::NoSelfRating));
    assert_eq!(panel.clone().hold(today(), changed(), today()), Err(No::NoSelfRating));
    let mut half = early;
    half.marks.remove(&CompetenceArea::Ethics);
    half.marks.remove(&CompetenceArea::Teaching);
    let panel = panel.save_self_rating(half, changed()).unwrap();
    let refused = panel.hand_in_self_rating(changed()).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "Välj ett svar för Pedagogik, Etik. Kan du inte bedöma finns ett svar för det."
    );
    let again = collecting().save_self_rating(form(PanelMark::Strength, ""), changed());
    assert_eq!(again, Err(No::SelfRatingIn));
}

#[test]
fn a_panel_is_several_people_none_of_them_the_st_lakare() {
    assert_eq!(open(&[4]), Err(No::TooFew(1)));
    assert_eq!(open(&[4, TRAINEE]), Err(No::TraineeJudges));
    assert_eq!(open(&[4, 5, 4]), Err(No::NamedTwice("Person 4".into())));
    let form = form(PanelMark::Strength, "");
    let outsider = collecting().save_judgement(person(9).id, form, changed());
    assert_eq!(outsider, Err(No::NotSpecialist));
}

#[test]
fn nobody_sees_anothers_form_before_all_are_in() {
    let panel = judged(collecting(), 4, PanelMark::ToDevelop);
    let panel = judged(panel, 5, PanelMark::Strength);
    for who in [TRAINEE, LEADER, PRINCIPAL, 4, 5] {
        let sent = seen(&panel, who);
        for (whose, comment) in [(TRAINEE, "själv"), (4, "4"), (5, "5")] {
            let shown = sent.contains(&format!("hemlig-{comment}"));
            assert_eq!(shown, who == whose, "{who} sees the form of {whose}: {shown}");
        }
        assert!(!sent.contains("votes"), "{who}");
    }
    assert_eq!(panel.view(person(9).id), None);
    assert_eq!(panel.view(person(LEADER).id).unwrap().waiting_for, [person(PRINCIPAL)]);

    let all_in = judged(panel, PRINCIPAL, PanelMark::CannotJudge);
    for who in [LEADER, PRINCIPAL, 4, 5] {
        let view = all_in.view(person(who).id).unwrap();
        assert_eq!(view.judgements.unwrap().len(), 3);
        assert!(view.votes.is_some() && view.self_rating.is_some());
    }
    let trainee = all_in.view(person(TRAINEE).id).unwrap();
    assert!(trainee.votes.is_none() && trainee.judgements.is_none());
}

#[test]
fn a_form_is_taken_back_only_while_nobody_else_has_seen_it() {
    let panel = judged(collecting(), 4, PanelMark::Strength);
    let other = form(PanelMark::ToDevelop, "ändrad");
    let changing = panel.clone().save_judgement(person(4).id, other.clone(), changed());
    assert_eq!(changing, Err(No::HandedIn));
    assert_eq!(panel.clone().take_back(person(5).id, changed()), Err(No::NoForm));
    let back = panel.clone().take_back(person(4).id, changed()).unwrap();
    assert!(back.save_judgement(person(4).id, other, changed()).is_ok());
    let panel = judged(panel, 5, PanelMark::Strength);
    let all_in = judged(panel, PRINCIPAL, PanelMark::Strength);
    assert_eq!(all_in.take_back(person(4).id, changed()), Err(No::Revealed));
}

#[test]
fn a_form_that_was_never_handed_in_is_no_vote_and_stays_its_writers_own() {
    let panel = judged(collecting(), PRINCIPAL, PanelMark::Strength);
    assert_eq!(panel.hold(today(), changed(), today()), Err(No::TooFewForms(1)));
    let panel = held();
    let votes = panel.view(person(LEADER).id).unwrap().votes.unwrap();
    assert_eq!(votes.len(), 8);
    for area in votes {
        assert_eq!(area.votes, [(PanelMark::ToDevelop, 1), (PanelMark::Strength, 1)].into());
        assert_eq!(area.self_rating, Some(PanelMark::AsExpected));
    }
    let who_sees: Vec<_> = [TRAINEE, LEADER, PRINCIPAL, 4, 5]
        .into_iter()
        .filter(|who| seen(&panel, *who).contains("hemlig-5"))
        .collect();
    assert_eq!(who_sees, [5]);
}

#[test]
fn the_st_lakare_learns_what_is_agreed_when_the_principal_supervisor_has_told_them() {
    let panel = held();
    let early = panel.clone().feed_back(today(), signed(PRINCIPAL), today());
    assert_eq!(early, Err(No::NothingAgreed));
    let panel = panel.conclude(agreed(Foci::default()), changed()).unwrap();
    assert!(!seen(&panel, TRAINEE).contains("hemlig-styrka"));
    assert!(seen(&panel, 4).contains("hemlig-styrka"));
    let by_leader = panel.clone().feed_back(today(), signed(LEADER), today());
    assert_eq!(by_leader, Err(No::NotPrincipal));
    let yesterday = today() - Days::new(1);
    let before = panel.clone().feed_back(yesterday, signed(PRINCIPAL), today());
    assert_eq!(before, Err(No::BeforePanel(today())));
    let panel = panel.feed_back(today(), signed(PRINCIPAL), today()).unwrap();
    let sent = seen(&panel, TRAINEE);
    assert!(sent.contains("hemlig-styrka") && sent.contains("votes"));
    assert!(!["hemlig-3", "hemlig-4", "hemlig-5"].iter().any(|secret| sent.contains(secret)));
    assert_eq!(panel.conclude(agreed(Foci::default()), changed()), Err(No::FedBack));
}

#[test]
fn there_are_at_most_two_technical_and_two_non_technical_foci() {
    let focus = |area| Focus { area, text: Line::try_from("Öva".to_owned()).unwrap() };
    let [technical, ethics] = [CompetenceArea::TechnicalSkills, CompetenceArea::Ethics].map(focus);
    let foci = |technicals, others| {
        let all = [vec![technical.clone(); technicals], vec![ethics.clone(); others]].concat();
        Foci::try_from(all).map(|foci| foci.as_slice().len())
    };
    assert_eq!(foci(2, 2), Ok(4));
    assert!(foci(3, 0).is_err() && foci(0, 3).is_err());
    let json = serde_json::to_string(&vec![ethics.clone(); 3]).unwrap();
    let refused = serde_json::from_str::<Foci>(&json).unwrap_err().to_string();
    assert!(refused.starts_with("Välj högst 2 tekniska och 2 icke-tekniska"), "{refused}");
}

#[test]
fn a_panel_that_travels_to_the_store_comes_back_the_same() {
    let panel = held().conclude(agreed(Foci::default()), changed()).unwrap();
    let panel = panel.feed_back(today(), signed(PRINCIPAL), today()).unwrap();
    let json = serde_json::to_string(&panel).unwrap();
    assert_eq!(serde_json::from_str::<SpecialistPanel>(&json).unwrap(), panel);
    for area in CompetenceArea::ALL {
        assert_eq!(CompetenceArea::from_stored(area.as_str()), Some(area));
    }
    for mark in PanelMark::ALL {
        assert_eq!(PanelMark::from_stored(mark.as_str()), Some(mark));
    }
    for event in PanelEvent::ALL {
        assert_eq!(PanelEvent::from_stored(event.as_str()), Some(event));
    }
}

#[derive(Clone, Copy, Debug)]
enum Step {
    Rate,
    HandInRating,
    Judge(u128),
    HandIn(u128),
    TakeBack(u128),
    Hold,
    Conclude,
    FeedBack,
    Cancel,
}

fn steps() -> Vec<Step> {
    let each = SPECIALISTS.map(|who| [Step::Judge(who), Step::HandIn(who), Step::TakeBack(who)]);
    let rest =
        [Step::Rate, Step::HandInRating, Step::Hold, Step::Conclude, Step::FeedBack, Step::Cancel];
    // Steps forward are weighted, so that many runs come far.
    [each.concat(), rest[..5].to_vec(), rest[..5].to_vec(), rest.to_vec()].concat()
}

fn step(panel: SpecialistPanel, step: Step) -> Result<SpecialistPanel, No> {
    match step {
        Step::Rate => {
            panel.save_self_rating(form(PanelMark::AsExpected, "hemlig-själv"), changed())
        }
        Step::HandInRating => panel.hand_in_self_rating(changed()),
        Step::Judge(who) => {
            let own = form(PanelMark::Strength, &format!("hemlig-{who}"));
            panel.save_judgement(person(who).id, own, changed())
        }
        Step::HandIn(who) => panel.hand_in(signed(who)),
        Step::TakeBack(who) => panel.take_back(person(who).id, changed()),
        Step::Hold => panel.hold(today(), changed(), today()),
        Step::Conclude => panel.conclude(agreed(Foci::default()), changed()),
        Step::FeedBack => panel.feed_back(today(), signed(PRINCIPAL), today()),
        Step::Cancel => panel.cancel(Reason::try_from("Sjuk".to_owned()).unwrap(), changed()),
    }
}

proptest! {
    #[test]
    fn whatever_steps_are_tried_nothing_is_seen_too_early_and_what_was_seen_never_changes(
        tried in vec(select(steps()), 0..40),
    ) {
        let mut panel = open(&SPECIALISTS).unwrap();
        for next in tried {
            let Ok(after) = step(panel.clone(), next) else { continue };
            if panel.revealed() {
                let is_in = |panel: &SpecialistPanel| {
                    panel.phase.judgements().iter().filter(|one| one.handed_in.is_some()).cloned().collect::<Vec<_>>()
                };
                prop_assert_eq!(is_in(&panel), is_in(&after));
                prop_assert!(after.revealed());
            }
            panel = after;
            for who in [TRAINEE, LEADER, PRINCIPAL, 4, 5] {
                let sent = seen(&panel, who);
                for whose in SPECIALISTS.into_iter().filter(|whose| *whose != who) {
                    let shown = sent.contains(&format!("hemlig-{whose}"));
                    prop_assert!(!shown || (panel.revealed() && who != TRAINEE));
                }
                let self_rating = sent.contains("hemlig-själv");
                prop_assert!(!self_rating || who == TRAINEE || panel.revealed());
            }
            let told = seen(&panel, TRAINEE);
            let fed_back = panel.phase.feedback().is_some();
            prop_assert_eq!(told.contains("hemlig-styrka"), fed_back);
            prop_assert_eq!(told.contains("\"votes\""), fed_back);
        }
    }

    #[test]
    fn whatever_steps_are_tried_nobody_is_told_of_what_they_do_not_see(
        tried in vec(select(steps()), 0..40),
    ) {
        use PanelEvent as Event;
        let mut panel = open(&SPECIALISTS).unwrap();
        for next in tried {
            panel = step(panel.clone(), next).unwrap_or(panel);
            let outsider = person(9).id;
            prop_assert!(Event::ALL.iter().all(|event| !panel.is_told(outsider, *event)));
            for who in [TRAINEE, LEADER, PRINCIPAL, 4, 5] {
                let view = panel.view(person(who).id).unwrap();
                let told = Event::ALL.map(|event| panel.is_told(person(who).id, event));
                let told: Vec<_> = Event::ALL.into_iter().zip(told).filter(|(_, told)| *told).collect();
                let is_told = |event| told.iter().any(|(one, _)| *one == event);
                prop_assert!(!is_told(Event::SelfRatingSaved) && !is_told(Event::JudgementSaved));
                for step in [Event::Opened, Event::SelfRatingHandedIn, Event::Held, Event::FedBack, Event::Cancelled] {
                    prop_assert!(is_told(step));
                }
                let together = who != TRAINEE && panel.revealed();
                for event in [Event::JudgementHandedIn, Event::JudgementTakenBack, Event::Concluded] {
                    prop_assert_eq!(is_told(event), together);
                }
                let agreed = panel.phase.conclusions().is_some();
                prop_assert!(!is_told(Event::Concluded) || !agreed || view.conclusions.is_some());
                prop_assert!(!is_told(Event::JudgementHandedIn) || view.judgements.is_some());
                if let PanelPhase::Cancelled { reason, .. } = &panel.phase {
                    prop_assert_eq!(view.cancelled.as_ref(), Some(reason));
                }
            }
        }
    }
}
