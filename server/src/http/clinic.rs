//! Care providers and clinics.

mod standing;
mod thresholds;

use std::collections::BTreeSet;

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use shared::{
    CareProviderId, ClinicId,
    clinic::{AddCareProvider, CareProvider, Clinic, SaveClinic},
    person::Role,
    problem::Problem,
    rights::{Action, On},
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    extract::{IfMatch, Json, Path, Revised, SignedIn},
    refusal::{Answer, Checked, Guarded, conflict, invalid, not_found},
};
use crate::{
    App,
    clock::new_id,
    store::{Work, clinic::SeenClinic, history::NewChange},
    swedish::sort_key,
};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(care_providers, add_care_provider))
        .routes(routes!(list, add))
        .routes(routes!(read, save))
        .merge(standing::routes())
        .merge(thresholds::routes())
}

/// Most specialties of a clinic.
const MOST_SPECIALTIES: usize = 20;

impl SeenClinic {
    /// What rights at the clinic are asked on.
    #[must_use]
    pub const fn on(&self) -> On {
        On::clinic(&self.clinic.name).assigned(self.assigned)
    }
}

/// A clinic that the person sees: reads, or keeps the name and people of.
pub(super) async fn seen(
    work: &mut Work,
    signed_in: &SignedIn,
    id: ClinicId,
) -> Answer<SeenClinic> {
    let seen = work.clinic(id, signed_in.0.id).await?.ok_or_else(not_found)?;
    let on = seen.on();
    if signed_in.may(Action::ClinicRead, &on) || signed_in.may(Action::ClinicSave, &on) {
        Ok(seen)
    } else {
        Err(not_found())
    }
}

/// The clinics that the person sees, in order of name and site.
pub(super) async fn all_seen(work: &mut Work, signed_in: &SignedIn) -> Answer<Vec<SeenClinic>> {
    let me = &signed_in.0;
    let mut clinics = work.clinics_in_reach(me.id, me.is(Role::Administrator)).await?;
    clinics.retain(|seen| {
        let on = seen.on();
        signed_in.may(Action::ClinicRead, &on) || signed_in.may(Action::ClinicSave, &on)
    });
    clinics.sort_by_cached_key(|seen| {
        let name = &seen.clinic.name;
        (sort_key(&name.name), sort_key(&name.site), name.id)
    });
    Ok(clinics)
}

/// Care providers that the person has something to do with; all for an administrator.
#[utoipa::path(get, path = "/care-providers", tag = "clinic", responses((status = OK, body = Vec<CareProvider>)))]
async fn care_providers(
    State(app): State<App>,
    signed_in: SignedIn,
) -> Answer<Json<Vec<CareProvider>>> {
    let me = &signed_in.0;
    let mut work = app.store.read().await?;
    let mut care_providers = work.care_providers().await?;
    if !me.is(Role::Administrator) {
        let own = me.memberships.iter().filter_map(|membership| membership.care_provider);
        let clinics = all_seen(&mut work, &signed_in).await?;
        let seen: BTreeSet<CareProviderId> =
            clinics.iter().map(|seen| seen.clinic.name.care_provider).chain(own).collect();
        care_providers.retain(|provider| seen.contains(&provider.id));
    }
    care_providers.sort_by_cached_key(|provider| sort_key(&provider.name));
    Ok(Json(care_providers))
}

/// Adds a care provider.
#[utoipa::path(post, path = "/care-providers", tag = "clinic", request_body = AddCareProvider, responses(
    (status = CREATED, body = CareProvider),
    (status = FORBIDDEN, body = Problem),
    (status = UNPROCESSABLE_ENTITY, body = Problem),
))]
async fn add_care_provider(
    State(app): State<App>,
    signed_in: SignedIn,
    Json(add): Json<AddCareProvider>,
) -> Answer<Response> {
    signed_in.must_at(Action::CareProviderAdd, &On::NOTHING)?;
    let care_provider =
        CareProvider { id: CareProviderId::new(new_id()), name: add.name.to_string() };
    let mut work = app.store.write().await?;
    if !work.add_care_provider(&care_provider).await? {
        return Err(invalid("name", "Det finns redan en vårdgivare med det namnet."));
    }
    work.commit().await?;
    Ok((StatusCode::CREATED, Json(care_provider)).into_response())
}

/// Clinics that the person sees: own, of the own region, inspected; all for an administrator.
#[utoipa::path(get, path = "/clinics", tag = "clinic", responses((status = OK, body = Vec<Clinic>)))]
async fn list(State(app): State<App>, signed_in: SignedIn) -> Answer<Json<Vec<Clinic>>> {
    let clinics = all_seen(&mut app.store.read().await?, &signed_in).await?;
    Ok(Json(clinics.into_iter().map(|seen| seen.clinic).collect()))
}

