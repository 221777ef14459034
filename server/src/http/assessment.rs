//! Assessments of a ST-läkare: asked for or begun, filled in, sent, confirmed. By one-time link, in [`link`]; of whom it is asked,
//! in [`assessors`]; of whom it is begun, in [`trainees`].

mod assessors;
mod link;
mod trainees;

use std::collections::BTreeSet;

use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use chrono::{NaiveTime, TimeDelta};
use shared::{
    AssessmentId, PersonId, TrainingId,
    assessment::{
        AskedAssessment, Assessment, AssessmentRefused, AssessmentStage, Assessor, NewAssessment,
        SaveAssessment,
    },
    curriculum::{self, ObjectiveCode},
    instrument::{AnsweredBy, Instrument, InstrumentRef, Instruments},
    person::{Me, Role},
    problem::Problem,
    review::GiveReason,
    rights::{Action, Tie},
    saving::Saved,
    training::Training,
    written_date::say_day,
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    extract::{IfMatch, Json, Path, Revised, SignedIn},
    refusal::{
        Answer, Checked, Guarded, Refusal, Versioned, forbidden, forbidden_so, invalid,
        invalid_fields, not_allowed, not_found,
    },
    session::{hash_token, new_token},
    training::{InWords, Opened, hold_for, on},
};
use crate::{App, clock::new_id, store::assessment::NewAssessor};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(mine))
        .routes(routes!(begin))
        .routes(routes!(read, save))
        .routes(routes!(answer))
        .routes(routes!(confirm))
        .routes(routes!(recall))
        .routes(routes!(decline))
        .merge(assessors::routes())
        .merge(link::routes())
        .merge(trainees::routes())
}

/// A link works so long after the last day to begin, for who has begun.
const LINK_DAYS: TimeDelta = TimeDelta::days(14);

impl InWords for Assessment {
    /// What is written in it stays with those who may read it.
    fn words(&self) -> String {
        let form = Instruments::built_in().to_read(&self.instrument);
        let name = form.map_or(self.instrument.code.as_str(), |form| form.name.as_str());
        let day = say_day(self.written.occasion.on);
        format!("{}: {name}, {day}, {}", self.stage.name(), self.assessor.name())
    }
}

/// The directors of studies of a training's clinic, as far as the person is one.
fn directors(training: &Training, me: &Me) -> Vec<PersonId> {
    let directs = me.memberships.iter().any(|held| {
        held.role == Role::DirectorOfStudies && held.clinic == Some(training.clinic.id)
    });
    if directs { vec![me.id] } else { Vec::new() }
}

/// Whether a person reads all assessments of a training that were sent, whoever made them, as [`Assessment::readers`] says.
pub(super) fn reads_sent(training: &Training, me: &Me) -> bool {
    let principal = training.principal_supervisor.as_ref();
    training.trainee.id == me.id
        || principal.is_some_and(|person| person.id == me.id)
        || !directors(training, me).is_empty()
}

/// An assessment as a person sees it who may read its training or assesses in it; none that isn't theirs to see.
pub(super) fn as_seen(assessment: Assessment, training: &Training, me: &Me) -> Option<Assessment> {
    let principal = training.principal_supervisor.as_ref().map(|person| person.id);
    let party = assessment.trainee.id == me.id || assessment.assessor.account() == Some(me.id);
    if assessment.readers(principal, &directors(training, me)).contains(&me.id) {
        Some(assessment)
    } else if party || assessment.stage.sent() {
        Some(assessment.without_answers())
    } else {
        None
    }
}

/// What the rule says no to, by field where it is one.
fn refused(error: AssessmentRefused) -> Refusal {
    match error {
        AssessmentRefused::Unfit(problems) => invalid_fields(problems),
        AssessmentRefused::Oneself => invalid("assessor", error),
        AssessmentRefused::Address(_) => invalid("assessor.email", error),
        AssessmentRefused::OwnForm => invalid("instrument", error),
        AssessmentRefused::UntilPassed(day) => invalid(
            "until",
            format!(
                "Sista dagen att svara, {}, har redan varit. Välj en senare dag.",
                say_day(day)
            ),
        ),
        AssessmentRefused::TooLate(day) => not_allowed(format!(
            "Det gick att svara till och med {}. ST-läkaren kan be om bedömningen igen.",
            say_day(day)
        )),
        error => not_allowed(error),
    }
}

