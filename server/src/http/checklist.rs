//! Checklists: the versions there are, a whole one, and publishing a new one.

use std::collections::BTreeSet;

use axum::{
    extract::State,
    http::{HeaderName, StatusCode, header},
    response::{IntoResponse, Response},
};
use shared::{
    CareProviderId, ChecklistId,
    checklist::{Area, Checklist, ChecklistVersion, PublishChecklist},
    person::Role,
    problem::Problem,
    rights::{Action, On},
    text::{FreeText, InvalidText},
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    extract::{Json, Path, SignedIn},
    refusal::{Answer, Checked, Guarded, invalid, not_found},
};
use crate::{App, clock::new_id, http::clinic::all_seen, store::Work};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list, publish)).routes(routes!(read))
}

/// A checklist never changes, so a browser asks for it once.
const FOREVER: (HeaderName, &str) = (header::CACHE_CONTROL, "private, max-age=31536000, immutable");

/// Versions, latest first: those that follow the product, and those of care providers that the person has to do with.
#[utoipa::path(get, path = "/checklists", tag = "checklist", responses((status = OK, body = Vec<ChecklistVersion>)))]
async fn list(State(app): State<App>, signed_in: SignedIn) -> Answer<Json<Vec<ChecklistVersion>>> {
    let mut work = app.store.read().await?;
    let mut versions = work.checklist_versions().await?;
    let seen = providers_seen(&mut work, &signed_in).await?;
    versions.retain(|version| version.care_provider.is_none_or(|id| seen.contains(&id)));
    mark_current(&mut versions, &seen);
    Ok(Json(versions))
}

/// The care providers that a person has to do with.
pub(super) async fn providers_seen(
    work: &mut Work,
    signed_in: &SignedIn,
) -> Answer<BTreeSet<CareProviderId>> {
    let me = &signed_in.0;
    if me.is(Role::Administrator) {
        return Ok(work.care_providers().await?.into_iter().map(|one| one.id).collect());
    }
    let own = me.memberships.iter().filter_map(|membership| membership.care_provider);
    let clinics = all_seen(work, signed_in).await?;
    Ok(clinics.iter().map(|seen| seen.clinic.name.care_provider).chain(own).collect())
}

/// Marks the latest version of each care provider, and the product's latest if any of `seen` has none of its own.
fn mark_current(versions: &mut [ChecklistVersion], seen: &BTreeSet<CareProviderId>) {
    let mut marked = BTreeSet::new();
    let own: BTreeSet<_> = versions.iter().filter_map(|version| version.care_provider).collect();
    let products = seen.is_empty() || seen.iter().any(|provider| !own.contains(provider));
    for version in versions {
        let latest = marked.insert(version.care_provider);
        version.current = latest && (version.care_provider.is_some() || products);
    }
}

/// A whole checklist. Anybody signed in may read any: it says nothing of a clinic.
#[utoipa::path(get, path = "/checklists/{id}", tag = "checklist", params(("id" = ChecklistId, Path)), responses(
    (status = OK, body = Checklist),
    (status = NOT_FOUND, body = Problem),
))]
async fn read(
    State(app): State<App>,
    _: SignedIn,
    Path(id): Path<ChecklistId>,
) -> Answer<impl IntoResponse> {
    let checklist = app.store.read().await?.checklist(id).await?.ok_or_else(not_found)?;
    Ok(([FOREVER], Json(checklist)))
}

/// Publishes a new version at a care provider. Reviews that have begun keep theirs.
#[utoipa::path(post, path = "/checklists", tag = "checklist", request_body = PublishChecklist, responses(
    (status = CREATED, body = Checklist),
    Guarded, Checked,
))]
async fn publish(
    State(app): State<App>,
    signed_in: SignedIn,
    Json(new): Json<PublishChecklist>,
) -> Answer<Response> {
    const TAKEN: &str = "Det finns redan en version med det namnet. Välj ett annat.";
    let mut work = app.store.write().await?;
    let basis = work.current_checklist(new.care_provider).await?.ok_or_else(not_found)?;
    if !work.care_providers().await?.iter().any(|provider| provider.id == new.care_provider) {
        return Err(not_found());
    }
    signed_in.must_at(Action::ChecklistPublish, &On::care_provider(new.care_provider))?;
    let checklist = Checklist {
        id: ChecklistId::new(new_id()),
        name: basis.name,
        version: new.version.to_string(),
        exceptions: new.exceptions,
        areas: new.areas,
    };
    checklist.check().map_err(|error| invalid("areas", error))?;
    for area in &checklist.areas {
        check_lengths(area).map_err(|(path, error)| invalid(path, error))?;
    }
    let products = work.checklist_versions().await?;
    let taken = products
        .iter()
        .any(|known| known.care_provider.is_none() && known.version == checklist.version);
    let by = Some(signed_in.0.id);
    if taken
        || !work.publish_checklist(&checklist, Some(new.care_provider), by, app.clock.now()).await?
    {
        return Err(invalid("version", TAKEN));
    }
    work.commit().await?;
    Ok((StatusCode::CREATED, Json(checklist)).into_response())
}

/// That no text is longer than a text may be; says which is.
fn check_lengths(area: &Area) -> Result<(), (String, InvalidText)> {
    let code = area.code;
    let heads = [&area.name, &area.short_name].into_iter().chain(&area.preamble);
    let texts = heads
        .chain(area.grade_texts.values())
        .map(|text| (code.to_string(), text))
        .chain(area.criteria.iter().map(|c| (c.code.to_string(), &c.text)));
    for (path, text) in texts {
        FreeText::try_from(text.clone()).map_err(|error| (path, error))?;
    }
    Ok(())
}
