//! What is decided about a training, and what stays of what was.

use axum::http::StatusCode;
use serde_json::{Value, json};
use shared::{
    curriculum::Curriculum,
    person::PersonName,
    problem::ProblemKind,
    saving::Saved,
    supervisor::SupervisorConcern,
    training::{Decided, TrainingChoices, TrainingDecision, TrainingPhase},
};

use crate::{
    harness::{Answer, Client, TestApp, unknown},
    story::{DIRECTOR, HEAD},
    training::{
        OTHER_SUPERVISOR, SUPERVISOR, TRAINEE, at, gathered_agrees, history, started, whole, wrong,
    },
};

both_databases!(
    another_supervisor_is_named_warned_of_and_the_one_before_is_kept,
    a_training_is_interrupted_and_taken_up_again_and_its_content_rests_meanwhile,
    a_training_is_completed_when_its_time_is_reached_and_opened_again_with_a_reason,
    a_training_moves_to_a_clinic_where_the_st_lakare_has_the_role,
    who_decides_on_something_that_changed_meanwhile_is_told_first,
);

async fn decide(
    client: &Client,
    id: shared::TrainingId,
    (read, on): (usize, &str),
    reason: Option<&str>,
    step: Value,
) -> Answer {
    let body = json!({ "read": read, "on": on, "reason": reason, "step": step });
    client.post(&at(id, "/decisions"), body).await
}

fn name(id: impl Into<Option<PersonName>>) -> Option<String> {
    id.into().map(|person| person.name)
}

async fn another_supervisor_is_named_warned_of_and_the_one_before_is_kept(app: TestApp) {
    let id = started(&app).await;
    let director = app.signed_in(DIRECTOR).await;
    let choices: TrainingChoices = director.get(&at(id, "/choices")).await.ok();
    assert!(choices.supervisors.iter().any(|one| one.person.name == "Handledaren Knä"));
    assert!(choices.clinics.is_empty() && choices.curricula.is_empty());
    let other = app.person(OTHER_SUPERVISOR).await;
    let lacking = json!({ "specialties": ["Ortopedi"], "training": { "kind": "missing" } });
    let path = format!("/api/clinics/{}/supervisors/{other}", app.ortho());
    director.put(&path, 0, lacking).await.is(StatusCode::OK);
    let step = json!({ "kind": "supervisor", "supervisor": other });
    for (on, sentence) in
        [("2027-01-01", "har inte varit än"), ("2024-02-30", "Datumet finns inte")]
    {
        wrong(&decide(&director, id, (0, on), None, step.clone()).await, "on", sentence);
    }
    let saved: Saved<TrainingDecision> =
        decide(&director, id, (0, "2025-01-15"), None, step.clone()).await.ok();
    let Decided::Supervisor { from, to, concerns } = saved.record.what else {
        panic!("a supervisor was named")
    };
    assert_eq!(name(from).unwrap(), "Handledaren Höft");
    assert_eq!(name(to).unwrap(), "Handledaren Knä");
    assert_eq!(concerns, [SupervisorConcern::Untrained]);
    app.signed_in(SUPERVISOR).await.get(&at(id, "")).await.problem(StatusCode::NOT_FOUND);
    let now = app.signed_in(OTHER_SUPERVISOR).await;
    let portfolio = whole(&now, id).await;
    assert_eq!(name(portfolio.training.principal_supervisor).unwrap(), "Handledaren Knä");
    assert_eq!(portfolio.decisions.len(), 1);
    let told = history(&now, id).await;
    assert!(told[0].to.as_ref().unwrap().contains("Handledaren Knä, efter Handledaren Höft"));
    decide(&now, id, (1, "2025-02-01"), None, step.clone()).await.problem(StatusCode::FORBIDDEN);
    now.get(&at(id, "/choices")).await.problem(StatusCode::FORBIDDEN);
    let again = decide(&director, id, (1, "2025-02-01"), None, step).await;
    wrong(&again, "step.supervisor", "är redan huvudansvarig handledare");
    gathered_agrees(&app, id).await;
}

