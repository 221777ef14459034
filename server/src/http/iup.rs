//! Versions of a training's programme (IUP): written field by field, signed by both, approved.

use axum::extract::State;
use shared::{
    IupId, TrainingId,
    curriculum::ObjectiveCode,
    iup::{
        ChangeSize, CurrentIupField, Iup, IupApproval, IupApprover, IupFieldVersion, IupNotAllowed,
        ObjectivePlan, ReadIup, SaveIup, SaveIupSize, SavedIup, SizeDecider, next_draft,
    },
    person::Role,
    problem::Problem,
    review::GiveReason,
    rights::{Action, Tie},
    saving::Saved,
    written_date::say_range,
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    extract::{IfMatch, Json, Path, SignedIn},
    refusal::{Answer, Checked, Guarded, Refusal, conflict, forbidden, invalid, not_allowed},
    training::{InWords, Told, open},
};
use crate::{App, clock::new_id};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(begin))
        .routes(routes!(save_field))
        .routes(routes!(sign))
        .routes(routes!(withdraw))
        .routes(routes!(approve))
        .routes(routes!(send_back))
        .routes(routes!(discard))
        .routes(routes!(size))
}

impl InWords for Iup {
    fn words(&self) -> String {
        let size = match self.change {
            ChangeSize::Larger => "",
            ChangeSize::Smaller { .. } => ", mindre revidering",
        };
        format!("Version {}: {}{size}", self.number, self.phase.name())
    }
}

/// The value of a field as it stands.
fn value(iup: &Iup, like: &SaveIup) -> SaveIup {
    match like {
        SaveIup::Part { part, .. } => {
            let body = iup.content.part(*part).cloned().unwrap_or_default();
            SaveIup::Part { part: *part, body }
        }
        SaveIup::Objective { objective, .. } => {
            let plan = iup.content.objective(*objective).cloned().unwrap_or_default();
            SaveIup::Objective { objective: *objective, plan }
        }
        SaveIup::Placements { .. } => {
            SaveIup::Placements { placements: iup.content.placements().to_vec() }
        }
    }
}

/// A field's value for the history.
fn words(value: &SaveIup) -> String {
    match value {
        SaveIup::Part { body, .. } => body.to_string(),
        SaveIup::Objective { plan, .. } => plan_words(plan),
        SaveIup::Placements { placements } => {
            let lines = placements.iter().map(|one| {
                format!("{}, {}, {}", &*one.place, say_range(one.from, one.to), one.percent)
            });
            lines.collect::<Vec<_>>().join("\n")
        }
    }
}

fn plan_words(plan: &ObjectivePlan) -> String {
    let headings = ["Lärande", "Bedömning", "Dokumentation"];
    let written = headings.into_iter().zip(plan.texts()).filter(|(_, text)| !text.is_blank());
    written.map(|(heading, text)| format!("{heading}: {}", &**text)).collect::<Vec<_>>().join("\n")
}

/// What the rule says no to: a value, or the programme's phase.
fn refused(error: IupNotAllowed) -> Refusal {
    match error {
        IupNotAllowed::UnknownObjective(_) => invalid("objective", error),
        IupNotAllowed::Placement(_) => invalid("placements", error),
        error => not_allowed(error),
    }
}

/// Begins the next version, as a copy of the one in force.
#[utoipa::path(post, path = "/trainings/{id}/iups", tag = "iup", params(("id" = TrainingId, Path)), responses(
    (status = OK, body = Saved<Iup>),
    (status = CONFLICT, body = Problem, description = "A version is on its way."),
    Guarded,
))]
async fn begin(
    State(app): State<App>,
    me: SignedIn,
    Path(id): Path<TrainingId>,
) -> Answer<Json<Saved<Iup>>> {
    let opened = open(&app, &me, id, Action::TrainingWrite).await?;
    let draft = next_draft(&opened.kept.portfolio.iups, IupId::new(new_id()));
    let draft = draft.map_err(not_allowed)?;
    opened.add(draft).await
}