/// The form that an assessment is written on.
fn form(wanted: &InstrumentRef) -> Answer<&'static Instrument> {
    Instruments::built_in().find(wanted).ok_or_else(|| {
        not_allowed("Mallen finns inte längre i den versionen. Det som är skrivet finns kvar.")
    })
}

/// An assessment that the person sees, in a training that is held.
async fn open_one(
    app: &App,
    me: &SignedIn,
    (training, id): (TrainingId, AssessmentId),
    action: Action,
) -> Answer<(Opened, Assessment)> {
    let opened = hold_for(app, me, training).await?;
    let assessment: Assessment = opened.record(id)?;
    must(me, opened.training(), &assessment, action)?;
    opened.underway()?;
    Ok((opened, assessment))
}

/// Demands a right to an assessment, by how the person stands to the training or to the assessment itself.
fn must(me: &SignedIn, training: &Training, assessment: &Assessment, action: Action) -> Answer<()> {
    let stands = on(training, &me.0);
    let mine = [assessment.writer(), assessment.assessor.account()].contains(&Some(me.0.id));
    let asked = stands.tie(mine.then_some(Tie::Assessor));
    let may = |action| me.may(action, &stands) || me.may(action, &asked);
    let seen = as_seen(assessment.clone(), training, &me.0).is_some();
    if !may(Action::TraineeAssessmentRead) || !seen {
        return Err(not_found());
    }
    let writes = action == Action::TraineeAssessmentWrite;
    if !may(action) || (writes && assessment.writer() != Some(me.0.id)) {
        return Err(forbidden());
    }
    Ok(())
}

/// The assessments that the person is asked for or has begun, in all trainings, latest first.
#[utoipa::path(get, path = "/assessments", tag = "assessment", responses((status = OK, body = Vec<Assessment>)))]
async fn mine(State(app): State<App>, me: SignedIn) -> Answer<Json<Vec<Assessment>>> {
    let all = app.store.read().await?.assessments_by(me.0.id).await?;
    let seen = all.into_iter().map(|one| {
        if one.stage.sent() || one.writer() == Some(me.0.id) { one } else { one.without_answers() }
    });
    Ok(Json(seen.collect()))
}

/// Asks for an assessment (with a last day), or begins one unasked (without). Who has no account gets a one-time link.
#[utoipa::path(post, path = "/trainings/{id}/assessments", tag = "assessment",
    params(("id" = TrainingId, Path)), request_body = NewAssessment, responses(
    (status = OK, body = AskedAssessment),
    (status = CONFLICT, body = Problem),
    Guarded, Checked,
))]
async fn begin(
    State(app): State<App>,
    me: SignedIn,
    Path(id): Path<TrainingId>,
    Json(new): Json<NewAssessment>,
) -> Answer<Json<AskedAssessment>> {
    let mut opened = hold_for(&app, &me, id).await?;
    let Opened { kept, today, .. } = &opened;
    opened.on = opened.training().on_assessing(me.0.id, &kept.portfolio.placements, *today);
    let action = if new.until.is_some() {
        Action::TraineeAssessmentAsk
    } else {
        Action::TraineeAssessmentBegin
    };
    let see = if me.may(Action::TrainingRead, &opened.on) { Action::TrainingRead } else { action };
    me.must(see, action, &opened.on)?;
    opened.underway()?;
    let form = Instruments::built_in()
        .find(&new.instrument)
        .ok_or_else(|| invalid("instrument", "Mallen finns inte. Välj en i listan."))?;
    let training = opened.training().clone();
    check_objectives(&opened, &new.objectives)?;
    let assessment = AssessmentId::new(new_id());
    let record = match new.until {
        Some(until) => {
            let assessor = known(&mut opened, new.assessor.clone()).await?;
            let asked = NewAssessment { assessor, ..new }.asked(until);
            let (by, today) = (opened.signature(), opened.today);
            Assessment::request(assessment, id, form, asked, by, today)
        }
        None => {
            let assessor = match form.answered_by {
                AnsweredBy::Assessor => Assessor::Account { person: opened.by.clone() },
                AnsweredBy::Trainee if opened.on.tie == Some(Tie::Own) => {
                    known(&mut opened, new.assessor.clone()).await?
                }
                AnsweredBy::Trainee => {
                    return Err(forbidden_so(
                        "Det här fyller ST-läkaren i själv.",
                        "Be ST-läkaren börja.",
                    ));
                }
            };
            let begun = NewAssessment { assessor, ..new }.begun();
            Assessment::begin_unasked(assessment, id, form, training.trainee, begun, opened.now)
        }
    };
    let mut record = record.map_err(refused)?;
    record.version = 1;
    record.changed = Some(opened.changed());
    opened.add_only(record.clone()).await?;
    let link = keep_assessor(&mut opened, &record).await?;
    let Json(Saved { record, revision }) = opened.done(record).await?;
    Ok(Json(AskedAssessment { record, revision, link }))
}

