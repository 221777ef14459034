//! What a person has as handledare: put in, kept with the person, told where somebody is named.

use axum::http::StatusCode;
use serde_json::{Value, json};
use shared::{
    ClinicId, PersonId,
    person::Role,
    placement::Placement,
    progress::Figure,
    review::Change,
    rule::{Outcome, Thresholds, check},
    saving::Saved,
    supervisor::{ClinicSupervisor, SupervisorConcern, SupervisorTraining},
    training::{Decided, TrainingChoices, TrainingDecision},
    training_facts::{TrainingSummary, facts},
};

use crate::{
    harness::{Client, TestApp},
    story::{DIRECTOR, HEAD, REGION},
    training::{OTHER_SUPERVISOR, SUPERVISOR, TRAINEE, at, gathered_agrees, started, whole, wrong},
};

both_databases!(
    a_supervisor_puts_in_what_they_have_and_the_director_changes_it_at_its_version,
    what_somebody_has_follows_them_to_another_clinic,
    what_stands_wrong_in_what_a_supervisor_has_is_told_by_field,
    who_is_named_is_warned_of_by_what_is_kept_and_the_decision_keeps_the_warning,
    the_figures_of_supervisors_are_those_counted_by_hand,
    the_rules_of_a_training_follow_what_its_supervisors_have,
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
    let history = format!("{path}/history");
    let told: Vec<Change> = director.get(&history).await.ok();
    let told: Vec<_> = told
        .iter()
        .map(|one| (one.changed.by.as_str(), one.from.as_deref(), one.to.as_deref()))
        .collect();
    let first = "Specialitet: Ortopedi\nHandledarutbildning: tors 29 feb 2024";
    let second = "Specialitet: Handkirurgi\nHandledarutbildning: Saknas";
    let (by_director, by_themself) = ("Rektorn Ortoped", "Handledaren Höft");
    assert_eq!(told, [(by_director, Some(first), Some(second)), (by_themself, None, Some(first))]);

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
    trainee.get(&history).await.problem(StatusCode::FORBIDDEN);
    let elsewhere = format!("/api/clinics/{}/supervisors/{person}", app.gyn());
    director.put(&elsewhere, 2, held("2024-01-01")).await.problem(StatusCode::NOT_FOUND);
    let other = app.signed_in("studierektor.kvinno@exempel.se").await;
    other.put(&elsewhere, 2, held("2024-01-01")).await.problem(StatusCode::NOT_FOUND);
    other.get(&format!("{elsewhere}/history")).await.problem(StatusCode::NOT_FOUND);
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

async fn the_rules_of_a_training_follow_what_its_supervisors_have(app: TestApp) {
    let principal =
        format!("/api/clinics/{}/supervisors/{}", app.ortho(), app.person(SUPERVISOR).await);
    let director = app.signed_in(DIRECTOR).await;
    // Put in before the training is started, and known from its start.
    director.put(&principal, 0, held("2024-02-29")).await.is(StatusCode::OK);
    let id = started(&app).await;
    let other = app.person(OTHER_SUPERVISOR).await;
    let outcomes = async || -> Vec<(u8, Outcome)> {
        gathered_agrees(&app, id).await;
        let portfolio = whole(&director, id).await;
        let results = check(&facts(&portfolio), &Thresholds::default(), app.app.clock.today());
        let found = results.into_iter().map(|one| (one.rule.number(), one.outcome));
        found.filter(|(number, _)| [1, 2, 5, 18].contains(number)).collect()
    };
    let kept = Outcome::Fulfilled;
    assert_eq!(outcomes().await, [(1, kept), (2, kept), (18, kept)]);

    // A placement with somebody of whom nothing is put in.
    let trainee = app.signed_in(TRAINEE).await;
    let placement = json!({ "kind": "own_clinic", "place": "Akuten", "from": "2026-11-01", "to": "2027-01-31",
        "percent": 100, "supervisor": { "kind": "person", "who": other },
        "goals": "", "objectives": [], "feedback": "" });
    let added: Saved<Placement> = trainee.post(&at(id, "/placements"), placement).await.ok();
    let unknown = Outcome::Unknown;
    assert_eq!(outcomes().await, [(1, kept), (2, unknown), (5, unknown), (18, kept)]);

    // What is put in of them later is in the rules at once, and the training's readers are told of a change.
    let path = format!("/api/clinics/{}/supervisors/{other}", app.ortho());
    let missing = json!({ "specialties": ["Ortopedi"], "training": { "kind": "missing" } });
    let before = whole(&director, id).await.training.revision;
    director.put(&path, 0, missing).await.is(StatusCode::OK);
    assert_eq!(whole(&director, id).await.training.revision, before + 1);
    let late = Outcome::Overdue { since: "2026-11-01".parse().unwrap() };
    assert_eq!(outcomes().await, [(1, kept), (2, late), (5, kept), (18, kept)]);
    director.put(&principal, 1, held("2021-11-21")).await.is(StatusCode::OK);
    let old = Outcome::Overdue { since: "2026-11-21".parse().unwrap() };
    assert_eq!(outcomes().await, [(1, kept), (2, late), (5, kept), (18, old)]);

    // Another huvudansvarig handledare: the one named is looked up anew; B2 counts by the same facts.
    let head = app.person(HEAD).await;
    let body = json!({ "read": 0, "on": "2026-11-01", "step": { "kind": "supervisor", "supervisor": head } });
    director.post(&at(id, "/decisions"), body).await.is(StatusCode::OK);
    assert_eq!(outcomes().await, [(1, unknown), (2, late), (5, kept)]);
    let of_head = format!("/api/clinics/{}/supervisors/{head}", app.ortho());
    director.put(&of_head, 0, held("2024-01-01")).await.is(StatusCode::OK);
    assert_eq!(outcomes().await, [(1, kept), (2, late), (5, kept), (18, kept)]);
    app.change("UPDATE membership SET ended = '2026-11-20' WHERE person = $1", &head.to_string())
        .await;
    let figures: Value =
        director.get(&format!("/api/clinics/{}/training-figures", app.ortho())).await.ok();
    for (code, words) in [
        ("B1", "1 av 1 huvudansvariga handledare är specialister i ST:ns specialitet."),
        ("B2", "1 av 1 huvudansvariga handledare har handledarutbildning."),
    ] {
        assert_eq!(
            figures[code][0]["text"], words,
            "a role that ended takes nothing from what the rules say"
        );
    }

    // Removed, a placement tells of nobody; what supervisors have isn't in the file of one's own.
    trainee
        .delete_at(&at(id, &format!("/placements/{}", added.record.id)), 1)
        .await
        .is(StatusCode::OK);
    assert_eq!(outcomes().await, [(1, kept), (2, kept), (18, kept)]);
    let people: Vec<PersonId> =
        whole(&director, id).await.supervisors.iter().map(|one| one.person).collect();
    assert_eq!(people, [head]);
    let path = format!("/api/clinics/{}/trainings", app.ortho());
    let (statements, listed) = app.statements(director.get(&path)).await;
    assert_eq!((statements, listed.ok::<Vec<TrainingSummary>>().len()), (1, 1));
    let (statements, _) = app.statements(director.get(&at(id, ""))).await;
    assert_eq!(statements, 1);
}