/// Saves one field of a draft. Each field has a version of its own.
#[utoipa::path(put, path = "/trainings/{id}/iups/{iup}/fields", tag = "iup",
    params(("id" = TrainingId, Path), ("iup" = IupId, Path),
        ("If-Match" = String, Header, description = "The field's version")),
    request_body = SaveIup, responses(
    (status = OK, body = Saved<SavedIup>),
    (status = CONFLICT, body = Problem),
    (status = PRECONDITION_FAILED, body = Problem, description = "`current` is a CurrentIupField."),
    Guarded, Checked,
))]
async fn save_field(
    State(app): State<App>,
    me: SignedIn,
    IfMatch(version): IfMatch,
    Path((id, iup)): Path<(TrainingId, IupId)>,
    Json(save): Json<SaveIup>,
) -> Answer<Json<Saved<SavedIup>>> {
    let opened = open(&app, &me, id, Action::TrainingWrite).await?;
    let was: Iup = opened.record(iup)?;
    let field = save.field();
    let objectives = opened.kept.portfolio.curriculum.objectives.iter();
    let codes: Vec<ObjectiveCode> = objectives.map(|objective| objective.code).collect();
    let mut new = was.clone().write(save.clone(), &codes).map_err(refused)?;
    let stands = value(&was, &save);
    let known = was.fields.iter().find(|known| known.field == field);
    let before = known.map_or(0, |known| known.version);
    let as_it_stands = || SavedIup {
        field: known.cloned().unwrap_or(IupFieldVersion { field, version: 0, changed: None }),
        revision: was.revision,
    };
    if new.content == was.content {
        return Ok(Json(opened.unchanged(as_it_stands())));
    }
    if before != version {
        return Err(conflict(&CurrentIupField { saved: as_it_stands(), value: stands }));
    }
    let saved = IupFieldVersion { field, version: version + 1, changed: Some(opened.changed()) };
    new.fields.retain(|known| known.field != field);
    new.fields.push(saved.clone());
    new.fields.sort_by_key(|known| known.field);
    new.revision += 1;
    let told = Told {
        part: Some(field.to_string()),
        from: Some(words(&stands)).filter(|words| !words.is_empty()),
        to: Some(words(&value(&new, &save))),
        ..Told::default()
    };
    let Json(Saved { record, revision }) = opened.keep(new, told).await?;
    let record = SavedIup { field: saved, revision: record.revision };
    Ok(Json(Saved { record, revision }))
}

/// Signs for one's own part what was read. Two who sign at the same moment both succeed.
#[utoipa::path(post, path = "/trainings/{id}/iups/{iup}/signature", tag = "iup",
    params(("id" = TrainingId, Path), ("iup" = IupId, Path)), request_body = ReadIup, responses(
    (status = OK, body = Saved<Iup>),
    (status = CONFLICT, body = Problem, description = "A part is empty, or it has changed since it was read."),
    Guarded,
))]
async fn sign(
    State(app): State<App>,
    me: SignedIn,
    Path((id, iup)): Path<(TrainingId, IupId)>,
    Json(ReadIup { read }): Json<ReadIup>,
) -> Answer<Json<Saved<Iup>>> {
    let opened = open(&app, &me, id, Action::TrainingWrite).await?;
    let was: Iup = opened.record(iup)?;
    let (iup, signature, today) = (was.clone(), opened.signature(), opened.today);
    let new = match opened.on.tie {
        Some(Tie::Own) => iup.sign_as_trainee(signature, read, today),
        Some(Tie::PrincipalSupervisor) => iup.sign_as_supervisor(signature, read, today),
        Some(
            Tie::Assessor | Tie::Certifier | Tie::ScientificSupervisor | Tie::PlacementSupervisor,
        )
        | None => return Err(forbidden()),
    };
    opened.step(&was, new.map_err(not_allowed)?, None).await
}

/// Takes one's own signature back, with a reason: the draft opens, and both sign anew.
#[utoipa::path(post, path = "/trainings/{id}/iups/{iup}/signature-withdrawal", tag = "iup",
    params(("id" = TrainingId, Path), ("iup" = IupId, Path)), request_body = GiveReason, responses(
    (status = OK, body = Saved<Iup>),
    (status = CONFLICT, body = Problem),
    Guarded,
))]
async fn withdraw(
    State(app): State<App>,
    me: SignedIn,
    Path((id, iup)): Path<(TrainingId, IupId)>,
    Json(why): Json<GiveReason>,
) -> Answer<Json<Saved<Iup>>> {
    let opened = open(&app, &me, id, Action::TrainingWrite).await?;
    let was: Iup = opened.record(iup)?;
    let new = was.clone().withdraw(opened.signature(), why.reason.clone()).map_err(not_allowed)?;
    opened.step(&was, new, Some(&why.reason)).await
}

