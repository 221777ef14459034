//! Egna uppgifter: from one installation's demo into another installation's training, whole or not at all.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use server::demo;
use shared::{
    PersonId, TrainingId,
    certificate::ObjectiveState,
    iup::Iup,
    own_records::{BroughtRecords, OwnRecords, TakeInPreview, TakenIn},
    portfolio::Portfolio,
    progress::board,
    review::Change,
    rule::Thresholds,
    saving::Saved,
    training::Training,
    training_facts::{TrainingSummary, facts},
};

use crate::{
    harness::{Answer, Client, TestApp},
    story::{DIRECTOR, HEAD, REGION},
    training::{
        OTHER_TRAINEE, SUPERVISOR, TRAINEE, at, curriculum, gathered_agrees, history, started,
        whole, wrong,
    },
};

both_databases!(
    a_training_goes_along_whole_to_another_installation,
    a_broken_file_leaves_everything_as_it_was,
    only_the_trainee_fetches_the_file_and_takes_it_in,
    what_came_along_is_not_changed_here_and_what_is_written_here_is,
    a_file_that_may_be_another_persons_is_taken_in_when_the_trainee_is_sure,
    a_file_is_taken_in_once_and_later_ones_give_only_what_is_new,
    what_came_along_is_taken_away_again_and_can_come_once_more,
    a_training_that_is_over_goes_along_but_takes_nothing_in,
);

/// The file of the demo's ST-läkare with most in it, out of an installation of its own.
async fn exported() -> (OwnRecords, String) {
    let there = TestApp::sqlite().await;
    demo::tell(&there.app, &there.places).await.unwrap();
    let trainee = there.signed_in(TRAINEE).await;
    let own: Vec<TrainingSummary> = trainee.get("/api/trainings").await.ok();
    let answer = fetched(&trainee, own[0].training.id).await;
    answer.is(StatusCode::OK);
    assert_eq!(answer.header("content-type"), Some("application/json"));
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    let name = "attachment; filename=\"stins-uppgifter-2026-11-22.json\"";
    assert_eq!(answer.header("content-disposition"), Some(name));
    let text = String::from_utf8(answer.body.to_vec()).unwrap();
    (answer.ok(), text)
}

async fn fetched(client: &Client, id: TrainingId) -> Answer {
    client.get(&at(id, "/own-records")).await
}

/// A training here for a file: of the same kind, with nothing in it.
async fn to_take_in(app: &TestApp, file: &OwnRecords) -> TrainingId {
    let director = app.signed_in(DIRECTOR).await;
    let Training { specialty, regulation, licensed_on, starts_on, .. } = &file.portfolio.training;
    let start = json!({ "trainee": app.person(TRAINEE).await, "clinic": app.ortho(), "specialty": specialty,
        "curriculum": curriculum(&director, specialty).await, "regulation": regulation,
        "licensed_on": licensed_on, "starts_on": starts_on,
        "principal_supervisor": app.person(SUPERVISOR).await });
    let answer = director.post("/api/trainings", start).await;
    answer.is(StatusCode::CREATED).ok::<Saved<Training>>().record.id
}

async fn look(client: &Client, id: TrainingId, text: &str) -> Answer {
    client.post(&at(id, "/brought/preview"), json!({ "text": text })).await
}

async fn take_in(client: &Client, id: TrainingId, text: &str) -> Answer {
    client.post(&at(id, "/brought"), json!({ "text": text })).await
}

/// All that is kept, and how it came to be.
async fn all(app: &TestApp, id: TrainingId) -> (Portfolio, usize, Vec<Change>) {
    let mut work = app.app.store.read().await.unwrap();
    let kept = work.portfolio(id).await.unwrap().unwrap();
    let count = kept.count();
    drop(work);
    (kept.portfolio, count, history(&app.signed_in(TRAINEE).await, id).await)
}

