//! Notes of gaps in an ST-läkare's competence (R73): written by who supervises at the clinic, reported to the huvudansvarig handledare, and
//! perhaps the beginning of an åtgärdsplan. Who sees a note is asked of the note itself; to everybody else it isn't there.

use axum::extract::State;
use shared::{
    ConcernNoteId, SupportPlanId, TrainingId,
    problem::Problem,
    rights::{Action, On, Tie, parts},
    saving::Saved,
    support_plan::{
        ConcernNote, ConcernNotes, InvalidConcern, SupportPlan, SupportStep, TrainingPart,
        WriteConcern,
    },
    written_date::say_day,
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::super::{
    extract::{IfMatch, Json, Path, SignedIn},
    refusal::{
        Answer, Checked, Guarded, Refusal, Versioned, conflict, forbidden, invalid, not_allowed,
        not_found,
    },
    training::{InWords, Opened, hold_for, on},
};
use super::refused;
use crate::{
    App,
    clock::new_id,
    store::training::{Kept, TrainingRecord as _},
};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, write))
        .routes(routes!(receive))
        .routes(routes!(begin_plan))
}

/// Where a note is: the training's id and its own.
type At = Path<(TrainingId, ConcernNoteId)>;

impl InWords for ConcernNote {
    fn words(&self) -> String {
        let mut words =
            format!("Anteckning {} av {}: {}", say_day(self.on), self.by.by.name, &*self.text);
        if let Some(received) = &self.received {
            words += &format!("\nMottagen av {}", received.by.name);
        }
        if self.plan.is_some() {
            words += "\nLedde till en åtgärdsplan";
        }
        words
    }
}

/// Refuses who neither reads the training nor notes anything at its clinic: to them it isn't there.
fn reached(me: &SignedIn, on: &On) -> Answer<()> {
    let reached = me.may(Action::TrainingRead, on) || me.may(Action::ConcernNote, on);
    if reached { Ok(()) } else { Err(not_found()) }
}

/// Whether the person sees a note.
fn sees(me: &SignedIn, on: &On, kept: &Kept, note: &ConcernNote) -> bool {
    // Who has left the clinic sees no more of what they wrote there.
    reached(me, on).is_ok() && note.is_seen(me.0.id, &parts(&me.0, on), &kept.support_plans)
}

/// Opens the training of a note that the person sees, at the version that was seen, for those who are `whose`.
async fn opened_at(
    app: &App,
    me: &SignedIn,
    (training, id): (TrainingId, ConcernNoteId),
    version: i64,
    whose: fn(TrainingPart) -> bool,
) -> Answer<(Opened, ConcernNote)> {
    let opened = hold_for(app, me, training).await?;
    let note: ConcernNote = opened.record(id)?;
    if !sees(me, &opened.on, &opened.kept, &note) {
        return Err(not_found());
    }
    if !parts(&me.0, &opened.on).into_iter().any(whose) {
        return Err(forbidden());
    }
    opened.underway()?;
    if note.version == version { Ok((opened, note)) } else { Err(conflict(&note)) }
}

fn wrong(error: InvalidConcern) -> Refusal {
    match error {
        InvalidConcern::Text(_) => invalid("text", "Skriv vad som har märkts."),
        InvalidConcern::Future => invalid("on", error),
    }
}

/// The notes of a training that the person sees, by day.
#[utoipa::path(get, path = "/trainings/{id}/concerns", tag = "support-plan",
    params(("id" = TrainingId, Path)), responses(
    (status = OK, body = ConcernNotes),
    (status = NOT_FOUND, body = Problem),
))]
async fn list(
    State(app): State<App>,
    me: SignedIn,
    Path(id): Path<TrainingId>,
) -> Answer<Json<ConcernNotes>> {
    let kept = app.store.read().await?.portfolio(id).await?.ok_or_else(not_found)?;
    let on = on(&kept.portfolio.training, &me.0);
    reached(&me, &on)?;
    let seen = kept.concerns.iter().filter(|note| sees(&me, &on, &kept, note));
    let notes = seen.cloned().collect();
    Ok(Json(ConcernNotes { trainee: kept.portfolio.training.trainee.clone(), notes }))
}

/// Notes a gap in competence, by who supervises at the clinic.
#[utoipa::path(post, path = "/trainings/{id}/concerns", tag = "support-plan",
    params(("id" = TrainingId, Path)), request_body = WriteConcern, responses(
    (status = OK, body = Saved<ConcernNote>),
    (status = CONFLICT, body = Problem),
    Guarded, Checked,
))]
async fn write(
    State(app): State<App>,
    me: SignedIn,
    Path(id): Path<TrainingId>,
    Json(write): Json<WriteConcern>,
) -> Answer<Json<Saved<ConcernNote>>> {
    let opened = hold_for(&app, &me, id).await?;
    reached(&me, &opened.on)?;
    if opened.on.tie == Some(Tie::Own) || !me.may(Action::ConcernNote, &opened.on) {
        return Err(forbidden());
    }
    opened.underway()?;
    write.check(opened.today).map_err(wrong)?;
    let note = ConcernNote::new(
        ConcernNoteId::new(new_id()),
        opened.training(),
        write,
        opened.signature(),
    );
    opened.add(note).await
}

/// The huvudansvarig handledare has taken part of a note.
#[utoipa::path(post, path = "/trainings/{id}/concerns/{concern}/receipt", tag = "support-plan",
    params(("id" = TrainingId, Path), ("concern" = ConcernNoteId, Path), ("If-Match" = String, Header)), responses(
    (status = OK, body = Saved<ConcernNote>),
    Guarded, Versioned,
))]
async fn receive(
    State(app): State<App>,
    me: SignedIn,
    IfMatch(version): IfMatch,
    Path(at): At,
) -> Answer<Json<Saved<ConcernNote>>> {
    let principal = |part| part == TrainingPart::PrincipalSupervisor;
    let (opened, was) = opened_at(&app, &me, at, version, principal).await?;
    let new = was.clone().receive(opened.signature()).map_err(not_allowed)?;
    opened.step(&was, new, None).await
}

/// Begins an åtgärdsplan that a note led to, by who writes one. Answers with the note.
#[utoipa::path(post, path = "/trainings/{id}/concerns/{concern}/support-plan", tag = "support-plan",
    params(("id" = TrainingId, Path), ("concern" = ConcernNoteId, Path), ("If-Match" = String, Header)), responses(
    (status = OK, body = Saved<ConcernNote>),
    Guarded, Versioned,
))]
async fn begin_plan(
    State(app): State<App>,
    me: SignedIn,
    IfMatch(version): IfMatch,
    Path(at): At,
) -> Answer<Json<Saved<ConcernNote>>> {
    let writes = |part: TrainingPart| part.may(SupportStep::Write);
    let (mut opened, was) = opened_at(&app, &me, at, version, writes).await?;
    let id = SupportPlanId::new(new_id());
    let new = was.clone().lead_to(id).map_err(not_allowed)?;
    let mut plan = SupportPlan::begin(&opened.kept.support_plans, id).map_err(refused)?;
    plan.stamp(1, opened.changed());
    opened.add_only(plan).await?;
    opened.step(&was, new, None).await
}
