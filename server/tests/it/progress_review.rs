//! Avstämningar and the supervision's evaluation: planned, held, confirmed, and what the rules then say.

use axum::http::StatusCode;
use serde_json::{Value, json};
use shared::{
    TrainingId,
    progress_review::{ProgressReview, ProgressReviewPhase},
    rule::{Outcome, Thresholds, check},
    saving::Saved,
    supervision_meeting::SupervisionEvaluation,
    training_facts::facts,
};

use crate::{
    harness::{Client, TestApp},
    story::DIRECTOR,
    training::{SUPERVISOR, TRAINEE, at, gathered_agrees, history, started, whole, wrong},
};

both_databases!(
    a_review_is_planned_held_and_confirmed_by_the_trainee,
    reviews_of_each_kind_and_an_evaluation_fulfil_the_rules_on_them,
    the_trainee_takes_no_part_where_others_review,
    what_cannot_be_of_a_review_is_told_and_nothing_is_erased,
    an_evaluation_is_changed_until_it_is_followed_up,
);

const OTHER_CLINIC: &str = "studierektor.kvinno@exempel.se";

fn held(summary: &str) -> Value {
    json!({ "on": "2026-11-20", "form": "meeting", "summary": summary, "agreements": "Mer operation",
        "participants": ["Studierektorn", "ST-läkaren"] })
}

async fn planned(client: &Client, id: TrainingId, kind: &str) -> String {
    let plan = json!({ "kind": kind, "planned_on": "2026-11-20" });
    let saved: Saved<ProgressReview> = client.post(&at(id, "/reviews"), plan).await.ok();
    at(id, &format!("/reviews/{}", saved.record.id))
}

async fn outcomes(app: &TestApp, client: &Client, id: TrainingId) -> [Outcome; 3] {
    let results =
        check(&facts(&whole(client, id).await), &Thresholds::default(), app.app.clock.today());
    [4, 62, 64]
        .map(|number| results.iter().find(|one| one.rule.number() == number).unwrap().outcome)
}

async fn a_review_is_planned_held_and_confirmed_by_the_trainee(app: TestApp) {
    let id = started(&app).await;
    let (trainee, director) = (app.signed_in(TRAINEE).await, app.signed_in(DIRECTOR).await);
    let path = planned(&trainee, id, "three_parties").await;
    let moved = json!({ "kind": "three_parties", "planned_on": "2026-11-19" });
    let saved: Saved<ProgressReview> = director.put(&path, 1, &moved).await.ok();
    assert_eq!(saved.record.version, 2);
    let stale = json!({ "kind": "three_parties", "planned_on": "2026-11-18" });
    let answer = trainee.put(&path, 1, stale).await;
    let current = answer.problem(StatusCode::PRECONDITION_FAILED).current.unwrap();
    assert_eq!(current["planned_on"], "2026-11-19");

    director.post_at(&format!("{path}/held"), 2, held("Går bra")).await.is(StatusCode::OK);
    let confirmation = format!("{path}/confirmation");
    let stale = trainee.post_at(&confirmation, 2, json!(null)).await;
    stale.problem(StatusCode::PRECONDITION_FAILED);
    let refused = director.post_at(&confirmation, 3, json!(null)).await;
    assert!(refused.problem(StatusCode::CONFLICT).title.contains("ST-läkaren bekräftar"));
    let saved: Saved<ProgressReview> = trainee.post_at(&confirmation, 3, json!(null)).await.ok();
    let ProgressReviewPhase::Confirmed { held: kept, confirmed } = saved.record.phase else {
        panic!("{:?}", saved.record.phase)
    };
    assert_eq!((&*kept.summary, confirmed.by.name.as_str()), ("Går bra", "ST-läkaren Skena"));
    let locked = director.post_at(&format!("{path}/held"), 4, held("Annat")).await;
    assert!(locked.problem(StatusCode::CONFLICT).title.contains("bekräftad och låst"));

    let why = json!({ "reason": "Dagen var fel" });
    director.post_at(&format!("{path}/reopening"), 4, why).await.is(StatusCode::OK);
    director.post_at(&format!("{path}/held"), 5, held("Går bra nu")).await.is(StatusCode::OK);
    let told = history(&trainee, id).await;
    assert!(told[0].to.as_ref().unwrap().contains("Sammanfattning: Går bra nu"));
    assert_eq!(told[1].reason.as_deref(), Some("Dagen var fel"));
    gathered_agrees(&app, id).await;
}

async fn reviews_of_each_kind_and_an_evaluation_fulfil_the_rules_on_them(app: TestApp) {
    let id = started(&app).await;
    let (trainee, director) = (app.signed_in(TRAINEE).await, app.signed_in(DIRECTOR).await);
    let before = outcomes(&app, &trainee, id).await;
    assert!(before.iter().all(|one| matches!(one, Outcome::Overdue { .. })), "{before:?}");
    for kind in ["specialist_panel", "supervisors_meeting", "with_director", "three_parties"] {
        let path = planned(&director, id, kind).await;
        director
            .post_at(&format!("{path}/held"), 1, held("Följer planen"))
            .await
            .is(StatusCode::OK);
    }
    let written = json!({ "on": "2026-11-20", "answers": { "works": "Samtalen" } });
    trainee.post(&at(id, "/evaluations"), written).await.is(StatusCode::OK);
    assert_eq!(outcomes(&app, &trainee, id).await, [Outcome::Fulfilled; 3]);
    gathered_agrees(&app, id).await;
}

