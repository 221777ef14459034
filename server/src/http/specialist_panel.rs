//! Specialistkollegier of a training: opened by the director of studies, each form written alone, held, fed back. Each person is answered
//! with what they may see of one ([`SpecialistPanel::view`]); to those it doesn't concern it isn't there. Forms stand in [`form`], what has
//! been done with one in [`history`].

use axum::extract::State;
use shared::{
    SpecialistPanelId, TrainingId,
    person::PersonName,
    problem::Problem,
    review::GiveReason,
    rights::{Action, may_supervise, parts},
    saving::Saved,
    specialist_panel::{
        GiveFeedback, HoldPanel, OpenPanel, PanelEvent, PanelRefused, PanelView, SaveConclusions,
        SpecialistPanel,
    },
    support_plan::TrainingPart,
    training::Training,
    written_date::say_day,
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    extract::{IfMatch, Json, Path, SignedIn},
    refusal::{
        Answer, Checked, Guarded, Refusal, Versioned, conflict, forbidden, forbidden_so, invalid,
        not_allowed, not_found,
    },
    training::{InWords, Opened, Told, hold_for, on, open},
};
use crate::{
    App,
    clock::new_id,
    store::{person::Place, training::TrainingRecord as _},
};

mod form;
mod history;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, begin))
        .routes(routes!(convene))
        .routes(routes!(conclude))
        .routes(routes!(feed_back))
        .routes(routes!(cancel))
        .merge(form::routes())
        .merge(history::routes())
}

/// Where a panel is: the training's id and its own.
type At = Path<(TrainingId, SpecialistPanelId)>;

/// What a panel has agreed, a line each.
fn agreed(conclusions: &SaveConclusions) -> Vec<String> {
    let texts = [
        ("Styrkor", &conclusions.strengths),
        ("Utvecklingsbehov", &conclusions.needs),
        ("Ändringar i programmet", &conclusions.programme),
    ];
    let texts = texts.into_iter().filter(|(_, text)| !text.is_blank());
    let mut lines: Vec<String> =
        texts.map(|(heading, text)| format!("{heading}: {}", &**text)).collect();
    for focus in conclusions.foci.as_slice() {
        lines.push(format!("Fokus, {}: {}", focus.area.name().to_lowercase(), &*focus.text));
    }
    lines
}

impl InWords for SpecialistPanel {
    /// What is written in a form stays its writer's own.
    fn words(&self) -> String {
        let names: Vec<&str> = self.specialists.iter().map(|one| one.name.as_str()).collect();
        let mut words = format!(
            "Specialistkollegium {}: {}. Specialister: {}",
            say_day(self.planned_on),
            self.phase.name().to_lowercase(),
            names.join(", ")
        );
        for line in self.phase.conclusions().map(agreed).unwrap_or_default() {
            words += &format!("\n{line}");
        }
        words
    }
}

/// A panel as the person sees it. Who judges, leads or gives feedback sees it while they have a role at the clinic.
fn as_seen(panel: &SpecialistPanel, training: &Training, me: &SignedIn) -> Option<PanelView> {
    let clinic = Some(training.clinic.id);
    let works =
        me.0.memberships.iter().any(|held| held.clinic == clinic && may_supervise(held.role));
    panel.view(me.0.id).filter(|_| works || panel.trainee.id == me.0.id)
}

/// What the person sees of a panel, as the answer to what they did.
fn answer(
    Json(saved): Json<Saved<SpecialistPanel>>,
    me: &SignedIn,
) -> Answer<Json<Saved<PanelView>>> {
    let record = saved.record.view(me.0.id).ok_or_else(not_found)?;
    Ok(Json(Saved { record, revision: saved.revision }))
}

/// Keeps what was done with a panel; its history carries the event, by which it is told. Of a form it tells that it was written, and not
/// what.
async fn keep(
    opened: Opened,
    (was, new): (&SpecialistPanel, SpecialistPanel),
    event: PanelEvent,
    reason: Option<&str>,
    me: &SignedIn,
) -> Answer<Json<Saved<PanelView>>> {
    use PanelEvent as Event;
    let (from, to) = match event {
        Event::SelfRatingSaved
        | Event::SelfRatingHandedIn
        | Event::JudgementSaved
        | Event::JudgementHandedIn
        | Event::JudgementTakenBack => (None, Some(event.name().to_owned())),
        Event::Concluded => {
            let agreed = |panel: &SpecialistPanel| {
                panel.phase.conclusions().map(|now| agreed(now).join("\n"))
            };
            (agreed(was), agreed(&new))
        }
        Event::Opened | Event::Held | Event::FedBack | Event::Cancelled => {
            (Some(was.words()), Some(new.words()))
        }
    };
    let told = Told { part: Some(event.as_str().to_owned()), from, to, reason };
    answer(opened.keep(new, told).await?, me)
}

