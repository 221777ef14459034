//! Åtgärdsplaner of a training: written, signed by both, approved, followed up. Who sees a plan is asked of the plan itself; to everybody
//! else it isn't there, and neither the training nor its history tells of it.

use axum::extract::State;
use shared::{
    SupportPlanId, TrainingId,
    problem::Problem,
    review::{Change, GiveReason},
    rights::{Action, parts},
    saving::Saved,
    support_plan::{
        DecideSupportPlan, Escalation, FollowUpSupportPlan, HeadDecision, NoteSecondOpinion,
        Prolongation, ReadSupportPlan, SaveSupportPlan, SupportFollowUp, SupportPlan,
        SupportPlanNotAllowed, SupportStep, TrainingPart,
    },
    written_date::say_day,
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    extract::{HISTORY_PAGE, IfMatch, Json, Page, Path, Query, SignedIn},
    refusal::{
        Answer, Checked, Guarded, Refusal, Versioned, conflict, forbidden, invalid, not_allowed,
        not_found,
    },
    training::{Opened, on, open},
};
use crate::{App, clock::new_id, store::training::TrainingRecord as _};

mod concern;
mod words;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, begin))
        .routes(routes!(save))
        .routes(routes!(sign))
        .routes(routes!(withdraw))
        .routes(routes!(approve))
        .routes(routes!(send_back))
        .routes(routes!(follow_up))
        .routes(routes!(escalate))
        .routes(routes!(involve))
        .routes(routes!(approve_resources))
        .routes(routes!(note_second_opinion))
        .routes(routes!(decide))
        .routes(routes!(close))
        .routes(routes!(history))
        .merge(concern::routes())
}

/// Where a plan is: the training's id and its own.
type At = Path<(TrainingId, SupportPlanId)>;

fn sees(plan: &SupportPlan, parts: &[TrainingPart]) -> bool {
    parts.iter().any(|part| plan.who_may_see(*part))
}

/// Opens the training of a plan for somebody who sees the plan and may take the step.
async fn opened(
    app: &App,
    me: &SignedIn,
    (training, id): (TrainingId, SupportPlanId),
    step: SupportStep,
) -> Answer<(Opened, SupportPlan)> {
    let opened = open(app, me, training, Action::TrainingRead).await?;
    let plan: SupportPlan = opened.record(id)?;
    let parts = parts(&me.0, &opened.on);
    if !sees(&plan, &parts) {
        return Err(not_found());
    }
    if !parts.iter().any(|part| part.may(step)) {
        return Err(forbidden());
    }
    Ok((opened, plan))
}

/// The same, at the revision that the person saw.
async fn opened_at(
    app: &App,
    me: &SignedIn,
    at: (TrainingId, SupportPlanId),
    revision: i64,
    step: SupportStep,
) -> Answer<(Opened, SupportPlan)> {
    let (opened, plan) = opened(app, me, at, step).await?;
    if plan.revision == revision { Ok((opened, plan)) } else { Err(conflict(&plan)) }
}

/// What the rule says no to: a field, or where the plan is on its way.
fn refused(error: SupportPlanNotAllowed) -> Refusal {
    match error {
        SupportPlanNotAllowed::TooManyMeasures(_) => invalid("measures", error),
        SupportPlanNotAllowed::EmptyOpinion => invalid("conclusion", error),
        SupportPlanNotAllowed::ToCome(day) => {
            invalid("on", format!("{} har inte varit än. Skriv dagen då det hände.", say_day(day)))
        }
        error => not_allowed(error),
    }
}

/// The plans of a training that the person sees, oldest first.
#[utoipa::path(get, path = "/trainings/{id}/support-plans", tag = "support-plan",
    params(("id" = TrainingId, Path)), responses(
    (status = OK, body = Vec<SupportPlan>),
    (status = NOT_FOUND, body = Problem),
))]
async fn list(
    State(app): State<App>,
    me: SignedIn,
    Path(id): Path<TrainingId>,
) -> Answer<Json<Vec<SupportPlan>>> {
    let kept = app.store.read().await?.portfolio(id).await?.ok_or_else(not_found)?;
    let on = on(&kept.portfolio.training, &me.0);
    me.must(Action::TrainingRead, Action::TrainingRead, &on)?;
    let parts = parts(&me.0, &on);
    let mut plans = kept.support_plans;
    plans.retain(|plan| sees(plan, &parts));
    Ok(Json(plans))
}

