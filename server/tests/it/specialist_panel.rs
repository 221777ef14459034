//! Specialistkollegier: from opening to feedback, each form its writer's own until all are in.

use axum::http::StatusCode;
use serde_json::{Value, json};
use server::store::history::NewChange;
use shared::{
    TrainingId,
    progress_review::ProgressReviewKind,
    review::Change,
    saving::Saved,
    specialist_panel::{CompetenceArea, PanelMark, PanelView},
    task::Task,
    training_facts::TrainingSummary,
};

use crate::{
    harness::{Client, TestApp},
    story::{DIRECTOR, HEAD},
    training::{
        OTHER_SUPERVISOR, SUPERVISOR, TRAINEE, at, gathered_agrees, history, started, wrong,
    },
};

both_databases!(
    a_panel_goes_from_self_rating_to_feedback,
    nobody_sees_anothers_form_before_all_are_in_or_the_panel_is_held,
    what_cannot_be_of_a_panel_is_told_and_a_cancelled_one_stays,
    a_held_panel_is_the_years_review_of_its_kind_and_nothing_more_is_told,
    the_history_of_a_panel_is_told_to_each_as_far_as_the_panel_shows_them,
);

/// Supervises nobody here, and judges.
const THIRD: &str = "handledare.hand@exempel.se";

fn form(mark: &str, words: &str) -> Value {
    let marks: Value =
        CompetenceArea::ALL.iter().map(|area| (area.as_str().to_owned(), json!(mark))).collect();
    json!({ "marks": marks, "comment": words })
}

async fn opened(app: &TestApp, id: TrainingId, specialists: &[&str]) -> String {
    let director = app.signed_in(DIRECTOR).await;
    let mut people = Vec::new();
    for who in specialists {
        people.push(app.person(who).await);
    }
    let open = json!({ "planned_on": "2026-12-01", "specialists": people });
    let saved: Saved<PanelView> = director.post(&at(id, "/panels"), open).await.ok();
    at(id, &format!("/panels/{}", saved.record.id))
}

async fn handed_in(
    client: &Client,
    panel: &str,
    which: &str,
    mark: &str,
    words: &str,
) -> PanelView {
    let path = format!("{panel}/{which}");
    client.put(&path, 0, form(mark, words)).await.is(StatusCode::OK);
    let saved: Saved<PanelView> =
        client.post_at(&format!("{path}/handing-in"), 1, json!(null)).await.ok();
    saved.record
}

async fn seen(client: &Client, id: TrainingId) -> PanelView {
    client.get(&at(id, "/panels")).await.ok::<Vec<PanelView>>().remove(0)
}

