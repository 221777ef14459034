//! Assessments: asked for or begun, filled in, sent, confirmed; by account or by one-time link.

use axum::http::StatusCode;
use serde_json::{Value, json};
use shared::{
    TrainingId,
    assessment::{AskedAssessment, Assessment, AssessmentStage, TraineeToAssess},
    person::Role,
    portfolio::Portfolio,
    saving::Saved,
};

use crate::{
    harness::{Client, TestApp, unknown},
    story::{DIRECTOR, HEAD},
    training::{
        OTHER_SUPERVISOR, OTHER_TRAINEE, SUPERVISOR, TRAINEE, at, gathered_agrees, history,
        started, whole, wrong,
    },
};

both_databases!(
    an_assessment_is_asked_for_filled_in_sent_and_confirmed,
    what_is_being_written_is_the_writers_alone_until_it_is_sent,
    somebody_without_account_answers_by_a_link_that_is_used_up,
    an_asking_is_taken_back_or_declined_until_it_is_answered,
    a_supervisor_begins_unasked_and_the_trainee_writes_of_the_placement,
    what_stands_wrong_is_told_by_field,
    a_stale_form_is_told_what_stands_and_nothing_is_erased,
    a_supervisor_finds_whom_to_assess_and_sees_nothing_else_of_the_training,
    who_supervises_a_placement_elsewhere_begins_while_it_goes_on_and_a_while_after,
);

async fn ask(app: &TestApp, of: &str) -> Value {
    asking(
        json!({ "kind": "account", "person": { "id": app.person(of).await, "name": "Påhittad" } }),
    )
}

fn asking(assessor: Value) -> Value {
    json!({ "instrument": { "code": "medsittning-patient", "version": 1 }, "assessor": assessor,
        "occasion": { "on": "2026-11-20", "place": "Mottagningen" }, "objectives": ["STc1"], "until": "2026-12-01" })
}

fn without_account() -> Value {
    asking(
        json!({ "kind": "written", "name": "Sköterskan Utifrån", "email": " Utifran@Exempel.se ",
        "profession": "Sjuksköterska" }),
    )
}

fn form(said: &str) -> Value {
    json!({ "occasion": { "on": "2026-11-20", "place": "Mottagningen", "observed_minutes": 20 },
        "objectives": ["STc1"], "answers": { "kommunikation": { "step": 4 }, "patientkontakt": "not_assessed" }, "overall": { "step": 4 },
        "texts": { "bra": said }, "next_step": "Leda ronden" })
}

async fn asked(app: &TestApp, id: TrainingId, body: Value) -> (AskedAssessment, String) {
    let trainee = app.signed_in(TRAINEE).await;
    let asked: AskedAssessment = trainee.post(&at(id, "/assessments"), body).await.ok();
    let path = at(id, &format!("/assessments/{}", asked.record.id));
    (asked, path)
}

/// Filled in and sent by a client that may.
async fn sent(writer: &Client, path: &str) -> Assessment {
    writer.put(path, 1, form("Lyssnade")).await.is(StatusCode::OK);
    writer.post_at(&format!("{path}/answer"), 2, json!(null)).await.ok::<Saved<Assessment>>().record
}

