//! Placements, leave and credits of a training.

use axum::extract::State;
use shared::{
    PlacementId, TrainingId,
    person::PersonName,
    placement::{
        Credit, InvalidPlacement, Leave, Placement, SaveCredit, SaveLeave, SavePlacement,
        SupervisorChoice, SupervisorName,
    },
    problem::Problem,
    rights::{Action, may_supervise},
    saving::Saved,
    text::FreeText,
    written_date::{say_day, say_range},
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    extract::{IfMatch, Json, Path, SignedIn},
    refusal::{Answer, Checked, Guarded, Refusal, Versioned, invalid, not_allowed},
    training::{InWords, Opened, open},
};
use crate::{App, clock::new_id, store::training::TrainingRecord as _};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(add))
        .routes(routes!(save, remove))
        .routes(routes!(add_leave))
        .routes(routes!(save_leave, remove_leave))
        .routes(routes!(add_credit))
        .routes(routes!(save_credit, remove_credit))
        .routes(routes!(approve_credit))
}

/// A text with its heading, if there is one.
fn told(heading: &str, text: &FreeText) -> String {
    if text.is_blank() { String::new() } else { format!("\n{heading}: {}", &**text) }
}

impl InWords for Placement {
    fn words(&self) -> String {
        let mut words = format!(
            "{}: {}, {}, {}",
            self.kind.name(),
            &*self.place,
            say_range(self.from, self.to),
            self.percent
        );
        if let Some(supervisor) = &self.supervisor {
            words += &format!("\nHandledare: {}", supervisor.name());
        }
        if !self.objectives.is_empty() {
            let codes: Vec<_> = self.objectives.iter().map(ToString::to_string).collect();
            words += &format!("\nDelmål: {}", codes.join(", "));
        }
        words += &told("Mål", &self.goals);
        if let Some(agreed) = self.contract {
            words += &format!("\nMålen överenskomna {}", say_day(agreed));
        }
        words += &told("Återkoppling", &self.feedback);
        if let Some(follow_up) = &self.followed_up {
            let met = if follow_up.goals_met { "målen nådda" } else { "målen inte nådda" };
            words += &format!("\nUppföljd {}, {met}", say_day(follow_up.on));
        }
        words
    }
}

impl InWords for Leave {
    fn words(&self) -> String {
        format!("{}, {}, {}", self.kind.name(), say_range(self.from, self.to), self.percent)
    }
}

impl InWords for Credit {
    fn words(&self) -> String {
        let approved = match &self.approved {
            Some(signature) => format!("godkänd av {}", signature.by.name),
            None => "inte godkänd".to_owned(),
        };
        format!("{}, {} månader, {approved}: {}", self.kind.name(), self.months, &*self.reason)
    }
}

fn wrong(error: InvalidPlacement) -> Refusal {
    let path = match error {
        InvalidPlacement::Period(_) => "to",
        InvalidPlacement::BeforeTraining { .. } => "from",
        InvalidPlacement::Objective(_) => "objectives",
        InvalidPlacement::ContractAhead => "contract",
        InvalidPlacement::FollowUpAhead | InvalidPlacement::FollowUpBeforeStart(_) => {
            "followed_up.on"
        }
    };
    invalid(path, error)
}

impl Opened {
    /// Who supervises a placement, by name. Who was chosen before may stay, also when they have left since.
    async fn supervisor(
        &mut self,
        choice: Option<SupervisorChoice>,
        before: Option<&SupervisorName>,
    ) -> Answer<Option<SupervisorName>> {
        let id = match choice {
            None => return Ok(None),
            Some(SupervisorChoice::Written(name)) => {
                return Ok(Some(SupervisorName::Written(name)));
            }
            Some(SupervisorChoice::Person(id)) => id,
        };
        if let Some(SupervisorName::Person(PersonName { id: known, .. })) = before
            && *known == id
        {
            return Ok(before.cloned());
        }
        let roles = self.work.roles_of(id).await?;
        let held = roles.into_iter().find(|held| may_supervise(held.membership.role));
        let held = held.ok_or_else(|| {
            invalid(
                "supervisor",
                "Personen är inte handledare här. Välj en annan, eller skriv bara handledarens namn.",
            )
        })?;
        Ok(Some(SupervisorName::Person(held.person)))
    }

    /// A placement as it is to be saved.
    async fn placement(
        &mut self,
        id: PlacementId,
        save: SavePlacement,
        before: Option<&Placement>,
    ) -> Answer<Placement> {
        save.check(self.training(), self.today).map_err(wrong)?;
        if let Some(clinic) = save.clinic
            && self.work.clinic(clinic, self.by.id).await?.is_none()
        {
            return Err(invalid(
                "clinic",
                "Kliniken finns inte här. Välj en annan, eller skriv bara platsens namn.",
            ));
        }
        let before = before.and_then(|before| before.supervisor.as_ref());
        let supervisor = self.supervisor(save.supervisor, before).await?;
        Ok(Placement {
            id,
            kind: save.kind,
            place: save.place,
            clinic: save.clinic,
            from: save.from,
            to: save.to,
            percent: save.percent,
            supervisor,
            goals: save.goals,
            objectives: save.objectives,
            contract: save.contract,
            feedback: save.feedback,
            followed_up: save.followed_up,
            version: 0,
            changed: None,
        })
    }
}

