//! Avstämningar of a training: planned, held with what came of it, confirmed.

use axum::extract::State;
use chrono::NaiveDate;
use shared::{
    ProgressReviewId, TrainingId,
    problem::Problem,
    progress_review::{
        HeldReview, PlanProgressReview, ProgressReview, ProgressReviewKind, ProgressReviewPhase,
        ProgressReviewRefused,
    },
    review::GiveReason,
    rights::{Action, Tie},
    saving::Saved,
    written_date::say_day,
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    extract::{IfMatch, Json, Path, SignedIn},
    refusal::{
        Answer, Checked, Guarded, Refusal, Versioned, forbidden, forbidden_so, invalid, not_allowed,
    },
    training::{InWords, Opened, open},
};
use crate::{App, clock::new_id};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(plan))
        .routes(routes!(replan))
        .routes(routes!(hold))
        .routes(routes!(confirm))
        .routes(routes!(reopen))
        .routes(routes!(cancel))
}

impl InWords for ProgressReview {
    fn words(&self) -> String {
        let mut words = format!(
            "{}: {}, planerad {}",
            self.kind.name(),
            self.phase.name().to_lowercase(),
            say_day(self.planned_on)
        );
        if let Some(held) = self.phase.held() {
            let participants: Vec<&str> = held.participants.iter().map(|one| &**one).collect();
            words += &format!(
                ", hållen {} ({}) med {}",
                say_day(held.on),
                held.form.name().to_lowercase(),
                participants.join(", ")
            );
            let texts = [("Sammanfattning", &held.summary), ("Överenskommet", &held.agreements)];
            for (heading, text) in texts {
                if !text.is_blank() {
                    words += &format!("\n{heading}: {}", &**text);
                }
            }
        }
        words
    }
}

/// Opens a training for somebody who takes part in its reviews: the ST-läkare, the huvudansvarig handledare, the studierektor and the
/// head of unit.
async fn opened(app: &App, me: &SignedIn, id: TrainingId) -> Answer<Opened> {
    let opened = open(app, me, id, Action::TrainingRead).await?;
    let may = |action| me.may(action, &opened.on);
    if may(Action::TrainingWrite) || may(Action::TrainingApprove) {
        Ok(opened)
    } else {
        Err(forbidden())
    }
}

/// Refuses the ST-läkare where others review without them.
fn takes_part(opened: &Opened, kind: ProgressReviewKind) -> Answer<()> {
    if opened.on.tie == Some(Tie::Own) && !kind.with_trainee() {
        return Err(forbidden_so(
            "ST-läkaren deltar inte i den här avstämningen.",
            "Studierektorn, verksamhetschefen eller din huvudansvariga handledare för den.",
        ));
    }
    Ok(())
}

/// A review that the person takes part in, in its training.
async fn opened_with(
    app: &App,
    me: &SignedIn,
    (id, review): (TrainingId, ProgressReviewId),
) -> Answer<(Opened, ProgressReview)> {
    let opened = opened(app, me, id).await?;
    let was: ProgressReview = opened.record(review)?;
    takes_part(&opened, was.kind)?;
    Ok((opened, was))
}

/// Refuses a day before the training.
fn within(opened: &Opened, path: &'static str, day: NaiveDate) -> Answer<()> {
    let first = opened.training().starts_on;
    if day < first {
        let first = say_day(first);
        return Err(invalid(path, format!("ST:n börjar {first}. Välj den dagen eller en senare.")));
    }
    Ok(())
}

fn refused(error: ProgressReviewRefused) -> Refusal {
    match error {
        ProgressReviewRefused::ToCome(day) => invalid(
            "on",
            format!("{} har inte varit än. Skriv dagen då avstämningen var.", say_day(day)),
        ),
        ProgressReviewRefused::Nobody => invalid("participants", error),
        error => not_allowed(error),
    }
}

/// Plans a review.
#[utoipa::path(post, path = "/trainings/{id}/reviews", tag = "progress-review",
    params(("id" = TrainingId, Path)), request_body = PlanProgressReview, responses(
    (status = OK, body = Saved<ProgressReview>),
    (status = CONFLICT, body = Problem),
    Guarded, Checked,
))]
async fn plan(
    State(app): State<App>,
    me: SignedIn,
    Path(id): Path<TrainingId>,
    Json(PlanProgressReview { kind, planned_on }): Json<PlanProgressReview>,
) -> Answer<Json<Saved<ProgressReview>>> {
    let opened = opened(&app, &me, id).await?;
    takes_part(&opened, kind)?;
    within(&opened, "planned_on", planned_on)?;
    let review = ProgressReview {
        id: ProgressReviewId::new(new_id()),
        training: id,
        trainee: opened.training().trainee.clone(),
        kind,
        planned_on,
        phase: ProgressReviewPhase::Planned,
        version: 0,
        changed: None,
    };
    opened.add(review).await
}

