use std::collections::BTreeMap;

use chrono::{DateTime, Days};
use proptest::{
    collection::{btree_map, vec},
    option,
    prelude::*,
    sample::select,
};
use uuid::Uuid;

use super::*;
use crate::{
    PersonId,
    person::PersonName,
    placement::Percent,
    text::{FreeText, Line},
};

const TRAINEE: u128 = 1;
const SUPERVISOR: u128 = 2;
const DIRECTOR: u128 = 3;

fn by(person: u128) -> Signature {
    Signature {
        by: PersonName { id: PersonId::new(Uuid::from_u128(person)), name: String::new() },
        at: DateTime::UNIX_EPOCH,
    }
}

fn approval(person: u128) -> IupApproval {
    IupApproval { signature: by(person), approver: IupApprover::DirectorOfStudies }
}

fn id(id: u128) -> IupId {
    IupId::new(Uuid::from_u128(id))
}

fn day(after: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 9, 1).unwrap() + Days::new(after)
}

fn text(text: &str) -> FreeText {
    text.to_owned().try_into().unwrap()
}

fn reason() -> Reason {
    "Placeringarna ändras".to_owned().try_into().unwrap()
}

fn code(code: &str) -> ObjectiveCode {
    code.parse().unwrap()
}

fn filled() -> IupContent {
    let parts = IupPart::ALL.map(|part| (part, text("Skrivet"))).into();
    IupContent::new(parts, BTreeMap::new(), Vec::new())
}

fn draft() -> Iup {
    Iup { content: filled(), revision: 5, ..next_draft(&[], id(1)).unwrap() }
}

fn approved() -> Iup {
    let signed = draft()
        .sign_as_trainee(by(TRAINEE), 5, day(0))
        .and_then(|iup| iup.sign_as_supervisor(by(SUPERVISOR), 5, day(1)));
    signed.unwrap().approve(approval(DIRECTOR), 5, day(2)).unwrap()
}

#[test]
fn every_part_has_its_own_heading_and_is_read_back_from_what_is_stored() {
    for part in IupPart::ALL {
        assert_eq!(IupPart::from_stored(part.as_str()), Some(part));
        assert_eq!(serde_json::to_value(part).unwrap(), part.as_str());
        assert!(part.hint().ends_with('.'));
    }
    let headings: std::collections::BTreeSet<_> = IupPart::ALL.map(IupPart::heading).into();
    assert_eq!(headings.len(), 8);
}

#[test]
fn a_field_is_read_back_from_its_name() {
    let objective = IupField::Objective(code("STc14"));
    for field in
        IupPart::ALL.map(IupField::Part).into_iter().chain([objective, IupField::Placements])
    {
        assert_eq!(field.to_string().parse(), Ok(field));
    }
    assert!("objective:x".parse::<IupField>().is_err());
}

#[test]
fn what_is_missing_is_told_by_part_and_objective() {
    let codes = ["STa1", "STc1", "STc2"].map(code);
    let plan = ObjectivePlan { learning: text("Kurs"), ..ObjectivePlan::default() };
    let whole = ObjectivePlan {
        learning: text("Kurs"),
        assessment: text("CBD"),
        documentation: text("Intyg"),
    };
    let content = filled()
        .with_part(IupPart::Methods, text(" \n"))
        .with_part(IupPart::ClinicalService, text(""))
        .with_objective(codes[1], plan)
        .with_objective(codes[2], whole);
    let gaps = missing(&content, &codes);
    assert_eq!(gaps.parts, [IupPart::ClinicalService, IupPart::Methods]);
    assert_eq!(gaps.objectives, [codes[0]]);
    assert_eq!(gaps.begun, [codes[1]]);
    let listed = content.with_placements(vec![PlannedPlacement {
        from: day(0),
        to: day(90),
        place: "Handkirurgen".to_owned().try_into().unwrap(),
        percent: Percent::FULL,
    }]);
    assert_eq!(missing(&listed, &codes).parts, [IupPart::Methods]);
}