/// Adds a placement.
#[utoipa::path(post, path = "/trainings/{id}/placements", tag = "placement",
    params(("id" = TrainingId, Path)), request_body = SavePlacement, responses(
    (status = OK, body = Saved<Placement>),
    (status = CONFLICT, body = Problem),
    Guarded, Checked,
))]
async fn add(
    State(app): State<App>,
    me: SignedIn,
    Path(id): Path<TrainingId>,
    Json(save): Json<SavePlacement>,
) -> Answer<Json<Saved<Placement>>> {
    let mut opened = open(&app, &me, id, Action::TrainingWrite).await?;
    let mut placement = opened.placement(PlacementId::new(new_id()), save, None).await?;
    placement.stamp(1, opened.changed());
    opened.add_only(placement.clone()).await?;
    if placement.supervisor.is_some() {
        opened.work.save_placement_supervisor(id, &placement).await?;
    }
    opened.done(placement).await
}

/// Saves a placement.
#[utoipa::path(put, path = "/trainings/{id}/placements/{placement}", tag = "placement",
    params(("id" = TrainingId, Path), ("placement" = PlacementId, Path), ("If-Match" = String, Header)),
    request_body = SavePlacement, responses(
    (status = OK, body = Saved<Placement>),
    Guarded, Versioned, Checked,
))]
async fn save(
    State(app): State<App>,
    me: SignedIn,
    IfMatch(version): IfMatch,
    Path((id, placement)): Path<(TrainingId, PlacementId)>,
    Json(save): Json<SavePlacement>,
) -> Answer<Json<Saved<Placement>>> {
    let mut opened = open(&app, &me, id, Action::TrainingWrite).await?;
    let was: Placement = opened.record(placement)?;
    let new = opened.placement(placement, save, Some(&was)).await?;
    if was.version == version && new.supervisor != was.supervisor {
        opened.work.save_placement_supervisor(id, &new).await?;
    }
    opened.save(was, version, new).await
}

/// Removes a placement; the history keeps it.
#[utoipa::path(delete, path = "/trainings/{id}/placements/{placement}", tag = "placement",
    params(("id" = TrainingId, Path), ("placement" = PlacementId, Path), ("If-Match" = String, Header)), responses(
    (status = OK, body = Saved<Placement>),
    Guarded, Versioned,
))]
async fn remove(
    State(app): State<App>,
    me: SignedIn,
    IfMatch(version): IfMatch,
    Path((id, placement)): Path<(TrainingId, PlacementId)>,
) -> Answer<Json<Saved<Placement>>> {
    let opened = open(&app, &me, id, Action::TrainingWrite).await?;
    let was: Placement = opened.at(placement, version)?;
    opened.remove(was).await
}

fn leave(id: PlacementId, save: SaveLeave) -> Answer<Leave> {
    save.check().map_err(|error| invalid("to", error))?;
    let SaveLeave { kind, from, to, percent } = save;
    Ok(Leave { id, kind, from, to, percent, version: 0, changed: None })
}

/// Adds a leave.
#[utoipa::path(post, path = "/trainings/{id}/leaves", tag = "placement",
    params(("id" = TrainingId, Path)), request_body = SaveLeave, responses(
    (status = OK, body = Saved<Leave>),
    (status = CONFLICT, body = Problem),
    Guarded, Checked,
))]
async fn add_leave(
    State(app): State<App>,
    me: SignedIn,
    Path(id): Path<TrainingId>,
    Json(save): Json<SaveLeave>,
) -> Answer<Json<Saved<Leave>>> {
    let opened = open(&app, &me, id, Action::TrainingWrite).await?;
    opened.add(leave(PlacementId::new(new_id()), save)?).await
}

/// Saves a leave.
#[utoipa::path(put, path = "/trainings/{id}/leaves/{leave}", tag = "placement",
    params(("id" = TrainingId, Path), ("leave" = PlacementId, Path), ("If-Match" = String, Header)),
    request_body = SaveLeave, responses(
    (status = OK, body = Saved<Leave>),
    Guarded, Versioned, Checked,
))]
async fn save_leave(
    State(app): State<App>,
    me: SignedIn,
    IfMatch(version): IfMatch,
    Path((id, of)): Path<(TrainingId, PlacementId)>,
    Json(save): Json<SaveLeave>,
) -> Answer<Json<Saved<Leave>>> {
    let opened = open(&app, &me, id, Action::TrainingWrite).await?;
    let was: Leave = opened.record(of)?;
    opened.save(was, version, leave(of, save)?).await
}