async fn a_panel_goes_from_self_rating_to_feedback(app: TestApp) {
    let id = started(&app).await;
    let panel = opened(&app, id, &[SUPERVISOR, OTHER_SUPERVISOR]).await;
    let (trainee, supervisor) = (app.signed_in(TRAINEE).await, app.signed_in(SUPERVISOR).await);
    let (director, other) = (app.signed_in(DIRECTOR).await, app.signed_in(OTHER_SUPERVISOR).await);
    let tasks: Vec<Task> = trainee.get("/api/tasks").await.ok();
    assert!(tasks.iter().any(|task| task.what == "Skatta dig själv"), "{tasks:?}");
    let judgement = format!("{panel}/judgement");
    let early = other.put(&judgement, 0, form("strength", "")).await;
    assert!(early.problem(StatusCode::CONFLICT).title.contains("självskattning"));
    let half = json!({ "marks": { "ethics": "strength" }, "comment": "" });
    let rating = format!("{panel}/self-rating");
    trainee.put(&rating, 0, &half).await.is(StatusCode::OK);
    let left = trainee.post_at(&format!("{rating}/handing-in"), 1, json!(null)).await;
    wrong(&left, "marks", "Tekniska färdigheter");
    trainee.put(&rating, 0, form("strength", "")).await.problem(StatusCode::PRECONDITION_FAILED);
    trainee.put(&rating, 1, form("as_expected", "")).await.is(StatusCode::OK);
    trainee.post_at(&format!("{rating}/handing-in"), 2, json!(null)).await.is(StatusCode::OK);
    let tasks: Vec<Task> = other.get("/api/tasks").await.ok();
    assert!(tasks.iter().any(|task| task.what == "Bedöm ST-läkaren Skena"), "{tasks:?}");

    let held = format!("{panel}/held");
    handed_in(&supervisor, &panel, "judgement", "strength", "Säker").await;
    let few = director.post_at(&held, 1, json!({ "on": "2026-11-20" })).await;
    few.problem(StatusCode::PRECONDITION_FAILED);
    let view = handed_in(&other, &panel, "judgement", "to_develop", "Mer operation").await;
    let votes = view.votes.unwrap();
    let first = &votes[0];
    assert_eq!(first.self_rating, Some(PanelMark::AsExpected));
    assert_eq!((first.votes[&PanelMark::Strength], first.votes[&PanelMark::ToDevelop]), (1, 1));
    assert_eq!(seen(&trainee, id).await.votes, None);
    let late = other.post_at(&format!("{judgement}/taking-back"), 1, json!(null)).await;
    assert!(late.problem(StatusCode::CONFLICT).title.contains("Alla bedömningar är inne"));

    let version = seen(&director, id).await.version;
    wrong(
        &director.post_at(&held, version, json!({ "on": "2027-01-01" })).await,
        "on",
        "inte varit än",
    );
    supervisor
        .post_at(&held, version, json!({ "on": "2026-11-20" }))
        .await
        .problem(StatusCode::FORBIDDEN);
    let met: Saved<PanelView> =
        director.post_at(&held, version, json!({ "on": "2026-11-20" })).await.ok();
    let conclusions = format!("{panel}/conclusions");
    let focus = |area: &str| json!({ "area": area, "text": "En sak" });
    let agreed = |foci: Vec<Value>| json!({ "strengths": "Lugn", "needs": "Operera mer", "programme": "", "foci": foci });
    let many = agreed(vec![focus("ethics"), focus("teaching"), focus("leadership")]);
    let refused = director.put(&conclusions, met.record.version, many).await;
    assert!(refused.problem(StatusCode::UNPROCESSABLE_ENTITY).title.len() > 10);
    let feedback = format!("{panel}/feedback");
    let nothing =
        supervisor.post_at(&feedback, met.record.version, json!({ "on": "2026-11-21" })).await;
    assert!(nothing.problem(StatusCode::CONFLICT).title.contains("både styrkor och"));
    let foci = agreed(vec![focus("technical_skills"), focus("ethics"), focus("teaching")]);
    let saved: Saved<PanelView> = director.put(&conclusions, met.record.version, foci).await.ok();
    assert_eq!(seen(&trainee, id).await.conclusions, None);
    let version = saved.record.version;
    let day = json!({ "on": "2026-11-21" });
    director.post_at(&feedback, version, &day).await.problem(StatusCode::FORBIDDEN);
    wrong(
        &supervisor.post_at(&feedback, version, json!({ "on": "2026-11-19" })).await,
        "on",
        "före kollegiet",
    );
    supervisor.post_at(&feedback, version, &day).await.is(StatusCode::OK);
    let told = seen(&trainee, id).await;
    assert_eq!(told.conclusions.unwrap().foci.as_slice().len(), 3);
    assert_eq!((told.judgements, told.votes.unwrap().len()), (None, 8));
    // The training's own history tells of its start, and nothing of the panel.
    assert_eq!(history(&trainee, id).await.len(), 1);
    gathered_agrees(&app, id).await;
}

/// The day of the last review by a panel, as the kept facts have it.
async fn reviewed(app: &TestApp, id: TrainingId) -> Option<String> {
    let director = app.signed_in(DIRECTOR).await;
    let listed: Vec<TrainingSummary> =
        director.get(&format!("/api/clinics/{}/trainings", app.ortho())).await.ok();
    let facts = listed.into_iter().find(|one| one.training.id == id).unwrap().facts;
    facts.review(ProgressReviewKind::SpecialistPanel)?.last.map(|day| day.to_string())
}

async fn a_held_panel_is_the_years_review_of_its_kind_and_nothing_more_is_told(app: TestApp) {
    let id = started(&app).await;
    let panel = opened(&app, id, &[SUPERVISOR, OTHER_SUPERVISOR]).await;
    let (trainee, supervisor) = (app.signed_in(TRAINEE).await, app.signed_in(SUPERVISOR).await);
    let (director, other) = (app.signed_in(DIRECTOR).await, app.signed_in(OTHER_SUPERVISOR).await);
    handed_in(&trainee, &panel, "self-rating", "as_expected", "Hemligt ett").await;
    handed_in(&supervisor, &panel, "judgement", "strength", "Hemligt två").await;
    handed_in(&other, &panel, "judgement", "to_develop", "Hemligt tre").await;
    assert_eq!(reviewed(&app, id).await, None);
    let version = seen(&director, id).await.version;
    let held = json!({ "on": "2026-11-20" });
    director.post_at(&format!("{panel}/held"), version, held).await.is(StatusCode::OK);
    assert_eq!(reviewed(&app, id).await.as_deref(), Some("2026-11-20"));
    gathered_agrees(&app, id).await;

    // The head of unit, whom the panel doesn't concern, is told its day.
    let head = app.signed_in(HEAD).await;
    let whole: Value = head.get(&at(id, "")).await.ok();
    assert_eq!(whole["panels_held"], json!(["2026-11-20"]));
    let told = whole.to_string();
    for word in ["Hemligt", "to_develop", "judgements", "self_rating"] {
        assert!(!told.contains(word), "{word}");
    }
}

