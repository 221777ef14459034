//! "Ta med förra årets svar": fills in unanswered criteria, each to be confirmed by a person.

use std::collections::BTreeMap;

use axum::extract::State;
use shared::{
    SelfAssessmentId,
    checklist::{Checklist, CriterionCode},
    problem::Problem,
    rights::Action,
    self_assessment::{Answer as CriterionAnswer, AssessmentNotAllowed, CarriedOver},
};

use super::{
    super::{
        extract::{Json, Path, SignedIn},
        refusal::{Answer, Guarded, not_allowed},
    },
    answer::{words, words_before},
    checklist_of, seen,
};
use crate::{App, store::self_assessment::NewAnswer};

/// Whether a criterion asks the same in both versions of the checklist, in class and wording.
fn asks_the_same(code: CriterionCode, then: &Checklist, now: &Checklist) -> bool {
    match (then.criterion(code), now.criterion(code)) {
        (Some(then), Some(now)) => then.class == now.class && then.text == now.text,
        _ => false,
    }
}

/// Whether nothing at all is written that an earlier answer would hide.
fn is_blank(answer: &CriterionAnswer) -> bool {
    answer.verdict.is_none() && answer.comment.is_blank() && answer.evidence.is_empty()
}

/// Takes over answers from the latest earlier year, where the criterion is the same and nothing is written yet.
#[utoipa::path(post, path = "/self-assessments/{id}/carry-over", tag = "self-assessment",
    params(("id" = SelfAssessmentId, Path)), responses(
    (status = OK, body = CarriedOver),
    (status = CONFLICT, body = Problem, description = "Signed, or there is no earlier year."),
    Guarded,
))]
pub(super) async fn carry_over(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<SelfAssessmentId>,
) -> Answer<Json<CarriedOver>> {
    let mut work = app.store.read().await?;
    let head = seen(&mut work, &signed_in, id).await?;
    signed_in.must(head.seen_by(), Action::AssessmentOpen, &head.on())?;
    head.phase.editable().map_err(not_allowed)?;
    let earlier = work.earlier_assessment(head.clinic.id, &head.specialty, head.year).await?;
    let Some((source, year, source_checklist)) = earlier else {
        return Err(not_allowed("Det finns ingen tidigare självvärdering att ta med svar från."));
    };
    let now = checklist_of(&mut work, &head).await?;
    let then = work.checklist(source_checklist).await?;
    let then = then.as_ref().unwrap_or(&now);
    let earlier: BTreeMap<CriterionCode, CriterionAnswer> = work
        .assessment_content(source)
        .await?
        .answers
        .into_iter()
        .filter(|answer| answer.verdict.is_some() && asks_the_same(answer.code, then, &now))
        .map(|answer| (answer.code, answer))
        .collect();
    let answers = work.assessment_content(id).await?.answers;
    drop(work);
    let pairs: Vec<_> = answers
        .iter()
        .filter(|answer| is_blank(answer))
        .filter_map(|answer| Some((answer, earlier.get(&answer.code)?)))
        .collect();
    let mut filled = Vec::with_capacity(pairs.len());
    if pairs.is_empty() {
        return Ok(Json(CarriedOver { year, filled }));
    }
    let (by, at) = (&signed_in.0.name, app.clock.now());
    let mut work = app.store.write().await?;
    // Unconfirmed answers don't count as answered, and neither did these before.
    if work.revise_assessment(id, 0).await?.is_none() {
        return Err(not_allowed(AssessmentNotAllowed::Locked));
    }
    for (was, earlier) in pairs {
        let from = words_before(was);
        let to = words(earlier.verdict, &earlier.comment, true);
        let new = NewAnswer {
            id,
            was,
            verdict: earlier.verdict,
            comment: &earlier.comment,
            evidence: &earlier.evidence,
            to_confirm: true,
            from: from.as_deref(),
            to: Some(&to),
            by,
            at,
        };
        // One that somebody answers at this moment stays as they answer it.
        if work.set_answer(&new).await? {
            filled.push(was.code);
        }
    }
    work.commit().await?;
    Ok(Json(CarriedOver { year, filled }))
}
