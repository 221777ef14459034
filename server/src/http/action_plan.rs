//! Action plans: start, list, read, and the steps from draft to in force. Entries stand in their own file.

mod entry;

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use chrono::{DateTime, Utc};
use shared::{
    ActionPlanId, ClinicId,
    action_plan::{ActionPlan, PlanNotAllowed, PlanOrigin, PlanPhase, StartPlan},
    grade::{Grade, ReviewGrade},
    person::{PersonName, Signature},
    problem::Problem,
    review::{Change, GiveReason},
    rights::{Action, On},
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    extract::{HISTORY_PAGE, IfMatch, Json, Page, Path, Query, Revised, SignedIn, has_revision},
    refusal::{
        Answer, Checked, Guarded, Versioned, conflict, forbidden, not_allowed, not_found,
        unavailable,
    },
};
use crate::{
    App,
    clock::new_id,
    store::{Work, action_plan::SeenPlan, history::NewChange},
};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(start))
        .routes(routes!(one))
        .routes(routes!(of_clinic))
        .routes(routes!(history))
        .routes(routes!(submit))
        .routes(routes!(accept))
        .routes(routes!(send_back))
        .routes(routes!(withdraw_acceptance))
        .merge(entry::routes())
}

/// A plan that the person may read, without findings and entries.
async fn readable(work: &mut Work, me: &SignedIn, id: ActionPlanId) -> Answer<SeenPlan> {
    let seen = work.plan_head(id, me.0.id).await?.ok_or_else(not_found)?;
    me.must(seen.read_right(), seen.read_right(), &seen.on())?;
    Ok(seen)
}

/// Begins a plan that answers to a signed self-assessment.
#[utoipa::path(post, path = "/action-plans", tag = "action-plan", request_body = StartPlan, responses(
    (status = CREATED, body = ActionPlan),
    (status = CONFLICT, body = Problem, description = "It isn't signed, or has a plan."),
    Guarded,
))]
async fn start(
    State(app): State<App>,
    me: SignedIn,
    Json(start): Json<StartPlan>,
) -> Answer<Response> {
    let mut work = app.store.write().await?;
    let assessment = work.assessment_head(start.self_assessment, me.0.id).await?;
    let assessment = assessment.ok_or_else(not_found)?;
    me.must(assessment.seen_by(), Action::PlanWrite, &assessment.on())?;
    if assessment.phase.signed().is_none() {
        return Err(not_allowed(
            "Självvärderingen är inte undertecknad. Handlingsplanen görs när den är det.",
        ));
    }
    let id = ActionPlanId::new(new_id());
    if !work.start_plan(id, assessment.clinic.id, assessment.id).await? {
        return Err(not_allowed(
            "Självvärderingen har redan en handlingsplan. Öppna den på klinikens sida.",
        ));
    }
    work.keep_change(NewChange {
        record: id.to_string(),
        field: "phase",
        from: None,
        to: Some("Utkast"),
        reason: None,
        by: &me.0.name,
        at: app.clock.now(),
    })
    .await?;
    let mut seen = work.plan_head(id, me.0.id).await?.ok_or_else(unavailable)?;
    work.fill_plan(&mut seen, me.0.id).await?;
    work.commit().await?;
    Ok((StatusCode::CREATED, Revised(seen.plan.revision, seen.plan)).into_response())
}

/// An action plan, whole.
#[utoipa::path(get, path = "/action-plans/{id}", tag = "action-plan", params(("id" = ActionPlanId, Path)), responses(
    (status = OK, body = ActionPlan),
    (status = NOT_MODIFIED),
    (status = NOT_FOUND, body = Problem),
))]
async fn one(
    State(app): State<App>,
    me: SignedIn,
    headers: HeaderMap,
    Path(id): Path<ActionPlanId>,
) -> Answer<Response> {
    let mut work = app.store.read().await?;
    let mut seen = readable(&mut work, &me, id).await?;
    if has_revision(&headers, seen.plan.revision) {
        return Ok(StatusCode::NOT_MODIFIED.into_response());
    }
    work.fill_plan(&mut seen, me.0.id).await?;
    Ok(Revised(seen.plan.revision, seen.plan).into_response())
}

