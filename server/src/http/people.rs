//! People and their roles: who holds which, inviting, and ending a role.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use chrono::TimeDelta;
use shared::{
    CareProviderId, ClinicId, MembershipId, PersonId,
    inspection::InspectorChoice,
    person::{Colleague, InvalidPerson, Invite, Invited, Membership, PasswordLink, Role},
    problem::Problem,
    rights::{Action, On, may_grant, may_open_account},
    text::Line,
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    extract::{Json, Path, Query, SignedIn},
    refusal::{Answer, Checked, Guarded, forbidden, forbidden_so, invalid, not_allowed, not_found},
    session::{hash_token, new_token},
};
use crate::{
    App,
    clock::new_id,
    store::{Work, history::NewChange, person::Place},
    swedish::sort_key,
};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(inspectors))
        .routes(routes!(invite))
        .routes(routes!(end))
        .routes(routes!(password_link))
}

/// An invitation link works for so long.
pub const INVITATION: TimeDelta = TimeDelta::days(14);
/// A link to a new password works for so long: over a weekend, but shorter than an invitation, since it opens an
/// account with something in it.
const PASSWORD_LINK: TimeDelta = TimeDelta::days(3);

/// Which people: of a clinic, of a care provider itself, or, with neither, of the whole installation.
#[derive(serde::Deserialize, utoipa::IntoParams)]
struct Whose {
    /// People with a role at this clinic.
    clinic: Option<ClinicId>,
    /// People with a role at this care provider.
    care_provider: Option<CareProviderId>,
}

/// What rights at a place are asked on. A place nobody has is not found.
async fn on(
    work: &mut Work,
    person: PersonId,
    clinic: Option<ClinicId>,
    care_provider: Option<CareProviderId>,
) -> Answer<On> {
    match (clinic, care_provider) {
        (Some(id), _) => {
            let seen = work.clinic(id, person).await?.ok_or_else(not_found)?;
            Ok(On::clinic(&seen.clinic.name).assigned(seen.assigned))
        }
        (None, Some(id)) => {
            let known = work.care_providers().await?.iter().any(|provider| provider.id == id);
            if known { Ok(On::care_provider(id)) } else { Err(not_found()) }
        }
        (None, None) => Ok(On::NOTHING),
    }
}

/// Roles held now at a place: heads of unit first, then by name.
#[utoipa::path(get, path = "/people", tag = "people", params(Whose), responses(
    (status = OK, body = Vec<Colleague>),
    (status = NOT_FOUND, body = Problem),
))]
async fn list(
    State(app): State<App>,
    signed_in: SignedIn,
    Query(whose): Query<Whose>,
) -> Answer<Json<Vec<Colleague>>> {
    let mut work = app.store.read().await?;
    let on = on(&mut work, signed_in.0.id, whose.clinic, whose.care_provider).await?;
    signed_in.must_at(Action::PeopleRead, &on)?;
    let place = match (whose.clinic, whose.care_provider) {
        (Some(clinic), _) => Place::Clinic(clinic),
        (None, Some(care_provider)) => Place::CareProvider(care_provider),
        (None, None) => Place::Everywhere,
    };
    let mut people = work.colleagues(place).await?;
    people.sort_by_cached_key(|colleague| {
        (colleague.membership.role, sort_key(&colleague.person.name), colleague.membership.id)
    });
    Ok(Json(people))
}

/// Inspectors to choose from, for those who plan inspections.
#[utoipa::path(get, path = "/inspectors", tag = "people", responses(
    (status = OK, body = Vec<InspectorChoice>),
    (status = FORBIDDEN, body = Problem),
))]
async fn inspectors(
    State(app): State<App>,
    signed_in: SignedIn,
) -> Answer<Json<Vec<InspectorChoice>>> {
    let plans = signed_in
        .0
        .memberships
        .iter()
        .filter_map(|m| m.care_provider)
        .any(|provider| signed_in.may(Action::InspectionPlan, &On::care_provider(provider)));
    if !plans {
        return Err(forbidden());
    }
    let mut inspectors = app.store.read().await?.inspectors().await?;
    inspectors.sort_by_cached_key(|choice| sort_key(&choice.person.name));
    Ok(Json(inspectors))
}

/// Gives a person a role. Somebody without a password gets a link to choose one; asking again for the same role
/// makes a new link.
#[utoipa::path(post, path = "/invitations", tag = "people", request_body = Invite, responses(
    (status = CREATED, body = Invited),
    (status = CONFLICT, body = Problem, description = "The role is held already."),
    Guarded, Checked,
))]
async fn invite(
    State(app): State<App>,
    signed_in: SignedIn,
    Json(invite): Json<Invite>,
) -> Answer<Response> {
    let me = &signed_in.0;
    let email = invite.check().map_err(|error| {
        let field = match error {
            InvalidPerson::Name => "name",
            InvalidPerson::Email => "email",
            InvalidPerson::Place => "role",
        };
        invalid(field, error)
    })?;
    let name = Line::try_from(invite.name.clone()).map_err(|error| invalid("name", error))?;
    let mut work = app.store.write().await?;
    let on = on(&mut work, me.id, invite.clinic, invite.care_provider).await?;
    signed_in.must_at(Action::PeopleSave, &on)?;
    if !may_grant(me, invite.role, &on) {
        return Err(forbidden());
    }
    let now = app.clock.now();
    work.add_person(PersonId::new(new_id()), &email, &name, now).await?;
    let account = work.account(&email).await?.ok_or_else(not_found)?;
    let membership = MembershipId::new(new_id());
    let added = work.add_membership(membership, account.person, &invite, app.clock.today()).await?;
    let roles = work.roles_of(account.person).await?;
    let colleague = roles
        .iter()
        .find(|held| same_role(&held.membership, &invite))
        .cloned()
        .ok_or_else(not_found)?;
    if !added && colleague.active {
        return Err(not_allowed(format!(
            "{} är redan {} där.",
            colleague.person.name,
            invite.role.name().to_lowercase()
        )));
    }
    let link = if account.password_hash.is_none() && may_open_account(me, &roles) {
        let token = new_token();
        let to = Some(colleague.membership.id);
        let hash = hash_token(&token);
        work.add_invitation(&hash, account.person, to, Some(me.id), now, now + INVITATION).await?;
        Some(format!("/inbjudan/{token}"))
    } else {
        None
    };
    if added {
        keep(&mut work, &colleague, Step::RoleGiven, &app, &me.name).await?;
    }
    work.commit().await?;
    Ok((StatusCode::CREATED, Json(Invited { colleague, link })).into_response())
}

