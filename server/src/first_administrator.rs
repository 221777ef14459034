//! The first administrator of an empty installation is invited by whoever has the server in hand.

use shared::{
    MembershipId, PersonId,
    person::{InvalidPerson, Invite, Role},
    text::{InvalidText, Line},
};

use crate::{
    App,
    clock::new_id,
    http::{
        people::INVITATION,
        session::{hash_token, new_token},
    },
    store,
};

/// Why somebody couldn't be invited.
#[derive(Debug, thiserror::Error)]
pub enum Failed {
    /// The name or the address stands wrong.
    #[error(transparent)]
    Person(#[from] InvalidPerson),
    /// The name stands wrong.
    #[error(transparent)]
    Name(#[from] InvalidText),
    /// The person has an account already.
    #[error("Personen har redan ett konto. En administratör kan ge rollen i produkten.")]
    Known,
    /// The store failed.
    #[error("Databasen svarar inte som den ska: {0}")]
    Store(#[from] store::Error),
}

/// Makes somebody an administrator, and gives the path of the link by which they choose a password.
///
/// # Errors
/// When the name or address stands wrong, the person has an account, or the store fails.
pub async fn invite(app: &App, email: &str, name: &str) -> Result<String, Failed> {
    let invite = Invite {
        name: name.to_owned(),
        email: email.to_owned(),
        role: Role::Administrator,
        clinic: None,
        care_provider: None,
    };
    let email = invite.check()?;
    let name = Line::try_from(invite.name.clone())?;
    let now = app.clock.now();
    let mut work = app.store.write().await?;
    work.add_person(PersonId::new(new_id()), &email, &name, now).await?;
    let account = work.account(&email).await?.ok_or(Failed::Known)?;
    if account.password_hash.is_some() {
        return Err(Failed::Known);
    }
    let id = MembershipId::new(new_id());
    work.add_membership(id, account.person, &invite, app.clock.today()).await?;
    let roles = work.roles_of(account.person).await?;
    let held = roles.iter().find(|held| held.membership.role == Role::Administrator);
    let membership = held.map_or(id, |held| held.membership.id);
    let token = new_token();
    let hash = hash_token(&token);
    work.add_invitation(&hash, account.person, Some(membership), None, now, now + INVITATION)
        .await?;
    work.commit().await?;
    Ok(format!("/inbjudan/{token}"))
}
