//! Trainings: start, list, read whole, save. What is kept within one stands by its noun; how it is opened and kept, in [`opened`].

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use chrono::{DateTime, Utc};
use shared::{
    ClinicId, CurriculumId, PersonId, TrainingId,
    curriculum::Curriculum,
    person::{Me, PersonName, Role},
    portfolio::Portfolio,
    problem::Problem,
    review::Change,
    rights::{Action, On, may_supervise},
    saving::Saved,
    training::{InvalidTraining, SaveTraining, StartTraining, Training, TrainingPhase},
    training_facts::TrainingSummary,
    written_date::say_day,
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    assessment,
    extract::{
        Asking, HISTORY_PAGE, IfMatch, Json, JsonText, Page, Path, Query, SignedIn, etag,
        has_revision,
    },
    refusal::{
        Answer, Checked, Guarded, Refusal, Versioned, conflict, invalid, not_allowed, not_found,
    },
};
use crate::{
    App,
    clock::new_id,
    store::{
        Work,
        history::NewChange,
        training::{TrainingsAsked, empty, summaries_json},
    },
};

mod decision;
mod figures;
mod opened;

pub(super) use opened::{InWords, MOST_RECORDS, Opened, Told, hold, hold_for, open};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(mine, start))
        .routes(routes!(of_clinic))
        .routes(routes!(read, save))
        .routes(routes!(history))
        .merge(decision::routes())
        .merge(figures::routes())
}

/// What rights to a training are asked on.
pub(super) fn on(training: &Training, me: &Me) -> On {
    training.on(me.id)
}

/// What is wrong with a training, by field.
fn wrong(error: InvalidTraining) -> Refusal {
    let path = match error {
        InvalidTraining::BeforeLicence { .. } => "starts_on",
        InvalidTraining::OwnSupervisor => "principal_supervisor",
    };
    invalid(path, error)
}

/// Somebody who may be huvudansvarig handledare at a clinic.
async fn principal(
    work: &mut Work,
    person: Option<PersonId>,
    clinic: ClinicId,
) -> Answer<Option<PersonName>> {
    let Some(person) = person else { return Ok(None) };
    let held =
        work.roles_of(person).await?.into_iter().find(|held| {
            held.membership.clinic == Some(clinic) && may_supervise(held.membership.role)
        });
    held.map(|held| Some(held.person)).ok_or_else(|| {
        invalid(
            "principal_supervisor",
            "Välj någon som är handledare, studierektor eller verksamhetschef på kliniken.",
        )
    })
}

/// The curriculum to work towards, which is to be of the training's regulation and specialty.
async fn curriculum(work: &mut Work, training: &Training, id: CurriculumId) -> Answer<Curriculum> {
    let found = work.curriculum_at(id, training.clinic.care_provider).await?.filter(|found| {
        found.regulation == training.regulation && found.specialty == training.specialty
    });
    found.ok_or_else(|| {
        invalid(
            "curriculum",
            format!(
                "Välj en målbeskrivning för {} enligt {}.",
                &*training.specialty, training.regulation
            ),
        )
    })
}

/// Starts a person's training at a clinic.
#[utoipa::path(post, path = "/trainings", tag = "training", request_body = StartTraining, responses(
    (status = CREATED, body = Saved<Training>),
    (status = CONFLICT, body = Problem, description = "The person has one of that specialty that isn't completed."),
    Guarded, Checked,
))]
async fn start(
    State(app): State<App>,
    me: SignedIn,
    Json(start): Json<StartTraining>,
) -> Answer<Response> {
    let mut work = app.store.write().await?;
    let seen = work.clinic(start.clinic, me.0.id).await?.ok_or_else(not_found)?;
    me.must(Action::ClinicRead, Action::TrainingStart, &seen.on())?;
    let clinic = seen.clinic;
    start.check().map_err(wrong)?;
    let roles = work.roles_of(start.trainee).await?;
    let trainee = roles.into_iter().find(|held| {
        held.membership.clinic == Some(start.clinic) && held.membership.role == Role::Trainee
    });
    let trainee = trainee.ok_or_else(|| {
        invalid(
            "trainee",
            "Välj någon som är ST-läkare på kliniken. Rollen läggs till under Personer.",
        )
    })?;
    if !clinic.specialties.iter().any(|one| **one == *start.specialty) {
        let known = clinic.specialties.join(", ");
        return Err(invalid("specialty", format!("Välj en av klinikens specialiteter: {known}.")));
    }
    let training = Training {
        id: TrainingId::new(new_id()),
        trainee: trainee.person,
        clinic: clinic.name,
        specialty: start.specialty,
        curriculum: start.curriculum,
        regulation: start.regulation,
        licensed_on: start.licensed_on,
        starts_on: start.starts_on,
        principal_supervisor: principal(&mut work, start.principal_supervisor, start.clinic)
            .await?,
        phase: TrainingPhase::Underway,
        revision: 1,
    };
    let curriculum = curriculum(&mut work, &training, training.curriculum).await?;
    let mut portfolio = empty(training, curriculum);
    if !work.start_training(&mut portfolio).await? {
        let Training { trainee, specialty, .. } = &portfolio.training;
        return Err(not_allowed(format!(
            "{} har redan en ST i {} som inte är fullgjord. Den finns i listan över klinikens ST-läkare.",
            trainee.name,
            specialty.to_lowercase()
        )));
    }
    keep_change(&mut work, &portfolio, None, &me.0, app.clock.now()).await?;
    work.commit().await?;
    let saved = Saved { record: portfolio.training, revision: 1 };
    Ok((StatusCode::CREATED, Json(saved)).into_response())
}

