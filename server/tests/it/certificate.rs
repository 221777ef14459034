//! Certificates, the evidence chosen for objectives, and delegations: who does what, and what is refused with which words.

use axum::http::StatusCode;
use serde_json::{Value, json};
use shared::{
    TrainingId,
    activity::Activity,
    certificate::{
        Certificate, CertificatePhase, ClinicDelegation, EvidenceRef, ObjectiveEvidence,
        ObjectiveState,
    },
    curriculum::{CurriculumVersion, Regulation},
    person::PersonName,
    placement::Placement,
    progress::board,
    review::ClinicName,
    saving::Saved,
    task::Task,
    training::Training,
};

use crate::{
    harness::{Answer, Client, TestApp},
    story::{DIRECTOR, HEAD},
    training::{
        OTHER_SUPERVISOR, OTHER_TRAINEE, SUPERVISOR, TRAINEE, at, gathered_agrees, history,
        started, to_start, whole, wrong,
    },
};

both_databases!(
    a_certificate_is_prepared_certified_and_the_objective_is_certified,
    what_is_missing_in_a_certificate_is_told_and_nothing_is_certified,
    a_withdrawn_certificate_stays_with_its_reason_and_counts_for_nothing,
    a_course_is_certified_when_the_trainee_has_given_an_account_of_it,
    a_form_of_two_signatures_is_issued_by_the_second_person,
    who_is_asked_certifies_from_another_clinic_and_sees_nothing_else,
    who_supervises_at_another_clinic_is_found_there_and_asked,
    who_may_not_certify_is_told_so,
    completed_training_is_certified_with_the_service_as_it_stood,
    a_specialist_certifies_by_a_delegation_until_it_is_ended,
    what_cannot_be_delegated_is_told_by_field,
    the_trainee_alone_chooses_what_speaks_for_an_objective,
    a_stale_certificate_is_told_what_stands_and_a_prepared_one_is_removed,
);

const ELSEWHERE: &str = "handledare.kvinno@exempel.se";

fn content(objectives: &[&str]) -> Value {
    json!({ "objectives": objectives, "description": "Handkirurgi, mottagning och operation",
        "evaluation": "", "workplace": "Handkirurgen", "from": "2026-01-07", "to": "2026-06-30" })
}

fn signing(role: &str) -> Value {
    json!({ "role": role, "specialty": "Ortopedi", "workplace": "Ortopedkliniken", "town": "Exempelstad" })
}

async fn prepared(client: &Client, id: TrainingId, kind: &str, content: Value) -> Certificate {
    let body = json!({ "kind": kind, "content": content, "asked": [] });
    client.post(&at(id, "/certificates"), body).await.ok::<Saved<Certificate>>().record
}

fn step(certificate: &Certificate, step: &str) -> String {
    at(certificate.training, &format!("/certificates/{}{step}", certificate.id))
}

async fn signed(client: &Client, certificate: &Certificate, role: &str) -> Answer {
    client.post_at(&step(certificate, "/signature"), certificate.version, signing(role)).await
}

#[track_caller]
fn refused(answer: &Answer, sentence: &str) {
    let problem = answer.problem(StatusCode::CONFLICT);
    assert!(problem.title.contains(sentence), "{}", problem.title);
}

async fn state(client: &Client, id: TrainingId, code: &str) -> ObjectiveState {
    let cards = board(&whole(client, id).await);
    cards.into_iter().find(|card| card.code.to_string() == code).unwrap().state
}

async fn course(client: &Client, id: TrainingId) -> Activity {
    let body = json!({ "kind": "course", "title": "Frakturkirurgi", "from": "2026-03-02", "to": "2026-03-04",
        "external": false, "objectives": ["STc1"] });
    client.post(&at(id, "/activities"), body).await.ok::<Saved<Activity>>().record
}

