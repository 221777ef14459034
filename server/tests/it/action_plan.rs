//! Action plans from outside: asked for, written, submitted, sent back, accepted, followed up.

use axum::http::StatusCode;
use serde_json::{Value, json};
use shared::{
    ActionPlanId, InspectionId, PlanActionId,
    action_plan::{
        ActionPlan, ActionStatus, PlanEntry, PlanFinding, PlanOrigin, PlanPhase, SavedEntry,
    },
    checklist::{AreaCode, CriterionClass},
    grade::Grade,
    inspection::{Inspection, PLAN_DAYS},
    person::Role,
    problem::ProblemKind,
    review::Change,
    written_date::Precision,
};

use crate::{
    harness::{Answer, Client, TestApp, unknown},
    story::{
        DIRECTOR, FIRST, HEAD, REGION, SECOND, at, make_final, read, signed_assessment, underway,
    },
};

both_databases!(
    the_whole_story_from_inspection_to_followed_up_plan,
    an_acceptance_is_taken_back_only_with_a_reason_and_the_grades_with_it,
    an_entry_covers_several_criteria_and_keeps_the_wording_of_its_dates,
    a_stale_entry_is_told_how_it_now_stands,
    a_plan_is_submitted_only_when_it_is_whole,
    a_plan_from_a_self_assessment_is_approved_by_the_head_of_unit_alone,
    a_draft_is_the_clinics_own_and_a_plan_is_seen_by_its_inspectors_only,
    of_two_inspectors_who_decide_at_once_one_is_heard,
    a_clinics_plans_are_listed_in_few_statements,
    odd_input_is_refused_with_a_sentence,
);

fn plan_at(id: ActionPlanId, rest: &str) -> String {
    format!("/api/action-plans/{id}{rest}")
}

async fn plan(client: &Client, id: ActionPlanId) -> ActionPlan {
    client.get(&plan_at(id, "")).await.ok()
}

fn entry(criteria: &[&str], text: &str) -> Value {
    json!({ "criteria": criteria, "actions": [{
        "text": text, "due": "v 18 2027, maj 2027", "responsible": ["Studierektor", "Verksamhetschef"],
        "follow_up": "v40 2027", "follow_up_responsible": ["Verksamhetschef"],
    }] })
}

async fn add(client: &Client, id: ActionPlanId, entry: Value) -> PlanEntry {
    client.post(&plan_at(id, "/entries"), entry).await.ok::<SavedEntry>().entry
}

/// Takes a step from where the plan now stands, as `reader` sees it.
async fn try_take(
    client: &Client,
    reader: &Client,
    id: ActionPlanId,
    step: &str,
    body: Value,
) -> Answer {
    let revision = plan(reader, id).await.revision;
    client.post_at(&plan_at(id, &format!("/{step}")), revision, body).await
}

async fn take(client: &Client, id: ActionPlanId, step: &str, body: Value) -> ActionPlan {
    try_take(client, client, id, step, body).await.ok()
}

/// A final report with D in area D, and its plan.
async fn asked_for(app: &TestApp) -> (InspectionId, ActionPlanId) {
    let (inspection, first, _) = make_final(app, &["D6", "D7", "D9", "B8"]).await;
    (inspection, read(&first, inspection).await.action_plan.unwrap())
}

/// The same, written, approved and submitted.
async fn submitted(app: &TestApp) -> (InspectionId, ActionPlanId) {
    let (inspection, id) = asked_for(app).await;
    let head = app.signed_in(HEAD).await;
    add(&head, id, entry(&["D6", "D7"], "Ny mall")).await;
    take(&head, id, "submission", json!(null)).await;
    (inspection, id)
}

fn grade_of_d(inspection: &Inspection) -> String {
    let protocol = inspection.protocol.as_ref().unwrap();
    protocol.grading(AreaCode::D).unwrap().review_grade().unwrap().words()
}