async fn an_assessment_is_asked_for_filled_in_sent_and_confirmed(app: TestApp) {
    let id = started(&app).await;
    let (asked, path) = asked(&app, id, ask(&app, OTHER_SUPERVISOR).await).await;
    assert!(asked.link.is_none() && asked.revision == 2);
    assert_eq!(asked.record.assessor.name(), "Handledaren Knä");
    let assessor = app.signed_in(OTHER_SUPERVISOR).await;
    let mine: Vec<Assessment> = assessor.get("/api/assessments").await.ok();
    assert_eq!(mine, [asked.record]);
    // Asked to assess, and shown nothing else of the training.
    assessor.get(&at(id, "")).await.problem(StatusCode::NOT_FOUND);
    let answer = assessor.get(&path).await;
    assert_eq!(answer.header("etag"), Some("\"1\""));
    let sent = sent(&assessor, &path).await;
    assert!(matches!(sent.stage, AssessmentStage::Answered { .. }));
    gathered_agrees(&app, id).await;
    let locked = assessor.put(&path, 3, form("Mer")).await.problem(StatusCode::CONFLICT);
    assert_eq!(locked.title, "Bedömningen är skickad och ändras inte längre.");
    let confirmation = format!("{path}/confirmation");
    assessor.post_at(&confirmation, 3, json!(null)).await.problem(StatusCode::FORBIDDEN);
    let trainee = app.signed_in(TRAINEE).await;
    let confirmed: Saved<Assessment> = trainee.post_at(&confirmation, 3, json!(null)).await.ok();
    assert!(matches!(confirmed.record.stage, AssessmentStage::Confirmed { .. }));
    trainee.post_at(&confirmation, 4, json!(null)).await.problem(StatusCode::CONFLICT);
    gathered_agrees(&app, id).await;
    let told = history(&trainee, id).await;
    assert!(told[0].to.as_ref().unwrap().starts_with("Bekräftad: "));
    assert!(told.iter().all(|change| !change.to.as_ref().unwrap().contains("Lyssnade")));
}

async fn what_is_being_written_is_the_writers_alone_until_it_is_sent(app: TestApp) {
    let id = started(&app).await;
    let (_, path) = asked(&app, id, ask(&app, OTHER_SUPERVISOR).await).await;
    let assessor = app.signed_in(OTHER_SUPERVISOR).await;
    assessor.put(&path, 1, form("Lyssnade")).await.is(StatusCode::OK);
    let of = |portfolio: Portfolio| portfolio.assessments.into_iter().next();
    let trainee = app.signed_in(TRAINEE).await;
    let seen = of(whole(&trainee, id).await).unwrap();
    assert!(seen.written.texts.is_empty() && seen.written.overall.is_none());
    assert_eq!(trainee.get(&path).await.ok::<Assessment>(), seen);
    for other in [SUPERVISOR, DIRECTOR, HEAD] {
        let other = app.signed_in(other).await;
        assert_eq!(of(whole(&other, id).await), None);
        other.get(&path).await.problem(StatusCode::NOT_FOUND);
        let told = history(&other, id).await;
        assert!(told.iter().all(|change| !change.field.starts_with("assessment:")));
    }
    assessor.post_at(&format!("{path}/answer"), 2, json!(null)).await.is(StatusCode::OK);
    for (reader, reads) in [(TRAINEE, true), (SUPERVISOR, true), (DIRECTOR, true), (HEAD, false)] {
        let seen = of(whole(&app.signed_in(reader).await, id).await).unwrap();
        assert_eq!(!seen.written.texts.is_empty(), reads, "{reader}");
    }
    for stranger in [OTHER_TRAINEE, "handledare.hand@exempel.se"] {
        app.signed_in(stranger).await.get(&path).await.problem(StatusCode::NOT_FOUND);
    }
}

async fn somebody_without_account_answers_by_a_link_that_is_used_up(app: TestApp) {
    let id = started(&app).await;
    let (asked, path) = asked(&app, id, without_account()).await;
    let link = asked.link.unwrap();
    let token = link.strip_prefix("/bedomning/").unwrap();
    let linked = format!("/api/assessment-links/{token}");
    let anybody = app.anonymous();
    let answer = anybody.get(&linked).await;
    assert_eq!(answer.header("etag"), Some("\"1\""));
    assert_eq!(answer.ok::<Assessment>().trainee.name, "ST-läkaren Skena");
    anybody.get("/api/assessment-links/0123").await.problem(StatusCode::NOT_FOUND);
    let unfinished = anybody.post_at(&linked, 1, json!(null)).await.problem(StatusCode::CONFLICT);
    assert!(unfinished.title.contains("inte påbörjad"));
    anybody.put(&linked, 1, form("Lyssnade")).await.is(StatusCode::OK);
    let stale = anybody.put(&linked, 1, form("Annat")).await;
    assert!(stale.problem(StatusCode::PRECONDITION_FAILED).current.is_some());
    anybody.post_at(&linked, 2, json!(null)).await.is(StatusCode::OK);
    let problem = anybody.get(&linked).await.problem(StatusCode::CONFLICT);
    assert_eq!(problem.title, "Bedömningen är skickad och ändras inte längre.");
    anybody.put(&linked, 3, form("Mer")).await.problem(StatusCode::CONFLICT);
    let trainee = app.signed_in(TRAINEE).await;
    trainee.post_at(&format!("{path}/confirmation"), 3, json!(null)).await.is(StatusCode::OK);
    let told = history(&trainee, id).await;
    assert!(told.iter().any(|change| change.changed.by == "Sköterskan Utifrån (utan konto)"));
    gathered_agrees(&app, id).await;

    // Who has begun may go on for a while; then the link is out.
    let (asked, _) = self::asked(&app, id, without_account()).await;
    let linked = asked.link.unwrap().replace("/bedomning/", "/api/assessment-links/");
    app.app.clock.advance(chrono::Duration::days(10));
    let late = anybody.get(&linked).await.problem(StatusCode::CONFLICT);
    assert!(late.title.contains("Det gick att svara till och med tis 1 dec 2026"));
    app.app.clock.advance(chrono::Duration::days(14));
    let late = anybody.put(&linked, 1, form("Sent")).await.problem(StatusCode::CONFLICT);
    assert!(late.title.starts_with("Länken gällde till 2026-12-15"));
}

