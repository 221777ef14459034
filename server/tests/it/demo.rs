//! The demo: that it can be made on either database, and shows what it is to show.

use std::collections::{BTreeMap, BTreeSet};

use axum::http::StatusCode;
use chrono::{Datelike as _, Weekday};
use server::demo;
use shared::{
    TrainingId,
    checklist::CriterionCode,
    clinic::ClinicStatus,
    finding_thread::{FindingThread, ThreadState},
    grade::Grade,
    inspection::{InspectionPhase, InspectionSummary},
    iup::{IupPhase, in_force},
    person::{Me, Membership, Role},
    portfolio::Portfolio,
    progress::{Figure, counts},
    progress_review::ProgressReviewKind,
    review::Review,
    rule::{Outcome, Thresholds, check, standing},
    self_assessment::AssessmentPhase,
    specialist_panel::PanelView,
    support_plan::{SupportPlan, SupportPlanPhase},
    task::Task,
    training::PlannedEnd,
    training_facts::{TrainingFacts, TrainingSummary, facts},
};

use crate::harness::TestApp;

both_databases![
    the_demo_shows_every_stage_of_a_review,
    the_demo_shows_six_trainings_at_different_stages,
    the_figures_on_the_demos_pages_are_those_counted_by_hand,
    what_goes_out_as_stored_is_what_the_rules_let_each_see
];

async fn the_demo_shows_every_stage_of_a_review(app: TestApp) {
    demo::tell(&app.app, &app.places).await.unwrap();
    assert!(!demo::fill(&app.app).await.unwrap());

    let region = app.signed_in("region@exempel.se").await;
    let inspections: Vec<InspectionSummary> = region.get("/api/inspections").await.ok();
    let phases: Vec<_> = inspections.iter().map(|i| i.phase.name()).collect();
    assert_eq!(phases, ["Planerad", "Pågår", "Preliminär rapport", "Slutlig rapport"]);
    let statuses: Vec<ClinicStatus> = region.get("/api/clinic-statuses").await.ok();
    assert_eq!(statuses.len(), 5);
    let ortho = statuses.iter().find(|status| status.clinic.id == app.ortho()).unwrap();
    assert_eq!((ortho.open_actions, ortho.late_actions), (1, 1));
    // What isn't signed is the clinic's own.
    assert_eq!(ortho.assessment, None);

    let director = app.signed_in("studierektor@exempel.se").await;
    let status: Vec<ClinicStatus> =
        director.get(&format!("/api/clinics/{}/status", app.ortho())).await.ok();
    let assessment = status[0].assessment.clone().unwrap();
    assert!(matches!(assessment.phase, AssessmentPhase::Draft));
    assert_eq!((assessment.answered, assessment.total), (44, 74));
    let reviews: Vec<Review> =
        director.get(&format!("/api/clinics/{}/reviews", app.ortho())).await.ok();
    let years: Vec<_> = reviews.iter().map(|r| (r.year, r.is_inspection())).collect();
    assert_eq!(years, [(2025, false), (2024, false), (2023, false), (2022, false), (2021, true)]);
    assert!(reviews.iter().all(|review| review.grades.len() == 8 && review.criteria.len() == 74));
    let changed: Vec<String> = reviews[4]
        .grades
        .iter()
        .filter(|(_, grade)| grade.set == Grade::D && grade.after_plan == Some(Grade::C))
        .map(|(area, _)| area.to_string())
        .collect();
    assert_eq!(changed, ["D", "H"]);
    let findings: Vec<FindingThread> =
        director.get(&format!("/api/clinics/{}/findings", app.ortho())).await.ok();
    assert_eq!(findings.iter().filter(|thread| thread.state == ThreadState::Late).count(), 2);
    let (statements, tasks) = app.statements(director.get("/api/tasks")).await;
    let tasks: Vec<Task> = tasks.ok();
    // The session, and of each noun whose tasks they are at most two.
    assert!(statements <= 9, "{statements}");
    assert!(tasks[0].what.starts_with("Följ upp H7"), "{tasks:?}");

    let head = app.signed_in("verksamhetschef.ogon@exempel.se").await;
    let tasks: Vec<Task> = head.get("/api/tasks").await.ok();
    assert!(tasks.iter().any(|task| task.what.starts_with("Lämna synpunkter")), "{tasks:?}");
    let inspector = app.signed_in("inspektor1@exempel.se").await;
    let tasks: Vec<Task> = inspector.get("/api/tasks").await.ok();
    assert!(tasks.iter().any(|task| task.what.starts_with("Bedöm")), "{tasks:?}");
    let underway =
        inspections.iter().find(|i| matches!(i.phase, InspectionPhase::Underway { .. })).unwrap();
    let path = format!("/api/inspections/{}", underway.id);
    assert!(inspector.get(&path).await.ok::<serde_json::Value>().get("protocol").is_some());
    assert!(region.get(&path).await.ok::<serde_json::Value>().get("protocol").is_none());
    let administrator = app.signed_in("administrator@exempel.se").await;
    assert!(administrator.get("/api/clinic-statuses").await.ok::<Vec<ClinicStatus>>().is_empty());
    let page = format!("/api/clinics/{}/reviews", app.ortho());
    administrator.get(&page).await.problem(StatusCode::FORBIDDEN);
}

