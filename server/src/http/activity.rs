//! Courses, quality work, scientific work and other activities of a training.

use axum::extract::State;
use shared::{
    ActivityId, PersonId, TrainingId,
    activity::{
        Activity, ActivityDetails, InvalidActivity, NameScientificSupervisor, SaveActivity,
        SupervisedWork,
    },
    person::PersonName,
    problem::Problem,
    rights::{Action, may_supervise},
    saving::Saved,
    written_date::{say_day, say_range},
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    extract::{IfMatch, Json, Path, SignedIn},
    refusal::{Answer, Checked, Guarded, Refusal, Versioned, invalid, not_allowed},
    training::{InWords, Opened, hold_for, open},
};
use crate::{App, clock::new_id};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(add))
        .routes(routes!(save, remove))
        .routes(routes!(name_supervisor))
        .routes(routes!(approve_plan))
        .routes(routes!(supervised))
}

impl InWords for Activity {
    fn words(&self) -> String {
        let days = match self.to {
            Some(to) => say_range(self.from, to),
            None => format!("från {}", say_day(self.from)),
        };
        let mut words = format!("{}: {}, {days}", self.details.name(), &*self.title);
        let mut add = |heading: &str, text: &str| {
            if !text.trim().is_empty() {
                words += &format!("\n{heading}: {text}");
            }
        };
        add(self.details.organiser_label(), self.organiser.as_deref().unwrap_or_default());
        let codes: Vec<_> = self.objectives.iter().map(ToString::to_string).collect();
        add("Delmål", &codes.join(", "));
        match &self.details {
            ActivityDetails::Course | ActivityDetails::Other { .. } => {}
            ActivityDetails::QualityWork(work) => {
                add("Genomförande", &work.implementation);
                add("Utvärdering", &work.evaluation);
            }
            ActivityDetails::ScientificWork(work) => {
                add("Projektplan", &work.plan);
                let supervisor = work.scientific_supervisor.as_ref();
                add("Vetenskaplig handledare", supervisor.map_or("", |one| &one.name));
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

/// Names the vetenskaplig handledare of a scientific work, who may be of another clinic and sees the work; or nobody.
#[utoipa::path(put, path = "/trainings/{id}/activities/{activity}/scientific-supervisor", tag = "activity",
    params(("id" = TrainingId, Path), ("activity" = ActivityId, Path), ("If-Match" = String, Header)),
    request_body = NameScientificSupervisor, responses(
    (status = OK, body = Saved<Activity>),
    Guarded, Versioned, Checked,
))]
async fn name_supervisor(
    State(app): State<App>,
    me: SignedIn,
    IfMatch(version): IfMatch,
    Path((id, activity)): Path<(TrainingId, ActivityId)>,
    Json(NameScientificSupervisor { person }): Json<NameScientificSupervisor>,
) -> Answer<Json<Saved<Activity>>> {
    let mut opened = open(&app, &me, id, Action::TrainingWrite).await?;
    let was: Activity = opened.record(activity)?;
    let person = match person {
        Some(person) => Some(opened.scientific_supervisor(person).await?),
        None => None,
    };
    let details = was.details.clone().supervised_by(person).map_err(not_allowed)?;
    let new = Activity { details, ..was.clone() };
    if was.version == version {
        opened.work.save_scientific_supervisor(id, &new).await?;
    }
    opened.save(was, version, new).await
}

impl Opened {
    /// Somebody who may be vetenskaplig handledare: who supervises at any clinic, and not the ST-läkare.
    async fn scientific_supervisor(&mut self, person: PersonId) -> Answer<PersonName> {
        if person == self.training().trainee.id {
            return Err(invalid("person", "ST-läkaren kan inte handleda sitt eget arbete."));
        }
        let mut roles = self.work.roles_of(person).await?.into_iter();
        let held = roles.find(|held| may_supervise(held.membership.role));
        held.map(|held| held.person).ok_or_else(|| {
            invalid(
                "person",
                "Välj någon som är handledare, studierektor eller verksamhetschef på någon klinik.",
            )
        })
    }
}

/// The scientific works that the person is vetenskaplig handledare of, in all trainings, latest first.
#[utoipa::path(get, path = "/scientific-works", tag = "activity", responses((status = OK, body = Vec<SupervisedWork>)))]
async fn supervised(State(app): State<App>, me: SignedIn) -> Answer<Json<Vec<SupervisedWork>>> {
    Ok(Json(app.store.read().await?.works_supervised_by(me.0.id).await?))
}

/// Approves the project plan of a scientific work, as huvudansvarig or vetenskaplig handledare or as head of unit; who is more
/// than one approves as one after the other.
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
    let opened = hold_for(&app, &me, id).await?;
    let found = opened.record::<Activity>(activity).ok();
    let work = found.as_ref().and_then(|found| found.details.scientific_work());
    let on = work.map_or(opened.on, |work| work.plan_on(&me.0, opened.on));
    me.must(Action::ProjectPlanRead, Action::ProjectPlanApprove, &on)?;
    opened.underway()?;
    let was: Activity = opened.at(activity, version)?;
    let roles = work.map_or_else(Vec::new, |work| work.approvers(&me.0, opened.training()));
    let details = was.details.clone().approve_plan(&roles, opened.signature());
    let new = Activity { details: details.map_err(not_allowed)?, ..was.clone() };
    opened.step(&was, new, None).await
}