fn same_role(held: &Membership, invite: &Invite) -> bool {
    held.role == invite.role
        && held.clinic == invite.clinic
        && (held.clinic.is_some() || held.care_provider == invite.care_provider)
}

/// Ends a role. Records keep who held it; the person's other roles stay.
#[utoipa::path(delete, path = "/memberships/{id}", tag = "people", params(("id" = MembershipId, Path)), responses(
    (status = NO_CONTENT),
    (status = CONFLICT, body = Problem, description = "It is the last head of unit or administrator."),
    Guarded,
))]
async fn end(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<MembershipId>,
) -> Answer<StatusCode> {
    let me = &signed_in.0;
    let mut work = app.store.write().await?;
    let colleague = work.colleague(id).await?.ok_or_else(not_found)?;
    let membership = &colleague.membership;
    let on = held_at(membership);
    signed_in.must_at(Action::PeopleSave, &on)?;
    if !may_grant(me, membership.role, &on) {
        return Err(forbidden());
    }
    let last = match membership.role {
        Role::HeadOfUnit => {
            Some("Kliniken behöver en verksamhetschef som kan logga in. Lägg till den nya först.")
        }
        Role::Administrator => {
            Some("Det behövs en administratör som kan logga in. Lägg till en ny först.")
        }
        Role::RegionalDirector
        | Role::DirectorOfStudies
        | Role::Supervisor
        | Role::Trainee
        | Role::Inspector => None,
    };
    if let Some(sentence) = last
        && colleague.active
        && work.hold_role(membership).await? <= 1
    {
        return Err(not_allowed(sentence));
    }
    work.end_membership(id, app.clock.today()).await?;
    keep(&mut work, &colleague, Step::RoleEnded, &app, &me.name).await?;
    work.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Makes a one-time link by which somebody who has forgotten the password chooses a new one. An earlier one stops
/// working; the old password works until then.
#[utoipa::path(post, path = "/memberships/{id}/password-link", tag = "people",
    params(("id" = MembershipId, Path, description = "A role of the person's, at the place where one may save people")),
    responses(
    (status = CREATED, body = PasswordLink),
    (status = CONFLICT, body = Problem, description = "The person has no password yet."),
    Guarded,
))]
async fn password_link(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<MembershipId>,
) -> Answer<(StatusCode, Json<PasswordLink>)> {
    let me = &signed_in.0;
    let mut work = app.store.write().await?;
    let colleague = work.colleague(id).await?.ok_or_else(not_found)?;
    signed_in.must_at(Action::PeopleSave, &held_at(&colleague.membership))?;
    let person = &colleague.person;
    if !may_open_account(me, &work.roles_of(person.id).await?) {
        return Err(forbidden_so(
            format!("{} har en roll som du inte kan ge.", person.name),
            "En lösenordslänk öppnar hela kontot. Be verksamhetschefen, den övergripande studierektorn eller en administratör om den.",
        ));
    }
    if !colleague.active {
        return Err(not_allowed(format!(
            "{} har inte svarat på sin inbjudan än. Bjud in igen för att få en ny länk.",
            person.name
        )));
    }
    let (token, now) = (new_token(), app.clock.now());
    let expires = now + PASSWORD_LINK;
    let hash = hash_token(&token);
    work.add_invitation(&hash, person.id, None, Some(me.id), now, expires).await?;
    keep(&mut work, &colleague, Step::PasswordLinkMade, &app, &me.name).await?;
    work.commit().await?;
    let link = PasswordLink { link: format!("/losenord/{token}"), expires };
    Ok((StatusCode::CREATED, Json(link)))
}

/// What rights to a role are asked on.
const fn held_at(membership: &Membership) -> On {
    On { clinic: membership.clinic, care_provider: membership.care_provider, ..On::NOTHING }
}

/// What somebody did about a person in a role.
enum Step {
    RoleGiven,
    RoleEnded,
    PasswordLinkMade,
}

/// Keeps a step in the history of the place where the role is, or of the person.
async fn keep(
    work: &mut Work,
    colleague: &Colleague,
    step: Step,
    app: &App,
    by: &str,
) -> Answer<()> {
    let membership = &colleague.membership;
    let record = match (membership.clinic, membership.care_provider) {
        (Some(clinic), _) => clinic.to_string(),
        (None, Some(care_provider)) => care_provider.to_string(),
        (None, None) => colleague.person.id.to_string(),
    };
    let role = format!("{}: {}", membership.role.name(), colleague.person.name);
    let (field, from, to) = match step {
        Step::RoleGiven => ("role", None, Some(role.as_str())),
        Step::RoleEnded => ("role", Some(role.as_str()), None),
        Step::PasswordLinkMade => ("password_link", None, Some(role.as_str())),
    };
    let at = app.clock.now();
    work.keep_change(NewChange { record, field, from, to, reason: None, by, at }).await?;
    Ok(())
}
