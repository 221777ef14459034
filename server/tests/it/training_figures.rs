//! What a clinic's trainings say of the checklist's criteria.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use serde_json::json;
use shared::{
    TrainingId, checklist::CriterionCode, person::Role, progress::Figure, saving::Saved,
    supervision_meeting::SupervisionMeeting, training::Training,
};

use crate::{
    harness::{Client, TestApp},
    story::{DIRECTOR, HEAD, REGION},
    training::{OTHER_TRAINEE, SUPERVISOR, TRAINEE, at, started, to_start},
};

both_databases!(
    the_figures_are_those_counted_by_hand_of_trainings_underway,
    the_figures_are_for_those_who_answer_the_self_assessment,
);

type Figures = BTreeMap<CriterionCode, Vec<Figure>>;

async fn figures(app: &TestApp, client: &Client) -> Figures {
    client.get(&format!("/api/clinics/{}/training-figures", app.ortho())).await.ok()
}

fn told<'a>(figures: &'a Figures, code: &str) -> Vec<&'a str> {
    let of = figures.get(&code.parse().unwrap());
    of.into_iter().flatten().map(|figure| figure.text.as_str()).collect()
}

/// A training of somebody who is a ST-läkare at the orthopaedic clinic, without a supervisor.
async fn alone(app: &TestApp, director: &Client, email: &str, starts_on: &str) -> TrainingId {
    let mut start = to_start(app, director).await;
    start["trainee"] = json!(app.person(email).await);
    start["principal_supervisor"] = json!(null);
    start["starts_on"] = json!(starts_on);
    director.post("/api/trainings", start).await.ok::<Saved<Training>>().record.id
}

/// Interrupted, as the database keeps it.
async fn interrupt(app: &TestApp, id: TrainingId) {
    let interrupted = "UPDATE training SET revision = revision + 1, phase = 'interrupted', phase_since = '2026-11-01', phase_reason = 'Flytt' WHERE id = $1";
    app.change(interrupted, &id.to_string()).await;
}

async fn the_figures_are_those_counted_by_hand_of_trainings_underway(app: TestApp) {
    let director = app.signed_in(DIRECTOR).await;
    assert_eq!(figures(&app, &director).await, Figures::new());
    let supervised = started(&app).await;
    let left = alone(&app, &director, OTHER_TRAINEE, "2024-09-01").await;
    // Begins after today, and isn't counted yet.
    alone(&app, &director, "st-lakare.skruv@exempel.se", "2026-12-01").await;
    let plan = json!({ "planned_on": "2026-12-01" });
    let supervisor = app.signed_in(SUPERVISOR).await;
    supervisor.post(&at(supervised, "/meetings"), plan).await.ok::<Saved<SupervisionMeeting>>();

    let path = format!("/api/clinics/{}/training-figures", app.ortho());
    let (statements, answer) = app.statements(director.get(&path)).await;
    assert_eq!(
        statements, 3,
        "who asks with what the trainings stand at, their facts, and the supervisors"
    );
    let found: Figures = answer.ok();
    let (statements, answer) = app.statements(director.get(&path)).await;
    assert_eq!(statements, 2, "the facts are remembered");
    assert_eq!(answer.ok::<Figures>(), found);
    let programme = "0 av 2 ST-läkare har ett IUP som gäller.";
    assert_eq!(
        told(&found, "D5"),
        [programme, "1 av 2 ST-läkare har en huvudansvarig handledare."]
    );
    assert_eq!(told(&found, "E2"), ["1 av 2 ST-läkare har en huvudansvarig handledare."]);
    assert_eq!(told(&found, "E8"), ["1 av 2 ST-läkare har nästa handledarsamtal inplanerat."]);
    // No programme is in force, so how old it is bears on nobody.
    assert_eq!(told(&found, "D7"), [""; 0]);

    interrupt(&app, left).await;
    let found = figures(&app, &director).await;
    assert_eq!(told(&found, "E2"), ["1 av 1 ST-läkare har en huvudansvarig handledare."]);
    assert_eq!(told(&found, "E8"), ["1 av 1 ST-läkare har nästa handledarsamtal inplanerat."]);
}

async fn the_figures_are_for_those_who_answer_the_self_assessment(app: TestApp) {
    started(&app).await;
    app.add("handledare.annan@prov.se", Role::Supervisor, Some(app.ortho()), None).await;
    for reader in [DIRECTOR, HEAD, SUPERVISOR, "handledare.annan@prov.se"] {
        assert!(!figures(&app, &app.signed_in(reader).await).await.is_empty(), "{reader}");
    }
    let path = format!("/api/clinics/{}/training-figures", app.ortho());
    for (reader, status) in [
        (TRAINEE, StatusCode::FORBIDDEN),
        (REGION, StatusCode::FORBIDDEN),
        ("administrator@exempel.se", StatusCode::FORBIDDEN),
        ("studierektor.kvinno@exempel.se", StatusCode::NOT_FOUND),
        ("verksamhetschef@annorlunda.se", StatusCode::NOT_FOUND),
    ] {
        app.signed_in(reader).await.get(&path).await.problem(status);
    }
    let director = app.signed_in(DIRECTOR).await;
    let elsewhere = format!("/api/clinics/{}/training-figures", app.elsewhere.clinic);
    director.get(&elsewhere).await.problem(StatusCode::NOT_FOUND);
}
