//! Courses, quality work and scientific work of a training.

use axum::extract::State;
use shared::{
    ActivityId, TrainingId,
    activity::{
        Activity, ActivityDetails, ActivityNotAllowed, InvalidActivity, PlanApprover, SaveActivity,
    },
    person::{Membership, Role},
    problem::Problem,
    rights::{Action, Tie},
    saving::Saved,
    written_date::{say_day, say_range},
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    extract::{IfMatch, Json, Path, SignedIn},
    refusal::{Answer, Checked, Guarded, Refusal, Versioned, invalid, not_allowed},
    training::{InWords, Opened, open},
};
use crate::{App, clock::new_id};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(add))
        .routes(routes!(save, remove))
        .routes(routes!(approve_plan))
}

impl InWords for Activity {
    fn words(&self) -> String {
        let days = match self.to {
            Some(to) => say_range(self.from, to),
            None => format!("från {}", say_day(self.from)),
        };
        let mut words = format!("{}: {}, {days}", self.kind().name(), &*self.title);
        let mut add = |heading: &str, text: &str| {
            if !text.trim().is_empty() {
                words += &format!("\n{heading}: {text}");
            }
        };
        add("Arrangör", self.organiser.as_deref().unwrap_or_default());
        let codes: Vec<_> = self.objectives.iter().map(ToString::to_string).collect();
        add("Delmål", &codes.join(", "));
        match &self.details {
            ActivityDetails::Course => {}
            ActivityDetails::QualityWork(work) => {
                add("Genomförande", &work.implementation);
                add("Utvärdering", &work.evaluation);
            }
            ActivityDetails::ScientificWork(work) => {
                add("Projektplan", &work.plan);
                let approvals = &work.approvals;
                let approved = approvals.supervisor().into_iter().chain(&approvals.head_of_unit);
                let names: Vec<_> = approved.map(|one| one.by.name.as_str()).collect();
                add("Projektplan godkänd av", &names.join(" och "));
                if let Some(presented) = work.presented {
                    add("Presenterat", &say_day(presented));
                }
            }
        }
        if let Some(report) = &self.report {
            add("Redovisat", &say_day(report.on));
            add("Redovisning", &report.text);
        }
        words
    }
}

fn wrong(error: InvalidActivity) -> Refusal {
    let path = match error {
        InvalidActivity::Period(_) => "to",
        InvalidActivity::Objective(_) => "objectives",
        InvalidActivity::ReportAhead | InvalidActivity::ReportBeforeStart(_) => "report.on",
        InvalidActivity::PresentedAhead | InvalidActivity::PresentedBeforeStart(_) => "presented",
    };
    invalid(path, error)
}

fn check(opened: &Opened, save: &SaveActivity) -> Answer<()> {
    save.check(opened.training(), opened.today).map_err(wrong)
}

/// Adds an activity.
#[utoipa::path(post, path = "/trainings/{id}/activities", tag = "activity",
    params(("id" = TrainingId, Path)), request_body = SaveActivity, responses(
    (status = OK, body = Saved<Activity>),
    (status = CONFLICT, body = Problem),
    Guarded, Checked,
))]
async fn add(
    State(app): State<App>,
    me: SignedIn,
    Path(id): Path<TrainingId>,
    Json(save): Json<SaveActivity>,
) -> Answer<Json<Saved<Activity>>> {
    let opened = open(&app, &me, id, Action::TrainingWrite).await?;
    check(&opened, &save)?;
    let activity = Activity {
        id: ActivityId::new(new_id()),
        title: save.title,
        from: save.from,
        to: save.to,
        organiser: save.organiser,
        external: save.external,
        objectives: save.objectives,
        report: save.report,
        details: save.details.into(),
        version: 0,
        changed: None,
    };
    opened.add(activity).await
}

/// Saves an activity. A project plan that is worded anew is to be approved anew.
#[utoipa::path(put, path = "/trainings/{id}/activities/{activity}", tag = "activity",
    params(("id" = TrainingId, Path), ("activity" = ActivityId, Path), ("If-Match" = String, Header)),
    request_body = SaveActivity, responses(
    (status = OK, body = Saved<Activity>),
    Guarded, Versioned, Checked,
))]
async fn save(
    State(app): State<App>,
    me: SignedIn,
    IfMatch(version): IfMatch,
    Path((id, activity)): Path<(TrainingId, ActivityId)>,
    Json(save): Json<SaveActivity>,
) -> Answer<Json<Saved<Activity>>> {
    let opened = open(&app, &me, id, Action::TrainingWrite).await?;
    let was: Activity = opened.record(activity)?;
    check(&opened, &save)?;
    let new = was.clone().change(save).map_err(|error| invalid("kind", error))?;
    opened.save(was, version, new).await
}

/// Removes an activity; the history keeps it.
#[utoipa::path(delete, path = "/trainings/{id}/activities/{activity}", tag = "activity",
    params(("id" = TrainingId, Path), ("activity" = ActivityId, Path), ("If-Match" = String, Header)), responses(
    (status = OK, body = Saved<Activity>),
    Guarded, Versioned,
))]
async fn remove(
    State(app): State<App>,
    me: SignedIn,
    IfMatch(version): IfMatch,
    Path((id, activity)): Path<(TrainingId, ActivityId)>,
) -> Answer<Json<Saved<Activity>>> {
    let opened = open(&app, &me, id, Action::TrainingWrite).await?;
    let was: Activity = opened.at(activity, version)?;
    opened.remove(was).await
}

/// Approves the project plan of a scientific work, as huvudansvarig handledare or as head of unit; who is both approves
/// first as the one, then as the other.
#[utoipa::path(post, path = "/trainings/{id}/activities/{activity}/plan-approval", tag = "activity",
    params(("id" = TrainingId, Path), ("activity" = ActivityId, Path), ("If-Match" = String, Header)), responses(
    (status = OK, body = Saved<Activity>),
    Guarded, Versioned,
))]
async fn approve_plan(
    State(app): State<App>,
    me: SignedIn,
    IfMatch(version): IfMatch,
    Path((id, activity)): Path<(TrainingId, ActivityId)>,
) -> Answer<Json<Saved<Activity>>> {
    let opened = open(&app, &me, id, Action::ProjectPlanApprove).await?;
    let was: Activity = opened.at(activity, version)?;
    let clinic = Some(opened.training().clinic.id);
    let heads = |held: &Membership| held.role == Role::HeadOfUnit && held.clinic == clinic;
    let supervises = opened.on.tie == Some(Tie::PrincipalSupervisor);
    let roles = [
        supervises.then_some(PlanApprover::PrincipalSupervisor),
        me.0.memberships.iter().any(heads).then_some(PlanApprover::HeadOfUnit),
    ];
    let mut outcome = Err(ActivityNotAllowed::AlreadyApproved);
    for approver in roles.into_iter().flatten() {
        outcome = was.details.clone().approve_plan(approver, opened.signature());
        if outcome != Err(ActivityNotAllowed::AlreadyApproved) {
            break;
        }
    }
    let new = Activity { details: outcome.map_err(not_allowed)?, ..was.clone() };
    opened.step(&was, new, None).await
}
