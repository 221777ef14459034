//! How clinics stand, what was found there through the years, and what a person should do.

use std::collections::{BTreeMap, HashMap};

use axum::extract::State;
use chrono::{Datelike, NaiveDate};
use shared::{
    ClinicId, InspectionId,
    action_plan::{ActionPlan, ActionStatus},
    checklist::AreaCode,
    clinic::{AssessmentStatus, ClinicStatus, PlanDue},
    finding_thread::{FindingThread, threads},
    grade::ReviewGrade,
    inspection::{InspectionPhase, InspectionSummary, next_review_due},
    person::{Role, RolePlace},
    review::Review,
    rights::{Action, On},
    self_assessment::{AssessmentPhase, AssessmentSummary},
    task::{Facts, Task, tasks},
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    super::{
        extract::{Json, Path, SignedIn},
        refusal::{Answer, Guarded},
    },
    all_seen, seen,
};
use crate::{
    App,
    clock::day_in_sweden,
    store::{
        Work,
        clinic::SeenClinic,
        standing::{PlanProgress, PlanStanding, Scope},
    },
};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(statuses))
        .routes(routes!(status))
        .routes(routes!(reviews))
        .routes(routes!(findings))
        .routes(routes!(to_do))
}

/// All that clinics' statuses are made of.
struct Gathered {
    assessments: Vec<AssessmentSummary>,
    inspections: Vec<InspectionSummary>,
    inspection_grades: HashMap<InspectionId, BTreeMap<AreaCode, ReviewGrade>>,
    plans: Vec<PlanStanding>,
}

impl Gathered {
    /// Four statements, however many clinics.
    async fn read(
        work: &mut Work,
        signed_in: &SignedIn,
        scope: Scope,
        today: NaiveDate,
    ) -> Answer<Self> {
        let plans = work.plan_standings(scope).await?;
        Self::with(plans, work, signed_in, scope, today).await
    }

    /// Three statements, where the plans are read already.
    async fn with(
        plans: Vec<PlanStanding>,
        work: &mut Work,
        signed_in: &SignedIn,
        scope: Scope,
        today: NaiveDate,
    ) -> Answer<Self> {
        let me = &signed_in.0;
        Ok(Self {
            assessments: work.assessments_since(scope, today.year() - 1).await?,
            inspections: match scope {
                Scope::Clinic(clinic) => work.inspections_of_clinic(clinic, me).await?,
                Scope::Reach(_) => work.inspections_seen_by(me).await?,
            },
            inspection_grades: work.latest_inspection_grades(scope).await?,
            plans,
        })
    }

    /// What of it is of one clinic and specialty, by clinic, so that each is looked for once.
    fn by_clinic(&self) -> HashMap<ClinicId, OfClinic<'_>> {
        let mut clinics: HashMap<ClinicId, OfClinic<'_>> = HashMap::new();
        for assessment in &self.assessments {
            clinics.entry(assessment.clinic.id).or_default().assessments.push(assessment);
        }
        for inspection in &self.inspections {
            clinics.entry(inspection.clinic.id).or_default().inspections.push(inspection);
        }
        for plan in &self.plans {
            clinics.entry(plan.clinic).or_default().plans.push(plan);
        }
        clinics
    }
}

/// What is known of one clinic.
#[derive(Default)]
struct OfClinic<'a> {
    assessments: Vec<&'a AssessmentSummary>,
    inspections: Vec<&'a InspectionSummary>,
    plans: Vec<&'a PlanStanding>,
}

/// The right that shows a self-assessment.
const fn reads(phase: &AssessmentPhase) -> Action {
    match phase {
        AssessmentPhase::Draft => Action::AssessmentReadDraft,
        AssessmentPhase::Signed { .. } | AssessmentPhase::Used { .. } => Action::AssessmentRead,
    }
}

/// How a clinic stands in each specialty, as far as the person may know.
fn statuses_of(
    signed_in: &SignedIn,
    seen: &SeenClinic,
    known: &OfClinic<'_>,
    gathered: &Gathered,
    today: NaiveDate,
) -> Vec<ClinicStatus> {
    let on = seen.on();
    seen.clinic
        .specialties
        .iter()
        .map(|specialty| {
            let assessments: Vec<_> = known
                .assessments
                .iter()
                .copied()
                .filter(|a| a.specialty == *specialty && signed_in.may(reads(&a.phase), &on))
                .collect();
            let inspections: Vec<_> =
                known.inspections.iter().copied().filter(|i| i.specialty == *specialty).collect();
            let plans: Vec<_> =
                known.plans.iter().copied().filter(|p| p.specialty == *specialty).collect();
            let inspected = inspections
                .iter()
                .filter(|inspection| matches!(inspection.phase, InspectionPhase::Final { .. }))
                .map(|inspection| inspection.ends)
                .max();
            let (open_actions, late_actions) = actions(signed_in, &plans, &on, today);
            ClinicStatus {
                clinic: seen.clinic.name.clone(),
                specialty: specialty.clone(),
                assessment: assessments.iter().find(|a| a.year == today.year()).map(|a| {
                    AssessmentStatus {
                        id: a.id,
                        year: a.year,
                        phase: a.phase.clone(),
                        answered: a.answered,
                        total: a.total,
                    }
                }),
                grades: latest_grades(signed_in, &assessments, &inspections, gathered, &on),
                inspection: inspections
                    .iter()
                    .find(|inspection| inspection.phase.awaits_report())
                    .map(|inspection| inspection.id),
                inspected,
                next_review: next_review_due(inspected),
                open_actions,
                late_actions,
                plan_due: plan_due(signed_in, &plans, &on),
            }
        })
        .collect()
}

