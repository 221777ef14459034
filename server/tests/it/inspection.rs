//! Inspections from outside: planned, judged by two at once, signed, commented on, final.

use axum::http::{Method, StatusCode};
use chrono::TimeDelta;
use serde_json::{Value, json};
use shared::{
    grade::{Grade, Suggestion},
    inspection::{
        AreaGrading, FactualComment, Inspection, InspectionPhase, InspectionSummary, Judgement,
        Observation, PlannedInspection, SavedGrading, SavedObservation,
    },
    person::Role,
    problem::{Problem, ProblemKind},
    review::{Change, ReviewText, SavedText},
    self_assessment::{AssessmentPhase, SelfAssessment},
};

use crate::{
    harness::{Client, TestApp, unknown},
    story::{
        DIRECTOR, FIRST, HEAD, REGION, at, judge_all, judged, plan, read, signed_assessment, step,
        try_step, underway,
    },
};

both_databases!(
    an_inspection_is_planned_by_the_region_with_two_inspectors_from_outside,
    an_inspection_begins_with_the_clinics_latest_signed_self_assessment,
    a_saved_observation_answers_with_the_areas_suggestion_and_is_seen_by_the_other_inspector,
    of_two_inspectors_on_one_observation_one_wins_and_the_other_sees_what_stands,
    many_saves_at_once_on_different_criteria_all_get_through,
    an_inspection_is_read_in_few_statements,
    grades_and_texts_have_versions_of_their_own,
    a_grade_other_than_the_suggested_is_signed_only_with_a_motivation,
    two_inspectors_sign_and_a_signature_is_taken_back_only_with_a_reason,
    the_clinic_sees_no_protocol_before_the_preliminary_report,
    the_clinic_comments_within_its_time_and_then_the_report_becomes_final,
    nobody_but_the_assigned_inspectors_writes_and_the_unassigned_see_nothing,
    nothing_slips_in_after_a_signature,
    odd_input_is_refused_with_a_sentence,
);

async fn refused(client: &Client, plan: Value) -> Problem {
    client.post("/api/inspections", plan).await.problem(StatusCode::UNPROCESSABLE_ENTITY)
}

async fn an_inspection_is_planned_by_the_region_with_two_inspectors_from_outside(app: TestApp) {
    let region = app.signed_in(REGION).await;
    let good = plan(&app).await;
    let with = |field: &str, value: Value| {
        let mut plan = good.clone();
        plan[field] = value;
        plan
    };
    let first = app.person(FIRST).await;
    for (plan, path, words) in [
        (with("ends", json!("2026-11-30")), "ends", "slutar före det börjar"),
        (with("inspectors", json!([first, first])), "inspectors[1]", "två olika"),
        (with("specialty", json!("Kardiologi")), "specialty", "Välj bland: Ortopedi"),
        (
            with("inspectors", json!([first, app.person(HEAD).await])),
            "inspectors[1]",
            "Chefen Ortoped har inte rollen inspektör",
        ),
        (with("inspectors", json!([unknown(), first])), "inspectors[0]", "finns inte"),
    ] {
        let problem = refused(&region, plan).await;
        assert_eq!(problem.errors[0].path, path);
        assert!(problem.title.contains(words), "{}", problem.title);
    }
    let member = app.add("tva-roller@exempel.se", Role::Inspector, None, None).await;
    app.add("tva-roller@exempel.se", Role::Supervisor, Some(app.ortho()), None).await;
    let problem = refused(&region, with("inspectors", json!([first, member]))).await;
    assert!(problem.title.contains("tva-roller@exempel.se har en roll vid Ortopedkliniken"));
    let colleague = app.add("granne@exempel.se", Role::Inspector, None, None).await;
    app.add("granne@exempel.se", Role::Supervisor, Some(app.gyn()), None).await;

    let planned = region.post("/api/inspections", with("inspectors", json!([first, colleague])));
    let planned = planned.await;
    planned.is(StatusCode::CREATED);
    let planned: PlannedInspection = planned.ok();
    assert_eq!(
        planned.warnings,
        ["granne@exempel.se har en roll hos samma vårdgivare som kliniken."]
    );
    let again: PlannedInspection = region.post("/api/inspections", good.clone()).await.ok();
    assert!(again.warnings[0].contains("redan en granskning i Ortopedi"), "{:?}", again.warnings);

    let inspection = read(&region, planned.id).await;
    assert_eq!(inspection.phase, InspectionPhase::Planned);
    assert_eq!(inspection.inspectors.len(), 2);
    assert_eq!(inspection.inspectors[0].name, "Inspektör Ett");
    for nobody in [HEAD, FIRST] {
        let answer = app.signed_in(nobody).await.post("/api/inspections", good.clone()).await;
        assert_eq!(answer.problem(StatusCode::FORBIDDEN).kind, ProblemKind::Forbidden);
    }
    let elsewhere = app.signed_in("region@annorlunda.se").await;
    elsewhere.post("/api/inspections", good).await.problem(StatusCode::NOT_FOUND);
}