/// The head of unit or a director of studies approves what both have signed.
#[utoipa::path(post, path = "/trainings/{id}/iups/{iup}/approval", tag = "iup",
    params(("id" = TrainingId, Path), ("iup" = IupId, Path)), request_body = ReadIup, responses(
    (status = OK, body = Saved<Iup>),
    (status = CONFLICT, body = Problem),
    Guarded,
))]
async fn approve(
    State(app): State<App>,
    me: SignedIn,
    Path((id, iup)): Path<(TrainingId, IupId)>,
    Json(ReadIup { read }): Json<ReadIup>,
) -> Answer<Json<Saved<Iup>>> {
    let opened = open(&app, &me, id, Action::TrainingApprove).await?;
    let was: Iup = opened.record(iup)?;
    let clinic = Some(opened.training().clinic.id);
    let heads =
        me.0.memberships.iter().any(|held| held.role == Role::HeadOfUnit && held.clinic == clinic);
    let approver = if heads { IupApprover::HeadOfUnit } else { IupApprover::DirectorOfStudies };
    let approval = IupApproval { signature: opened.signature(), approver };
    let new = was.clone().approve(approval, read, opened.today).map_err(not_allowed)?;
    opened.step(&was, new, None).await
}

/// Who was to approve sends the programme back, with a reason; both sign anew.
#[utoipa::path(post, path = "/trainings/{id}/iups/{iup}/return", tag = "iup",
    params(("id" = TrainingId, Path), ("iup" = IupId, Path)), request_body = GiveReason, responses(
    (status = OK, body = Saved<Iup>),
    (status = CONFLICT, body = Problem),
    Guarded,
))]
async fn send_back(
    State(app): State<App>,
    me: SignedIn,
    Path((id, iup)): Path<(TrainingId, IupId)>,
    Json(why): Json<GiveReason>,
) -> Answer<Json<Saved<Iup>>> {
    let opened = open(&app, &me, id, Action::TrainingApprove).await?;
    let was: Iup = opened.record(iup)?;
    let new = was.clone().return_with(opened.signature(), why.reason.clone());
    opened.step(&was, new.map_err(not_allowed)?, Some(&why.reason)).await
}

/// Gives a draft up, with a reason. What was written stays to be read.
#[utoipa::path(post, path = "/trainings/{id}/iups/{iup}/discard", tag = "iup",
    params(("id" = TrainingId, Path), ("iup" = IupId, Path)), request_body = GiveReason, responses(
    (status = OK, body = Saved<Iup>),
    (status = CONFLICT, body = Problem),
    Guarded,
))]
async fn discard(
    State(app): State<App>,
    me: SignedIn,
    Path((id, iup)): Path<(TrainingId, IupId)>,
    Json(why): Json<GiveReason>,
) -> Answer<Json<Saved<Iup>>> {
    let opened = open(&app, &me, id, Action::TrainingWrite).await?;
    let was: Iup = opened.record(iup)?;
    let new = was.clone().discard(opened.signature(), why.reason.clone()).map_err(not_allowed)?;
    opened.step(&was, new, Some(&why.reason)).await
}

/// Says how large the change is. The ST-läkare may call it larger; who is responsible also smaller.
#[utoipa::path(post, path = "/trainings/{id}/iups/{iup}/size", tag = "iup",
    params(("id" = TrainingId, Path), ("iup" = IupId, Path)), request_body = SaveIupSize, responses(
    (status = OK, body = Saved<Iup>),
    (status = CONFLICT, body = Problem),
    Guarded,
))]
async fn size(
    State(app): State<App>,
    me: SignedIn,
    Path((id, iup)): Path<(TrainingId, IupId)>,
    Json(SaveIupSize { larger }): Json<SaveIupSize>,
) -> Answer<Json<Saved<Iup>>> {
    let opened = open(&app, &me, id, Action::TrainingRead).await?;
    let was: Iup = opened.record(iup)?;
    let own = opened.on.tie == Some(Tie::Own);
    let decider = if own { SizeDecider::Trainee } else { SizeDecider::Responsible };
    let new = if larger {
        was.clone().call_larger()
    } else {
        was.clone().call_smaller(opened.signature(), decider)
    };
    opened.step(&was, new.map_err(not_allowed)?, None).await
}