async fn the_demo_shows_six_trainings_at_different_stages(app: TestApp) {
    demo::tell(&app.app, &app.places).await.unwrap();
    let (mut all, mut with_programme) = (Vec::new(), 0);
    for (who, clinic, count) in [("", 0, 3), (".kvinno", 1, 2), (".barn", 3, 1)] {
        let director = app.signed_in(&format!("studierektor{who}@exempel.se")).await;
        let path = format!("/api/clinics/{}/trainings", app.places.clinics[clinic]);
        let (statements, listed) = app.statements(director.get(&path)).await;
        let listed: Vec<TrainingSummary> = listed.ok();
        assert_eq!((statements, listed.len()), (2, count));
        for TrainingSummary { training, facts: kept } in &listed {
            let mut work = app.app.store.read().await.unwrap();
            let whole = work.portfolio(training.id).await.unwrap().unwrap().portfolio;
            assert_eq!(*kept, facts(&whole), "{}", training.trainee.name);
            // A programme in force plans the placements there are.
            if let Some(programme) = in_force(&whole.iups) {
                let planned = programme.content.placements().iter();
                let planned: BTreeSet<_> =
                    planned.map(|one| (one.from, one.to, &one.place, one.percent)).collect();
                let served = whole.placements.iter();
                let served: BTreeSet<_> =
                    served.map(|one| (one.from, one.to, &one.place, one.percent)).collect();
                assert_eq!(planned, served, "{}", training.trainee.name);
                with_programme += 1;
            }
        }
        all.extend(listed);
    }
    assert_eq!(with_programme, 4);
    let of = |name: &str| all.iter().find(|one| one.training.trainee.name == name).unwrap();
    // Counted by hand from what the demo tells.
    let rich = app.signed_in("st-lakare@exempel.se").await;
    let path = format!("/api/trainings/{}", of("ST-läkaren Skena").training.id);
    let whole: Portfolio = rich.get(&path).await.ok();
    assert_eq!((whole.placements.len(), whole.leaves.len(), whole.credits.len()), (5, 1, 1));
    assert_eq!((whole.iups.len(), whole.meetings.len(), whole.assessments.len()), (3, 13, 7));
    assert_eq!(whole.activities.len(), 7);
    let phases: Vec<_> = whole.certificates.iter().map(|one| one.phase.name()).collect();
    let issued = phases.iter().filter(|phase| **phase == "Utfärdat").count();
    assert_eq!((phases.len(), issued), (5, 3), "{phases:?}");
    assert!(phases.contains(&"Återtaget") && phases.contains(&"Förberett"));
    let chosen: Vec<_> = whole.evidence.iter().map(|one| one.chosen.len()).collect();
    assert_eq!(chosen, [1, 3, 2]);
    let certified = [
        ("ST-läkaren Skena", 5),
        ("ST-läkaren Gips", 12),
        ("ST-läkaren Skruv", 0),
        ("ST-läkaren Kvinno", 1),
        ("ST-läkaren Förlossning", 2),
        ("ST-läkaren Barn", 0),
    ];
    for (name, count) in certified {
        assert_eq!(of(name).facts.objectives.certified, count, "{name}");
    }
    assert!(matches!(whole.iups[1].phase, IupPhase::Approved { .. }));
    assert!(whole.credits[0].approved.is_some());
    assert_eq!(of("ST-läkaren Skena").facts.assessed_on.len(), 6);
    let late = &of("ST-läkaren Skruv").facts;
    assert!(late.iup.current.is_none() && late.assessed_on.is_empty() && late.meetings.len() == 2);
    let at_risk = &of("ST-läkaren Förlossning").facts;
    assert!(at_risk.placements.iter().any(|one| one.followed_up.is_some_and(|up| !up.goals_met)));
    let path = format!("/api/trainings/{}/support-plans", of("ST-läkaren Förlossning").training.id);
    let supervisor = app.signed_in("handledare.kvinno@exempel.se").await;
    let plans: Vec<SupportPlan> = supervisor.get(&path).await.ok();
    let panels: Vec<PanelView> =
        supervisor.get(&path.replace("support-plans", "panels")).await.ok();
    assert_eq!((panels.len(), panels[0].phase.as_str()), (1, "Återkopplat"));
    assert!(matches!(plans[..], [SupportPlan { phase: SupportPlanPhase::InForce { .. }, .. }]));
    assert!(of("ST-läkaren Barn").facts.supervisor.is_none());
    let stands = |name: &str| {
        let results = check(&of(name).facts, &Thresholds::default(), app.app.clock.today());
        standing(&results)
    };
    let rule = |name: &str, number: u8| {
        let results = check(&of(name).facts, &Thresholds::default(), app.app.clock.today());
        results.into_iter().find(|one| one.rule.number() == number).unwrap().outcome
    };
    for number in [4, 62, 64] {
        assert_eq!(rule("ST-läkaren Gips", number), Outcome::Fulfilled, "{number}");
        let at_risk = rule("ST-läkaren Förlossning", number);
        assert!(matches!(at_risk, Outcome::Overdue { .. }), "{number}");
    }
    assert!(late.review(ProgressReviewKind::ThreeParties).unwrap().last.is_none());
    let workdays = whole.meetings.iter().map(|one| one.planned_on.weekday());
    assert!(workdays.into_iter().all(|day| !matches!(day, Weekday::Sat | Weekday::Sun)));
    // The worst first.
    let ahead = stands("ST-läkaren Gips");
    assert!(stands("ST-läkaren Skruv") < ahead && stands("ST-läkaren Förlossning") < ahead);
}