async fn the_whole_story_from_inspection_to_followed_up_plan(app: TestApp) {
    signed_assessment(&app, 2026, &["D7"]).await;
    let (inspection, first, _) = make_final(&app, &["D6", "D7", "D9", "B8"]).await;
    let (head, director) = (app.signed_in(HEAD).await, app.signed_in(DIRECTOR).await);
    let report = read(&head, inspection).await;
    assert_eq!(grade_of_d(&report), "D");
    let id = report.action_plan.unwrap();
    let draft = plan(&director, id).await;
    assert_eq!(draft.origin, PlanOrigin::Inspection(inspection));
    assert_eq!(draft.phase, PlanPhase::Draft { returned: None });
    assert_eq!(draft.due, Some(app.app.clock.today() + chrono::Days::new(PLAN_DAYS)));
    let found: Vec<_> = draft.findings.iter().map(|f| (f.code.to_string(), f.class)).collect();
    assert_eq!(
        found,
        [
            ("B8".to_owned(), CriterionClass::QualityIndicator),
            ("D6".to_owned(), CriterionClass::Regulation),
            ("D7".to_owned(), CriterionClass::Regulation),
            ("D9".to_owned(), CriterionClass::GeneralAdvice),
        ]
    );
    assert_eq!(&*draft.findings[1].note, "Brist i D6.");

    add(&director, id, entry(&["D6"], "Ny mall för utbildningsprogram")).await;
    add(&director, id, entry(&["D7"], "Uppföljning varje termin")).await;
    try_take(&director, &director, id, "submission", json!(null))
        .await
        .problem(StatusCode::FORBIDDEN);
    take(&head, id, "submission", json!(null)).await;
    let locked = director.post(&plan_at(id, "/entries"), entry(&["D9"], "Sent")).await;
    assert!(locked.problem(StatusCode::CONFLICT).title.contains("är inskickad"));

    let why = json!({ "reason": "D7 saknar vem som följer upp" });
    let returned = take(&first, id, "return", why).await;
    let PlanPhase::Draft { returned: Some(returned) } = returned.phase else {
        panic!("{:?}", returned.phase)
    };
    assert_eq!(returned.by.by.name, "Inspektör Ett");
    assert_eq!(&*returned.comment, "D7 saknar vem som följer upp");
    assert!(matches!(plan(&head, id).await.phase, PlanPhase::Draft { returned: Some(_) }));
    take(&head, id, "submission", json!(null)).await;

    let second = app.signed_in(SECOND).await;
    let before = read(&second, inspection).await.revision;
    let accepted = take(&second, id, "acceptance", json!(null)).await;
    let PlanPhase::InForce { approved, accepted: Some(accepted) } = accepted.phase else {
        panic!("{:?}", accepted.phase)
    };
    assert_eq!((&*approved.by.name, &*accepted.by.name), ("Chefen Ortoped", "Inspektör Två"));
    let report = read(&head, inspection).await;
    assert_eq!(report.revision, before + 1);
    assert_eq!(grade_of_d(&report), "C (ändrad från D efter handlingsplan)");
    let grading = report.protocol.unwrap().grading(AreaCode::D).unwrap().clone();
    assert_eq!(grading.grade, Some(Grade::D));
    assert_eq!(grading.after_plan.unwrap().accepted.by.name, "Inspektör Två");

    let in_force = plan(&director, id).await;
    let (entry, action) = (&in_force.entries[1], &in_force.entries[1].actions[0]);
    let path = plan_at(id, &format!("/entries/{}/actions/{}/follow-up", entry.id, action.id));
    let done = json!({ "status": "done", "outcome": "Mallen används.", "evidence": [
        { "title": "Mallen", "source": { "kind": "link", "url": "https://exempel.se/mall" } } ] });
    let saved: SavedEntry = director.put(&path, entry.version, done.clone()).await.ok();
    assert_eq!(saved.entry.actions[0].status, ActionStatus::Done);
    assert_eq!(saved.entry.version, entry.version + 1);
    let again: SavedEntry = director.put(&path, entry.version, done).await.ok();
    assert_eq!(again, saved);
    let other = json!({ "status": "underway", "outcome": "", "evidence": [] });
    let stale = head.put(&path, entry.version, other).await;
    let current = stale.problem(StatusCode::PRECONDITION_FAILED).current.unwrap();
    assert_eq!(serde_json::from_value::<PlanEntry>(current).unwrap(), saved.entry);

    let history: Vec<Change> = head.get(&plan_at(id, "/history")).await.ok();
    let steps: Vec<_> = history
        .iter()
        .rev()
        .filter(|change| change.field == "phase")
        .map(|change| change.to.clone().unwrap())
        .collect();
    assert_eq!(
        steps,
        ["Begärd, senast 2027-02-20", "Inskickad", "Återlämnad", "Inskickad", "Gäller"]
    );
    assert_eq!(history[0].field, "follow-up D7");
    assert_eq!(history[0].to.as_deref(), Some("Klar: Mallen används.\nUnderlag: Mallen"));
    let history: Vec<Change> = head.get(&at(inspection, "/history")).await.ok();
    assert_eq!(history[0].field, "grade D");
    assert_eq!(history[0].to.as_deref(), Some("C (ändrad från D efter handlingsplan)"));
}

