//! A planned inspection that is replanned or called off by the region, before anybody has signed.

use axum::http::StatusCode;
use serde_json::{Value, json};
use shared::{
    InspectionId,
    clinic::ClinicStatus,
    finding_thread::FindingThread,
    inspection::{Inspection, InspectionPhase, InspectionSummary, PlannedInspection},
    person::Role,
    problem::{Problem, ProblemKind},
    review::{Change, Review},
    self_assessment::{AssessmentPhase, SelfAssessment},
    task::Task,
};

use crate::{
    harness::{Answer, Client, TestApp, unknown},
    story::{
        DIRECTOR, FIRST, HEAD, REGION, SECOND, at, judge_all, judged, make_final, planned, read,
        signed_assessment, step, try_step, underway,
    },
};

both_databases!(
    a_planned_inspection_gets_other_days_and_inspectors_and_the_history_tells,
    an_inspector_replaced_underway_loses_sight_of_it_and_what_they_wrote_stays,
    what_is_checked_at_planning_is_checked_at_replanning,
    two_who_replan_at_once_never_overwrite_each_other,
    a_signature_keeps_the_planning_until_it_is_taken_back,
    an_inspection_is_called_off_with_a_reason_and_the_self_assessment_is_let_go,
    what_is_called_off_is_no_review_and_asks_nothing_of_anybody,
);

const THIRD: &str = "inspektor3@exempel.se";

async fn replanning(app: &TestApp, inspectors: [&str; 2]) -> Value {
    let [one, other] = inspectors;
    json!({ "starts": "2026-12-08", "ends": "2026-12-09",
        "inspectors": [app.person(one).await, app.person(other).await] })
}

async fn replan(client: &Client, id: InspectionId, body: Value) -> Answer {
    let revision = read(client, id).await.revision;
    client.put(&at(id, "/planning"), revision, body).await
}

fn because(reason: &str) -> Value {
    json!({ "reason": reason })
}

async fn history(client: &Client, id: InspectionId) -> Vec<Change> {
    client.get(&at(id, "/history")).await.ok()
}

async fn a_planned_inspection_gets_other_days_and_inspectors_and_the_history_tells(app: TestApp) {
    app.add(THIRD, Role::Inspector, None, None).await;
    let id = planned(&app).await;
    let region = app.signed_in(REGION).await;
    let before = read(&region, id).await;
    let body = replanning(&app, [FIRST, THIRD]).await;
    let done: PlannedInspection = replan(&region, id, body.clone()).await.ok();
    assert_eq!((done.id, done.warnings.len()), (id, 0));
    let after = read(&region, id).await;
    assert_eq!(after.phase, InspectionPhase::Planned);
    assert_eq!(after.revision, before.revision + 1);
    assert_eq!(
        (after.starts.to_string(), after.ends.to_string()),
        ("2026-12-08".to_owned(), "2026-12-09".to_owned())
    );
    let names: Vec<_> = after.inspectors.iter().map(|person| person.name.as_str()).collect();
    assert_eq!(names, ["Inspektör Ett", THIRD]);

    // As when the answer got lost on the way: nothing changes, and nothing is told twice.
    replan(&region, id, body).await.ok::<PlannedInspection>();
    assert_eq!(read(&region, id).await.revision, after.revision);
    for reader in [REGION, HEAD, THIRD] {
        let told = history(&app.signed_in(reader).await, id).await;
        let mut fields: Vec<&str> = told.iter().map(|change| change.field.as_str()).collect();
        fields.sort_unstable();
        assert_eq!(fields, ["inspectors", "phase", "visit"], "{reader}");
        let of = |field: &str| told.iter().find(|change| change.field == field).unwrap();
        assert_eq!(of("visit").from.as_deref(), Some("1–2 dec 2026"));
        assert_eq!(of("visit").to.as_deref(), Some("8–9 dec 2026"));
        assert_eq!(of("inspectors").from.as_deref(), Some("Inspektör Ett och Inspektör Två"));
        assert_eq!(of("inspectors").to.as_deref(), Some("Inspektör Ett och inspektor3@exempel.se"));
    }
    let replaced = app.signed_in(SECOND).await;
    replaced.get(&at(id, "")).await.problem(StatusCode::NOT_FOUND);
    replaced.get(&format!("/api/clinics/{}", app.ortho())).await.problem(StatusCode::NOT_FOUND);
    step(&app.signed_in(THIRD).await, id, "start", json!(null)).await;
}

