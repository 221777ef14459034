//! Of whom assessments are asked: somebody with an account, or whoever holds a one-time link.

use chrono::{DateTime, Utc};
use shared::{AssessmentId, PersonId, TrainingId, assessment::Assessment};

use super::{Result, Work, from_json, instant, parse};

/// Who is to assess.
pub enum NewAssessor<'a> {
    /// Somebody with an account.
    Account(PersonId),
    /// Whoever holds a link; only the SHA-256 of its token is kept.
    Link {
        /// The token's.
        token_hash: &'a str,
        /// The link works until then.
        expires: DateTime<Utc>,
    },
}

/// What a link leads to.
pub struct Linked {
    /// The training.
    pub training: TrainingId,
    /// The assessment in it.
    pub assessment: AssessmentId,
    /// The link works until then.
    pub expires: DateTime<Utc>,
}

impl Work {
    /// Keeps who is to assess.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn add_assessor(
        &mut self,
        assessment: &Assessment,
        assessor: NewAssessor<'_>,
    ) -> Result<()> {
        let (person, token_hash, expires) = match assessor {
            NewAssessor::Account(person) => (Some(person.to_string()), None, None),
            NewAssessor::Link { token_hash, expires } => {
                (None, Some(token_hash), Some(expires.timestamp_millis()))
            }
        };
        execute!(self, sqlx::query(
            "INSERT INTO assessor (assessment, training, person, token_hash, expires_at) VALUES ($1, $2, $3, $4, $5)")
            .bind(assessment.id.to_string())
            .bind(assessment.training.to_string())
            .bind(person)
            .bind(token_hash)
            .bind(expires))?;
        Ok(())
    }

    /// The assessments that a person is the assessor of, in all trainings, latest first.
    ///
    /// # Errors
    /// When the database fails or a record is corrupt.
    pub async fn assessments_by(&mut self, person: PersonId) -> Result<Vec<Assessment>> {
        let rows: Vec<(String,)> = on!(self, db => sqlx::query_as(
            "SELECT r.body FROM assessor a JOIN training_record r ON r.id = a.assessment
             WHERE a.person = $1 AND r.removed = FALSE ORDER BY r.id DESC")
            .bind(person.to_string())
            .fetch_all(db))?;
        rows.into_iter().map(|(body,)| from_json(&body)).collect()
    }

    /// What a link leads to.
    ///
    /// # Errors
    /// When the database fails or the record is corrupt.
    pub async fn linked_assessment(&mut self, token_hash: &str) -> Result<Option<Linked>> {
        let row: Option<(String, String, i64)> = on!(self, db => sqlx::query_as(
            "SELECT training, assessment, expires_at FROM assessor WHERE token_hash = $1")
            .bind(token_hash)
            .fetch_optional(db))?;
        row.map(|(training, assessment, expires)| {
            Ok(Linked {
                training: parse(&training)?,
                assessment: parse(&assessment)?,
                expires: instant(expires)?,
            })
        })
        .transpose()
    }
}
