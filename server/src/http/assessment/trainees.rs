//! Of whom the signed-in person may begin an assessment, also without seeing anything else of the training.

use axum::extract::State;
use shared::assessment::TraineeToAssess;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::super::{
    extract::{Json, SignedIn},
    refusal::Answer,
};
use crate::{App, swedish::sort_key};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(trainees))
}

/// The ST-läkare that the person may begin an assessment of, by name: at the clinics where they supervise, and those whose
/// placement they supervise.
#[utoipa::path(get, path = "/trainees-to-assess", tag = "assessment", responses((status = OK, body = Vec<TraineeToAssess>)))]
async fn trainees(State(app): State<App>, me: SignedIn) -> Answer<Json<Vec<TraineeToAssess>>> {
    let (mut work, today) = (app.store.read().await?, app.clock.today());
    let placements = work.placements_supervised_by(me.0.id).await?;
    let mut trainings = work.trainings_near(me.0.id).await?;
    trainings.retain(|training| {
        let own = placements.iter().filter(|(of, _)| *of == training.id).map(|(_, one)| one);
        training.may_be_assessed(&me.0, own, today)
    });
    trainings.sort_by_cached_key(|training| (sort_key(&training.trainee.name), training.id));
    Ok(Json(trainings.into_iter().map(TraineeToAssess::from).collect()))
}