async fn an_asking_is_taken_back_or_declined_until_it_is_answered(app: TestApp) {
    let id = started(&app).await;
    let (trainee, assessor) = (app.signed_in(TRAINEE).await, app.signed_in(OTHER_SUPERVISOR).await);
    let (_, path) = asked(&app, id, ask(&app, OTHER_SUPERVISOR).await).await;
    assessor.post(&format!("{path}/recall"), json!(null)).await.problem(StatusCode::FORBIDDEN);
    trainee.post(&format!("{path}/recall"), json!(null)).await.is(StatusCode::OK);
    let gone = assessor.put(&path, 2, form("Lyssnade")).await.problem(StatusCode::CONFLICT);
    assert!(gone.title.contains("har tagit tillbaka sin begäran"));
    let (_, path) = asked(&app, id, ask(&app, OTHER_SUPERVISOR).await).await;
    let why = json!({ "reason": "Var inte med den dagen" });
    trainee.post(&format!("{path}/decline"), &why).await.problem(StatusCode::FORBIDDEN);
    assessor.post(&format!("{path}/decline"), &why).await.is(StatusCode::OK);
    let seen = whole(&trainee, id).await.assessments;
    assert!(
        matches!(&seen[1].stage, AssessmentStage::Declined { reason, .. } if **reason == *"Var inte med den dagen")
    );
    let (asked, path) = asked(&app, id, without_account()).await;
    trainee.post(&format!("{path}/recall"), json!(null)).await.is(StatusCode::OK);
    let linked = asked.link.unwrap().replace("/bedomning/", "/api/assessment-links/");
    app.anonymous().get(&linked).await.problem(StatusCode::CONFLICT);
    let (_, path) = self::asked(&app, id, ask(&app, OTHER_SUPERVISOR).await).await;
    sent(&assessor, &path).await;
    trainee.post(&format!("{path}/recall"), json!(null)).await.problem(StatusCode::CONFLICT);
    gathered_agrees(&app, id).await;
}

