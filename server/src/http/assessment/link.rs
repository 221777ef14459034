//! The form by a one-time link, for an assessor without account. Used up when the form is sent.

use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use shared::{
    PersonId,
    assessment::{Assessment, AssessmentStage, SaveAssessment},
    person::PersonName,
    problem::Problem,
    saving::Saved,
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    super::{
        extract::{IfMatch, Json, Path, Revised},
        refusal::{Answer, not_allowed, not_found, not_found_so},
        session::hash_token,
        training::{Opened, hold},
    },
    refused, send, write,
};
use crate::{
    App,
    clock::day_in_sweden,
    store::{Work, assessment::Linked},
};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(read, save, answer))
}

/// What a link leads to, if it works still.
async fn linked(work: &mut Work, app: &App, token: &str) -> Answer<Linked> {
    let linked = work.linked_assessment(&hash_token(token)).await?.ok_or_else(|| {
        not_found_so(
            "Länken finns inte.",
            "Kontrollera att hela länken kom med, eller be ST-läkaren om en ny.",
        )
    })?;
    if linked.expires <= app.clock.now() {
        return Err(not_allowed(format!(
            "Länken gällde till {}. Be ST-läkaren om en ny.",
            day_in_sweden(linked.expires)
        )));
    }
    Ok(linked)
}

/// Refuses what isn't to be filled in any more, with the sentence that says why.
fn open_still(assessment: &Assessment, app: &App) -> Answer<AssessmentStage> {
    assessment.stage.begin(app.clock.now(), app.clock.today()).map_err(refused)
}

/// The assessment of a link, in a training that is held. Kept in the name that the ST-läkare wrote.
async fn open(app: &App, token: &str) -> Answer<(Opened, Assessment)> {
    let linked = linked(&mut app.store.read().await?, app, token).await?;
    let nobody = PersonName { id: PersonId::new(uuid::Uuid::nil()), name: String::new() };
    let mut opened = hold(app, linked.training, nobody).await?;
    let assessment: Assessment = opened.record(linked.assessment)?;
    opened.by.name = format!("{} (utan konto)", assessment.assessor.name());
    opened.underway()?;
    open_still(&assessment, app)?;
    Ok((opened, assessment))
}

/// The form, as far as it is written.
#[utoipa::path(get, path = "/assessment-links/{token}", tag = "assessment",
    params(("token" = String, Path, description = "From the link")), responses(
    (status = OK, body = Assessment),
    (status = NOT_FOUND, body = Problem),
    (status = CONFLICT, body = Problem, description = "Sent, recalled, declined or too late."),
))]
async fn read(State(app): State<App>, Path(token): Path<String>) -> Answer<Response> {
    let mut work = app.store.read().await?;
    let linked = linked(&mut work, &app, &token).await?;
    let kept = work.portfolio(linked.training).await?.ok_or_else(not_found)?;
    let one: &Assessment = kept.record(&linked.assessment.to_string()).ok_or_else(not_found)?;
    open_still(one, &app)?;
    Ok(Revised(one.version, one).into_response())
}

/// Saves the form as far as it is written.
#[utoipa::path(put, path = "/assessment-links/{token}", tag = "assessment", request_body = SaveAssessment,
    params(("token" = String, Path, description = "From the link"), ("If-Match" = String, Header)), responses(
    (status = OK, body = Saved<Assessment>),
    (status = NOT_FOUND, body = Problem),
    (status = CONFLICT, body = Problem, description = "Sent, recalled, declined or too late."),
    (status = PRECONDITION_FAILED, body = Problem),
    (status = UNPROCESSABLE_ENTITY, body = Problem),
))]
async fn save(
    State(app): State<App>,
    IfMatch(version): IfMatch,
    Path(token): Path<String>,
    Json(written): Json<SaveAssessment>,
) -> Answer<Json<Saved<Assessment>>> {
    let (opened, was) = open(&app, &token).await?;
    write(opened, was, version, written).await
}

/// Sends the form, and with that uses the link up.
#[utoipa::path(post, path = "/assessment-links/{token}", tag = "assessment",
    params(("token" = String, Path, description = "From the link"), ("If-Match" = String, Header)), responses(
    (status = OK, body = Saved<Assessment>),
    (status = NOT_FOUND, body = Problem),
    (status = CONFLICT, body = Problem, description = "Sent, recalled, declined or too late."),
    (status = PRECONDITION_FAILED, body = Problem),
    (status = UNPROCESSABLE_ENTITY, body = Problem, description = "It isn't whole."),
))]
async fn answer(
    State(app): State<App>,
    IfMatch(version): IfMatch,
    Path(token): Path<String>,
) -> Answer<Json<Saved<Assessment>>> {
    let (opened, was) = open(&app, &token).await?;
    send(opened, was.id, version).await
}
