//! Inspections: plan, list, read. Writing in the protocol and taking steps stand in their own files.

mod planning;
mod protocol;
mod steps;

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use chrono::{DateTime, Utc};
use shared::{
    ClinicId, InspectionId,
    inspection::{Inspection, InspectionSummary},
    person::{PersonName, Signature},
    problem::Problem,
    review::Change,
    rights::{Action, On},
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    extract::{HISTORY_PAGE, Json, Page, Path, Query, Revised, SignedIn, has_revision},
    refusal::{Answer, conflict, forbidden, not_found},
};
use crate::{
    App,
    store::{Work, history::NewChange, inspection::on},
};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(planning::plan, list))
        .routes(routes!(planning::replan))
        .routes(routes!(one))
        .routes(routes!(of_clinic))
        .routes(routes!(history))
        .merge(protocol::routes())
        .merge(steps::routes())
}

/// The right that reading findings and grades asks for.
const fn protocol_right(inspection: &Inspection) -> Action {
    if inspection.phase.published() { Action::ProtocolRead } else { Action::ProtocolReadDraft }
}

/// What the person may see of an inspection: the protocol only when it is theirs to read.
async fn shown(work: &mut Work, me: &SignedIn, mut inspection: Inspection) -> Answer<Inspection> {
    if me.may(protocol_right(&inspection), &on(&inspection, &me.0)) {
        inspection.protocol = Some(work.protocol(&inspection).await?);
    }
    inspection.comments = work.factual_comments(inspection.id).await?;
    Ok(inspection)
}

/// All inspections that the person may see, latest visit first.
#[utoipa::path(get, path = "/inspections", tag = "inspection", responses(
    (status = OK, body = Vec<InspectionSummary>),
    (status = UNAUTHORIZED, body = Problem),
))]
async fn list(State(app): State<App>, me: SignedIn) -> Answer<Json<Vec<InspectionSummary>>> {
    Ok(Json(app.store.read().await?.inspections_seen_by(&me.0).await?))
}

/// A clinic's inspections, latest visit first.
#[utoipa::path(get, path = "/clinics/{id}/inspections", tag = "clinic", params(("id" = ClinicId, Path)), responses(
    (status = OK, body = Vec<InspectionSummary>),
    (status = NOT_FOUND, body = Problem),
))]
async fn of_clinic(
    State(app): State<App>,
    me: SignedIn,
    Path(id): Path<ClinicId>,
) -> Answer<Json<Vec<InspectionSummary>>> {
    let mut work = app.store.read().await?;
    let seen = work.clinic(id, me.0.id).await?.ok_or_else(not_found)?;
    let on = On::clinic(&seen.clinic.name).assigned(seen.assigned);
    me.must(Action::ClinicRead, Action::InspectionRead, &on)?;
    Ok(Json(work.inspections_of_clinic(id, &me.0).await?))
}

/// An inspection, whole. Before the preliminary report only its inspectors get the protocol.
#[utoipa::path(get, path = "/inspections/{id}", tag = "inspection", params(("id" = InspectionId, Path)), responses(
    (status = OK, body = Inspection),
    (status = NOT_MODIFIED),
    (status = NOT_FOUND, body = Problem),
))]
async fn one(
    State(app): State<App>,
    me: SignedIn,
    headers: HeaderMap,
    Path(id): Path<InspectionId>,
) -> Answer<Response> {
    let mut work = app.store.read().await?;
    let inspection = work.inspection(id).await?.ok_or_else(not_found)?.inspection;
    me.must(Action::InspectionRead, Action::InspectionRead, &on(&inspection, &me.0))?;
    if has_revision(&headers, inspection.revision) {
        return Ok(StatusCode::NOT_MODIFIED.into_response());
    }
    let revision = inspection.revision;
    Ok(Revised(revision, shown(&mut work, &me, inspection).await?).into_response())
}

/// What everybody who sees an inspection may read the history of: its steps, and when and by whom it is made.
const OPEN_FIELDS: [&str; 3] = ["phase", planning::VISIT, planning::INSPECTORS];

/// Who changed what, newest first, 100 a page. Those who may not read the protocol yet get steps and planning only.
#[utoipa::path(get, path = "/inspections/{id}/history", tag = "inspection",
    params(("id" = InspectionId, Path), Page), responses(
    (status = OK, body = Vec<Change>),
    (status = NOT_FOUND, body = Problem),
))]
async fn history(
    State(app): State<App>,
    me: SignedIn,
    Path(id): Path<InspectionId>,
    Query(page): Query<Page>,
) -> Answer<Json<Vec<Change>>> {
    let mut work = app.store.read().await?;
    let inspection = work.inspection(id).await?.ok_or_else(not_found)?.inspection;
    let on = on(&inspection, &me.0);
    me.must(Action::InspectionRead, Action::InspectionRead, &on)?;
    let (record, offset) = (id.to_string(), i64::from(page.offset));
    Ok(Json(if me.may(protocol_right(&inspection), &on) {
        work.history(&record, offset, HISTORY_PAGE).await?
    } else {
        work.history_of_fields(&record, &OPEN_FIELDS, offset, HISTORY_PAGE).await?
    }))
}

/// An inspection opened for a change: locked until `work` is committed or dropped.
struct Opened {
    work: Work,
    /// At its new revision.
    inspection: Inspection,
    exceptions: u8,
    by: PersonName,
    now: DateTime<Utc>,
}

/// Opens an inspection for a change that asks for `right`.
async fn open(app: &App, me: &SignedIn, id: InspectionId, right: Action) -> Answer<Opened> {
    let mut work = app.store.write().await?;
    work.lock_inspection(id).await?.ok_or_else(not_found)?;
    let head = work.inspection(id).await?.ok_or_else(not_found)?;
    me.must(Action::InspectionRead, right, &on(&head.inspection, &me.0))?;
    // Whoever has come to work at the clinic since no longer judges it.
    let own = me.0.memberships.iter().any(|m| m.clinic == Some(head.inspection.clinic.id));
    if own && right == Action::ProtocolWrite {
        return Err(forbidden());
    }
    Ok(Opened {
        work,
        inspection: head.inspection,
        exceptions: head.exceptions,
        by: PersonName { id: me.0.id, name: me.0.name.clone() },
        now: app.clock.now(),
    })
}

/// Opens an inspection for a step from the revision that the person saw.
async fn open_at(
    app: &App,
    me: &SignedIn,
    id: InspectionId,
    right: Action,
    revision: i64,
) -> Answer<Opened> {
    let mut opened = open(app, me, id, right).await?;
    opened.inspection.revision -= 1;
    if opened.inspection.revision != revision {
        return Err(conflict(&shown(&mut opened.work, me, opened.inspection).await?));
    }
    opened.inspection.revision += 1;
    Ok(opened)
}

impl Opened {
    fn signature(&self) -> Signature {
        Signature { by: self.by.clone(), at: self.now }
    }

    /// Keeps a change in the history, unless nothing changed.
    async fn keep(
        &mut self,
        field: &str,
        from: Option<&str>,
        to: Option<&str>,
        reason: Option<&str>,
    ) -> Answer<()> {
        if from != to || reason.is_some() {
            self.work
                .keep_change(NewChange {
                    record: self.inspection.id.to_string(),
                    field,
                    from,
                    to,
                    reason,
                    by: &self.by.name,
                    at: self.now,
                })
                .await?;
        }
        Ok(())
    }
}
