//! Links that lead to choosing a password. Only the SHA-256 of a link's token is kept.

use chrono::{DateTime, Utc};
use shared::{
    MembershipId, PersonId,
    person::{Invitation, InvitedTo, Role},
};

use super::{Error, Result, Work, instant, parse};

/// An invitation as it is kept.
pub struct Invited {
    /// Who is invited.
    pub person: PersonId,
    /// What its holder is told.
    pub invitation: Invitation,
    /// Who made it; none if it was made on the server itself.
    pub by: Option<PersonId>,
    /// The link works until then.
    pub expires: DateTime<Utc>,
    /// Whether the link has been used.
    pub used: bool,
    /// Whether the role has been taken back.
    pub ended: bool,
    /// Whether the person has a password already.
    pub active: bool,
}

#[derive(sqlx::FromRow)]
struct InvitedRow {
    person: String,
    name: String,
    email: String,
    role: Option<String>,
    place: Option<String>,
    created_by: Option<String>,
    expires_at: i64,
    used: bool,
    ended: bool,
    active: bool,
}

impl TryFrom<InvitedRow> for Invited {
    type Error = Error;

    fn try_from(row: InvitedRow) -> Result<Self> {
        let to = match row.role {
            Some(role) => InvitedTo::Role {
                role: Role::from_stored(&role)
                    .ok_or_else(|| Error::Corrupt(format!("role {role}")))?,
                place: row.place.unwrap_or_default(),
            },
            None => InvitedTo::NewPassword,
        };
        Ok(Self {
            person: parse(&row.person)?,
            invitation: Invitation { name: row.name, email: row.email, to },
            by: row.created_by.as_deref().map(parse).transpose()?,
            expires: instant(row.expires_at)?,
            used: row.used,
            ended: row.ended,
            active: row.active,
        })
    }
}

impl Work {
    /// Keeps a new link to a role, or, without one, to a new password; earlier links to the same stop working.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn add_invitation(
        &mut self,
        token_hash: &str,
        person: PersonId,
        membership: Option<MembershipId>,
        by: Option<PersonId>,
        now: DateTime<Utc>,
        expires: DateTime<Utc>,
    ) -> Result<()> {
        let membership = membership.map(|membership| membership.to_string());
        execute!(
            self,
            sqlx::query(
                "UPDATE invitation SET expires_at = $3
                 WHERE person = $1 AND COALESCE(membership, '') = $2 AND used_at IS NULL AND expires_at > $3"
            )
            .bind(person.to_string())
            .bind(membership.clone().unwrap_or_default())
            .bind(now.timestamp_millis())
        )?;
        execute!(self, sqlx::query(
            "INSERT INTO invitation (token_hash, person, membership, created_by, expires_at) VALUES ($1, $2, $3, $4, $5)")
            .bind(token_hash)
            .bind(person.to_string())
            .bind(membership)
            .bind(by.map(|by| by.to_string()))
            .bind(expires.timestamp_millis()))?;
        Ok(())
    }

    /// The invitation of a link.
    ///
    /// # Errors
    /// When the database fails or the record is corrupt.
    pub async fn invitation(&mut self, token_hash: &str) -> Result<Option<Invited>> {
        let row: Option<InvitedRow> = on!(self, db => sqlx::query_as(
            "SELECT i.person, p.name, p.email, m.role,
                    CASE WHEN c.id IS NULL THEN r.name ELSE c.name || ', ' || c.site END AS place,
                    i.created_by, i.expires_at, i.used_at IS NOT NULL AS used, m.ended IS NOT NULL AS ended,
                    p.password_hash IS NOT NULL AS active
             FROM invitation i
             JOIN person p ON p.id = i.person
             LEFT JOIN membership m ON m.id = i.membership
             LEFT JOIN clinic c ON c.id = m.clinic
             LEFT JOIN care_provider r ON r.id = m.care_provider
             WHERE i.token_hash = $1")
            .bind(token_hash)
            .fetch_optional(db))?;
        row.map(Invited::try_from).transpose()
    }

    /// Uses a link up; false if somebody else just did.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn use_invitation(&mut self, token_hash: &str, now: DateTime<Utc>) -> Result<bool> {
        let rows = execute!(
            self,
            sqlx::query(
                "UPDATE invitation SET used_at = $2 WHERE token_hash = $1 AND used_at IS NULL"
            )
            .bind(token_hash)
            .bind(now.timestamp_millis())
        )?;
        Ok(rows == 1)
    }
}
