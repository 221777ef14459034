use chrono::DateTime;
use proptest::{collection::vec, prelude::*};
use uuid::Uuid;

use super::{InspectionNotAllowed as No, *};

fn signature(person: u128) -> Signature {
    Signature {
        by: PersonName {
            id: PersonId::new(Uuid::from_u128(person)),
            name: format!("Inspektör {person}"),
        },
        at: DateTime::UNIX_EPOCH,
    }
}

fn reason() -> Reason {
    "Inspektören är sjuk".to_owned().try_into().unwrap()
}

fn day(n: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 5, 1).unwrap() + chrono::Days::new(n)
}

#[test]
fn the_same_person_cannot_sign_for_both() {
    let once =
        InspectionPhase::Underway { first: None }.sign(signature(1), Ok(()), day(9)).unwrap();
    assert_eq!(once.clone().sign(signature(1), Ok(()), day(9)), Err(No::SignedAlready));
    assert!(matches!(
        once.sign(signature(2), Ok(()), day(9)),
        Ok(InspectionPhase::Preliminary { .. })
    ));
}

#[test]
fn a_report_becomes_final_when_the_clinic_is_done_or_its_time_is_out() {
    let preliminary = InspectionPhase::Preliminary {
        signed: [signature(1), signature(2)],
        comment_by: day(9),
        commented: None,
    };
    assert_eq!(preliminary.clone().finalise(signature(1), day(9)), Err(No::CommentsOpen(day(9))));
    assert!(preliminary.clone().finalise(signature(1), day(10)).is_ok());
    let done = preliminary.finish_comments(signature(3), day(2)).unwrap();
    assert_eq!(done.commentable(day(2)), Err(No::CommentsDone));
    assert!(done.finalise(signature(1), day(2)).is_ok());
}

#[test]
fn a_grade_other_than_the_suggested_needs_a_motivation() {
    let suggestion = Suggestion::Complete { grade: Grade::D, decided_by: vec![], step_up: None };
    let mut grading = AreaGrading { grade: Some(Grade::C), ..AreaGrading::ungraded(AreaCode::D) };
    assert_eq!(ready_to_sign([(&grading, &suggestion)]), Err(No::Unmotivated(AreaCode::D)));
    grading.motivation = "Brist av ringa betydelse".to_owned().try_into().unwrap();
    assert_eq!(ready_to_sign([(&grading, &suggestion)]), Ok(()));
    let ungraded = AreaGrading::ungraded(AreaCode::H);
    assert_eq!(ready_to_sign([(&ungraded, &suggestion)]), Err(No::Ungraded(AreaCode::H)));
}

#[test]
fn the_next_review_is_due_five_years_after_the_last_also_from_a_leap_day() {
    let leap = NaiveDate::from_ymd_opt(2024, 2, 29).unwrap();
    assert_eq!(next_review_due(Some(leap)), NaiveDate::from_ymd_opt(2029, 2, 28));
    assert_eq!(next_review_due(None), None);
}

#[test]
fn an_inspection_is_replanned_until_somebody_signs_and_with_a_reason_once_it_is_underway() {
    let underway = InspectionPhase::Underway { first: None };
    assert_eq!(InspectionPhase::Planned.replan(None), Ok(()));
    assert_eq!(underway.replan(None), Err(No::NoReason));
    assert_eq!(underway.replan(Some(&reason())), Ok(()));
    let signed = underway.sign(signature(1), Ok(()), day(9)).unwrap();
    assert_eq!(signed.replan(Some(&reason())), Err(No::Locked));
    let cancelled = InspectionPhase::Planned.cancel(signature(4), reason()).unwrap();
    assert_eq!(cancelled.replan(Some(&reason())), Err(No::Cancelled));
}

proptest! {
    #[test]
    fn whatever_steps_are_tried_a_final_report_has_two_signatures_and_what_is_final_or_called_off_stays(
        steps in vec((0_u8..6, 1_u128..4, 0_u64..20), 0..25)
    ) {
        let mut phase = InspectionPhase::Planned;
        for (step, person, today) in steps {
            let ended = matches!(phase, InspectionPhase::Final { .. } | InspectionPhase::Cancelled { .. });
            prop_assert_eq!(ended, !phase.awaits_report());
            let unsigned = matches!(phase, InspectionPhase::Planned | InspectionPhase::Underway { first: None });
            prop_assert_eq!(unsigned, phase.replannable().is_ok());
            let next = match step {
                0 => phase.clone().begin(),
                1 => phase.clone().sign(signature(person), Ok(()), day(9)),
                2 => phase.clone().unsign(),
                3 => phase.clone().finish_comments(signature(person), day(today)),
                4 => phase.clone().cancel(signature(person), reason()),
                _ => phase.clone().finalise(signature(person), day(today)),
            };
            if let Ok(next) = next {
                prop_assert!(!ended);
                if let InspectionPhase::Cancelled { cancelled, .. } = &next {
                    prop_assert!(unsigned && cancelled.by.id == signature(person).by.id);
                    prop_assert!(!next.published());
                }
                if let InspectionPhase::Preliminary { signed, .. } | InspectionPhase::Final { signed, .. } = &next {
                    prop_assert_ne!(signed[0].by.id, signed[1].by.id);
                }
                prop_assert!(!(next.published() && next.editable().is_ok()));
                phase = next;
            }
        }
    }
}