async fn a_supervisor_begins_unasked_and_the_trainee_writes_of_the_placement(app: TestApp) {
    let id = started(&app).await;
    let begin = |code: &str| {
        json!({ "instrument": { "code": code, "version": 1 }, "occasion": { "on": "2026-11-20" },
            "assessor": { "kind": "account", "person": { "id": unknown(), "name": "Någon" } } })
    };
    let other = app.signed_in(OTHER_SUPERVISOR).await;
    let begun: AskedAssessment =
        other.post(&at(id, "/assessments"), begin("medsittning-patient")).await.ok();
    // Whoever begins is the assessor.
    assert_eq!(begun.record.assessor.name(), "Handledaren Knä");
    sent(&other, &at(id, &format!("/assessments/{}", begun.record.id))).await;
    let colleague = app.signed_in(OTHER_TRAINEE).await;
    let refused = colleague.post(&at(id, "/assessments"), begin("medsittning-patient")).await;
    refused.problem(StatusCode::NOT_FOUND);
    app.add("handledare.annan@prov.se", Role::Supervisor, Some(app.gyn()), None).await;
    let elsewhere = app.signed_in("handledare.annan@prov.se").await;
    let refused = elsewhere.post(&at(id, "/assessments"), begin("medsittning-patient")).await;
    refused.problem(StatusCode::NOT_FOUND);

    let trainee = app.signed_in(TRAINEE).await;
    let mut own = begin("bilateral-st");
    let refused = other.post(&at(id, "/assessments"), &own).await.problem(StatusCode::FORBIDDEN);
    assert_eq!(refused.title, "Det här fyller ST-läkaren i själv.");
    let refused = trainee.post(&at(id, "/assessments"), &own).await;
    wrong(&refused, "assessor", "Personen har inget konto här");
    own["assessor"]["person"]["id"] = json!(app.person(OTHER_SUPERVISOR).await);
    let begun: AskedAssessment = trainee.post(&at(id, "/assessments"), &own).await.ok();
    let path = at(id, &format!("/assessments/{}", begun.record.id));
    let said = json!({ "occasion": { "on": "2026-11-20" }, "texts": { "bra": "Gott om tid" } });
    other.put(&path, 1, &said).await.problem(StatusCode::FORBIDDEN);
    trainee.put(&path, 1, &said).await.is(StatusCode::OK);
    assert!(other.get(&path).await.ok::<Assessment>().written.texts.is_empty());
    trainee.post_at(&format!("{path}/answer"), 2, json!(null)).await.is(StatusCode::OK);
    other.post_at(&format!("{path}/confirmation"), 3, json!(null)).await.is(StatusCode::OK);
    gathered_agrees(&app, id).await;
}

async fn what_stands_wrong_is_told_by_field(app: TestApp) {
    let id = started(&app).await;
    let trainee = app.signed_in(TRAINEE).await;
    let start = ask(&app, OTHER_SUPERVISOR).await;
    for (field, value, path, sentence) in [
        ("until", json!("2026-11-21"), "until", "har redan varit"),
        ("instrument", json!({ "code": "ingen", "version": 1 }), "instrument", "Mallen finns inte"),
        (
            "instrument",
            json!({ "code": "bilateral-st", "version": 1 }),
            "instrument",
            "din egen del",
        ),
        ("objectives", json!(["c1"]), "objectives", "c1"),
    ] {
        let mut asking = start.clone();
        asking[field] = value;
        wrong(&trainee.post(&at(id, "/assessments"), asking).await, path, sentence);
    }
    let oneself = ask(&app, TRAINEE).await;
    wrong(
        &trainee.post(&at(id, "/assessments"), oneself).await,
        "assessor",
        "Ingen bedömer sig själv",
    );
    let mut address = without_account();
    address["assessor"]["email"] = json!("ingen adress");
    wrong(&trainee.post(&at(id, "/assessments"), address).await, "assessor.email", "e-postadress");
    let (_, path) = asked(&app, id, start).await;
    let assessor = app.signed_in(OTHER_SUPERVISOR).await;
    let mut off = form("Lyssnade");
    off["answers"]["kommunikation"] = json!({ "step": 9 });
    wrong(&assessor.put(&path, 1, off).await, "answers.kommunikation", "välj ett av svaren");
    let nothing = json!({ "occasion": { "on": "2026-11-23" } });
    assessor.put(&path, 1, nothing).await.is(StatusCode::OK);
    let unfinished = assessor.post_at(&format!("{path}/answer"), 2, json!(null)).await;
    let problem = unfinished.problem(StatusCode::UNPROCESSABLE_ENTITY);
    let paths: Vec<_> = problem.errors.iter().map(|error| error.path.as_str()).collect();
    assert_eq!(paths, ["occasion.on", "texts.bra"]);
}