async fn the_trainee_takes_no_part_where_others_review(app: TestApp) {
    let id = started(&app).await;
    let (trainee, supervisor) = (app.signed_in(TRAINEE).await, app.signed_in(SUPERVISOR).await);
    let plan = json!({ "kind": "specialist_panel", "planned_on": "2026-11-20" });
    let refused = trainee.post(&at(id, "/reviews"), plan).await;
    assert!(refused.problem(StatusCode::FORBIDDEN).title.contains("deltar inte"));
    let path = planned(&supervisor, id, "specialist_panel").await;
    let held = trainee.post_at(&format!("{path}/held"), 1, held("Mitt eget")).await;
    held.problem(StatusCode::FORBIDDEN);
    assert_eq!(whole(&trainee, id).await.reviews.len(), 1);
}

async fn what_cannot_be_of_a_review_is_told_and_nothing_is_erased(app: TestApp) {
    let id = started(&app).await;
    let trainee = app.signed_in(TRAINEE).await;
    let plan = |on: &str| json!({ "kind": "with_director", "planned_on": on });
    let early = trainee.post(&at(id, "/reviews"), plan("2024-08-31")).await;
    wrong(&early, "planned_on", "ST:n börjar");
    let path = planned(&trainee, id, "with_director").await;
    let other_kind = json!({ "kind": "appraisal", "planned_on": "2026-11-20" });
    wrong(&trainee.put(&path, 1, other_kind).await, "kind", "Slaget ändras inte");
    let with = |field: &str, value: Value| {
        let mut changed = held("Går bra");
        changed[field] = value;
        changed
    };
    let to_hold = format!("{path}/held");
    let to_come = trainee.post_at(&to_hold, 1, with("on", json!("2027-01-01"))).await;
    wrong(&to_come, "on", "har inte varit än");
    let nobody = trainee.post_at(&to_hold, 1, with("participants", json!([]))).await;
    wrong(&nobody, "participants", "Skriv vilka som deltog");
    let unheld = trainee.post_at(&format!("{path}/confirmation"), 1, json!(null)).await;
    assert!(unheld.problem(StatusCode::CONFLICT).title.contains("inte hållen än"));

    let why = json!({ "reason": "Studierektorn är sjuk" });
    let other = app.signed_in(OTHER_CLINIC).await;
    other.post_at(&format!("{path}/cancellation"), 1, &why).await.problem(StatusCode::NOT_FOUND);
    other.post(&at(id, "/reviews"), plan("2026-12-01")).await.problem(StatusCode::NOT_FOUND);
    trainee.post_at(&format!("{path}/cancellation"), 1, &why).await.is(StatusCode::OK);
    let cancelled = trainee.post_at(&to_hold, 2, held("Går bra")).await;
    assert!(cancelled.problem(StatusCode::CONFLICT).title.contains("inställd"));
    let reviews = whole(&trainee, id).await.reviews;
    assert!(matches!(&reviews[0].phase, ProgressReviewPhase::Cancelled { .. }));
    gathered_agrees(&app, id).await;
}

async fn an_evaluation_is_changed_until_it_is_followed_up(app: TestApp) {
    let id = started(&app).await;
    let (trainee, director) = (app.signed_in(TRAINEE).await, app.signed_in(DIRECTOR).await);
    let all = at(id, "/evaluations");
    let written = |on: &str, works: &str| json!({ "on": on, "answers": { "works": works } });
    wrong(&trainee.post(&all, written("2026-11-20", " ")).await, "answers", "minst en fråga");
    wrong(&trainee.post(&all, written("2027-01-01", "Bra")).await, "on", "har inte varit än");
    wrong(&trainee.post(&all, written("2024-08-31", "Bra")).await, "on", "ST:n började");
    let made: Saved<SupervisionEvaluation> =
        trainee.post(&all, written("2026-11-20", "Bra")).await.ok();
    let path = format!("{all}/{}", made.record.id);
    let supervisor = app.signed_in(SUPERVISOR).await;
    supervisor.put(&path, 1, written("2026-11-20", "Bättre")).await.is(StatusCode::OK);
    let stale = trainee.put(&path, 1, written("2026-11-20", "Annat")).await;
    assert!(stale.problem(StatusCode::PRECONDITION_FAILED).current.is_some());
    let follow_up = format!("{path}/follow-up");
    trainee.post_at(&follow_up, 2, json!(null)).await.problem(StatusCode::FORBIDDEN);
    director.post_at(&follow_up, 1, json!(null)).await.problem(StatusCode::PRECONDITION_FAILED);
    director.post_at(&follow_up, 2, json!(null)).await.is(StatusCode::OK);
    let locked = trainee.put(&path, 3, written("2026-11-20", "Annat")).await;
    assert!(locked.problem(StatusCode::CONFLICT).title.contains("har följt upp"));
    let other = app.signed_in(OTHER_CLINIC).await;
    other.post_at(&follow_up, 3, json!(null)).await.problem(StatusCode::NOT_FOUND);
    gathered_agrees(&app, id).await;
}
