//! Versions of a programme: written field by field, signed by both, approved, compared, never written over.

use axum::http::StatusCode;
use serde_json::{Value, json};
use shared::{
    TrainingId,
    iup::{ChangeSize, CurrentIupField, Iup, IupPart, IupPhase, SavedIup, compare, in_force},
    saving::Saved,
};

use crate::{
    harness::{Client, TestApp},
    story::{DIRECTOR, HEAD},
    training::{
        OTHER_SUPERVISOR, SUPERVISOR, TRAINEE, at, gathered_agrees, history, started, whole, wrong,
    },
};

both_databases!(
    a_programme_is_written_signed_and_approved_and_the_next_begins_as_a_copy,
    a_stale_field_is_told_what_stands_and_other_fields_do_not_collide,
    two_who_sign_at_once_have_both_signed,
    what_is_signed_is_locked_until_it_is_taken_back_or_returned,
    a_smaller_revision_is_in_force_by_two_signatures,
    who_may_not_is_told_and_a_discarded_draft_stays,
);

async fn begun(client: &Client, id: TrainingId) -> (Iup, String) {
    let saved: Saved<Iup> = client.post(&at(id, "/iups"), json!(null)).await.ok();
    let path = at(id, &format!("/iups/{}", saved.record.id));
    (saved.record, path)
}

fn part(part: IupPart, body: &str) -> Value {
    json!({ "field": "part", "part": part.as_str(), "body": body })
}

/// All eight parts written, each for the first time in this draft.
async fn write_all(client: &Client, path: &str, words: &str) {
    for one in IupPart::ALL {
        let save = part(one, &format!("{}: {words}", one.heading()));
        client.put(&format!("{path}/fields"), 0, save).await.is(StatusCode::OK);
    }
}

async fn now(client: &Client, id: TrainingId) -> Iup {
    whole(client, id).await.iups.pop().unwrap()
}

async fn sign(client: &Client, id: TrainingId, path: &str) -> Iup {
    let read = now(client, id).await.revision;
    let signed = client.post(&format!("{path}/signature"), json!({ "read": read })).await;
    signed.ok::<Saved<Iup>>().record
}

/// Written, signed by both and approved by the head of unit.
async fn approved(app: &TestApp, id: TrainingId) -> (Client, Client, String) {
    let (trainee, supervisor) = (app.signed_in(TRAINEE).await, app.signed_in(SUPERVISOR).await);
    let (_, path) = begun(&trainee, id).await;
    write_all(&trainee, &path, "första året").await;
    sign(&trainee, id, &path).await;
    let signed = sign(&supervisor, id, &path).await;
    let head = app.signed_in(HEAD).await;
    let approval = json!({ "read": signed.revision });
    head.post(&format!("{path}/approval"), approval).await.is(StatusCode::OK);
    (trainee, supervisor, path)
}

async fn a_programme_is_written_signed_and_approved_and_the_next_begins_as_a_copy(app: TestApp) {
    let id = started(&app).await;
    let (trainee, supervisor, path) = approved(&app, id).await;
    let first = now(&trainee, id).await;
    let IupPhase::Approved { approval, signatures, .. } = &first.phase else {
        panic!("{:?}", first.phase)
    };
    assert_eq!(approval.signature.by.name, "Chefen Ortoped");
    assert_eq!(signatures.trainee.by.name, "ST-läkaren Skena");
    assert_eq!(signatures.supervisor.by.name, "Handledaren Höft");
    gathered_agrees(&app, id).await;
    let save = part(IupPart::Methods, "Annat");
    let problem =
        trainee.put(&format!("{path}/fields"), 1, save).await.problem(StatusCode::CONFLICT);
    assert!(problem.title.contains("fastställd"));

    let (second, path) = begun(&supervisor, id).await;
    assert_eq!((second.number, second.based_on), (2, Some(1)));
    assert_eq!(second.content, first.content);
    let plan =
        json!({ "learning": "Assistera", "assessment": "Medsittning", "documentation": "Här" });
    let objective = json!({ "field": "objective", "objective": "STc1", "plan": plan });
    trainee.put(&format!("{path}/fields"), 0, objective).await.ok::<Saved<SavedIup>>();
    let placements = json!({ "field": "placements", "placements": [
        { "from": "2027-01-01", "to": "2027-06-30", "place": "Handkirurgen", "percent": 100 }] });
    trainee.put(&format!("{path}/fields"), 0, placements).await.ok::<Saved<SavedIup>>();
    let portfolio = whole(&trainee, id).await;
    assert_eq!(in_force(&portfolio.iups).unwrap().number, 1);
    let [old, new] = portfolio.iups.as_slice() else { panic!() };
    let diff = compare(&old.content, &new.content);
    assert_eq!((diff.objectives.len(), diff.placements.len()), (1, 1));
    gathered_agrees(&app, id).await;
    let told = history(&trainee, id).await;
    assert!(told.iter().any(|change| change.field.ends_with(":objective:STc1")
        && change.to.as_deref()
            == Some("Lärande: Assistera\nBedömning: Medsittning\nDokumentation: Här")));
}

