//! Self-assessments. All answers of one are made when it is opened, at version 0, so that a save is always an
//! update that names the version it started from, and whoever comes second sees that nothing was changed.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::Serialize;
use shared::{
    ChecklistId, ClinicId, PersonId, SelfAssessmentId,
    checklist::{AreaCode, Checklist},
    grade::Grade,
    person::{PersonName, Signature},
    review::ClinicName,
    rights::{Action, On},
    self_assessment::{AssessmentPhase, AssessmentSummary, SelfAssessment},
};

use super::{
    Error, Result, Work, from_json, instant, number, packed, parse,
    session::{Session, SessionRow},
    to_json,
};

#[macro_use]
mod answer;
#[macro_use]
mod content;

pub(super) use answer::AnsweredBy;
pub use answer::{AnswerInArea, AskedAnswer, NewAnswer};
pub use content::{Content, StoredContent};

/// A self-assessment to be opened.
pub struct NewAssessment<'a> {
    /// Which.
    pub id: SelfAssessmentId,
    /// Whose.
    pub clinic: ClinicId,
    /// Of which specialty.
    pub specialty: &'a str,
    /// Of which year.
    pub year: i32,
}

/// A self-assessment without answers and texts, and how a person stands to it. It is written as the fields of the
/// [`SelfAssessment`] before those.
#[derive(Clone, Debug, Serialize)]
pub struct AssessmentHead {
    /// Which.
    pub id: SelfAssessmentId,
    /// Whose.
    pub clinic: ClinicName,
    /// Of which specialty.
    pub specialty: String,
    /// Of which year.
    pub year: i32,
    /// The version it began with.
    pub checklist: ChecklistId,
    /// Where it is on its way.
    #[serde(flatten)]
    pub phase: AssessmentPhase,
    /// Grows with every change of anything in it.
    pub revision: i64,
    /// Whether the person is an inspector of an inspection at the clinic that isn't called off.
    #[serde(skip)]
    pub assigned: bool,
}

impl AssessmentHead {
    /// What rights to it are asked on.
    #[must_use]
    pub const fn on(&self) -> On {
        On::clinic(&self.clinic).assigned(self.assigned)
    }

    /// The right that shows it.
    #[must_use]
    pub const fn seen_by(&self) -> Action {
        match self.phase {
            AssessmentPhase::Draft => Action::AssessmentReadDraft,
            AssessmentPhase::Signed { .. } | AssessmentPhase::Used { .. } => Action::AssessmentRead,
        }
    }

    /// The whole self-assessment.
    #[must_use]
    pub fn with(self, content: Content) -> SelfAssessment {
        SelfAssessment {
            id: self.id,
            clinic: self.clinic,
            specialty: self.specialty,
            year: self.year,
            checklist: self.checklist,
            phase: self.phase,
            revision: self.revision,
            answers: content.answers,
            texts: content.texts,
        }
    }
}

/// The columns that together are a phase.
#[derive(sqlx::FromRow)]
pub(crate) struct PhaseRow {
    phase: String,
    signed_at: Option<i64>,
    signed_by: Option<String>,
    signed_name: Option<String>,
    inspection: Option<String>,
}

impl TryFrom<PhaseRow> for AssessmentPhase {
    type Error = Error;

    fn try_from(row: PhaseRow) -> Result<Self> {
        let signed = match (row.signed_at, &row.signed_by) {
            (Some(at), Some(by)) => Some(Signature {
                by: PersonName { id: parse(by)?, name: row.signed_name.unwrap_or_default() },
                at: instant(at)?,
            }),
            _ => None,
        };
        match (row.phase.as_str(), signed, row.inspection) {
            ("draft", None, None) => Ok(Self::Draft),
            ("signed", Some(signed), None) => Ok(Self::Signed { signed }),
            ("used", Some(signed), Some(inspection)) => {
                Ok(Self::Used { signed, inspection: parse(&inspection)? })
            }
            (phase, ..) => Err(Error::Corrupt(format!("self-assessment in phase {phase}"))),
        }
    }
}

#[derive(sqlx::FromRow)]
struct HeadRow {
    clinic: String,
    name: String,
    site: String,
    care_provider: String,
    specialty: String,
    year: i64,
    checklist: String,
    revision: i64,
    #[sqlx(flatten)]
    phase: PhaseRow,
    assigned: bool,
}

impl HeadRow {
    fn head(self, id: SelfAssessmentId) -> Result<AssessmentHead> {
        Ok(AssessmentHead {
            id,
            clinic: ClinicName {
                id: parse(&self.clinic)?,
                name: self.name,
                site: self.site,
                care_provider: parse(&self.care_provider)?,
            },
            specialty: self.specialty,
            year: number(self.year)?,
            checklist: parse(&self.checklist)?,
            phase: self.phase.try_into()?,
            revision: self.revision,
            assigned: self.assigned,
        })
    }
}