async fn a_certificate_is_prepared_certified_and_the_objective_is_certified(app: TestApp) {
    let id = started(&app).await;
    let (trainee, supervisor) = (app.signed_in(TRAINEE).await, app.signed_in(SUPERVISOR).await);
    let draft = prepared(&trainee, id, "clinical_service", content(&["STa5"])).await;
    assert_eq!((&draft.phase, draft.version), (&CertificatePhase::Prepared, 1));
    assert_eq!(draft.trainee.name, "ST-läkaren Skena");
    let director = app.signed_in(DIRECTOR).await;
    let mut better = content(&["STa5"]);
    better["description"] = json!("Handkirurgi med jour");
    let body = json!({ "content": better, "asked": [] });
    let saved: Saved<Certificate> = director.put(&step(&draft, ""), 1, body).await.ok();
    assert_eq!(saved.record.version, 2);
    let issued: Saved<Certificate> = signed(&supervisor, &saved.record, "supervisor").await.ok();
    let CertificatePhase::Issued { by, on } = &issued.record.phase else {
        panic!("{:?}", issued.record.phase)
    };
    assert_eq!((by.len(), by[0].signature.by.name.as_str()), (1, "Handledaren Höft"));
    assert_eq!(*on, app.app.clock.today());
    let locked = json!({ "content": content(&["STa5"]), "asked": [] });
    refused(&trainee.put(&step(&draft, ""), 3, locked).await, "undertecknat och ändras inte");
    refused(&trainee.delete_at(&step(&draft, ""), 3).await, "undertecknat och ändras inte");
    let portfolio = whole(&trainee, id).await;
    let card = board(&portfolio).into_iter().find(|card| card.code.to_string() == "STa5").unwrap();
    assert_eq!(card.supports[0].label, "Intyg: Klinisk tjänstgöring under handledning");
    let told = history(&trainee, id).await;
    let last = told[0].to.as_ref().unwrap();
    assert!(
        last.contains("Intygat av Handledaren Höft (handledare, specialist i Ortopedi)"),
        "{last}"
    );
    assert!(told[1].to.as_ref().unwrap().contains("Handkirurgi med jour"));
    gathered_agrees(&app, id).await;
}

async fn what_is_missing_in_a_certificate_is_told_and_nothing_is_certified(app: TestApp) {
    let id = started(&app).await;
    let (trainee, supervisor) = (app.signed_in(TRAINEE).await, app.signed_in(SUPERVISOR).await);
    let with = |field: &str, value: Value| {
        let mut changed = content(&["STa5"]);
        changed[field] = value;
        changed
    };
    for (field, value, sentence) in [
        ("objectives", json!([]), "Välj vilka delmål"),
        ("description", json!(" "), "Beskriv vad som intygas"),
        ("workplace", json!(null), "Skriv var tjänstgöringen"),
        ("from", json!(null), "Skriv första och sista dag"),
        ("to", json!("2026-12-24"), "Perioden slutar tors 24 dec"),
    ] {
        let draft = prepared(&trainee, id, "clinical_service", with(field, value)).await;
        refused(&signed(&supervisor, &draft, "supervisor").await, sentence);
    }
    let work = prepared(&trainee, id, "development_work", content(&["STa2"])).await;
    let answer = signed(&supervisor, &work, "principal_supervisor").await;
    refused(&answer, "Hur arbetet har utvärderats");
    let body = |kind: &str, content: Value| json!({ "kind": kind, "content": content });
    let all = at(id, "/certificates");
    let other = trainee.post(&all, body("written_work", content(&["STa3"]))).await;
    wrong(&other, "kind", "intygas inte enligt HSLF-FS 2021:8");
    let other = trainee.post(&all, body("course", content(&["c3"]))).await;
    wrong(&other, "content.objectives", "c3");
    let nothing = json!({ "kind": "activity", "id": uuid::Uuid::nil() });
    let other = trainee.post(&all, body("course", with("about", nothing))).await;
    wrong(&other, "content.about", "finns i ST:n");
    let kept = whole(&trainee, id).await.certificates;
    assert!(kept.iter().all(|one| one.phase == CertificatePhase::Prepared));
    assert_eq!(kept.len(), 6);
}