async fn nobody_sees_anothers_form_before_all_are_in_or_the_panel_is_held(app: TestApp) {
    let id = started(&app).await;
    let panel = opened(&app, id, &[SUPERVISOR, OTHER_SUPERVISOR, THIRD]).await;
    let (trainee, supervisor) = (app.signed_in(TRAINEE).await, app.signed_in(SUPERVISOR).await);
    let (director, other) = (app.signed_in(DIRECTOR).await, app.signed_in(OTHER_SUPERVISOR).await);
    handed_in(&trainee, &panel, "self-rating", "as_expected", "Eget").await;
    handed_in(&supervisor, &panel, "judgement", "strength", "Säker").await;
    for client in [&other, &director, &trainee] {
        let view = seen(client, id).await;
        assert_eq!((view.votes, view.judgements, view.own), (None, None, None));
    }
    assert!(seen(&supervisor, id).await.own.is_some());
    let back: Saved<PanelView> =
        supervisor.post_at(&format!("{panel}/judgement/taking-back"), 1, json!(null)).await.ok();
    assert_eq!(back.record.own.unwrap().handed_in, None);
    // Whoever isn't in the panel finds none, also at the same clinic.
    let head = app.signed_in(HEAD).await;
    assert_eq!(head.get(&at(id, "/panels")).await.ok::<Vec<PanelView>>(), []);
    let form = form("strength", "");
    head.put(&format!("{panel}/judgement"), 0, &form).await.problem(StatusCode::NOT_FOUND);
    let elsewhere = app.signed_in("studierektor.kvinno@exempel.se").await;
    elsewhere.get(&at(id, "/panels")).await.problem(StatusCode::NOT_FOUND);
    trainee.put(&format!("{panel}/judgement"), 0, &form).await.problem(StatusCode::FORBIDDEN);
}

async fn what_cannot_be_of_a_panel_is_told_and_a_cancelled_one_stays(app: TestApp) {
    let id = started(&app).await;
    let director = app.signed_in(DIRECTOR).await;
    let all = at(id, "/panels");
    let open = |people: Vec<shared::PersonId>| json!({ "planned_on": "2026-12-01", "specialists": people });
    let (one, two) = (app.person(SUPERVISOR).await, app.person(OTHER_SUPERVISOR).await);
    let trainee = app.person(TRAINEE).await;
    let outside = app.person("handledare.kvinno@exempel.se").await;
    wrong(&director.post(&all, open(vec![one])).await, "specialists", "minst 2 specialister");
    wrong(&director.post(&all, open(vec![one, one])).await, "specialists", "två gånger");
    wrong(
        &director.post(&all, open(vec![one, trainee])).await,
        "specialists",
        "sitt eget kollegium",
    );
    wrong(
        &director.post(&all, open(vec![one, outside])).await,
        "specialists",
        "Välj bland klinikens",
    );
    let supervisor = app.signed_in(SUPERVISOR).await;
    supervisor.post(&all, open(vec![one, two])).await.problem(StatusCode::FORBIDDEN);
    let panel = opened(&app, id, &[SUPERVISOR, OTHER_SUPERVISOR]).await;
    let cancellation = format!("{panel}/cancellation");
    let why = json!({ "reason": "Handledaren är sjuk" });
    supervisor.post_at(&cancellation, 1, &why).await.problem(StatusCode::FORBIDDEN);
    director.post_at(&cancellation, 9, &why).await.problem(StatusCode::PRECONDITION_FAILED);
    director.post_at(&cancellation, 1, &why).await.is(StatusCode::OK);
    let view = seen(&supervisor, id).await;
    assert_eq!(view.cancelled.as_deref(), Some("Handledaren är sjuk"));
    let rows = told(&supervisor, &panel, 0).await;
    assert_eq!(events(&rows), ["cancelled", "opened"]);
    assert_eq!(rows[0].reason.as_deref(), Some("Handledaren är sjuk"));
    let rating = app.signed_in(TRAINEE).await;
    let late = rating.put(&format!("{panel}/self-rating"), 0, form("strength", "")).await;
    assert!(late.problem(StatusCode::CONFLICT).title.contains("inställt"));
}

