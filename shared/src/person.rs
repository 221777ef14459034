//! People, their roles, and who is signed in.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::{CareProviderId, ClinicId, MembershipId, PersonId};

/// What a person may be, at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Role {
    /// Administratör: people, places and checklists; reads no reviews.
    Administrator,
    /// Övergripande studierektor of a care provider.
    RegionalDirector,
    /// Verksamhetschef.
    HeadOfUnit,
    /// Studierektor.
    DirectorOfStudies,
    /// Handledare.
    Supervisor,
    /// ST-läkare.
    Trainee,
    /// Inspektör: sees the clinics of the inspections they are assigned to.
    Inspector,
}

/// Where a role can be held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RolePlace {
    /// In the whole installation.
    Everywhere,
    /// At a care provider.
    CareProvider,
    /// At a clinic.
    Clinic,
}

impl Role {
    /// All roles.
    pub const ALL: [Self; 7] = [
        Self::Administrator,
        Self::RegionalDirector,
        Self::HeadOfUnit,
        Self::DirectorOfStudies,
        Self::Supervisor,
        Self::Trainee,
        Self::Inspector,
    ];

    /// The word used on the screen.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Administrator => "Administratör",
            Self::RegionalDirector => "Övergripande studierektor",
            Self::HeadOfUnit => "Verksamhetschef",
            Self::DirectorOfStudies => "Studierektor",
            Self::Supervisor => "Handledare",
            Self::Trainee => "ST-läkare",
            Self::Inspector => "Inspektör",
        }
    }

    /// The value as it is stored and sent.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Administrator => "administrator",
            Self::RegionalDirector => "regional_director",
            Self::HeadOfUnit => "head_of_unit",
            Self::DirectorOfStudies => "director_of_studies",
            Self::Supervisor => "supervisor",
            Self::Trainee => "trainee",
            Self::Inspector => "inspector",
        }
    }

    /// The role with this stored value.
    #[must_use]
    pub fn from_stored(value: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == value)
    }

    /// What kind of place the role is held at.
    #[must_use]
    pub const fn place(self) -> RolePlace {
        match self {
            Self::Administrator | Self::Inspector => RolePlace::Everywhere,
            Self::RegionalDirector => RolePlace::CareProvider,
            Self::HeadOfUnit | Self::DirectorOfStudies | Self::Supervisor | Self::Trainee => {
                RolePlace::Clinic
            }
        }
    }
}

/// A role at a place (uppdrag).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Membership {
    /// Which.
    pub id: MembershipId,
    /// As what.
    pub role: Role,
    /// The clinic, for a clinic's roles.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clinic: Option<ClinicId>,
    /// The care provider: of the clinic, or the regional director's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub care_provider: Option<CareProviderId>,
    /// The place's name, for the screen.
    pub place: String,
    /// First day.
    pub since: NaiveDate,
}

/// Who is signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Me {
    /// The person.
    pub id: PersonId,
    /// As shown.
    pub name: String,
    /// Sign-in name.
    pub email: String,
    /// Roles held today.
    pub memberships: Vec<Membership>,
}

impl Me {
    /// Whether any role held is `role`.
    #[must_use]
    pub fn is(&self, role: Role) -> bool {
        self.memberships.iter().any(|m| m.role == role)
    }
}

/// A person named in a record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PersonName {
    /// The person.
    pub id: PersonId,
    /// As shown.
    pub name: String,
}

/// Who signed, approved or accepted, and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Signature {
    /// By whom.
    pub by: PersonName,
    /// When.
    pub at: DateTime<Utc>,
}

/// A person in a list of people, with the role that put them there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Colleague {
    /// The person.
    pub person: PersonName,
    /// Sign-in name.
    pub email: String,
    /// The role and place.
    pub membership: Membership,
    /// False until the invitation is accepted.
    pub active: bool,
}

/// Asks for a session.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignIn {
    /// Sign-in name.
    pub email: String,
    /// In clear, over TLS only.
    pub password: String,
}

/// Asks for a person to be given a role, by an invitation link if they have no account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Invite {
    /// As shown.
    pub name: String,
    /// Sign-in name.
    pub email: String,
    /// As what.
    pub role: Role,
    /// For a clinic's roles.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clinic: Option<ClinicId>,
    /// For a regional director.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub care_provider: Option<CareProviderId>,
}

/// What came of an invitation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Invited {
    /// The person with the new role.
    pub colleague: Colleague,
    /// Path of the one-time link to hand over; none if the person already had an account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
}

