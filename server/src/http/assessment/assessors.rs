//! Of whom a ST-läkare may ask an assessment without writing a name: who works at the clinic.

use axum::extract::State;
use shared::{
    TrainingId,
    person::{PersonName, Role},
    rights::Action,
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::super::{
    extract::{Json, Path, SignedIn},
    refusal::{Answer, Guarded, not_found},
    training::on,
};
use crate::{App, store::person::Place, swedish::sort_key};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(assessors))
}

/// Who works at the clinic and can sign in, by name; not the ST-läkare. Names alone: the rest is for those who invite.
#[utoipa::path(get, path = "/trainings/{id}/assessors", tag = "assessment", params(("id" = TrainingId, Path)), responses(
    (status = OK, body = Vec<PersonName>),
    Guarded,
))]
async fn assessors(
    State(app): State<App>,
    me: SignedIn,
    Path(id): Path<TrainingId>,
) -> Answer<Json<Vec<PersonName>>> {
    let mut work = app.store.read().await?;
    let training = work.training(id).await?.ok_or_else(not_found)?;
    me.must(Action::TrainingRead, Action::TraineeAssessmentAsk, &on(&training, &me.0))?;
    let held = work.colleagues(Place::Clinic(training.clinic.id)).await?.into_iter();
    let mut people: Vec<_> = held
        .filter(|held| held.active && held.membership.role != Role::Inspector)
        .map(|held| held.person)
        .filter(|person| person.id != training.trainee.id)
        .collect();
    people.sort_by_cached_key(|person| (sort_key(&person.name), person.id));
    people.dedup_by_key(|person| person.id);
    Ok(Json(people))
}