async fn an_acceptance_is_taken_back_only_with_a_reason_and_the_grades_with_it(app: TestApp) {
    let (inspection, id) = submitted(&app).await;
    let first = app.signed_in(FIRST).await;
    let why = json!({ "reason": "Fel plan godkänd" });
    let early = try_take(&first, &first, id, "acceptance-withdrawal", why.clone()).await;
    assert_eq!(early.problem(StatusCode::CONFLICT).title, "Handlingsplanen gäller inte än.");
    let accepted = take(&first, id, "acceptance", json!(null)).await;
    let path = plan_at(id, "/acceptance-withdrawal");
    let blank = first.post_at(&path, accepted.revision, json!({ "reason": "" })).await;
    assert_eq!(blank.problem(StatusCode::UNPROCESSABLE_ENTITY).errors[0].path, "reason");
    let back = take(&first, id, "acceptance-withdrawal", why).await;
    assert!(matches!(back.phase, PlanPhase::Submitted { .. }));
    assert_eq!(grade_of_d(&read(&first, inspection).await), "D");
    let history: Vec<Change> = first.get(&at(inspection, "/history")).await.ok();
    assert_eq!(history[0].reason.as_deref(), Some("Fel plan godkänd"));
    assert_eq!(history[0].to.as_deref(), Some("D"));
    take(&first, id, "acceptance", json!(null)).await;
    assert!(grade_of_d(&read(&first, inspection).await).starts_with("C (ändrad från D"));
}

async fn an_entry_covers_several_criteria_and_keeps_the_wording_of_its_dates(app: TestApp) {
    let (_, id) = asked_for(&app).await;
    let director = app.signed_in(DIRECTOR).await;
    let added = add(&director, id, entry(&["D7", "D6", "D7"], "Ny mall")).await;
    assert_eq!(added.criteria, ["D6".parse().unwrap(), "D7".parse().unwrap()]);
    let action = &added.actions[0];
    let written: Vec<_> = action.due.iter().map(|d| (d.text.as_str(), d.precision)).collect();
    assert_eq!(written, [("v 18 2027", Precision::Week), ("maj 2027", Precision::Month)]);
    assert_eq!(action.last_due().unwrap().to_string(), "2027-05-31");

    let path = plan_at(id, &format!("/entries/{}", added.id));
    let save = json!({ "criteria": ["D6"], "actions": [
        { "text": "Första", "due": "Se ovan", "responsible": [], "follow_up": "", "follow_up_responsible": [] },
        { "id": action.id, "text": "Ny mall, ändrad", "due": "vår 2027", "responsible": ["Å Ä Ö 🦴"],
          "follow_up": "", "follow_up_responsible": [] },
    ] });
    let saved: SavedEntry = director.put(&path, 1, save).await.ok();
    assert_eq!(saved.entry.version, 2);
    assert_eq!(saved.entry.actions[1].id, action.id);
    assert_ne!(saved.entry.actions[0].id, action.id);
    assert_eq!(saved.entry.actions[0].due[0].precision, Precision::FreeText);
    let second = add(&director, id, entry(&["D7"], "Andra")).await;
    let whole = plan(&director, id).await;
    assert_eq!(whole.entries, [saved.entry.clone(), second]);

    director.delete_at(&path, 1).await.problem(StatusCode::PRECONDITION_FAILED);
    director.delete_at(&path, 2).await.is(StatusCode::NO_CONTENT);
    director.delete_at(&path, 2).await.problem(StatusCode::NOT_FOUND);
    assert_eq!(plan(&director, id).await.entries.len(), 1);
    let history: Vec<Change> = director.get(&plan_at(id, "/history")).await.ok();
    assert_eq!(history[0].to, None);
    assert!(history[0].from.as_ref().unwrap().contains("Ny mall, ändrad · klart vår 2027"));
}