async fn a_training_goes_along_whole_to_another_installation(app: TestApp) {
    let (file, text) = exported().await;
    let id = to_take_in(&app, &file).await;
    let before = all(&app, id).await;
    let trainee = app.signed_in(TRAINEE).await;
    let preview: TakeInPreview = look(&trainee, id, &text).await.ok();
    assert_eq!(preview.from.clinic.to_string(), "Ortopedkliniken");
    assert_eq!((preview.already, preview.doubts.len()), (0, 0));
    assert_eq!(all(&app, id).await, before);
    let saved: Saved<BroughtRecords> = take_in(&trainee, id, &text).await.ok();
    assert_eq!(saved.revision, before.0.training.revision + 1);
    assert_eq!(saved.record.changed.as_ref().unwrap().by, "ST-läkaren Skena");

    let here = whole(&trainee, id).await;
    let there = &file.portfolio;
    let expected: TakenIn = file
        .clone()
        .take_in(&before.0, saved.record.id, saved.record.changed.clone().unwrap())
        .unwrap();
    assert_eq!(preview.taken, expected.counts());
    assert_eq!(preview.told, expected.told);
    let Portfolio { placements, leaves, credits, activities, iups, .. } = &expected.records;
    assert_eq!((&here.placements, &here.leaves), (placements, leaves));
    assert_eq!((&here.credits, &here.activities, &here.iups), (credits, activities, iups));
    assert_eq!(here.assessments, expected.records.assessments);
    assert_eq!(here.meetings, expected.records.meetings);
    assert_eq!(here.evaluations, expected.records.evaluations);
    assert_eq!(here.reviews, expected.records.reviews);
    assert_eq!(here.evidence, expected.records.evidence);
    assert_eq!(here.decisions, expected.records.decisions);
    assert_eq!(here.certificates, expected.records.certificates);
    // There is something of each kind that a training has most of, and nothing there was lost on the way.
    assert!(here.placements.len() > 1 && !here.iups.is_empty() && !here.certificates.is_empty());
    assert!(!here.assessments.is_empty() && !here.meetings.is_empty() && !here.reviews.is_empty());
    let left = preview.told.iter().filter(|told| !told.why.taken()).count();
    let records = |p: &Portfolio| {
        p.placements.len()
            + p.leaves.len()
            + p.credits.len()
            + p.activities.len()
            + p.iups.len()
            + p.assessments.len()
            + p.meetings.len()
            + p.evaluations.len()
            + p.reviews.len()
            + p.certificates.len()
            + p.evidence.len()
            + p.decisions.len()
    };
    assert_eq!(records(&here) + left, records(there));
    // What was certified there is certified here, and the months are the same on the day of the file.
    let certified = |p: &Portfolio| {
        let cards = board(p).into_iter().filter(|card| card.state == ObjectiveState::Certified);
        cards.map(|card| card.code).collect::<Vec<_>>()
    };
    assert!(!certified(there).is_empty());
    assert_eq!(certified(&here), certified(there));
    assert_eq!(
        facts(&here).service.so_far(file.made_on),
        facts(there).service.so_far(file.made_on)
    );
    assert!(
        here.meetings
            .iter()
            .all(|one| one.trainee.id == here.training.trainee.id && one.training == id)
    );
    for one in &here.certificates {
        assert_eq!(here.origin(one.id), Some(&file.from));
    }
    gathered_agrees(&app, id).await;
    let told = history(&trainee, id).await;
    assert_eq!(told.len(), before.2.len() + 1);
    let said = told[0].to.as_ref().unwrap();
    assert!(
        said.starts_with("Uppgifter från Ortopedkliniken, Exempelsjukhuset (Region Exempel), "),
        "{said}"
    );
}

/// The file with something else in a place of it.
fn with(text: &str, change: impl FnOnce(&mut Value)) -> String {
    let mut file: Value = serde_json::from_str(text).unwrap();
    change(&mut file);
    serde_json::to_string_pretty(&file).unwrap()
}

