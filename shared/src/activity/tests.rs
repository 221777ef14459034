use chrono::{DateTime, Utc};
use proptest::{collection::vec, prelude::*};
use uuid::Uuid;

use super::*;
use crate::{
    PersonId,
    certificate::CertificateKind,
    curriculum::Regulation,
    person::{PersonName, Signature},
    training::tests::training,
};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn line(text: &str) -> Line {
    Line::try_from(text.to_owned()).unwrap()
}

fn text(text: &str) -> FreeText {
    FreeText::try_from(text.to_owned()).unwrap()
}

fn signature(at: &str) -> Signature {
    let at: DateTime<Utc> = format!("{at}T08:00:00Z").parse().unwrap();
    Signature {
        by: PersonName { id: PersonId::new(Uuid::nil()), name: "Handledare".to_owned() },
        at,
    }
}

fn activity(details: SaveDetails) -> Activity {
    Activity {
        id: ActivityId::new(Uuid::nil()),
        title: line("Titel"),
        from: day("2024-03-01"),
        to: Some(day("2024-05-31")),
        organiser: Some(line("Regionen")),
        external: false,
        objectives: vec!["a4".parse().unwrap()],
        report: Some(ActivityReport { on: day("2024-06-10"), text: FreeText::default() }),
        details: details.into(),
        version: 1,
        changed: None,
    }
}

fn quality() -> SaveDetails {
    SaveDetails::QualityWork(QualityWork {
        weeks: Some(Weeks::try_from(2).unwrap()),
        implementation: text("Gjort så"),
        evaluation: text("Gav detta"),
    })
}

fn scientific() -> SaveScientificWork {
    SaveScientificWork {
        plan: text("Plan"),
        weeks: Some(Weeks::try_from(10).unwrap()),
        presented: Some(day("2024-06-01")),
        reviewer: Some(Reviewer { name: line("Granskare"), doctorate: true }),
        publication: Publication::No,
    }
}

/// With a plan approved by the roles in time.
fn approved(work: SaveScientificWork, by: &[PlanApprover]) -> Activity {
    let mut activity = activity(SaveDetails::ScientificWork(work));
    for approver in by {
        activity.details =
            activity.details.approve_plan(&[*approver], signature("2024-02-01")).unwrap();
    }
    activity
}

const BOTH: [PlanApprover; 2] = [PlanApprover::ScientificSupervisor, PlanApprover::HeadOfUnit];

fn gaps(activity: &Activity) -> Vec<CertifyGap> {
    activity.may_certify(day("2024-09-01")).err().map_or_else(Vec::new, |not| not.gaps)
}

fn save_of(activity: &Activity, details: SaveDetails) -> SaveActivity {
    let activity = activity.clone();
    SaveActivity {
        title: activity.title,
        from: activity.from,
        to: activity.to,
        organiser: activity.organiser,
        external: activity.external,
        objectives: activity.objectives,
        report: activity.report,
        details,
    }
}

#[test]
fn nothing_is_certified_before_it_is_over_told_of_and_tied_to_objectives() {
    let whole = activity(SaveDetails::Course);
    assert_eq!(gaps(&whole), []);
    assert_eq!(gaps(&Activity { report: None, ..whole.clone() }), [CertifyGap::NoReport]);
    assert_eq!(gaps(&Activity { to: None, ..whole.clone() }), [CertifyGap::NotEnded]);
    assert_eq!(
        gaps(&Activity { to: Some(day("2024-09-02")), ..whole.clone() }),
        [CertifyGap::NotEnded]
    );
    assert_eq!(
        gaps(&Activity { objectives: Vec::new(), ..whole.clone() }),
        [CertifyGap::NoObjectives]
    );
    let bare = Activity { report: None, to: None, ..whole };
    assert_eq!(
        bare.may_certify(day("2024-09-01")).unwrap_err().to_string(),
        "Intyg kan inte skrivas än. Sista dagen saknas eller är inte passerad. ST-läkaren har inte redovisat den, muntligt eller skriftligt."
    );
}