async fn a_stale_entry_is_told_how_it_now_stands(app: TestApp) {
    let (_, id) = asked_for(&app).await;
    let (head, director) = (app.signed_in(HEAD).await, app.signed_in(DIRECTOR).await);
    let added = add(&director, id, entry(&["D6"], "Ny mall")).await;
    let path = plan_at(id, &format!("/entries/{}", added.id));
    let (one, other) = tokio::join!(
        head.put(&path, 1, entry(&["D6"], "Chefens")),
        director.put(&path, 1, entry(&["D6"], "Studierektorns")),
    );
    let (won, lost) = if one.status.is_success() { (one, other) } else { (other, one) };
    let problem = lost.problem(StatusCode::PRECONDITION_FAILED);
    assert_eq!(problem.kind, ProblemKind::Conflict);
    let current: PlanEntry = serde_json::from_value(problem.current.unwrap()).unwrap();
    assert_eq!(current, won.ok::<SavedEntry>().entry);
    let seen = plan(&head, id).await;
    add(&director, id, entry(&["D7"], "Till")).await;
    let stale = head.post_at(&plan_at(id, "/submission"), seen.revision, json!(null)).await;
    let current = stale.problem(StatusCode::PRECONDITION_FAILED).current.unwrap();
    let current: ActionPlan = serde_json::from_value(current).unwrap();
    assert_eq!(current, plan(&head, id).await);
    assert_eq!(current.entries.len(), 2);
}

async fn a_plan_is_submitted_only_when_it_is_whole(app: TestApp) {
    let (_, id) = asked_for(&app).await;
    let head = app.signed_in(HEAD).await;
    let submit = async || {
        let answer = try_take(&head, &head, id, "submission", json!(null)).await;
        answer.problem(StatusCode::CONFLICT).title
    };
    assert_eq!(submit().await, "Planen har inga punkter än.");
    let added = add(&head, id, entry(&["D6"], "Ny mall")).await;
    assert_eq!(submit().await, "Varje brist mot en föreskrift ska ha en åtgärd. D7 saknas.");
    let path = plan_at(id, &format!("/entries/{}", added.id));
    let mut version = added.version;
    for (field, value, sentence) in [
        ("text", json!(" "), "Punkt 1 saknar beskrivning av en åtgärd."),
        ("due", json!(""), "En åtgärd i punkt 1 saknar datum."),
        ("responsible", json!([]), "En åtgärd i punkt 1 saknar ansvarig."),
    ] {
        let mut save = entry(&["D6", "D7"], "Ny mall");
        save["actions"][0][field] = value;
        version = head.put(&path, version, save).await.ok::<SavedEntry>().entry.version;
        assert_eq!(submit().await, sentence);
    }
    head.put(&path, version, entry(&["D6", "D7"], "Ny mall")).await.ok::<SavedEntry>();
    take(&head, id, "submission", json!(null)).await;
    assert!(submit().await.starts_with("Handlingsplanen är inskickad"));
}

async fn a_plan_from_a_self_assessment_is_approved_by_the_head_of_unit_alone(app: TestApp) {
    let assessment = signed_assessment(&app, 2026, &["D7", "H13"]).await;
    let (head, director) = (app.signed_in(HEAD).await, app.signed_in(DIRECTOR).await);
    let start = json!({ "self_assessment": assessment });
    let region = app.signed_in(REGION).await;
    region.post("/api/action-plans", start.clone()).await.problem(StatusCode::FORBIDDEN);
    let (one, other) = tokio::join!(
        director.post("/api/action-plans", start.clone()),
        head.post("/api/action-plans", start.clone()),
    );
    let (made, refused) = if one.status.is_success() { (one, other) } else { (other, one) };
    made.is(StatusCode::CREATED);
    let made: ActionPlan = made.ok();
    assert!(refused.problem(StatusCode::CONFLICT).title.contains("har redan en handlingsplan"));
    let findings: Vec<PlanFinding> = plan(&director, made.id).await.findings;
    let codes: Vec<_> = findings.iter().map(|finding| finding.code.to_string()).collect();
    assert_eq!(codes, ["D7", "H13"]);
    assert_eq!(&*findings[0].note, "Så är det med D7.");
    assert_eq!((made.year, made.due), (2026, None));
    add(&director, made.id, entry(&["D7"], "Uppföljning")).await;
    let in_force = take(&head, made.id, "submission", json!(null)).await;
    assert!(matches!(in_force.phase, PlanPhase::InForce { accepted: None, .. }));
    assert!(matches!(plan(&region, made.id).await.phase, PlanPhase::InForce { .. }));

    let open = json!({ "clinic": app.ortho(), "specialty": "Ortopedi", "year": 2025 });
    let draft: shared::self_assessment::SelfAssessment =
        director.post("/api/self-assessments", open).await.ok();
    let start = json!({ "self_assessment": draft.id });
    let unsigned = director.post("/api/action-plans", start).await.problem(StatusCode::CONFLICT);
    assert!(unsigned.title.contains("inte undertecknad"));
}