/// The grades of the latest review that has them, of those that the person may read.
fn latest_grades(
    signed_in: &SignedIn,
    assessments: &[&AssessmentSummary],
    inspections: &[&InspectionSummary],
    gathered: &Gathered,
    on: &On,
) -> BTreeMap<AreaCode, ReviewGrade> {
    let signed = assessments.iter().filter_map(|assessment| {
        let day = day_in_sweden(assessment.phase.signed()?.at);
        let set = |grade: &_| ReviewGrade { set: *grade, after_plan: None };
        let grades = assessment.grades.iter().map(|(area, grade)| (*area, set(grade))).collect();
        Some((day, grades))
    });
    let inspected = inspections
        .iter()
        .filter(|_| signed_in.may(Action::ProtocolRead, on))
        .filter_map(|inspection| {
            Some((inspection.ends, gathered.inspection_grades.get(&inspection.id)?.clone()))
        });
    signed
        .chain(inspected)
        .filter(|(_, grades): &(_, BTreeMap<_, _>)| !grades.is_empty())
        .max_by_key(|(day, _)| *day)
        .map(|(_, grades)| grades)
        .unwrap_or_default()
}

/// Actions of plans in force that aren't done, and how many of them are late.
fn actions(
    signed_in: &SignedIn,
    plans: &[&PlanStanding],
    on: &On,
    today: NaiveDate,
) -> (usize, usize) {
    if !signed_in.may(Action::PlanRead, on) {
        return (0, 0);
    }
    let open = plans
        .iter()
        .flat_map(|plan| &plan.actions)
        .filter(|action| action.status != ActionStatus::Done);
    (open.clone().count(), open.filter(|action| action.days_late(today).is_some()).count())
}

/// A plan that is asked for and not in force.
fn plan_due(signed_in: &SignedIn, plans: &[&PlanStanding], on: &On) -> Option<PlanDue> {
    plans
        .iter()
        .find(|plan| match plan.progress {
            PlanProgress::Draft => signed_in.may(Action::PlanReadDraft, on),
            PlanProgress::Submitted => signed_in.may(Action::PlanRead, on),
            PlanProgress::InForce => false,
        })
        .map(|plan| PlanDue { id: plan.id, due: plan.due })
}

/// The statuses of clinics, those whose page the person may see.
fn statuses_of_all(
    signed_in: &SignedIn,
    clinics: &[SeenClinic],
    gathered: &Gathered,
    today: NaiveDate,
) -> Vec<ClinicStatus> {
    let known = gathered.by_clinic();
    let nothing = OfClinic::default();
    clinics
        .iter()
        .filter(|seen| signed_in.may(Action::ClinicRead, &seen.on()))
        .flat_map(|seen| {
            let known = known.get(&seen.clinic.name.id).unwrap_or(&nothing);
            statuses_of(signed_in, seen, known, gathered, today)
        })
        .collect()
}

/// How each clinic stands that the person sees, in order of name.
#[utoipa::path(get, path = "/clinic-statuses", tag = "clinic", responses((status = OK, body = Vec<ClinicStatus>)))]
async fn statuses(State(app): State<App>, signed_in: SignedIn) -> Answer<Json<Vec<ClinicStatus>>> {
    let today = app.clock.today();
    let mut work = app.store.read().await?;
    let clinics = all_seen(&mut work, &signed_in).await?;
    let scope = Scope::Reach(signed_in.0.id);
    let gathered = Gathered::read(&mut work, &signed_in, scope, today).await?;
    Ok(Json(statuses_of_all(&signed_in, &clinics, &gathered, today)))
}