async fn a_stale_field_is_told_what_stands_and_other_fields_do_not_collide(app: TestApp) {
    let id = started(&app).await;
    let (trainee, supervisor) = (app.signed_in(TRAINEE).await, app.signed_in(SUPERVISOR).await);
    let (_, path) = begun(&trainee, id).await;
    let fields = format!("{path}/fields");
    let mine: Saved<SavedIup> =
        trainee.put(&fields, 0, part(IupPart::Methods, "Kirurgi")).await.ok();
    assert_eq!((mine.record.field.version, mine.record.revision), (1, 2));
    // Another field is at a version of its own.
    supervisor.put(&fields, 0, part(IupPart::Education, "Kurser")).await.is(StatusCode::OK);
    let stale = supervisor.put(&fields, 0, part(IupPart::Methods, "Annat")).await;
    let current = stale.problem(StatusCode::PRECONDITION_FAILED).current.unwrap();
    let current: CurrentIupField = serde_json::from_value(current).unwrap();
    assert_eq!((current.saved.field.version, current.saved.revision), (1, 3));
    assert_eq!(serde_json::to_value(current.value).unwrap()["body"], "Kirurgi");
    // As when the answer got lost.
    let again: Saved<SavedIup> =
        trainee.put(&fields, 0, part(IupPart::Methods, "Kirurgi")).await.ok();
    assert_eq!((again.record.field.version, again.record.revision), (1, 3));
    let unknown = json!({ "field": "objective", "objective": "STc99",
        "plan": { "learning": "x", "assessment": "", "documentation": "" } });
    wrong(&trainee.put(&fields, 0, unknown).await, "objective", "finns inte i målbeskrivningen");
    let backwards = json!({ "field": "placements", "placements": [
        { "from": "2027-06-30", "to": "2027-01-01", "place": "Handkirurgen", "percent": 100 }] });
    wrong(&trainee.put(&fields, 0, backwards).await, "placements", "slutar innan den börjar");
    let problem = trainee.post(&at(id, "/iups"), json!(null)).await.problem(StatusCode::CONFLICT);
    assert_eq!(problem.title, "Version 1 är redan påbörjad. Skriv vidare i den.");
}

async fn two_who_sign_at_once_have_both_signed(app: TestApp) {
    let id = started(&app).await;
    let (trainee, supervisor) = (app.signed_in(TRAINEE).await, app.signed_in(SUPERVISOR).await);
    let there = match app.url() {
        Some(_) => supervisor.through(app.second().await),
        None => supervisor.clone(),
    };
    let (_, path) = begun(&trainee, id).await;
    write_all(&trainee, &path, "första året").await;
    for _ in 0..4 {
        let read = json!({ "read": now(&trainee, id).await.revision });
        let signature = format!("{path}/signature");
        let (one, other) =
            tokio::join!(trainee.post(&signature, &read), there.post(&signature, &read));
        one.is(StatusCode::OK);
        other.is(StatusCode::OK);
        assert!(matches!(now(&trainee, id).await.phase, IupPhase::Signed { .. }));
        let why = json!({ "reason": "En gång till" });
        trainee.post(&format!("{path}/signature-withdrawal"), why).await.is(StatusCode::OK);
    }
    gathered_agrees(&app, id).await;
}