/// What somebody is told of what was done with a panel, newest first.
async fn told(client: &Client, panel: &str, offset: u32) -> Vec<Change> {
    client.get(&format!("{panel}/history?offset={offset}")).await.ok()
}

fn events(rows: &[Change]) -> Vec<&str> {
    rows.iter().map(|row| row.field.as_str()).collect()
}

async fn the_history_of_a_panel_is_told_to_each_as_far_as_the_panel_shows_them(app: TestApp) {
    let id = started(&app).await;
    let panel = opened(&app, id, &[SUPERVISOR, OTHER_SUPERVISOR, THIRD]).await;
    let (trainee, supervisor) = (app.signed_in(TRAINEE).await, app.signed_in(SUPERVISOR).await);
    let (director, other) = (app.signed_in(DIRECTOR).await, app.signed_in(OTHER_SUPERVISOR).await);
    handed_in(&trainee, &panel, "self-rating", "as_expected", "").await;
    handed_in(&supervisor, &panel, "judgement", "strength", "").await;
    let judgement = format!("{panel}/judgement");
    for step in ["taking-back", "handing-in"] {
        let step = format!("{judgement}/{step}");
        supervisor.post_at(&step, 1, json!(null)).await.is(StatusCode::OK);
    }
    handed_in(&other, &panel, "judgement", "to_develop", "").await;
    // A third is awaited: who has handed in is told to nobody, the writer among them.
    for client in [&trainee, &supervisor, &other, &director] {
        assert_eq!(events(&told(client, &panel, 0).await), ["self_rating_handed_in", "opened"]);
    }

    let mut version = seen(&director, id).await.version;
    let held = json!({ "on": "2026-11-20" });
    director.post_at(&format!("{panel}/held"), version, held).await.is(StatusCode::OK);
    for strengths in ["Lugn", "Lugn och tydlig"] {
        version = seen(&director, id).await.version;
        let agreed =
            json!({ "strengths": strengths, "needs": "Operera mer", "programme": "", "foci": [] });
        director.put(&format!("{panel}/conclusions"), version, agreed).await.is(StatusCode::OK);
    }
    let whole = [
        "concluded",
        "concluded",
        "held",
        "judgement_handed_in",
        "judgement_handed_in",
        "judgement_taken_back",
        "judgement_handed_in",
        "self_rating_handed_in",
        "opened",
    ];
    for client in [&supervisor, &other, &director] {
        let rows = told(client, &panel, 0).await;
        assert_eq!(events(&rows), whole);
        let (before, after) = (rows[0].from.as_deref(), rows[0].to.as_deref());
        assert_eq!(before, Some("Styrkor: Lugn\nUtvecklingsbehov: Operera mer"));
        assert_eq!(after, Some("Styrkor: Lugn och tydlig\nUtvecklingsbehov: Operera mer"));
        assert_eq!(rows[1].from, None);
        assert!(rows[2..].iter().all(|row| row.from.is_none() && row.to.is_none()));
    }
    // Pages are of what is told, not of what is kept.
    assert_eq!(events(&told(&other, &panel, 7).await), whole[7..]);
    let steps = ["held", "self_rating_handed_in", "opened"];
    let rows = told(&trainee, &panel, 0).await;
    assert_eq!(events(&rows), steps);
    assert!(rows.iter().all(|row| row.from.is_none() && row.to.is_none()));
    assert_eq!(events(&told(&trainee, &panel, 2).await), ["opened"]);

    version = seen(&supervisor, id).await.version;
    let day = json!({ "on": "2026-11-21" });
    supervisor.post_at(&format!("{panel}/feedback"), version, day).await.is(StatusCode::OK);
    let rows = told(&trainee, &panel, 0).await;
    assert_eq!(events(&rows), [&["fed_back"], &steps[..]].concat());
    assert!(rows.iter().all(|row| row.from.is_none() && row.to.is_none()));
    // A row from before rows carried their event is told to nobody.
    let key = panel.rsplit('/').next().unwrap();
    let mut work = app.app.store.write().await.unwrap();
    let old = NewChange {
        record: key.to_owned(),
        field: &format!("panel:{key}"),
        from: None,
        to: Some("Specialistkollegium"),
        reason: None,
        by: "Någon",
        at: app.app.clock.now(),
    };
    work.keep_change(old).await.unwrap();
    work.commit().await.unwrap();
    assert_eq!(events(&told(&other, &panel, 0).await), [&["fed_back"], &whole[..]].concat());
    let elsewhere = app.signed_in("studierektor.kvinno@exempel.se").await;
    for outsider in [app.signed_in(HEAD).await, elsewhere] {
        outsider.get(&format!("{panel}/history")).await.problem(StatusCode::NOT_FOUND);
    }
}
