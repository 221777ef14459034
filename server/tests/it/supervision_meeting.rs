//! Handledarsamtal: planned, prepared by each, held, confirmed by both.

use axum::http::StatusCode;
use serde_json::{Value, json};
use shared::{
    TrainingId,
    saving::Saved,
    supervision_meeting::{MeetingPhase, SupervisionMeeting},
};

use crate::{
    harness::{Client, TestApp},
    story::DIRECTOR,
    training::{
        SUPERVISOR, TRAINEE, at, gathered_agrees, history, started, to_start, whole, wrong,
    },
};

both_databases!(
    a_meeting_is_prepared_by_each_held_and_confirmed_by_both,
    two_who_confirm_at_once_both_have_confirmed,
    a_confirmed_meeting_is_opened_with_a_reason_and_confirmed_anew,
    what_cannot_be_is_told_and_nothing_is_erased,
    without_a_supervisor_no_meeting_is_planned,
);

async fn planned(client: &Client, id: TrainingId) -> (SupervisionMeeting, String) {
    let plan = json!({ "planned_on": "2026-11-20" });
    let saved: Saved<SupervisionMeeting> = client.post(&at(id, "/meetings"), plan).await.ok();
    let path = at(id, &format!("/meetings/{}", saved.record.id));
    (saved.record, path)
}

fn held() -> Value {
    json!({ "on": "2026-11-20", "minutes": 60 })
}

fn notes(topics: &str) -> Value {
    json!({ "topics": topics, "agreements": "Boka medsittning till december" })
}

/// Held and noted: at version 3.
async fn noted(client: &Client, id: TrainingId) -> String {
    let (_, path) = planned(client, id).await;
    client.post_at(&format!("{path}/held"), 1, held()).await.is(StatusCode::OK);
    client.put(&format!("{path}/notes"), 2, notes("Jourerna")).await.is(StatusCode::OK);
    path
}

async fn a_meeting_is_prepared_by_each_held_and_confirmed_by_both(app: TestApp) {
    let id = started(&app).await;
    let (trainee, supervisor) = (app.signed_in(TRAINEE).await, app.signed_in(SUPERVISOR).await);
    let (meeting, path) = planned(&supervisor, id).await;
    assert_eq!((meeting.version, meeting.supervisor.name.as_str()), (1, "Handledaren Höft"));
    let moved: Saved<SupervisionMeeting> =
        trainee.put(&path, 1, json!({ "planned_on": "2026-11-21" })).await.ok();
    assert_eq!(moved.record.version, 2);
    // Each has a version of their own, and the meeting's isn't touched.
    let preparation = format!("{path}/preparation");
    let mine = json!({ "text": "Hur går det på jourerna?" });
    trainee.put(&preparation, 0, &mine).await.is(StatusCode::OK);
    let theirs = json!({ "text": "Planera handkirurgin." });
    let saved: Saved<SupervisionMeeting> = supervisor.put(&preparation, 0, theirs).await.ok();
    let prepared = &saved.record.prepared;
    assert_eq!(
        (saved.record.version, prepared.trainee.version, prepared.supervisor.version),
        (2, 1, 1)
    );
    assert_eq!(&*prepared.trainee.text, "Hur går det på jourerna?");
    let before = whole(&trainee, id).await.training.revision;
    trainee.put(&preparation, 0, &mine).await.is(StatusCode::OK);
    assert_eq!(whole(&trainee, id).await.training.revision, before);
    let stale = trainee.put(&preparation, 0, json!({ "text": "Annat" })).await;
    assert!(stale.problem(StatusCode::PRECONDITION_FAILED).current.is_some());

    supervisor.post_at(&format!("{path}/held"), 2, held()).await.is(StatusCode::OK);
    supervisor.put(&format!("{path}/notes"), 3, notes("Jourerna")).await.is(StatusCode::OK);
    let stale = trainee.put(&format!("{path}/notes"), 3, notes("Annat")).await;
    let current = stale.problem(StatusCode::PRECONDITION_FAILED).current.unwrap();
    assert_eq!(current["notes"]["topics"], "Jourerna");
    let confirmation = format!("{path}/confirmation");
    trainee.post_at(&confirmation, 3, json!(null)).await.problem(StatusCode::PRECONDITION_FAILED);
    trainee.post_at(&confirmation, 4, json!(null)).await.is(StatusCode::OK);
    let locked = supervisor.put(&format!("{path}/notes"), 5, notes("Annat")).await;
    assert!(locked.problem(StatusCode::CONFLICT).title.contains("bekräftat och låst"));
    let confirmed: Saved<SupervisionMeeting> =
        supervisor.post_at(&confirmation, 5, json!(null)).await.ok();
    let MeetingPhase::Confirmed { held, by_trainee, by_supervisor } = confirmed.record.phase else {
        panic!("{:?}", confirmed.record.phase)
    };
    assert_eq!(u16::from(held.minutes), 60);
    assert_eq!(by_trainee.by.name, "ST-läkaren Skena");
    assert_eq!(by_supervisor.by.name, "Handledaren Höft");
    gathered_agrees(&app, id).await;
    let told = history(&trainee, id).await;
    assert!(told.iter().any(|change| change.field.ends_with(":preparation:trainee")));
}

