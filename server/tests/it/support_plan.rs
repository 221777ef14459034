//! Åtgärdsplaner: from draft to closed, what hinders each step, and to whom they are there at all.

use axum::http::StatusCode;
use serde_json::{Value, json};
use shared::{
    TrainingId,
    review::Change,
    saving::Saved,
    support_plan::{SupportPlan, SupportPlanPhase as Phase},
};

use crate::{
    harness::{Client, TestApp},
    story::{DIRECTOR, HEAD},
    training::{
        OTHER_SUPERVISOR, SUPERVISOR, TRAINEE, at, gathered_agrees, history, started, whole, wrong,
    },
};

both_databases!(
    a_plan_is_written_signed_by_both_approved_and_followed_up,
    two_who_sign_at_once_both_succeed_and_what_has_changed_is_read_again,
    a_stale_plan_is_told_what_stands,
    a_secondary_plan_goes_on_where_the_goals_were_not_met,
    the_head_of_unit_sees_a_plan_from_the_day_of_being_asked_in,
    who_no_longer_supervises_sees_no_plan,
);

fn written(problems: &str) -> Value {
    json!({ "problems": problems, "time_plan": "Tre månader", "follow_up_plan": "Vid samtalen varannan vecka",
        "measures": [{ "what": "Medsittning varje vecka", "responsible": "Handledaren", "until": "2027-02-01" }] })
}

struct People {
    trainee: Client,
    supervisor: Client,
    director: Client,
    head: Client,
}

async fn people(app: &TestApp) -> People {
    People {
        trainee: app.signed_in(TRAINEE).await,
        supervisor: app.signed_in(SUPERVISOR).await,
        director: app.signed_in(DIRECTOR).await,
        head: app.signed_in(HEAD).await,
    }
}

async fn plans(client: &Client, id: TrainingId) -> Vec<SupportPlan> {
    client.get(&at(id, "/support-plans")).await.ok()
}

/// A draft that says all it must; gives its path. It is at revision 2.
async fn drafted(client: &Client, id: TrainingId) -> String {
    let begun: Saved<SupportPlan> = client.post(&at(id, "/support-plans"), json!(null)).await.ok();
    let path = at(id, &format!("/support-plans/{}", begun.record.id));
    client.put(&path, 0, written("Journalerna blir inte klara")).await.is(StatusCode::OK);
    path
}

/// A plan in force, at revision 5.
async fn in_force(people: &People, id: TrainingId) -> String {
    let path = drafted(&people.trainee, id).await;
    let signature = format!("{path}/signature");
    people.trainee.post(&signature, json!({ "read": 2 })).await.is(StatusCode::OK);
    people.supervisor.post(&signature, json!({ "read": 3 })).await.is(StatusCode::OK);
    let approved = people.director.post(&format!("{path}/approval"), json!({ "read": 4 })).await;
    approved.is(StatusCode::OK);
    path
}

async fn a_plan_is_written_signed_by_both_approved_and_followed_up(app: TestApp) {
    let id = started(&app).await;
    let people = people(&app).await;
    let all = at(id, "/support-plans");
    people.director.post(&all, json!(null)).await.problem(StatusCode::FORBIDDEN);
    let begun: Saved<SupportPlan> = people.supervisor.post(&all, json!(null)).await.ok();
    let path = format!("{all}/{}", begun.record.id);
    let again = people.trainee.post(&all, json!(null)).await;
    assert!(again.problem(StatusCode::CONFLICT).title.contains("redan en åtgärdsplan"));

    let mut half = written("Journalerna blir inte klara");
    half["follow_up_plan"] = json!("");
    let saved: Saved<SupportPlan> = people.supervisor.put(&path, 0, &half).await.ok();
    assert_eq!((saved.record.version, saved.record.revision), (1, 2));
    let signature = format!("{path}/signature");
    let unwhole = people.trainee.post(&signature, json!({ "read": 2 })).await;
    let title = unwhole.problem(StatusCode::CONFLICT).title;
    assert_eq!(title, "En åtgärdsplan ska alltid ha en plan för uppföljning. Skriv den.");
    let whole = written("Journalerna blir inte klara");
    people.trainee.put(&path, 1, &whole).await.is(StatusCode::OK);
    people.director.post(&signature, json!({ "read": 3 })).await.problem(StatusCode::FORBIDDEN);
    let one: Saved<SupportPlan> = people.trainee.post(&signature, json!({ "read": 3 })).await.ok();
    assert_eq!(one.record.phase.name(), "Undertecknad av en");
    let locked = people.supervisor.put(&path, 2, &half).await;
    assert!(locked.problem(StatusCode::CONFLICT).title.contains("undertecknad och låst"));
    let early = people.director.post(&format!("{path}/approval"), json!({ "read": 4 })).await;
    assert!(early.problem(StatusCode::CONFLICT).title.contains("väntar inte på godkännande"));
    people.supervisor.post(&signature, json!({ "read": 4 })).await.is(StatusCode::OK);

    let why = json!({ "reason": "Tidsplanen är för kort" });
    people.director.post_at(&format!("{path}/return"), 5, &why).await.is(StatusCode::OK);
    let opened = plans(&people.trainee, id).await.remove(0);
    assert!(
        matches!(&opened.phase, Phase::Draft { reopened: Some(back) } if &*back.reason == "Tidsplanen är för kort")
    );
    people.trainee.post(&signature, json!({ "read": 6 })).await.is(StatusCode::OK);
    people.supervisor.post(&signature, json!({ "read": 6 })).await.is(StatusCode::OK);
    let approval = format!("{path}/approval");
    people.trainee.post(&approval, json!({ "read": 8 })).await.problem(StatusCode::FORBIDDEN);
    let approved: Saved<SupportPlan> =
        people.director.post(&approval, json!({ "read": 8 })).await.ok();
    assert_eq!(approved.record.phase.name(), "Gäller");

    let follow_up = format!("{path}/follow-up");
    let met = json!({ "outcome": "goals_met", "note": "Journalerna är klara i tid" });
    people.trainee.post_at(&follow_up, 9, &met).await.problem(StatusCode::FORBIDDEN);
    people.supervisor.post_at(&follow_up, 8, &met).await.problem(StatusCode::PRECONDITION_FAILED);
    people.supervisor.post_at(&follow_up, 9, &met).await.is(StatusCode::OK);
    let done = json!({ "reason": "Målen är uppnådda" });
    people.director.post_at(&format!("{path}/closing"), 10, &done).await.is(StatusCode::OK);
    assert_eq!(plans(&people.trainee, id).await[0].phase.name(), "Avslutad");

    let told: Vec<Change> = people.trainee.get(&format!("{path}/history")).await.ok();
    assert_eq!(told.len(), 11);
    assert_eq!(told[0].reason.as_deref(), Some("Målen är uppnådda"));
    assert!(told[1].to.as_ref().unwrap().contains("Uppföljt: Målen är uppnådda"));
    // The training's own history tells of its start, and nothing of the plan.
    assert_eq!(history(&people.trainee, id).await.len(), 1);
    gathered_agrees(&app, id).await;
}

