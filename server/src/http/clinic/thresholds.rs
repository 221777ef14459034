//! The numbers of the rules, as a care provider has chosen them.

use axum::extract::State;
use shared::{
    CareProviderId,
    problem::Problem,
    rights::{Action, On},
    rule::{OwnThresholds, Thresholds},
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::super::{
    extract::{IfMatch, Json, Path, Revised, SignedIn},
    refusal::{Answer, Checked, Guarded, Versioned, conflict, invalid, not_found},
};
use crate::{App, store::history::NewChange};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(read, save))
}

/// A care provider's thresholds. Anybody signed in may read them: they say nothing of a clinic or a person.
#[utoipa::path(get, path = "/care-providers/{id}/thresholds", tag = "clinic",
    params(("id" = CareProviderId, Path)), responses(
    (status = OK, body = OwnThresholds),
    (status = NOT_FOUND, body = Problem),
))]
async fn read(
    State(app): State<App>,
    _: SignedIn,
    Path(id): Path<CareProviderId>,
) -> Answer<Revised<OwnThresholds>> {
    let own = app.store.read().await?.thresholds(id).await?.ok_or_else(not_found)?;
    Ok(Revised(own.version, own))
}

/// Saves a care provider's thresholds. What the rules say of its ST-läkare follows at once.
#[utoipa::path(put, path = "/care-providers/{id}/thresholds", tag = "clinic", request_body = Thresholds,
    params(("id" = CareProviderId, Path), ("If-Match" = String, Header)), responses(
    (status = OK, body = OwnThresholds),
    Guarded, Versioned, Checked,
))]
async fn save(
    State(app): State<App>,
    me: SignedIn,
    IfMatch(version): IfMatch,
    Path(id): Path<CareProviderId>,
    Json(thresholds): Json<Thresholds>,
) -> Answer<Revised<OwnThresholds>> {
    let mut work = app.store.write().await?;
    let was = work.thresholds(id).await?.ok_or_else(not_found)?;
    me.must_at(Action::ThresholdsSave, &On::care_provider(id))?;
    thresholds.check().map_err(|error| invalid(error.key(), error))?;
    let changes = thresholds.differing(&was.thresholds);
    if changes.is_empty() {
        return Ok(Revised(was.version, was));
    }
    if !work.save_thresholds(id, version, &thresholds).await? {
        return Err(conflict(&was));
    }
    let before = was.thresholds.differing(&thresholds);
    work.keep_change(NewChange {
        record: id.to_string(),
        field: "thresholds",
        from: Some(&before.join("\n")),
        to: Some(&changes.join("\n")),
        reason: None,
        by: &me.0.name,
        at: app.clock.now(),
    })
    .await?;
    work.commit().await?;
    let version = version + 1;
    Ok(Revised(version, OwnThresholds { thresholds, version }))
}