/// A training in words, for the history.
fn words(portfolio: &Portfolio) -> String {
    let Portfolio { training, curriculum, .. } = portfolio;
    let supervisor = training.principal_supervisor.as_ref();
    format!(
        "{} enligt {}, målbeskrivning {}. Legitimation {}, första dag {}. Huvudansvarig handledare: {}.",
        &*training.specialty,
        training.regulation,
        &*curriculum.version_name,
        say_day(training.licensed_on),
        say_day(training.starts_on),
        supervisor.map_or("ingen", |person| &person.name)
    )
}

async fn keep_change(
    work: &mut Work,
    portfolio: &Portfolio,
    from: Option<&str>,
    me: &Me,
    at: DateTime<Utc>,
) -> Answer<()> {
    work.keep_change(NewChange {
        record: portfolio.training.id.to_string(),
        field: "training",
        from,
        to: Some(&words(portfolio)),
        reason: None,
        by: &me.name,
        at,
    })
    .await?;
    Ok(())
}

/// One's own trainings, and those that one is huvudansvarig handledare of.
#[utoipa::path(get, path = "/trainings", tag = "training", responses((status = OK, body = Vec<TrainingSummary>)))]
async fn mine(State(app): State<App>, me: SignedIn) -> Answer<JsonText> {
    let mut summaries = Vec::new();
    for one in app.store.read().await?.trainings_with(me.0.id).await? {
        if me.may(Action::TrainingRead, &on(&one.training()?, &me.0)) {
            summaries.push(one);
        }
    }
    Ok(JsonText([summaries_json(summaries)?.into()]))
}

/// A clinic's trainings, with what the rules need to know of each.
#[utoipa::path(get, path = "/clinics/{id}/trainings", tag = "training", params(("id" = ClinicId, Path)), responses(
    (status = OK, body = Vec<TrainingSummary>),
    Guarded,
))]
async fn of_clinic(
    State(app): State<App>,
    asking: Asking,
    Path(clinic): Path<ClinicId>,
) -> Answer<JsonText> {
    let asked = asked_for(&app, &asking, clinic, Action::TrainingRead).await?;
    Ok(JsonText([summaries_json(asked.trainings)?.into()]))
}

/// A clinic's trainings for somebody who has a right there.
async fn asked_for(
    app: &App,
    asking: &Asking,
    clinic: ClinicId,
    action: Action,
) -> Answer<TrainingsAsked> {
    let mut work = app.store.read().await?;
    let found = work.trainings_asked_for(clinic, asking.token_hash()).await?;
    drop(work);
    let Some(mut asked) = found else { return Err(asking.found_nothing(app).await) };
    asking.holds(app, asked.session.take()).await?.must_at(action, &asked.on)?;
    Ok(asked)
}

