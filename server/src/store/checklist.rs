//! Published checklists. Never changed, so the criteria are kept twice: whole in the body, and in rows for joins.

use chrono::{DateTime, Utc};
use shared::{CareProviderId, ChecklistId, PersonId, checklist::Checklist};

use super::{Result, Work, from_json, to_json};

impl Work {
    /// Publishes a checklist.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn publish_checklist(
        &mut self,
        checklist: &Checklist,
        care_provider: Option<CareProviderId>,
        by: Option<PersonId>,
        at: DateTime<Utc>,
    ) -> Result<()> {
        execute!(self, sqlx::query(
            "INSERT INTO checklist (id, care_provider, version_name, exceptions, body, published_at, published_by)
             VALUES ($1, $2, $3, $4, $5, $6, $7)")
            .bind(checklist.id.to_string())
            .bind(care_provider.map(|id| id.to_string()))
            .bind(&checklist.version)
            .bind(i64::from(checklist.exceptions))
            .bind(to_json(checklist)?)
            .bind(at.timestamp_millis())
            .bind(by.map(|id| id.to_string())))?;
        for (criterion, position) in checklist.criteria().zip(1_i64..) {
            execute!(self, sqlx::query(
                "INSERT INTO criterion (checklist, code, area, position, class) VALUES ($1, $2, $3, $4, $5)")
                .bind(checklist.id.to_string())
                .bind(criterion.code.to_string())
                .bind(criterion.code.area().to_string())
                .bind(position)
                .bind(criterion.class.as_str()))?;
        }
        Ok(())
    }

    /// A checklist by id.
    ///
    /// # Errors
    /// When the database fails or the record is corrupt.
    pub async fn checklist(&mut self, id: ChecklistId) -> Result<Option<Checklist>> {
        let body: Option<(String,)> = on!(self, db =>
            sqlx::query_as("SELECT body FROM checklist WHERE id = $1").bind(id.to_string()).fetch_optional(db))?;
        body.map(|(body,)| from_json(&body)).transpose()
    }

    /// The checklist that a new review at a care provider begins with: its own latest, else the product's latest.
    ///
    /// # Errors
    /// When the database fails or the record is corrupt.
    pub async fn current_checklist(
        &mut self,
        care_provider: CareProviderId,
    ) -> Result<Option<Checklist>> {
        let body: Option<(String,)> = on!(self, db => sqlx::query_as(
            "SELECT body FROM checklist WHERE care_provider = $1 OR care_provider IS NULL
             ORDER BY CASE WHEN care_provider IS NULL THEN 1 ELSE 0 END, published_at DESC, id DESC LIMIT 1")
            .bind(care_provider.to_string())
            .fetch_optional(db))?;
        body.map(|(body,)| from_json(&body)).transpose()
    }
}