/// Begins a plan, by ST-läkaren or the huvudansvarig handledare.
#[utoipa::path(post, path = "/trainings/{id}/support-plans", tag = "support-plan",
    params(("id" = TrainingId, Path)), responses(
    (status = OK, body = Saved<SupportPlan>),
    (status = CONFLICT, body = Problem, description = "A plan is on its way."),
    Guarded,
))]
async fn begin(
    State(app): State<App>,
    me: SignedIn,
    Path(id): Path<TrainingId>,
) -> Answer<Json<Saved<SupportPlan>>> {
    let opened = open(&app, &me, id, Action::TrainingRead).await?;
    if !parts(&me.0, &opened.on).iter().any(|part| part.may(SupportStep::Write)) {
        return Err(forbidden());
    }
    let plan = SupportPlan::begin(&opened.kept.support_plans, SupportPlanId::new(new_id()));
    opened.add(plan.map_err(refused)?).await
}

/// Saves what a draft says.
#[utoipa::path(put, path = "/trainings/{id}/support-plans/{plan}", tag = "support-plan",
    params(("id" = TrainingId, Path), ("plan" = SupportPlanId, Path),
        ("If-Match" = String, Header, description = "The version of what is written")),
    request_body = SaveSupportPlan, responses(
    (status = OK, body = Saved<SupportPlan>),
    Guarded, Versioned, Checked,
))]
async fn save(
    State(app): State<App>,
    me: SignedIn,
    IfMatch(version): IfMatch,
    Path(at): At,
    Json(save): Json<SaveSupportPlan>,
) -> Answer<Json<Saved<SupportPlan>>> {
    let (opened, was) = opened(&app, &me, at, SupportStep::Write).await?;
    let mut new = was.clone().write(save).map_err(refused)?;
    if new == was {
        return Ok(Json(opened.unchanged(was)));
    }
    if was.version != version {
        return Err(conflict(&was));
    }
    new.version += 1;
    new.changed = Some(opened.changed());
    opened.step(&was, new, None).await
}

/// Signs for one's own part what was read. Two who sign at the same moment both succeed.
#[utoipa::path(post, path = "/trainings/{id}/support-plans/{plan}/signature", tag = "support-plan",
    params(("id" = TrainingId, Path), ("plan" = SupportPlanId, Path)), request_body = ReadSupportPlan, responses(
    (status = OK, body = Saved<SupportPlan>),
    (status = CONFLICT, body = Problem, description = "Something is missing, or it has changed since it was read."),
    Guarded,
))]
async fn sign(
    State(app): State<App>,
    me: SignedIn,
    Path(at): At,
    Json(ReadSupportPlan { read }): Json<ReadSupportPlan>,
) -> Answer<Json<Saved<SupportPlan>>> {
    let (opened, was) = opened(&app, &me, at, SupportStep::Write).await?;
    let (plan, signature) = (was.clone(), opened.signature());
    let own = parts(&me.0, &opened.on).iter().any(|part| part.may(SupportStep::SignAsTrainee));
    let new = if own {
        plan.sign_as_trainee(signature, read)
    } else {
        plan.sign_as_supervisor(signature, read)
    };
    opened.step(&was, new.map_err(refused)?, None).await
}

/// Takes one's own signature back, with a reason: the draft opens, and both sign anew.
#[utoipa::path(post, path = "/trainings/{id}/support-plans/{plan}/signature-withdrawal", tag = "support-plan",
    params(("id" = TrainingId, Path), ("plan" = SupportPlanId, Path), ("If-Match" = String, Header)),
    request_body = GiveReason, responses(
    (status = OK, body = Saved<SupportPlan>),
    Guarded, Versioned,
))]
async fn withdraw(
    State(app): State<App>,
    me: SignedIn,
    IfMatch(revision): IfMatch,
    Path(at): At,
    Json(why): Json<GiveReason>,
) -> Answer<Json<Saved<SupportPlan>>> {
    let (opened, was) = opened_at(&app, &me, at, revision, SupportStep::Withdraw).await?;
    let new = was.clone().withdraw(opened.signature(), why.reason.clone()).map_err(refused)?;
    opened.step(&was, new, Some(&why.reason)).await
}

/// The director of studies approves what both have signed (R76).
#[utoipa::path(post, path = "/trainings/{id}/support-plans/{plan}/approval", tag = "support-plan",
    params(("id" = TrainingId, Path), ("plan" = SupportPlanId, Path)), request_body = ReadSupportPlan, responses(
    (status = OK, body = Saved<SupportPlan>),
    (status = CONFLICT, body = Problem),
    Guarded,
))]
async fn approve(
    State(app): State<App>,
    me: SignedIn,
    Path(at): At,
    Json(ReadSupportPlan { read }): Json<ReadSupportPlan>,
) -> Answer<Json<Saved<SupportPlan>>> {
    let (opened, was) = opened(&app, &me, at, SupportStep::Approve).await?;
    let new = was.clone().approve(opened.signature(), read, opened.today).map_err(refused)?;
    opened.step(&was, new, None).await
}