/// Keeps of whom it is asked, and makes the link for who fills it in without account.
async fn keep_assessor(opened: &mut Opened, assessment: &Assessment) -> Answer<Option<String>> {
    if let Some(person) = assessment.assessor.account() {
        opened.work.add_assessor(assessment, NewAssessor::Account(person)).await?;
        return Ok(None);
    }
    let AssessmentStage::Requested { request } = &assessment.stage else { return Ok(None) };
    let (token, until) = (new_token(), request.until.and_time(NaiveTime::MIN).and_utc());
    let token_hash = hash_token(&token);
    let link = NewAssessor::Link { token_hash: &token_hash, expires: until + LINK_DAYS };
    opened.work.add_assessor(assessment, link).await?;
    Ok(Some(format!("/bedomning/{token}")))
}

/// An assessor with the name that their account has.
async fn known(opened: &mut Opened, assessor: Assessor) -> Answer<Assessor> {
    let Assessor::Account { person } = assessor else { return Ok(assessor) };
    let held = opened.work.roles_of(person.id).await?.into_iter().next();
    let held = held.ok_or_else(|| {
        invalid(
            "assessor",
            "Personen har inget konto här. Välj någon i listan, eller skriv namn och e-postadress.",
        )
    })?;
    Ok(Assessor::Account { person: held.person })
}

fn check_objectives(opened: &Opened, objectives: &BTreeSet<ObjectiveCode>) -> Answer<()> {
    let codes: Vec<_> = objectives.iter().copied().collect();
    curriculum::check_objectives(&codes, opened.training().regulation)
        .map_err(|error| invalid("objectives", error))
}

/// An assessment, as the person may see it.
#[utoipa::path(get, path = "/trainings/{id}/assessments/{assessment}", tag = "assessment",
    params(("id" = TrainingId, Path), ("assessment" = AssessmentId, Path)), responses(
    (status = OK, body = Assessment),
    (status = NOT_FOUND, body = Problem),
))]
async fn read(
    State(app): State<App>,
    me: SignedIn,
    Path((id, assessment)): Path<(TrainingId, AssessmentId)>,
) -> Answer<Response> {
    let kept = app.store.read().await?.portfolio(id).await?.ok_or_else(not_found)?;
    let training = &kept.portfolio.training;
    let one: &Assessment = kept.record(&assessment.to_string()).ok_or_else(not_found)?;
    must(&me, training, one, Action::TraineeAssessmentRead)?;
    let seen = as_seen(one.clone(), training, &me.0).ok_or_else(not_found)?;
    Ok(Revised(seen.version, seen).into_response())
}

/// Saves the form as far as it is written.
#[utoipa::path(put, path = "/trainings/{id}/assessments/{assessment}", tag = "assessment",
    params(("id" = TrainingId, Path), ("assessment" = AssessmentId, Path), ("If-Match" = String, Header)),
    request_body = SaveAssessment, responses(
    (status = OK, body = Saved<Assessment>),
    Guarded, Versioned, Checked,
))]
async fn save(
    State(app): State<App>,
    me: SignedIn,
    IfMatch(version): IfMatch,
    Path(key): Path<(TrainingId, AssessmentId)>,
    Json(written): Json<SaveAssessment>,
) -> Answer<Json<Saved<Assessment>>> {
    let (opened, was) = open_one(&app, &me, key, Action::TraineeAssessmentWrite).await?;
    write(opened, was, version, written).await
}

async fn write(
    opened: Opened,
    was: Assessment,
    version: i64,
    written: SaveAssessment,
) -> Answer<Json<Saved<Assessment>>> {
    check_objectives(&opened, &written.objectives)?;
    let form = form(&was.instrument)?;
    let new = was.clone().save(written, form, opened.changed(), opened.today).map_err(refused)?;
    opened.save(was, version, new).await
}