/// On 22 November 2026, counted with pen and paper from `demo/training.rs`: the first page's figures and planned end of each
/// ST-läkare, and what the clinics' pages say of them.
async fn the_figures_on_the_demos_pages_are_those_counted_by_hand(app: TestApp) {
    demo::tell(&app.app, &app.places).await.unwrap();
    let today = app.app.clock.today();
    let no_figure = None::<&str>;
    for (who, assessments, supervision, iup_age, ends_on) in [
        // Twelve meetings of an hour, three of them while on leave for three months. 66 months less two credited: 18 whole, seven at
        // 80 %, and 40.4 more.
        ("st-lakare", "4 bedömningar", "1 timme", Some("10 månader"), "2030-01-13"),
        // Thirteen meetings of 75 minutes in a year. Full time throughout.
        ("st-lakare.gips", "4 bedömningar", "1,3 timmar", Some("3 månader"), "2028-02-29"),
        // Two half hours in nine months and 22 days.
        ("st-lakare.skruv", "0 bedömningar", "0,1 timmar", no_figure, "2031-07-31"),
        // Twelve meetings of an hour in a year.
        ("st-lakare.kvinno", "2 bedömningar", "1 timme", Some("2 månader"), "2031-02-28"),
        // Three meetings of 45 minutes; two months broken off. Thirty months whole, eleven at 75 %, and 37 more at that.
        ("st-lakare.forlossning", "1 bedömning", "0,2 timmar", Some("38 månader"), "2030-02-28"),
        ("st-lakare.barn", "0 bedömningar", "0 timmar", no_figure, "2032-03-31"),
    ] {
        let trainee = app.signed_in(&format!("{who}@exempel.se")).await;
        let own: Vec<TrainingSummary> = trainee.get("/api/trainings").await.ok();
        let path = format!("/api/trainings/{}", own[0].training.id);
        let whole: Portfolio = trainee.get(&path).await.ok();
        let counts = counts(&whole, &whole.thresholds, today);
        let told: Vec<_> = counts.iter().map(|one| one.figure.as_deref()).collect();
        assert_eq!(told, [Some(assessments), Some(supervision), None, iup_age], "{who}");
        let PlannedEnd::On { day, .. } = own[0].facts.service.planned_end(today) else {
            panic!("{who}")
        };
        assert_eq!(day.to_string(), ends_on, "{who}");
    }
    for (who, clinic, wanted) in [
        (
            "",
            0,
            [
                ("D5", "2 av 3 ST-läkare har ett IUP som gäller."),
                ("D7", "2 av 2 ST-läkare har IUP yngre än 12 månader."),
                (
                    "E1",
                    "2 av 3 ST-läkare har fått minst 1 timme handledning i månaden det senaste året.",
                ),
                ("E4", "2 av 2 ST-läkare har minst 2 bedömningar det senaste året."),
                ("H12", "1 av 2 ST-läkare har deltagit i reflektion i grupp."),
            ],
        ),
        (
            ".kvinno",
            1,
            [
                ("D5", "2 av 2 ST-läkare har ett IUP som gäller."),
                ("D7", "1 av 2 ST-läkare har IUP yngre än 12 månader."),
                (
                    "E1",
                    "1 av 2 ST-läkare har fått minst 1 timme handledning i månaden det senaste året.",
                ),
                ("E4", "1 av 2 ST-läkare har minst 2 bedömningar det senaste året."),
                ("E14", "1 av 1 avslutade sidotjänstgöringar är uppföljda."),
            ],
        ),
    ] {
        let director = app.signed_in(&format!("studierektor{who}@exempel.se")).await;
        let path = format!("/api/clinics/{}/training-figures", app.places.clinics[clinic]);
        let figures: BTreeMap<CriterionCode, Vec<Figure>> = director.get(&path).await.ok();
        for (code, figure) in wanted {
            let told = figures.get(&code.parse().unwrap()).into_iter().flatten();
            let told: Vec<_> = told.map(|one| one.text.as_str()).collect();
            assert!(told.contains(&figure), "{code}: {told:?}");
        }
    }
}

