//! Målbeskrivningar: the versions there are, a whole one, and putting in the real one.

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
    checklist::providers_seen,
    extract::{Json, Path, SignedIn},
    refusal::{Answer, not_found},
};
use crate::App;

mod publish;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, publish::publish))
        .routes(routes!(publish::preview))
        .routes(routes!(read))
}

/// A published curriculum never changes, so a browser asks for it once.
const FOREVER: (HeaderName, &str) = (header::CACHE_CONTROL, "private, max-age=31536000, immutable");

/// Versions by specialty, the newer regulation and the latest first: those that follow the product, and those of care
/// providers that the person has to do with.
#[utoipa::path(get, path = "/curricula", tag = "curriculum", responses((status = OK, body = Vec<CurriculumVersion>)))]
async fn list(State(app): State<App>, signed_in: SignedIn) -> Answer<Json<Vec<CurriculumVersion>>> {
    let mut work = app.store.read().await?;
    let mut versions = work.curriculum_versions().await?;
    if versions.iter().any(|version| version.care_provider.is_some()) {
        let seen = providers_seen(&mut work, &signed_in).await?;
        versions.retain(|version| version.care_provider.is_none_or(|id| seen.contains(&id)));
    }
    Ok(Json(versions))
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
