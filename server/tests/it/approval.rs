//! What waits for approval in trainings, as Att göra tells it.

use axum::http::StatusCode;
use serde_json::json;
use shared::{
    TrainingId,
    activity::Activity,
    iup::{Iup, IupPart},
    placement::Credit,
    saving::Saved,
    task::Task,
};

use crate::{
    harness::{Client, TestApp},
    story::{DIRECTOR, HEAD, REGION},
    training::{OTHER_SUPERVISOR, SUPERVISOR, TRAINEE, at, started, whole},
};

both_databases!(
    what_waits_for_approval_is_told_to_who_can_approve_until_it_is_approved,
    att_gora_is_read_in_few_statements_however_much_waits,
);

/// The paths of what a person is to approve.
async fn to_approve(client: &Client) -> Vec<String> {
    let tasks: Vec<Task> = client.get("/api/tasks").await.ok();
    let waits = tasks.into_iter().filter(|task| task.what.starts_with("Godkänn "));
    let mut paths: Vec<_> = waits.map(|task| task.path).filter(|p| p.starts_with("/st/")).collect();
    paths.sort_unstable();
    paths
}

async fn credit(client: &Client, id: TrainingId) -> String {
    let credit =
        json!({ "kind": "before_licence", "months": "1,5", "reason": "Vikariat hösten 2023" });
    let added: Saved<Credit> = client.post(&at(id, "/credits"), credit).await.ok();
    at(id, &format!("/credits/{}/approval", added.record.id))
}

async fn project_plan(client: &Client, id: TrainingId) -> Saved<Activity> {
    let work = json!({ "kind": "scientific_work", "title": "Höftfrakturer och väntetid", "from": "2027-02-01",
        "external": false, "objectives": [], "plan": "Journalgranskning.", "publication": { "intended": "no" } });
    client.post(&at(id, "/activities"), work).await.ok()
}

/// Written and signed by both; gives the path of its approval.
async fn programme(trainee: &Client, supervisor: &Client, id: TrainingId) -> String {
    let begun: Saved<Iup> = trainee.post(&at(id, "/iups"), json!(null)).await.ok();
    let path = at(id, &format!("/iups/{}", begun.record.id));
    for part in IupPart::ALL {
        let save = json!({ "field": "part", "part": part.as_str(), "body": "Som det är tänkt" });
        trainee.put(&format!("{path}/fields"), 0, save).await.is(StatusCode::OK);
    }
    for client in [trainee, supervisor] {
        let read = whole(trainee, id).await.iups.pop().unwrap().revision;
        let signature = format!("{path}/signature");
        client.post(&signature, json!({ "read": read })).await.is(StatusCode::OK);
    }
    format!("{path}/approval")
}

async fn what_waits_for_approval_is_told_to_who_can_approve_until_it_is_approved(app: TestApp) {
    let id = started(&app).await;
    let (trainee, supervisor) = (app.signed_in(TRAINEE).await, app.signed_in(SUPERVISOR).await);
    let (director, head) = (app.signed_in(DIRECTOR).await, app.signed_in(HEAD).await);
    for client in [&trainee, &supervisor, &director, &head] {
        assert!(to_approve(client).await.is_empty());
    }
    let credit = credit(&trainee, id).await;
    let plan = project_plan(&trainee, id).await;
    let programme = programme(&trainee, &supervisor, id).await;

    let of_plan = format!("/st/{id}/aktiviteter?aktivitet={}", plan.record.id);
    let of_credit = format!("/st/{id}/placeringar#tillgodo");
    let of_programme = format!("/st/{id}/iup");
    assert_eq!(to_approve(&head).await, [of_plan.clone(), of_programme.clone(), of_credit.clone()]);
    assert_eq!(to_approve(&director).await, [of_programme.clone(), of_credit.clone()]);
    assert_eq!(to_approve(&supervisor).await, std::slice::from_ref(&of_plan));
    for other in [TRAINEE, OTHER_SUPERVISOR, REGION, "studierektor.kvinno@exempel.se"] {
        assert!(to_approve(&app.signed_in(other).await).await.is_empty(), "{other}");
    }

    director.post_at(&credit, 1, json!(null)).await.is(StatusCode::OK);
    assert_eq!(to_approve(&head).await, [of_plan.clone(), of_programme.clone()]);
    let read = whole(&director, id).await.iups.pop().unwrap().revision;
    director.post(&programme, json!({ "read": read })).await.is(StatusCode::OK);
    assert!(to_approve(&director).await.is_empty());
    let approval = at(id, &format!("/activities/{}/plan-approval", plan.record.id));
    supervisor.post_at(&approval, 1, json!(null)).await.is(StatusCode::OK);
    assert!(to_approve(&supervisor).await.is_empty());
    assert_eq!(to_approve(&head).await, [of_plan]);
    head.post_at(&approval, 2, json!(null)).await.is(StatusCode::OK);
    assert!(to_approve(&head).await.is_empty());
}

async fn att_gora_is_read_in_few_statements_however_much_waits(app: TestApp) {
    let id = started(&app).await;
    let (trainee, head) = (app.signed_in(TRAINEE).await, app.signed_in(HEAD).await);
    let (before, _) = app.statements(head.get("/api/tasks")).await;
    for _ in 0..3 {
        credit(&trainee, id).await;
        project_plan(&trainee, id).await;
    }
    let (statements, answer) = app.statements(head.get("/api/tasks")).await;
    assert_eq!(statements, before);
    assert_eq!(
        answer.ok::<Vec<Task>>().iter().filter(|t| t.what.contains("projektplan")).count(),
        3
    );
}
