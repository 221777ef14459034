//! An inspection's steps, and the clinic's comments on facts.

use chrono::NaiveDate;
use shared::{
    ActionPlanId, ChecklistId, InspectionId, SelfAssessmentId,
    inspection::{FactualComment, Inspection, InspectionPhase},
    person::Signature,
    review::Changed,
};

use super::super::{Result, Work, instant, parse, text};

/// The columns that a phase is kept in.
#[derive(Default)]
struct PhaseColumns<'a> {
    phase: &'static str,
    first: Option<&'a Signature>,
    second: Option<&'a Signature>,
    comment_by: Option<String>,
    commented: Option<&'a Signature>,
    finalised: Option<&'a Signature>,
    cancelled: Option<&'a Signature>,
    cancelled_reason: Option<&'a str>,
}

impl<'a> PhaseColumns<'a> {
    fn of(phase: &'a InspectionPhase) -> Self {
        match phase {
            InspectionPhase::Planned => Self { phase: "planned", ..Self::default() },
            InspectionPhase::Underway { first } => {
                Self { phase: "underway", first: first.as_ref(), ..Self::default() }
            }
            InspectionPhase::Preliminary { signed: [first, second], comment_by, commented } => {
                Self {
                    phase: "preliminary",
                    first: Some(first),
                    second: Some(second),
                    comment_by: Some(comment_by.to_string()),
                    commented: commented.as_ref(),
                    ..Self::default()
                }
            }
            InspectionPhase::Final { signed: [first, second], finalised } => Self {
                phase: "final",
                first: Some(first),
                second: Some(second),
                finalised: Some(finalised),
                ..Self::default()
            },
            InspectionPhase::Cancelled { cancelled, reason } => Self {
                phase: "cancelled",
                cancelled: Some(cancelled),
                cancelled_reason: Some(reason),
                ..Self::default()
            },
        }
    }
}

/// When it was signed, as stored.
pub(in crate::store) fn signed_at(signature: Option<&Signature>) -> Option<i64> {
    signature.map(|signature| signature.at.timestamp_millis())
}

/// By whom it was signed, as stored.
pub(in crate::store) fn signed_by(signature: Option<&Signature>) -> Option<String> {
    signature.map(|signature| signature.by.id.to_string())
}

#[derive(sqlx::FromRow)]
struct CommentRow {
    id: String,
    area: Option<String>,
    body: String,
    written_at: i64,
    written_by: String,
}

impl TryFrom<CommentRow> for FactualComment {
    type Error = super::super::Error;

    fn try_from(row: CommentRow) -> Result<Self> {
        Ok(Self {
            id: parse(&row.id)?,
            area: row.area.as_deref().map(parse).transpose()?,
            body: text(row.body)?,
            written: Changed { at: instant(row.written_at)?, by: row.written_by },
        })
    }
}