/// All that is kept about a training, as the person may see it. Its revision is its ETag.
#[utoipa::path(get, path = "/trainings/{id}", tag = "training", params(("id" = TrainingId, Path)), responses(
    (status = OK, body = Portfolio),
    (status = NOT_MODIFIED),
    (status = NOT_FOUND, body = Problem),
))]
async fn read(
    State(app): State<App>,
    asking: Asking,
    Path(id): Path<TrainingId>,
    headers: HeaderMap,
) -> Answer<Response> {
    if headers.contains_key(header::IF_NONE_MATCH) {
        let me = asking.sign_in(&app).await?;
        let mut work = app.store.read().await?;
        let training = work.training(id).await?.ok_or_else(not_found)?;
        me.must(Action::TrainingRead, Action::TrainingRead, &on(&training, &me.0))?;
        if has_revision(&headers, training.revision) {
            return Ok((StatusCode::NOT_MODIFIED, etag(training.revision)).into_response());
        }
    }
    let mut work = app.store.read().await?;
    let found = work.portfolio_asked_for(id, asking.token_hash()).await?;
    drop(work);
    let Some((session, stored)) = found else { return Err(asking.found_nothing(&app).await) };
    let me = asking.holds(&app, session).await?;
    let training = &stored.training;
    me.must(Action::TrainingRead, Action::TrainingRead, &on(training, &me.0))?;
    let portfolio = stored.json(assessment::reads_sent(training, &me.0), |assessment| {
        assessment::as_seen(assessment, training, &me.0)
    })?;
    Ok((etag(training.revision), JsonText(portfolio)).into_response())
}

/// All that the person may see of a training.
pub(super) async fn seen(work: &mut Work, me: &SignedIn, id: TrainingId) -> Answer<Portfolio> {
    let mut portfolio = work.portfolio(id).await?.ok_or_else(not_found)?.portfolio;
    let on = on(&portfolio.training, &me.0);
    me.must(Action::TrainingRead, Action::TrainingRead, &on)?;
    let training = &portfolio.training;
    let assessments = portfolio.assessments.into_iter();
    portfolio.assessments =
        assessments.filter_map(|one| assessment::as_seen(one, training, &me.0)).collect();
    Ok(portfolio)
}

/// Saves the days of a training. All else about it is decided.
#[utoipa::path(put, path = "/trainings/{id}", tag = "training", request_body = SaveTraining,
    params(("id" = TrainingId, Path), ("If-Match" = String, Header, description = "Revision")), responses(
    (status = OK, body = Saved<Training>),
    Guarded, Versioned, Checked,
))]
async fn save(
    State(app): State<App>,
    me: SignedIn,
    IfMatch(revision): IfMatch,
    Path(id): Path<TrainingId>,
    Json(save): Json<SaveTraining>,
) -> Answer<Json<Saved<Training>>> {
    let Opened { mut work, mut kept, now, .. } = open(&app, &me, id, Action::TrainingSave).await?;
    let before = kept.portfolio.training.clone();
    save.check().map_err(wrong)?;
    let first = kept.portfolio.placements.iter().map(|placement| placement.from).min();
    if let Some(first) = first.filter(|first| *first < save.starts_on) {
        return Err(invalid(
            "starts_on",
            format!(
                "Det finns en placering från {}. Ändra den först, eller välj en tidigare dag.",
                say_day(first)
            ),
        ));
    }
    let after =
        Training { licensed_on: save.licensed_on, starts_on: save.starts_on, ..before.clone() };
    let unchanged = before.revision - 1;
    if after == before {
        let record = Training { revision: unchanged, ..before };
        return Ok(Json(Saved { record, revision: unchanged }));
    }
    if revision != unchanged {
        return Err(conflict(&Training { revision: unchanged, ..before }));
    }
    let from = words(&kept.portfolio);
    kept.portfolio.training = after;
    work.save_training(&kept.portfolio.training).await?;
    work.save_gathered(&mut kept.portfolio).await?;
    keep_change(&mut work, &kept.portfolio, Some(&from), &me.0, now).await?;
    work.commit().await?;
    let record = kept.portfolio.training;
    Ok(Json(Saved { revision: record.revision, record }))
}

/// Who changed what, newest first, 100 a page: of that which the person may see.
#[utoipa::path(get, path = "/trainings/{id}/history", tag = "training",
    params(("id" = TrainingId, Path), Page), responses(
    (status = OK, body = Vec<Change>),
    (status = NOT_FOUND, body = Problem),
))]
async fn history(
    State(app): State<App>,
    me: SignedIn,
    Path(id): Path<TrainingId>,
    Query(page): Query<Page>,
) -> Answer<Json<Vec<Change>>> {
    let mut work = app.store.read().await?;
    let portfolio = seen(&mut work, &me, id).await?;
    let mut changes = work.history(&id.to_string(), i64::from(page.offset), HISTORY_PAGE).await?;
    let seen: Vec<String> = portfolio.assessments.iter().map(|one| one.id.to_string()).collect();
    changes.retain(|change| match change.field.strip_prefix("assessment:") {
        Some(id) => seen.iter().any(|seen| seen == id),
        None => true,
    });
    Ok(Json(changes))
}
