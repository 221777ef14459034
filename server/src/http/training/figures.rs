//! What a clinic's trainings and supervisors say of the checklist's criteria: counted when asked for, and naming nobody.

use std::collections::BTreeMap;

use axum::extract::State;
use shared::{
    ClinicId,
    checklist::CriterionCode,
    progress::{Figure, clinic_evidence, supervisor_evidence},
    rights::Action,
    training_facts::TrainingFacts,
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::super::{
    clinic::seen,
    extract::{Json, Path, SignedIn},
    refusal::{Answer, Guarded},
};
use crate::{App, store::training::Trainings};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(of_clinic))
}

/// The clinic's own figures by the criteria they bear on, of its trainings that are underway and of those who supervise. A criterion without figures is left out.
#[utoipa::path(get, path = "/clinics/{id}/training-figures", tag = "training", params(("id" = ClinicId, Path)), responses(
    (status = OK, body = BTreeMap<String, Vec<Figure>>),
    Guarded,
))]
async fn of_clinic(
    State(app): State<App>,
    me: SignedIn,
    Path(clinic): Path<ClinicId>,
) -> Answer<Json<BTreeMap<CriterionCode, Vec<Figure>>>> {
    let mut work = app.store.read().await?;
    let seen = seen(&mut work, &me, clinic).await?;
    me.must_at(Action::TrainingFiguresRead, &seen.on())?;
    let today = app.clock.today();
    let trainings = work.trainings(Trainings::UnderwayAt(clinic)).await?;
    let supervisors = work.supervisors_at(clinic).await?;
    let facts: Vec<TrainingFacts> = trainings
        .into_iter()
        .map(|one| one.read().map(|summary| summary.facts))
        .collect::<Result<_, _>>()?;
    let mut figures = clinic_evidence(&facts, &seen.clinic.thresholds, today);
    figures.extend(supervisor_evidence(&supervisors, &facts, today));
    Ok(Json(figures))
}