async fn an_inspector_replaced_underway_loses_sight_of_it_and_what_they_wrote_stays(app: TestApp) {
    app.add(THIRD, Role::Inspector, None, None).await;
    let (id, first, second) = underway(&app).await;
    second
        .put(&at(id, "/observations/A1"), 0, judged("finding", "Sett på plats"))
        .await
        .is(StatusCode::OK);
    let region = app.signed_in(REGION).await;
    let mut body = replanning(&app, [FIRST, THIRD]).await;
    let problem = replan(&region, id, body.clone()).await.problem(StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(problem.errors[0].path, "reason");
    assert!(problem.title.contains("Skriv varför planeringen ändras"));
    body["reason"] = json!("  ");
    let problem = replan(&region, id, body.clone()).await.problem(StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(problem.errors[0].path, "reason");
    body["reason"] = json!("Inspektör Två är sjuk");
    replan(&region, id, body).await.ok::<PlannedInspection>();

    second.get(&at(id, "")).await.problem(StatusCode::NOT_FOUND);
    second
        .put(&at(id, "/observations/A2"), 0, judged("finding", "Sent"))
        .await
        .problem(StatusCode::NOT_FOUND);
    assert!(second.get("/api/inspections").await.ok::<Vec<InspectionSummary>>().is_empty());
    assert!(second.get("/api/tasks").await.ok::<Vec<Task>>().is_empty());
    let third = app.signed_in(THIRD).await;
    let seen = read(&third, id).await;
    assert_eq!(seen.phase, InspectionPhase::Underway { first: None });
    let observation = seen.protocol.unwrap();
    let observation = observation.observation("A1".parse().unwrap()).unwrap();
    assert_eq!(&*observation.note, "Sett på plats");
    assert_eq!(observation.changed.as_ref().unwrap().by, "Inspektör Två");
    let told = history(&app.signed_in(HEAD).await, id).await;
    let replaced = told.iter().find(|change| change.field == "inspectors").unwrap();
    assert_eq!(replaced.reason.as_deref(), Some("Inspektör Två är sjuk"));
    assert_eq!(replaced.changed.by, "Regionala Rektorn");

    judge_all(&third, id, &[]).await;
    step(&third, id, "signature", json!(null)).await;
    let preliminary = step(&first, id, "signature", json!(null)).await;
    assert!(matches!(preliminary.phase, InspectionPhase::Preliminary { .. }));
}

async fn what_is_checked_at_planning_is_checked_at_replanning(app: TestApp) {
    app.add("tva-roller@exempel.se", Role::Inspector, None, None).await;
    app.add("tva-roller@exempel.se", Role::Supervisor, Some(app.ortho()), None).await;
    app.add("granne@exempel.se", Role::Inspector, None, None).await;
    app.add("granne@exempel.se", Role::Supervisor, Some(app.gyn()), None).await;
    let id = planned(&app).await;
    let region = app.signed_in(REGION).await;
    let good = replanning(&app, [FIRST, SECOND]).await;
    let with = |field: &str, value: Value| {
        let mut body = good.clone();
        body[field] = value;
        body
    };
    let (first, member) = (app.person(FIRST).await, app.person("tva-roller@exempel.se").await);
    for (body, path, words) in [
        (with("ends", json!("2026-12-01")), "ends", "slutar före det börjar"),
        (with("starts", json!("2026-02-30")), "starts", "Datumet finns inte"),
        (with("inspectors", json!([first, first])), "inspectors[1]", "två olika"),
        (
            with("inspectors", json!([member, first])),
            "inspectors[0]",
            "har en roll vid Ortopedkliniken",
        ),
        (
            with("inspectors", json!([first, app.person(HEAD).await])),
            "inspectors[1]",
            "inte rollen inspektör",
        ),
        (with("inspectors", json!([unknown(), first])), "inspectors[0]", "finns inte"),
        (with("reason", json!("x".repeat(100_000))), "reason", "tecken"),
    ] {
        let problem = replan(&region, id, body).await.problem(StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(problem.errors[0].path, path);
        assert!(problem.title.contains(words), "{}", problem.title);
    }
    let neighbour = json!([first, app.person("granne@exempel.se").await]);
    let done: PlannedInspection = replan(&region, id, with("inspectors", neighbour)).await.ok();
    assert_eq!(done.warnings, ["granne@exempel.se har en roll hos samma vårdgivare som kliniken."]);

    for (who, status) in [
        (HEAD, StatusCode::FORBIDDEN),
        (FIRST, StatusCode::FORBIDDEN),
        ("region@annorlunda.se", StatusCode::NOT_FOUND),
        ("administrator@exempel.se", StatusCode::NOT_FOUND),
    ] {
        let client = app.signed_in(who).await;
        client.put(&at(id, "/planning"), 2, good.clone()).await.problem(status);
        client.post_at(&at(id, "/cancellation"), 2, because("Nej")).await.problem(status);
    }
}

async fn two_who_replan_at_once_never_overwrite_each_other(app: TestApp) {
    let id = planned(&app).await;
    let region = app.signed_in(REGION).await;
    let revision = read(&region, id).await.revision;
    let body = replanning(&app, [SECOND, FIRST]).await;
    let path = at(id, "/planning");
    let cancellation = at(id, "/cancellation");
    let (one, other) = tokio::join!(
        region.put(&path, revision, body.clone()),
        region.post_at(&cancellation, revision, because("Kliniken flyttar")),
    );
    let (replanned, lost) = if one.status.is_success() { (true, other) } else { (false, one) };
    let problem = lost.problem(StatusCode::PRECONDITION_FAILED);
    assert_eq!(problem.kind, ProblemKind::Conflict);
    let current: Inspection = serde_json::from_value(problem.current.unwrap()).unwrap();
    assert_eq!(current.phase == InspectionPhase::Planned, replanned);
    assert_eq!(current, read(&region, id).await);
    region
        .json(axum::http::Method::PUT, &path, None, body)
        .await
        .problem(StatusCode::PRECONDITION_REQUIRED);
}

async fn a_signature_keeps_the_planning_until_it_is_taken_back(app: TestApp) {
    let (id, first, _) = underway(&app).await;
    judge_all(&first, id, &[]).await;
    step(&first, id, "signature", json!(null)).await;
    let region = app.signed_in(REGION).await;
    let mut body = replanning(&app, [FIRST, SECOND]).await;
    body["reason"] = json!("Ny tid");
    let locked = |problem: Problem| {
        assert!(problem.title.contains("undertecknat och låst"), "{}", problem.title)
    };
    locked(replan(&region, id, body.clone()).await.problem(StatusCode::CONFLICT));
    let refused = try_step(&region, id, "cancellation", because("Ny tid")).await;
    locked(refused.problem(StatusCode::CONFLICT));
    step(&first, id, "signature-withdrawal", because("Ny tid")).await;
    replan(&region, id, body.clone()).await.ok::<PlannedInspection>();

    let (done, ..) = make_final(&app, &[]).await;
    let problem = replan(&region, done, body).await.problem(StatusCode::CONFLICT);
    assert!(problem.title.starts_with("Rapporten är slutlig"));
    try_step(&region, done, "cancellation", because("Fel")).await.problem(StatusCode::CONFLICT);
}

async fn an_inspection_is_called_off_with_a_reason_and_the_self_assessment_is_let_go(app: TestApp) {
    let used = signed_assessment(&app, 2025, &[]).await;
    let (id, first, _) = underway(&app).await;
    first
        .put(&at(id, "/observations/A1"), 0, judged("finding", "Sett på plats"))
        .await
        .is(StatusCode::OK);
    let region = app.signed_in(REGION).await;
    let blank = try_step(&region, id, "cancellation", because(" ")).await;
    assert_eq!(blank.problem(StatusCode::UNPROCESSABLE_ENTITY).errors[0].path, "reason");
    let off = step(&region, id, "cancellation", because("Kliniken slås ihop med en annan")).await;
    let InspectionPhase::Cancelled { cancelled, reason } = &off.phase else {
        panic!("{:?}", off.phase)
    };
    assert_eq!(&**reason, "Kliniken slås ihop med en annan");
    assert_eq!(cancelled.by.id, app.person(REGION).await);
    assert_eq!((off.self_assessment, off.protocol.is_none()), (None, true));

    // Everybody who saw it sees it still, with the reason; what was written is still its inspectors' to read.
    for reader in [HEAD, DIRECTOR, REGION, FIRST] {
        let reader = app.signed_in(reader).await;
        assert_eq!(read(&reader, id).await.phase, off.phase);
        let list: Vec<InspectionSummary> = reader.get("/api/inspections").await.ok();
        assert_eq!(list[0].phase.name(), "Inställd");
        let told = history(&reader, id).await;
        assert_eq!(told[0].to.as_deref(), Some("Inställd"));
        assert_eq!(told[0].reason.as_deref(), Some("Kliniken slås ihop med en annan"));
    }
    let protocol = read(&first, id).await.protocol.unwrap();
    assert_eq!(&*protocol.observation("A1".parse().unwrap()).unwrap().note, "Sett på plats");
    first.get(&format!("/api/clinics/{}", app.ortho())).await.problem(StatusCode::NOT_FOUND);
    first.get(&format!("/api/self-assessments/{used}")).await.problem(StatusCode::NOT_FOUND);
    let mut body = replanning(&app, [FIRST, SECOND]).await;
    body["reason"] = json!("Ångrar oss");
    for refused in [
        first.put(&at(id, "/observations/A1"), 1, judged("fulfilled", "")).await,
        try_step(&first, id, "signature", json!(null)).await,
        try_step(&first, id, "start", json!(null)).await,
        try_step(&region, id, "cancellation", because("Igen")).await,
        replan(&region, id, body).await,
    ] {
        assert!(
            refused.problem(StatusCode::CONFLICT).title.starts_with("Granskningen är inställd")
        );
    }

    let head = app.signed_in(HEAD).await;
    let path = format!("/api/self-assessments/{used}");
    let free: SelfAssessment = head.get(&path).await.ok();
    assert!(matches!(free.phase, AssessmentPhase::Signed { .. }));
    let told: Vec<Change> = head.get(&format!("{path}/history")).await.ok();
    assert_eq!(told[0].to.as_deref(), Some("Undertecknad"));
    assert_eq!(told[0].reason.as_deref(), Some("Granskningen är inställd."));
    let (anew, ..) = underway(&app).await;
    assert_eq!(read(&region, anew).await.self_assessment, Some(used));
}

async fn what_is_called_off_is_no_review_and_asks_nothing_of_anybody(app: TestApp) {
    let (id, first, _) = underway(&app).await;
    judge_all(&first, id, &["D7"]).await;
    let region = app.signed_in(REGION).await;
    step(&region, id, "cancellation", because("Inspektörerna är sjuka")).await;
    for who in [FIRST, SECOND, HEAD, DIRECTOR, REGION] {
        let tasks: Vec<Task> = app.signed_in(who).await.get("/api/tasks").await.ok();
        assert!(!tasks.iter().any(|task| task.path.contains(&id.to_string())), "{who}: {tasks:?}");
    }
    let tasks: Vec<Task> = region.get("/api/tasks").await.ok();
    let plan = format!("/granskningar/ny?klinik={}", app.ortho());
    assert!(tasks.iter().any(|task| task.path == plan), "it is to be planned anew: {tasks:?}");

    let clinic = format!("/api/clinics/{}", app.ortho());
    let statuses: Vec<ClinicStatus> = region.get(&format!("{clinic}/status")).await.ok();
    let status = statuses.iter().find(|status| status.specialty == "Ortopedi").unwrap();
    assert_eq!((status.inspection, status.inspected, status.next_review), (None, None, None));
    assert!(status.grades.is_empty());
    assert!(region.get(&format!("{clinic}/reviews")).await.ok::<Vec<Review>>().is_empty());
    assert!(region.get(&format!("{clinic}/findings")).await.ok::<Vec<FindingThread>>().is_empty());
    let again: PlannedInspection =
        region.post("/api/inspections", crate::story::plan(&app).await).await.ok();
    assert_eq!(again.warnings, [""; 0]);
}