async fn a_withdrawn_certificate_stays_with_its_reason_and_counts_for_nothing(app: TestApp) {
    let id = started(&app).await;
    let (trainee, supervisor) = (app.signed_in(TRAINEE).await, app.signed_in(SUPERVISOR).await);
    let draft = prepared(&trainee, id, "clinical_service", content(&["STc1"])).await;
    let withdrawal = step(&draft, "/withdrawal");
    let why = json!({ "reason": "Perioden var fel" });
    refused(&supervisor.post_at(&withdrawal, 1, &why).await, "inget att återta");
    signed(&supervisor, &draft, "supervisor").await.is(StatusCode::OK);
    assert!(state(&trainee, id, "STc1").await >= ObjectiveState::Underway);
    trainee.post_at(&withdrawal, 2, &why).await.problem(StatusCode::FORBIDDEN);
    let empty = supervisor.post_at(&withdrawal, 2, json!({ "reason": " " })).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    supervisor.post_at(&withdrawal, 1, &why).await.problem(StatusCode::PRECONDITION_FAILED);
    let saved: Saved<Certificate> = supervisor.post_at(&withdrawal, 2, &why).await.ok();
    let CertificatePhase::Withdrawn { by, reason, .. } = &saved.record.phase else {
        panic!("{:?}", saved.record.phase)
    };
    assert_eq!((by.len(), &**reason), (1, "Perioden var fel"));
    assert_eq!(state(&trainee, id, "STc1").await, ObjectiveState::NotPlanned);
    refused(&supervisor.post_at(&withdrawal, 3, &why).await, "återtaget. Utfärda ett nytt");
    refused(&signed(&supervisor, &saved.record, "supervisor").await, "återtaget");
    let told = history(&trainee, id).await;
    assert_eq!(told[0].reason.as_deref(), Some("Perioden var fel"));
    let head = app.signed_in(HEAD).await;
    let draft = prepared(&trainee, id, "clinical_service", content(&["STc1"])).await;
    signed(&supervisor, &draft, "supervisor").await.is(StatusCode::OK);
    head.post_at(&step(&draft, "/withdrawal"), 2, &why).await.is(StatusCode::OK);
    gathered_agrees(&app, id).await;
}

async fn a_course_is_certified_when_the_trainee_has_given_an_account_of_it(app: TestApp) {
    let id = started(&app).await;
    let (trainee, supervisor) = (app.signed_in(TRAINEE).await, app.signed_in(SUPERVISOR).await);
    let activity = course(&trainee, id).await;
    let unnamed = prepared(&trainee, id, "course", content(&["STc1"])).await;
    refused(&signed(&supervisor, &unnamed, "supervisor").await, "vilken av ST-läkarens kurser");
    let mut about = content(&["STc1"]);
    about["about"] = json!({ "kind": "activity", "id": activity.id });
    let draft = prepared(&trainee, id, "course", about).await;
    refused(&signed(&supervisor, &draft, "supervisor").await, "när ST-läkaren har redovisat den");
    let accounted = json!({ "kind": "course", "title": "Frakturkirurgi", "from": "2026-03-02", "to": "2026-03-04",
        "external": false, "objectives": ["STc1"], "report": { "on": "2026-03-20", "text": "På morgonmötet" } });
    let path = at(id, &format!("/activities/{}", activity.id));
    trainee.put(&path, 1, accounted).await.is(StatusCode::OK);
    signed(&supervisor, &draft, "supervisor").await.is(StatusCode::OK);
    assert!(whole(&trainee, id).await.certificates.iter().any(|one| one.phase.in_force()));
}

async fn a_form_of_two_signatures_is_issued_by_the_second_person(app: TestApp) {
    let id = started(&app).await;
    let (trainee, supervisor) = (app.signed_in(TRAINEE).await, app.signed_in(SUPERVISOR).await);
    let other = app.signed_in(OTHER_SUPERVISOR).await;
    let body = json!({ "kind": "specialist_competence", "asked": [app.person(OTHER_SUPERVISOR).await],
        "content": { "objectives": [], "description": "", "evaluation": "" } });
    let draft: Saved<Certificate> = trainee.post(&at(id, "/certificates"), body).await.ok();
    let half: Saved<Certificate> =
        signed(&supervisor, &draft.record, "principal_supervisor").await.ok();
    assert!(matches!(half.record.phase, CertificatePhase::Half { .. }));
    let alone = signed(&supervisor, &half.record, "specialist").await;
    refused(&alone, "har redan undertecknat");
    let mut nameless = signing("specialist");
    nameless["specialty"] = json!(null);
    let answer = other.post_at(&step(&half.record, "/signature"), 2, nameless).await;
    wrong(&answer, "specialty", "Skriv vilken specialitet");
    let issued: Saved<Certificate> = signed(&other, &half.record, "specialist").await.ok();
    let CertificatePhase::Issued { by, .. } = issued.record.phase else { panic!() };
    assert_eq!(by.len(), 2);
}

