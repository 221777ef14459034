//! Of whom a certificate may be asked without writing a name: who supervises at the training's clinic, or at another where
//! service is done.

use axum::extract::State;
use shared::{
    ClinicId, TrainingId,
    person::PersonName,
    review::ClinicName,
    rights::{Action, may_supervise},
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::super::{
    extract::{Json, Path, Query, SignedIn},
    refusal::{Answer, Guarded, not_found},
    training::on,
};
use crate::{App, store::person::Place, swedish::sort_key};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(certifiers)).routes(routes!(clinics))
}

/// At which clinic.
#[derive(serde::Deserialize, utoipa::IntoParams)]
struct AtClinic {
    /// The training's own where none is named.
    clinic: Option<ClinicId>,
}

/// Whom a certificate may be asked of: who supervises at the clinic and can sign in, by name. Names alone: the rest is for
/// those who invite.
#[utoipa::path(get, path = "/trainings/{id}/certifiers", tag = "certificate",
    params(("id" = TrainingId, Path), AtClinic), responses(
    (status = OK, body = Vec<PersonName>),
    Guarded,
))]
async fn certifiers(
    State(app): State<App>,
    me: SignedIn,
    Path(id): Path<TrainingId>,
    Query(AtClinic { clinic }): Query<AtClinic>,
) -> Answer<Json<Vec<PersonName>>> {
    let mut work = app.store.read().await?;
    let training = work.training(id).await?.ok_or_else(not_found)?;
    me.must(Action::TrainingRead, Action::CertificateWrite, &on(&training, &me.0))?;
    let clinic = clinic.unwrap_or(training.clinic.id);
    let held = work.colleagues(Place::Clinic(clinic)).await?.into_iter();
    let mut people: Vec<_> = held
        .filter(|held| held.active && may_supervise(held.membership.role))
        .map(|held| held.person)
        .filter(|person| person.id != training.trainee.id)
        .collect();
    people.sort_by_cached_key(|person| (sort_key(&person.name), person.id));
    people.dedup_by_key(|person| person.id);
    Ok(Json(people))
}

/// The clinics here, by name: where service may be done, and somebody asked to certify it.
#[utoipa::path(get, path = "/trainings/{id}/clinics", tag = "certificate",
    params(("id" = TrainingId, Path)), responses(
    (status = OK, body = Vec<ClinicName>),
    Guarded,
))]
async fn clinics(
    State(app): State<App>,
    me: SignedIn,
    Path(id): Path<TrainingId>,
) -> Answer<Json<Vec<ClinicName>>> {
    let mut work = app.store.read().await?;
    let training = work.training(id).await?.ok_or_else(not_found)?;
    me.must(Action::TrainingRead, Action::CertificateWrite, &on(&training, &me.0))?;
    let mut clinics = work.clinic_names().await?;
    clinics.sort_by_cached_key(|one| (sort_key(&one.name), sort_key(&one.site), one.id));
    Ok(Json(clinics))
}