async fn a_training_is_interrupted_and_taken_up_again_and_its_content_rests_meanwhile(
    app: TestApp,
) {
    let id = started(&app).await;
    let head = app.signed_in(HEAD).await;
    let trainee = app.signed_in(TRAINEE).await;
    let interrupt = || json!({ "kind": "interrupt" });
    wrong(&decide(&head, id, (0, "2025-03-01"), None, interrupt()).await, "reason", "Skriv varför");
    let answer = decide(&trainee, id, (0, "2025-03-01"), Some("Skäl"), interrupt()).await;
    answer.problem(StatusCode::FORBIDDEN);
    decide(&head, id, (0, "2025-03-01"), Some("Forskning på heltid"), interrupt())
        .await
        .is(StatusCode::OK);
    let portfolio = whole(&trainee, id).await;
    let TrainingPhase::Interrupted { since, reason } = portfolio.training.phase else {
        panic!("it is interrupted")
    };
    assert_eq!((since.to_string().as_str(), &*reason), ("2025-03-01", "Forskning på heltid"));
    gathered_agrees(&app, id).await;
    let leave =
        json!({ "kind": "other", "from": "2025-01-01", "to": "2025-01-31", "percent": 100 });
    let problem = trainee.post(&at(id, "/leaves"), leave).await.problem(StatusCode::CONFLICT);
    assert_eq!(problem.title, "ST:n är avbruten. Återuppta den först.");
    let resume = || json!({ "kind": "resume" });
    let early = decide(&head, id, (1, "2025-02-01"), None, resume()).await;
    wrong(&early, "on", "om samma sak");
    decide(&head, id, (1, "2025-09-01"), None, resume()).await.is(StatusCode::OK);
    let portfolio = whole(&trainee, id).await;
    assert_eq!(portfolio.training.phase, TrainingPhase::Underway);
    let kept: Vec<_> = portfolio.decisions.iter().map(|one| one.what.to_string()).collect();
    assert_eq!(kept, ["ST:n avbryts", "ST:n återupptas"]);
    let told = history(&trainee, id).await;
    assert_eq!(told[1].reason.as_deref(), Some("Forskning på heltid"));
    decide(&head, id, (2, "2025-10-01"), None, resume()).await.problem(StatusCode::CONFLICT);
    gathered_agrees(&app, id).await;
}

async fn a_training_is_completed_when_its_time_is_reached_and_opened_again_with_a_reason(
    app: TestApp,
) {
    let id = started(&app).await;
    let director = app.signed_in(DIRECTOR).await;
    let complete = || json!({ "kind": "complete" });
    let problem = decide(&director, id, (0, "2026-01-01"), None, complete())
        .await
        .problem(StatusCode::CONFLICT);
    assert!(problem.title.starts_with("Det återstår 66 månader"), "{problem:?}");
    let days = json!({ "licensed_on": "2019-01-01", "starts_on": "2019-02-01" });
    director.put(&at(id, ""), 1, days).await.is(StatusCode::OK);
    let placement = json!({ "kind": "own_clinic", "place": "Ortopedkliniken", "from": "2019-02-01",
        "to": "2026-06-30", "percent": 100, "goals": "", "objectives": [], "feedback": "" });
    app.signed_in(TRAINEE).await.post(&at(id, "/placements"), placement).await.is(StatusCode::OK);
    decide(&director, id, (0, "2026-01-01"), None, complete()).await.is(StatusCode::OK);
    let portfolio = whole(&director, id).await;
    assert_eq!(
        portfolio.training.phase,
        TrainingPhase::Completed { on: "2026-01-01".parse().unwrap() }
    );
    gathered_agrees(&app, id).await;
    let reopen = || json!({ "kind": "reopen" });
    wrong(
        &decide(&director, id, (1, "2026-02-01"), None, reopen()).await,
        "reason",
        "Skriv varför",
    );
    decide(&director, id, (1, "2026-02-01"), Some("Fel dag"), reopen()).await.is(StatusCode::OK);
    assert_eq!(whole(&director, id).await.training.phase, TrainingPhase::Underway);
}

