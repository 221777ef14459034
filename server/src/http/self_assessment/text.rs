//! Saving a text of a self-assessment: an area's, strengths, weaknesses, improvements.

use axum::extract::State;
use shared::{
    SelfAssessmentId,
    problem::Problem,
    review::{Changed, ReviewText, SaveText, SavedText, TextField},
    rights::Action,
};

use super::{
    super::{
        extract::{IfMatch, Json, Path, SignedIn},
        refusal::{Answer, Checked, Guarded, conflict, not_allowed},
    },
    seen,
};
use crate::{App, store::history::NewChange};

/// Saves a text that still is at the version it started from.
#[utoipa::path(put, path = "/self-assessments/{id}/texts/{field}", tag = "self-assessment", request_body = SaveText,
    params(("id" = SelfAssessmentId, Path), ("field" = TextField, Path),
        ("If-Match" = String, Header, description = "The text's version, \"0\" the first time")), responses(
    (status = OK, body = SavedText),
    (status = CONFLICT, body = Problem, description = "Signed."),
    (status = PRECONDITION_FAILED, body = Problem, description = "Changed by somebody else; `current` is the text as it now stands."),
    Guarded, Checked,
))]
pub(super) async fn save(
    State(app): State<App>,
    signed_in: SignedIn,
    IfMatch(version): IfMatch,
    Path((id, field)): Path<(SelfAssessmentId, TextField)>,
    Json(save): Json<SaveText>,
) -> Answer<Json<SavedText>> {
    let mut work = app.store.read().await?;
    let head = seen(&mut work, &signed_in, id).await?;
    signed_in.must(head.seen_by(), Action::AssessmentAnswer, &head.on())?;
    let was = work.assessment_text(id, field).await?;
    drop(work);
    if was.body == save.body {
        return Ok(Json(SavedText { text: was, revision: head.revision }));
    }
    head.phase.editable().map_err(not_allowed)?;
    if was.version != version {
        return Err(conflict(&was));
    }
    let (by, at) = (&signed_in.0.name, app.clock.now());
    let mut work = app.store.write().await?;
    let Some(revision) = work.revise_assessment(id, 0).await? else {
        return Err(not_allowed(shared::self_assessment::AssessmentNotAllowed::Locked));
    };
    if !work.save_assessment_text(id, field, version, &save.body, by, at).await? {
        work.give_way().await?;
        let now = app.store.read().await?.assessment_text(id, field).await?;
        return Err(conflict(&now));
    }
    work.keep_change(NewChange {
        record: id.to_string(),
        field: &field.to_string(),
        from: (was.version > 0).then_some(&*was.body),
        to: Some(&save.body),
        reason: None,
        by,
        at,
    })
    .await?;
    work.commit().await?;
    let changed = Some(Changed { at, by: by.clone() });
    let text = ReviewText { field, body: save.body, version: version + 1, changed };
    Ok(Json(SavedText { text, revision }))
}