async fn who_is_asked_certifies_from_another_clinic_and_sees_nothing_else(app: TestApp) {
    let id = started(&app).await;
    let (trainee, elsewhere) = (app.signed_in(TRAINEE).await, app.signed_in(ELSEWHERE).await);
    let draft = prepared(&trainee, id, "clinical_service", content(&["STc1"])).await;
    signed(&elsewhere, &draft, "supervisor").await.problem(StatusCode::NOT_FOUND);
    let asking = json!({ "content": content(&["STc1"]), "asked": [app.person(ELSEWHERE).await] });
    let saved: Saved<Certificate> = trainee.put(&step(&draft, ""), 1, asking).await.ok();
    elsewhere.get(&at(id, "")).await.problem(StatusCode::NOT_FOUND);
    let asked: Vec<Certificate> = elsewhere.get("/api/certificates").await.ok();
    assert_eq!(asked, std::slice::from_ref(&saved.record));
    let tasks: Vec<Task> = elsewhere.get("/api/tasks").await.ok();
    assert!(tasks.iter().any(|task| task.what == "Intyga åt ST-läkaren Skena"));
    let body = json!({ "content": content(&["STc1"]), "asked": [] });
    elsewhere.put(&step(&draft, ""), 2, body).await.problem(StatusCode::FORBIDDEN);
    signed(&elsewhere, &saved.record, "supervisor").await.is(StatusCode::OK);
    let tasks: Vec<Task> = elsewhere.get("/api/tasks").await.ok();
    assert!(tasks.iter().all(|task| !task.what.starts_with("Intyga")));
    let oneself = json!({ "kind": "course", "content": content(&["STc1"]),
        "asked": [app.person(TRAINEE).await] });
    wrong(&trainee.post(&at(id, "/certificates"), oneself).await, "asked", "sin egen ST");
    let peer = json!({ "kind": "course", "content": content(&["STc1"]),
        "asked": [app.person(OTHER_TRAINEE).await] });
    wrong(
        &trainee.post(&at(id, "/certificates"), peer).await,
        "asked",
        "Fråga någon som är handledare",
    );
    let choices: Vec<PersonName> = trainee.get(&at(id, "/certifiers")).await.ok();
    let names: Vec<_> = choices.iter().map(|one| one.name.as_str()).collect();
    let supervising = ["Handledaren Hand", "Handledaren Höft", "Handledaren Knä"];
    assert_eq!(names[..4], [&["Chefen Ortoped"], &supervising[..]].concat());
    assert_eq!(names[4..], ["Rektorn Ortoped"]);
    let nobody =
        json!({ "kind": "course", "content": content(&["STc1"]), "asked": [uuid::Uuid::nil()] });
    wrong(
        &trainee.post(&at(id, "/certificates"), nobody).await,
        "asked",
        "Fråga någon som är handledare",
    );
}

async fn who_supervises_at_another_clinic_is_found_there_and_asked(app: TestApp) {
    let id = started(&app).await;
    let trainee = app.signed_in(TRAINEE).await;
    let clinics: Vec<ClinicName> = trainee.get(&at(id, "/clinics")).await.ok();
    assert_eq!(clinics.len(), app.places.clinics.len() + 1);
    assert!(clinics.iter().any(|one| one.id == app.gyn()));
    assert!(clinics.iter().any(|one| one.id == app.elsewhere.clinic));
    let there = at(id, &format!("/certifiers?clinic={}", app.gyn()));
    let found = trainee.get(&there).await;
    let fields = found.ok::<Value>();
    let fields = fields[0].as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(fields, ["id", "name"]);
    let people: Vec<PersonName> = found.ok();
    let host = app.person(ELSEWHERE).await;
    assert!(people.iter().any(|one| one.id == host));
    // Nobody from the own clinic, and nobody who doesn't supervise.
    let own: Vec<PersonName> = trainee.get(&at(id, "/certifiers")).await.ok();
    assert!(own.iter().all(|one| !people.contains(one)));
    let other_trainee = app.person("st-lakare.forlossning@exempel.se").await;
    assert!(people.iter().all(|one| one.id != other_trainee));
    for (who, status) in [
        (SUPERVISOR, StatusCode::OK),
        (DIRECTOR, StatusCode::OK),
        (OTHER_SUPERVISOR, StatusCode::NOT_FOUND),
        (OTHER_TRAINEE, StatusCode::NOT_FOUND),
        (ELSEWHERE, StatusCode::NOT_FOUND),
        ("region@exempel.se", StatusCode::NOT_FOUND),
    ] {
        let client = app.signed_in(who).await;
        client.get(&there).await.is(status);
        client.get(&at(id, "/clinics")).await.is(status);
    }
    // Who is found there may be asked; the same rule refuses somebody who doesn't supervise.
    let ask = |person| json!({ "kind": "clinical_service", "content": content(&["STa5"]), "asked": [person] });
    let refused = trainee.post(&at(id, "/certificates"), ask(other_trainee)).await;
    wrong(&refused, "asked", "handledare, studierektor eller verksamhetschef");
    let draft: Saved<Certificate> = trainee.post(&at(id, "/certificates"), ask(host)).await.ok();
    let certifier = app.signed_in(ELSEWHERE).await;
    signed(&certifier, &draft.record, "supervisor").await.is(StatusCode::OK);
}

