//! All answers and texts of a self-assessment, and saving a text.

use chrono::{DateTime, Utc};
use shared::{
    SelfAssessmentId,
    review::{Changed, ReviewText, TextField},
    self_assessment::Answer,
};

use super::{
    super::{Error, Result, Work, instant, packed, parse, text},
    answer::{AnswerColumns, answer},
};

/// What is written in a self-assessment.
pub struct Content {
    /// One a criterion, in the checklist's order.
    pub answers: Vec<Answer>,
    /// Texts that have been written.
    pub texts: Vec<ReviewText>,
}

/// The columns of a [`ContentRow`]: `$1` is the self-assessment, `$2` and `$3` stand between columns and rows.
macro_rules! content_columns {
    () => {
        "(SELECT string_agg(concat_ws($2, criterion, COALESCE(verdict, ''), comment, evidence,
                    CASE WHEN to_confirm THEN '1' ELSE '' END, version, changed_at, changed_by), $3)
          FROM answer WHERE self_assessment = $1) AS answers,
         (SELECT string_agg(concat_ws($2, field, body, version, changed_at, changed_by), $3)
          FROM self_assessment_text WHERE record = $1) AS texts"
    };
}

/// All answers and all texts, packed.
#[derive(sqlx::FromRow)]
pub(super) struct ContentRow {
    answers: Option<String>,
    texts: Option<String>,
}

impl TryFrom<ContentRow> for Content {
    type Error = Error;

    fn try_from(row: ContentRow) -> Result<Self> {
        let mut answers = packed::rows(row.answers.as_deref())
            .map(|row| {
                let [code, verdict, comment, evidence, to_confirm, version, at, by] = row?;
                answer(AnswerColumns {
                    code: parse(code)?,
                    verdict: Some(verdict).filter(|verdict| !verdict.is_empty()),
                    comment,
                    evidence,
                    to_confirm: to_confirm == "1",
                    version: parse(version)?,
                    changed_at: parse(at)?,
                    changed_by: by,
                })
            })
            .collect::<Result<Vec<_>>>()?;
        let mut texts = packed::rows(row.texts.as_deref())
            .map(|row| {
                let [field, body, version, at, by] = row?;
                Ok(ReviewText {
                    field: parse(field)?,
                    body: text(body.to_owned())?,
                    version: parse(version)?,
                    changed: Some(Changed { at: instant(parse(at)?)?, by: by.to_owned() }),
                })
            })
            .collect::<Result<Vec<_>>>()?;
        answers.sort_unstable_by_key(|answer| answer.code);
        texts.sort_unstable_by_key(|text| text.field);
        Ok(Self { answers, texts })
    }
}

impl Work {
    /// All answers and texts, in one statement.
    ///
    /// # Errors
    /// When the database fails or a record is corrupt.
    pub async fn assessment_content(&mut self, id: SelfAssessmentId) -> Result<Content> {
        let row: ContentRow = on!(self, db => sqlx::query_as(concat!("SELECT ", content_columns!()))
            .bind(id.to_string())
            .bind(packed::COLUMN.to_string())
            .bind(packed::ROW.to_string())
            .fetch_one(db))?;
        row.try_into()
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
