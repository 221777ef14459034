//! What has been done with a panel, told to each as far as the panel shows them.

use axum::extract::State;
use shared::{
    SpecialistPanelId, TrainingId,
    problem::Problem,
    review::Change,
    specialist_panel::{PanelEvent, SpecialistPanel},
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    super::{
        extract::{HISTORY_PAGE, Json, Page, Path, Query, SignedIn},
        refusal::{Answer, not_found},
    },
    At, as_seen,
};
use crate::{App, store::training::TrainingRecord as _};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(history))
}

/// A row as it is told: the event, and what was agreed. How a panel stood around another step says more than its event.
fn told(event: PanelEvent, row: Change) -> Change {
    let said = |text: Option<String>| {
        text.filter(|text| event == PanelEvent::Concluded && !text.is_empty())
    };
    Change { field: event.as_str().to_owned(), from: said(row.from), to: said(row.to), ..row }
}

/// What has been done with a panel that the person is told of, newest first, 100 a page. `field` is the event. Only of what is agreed
/// are there words.
#[utoipa::path(get, path = "/trainings/{id}/panels/{panel}/history", tag = "specialist-panel",
    params(("id" = TrainingId, Path), ("panel" = SpecialistPanelId, Path), Page), responses(
    (status = OK, body = Vec<Change>),
    (status = NOT_FOUND, body = Problem),
))]
async fn history(
    State(app): State<App>,
    me: SignedIn,
    Path((id, panel)): At,
    Query(page): Query<Page>,
) -> Answer<Json<Vec<Change>>> {
    let mut work = app.store.read().await?;
    let kept = work.portfolio(id).await?.ok_or_else(not_found)?;
    let training = &kept.portfolio.training;
    let record = panel.to_string();
    let panel = kept.record::<SpecialistPanel>(&record).ok_or_else(not_found)?;
    as_seen(panel, training, &me).ok_or_else(not_found)?;
    let events = PanelEvent::ALL.into_iter().filter(|event| panel.is_told(me.0.id, *event));
    let fields: Vec<(String, PanelEvent)> = events
        .map(|event| (format!("{}:{record}:{}", SpecialistPanel::NOUN, event.as_str()), event))
        .collect();
    let names: Vec<&str> = fields.iter().map(|(field, _)| field.as_str()).collect();
    let rows =
        work.history_of_fields(&record, &names, i64::from(page.offset), HISTORY_PAGE).await?;
    let known = |row: Change| {
        let (_, event) = fields.iter().find(|(field, _)| *field == row.field)?;
        Some(told(*event, row))
    };
    Ok(Json(rows.into_iter().filter_map(known).collect()))
}