/// Removes a leave; the history keeps it.
#[utoipa::path(delete, path = "/trainings/{id}/leaves/{leave}", tag = "placement",
    params(("id" = TrainingId, Path), ("leave" = PlacementId, Path), ("If-Match" = String, Header)), responses(
    (status = OK, body = Saved<Leave>),
    Guarded, Versioned,
))]
async fn remove_leave(
    State(app): State<App>,
    me: SignedIn,
    IfMatch(version): IfMatch,
    Path((id, leave)): Path<(TrainingId, PlacementId)>,
) -> Answer<Json<Saved<Leave>>> {
    let opened = open(&app, &me, id, Action::TrainingWrite).await?;
    let was: Leave = opened.at(leave, version)?;
    opened.remove(was).await
}

/// Checks a credit together with the others.
fn check_credit(opened: &Opened, save: &SaveCredit, but: Option<PlacementId>) -> Answer<()> {
    let others = opened.kept.portfolio.credits.iter().filter(|other| Some(other.id) != but);
    let others: Vec<Credit> = others.cloned().collect();
    save.check(&others, opened.training().regulation).map_err(|error| invalid("months", error))
}

/// Adds a credit, to be approved.
#[utoipa::path(post, path = "/trainings/{id}/credits", tag = "placement",
    params(("id" = TrainingId, Path)), request_body = SaveCredit, responses(
    (status = OK, body = Saved<Credit>),
    (status = CONFLICT, body = Problem),
    Guarded, Checked,
))]
async fn add_credit(
    State(app): State<App>,
    me: SignedIn,
    Path(id): Path<TrainingId>,
    Json(save): Json<SaveCredit>,
) -> Answer<Json<Saved<Credit>>> {
    let opened = open(&app, &me, id, Action::TrainingWrite).await?;
    check_credit(&opened, &save, None)?;
    let SaveCredit { kind, months, reason } = save;
    let id = PlacementId::new(new_id());
    let credit = Credit { id, kind, months, reason, approved: None, version: 0, changed: None };
    opened.add(credit).await
}

/// Saves a credit. One that was approved is to be approved again.
#[utoipa::path(put, path = "/trainings/{id}/credits/{credit}", tag = "placement",
    params(("id" = TrainingId, Path), ("credit" = PlacementId, Path), ("If-Match" = String, Header)),
    request_body = SaveCredit, responses(
    (status = OK, body = Saved<Credit>),
    Guarded, Versioned, Checked,
))]
async fn save_credit(
    State(app): State<App>,
    me: SignedIn,
    IfMatch(version): IfMatch,
    Path((id, credit)): Path<(TrainingId, PlacementId)>,
    Json(save): Json<SaveCredit>,
) -> Answer<Json<Saved<Credit>>> {
    let opened = open(&app, &me, id, Action::TrainingWrite).await?;
    let was: Credit = opened.record(credit)?;
    check_credit(&opened, &save, Some(credit))?;
    let new = was.clone().change(save);
    opened.save(was, version, new).await
}

/// Removes a credit; the history keeps it.
#[utoipa::path(delete, path = "/trainings/{id}/credits/{credit}", tag = "placement",
    params(("id" = TrainingId, Path), ("credit" = PlacementId, Path), ("If-Match" = String, Header)), responses(
    (status = OK, body = Saved<Credit>),
    Guarded, Versioned,
))]
async fn remove_credit(
    State(app): State<App>,
    me: SignedIn,
    IfMatch(version): IfMatch,
    Path((id, credit)): Path<(TrainingId, PlacementId)>,
) -> Answer<Json<Saved<Credit>>> {
    let opened = open(&app, &me, id, Action::TrainingWrite).await?;
    let was: Credit = opened.at(credit, version)?;
    opened.remove(was).await
}

/// Approves a credit, so that it counts.
#[utoipa::path(post, path = "/trainings/{id}/credits/{credit}/approval", tag = "placement",
    params(("id" = TrainingId, Path), ("credit" = PlacementId, Path), ("If-Match" = String, Header)), responses(
    (status = OK, body = Saved<Credit>),
    Guarded, Versioned,
))]
async fn approve_credit(
    State(app): State<App>,
    me: SignedIn,
    IfMatch(version): IfMatch,
    Path((id, credit)): Path<(TrainingId, PlacementId)>,
) -> Answer<Json<Saved<Credit>>> {
    let opened = open(&app, &me, id, Action::TrainingApprove).await?;
    let was: Credit = opened.at(credit, version)?;
    let new = was.clone().approve(opened.signature()).map_err(not_allowed)?;
    opened.step(&was, new, None).await
}
