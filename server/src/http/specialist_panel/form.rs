//! The forms of a panel: ST-läkarens self-rating and each specialist's own. A form has a version of its own, so that those who write at
//! the same time never hinder each other.

use axum::extract::State;
use shared::{
    SpecialistPanelId, TrainingId,
    saving::Saved,
    specialist_panel::{
        PanelEvent, PanelForm, PanelRefused, PanelView, SavePanelForm, SpecialistPanel,
    },
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    super::{
        extract::{IfMatch, Json, Path, SignedIn},
        refusal::{Answer, Checked, Guarded, Versioned, conflict, forbidden_so},
        training::Opened,
    },
    At, keep, opened, refused,
};
use crate::App;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(save_self_rating))
        .routes(routes!(hand_in_self_rating))
        .routes(routes!(save_judgement))
        .routes(routes!(hand_in_judgement))
        .routes(routes!(take_back_judgement))
}

/// Opens a panel for whoever's form it is, with how the form stands.
async fn opened_form(
    app: &App,
    me: &SignedIn,
    at: (TrainingId, SpecialistPanelId),
    own: bool,
) -> Answer<(Opened, SpecialistPanel, PanelView, PanelForm)> {
    let (opened, panel, seen) = opened(app, me, at).await?;
    if own && panel.trainee.id != me.0.id {
        return Err(forbidden_so(
            "Det är ST-läkarens egen självskattning.",
            "Bara ST-läkaren fyller i den.",
        ));
    }
    if !own && !panel.is_specialist(me.0.id) {
        return Err(refused(PanelRefused::NotSpecialist));
    }
    let form = if own {
        panel.phase.self_rating().clone()
    } else {
        seen.own.as_ref().map(|own| own.form.clone()).unwrap_or_default()
    };
    Ok((opened, panel, seen, form))
}

/// Saves the self-rating as far as it has come.
#[utoipa::path(put, path = "/trainings/{id}/panels/{panel}/self-rating", tag = "specialist-panel",
    params(("id" = TrainingId, Path), ("panel" = SpecialistPanelId, Path),
        ("If-Match" = String, Header, description = "The form's version")), request_body = SavePanelForm, responses(
    (status = OK, body = Saved<PanelView>),
    Guarded, Versioned,
))]
async fn save_self_rating(
    State(app): State<App>,
    me: SignedIn,
    IfMatch(version): IfMatch,
    Path(at): At,
    Json(save): Json<SavePanelForm>,
) -> Answer<Json<Saved<PanelView>>> {
    let (opened, was, seen, form) = opened_form(&app, &me, at, true).await?;
    let same = form.written == save;
    let new = was.clone().save_self_rating(save, opened.changed()).map_err(refused)?;
    if same {
        return Ok(Json(opened.unchanged(seen)));
    }
    if form.version != version {
        return Err(conflict(&seen));
    }
    keep(opened, (&was, new), PanelEvent::SelfRatingSaved, None, &me).await
}

/// ST-läkaren hands the self-rating in; the specialists may begin.
#[utoipa::path(post, path = "/trainings/{id}/panels/{panel}/self-rating/handing-in", tag = "specialist-panel",
    params(("id" = TrainingId, Path), ("panel" = SpecialistPanelId, Path),
        ("If-Match" = String, Header, description = "The form's version")), responses(
    (status = OK, body = Saved<PanelView>),
    Guarded, Versioned, Checked,
))]
async fn hand_in_self_rating(
    State(app): State<App>,
    me: SignedIn,
    IfMatch(version): IfMatch,
    Path(at): At,
) -> Answer<Json<Saved<PanelView>>> {
    let (opened, was, seen, form) = opened_form(&app, &me, at, true).await?;
    if form.version != version {
        return Err(conflict(&seen));
    }
    let new = was.clone().hand_in_self_rating(opened.changed()).map_err(refused)?;
    keep(opened, (&was, new), PanelEvent::SelfRatingHandedIn, None, &me).await
}

/// Saves a specialist's own form as far as it has come.
#[utoipa::path(put, path = "/trainings/{id}/panels/{panel}/judgement", tag = "specialist-panel",
    params(("id" = TrainingId, Path), ("panel" = SpecialistPanelId, Path),
        ("If-Match" = String, Header, description = "The form's version")), request_body = SavePanelForm, responses(
    (status = OK, body = Saved<PanelView>),
    Guarded, Versioned,
))]
async fn save_judgement(
    State(app): State<App>,
    me: SignedIn,
    IfMatch(version): IfMatch,
    Path(at): At,
    Json(save): Json<SavePanelForm>,
) -> Answer<Json<Saved<PanelView>>> {
    let (opened, was, seen, form) = opened_form(&app, &me, at, false).await?;
    let same = form.written == save && form.version > 0;
    let new = was.clone().save_judgement(me.0.id, save, opened.changed()).map_err(refused)?;
    if same {
        return Ok(Json(opened.unchanged(seen)));
    }
    if form.version != version {
        return Err(conflict(&seen));
    }
    keep(opened, (&was, new), PanelEvent::JudgementSaved, None, &me).await
}

/// A specialist hands their form in.
#[utoipa::path(post, path = "/trainings/{id}/panels/{panel}/judgement/handing-in", tag = "specialist-panel",
    params(("id" = TrainingId, Path), ("panel" = SpecialistPanelId, Path),
        ("If-Match" = String, Header, description = "The form's version")), responses(
    (status = OK, body = Saved<PanelView>),
    Guarded, Versioned, Checked,
))]
async fn hand_in_judgement(
    State(app): State<App>,
    me: SignedIn,
    IfMatch(version): IfMatch,
    Path(at): At,
) -> Answer<Json<Saved<PanelView>>> {
    let (opened, was, seen, form) = opened_form(&app, &me, at, false).await?;
    if form.version != version {
        return Err(conflict(&seen));
    }
    let new = was.clone().hand_in(opened.signature()).map_err(refused)?;
    keep(opened, (&was, new), PanelEvent::JudgementHandedIn, None, &me).await
}

/// A specialist takes their form back, as long as nobody else has seen it.
#[utoipa::path(post, path = "/trainings/{id}/panels/{panel}/judgement/taking-back", tag = "specialist-panel",
    params(("id" = TrainingId, Path), ("panel" = SpecialistPanelId, Path),
        ("If-Match" = String, Header, description = "The form's version")), responses(
    (status = OK, body = Saved<PanelView>),
    Guarded, Versioned,
))]
async fn take_back_judgement(
    State(app): State<App>,
    me: SignedIn,
    IfMatch(version): IfMatch,
    Path(at): At,
) -> Answer<Json<Saved<PanelView>>> {
    let (opened, was, seen, form) = opened_form(&app, &me, at, false).await?;
    if form.version != version {
        return Err(conflict(&seen));
    }
    let new = was.clone().take_back(me.0.id, opened.changed()).map_err(refused)?;
    keep(opened, (&was, new), PanelEvent::JudgementTakenBack, None, &me).await
}
