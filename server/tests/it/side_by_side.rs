//! Two servers on one PostgreSQL database, with nothing in common but it.

use axum::{
    body::Body,
    http::{Method, StatusCode},
};
use serde_json::{Value, json};
use shared::{
    inspection::{Inspection, InspectionPhase, Observation, SavedObservation},
    problem::ProblemKind,
    self_assessment::{Answer, SavedAnswer, SelfAssessment},
};

use crate::{
    harness::{Client, TestApp},
    story::{DIRECTOR, at, judge_all, judged, read, step, underway},
    training,
};

/// Asks for a record unless it still is at `revision`.
async fn poll(client: &Client, path: &str, revision: i64) -> crate::harness::Answer {
    let request = client
        .request(Method::GET, path, None)
        .header("if-none-match", format!("\"{revision}\""))
        .body(Body::empty());
    client.send(request.unwrap()).await
}

/// Sends two edits that started from the same version through the two servers: exactly one is saved, and
/// the other is told what stands.
async fn race(here: &Client, there: &Client, path: &str, edits: [Value; 2]) -> (Value, Value) {
    let [one, other] = edits;
    let (one, other) = tokio::join!(here.put(path, 0, one), there.put(path, 0, other));
    let (won, lost) = if one.status.is_success() { (one, other) } else { (other, one) };
    let problem = lost.problem(StatusCode::PRECONDITION_FAILED);
    assert_eq!(problem.kind, ProblemKind::Conflict);
    (won.ok(), problem.current.unwrap())
}

#[tokio::test]
async fn what_one_inspector_saves_is_seen_by_the_other_through_another_server() {
    let app = TestApp::postgres().await;
    let (id, here, second) = underway(&app).await;
    let there = second.through(app.second().await);
    let seen = read(&there, id).await;
    poll(&there, &at(id, ""), seen.revision).await.is(StatusCode::NOT_MODIFIED);
    let save = judged("finding", "Följs inte upp.");
    let saved: SavedObservation = here.put(&at(id, "/observations/D7"), 0, save).await.ok();
    let polled: Inspection = poll(&there, &at(id, ""), seen.revision).await.ok();
    assert_eq!(polled.revision, saved.revision);
    let code = "D7".parse().unwrap();
    assert_eq!(polled.protocol.unwrap().observation(code), Some(&saved.observation));
    let back = judged("fulfilled", "Följs upp sedan i våras.");
    let path = at(id, "/observations/D7");
    there.put(&path, saved.observation.version, back).await.ok::<SavedObservation>();
    poll(&here, &at(id, ""), saved.revision).await.ok::<Inspection>();
}

#[tokio::test]
async fn of_two_edits_of_one_observation_through_different_servers_one_wins() {
    let app = TestApp::postgres().await;
    let (id, here, second) = underway(&app).await;
    let there = second.through(app.second().await);
    for code in ["A1", "B2", "C3", "D7", "E11", "H13"] {
        let path = at(id, &format!("/observations/{code}"));
        let edits = [judged("finding", "Här."), judged("fulfilled", "Där.")];
        let (won, current) = race(&here, &there, &path, edits).await;
        let won: SavedObservation = serde_json::from_value(won).unwrap();
        assert_eq!(serde_json::from_value::<Observation>(current).unwrap(), won.observation);
        assert_eq!(won.observation.version, 1);
    }
}

#[tokio::test]
async fn two_signatures_through_different_servers_never_count_as_one_and_the_same() {
    let app = TestApp::postgres().await;
    let (id, here, second) = underway(&app).await;
    judge_all(&here, id, &[]).await;
    let twin = here.through(app.second().await);
    let revision = read(&here, id).await.revision;
    let path = at(id, "/signature");
    let (one, other) = tokio::join!(
        here.post_at(&path, revision, json!(null)),
        twin.post_at(&path, revision, json!(null)),
    );
    assert_ne!(one.status.is_success(), other.status.is_success());
    let there = second.through(app.second().await);
    let preliminary = step(&there, id, "signature", json!(null)).await;
    let InspectionPhase::Preliminary { signed, .. } = preliminary.phase else {
        panic!("{:?}", preliminary.phase)
    };
    assert_ne!(signed[0].by.id, signed[1].by.id);
}

#[tokio::test]
async fn an_answer_saved_through_one_server_is_seen_through_the_other() {
    let app = TestApp::postgres().await;
    let here = app.signed_in(DIRECTOR).await;
    let there = app.signed_in("verksamhetschef@exempel.se").await.through(app.second().await);
    let open = json!({ "clinic": app.ortho(), "specialty": "Ortopedi", "year": 2026 });
    let opened: SelfAssessment = here.post("/api/self-assessments", open).await.ok();
    let path = format!("/api/self-assessments/{}", opened.id);
    let seen: SelfAssessment = there.get(&path).await.ok();
    poll(&there, &path, seen.revision).await.is(StatusCode::NOT_MODIFIED);
    let answer = |verdict: &str| json!({ "verdict": verdict, "comment": "Sedan i våras." });
    let d7 = format!("{path}/answers/D7");
    let saved: SavedAnswer = here.put(&d7, 0, answer("fulfilled")).await.ok();
    let polled: SelfAssessment = poll(&there, &path, seen.revision).await.ok();
    assert_eq!(polled.revision, saved.revision);
    assert_eq!(polled.answer("D7".parse().unwrap()), Some(&saved.answer));

    for code in ["A1", "B2", "C3", "D6", "E11", "H13"] {
        let edits = [answer("fulfilled"), answer("partly")];
        let path = format!("{path}/answers/{code}");
        let (won, current) = race(&here, &there, &path, edits).await;
        let won: SavedAnswer = serde_json::from_value(won).unwrap();
        assert_eq!(serde_json::from_value::<Answer>(current).unwrap(), won.answer);
    }
}

#[tokio::test]
async fn a_training_changed_through_one_server_is_read_as_it_stands_through_the_other() {
    let app = TestApp::postgres().await;
    let id = training::started(&app).await;
    let here = app.signed_in(training::TRAINEE).await;
    let there = app.signed_in(DIRECTOR).await.through(app.second().await);
    assert!(training::listed(&app, &there, id).await.facts.placements.is_empty());
    assert!(training::whole(&there, id).await.placements.is_empty());
    let path = training::at(id, "/placements");
    here.post(&path, training::placement()).await.is(StatusCode::OK);
    assert_eq!(training::listed(&app, &there, id).await.facts.placements.len(), 1);
    assert_eq!(training::whole(&there, id).await.placements.len(), 1);
}

#[tokio::test]
async fn who_signs_out_everywhere_is_signed_out_of_the_other_server() {
    let app = TestApp::postgres().await;
    let here = app.signed_in(DIRECTOR).await;
    let there = here.through(app.second().await);
    there.get("/api/inspections").await.is(StatusCode::OK);
    here.delete("/api/sessions").await.is(StatusCode::NO_CONTENT);
    there.get("/api/inspections").await.problem(StatusCode::UNAUTHORIZED);
}