/// The director of studies sends a signed plan back, with a reason; both sign anew.
#[utoipa::path(post, path = "/trainings/{id}/support-plans/{plan}/return", tag = "support-plan",
    params(("id" = TrainingId, Path), ("plan" = SupportPlanId, Path), ("If-Match" = String, Header)),
    request_body = GiveReason, responses(
    (status = OK, body = Saved<SupportPlan>),
    Guarded, Versioned,
))]
async fn send_back(
    State(app): State<App>,
    me: SignedIn,
    IfMatch(revision): IfMatch,
    Path(at): At,
    Json(why): Json<GiveReason>,
) -> Answer<Json<Saved<SupportPlan>>> {
    let (opened, was) = opened_at(&app, &me, at, revision, SupportStep::Return).await?;
    let new = was.clone().return_with(opened.signature(), why.reason.clone()).map_err(refused)?;
    opened.step(&was, new, Some(&why.reason)).await
}

/// Follows a plan in force up.
#[utoipa::path(post, path = "/trainings/{id}/support-plans/{plan}/follow-up", tag = "support-plan",
    params(("id" = TrainingId, Path), ("plan" = SupportPlanId, Path), ("If-Match" = String, Header)),
    request_body = FollowUpSupportPlan, responses(
    (status = OK, body = Saved<SupportPlan>),
    Guarded, Versioned,
))]
async fn follow_up(
    State(app): State<App>,
    me: SignedIn,
    IfMatch(revision): IfMatch,
    Path(at): At,
    Json(FollowUpSupportPlan { outcome, note }): Json<FollowUpSupportPlan>,
) -> Answer<Json<Saved<SupportPlan>>> {
    let (opened, was) = opened_at(&app, &me, at, revision, SupportStep::FollowUp).await?;
    let follow_up = SupportFollowUp { outcome, note, by: opened.signature() };
    let new = was.clone().follow_up(follow_up).map_err(refused)?;
    opened.step(&was, new, None).await
}

/// Goes on with a secondary plan, which is begun as a draft (R77). Answers with the one that it continues.
#[utoipa::path(post, path = "/trainings/{id}/support-plans/{plan}/secondary", tag = "support-plan",
    params(("id" = TrainingId, Path), ("plan" = SupportPlanId, Path), ("If-Match" = String, Header)),
    request_body = Prolongation, responses(
    (status = OK, body = Saved<SupportPlan>),
    Guarded, Versioned, Checked,
))]
async fn escalate(
    State(app): State<App>,
    me: SignedIn,
    IfMatch(revision): IfMatch,
    Path(at): At,
    Json(prolongation): Json<Prolongation>,
) -> Answer<Json<Saved<SupportPlan>>> {
    let (mut opened, was) = opened_at(&app, &me, at, revision, SupportStep::Escalate).await?;
    let secondary = SupportPlanId::new(new_id());
    let escalation = Escalation { secondary, prolongation, by: opened.signature() };
    let new = was.clone().escalate(escalation, opened.today).map_err(|error| match error {
        SupportPlanNotAllowed::ToCome(day) => {
            invalid("told", format!("{} har inte varit än. Berätta först.", say_day(day)))
        }
        error => refused(error),
    })?;
    let mut draft = SupportPlan::draft(secondary, Some(was.id));
    draft.stamp(1, opened.changed());
    opened.add_only(draft).await?;
    opened.step(&was, new, None).await
}

/// Asks the head of unit in, who sees the plan from then on (R78).
#[utoipa::path(post, path = "/trainings/{id}/support-plans/{plan}/head-of-unit", tag = "support-plan",
    params(("id" = TrainingId, Path), ("plan" = SupportPlanId, Path), ("If-Match" = String, Header)),
    request_body = GiveReason, responses(
    (status = OK, body = Saved<SupportPlan>),
    Guarded, Versioned,
))]
async fn involve(
    State(app): State<App>,
    me: SignedIn,
    IfMatch(revision): IfMatch,
    Path(at): At,
    Json(why): Json<GiveReason>,
) -> Answer<Json<Saved<SupportPlan>>> {
    let (opened, was) = opened_at(&app, &me, at, revision, SupportStep::InvolveHeadOfUnit).await?;
    let new = was.clone().involve_head_of_unit(opened.signature(), why.reason.clone());
    opened.step(&was, new.map_err(refused)?, Some(&why.reason)).await
}