/// Opens the training of a panel that the person sees.
async fn opened(
    app: &App,
    me: &SignedIn,
    (training, id): (TrainingId, SpecialistPanelId),
) -> Answer<(Opened, SpecialistPanel, PanelView)> {
    let opened = hold_for(app, me, training).await?;
    let panel: SpecialistPanel = opened.record(id)?;
    let seen = as_seen(&panel, opened.training(), me).ok_or_else(not_found)?;
    opened.underway()?;
    Ok((opened, panel, seen))
}

/// The same, at the version that the person saw, for those of `whose`.
async fn opened_at(
    app: &App,
    me: &SignedIn,
    at: (TrainingId, SpecialistPanelId),
    version: i64,
    whose: fn(&SpecialistPanel) -> Vec<&PersonName>,
) -> Answer<(Opened, SpecialistPanel)> {
    let (opened, panel, seen) = opened(app, me, at).await?;
    if !whose(&panel).iter().any(|one| one.id == me.0.id) {
        return Err(forbidden_so(
            "Det gör den som leder kollegiet eller ger återkopplingen.",
            "Studierektorn leder det, och den huvudansvariga handledaren ger återkopplingen.",
        ));
    }
    if panel.version == version { Ok((opened, panel)) } else { Err(conflict(&seen)) }
}

fn refused(error: PanelRefused) -> Refusal {
    use PanelRefused as No;
    match error {
        No::TraineeJudges | No::NamedTwice(_) | No::TooFew(_) => invalid("specialists", error),
        No::ToCome(day) => {
            invalid("on", format!("{} har inte varit än. Skriv dagen då det hände.", say_day(day)))
        }
        No::BeforePanel(day) => {
            invalid("on", format!("Återkopplingen kan inte vara före kollegiet {}.", say_day(day)))
        }
        No::Remaining(_) => invalid("marks", error),
        No::NotSpecialist | No::NotPrincipal => forbidden_so(error.to_string(), ""),
        error => not_allowed(error),
    }
}

/// The panels of a training that concern the person, as they see them, by day.
#[utoipa::path(get, path = "/trainings/{id}/panels", tag = "specialist-panel",
    params(("id" = TrainingId, Path)), responses(
    (status = OK, body = Vec<PanelView>),
    (status = NOT_FOUND, body = Problem),
))]
async fn list(
    State(app): State<App>,
    me: SignedIn,
    Path(id): Path<TrainingId>,
) -> Answer<Json<Vec<PanelView>>> {
    let kept = app.store.read().await?.portfolio(id).await?.ok_or_else(not_found)?;
    let training = &kept.portfolio.training;
    let seen: Vec<PanelView> =
        kept.panels.iter().filter_map(|panel| as_seen(panel, training, &me)).collect();
    if seen.is_empty() {
        me.must(Action::TrainingRead, Action::TrainingRead, &on(training, &me.0))?;
    }
    Ok(Json(seen))
}

/// Opens a panel, led by the director of studies who does so.
#[utoipa::path(post, path = "/trainings/{id}/panels", tag = "specialist-panel",
    params(("id" = TrainingId, Path)), request_body = OpenPanel, responses(
    (status = OK, body = Saved<PanelView>),
    (status = CONFLICT, body = Problem),
    Guarded, Checked,
))]
async fn begin(
    State(app): State<App>,
    me: SignedIn,
    Path(id): Path<TrainingId>,
    Json(wanted): Json<OpenPanel>,
) -> Answer<Json<Saved<PanelView>>> {
    let mut opened = open(&app, &me, id, Action::TrainingRead).await?;
    if !parts(&me.0, &opened.on).contains(&TrainingPart::DirectorOfStudies) {
        return Err(forbidden());
    }
    let training = opened.training().clone();
    let principal = training.principal_supervisor.ok_or_else(|| {
        not_allowed(
            "ST:n har ingen huvudansvarig handledare, som ska ge återkopplingen. Välj en först.",
        )
    })?;
    let colleagues = opened.work.colleagues(Place::Clinic(training.clinic.id)).await?;
    let mut specialists = Vec::new();
    for person in wanted.specialists {
        let known = colleagues.iter().find(|held| {
            held.person.id == person
                && (may_supervise(held.membership.role) || person == training.trainee.id)
        });
        let known = known.ok_or_else(|| {
            invalid(
                "specialists",
                "Välj bland klinikens handledare, studierektorer och verksamhetschefer.",
            )
        })?;
        specialists.push(known.person.clone());
    }
    let leads = (opened.by.clone(), principal);
    let panel = SpecialistPanel::open(
        SpecialistPanelId::new(new_id()),
        id,
        training.trainee,
        leads,
        wanted.planned_on,
        specialists,
    );
    let mut panel = panel.map_err(refused)?;
    panel.stamp(1, opened.changed());
    let told = Told {
        part: Some(PanelEvent::Opened.as_str().to_owned()),
        to: Some(panel.words()),
        ..Told::default()
    };
    opened.add_told(panel.clone(), told).await?;
    opened.work.add_panel_members(&panel).await?;
    answer(opened.done(panel).await?, &me)
}

