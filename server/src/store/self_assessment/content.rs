//! All answers and texts of a self-assessment, and saving a text.

use chrono::{DateTime, Utc};
use shared::{
    SelfAssessmentId,
    review::{Changed, ReviewText, TextField},
    self_assessment::Answer,
};

use super::{
    super::{Result, Work, instant, parse, text},
    answer::answer,
};

/// What is written in a self-assessment.
pub struct Content {
    /// One a criterion, in the checklist's order.
    pub answers: Vec<Answer>,
    /// Texts that have been written.
    pub texts: Vec<ReviewText>,
}

/// Criterion or text field, verdict, comment or body, evidence, to confirm, version, when and by whom.
type Row = (String, Option<String>, String, String, bool, i64, i64, String);

impl Work {
    /// All answers and texts, in one statement.
    ///
    /// # Errors
    /// When the database fails or a record is corrupt.
    pub async fn assessment_content(&mut self, id: SelfAssessmentId) -> Result<Content> {
        let rows: Vec<Row> = on!(self, db => sqlx::query_as(
            "SELECT criterion, verdict, comment, evidence, to_confirm, version, changed_at, changed_by
             FROM answer WHERE self_assessment = $1
             UNION ALL
             SELECT field, NULL, body, '', FALSE, version, changed_at, changed_by
             FROM self_assessment_text WHERE record = $1")
            .bind(id.to_string())
            .fetch_all(db))?;
        let mut content = Content { answers: Vec::with_capacity(rows.len()), texts: Vec::new() };
        for (name, verdict, body, evidence, to_confirm, version, at, by) in rows {
            match name.parse() {
                Ok(code) => content.answers.push(answer(
                    code,
                    verdict.as_deref(),
                    body,
                    &evidence,
                    to_confirm,
                    version,
                    at,
                    by,
                )?),
                Err(_) => content.texts.push(ReviewText {
                    field: parse(&name)?,
                    body: text(body)?,
                    version,
                    changed: Some(Changed { at: instant(at)?, by }),
                }),
            }
        }
        content.answers.sort_unstable_by_key(|answer| answer.code);
        content.texts.sort_unstable_by_key(|text| text.field);
        Ok(content)
    }

    /// A text of a self-assessment; at version 0 if it was never written.
    ///
    /// # Errors
    /// When the database fails or the record is corrupt.
    pub async fn assessment_text(
        &mut self,
        id: SelfAssessmentId,
        field: TextField,
    ) -> Result<ReviewText> {
        let row: Option<(String, i64, i64, String)> = on!(self, db => sqlx::query_as(
            "SELECT body, version, changed_at, changed_by FROM self_assessment_text WHERE record = $1 AND field = $2")
            .bind(id.to_string())
            .bind(field.to_string())
            .fetch_optional(db))?;
        Ok(match row {
            Some((body, version, at, by)) => ReviewText {
                field,
                body: text(body)?,
                version,
                changed: Some(Changed { at: instant(at)?, by }),
            },
            None => ReviewText { field, body: text(String::new())?, version: 0, changed: None },
        })
    }

    /// Writes a text if it still is at `version`; false if it isn't.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn save_assessment_text(
        &mut self,
        id: SelfAssessmentId,
        field: TextField,
        version: i64,
        body: &str,
        by: &str,
        at: DateTime<Utc>,
    ) -> Result<bool> {
        let rows = execute!(self, sqlx::query(
            "INSERT INTO self_assessment_text (record, field, body, version, changed_at, changed_by)
             VALUES ($1, $2, $3, $4 + 1, $5, $6)
             ON CONFLICT (record, field) DO UPDATE
             SET body = excluded.body, version = excluded.version, changed_at = excluded.changed_at,
                 changed_by = excluded.changed_by
             WHERE self_assessment_text.version = $4")
            .bind(id.to_string())
            .bind(field.to_string())
            .bind(body)
            .bind(version)
            .bind(at.timestamp_millis())
            .bind(by))?;
        Ok(rows == 1)
    }
}
