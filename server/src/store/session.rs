//! Sessions and failed sign-ins. Only the SHA-256 of a session's token is kept.

use chrono::{DateTime, Utc};
use shared::{
    PersonId,
    person::{Me, Membership, Role},
};

use super::{Error, Result, Work, day, instant, packed, parse};

/// A signed-in person and when the session was begun and last seen.
pub struct Session {
    /// Who.
    pub me: Me,
    /// When signed in.
    pub created: DateTime<Utc>,
    /// When last used, to the nearest few minutes.
    pub seen: DateTime<Utc>,
}

/// Who asks, as read: what is written on condition that it still is so needs no reading before it.
pub struct Asker {
    /// The session.
    pub session: Session,
    /// What it is kept by.
    pub token_hash: String,
}

/// The columns of a [`SessionRow`]: the parameters that are the token's hash, and what stands between columns and rows.
macro_rules! session_columns {
    ($token:literal, $column:literal, $row:literal) => {
        concat!(
            "(SELECT concat_ws(", $column, ", e.person, h.name, h.email, e.created_at, e.seen_at)
              FROM session e JOIN person h ON h.id = e.person
              WHERE e.token_hash = ", $token, ") AS holder,
             (SELECT string_agg(concat_ws(", $column, ", m.id, m.role, COALESCE(m.clinic, ''),
                         COALESCE(l.care_provider, m.care_provider, ''),
                         CASE WHEN l.id IS NULL THEN COALESCE(v.name, '') ELSE l.name || ', ' || l.site END,
                         m.since), ", $row, ")
              FROM session e
              JOIN membership m ON m.person = e.person AND m.ended IS NULL
              LEFT JOIN clinic l ON l.id = m.clinic
              LEFT JOIN care_provider v ON v.id = m.care_provider
              WHERE e.token_hash = ", $token, ") AS memberships"
        )
    };
}

/// A session, packed: with it another statement reads who asks.
#[derive(sqlx::FromRow)]
pub(super) struct SessionRow {
    holder: Option<String>,
    memberships: Option<String>,
}

impl SessionRow {
    /// None if there is no such session.
    pub fn session(&self) -> Result<Option<Session>> {
        let Some(holder) = packed::rows(self.holder.as_deref()).next() else { return Ok(None) };
        let [id, name, email, created, seen] = holder?;
        let mut memberships = packed::rows(self.memberships.as_deref())
            .map(|row| membership(row?))
            .collect::<Result<Vec<_>>>()?;
        memberships.sort_unstable_by_key(|membership| membership.id);
        Ok(Some(Session {
            me: Me { id: parse(id)?, name: name.to_owned(), email: email.to_owned(), memberships },
            created: instant(parse(created)?)?,
            seen: instant(parse(seen)?)?,
        }))
    }
}

fn membership([id, role, clinic, care_provider, place, since]: [&str; 6]) -> Result<Membership> {
    Ok(Membership {
        id: parse(id)?,
        role: Role::from_stored(role).ok_or_else(|| Error::Corrupt(format!("role {role}")))?,
        clinic: stored(clinic).map(parse).transpose()?,
        care_provider: stored(care_provider).map(parse).transpose()?,
        place: place.to_owned(),
        since: day(since)?,
    })
}

/// A packed column that may be empty.
fn stored(column: &str) -> Option<&str> {
    Some(column).filter(|column| !column.is_empty())
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
        let row: SessionRow = on!(self, db => sqlx::query_as(concat!("SELECT ", session_columns!("$1", "$2", "$3")))
            .bind(token_hash)
            .bind(packed::COLUMN.to_string())
            .bind(packed::ROW.to_string())
            .fetch_one(db))?;
        row.session()
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