/// Sends the form: from now on it is locked, and read by those it concerns.
#[utoipa::path(post, path = "/trainings/{id}/assessments/{assessment}/answer", tag = "assessment",
    params(("id" = TrainingId, Path), ("assessment" = AssessmentId, Path), ("If-Match" = String, Header)), responses(
    (status = OK, body = Saved<Assessment>),
    (status = UNPROCESSABLE_ENTITY, body = Problem, description = "It isn't whole."),
    Guarded, Versioned,
))]
async fn answer(
    State(app): State<App>,
    me: SignedIn,
    IfMatch(version): IfMatch,
    Path(key): Path<(TrainingId, AssessmentId)>,
) -> Answer<Json<Saved<Assessment>>> {
    let (opened, _) = open_one(&app, &me, key, Action::TraineeAssessmentWrite).await?;
    send(opened, key.1, version).await
}

async fn send(opened: Opened, id: AssessmentId, version: i64) -> Answer<Json<Saved<Assessment>>> {
    let was: Assessment = opened.at(id, version)?;
    let form = form(&was.instrument)?;
    let new = was.clone().answer(form, opened.changed(), opened.today).map_err(refused)?;
    opened.step(&was, new, None).await
}

/// The other party confirms having read it and spoken about it.
#[utoipa::path(post, path = "/trainings/{id}/assessments/{assessment}/confirmation", tag = "assessment",
    params(("id" = TrainingId, Path), ("assessment" = AssessmentId, Path), ("If-Match" = String, Header)), responses(
    (status = OK, body = Saved<Assessment>),
    Guarded, Versioned,
))]
async fn confirm(
    State(app): State<App>,
    me: SignedIn,
    IfMatch(version): IfMatch,
    Path(key): Path<(TrainingId, AssessmentId)>,
) -> Answer<Json<Saved<Assessment>>> {
    let (opened, was) = open_one(&app, &me, key, Action::TraineeAssessmentRead).await?;
    if was.confirmer() != Some(me.0.id) {
        let why = AssessmentRefused::NotConfirmer;
        return Err(forbidden_so(why.to_string(), "Den har skickats till den andra parten."));
    }
    let was: Assessment = opened.at(was.id, version)?;
    let new = was.clone().confirm(opened.signature()).map_err(refused)?;
    opened.step(&was, new, None).await
}

/// The ST-läkare takes the asking back, until it is answered.
#[utoipa::path(post, path = "/trainings/{id}/assessments/{assessment}/recall", tag = "assessment",
    params(("id" = TrainingId, Path), ("assessment" = AssessmentId, Path)), responses(
    (status = OK, body = Saved<Assessment>),
    (status = CONFLICT, body = Problem),
    Guarded,
))]
async fn recall(
    State(app): State<App>,
    me: SignedIn,
    Path(key): Path<(TrainingId, AssessmentId)>,
) -> Answer<Json<Saved<Assessment>>> {
    let (opened, was) = open_one(&app, &me, key, Action::TraineeAssessmentAsk).await?;
    let new = was.clone().recall(opened.now).map_err(refused)?;
    let Json(Saved { record, revision }) = opened.step(&was, new, None).await?;
    Ok(Json(Saved { record: record.without_answers(), revision }))
}

/// The assessor says no, or leaves what was begun; with a reason.
#[utoipa::path(post, path = "/trainings/{id}/assessments/{assessment}/decline", tag = "assessment",
    params(("id" = TrainingId, Path), ("assessment" = AssessmentId, Path)), request_body = GiveReason, responses(
    (status = OK, body = Saved<Assessment>),
    (status = CONFLICT, body = Problem),
    Guarded,
))]
async fn decline(
    State(app): State<App>,
    me: SignedIn,
    Path(key): Path<(TrainingId, AssessmentId)>,
    Json(why): Json<GiveReason>,
) -> Answer<Json<Saved<Assessment>>> {
    let (opened, was) = open_one(&app, &me, key, Action::TraineeAssessmentWrite).await?;
    let new = was.clone().decline(why.reason.clone(), opened.now).map_err(refused)?;
    opened.step(&was, new, Some(&why.reason)).await
}
