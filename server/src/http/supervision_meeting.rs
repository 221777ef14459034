//! Handledarsamtal of a training: planned, prepared by each, held, confirmed by both.

use axum::extract::State;
use shared::{
    SupervisionMeetingId, TrainingId,
    problem::Problem,
    review::GiveReason,
    rights::Action,
    saving::Saved,
    supervision_meeting::{
        HeldMeeting, MeetingPhase, MeetingRefused, Preparations, SaveMeetingDay, SaveMeetingNotes,
        SavePreparation, SupervisionMeeting,
    },
    written_date::say_day,
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    extract::{IfMatch, Json, Path, SignedIn},
    refusal::{Answer, Checked, Guarded, Versioned, conflict, forbidden_so, invalid, not_allowed},
    training::{InWords, Told, open},
};
use crate::{App, clock::new_id};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(plan))
        .routes(routes!(replan))
        .routes(routes!(prepare))
        .routes(routes!(hold))
        .routes(routes!(note))
        .routes(routes!(confirm))
        .routes(routes!(reopen))
        .routes(routes!(cancel))
}

impl InWords for SupervisionMeeting {
    fn words(&self) -> String {
        let mut words = format!("{}, planerat {}", self.phase.name(), say_day(self.planned_on));
        if let Some(held) = self.phase.held() {
            words +=
                &format!(", hållet {} i {} minuter", say_day(held.on), u16::from(held.minutes));
        }
        let notes = [("Talat om", &self.notes.topics), ("Överenskommet", &self.notes.agreements)];
        for (heading, text) in notes {
            if !text.is_blank() {
                words += &format!("\n{heading}: {}", &**text);
            }
        }
        words
    }
}

/// Plans a meeting between the ST-läkare and the huvudansvarig handledare.
#[utoipa::path(post, path = "/trainings/{id}/meetings", tag = "supervision-meeting",
    params(("id" = TrainingId, Path)), request_body = SaveMeetingDay, responses(
    (status = OK, body = Saved<SupervisionMeeting>),
    (status = CONFLICT, body = Problem, description = "No huvudansvarig handledare is named."),
    Guarded, Checked,
))]
async fn plan(
    State(app): State<App>,
    me: SignedIn,
    Path(id): Path<TrainingId>,
    Json(day): Json<SaveMeetingDay>,
) -> Answer<Json<Saved<SupervisionMeeting>>> {
    let opened = open(&app, &me, id, Action::TrainingWrite).await?;
    let training = opened.training();
    if day.planned_on < training.starts_on {
        let first = say_day(training.starts_on);
        return Err(invalid(
            "planned_on",
            format!("ST:n börjar {first}. Välj den dagen eller en senare."),
        ));
    }
    let supervisor = training.principal_supervisor.clone().ok_or_else(|| {
        not_allowed("Ingen huvudansvarig handledare är utsedd. Be studierektorn utse en först.")
    })?;
    let meeting = SupervisionMeeting {
        id: SupervisionMeetingId::new(new_id()),
        training: id,
        trainee: training.trainee.clone(),
        supervisor,
        planned_on: day.planned_on,
        prepared: Preparations::default(),
        phase: MeetingPhase::Planned,
        notes: SaveMeetingNotes::default(),
        version: 0,
        changed: None,
    };
    opened.add(meeting).await
}

/// Moves a planned meeting to another day.
#[utoipa::path(put, path = "/trainings/{id}/meetings/{meeting}", tag = "supervision-meeting",
    params(("id" = TrainingId, Path), ("meeting" = SupervisionMeetingId, Path), ("If-Match" = String, Header)),
    request_body = SaveMeetingDay, responses(
    (status = OK, body = Saved<SupervisionMeeting>),
    Guarded, Versioned,
))]
async fn replan(
    State(app): State<App>,
    me: SignedIn,
    IfMatch(version): IfMatch,
    Path((id, meeting)): Path<(TrainingId, SupervisionMeetingId)>,
    Json(day): Json<SaveMeetingDay>,
) -> Answer<Json<Saved<SupervisionMeeting>>> {
    let opened = open(&app, &me, id, Action::TrainingWrite).await?;
    let was: SupervisionMeeting = opened.record(meeting)?;
    let new = was.clone().replan(day, opened.changed()).map_err(not_allowed)?;
    opened.save(was, version, new).await
}

