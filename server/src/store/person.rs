//! People and the roles they hold.

use chrono::{DateTime, NaiveDate, Utc};
use shared::{MembershipId, PersonId, person::Invite};

use super::{Result, Work, parse};

/// What a sign-in is checked against.
pub struct Account {
    /// Who.
    pub person: PersonId,
    /// PHC string; none until the invitation is accepted.
    pub password_hash: Option<String>,
}

impl Work {
    /// The account with an address in its normal form.
    ///
    /// # Errors
    /// When the database fails or a record is corrupt.
    pub async fn account(&mut self, email: &str) -> Result<Option<Account>> {
        let row: Option<(String, Option<String>)> = on!(self, db =>
            sqlx::query_as("SELECT id, password_hash FROM person WHERE email = $1").bind(email).fetch_optional(db))?;
        row.map(|(id, password_hash)| Ok(Account { person: parse(&id)?, password_hash }))
            .transpose()
    }

    /// Whether anybody has been added.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn has_people(&mut self) -> Result<bool> {
        let row: Option<(String,)> =
            on!(self, db => sqlx::query_as("SELECT id FROM person LIMIT 1").fetch_optional(db))?;
        Ok(row.is_some())
    }

    /// Adds a person without a password.
    ///
    /// # Errors
    /// When the database fails, or the address is taken.
    pub async fn add_person(
        &mut self,
        id: PersonId,
        email: &str,
        name: &str,
        now: DateTime<Utc>,
    ) -> Result<()> {
        execute!(
            self,
            sqlx::query("INSERT INTO person (id, email, name, created_at) VALUES ($1, $2, $3, $4)")
                .bind(id.to_string())
                .bind(email)
                .bind(name)
                .bind(now.timestamp_millis())
        )?;
        Ok(())
    }

    /// Sets a person's password.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn set_password(&mut self, person: PersonId, password_hash: &str) -> Result<()> {
        execute!(
            self,
            sqlx::query("UPDATE person SET password_hash = $2 WHERE id = $1")
                .bind(person.to_string())
                .bind(password_hash)
        )?;
        Ok(())
    }

    /// Gives a person the role of an invitation.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn add_membership(
        &mut self,
        id: MembershipId,
        person: PersonId,
        invite: &Invite,
        since: NaiveDate,
    ) -> Result<()> {
        execute!(self, sqlx::query(
            "INSERT INTO membership (id, person, role, clinic, care_provider, since) VALUES ($1, $2, $3, $4, $5, $6)")
            .bind(id.to_string())
            .bind(person.to_string())
            .bind(invite.role.as_str())
            .bind(invite.clinic.map(|clinic| clinic.to_string()))
            .bind(invite.care_provider.map(|provider| provider.to_string()))
            .bind(since.to_string()))?;
        Ok(())
    }
}