#[test]
fn a_programme_with_an_empty_part_is_not_signed() {
    let short = draft();
    let short = Iup { content: short.content.with_part(IupPart::Methods, text("")), ..short };
    assert_eq!(
        short.sign_as_trainee(by(TRAINEE), 5, day(0)),
        Err(No::Incomplete(vec![IupPart::Methods]))
    );
}

#[test]
fn two_who_sign_the_same_text_at_the_same_moment_both_succeed_in_either_order() {
    // Both read revision 5; the first signature makes the record's revision 6.
    let stored = |iup: Iup| Iup { revision: iup.revision + 1, ..iup };
    let one = draft().sign_as_trainee(by(TRAINEE), 5, day(0)).map(stored);
    let other = draft().sign_as_supervisor(by(SUPERVISOR), 5, day(0)).map(stored);
    let both = one.unwrap().sign_as_supervisor(by(SUPERVISOR), 5, day(0)).unwrap();
    assert_eq!(both, other.unwrap().sign_as_trainee(by(TRAINEE), 5, day(0)).unwrap());
    assert_eq!(both.phase.signature(Signatory::Supervisor), Some(&by(SUPERVISOR)));
}

#[test]
fn nobody_signs_a_text_that_changed_after_they_read_it() {
    let changed: No = CannotSign::ChangedSinceRead.into();
    assert_eq!(draft().sign_as_trainee(by(TRAINEE), 4, day(0)), Err(changed.clone()));
    let opened = draft()
        .sign_as_trainee(by(TRAINEE), 5, day(0))
        .and_then(|iup| iup.withdraw(by(TRAINEE), reason()));
    let rewritten = Iup { revision: 8, ..opened.unwrap() };
    let signed = rewritten.sign_as_trainee(by(TRAINEE), 8, day(0)).unwrap();
    assert_eq!(signed.clone().sign_as_supervisor(by(SUPERVISOR), 5, day(0)), Err(changed.clone()));
    let both = signed.sign_as_supervisor(by(SUPERVISOR), 8, day(0)).unwrap();
    assert_eq!(both.approve(approval(DIRECTOR), 7, day(0)), Err(changed));
}

#[test]
fn one_person_is_not_both_parts_and_approves_nothing_they_signed() {
    let first = draft().sign_as_trainee(by(TRAINEE), 5, day(0)).unwrap();
    assert_eq!(
        first.clone().sign_as_supervisor(by(TRAINEE), 5, day(0)),
        Err(CannotSign::SamePerson.into())
    );
    assert_eq!(
        first.clone().sign_as_trainee(by(DIRECTOR), 5, day(0)),
        Err(CannotSign::SignedAlready(Signatory::Trainee).into())
    );
    let both = first.sign_as_supervisor(by(SUPERVISOR), 5, day(0)).unwrap();
    for person in [TRAINEE, SUPERVISOR] {
        assert_eq!(both.clone().approve(approval(person), 5, day(0)), Err(No::OwnSignature));
    }
}

#[test]
fn only_one_who_has_signed_takes_a_signature_back() {
    let first = draft().sign_as_trainee(by(TRAINEE), 5, day(0)).unwrap();
    assert_eq!(first.clone().withdraw(by(SUPERVISOR), reason()), Err(No::NotYours));
    let opened = first.withdraw(by(TRAINEE), reason()).unwrap();
    assert_eq!(opened.phase.name(), "Öppnat igen");
    assert_eq!(opened.withdraw(by(TRAINEE), reason()), Err(No::NotSigned));
    assert_eq!(approved().withdraw(by(TRAINEE), reason()), Err(No::InForce));
}

#[test]
fn the_one_in_force_stays_so_until_the_next_is_approved() {
    let first = approved();
    assert_eq!(first.phase.in_force_from(), Some(day(2)));
    let next = Iup { revision: 1, ..next_draft(std::slice::from_ref(&first), id(2)).unwrap() };
    assert_eq!((next.number, next.based_on), (2, Some(1)));
    assert_eq!(next.content, first.content);
    assert_eq!(next.change, ChangeSize::Larger);
    let versions = [first.clone(), next.clone()];
    assert_eq!(next_draft(&versions, id(3)), Err(No::DraftExists(2)));
    let signed = next
        .sign_as_supervisor(by(SUPERVISOR), 1, day(9))
        .and_then(|iup| iup.sign_as_trainee(by(TRAINEE), 1, day(9)))
        .unwrap();
    assert_eq!(in_force(&[first.clone(), signed.clone()]).map(|iup| iup.number), Some(1));
    let second = signed.approve(approval(DIRECTOR), 1, day(20)).unwrap();
    assert_eq!(in_force(&[second, first]).map(|iup| iup.number), Some(2));
}