async fn two_who_sign_at_once_both_succeed_and_what_has_changed_is_read_again(app: TestApp) {
    let id = started(&app).await;
    let people = people(&app).await;
    let path = drafted(&people.trainee, id).await;
    let signature = format!("{path}/signature");
    people.supervisor.put(&path, 1, written("Remisserna också")).await.is(StatusCode::OK);
    let old = people.trainee.post(&signature, json!({ "read": 2 })).await;
    assert!(old.problem(StatusCode::CONFLICT).title.contains("ändrats sedan du läste"));
    let (one, other) = tokio::join!(
        people.trainee.post(&signature, json!({ "read": 3 })),
        people.supervisor.post(&signature, json!({ "read": 3 })),
    );
    one.is(StatusCode::OK);
    other.is(StatusCode::OK);
    let approval = format!("{path}/approval");
    // Taken back, changed and signed anew since the director read it.
    let why = json!({ "reason": "Ett mål till" });
    let withdrawal = format!("{path}/signature-withdrawal");
    people.trainee.post_at(&withdrawal, 5, &why).await.is(StatusCode::OK);
    people.trainee.put(&path, 2, written("Ett mål till")).await.is(StatusCode::OK);
    people.trainee.post(&signature, json!({ "read": 7 })).await.is(StatusCode::OK);
    people.supervisor.post(&signature, json!({ "read": 7 })).await.is(StatusCode::OK);
    let unread = people.director.post(&approval, json!({ "read": 5 })).await;
    assert!(unread.problem(StatusCode::CONFLICT).title.contains("ändrats sedan du läste"));
    people.director.post(&approval, json!({ "read": 9 })).await.is(StatusCode::OK);
}

async fn a_stale_plan_is_told_what_stands(app: TestApp) {
    let id = started(&app).await;
    let people = people(&app).await;
    let path = drafted(&people.trainee, id).await;
    let saved: Saved<SupportPlan> =
        people.supervisor.put(&path, 1, written("Remisserna också")).await.ok();
    // As when the answer got lost.
    let same: Saved<SupportPlan> =
        people.supervisor.put(&path, 1, written("Remisserna också")).await.ok();
    assert_eq!((same.record.clone(), same.revision), (saved.record, saved.revision));
    let stale = people.trainee.put(&path, 1, written("Annat")).await;
    let current = stale.problem(StatusCode::PRECONDITION_FAILED).current.unwrap();
    assert_eq!(serde_json::from_value::<SupportPlan>(current).unwrap(), same.record);
    let mut many = written("För många");
    many["measures"] = json!(vec![json!({ "what": "Kurs" }); 51]);
    wrong(&people.trainee.put(&path, 2, many).await, "measures", "rymmer 50 stödåtgärder");
}

