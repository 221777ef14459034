//! What a clinic's trainings and supervisors say of the checklist's criteria: counted when asked for, and naming nobody.

use std::collections::BTreeMap;

use axum::extract::State;
use shared::{
    ClinicId,
    checklist::CriterionCode,
    progress::{Figure, clinic_evidence, supervisor_evidence},
    rights::Action,
    training::TrainingPhase,
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    super::{
        extract::{Asking, Json, Path},
        refusal::{Answer, Guarded},
    },
    asked_for,
};
use crate::App;

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
    asking: Asking,
    Path(clinic): Path<ClinicId>,
) -> Answer<Json<BTreeMap<CriterionCode, Vec<Figure>>>> {
    let asked = asked_for(&app, &asking, clinic, Action::TrainingFiguresRead).await?;
    let today = app.clock.today();
    let supervisors = app.store.read().await?.supervisors_at(clinic).await?;
    let mut facts = Vec::new();
    for one in &asked.trainings {
        if one.training()?.phase == TrainingPhase::Underway {
            facts.push(one.read()?.facts);
        }
    }
    let mut figures = clinic_evidence(&facts, &asked.thresholds, today);
    figures.extend(supervisor_evidence(&supervisors, &facts, today));
    Ok(Json(figures))
}