/// A clinic's action plans, newest first.
#[utoipa::path(get, path = "/clinics/{id}/action-plans", tag = "clinic", params(("id" = ClinicId, Path)), responses(
    (status = OK, body = Vec<ActionPlan>),
    (status = NOT_FOUND, body = Problem),
))]
async fn of_clinic(
    State(app): State<App>,
    me: SignedIn,
    Path(id): Path<ClinicId>,
) -> Answer<Json<Vec<ActionPlan>>> {
    let mut work = app.store.read().await?;
    let seen = work.clinic(id, me.0.id).await?.ok_or_else(not_found)?;
    let on = On::clinic(&seen.clinic.name).assigned(seen.assigned);
    me.must(Action::ClinicRead, Action::PlanRead, &on)?;
    Ok(Json(work.plans_of_clinic(id, &me.0).await?))
}

/// Who changed what, newest first, 100 a page.
#[utoipa::path(get, path = "/action-plans/{id}/history", tag = "action-plan",
    params(("id" = ActionPlanId, Path), Page), responses(
    (status = OK, body = Vec<Change>),
    (status = NOT_FOUND, body = Problem),
))]
async fn history(
    State(app): State<App>,
    me: SignedIn,
    Path(id): Path<ActionPlanId>,
    Query(page): Query<Page>,
) -> Answer<Json<Vec<Change>>> {
    let mut work = app.store.read().await?;
    readable(&mut work, &me, id).await?;
    Ok(Json(work.history(&id.to_string(), i64::from(page.offset), HISTORY_PAGE).await?))
}

/// A plan opened for a change: locked until `work` is committed or dropped.
struct Opened {
    work: Work,
    /// At its new revision, without findings and entries.
    seen: SeenPlan,
    by: PersonName,
    now: DateTime<Utc>,
}

/// Opens a plan for a change that asks for `right`. Whoever holds that right may be told how the plan stands
/// even when it isn't theirs to read: an inspector whose colleague has just sent it back.
async fn open(app: &App, me: &SignedIn, id: ActionPlanId, right: Action) -> Answer<Opened> {
    let mut work = app.store.write().await?;
    work.lock_plan(id).await?.ok_or_else(not_found)?;
    let seen = work.plan_head(id, me.0.id).await?.ok_or_else(not_found)?;
    match (me.may(right, &seen.on()), me.may(seen.read_right(), &seen.on())) {
        (true, _) => {}
        (false, true) => return Err(forbidden()),
        (false, false) => return Err(not_found()),
    }
    let by = PersonName { id: me.0.id, name: me.0.name.clone() };
    Ok(Opened { work, seen, by, now: app.clock.now() })
}

/// Opens a plan, whole, for a step from the revision that the person saw.
async fn open_at(
    app: &App,
    me: &SignedIn,
    id: ActionPlanId,
    right: Action,
    revision: i64,
) -> Answer<Opened> {
    let mut opened = open(app, me, id, right).await?;
    opened.work.fill_plan(&mut opened.seen, me.0.id).await?;
    let plan = &mut opened.seen.plan;
    if plan.revision - 1 == revision {
        return Ok(opened);
    }
    plan.revision -= 1;
    if me.may(opened.seen.read_right(), &opened.seen.on()) {
        Err(conflict(&opened.seen.plan))
    } else {
        Err(not_allowed(PlanNotAllowed::NotSubmitted))
    }
}

impl Opened {
    fn signature(&self) -> Signature {
        Signature { by: self.by.clone(), at: self.now }
    }

    /// Keeps a change in the plan's history, unless nothing changed.
    async fn keep(
        &mut self,
        field: &str,
        from: Option<&str>,
        to: Option<&str>,
        reason: Option<&str>,
    ) -> Answer<()> {
        if from != to || reason.is_some() {
            let record = self.seen.plan.id.to_string();
            self.keep_in(record, field, from, to, reason).await?;
        }
        Ok(())
    }

    async fn keep_in(
        &mut self,
        record: String,
        field: &str,
        from: Option<&str>,
        to: Option<&str>,
        reason: Option<&str>,
    ) -> Answer<()> {
        let (by, at) = (self.by.name.as_str(), self.now);
        self.work.keep_change(NewChange { record, field, from, to, reason, by, at }).await?;
        Ok(())
    }

    /// Keeps the phase that a step led to, and answers with the plan as it now stands.
    async fn step(
        mut self,
        phase: Result<PlanPhase, PlanNotAllowed>,
        reason: Option<&str>,
    ) -> Answer<Revised<ActionPlan>> {
        let phase = phase.map_err(not_allowed)?;
        self.work.save_plan_phase(self.seen.plan.id, &phase).await?;
        let from = self.seen.plan.phase.name();
        self.keep("phase", Some(from), Some(phase.name()), reason).await?;
        self.seen.plan.phase = phase;
        self.work.commit().await?;
        Ok(Revised(self.seen.plan.revision, self.seen.plan))
    }

