//! Self-assessments: open, read, answer, write, take over last year's answers, sign, reopen.

use std::collections::BTreeMap;

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use chrono::{DateTime, Datelike, Utc};
use shared::{
    ClinicId, SelfAssessmentId,
    checklist::Checklist,
    person::{Me, PersonName, Signature},
    problem::Problem,
    review::{Change, GiveReason},
    rights::{Action, On},
    self_assessment::{AssessmentPhase, AssessmentSummary, OpenAssessment, SelfAssessment},
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    extract::{
        Asking, HISTORY_PAGE, IfMatch, Json, JsonText, Page, Path, Query, Revised, SignedIn, etag,
        has_revision,
    },
    refusal::{Answer, conflict, invalid, not_allowed, not_found, unavailable},
};
use crate::{
    App,
    clock::new_id,
    store::{
        Work,
        history::NewChange,
        self_assessment::{AssessmentHead, Content, NewAssessment},
    },
};

pub(super) mod answer;
mod carry_over;
mod text;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(open))
        .routes(routes!(list))
        .routes(routes!(read))
        .routes(routes!(answer::save))
        .routes(routes!(text::save))
        .routes(routes!(carry_over::carry_over))
        .routes(routes!(sign))
        .routes(routes!(reopen))
        .routes(routes!(history))
}

/// The first year a self-assessment can be of: when SOSFS 2015:8 came.
const FIRST_YEAR: i32 = 2015;
/// A step taken with the whole record, as it goes into the history.
struct Step<'a> {
    from: &'a AssessmentPhase,
    to: &'a AssessmentPhase,
    reason: Option<&'a str>,
}

async fn keep_step(
    work: &mut Work,
    id: SelfAssessmentId,
    step: Step<'_>,
    me: &Me,
    at: DateTime<Utc>,
) -> Answer<()> {
    work.keep_change(NewChange {
        record: id.to_string(),
        field: "phase",
        from: Some(step.from.name()),
        to: Some(step.to.name()),
        reason: step.reason,
        by: &me.name,
        at,
    })
    .await?;
    Ok(())
}

/// The head of a self-assessment that the person may see.
pub(super) async fn seen(
    work: &mut Work,
    signed_in: &SignedIn,
    id: SelfAssessmentId,
) -> Answer<AssessmentHead> {
    let head = work.assessment_head(id, signed_in.0.id).await?.ok_or_else(not_found)?;
    signed_in.must(head.seen_by(), head.seen_by(), &head.on())?;
    Ok(head)
}

/// A self-assessment to take a step with: seen, the step allowed, and at the revision the person saw.
async fn whole(
    work: &mut Work,
    signed_in: &SignedIn,
    id: SelfAssessmentId,
    action: Action,
    revision: i64,
) -> Answer<(AssessmentHead, Content)> {
    let head = seen(work, signed_in, id).await?;
    signed_in.must(head.seen_by(), action, &head.on())?;
    let content = work.assessment_content(id).await?;
    if head.revision == revision { Ok((head, content)) } else { Err(conflict(&head.with(content))) }
}

/// The refusal of a step that somebody else's change came before.
async fn overtaken<T>(app: &App, signed_in: &SignedIn, id: SelfAssessmentId) -> Answer<T> {
    let mut work = app.store.read().await?;
    let head = seen(&mut work, signed_in, id).await?;
    let content = work.assessment_content(id).await?;
    Err(conflict(&head.with(content)))
}

/// The checklist that a record began with.
async fn checklist_of(work: &mut Work, head: &AssessmentHead) -> Answer<Checklist> {
    work.checklist(head.checklist).await?.ok_or_else(|| {
        tracing::error!(checklist = %head.checklist, "checklist of a self-assessment is missing");
        unavailable()
    })
}

