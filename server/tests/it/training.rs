//! A training, and its placements, leave, credits and activities.

use axum::{
    body::Body,
    http::{Method, StatusCode},
};
use serde_json::{Value, json};
use shared::{
    ClinicId, CurriculumId, TrainingId,
    activity::{Activity, ActivityDetails, SupervisedWork},
    curriculum::{Curriculum, CurriculumVersion, Regulation},
    person::Role,
    placement::{Credit, Leave, Placement},
    portfolio::Portfolio,
    problem::ProblemKind,
    review::Change,
    saving::Saved,
    task::Task,
    training::Training,
    training_facts::{TrainingSummary, facts},
};

use crate::{
    harness::{Answer, Client, TestApp, unknown},
    story::{DIRECTOR, HEAD, REGION},
};

both_databases!(
    a_training_is_started_read_whole_and_polled_cheaply,
    what_stands_wrong_at_the_start_is_told_by_field,
    who_a_training_concerns_sees_it_and_nobody_else,
    a_training_is_saved_by_the_director_and_a_stale_one_is_told_what_stands,
    what_is_put_in_late_stands_where_it_happened,
    who_is_renamed_is_told_by_the_new_name_at_once,
    what_never_came_to_last_is_not_remembered,
    a_placement_is_added_changed_and_removed_and_nothing_is_erased,
    what_stands_wrong_in_a_placement_is_told_by_field,
    a_credit_counts_when_it_is_approved_and_is_approved_anew_when_changed,
    a_project_plan_is_approved_by_supervisor_and_head_of_unit,
    a_scientific_supervisor_of_another_clinic_approves_the_plan_and_sees_nothing_else,
    leave_and_activities_are_kept_and_the_facts_follow,
    two_who_add_at_once_are_both_in_the_facts,
);

pub const TRAINEE: &str = "st-lakare@exempel.se";
pub const SUPERVISOR: &str = "handledare@exempel.se";
pub const OTHER_SUPERVISOR: &str = "handledare.kna@exempel.se";
pub const OTHER_TRAINEE: &str = "st-lakare.gips@exempel.se";

/// The curriculum of orthopaedics under HSLF-FS 2021:8 that follows the product.
pub async fn curriculum(client: &Client, specialty: &str) -> CurriculumId {
    let all: Vec<CurriculumVersion> = client.get("/api/curricula").await.ok();
    all.into_iter()
        .find(|one| one.regulation == Regulation::Hslf2021 && *one.specialty == *specialty)
        .unwrap()
        .id
}

pub async fn to_start(app: &TestApp, client: &Client) -> Value {
    json!({ "trainee": app.person(TRAINEE).await, "clinic": app.ortho(), "specialty": "Ortopedi",
        "curriculum": curriculum(client, "Ortopedi").await, "regulation": "hslf2021",
        "licensed_on": "2024-06-01", "starts_on": "2024-09-01",
        "principal_supervisor": app.person(SUPERVISOR).await })
}

/// A training of the orthopaedic clinic's, started by its director of studies.
pub async fn started(app: &TestApp) -> TrainingId {
    let director = app.signed_in(DIRECTOR).await;
    let start = to_start(app, &director).await;
    let answer = director.post("/api/trainings", start).await;
    answer.is(StatusCode::CREATED).ok::<Saved<Training>>().record.id
}

pub fn at(id: TrainingId, rest: &str) -> String {
    format!("/api/trainings/{id}{rest}")
}

pub async fn whole(client: &Client, id: TrainingId) -> Portfolio {
    client.get(&at(id, "")).await.ok()
}

pub async fn history(client: &Client, id: TrainingId) -> Vec<Change> {
    client.get(&at(id, "/history")).await.ok()
}