async fn an_inspection_begins_with_the_clinics_latest_signed_self_assessment(app: TestApp) {
    let old = signed_assessment(&app, 2024, &[]).await;
    let last_year = signed_assessment(&app, 2025, &[]).await;
    let (id, first, _) = underway(&app).await;
    let begun = read(&first, id).await;
    assert_eq!(begun.self_assessment, Some(last_year));
    assert_eq!(begun.phase, InspectionPhase::Underway { first: None });
    let used: SelfAssessment = first.get(&format!("/api/self-assessments/{last_year}")).await.ok();
    assert!(matches!(used.phase, AssessmentPhase::Used { inspection, .. } if inspection == id));
    let head = app.signed_in(HEAD).await;
    let path = format!("/api/self-assessments/{last_year}/reopening");
    let refused = head.post_at(&path, used.revision, json!({ "reason": "Ändrat oss" })).await;
    assert!(refused.problem(StatusCode::CONFLICT).title.contains("granskning har börjat"));

    try_step(&first, id, "start", json!(null)).await.problem(StatusCode::CONFLICT);
    // The only one left is too old, and an inspection begins without.
    let (later, ..) = underway(&app).await;
    assert_eq!(read(&first, later).await.self_assessment, None);
    let old: SelfAssessment = head.get(&format!("/api/self-assessments/{old}")).await.ok();
    assert!(matches!(old.phase, AssessmentPhase::Signed { .. }));
    let history: Vec<Change> =
        head.get(&format!("/api/self-assessments/{last_year}/history")).await.ok();
    assert_eq!(history[0].to.as_deref(), Some("Används i granskning"));
}

async fn a_saved_observation_answers_with_the_areas_suggestion_and_is_seen_by_the_other_inspector(
    app: TestApp,
) {
    let (id, first, second) = underway(&app).await;
    let seen = read(&second, id).await;
    for (code, remaining) in [("A1", 3), ("A2", 2), ("A3", 1)] {
        let path = at(id, &format!("/observations/{code}"));
        let saved: SavedObservation = first.put(&path, 0, judged("fulfilled", "")).await.ok();
        match saved.suggestion {
            Suggestion::Incomplete { remaining: left, .. } => assert_eq!(left.len(), remaining),
            Suggestion::Complete { .. } => panic!("A4 is not judged"),
        }
    }
    let note = "Saknas helt 🦴";
    let saved: SavedObservation =
        first.put(&at(id, "/observations/A4"), 0, judged("finding", note)).await.ok();
    assert_eq!(saved.suggestion.grade(), Some(Grade::A));
    assert_eq!(saved.observation.version, 1);
    assert_eq!(saved.observation.changed.as_ref().unwrap().by, "Inspektör Ett");
    assert_eq!(saved.revision, seen.revision + 4);

    let known = |revision: i64| {
        second
            .request(Method::GET, &at(id, ""), None)
            .header("if-none-match", format!("\"{revision}\""))
            .body(axum::body::Body::empty())
            .unwrap()
    };
    let polled = second.send(known(seen.revision)).await;
    assert_eq!(polled.header("etag"), Some(format!("\"{}\"", saved.revision).as_str()));
    let polled: Inspection = polled.ok();
    let observation = polled.protocol.unwrap();
    let observation = observation.observation("A4".parse().unwrap()).unwrap().clone();
    assert_eq!(observation, saved.observation);
    second.send(known(saved.revision)).await.is(StatusCode::NOT_MODIFIED);

    // As when the answer to the first got lost on the way.
    let again: SavedObservation =
        first.put(&at(id, "/observations/A4"), 0, judged("finding", note)).await.ok();
    assert_eq!(again, saved);
    let history: Vec<Change> = second.get(&at(id, "/history")).await.ok();
    assert_eq!(history.len(), 6);
    assert_eq!(history[0].field, "A4");
    assert_eq!(history[0].from.as_deref(), Some("Ej bedömt"));
    assert_eq!(history[0].to.as_deref(), Some("Brist: Saknas helt 🦴"));
}