#[test]
fn quality_work_needs_its_implementation_and_its_evaluation() {
    assert_eq!(gaps(&activity(quality())), []);
    let blank = SaveDetails::QualityWork(QualityWork {
        weeks: Some(Weeks::try_from(1).unwrap()),
        implementation: text(" "),
        evaluation: text(""),
    });
    let blank = activity(blank);
    assert_eq!(gaps(&blank), [CertifyGap::NoImplementation, CertifyGap::NoEvaluation]);
    assert_eq!(blank.remarks()[0].to_string(), "Arbetet bör omfatta omkring två veckor, nu 1.");
}

#[test]
fn scientific_work_needs_approval_by_a_supervisor_and_the_head_of_unit() {
    use PlanApprover::{HeadOfUnit, PrincipalSupervisor, ScientificSupervisor};
    assert_eq!(gaps(&approved(scientific(), &BOTH)), []);
    assert_eq!(gaps(&approved(scientific(), &[PrincipalSupervisor, HeadOfUnit])), []);
    assert_eq!(gaps(&approved(scientific(), &[HeadOfUnit])), [CertifyGap::PlanWithoutSupervisor]);
    assert_eq!(
        gaps(&approved(scientific(), &[PrincipalSupervisor, ScientificSupervisor])),
        [CertifyGap::PlanWithoutHeadOfUnit]
    );
}

#[test]
fn scientific_work_needs_review_presentation_and_ethics_approval_to_be_published() {
    let missing = |change: fn(&mut SaveScientificWork)| {
        let mut work = scientific();
        change(&mut work);
        gaps(&approved(work, &BOTH))
    };
    assert_eq!(missing(|work| work.reviewer = None), [CertifyGap::NoReviewer]);
    assert_eq!(missing(|work| work.presented = None), [CertifyGap::NotPresented]);
    let unapproved = |work: &mut SaveScientificWork| {
        work.publication = Publication::Yes { ethics_approval: None };
    };
    assert_eq!(missing(unapproved), [CertifyGap::NoEthicsApproval]);
    let approved = |work: &mut SaveScientificWork| {
        work.publication = Publication::Yes { ethics_approval: Some(line("Dnr 1")) };
    };
    assert_eq!(missing(approved), []);
}

#[test]
fn advice_is_told_and_stops_nothing() {
    for (weeks, told) in [(3, 1), (4, 0), (10, 0), (11, 1)] {
        let work = SaveScientificWork { weeks: Weeks::try_from(weeks).ok(), ..scientific() };
        assert_eq!(approved(work, &BOTH).remarks().len(), told, "{weeks}");
    }
    let reviewer = Some(Reviewer { name: line("Granskare"), doctorate: false });
    let mut late = approved(SaveScientificWork { reviewer, ..scientific() }, &BOTH[..1]);
    late.details =
        late.details.approve_plan(&[PlanApprover::HeadOfUnit], signature("2024-03-02")).unwrap();
    assert_eq!(
        late.remarks(),
        [ActivityRemark::PlanApprovedLate, ActivityRemark::ReviewerWithoutDoctorate]
    );
    assert_eq!(gaps(&late), []);
}

#[test]
fn a_plan_that_is_worded_anew_is_to_be_approved_anew() {
    let was = approved(scientific(), &BOTH);
    let kept = SaveScientificWork { presented: None, ..scientific() };
    let kept = was.clone().change(save_of(&was, SaveDetails::ScientificWork(kept))).unwrap();
    assert_eq!(gaps(&kept), [CertifyGap::NotPresented]);
    let anew = SaveScientificWork { plan: text("Ny plan"), ..scientific() };
    let anew = was.clone().change(save_of(&was, SaveDetails::ScientificWork(anew))).unwrap();
    assert_eq!(gaps(&anew), [CertifyGap::PlanWithoutSupervisor, CertifyGap::PlanWithoutHeadOfUnit]);
}

#[test]
fn a_plan_is_approved_once_by_each_and_never_when_blank() {
    let approver = PlanApprover::HeadOfUnit;
    let by = || signature("2024-02-01");
    let details = approved(scientific(), &[approver]).details;
    assert_eq!(details.approve_plan(&[approver], by()), Err(ActivityNotAllowed::AlreadyApproved));
    let blank = SaveScientificWork { plan: text(" "), ..scientific() };
    let blank = activity(SaveDetails::ScientificWork(blank)).details;
    assert_eq!(blank.approve_plan(&[approver], by()), Err(ActivityNotAllowed::BlankPlan));
    let course = activity(SaveDetails::Course).details;
    assert_eq!(course.approve_plan(&[approver], by()), Err(ActivityNotAllowed::NoPlan));
}

