//! What a ST-läkare has chosen to speak for an objective.

use axum::extract::State;
use shared::{
    ObjectiveEvidenceId, TrainingId,
    certificate::{InvalidEvidence, ObjectiveEvidence, SaveObjectiveEvidence},
    curriculum::ObjectiveCode,
    portfolio::Portfolio,
    progress::support,
    rights::Action,
    saving::Saved,
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    extract::{IfMatch, Json, Path, SignedIn},
    refusal::{Answer, Checked, Guarded, Versioned, conflict, invalid, not_found},
    training::{InWords, Opened, Told, open},
};
use crate::{App, clock::new_id};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(save))
}

impl InWords for ObjectiveEvidence {
    fn words(&self) -> String {
        format!("{}: {} valda", self.objective, self.chosen.len())
    }
}

/// With the names of what is chosen, as they now are.
fn named(evidence: &ObjectiveEvidence, portfolio: &Portfolio) -> String {
    let chosen = evidence.chosen.iter().filter_map(|one| support(portfolio, *one));
    let labels: Vec<String> = chosen.map(|one| one.label).collect();
    let labels = if labels.is_empty() { "inget valt".to_owned() } else { labels.join("; ") };
    format!("{}: {labels}", evidence.objective)
}

/// Saves what speaks for an objective. Version 0 before it was first saved.
#[utoipa::path(put, path = "/trainings/{id}/objectives/{objective}/evidence", tag = "certificate",
    params(("id" = TrainingId, Path), ("objective" = ObjectiveCode, Path), ("If-Match" = String, Header)),
    request_body = SaveObjectiveEvidence, responses(
    (status = OK, body = Saved<ObjectiveEvidence>),
    Guarded, Versioned, Checked,
))]
async fn save(
    State(app): State<App>,
    me: SignedIn,
    IfMatch(version): IfMatch,
    Path((id, objective)): Path<(TrainingId, ObjectiveCode)>,
    Json(save): Json<SaveObjectiveEvidence>,
) -> Answer<Json<Saved<ObjectiveEvidence>>> {
    let opened = open(&app, &me, id, Action::EvidenceChoose).await?;
    let portfolio = &opened.kept.portfolio;
    save.check(objective, portfolio).map_err(|error| match error {
        InvalidEvidence::OtherCurriculum(_) => not_found(),
        error => invalid("chosen", error),
    })?;
    let was = portfolio.evidence.iter().find(|one| one.objective == objective).cloned();
    let was = was.unwrap_or_else(|| ObjectiveEvidence {
        id: ObjectiveEvidenceId::new(new_id()),
        objective,
        chosen: Vec::new(),
        version: 0,
        changed: None,
    });
    if was.chosen == save.chosen && was.version > 0 {
        return Ok(Json(opened.unchanged(was)));
    }
    if was.version != version {
        return Err(conflict(&was));
    }
    let new = ObjectiveEvidence {
        chosen: save.chosen,
        version: version + 1,
        changed: Some(opened.changed()),
        ..was.clone()
    };
    keep(opened, &was, new).await
}

async fn keep(
    mut opened: Opened,
    was: &ObjectiveEvidence,
    new: ObjectiveEvidence,
) -> Answer<Json<Saved<ObjectiveEvidence>>> {
    let portfolio = &opened.kept.portfolio;
    let told = Told { to: Some(named(&new, portfolio)), ..Told::default() };
    if was.version == 0 {
        opened.add_told(new.clone(), told).await?;
        return opened.done(new).await;
    }
    let told = Told { from: Some(named(was, portfolio)), ..told };
    opened.keep(new, told).await
}