async fn a_broken_file_leaves_everything_as_it_was(app: TestApp) {
    let (file, text) = exported().await;
    let id = to_take_in(&app, &file).await;
    let trainee = app.signed_in(TRAINEE).await;
    // Somebody else's record here, whose id the last record of the file has: all the others are written before it is found.
    let other = to_other(&app).await;
    let leave =
        json!({ "kind": "other", "from": "2025-01-01", "to": "2025-02-01", "percent": 100 });
    let kept: Saved<shared::placement::Leave> =
        app.signed_in(OTHER_TRAINEE).await.post(&at(other, "/leaves"), leave).await.ok();
    let before = all(&app, id).await;
    let last = |list: &'static str, key: &'static str, value: Value| {
        with(&text, move |file| {
            let list = file["portfolio"][list].as_array_mut().unwrap();
            list.last_mut().unwrap()[key] = value;
        })
    };
    // One early and one late among those that are written, each with the id of a record that is kept elsewhere here.
    let clash = |list: &'static str, is: fn(&Value) -> bool| {
        let id = json!(kept.record.id);
        with(&text, move |file| {
            let list = file["portfolio"][list].as_array_mut().unwrap();
            list.iter_mut().find(|one| is(one)).unwrap()["id"] = id;
        })
    };
    let twice = with(&text, |file| {
        let list = file["portfolio"]["meetings"].as_array_mut().unwrap();
        let first = list[0].clone();
        list.push(first);
    });
    let broken = [
        (String::new(), "Filen är tom."),
        ("PK\u{3}\u{4}zip".to_owned(), "Det här är ingen fil med egna uppgifter från Stins."),
        ("{\"a\": [1, 2]}".to_owned(), "Det här är ingen fil med egna uppgifter från Stins."),
        (text[..text.len() - 3].to_owned(), "Filen tar slut mitt i"),
        (text[..text.len() / 3].to_owned(), "Filen tar slut mitt i"),
        (with(&text, |file| file["version"] = json!(3)), "Filen är gjord i version 3 av formatet"),
        (
            with(&text, |file| file["portfolio"]["training"]["starts_on"] = json!("2023-02-30")),
            "Filen går inte att läsa från rad",
        ),
        (last("meetings", "planned_on", json!("i går")), "Filen går inte att läsa från rad"),
        (last("placements", "percent", json!(140)), "Filen går inte att läsa från rad"),
        (last("placements", "to", json!("2001-01-01")), "Sista dagen (mån 1 jan 2001)"),
        (with(&text, |file| file["made_on"] = json!("2027-01-01")), "som inte har varit än"),
        (twice, "Samma uppgift står två gånger i den."),
        (clash("leaves", |_| true), "Något i filen finns redan i den här installationen"),
        (
            clash("certificates", |one| one["phase"] == "issued"),
            "Något i filen finns redan i den här installationen",
        ),
        (
            with(&text, |file| file["portfolio"]["training"]["specialty"] = json!("Psykiatri")),
            "Filen gäller psykiatri",
        ),
        (
            with(&text, |file| file["portfolio"]["training"]["regulation"] = json!("sosfs2015")),
            "kan inte stämma",
        ),
    ];
    for (broken, sentence) in broken {
        wrong(&look(&trainee, id, &broken).await, "text", sentence);
        wrong(&take_in(&trainee, id, &broken).await, "text", sentence);
        assert_eq!(all(&app, id).await, before, "{sentence}");
    }
    let large = json!({ "text": " ".repeat(17 * 1024 * 1024) });
    trainee.post(&at(id, "/brought"), large).await.problem(StatusCode::PAYLOAD_TOO_LARGE);
    let cut = trainee.request(Method::POST, &at(id, "/brought"), None);
    let cut = cut.header("content-type", "application/json").body("{\"text\": \"".into()).unwrap();
    trainee.send(cut).await.problem(StatusCode::BAD_REQUEST);
    assert_eq!(all(&app, id).await, before);
    // The day that the training here starts is the director's to mend; then the same file is taken in.
    let director = app.signed_in(DIRECTOR).await;
    let days = |starts_on: &str| json!({ "licensed_on": file.portfolio.training.licensed_on, "starts_on": starts_on });
    director
        .put(&at(id, ""), before.0.training.revision, days("2026-11-01"))
        .await
        .is(StatusCode::OK);
    wrong(&take_in(&trainee, id, &text).await, "text", "ST:n här börjar sön 1 nov 2026");
    let first = file.portfolio.training.starts_on.to_string();
    director
        .put(&at(id, ""), before.0.training.revision + 1, days(&first))
        .await
        .is(StatusCode::OK);
    take_in(&trainee, id, &text).await.is(StatusCode::OK);
}

/// A training of another ST-läkare here.
async fn to_other(app: &TestApp) -> TrainingId {
    let director = app.signed_in(DIRECTOR).await;
    let mut start = crate::training::to_start(app, &director).await;
    start["trainee"] = json!(app.person(OTHER_TRAINEE).await);
    let answer = director.post("/api/trainings", start).await;
    answer.is(StatusCode::CREATED).ok::<Saved<Training>>().record.id
}

async fn only_the_trainee_fetches_the_file_and_takes_it_in(app: TestApp) {
    let id = started(&app).await;
    for (who, status) in [
        (SUPERVISOR, StatusCode::FORBIDDEN),
        (DIRECTOR, StatusCode::FORBIDDEN),
        (HEAD, StatusCode::FORBIDDEN),
        (OTHER_TRAINEE, StatusCode::NOT_FOUND),
        (REGION, StatusCode::NOT_FOUND),
        ("verksamhetschef@annorlunda.se", StatusCode::NOT_FOUND),
    ] {
        let client = app.signed_in(who).await;
        fetched(&client, id).await.problem(status);
        look(&client, id, "").await.problem(status);
        take_in(&client, id, "").await.problem(status);
    }
    app.anonymous().get(&at(id, "/own-records")).await.problem(StatusCode::UNAUTHORIZED);
    let file: OwnRecords = fetched(&app.signed_in(TRAINEE).await, id).await.ok();
    assert_eq!(file.portfolio.training.id, id);
}

