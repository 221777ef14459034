//! Reports whose text is read and waits for a person. None is ever deleted.

use chrono::{DateTime, Utc};
use shared::{
    ChecklistId, ClinicId, InspectionId, PersonId, ReportImportId,
    report_import::ImportSummary,
    review::{Changed, ClinicName},
};

use super::{Result, Work, instant, parse};

/// Who is named where nobody was signed in: the command `server import-report`.
const COMMAND_LINE: &str = "Kommandoraden";

/// A report's text to be kept.
pub struct NewImport<'a> {
    /// Which.
    pub id: ReportImportId,
    /// The clinic that was reviewed.
    pub clinic: ClinicId,
    /// The checklist that it is read with.
    pub checklist: ChecklistId,
    /// The source.
    pub text: &'a str,
    /// By whom; none from the command line.
    pub by: Option<PersonId>,
    /// When.
    pub at: DateTime<Utc>,
}

/// A report's text as it is kept. What is read out of it is worked out anew each time.
pub struct StoredImport {
    /// The clinic that was reviewed.
    pub clinic: ClinicName,
    /// The checklist that it is read with.
    pub checklist: ChecklistId,
    /// The source.
    pub text: String,
    /// When and by whom.
    pub started: Changed,
    /// The inspection it became.
    pub inspection: Option<InspectionId>,
}

#[derive(sqlx::FromRow)]
struct ImportRow {
    id: String,
    clinic: String,
    name: String,
    site: String,
    care_provider: String,
    created_at: i64,
    created_by: Option<String>,
}

impl TryFrom<ImportRow> for ImportSummary {
    type Error = super::Error;

    fn try_from(row: ImportRow) -> Result<Self> {
        Ok(Self {
            id: parse(&row.id)?,
            clinic: ClinicName {
                id: parse(&row.clinic)?,
                name: row.name,
                site: row.site,
                care_provider: parse(&row.care_provider)?,
            },
            started: Changed {
                at: instant(row.created_at)?,
                by: row.created_by.unwrap_or_else(|| COMMAND_LINE.to_owned()),
            },
        })
    }
}

impl Work {
    /// Keeps a report's text, pending.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn add_import(&mut self, new: &NewImport<'_>) -> Result<()> {
        execute!(
            self,
            sqlx::query(
                "INSERT INTO report_import (id, clinic, checklist, text, created_at, created_by)
             VALUES ($1, $2, $3, $4, $5, $6)"
            )
            .bind(new.id.to_string())
            .bind(new.clinic.to_string())
            .bind(new.checklist.to_string())
            .bind(new.text)
            .bind(new.at.timestamp_millis())
            .bind(new.by.map(|person| person.to_string()))
        )?;
        Ok(())
    }

    /// An import that isn't discarded.
    ///
    /// # Errors
    /// When the database fails or the record is corrupt.
    pub async fn import(&mut self, id: ReportImportId) -> Result<Option<StoredImport>> {
        let row: Option<ImportRow> = on!(self, db => sqlx::query_as(
            "SELECT i.id, i.clinic, c.name, c.site, c.care_provider, i.created_at, p.name AS created_by
             FROM report_import i
             JOIN clinic c ON c.id = i.clinic
             LEFT JOIN person p ON p.id = i.created_by
             WHERE i.id = $1 AND i.discarded_at IS NULL")
            .bind(id.to_string())
            .fetch_optional(db))?;
        let Some(row) = row else { return Ok(None) };
        let (checklist, text, inspection): (String, String, Option<String>) = on!(self, db =>
            sqlx::query_as("SELECT checklist, text, inspection FROM report_import WHERE id = $1")
                .bind(id.to_string())
                .fetch_one(db))?;
        let ImportSummary { clinic, started, .. } = row.try_into()?;
        Ok(Some(StoredImport {
            clinic,
            checklist: parse(&checklist)?,
            text,
            started,
            inspection: inspection.as_deref().map(parse).transpose()?,
        }))
    }

    /// All imports that wait, newest first.
    ///
    /// # Errors
    /// When the database fails or a record is corrupt.
    pub async fn pending_imports(&mut self) -> Result<Vec<ImportSummary>> {
        let rows: Vec<ImportRow> = on!(self, db => sqlx::query_as(
            "SELECT i.id, i.clinic, c.name, c.site, c.care_provider, i.created_at, p.name AS created_by
             FROM report_import i
             JOIN clinic c ON c.id = i.clinic
             LEFT JOIN person p ON p.id = i.created_by
             WHERE i.inspection IS NULL AND i.discarded_at IS NULL
             ORDER BY i.id DESC")
            .fetch_all(db))?;
        rows.into_iter().map(ImportSummary::try_from).collect()
    }

    /// Notes the inspection that a pending import became; false if it isn't pending.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn settle_import(
        &mut self,
        id: ReportImportId,
        inspection: InspectionId,
    ) -> Result<bool> {
        let rows = execute!(
            self,
            sqlx::query(
                "UPDATE report_import SET inspection = $2
                 WHERE id = $1 AND inspection IS NULL AND discarded_at IS NULL"
            )
            .bind(id.to_string())
            .bind(inspection.to_string())
        )?;
        Ok(rows == 1)
    }

    /// Discards a pending import, without deleting it; false if it isn't pending.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn discard_import(&mut self, id: ReportImportId, at: DateTime<Utc>) -> Result<bool> {
        let rows = execute!(
            self,
            sqlx::query(
                "UPDATE report_import SET discarded_at = $2
                 WHERE id = $1 AND inspection IS NULL AND discarded_at IS NULL"
            )
            .bind(id.to_string())
            .bind(at.timestamp_millis())
        )?;
        Ok(rows == 1)
    }
}