async fn who_may_not_certify_is_told_so(app: TestApp) {
    let id = started(&app).await;
    let (trainee, supervisor) = (app.signed_in(TRAINEE).await, app.signed_in(SUPERVISOR).await);
    let (director, head) = (app.signed_in(DIRECTOR).await, app.signed_in(HEAD).await);
    let draft = prepared(&trainee, id, "clinical_service", content(&["STc1"])).await;
    for client in [&trainee, &director] {
        signed(client, &draft, "supervisor").await.problem(StatusCode::FORBIDDEN);
    }
    let other = app.signed_in(OTHER_SUPERVISOR).await;
    signed(&other, &draft, "supervisor").await.problem(StatusCode::NOT_FOUND);
    let work = prepared(&trainee, id, "development_work", content(&["STa2"])).await;
    wrong(&signed(&head, &work, "principal_supervisor").await, "role", "Du är inte huvudansvarig");
    wrong(
        &signed(&supervisor, &work, "course_leader").await,
        "role",
        "undertecknas inte av kursledare",
    );
    let completed = prepared(&trainee, id, "completed_training", content(&[])).await;
    wrong(
        &signed(&supervisor, &completed, "head_of_unit").await,
        "role",
        "Du är inte verksamhetschef",
    );
    refused(&signed(&head, &completed, "head_of_unit").await, "Det återstår");
}

async fn completed_training_is_certified_with_the_service_as_it_stood(app: TestApp) {
    let director = app.signed_in(DIRECTOR).await;
    let mut start = to_start(&app, &director).await;
    start["licensed_on"] = json!("2018-06-01");
    start["starts_on"] = json!("2018-09-01");
    let id = director.post("/api/trainings", start).await.ok::<Saved<Training>>().record.id;
    let (trainee, head) = (app.signed_in(TRAINEE).await, app.signed_in(HEAD).await);
    let served = json!({ "kind": "own_clinic", "place": "Ortopedkliniken", "from": "2018-09-01", "to": "2024-08-31",
        "percent": 100, "goals": "", "objectives": [], "feedback": "" });
    let served: Saved<Placement> = trainee.post(&at(id, "/placements"), served).await.ok();
    let away =
        json!({ "kind": "parental", "from": "2020-01-01", "to": "2020-03-31", "percent": 100 });
    trainee.post(&at(id, "/leaves"), away).await.is(StatusCode::OK);
    let completed = prepared(&trainee, id, "completed_training", content(&[])).await;
    assert_eq!(completed.service, []);
    let issued: Saved<Certificate> = signed(&head, &completed, "head_of_unit").await.ok();
    let rows = |certificate: &Certificate| -> Vec<String> {
        certificate
            .service
            .iter()
            .map(|row| format!("{} {}", row.place(), row.time().on_form()))
            .collect()
    };
    assert_eq!(rows(&issued.record), ["Ortopedkliniken 16,00", "Ortopedkliniken 53,00"]);
    let placement = at(id, &format!("/placements/{}", served.record.id));
    trainee.delete_at(&placement, served.record.version).await.is(StatusCode::OK);
    let kept = whole(&trainee, id).await.certificates;
    assert_eq!(rows(&kept[0]), rows(&issued.record));
}

/// A training under SOSFS 2015:8, whose certificate of specialist competence can be delegated.
async fn older(app: &TestApp) -> TrainingId {
    let director = app.signed_in(DIRECTOR).await;
    let mut start = to_start(app, &director).await;
    let all: Vec<CurriculumVersion> = director.get("/api/curricula").await.ok();
    let curriculum = all
        .into_iter()
        .find(|one| one.regulation == Regulation::Sosfs2015 && &*one.specialty == "Ortopedi");
    start["curriculum"] = json!(curriculum.unwrap().id);
    start["regulation"] = json!("sosfs2015");
    director.post("/api/trainings", start).await.ok::<Saved<Training>>().record.id
}