async fn two_who_confirm_at_once_both_have_confirmed(app: TestApp) {
    let id = started(&app).await;
    let (trainee, supervisor) = (app.signed_in(TRAINEE).await, app.signed_in(SUPERVISOR).await);
    let there = match app.url() {
        Some(_) => supervisor.through(app.second().await),
        None => supervisor.clone(),
    };
    for _ in 0..5 {
        let path = format!("{}/confirmation", noted(&trainee, id).await);
        let (one, other) = tokio::join!(
            trainee.post_at(&path, 3, json!(null)),
            there.post_at(&path, 3, json!(null))
        );
        one.is(StatusCode::OK);
        other.is(StatusCode::OK);
    }
    let meetings = whole(&trainee, id).await.meetings;
    assert!(meetings.iter().all(|one| matches!(one.phase, MeetingPhase::Confirmed { .. })));
    gathered_agrees(&app, id).await;
}

async fn a_confirmed_meeting_is_opened_with_a_reason_and_confirmed_anew(app: TestApp) {
    let id = started(&app).await;
    let (trainee, supervisor) = (app.signed_in(TRAINEE).await, app.signed_in(SUPERVISOR).await);
    let path = noted(&trainee, id).await;
    let reopening = format!("{path}/reopening");
    let why = json!({ "reason": "Tiden var fel" });
    trainee.post_at(&reopening, 3, &why).await.problem(StatusCode::CONFLICT);
    trainee.post_at(&format!("{path}/confirmation"), 3, json!(null)).await.is(StatusCode::OK);
    let again = trainee.post_at(&format!("{path}/confirmation"), 4, json!(null)).await;
    assert!(again.problem(StatusCode::CONFLICT).title.contains("Du har redan bekräftat"));
    wrong(
        &supervisor.post_at(&reopening, 4, json!({ "reason": " " })).await,
        "reason",
        "Skriv en motivering",
    );
    let opened: Saved<SupervisionMeeting> = supervisor.post_at(&reopening, 4, &why).await.ok();
    assert!(matches!(opened.record.phase, MeetingPhase::Held { .. }));
    let told = history(&trainee, id).await;
    assert_eq!(told[0].reason.as_deref(), Some("Tiden var fel"));
    let corrected = json!({ "on": "2026-11-19", "minutes": 45 });
    supervisor.post_at(&format!("{path}/held"), 5, corrected).await.is(StatusCode::OK);
}

async fn what_cannot_be_is_told_and_nothing_is_erased(app: TestApp) {
    let id = started(&app).await;
    let (trainee, director) = (app.signed_in(TRAINEE).await, app.signed_in(DIRECTOR).await);
    let early = trainee.post(&at(id, "/meetings"), json!({ "planned_on": "2024-08-31" })).await;
    wrong(&early, "planned_on", "ST:n börjar");
    let (_, path) = planned(&trainee, id).await;
    let to_come = trainee
        .post_at(&format!("{path}/held"), 1, json!({ "on": "2026-11-23", "minutes": 60 }))
        .await;
    wrong(&to_come, "on", "har inte varit än");
    let short = trainee
        .post_at(&format!("{path}/held"), 1, json!({ "on": "2026-11-20", "minutes": 4 }))
        .await;
    wrong(&short, "minutes", "5 till 480 minuter");
    let nothing = trainee.post_at(&format!("{path}/confirmation"), 1, json!(null)).await;
    assert!(nothing.problem(StatusCode::CONFLICT).title.contains("finns något att bekräfta"));
    let why = json!({ "reason": "Handledaren är sjuk" });
    director.post_at(&format!("{path}/cancellation"), 1, &why).await.problem(StatusCode::FORBIDDEN);
    let other = app.signed_in("handledare.kna@exempel.se").await;
    other.post_at(&format!("{path}/cancellation"), 1, &why).await.problem(StatusCode::NOT_FOUND);
    trainee.post_at(&format!("{path}/cancellation"), 1, &why).await.is(StatusCode::OK);
    let held = trainee.post_at(&format!("{path}/held"), 2, held()).await;
    assert!(held.problem(StatusCode::CONFLICT).title.contains("inställt"));
    let meetings = whole(&director, id).await.meetings;
    assert!(
        matches!(&meetings[0].phase, MeetingPhase::Cancelled { reason } if **reason == *"Handledaren är sjuk")
    );
    gathered_agrees(&app, id).await;
}

async fn without_a_supervisor_no_meeting_is_planned(app: TestApp) {
    let director = app.signed_in(DIRECTOR).await;
    let mut start = to_start(&app, &director).await;
    start["principal_supervisor"] = json!(null);
    let started: Saved<Value> = director.post("/api/trainings", start).await.ok();
    let path = format!("/api/trainings/{}/meetings", started.record["id"].as_str().unwrap());
    let trainee = app.signed_in(TRAINEE).await;
    let refused = trainee.post(&path, json!({ "planned_on": "2026-12-01" })).await;
    assert!(
        refused.problem(StatusCode::CONFLICT).title.starts_with("Ingen huvudansvarig handledare")
    );
}