/// Moves a planned review to another day. Its kind stays.
#[utoipa::path(put, path = "/trainings/{id}/reviews/{review}", tag = "progress-review",
    params(("id" = TrainingId, Path), ("review" = ProgressReviewId, Path), ("If-Match" = String, Header)),
    request_body = PlanProgressReview, responses(
    (status = OK, body = Saved<ProgressReview>),
    Guarded, Versioned, Checked,
))]
async fn replan(
    State(app): State<App>,
    me: SignedIn,
    IfMatch(version): IfMatch,
    Path(at): Path<(TrainingId, ProgressReviewId)>,
    Json(plan): Json<PlanProgressReview>,
) -> Answer<Json<Saved<ProgressReview>>> {
    let (opened, was) = opened_with(&app, &me, at).await?;
    within(&opened, "planned_on", plan.planned_on)?;
    if plan.kind != was.kind {
        return Err(invalid(
            "kind",
            "Slaget ändras inte. Ställ in avstämningen och planera en ny.",
        ));
    }
    let new = was.clone().replan(plan.planned_on, opened.changed()).map_err(refused)?;
    opened.save(was, version, new).await
}

/// Tells that a review was held and what came of it, or corrects that until it is confirmed.
#[utoipa::path(post, path = "/trainings/{id}/reviews/{review}/held", tag = "progress-review",
    params(("id" = TrainingId, Path), ("review" = ProgressReviewId, Path), ("If-Match" = String, Header)),
    request_body = HeldReview, responses(
    (status = OK, body = Saved<ProgressReview>),
    Guarded, Versioned, Checked,
))]
async fn hold(
    State(app): State<App>,
    me: SignedIn,
    IfMatch(version): IfMatch,
    Path(at): Path<(TrainingId, ProgressReviewId)>,
    Json(held): Json<HeldReview>,
) -> Answer<Json<Saved<ProgressReview>>> {
    let (opened, was) = opened_with(&app, &me, at).await?;
    within(&opened, "on", held.on)?;
    let new = was.clone().hold(held, opened.changed(), opened.today).map_err(refused)?;
    opened.save(was, version, new).await
}

/// Confirms a review: the ST-läkare where they took part, somebody else where not.
#[utoipa::path(post, path = "/trainings/{id}/reviews/{review}/confirmation", tag = "progress-review",
    params(("id" = TrainingId, Path), ("review" = ProgressReviewId, Path), ("If-Match" = String, Header)), responses(
    (status = OK, body = Saved<ProgressReview>),
    Guarded, Versioned,
))]
async fn confirm(
    State(app): State<App>,
    me: SignedIn,
    IfMatch(version): IfMatch,
    Path(at): Path<(TrainingId, ProgressReviewId)>,
) -> Answer<Json<Saved<ProgressReview>>> {
    let (opened, _) = opened_with(&app, &me, at).await?;
    let was: ProgressReview = opened.at(at.1, version)?;
    let new = was.clone().confirm(opened.signature()).map_err(refused)?;
    opened.step(&was, new, None).await
}

/// Opens a confirmed review again, with a reason.
#[utoipa::path(post, path = "/trainings/{id}/reviews/{review}/reopening", tag = "progress-review",
    params(("id" = TrainingId, Path), ("review" = ProgressReviewId, Path), ("If-Match" = String, Header)),
    request_body = GiveReason, responses(
    (status = OK, body = Saved<ProgressReview>),
    Guarded, Versioned,
))]
async fn reopen(
    State(app): State<App>,
    me: SignedIn,
    IfMatch(version): IfMatch,
    Path(at): Path<(TrainingId, ProgressReviewId)>,
    Json(why): Json<GiveReason>,
) -> Answer<Json<Saved<ProgressReview>>> {
    let (opened, _) = opened_with(&app, &me, at).await?;
    let was: ProgressReview = opened.at(at.1, version)?;
    let new = was.clone().reopen(opened.changed()).map_err(refused)?;
    opened.step(&was, new, Some(&why.reason)).await
}

/// Calls a planned review off, with a reason.
#[utoipa::path(post, path = "/trainings/{id}/reviews/{review}/cancellation", tag = "progress-review",
    params(("id" = TrainingId, Path), ("review" = ProgressReviewId, Path), ("If-Match" = String, Header)),
    request_body = GiveReason, responses(
    (status = OK, body = Saved<ProgressReview>),
    Guarded, Versioned,
))]
async fn cancel(
    State(app): State<App>,
    me: SignedIn,
    IfMatch(version): IfMatch,
    Path(at): Path<(TrainingId, ProgressReviewId)>,
    Json(why): Json<GiveReason>,
) -> Answer<Json<Saved<ProgressReview>>> {
    let (opened, _) = opened_with(&app, &me, at).await?;
    let was: ProgressReview = opened.at(at.1, version)?;
    let new = was.clone().cancel(why.reason.clone(), opened.changed()).map_err(refused)?;
    opened.step(&was, new, Some(&why.reason)).await
}