fn other(what: OtherActivity) -> SaveDetails {
    SaveDetails::Other { what }
}

#[test]
fn each_kind_is_certified_by_its_own_forms_and_an_other_activity_by_none_but_auskultation() {
    let forms = |details: SaveDetails| ActivityDetails::from(details).certified_as();
    assert_eq!(forms(SaveDetails::Course), [CertificateKind::Course]);
    assert_eq!(forms(quality()), [CertificateKind::DevelopmentWork]);
    let science = [CertificateKind::WrittenWork, CertificateKind::MedicalScience];
    assert_eq!(forms(SaveDetails::ScientificWork(scientific())), science);
    assert_eq!(forms(other(OtherActivity::Auscultation)), [CertificateKind::Auscultation]);
    for what in OtherActivity::ALL {
        if what != OtherActivity::Auscultation {
            assert!(forms(other(what)).is_empty(), "{what:?}");
            assert_eq!(gaps(&activity(other(what))), [CertifyGap::NoForm], "{what:?}");
        }
    }
    // What can be certified has one form under each regulation.
    for details in [
        SaveDetails::Course,
        quality(),
        SaveDetails::ScientificWork(scientific()),
        other(OtherActivity::Auscultation),
    ] {
        for regulation in Regulation::ALL {
            let kinds = forms(details.clone()).iter();
            assert_eq!(
                kinds.filter(|kind| kind.form(regulation).is_some()).count(),
                1,
                "{details:?}"
            );
        }
    }
}

#[test]
fn an_auskultation_is_certified_without_an_account_but_not_before_it_is_over() {
    let unreported = Activity { report: None, ..activity(other(OtherActivity::Auscultation)) };
    assert_eq!(gaps(&unreported), []);
    assert_eq!(gaps(&Activity { to: None, ..unreported.clone() }), [CertifyGap::NotEnded]);
    assert_eq!(
        gaps(&Activity { objectives: Vec::new(), ..unreported }),
        [CertifyGap::NoObjectives]
    );
}

#[test]
fn an_other_activity_is_called_what_it_is_and_may_become_another_such() {
    let reflection = activity(other(OtherActivity::GroupReflection));
    assert_eq!(reflection.label(), "Reflektion i grupp: Titel");
    assert_eq!(activity(other(OtherActivity::Unlisted)).label(), "Annan aktivitet: Titel");
    assert_eq!(activity(SaveDetails::Course).label(), "Titel");
    let seminar = save_of(&reflection, other(OtherActivity::Seminar));
    let seminar = reflection.clone().change(seminar).unwrap();
    assert_eq!(seminar.label(), "Seminarium: Titel");
    let course = save_of(&reflection, SaveDetails::Course);
    assert!(matches!(reflection.change(course), Err(ActivityNotAllowed::OtherKind { .. })));
}

#[test]
fn an_activity_stays_what_it_is() {
    let course = activity(SaveDetails::Course);
    let save = save_of(&course, quality());
    assert_eq!(
        course.change(save).unwrap_err().to_string(),
        "Kurs kan inte bli kvalitets- och utvecklingsarbete. Lägg in en ny aktivitet i stället."
    );
}

fn check(change: impl FnOnce(&mut SaveActivity)) -> Result<(), InvalidActivity> {
    let details = SaveDetails::ScientificWork(scientific());
    let mut save = save_of(&activity(SaveDetails::Course), details);
    change(&mut save);
    save.check(&training(Regulation::Sosfs2015, day("2024-01-01")), day("2024-06-10"))
}