#[test]
fn a_smaller_revision_is_in_force_by_two_signatures_but_never_by_the_trainees_word() {
    assert_eq!(
        draft().call_smaller(by(SUPERVISOR), SizeDecider::Responsible),
        Err(No::NothingToRevise)
    );
    let first = approved();
    let next = Iup { revision: 1, ..next_draft(std::slice::from_ref(&first), id(2)).unwrap() };
    assert_eq!(
        next.clone().call_smaller(by(TRAINEE), SizeDecider::Trainee),
        Err(No::NotTraineesChoice)
    );
    let revised = next
        .call_smaller(by(SUPERVISOR), SizeDecider::Responsible)
        .and_then(|iup| iup.sign_as_trainee(by(TRAINEE), 1, day(10)))
        .and_then(|iup| iup.sign_as_supervisor(by(SUPERVISOR), 1, day(12)))
        .unwrap();
    assert_eq!(revised.phase.in_force_from(), Some(day(12)));
    assert_eq!(in_force(&[first, revised]).map(|iup| iup.number), Some(2));
}

#[test]
fn a_discarded_number_is_not_used_again() {
    let first = approved();
    let gone = next_draft(std::slice::from_ref(&first), id(2))
        .and_then(|iup| iup.discard(by(TRAINEE), reason()))
        .unwrap();
    let next = next_draft(&[first, gone], id(3)).unwrap();
    assert_eq!((next.number, next.based_on), (3, Some(1)));
}

#[test]
fn nothing_is_written_for_an_objective_of_another_curriculum() {
    let codes = [code("STc1")];
    let save = |objective| SaveIup::Objective {
        objective,
        plan: ObjectivePlan { learning: text("Kurs"), ..ObjectivePlan::default() },
    };
    assert!(draft().write(save(codes[0]), &codes).is_ok());
    assert_eq!(draft().write(save(code("c1")), &codes), Err(No::UnknownObjective(code("c1"))));
}

#[test]
fn no_placement_ends_before_it_begins() {
    let placement = |to| SaveIup::Placements {
        placements: vec![PlannedPlacement {
            from: day(5),
            to,
            place: "Akuten".to_owned().try_into().unwrap(),
            percent: Percent::FULL,
        }],
    };
    assert!(draft().write(placement(day(5)), &[]).is_ok());
    let refused = draft().write(placement(day(4)), &[]);
    assert!(matches!(refused, Err(No::Placement(InvalidPlanned::EndsBeforeStart(_)))));
}

#[test]
fn a_programme_travels_whole() {
    let iup = approved();
    let sent = serde_json::to_string(&iup).unwrap();
    assert_eq!(serde_json::from_str::<Iup>(&sent).unwrap(), iup);
}

#[derive(Clone, Debug)]
enum Step {
    Write,
    Smaller(bool),
    Sign(Signatory, u128),
    Withdraw(u128),
    Approve(u128),
    Return,
    Discard,
}

fn step() -> impl Strategy<Value = Step> {
    let person = || select(vec![TRAINEE, SUPERVISOR, DIRECTOR]);
    prop_oneof![
        Just(Step::Write),
        any::<bool>().prop_map(Step::Smaller),
        (select(vec![Signatory::Trainee, Signatory::Supervisor]), person())
            .prop_map(|(signatory, person)| Step::Sign(signatory, person)),
        person().prop_map(Step::Withdraw),
        person().prop_map(Step::Approve),
        Just(Step::Return),
        Just(Step::Discard),
    ]
}

fn prose() -> impl Strategy<Value = FreeText> {
    "|([a-cåäö]{1,3}[ .\n]){1,9}".prop_map(|written| text(&written))
}

