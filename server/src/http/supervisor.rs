//! What those who supervise at a clinic have: specialties and handledarutbildning.

use axum::extract::State;
use shared::{
    ClinicId, PersonId, TrainingId,
    review::Change,
    rights::{Action, Tie},
    supervisor::{ClinicSupervisor, InvalidQualification, SupervisorQualification},
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    clinic::seen,
    extract::{HISTORY_PAGE, IfMatch, Json, Page, Path, Query, SignedIn},
    refusal::{Answer, Checked, Guarded, Refusal, Versioned, conflict, invalid, not_found},
    training::on,
};
use crate::{
    App,
    store::{Work, history::NewChange},
    swedish::sort_key,
};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(of_clinic))
        .routes(routes!(save))
        .routes(routes!(history))
        .routes(routes!(of_training))
}

/// What the history of a person calls what they have as handledare.
const FIELD: &str = "supervisor";

fn wrong(error: InvalidQualification) -> Refusal {
    let path = match error {
        InvalidQualification::Twice(_) | InvalidQualification::TooMany => "specialties",
        InvalidQualification::Ahead(_) => "training.on",
        InvalidQualification::RenewalAhead(_) | InvalidQualification::RenewedBefore(_) => {
            "training.renewed_on"
        }
    };
    invalid(path, error)
}

/// By name.
async fn sorted(work: &mut Work, clinic: ClinicId) -> Answer<Vec<ClinicSupervisor>> {
    let mut all = work.supervisors_at(clinic).await?;
    all.sort_by_cached_key(|one| (sort_key(&one.person.name), one.person.id));
    Ok(all)
}

/// Somebody who may supervise at a clinic.
async fn at(work: &mut Work, clinic: ClinicId, person: PersonId) -> Answer<ClinicSupervisor> {
    let here = work.supervisors_at(clinic).await?;
    here.into_iter().find(|one| one.person.id == person).ok_or_else(not_found)
}

/// Those who may supervise at a clinic, with what they have, by name.
#[utoipa::path(get, path = "/clinics/{id}/supervisors", tag = "people", params(("id" = ClinicId, Path)), responses(
    (status = OK, body = Vec<ClinicSupervisor>),
    Guarded,
))]
async fn of_clinic(
    State(app): State<App>,
    me: SignedIn,
    Path(clinic): Path<ClinicId>,
) -> Answer<Json<Vec<ClinicSupervisor>>> {
    let mut work = app.store.read().await?;
    let on = seen(&mut work, &me, clinic).await?.on();
    me.must_at(Action::PeopleRead, &on)?;
    Ok(Json(sorted(&mut work, clinic).await?))
}

/// Those who may supervise at a training's clinic, with what they have, by name: for whoever reads the training, to choose from.
#[utoipa::path(get, path = "/trainings/{id}/supervisors", tag = "training", params(("id" = TrainingId, Path)), responses(
    (status = OK, body = Vec<ClinicSupervisor>),
    Guarded,
))]
async fn of_training(
    State(app): State<App>,
    me: SignedIn,
    Path(id): Path<TrainingId>,
) -> Answer<Json<Vec<ClinicSupervisor>>> {
    let mut work = app.store.read().await?;
    let training = work.training(id).await?.ok_or_else(not_found)?;
    me.must(Action::TrainingRead, Action::TrainingRead, &on(&training, &me.0))?;
    Ok(Json(sorted(&mut work, training.clinic.id).await?))
}

/// Saves what a person has as handledare, by themself or by who leads the clinic. It is kept with the person, and is the same at all
/// clinics.
#[utoipa::path(put, path = "/clinics/{id}/supervisors/{person}", tag = "people", request_body = SupervisorQualification,
    params(("id" = ClinicId, Path), ("person" = PersonId, Path), ("If-Match" = String, Header)), responses(
    (status = OK, body = ClinicSupervisor),
    Guarded, Versioned, Checked,
))]
async fn save(
    State(app): State<App>,
    me: SignedIn,
    IfMatch(version): IfMatch,
    Path((clinic, person)): Path<(ClinicId, PersonId)>,
    Json(qualification): Json<SupervisorQualification>,
) -> Answer<Json<ClinicSupervisor>> {
    let mut work = app.store.write().await?;
    let on = seen(&mut work, &me, clinic).await?.on();
    me.must_at(Action::SupervisorSave, &on.tie((person == me.0.id).then_some(Tie::Own)))?;
    let was = at(&mut work, clinic, person).await?;
    qualification.check(app.clock.today()).map_err(wrong)?;
    if !work.save_supervisor(person, version, &qualification).await? {
        return Err(conflict(&was));
    }
    // The rules of their trainings are checked on it (R01, R02, R05, R18).
    for training in work.trainings_supervised_by(person).await? {
        work.gather(training).await?;
    }
    let before = (was.version > 0).then(|| was.qualification.to_string());
    work.keep_change(NewChange {
        record: person.to_string(),
        field: FIELD,
        from: before.as_deref(),
        to: Some(&qualification.to_string()),
        reason: None,
        by: &me.0.name,
        at: app.clock.now(),
    })
    .await?;
    work.commit().await?;
    Ok(Json(ClinicSupervisor { qualification, version: version + 1, ..was }))
}

/// Who changed what a person has as handledare, newest first, 100 a page: for those who read what the clinic's supervisors have. It is the
/// person's own, so what was put in at another clinic is told too.
#[utoipa::path(get, path = "/clinics/{id}/supervisors/{person}/history", tag = "people",
    params(("id" = ClinicId, Path), ("person" = PersonId, Path), Page), responses(
    (status = OK, body = Vec<Change>),
    Guarded,
))]
async fn history(
    State(app): State<App>,
    me: SignedIn,
    Path((clinic, person)): Path<(ClinicId, PersonId)>,
    Query(page): Query<Page>,
) -> Answer<Json<Vec<Change>>> {
    let mut work = app.store.read().await?;
    let on = seen(&mut work, &me, clinic).await?.on();
    me.must_at(Action::PeopleRead, &on)?;
    at(&mut work, clinic, person).await?;
    let record = person.to_string();
    let offset = i64::from(page.offset);
    Ok(Json(work.history_of_fields(&record, &[FIELD], offset, HISTORY_PAGE).await?))
}
