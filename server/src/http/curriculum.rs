//! Målbeskrivningar: the versions there are, and a whole one.

use axum::{
    extract::State,
    http::{HeaderName, header},
    response::IntoResponse,
};
use shared::{
    CurriculumId,
    curriculum::{Curriculum, CurriculumVersion},
    problem::Problem,
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    extract::{Json, Path, SignedIn},
    refusal::{Answer, not_found},
};
use crate::App;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(read))
}

/// A published curriculum never changes, so a browser asks for it once.
const FOREVER: (HeaderName, &str) = (header::CACHE_CONTROL, "private, max-age=31536000, immutable");

/// Versions by specialty, the newer regulation first.
#[utoipa::path(get, path = "/curricula", tag = "curriculum", responses((status = OK, body = Vec<CurriculumVersion>)))]
async fn list(State(app): State<App>, _: SignedIn) -> Answer<Json<Vec<CurriculumVersion>>> {
    Ok(Json(app.store.read().await?.curriculum_versions().await?))
}

/// A whole curriculum. Anybody signed in may read any: it says nothing of a person.
#[utoipa::path(get, path = "/curricula/{id}", tag = "curriculum", params(("id" = CurriculumId, Path)), responses(
    (status = OK, body = Curriculum),
    (status = NOT_FOUND, body = Problem),
))]
async fn read(
    State(app): State<App>,
    _: SignedIn,
    Path(id): Path<CurriculumId>,
) -> Answer<impl IntoResponse> {
    let curriculum = app.store.read().await?.curriculum(id).await?.ok_or_else(not_found)?;
    Ok(([FOREVER], Json(curriculum)))
}