fn plan() -> impl Strategy<Value = ObjectivePlan> {
    [prose(), prose(), prose()].prop_map(|[learning, assessment, documentation]| ObjectivePlan {
        learning,
        assessment,
        documentation,
    })
}

fn placement() -> impl Strategy<Value = PlannedPlacement> {
    (select(vec!["Akuten", "Handkirurgen", "Kliniken"]), 0_u64..4, 0_u64..3, 1_i64..4).prop_map(
        |(place, from, length, percent)| PlannedPlacement {
            from: day(from),
            to: day(from + length),
            place: Line::try_from(place.to_owned()).unwrap(),
            percent: percent.try_into().unwrap(),
        },
    )
}

fn content() -> impl Strategy<Value = IupContent> {
    (
        btree_map(select(IupPart::ALL.to_vec()), prose(), 0..8),
        btree_map(select(vec![code("STa1"), code("STb2"), code("STc14")]), plan(), 0..3),
        vec(placement(), 0..7),
    )
        .prop_map(|(parts, objectives, placements)| IupContent::new(parts, objectives, placements))
}

proptest! {
    #[test]
    fn applied_to_the_earlier_a_comparison_gives_the_later_and_reversed_the_earlier(
        old in content(), new in content(),
    ) {
        let diff = compare(&old, &new);
        prop_assert_eq!(diff.apply(&old), new.clone());
        prop_assert_eq!(diff.reversed().apply(&new), old.clone());
        prop_assert_eq!(diff.is_empty(), old == new);
    }

    #[test]
    fn a_comparison_and_a_content_travel_whole(old in content(), new in content()) {
        let diff = compare(&old, &new);
        let sent = serde_json::to_string(&diff).unwrap();
        prop_assert_eq!(serde_json::from_str::<IupDiff>(&sent).unwrap(), diff);
        let sent = serde_json::to_string(&new).unwrap();
        prop_assert_eq!(serde_json::from_str::<IupContent>(&sent).unwrap(), new);
    }

    #[test]
    fn whatever_steps_are_tried_what_is_signed_is_what_was_written(
        based in option::of(Just(1_u32)), steps in vec(step(), 0..20),
    ) {
        let mut iup = Iup { based_on: based, number: 2, ..draft() };
        for step in steps {
            let before = iup.clone();
            let read = before.revision;
            let after = match step {
                Step::Write => iup.write(
                    SaveIup::Part { part: IupPart::Methods, body: text(&format!("Text {read}")) }, &[],
                ),
                Step::Smaller(by_trainee) => iup.call_smaller(
                    by(SUPERVISOR),
                    if by_trainee { SizeDecider::Trainee } else { SizeDecider::Responsible },
                ),
                Step::Sign(Signatory::Trainee, who) => iup.sign_as_trainee(by(who), read, day(0)),
                Step::Sign(Signatory::Supervisor, who) => iup.sign_as_supervisor(by(who), read, day(0)),
                Step::Withdraw(who) => iup.withdraw(by(who), reason()),
                Step::Approve(who) => iup.approve(approval(who), read, day(0)),
                Step::Return => iup.return_with(by(DIRECTOR), reason()),
                Step::Discard => iup.discard(by(TRAINEE), reason()),
            };
            iup = match after {
                Ok(after) => Iup { revision: read + 1, ..after },
                Err(_) => before.clone(),
            };
            let locked = before.phase.editable().is_err();
            prop_assert!(!locked || iup.content == before.content);
            let done = !before.phase.open();
            prop_assert!(!done || iup.phase == before.phase);
            match &iup.phase {
                IupPhase::Signed { signatures }
                | IupPhase::Approved { signatures, .. }
                | IupPhase::Revised { signatures, .. } => {
                    prop_assert_ne!(signatures.trainee.by.id, signatures.supervisor.by.id);
                }
                IupPhase::Draft { .. } | IupPhase::Signing { .. } | IupPhase::Discarded { .. } => {}
            }
            if let IupPhase::Revised { .. } = iup.phase {
                let small = matches!(iup.change, ChangeSize::Smaller { .. });
                prop_assert!(small && iup.based_on.is_some());
            }
        }
    }
}
