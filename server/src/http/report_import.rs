//! Import of a published report: the text is read, a person fills in what it doesn't hold and confirms.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use shared::{
    ReportImportId,
    checklist::Checklist,
    problem::Problem,
    report_import::{ImportSummary, MAX_REPORT_BYTES, ReportImport, StartImport, read},
    report_text::{NotAReport, ReportText},
    rights::{Action, On},
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    extract::{Json, Path, SignedIn},
    refusal::{Answer, Guarded, invalid, not_allowed, not_found, too_large, unavailable},
};
use crate::{
    App,
    clock::new_id,
    store::{
        Work,
        report_import::{NewImport, StoredImport},
    },
};

mod confirm;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(start, list))
        .routes(routes!(show, discard))
        .routes(routes!(confirm::confirm))
}

const SETTLED: &str = "Rapporten är redan inläst som en granskning.";

/// Reads a text, away from the threads that answer requests.
async fn read_text(text: String, checklist: Checklist) -> Answer<Result<ReportText, NotAReport>> {
    tokio::task::spawn_blocking(move || read(&text, &checklist)).await.map_err(|error| {
        tracing::error!(%error, "reading a report");
        unavailable()
    })
}

/// An import that the person may work on, with its checklist and what is read out of it.
async fn opened(
    work: &mut Work,
    signed_in: &SignedIn,
    id: ReportImportId,
) -> Answer<(StoredImport, Checklist, ReportText)> {
    let stored = work.import(id).await?.ok_or_else(not_found)?;
    let on = On::clinic(&stored.clinic);
    signed_in.must(Action::ReportImport, Action::ReportImport, &on)?;
    let checklist = work.checklist(stored.checklist).await?.ok_or_else(unavailable)?;
    let read = read_text(stored.text.clone(), checklist.clone()).await?.map_err(|wrong| {
        tracing::error!(%wrong, import = %id, "a report that was read can't be read");
        unavailable()
    })?;
    Ok((stored, checklist, read))
}

/// Reads a published report's text for a clinic, and keeps it until a person has filled in the rest.
#[utoipa::path(post, path = "/report-imports", tag = "report-import", request_body = StartImport, responses(
    (status = CREATED, body = ReportImport),
    (status = PAYLOAD_TOO_LARGE, body = Problem),
    (status = UNPROCESSABLE_ENTITY, body = Problem, description = "The text is no such report; nothing is kept."),
    Guarded,
))]
async fn start(
    State(app): State<App>,
    signed_in: SignedIn,
    Json(start): Json<StartImport>,
) -> Answer<Response> {
    let mut work = app.store.read().await?;
    let seen = work.clinic(start.clinic, signed_in.0.id).await?.ok_or_else(not_found)?;
    let clinic = seen.clinic.name;
    let on = On::clinic(&clinic).assigned(seen.assigned);
    signed_in.must(Action::ClinicRead, Action::ReportImport, &on)?;
    if start.text.len() > MAX_REPORT_BYTES {
        return Err(too_large("1 MB text"));
    }
    let checklist = work.current_checklist(clinic.care_provider).await?.ok_or_else(unavailable)?;
    drop(work);
    // PostgreSQL holds no such character, and no report needs it.
    let text = start.text.replace('\0', "");
    let checklist_id = checklist.id;
    let read = read_text(text.clone(), checklist).await?.map_err(|wrong| invalid("text", wrong))?;
    let id = ReportImportId::new(new_id());
    let mut work = app.store.write().await?;
    let new = NewImport {
        id,
        clinic: start.clinic,
        checklist: checklist_id,
        text: &text,
        by: Some(signed_in.0.id),
        at: app.clock.now(),
    };
    work.add_import(&new).await?;
    let stored = work.import(id).await?.ok_or_else(unavailable)?;
    work.commit().await?;
    Ok((StatusCode::CREATED, Json(whole(id, stored, read))).into_response())
}

fn whole(id: ReportImportId, stored: StoredImport, read: ReportText) -> ReportImport {
    ReportImport {
        id,
        clinic: stored.clinic,
        checklist: stored.checklist,
        text: stored.text,
        read,
        started: stored.started,
        inspection: stored.inspection,
    }
}

/// Imports that wait for the person, newest first.
#[utoipa::path(get, path = "/report-imports", tag = "report-import", responses(
    (status = OK, body = Vec<ImportSummary>),
))]
async fn list(State(app): State<App>, signed_in: SignedIn) -> Answer<Json<Vec<ImportSummary>>> {
    let mut imports = app.store.read().await?.pending_imports().await?;
    imports.retain(|import| signed_in.may(Action::ReportImport, &On::clinic(&import.clinic)));
    Ok(Json(imports))
}

/// An import: the source, and what is read out of it.
#[utoipa::path(get, path = "/report-imports/{id}", tag = "report-import",
    params(("id" = ReportImportId, Path)), responses(
    (status = OK, body = ReportImport),
    (status = NOT_FOUND, body = Problem),
))]
async fn show(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<ReportImportId>,
) -> Answer<Json<ReportImport>> {
    let mut work = app.store.read().await?;
    let (stored, _, read) = opened(&mut work, &signed_in, id).await?;
    Ok(Json(whole(id, stored, read)))
}

/// Discards an import that waits. The text stays in the store.
#[utoipa::path(delete, path = "/report-imports/{id}", tag = "report-import",
    params(("id" = ReportImportId, Path)), responses(
    (status = NO_CONTENT),
    (status = NOT_FOUND, body = Problem),
    (status = CONFLICT, body = Problem, description = "It has become an inspection."),
))]
async fn discard(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<ReportImportId>,
) -> Answer<StatusCode> {
    let mut work = app.store.write().await?;
    let stored = work.import(id).await?.ok_or_else(not_found)?;
    let on = On::clinic(&stored.clinic);
    signed_in.must(Action::ReportImport, Action::ReportImport, &on)?;
    if !work.discard_import(id, app.clock.now()).await? {
        return Err(not_allowed(SETTLED));
    }
    work.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
