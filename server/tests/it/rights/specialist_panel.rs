//! The operations on specialistkollegier: one panel, led by the director of studies, where the principal supervisor and another judge.

use axum::http::StatusCode;
use serde_json::{Value, json};
use shared::{
    person::Me,
    rights::{Action, Tie, may, parts},
    support_plan::TrainingPart,
};

use super::{
    Expected,
    operations::{Operation, Record, Rule, operation, reason},
    world::{ASSESSING, World},
};
use crate::harness::TestApp;

/// What one of the specialists has written in a form of their own, while others are awaited.
pub const PANEL_SECRET: &str = "Hemlig bedömning";

const LEADING: &str = "director_of_studies.0@prov.se";

fn tie(me: &Me, world: &World) -> Option<Tie> {
    world.on(Record::Training, me).tie
}

fn principal(me: &Me, world: &World) -> bool {
    tie(me, world) == Some(Tie::PrincipalSupervisor)
}

fn own(me: &Me, world: &World) -> bool {
    tie(me, world) == Some(Tie::Own)
}

fn judges(me: &Me, world: &World) -> bool {
    principal(me, world) || me.email == ASSESSING
}

fn leads(me: &Me, _: &World) -> bool {
    me.email == LEADING
}

fn step(me: &Me, world: &World, may: bool) -> Expected {
    if may {
        Expected::Allowed
    } else if own(me, world) || judges(me, world) || leads(me, world) {
        Expected::Forbidden
    } else {
        Expected::NotFound
    }
}

fn reads(me: &Me, world: &World) -> bool {
    may(me, Action::TrainingRead, &world.on(Record::Training, me))
}

pub fn panels() -> Vec<Operation> {
    const ALL: &str = "/api/trainings/{id}/panels";
    let one = |method, path, rule| operation(method, path, Record::Training, Rule::Own(rule));
    let form = |_: &World| json!({ "marks": {}, "comment": "Annat" });
    let day = |_: &World| json!({ "on": "2026-11-20" });
    vec![
        one("GET", ALL, |me, world| {
            let seen = reads(me, world) || judges(me, world);
            if seen { Expected::Allowed } else { Expected::NotFound }
        }),
        // By nobody, so that nothing is opened.
        one("POST", ALL, |me, world| {
            let directs = parts(me, &world.on(Record::Training, me))
                .contains(&TrainingPart::DirectorOfStudies);
            match (directs, reads(me, world)) {
                (true, _) => Expected::Allowed,
                (false, true) => Expected::Forbidden,
                (false, false) => Expected::NotFound,
            }
        })
        .sends(|_| json!({ "planned_on": "2026-12-01", "specialists": [] })),
        one("PUT", "/api/trainings/{id}/panels/{panel}/self-rating", |me, world| {
            step(me, world, own(me, world))
        })
        .sends(form),
        one("POST", "/api/trainings/{id}/panels/{panel}/self-rating/handing-in", |me, world| {
            step(me, world, own(me, world))
        }),
        one("PUT", "/api/trainings/{id}/panels/{panel}/judgement", |me, world| {
            step(me, world, judges(me, world))
        })
        .sends(form),
        one("POST", "/api/trainings/{id}/panels/{panel}/judgement/handing-in", |me, world| {
            step(me, world, judges(me, world))
        }),
        one("POST", "/api/trainings/{id}/panels/{panel}/judgement/taking-back", |me, world| {
            step(me, world, judges(me, world))
        }),
        one("POST", "/api/trainings/{id}/panels/{panel}/held", |me, world| {
            step(me, world, leads(me, world))
        })
        .sends(day),
        one("PUT", "/api/trainings/{id}/panels/{panel}/conclusions", |me, world| {
            step(me, world, leads(me, world) || principal(me, world))
        })
        .sends(|_| json!({ "strengths": "", "needs": "", "programme": "", "foci": [] })),
        one("POST", "/api/trainings/{id}/panels/{panel}/feedback", |me, world| {
            step(me, world, principal(me, world))
        })
        .sends(day),
        one("POST", "/api/trainings/{id}/panels/{panel}/cancellation", |me, world| {
            step(me, world, leads(me, world))
        })
        .sends(reason),
        one("GET", "/api/trainings/{id}/panels/{panel}/history", |me, world| {
            let concerned = own(me, world) || judges(me, world) || leads(me, world);
            if concerned { Expected::Allowed } else { Expected::NotFound }
        }),
    ]
}

/// A panel where one of two specialists has handed their form in.
pub async fn make(app: &TestApp, training: &str) -> String {
    let director = app.signed_in(LEADING).await;
    let specialists = [app.person("supervisor.0@prov.se").await, app.person(ASSESSING).await];
    let all = format!("/api/trainings/{training}/panels");
    let opened: Value = director
        .post(&all, json!({ "planned_on": "2026-12-01", "specialists": specialists }))
        .await
        .ok();
    let id = opened["record"]["id"].as_str().unwrap().to_owned();
    let marks: Value = shared::specialist_panel::CompetenceArea::ALL
        .iter()
        .map(|area| (area.as_str().to_owned(), json!("to_develop")))
        .collect();
    for (who, form, words) in [
        ("trainee.0@prov.se", "self-rating", "Så ser jag det"),
        (ASSESSING, "judgement", PANEL_SECRET),
    ] {
        let writer = app.signed_in(who).await;
        let path = format!("{all}/{id}/{form}");
        let body = json!({ "marks": marks, "comment": words });
        writer.put(&path, 0, body).await.is(StatusCode::OK);
        let handing_in = format!("{path}/handing-in");
        writer.post_at(&handing_in, 1, json!(null)).await.is(StatusCode::OK);
    }
    id
}