async fn a_training_moves_to_a_clinic_where_the_st_lakare_has_the_role(app: TestApp) {
    let id = started(&app).await;
    let director = app.signed_in(DIRECTOR).await;
    let clinic = app.elsewhere.clinic;
    let step = || json!({ "kind": "clinic", "clinic": clinic });
    let answer = decide(&director, id, (0, "2025-03-01"), Some("Flyttar"), step()).await;
    wrong(&answer, "step.clinic", "ST-läkaren Skena är inte ST-läkare på den kliniken");
    let invite = json!({ "name": "ST-läkaren Skena", "email": TRAINEE, "role": "trainee", "clinic": clinic });
    let their_head = app.signed_in("verksamhetschef@annorlunda.se").await;
    their_head.post("/api/invitations", invite).await.is(StatusCode::CREATED);
    assert!(director.get(&at(id, "/choices")).await.ok::<TrainingChoices>().clinics.is_empty());
    let answer = decide(&director, id, (0, "2025-03-01"), Some("Flyttar"), step()).await;
    wrong(&answer, "step.clinic", "Hudkliniken har inte ortopedi bland sina specialiteter");
    let save = json!({ "care_provider": app.elsewhere.region, "name": "Hudkliniken",
        "site": "Annorlunda sjukhus", "specialties": ["Hud- och könssjukdomar", "Ortopedi"] });
    let their_region = app.signed_in("region@annorlunda.se").await;
    their_region.put(&format!("/api/clinics/{clinic}"), 1, save).await.is(StatusCode::OK);
    let choices: TrainingChoices = director.get(&at(id, "/choices")).await.ok();
    assert_eq!(choices.clinics[0].id, clinic);
    wrong(&decide(&director, id, (0, "2025-03-01"), None, step()).await, "reason", "Skriv varför");
    let answer = decide(&director, id, (0, "2025-03-01"), Some("Flyttar"), step()).await;
    answer.is(StatusCode::OK);
    director.get(&at(id, "")).await.problem(StatusCode::NOT_FOUND);
    let own = whole(&app.signed_in(TRAINEE).await, id).await;
    assert_eq!((own.training.clinic.id, own.training.principal_supervisor), (clinic, None));
    let Decided::Clinic { from, left, .. } = &own.decisions[0].what else { panic!("it moved") };
    assert_eq!(from.id, app.ortho());
    assert_eq!(left.as_ref().unwrap().name, "Handledaren Höft");
}

async fn who_decides_on_something_that_changed_meanwhile_is_told_first(app: TestApp) {
    let id = started(&app).await;
    let director = app.signed_in(DIRECTOR).await;
    let interrupt = json!({ "kind": "interrupt" });
    decide(&director, id, (0, "2025-03-01"), Some("Skäl"), interrupt).await.is(StatusCode::OK);
    let late = decide(&director, id, (0, "2025-04-01"), None, json!({ "kind": "resume" })).await;
    assert_eq!(late.problem(StatusCode::PRECONDITION_FAILED).kind, ProblemKind::Conflict);
    let curriculum = json!({ "kind": "curriculum", "curriculum": unknown() });
    let answer = decide(&director, id, (1, "2025-04-01"), Some("Skäl"), curriculum).await;
    wrong(&answer, "step.curriculum", "Välj en målbeskrivning");
    let today: Curriculum = whole(&director, id).await.curriculum;
    let same = json!({ "kind": "curriculum", "curriculum": today.id });
    let answer = decide(&director, id, (1, "2025-04-01"), Some("Skäl"), same).await;
    answer.problem(StatusCode::CONFLICT);
}