/// What is gathered is what all records give: the facts counted anew from what is read, and the portfolio as it goes out.
pub async fn gathered_agrees(app: &TestApp, id: TrainingId) {
    let director = app.signed_in(DIRECTOR).await;
    // As it is stored, and as it is remembered then.
    for _ in 0..2 {
        let kept = listed(app, &director, id).await;
        let mut work = app.app.store.read().await.unwrap();
        let mut portfolio = work.portfolio(id).await.unwrap().unwrap().portfolio;
        assert_eq!(kept.facts, facts(&portfolio));
        assert_eq!(kept.training, portfolio.training);
        let read = whole(&director, id).await;
        portfolio.assessments.retain(|one| read.assessments.iter().any(|seen| seen.id == one.id));
        assert_eq!(read, portfolio);
    }
}

/// A training in the list of the clinic of orthopaedics.
pub async fn listed(app: &TestApp, who: &Client, id: TrainingId) -> TrainingSummary {
    let path = format!("/api/clinics/{}/trainings", app.ortho());
    let listed: Vec<TrainingSummary> = who.get(&path).await.ok();
    listed.into_iter().find(|one| one.training.id == id).unwrap()
}

/// That a field stands wrong, told in a sentence.
#[track_caller]
pub fn wrong(answer: &Answer, path: &str, sentence: &str) {
    let problem = answer.problem(StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(problem.errors[0].path, path, "{problem:?}");
    assert!(problem.title.contains(sentence), "{}", problem.title);
}

/// Two quarters at another clinic.
pub fn placement() -> Value {
    json!({ "kind": "elsewhere", "place": "Handkirurgen, Exempelsjukhuset", "from": "2025-01-07", "to": "2025-06-30",
        "percent": 80, "supervisor": { "kind": "written", "who": "Handledaren Utifrån" },
        "goals": "Nervskador och senskador", "objectives": ["STc1"], "contract": "2024-12-10", "feedback": "" })
}

async fn a_training_is_started_read_whole_and_polled_cheaply(app: TestApp) {
    let id = started(&app).await;
    let trainee = app.signed_in(TRAINEE).await;
    let answer = trainee.get(&at(id, "")).await;
    assert_eq!(answer.header("etag"), Some("\"1\""));
    let portfolio: Portfolio = answer.ok();
    assert_eq!(portfolio.training.trainee.name, "ST-läkaren Skena");
    assert_eq!(portfolio.training.principal_supervisor.unwrap().name, "Handledaren Höft");
    assert!(portfolio.curriculum.draft());
    assert!(portfolio.placements.is_empty() && portfolio.iups.is_empty());
    let poll = |revision: i64| {
        let request = trainee.request(Method::GET, &at(id, ""), None);
        request.header("if-none-match", format!("\"{revision}\"")).body(Body::empty()).unwrap()
    };
    let (statements, answer) = app.statements(trainee.send(poll(1))).await;
    answer.is(StatusCode::NOT_MODIFIED);
    assert_eq!(statements, 2);
    let (statements, _) = app.statements(trainee.get(&at(id, ""))).await;
    assert_eq!(statements, 1);
    let director = app.signed_in(DIRECTOR).await;
    let path = format!("/api/clinics/{}/trainings", app.ortho());
    let (statements, listed) = app.statements(director.get(&path)).await;
    assert_eq!(statements, 2);
    assert_eq!(listed.ok::<Vec<TrainingSummary>>().len(), 1);
    let (statements, listed) = app.statements(director.get(&path)).await;
    assert_eq!(statements, 1);
    assert_eq!(listed.ok::<Vec<TrainingSummary>>().len(), 1);
    let read: Curriculum =
        trainee.get(&format!("/api/curricula/{}", portfolio.curriculum.id)).await.ok();
    assert_eq!(read, portfolio.curriculum);
    let told = history(&trainee, id).await;
    assert_eq!((told.len(), told[0].field.as_str()), (1, "training"));
    assert!(told[0].to.as_ref().unwrap().contains("Huvudansvarig handledare: Handledaren Höft"));
}

async fn what_stands_wrong_at_the_start_is_told_by_field(app: TestApp) {
    let director = app.signed_in(DIRECTOR).await;
    let start = to_start(&app, &director).await;
    let gynaecology = curriculum(&director, "Obstetrik och gynekologi").await;
    for (field, value, path, sentence) in [
        ("starts_on", json!("2024-05-31"), "starts_on", "ST kan inte börja före legitimationen"),
        ("starts_on", json!("2024-02-30"), "starts_on", "Datumet finns inte"),
        ("trainee", json!(unknown()), "trainee", "Välj någon som är ST-läkare på kliniken"),
        (
            "trainee",
            json!(app.person(SUPERVISOR).await),
            "principal_supervisor",
            "sin egen handledare",
        ),
        (
            "principal_supervisor",
            json!(unknown()),
            "principal_supervisor",
            "Välj någon som är handledare",
        ),
        (
            "principal_supervisor",
            json!(app.person("handledare.kvinno@exempel.se").await),
            "principal_supervisor",
            "Välj någon som är handledare",
        ),
        ("curriculum", json!(unknown()), "curriculum", "Välj en målbeskrivning för Ortopedi"),
        ("curriculum", json!(gynaecology), "curriculum", "Välj en målbeskrivning för Ortopedi"),
        ("regulation", json!("sosfs2015"), "curriculum", "enligt SOSFS 2015:8"),
        ("regulation", json!("SOSFS 2008:17"), "regulation", "SOSFS 2008:17 är stängd"),
        (
            "specialty",
            json!("Psykiatri"),
            "specialty",
            "Välj en av klinikens specialiteter: Ortopedi",
        ),
    ] {
        let mut start = start.clone();
        start[field] = value;
        wrong(&director.post("/api/trainings", start).await, path, sentence);
    }
    let mut elsewhere = start.clone();
    elsewhere["clinic"] = json!(app.elsewhere.clinic);
    director.post("/api/trainings", elsewhere).await.problem(StatusCode::NOT_FOUND);
    director.post("/api/trainings", &start).await.is(StatusCode::CREATED);
    let problem = director.post("/api/trainings", &start).await.problem(StatusCode::CONFLICT);
    assert!(problem.title.starts_with("ST-läkaren Skena har redan en ST i ortopedi"));
}

async fn who_a_training_concerns_sees_it_and_nobody_else(app: TestApp) {
    let id = started(&app).await;
    app.add("studierektor.annan@prov.se", Role::DirectorOfStudies, Some(app.ortho()), None).await;
    for reader in [TRAINEE, SUPERVISOR, DIRECTOR, HEAD, "studierektor.annan@prov.se"] {
        whole(&app.signed_in(reader).await, id).await;
    }
    for stranger in [
        OTHER_SUPERVISOR,
        OTHER_TRAINEE,
        REGION,
        "administrator@exempel.se",
        "inspektor1@exempel.se",
        "studierektor.kvinno@exempel.se",
        "region@annorlunda.se",
    ] {
        let stranger = app.signed_in(stranger).await;
        stranger.get(&at(id, "")).await.problem(StatusCode::NOT_FOUND);
        stranger.get(&at(id, "/history")).await.problem(StatusCode::NOT_FOUND);
        stranger.post(&at(id, "/placements"), placement()).await.problem(StatusCode::NOT_FOUND);
        assert!(stranger.get("/api/trainings").await.ok::<Vec<TrainingSummary>>().is_empty());
    }
    let list = |clinic: ClinicId| format!("/api/clinics/{clinic}/trainings");
    for (reader, status) in [
        (HEAD, StatusCode::OK),
        (SUPERVISOR, StatusCode::FORBIDDEN),
        (TRAINEE, StatusCode::FORBIDDEN),
        (REGION, StatusCode::FORBIDDEN),
        ("studierektor.kvinno@exempel.se", StatusCode::NOT_FOUND),
    ] {
        app.signed_in(reader).await.get(&list(app.ortho())).await.is(status);
    }
    for (reader, count) in [(TRAINEE, 1), (SUPERVISOR, 1), (DIRECTOR, 0)] {
        let client = app.signed_in(reader).await;
        let mine: Vec<TrainingSummary> = client.get("/api/trainings").await.ok();
        assert_eq!(mine.len(), count, "{reader}");
    }
    // Who reads but doesn't write is told so.
    let director = app.signed_in(DIRECTOR).await;
    director.post(&at(id, "/placements"), placement()).await.problem(StatusCode::FORBIDDEN);
    // A supervisor who leaves the clinic sees nothing more; the record keeps the name.
    let people: Value = director.get(&format!("/api/people?clinic={}", app.ortho())).await.ok();
    let mut people = people.as_array().unwrap().iter();
    let held = people.find(|one| one["email"] == SUPERVISOR).unwrap()["membership"]["id"].clone();
    let path = format!("/api/memberships/{}", held.as_str().unwrap());
    director.delete(&path).await.is(StatusCode::NO_CONTENT);
    let left = app.signed_in(SUPERVISOR).await;
    left.get(&at(id, "")).await.problem(StatusCode::NOT_FOUND);
    let portfolio = whole(&director, id).await;
    assert_eq!(portfolio.training.principal_supervisor.unwrap().name, "Handledaren Höft");
}

async fn a_training_is_saved_by_the_director_and_a_stale_one_is_told_what_stands(app: TestApp) {
    let id = started(&app).await;
    let director = app.signed_in(DIRECTOR).await;
    let mut save = json!({ "licensed_on": "2024-06-01", "starts_on": "2024-10-01" });
    let saved: Saved<Training> = director.put(&at(id, ""), 1, &save).await.ok();
    assert_eq!((saved.revision, saved.record.revision), (2, 2));
    // As when the answer got lost.
    let again: Saved<Training> = director.put(&at(id, ""), 1, &save).await.ok();
    assert_eq!(again.revision, 2);
    save["starts_on"] = json!("2024-11-01");
    let problem =
        director.put(&at(id, ""), 1, &save).await.problem(StatusCode::PRECONDITION_FAILED);
    let current: Training = serde_json::from_value(problem.current.unwrap()).unwrap();
    assert_eq!((current.revision, current.starts_on.to_string()), (2, "2024-10-01".to_owned()));
    save["starts_on"] = json!("2024-05-01");
    wrong(&director.put(&at(id, ""), 2, &save).await, "starts_on", "före legitimationen");
    let supervisor = app.signed_in(SUPERVISOR).await;
    supervisor.put(&at(id, ""), 2, &save).await.problem(StatusCode::FORBIDDEN);
    app.signed_in(TRAINEE).await.put(&at(id, ""), 2, &save).await.problem(StatusCode::FORBIDDEN);
    supervisor
        .json(Method::PUT, &at(id, ""), None, &save)
        .await
        .problem(StatusCode::PRECONDITION_REQUIRED);
    assert_eq!(history(&supervisor, id).await.len(), 2);
    gathered_agrees(&app, id).await;
}

async fn what_is_put_in_late_stands_where_it_happened(app: TestApp) {
    let id = started(&app).await;
    let trainee = app.signed_in(TRAINEE).await;
    let mut later = placement();
    (later["from"], later["to"]) = (json!("2025-07-01"), json!("2025-09-30"));
    for put_in in [later, placement()] {
        trainee.post(&at(id, "/placements"), put_in).await.is(StatusCode::OK);
    }
    let placements = whole(&trainee, id).await.placements;
    let first_days: Vec<_> = placements.iter().map(|one| one.from.to_string()).collect();
    assert_eq!(first_days, ["2025-01-07", "2025-07-01"]);
    gathered_agrees(&app, id).await;
}

async fn who_is_renamed_is_told_by_the_new_name_at_once(app: TestApp) {
    const PERSON: &str = "UPDATE person SET name = 'Ny ' || name WHERE id = $1";
    let id = started(&app).await;
    let director = app.signed_in(DIRECTOR).await;
    let names = |training: Training| {
        let supervisor = training.principal_supervisor.unwrap();
        [training.trainee.name, supervisor.name, training.clinic.name, training.clinic.site]
    };
    let training = listed(&app, &director, id).await.training;
    let supervisor = training.principal_supervisor.as_ref().unwrap().id.to_string();
    let (trainee, clinic) = (training.trainee.id.to_string(), training.clinic.id.to_string());
    let mut expected = names(training);
    for (at, (statement, of)) in [
        (PERSON, &trainee),
        (PERSON, &supervisor),
        ("UPDATE clinic SET name = 'Ny ' || name WHERE id = $1", &clinic),
        ("UPDATE clinic SET site = 'Ny ' || site WHERE id = $1", &clinic),
    ]
    .into_iter()
    .enumerate()
    {
        app.change(statement, of).await;
        expected[at].insert_str(0, "Ny ");
        assert_eq!(names(listed(&app, &director, id).await.training), expected);
        assert_eq!(names(whole(&director, id).await.training), expected);
    }
}

async fn what_never_came_to_last_is_not_remembered(app: TestApp) {
    let id = started(&app).await;
    let mut work = app.app.store.write().await.unwrap();
    assert!(work.hold_training(id).await.unwrap());
    let seen = work.trainings_with(app.person(TRAINEE).await).await.unwrap();
    assert_eq!(seen.first().unwrap().training().unwrap().revision, 2);
    drop(work);
    let trainee = app.signed_in(TRAINEE).await;
    trainee.post(&at(id, "/placements"), placement()).await.is(StatusCode::OK);
    gathered_agrees(&app, id).await;
}

async fn a_placement_is_added_changed_and_removed_and_nothing_is_erased(app: TestApp) {
    let id = started(&app).await;
    let (trainee, supervisor) = (app.signed_in(TRAINEE).await, app.signed_in(SUPERVISOR).await);
    let (statements, added) =
        app.statements(trainee.post(&at(id, "/placements"), placement())).await;
    let added: Saved<Placement> = added.ok();
    assert!(statements <= 7, "{statements}");
    assert_eq!((added.record.version, added.revision), (1, 2));
    assert_eq!(added.record.changed.as_ref().unwrap().by, "ST-läkaren Skena");
    gathered_agrees(&app, id).await;
    let path = at(id, &format!("/placements/{}", added.record.id));
    let mut save = placement();
    save["feedback"] = json!("Arbetar säkert på mottagningen.");
    let saved: Saved<Placement> = supervisor.put(&path, 1, &save).await.ok();
    assert_eq!((saved.record.version, saved.revision), (2, 3));
    // As when the answer got lost.
    assert_eq!(supervisor.put(&path, 1, &save).await.ok::<Saved<Placement>>().revision, 3);
    save["percent"] = json!(50);
    let problem = trainee.put(&path, 1, &save).await.problem(StatusCode::PRECONDITION_FAILED);
    assert_eq!(problem.kind, ProblemKind::Conflict);
    assert_eq!(
        serde_json::from_value::<Placement>(problem.current.unwrap()).unwrap(),
        saved.record
    );
    trainee.delete_at(&path, 1).await.problem(StatusCode::PRECONDITION_FAILED);
    let removed: Saved<Placement> = trainee.delete_at(&path, 2).await.ok();
    assert_eq!(removed.revision, 4);
    trainee.delete_at(&path, 3).await.problem(StatusCode::NOT_FOUND);
    trainee.put(&path, 3, &save).await.problem(StatusCode::NOT_FOUND);
    assert!(whole(&trainee, id).await.placements.is_empty());
    gathered_agrees(&app, id).await;
    let told = history(&supervisor, id).await;
    assert_eq!(told.len(), 4);
    assert_eq!(told[0].field, format!("placement:{}", added.record.id));
    assert!(told[0].from.as_ref().unwrap().contains("Arbetar säkert") && told[0].to.is_none());
}

async fn what_stands_wrong_in_a_placement_is_told_by_field(app: TestApp) {
    let id = started(&app).await;
    let trainee = app.signed_in(TRAINEE).await;
    for (field, value, path, sentence) in [
        ("to", json!("2025-01-06"), "to", "före första dagen"),
        ("from", json!("2024-08-31"), "from", "tillgodoräkning"),
        ("percent", json!(140), "percent", "140 % går inte"),
        ("percent", json!(0), "percent", "0 % går inte"),
        ("place", json!("  "), "place", "Skriv något här"),
        ("objectives", json!(["c1"]), "objectives", "c1"),
        ("objectives", json!(["STc999"]), "objectives[0]", "STc999"),
        ("contract", json!("2026-11-23"), "contract", "i framtiden"),
        (
            "followed_up",
            json!({ "on": "2024-12-01", "goals_met": true }),
            "followed_up.on",
            "före placeringens",
        ),
        ("clinic", json!(unknown()), "clinic", "Kliniken finns inte här"),
        (
            "supervisor",
            json!({ "kind": "person", "who": unknown() }),
            "supervisor",
            "inte handledare här",
        ),
        (
            "supervisor",
            json!({ "kind": "person", "who": app.person(OTHER_TRAINEE).await }),
            "supervisor",
            "inte handledare här",
        ),
    ] {
        let mut save = placement();
        save[field] = value;
        wrong(&trainee.post(&at(id, "/placements"), save).await, path, sentence);
    }
    let mut ended = placement();
    ended["to"] = json!("2025-01-06");
    wrong(&trainee.post(&at(id, "/placements"), ended).await, "to", "före första dagen");
    // Nothing of what was refused is left, nor counted.
    let portfolio = whole(&trainee, id).await;
    assert!(portfolio.placements.is_empty() && portfolio.training.revision == 1);
}

async fn a_credit_counts_when_it_is_approved_and_is_approved_anew_when_changed(app: TestApp) {
    let id = started(&app).await;
    let (trainee, head) = (app.signed_in(TRAINEE).await, app.signed_in(HEAD).await);
    let credit = |months: &str| json!({ "kind": "before_licence", "months": months, "reason": "Vikariat hösten 2023" });
    let refused = trainee.post(&at(id, "/credits"), credit("7")).await;
    wrong(&refused, "months", "högst 6 månader får tillgodoräknas");
    let added: Saved<Credit> = trainee.post(&at(id, "/credits"), credit("4,5")).await.ok();
    let path = at(id, &format!("/credits/{}", added.record.id));
    let approval = format!("{path}/approval");
    trainee.post_at(&approval, 1, json!(null)).await.problem(StatusCode::FORBIDDEN);
    app.signed_in(SUPERVISOR)
        .await
        .post_at(&approval, 1, json!(null))
        .await
        .problem(StatusCode::FORBIDDEN);
    head.post_at(&approval, 7, json!(null)).await.problem(StatusCode::PRECONDITION_FAILED);
    let approved: Saved<Credit> = head.post_at(&approval, 1, json!(null)).await.ok();
    assert_eq!(approved.record.approved.unwrap().by.name, "Chefen Ortoped");
    gathered_agrees(&app, id).await;
    let problem = head.post_at(&approval, 2, json!(null)).await.problem(StatusCode::CONFLICT);
    assert_eq!(problem.title, "Tillgodoräkningen är redan godkänd.");
    let changed: Saved<Credit> = trainee.put(&path, 2, credit("6")).await.ok();
    assert!(changed.record.approved.is_none() && changed.record.version == 3);
    gathered_agrees(&app, id).await;
    trainee.delete_at(&path, 3).await.ok::<Saved<Credit>>();
}

async fn a_project_plan_is_approved_by_supervisor_and_head_of_unit(app: TestApp) {
    let id = started(&app).await;
    let (trainee, director) = (app.signed_in(TRAINEE).await, app.signed_in(DIRECTOR).await);
    let work = |plan: &str| {
        json!({ "kind": "scientific_work", "title": "Höftfrakturer och väntetid", "from": "2025-02-01",
            "external": false, "objectives": [], "plan": plan, "publication": { "intended": "no" } })
    };
    let added: Saved<Activity> = trainee.post(&at(id, "/activities"), work("")).await.ok();
    let path = at(id, &format!("/activities/{}", added.record.id));
    let approval = format!("{path}/plan-approval");
    let supervisor = app.signed_in(SUPERVISOR).await;
    let problem = supervisor.post_at(&approval, 1, json!(null)).await.problem(StatusCode::CONFLICT);
    assert_eq!(problem.title, "Det finns ingen projektplan att godkänna än.");
    trainee.put(&path, 1, work("Journalgranskning, tio veckor.")).await.ok::<Saved<Activity>>();
    for stranger in [&trainee, &director] {
        stranger.post_at(&approval, 2, json!(null)).await.problem(StatusCode::FORBIDDEN);
    }
    supervisor.post_at(&approval, 2, json!(null)).await.ok::<Saved<Activity>>();
    supervisor.post_at(&approval, 3, json!(null)).await.problem(StatusCode::CONFLICT);
    let head = app.signed_in(HEAD).await;
    let approved: Saved<Activity> = head.post_at(&approval, 3, json!(null)).await.ok();
    let ActivityDetails::ScientificWork(details) = approved.record.details else { panic!() };
    assert_eq!(details.approvals.principal_supervisor.unwrap().by.name, "Handledaren Höft");
    assert_eq!(details.approvals.head_of_unit.unwrap().by.name, "Chefen Ortoped");
    let other = json!({ "kind": "course", "title": "Kurs", "from": "2025-02-01", "external": true, "objectives": [] });
    wrong(&trainee.put(&path, 4, other).await, "kind", "Lägg in en ny aktivitet i stället");
    gathered_agrees(&app, id).await;
}

async fn a_scientific_supervisor_of_another_clinic_approves_the_plan_and_sees_nothing_else(
    app: TestApp,
) {
    let id = started(&app).await;
    let (trainee, elsewhere) =
        (app.signed_in(TRAINEE).await, app.signed_in("handledare.kvinno@exempel.se").await);
    let work = json!({ "kind": "scientific_work", "title": "Höftfrakturer och väntetid", "from": "2027-02-01",
        "external": false, "objectives": [], "plan": "Journalgranskning.", "publication": { "intended": "no" } });
    let added: Saved<Activity> = trainee.post(&at(id, "/activities"), &work).await.ok();
    let path = at(id, &format!("/activities/{}", added.record.id));
    let (naming, approval) =
        (format!("{path}/scientific-supervisor"), format!("{path}/plan-approval"));
    elsewhere.post_at(&approval, 1, json!(null)).await.problem(StatusCode::NOT_FOUND);
    let own = json!({ "person": app.person(TRAINEE).await });
    wrong(&trainee.put(&naming, 1, own).await, "person", "kan inte handleda sitt eget arbete");
    let trainee_elsewhere = json!({ "person": app.person(OTHER_TRAINEE).await });
    wrong(&trainee.put(&naming, 1, trainee_elsewhere).await, "person", "Välj någon som är");
    let named = json!({ "person": app.person("handledare.kvinno@exempel.se").await });
    app.signed_in(DIRECTOR).await.put(&naming, 1, &named).await.problem(StatusCode::FORBIDDEN);
    let saved: Saved<Activity> = trainee.put(&naming, 1, &named).await.ok();
    assert_eq!(saved.record.version, 2);
    trainee.put(&naming, 1, json!({})).await.problem(StatusCode::PRECONDITION_FAILED);

    // It is found by the person, with the work and nothing else of the training.
    let seen: Vec<SupervisedWork> = elsewhere.get("/api/scientific-works").await.ok();
    assert_eq!((seen.len(), &seen[0].activity, seen[0].training), (1, &saved.record, id));
    let tasks: Vec<Task> = elsewhere.get("/api/tasks").await.ok();
    let path_of_task = format!("/st/{id}/aktiviteter?aktivitet={}", added.record.id);
    assert!(tasks.iter().any(|task| task.path == path_of_task), "{tasks:?}");
    elsewhere.get(&at(id, "")).await.problem(StatusCode::NOT_FOUND);
    elsewhere.put(&path, 2, &work).await.problem(StatusCode::NOT_FOUND);
    let approved: Saved<Activity> = elsewhere.post_at(&approval, 2, json!(null)).await.ok();
    let approvals = &approved.record.details.scientific_work().unwrap().approvals;
    assert!(approvals.principal_supervisor.is_none());
    assert!(approvals.scientific_supervisor.is_some());
    elsewhere.post_at(&approval, 3, json!(null)).await.problem(StatusCode::CONFLICT);
    assert!(elsewhere.get("/api/tasks").await.ok::<Vec<Task>>().is_empty());
    gathered_agrees(&app, id).await;

    // Worded anew the plan is to be approved anew; who supervises stays, until another is named or it is removed.
    let mut anew = work.clone();
    anew["plan"] = json!("Enkät.");
    let changed: Saved<Activity> = trainee.put(&path, 3, anew).await.ok();
    let science = changed.record.details.scientific_work().unwrap();
    assert!(science.approvals.scientific_supervisor.is_none());
    assert!(science.scientific_supervisor.is_some());
    trainee.put(&naming, 4, json!({})).await.is(StatusCode::OK);
    elsewhere.post_at(&approval, 5, json!(null)).await.problem(StatusCode::NOT_FOUND);
    assert!(elsewhere.get("/api/scientific-works").await.ok::<Vec<SupervisedWork>>().is_empty());
    trainee.put(&naming, 5, &named).await.is(StatusCode::OK);
    trainee.delete_at(&path, 6).await.is(StatusCode::OK);
    assert!(elsewhere.get("/api/scientific-works").await.ok::<Vec<SupervisedWork>>().is_empty());
}

async fn leave_and_activities_are_kept_and_the_facts_follow(app: TestApp) {
    let id = started(&app).await;
    let trainee = app.signed_in(TRAINEE).await;
    let leave =
        json!({ "kind": "parental", "from": "2025-03-01", "to": "2025-08-31", "percent": 100 });
    let added: Saved<Leave> = trainee.post(&at(id, "/leaves"), &leave).await.ok();
    let path = at(id, &format!("/leaves/{}", added.record.id));
    let mut wrong_way = leave.clone();
    wrong_way["to"] = json!("2025-02-28");
    wrong(&trainee.put(&path, 1, wrong_way).await, "to", "före första dagen");
    let mut half = leave;
    half["percent"] = json!(50);
    trainee.put(&path, 1, half).await.ok::<Saved<Leave>>();
    gathered_agrees(&app, id).await;
    trainee.delete_at(&path, 2).await.ok::<Saved<Leave>>();
    let course = json!({ "kind": "course", "title": "Ledarskap i vården", "from": "2025-10-06", "to": "2025-10-08",
        "organiser": "Regionen", "external": false, "objectives": ["STa1"] });
    let added: Saved<Activity> = trainee.post(&at(id, "/activities"), &course).await.ok();
    let path = at(id, &format!("/activities/{}", added.record.id));
    let mut ahead = course.clone();
    ahead["report"] = json!({ "on": "2026-12-24", "text": "" });
    wrong(&trainee.put(&path, 1, ahead).await, "report.on", "i framtiden");
    let mut reported = course;
    reported["report"] = json!({ "on": "2025-10-20", "text": "Redovisade på ST-mötet." });
    trainee.put(&path, 1, reported).await.ok::<Saved<Activity>>();
    gathered_agrees(&app, id).await;
    trainee.delete_at(&path, 2).await.ok::<Saved<Activity>>();
    gathered_agrees(&app, id).await;
    assert_eq!(history(&trainee, id).await.len(), 7);
}

async fn two_who_add_at_once_are_both_in_the_facts(app: TestApp) {
    let id = started(&app).await;
    let (trainee, supervisor) = (app.signed_in(TRAINEE).await, app.signed_in(SUPERVISOR).await);
    let there = match app.url() {
        Some(_) => supervisor.through(app.second().await),
        None => supervisor,
    };
    for _ in 0..5 {
        let path = at(id, "/placements");
        let (one, other) =
            tokio::join!(trainee.post(&path, placement()), there.post(&path, placement()));
        one.ok::<Saved<Placement>>();
        other.ok::<Saved<Placement>>();
    }
    let portfolio = whole(&trainee, id).await;
    assert_eq!((portfolio.placements.len(), portfolio.training.revision), (10, 11));
    gathered_agrees(&app, id).await;
}