async fn what_came_along_is_not_changed_here_and_what_is_written_here_is(app: TestApp) {
    let (file, text) = exported().await;
    let id = to_take_in(&app, &file).await;
    let (trainee, director) = (app.signed_in(TRAINEE).await, app.signed_in(DIRECTOR).await);
    take_in(&trainee, id, &text).await.is(StatusCode::OK);
    let here = whole(&trainee, id).await;
    let refused = |answer: Answer| {
        let problem = answer.problem(StatusCode::CONFLICT);
        assert!(
            problem.title.starts_with("Uppgiften kommer från Ortopedkliniken"),
            "{}",
            problem.title
        );
    };
    let before = all(&app, id).await;
    let one = &here.placements[0];
    let mut body = serde_json::to_value(one).unwrap();
    body["percent"] = json!(50);
    body["supervisor"] = json!({ "kind": "written", "who": "Någon" });
    refused(trainee.put(&at(id, &format!("/placements/{}", one.id)), one.version, body).await);
    refused(trainee.delete_at(&at(id, &format!("/placements/{}", one.id)), one.version).await);
    let one = &here.meetings[0];
    let reason = json!({ "reason": "Fel" });
    refused(
        trainee
            .post_at(&at(id, &format!("/meetings/{}/reopening", one.id)), one.version, &reason)
            .await,
    );
    let one = here.certificates.iter().find(|one| one.phase.in_force()).unwrap();
    let head = app.signed_in(HEAD).await;
    refused(
        head.post_at(
            &at(id, &format!("/certificates/{}/withdrawal", one.id)),
            one.version,
            &reason,
        )
        .await,
    );
    let one = here.reviews.iter().find(|one| one.kind.with_trainee()).unwrap();
    refused(
        director
            .post_at(&at(id, &format!("/reviews/{}/reopening", one.id)), one.version, &reason)
            .await,
    );
    if let Some(one) = here.activities.first() {
        refused(trainee.delete_at(&at(id, &format!("/activities/{}", one.id)), one.version).await);
    }
    assert_eq!(all(&app, id).await, before);
    // What is written here is the training's own, and goes on from what came along.
    let leave =
        json!({ "kind": "other", "from": "2026-11-23", "to": "2026-11-30", "percent": 100 });
    let kept: Saved<shared::placement::Leave> = trainee.post(&at(id, "/leaves"), &leave).await.ok();
    trainee.delete_at(&at(id, &format!("/leaves/{}", kept.record.id)), 1).await.is(StatusCode::OK);
    let draft: Saved<Iup> = trainee.post(&at(id, "/iups"), Value::Null).await.ok();
    assert_eq!(draft.record.number, here.iups.last().unwrap().number + 1);
    let chosen = &here.evidence[0];
    let body = json!({ "chosen": [] });
    let path = at(id, &format!("/objectives/{}/evidence", chosen.objective));
    trainee.put(&path, chosen.version, body).await.is(StatusCode::OK);
    gathered_agrees(&app, id).await;
}

async fn a_file_that_may_be_another_persons_is_taken_in_when_the_trainee_is_sure(app: TestApp) {
    let (file, text) = exported().await;
    let id = to_take_in(&app, &file).await;
    let trainee = app.signed_in(TRAINEE).await;
    let text = text.replace(&file.portfolio.training.trainee.name, "Någon Helt Annan");
    let preview: TakeInPreview = look(&trainee, id, &text).await.ok();
    assert_eq!(preview.doubts.len(), 1);
    let before = all(&app, id).await;
    wrong(&take_in(&trainee, id, &text).await, "sure", "Filen gäller Någon Helt Annan");
    assert_eq!(all(&app, id).await, before);
    let sure = json!({ "text": text, "sure": true });
    let saved: Saved<BroughtRecords> = trainee.post(&at(id, "/brought"), sure).await.ok();
    assert_eq!(saved.record.trainee.to_string(), "Någon Helt Annan");
}

