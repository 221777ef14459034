//! Other activities of a training: what they are, and which of them is certified.

use axum::http::StatusCode;
use serde_json::{Value, json};
use shared::{
    TrainingId,
    activity::{Activity, ActivityDetails, OtherActivity},
    certificate::{Certificate, ObjectiveEvidence, ObjectiveState},
    progress::{ActivityStanding, activity_standing, board, timeline},
    saving::Saved,
    training_facts::facts,
};

use crate::{
    harness::{Client, TestApp},
    training::{SUPERVISOR, TRAINEE, at, gathered_agrees, history, started, whole, wrong},
};

both_databases!(
    an_other_activity_is_kept_by_what_it_is_and_counted_as_no_course,
    an_auskultation_is_certified_by_its_form_and_what_has_none_speaks_for_a_delmal,
);

fn other(what: &str, title: &str) -> Value {
    json!({ "kind": "other", "what": what, "title": title, "from": "2026-03-02", "to": "2026-03-03",
        "organiser": "Palliativa enheten", "external": false, "objectives": ["STb4"] })
}

async fn add(client: &Client, id: TrainingId, body: &Value) -> Activity {
    client.post(&at(id, "/activities"), body).await.ok::<Saved<Activity>>().record
}

async fn an_other_activity_is_kept_by_what_it_is_and_counted_as_no_course(app: TestApp) {
    let id = started(&app).await;
    let trainee = app.signed_in(TRAINEE).await;
    let before = facts(&whole(&trainee, id).await);
    for what in OtherActivity::ALL {
        let added = add(&trainee, id, &other(what.as_str(), what.name())).await;
        assert_eq!(added.details, ActivityDetails::Other { what });
    }
    let portfolio = whole(&trainee, id).await;
    assert_eq!(portfolio.activities.len(), OtherActivity::ALL.len());
    let now = facts(&portfolio);
    assert_eq!((&now.courses, &now.quality_works), (&before.courses, &before.quality_works));
    assert_eq!(now.scientific_works, before.scientific_works);
    gathered_agrees(&app, id).await;
    let lanes = timeline(&portfolio, app.app.clock.today()).lanes;
    let spans: Vec<_> = lanes.iter().flat_map(|lane| &lane.spans).collect();
    assert!(spans.iter().any(|span| span.detail == "Träning i simulerad miljö"), "{spans:?}");

    // It may become another such, and the history says what it was; not a course, and not what nobody knows.
    let kept = &portfolio.activities[1];
    let path = at(id, &format!("/activities/{}", kept.id));
    let seminar: Saved<Activity> = trainee.put(&path, 1, other("seminar", "Sepsis")).await.ok();
    assert_eq!(seminar.record.details, ActivityDetails::Other { what: OtherActivity::Seminar });
    let told = history(&trainee, id).await;
    let change = told.iter().find(|one| one.to.as_ref().is_some_and(|to| to.contains("Sepsis")));
    let change = change.unwrap();
    assert!(change.from.as_ref().unwrap().starts_with("Reflektion i grupp: "), "{change:?}");
    assert!(change.to.as_ref().unwrap().starts_with("Seminarium: Sepsis"), "{change:?}");
    let course = json!({ "kind": "course", "title": "Kurs", "from": "2026-03-02", "external": false, "objectives": [] });
    wrong(&trainee.put(&path, 2, course).await, "kind", "Annan aktivitet kan inte bli kurs");
    trainee.put(&path, 2, other("dancing", "Dans")).await.problem(StatusCode::UNPROCESSABLE_ENTITY);
    trainee.delete_at(&path, 2).await.ok::<Saved<Activity>>();
    assert_eq!(whole(&trainee, id).await.activities.len(), OtherActivity::ALL.len() - 1);
}

async fn an_auskultation_is_certified_by_its_form_and_what_has_none_speaks_for_a_delmal(
    app: TestApp,
) {
    let id = started(&app).await;
    let (trainee, supervisor) = (app.signed_in(TRAINEE).await, app.signed_in(SUPERVISOR).await);
    let visit = add(&trainee, id, &other("auscultation", "Palliativ vård i hemmet")).await;
    let reflection = add(&trainee, id, &other("group_reflection", "När patienten säger nej")).await;
    let today = app.app.clock.today();
    let portfolio = whole(&trainee, id).await;
    assert_eq!(activity_standing(&portfolio, &visit, today), ActivityStanding::Ready);
    assert_eq!(activity_standing(&portfolio, &reflection, today), ActivityStanding::Done);

    let chosen = json!({ "chosen": [{ "kind": "activity", "id": reflection.id }] });
    let path = at(id, "/objectives/STb4/evidence");
    trainee.put(&path, 0, chosen).await.ok::<Saved<ObjectiveEvidence>>();
    let card =
        board(&whole(&trainee, id).await).into_iter().find(|card| card.code.to_string() == "STb4");
    let card = card.unwrap();
    assert_eq!(card.supports[0].label, "Reflektion i grupp: När patienten säger nej");
    assert_eq!((card.state, card.remaining.len()), (ObjectiveState::Underway, 2));

    let prepare = |kind: &str, about: &Activity| {
        json!({ "kind": kind, "asked": [], "content": { "about": { "kind": "activity", "id": about.id },
            "objectives": ["STb4"], "description": "Två dagar med hembesök.", "evaluation": "",
            "workplace": "Palliativa enheten", "from": "2026-03-02", "to": "2026-03-03" } })
    };
    let all = at(id, "/certificates");
    for (kind, about) in [
        ("course", &visit),
        ("course", &reflection),
        ("auscultation", &reflection),
        ("clinical_service", &visit),
    ] {
        wrong(
            &trainee.post(&all, prepare(kind, about)).await,
            "content.about",
            "som det här intyget kan gälla",
        );
    }
    let draft: Saved<Certificate> = trainee.post(&all, prepare("auscultation", &visit)).await.ok();
    let path = at(id, &format!("/certificates/{}", draft.record.id));
    let mut stray = prepare("auscultation", &reflection);
    stray.as_object_mut().unwrap().remove("kind");
    wrong(&trainee.put(&path, 1, stray).await, "content.about", "som det här intyget kan gälla");
    let sign = json!({ "role": "supervisor", "specialty": "Palliativ medicin",
        "workplace": "Palliativa enheten", "town": "Exempelstad" });
    // No account is asked of an auskultation.
    let issued: Saved<Certificate> =
        supervisor.post_at(&format!("{path}/signature"), 1, sign).await.ok();
    assert!(issued.record.phase.in_force());
    let portfolio = whole(&trainee, id).await;
    assert_eq!(activity_standing(&portfolio, &visit, today), ActivityStanding::Certified);
    // The delmål asks for a course too.
    let card = board(&portfolio).into_iter().find(|card| card.code.to_string() == "STb4").unwrap();
    assert_eq!((card.state, card.remaining.len()), (ObjectiveState::Underway, 1));
    gathered_agrees(&app, id).await;
}
