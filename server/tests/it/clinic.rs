//! Care providers and clinics: who sees which, and saving them.

use axum::http::{Method, StatusCode, header};
use serde_json::{Value, json};
use shared::{
    CareProviderId,
    clinic::{CareProvider, Clinic, SaveClinic},
    person::Me,
    problem::ProblemKind,
    rule::{OwnThresholds, Thresholds},
};

use crate::{
    harness::{Client, TestApp, line},
    training::{started, whole},
};

both_databases![
    everybody_sees_their_own_clinics_and_no_others,
    two_who_change_a_clinic_at_once_never_overwrite_each_other,
    a_name_is_taken_only_once,
    what_a_region_chooses_holds_for_its_trainings_at_once,
    thresholds_without_sense_and_stale_ones_are_refused,
];

fn clinic(care_provider: CareProviderId, name: &str) -> SaveClinic {
    SaveClinic {
        care_provider,
        name: line(name),
        site: line("Exempelsjukhuset"),
        specialties: vec![line("Ortopedi"), line("Handkirurgi")],
    }
}

async fn names(client: &Client) -> Vec<String> {
    let clinics: Vec<Clinic> = client.get("/api/clinics").await.ok();
    clinics.into_iter().map(|clinic| clinic.name.name).collect()
}

async fn everybody_sees_their_own_clinics_and_no_others(app: TestApp) {
    let region = [
        "Barnkliniken",
        "Björkens vårdcentral",
        "Kvinnokliniken",
        "Ortopedkliniken",
        "Ögonkliniken",
    ];
    let all = [&region[..2], &["Hudkliniken"], &region[2..]].concat();
    assert_eq!(names(&app.signed_in("region@exempel.se").await).await, region);
    assert_eq!(names(&app.signed_in("administrator@exempel.se").await).await, all);
    assert_eq!(names(&app.signed_in("st-lakare@exempel.se").await).await, ["Ortopedkliniken"]);
    assert_eq!(names(&app.signed_in("region@annorlunda.se").await).await, ["Hudkliniken"]);
    let inspector = app.signed_in("inspektor1@exempel.se").await;
    assert!(names(&inspector).await.is_empty());
    let providers: Vec<CareProvider> = inspector.get("/api/care-providers").await.ok();
    assert!(providers.is_empty());
    let director = app.signed_in("studierektor@exempel.se").await;
    let providers: Vec<CareProvider> = director.get("/api/care-providers").await.ok();
    assert_eq!(providers.len(), 1);
    let other = format!("/api/clinics/{}", app.gyn());
    director.get(&other).await.problem(StatusCode::NOT_FOUND);
}

async fn two_who_change_a_clinic_at_once_never_overwrite_each_other(app: TestApp) {
    let region = app.signed_in("region@exempel.se").await;
    let path = format!("/api/clinics/{}", app.ortho());
    let read = region.get(&path).await;
    assert_eq!(read.header(header::ETAG), Some("\"1\""));
    let saved =
        region.put(&path, 1, clinic(app.places.region, "Ortopedi och handkirurgi 🦴")).await;
    assert_eq!(saved.ok::<Clinic>().version, 2);
    let late = region.put(&path, 1, clinic(app.places.region, "Ortopeden")).await;
    let problem = late.problem(StatusCode::PRECONDITION_FAILED);
    assert_eq!(problem.kind, ProblemKind::Conflict);
    assert_eq!(problem.current.unwrap()["name"], "Ortopedi och handkirurgi 🦴");
    let request = region
        .request(Method::PUT, &path, None)
        .header(header::CONTENT_TYPE, "application/json")
        .body(serde_json::to_vec(&clinic(app.places.region, "Ortopeden")).unwrap().into());
    region.send(request.unwrap()).await.problem(StatusCode::PRECONDITION_REQUIRED);
}

async fn a_name_is_taken_only_once(app: TestApp) {
    let region = app.signed_in("region@exempel.se").await;
    let taken = |answer: crate::harness::Answer| {
        assert_eq!(answer.problem(StatusCode::UNPROCESSABLE_ENTITY).errors[0].path, "name");
    };
    taken(region.post("/api/clinics", clinic(app.places.region, "Kvinnokliniken")).await);
    let path = format!("/api/clinics/{}", app.ortho());
    taken(region.put(&path, 1, clinic(app.places.region, "Kvinnokliniken")).await);
    let added = region.post("/api/clinics", clinic(app.places.region, "Rehab")).await;
    added.is(StatusCode::CREATED);
    let administrator = app.signed_in("administrator@exempel.se").await;
    let provider = json!({ "name": "Region Exempel" });
    taken(administrator.post("/api/care-providers", provider).await);
    let provider = json!({ "name": "Region Ny" });
    administrator.post("/api/care-providers", provider).await.is(StatusCode::CREATED);
}

