//! Delegations at a clinic: the head of unit lets a specialist certify, for a time.

use axum::extract::State;
use shared::{
    ClinicId, DelegationId,
    certificate::{
        CertificateKind, ClinicDelegation, Delegation, DelegationEnd, EndNotAllowed,
        GiveDelegation, InvalidDelegation,
    },
    curriculum::Regulation,
    person::{PersonName, Signature},
    problem::Problem,
    review::GiveReason,
    rights::{Action, may_supervise},
    written_date::{say_day, say_range},
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    clinic::seen,
    extract::{Json, Path, SignedIn},
    refusal::{Answer, Checked, Guarded, Refusal, invalid, not_allowed, not_found},
};
use crate::{
    App,
    clock::new_id,
    store::{Work, history::NewChange},
};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(of_clinic, give)).routes(routes!(end))
}

fn wrong(error: InvalidDelegation) -> Refusal {
    let path = match error {
        InvalidDelegation::ToOneself => "to",
        InvalidDelegation::Nothing | InvalidDelegation::NotDelegable(_) => "kinds",
        InvalidDelegation::EndsBeforeStart => "ends",
    };
    invalid(path, error)
}

/// As the clinic's history tells of it.
fn words(Delegation { from, to, kinds, starts, ends }: &Delegation) -> String {
    let name = |kind: &CertificateKind| kind.name(Regulation::Sosfs2015).to_lowercase();
    let kinds: Vec<String> = kinds.iter().map(name).collect();
    let days = match ends {
        Some(ends) => say_range(*starts, *ends),
        None => format!("från {} tills vidare", say_day(*starts)),
    };
    format!("{} intygar för {}: {}, {days}", to.name, from.name, kinds.join(", "))
}

async fn keep_change(
    work: &mut Work,
    kept: &ClinicDelegation,
    signature: &Signature,
    reason: Option<&str>,
) -> Answer<()> {
    let told = words(&kept.delegation);
    let (from, to) = match reason {
        Some(_) => (Some(told.as_str()), None),
        None => (None, Some(told.as_str())),
    };
    work.keep_change(NewChange {
        record: kept.clinic.to_string(),
        field: &format!("delegation:{}", kept.id),
        from,
        to,
        reason,
        by: &signature.by.name,
        at: signature.at,
    })
    .await?;
    Ok(())
}

/// A clinic's delegations, also those that are over, latest first.
#[utoipa::path(get, path = "/clinics/{id}/delegations", tag = "certificate", params(("id" = ClinicId, Path)), responses(
    (status = OK, body = Vec<ClinicDelegation>),
    Guarded,
))]
async fn of_clinic(
    State(app): State<App>,
    me: SignedIn,
    Path(clinic): Path<ClinicId>,
) -> Answer<Json<Vec<ClinicDelegation>>> {
    let mut work = app.store.read().await?;
    let on = seen(&mut work, &me, clinic).await?.on();
    me.must_at(Action::PeopleRead, &on)?;
    Ok(Json(work.delegations(clinic).await?))
}

/// Lets a specialist certify instead of the head of unit.
#[utoipa::path(post, path = "/clinics/{id}/delegations", tag = "certificate", params(("id" = ClinicId, Path)),
    request_body = GiveDelegation, responses(
    (status = OK, body = ClinicDelegation),
    Guarded, Checked,
))]
async fn give(
    State(app): State<App>,
    me: SignedIn,
    Path(clinic): Path<ClinicId>,
    Json(GiveDelegation { to, kinds, starts, ends }): Json<GiveDelegation>,
) -> Answer<Json<ClinicDelegation>> {
    let mut work = app.store.write().await?;
    let on = seen(&mut work, &me, clinic).await?.on();
    me.must_at(Action::DelegationSave, &on)?;
    let held =
        work.roles_of(to).await?.into_iter().find(|held| {
            held.membership.clinic == Some(clinic) && may_supervise(held.membership.role)
        });
    let held = held.ok_or_else(|| {
        invalid("to", "Välj en specialist som är handledare eller studierektor på kliniken.")
    })?;
    let from = PersonName { id: me.0.id, name: me.0.name.clone() };
    let delegation = Delegation { from: from.clone(), to: held.person, kinds, starts, ends };
    delegation.check().map_err(wrong)?;
    let given = Signature { by: from, at: app.clock.now() };
    let kept = ClinicDelegation {
        id: DelegationId::new(new_id()),
        clinic,
        delegation,
        given,
        ended: None,
    };
    work.add_delegation(&kept).await?;
    keep_change(&mut work, &kept, &kept.given, None).await?;
    work.commit().await?;
    Ok(Json(kept))
}

/// Ends a delegation before its time, with a reason. It stays to be read.
#[utoipa::path(post, path = "/clinics/{id}/delegations/{delegation}/end", tag = "certificate",
    params(("id" = ClinicId, Path), ("delegation" = DelegationId, Path)), request_body = GiveReason, responses(
    (status = OK, body = ClinicDelegation),
    (status = CONFLICT, body = Problem),
    Guarded,
))]
async fn end(
    State(app): State<App>,
    me: SignedIn,
    Path((clinic, id)): Path<(ClinicId, DelegationId)>,
    Json(GiveReason { reason }): Json<GiveReason>,
) -> Answer<Json<ClinicDelegation>> {
    let mut work = app.store.write().await?;
    let on = seen(&mut work, &me, clinic).await?.on();
    me.must_at(Action::DelegationSave, &on)?;
    let was = work.delegation(id).await?.filter(|one| one.clinic == clinic);
    let was = was.ok_or_else(not_found)?;
    let by = PersonName { id: me.0.id, name: me.0.name.clone() };
    let end = DelegationEnd { signature: Signature { by, at: app.clock.now() }, reason };
    let ended = was.end(end.clone(), app.clock.today()).map_err(not_allowed)?;
    if !work.end_delegation(id, &end).await? {
        return Err(not_allowed(EndNotAllowed::Ended));
    }
    keep_change(&mut work, &ended, &end.signature, Some(&end.reason)).await?;
    work.commit().await?;
    Ok(Json(ended))
}
