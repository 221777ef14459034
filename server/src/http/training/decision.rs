//! What is decided about a training: who leads it, where it is done, by which målbeskrivning, whether it goes on.

use axum::extract::State;
use shared::{
    ClinicId, PersonId, TrainingDecisionId, TrainingId,
    clinic::Clinic,
    curriculum::{Curriculum, CurriculumVersion},
    person::{PersonName, Role},
    rights::{Action, may_supervise},
    saving::Saved,
    training::{
        DecideTraining, DecisionRefused, FoundStep, Training, TrainingChoices, TrainingDecision,
        TrainingPhase, TrainingStep,
    },
    written_date::say_day,
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    super::{
        extract::{Json, Path, SignedIn},
        refusal::{
            Answer, Checked, Guarded, Refusal, Versioned, conflict, invalid, not_allowed, not_found,
        },
    },
    InWords, Told, hold_for, on, principal,
};
use crate::{App, clock::new_id, store::Work, swedish::sort_key};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(choices)).routes(routes!(decide))
}

impl InWords for TrainingDecision {
    fn words(&self) -> String {
        format!("{}. Från {}.", self.what, say_day(self.on))
    }
}

fn wrong(refused: DecisionRefused) -> Refusal {
    let path = match refused {
        DecisionRefused::NotAllowed(why) => return not_allowed(why),
        DecisionRefused::Ahead(_) | DecisionRefused::Overtaken(_) => "on",
        DecisionRefused::NoReason => "reason",
        DecisionRefused::OwnSupervisor | DecisionRefused::SameSupervisor(_) => "step.supervisor",
        DecisionRefused::SameClinic(_) | DecisionRefused::ClinicWithout { .. } => "step.clinic",
        DecisionRefused::SameCurriculum | DecisionRefused::OtherCurriculum { .. } => {
            "step.curriculum"
        }
    };
    invalid(path, refused)
}

/// The clinics where a person has the role of ST-läkare.
async fn clinics_of(work: &mut Work, trainee: PersonId) -> Answer<Vec<Clinic>> {
    let held = work.roles_of(trainee).await?;
    let mut clinics = Vec::new();
    for membership in held.into_iter().map(|held| held.membership) {
        if membership.role == Role::Trainee
            && let Some(id) = membership.clinic
            && let Some(seen) = work.clinic(id, trainee).await?
        {
            clinics.push(seen.clinic);
        }
    }
    Ok(clinics)
}

/// What may be chosen when something is decided about a training.
#[utoipa::path(get, path = "/trainings/{id}/choices", tag = "training", params(("id" = TrainingId, Path)), responses(
    (status = OK, body = TrainingChoices),
    Guarded,
))]
async fn choices(
    State(app): State<App>,
    me: SignedIn,
    Path(id): Path<TrainingId>,
) -> Answer<Json<TrainingChoices>> {
    let mut work = app.store.read().await?;
    let training = work.training(id).await?.ok_or_else(not_found)?;
    me.must(Action::TrainingRead, Action::TrainingSave, &on(&training, &me.0))?;
    let mut supervisors = work.supervisors_at(training.clinic.id).await?;
    supervisors.retain(|one| one.person.id != training.trainee.id);
    supervisors.sort_by_cached_key(|one| sort_key(&one.person.name));
    let clinics = clinics_of(&mut work, training.trainee.id).await?;
    let has = |clinic: &Clinic| clinic.specialties.iter().any(|one| **one == *training.specialty);
    let clinics = clinics
        .into_iter()
        .filter(|clinic| clinic.name.id != training.clinic.id && has(clinic))
        .map(|clinic| clinic.name)
        .collect();
    let mut curricula = work.curriculum_versions().await?;
    curricula.retain(|one| may_follow(&training, one) && one.id != training.curriculum);
    Ok(Json(TrainingChoices { supervisors, clinics, curricula }))
}

fn may_follow(training: &Training, version: &CurriculumVersion) -> bool {
    version.regulation == training.regulation
        && version.specialty == training.specialty
        && version.holds_at(training.clinic.care_provider)
}

/// What a step names, looked up.
#[derive(Default)]
struct Named {
    supervisor: Option<PersonName>,
    clinic: Option<Clinic>,
    curriculum: Option<Curriculum>,
}

