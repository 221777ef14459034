//! Checklists: published, kept for ever, and current for whom.

use axum::http::{StatusCode, header};
use serde_json::json;
use shared::{
    checklist::{AreaCode, Checklist, ChecklistVersion, CriterionClass, PublishChecklist},
    self_assessment::SelfAssessment,
};

use crate::harness::{TestApp, line, unknown};

both_databases![
    a_new_version_is_for_new_reviews_and_leaves_old_ones_as_they_were,
    versions_have_names_of_their_own,
];

/// The product's version with D11 settled and one exception more.
fn version(app: &TestApp, name: &str) -> PublishChecklist {
    let mut areas = app.checklist.areas.clone();
    let d = areas.iter_mut().find(|area| area.code == AreaCode::D).unwrap();
    let criterion = d.criteria.iter_mut().find(|c| c.code.number() == 11).unwrap();
    criterion.class = CriterionClass::Regulation;
    criterion.class_settled = true;
    PublishChecklist { care_provider: app.places.region, version: line(name), exceptions: 2, areas }
}

async fn a_new_version_is_for_new_reviews_and_leaves_old_ones_as_they_were(app: TestApp) {
    let director = app.signed_in("studierektor@exempel.se").await;
    let region = app.signed_in("region@exempel.se").await;
    let open = |year: i32| json!({ "clinic": app.ortho(), "specialty": "Ortopedi", "year": year });
    let old: SelfAssessment = director.post("/api/self-assessments", open(2025)).await.ok();
    app.app.clock.advance(chrono::Duration::seconds(1));
    let published = region.post("/api/checklists", version(&app, "2026")).await;
    let published: Checklist = published.is(StatusCode::CREATED).ok();
    let new: SelfAssessment = director.post("/api/self-assessments", open(2026)).await.ok();
    assert_eq!((old.checklist, new.checklist), (app.checklist.id, published.id));
    let path = format!("/api/self-assessments/{}", old.id);
    assert_eq!(director.get(&path).await.ok::<SelfAssessment>(), old);

    let read = director.get(&format!("/api/checklists/{}", published.id)).await;
    assert_eq!(read.ok::<Checklist>(), published);
    assert_eq!(read.header(header::CACHE_CONTROL), Some("private, max-age=31536000, immutable"));
    let first = director.get(&format!("/api/checklists/{}", app.checklist.id)).await;
    assert_eq!(first.ok::<Checklist>(), app.checklist);
    director.get(&format!("/api/checklists/{}", unknown())).await.problem(StatusCode::NOT_FOUND);

    let versions: Vec<ChecklistVersion> = director.get("/api/checklists").await.ok();
    let current: Vec<_> = versions.iter().map(|v| (v.version.as_str(), v.current)).collect();
    assert_eq!(current, [("2026", true), ("2025", false)]);
    // Another region has the product's version still, and sees no other.
    let elsewhere = app.signed_in("verksamhetschef@annorlunda.se").await;
    let versions: Vec<ChecklistVersion> = elsewhere.get("/api/checklists").await.ok();
    let current: Vec<_> = versions.iter().map(|v| (v.version.as_str(), v.current)).collect();
    assert_eq!(current, [("2025", true)]);
}

async fn versions_have_names_of_their_own(app: TestApp) {
    let region = app.signed_in("region@exempel.se").await;
    region.post("/api/checklists", version(&app, "2026")).await.is(StatusCode::CREATED);
    for taken in ["2026", "2025"] {
        let answer = region.post("/api/checklists", version(&app, taken)).await;
        assert_eq!(answer.problem(StatusCode::UNPROCESSABLE_ENTITY).errors[0].path, "version");
    }
    let elsewhere = app.signed_in("region@annorlunda.se").await;
    let same = PublishChecklist { care_provider: app.elsewhere.region, ..version(&app, "2026") };
    elsewhere.post("/api/checklists", same).await.is(StatusCode::CREATED);
}

#[tokio::test]
async fn a_checklist_that_grading_cannot_work_on_is_refused_with_the_place() {
    let app = TestApp::sqlite().await;
    let region = app.signed_in("region@exempel.se").await;
    let mut without = version(&app, "2026");
    without.areas.remove(3);
    let mut renumbered = version(&app, "2026");
    renumbered.areas[0].criteria.remove(0);
    let mut long = version(&app, "2026");
    long.areas[1].criteria[2].text = "å".repeat(100_000);
    for (wrong, path) in [(without, "areas"), (renumbered, "areas"), (long, "B3")] {
        let answer = region.post("/api/checklists", wrong).await;
        let problem = answer.problem(StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(problem.errors[0].path, path, "{problem:?}");
    }
}