async fn a_draft_is_the_clinics_own_and_a_plan_is_seen_by_its_inspectors_only(app: TestApp) {
    let (inspection, id) = asked_for(&app).await;
    app.add("inspektor3@exempel.se", Role::Inspector, None, None).await;
    let of_clinic = format!("/api/clinics/{}/action-plans", app.ortho());
    for (who, status) in [
        (HEAD, StatusCode::OK),
        ("handledare@exempel.se", StatusCode::OK),
        ("st-lakare@exempel.se", StatusCode::NOT_FOUND),
        (REGION, StatusCode::NOT_FOUND),
        (FIRST, StatusCode::NOT_FOUND),
    ] {
        let client = app.signed_in(who).await;
        client.get(&plan_at(id, "")).await.is(status);
        client.get(&plan_at(id, "/history")).await.is(status);
        let seen = client.get(&of_clinic).await.ok::<Vec<ActionPlan>>().len();
        assert_eq!(seen, usize::from(status == StatusCode::OK), "{who}");
    }
    let head = app.signed_in(HEAD).await;
    let supervisor = app.signed_in("handledare@exempel.se").await;
    supervisor
        .post(&plan_at(id, "/entries"), entry(&["D6"], "x"))
        .await
        .problem(StatusCode::FORBIDDEN);
    add(&head, id, entry(&["D6", "D7"], "Ny mall")).await;
    take(&head, id, "submission", json!(null)).await;
    for (who, status) in [
        ("st-lakare@exempel.se", StatusCode::FORBIDDEN),
        (REGION, StatusCode::FORBIDDEN),
        (HEAD, StatusCode::FORBIDDEN),
        ("inspektor3@exempel.se", StatusCode::NOT_FOUND),
        ("verksamhetschef.kvinno@exempel.se", StatusCode::NOT_FOUND),
        ("administrator@exempel.se", StatusCode::NOT_FOUND),
    ] {
        let client = app.signed_in(who).await;
        let seen = client.get(&plan_at(id, "")).await;
        assert_eq!(seen.status.is_success(), status == StatusCode::FORBIDDEN, "{who}");
        try_take(&client, &head, id, "acceptance", json!(null)).await.problem(status);
    }
    // One who inspects the clinic another time sees no plan of this time.
    let other = app.signed_in("inspektor3@exempel.se").await;
    let region = app.signed_in(REGION).await;
    let again = json!({
        "clinic": app.ortho(), "specialty": "Ortopedi", "starts": "2026-12-01", "ends": "2026-12-02",
        "inspectors": [app.person("inspektor3@exempel.se").await, app.person(FIRST).await],
    });
    region.post("/api/inspections", again).await.is(StatusCode::CREATED);
    other.get(&plan_at(id, "")).await.problem(StatusCode::NOT_FOUND);
    other.get(&at(inspection, "")).await.problem(StatusCode::NOT_FOUND);
    assert!(other.get(&of_clinic).await.ok::<Vec<ActionPlan>>().is_empty());
    let elsewhere = app.signed_in("verksamhetschef@annorlunda.se").await;
    elsewhere.get(&of_clinic).await.problem(StatusCode::NOT_FOUND);
}

async fn of_two_inspectors_who_decide_at_once_one_is_heard(app: TestApp) {
    let (inspection, id) = submitted(&app).await;
    let (first, second) = (app.signed_in(FIRST).await, app.signed_in(SECOND).await);
    let revision = plan(&first, id).await.revision;
    let (accept, send_back) = (plan_at(id, "/acceptance"), plan_at(id, "/return"));
    let (accepted, returned) = tokio::join!(
        first.post_at(&accept, revision, json!(null)),
        second.post_at(&send_back, revision, json!({ "reason": "Saknar datum" })),
    );
    assert_ne!(accepted.status.is_success(), returned.status.is_success());
    let graded = grade_of_d(&read(&first, inspection).await);
    if accepted.status.is_success() {
        returned.problem(StatusCode::PRECONDITION_FAILED);
        assert!(graded.starts_with("C (ändrad"));
    } else {
        let problem = accepted.problem(StatusCode::CONFLICT);
        assert_eq!(problem.title, "Handlingsplanen är inte inskickad.");
        assert_eq!(graded, "D");
    }
}