/// Opens a year's self-assessment of a clinic and specialty, with the care provider's current checklist.
#[utoipa::path(post, path = "/self-assessments", tag = "self-assessment", request_body = OpenAssessment, responses(
    (status = CREATED, body = SelfAssessment),
    (status = NOT_FOUND, body = Problem),
    (status = CONFLICT, body = Problem, description = "There is one of that clinic, specialty and year."),
    (status = UNPROCESSABLE_ENTITY, body = Problem),
))]
async fn open(
    State(app): State<App>,
    signed_in: SignedIn,
    Json(open): Json<OpenAssessment>,
) -> Answer<Response> {
    let mut work = app.store.read().await?;
    let seen = work.clinic(open.clinic, signed_in.0.id).await?.ok_or_else(not_found)?;
    let clinic = seen.clinic;
    let on = On::clinic(&clinic.name).assigned(seen.assigned);
    signed_in.must(Action::ClinicRead, Action::AssessmentOpen, &on)?;
    if !clinic.specialties.iter().any(|specialty| **specialty == *open.specialty) {
        let known = clinic.specialties.join(", ");
        return Err(invalid("specialty", format!("Välj en av klinikens specialiteter: {known}.")));
    }
    let last = app.clock.today().year() + 1;
    if !(FIRST_YEAR..=last).contains(&open.year) {
        return Err(invalid("year", format!("Välj ett år mellan {FIRST_YEAR} och {last}.")));
    }
    let checklist = work.current_checklist(clinic.name.care_provider).await?.ok_or_else(|| {
        tracing::error!("no checklist is published");
        unavailable()
    })?;
    drop(work);
    let id = SelfAssessmentId::new(new_id());
    let (specialty, year) = (&*open.specialty, open.year);
    let mut work = app.store.write().await?;
    let new = NewAssessment { id, clinic: open.clinic, specialty, year };
    if !work.open_assessment(&new, &checklist).await? {
        return Err(not_allowed(format!(
            "Självvärderingen för {specialty} {year} är redan öppnad. Den finns på klinikens sida."
        )));
    }
    work.keep_change(NewChange {
        record: id.to_string(),
        field: "phase",
        from: None,
        to: Some(AssessmentPhase::Draft.name()),
        reason: None,
        by: &signed_in.0.name,
        at: app.clock.now(),
    })
    .await?;
    let head = self::seen(&mut work, &signed_in, id).await?;
    let content = work.assessment_content(id).await?;
    work.commit().await?;
    Ok((StatusCode::CREATED, Revised(head.revision, head.with(content))).into_response())
}

/// A clinic's self-assessments, newest year first: those that the person may read.
#[utoipa::path(get, path = "/clinics/{id}/self-assessments", tag = "self-assessment",
    params(("id" = ClinicId, Path)), responses(
    (status = OK, body = Vec<AssessmentSummary>),
    (status = NOT_FOUND, body = Problem),
))]
async fn list(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(clinic): Path<ClinicId>,
) -> Answer<Json<Vec<AssessmentSummary>>> {
    let mut work = app.store.read().await?;
    let seen = work.clinic(clinic, signed_in.0.id).await?.ok_or_else(not_found)?;
    let on = On::clinic(&seen.clinic.name).assigned(seen.assigned);
    signed_in.must(Action::ClinicRead, Action::ClinicRead, &on)?;
    let mut summaries = work.assessments_of(clinic).await?;
    summaries.retain(|summary| {
        let action = match summary.phase {
            AssessmentPhase::Draft => Action::AssessmentReadDraft,
            AssessmentPhase::Signed { .. } | AssessmentPhase::Used { .. } => Action::AssessmentRead,
        };
        signed_in.may(action, &on)
    });
    Ok(Json(summaries))
}

/// A self-assessment, whole. Its revision is its ETag.
#[utoipa::path(get, path = "/self-assessments/{id}", tag = "self-assessment",
    params(("id" = SelfAssessmentId, Path)), responses(
    (status = OK, body = SelfAssessment),
    (status = NOT_MODIFIED),
    (status = NOT_FOUND, body = Problem),
))]
async fn read(
    State(app): State<App>,
    asking: Asking,
    Path(id): Path<SelfAssessmentId>,
    headers: HeaderMap,
) -> Answer<Response> {
    if headers.contains_key(header::IF_NONE_MATCH) {
        let signed_in = asking.sign_in(&app).await?;
        let mut work = app.store.read().await?;
        let AssessmentHead { revision, .. } = seen(&mut work, &signed_in, id).await?;
        if has_revision(&headers, revision) {
            return Ok((StatusCode::NOT_MODIFIED, etag(revision)).into_response());
        }
    }
    let mut work = app.store.read().await?;
    let found = work.assessment_asked_for(id, asking.token_hash()).await?;
    drop(work);
    let Some((session, head, content)) = found else {
        return Err(asking.found_nothing(&app).await);
    };
    let signed_in = asking.holds(&app, session).await?;
    signed_in.must(head.seen_by(), head.seen_by(), &head.on())?;
    Ok((etag(head.revision), JsonText([content.json(&head)?.into()])).into_response())
}