/// The panel has met.
#[utoipa::path(post, path = "/trainings/{id}/panels/{panel}/held", tag = "specialist-panel",
    params(("id" = TrainingId, Path), ("panel" = SpecialistPanelId, Path), ("If-Match" = String, Header)),
    request_body = HoldPanel, responses(
    (status = OK, body = Saved<PanelView>),
    Guarded, Versioned, Checked,
))]
async fn convene(
    State(app): State<App>,
    me: SignedIn,
    IfMatch(version): IfMatch,
    Path(at): At,
    Json(HoldPanel { on }): Json<HoldPanel>,
) -> Answer<Json<Saved<PanelView>>> {
    let (opened, was) = opened_at(&app, &me, at, version, |panel| vec![&panel.led_by]).await?;
    let new = was.clone().hold(on, opened.changed(), opened.today).map_err(refused)?;
    keep(opened, (&was, new), PanelEvent::Held, None, &me).await
}

/// Saves what the panel agrees.
#[utoipa::path(put, path = "/trainings/{id}/panels/{panel}/conclusions", tag = "specialist-panel",
    params(("id" = TrainingId, Path), ("panel" = SpecialistPanelId, Path), ("If-Match" = String, Header)),
    request_body = SaveConclusions, responses(
    (status = OK, body = Saved<PanelView>),
    Guarded, Versioned, Checked,
))]
async fn conclude(
    State(app): State<App>,
    me: SignedIn,
    IfMatch(version): IfMatch,
    Path(at): At,
    Json(saved): Json<SaveConclusions>,
) -> Answer<Json<Saved<PanelView>>> {
    let (opened, was) =
        opened_at(&app, &me, at, version, |panel| vec![&panel.led_by, &panel.principal]).await?;
    let new = was.clone().conclude(saved, opened.changed()).map_err(refused)?;
    keep(opened, (&was, new), PanelEvent::Concluded, None, &me).await
}

/// The huvudansvarig handledare has given the ST-läkare the feedback.
#[utoipa::path(post, path = "/trainings/{id}/panels/{panel}/feedback", tag = "specialist-panel",
    params(("id" = TrainingId, Path), ("panel" = SpecialistPanelId, Path), ("If-Match" = String, Header)),
    request_body = GiveFeedback, responses(
    (status = OK, body = Saved<PanelView>),
    Guarded, Versioned, Checked,
))]
async fn feed_back(
    State(app): State<App>,
    me: SignedIn,
    IfMatch(version): IfMatch,
    Path(at): At,
    Json(GiveFeedback { on }): Json<GiveFeedback>,
) -> Answer<Json<Saved<PanelView>>> {
    let (opened, was) = opened_at(&app, &me, at, version, |panel| vec![&panel.principal]).await?;
    let new = was.clone().feed_back(on, opened.signature(), opened.today).map_err(refused)?;
    keep(opened, (&was, new), PanelEvent::FedBack, None, &me).await
}

/// Calls the panel off, with a reason.
#[utoipa::path(post, path = "/trainings/{id}/panels/{panel}/cancellation", tag = "specialist-panel",
    params(("id" = TrainingId, Path), ("panel" = SpecialistPanelId, Path), ("If-Match" = String, Header)),
    request_body = GiveReason, responses(
    (status = OK, body = Saved<PanelView>),
    Guarded, Versioned,
))]
async fn cancel(
    State(app): State<App>,
    me: SignedIn,
    IfMatch(version): IfMatch,
    Path(at): At,
    Json(why): Json<GiveReason>,
) -> Answer<Json<Saved<PanelView>>> {
    let (opened, was) = opened_at(&app, &me, at, version, |panel| vec![&panel.led_by]).await?;
    let new = was.clone().cancel(why.reason.clone(), opened.changed()).map_err(refused)?;
    keep(opened, (&was, new), PanelEvent::Cancelled, Some(&why.reason), &me).await
}