async fn a_stale_form_is_told_what_stands_and_nothing_is_erased(app: TestApp) {
    let id = started(&app).await;
    let (_, path) = asked(&app, id, ask(&app, OTHER_SUPERVISOR).await).await;
    let assessor = app.signed_in(OTHER_SUPERVISOR).await;
    assessor.put(&path, 1, form("Lyssnade")).await.is(StatusCode::OK);
    // As when the answer got lost.
    let again: Saved<Assessment> = assessor.put(&path, 1, form("Lyssnade")).await.ok();
    assert_eq!(again.record.version, 2);
    let stale = assessor.put(&path, 1, form("Annat")).await;
    let current = stale.problem(StatusCode::PRECONDITION_FAILED).current.unwrap();
    assert_eq!(current["written"]["texts"]["bra"], "Lyssnade");
    assessor
        .post_at(&format!("{path}/answer"), 1, json!(null))
        .await
        .problem(StatusCode::PRECONDITION_FAILED);
    let why = json!({ "reason": "Hann inte se färdigt" });
    assessor.post(&format!("{path}/decline"), why).await.is(StatusCode::OK);
    // What was begun stays with whoever wrote it.
    let mine: Vec<Assessment> = assessor.get("/api/assessments").await.ok();
    assert_eq!(mine[0].written.texts.len(), 1);
    let trainee = app.signed_in(TRAINEE).await;
    assert!(whole(&trainee, id).await.assessments[0].written.texts.is_empty());
}

/// The trainings that somebody may begin an assessment in.
async fn to_assess(client: &Client) -> Vec<TrainingId> {
    let all: Vec<TraineeToAssess> = client.get("/api/trainees-to-assess").await.ok();
    all.into_iter().map(|one| one.training).collect()
}

fn begun_unasked() -> Value {
    json!({ "instrument": { "code": "medsittning-patient", "version": 1 }, "occasion": { "on": "2026-11-20" },
        "assessor": { "kind": "account", "person": { "id": unknown(), "name": "" } } })
}

/// A client that begins an assessment, fills it in and sees it confirmed, and meets nothing else of the training.
async fn begins_and_sees_nothing_else(app: &TestApp, assessor: &Client, id: TrainingId) {
    let others: AskedAssessment = {
        let trainee = app.signed_in(TRAINEE).await;
        trainee.post(&at(id, "/assessments"), ask(app, SUPERVISOR).await).await.ok()
    };
    let begun: AskedAssessment = assessor.post(&at(id, "/assessments"), begun_unasked()).await.ok();
    let path = at(id, &format!("/assessments/{}", begun.record.id));
    sent(assessor, &path).await;
    let trainee = app.signed_in(TRAINEE).await;
    trainee.post_at(&format!("{path}/confirmation"), 3, json!(null)).await.is(StatusCode::OK);
    let mine: Vec<Assessment> = assessor.get("/api/assessments").await.ok();
    assert_eq!(mine.iter().map(|one| one.id).collect::<Vec<_>>(), [begun.record.id]);
    for rest in [
        "",
        "/history",
        "/assessors",
        "/certifiers",
        "/support-plans",
        "/panels",
        &format!("/assessments/{}", others.record.id),
    ] {
        assessor.get(&at(id, rest)).await.problem(StatusCode::NOT_FOUND);
    }
    let asking = ask(app, SUPERVISOR).await;
    assessor.post(&at(id, "/assessments"), asking).await.problem(StatusCode::NOT_FOUND);
    let placement = json!({ "kind": "research", "place": "Labb", "from": "2026-01-01", "to": "2026-02-01",
        "percent": 100, "goals": "", "objectives": [], "feedback": "" });
    assessor.post(&at(id, "/placements"), placement).await.problem(StatusCode::NOT_FOUND);
    gathered_agrees(app, id).await;
}

