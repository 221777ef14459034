//! Published checklists. Never changed, so the criteria are kept twice: whole in the body, and in rows for joins.

use chrono::{DateTime, Utc};
use shared::{
    CareProviderId, ChecklistId, PersonId,
    checklist::{Checklist, ChecklistVersion},
    review::Changed,
};

use super::{Error, Result, Work, from_json, instant, parse, to_json};

#[derive(sqlx::FromRow)]
struct VersionRow {
    id: String,
    version_name: String,
    care_provider: Option<String>,
    published_at: i64,
    published_by: Option<String>,
}

impl TryFrom<VersionRow> for ChecklistVersion {
    type Error = Error;

    fn try_from(row: VersionRow) -> Result<Self> {
        Ok(Self {
            id: parse(&row.id)?,
            version: row.version_name,
            care_provider: row.care_provider.as_deref().map(parse).transpose()?,
            published: Changed {
                at: instant(row.published_at)?,
                by: row.published_by.unwrap_or_default(),
            },
            current: false,
        })
    }
}

impl Work {
    /// Publishes a checklist; false if there is one of that id, or of that version name at the care provider.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn publish_checklist(
        &mut self,
        checklist: &Checklist,
        care_provider: Option<CareProviderId>,
        by: Option<PersonId>,
        at: DateTime<Utc>,
    ) -> Result<bool> {
        let rows = execute!(self, sqlx::query(
            "INSERT INTO checklist (id, care_provider, version_name, exceptions, body, published_at, published_by)
             VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING")
            .bind(checklist.id.to_string())
            .bind(care_provider.map(|id| id.to_string()))
            .bind(&checklist.version)
            .bind(i64::from(checklist.exceptions))
            .bind(to_json(checklist)?)
            .bind(at.timestamp_millis())
            .bind(by.map(|id| id.to_string())))?;
        if rows == 0 {
            return Ok(false);
        }
        for (criterion, position) in checklist.criteria().zip(1_i64..) {
            execute!(self, sqlx::query(
                "INSERT INTO criterion (checklist, code, area, position, class) VALUES ($1, $2, $3, $4, $5)")
                .bind(checklist.id.to_string())
                .bind(criterion.code.to_string())
                .bind(criterion.code.area().to_string())
                .bind(position)
                .bind(criterion.class.as_str()))?;
        }
        Ok(true)
    }

    /// Publishes the checklist that follows the product, unless it is there.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn publish_built_in_checklist(&mut self, at: DateTime<Utc>) -> Result<()> {
        self.publish_checklist(&Checklist::spur_2025(), None, None, at).await?;
        Ok(())
    }

    /// All published versions, latest first. None is marked as current.
    ///
    /// # Errors
    /// When the database fails or a record is corrupt.
    pub async fn checklist_versions(&mut self) -> Result<Vec<ChecklistVersion>> {
        let rows: Vec<VersionRow> = on!(self, db => sqlx::query_as(
            "SELECT k.id, k.version_name, k.care_provider, k.published_at, p.name AS published_by
             FROM checklist k LEFT JOIN person p ON p.id = k.published_by
             ORDER BY k.published_at DESC, k.id DESC")
            .fetch_all(db))?;
        rows.into_iter().map(ChecklistVersion::try_from).collect()
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