/// How a clinic stands, a row for each specialty.
#[utoipa::path(get, path = "/clinics/{id}/status", tag = "clinic", params(("id" = ClinicId, Path)), responses(
    (status = OK, body = Vec<ClinicStatus>),
    Guarded,
))]
async fn status(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<ClinicId>,
) -> Answer<Json<Vec<ClinicStatus>>> {
    let today = app.clock.today();
    let mut work = app.store.read().await?;
    let clinic = readable(&mut work, &signed_in, id).await?;
    let gathered = Gathered::read(&mut work, &signed_in, Scope::Clinic(id), today).await?;
    Ok(Json(statuses_of_all(&signed_in, &[clinic], &gathered, today)))
}

/// A clinic whose page the person may see.
async fn readable(work: &mut Work, signed_in: &SignedIn, id: ClinicId) -> Answer<SeenClinic> {
    let seen = seen(work, signed_in, id).await?;
    signed_in.must_at(Action::ClinicRead, &seen.on())?;
    Ok(seen)
}

/// The reviews of a clinic that the person may read, newest first.
async fn reviews_of(
    work: &mut Work,
    signed_in: &SignedIn,
    seen: &SeenClinic,
) -> Answer<Vec<Review>> {
    let (id, on) = (seen.clinic.name.id, seen.on());
    let mut reviews = Vec::new();
    if signed_in.may(Action::AssessmentRead, &on) {
        reviews.extend(work.assessment_reviews(id).await?);
    }
    if signed_in.may(Action::ProtocolRead, &on) {
        reviews.extend(work.inspection_reviews(id).await?);
    }
    reviews.sort_by_key(|review| std::cmp::Reverse((review.day, review.id)));
    Ok(reviews)
}

/// A clinic's reviews through the years, newest first: signed self-assessments and published inspections.
#[utoipa::path(get, path = "/clinics/{id}/reviews", tag = "clinic", params(("id" = ClinicId, Path)), responses(
    (status = OK, body = Vec<Review>),
    Guarded,
))]
async fn reviews(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<ClinicId>,
) -> Answer<Json<Vec<Review>>> {
    let mut work = app.store.read().await?;
    let seen = readable(&mut work, &signed_in, id).await?;
    Ok(Json(reviews_of(&mut work, &signed_in, &seen).await?))
}

/// What was found at a clinic, each with what has happened since, most urgent first.
#[utoipa::path(get, path = "/clinics/{id}/findings", tag = "clinic", params(("id" = ClinicId, Path)), responses(
    (status = OK, body = Vec<FindingThread>),
    Guarded,
))]
async fn findings(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<ClinicId>,
) -> Answer<Json<Vec<FindingThread>>> {
    let mut work = app.store.read().await?;
    let seen = readable(&mut work, &signed_in, id).await?;
    let reviews = reviews_of(&mut work, &signed_in, &seen).await?;
    let plans = work.plans_of_clinic(id, &signed_in.0).await?;
    Ok(Json(threads(&reviews, &plans, app.clock.today())))
}

/// What the person should do now, most urgent first.
#[utoipa::path(get, path = "/tasks", tag = "task", responses((status = OK, body = Vec<Task>)))]
async fn to_do(State(app): State<App>, signed_in: SignedIn) -> Answer<Json<Vec<Task>>> {
    let (me, today) = (&signed_in.0, app.clock.today());
    let mut work = app.store.read().await?;
    let clinics = all_seen(&mut work, &signed_in).await?;
    let scope = Scope::Reach(me.id);
    // Plans ask something only of those at the clinic and of inspectors; a whole region's needn't be read whole.
    let has_plans = me.memberships.iter().any(|membership| {
        membership.role.place() == RolePlace::Clinic || membership.role == Role::Inspector
    });
    let (plans, standings) = if has_plans {
        let plans = work.plans_seen_by(me).await?;
        let standings = plans.iter().map(PlanStanding::from).collect();
        (unfinished(plans), standings)
    } else {
        (Vec::new(), work.plan_standings(scope).await?)
    };
    let gathered = Gathered::with(standings, &mut work, &signed_in, scope, today).await?;
    let asked = work.asked_of(me.id).await?;
    drop(work);
    let statuses = statuses_of_all(&signed_in, &clinics, &gathered, today);
    let mut assessments = gathered.assessments;
    assessments.retain(|a| a.year >= today.year() - 1);
    let facts = Facts {
        clinics: clinics.into_iter().map(|seen| seen.clinic).collect(),
        statuses,
        assessments,
        inspections: gathered.inspections,
        plans,
        asked: asked.assessments,
        certificates: asked.certificates,
        panels: asked.panels,
        concerns: asked.concerns,
        trainings: asked.trainings,
    };
    Ok(Json(tasks(me, &facts, today)))
}

/// Plans that something remains to be done with.
fn unfinished(mut plans: Vec<ActionPlan>) -> Vec<ActionPlan> {
    plans.retain(|plan| {
        plan.phase.followable().is_err()
            || plan
                .entries
                .iter()
                .flat_map(|entry| &entry.actions)
                .any(|action| action.status != ActionStatus::Done)
    });
    plans
}