async fn of_two_inspectors_on_one_observation_one_wins_and_the_other_sees_what_stands(
    app: TestApp,
) {
    let (id, first, second) = underway(&app).await;
    let path = at(id, "/observations/D7");
    let (one, other) = tokio::join!(
        first.put(&path, 0, judged("finding", "Följs inte upp.")),
        second.put(&path, 0, judged("fulfilled", "Följs upp varje termin.")),
    );
    let (won, lost) = if one.status.is_success() { (one, other) } else { (other, one) };
    let won: SavedObservation = won.ok();
    let problem = lost.problem(StatusCode::PRECONDITION_FAILED);
    assert_eq!(problem.kind, ProblemKind::Conflict);
    let current: Observation = serde_json::from_value(problem.current.unwrap()).unwrap();
    assert_eq!(current, won.observation);
    assert_eq!(read(&first, id).await.revision, won.revision);
}

async fn many_saves_at_once_on_different_criteria_all_get_through(app: TestApp) {
    let (id, first, second) = underway(&app).await;
    let before = read(&first, id).await;
    let saves = before.protocol.unwrap().observations.into_iter().enumerate().map(|(n, o)| {
        let client = if n % 2 == 0 { first.clone() } else { second.clone() };
        tokio::spawn(async move {
            let path = at(id, &format!("/observations/{}", o.code));
            client.put(&path, 0, judged("fulfilled", "")).await.ok::<SavedObservation>().revision
        })
    });
    let mut revisions = Vec::new();
    for save in saves.collect::<Vec<_>>() {
        revisions.push(save.await.unwrap());
    }
    revisions.sort_unstable();
    let criteria = i64::try_from(app.checklist.criteria().count()).unwrap();
    assert!(revisions.into_iter().eq(before.revision + 1..=before.revision + criteria));
}

async fn an_inspection_is_read_in_few_statements(app: TestApp) {
    let (id, first, _) = underway(&app).await;
    let (statements, answer) = app.statements(first.get(&at(id, ""))).await;
    assert!(statements <= 6, "{statements} statements");
    let revision = answer.ok::<Inspection>().revision;
    let (statements, saved) =
        app.statements(first.put(&at(id, "/observations/A1"), 0, judged("finding", "x"))).await;
    saved.is(StatusCode::OK);
    assert!(statements <= 6, "{statements} statements");
    let unchanged = first
        .request(Method::GET, &at(id, ""), None)
        .header("if-none-match", format!("\"{}\"", revision + 1))
        .body(axum::body::Body::empty());
    let (statements, answer) = app.statements(first.send(unchanged.unwrap())).await;
    answer.is(StatusCode::NOT_MODIFIED);
    assert!(statements <= 2, "{statements} statements");
    let (statements, list) = app.statements(first.get("/api/inspections")).await;
    assert_eq!(list.ok::<Vec<InspectionSummary>>().len(), 1);
    assert!(statements <= 2, "{statements} statements");
}