impl Work {
    /// Keeps the phase that a step led to. Who steps holds the inspection's lock.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn save_inspection_phase(
        &mut self,
        id: InspectionId,
        phase: &InspectionPhase,
    ) -> Result<()> {
        let columns = PhaseColumns::of(phase);
        execute!(self, sqlx::query(
            "UPDATE inspection SET phase = $2, first_signed_at = $3, first_signed_by = $4, second_signed_at = $5,
                 second_signed_by = $6, comment_by = $7, commented_at = $8, commented_by = $9,
                 finalised_at = $10, finalised_by = $11, cancelled_at = $12, cancelled_by = $13, cancelled_reason = $14
             WHERE id = $1")
            .bind(id.to_string())
            .bind(columns.phase)
            .bind(signed_at(columns.first))
            .bind(signed_by(columns.first))
            .bind(signed_at(columns.second))
            .bind(signed_by(columns.second))
            .bind(columns.comment_by)
            .bind(signed_at(columns.commented))
            .bind(signed_by(columns.commented))
            .bind(signed_at(columns.finalised))
            .bind(signed_by(columns.finalised))
            .bind(signed_at(columns.cancelled))
            .bind(signed_by(columns.cancelled))
            .bind(columns.cancelled_reason))?;
        Ok(())
    }

    /// Takes the clinic's latest signed self-assessment of the specialty into use, none older than `oldest`.
    /// One that is reopened meanwhile is not taken.
    ///
    /// # Errors
    /// When the database fails or the record is corrupt.
    pub async fn take_assessment_into_use(
        &mut self,
        inspection: &Inspection,
        oldest: i32,
    ) -> Result<Option<SelfAssessmentId>> {
        let row: Option<(String,)> = on!(self, db => sqlx::query_as(
            "UPDATE self_assessment SET phase = 'used', inspection = $1, revision = revision + 1
             WHERE phase = 'signed' AND id = (
                 SELECT id FROM self_assessment
                 WHERE clinic = $2 AND specialty = $3 AND year >= $4 AND phase = 'signed'
                 ORDER BY year DESC LIMIT 1)
             RETURNING id")
            .bind(inspection.id.to_string())
            .bind(inspection.clinic.id.to_string())
            .bind(&inspection.specialty)
            .bind(i64::from(oldest))
            .fetch_optional(db))?;
        row.map(|(id,)| parse(&id)).transpose()
    }

    /// Lets the self-assessment that an inspection used go: it is signed again, and can be reopened or used anew.
    /// None if it used none.
    ///
    /// # Errors
    /// When the database fails or the record is corrupt.
    pub async fn let_assessment_go(
        &mut self,
        inspection: InspectionId,
    ) -> Result<Option<SelfAssessmentId>> {
        let row: Option<(String,)> = on!(self, db => sqlx::query_as(
            "UPDATE self_assessment SET phase = 'signed', inspection = NULL, revision = revision + 1
             WHERE phase = 'used' AND inspection = $1 RETURNING id")
            .bind(inspection.to_string())
            .fetch_optional(db))?;
        row.map(|(id,)| parse(&id)).transpose()
    }

    /// Keeps what an inspection begins with: the clinic's own view and the checklist of the day.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn save_inspection_basis(
        &mut self,
        id: InspectionId,
        self_assessment: Option<SelfAssessmentId>,
        checklist: ChecklistId,
    ) -> Result<()> {
        execute!(
            self,
            sqlx::query("UPDATE inspection SET self_assessment = $2, checklist = $3 WHERE id = $1")
                .bind(id.to_string())
                .bind(self_assessment.map(|id| id.to_string()))
                .bind(checklist.to_string())
        )?;
        Ok(())
    }

    /// Makes the empty draft of the action plan that a final report asks for.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn ask_for_plan(
        &mut self,
        id: ActionPlanId,
        inspection: &Inspection,
        due: NaiveDate,
    ) -> Result<()> {
        execute!(
            self,
            sqlx::query(
                "INSERT INTO action_plan (id, clinic, inspection, due, phase, revision)
                 VALUES ($1, $2, $3, $4, 'draft', 1)"
            )
            .bind(id.to_string())
            .bind(inspection.clinic.id.to_string())
            .bind(inspection.id.to_string())
            .bind(due.to_string())
        )?;
        Ok(())
    }

    /// Keeps a comment on facts.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn add_factual_comment(
        &mut self,
        inspection: InspectionId,
        comment: &FactualComment,
    ) -> Result<()> {
        execute!(
            self,
            sqlx::query(
                "INSERT INTO factual_comment (id, inspection, area, body, written_at, written_by)
             VALUES ($1, $2, $3, $4, $5, $6)"
            )
            .bind(comment.id.to_string())
            .bind(inspection.to_string())
            .bind(comment.area.map(|area| area.to_string()))
            .bind(&*comment.body)
            .bind(comment.written.at.timestamp_millis())
            .bind(&comment.written.by)
        )?;
        Ok(())
    }

    /// The clinic's comments on facts, in order: one statement.
    ///
    /// # Errors
    /// When the database fails or a record is corrupt.
    pub async fn factual_comments(
        &mut self,
        inspection: InspectionId,
    ) -> Result<Vec<FactualComment>> {
        let rows: Vec<CommentRow> = on!(self, db => sqlx::query_as(
            "SELECT id, area, body, written_at, written_by FROM factual_comment WHERE inspection = $1 ORDER BY id")
            .bind(inspection.to_string())
            .fetch_all(db))?;
        rows.into_iter().map(FactualComment::try_from).collect()
    }
}
