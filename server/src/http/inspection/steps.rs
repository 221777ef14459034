//! An inspection's steps: begin, sign, take a signature back, the clinic's comments, final, or called off. Each from
//! the revision seen.

use axum::extract::State;
use chrono::{Datelike, Days};
use shared::{
    ActionPlanId, FactualCommentId, InspectionId,
    checklist::AreaCode,
    grade::{Grade, Suggestion},
    inspection::{
        AddFactualComment, AreaGrading, FactualComment, Inspection, InspectionNotAllowed,
        InspectionPhase, PLAN_DAYS, comment_by, ready_to_sign,
    },
    problem::Problem,
    review::{Changed, GiveReason},
    rights::Action,
    text::FreeText,
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    super::{
        extract::{IfMatch, Json, Path, Revised, SignedIn},
        refusal::{Answer, Checked, Guarded, Versioned, invalid, not_allowed, unavailable},
    },
    Opened, open, open_at, shown,
};
use crate::{
    App,
    clock::new_id,
    store::{history::NewChange, inspection::Judging},
};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(start))
        .routes(routes!(sign))
        .routes(routes!(withdraw_signature))
        .routes(routes!(comment))
        .routes(routes!(finish_comments))
        .routes(routes!(finalise))
        .routes(routes!(cancel))
}

/// A phase in words, for the history.
fn words(phase: &InspectionPhase) -> &'static str {
    match phase {
        InspectionPhase::Underway { first: Some(_) } => "Pågår, en inspektör har undertecknat",
        InspectionPhase::Preliminary { commented: Some(_), .. } => {
            "Preliminär rapport, kliniken är klar med sina synpunkter"
        }
        phase => phase.name(),
    }
}

impl Opened {
    /// Keeps the phase that a step led to, and answers with the inspection as it now stands.
    async fn step(
        mut self,
        me: &SignedIn,
        phase: Result<InspectionPhase, InspectionNotAllowed>,
        reason: Option<&str>,
    ) -> Answer<Revised<Inspection>> {
        let phase = phase.map_err(not_allowed)?;
        self.work.save_inspection_phase(self.inspection.id, &phase).await?;
        let (from, to) = (words(&self.inspection.phase), words(&phase));
        self.keep("phase", Some(from), Some(to), reason).await?;
        self.inspection.phase = phase;
        let inspection = shown(&mut self.work, me, self.inspection).await?;
        self.work.commit().await?;
        Ok(Revised(inspection.revision, inspection))
    }
}

/// The inspectors begin: the clinic's latest signed self-assessment of this year or the last, if there is one, is taken into use.
#[utoipa::path(post, path = "/inspections/{id}/start", tag = "inspection",
    params(("id" = InspectionId, Path), ("If-Match" = String, Header)), responses(
    (status = OK, body = Inspection),
    Guarded, Versioned,
))]
async fn start(
    State(app): State<App>,
    me: SignedIn,
    IfMatch(revision): IfMatch,
    Path(id): Path<InspectionId>,
) -> Answer<Revised<Inspection>> {
    let mut opened = open_at(&app, &me, id, Action::ProtocolWrite, revision).await?;
    let phase = opened.inspection.phase.clone().begin().map_err(not_allowed)?;
    let clinic = &opened.inspection.clinic;
    let checklist = opened.work.current_checklist(clinic.care_provider).await?;
    opened.inspection.checklist = checklist.ok_or_else(unavailable)?.id;
    let oldest = app.clock.today().year() - 1;
    let used = opened.work.take_assessment_into_use(&opened.inspection, oldest).await?;
    if let Some(assessment) = used {
        opened
            .work
            .keep_change(NewChange {
                record: assessment.to_string(),
                field: "phase",
                from: Some("Undertecknad"),
                to: Some("Används i granskning"),
                reason: None,
                by: &opened.by.name,
                at: opened.now,
            })
            .await?;
    }
    opened.inspection.self_assessment = used;
    opened.work.save_inspection_basis(id, used, opened.inspection.checklist).await?;
    opened.step(&me, Ok(phase), None).await
}

/// An inspector signs. The first signature locks the protocol, the second makes the report preliminary.
#[utoipa::path(post, path = "/inspections/{id}/signature", tag = "inspection",
    params(("id" = InspectionId, Path), ("If-Match" = String, Header)), responses(
    (status = OK, body = Inspection),
    Guarded, Versioned,
))]
async fn sign(
    State(app): State<App>,
    me: SignedIn,
    IfMatch(revision): IfMatch,
    Path(id): Path<InspectionId>,
) -> Answer<Revised<Inspection>> {
    let mut opened = open_at(&app, &me, id, Action::ProtocolWrite, revision).await?;
    let judgings = opened.work.judgings(id, opened.inspection.checklist).await?;
    let gradings = opened.work.gradings(id).await?;
    let complete = complete(&judgings, &gradings, opened.exceptions);
    let signature = opened.signature();
    let until = comment_by(app.clock.today());
    let phase = opened.inspection.phase.clone().sign(signature, complete, until);
    opened.step(&me, phase, None).await
}

/// Whether all areas are graded and motivated.
fn complete(
    judgings: &[Judging],
    gradings: &[AreaGrading],
    exceptions: u8,
) -> Result<(), InspectionNotAllowed> {
    let suggestion = |area: AreaCode| {
        let of_area = judgings.iter().filter(|judging| judging.observation.code.area() == area);
        Judging::suggestion(of_area, exceptions)
    };
    let suggestions: Vec<Suggestion> =
        gradings.iter().map(|grading| suggestion(grading.area)).collect();
    ready_to_sign(gradings.iter().zip(&suggestions))
}

