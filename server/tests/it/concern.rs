//! Notes of gaps in competence: written early, reported to the huvudansvarig handledare, and perhaps the beginning of an åtgärdsplan.

use axum::http::StatusCode;
use serde_json::{Value, json};
use shared::{
    TrainingId,
    saving::Saved,
    support_plan::{ConcernNote, ConcernNotes, SupportPlan},
    task::Task,
};

use crate::{
    harness::{Client, TestApp},
    story::{DIRECTOR, HEAD},
    training::{
        OTHER_SUPERVISOR, SUPERVISOR, TRAINEE, at, gathered_agrees, history, started, wrong,
    },
};

both_databases!(
    a_note_is_reported_to_the_principal_supervisor_until_they_have_taken_part_of_it,
    a_note_leads_to_a_plan_and_is_seen_by_the_head_of_unit_once_asked_into_that,
    what_stands_wrong_in_a_note_is_told_by_field,
);

const TEXT: &str = "Stressas av akuta sökningar";

fn note(on: &str, text: &str) -> Value {
    json!({ "on": on, "text": text })
}

async fn noted(client: &Client, id: TrainingId) -> Saved<ConcernNote> {
    client.post(&at(id, "/concerns"), note("2026-11-20", TEXT)).await.ok()
}

async fn seen(client: &Client, id: TrainingId) -> Vec<ConcernNote> {
    client.get(&at(id, "/concerns")).await.ok::<ConcernNotes>().notes
}

async fn told_of(client: &Client) -> Vec<Task> {
    let tasks: Vec<Task> = client.get("/api/tasks").await.ok();
    tasks.into_iter().filter(|task| task.path.contains("/stod")).collect()
}

async fn a_note_is_reported_to_the_principal_supervisor_until_they_have_taken_part_of_it(
    app: TestApp,
) {
    let id = started(&app).await;
    let (trainee, supervisor) = (app.signed_in(TRAINEE).await, app.signed_in(SUPERVISOR).await);
    let (director, head) = (app.signed_in(DIRECTOR).await, app.signed_in(HEAD).await);
    let other = app.signed_in(OTHER_SUPERVISOR).await;
    let written = noted(&other, id).await.record;
    assert_eq!((written.by.by.name.as_str(), written.received), ("Handledaren Knä", None));
    for client in [&trainee, &supervisor, &director, &other] {
        assert_eq!(seen(client, id).await.len(), 1);
    }
    assert_eq!(seen(&head, id).await, []);
    let elsewhere = app.signed_in("handledare.kvinno@exempel.se").await;
    elsewhere.get(&at(id, "/concerns")).await.problem(StatusCode::NOT_FOUND);
    trainee
        .post(&at(id, "/concerns"), note("2026-11-20", TEXT))
        .await
        .problem(StatusCode::FORBIDDEN);

    let tasks = told_of(&supervisor).await;
    assert_eq!(tasks.len(), 1);
    assert_eq!(tasks[0].what, "Läs anteckningen om ST-läkaren Skena");
    assert!(!serde_json::to_string(&tasks).unwrap().contains(TEXT));
    for client in [&trainee, &director, &other, &head] {
        assert!(told_of(client).await.is_empty());
    }
    let receipt = at(id, &format!("/concerns/{}/receipt", written.id));
    director.post_at(&receipt, 1, json!(null)).await.problem(StatusCode::FORBIDDEN);
    head.post_at(&receipt, 1, json!(null)).await.problem(StatusCode::NOT_FOUND);
    let received: Saved<ConcernNote> = supervisor.post_at(&receipt, 1, json!(null)).await.ok();
    assert_eq!(received.record.received.unwrap().by.name, "Handledaren Höft");
    supervisor.post_at(&receipt, 1, json!(null)).await.problem(StatusCode::PRECONDITION_FAILED);
    supervisor.post_at(&receipt, 2, json!(null)).await.problem(StatusCode::CONFLICT);
    assert!(told_of(&supervisor).await.is_empty());

    // Their own note is reported by being written.
    noted(&supervisor, id).await;
    assert!(told_of(&supervisor).await.is_empty());
    assert_eq!(seen(&other, id).await.len(), 1);
    // The training's own history tells of its start, and nothing of the notes.
    assert_eq!(history(&trainee, id).await.len(), 1);
    gathered_agrees(&app, id).await;
}

async fn a_note_leads_to_a_plan_and_is_seen_by_the_head_of_unit_once_asked_into_that(app: TestApp) {
    let id = started(&app).await;
    let (supervisor, director) = (app.signed_in(SUPERVISOR).await, app.signed_in(DIRECTOR).await);
    let head = app.signed_in(HEAD).await;
    let written = noted(&app.signed_in(OTHER_SUPERVISOR).await, id).await.record;
    let begin = at(id, &format!("/concerns/{}/support-plan", written.id));
    director.post_at(&begin, 1, json!(null)).await.problem(StatusCode::FORBIDDEN);
    let led: Saved<ConcernNote> = supervisor.post_at(&begin, 1, json!(null)).await.ok();
    let plans: Vec<SupportPlan> = supervisor.get(&at(id, "/support-plans")).await.ok();
    assert_eq!(led.record.plan, Some(plans[0].id));
    supervisor.post_at(&begin, 2, json!(null)).await.problem(StatusCode::CONFLICT);
    let another = noted(&director, id).await.record;
    let second = at(id, &format!("/concerns/{}/support-plan", another.id));
    let under_way = supervisor.post_at(&second, 1, json!(null)).await;
    assert!(under_way.problem(StatusCode::CONFLICT).title.contains("redan en åtgärdsplan"));

    assert_eq!(seen(&head, id).await, []);
    let path = at(id, &format!("/support-plans/{}/head-of-unit", plans[0].id));
    let why = json!({ "reason": "Mer tid i schemat" });
    director.post_at(&path, plans[0].revision, why).await.is(StatusCode::OK);
    let told: Vec<_> = seen(&head, id).await.into_iter().map(|one| one.id).collect();
    assert_eq!(told, [written.id]);
}

async fn what_stands_wrong_in_a_note_is_told_by_field(app: TestApp) {
    let id = started(&app).await;
    let supervisor = app.signed_in(OTHER_SUPERVISOR).await;
    let path = at(id, "/concerns");
    wrong(
        &supervisor.post(&path, note("2026-11-20", " ")).await,
        "text",
        "Skriv vad som har märkts",
    );
    wrong(&supervisor.post(&path, note("2027-01-01", TEXT)).await, "on", "inte har varit än");
}