async fn a_specialist_certifies_by_a_delegation_until_it_is_ended(app: TestApp) {
    let id = older(&app).await;
    let (trainee, head) = (app.signed_in(TRAINEE).await, app.signed_in(HEAD).await);
    let specialist = app.signed_in(OTHER_SUPERVISOR).await;
    let all = format!("/api/clinics/{}/delegations", app.ortho());
    let give = json!({ "to": app.person(OTHER_SUPERVISOR).await, "kinds": ["specialist_competence"],
        "starts": "2026-11-01", "ends": "2027-05-31" });
    let body = json!({ "kind": "specialist_competence", "asked": [app.person(OTHER_SUPERVISOR).await],
        "content": { "objectives": [], "description": "", "evaluation": "" } });
    let draft: Saved<Certificate> = trainee.post(&at(id, "/certificates"), body).await.ok();
    let answer = signed(&specialist, &draft.record, "delegated_specialist").await;
    refused(&answer, "ingen delegering");
    let mut surgeon = signing("head_of_unit");
    surgeon["specialty"] = json!("Kirurgi");
    let answer = head.post_at(&step(&draft.record, "/signature"), 1, surgeon).await;
    refused(&answer, "inte specialist i Ortopedi. Delegera");

    specialist.post(&all, &give).await.problem(StatusCode::FORBIDDEN);
    let given: ClinicDelegation = head.post(&all, &give).await.ok();
    let half: Saved<Certificate> =
        signed(&specialist, &draft.record, "delegated_specialist").await.ok();
    assert!(matches!(half.record.phase, CertificatePhase::Half { .. }));
    let why = json!({ "reason": "Undertecknat för tidigt" });
    let reopened: Saved<Certificate> =
        specialist.post_at(&step(&half.record, "/withdrawal"), 2, &why).await.ok();
    assert_eq!(reopened.record.phase, CertificatePhase::Prepared);

    let end = format!("{all}/{}/end", given.id);
    let why = json!({ "reason": "Ny verksamhetschef" });
    specialist.post(&end, &why).await.problem(StatusCode::FORBIDDEN);
    let ended: ClinicDelegation = head.post(&end, &why).await.ok();
    assert_eq!(&*ended.ended.as_ref().unwrap().reason, "Ny verksamhetschef");
    refused(&head.post(&end, &why).await, "redan avslutad");
    let answer = signed(&specialist, &reopened.record, "delegated_specialist").await;
    refused(&answer, "ingen delegering");
    let listed: Vec<ClinicDelegation> = specialist.get(&all).await.ok();
    assert_eq!(listed, [ended]);
    let mut work = app.app.store.read().await.unwrap();
    let told = work.history(&app.ortho().to_string(), 0, 10).await.unwrap();
    assert_eq!(told[0].reason.as_deref(), Some("Ny verksamhetschef"));
    assert!(told[1].to.as_ref().unwrap().contains("uppnådd specialistkompetens"));
}

async fn what_cannot_be_delegated_is_told_by_field(app: TestApp) {
    let head = app.signed_in(HEAD).await;
    let all = format!("/api/clinics/{}/delegations", app.ortho());
    let give = async |to: &str, kinds: Value, ends: &str| {
        let to = app.person(to).await;
        let body = json!({ "to": to, "kinds": kinds, "starts": "2026-11-01", "ends": ends });
        head.post(&all, body).await
    };
    let kinds = json!(["specialist_competence"]);
    wrong(&give(TRAINEE, kinds.clone(), "2026-12-01").await, "to", "handledare eller studierektor");
    wrong(&give(ELSEWHERE, kinds.clone(), "2026-12-01").await, "to", "på kliniken");
    wrong(&give(HEAD, kinds.clone(), "2026-12-01").await, "to", "till sig själv");
    wrong(&give(SUPERVISOR, json!([]), "2026-12-01").await, "kinds", "Välj vilka intyg");
    wrong(&give(SUPERVISOR, json!(["course"]), "2026-12-01").await, "kinds", "kan inte delegeras");
    wrong(&give(SUPERVISOR, kinds, "2026-10-01").await, "ends", "slutar innan den börjar");
    assert_eq!(head.get(&all).await.ok::<Vec<ClinicDelegation>>(), []);
}

