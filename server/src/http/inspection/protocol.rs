//! Writing in the protocol: one field at a time, by either inspector, each against the version it started from.
//! What already stands so is answered as saved, also to a stale version: an answer that got lost is asked for again.

use axum::extract::State;
use shared::{
    InspectionId,
    checklist::{AreaCode, CriterionCode},
    inspection::{
        AreaGrading, Observation, SaveGrading, SaveObservation, SavedGrading, SavedObservation,
    },
    review::{Changed, ReviewText, SaveText, SavedText, TextField},
    rights::Action,
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    super::{
        extract::{IfMatch, Json, Path, SignedIn},
        refusal::{
            Answer, Checked, Guarded, Versioned, conflict, invalid, not_allowed, not_found,
            unavailable,
        },
    },
    Opened, open,
};
use crate::{App, store::inspection::Judging};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(observe)).routes(routes!(grade)).routes(routes!(write))
}

/// Opens an inspection whose protocol may be written in.
async fn open_protocol(app: &App, me: &SignedIn, id: InspectionId) -> Answer<Opened> {
    let opened = open(app, me, id, Action::ProtocolWrite).await?;
    opened.inspection.phase.editable().map_err(not_allowed)?;
    Ok(opened)
}

impl Opened {
    fn changed(&self) -> Option<Changed> {
        Some(Changed { at: self.now, by: self.by.name.clone() })
    }

    /// The revision that stays when nothing is saved after all.
    const fn unchanged(&self) -> i64 {
        self.inspection.revision - 1
    }
}

/// Saves what was found on a criterion.
#[utoipa::path(put, path = "/inspections/{id}/observations/{code}", tag = "inspection",
    params(("id" = InspectionId, Path), ("code" = CriterionCode, Path), ("If-Match" = String, Header)),
    request_body = SaveObservation, responses(
    (status = OK, body = SavedObservation),
    Guarded, Versioned,
))]
async fn observe(
    State(app): State<App>,
    me: SignedIn,
    IfMatch(version): IfMatch,
    Path((id, code)): Path<(InspectionId, CriterionCode)>,
    Json(save): Json<SaveObservation>,
) -> Answer<Json<SavedObservation>> {
    let mut opened = open_protocol(&app, &me, id).await?;
    let checklist = opened.inspection.checklist;
    let mut area = opened.work.judgings_of_area(id, checklist, code.area()).await?;
    let found = area.iter_mut().find(|judging| judging.observation.code == code);
    let observation = &mut found.ok_or_else(not_found)?.observation;
    if observation.judgement == save.judgement && observation.note == save.note {
        return Ok(Json(SavedObservation {
            observation: observation.clone(),
            suggestion: Judging::suggestion(&area, opened.exceptions),
            revision: opened.unchanged(),
        }));
    }
    if observation.version != version {
        return Err(conflict(observation));
    }
    let from = observed(observation);
    *observation = Observation {
        code,
        judgement: save.judgement,
        note: save.note,
        version: version + 1,
        changed: opened.changed(),
    };
    let observation = observation.clone();
    opened.work.save_observation(id, &observation, opened.now, &opened.by.name).await?;
    let to = observed(&observation);
    opened.keep(&code.to_string(), Some(&from), Some(&to), None).await?;
    opened.work.commit().await?;
    Ok(Json(SavedObservation {
        observation,
        suggestion: Judging::suggestion(&area, opened.exceptions),
        revision: opened.inspection.revision,
    }))
}

/// An observation in words.
fn observed(observation: &Observation) -> String {
    let judgement = observation.judgement.map_or("Ej bedömt", |judgement| judgement.name());
    with_note(judgement, &observation.note)
}

fn with_note(word: &str, note: &str) -> String {
    if note.trim().is_empty() { word.to_owned() } else { format!("{word}: {note}") }
}

/// Sets an area's grade.
#[utoipa::path(put, path = "/inspections/{id}/gradings/{area}", tag = "inspection",
    params(("id" = InspectionId, Path), ("area" = AreaCode, Path), ("If-Match" = String, Header)),
    request_body = SaveGrading, responses(
    (status = OK, body = SavedGrading),
    Guarded, Versioned, Checked,
))]
async fn grade(
    State(app): State<App>,
    me: SignedIn,
    IfMatch(version): IfMatch,
    Path((id, area)): Path<(InspectionId, AreaCode)>,
    Json(save): Json<SaveGrading>,
) -> Answer<Json<SavedGrading>> {
    let mut opened = open_protocol(&app, &me, id).await?;
    if let Some(grade) = save.grade {
        let checklist = opened.work.checklist(opened.inspection.checklist).await?;
        let checklist = checklist.ok_or_else(unavailable)?;
        let found = checklist.area(area).ok_or_else(not_found)?;
        if !found.grade_texts.contains_key(&grade) {
            return Err(invalid("grade", format!("Område {area} har inget betyg {grade}.")));
        }
    }
    let gradings = opened.work.gradings(id).await?;
    let was = gradings.into_iter().find(|grading| grading.area == area).ok_or_else(not_found)?;
    if was.grade == save.grade && was.motivation == save.motivation {
        return Ok(Json(SavedGrading { grading: was, revision: opened.unchanged() }));
    }
    if was.version != version {
        return Err(conflict(&was));
    }
    let grading = AreaGrading {
        area,
        grade: save.grade,
        motivation: save.motivation,
        after_plan: None,
        version: version + 1,
        changed: opened.changed(),
    };
    opened.work.save_grading(id, &grading, opened.now, &opened.by.name).await?;
    let field = format!("grade {area}");
    opened.keep(&field, Some(&graded(&was)), Some(&graded(&grading)), None).await?;
    opened.work.commit().await?;
    Ok(Json(SavedGrading { grading, revision: opened.inspection.revision }))
}

/// A grade in words, with its motivation.
fn graded(grading: &AreaGrading) -> String {
    let grade = grading.grade.map_or("Inget betyg", |grade| grade.as_str());
    with_note(grade, &grading.motivation)
}

/// Saves an area's text, or one of the three lists.
#[utoipa::path(put, path = "/inspections/{id}/texts/{field}", tag = "inspection",
    params(("id" = InspectionId, Path), ("field" = TextField, Path), ("If-Match" = String, Header)),
    request_body = SaveText, responses(
    (status = OK, body = SavedText),
    Guarded, Versioned,
))]
async fn write(
    State(app): State<App>,
    me: SignedIn,
    IfMatch(version): IfMatch,
    Path((id, field)): Path<(InspectionId, TextField)>,
    Json(save): Json<SaveText>,
) -> Answer<Json<SavedText>> {
    let mut opened = open_protocol(&app, &me, id).await?;
    let was = opened.work.inspection_text(id, field).await?;
    if was.body == save.body {
        return Ok(Json(SavedText { text: was, revision: opened.unchanged() }));
    }
    if was.version != version {
        return Err(conflict(&was));
    }
    let text =
        ReviewText { field, body: save.body, version: version + 1, changed: opened.changed() };
    opened.work.save_inspection_text(id, &text, opened.now, &opened.by.name).await?;
    opened.keep(&field.to_string(), Some(&was.body), Some(&text.body), None).await?;
    opened.work.commit().await?;
    Ok(Json(SavedText { text, revision: opened.inspection.revision }))
}
