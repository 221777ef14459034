//! The yearly evaluation of the supervision in a training, and the studierektor's follow-up of it.

use axum::extract::State;
use shared::{
    SupervisionEvaluationId, TrainingId,
    problem::Problem,
    rights::Action,
    saving::Saved,
    supervision_meeting::{EvaluationQuestion, SaveSupervisionEvaluation, SupervisionEvaluation},
    written_date::say_day,
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    extract::{IfMatch, Json, Path, SignedIn},
    refusal::{Answer, Checked, Guarded, Versioned, invalid, not_allowed},
    training::{InWords, Opened, open},
};
use crate::{App, clock::new_id};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(make)).routes(routes!(save)).routes(routes!(follow_up))
}

impl InWords for SupervisionEvaluation {
    fn words(&self) -> String {
        let mut words = format!("Utvärderingen av handledningen {}", say_day(self.written.on));
        if let Some(followed_up) = &self.followed_up {
            words += &format!(", uppföljd av {}", followed_up.by.name);
        }
        for question in EvaluationQuestion::ALL {
            let answer = self.written.answers.get(&question);
            if let Some(answer) = answer.filter(|answer| !answer.is_blank()) {
                words += &format!("\n{} {}", question.name(), &**answer);
            }
        }
        words
    }
}

/// What stands wrong in an evaluation, by field.
fn check(opened: &Opened, written: &SaveSupervisionEvaluation) -> Answer<()> {
    let first = opened.training().starts_on;
    if written.on < first {
        let first = say_day(first);
        return Err(invalid(
            "on",
            format!("ST:n började {first}. Välj den dagen eller en senare."),
        ));
    }
    if written.on > opened.today {
        let day = say_day(written.on);
        return Err(invalid(
            "on",
            format!("{day} har inte varit än. Skriv dagen då ni utvärderade."),
        ));
    }
    if !written.answered() {
        return Err(invalid("answers", "Svara på minst en fråga."));
    }
    Ok(())
}

/// Makes a year's evaluation: by the ST-läkare or the huvudansvarig handledare.
#[utoipa::path(post, path = "/trainings/{id}/evaluations", tag = "supervision-evaluation",
    params(("id" = TrainingId, Path)), request_body = SaveSupervisionEvaluation, responses(
    (status = OK, body = Saved<SupervisionEvaluation>),
    (status = CONFLICT, body = Problem),
    Guarded, Checked,
))]
async fn make(
    State(app): State<App>,
    me: SignedIn,
    Path(id): Path<TrainingId>,
    Json(written): Json<SaveSupervisionEvaluation>,
) -> Answer<Json<Saved<SupervisionEvaluation>>> {
    let opened = open(&app, &me, id, Action::TrainingWrite).await?;
    check(&opened, &written)?;
    let evaluation = SupervisionEvaluation {
        id: SupervisionEvaluationId::new(new_id()),
        training: id,
        written,
        followed_up: None,
        version: 0,
        changed: None,
    };
    opened.add(evaluation).await
}

/// Changes day and answers, until the studierektor has followed it up.
#[utoipa::path(put, path = "/trainings/{id}/evaluations/{evaluation}", tag = "supervision-evaluation",
    params(("id" = TrainingId, Path), ("evaluation" = SupervisionEvaluationId, Path), ("If-Match" = String, Header)),
    request_body = SaveSupervisionEvaluation, responses(
    (status = OK, body = Saved<SupervisionEvaluation>),
    Guarded, Versioned, Checked,
))]
async fn save(
    State(app): State<App>,
    me: SignedIn,
    IfMatch(version): IfMatch,
    Path((id, evaluation)): Path<(TrainingId, SupervisionEvaluationId)>,
    Json(written): Json<SaveSupervisionEvaluation>,
) -> Answer<Json<Saved<SupervisionEvaluation>>> {
    let opened = open(&app, &me, id, Action::TrainingWrite).await?;
    let was: SupervisionEvaluation = opened.record(evaluation)?;
    check(&opened, &written)?;
    let new = was.clone().save(written, opened.changed()).map_err(not_allowed)?;
    opened.save(was, version, new).await
}

/// The studierektor or the head of unit has followed it up, as it was read: from then on it doesn't change.
#[utoipa::path(post, path = "/trainings/{id}/evaluations/{evaluation}/follow-up", tag = "supervision-evaluation",
    params(("id" = TrainingId, Path), ("evaluation" = SupervisionEvaluationId, Path), ("If-Match" = String, Header)), responses(
    (status = OK, body = Saved<SupervisionEvaluation>),
    Guarded, Versioned,
))]
async fn follow_up(
    State(app): State<App>,
    me: SignedIn,
    IfMatch(version): IfMatch,
    Path((id, evaluation)): Path<(TrainingId, SupervisionEvaluationId)>,
) -> Answer<Json<Saved<SupervisionEvaluation>>> {
    let opened = open(&app, &me, id, Action::TrainingApprove).await?;
    let was: SupervisionEvaluation = opened.at(evaluation, version)?;
    let new = was.clone().follow_up(opened.signature()).map_err(not_allowed)?;
    opened.step(&was, new, None).await
}