/// An inspector takes a signature back, with a reason. The protocol opens, and both sign anew.
#[utoipa::path(post, path = "/inspections/{id}/signature-withdrawal", tag = "inspection",
    params(("id" = InspectionId, Path), ("If-Match" = String, Header)), request_body = GiveReason, responses(
    (status = OK, body = Inspection),
    Guarded, Versioned, Checked,
))]
async fn withdraw_signature(
    State(app): State<App>,
    me: SignedIn,
    IfMatch(revision): IfMatch,
    Path(id): Path<InspectionId>,
    Json(why): Json<GiveReason>,
) -> Answer<Revised<Inspection>> {
    let opened = open_at(&app, &me, id, Action::ProtocolWrite, revision).await?;
    let phase = opened.inspection.phase.clone().unsign();
    opened.step(&me, phase, Some(&why.reason)).await
}

/// The clinic comments on the facts of a preliminary report.
#[utoipa::path(post, path = "/inspections/{id}/comments", tag = "inspection",
    params(("id" = InspectionId, Path)), request_body = AddFactualComment, responses(
    (status = OK, body = FactualComment),
    (status = CONFLICT, body = Problem),
    Guarded, Checked,
))]
async fn comment(
    State(app): State<App>,
    me: SignedIn,
    Path(id): Path<InspectionId>,
    Json(add): Json<AddFactualComment>,
) -> Answer<Json<FactualComment>> {
    let mut opened = open(&app, &me, id, Action::InspectionComment).await?;
    opened.inspection.phase.commentable(app.clock.today()).map_err(not_allowed)?;
    let body =
        FreeText::try_from(String::from(add.body)).map_err(|error| invalid("body", error))?;
    let comment = FactualComment {
        id: FactualCommentId::new(new_id()),
        area: add.area,
        body,
        written: Changed { at: opened.now, by: opened.by.name.clone() },
    };
    opened.work.add_factual_comment(id, &comment).await?;
    let field = comment.area.map_or("comment".to_owned(), |area| format!("comment {area}"));
    opened.keep(&field, None, Some(&comment.body), None).await?;
    opened.work.commit().await?;
    Ok(Json(comment))
}

/// The clinic says that it has no more comments.
#[utoipa::path(post, path = "/inspections/{id}/comments-done", tag = "inspection",
    params(("id" = InspectionId, Path), ("If-Match" = String, Header)), responses(
    (status = OK, body = Inspection),
    Guarded, Versioned,
))]
async fn finish_comments(
    State(app): State<App>,
    me: SignedIn,
    IfMatch(revision): IfMatch,
    Path(id): Path<InspectionId>,
) -> Answer<Revised<Inspection>> {
    let opened = open_at(&app, &me, id, Action::InspectionComment, revision).await?;
    let phase = opened.inspection.phase.clone();
    let phase = phase.finish_comments(opened.signature(), app.clock.today());
    opened.step(&me, phase, None).await
}

/// An inspector makes the report final. Where an area got D, an action plan is asked for.
#[utoipa::path(post, path = "/inspections/{id}/final", tag = "inspection",
    params(("id" = InspectionId, Path), ("If-Match" = String, Header)), responses(
    (status = OK, body = Inspection),
    Guarded, Versioned,
))]
async fn finalise(
    State(app): State<App>,
    me: SignedIn,
    IfMatch(revision): IfMatch,
    Path(id): Path<InspectionId>,
) -> Answer<Revised<Inspection>> {
    let mut opened = open_at(&app, &me, id, Action::ProtocolWrite, revision).await?;
    let phase = opened.inspection.phase.clone();
    let phase = phase.finalise(opened.signature(), app.clock.today()).map_err(not_allowed)?;
    let gradings = opened.work.gradings(id).await?;
    if gradings.iter().any(|grading| grading.grade == Some(Grade::D)) {
        let plan = ActionPlanId::new(new_id());
        let due = app.clock.today() + Days::new(PLAN_DAYS);
        opened.work.ask_for_plan(plan, &opened.inspection, due).await?;
        let asked = format!("Begärd, senast {due}");
        opened
            .work
            .keep_change(NewChange {
                record: plan.to_string(),
                field: "phase",
                from: None,
                to: Some(&asked),
                reason: None,
                by: &opened.by.name,
                at: opened.now,
            })
            .await?;
        opened.inspection.action_plan = Some(plan);
    }
    opened.step(&me, Ok(phase), None).await
}

/// The region calls an inspection off, with a reason, before anybody has signed. What was written stays, and the
/// self-assessment that it used is let go.
#[utoipa::path(post, path = "/inspections/{id}/cancellation", tag = "inspection",
    params(("id" = InspectionId, Path), ("If-Match" = String, Header)), request_body = GiveReason, responses(
    (status = OK, body = Inspection),
    Guarded, Versioned, Checked,
))]
async fn cancel(
    State(app): State<App>,
    me: SignedIn,
    IfMatch(revision): IfMatch,
    Path(id): Path<InspectionId>,
    Json(why): Json<GiveReason>,
) -> Answer<Revised<Inspection>> {
    let mut opened = open_at(&app, &me, id, Action::InspectionPlan, revision).await?;
    let phase = opened.inspection.phase.clone();
    let phase = phase.cancel(opened.signature(), why.reason.clone()).map_err(not_allowed)?;
    if let Some(assessment) = opened.work.let_assessment_go(id).await? {
        opened
            .work
            .keep_change(NewChange {
                record: assessment.to_string(),
                field: "phase",
                from: Some("Används i granskning"),
                to: Some("Undertecknad"),
                reason: Some("Granskningen är inställd."),
                by: &opened.by.name,
                at: opened.now,
            })
            .await?;
        opened.inspection.self_assessment = None;
        opened.work.save_inspection_basis(id, None, opened.inspection.checklist).await?;
    }
    opened.step(&me, Ok(phase), Some(&why.reason)).await
}