/// Saves one's own preparation. Its version is its own, so that neither party waits for the other.
#[utoipa::path(put, path = "/trainings/{id}/meetings/{meeting}/preparation", tag = "supervision-meeting",
    params(("id" = TrainingId, Path), ("meeting" = SupervisionMeetingId, Path),
        ("If-Match" = String, Header, description = "Version of one's own preparation")),
    request_body = SavePreparation, responses(
    (status = OK, body = Saved<SupervisionMeeting>),
    Guarded, Versioned,
))]
async fn prepare(
    State(app): State<App>,
    me: SignedIn,
    IfMatch(version): IfMatch,
    Path((id, meeting)): Path<(TrainingId, SupervisionMeetingId)>,
    Json(save): Json<SavePreparation>,
) -> Answer<Json<Saved<SupervisionMeeting>>> {
    let opened = open(&app, &me, id, Action::TrainingWrite).await?;
    let was: SupervisionMeeting = opened.record(meeting)?;
    let party = was.party(me.0.id).ok_or_else(|| {
        forbidden_so(
            "Du är inte med i det här samtalet.",
            format!("Det är planerat med {}.", was.supervisor.name),
        )
    })?;
    let own = was.prepared.of(party);
    if own.text == save.text {
        return Ok(Json(opened.unchanged(was)));
    }
    if own.version != version {
        return Err(conflict(&was));
    }
    let told = Told {
        part: Some(format!("preparation:{}", party.as_str())),
        from: (own.version > 0).then(|| own.text.to_string()),
        to: Some(save.text.to_string()),
        ..Told::default()
    };
    let new = was.prepare(party, save, opened.changed()).map_err(not_allowed)?;
    opened.keep(new, told).await
}

/// Tells that a meeting was held, or corrects when and how long until somebody has confirmed.
#[utoipa::path(post, path = "/trainings/{id}/meetings/{meeting}/held", tag = "supervision-meeting",
    params(("id" = TrainingId, Path), ("meeting" = SupervisionMeetingId, Path), ("If-Match" = String, Header)),
    request_body = HeldMeeting, responses(
    (status = OK, body = Saved<SupervisionMeeting>),
    Guarded, Versioned, Checked,
))]
async fn hold(
    State(app): State<App>,
    me: SignedIn,
    IfMatch(version): IfMatch,
    Path((id, meeting)): Path<(TrainingId, SupervisionMeetingId)>,
    Json(held): Json<HeldMeeting>,
) -> Answer<Json<Saved<SupervisionMeeting>>> {
    let opened = open(&app, &me, id, Action::TrainingWrite).await?;
    let was: SupervisionMeeting = opened.record(meeting)?;
    let starts_on = opened.training().starts_on;
    if held.on < starts_on {
        let first = say_day(starts_on);
        return Err(invalid(
            "on",
            format!("ST:n började {first}. Välj den dagen eller en senare."),
        ));
    }
    let new = was.clone().hold(held, opened.changed(), opened.today);
    let new = new.map_err(|error| match error {
        MeetingRefused::ToCome(day) => {
            invalid("on", format!("{} har inte varit än. Skriv dagen då ni möttes.", say_day(day)))
        }
        error => not_allowed(error),
    })?;
    opened.save(was, version, new).await
}