/// The head of unit signs: nothing unanswered or unconfirmed, and nothing changed since it was read.
#[utoipa::path(post, path = "/self-assessments/{id}/signature", tag = "self-assessment",
    params(("id" = SelfAssessmentId, Path), ("If-Match" = String, Header, description = "Revision")), responses(
    (status = OK, body = SelfAssessment),
    (status = FORBIDDEN, body = Problem),
    (status = CONFLICT, body = Problem, description = "Signed already, or criteria remain."),
    (status = PRECONDITION_FAILED, body = Problem),
))]
async fn sign(
    State(app): State<App>,
    signed_in: SignedIn,
    IfMatch(revision): IfMatch,
    Path(id): Path<SelfAssessmentId>,
) -> Answer<Revised<SelfAssessment>> {
    let mut work = app.store.read().await?;
    let (mut head, content) =
        whole(&mut work, &signed_in, id, Action::AssessmentSign, revision).await?;
    let checklist = checklist_of(&mut work, &head).await?;
    drop(work);
    let answers: BTreeMap<_, _> =
        content.answers.iter().map(|answer| (answer.code, answer.fulfilment())).collect();
    let fulfilment = |code| answers.get(&code).copied().flatten();
    let remaining = checklist
        .criteria()
        .map(|criterion| criterion.code)
        .filter(|code| fulfilment(*code).is_none())
        .collect();
    let grades = checklist
        .areas
        .iter()
        .filter_map(|area| {
            Some((area.code, area.suggest(checklist.exceptions, fulfilment).grade()?))
        })
        .collect();
    let (me, at) = (&signed_in.0, app.clock.now());
    let signed = Signature { by: PersonName { id: me.id, name: me.name.clone() }, at };
    let phase = head.phase.clone().sign(signed, remaining).map_err(not_allowed)?;
    let mut work = app.store.write().await?;
    if !work.sign_assessment(id, revision, &content, me.id, at, &grades).await? {
        work.give_way().await?;
        return overtaken(&app, &signed_in, id).await;
    }
    let step = Step { from: &head.phase, to: &phase, reason: None };
    keep_step(&mut work, id, step, me, at).await?;
    work.commit().await?;
    head.phase = phase;
    head.revision = revision + 1;
    Ok(Revised(head.revision, head.with(content)))
}

/// Opens a signed self-assessment again, with a reason, until an inspection has begun to use it.
#[utoipa::path(post, path = "/self-assessments/{id}/reopening", tag = "self-assessment", request_body = GiveReason,
    params(("id" = SelfAssessmentId, Path), ("If-Match" = String, Header, description = "Revision")), responses(
    (status = OK, body = SelfAssessment),
    (status = FORBIDDEN, body = Problem),
    (status = CONFLICT, body = Problem, description = "Not signed, or in use."),
    (status = PRECONDITION_FAILED, body = Problem),
))]
async fn reopen(
    State(app): State<App>,
    signed_in: SignedIn,
    IfMatch(revision): IfMatch,
    Path(id): Path<SelfAssessmentId>,
    Json(why): Json<GiveReason>,
) -> Answer<Revised<SelfAssessment>> {
    let mut work = app.store.read().await?;
    let (mut head, content) =
        whole(&mut work, &signed_in, id, Action::AssessmentSign, revision).await?;
    drop(work);
    let phase = head.phase.clone().reopen().map_err(not_allowed)?;
    let mut work = app.store.write().await?;
    if !work.reopen_assessment(id, revision).await? {
        work.give_way().await?;
        return overtaken(&app, &signed_in, id).await;
    }
    let step = Step { from: &head.phase, to: &phase, reason: Some(&why.reason) };
    keep_step(&mut work, id, step, &signed_in.0, app.clock.now()).await?;
    work.commit().await?;
    head.phase = phase;
    head.revision = revision + 1;
    Ok(Revised(head.revision, head.with(content)))
}

/// Who changed what, newest first, 100 a page.
#[utoipa::path(get, path = "/self-assessments/{id}/history", tag = "self-assessment",
    params(("id" = SelfAssessmentId, Path), Page), responses(
    (status = OK, body = Vec<Change>),
    (status = NOT_FOUND, body = Problem),
))]
async fn history(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<SelfAssessmentId>,
    Query(page): Query<Page>,
) -> Answer<Json<Vec<Change>>> {
    let mut work = app.store.read().await?;
    seen(&mut work, &signed_in, id).await?;
    Ok(Json(work.history(&id.to_string(), i64::from(page.offset), HISTORY_PAGE).await?))
}