async fn a_file_is_taken_in_once_and_later_ones_give_only_what_is_new(app: TestApp) {
    let (file, text) = exported().await;
    let id = to_take_in(&app, &file).await;
    let trainee = app.signed_in(TRAINEE).await;
    take_in(&trainee, id, &text).await.is(StatusCode::OK);
    let before = all(&app, id).await;
    wrong(&take_in(&trainee, id, &text).await, "text", "Allt som kan tas in ur filen finns redan");
    assert_eq!(all(&app, id).await, before);
    let later = with(&text, |file| {
        let list = file["portfolio"]["leaves"].as_array_mut().unwrap();
        list.push(json!({ "id": PersonId::new(server::clock::new_id()), "kind": "other", "from": "2026-11-01",
            "to": "2026-11-02", "percent": 100, "version": 1 }));
    });
    let preview: TakeInPreview = look(&trainee, id, &later).await.ok();
    assert_eq!(preview.taken.iter().map(|one| one.count).sum::<usize>(), 1);
    assert!(preview.already > 20);
    take_in(&trainee, id, &later).await.is(StatusCode::OK);
    let after = all(&app, id).await;
    assert_eq!(after.1, before.1 + 2);
    assert_eq!(after.0.brought.len(), 2);
    // The file of a training here has nothing for that training.
    let own = String::from_utf8(fetched(&trainee, id).await.body.to_vec()).unwrap();
    wrong(&take_in(&trainee, id, &own).await, "text", "Allt som kan tas in ur filen finns redan");
}

async fn what_came_along_is_taken_away_again_and_can_come_once_more(app: TestApp) {
    let (file, text) = exported().await;
    let id = to_take_in(&app, &file).await;
    let trainee = app.signed_in(TRAINEE).await;
    let before = all(&app, id).await;
    let came: Saved<BroughtRecords> = take_in(&trainee, id, &text).await.ok();
    let there = all(&app, id).await;
    let path = |brought: &BroughtRecords| at(id, &format!("/brought/{}", brought.id));
    for client in [SUPERVISOR, DIRECTOR] {
        let other = app.signed_in(client).await;
        other.delete_at(&path(&came.record), 1).await.problem(StatusCode::FORBIDDEN);
    }
    let placement = file.portfolio.placements[0].id;
    let about = json!({ "about": { "kind": "placement", "id": placement }, "objectives": [], "description": "",
        "evaluation": "" });
    let body = json!({ "kind": "clinical_service", "content": about, "asked": [] });
    let draft: Saved<Value> = trainee.post(&at(id, "/certificates"), body).await.ok();
    let rests = trainee.delete_at(&path(&came.record), 1).await.problem(StatusCode::CONFLICT);
    assert!(rests.title.starts_with("Ett intyg om klinisk tjänstgöring"), "{}", rests.title);
    let draft = format!("/certificates/{}", draft.record["id"].as_str().unwrap());
    trainee.delete_at(&at(id, &draft), 1).await.is(StatusCode::OK);
    trainee.delete_at(&path(&came.record), 1).await.is(StatusCode::OK);
    let after = all(&app, id).await;
    assert_eq!(after.1, before.1);
    assert_eq!(after.0.evidence, []);
    assert_eq!(facts(&after.0), facts(&before.0));
    assert!(after.2[0].from.as_ref().unwrap().starts_with("Uppgifter från Ortopedkliniken"));
    gathered_agrees(&app, id).await;
    trainee.delete_at(&path(&came.record), 1).await.problem(StatusCode::NOT_FOUND);
    take_in(&trainee, id, &text).await.is(StatusCode::OK);
    let again = all(&app, id).await;
    assert_eq!(again.1, there.1);
    assert_eq!(again.0.assessments, there.0.assessments);
    assert_eq!(again.0.evidence, there.0.evidence);
    gathered_agrees(&app, id).await;
}

async fn a_training_that_is_over_goes_along_but_takes_nothing_in(app: TestApp) {
    let (file, text) = exported().await;
    let id = to_take_in(&app, &file).await;
    let (trainee, director) = (app.signed_in(TRAINEE).await, app.signed_in(DIRECTOR).await);
    let stop = json!({ "read": 0, "on": "2026-11-01", "reason": "Slutar", "step": { "kind": "interrupt" } });
    director.post(&at(id, "/decisions"), stop).await.is(StatusCode::OK);
    let problem = take_in(&trainee, id, &text).await.problem(StatusCode::CONFLICT);
    assert_eq!(problem.title, "ST:n är avbruten. Återuppta den först.");
    let own: OwnRecords = fetched(&trainee, id).await.ok();
    assert_eq!(own.portfolio.thresholds, Thresholds::default());
}