async fn a_clinics_plans_are_listed_in_few_statements(app: TestApp) {
    let (_, id) = submitted(&app).await;
    let assessment = signed_assessment(&app, 2026, &["D7"]).await;
    let head = app.signed_in(HEAD).await;
    let start = json!({ "self_assessment": assessment });
    let made: ActionPlan = head.post("/api/action-plans", start).await.ok();
    let path = format!("/api/clinics/{}/action-plans", app.ortho());
    let (statements, list) = app.statements(head.get(&path)).await;
    assert!(statements <= 5, "{statements} statements");
    let list: Vec<ActionPlan> = list.ok();
    assert_eq!(list, [plan(&head, made.id).await, plan(&head, id).await]);
    let mut work = app.app.store.read().await.unwrap();
    let me = head.get("/api/session").await.ok::<Option<shared::person::Me>>().unwrap();
    assert_eq!(work.plans_seen_by(&me).await.unwrap(), list);
    let reviews = work.inspection_reviews(app.ortho()).await.unwrap();
    assert_eq!(reviews.len(), 1);
    assert_eq!(reviews[0].criteria.len(), 74);
    assert_eq!(reviews[0].grades[&AreaCode::D].set, Grade::D);
}

async fn odd_input_is_refused_with_a_sentence(app: TestApp) {
    let (_, id) = asked_for(&app).await;
    let director = app.signed_in(DIRECTOR).await;
    let path = plan_at(id, "/entries");
    let with = |field: &str, value: Value| {
        let mut entry = entry(&["D6"], "Ny mall");
        entry["actions"][0][field] = value;
        entry
    };
    let action = PlanActionId::new(server::clock::new_id());
    for (save, field) in [
        (entry(&["D99"], "x"), "criteria[0]"),
        (entry(&["D6"], &"å".repeat(100_000)), "actions[0].text"),
        (with("due", json!("v 18 ".repeat(200))), "actions[0].due"),
        (with("responsible", json!([" "])), "actions[0].responsible[0]"),
        (with("id", json!(action)), "actions[0].id"),
    ] {
        let problem = director.post(&path, save).await.problem(StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(problem.errors[0].path, field, "{}", problem.title);
    }
    // A date that doesn't exist is kept as written, and is no date.
    let kept = add(&director, id, with("due", json!("2027-02-30"))).await;
    assert_eq!(kept.actions[0].due[0].text, "2027-02-30");
    assert_eq!(kept.actions[0].last_due(), None);
    let early =
        plan_at(id, &format!("/entries/{}/actions/{}/follow-up", kept.id, kept.actions[0].id));
    let done = json!({ "status": "done", "outcome": "", "evidence": [] });
    let early = director.put(&early, 1, done.clone()).await.problem(StatusCode::CONFLICT);
    assert_eq!(early.title, "Handlingsplanen gäller inte än.");
    director
        .get(&plan_at(ActionPlanId::new(server::clock::new_id()), ""))
        .await
        .problem(StatusCode::NOT_FOUND);
    director
        .post("/api/action-plans", json!({ "self_assessment": unknown() }))
        .await
        .problem(StatusCode::NOT_FOUND);

    let (_, first, _) = underway(&app).await;
    let head = app.signed_in(HEAD).await;
    add(&head, id, entry(&["D7"], "Ny mall")).await;
    let whole = take(&head, id, "submission", json!(null)).await;
    take(&first, id, "acceptance", json!(null)).await;
    let entry = &whole.entries[0];
    let path =
        plan_at(id, &format!("/entries/{}/actions/{}/follow-up", entry.id, entry.actions[0].id));
    for source in [
        json!({ "kind": "link", "url": "javascript:alert(1)" }),
        json!({ "kind": "file", "hash": "00", "file_kind": "pdf", "size": 1 }),
    ] {
        let save = json!({ "status": "done", "outcome": "", "evidence": [{ "title": "x", "source": source }] });
        let refused = director.put(&path, entry.version, save).await;
        let problem = refused.problem(StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(problem.errors[0].path, "evidence[0].source");
    }
    let elsewhere = plan_at(id, &format!("/entries/{}/actions/{action}/follow-up", entry.id));
    director.put(&elsewhere, entry.version, done).await.problem(StatusCode::NOT_FOUND);
}