/// The head of unit approves the larger changes or resources.
#[utoipa::path(post, path = "/trainings/{id}/support-plans/{plan}/resources", tag = "support-plan",
    params(("id" = TrainingId, Path), ("plan" = SupportPlanId, Path), ("If-Match" = String, Header)), responses(
    (status = OK, body = Saved<SupportPlan>),
    Guarded, Versioned,
))]
async fn approve_resources(
    State(app): State<App>,
    me: SignedIn,
    IfMatch(revision): IfMatch,
    Path(at): At,
) -> Answer<Json<Saved<SupportPlan>>> {
    let (opened, was) = opened_at(&app, &me, at, revision, SupportStep::ApproveResources).await?;
    let new = was.clone().approve_resources(opened.signature()).map_err(refused)?;
    opened.step(&was, new, None).await
}

/// Notes a second opinion.
#[utoipa::path(post, path = "/trainings/{id}/support-plans/{plan}/second-opinion", tag = "support-plan",
    params(("id" = TrainingId, Path), ("plan" = SupportPlanId, Path), ("If-Match" = String, Header)),
    request_body = NoteSecondOpinion, responses(
    (status = OK, body = Saved<SupportPlan>),
    Guarded, Versioned, Checked,
))]
async fn note_second_opinion(
    State(app): State<App>,
    me: SignedIn,
    IfMatch(revision): IfMatch,
    Path(at): At,
    Json(noted): Json<NoteSecondOpinion>,
) -> Answer<Json<Saved<SupportPlan>>> {
    let (opened, was) = opened_at(&app, &me, at, revision, SupportStep::NoteSecondOpinion).await?;
    let new = was.clone().note_second_opinion(noted, opened.today).map_err(refused)?;
    opened.step(&was, new, None).await
}

/// The head of unit decides which way the training goes, after a second opinion.
#[utoipa::path(post, path = "/trainings/{id}/support-plans/{plan}/decision", tag = "support-plan",
    params(("id" = TrainingId, Path), ("plan" = SupportPlanId, Path), ("If-Match" = String, Header)),
    request_body = DecideSupportPlan, responses(
    (status = OK, body = Saved<SupportPlan>),
    Guarded, Versioned,
))]
async fn decide(
    State(app): State<App>,
    me: SignedIn,
    IfMatch(revision): IfMatch,
    Path(at): At,
    Json(DecideSupportPlan { way, reason }): Json<DecideSupportPlan>,
) -> Answer<Json<Saved<SupportPlan>>> {
    let (opened, was) = opened_at(&app, &me, at, revision, SupportStep::Decide).await?;
    let decision = HeadDecision { way, by: opened.signature(), reason: reason.clone() };
    let new = was.clone().decide(decision).map_err(refused)?;
    opened.step(&was, new, Some(&reason)).await
}

/// Closes a plan, with a reason. It stays to be read.
#[utoipa::path(post, path = "/trainings/{id}/support-plans/{plan}/closing", tag = "support-plan",
    params(("id" = TrainingId, Path), ("plan" = SupportPlanId, Path), ("If-Match" = String, Header)),
    request_body = GiveReason, responses(
    (status = OK, body = Saved<SupportPlan>),
    Guarded, Versioned,
))]
async fn close(
    State(app): State<App>,
    me: SignedIn,
    IfMatch(revision): IfMatch,
    Path(at): At,
    Json(why): Json<GiveReason>,
) -> Answer<Json<Saved<SupportPlan>>> {
    let (opened, was) = opened_at(&app, &me, at, revision, SupportStep::Close).await?;
    let new = was.clone().close(opened.signature(), why.reason.clone()).map_err(refused)?;
    opened.step(&was, new, Some(&why.reason)).await
}

/// Who changed what in a plan, newest first, 100 a page. Kept apart from the training's history.
#[utoipa::path(get, path = "/trainings/{id}/support-plans/{plan}/history", tag = "support-plan",
    params(("id" = TrainingId, Path), ("plan" = SupportPlanId, Path), Page), responses(
    (status = OK, body = Vec<Change>),
    (status = NOT_FOUND, body = Problem),
))]
async fn history(
    State(app): State<App>,
    me: SignedIn,
    Path((id, plan)): At,
    Query(page): Query<Page>,
) -> Answer<Json<Vec<Change>>> {
    let mut work = app.store.read().await?;
    let kept = work.portfolio(id).await?.ok_or_else(not_found)?;
    let on = on(&kept.portfolio.training, &me.0);
    me.must(Action::TrainingRead, Action::TrainingRead, &on)?;
    let plan = plan.to_string();
    let seen = |found: &&SupportPlan| sees(found, &parts(&me.0, &on));
    kept.record::<SupportPlan>(&plan).filter(seen).ok_or_else(not_found)?;
    Ok(Json(work.history(&plan, i64::from(page.offset), HISTORY_PAGE).await?))
}