async fn a_supervisor_finds_whom_to_assess_and_sees_nothing_else_of_the_training(app: TestApp) {
    let id = started(&app).await;
    let other = app.signed_in(OTHER_SUPERVISOR).await;
    let found: Value = other.get("/api/trainees-to-assess").await.ok();
    let found = &found.as_array().unwrap()[..];
    assert_eq!(found.len(), 1);
    let fields: Vec<_> = found[0].as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(fields, ["clinic", "regulation", "specialty", "trainee", "training"]);
    assert_eq!(found[0]["trainee"]["name"], "ST-läkaren Skena");
    begins_and_sees_nothing_else(&app, &other, id).await;
    for (who, may) in [
        (SUPERVISOR, true),
        (DIRECTOR, true),
        (HEAD, true),
        (TRAINEE, false),
        (OTHER_TRAINEE, false),
        ("handledare.kvinno@exempel.se", false),
        ("region@exempel.se", false),
        ("administrator@exempel.se", false),
        ("inspektor1@exempel.se", false),
    ] {
        assert_eq!(to_assess(&app.signed_in(who).await).await.contains(&id), may, "{who}");
    }
    // Whose training is interrupted isn't assessed.
    let stop = json!({ "read": 0, "on": "2026-11-01", "reason": "Slutar", "step": { "kind": "interrupt" } });
    let director = app.signed_in(DIRECTOR).await;
    director.post(&at(id, "/decisions"), stop).await.is(StatusCode::OK);
    assert!(to_assess(&other).await.is_empty());
    let refused = other.post(&at(id, "/assessments"), begun_unasked()).await;
    refused.problem(StatusCode::CONFLICT);
}

/// A placement at the other clinic, supervised by somebody there.
async fn placed(app: &TestApp, id: TrainingId, from: &str, to: &str) -> String {
    let trainee = app.signed_in(TRAINEE).await;
    let placement = elsewhere(app, from, to).await;
    let added: Value = trainee.post(&at(id, "/placements"), placement).await.ok();
    at(id, &format!("/placements/{}", added["record"]["id"].as_str().unwrap()))
}

const ELSEWHERE: &str = "handledare.kvinno@exempel.se";

async fn elsewhere(app: &TestApp, from: &str, to: &str) -> Value {
    json!({ "kind": "elsewhere", "place": "Kvinnokliniken", "clinic": app.gyn(), "from": from, "to": to, "percent": 100,
        "supervisor": { "kind": "person", "who": app.person(ELSEWHERE).await },
        "goals": "", "objectives": [], "feedback": "" })
}

async fn who_supervises_a_placement_elsewhere_begins_while_it_goes_on_and_a_while_after(
    app: TestApp,
) {
    let id = started(&app).await;
    let host = app.signed_in(ELSEWHERE).await;
    let refuses = async |why: &str| {
        assert_eq!(to_assess(&host).await, [], "{why}");
        let answer = host.post(&at(id, "/assessments"), begun_unasked()).await;
        answer.problem(StatusCode::NOT_FOUND);
    };
    refuses("supervises nothing there").await;
    let path = placed(&app, id, "2026-11-01", "2026-12-31").await;
    assert_eq!(to_assess(&host).await, [id]);
    begins_and_sees_nothing_else(&app, &host, id).await;
    // Whom the placement isn't in the hands of gains nothing by working at its clinic.
    app.add("handledare.annan@prov.se", Role::Supervisor, Some(app.gyn()), None).await;
    let colleague = app.signed_in("handledare.annan@prov.se").await;
    assert!(to_assess(&colleague).await.is_empty());
    let trainee = app.signed_in(TRAINEE).await;
    let mut moved = elsewhere(&app, "2026-12-01", "2026-12-31").await;
    trainee.put(&path, 1, &moved).await.is(StatusCode::OK);
    refuses("hasn't begun").await;
    moved["from"] = json!("2026-01-01");
    moved["to"] = json!("2026-08-25");
    trainee.put(&path, 2, &moved).await.is(StatusCode::OK);
    assert_eq!(to_assess(&host).await, [id]);
    moved["to"] = json!("2026-08-20");
    trainee.put(&path, 3, &moved).await.is(StatusCode::OK);
    refuses("ended long ago").await;
    moved["to"] = json!("2026-12-31");
    trainee.put(&path, 4, &moved).await.is(StatusCode::OK);
    assert_eq!(to_assess(&host).await, [id]);
    moved["supervisor"] = json!({ "kind": "written", "who": "Handledaren Utifrån" });
    trainee.put(&path, 5, &moved).await.is(StatusCode::OK);
    refuses("somebody else supervises").await;
    moved["supervisor"] = elsewhere(&app, "", "").await["supervisor"].take();
    trainee.put(&path, 6, &moved).await.is(StatusCode::OK);
    assert_eq!(to_assess(&host).await, [id]);
    trainee.delete_at(&path, 7).await.is(StatusCode::OK);
    refuses("the placement is removed").await;
}
