//! How far a test needs an inspection or self-assessment to have come before it begins.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use shared::{
    InspectionId, SelfAssessmentId,
    inspection::{Inspection, PlannedInspection, SavedGrading, SavedObservation},
    self_assessment::{SavedAnswer, SelfAssessment},
};

use crate::harness::{Answer, Client, TestApp};

pub const REGION: &str = "region@exempel.se";
pub const FIRST: &str = "inspektor1@exempel.se";
pub const SECOND: &str = "inspektor2@exempel.se";
pub const HEAD: &str = "verksamhetschef@exempel.se";
pub const DIRECTOR: &str = "studierektor@exempel.se";

/// An inspection of the orthopaedic clinic, planned by the region.
pub async fn planned(app: &TestApp) -> InspectionId {
    let region = app.signed_in(REGION).await;
    region.post("/api/inspections", plan(app).await).await.ok::<PlannedInspection>().id
}

pub async fn plan(app: &TestApp) -> Value {
    json!({
        "clinic": app.ortho(), "specialty": "Ortopedi", "starts": "2026-12-01", "ends": "2026-12-02",
        "inspectors": [app.person(FIRST).await, app.person(SECOND).await],
    })
}

pub async fn read(client: &Client, id: InspectionId) -> Inspection {
    client.get(&at(id, "")).await.ok()
}

pub fn at(id: InspectionId, rest: &str) -> String {
    format!("/api/inspections/{id}{rest}")
}

/// Planned and begun.
pub async fn underway(app: &TestApp) -> (InspectionId, Client, Client) {
    let id = planned(app).await;
    let (first, second) = (app.signed_in(FIRST).await, app.signed_in(SECOND).await);
    step(&first, id, "start", json!(null)).await;
    (id, first, second)
}

/// Takes a step from where the inspection now stands.
pub async fn step(client: &Client, id: InspectionId, step: &str, body: Value) -> Inspection {
    try_step(client, id, step, body).await.ok()
}

pub async fn try_step(client: &Client, id: InspectionId, step: &str, body: Value) -> Answer {
    let revision = read(client, id).await.revision;
    client.post_at(&at(id, &format!("/{step}")), revision, body).await
}

pub fn judged(judgement: &str, note: &str) -> Value {
    json!({ "judgement": judgement, "note": note })
}

/// Everything fulfilled but `findings`, each area with its suggested grade.
pub async fn judge_all(client: &Client, id: InspectionId, findings: &[&str]) {
    let mut suggestions = BTreeMap::new();
    let protocol = read(client, id).await.protocol.unwrap();
    for observation in &protocol.observations {
        let code = observation.code.to_string();
        let save = if findings.contains(&code.as_str()) {
            judged("finding", &format!("Brist i {code}."))
        } else {
            judged("fulfilled", "")
        };
        let path = at(id, &format!("/observations/{code}"));
        let saved: SavedObservation = client.put(&path, observation.version, save).await.ok();
        suggestions.insert(observation.code.area(), saved.suggestion);
    }
    for grading in &protocol.gradings {
        let grade = suggestions[&grading.area].grade().unwrap();
        let path = at(id, &format!("/gradings/{}", grading.area));
        let save = json!({ "grade": grade, "motivation": "" });
        client.put(&path, grading.version, save).await.ok::<SavedGrading>();
    }
}

/// Signed by both, the clinic done, final.
pub async fn make_final(app: &TestApp, findings: &[&str]) -> (InspectionId, Client, Client) {
    let (id, first, second) = underway(app).await;
    judge_all(&first, id, findings).await;
    step(&first, id, "signature", json!(null)).await;
    step(&second, id, "signature", json!(null)).await;
    let head = app.signed_in(HEAD).await;
    step(&head, id, "comments-done", json!(null)).await;
    step(&second, id, "final", json!(null)).await;
    (id, first, second)
}

/// A signed self-assessment of the orthopaedic clinic, where `failing` are not fulfilled.
pub async fn signed_assessment(app: &TestApp, year: i32, failing: &[&str]) -> SelfAssessmentId {
    let director = app.signed_in(DIRECTOR).await;
    let open = json!({ "clinic": app.ortho(), "specialty": "Ortopedi", "year": year });
    let opened: SelfAssessment = director.post("/api/self-assessments", open).await.ok();
    let mut revision = opened.revision;
    for answer in &opened.answers {
        let code = answer.code.to_string();
        let verdict = if failing.contains(&code.as_str()) { "partly" } else { "fulfilled" };
        let path = format!("/api/self-assessments/{}/answers/{code}", opened.id);
        let save = json!({ "verdict": verdict, "comment": format!("Så är det med {code}.") });
        revision = director.put(&path, answer.version, save).await.ok::<SavedAnswer>().revision;
    }
    let path = format!("/api/self-assessments/{}/signature", opened.id);
    let head = app.signed_in(HEAD).await;
    head.post_at(&path, revision, json!(null)).await.ok::<SelfAssessment>();
    opened.id
}
