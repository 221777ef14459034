//! Sessions and failed sign-ins. Only the SHA-256 of a session's token is kept.

use chrono::{DateTime, Utc};
use shared::{
    PersonId,
    person::{Me, Membership, Role},
};

use super::{Error, Result, Work, day, instant, parse};

/// A signed-in person and when the session was begun and last seen.
pub struct Session {
    /// Who.
    pub me: Me,
    /// When signed in.
    pub created: DateTime<Utc>,
    /// When last used, to the nearest few minutes.
    pub seen: DateTime<Utc>,
}

#[derive(sqlx::FromRow)]
struct SessionRow {
    person: String,
    name: String,
    email: String,
    created_at: i64,
    seen_at: i64,
    membership: Option<String>,
    role: Option<String>,
    clinic: Option<String>,
    care_provider: Option<String>,
    place: Option<String>,
    since: Option<String>,
}

impl SessionRow {
    fn membership(&self) -> Result<Option<Membership>> {
        let (Some(id), Some(role), Some(since)) = (&self.membership, &self.role, &self.since)
        else {
            return Ok(None);
        };
        Ok(Some(Membership {
            id: parse(id)?,
            role: Role::from_stored(role).ok_or_else(|| Error::Corrupt(format!("role {role}")))?,
            clinic: self.clinic.as_deref().map(parse).transpose()?,
            care_provider: self.care_provider.as_deref().map(parse).transpose()?,
            place: self.place.clone().unwrap_or_default(),
            since: day(since)?,
        }))
    }
}

impl Work {
    /// Begins a session.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn begin_session(
        &mut self,
        token_hash: &str,
        person: PersonId,
        now: DateTime<Utc>,
    ) -> Result<()> {
        execute!(self, sqlx::query("INSERT INTO session (token_hash, person, created_at, seen_at) VALUES ($1, $2, $3, $3)")
            .bind(token_hash)
            .bind(person.to_string())
            .bind(now.timestamp_millis()))?;
        Ok(())
    }

    /// Who holds a session, with the roles held now: one statement.
    ///
    /// # Errors
    /// When the database fails or a record is corrupt.
    pub async fn session(&mut self, token_hash: &str) -> Result<Option<Session>> {
        let rows: Vec<SessionRow> = on!(self, db => sqlx::query_as(
            "SELECT s.person, p.name, p.email, s.created_at, s.seen_at, m.id AS membership, m.role, m.clinic,
                    COALESCE(c.care_provider, m.care_provider) AS care_provider,
                    CASE WHEN c.id IS NULL THEN r.name ELSE c.name || ', ' || c.site END AS place, m.since
             FROM session s
             JOIN person p ON p.id = s.person
             LEFT JOIN membership m ON m.person = s.person AND m.ended IS NULL
             LEFT JOIN clinic c ON c.id = m.clinic
             LEFT JOIN care_provider r ON r.id = m.care_provider
             WHERE s.token_hash = $1
             ORDER BY m.id")
            .bind(token_hash)
            .fetch_all(db))?;
        let Some(first) = rows.first() else { return Ok(None) };
        let memberships =
            rows.iter().filter_map(|row| row.membership().transpose()).collect::<Result<_>>()?;
        Ok(Some(Session {
            me: Me {
                id: parse(&first.person)?,
                name: first.name.clone(),
                email: first.email.clone(),
                memberships,
            },
            created: instant(first.created_at)?,
            seen: instant(first.seen_at)?,
        }))
    }

    /// Notes that a session is used.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn see_session(&mut self, token_hash: &str, now: DateTime<Utc>) -> Result<()> {
        execute!(
            self,
            sqlx::query("UPDATE session SET seen_at = $2 WHERE token_hash = $1")
                .bind(token_hash)
                .bind(now.timestamp_millis())
        )?;
        Ok(())
    }

    /// Ends one session.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn end_session(&mut self, token_hash: &str) -> Result<()> {
        execute!(self, sqlx::query("DELETE FROM session WHERE token_hash = $1").bind(token_hash))?;
        Ok(())
    }

    /// Ends all of a person's sessions.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn end_sessions_of(&mut self, person: PersonId) -> Result<()> {
        execute!(
            self,
            sqlx::query("DELETE FROM session WHERE person = $1").bind(person.to_string())
        )?;
        Ok(())
    }

    /// Keeps a failed sign-in, by account or address, and forgets those older than `forget`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn keep_failed_sign_in(
        &mut self,
        who: &str,
        now: DateTime<Utc>,
        forget: DateTime<Utc>,
    ) -> Result<()> {
        execute!(
            self,
            sqlx::query("DELETE FROM failed_sign_in WHERE at < $1").bind(forget.timestamp_millis())
        )?;
        execute!(
            self,
            sqlx::query("INSERT INTO failed_sign_in (who, at) VALUES ($1, $2)")
                .bind(who)
                .bind(now.timestamp_millis())
        )?;
        Ok(())
    }

    /// Failed sign-ins since an instant, by `account` and by `address`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn failed_sign_ins(
        &mut self,
        account: &str,
        address: &str,
        since: DateTime<Utc>,
    ) -> Result<(i64, i64)> {
        let counts: (i64, i64) = on!(self, db => sqlx::query_as(
            "SELECT COUNT(CASE WHEN who = $1 THEN 1 END), COUNT(CASE WHEN who = $2 THEN 1 END)
             FROM failed_sign_in WHERE who IN ($1, $2) AND at >= $3")
            .bind(account)
            .bind(address)
            .bind(since.timestamp_millis())
            .fetch_one(db))?;
        Ok(counts)
    }

    /// Forgets an account's failed sign-ins, after one that succeeded.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn forget_failed_sign_ins(&mut self, account: &str) -> Result<()> {
        execute!(self, sqlx::query("DELETE FROM failed_sign_in WHERE who = $1").bind(account))?;
        Ok(())
    }
}