/// Saves what was spoken of and agreed.
#[utoipa::path(put, path = "/trainings/{id}/meetings/{meeting}/notes", tag = "supervision-meeting",
    params(("id" = TrainingId, Path), ("meeting" = SupervisionMeetingId, Path), ("If-Match" = String, Header)),
    request_body = SaveMeetingNotes, responses(
    (status = OK, body = Saved<SupervisionMeeting>),
    Guarded, Versioned, Checked,
))]
async fn note(
    State(app): State<App>,
    me: SignedIn,
    IfMatch(version): IfMatch,
    Path((id, meeting)): Path<(TrainingId, SupervisionMeetingId)>,
    Json(notes): Json<SaveMeetingNotes>,
) -> Answer<Json<Saved<SupervisionMeeting>>> {
    let opened = open(&app, &me, id, Action::TrainingWrite).await?;
    let was: SupervisionMeeting = opened.record(meeting)?;
    let new = was.clone().note(notes, opened.changed()).map_err(not_allowed)?;
    opened.save(was, version, new).await
}

/// Confirms day, minutes and notes. Two who confirm at the same moment both succeed: what is confirmed can't change after the
/// first, so only what was read before that is refused.
#[utoipa::path(post, path = "/trainings/{id}/meetings/{meeting}/confirmation", tag = "supervision-meeting",
    params(("id" = TrainingId, Path), ("meeting" = SupervisionMeetingId, Path), ("If-Match" = String, Header)), responses(
    (status = OK, body = Saved<SupervisionMeeting>),
    Guarded, Versioned,
))]
async fn confirm(
    State(app): State<App>,
    me: SignedIn,
    IfMatch(version): IfMatch,
    Path((id, meeting)): Path<(TrainingId, SupervisionMeetingId)>,
) -> Answer<Json<Saved<SupervisionMeeting>>> {
    let opened = open(&app, &me, id, Action::TrainingWrite).await?;
    let was: SupervisionMeeting = opened.record(meeting)?;
    let new = was.clone().confirm(opened.signature()).map_err(not_allowed)?;
    let confirmed_by_other = matches!(was.phase, MeetingPhase::ConfirmedByOne { .. });
    if was.version != version && !(confirmed_by_other && was.version == version + 1) {
        return Err(conflict(&was));
    }
    opened.step(&was, new, None).await
}

/// Opens the notes again, with a reason; both confirm anew.
#[utoipa::path(post, path = "/trainings/{id}/meetings/{meeting}/reopening", tag = "supervision-meeting",
    params(("id" = TrainingId, Path), ("meeting" = SupervisionMeetingId, Path), ("If-Match" = String, Header)),
    request_body = GiveReason, responses(
    (status = OK, body = Saved<SupervisionMeeting>),
    Guarded, Versioned,
))]
async fn reopen(
    State(app): State<App>,
    me: SignedIn,
    IfMatch(version): IfMatch,
    Path((id, meeting)): Path<(TrainingId, SupervisionMeetingId)>,
    Json(why): Json<GiveReason>,
) -> Answer<Json<Saved<SupervisionMeeting>>> {
    let opened = open(&app, &me, id, Action::TrainingWrite).await?;
    let was: SupervisionMeeting = opened.at(meeting, version)?;
    let new = was.clone().reopen(opened.changed()).map_err(not_allowed)?;
    opened.step(&was, new, Some(&why.reason)).await
}

/// Calls a planned meeting off, with a reason.
#[utoipa::path(post, path = "/trainings/{id}/meetings/{meeting}/cancellation", tag = "supervision-meeting",
    params(("id" = TrainingId, Path), ("meeting" = SupervisionMeetingId, Path), ("If-Match" = String, Header)),
    request_body = GiveReason, responses(
    (status = OK, body = Saved<SupervisionMeeting>),
    Guarded, Versioned,
))]
async fn cancel(
    State(app): State<App>,
    me: SignedIn,
    IfMatch(version): IfMatch,
    Path((id, meeting)): Path<(TrainingId, SupervisionMeetingId)>,
    Json(why): Json<GiveReason>,
) -> Answer<Json<Saved<SupervisionMeeting>>> {
    let opened = open(&app, &me, id, Action::TrainingWrite).await?;
    let was: SupervisionMeeting = opened.at(meeting, version)?;
    let new = was.clone().cancel(why.reason.clone(), opened.changed()).map_err(not_allowed)?;
    opened.step(&was, new, Some(&why.reason)).await
}