fn check(clinic: &SaveClinic) -> Answer<()> {
    let different: BTreeSet<&str> = clinic.specialties.iter().map(|name| &**name).collect();
    if clinic.specialties.is_empty() {
        Err(invalid("specialties", "Ange minst en specialitet."))
    } else if clinic.specialties.len() > MOST_SPECIALTIES {
        Err(invalid("specialties", format!("Ange högst {MOST_SPECIALTIES} specialiteter.")))
    } else if different.len() < clinic.specialties.len() {
        Err(invalid("specialties", "Samma specialitet står två gånger. Ta bort den ena."))
    } else {
        Ok(())
    }
}

const TAKEN: &str = "Vårdgivaren har redan en klinik med det namnet på den orten.";

/// Adds a clinic.
#[utoipa::path(post, path = "/clinics", tag = "clinic", request_body = SaveClinic, responses(
    (status = CREATED, body = Clinic),
    Guarded, Checked,
))]
async fn add(
    State(app): State<App>,
    signed_in: SignedIn,
    Json(clinic): Json<SaveClinic>,
) -> Answer<Response> {
    let mut work = app.store.write().await?;
    if !work.care_providers().await?.iter().any(|provider| provider.id == clinic.care_provider) {
        return Err(not_found());
    }
    signed_in.must_at(Action::ClinicSave, &On::care_provider(clinic.care_provider))?;
    check(&clinic)?;
    let id = ClinicId::new(new_id());
    if !work.add_clinic(id, &clinic).await? {
        return Err(invalid("name", TAKEN));
    }
    work.publish_built_in_curricula(clinic.specialties.clone(), app.clock.now()).await?;
    keep(&mut work, &app, &signed_in, id, None, &clinic).await?;
    let seen = seen(&mut work, &signed_in, id).await?;
    work.commit().await?;
    Ok((StatusCode::CREATED, Revised(seen.clinic.version, seen.clinic)).into_response())
}

/// A clinic.
#[utoipa::path(get, path = "/clinics/{id}", tag = "clinic", params(("id" = ClinicId, Path)), responses(
    (status = OK, body = Clinic),
    (status = NOT_FOUND, body = Problem),
))]
async fn read(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<ClinicId>,
) -> Answer<Revised<Clinic>> {
    let seen = seen(&mut app.store.read().await?, &signed_in, id).await?;
    Ok(Revised(seen.clinic.version, seen.clinic))
}

/// Changes a clinic's name, site and specialties. Reviews keep the specialty that they were made of.
#[utoipa::path(put, path = "/clinics/{id}", tag = "clinic", request_body = SaveClinic,
    params(("id" = ClinicId, Path), ("If-Match" = String, Header, description = "Version")), responses(
    (status = OK, body = Clinic),
    (status = PRECONDITION_FAILED, body = Problem, description = "Changed meanwhile; `current` is the clinic."),
    Guarded, Checked,
))]
async fn save(
    State(app): State<App>,
    signed_in: SignedIn,
    IfMatch(version): IfMatch,
    Path(id): Path<ClinicId>,
    Json(clinic): Json<SaveClinic>,
) -> Answer<Revised<Clinic>> {
    let mut work = app.store.write().await?;
    let was = seen(&mut work, &signed_in, id).await?;
    signed_in.must_at(Action::ClinicSave, &was.on())?;
    let provider = was.clinic.name.care_provider;
    if clinic.care_provider != provider {
        return Err(invalid("care_provider", "En klinik kan inte byta vårdgivare."));
    }
    check(&clinic)?;
    if work.clinic_name_taken(id, provider, &clinic.name, &clinic.site).await? {
        return Err(invalid("name", TAKEN));
    }
    if !work.save_clinic(id, version, &clinic).await? {
        return Err(conflict(&seen(&mut work, &signed_in, id).await?.clinic));
    }
    work.publish_built_in_curricula(clinic.specialties.clone(), app.clock.now()).await?;
    keep(&mut work, &app, &signed_in, id, Some(&was.clinic), &clinic).await?;
    let seen = seen(&mut work, &signed_in, id).await?;
    work.commit().await?;
    Ok(Revised(seen.clinic.version, seen.clinic))
}

/// Keeps what changed of a clinic in its history.
async fn keep(
    work: &mut Work,
    app: &App,
    signed_in: &SignedIn,
    id: ClinicId,
    was: Option<&Clinic>,
    clinic: &SaveClinic,
) -> Answer<()> {
    let before = |value: fn(&Clinic) -> String| was.map(value);
    let specialties: Vec<&str> = clinic.specialties.iter().map(|name| &**name).collect();
    let changes = [
        ("name", before(|was| was.name.name.clone()), clinic.name.to_string()),
        ("site", before(|was| was.name.site.clone()), clinic.site.to_string()),
        ("specialties", before(|was| was.specialties.join(", ")), specialties.join(", ")),
    ];
    for (field, from, to) in changes {
        if from.as_ref() == Some(&to) {
            continue;
        }
        work.keep_change(NewChange {
            record: id.to_string(),
            field,
            from: from.as_deref(),
            to: Some(&to),
            reason: None,
            by: &signed_in.0.name,
            at: app.clock.now(),
        })
        .await?;
    }
    Ok(())
}