/// A portfolio as somebody is to see it, by the rule of who reads an assessment.
fn as_seen_by(me: &Me, mut whole: Portfolio) -> Portfolio {
    let clinic = Some(whole.training.clinic.id);
    let directs = |held: &Membership| held.role == Role::DirectorOfStudies && held.clinic == clinic;
    let directors = if me.memberships.iter().any(directs) { vec![me.id] } else { Vec::new() };
    let principal = whole.training.principal_supervisor.as_ref().map(|person| person.id);
    let assessments = whole.assessments.into_iter().filter_map(|one| {
        let party = one.trainee.id == me.id || one.assessor.account() == Some(me.id);
        match one.readers(principal, &directors).contains(&me.id) {
            true => Some(one),
            false if party || one.stage.sent() => Some(one.without_answers()),
            false => None,
        }
    });
    whole.assessments = assessments.collect();
    whole
}

fn facts_of(list: &[TrainingSummary]) -> Vec<(TrainingId, &TrainingFacts)> {
    list.iter().map(|one| (one.training.id, &one.facts)).collect()
}

async fn what_goes_out_as_stored_is_what_the_rules_let_each_see(app: TestApp) {
    demo::tell(&app.app, &app.places).await.unwrap();
    let director = app.signed_in("studierektor@exempel.se").await;
    let path = format!("/api/clinics/{}/trainings", app.ortho());
    let listed: Vec<TrainingSummary> = director.get(&path).await.ok();
    let mut shown = Vec::new();
    for kept_before in [false, true] {
        for TrainingSummary { training, facts: kept } in &listed {
            if kept_before {
                let id = training.id.to_string();
                app.change(
                    "UPDATE gathered SET version = 0, facts = '{}', records = '{}' WHERE training = $1",
                    &id,
                )
                .await;
                app.change("UPDATE training SET revision = revision + 1 WHERE id = $1", &id).await;
            }
            for who in [
                "studierektor",
                "verksamhetschef",
                "handledare",
                "handledare.kna",
                "st-lakare",
                "st-lakare.gips",
            ] {
                let client = app.signed_in(&format!("{who}@exempel.se")).await;
                let answer = client.get(&format!("/api/trainings/{}", training.id)).await;
                if answer.status != StatusCode::OK {
                    answer.is(StatusCode::NOT_FOUND);
                    continue;
                }
                let mut work = app.app.store.read().await.unwrap();
                let whole = work.portfolio(training.id).await.unwrap().unwrap().portfolio;
                assert_eq!(*kept, facts(&whole));
                let me: Me = client.get("/api/session").await.ok();
                let seen = as_seen_by(&me, whole);
                assert_eq!(answer.ok::<Portfolio>(), seen, "{who}");
                shown.push((who, seen.assessments.len()));
            }
        }
        let again: Vec<TrainingSummary> = director.get(&path).await.ok();
        let mut expected = listed.clone();
        for one in &mut expected {
            one.training.revision += i64::from(kept_before);
        }
        assert_eq!(again, expected);
    }
    // At start the facts that another version of the program kept are gathered anew, once for all readers.
    app.app.prepare().await.unwrap();
    let (statements, gathered) = app.statements(director.get(&path)).await;
    let gathered: Vec<TrainingSummary> = gathered.ok();
    assert_eq!(statements, 2);
    assert_eq!(facts_of(&gathered), facts_of(&listed));
    // The three of the clinic, twice, by all who see them; the ST-läkare each their own.
    let own = |who: &str| shown.iter().filter(|(one, _)| *one == who).count();
    assert_eq!((own("studierektor"), own("st-lakare"), own("st-lakare.gips")), (6, 2, 2));
    assert!(shown.iter().any(|(_, assessments)| *assessments > 5));
}