async fn grades_and_texts_have_versions_of_their_own(app: TestApp) {
    let (id, first, second) = underway(&app).await;
    let grade = |grade: &str| json!({ "grade": grade, "motivation": "" });
    let saved: SavedGrading = first.put(&at(id, "/gradings/D"), 0, grade("B")).await.ok();
    assert_eq!((saved.grading.version, saved.grading.grade), (1, Some(Grade::B)));
    let stale = second.put(&at(id, "/gradings/D"), 0, grade("C")).await;
    let current = stale.problem(StatusCode::PRECONDITION_FAILED).current.unwrap();
    assert_eq!(serde_json::from_value::<AreaGrading>(current).unwrap(), saved.grading);
    second.put(&at(id, "/gradings/D"), 1, grade("C")).await.ok::<SavedGrading>();
    let missing = first.put(&at(id, "/gradings/A"), 0, grade("C")).await;
    let problem = missing.problem(StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(problem.title, "Område A har inget betyg C.");

    for field in ["H", "strengths", "weaknesses", "improvements"] {
        let path = at(id, &format!("/texts/{field}"));
        let text = json!({ "body": "Engagerade handledare\nGod introduktion" });
        let saved: SavedText = first.put(&path, 0, text).await.ok();
        let stale = second.put(&path, 0, json!({ "body": "Annat" })).await;
        let current = stale.problem(StatusCode::PRECONDITION_FAILED).current.unwrap();
        assert_eq!(serde_json::from_value::<ReviewText>(current).unwrap(), saved.text);
    }
    assert_eq!(read(&second, id).await.protocol.unwrap().texts.len(), 4);
    first
        .json(Method::PUT, &at(id, "/texts/H"), None, json!({ "body": "x" }))
        .await
        .problem(StatusCode::PRECONDITION_REQUIRED);
    first.put(&at(id, "/texts/Z"), 0, json!({ "body": "x" })).await.problem(StatusCode::NOT_FOUND);
}

async fn a_grade_other_than_the_suggested_is_signed_only_with_a_motivation(app: TestApp) {
    let (id, first, _) = underway(&app).await;
    let problem =
        try_step(&first, id, "signature", json!(null)).await.problem(StatusCode::CONFLICT);
    assert_eq!(problem.title, "Område A saknar betyg.");
    judge_all(&first, id, &["D7"]).await;
    let save = json!({ "grade": "C", "motivation": " " });
    first.put(&at(id, "/gradings/D"), 1, save).await.ok::<SavedGrading>();
    let problem =
        try_step(&first, id, "signature", json!(null)).await.problem(StatusCode::CONFLICT);
    assert_eq!(
        problem.title,
        "Betyget för område D skiljer sig från förslaget och behöver en motivering."
    );
    let save = json!({ "grade": "C", "motivation": "Bristen är av ringa betydelse." });
    first.put(&at(id, "/gradings/D"), 2, save).await.ok::<SavedGrading>();
    step(&first, id, "signature", json!(null)).await;
    let history: Vec<Change> = first.get(&at(id, "/history")).await.ok();
    assert_eq!(history[1].to.as_deref(), Some("C: Bristen är av ringa betydelse."));
    assert_eq!(history[1].from.as_deref(), Some("C"));
}

async fn two_inspectors_sign_and_a_signature_is_taken_back_only_with_a_reason(app: TestApp) {
    let (id, first, second) = underway(&app).await;
    judge_all(&first, id, &[]).await;
    let before = read(&first, id).await.revision;
    let signed = step(&first, id, "signature", json!(null)).await;
    assert!(matches!(signed.phase, InspectionPhase::Underway { first: Some(_) }));
    let problem =
        try_step(&first, id, "signature", json!(null)).await.problem(StatusCode::CONFLICT);
    assert!(problem.title.starts_with("Du har redan undertecknat"));
    let stale = second.post_at(&at(id, "/signature"), before, json!(null)).await;
    let current = stale.problem(StatusCode::PRECONDITION_FAILED).current.unwrap();
    assert_eq!(serde_json::from_value::<Inspection>(current).unwrap(), signed);

    let path = at(id, "/signature-withdrawal");
    second
        .post_at(&path, signed.revision, json!({}))
        .await
        .problem(StatusCode::UNPROCESSABLE_ENTITY);
    let blank = second.post_at(&path, signed.revision, json!({ "reason": "  " })).await;
    assert_eq!(blank.problem(StatusCode::UNPROCESSABLE_ENTITY).errors[0].path, "reason");
    let why = json!({ "reason": "D7 ska bedömas om" });
    let open = step(&second, id, "signature-withdrawal", why.clone()).await;
    assert_eq!(open.phase, InspectionPhase::Underway { first: None });
    let history: Vec<Change> = first.get(&at(id, "/history")).await.ok();
    assert_eq!(history[0].reason.as_deref(), Some("D7 ska bedömas om"));
    assert_eq!(history[0].changed.by, "Inspektör Två");
    try_step(&first, id, "signature-withdrawal", why.clone()).await.problem(StatusCode::CONFLICT);

    step(&second, id, "signature", json!(null)).await;
    let preliminary = step(&first, id, "signature", json!(null)).await;
    let InspectionPhase::Preliminary { signed, comment_by, commented: None } = &preliminary.phase
    else {
        panic!("{:?}", preliminary.phase)
    };
    assert_eq!(signed.each_ref().map(|s| s.by.name.as_str()), ["Inspektör Två", "Inspektör Ett"]);
    assert_eq!(comment_by.to_string(), "2026-12-13");
    let open = step(&first, id, "signature-withdrawal", why).await;
    assert_eq!(open.phase, InspectionPhase::Underway { first: None });
}

async fn the_clinic_sees_no_protocol_before_the_preliminary_report(app: TestApp) {
    let (id, first, second) = underway(&app).await;
    judge_all(&first, id, &["D7"]).await;
    for reader in [HEAD, DIRECTOR, "st-lakare@exempel.se", REGION] {
        let reader = app.signed_in(reader).await;
        let seen = read(&reader, id).await;
        assert_eq!(seen.protocol, None);
        assert_eq!(seen.inspectors.len(), 2);
        let history: Vec<Change> = reader.get(&at(id, "/history")).await.ok();
        assert!(history.iter().all(|change| change.field == "phase"));
        let list: Vec<InspectionSummary> = reader.get("/api/inspections").await.ok();
        assert_eq!(list.len(), 1);
        let path = format!("/api/clinics/{}/inspections", app.ortho());
        assert_eq!(reader.get(&path).await.ok::<Vec<InspectionSummary>>(), list);
    }
    assert_eq!(
        app.signed_in("st-lakare@exempel.se").await.get("/api/inspections").await.status,
        200
    );
    step(&first, id, "signature", json!(null)).await;
    step(&second, id, "signature", json!(null)).await;
    let head = app.signed_in(HEAD).await;
    let protocol = read(&head, id).await.protocol.unwrap();
    let finding = protocol.observation("D7".parse().unwrap()).unwrap();
    assert_eq!(finding.judgement, Some(Judgement::Finding));
    let history: Vec<Change> = head.get(&at(id, "/history")).await.ok();
    assert!(history.iter().any(|change| change.field == "D7"));
    let older: Vec<Change> = head.get(&at(id, "/history?offset=84")).await.ok();
    assert_eq!(older.last().unwrap().to.as_deref(), Some("Planerad"));
}

async fn the_clinic_comments_within_its_time_and_then_the_report_becomes_final(app: TestApp) {
    let (id, first, second) = underway(&app).await;
    judge_all(&first, id, &[]).await;
    let director = app.signed_in(DIRECTOR).await;
    let comment = json!({ "area": "D", "body": "Rutinen finns sedan i våras." });
    let early = director.post(&at(id, "/comments"), comment.clone()).await;
    assert_eq!(early.problem(StatusCode::CONFLICT).title, "Rapporten är inte preliminär.");
    step(&first, id, "signature", json!(null)).await;
    step(&second, id, "signature", json!(null)).await;
    let written: FactualComment = director.post(&at(id, "/comments"), comment.clone()).await.ok();
    let seen = read(&first, id).await;
    assert_eq!(seen.comments, [written]);
    let early = try_step(&first, id, "final", json!(null)).await.problem(StatusCode::CONFLICT);
    assert!(early.title.starts_with("Kliniken kan lämna synpunkter till och med 2026-12-13"));
    first.post(&at(id, "/comments"), comment.clone()).await.problem(StatusCode::FORBIDDEN);
    let blank = director.post(&at(id, "/comments"), json!({ "area": null, "body": " " })).await;
    assert_eq!(blank.problem(StatusCode::UNPROCESSABLE_ENTITY).errors[0].path, "body");

    app.app.clock.advance(TimeDelta::days(22));
    let (first, director) = (app.signed_in(FIRST).await, app.signed_in(DIRECTOR).await);
    let late = director.post(&at(id, "/comments"), comment).await.problem(StatusCode::CONFLICT);
    assert!(late.title.starts_with("Tiden för synpunkter gick ut 2026-12-13"));
    let done = step(&first, id, "final", json!(null)).await;
    assert!(matches!(done.phase, InspectionPhase::Final { .. }));
    assert_eq!(done.action_plan, None);
    let why = json!({ "reason": "Fel" });
    let locked = try_step(&first, id, "signature-withdrawal", why).await;
    assert!(locked.problem(StatusCode::CONFLICT).title.starts_with("Rapporten är slutlig"));
}

async fn nobody_but_the_assigned_inspectors_writes_and_the_unassigned_see_nothing(app: TestApp) {
    let (id, first, _) = underway(&app).await;
    app.add("inspektor3@exempel.se", Role::Inspector, None, None).await;
    let revision = read(&first, id).await.revision;
    let save = judged("finding", "x");
    for (who, status) in [
        (HEAD, StatusCode::FORBIDDEN),
        (REGION, StatusCode::FORBIDDEN),
        ("inspektor3@exempel.se", StatusCode::NOT_FOUND),
        ("administrator@exempel.se", StatusCode::NOT_FOUND),
        ("verksamhetschef.kvinno@exempel.se", StatusCode::NOT_FOUND),
        ("region@annorlunda.se", StatusCode::NOT_FOUND),
    ] {
        let client = app.signed_in(who).await;
        client.put(&at(id, "/observations/A1"), 0, save.clone()).await.problem(status);
        let grade = json!({ "grade": "A", "motivation": "" });
        client.put(&at(id, "/gradings/A"), 0, grade).await.problem(status);
        client.put(&at(id, "/texts/A"), 0, json!({ "body": "x" })).await.problem(status);
        for step in ["signature", "final"] {
            client
                .post_at(&at(id, &format!("/{step}")), revision, json!(null))
                .await
                .problem(status);
        }
        if status == StatusCode::NOT_FOUND {
            client.get(&at(id, "")).await.problem(status);
            client.get(&at(id, "/history")).await.problem(status);
            let list: Vec<InspectionSummary> = client.get("/api/inspections").await.ok();
            assert!(list.is_empty(), "{who}");
        }
    }
    app.anonymous().get(&at(id, "")).await.problem(StatusCode::UNAUTHORIZED);
    // Whoever begins to work at the clinic no longer judges it.
    app.add(FIRST, Role::Supervisor, Some(app.ortho()), None).await;
    let first = app.signed_in(FIRST).await;
    first.put(&at(id, "/observations/A1"), 0, save).await.problem(StatusCode::FORBIDDEN);
    assert_eq!(read(&first, id).await.revision, revision);
}

async fn nothing_slips_in_after_a_signature(app: TestApp) {
    let (id, first, second) = underway(&app).await;
    judge_all(&first, id, &[]).await;
    let revision = read(&first, id).await.revision;
    let (path, save) = (at(id, "/observations/A1"), judged("finding", "I sista stund"));
    let signature = at(id, "/signature");
    let (signed, saved) =
        tokio::join!(first.post_at(&signature, revision, json!(null)), second.put(&path, 1, save),);
    // Either the change came first and the signature has not seen it, or the protocol was locked.
    if signed.status.is_success() {
        assert!(saved.problem(StatusCode::CONFLICT).title.contains("undertecknat och låst"));
    } else {
        signed.problem(StatusCode::PRECONDITION_FAILED);
        saved.ok::<SavedObservation>();
    }
}

async fn odd_input_is_refused_with_a_sentence(app: TestApp) {
    let (id, first, _) = underway(&app).await;
    let path = at(id, "/observations/A1");
    let long = first.put(&path, 0, judged("finding", &"å".repeat(100_000))).await;
    let problem = long.problem(StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(problem.errors[0].path, "note");
    assert!(problem.title.contains("rymmer 20000"), "{}", problem.title);
    first.put(&path, 0, judged("kanske", "")).await.problem(StatusCode::UNPROCESSABLE_ENTITY);
    for code in ["A99", "Z1", "A01", "%F0%9F%A6%B4"] {
        let path = at(id, &format!("/observations/{code}"));
        first.put(&path, 0, judged("finding", "")).await.problem(StatusCode::NOT_FOUND);
    }
    for id in ["x", &unknown().to_string()] {
        let path = format!("/api/inspections/{id}");
        first.get(&path).await.problem(StatusCode::NOT_FOUND);
        first
            .post_at(&format!("{path}/start"), 1, json!(null))
            .await
            .problem(StatusCode::NOT_FOUND);
    }
    let region = app.signed_in(REGION).await;
    let mut impossible = plan(&app).await;
    impossible["starts"] = json!("2026-02-30");
    assert_eq!(refused(&region, impossible).await.errors[0].path, "starts");
    first.get(&at(id, "/history?offset=-1")).await.problem(StatusCode::BAD_REQUEST);
}
