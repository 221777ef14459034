//! Who changed what, when, from what to what: only ever added to.

use chrono::{DateTime, Utc};
use shared::review::{Change, Changed};
use sqlx::QueryBuilder;

use super::{Result, Work, instant, parse};
use crate::clock::new_id;

/// A change to be kept.
pub struct NewChange<'a> {
    /// The record's id.
    pub record: String,
    /// What was changed: a criterion's code, a text field, a step.
    pub field: &'a str,
    /// The value before.
    pub from: Option<&'a str>,
    /// The value after.
    pub to: Option<&'a str>,
    /// Why, where a reason was asked for.
    pub reason: Option<&'a str>,
    /// The person's name.
    pub by: &'a str,
    /// When.
    pub at: DateTime<Utc>,
}

#[derive(sqlx::FromRow)]
struct ChangeRow {
    id: String,
    field: String,
    was: Option<String>,
    became: Option<String>,
    reason: Option<String>,
    changed_at: i64,
    changed_by: String,
}

impl TryFrom<ChangeRow> for Change {
    type Error = super::Error;

    fn try_from(row: ChangeRow) -> Result<Self> {
        Ok(Self {
            id: parse(&row.id)?,
            field: row.field,
            from: row.was,
            to: row.became,
            reason: row.reason,
            changed: Changed { at: instant(row.changed_at)?, by: row.changed_by },
        })
    }
}

impl Work {
    /// Keeps a change in the record's history.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn keep_change(&mut self, change: NewChange<'_>) -> Result<()> {
        execute!(self, sqlx::query(
            "INSERT INTO history (id, record, field, was, became, reason, changed_at, changed_by)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)")
            .bind(new_id().to_string())
            .bind(change.record)
            .bind(change.field)
            .bind(change.from)
            .bind(change.to)
            .bind(change.reason)
            .bind(change.at.timestamp_millis())
            .bind(change.by))?;
        Ok(())
    }

    /// A record's history, newest first, a page at a time.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn history(&mut self, record: &str, offset: i64, limit: i64) -> Result<Vec<Change>> {
        let rows: Vec<ChangeRow> = on!(self, db => sqlx::query_as(
            "SELECT id, field, was, became, reason, changed_at, changed_by FROM history
             WHERE record = $1 ORDER BY changed_at DESC, id DESC LIMIT $2 OFFSET $3")
            .bind(record)
            .bind(limit)
            .bind(offset)
            .fetch_all(db))?;
        rows.into_iter().map(Change::try_from).collect()
    }

    /// The changes of some fields in a record's history, newest first, a page of them at a time: for those who may not read the others.
    ///
    /// # Errors
    /// When the database fails or a record is corrupt.
    pub async fn history_of_fields(
        &mut self,
        record: &str,
        fields: &[&str],
        offset: i64,
        limit: i64,
    ) -> Result<Vec<Change>> {
        if fields.is_empty() {
            return Ok(Vec::new());
        }
        let rows: Vec<ChangeRow> = on!(self, db => async {
            let mut query = QueryBuilder::new(
                "SELECT id, field, was, became, reason, changed_at, changed_by FROM history WHERE record = ");
            query.push_bind(record).push(" AND field IN (");
            let mut listed = query.separated(", ");
            for field in fields {
                listed.push_bind(*field);
            }
            query.push(") ORDER BY changed_at DESC, id DESC LIMIT ").push_bind(limit);
            query.push(" OFFSET ").push_bind(offset);
            query.build_query_as().fetch_all(db).await
        })?;
        rows.into_iter().map(Change::try_from).collect()
    }
}