async fn a_secondary_plan_goes_on_where_the_goals_were_not_met(app: TestApp) {
    let id = started(&app).await;
    let people = people(&app).await;
    let path = in_force(&people, id).await;
    let secondary = format!("{path}/secondary");
    let told = |on: &str| json!({ "prolongation": "possible", "told": on });
    let early = people.director.post_at(&secondary, 5, told("2026-11-20")).await;
    assert!(early.problem(StatusCode::CONFLICT).title.contains("Följ upp"));
    let outcome = json!({ "outcome": "not_followed", "note": "Medsittningarna blev inte av" });
    people.supervisor.post_at(&format!("{path}/follow-up"), 5, outcome).await.is(StatusCode::OK);
    let closing = format!("{path}/closing");
    let unmet = people.director.post_at(&closing, 6, json!({ "reason": "Klart" })).await;
    assert!(unmet.problem(StatusCode::CONFLICT).title.contains("Målen är inte uppnådda"));
    people
        .supervisor
        .post_at(&secondary, 6, told("2026-11-20"))
        .await
        .problem(StatusCode::FORBIDDEN);
    wrong(
        &people.director.post_at(&secondary, 6, told("2027-01-01")).await,
        "told",
        "har inte varit än",
    );
    let first: Saved<SupportPlan> =
        people.director.post_at(&secondary, 6, told("2026-11-20")).await.ok();
    let both = plans(&people.trainee, id).await;
    let Phase::Escalated { escalation, .. } = first.record.phase else { panic!("not escalated") };
    assert_eq!(both[1].id, escalation.secondary);
    assert_eq!((both[1].secondary_to, both[1].revision), (Some(both[0].id), 1));
    let next = at(id, &format!("/support-plans/{}", both[1].id));
    people.supervisor.put(&next, 0, written("Det som är kvar")).await.is(StatusCode::OK);
}

async fn the_head_of_unit_sees_a_plan_from_the_day_of_being_asked_in(app: TestApp) {
    let id = started(&app).await;
    let people = people(&app).await;
    let path = in_force(&people, id).await;
    let (resources, decision) = (format!("{path}/resources"), format!("{path}/decision"));
    assert_eq!(plans(&people.head, id).await, []);
    people.head.get(&format!("{path}/history")).await.problem(StatusCode::NOT_FOUND);
    people.head.post_at(&resources, 5, json!(null)).await.problem(StatusCode::NOT_FOUND);
    let why = json!({ "reason": "Mer tid i schemat" });
    let asking = format!("{path}/head-of-unit");
    people.supervisor.post_at(&asking, 5, &why).await.problem(StatusCode::FORBIDDEN);
    people.director.post_at(&asking, 5, &why).await.is(StatusCode::OK);
    assert_eq!(plans(&people.head, id).await.len(), 1);
    people.head.put(&path, 1, written("Annat")).await.problem(StatusCode::FORBIDDEN);
    people.head.post_at(&resources, 6, json!(null)).await.is(StatusCode::OK);
    let way = json!({ "way": "interrupt", "reason": "Målen nås inte" });
    let alone = people.head.post_at(&decision, 7, &way).await;
    assert!(alone.problem(StatusCode::CONFLICT).title.contains("second opinion behövs"));
    let opinion = |on: &str, conclusion: &str| json!({ "whose": "En annan klinik", "on": on, "conclusion": conclusion });
    let second = format!("{path}/second-opinion");
    wrong(
        &people.director.post_at(&second, 7, opinion("2027-01-01", "Delad bild")).await,
        "on",
        "har inte varit än",
    );
    wrong(
        &people.director.post_at(&second, 7, opinion("2026-11-20", " ")).await,
        "conclusion",
        "Skriv vad",
    );
    people
        .director
        .post_at(&second, 7, opinion("2026-11-20", "Delad bild"))
        .await
        .is(StatusCode::OK);
    people.director.post_at(&decision, 8, &way).await.problem(StatusCode::FORBIDDEN);
    people.head.post_at(&decision, 8, &way).await.is(StatusCode::OK);
    let over = json!({ "reason": "Verksamhetschefen har beslutat" });
    people.director.post_at(&format!("{path}/closing"), 9, over).await.is(StatusCode::OK);
    let told: Vec<Change> = people.head.get(&format!("{path}/history")).await.ok();
    assert_eq!(told[1].reason.as_deref(), Some("Målen nås inte"));
}

async fn who_no_longer_supervises_sees_no_plan(app: TestApp) {
    let id = started(&app).await;
    let people = people(&app).await;
    let path = drafted(&people.trainee, id).await;
    let other = app.signed_in(OTHER_SUPERVISOR).await;
    other.get(&at(id, "/support-plans")).await.problem(StatusCode::NOT_FOUND);
    let decide = json!({ "read": 0, "on": whole(&people.director, id).await.training.starts_on,
        "step": { "kind": "supervisor", "supervisor": app.person(OTHER_SUPERVISOR).await,
            "trained": true, "specialist": true } });
    people.director.post(&at(id, "/decisions"), decide).await.is(StatusCode::OK);
    assert_eq!(plans(&other, id).await.len(), 1);
    for path in [at(id, "/support-plans"), format!("{path}/history")] {
        people.supervisor.get(&path).await.problem(StatusCode::NOT_FOUND);
    }
    people.supervisor.put(&path, 1, written("Annat")).await.problem(StatusCode::NOT_FOUND);
}