/// Looks up what a step names. What isn't there is told at its field.
async fn named(work: &mut Work, training: &Training, step: TrainingStep) -> Answer<Named> {
    let mut named = Named::default();
    match step {
        TrainingStep::Supervisor { supervisor } => {
            named.supervisor = principal(work, Some(supervisor), training.clinic.id).await?;
        }
        TrainingStep::Clinic { clinic } => {
            let there = clinics_of(work, training.trainee.id).await?;
            let found = there.into_iter().find(|one| one.name.id == clinic);
            let missing = || {
                format!(
                    "{} är inte ST-läkare på den kliniken. Be dess studierektor lägga till rollen först.",
                    training.trainee.name
                )
            };
            named.clinic = Some(found.ok_or_else(|| invalid("step.clinic", missing()))?);
        }
        TrainingStep::Curriculum { curriculum } => {
            let found = work.curriculum_at(curriculum, training.clinic.care_provider).await?;
            let missing = || invalid("step.curriculum", "Välj en målbeskrivning som finns.");
            named.curriculum = Some(found.ok_or_else(missing)?);
        }
        TrainingStep::Reopen => {
            let all = work.trainings_with(training.trainee.id).await?;
            let all = all.iter().map(|one| one.training()).collect::<Result<Vec<_>, _>>()?;
            let other = all.iter().any(|one| {
                one.trainee.id == training.trainee.id
                    && one.id != training.id
                    && one.specialty == training.specialty
                    && !matches!(one.phase, TrainingPhase::Completed { .. })
            });
            if other {
                return Err(not_allowed(format!(
                    "{} har en annan ST i {} som inte är fullgjord.",
                    training.trainee.name,
                    training.specialty.to_lowercase()
                )));
            }
        }
        TrainingStep::Interrupt | TrainingStep::Resume | TrainingStep::Complete => {}
    }
    Ok(named)
}

/// Whether a person may be huvudansvarig handledare at a clinic.
async fn supervises_at(
    work: &mut Work,
    person: Option<&PersonName>,
    clinic: ClinicId,
) -> Answer<bool> {
    let Some(person) = person else { return Ok(true) };
    let held = work.roles_of(person.id).await?;
    Ok(held
        .iter()
        .map(|held| &held.membership)
        .any(|held| held.clinic == Some(clinic) && may_supervise(held.role)))
}

/// Decides about a training. The decision is kept with what was before it.
#[utoipa::path(post, path = "/trainings/{id}/decisions", tag = "training", request_body = DecideTraining,
    params(("id" = TrainingId, Path)), responses(
    (status = OK, body = Saved<TrainingDecision>),
    Guarded, Versioned, Checked,
))]
async fn decide(
    State(app): State<App>,
    me: SignedIn,
    Path(id): Path<TrainingId>,
    Json(asked): Json<DecideTraining>,
) -> Answer<Json<Saved<TrainingDecision>>> {
    let mut opened = hold_for(&app, &me, id).await?;
    me.must(Action::TrainingRead, Action::TrainingSave, &opened.on)?;
    let before = opened.training().clone();
    if asked.read != opened.kept.portfolio.decisions.len() {
        return Err(conflict(&before));
    }
    let found = named(&mut opened.work, &before, asked.step).await?;
    let step = match asked.step {
        TrainingStep::Supervisor { supervisor } => {
            let has = opened.work.supervisor(supervisor).await?;
            FoundStep::Supervisor {
                to: found.supervisor.ok_or_else(not_found)?,
                concerns: has.concerns(
                    Some(&before.specialty),
                    &opened.kept.portfolio.thresholds,
                    opened.today,
                ),
            }
        }
        TrainingStep::Clinic { .. } => {
            let to = found.clinic.as_ref().ok_or_else(not_found)?;
            let principal = before.principal_supervisor.as_ref();
            let keeps_supervisor = supervises_at(&mut opened.work, principal, to.name.id).await?;
            FoundStep::Clinic {
                to: to.name.clone(),
                specialties: &to.specialties,
                keeps_supervisor,
            }
        }
        TrainingStep::Curriculum { .. } => FoundStep::Curriculum {
            from: &opened.kept.portfolio.curriculum,
            to: found.curriculum.as_ref().ok_or_else(not_found)?,
        },
        TrainingStep::Interrupt => FoundStep::Interrupt,
        TrainingStep::Resume => FoundStep::Resume,
        TrainingStep::Complete => {
            FoundStep::Complete { remaining: opened.kept.portfolio.service().remaining(asked.on) }
        }
        TrainingStep::Reopen => FoundStep::Reopen,
    };
    let decisions = &opened.kept.portfolio.decisions;
    let (after, what) = before
        .decide(step, asked.on, asked.reason.as_ref(), decisions, opened.today)
        .map_err(wrong)?;
    opened.kept.portfolio.training = after;
    if let Some(curriculum) = found.curriculum {
        opened.kept.portfolio.curriculum = curriculum;
    }
    opened.work.save_training(&opened.kept.portfolio.training).await?;
    let decision = TrainingDecision {
        id: TrainingDecisionId::new(new_id()),
        on: asked.on,
        reason: asked.reason,
        what,
        version: 1,
        changed: Some(opened.changed()),
    };
    let told =
        Told { to: Some(decision.words()), reason: decision.reason.as_deref(), ..Told::default() };
    opened.add_told(decision.clone(), told).await?;
    opened.done(decision).await
}