async fn what_is_signed_is_locked_until_it_is_taken_back_or_returned(app: TestApp) {
    let id = started(&app).await;
    let (trainee, supervisor) = (app.signed_in(TRAINEE).await, app.signed_in(SUPERVISOR).await);
    let director = app.signed_in(DIRECTOR).await;
    let (_, path) = begun(&trainee, id).await;
    let read = json!({ "read": 1 });
    let empty =
        trainee.post(&format!("{path}/signature"), &read).await.problem(StatusCode::CONFLICT);
    assert!(empty.title.starts_with("8 av programmets åtta delar är inte skrivna än"));
    write_all(&trainee, &path, "första året").await;
    let stale =
        trainee.post(&format!("{path}/signature"), &read).await.problem(StatusCode::CONFLICT);
    assert!(stale.title.contains("har ändrats sedan du läste det"));
    sign(&trainee, id, &path).await;
    let locked =
        supervisor.put(&format!("{path}/fields"), 1, part(IupPart::Methods, "Annat")).await;
    assert!(locked.problem(StatusCode::CONFLICT).title.contains("undertecknat och låst"));
    let why = json!({ "reason": "Fel år" });
    supervisor
        .post(&format!("{path}/signature-withdrawal"), &why)
        .await
        .problem(StatusCode::CONFLICT);
    trainee.post(&format!("{path}/signature-withdrawal"), &why).await.is(StatusCode::OK);
    sign(&supervisor, id, &path).await;
    let signed = sign(&trainee, id, &path).await;
    trainee.post(&format!("{path}/approval"), &read).await.problem(StatusCode::FORBIDDEN);
    let returned: Saved<Iup> = director.post(&format!("{path}/return"), &why).await.ok();
    assert_eq!(returned.record.phase.name(), "Återlämnat");
    let late = json!({ "read": signed.revision });
    director.post(&format!("{path}/approval"), late).await.problem(StatusCode::CONFLICT);
    gathered_agrees(&app, id).await;
    assert_eq!(history(&director, id).await[0].reason.as_deref(), Some("Fel år"));
}

async fn a_smaller_revision_is_in_force_by_two_signatures(app: TestApp) {
    let id = started(&app).await;
    let (trainee, supervisor, _) = approved(&app, id).await;
    let (_, path) = begun(&trainee, id).await;
    let smaller = json!({ "larger": false });
    let problem =
        trainee.post(&format!("{path}/size"), &smaller).await.problem(StatusCode::CONFLICT);
    assert!(problem.title.contains("avgör om ändringen är mindre"));
    let sized: Saved<Iup> = supervisor.post(&format!("{path}/size"), &smaller).await.ok();
    assert!(matches!(sized.record.change, ChangeSize::Smaller { .. }));
    trainee
        .put(&format!("{path}/fields"), 0, part(IupPart::Methods, "Mer simulering"))
        .await
        .is(StatusCode::OK);
    sign(&supervisor, id, &path).await;
    let revised = sign(&trainee, id, &path).await;
    assert!(matches!(revised.phase, IupPhase::Revised { .. }));
    let iups = whole(&trainee, id).await.iups;
    assert_eq!(in_force(&iups).unwrap().number, 2);
    assert!(matches!(iups[0].phase, IupPhase::Approved { .. }));
    gathered_agrees(&app, id).await;
}

async fn who_may_not_is_told_and_a_discarded_draft_stays(app: TestApp) {
    let id = started(&app).await;
    let (trainee, director) = (app.signed_in(TRAINEE).await, app.signed_in(DIRECTOR).await);
    director.post(&at(id, "/iups"), json!(null)).await.problem(StatusCode::FORBIDDEN);
    let (_, path) = begun(&trainee, id).await;
    let other = app.signed_in(OTHER_SUPERVISOR).await;
    other
        .put(&format!("{path}/fields"), 0, part(IupPart::Methods, "x"))
        .await
        .problem(StatusCode::NOT_FOUND);
    director
        .put(&format!("{path}/fields"), 0, part(IupPart::Methods, "x"))
        .await
        .problem(StatusCode::FORBIDDEN);
    director
        .post(&format!("{path}/signature"), json!({ "read": 1 }))
        .await
        .problem(StatusCode::FORBIDDEN);
    trainee
        .put(&format!("{path}/fields"), 0, part(IupPart::Methods, "Kirurgi"))
        .await
        .is(StatusCode::OK);
    let why = json!({ "reason": "Byter inriktning" });
    trainee.post(&format!("{path}/discard"), &why).await.is(StatusCode::OK);
    trainee.post(&format!("{path}/discard"), &why).await.problem(StatusCode::CONFLICT);
    let (second, _) = begun(&trainee, id).await;
    assert_eq!((second.number, second.based_on), (2, None));
    let iups = whole(&director, id).await.iups;
    assert_eq!(&**iups[0].content.part(IupPart::Methods).unwrap(), "Kirurgi");
    assert!(matches!(iups[0].phase, IupPhase::Discarded { .. }));
}
