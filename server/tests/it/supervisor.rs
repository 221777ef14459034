//! What a person has as handledare: put in, kept with the person, told where somebody is named.

use axum::http::StatusCode;
use serde_json::{Value, json};
use shared::{
    ClinicId, PersonId,
    person::Role,
    progress::Figure,
    saving::Saved,
    supervisor::{ClinicSupervisor, SupervisorConcern, SupervisorTraining},
    training::{Decided, TrainingChoices, TrainingDecision},
};

use crate::{
    harness::{Client, TestApp},
    story::{DIRECTOR, HEAD, REGION},
    training::{OTHER_SUPERVISOR, SUPERVISOR, TRAINEE, at, started, wrong},
};

both_databases!(
    a_supervisor_puts_in_what_they_have_and_the_director_changes_it_at_its_version,
    what_somebody_has_follows_them_to_another_clinic,
    what_stands_wrong_in_what_a_supervisor_has_is_told_by_field,
    who_is_named_is_warned_of_by_what_is_kept_and_the_decision_keeps_the_warning,
    the_figures_of_supervisors_are_those_counted_by_hand,
);

async fn here(client: &Client, clinic: ClinicId) -> Vec<ClinicSupervisor> {
    client.get(&format!("/api/clinics/{clinic}/supervisors")).await.ok()
}

fn one(all: &[ClinicSupervisor], person: PersonId) -> &ClinicSupervisor {
    all.iter().find(|one| one.person.id == person).expect("supervises there")
}

fn held(on: &str) -> Value {
    json!({ "specialties": ["Ortopedi"], "training": { "kind": "held", "on": on } })
}

async fn a_supervisor_puts_in_what_they_have_and_the_director_changes_it_at_its_version(
    app: TestApp,
) {
    let (supervisor, director) = (app.signed_in(SUPERVISOR).await, app.signed_in(DIRECTOR).await);
    let person = app.person(SUPERVISOR).await;
    let before = here(&supervisor, app.ortho()).await;
    let names: Vec<&str> = before.iter().map(|one| one.person.name.as_str()).collect();
    assert_eq!(
        names,
        [
            "Chefen Ortoped",
            "Handledaren Hand",
            "Handledaren Höft",
            "Handledaren Knä",
            "Rektorn Ortoped"
        ]
    );
    let nothing = one(&before, person);
    assert_eq!((nothing.version, nothing.qualification.training.held()), (0, None));
    assert_eq!(nothing.roles, [Role::Supervisor]);
    let path = format!("/api/clinics/{}/supervisors/{person}", app.ortho());
    let saved: ClinicSupervisor = supervisor.put(&path, 0, held("2024-02-29")).await.ok();
    assert_eq!(saved.version, 1);
    assert_eq!(one(&here(&director, app.ortho()).await, person), &saved);

    // The director saw nothing put in, and is shown what stands.
    let stale = director.put(&path, 0, held("2020-01-01")).await;
    let problem = stale.problem(StatusCode::PRECONDITION_FAILED);
    assert_eq!(
        serde_json::from_value::<ClinicSupervisor>(problem.current.unwrap()).unwrap(),
        saved
    );
    let missing = json!({ "specialties": ["Handkirurgi"], "training": { "kind": "missing" } });
    let changed: ClinicSupervisor = director.put(&path, 1, missing).await.ok();
    assert_eq!((changed.version, changed.qualification.training.held()), (2, Some(false)));
    assert_eq!(one(&here(&supervisor, app.ortho()).await, person), &changed);
    let mut work = app.app.store.read().await.unwrap();
    let told = work.history(&person.to_string(), 0, 10).await.unwrap();
    let told: Vec<_> = told.iter().map(|one| (one.from.as_deref(), one.to.as_deref())).collect();
    let first = "Specialitet: Ortopedi\nHandledarutbildning: tors 29 feb 2024";
    let second = "Specialitet: Handkirurgi\nHandledarutbildning: Saknas";
    assert_eq!(told, [(Some(first), Some(second)), (None, Some(first))]);
    drop(work);

    // A colleague may not, nor may a ST-läkare put anything in of themselves, who supervises nobody.
    let colleague = app.signed_in(OTHER_SUPERVISOR).await;
    colleague.put(&path, 2, held("2024-01-01")).await.problem(StatusCode::FORBIDDEN);
    let trainee = app.signed_in(TRAINEE).await;
    let own = format!("/api/clinics/{}/supervisors/{}", app.ortho(), app.person(TRAINEE).await);
    trainee.put(&own, 0, held("2024-01-01")).await.problem(StatusCode::NOT_FOUND);
    trainee
        .get(&format!("/api/clinics/{}/supervisors", app.ortho()))
        .await
        .problem(StatusCode::FORBIDDEN);
    app.signed_in(REGION)
        .await
        .put(&path, 2, held("2024-01-01"))
        .await
        .problem(StatusCode::FORBIDDEN);
    let elsewhere = format!("/api/clinics/{}/supervisors/{person}", app.gyn());
    director.put(&elsewhere, 2, held("2024-01-01")).await.problem(StatusCode::NOT_FOUND);
    let other = app.signed_in("studierektor.kvinno@exempel.se").await;
    other.put(&elsewhere, 2, held("2024-01-01")).await.problem(StatusCode::NOT_FOUND);
}