/// A one-time link to hand over to somebody who has forgotten the password.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PasswordLink {
    /// The link's path.
    pub link: String,
    /// It works until then.
    pub expires: DateTime<Utc>,
}

/// What the holder of a link that leads to choosing a password is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Invitation {
    /// As given by who invited.
    pub name: String,
    /// Sign-in name.
    pub email: String,
    /// What it is to.
    pub to: InvitedTo,
}

/// What a link that leads to choosing a password is to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum InvitedTo {
    /// A role, for somebody who has no password yet.
    Role {
        /// As what.
        role: Role,
        /// The place's name.
        place: String,
    },
    /// A new password in place of one that is forgotten.
    NewPassword,
}

/// Chooses a password by a link.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AcceptInvitation {
    /// At least [`MIN_PASSWORD`] characters.
    pub password: String,
}

/// Fewest characters of a password.
pub const MIN_PASSWORD: usize = 12;
/// Most characters of a password, so that hashing can't be used to tire the server.
pub const MAX_PASSWORD: usize = 200;

/// What is wrong with a password.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidPassword {
    /// Too short.
    #[error("Lösenordet ska ha minst {MIN_PASSWORD} tecken.")]
    TooShort,
    /// Too long.
    #[error("Lösenordet får ha högst {MAX_PASSWORD} tecken.")]
    TooLong,
}

/// Checks a new password: length only, as NIST SP 800-63B advises.
///
/// # Errors
/// Too short or too long.
pub fn check_password(password: &str) -> Result<(), InvalidPassword> {
    match password.chars().count() {
        0..MIN_PASSWORD => Err(InvalidPassword::TooShort),
        MIN_PASSWORD..=MAX_PASSWORD => Ok(()),
        _ => Err(InvalidPassword::TooLong),
    }
}

/// What is wrong with a person's name or address.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidPerson {
    /// No name, or a very long one.
    #[error("Skriv personens namn, högst 200 tecken.")]
    Name,
    /// Not an address.
    #[error("Skriv en e-postadress, till exempel fornamn.efternamn@regionen.se.")]
    Email,
    /// The role needs another kind of place.
    #[error("Välj var rollen gäller.")]
    Place,
}

/// The address as it is stored and compared: trimmed, lower case.
///
/// # Errors
/// When it can't be an address.
pub fn normal_email(email: &str) -> Result<String, InvalidPerson> {
    let email = email.trim().to_lowercase();
    let parts = email.split_once('@');
    let valid = email.len() <= 254
        && !email.contains(|c: char| c.is_whitespace() || c.is_control())
        && parts.is_some_and(|(user, host)| {
            !user.is_empty()
                && !host.contains('@')
                && host.contains('.')
                && !host.starts_with('.')
                && !host.ends_with('.')
        });
    if valid { Ok(email) } else { Err(InvalidPerson::Email) }
}

impl Invite {
    /// Checks name, address and place, and gives the address as it is stored.
    ///
    /// # Errors
    /// The first field that stands wrong.
    pub fn check(&self) -> Result<String, InvalidPerson> {
        if self.name.trim().is_empty() || self.name.chars().count() > 200 {
            return Err(InvalidPerson::Name);
        }
        let placed = match self.role.place() {
            RolePlace::Everywhere => self.clinic.is_none() && self.care_provider.is_none(),
            RolePlace::CareProvider => self.clinic.is_none() && self.care_provider.is_some(),
            RolePlace::Clinic => self.clinic.is_some() && self.care_provider.is_none(),
        };
        if !placed {
            return Err(InvalidPerson::Place);
        }
        normal_email(&self.email)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_compared_without_case_or_space_around() {
        assert_eq!(normal_email(" Åsa.Öman@Region.SE "), Ok("åsa.öman@region.se".to_owned()));
        for wrong in ["", "a", "a@b", "@b.se", "a b@c.se", "a@b@c.se", "a@.se", "a@b.", "a\0@b.se"]
        {
            assert_eq!(normal_email(wrong), Err(InvalidPerson::Email), "{wrong}");
        }
    }

    #[test]
    fn a_password_is_judged_by_characters_not_bytes() {
        assert_eq!(check_password("åäöåäöåäöåä"), Err(InvalidPassword::TooShort));
        assert_eq!(check_password("åäöåäöåäöåäö"), Ok(()));
        assert_eq!(check_password(&"x".repeat(201)), Err(InvalidPassword::TooLong));
    }

    #[test]
    fn every_role_is_read_back_from_its_stored_value() {
        for role in Role::ALL {
            assert_eq!(Role::from_stored(role.as_str()), Some(role));
        }
    }
}