async fn the_trainee_alone_chooses_what_speaks_for_an_objective(app: TestApp) {
    let id = started(&app).await;
    let (trainee, supervisor) = (app.signed_in(TRAINEE).await, app.signed_in(SUPERVISOR).await);
    let placement = json!({ "kind": "own_clinic", "place": "Handkirurgen", "from": "2025-01-07", "to": "2025-06-30",
        "percent": 100, "goals": "", "objectives": [], "feedback": "" });
    let placement: Saved<Placement> = trainee.post(&at(id, "/placements"), placement).await.ok();
    let activity = course(&trainee, id).await;
    let chosen = [EvidenceRef::Activity(activity.id), EvidenceRef::Placement(placement.record.id)];
    let path = at(id, "/objectives/STc1/evidence");
    let body = json!({ "chosen": chosen });
    supervisor.put(&path, 0, &body).await.problem(StatusCode::FORBIDDEN);
    let saved: Saved<ObjectiveEvidence> = trainee.put(&path, 0, &body).await.ok();
    assert_eq!((saved.record.version, &saved.record.chosen[..]), (1, &chosen[..]));
    let again: Saved<ObjectiveEvidence> = trainee.put(&path, 0, &body).await.ok();
    assert_eq!((again.record.version, again.revision), (1, saved.revision));
    let stale = trainee.put(&path, 0, json!({ "chosen": [] })).await;
    assert_eq!(stale.problem(StatusCode::PRECONDITION_FAILED).current.unwrap()["version"], 1);
    assert_eq!(state(&supervisor, id, "STc1").await, ObjectiveState::Underway);
    let told = history(&trainee, id).await;
    assert_eq!(told[0].to.as_deref(), Some("STc1: Frakturkirurgi; Handkirurgen"));
    let fewer = json!({ "chosen": &chosen[..1] });
    trainee.put(&path, 1, fewer).await.is(StatusCode::OK);
    assert_eq!(whole(&supervisor, id).await.evidence[0].chosen, &chosen[..1]);

    let twice = json!({ "chosen": [chosen[0], chosen[0]] });
    wrong(&trainee.put(&path, 2, twice).await, "chosen", "två gånger");
    let many = json!({ "chosen": vec![chosen[0]; 6] });
    wrong(&trainee.put(&path, 2, many).await, "chosen", "högst 5");
    let gone = at(id, &format!("/activities/{}", activity.id));
    trainee.delete_at(&gone, 1).await.is(StatusCode::OK);
    wrong(
        &trainee.put(&path, 2, json!({ "chosen": chosen })).await,
        "chosen",
        "räknas inte längre",
    );
    let unknown =
        trainee.put(&at(id, "/objectives/STc99/evidence"), 0, json!({ "chosen": [] })).await;
    unknown.problem(StatusCode::NOT_FOUND);
    gathered_agrees(&app, id).await;
}

async fn a_stale_certificate_is_told_what_stands_and_a_prepared_one_is_removed(app: TestApp) {
    let id = started(&app).await;
    let (trainee, supervisor) = (app.signed_in(TRAINEE).await, app.signed_in(SUPERVISOR).await);
    let draft = prepared(&supervisor, id, "clinical_service", content(&["STc1"])).await;
    let body = |place: &str| {
        let mut content = content(&["STc1"]);
        content["workplace"] = json!(place);
        json!({ "content": content, "asked": [] })
    };
    trainee.put(&step(&draft, ""), 1, body("Akuten")).await.is(StatusCode::OK);
    let stale = supervisor.put(&step(&draft, ""), 1, body("Ryggkirurgen")).await;
    let current = stale.problem(StatusCode::PRECONDITION_FAILED).current.unwrap();
    assert_eq!(current["content"]["workplace"], "Akuten");
    signed(&supervisor, &draft, "supervisor").await.problem(StatusCode::PRECONDITION_FAILED);
    trainee.delete_at(&step(&draft, ""), 1).await.problem(StatusCode::PRECONDITION_FAILED);
    trainee.delete_at(&step(&draft, ""), 2).await.is(StatusCode::OK);
    assert!(whole(&trainee, id).await.certificates.is_empty());
    let told = history(&trainee, id).await;
    assert!(told[0].from.as_ref().unwrap().contains("Plats: Akuten"));
    gathered_agrees(&app, id).await;
}