async fn what_somebody_has_follows_them_to_another_clinic(app: TestApp) {
    let person = app.person(SUPERVISOR).await;
    let supervisor = app.signed_in(SUPERVISOR).await;
    let path = format!("/api/clinics/{}/supervisors/{person}", app.ortho());
    let saved: ClinicSupervisor = supervisor.put(&path, 0, held("2024-01-01")).await.ok();
    app.add(SUPERVISOR, Role::Supervisor, Some(app.gyn()), None).await;
    app.add(SUPERVISOR, Role::DirectorOfStudies, Some(app.gyn()), None).await;
    let there = here(&app.signed_in("studierektor.kvinno@exempel.se").await, app.gyn()).await;
    let found = one(&there, person);
    assert_eq!((&found.qualification, found.version), (&saved.qualification, 1));
    assert_eq!(found.roles, [Role::DirectorOfStudies, Role::Supervisor]);
}

async fn what_stands_wrong_in_what_a_supervisor_has_is_told_by_field(app: TestApp) {
    let person = app.person(SUPERVISOR).await;
    let supervisor = app.signed_in(SUPERVISOR).await;
    let path = format!("/api/clinics/{}/supervisors/{person}", app.ortho());
    let ahead = supervisor.put(&path, 0, held("2026-11-23")).await;
    wrong(&ahead, "training.on", "har inte varit än");
    let renewed = json!({ "specialties": [],
        "training": { "kind": "held", "on": "2024-02-01", "renewed_on": "2024-01-31" } });
    let renewed = supervisor.put(&path, 0, renewed).await;
    wrong(&renewed, "training.renewed_on", "före handledarutbildningen, tors 1 feb 2024");
    let twice =
        json!({ "specialties": ["Ortopedi", "ortopedi"], "training": { "kind": "not_told" } });
    wrong(&supervisor.put(&path, 0, twice).await, "specialties", "ortopedi står två gånger");
    assert_eq!(one(&here(&supervisor, app.ortho()).await, person).version, 0);
}

async fn who_is_named_is_warned_of_by_what_is_kept_and_the_decision_keeps_the_warning(
    app: TestApp,
) {
    let id = started(&app).await;
    let director = app.signed_in(DIRECTOR).await;
    let named = |email: &'static str| {
        let (app, director) = (&app, &director);
        async move {
            let person = app.person(email).await;
            let before: TrainingChoices = director.get(&at(id, "/choices")).await.ok();
            let read = whole_decisions(director, id).await;
            let body = json!({ "read": read, "on": "2025-01-15",
                "step": { "kind": "supervisor", "supervisor": person } });
            let saved: Saved<TrainingDecision> =
                director.post(&at(id, "/decisions"), body).await.ok();
            let Decided::Supervisor { concerns, .. } = saved.record.what else {
                panic!("a supervisor was named")
            };
            (one(&before.supervisors, person).qualification.clone(), concerns)
        }
    };
    let (_, unknown) = named(OTHER_SUPERVISOR).await;
    assert_eq!(unknown, [SupervisorConcern::TrainingUnknown, SupervisorConcern::SpecialtyUnknown]);
    let old = app.person(SUPERVISOR).await;
    let path = format!("/api/clinics/{}/supervisors/{old}", app.ortho());
    // Five years and a day before today.
    director.put(&path, 0, held("2021-11-21")).await.is(StatusCode::OK);
    let (kept, concerns) = named(SUPERVISOR).await;
    assert_eq!(
        kept.training,
        SupervisorTraining::Held { on: "2021-11-21".parse().unwrap(), renewed_on: None }
    );
    assert_eq!(concerns, [SupervisorConcern::RenewalDue]);

    // The ST-läkare, too, sees whom to choose as a placement's supervisor, and what they have.
    let trainee = app.signed_in(TRAINEE).await;
    let all: Vec<ClinicSupervisor> = trainee.get(&at(id, "/supervisors")).await.ok();
    assert_eq!(one(&all, old).qualification, kept);
    let stranger = app.signed_in("studierektor.kvinno@exempel.se").await;
    stranger.get(&at(id, "/supervisors")).await.problem(StatusCode::NOT_FOUND);
}

async fn whole_decisions(director: &Client, id: shared::TrainingId) -> usize {
    crate::training::whole(director, id).await.decisions.len()
}

async fn the_figures_of_supervisors_are_those_counted_by_hand(app: TestApp) {
    started(&app).await;
    let head = app.signed_in(HEAD).await;
    let told = async |code: &str| -> Vec<String> {
        let path = format!("/api/clinics/{}/training-figures", app.ortho());
        let all: Value = head.get(&path).await.ok();
        let of: Vec<Figure> = all
            .get(code)
            .map(|figures| serde_json::from_value(figures.clone()).unwrap())
            .unwrap_or_default();
        of.into_iter().map(|figure| figure.text).collect()
    };
    assert_eq!(told("E10").await, [""; 0]);
    for (email, on) in [(SUPERVISOR, Some("2020-01-01")), (OTHER_SUPERVISOR, None)] {
        let path = format!("/api/clinics/{}/supervisors/{}", app.ortho(), app.person(email).await);
        let missing = json!({ "specialties": [], "training": { "kind": "missing" } });
        head.put(&path, 0, on.map_or(missing, held)).await.is(StatusCode::OK);
    }
    assert_eq!(
        told("E10").await,
        ["1 av 3 handledare har handledarutbildning. För 1 är inget inlagt."]
    );
    assert_eq!(told("B2").await, ["1 av 1 huvudansvariga handledare har handledarutbildning."]);
    assert_eq!(
        told("B1").await,
        ["1 av 1 huvudansvariga handledare är specialister i ST:ns specialitet."]
    );
    assert_eq!(told("B4").await, [""; 0]);
}