#[derive(sqlx::FromRow)]
struct WholeRow {
    #[sqlx(flatten)]
    head: HeadRow,
    #[sqlx(flatten)]
    content: StoredContent,
    #[sqlx(flatten)]
    session: SessionRow,
}

/// The statement for a head: the parameter that is the person, what columns more, and from what table more.
macro_rules! head {
    ($person:literal, $more:expr, $joined:literal) => {
        concat!(
            "SELECT s.clinic, c.name, c.site, c.care_provider, s.specialty, s.year, s.checklist, s.revision,
                    s.phase, s.signed_at, s.signed_by, p.name AS signed_name, s.inspection, ",
            inspects!($person, "s.clinic"), " AS assigned", $more, "
             FROM self_assessment s
             JOIN clinic c ON c.id = s.clinic
             LEFT JOIN person p ON p.id = s.signed_by ",
            $joined,
            " WHERE s.id = $1"
        )
    };
}

#[derive(sqlx::FromRow)]
struct SummaryRow {
    id: String,
    name: String,
    site: String,
    care_provider: String,
    specialty: String,
    year: i64,
    answered: i64,
    total: i64,
    grades: String,
    #[sqlx(flatten)]
    phase: PhaseRow,
}

impl Work {
    /// Opens a self-assessment with all its answers to be given; false if the clinic has one of that specialty
    /// and year.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn open_assessment(
        &mut self,
        new: &NewAssessment<'_>,
        checklist: &Checklist,
    ) -> Result<bool> {
        let total = i64::try_from(checklist.criteria().count()).unwrap_or(i64::MAX);
        let rows = execute!(
            self,
            sqlx::query(
                "INSERT INTO self_assessment
                (id, clinic, specialty, year, checklist, phase, grades, answered, total, revision)
             VALUES ($1, $2, $3, $4, $5, 'draft', '{}', 0, $6, 1)
             ON CONFLICT (clinic, specialty, year) DO NOTHING"
            )
            .bind(new.id.to_string())
            .bind(new.clinic.to_string())
            .bind(new.specialty)
            .bind(i64::from(new.year))
            .bind(checklist.id.to_string())
            .bind(total)
        )?;
        if rows == 0 {
            return Ok(false);
        }
        execute!(self, sqlx::query(
            "INSERT INTO answer
                (self_assessment, criterion, comment, evidence, to_confirm, version, changed_at, changed_by)
             SELECT $1, code, '', '[]', FALSE, 0, 0, '' FROM criterion WHERE checklist = $2 ORDER BY position")
            .bind(new.id.to_string())
            .bind(checklist.id.to_string()))?;
        Ok(true)
    }

    /// A self-assessment without answers and texts, as a person stands to it.
    ///
    /// # Errors
    /// When the database fails or the record is corrupt.
    pub async fn assessment_head(
        &mut self,
        id: SelfAssessmentId,
        person: PersonId,
    ) -> Result<Option<AssessmentHead>> {
        let row: Option<HeadRow> = on!(self, db => sqlx::query_as(head!("$2", "", ""))
            .bind(id.to_string())
            .bind(person.to_string())
            .fetch_optional(db))?;
        row.map(|row| row.head(id)).transpose()
    }

    /// A self-assessment with all its answers and texts as they are stored, with the session of who asks and as that person
    /// stands to it: one statement.
    ///
    /// # Errors
    /// When the database fails or the record but for its answers and texts is corrupt.
    pub async fn assessment_asked_for(
        &mut self,
        id: SelfAssessmentId,
        token_hash: &str,
    ) -> Result<Option<(Option<Session>, AssessmentHead, StoredContent)>> {
        let row: Option<WholeRow> = on!(self, db => sqlx::query_as(head!(
            "(SELECT person FROM session WHERE token_hash = $4)",
            concat!(", ", content_columns!(), ", ", session_columns!("$4", "$2", "$3")),
            "LEFT JOIN signed_content g ON g.self_assessment = s.id AND g.signed_at = s.signed_at"))
            .bind(id.to_string())
            .bind(packed::COLUMN.to_string())
            .bind(packed::ROW.to_string())
            .bind(token_hash)
            .fetch_optional(db))?;
        row.map(|row| Ok((row.session.session()?, row.head.head(id)?, row.content))).transpose()
    }

    /// A clinic's self-assessments, newest year first.
    ///
    /// # Errors
    /// When the database fails or a record is corrupt.
    pub async fn assessments_of(&mut self, clinic: ClinicId) -> Result<Vec<AssessmentSummary>> {
        let rows: Vec<SummaryRow> = on!(self, db => sqlx::query_as(
            "SELECT s.id, c.name, c.site, c.care_provider, s.specialty, s.year, s.answered, s.total, s.grades,
                    s.phase, s.signed_at, s.signed_by, p.name AS signed_name, s.inspection
             FROM self_assessment s
             JOIN clinic c ON c.id = s.clinic
             LEFT JOIN person p ON p.id = s.signed_by
             WHERE s.clinic = $1
             ORDER BY s.year DESC, s.specialty")
            .bind(clinic.to_string())
            .fetch_all(db))?;
        rows.into_iter()
            .map(|row| {
                Ok(AssessmentSummary {
                    id: parse(&row.id)?,
                    clinic: ClinicName {
                        id: clinic,
                        name: row.name,
                        site: row.site,
                        care_provider: parse(&row.care_provider)?,
                    },
                    specialty: row.specialty,
                    year: number(row.year)?,
                    phase: row.phase.try_into()?,
                    answered: number(row.answered)?,
                    total: number(row.total)?,
                    grades: from_json(&row.grades)?,
                })
            })
            .collect()
    }

    /// The latest self-assessment of the same clinic and specialty from an earlier year: its id, year and checklist.
    ///
    /// # Errors
    /// When the database fails or the record is corrupt.
    pub async fn earlier_assessment(
        &mut self,
        clinic: ClinicId,
        specialty: &str,
        year: i32,
    ) -> Result<Option<(SelfAssessmentId, i32, ChecklistId)>> {
        let row: Option<(String, i64, String)> = on!(self, db => sqlx::query_as(
            "SELECT id, year, checklist FROM self_assessment
             WHERE clinic = $1 AND specialty = $2 AND year < $3 ORDER BY year DESC LIMIT 1")
            .bind(clinic.to_string())
            .bind(specialty)
            .bind(i64::from(year))
            .fetch_optional(db))?;
        row.map(|(id, year, checklist)| Ok((parse(&id)?, number(year)?, parse(&checklist)?)))
            .transpose()
    }

    /// Signs the revision that was read, and keeps its content as it was signed; false if it has changed or is no draft.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn sign_assessment(
        &mut self,
        id: SelfAssessmentId,
        revision: i64,
        content: &Content,
        by: PersonId,
        at: DateTime<Utc>,
        grades: &BTreeMap<AreaCode, Grade>,
    ) -> Result<bool> {
        let rows = execute!(self, sqlx::query(
            "UPDATE self_assessment
             SET phase = 'signed', signed_at = $3, signed_by = $4, grades = $5, revision = revision + 1
             WHERE id = $1 AND revision = $2 AND phase = 'draft'")
            .bind(id.to_string())
            .bind(revision)
            .bind(at.timestamp_millis())
            .bind(by.to_string())
            .bind(to_json(grades)?))?;
        if rows == 0 {
            return Ok(false);
        }
        execute!(
            self,
            sqlx::query(
                "INSERT INTO signed_content (self_assessment, signed_at, content) VALUES ($1, $2, $3)
                 ON CONFLICT (self_assessment, signed_at) DO UPDATE SET content = excluded.content"
            )
            .bind(id.to_string())
            .bind(at.timestamp_millis())
            .bind(to_json(content)?)
        )?;
        Ok(true)
    }

    /// Opens the signed revision that was read; false if it has changed or is in use.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn reopen_assessment(&mut self, id: SelfAssessmentId, revision: i64) -> Result<bool> {
        let rows = execute!(self, sqlx::query(
            "UPDATE self_assessment
             SET phase = 'draft', signed_at = NULL, signed_by = NULL, grades = '{}', revision = revision + 1
             WHERE id = $1 AND revision = $2 AND phase = 'signed'")
            .bind(id.to_string())
            .bind(revision))?;
        Ok(rows == 1)
    }

    /// Counts a change of a draft, and how many more criteria count as answered by it: the new revision, or none
    /// if it is locked. First in every change, so that on PostgreSQL changes of one record queue here.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn revise_assessment(
        &mut self,
        id: SelfAssessmentId,
        more_answered: i64,
    ) -> Result<Option<i64>> {
        let row: Option<(i64,)> = on!(self, db => sqlx::query_as(
            "UPDATE self_assessment SET revision = revision + 1, answered = answered + $2
             WHERE id = $1 AND phase = 'draft' RETURNING revision")
            .bind(id.to_string())
            .bind(more_answered)
            .fetch_optional(db))?;
        Ok(row.map(|(revision,)| revision))
    }
}
