//! The operations on notes of gaps in competence: one note, by who supervises at the clinic and has no part in the training.

use axum::http::StatusCode;
use serde_json::{Value, json};
use shared::{
    person::Me,
    rights::{Action, Tie, may, parts},
    support_plan::{SupportStep, TrainingPart},
};

use super::{
    Expected,
    operations::{Operation, Record, Rule, operation},
    world::{ASSESSING, World},
};
use crate::harness::TestApp;

/// What stands in the note.
pub const CONCERN_SECRET: &str = "Hemlig oro";

/// Whether the person sees the note.
pub fn sees(me: &Me, world: &World) -> bool {
    let parts = parts(me, &world.on(Record::Training, me));
    me.email == ASSESSING || parts.iter().any(|part| *part != TrainingPart::HeadOfUnit)
}

fn reaches(me: &Me, world: &World) -> bool {
    let on = world.on(Record::Training, me);
    may(me, Action::TrainingRead, &on) || may(me, Action::ConcernNote, &on)
}

/// Whoever reads the training or supervises at the clinic is told of the notes they see, perhaps none.
fn lists(me: &Me, world: &World) -> Expected {
    if reaches(me, world) { Expected::Allowed } else { Expected::NotFound }
}

fn writes(me: &Me, world: &World) -> Expected {
    let on = world.on(Record::Training, me);
    if !reaches(me, world) {
        Expected::NotFound
    } else if may(me, Action::ConcernNote, &on) && on.tie != Some(Tie::Own) {
        Expected::Allowed
    } else {
        Expected::Forbidden
    }
}

fn step(me: &Me, world: &World, whose: impl Fn(TrainingPart) -> bool) -> Expected {
    if !sees(me, world) {
        Expected::NotFound
    } else if parts(me, &world.on(Record::Training, me)).into_iter().any(whose) {
        Expected::Allowed
    } else {
        Expected::Forbidden
    }
}

pub fn concerns() -> Vec<Operation> {
    const ALL: &str = "/api/trainings/{id}/concerns";
    let of = |method, path, rule| operation(method, path, Record::Training, Rule::Own(rule));
    vec![
        of("GET", ALL, lists),
        // Of a day to come, so that nothing is written.
        of("POST", ALL, writes).sends(|_| json!({ "on": "2030-01-01", "text": "Annat" })),
        of("POST", "/api/trainings/{id}/concerns/{concern}/receipt", |me, world| {
            step(me, world, |part| part == TrainingPart::PrincipalSupervisor)
        }),
        of("POST", "/api/trainings/{id}/concerns/{concern}/support-plan", |me, world| {
            step(me, world, |part| part.may(SupportStep::Write))
        }),
    ]
}

/// A note by [`ASSESSING`]; gives its id.
pub async fn make(app: &TestApp, training: &str) -> String {
    let writer = app.signed_in(ASSESSING).await;
    let note = json!({ "on": "2026-11-01", "text": CONCERN_SECRET });
    let written = writer.post(&format!("/api/trainings/{training}/concerns"), note).await;
    let saved: Value = written.is(StatusCode::OK).ok();
    saved["record"]["id"].as_str().unwrap().to_owned()
}