#[test]
fn what_is_saved_keeps_to_its_days_and_its_regulation() {
    assert_eq!(check(|_| {}), Ok(()));
    let turned = check(|save| save.to = Some(day("2024-02-29")));
    assert!(matches!(turned, Err(InvalidActivity::Period(_))));
    let reported = |on| {
        check(|save| {
            save.report = Some(ActivityReport { on: day(on), text: FreeText::default() });
        })
    };
    assert_eq!(reported("2024-06-11"), Err(InvalidActivity::ReportAhead));
    assert_eq!(reported("2024-02-29"), Err(InvalidActivity::ReportBeforeStart(day("2024-03-01"))));
    let presented = |on| {
        let work = SaveScientificWork { presented: Some(day(on)), ..scientific() };
        check(|save| save.details = SaveDetails::ScientificWork(work))
    };
    assert_eq!(presented("2024-06-11"), Err(InvalidActivity::PresentedAhead));
    assert_eq!(
        presented("2024-02-29"),
        Err(InvalidActivity::PresentedBeforeStart(day("2024-03-01")))
    );
    let other: ObjectiveCode = "STa2".parse().unwrap();
    assert_eq!(
        check(|save| save.objectives = vec![other]),
        Err(WrongObjective::OtherRegulation { code: other }.into())
    );
}

#[test]
fn what_travels_comes_back_the_same() {
    let others = OtherActivity::ALL.map(|what| activity(other(what)));
    let known = [activity(SaveDetails::Course), activity(quality()), approved(scientific(), &BOTH)];
    for activity in known.into_iter().chain(others) {
        let json = serde_json::to_string(&activity).unwrap();
        assert_eq!(serde_json::from_str::<Activity>(&json).unwrap(), activity);
        let kind = serde_json::to_value(&activity).unwrap()["kind"].clone();
        assert_eq!(ActivityKind::from_stored(kind.as_str().unwrap()), Some(activity.kind()));
    }
    for what in OtherActivity::ALL {
        assert_eq!(serde_json::to_value(what).unwrap(), what.as_str());
        assert_eq!(OtherActivity::from_stored(what.as_str()), Some(what));
    }
    let sent = serde_json::to_value(activity(other(OtherActivity::GroupReflection))).unwrap();
    assert_eq!((&sent["kind"], &sent["what"]), (&"other".into(), &"group_reflection".into()));
    let training = training(Regulation::Hslf2021, day("2024-01-01"));
    let json = serde_json::to_string(&training).unwrap();
    assert_eq!(serde_json::from_str::<crate::training::Training>(&json).unwrap(), training);
    let refused = serde_json::from_str::<Weeks>("105").unwrap_err();
    assert_eq!(refused.to_string(), "105 veckor går inte. Ange hela veckor på heltid, 1–104.");
}

proptest! {
    #[test]
    fn whatever_is_saved_and_approved_a_certifiable_work_has_a_plan_approved_as_it_stands(
        steps in vec((0..2_u8, 0..3_u8), 0..14)
    ) {
        let mut activity = approved(scientific(), &[]);
        // For each role, the plan it approved last.
        let mut seen: [Option<FreeText>; 3] = [const { None }; 3];
        for (step, which) in steps {
            if step == 0 {
                let plan = [text(""), text("A"), text("B")][usize::from(which)].clone();
                let save = SaveDetails::ScientificWork(SaveScientificWork { plan, ..scientific() });
                let save = save_of(&activity, save);
                activity = activity.change(save).unwrap();
            } else {
                let approver = [
                    PlanApprover::PrincipalSupervisor,
                    PlanApprover::ScientificSupervisor,
                    PlanApprover::HeadOfUnit,
                ][usize::from(which)];
                let ActivityDetails::ScientificWork(work) = &activity.details else { unreachable!() };
                let plan = work.plan.clone();
                if let Ok(details) = activity.details.clone().approve_plan(&[approver], signature("2024-02-01")) {
                    seen[usize::from(which)] = Some(plan);
                    activity.details = details;
                }
            }
            let ActivityDetails::ScientificWork(work) = &activity.details else { unreachable!() };
            if gaps(&activity).is_empty() {
                let now = Some(&work.plan);
                prop_assert!(seen[2].as_ref() == now);
                prop_assert!(seen[0].as_ref() == now || seen[1].as_ref() == now);
                prop_assert!(!work.plan.is_blank());
            }
        }
    }
}