    /// Changes D to C in the inspection that the plan answers to, or takes that back; in the inspection's history too.
    async fn regrade(&mut self, accepted: Option<&Signature>, reason: Option<&str>) -> Answer<()> {
        let PlanOrigin::Inspection(inspection) = self.seen.plan.origin else { return Ok(()) };
        let areas = self.work.grade_after_plan(inspection, accepted).await?;
        let first = ReviewGrade::unchanged(Grade::D);
        let (first, after) = (first.words(), first.clone().after_accepted_plan().words());
        let (from, to) = if accepted.is_some() { (first, after) } else { (after, first) };
        for area in areas {
            let field = format!("grade {area}");
            self.keep_in(inspection.to_string(), &field, Some(&from), Some(&to), reason).await?;
        }
        Ok(())
    }
}

/// The head of unit approves and submits. A plan from a self-assessment is then in force.
#[utoipa::path(post, path = "/action-plans/{id}/submission", tag = "action-plan",
    params(("id" = ActionPlanId, Path), ("If-Match" = String, Header)), responses(
    (status = OK, body = ActionPlan),
    Guarded, Versioned,
))]
async fn submit(
    State(app): State<App>,
    me: SignedIn,
    IfMatch(revision): IfMatch,
    Path(id): Path<ActionPlanId>,
) -> Answer<Revised<ActionPlan>> {
    let opened = open_at(&app, &me, id, Action::PlanApprove, revision).await?;
    let plan = &opened.seen.plan;
    let phase = plan.phase.clone().submit(opened.signature(), plan.origin, plan.whole());
    opened.step(phase, None).await
}

/// An inspector accepts: D becomes C in the inspection, and both are kept.
#[utoipa::path(post, path = "/action-plans/{id}/acceptance", tag = "action-plan",
    params(("id" = ActionPlanId, Path), ("If-Match" = String, Header)), responses(
    (status = OK, body = ActionPlan),
    Guarded, Versioned,
))]
async fn accept(
    State(app): State<App>,
    me: SignedIn,
    IfMatch(revision): IfMatch,
    Path(id): Path<ActionPlanId>,
) -> Answer<Revised<ActionPlan>> {
    let mut opened = open_at(&app, &me, id, Action::PlanAccept, revision).await?;
    let signature = opened.signature();
    let phase = opened.seen.plan.phase.clone().accept(signature.clone()).map_err(not_allowed)?;
    opened.regrade(Some(&signature), None).await?;
    opened.step(Ok(phase), None).await
}

/// An inspector sends the plan back with a comment.
#[utoipa::path(post, path = "/action-plans/{id}/return", tag = "action-plan",
    params(("id" = ActionPlanId, Path), ("If-Match" = String, Header)), request_body = GiveReason, responses(
    (status = OK, body = ActionPlan),
    Guarded, Versioned, Checked,
))]
async fn send_back(
    State(app): State<App>,
    me: SignedIn,
    IfMatch(revision): IfMatch,
    Path(id): Path<ActionPlanId>,
    Json(why): Json<GiveReason>,
) -> Answer<Revised<ActionPlan>> {
    let opened = open_at(&app, &me, id, Action::PlanAccept, revision).await?;
    let phase = opened.seen.plan.phase.clone();
    let phase = phase.send_back(opened.signature(), why.reason.clone());
    opened.step(phase, Some(&why.reason)).await
}

/// An inspector takes an acceptance back, with a reason: the grades are D again until the plan is accepted anew.
#[utoipa::path(post, path = "/action-plans/{id}/acceptance-withdrawal", tag = "action-plan",
    params(("id" = ActionPlanId, Path), ("If-Match" = String, Header)), request_body = GiveReason, responses(
    (status = OK, body = ActionPlan),
    Guarded, Versioned, Checked,
))]
async fn withdraw_acceptance(
    State(app): State<App>,
    me: SignedIn,
    IfMatch(revision): IfMatch,
    Path(id): Path<ActionPlanId>,
    Json(why): Json<GiveReason>,
) -> Answer<Revised<ActionPlan>> {
    let mut opened = open_at(&app, &me, id, Action::PlanAccept, revision).await?;
    let phase = opened.seen.plan.phase.clone().withdraw_acceptance().map_err(not_allowed)?;
    opened.regrade(None, Some(&why.reason)).await?;
    opened.step(Ok(phase), Some(&why.reason)).await
}