#[tokio::test]
async fn what_stands_wrong_in_a_clinic_is_told_by_field() {
    let app = TestApp::sqlite().await;
    let region = app.signed_in("region@exempel.se").await;
    let right = serde_json::to_value(clinic(app.places.region, "Rehab")).unwrap();
    let with = |field: &str, value: Value| {
        let mut clinic = right.clone();
        clinic[field] = value;
        clinic
    };
    let many: Vec<String> = (0..21).map(|number| number.to_string()).collect();
    for (wrong, path) in [
        (with("name", json!(" ")), "name"),
        (with("name", json!("x".repeat(301))), "name"),
        (with("site", json!(7)), "site"),
        (with("specialties", json!([])), "specialties"),
        (with("specialties", json!(["Ortopedi", "Ortopedi"])), "specialties"),
        (with("specialties", json!(many)), "specialties"),
        (with("specialties", json!(["Ortopedi", ""])), "specialties[1]"),
    ] {
        let problem =
            region.post("/api/clinics", wrong).await.problem(StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(problem.errors[0].path, path, "{problem:?}");
    }
    let mut elsewhere = clinic(app.elsewhere.region, "Rehab");
    region.post("/api/clinics", &elsewhere).await.problem(StatusCode::NOT_FOUND);
    elsewhere.specialties.clear();
    let path = format!("/api/clinics/{}", app.ortho());
    let moved = region.put(&path, 1, elsewhere).await;
    assert_eq!(moved.problem(StatusCode::UNPROCESSABLE_ENTITY).errors[0].path, "care_provider");
}

async fn what_a_region_chooses_holds_for_its_trainings_at_once(app: TestApp) {
    let training = started(&app).await;
    let director = app.signed_in("studierektor@exempel.se").await;
    let before = whole(&director, training).await;
    assert_eq!(before.thresholds, Thresholds::default());
    let region = app.signed_in("region@exempel.se").await;
    let path = format!("/api/care-providers/{}/thresholds", app.places.region);
    let wanted = Thresholds { assessments_per_year: 7, ..Thresholds::default() };
    let saved: OwnThresholds = region.put(&path, 0, json!(wanted)).await.ok();
    assert_eq!(saved, OwnThresholds { thresholds: wanted, version: 1 });
    assert_eq!(director.get(&path).await.ok::<OwnThresholds>(), saved);

    let after = whole(&director, training).await;
    assert_eq!(after.thresholds, wanted);
    // Who has the training open is to hear of it.
    assert!(after.training.revision > before.training.revision);
    let clinic: Clinic = director.get(&format!("/api/clinics/{}", app.ortho())).await.ok();
    assert_eq!(clinic.thresholds, wanted);
    let figures: Value =
        director.get(&format!("/api/clinics/{}/training-figures", app.ortho())).await.ok();
    assert!(figures.to_string().contains("minst 7"), "{figures}");

    // Another region keeps the guideline's.
    let other = app.signed_in("region@annorlunda.se").await;
    let me: Me = other.get("/api/session").await.ok();
    let own = me.memberships[0].care_provider.unwrap();
    let theirs: OwnThresholds =
        other.get(&format!("/api/care-providers/{own}/thresholds")).await.ok();
    assert_eq!(theirs, OwnThresholds { thresholds: Thresholds::default(), version: 0 });
}

async fn thresholds_without_sense_and_stale_ones_are_refused(app: TestApp) {
    let region = app.signed_in("region@exempel.se").await;
    let path = format!("/api/care-providers/{}/thresholds", app.places.region);
    let refused = region.put(&path, 0, json!({ "review_months": 0 })).await;
    let problem = refused.problem(StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(problem.errors[0].path, "review_months");
    assert_eq!(problem.errors[0].message, "Skriv ett tal från 1 till 60.");
    let crossed = json!({ "science_weeks_least": 12, "science_weeks_most": 10 });
    region.put(&path, 0, crossed).await.problem(StatusCode::UNPROCESSABLE_ENTITY);
    let first: OwnThresholds =
        region.put(&path, 0, json!({ "assessments_per_year": 3 })).await.ok();
    let problem = region
        .put(&path, 0, json!({ "assessments_per_year": 5 }))
        .await
        .problem(StatusCode::PRECONDITION_FAILED);
    assert_eq!(problem.kind, ProblemKind::Conflict);
    assert_eq!(problem.current, Some(json!(first)));
    // The same once more, as when the answer was lost on the way.
    let again: OwnThresholds =
        region.put(&path, 0, json!({ "assessments_per_year": 3 })).await.ok();
    assert_eq!(again, first);
}
