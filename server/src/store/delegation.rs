//! Delegations of the right to certify: only added to and ended.

use shared::{
    ClinicId, DelegationId,
    certificate::{ClinicDelegation, Delegation, DelegationEnd},
    person::{PersonName, Signature},
};

use super::{Error, Result, Work, day, from_json, instant, parse, text, to_json};

#[derive(sqlx::FromRow)]
struct DelegationRow {
    id: String,
    clinic: String,
    given_by: String,
    by_name: String,
    given_to: String,
    to_name: String,
    kinds: String,
    starts: String,
    ends: Option<String>,
    given_at: i64,
    ended_at: Option<i64>,
    ended_by: Option<String>,
    ender_name: Option<String>,
    ended_reason: Option<String>,
}

impl TryFrom<DelegationRow> for ClinicDelegation {
    type Error = Error;

    fn try_from(row: DelegationRow) -> Result<Self> {
        let from = PersonName { id: parse(&row.given_by)?, name: row.by_name };
        let ended = match (row.ended_at, row.ended_by, row.ender_name, row.ended_reason) {
            (None, None, None, None) => None,
            (Some(at), Some(id), Some(name), Some(reason)) => {
                let by = PersonName { id: parse(&id)?, name };
                let signature = Signature { by, at: instant(at)? };
                Some(DelegationEnd { signature, reason: text(reason)? })
            }
            _ => return Err(Error::Corrupt(format!("delegation {} half ended", row.id))),
        };
        Ok(Self {
            id: parse(&row.id)?,
            clinic: parse(&row.clinic)?,
            given: Signature { by: from.clone(), at: instant(row.given_at)? },
            delegation: Delegation {
                from,
                to: PersonName { id: parse(&row.given_to)?, name: row.to_name },
                kinds: from_json(&row.kinds)?,
                starts: day(&row.starts)?,
                ends: row.ends.as_deref().map(day).transpose()?,
            },
            ended,
        })
    }
}

macro_rules! delegations_where {
    ($which:literal) => {
        concat!(
            "SELECT d.id, d.clinic, d.given_by, b.name AS by_name, d.given_to, t.name AS to_name, d.kinds, d.starts,
                    d.ends, d.given_at, d.ended_at, d.ended_by, e.name AS ender_name, d.ended_reason
             FROM delegation d
             JOIN person b ON b.id = d.given_by
             JOIN person t ON t.id = d.given_to
             LEFT JOIN person e ON e.id = d.ended_by
             WHERE ",
            $which
        )
    };
}

impl Work {
    /// All delegations of a clinic, latest first.
    ///
    /// # Errors
    /// When the database fails or a record is corrupt.
    pub async fn delegations(&mut self, clinic: ClinicId) -> Result<Vec<ClinicDelegation>> {
        let rows: Vec<DelegationRow> = on!(self, db => sqlx::query_as(
            delegations_where!("d.clinic = $1 ORDER BY d.starts DESC, d.id DESC"))
            .bind(clinic.to_string())
            .fetch_all(db))?;
        rows.into_iter().map(ClinicDelegation::try_from).collect()
    }

    /// A delegation.
    ///
    /// # Errors
    /// When the database fails or the record is corrupt.
    pub async fn delegation(&mut self, id: DelegationId) -> Result<Option<ClinicDelegation>> {
        let row: Option<DelegationRow> = on!(self, db => sqlx::query_as(delegations_where!("d.id = $1"))
            .bind(id.to_string())
            .fetch_optional(db))?;
        row.map(ClinicDelegation::try_from).transpose()
    }

    /// Adds a delegation.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn add_delegation(&mut self, kept: &ClinicDelegation) -> Result<()> {
        let Delegation { from, to, kinds, starts, ends } = &kept.delegation;
        execute!(self, sqlx::query(
            "INSERT INTO delegation (id, clinic, given_by, given_to, kinds, starts, ends, given_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)")
            .bind(kept.id.to_string())
            .bind(kept.clinic.to_string())
            .bind(from.id.to_string())
            .bind(to.id.to_string())
            .bind(to_json(kinds)?)
            .bind(starts.to_string())
            .bind(ends.map(|day| day.to_string()))
            .bind(kept.given.at.timestamp_millis()))?;
        Ok(())
    }

    /// Ends a delegation before its time; false if somebody else has meanwhile.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn end_delegation(&mut self, id: DelegationId, end: &DelegationEnd) -> Result<bool> {
        let rows = execute!(
            self,
            sqlx::query(
                "UPDATE delegation SET ended_at = $2, ended_by = $3, ended_reason = $4
                 WHERE id = $1 AND ended_at IS NULL"
            )
            .bind(id.to_string())
            .bind(end.signature.at.timestamp_millis())
            .bind(end.signature.by.id.to_string())
            .bind(&*end.reason)
        )?;
        Ok(rows == 1)
    }
}
