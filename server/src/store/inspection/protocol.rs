//! The protocol: observations, grades and texts. Writers hold the inspection's lock, so versions are checked by who reads them.

use chrono::{DateTime, Utc};
use shared::{
    ChecklistId, InspectionId,
    checklist::{AreaCode, CriterionClass},
    grade::{Grade, Judged, Suggestion, suggest},
    inspection::{AreaGrading, GradeAfterPlan, Inspection, Judgement, Observation, Protocol},
    review::{Changed, ReviewText, TextField},
    text::FreeText,
};

use super::{
    super::{Error, Result, Work, instant, parse, text},
    signature,
};

/// A criterion with its class and what the inspectors found.
pub struct Judging {
    /// How binding the criterion is.
    pub class: CriterionClass,
    /// As it stands; unjudged if nothing is saved.
    pub observation: Observation,
}

impl Judging {
    /// The suggested grade of the area that `judgings` hold.
    #[must_use]
    pub fn suggestion<'a>(
        judgings: impl IntoIterator<Item = &'a Self>,
        exceptions: u8,
    ) -> Suggestion {
        let judged: Vec<Judged> = judgings
            .into_iter()
            .map(|judging| Judged {
                code: judging.observation.code,
                class: judging.class,
                fulfilment: judging.observation.fulfilment(),
            })
            .collect();
        suggest(&judged, exceptions)
    }
}

#[derive(sqlx::FromRow)]
struct JudgingRow {
    code: String,
    class: String,
    judgement: Option<String>,
    note: Option<String>,
    version: Option<i64>,
    changed_at: Option<i64>,
    changed_by: Option<String>,
}

/// When and by whom, where both are kept.
fn changed(at: Option<i64>, by: Option<String>) -> Result<Option<Changed>> {
    at.zip(by).map(|(at, by)| Ok(Changed { at: instant(at)?, by })).transpose()
}

impl TryFrom<JudgingRow> for Judging {
    type Error = Error;

    fn try_from(row: JudgingRow) -> Result<Self> {
        let judgement = row.judgement.map(|value| {
            Judgement::from_stored(&value)
                .ok_or_else(|| Error::Corrupt(format!("judgement {value}")))
        });
        Ok(Self {
            class: CriterionClass::from_stored(&row.class)
                .ok_or_else(|| Error::Corrupt(format!("class {}", row.class)))?,
            observation: Observation {
                code: parse(&row.code)?,
                judgement: judgement.transpose()?,
                note: text(row.note.unwrap_or_default())?,
                version: row.version.unwrap_or(0),
                changed: changed(row.changed_at, row.changed_by)?,
            },
        })
    }
}

#[derive(sqlx::FromRow)]
struct GradingRow {
    area: String,
    grade: Option<String>,
    motivation: String,
    after_grade: Option<String>,
    after_at: Option<i64>,
    after_by: Option<String>,
    after_name: Option<String>,
    version: i64,
    changed_at: i64,
    changed_by: String,
}

impl TryFrom<GradingRow> for AreaGrading {
    type Error = Error;

    fn try_from(row: GradingRow) -> Result<Self> {
        let accepted = signature(row.after_at, row.after_by.as_ref(), row.after_name.as_ref())?;
        let after: Option<Grade> = row.after_grade.as_deref().map(parse).transpose()?;
        Ok(Self {
            area: parse(&row.area)?,
            grade: row.grade.as_deref().map(parse).transpose()?,
            motivation: text(row.motivation)?,
            after_plan: after
                .zip(accepted)
                .map(|(grade, accepted)| GradeAfterPlan { grade, accepted }),
            version: row.version,
            changed: changed(Some(row.changed_at), Some(row.changed_by))?,
        })
    }
}

#[derive(sqlx::FromRow)]
struct TextRow {
    field: String,
    body: String,
    version: i64,
    changed_at: i64,
    changed_by: String,
}

impl TryFrom<TextRow> for ReviewText {
    type Error = Error;

    fn try_from(row: TextRow) -> Result<Self> {
        Ok(Self {
            field: parse(&row.field)?,
            body: text(row.body)?,
            version: row.version,
            changed: changed(Some(row.changed_at), Some(row.changed_by))?,
        })
    }
}

impl Work {
    /// All criteria of the inspection's checklist in order, with what was found: one statement.
    ///
    /// # Errors
    /// When the database fails or a record is corrupt.
    pub async fn judgings(
        &mut self,
        inspection: InspectionId,
        checklist: ChecklistId,
    ) -> Result<Vec<Judging>> {
        let rows: Vec<JudgingRow> = on!(self, db => sqlx::query_as(
            "SELECT k.code, k.class, o.judgement, o.note, o.version, o.changed_at, o.changed_by
             FROM criterion k
             LEFT JOIN observation o ON o.inspection = $1 AND o.criterion = k.code
             WHERE k.checklist = $2 ORDER BY k.position")
            .bind(inspection.to_string())
            .bind(checklist.to_string())
            .fetch_all(db))?;
        rows.into_iter().map(Judging::try_from).collect()
    }

    /// The same, of one area.
    ///
    /// # Errors
    /// When the database fails or a record is corrupt.
    pub async fn judgings_of_area(
        &mut self,
        inspection: InspectionId,
        checklist: ChecklistId,
        area: AreaCode,
    ) -> Result<Vec<Judging>> {
        let rows: Vec<JudgingRow> = on!(self, db => sqlx::query_as(
            "SELECT k.code, k.class, o.judgement, o.note, o.version, o.changed_at, o.changed_by
             FROM criterion k
             LEFT JOIN observation o ON o.inspection = $1 AND o.criterion = k.code
             WHERE k.checklist = $2 AND k.area = $3 ORDER BY k.position")
            .bind(inspection.to_string())
            .bind(checklist.to_string())
            .bind(area.to_string())
            .fetch_all(db))?;
        rows.into_iter().map(Judging::try_from).collect()
    }

    /// Saves an observation over the version that was read.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn save_observation(
        &mut self,
        inspection: InspectionId,
        observation: &Observation,
        at: DateTime<Utc>,
        by: &str,
    ) -> Result<()> {
        execute!(self, sqlx::query(
            "INSERT INTO observation (inspection, criterion, judgement, note, version, changed_at, changed_by)
             VALUES ($1, $2, $3, $4, $5, $6, $7)
             ON CONFLICT (inspection, criterion) DO UPDATE SET judgement = excluded.judgement, note = excluded.note,
                 version = excluded.version, changed_at = excluded.changed_at, changed_by = excluded.changed_by")
            .bind(inspection.to_string())
            .bind(observation.code.to_string())
            .bind(observation.judgement.map(Judgement::as_str))
            .bind(&*observation.note)
            .bind(observation.version)
            .bind(at.timestamp_millis())
            .bind(by))?;
        Ok(())
    }

    /// One grading an area, A–H: one statement.
    ///
    /// # Errors
    /// When the database fails or a record is corrupt.
    pub async fn gradings(&mut self, inspection: InspectionId) -> Result<Vec<AreaGrading>> {
        let rows: Vec<GradingRow> = on!(self, db => sqlx::query_as(
            "SELECT g.area, g.grade, g.motivation, g.after_grade, g.after_at, g.after_by, p.name AS after_name,
                    g.version, g.changed_at, g.changed_by
             FROM area_grading g LEFT JOIN person p ON p.id = g.after_by
             WHERE g.inspection = $1")
            .bind(inspection.to_string())
            .fetch_all(db))?;
        let mut saved: Vec<AreaGrading> =
            rows.into_iter().map(AreaGrading::try_from).collect::<Result<_>>()?;
        Ok(AreaCode::ALL
            .into_iter()
            .map(|area| match saved.iter().position(|grading| grading.area == area) {
                Some(found) => saved.swap_remove(found),
                None => AreaGrading::ungraded(area),
            })
            .collect())
    }

    /// Saves an area's grade over the version that was read.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn save_grading(
        &mut self,
        inspection: InspectionId,
        grading: &AreaGrading,
        at: DateTime<Utc>,
        by: &str,
    ) -> Result<()> {
        execute!(self, sqlx::query(
            "INSERT INTO area_grading (inspection, area, grade, motivation, version, changed_at, changed_by)
             VALUES ($1, $2, $3, $4, $5, $6, $7)
             ON CONFLICT (inspection, area) DO UPDATE SET grade = excluded.grade, motivation = excluded.motivation,
                 version = excluded.version, changed_at = excluded.changed_at, changed_by = excluded.changed_by")
            .bind(inspection.to_string())
            .bind(grading.area.to_string())
            .bind(grading.grade.map(Grade::as_str))
            .bind(&*grading.motivation)
            .bind(grading.version)
            .bind(at.timestamp_millis())
            .bind(by))?;
        Ok(())
    }

    /// The texts that have been written: one statement.
    ///
    /// # Errors
    /// When the database fails or a record is corrupt.
    pub async fn inspection_texts(&mut self, inspection: InspectionId) -> Result<Vec<ReviewText>> {
        let rows: Vec<TextRow> = on!(self, db => sqlx::query_as(
            "SELECT field, body, version, changed_at, changed_by FROM inspection_text WHERE record = $1 ORDER BY field")
            .bind(inspection.to_string())
            .fetch_all(db))?;
        rows.into_iter().map(ReviewText::try_from).collect()
    }

    /// One text; version 0 if it isn't written.
    ///
    /// # Errors
    /// When the database fails or the record is corrupt.
    pub async fn inspection_text(
        &mut self,
        inspection: InspectionId,
        field: TextField,
    ) -> Result<ReviewText> {
        let row: Option<TextRow> = on!(self, db => sqlx::query_as(
            "SELECT field, body, version, changed_at, changed_by FROM inspection_text WHERE record = $1 AND field = $2")
            .bind(inspection.to_string())
            .bind(field.to_string())
            .fetch_optional(db))?;
        row.map_or_else(
            || Ok(ReviewText { field, body: FreeText::default(), version: 0, changed: None }),
            ReviewText::try_from,
        )
    }

    /// Saves a text over the version that was read.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn save_inspection_text(
        &mut self,
        inspection: InspectionId,
        text: &ReviewText,
        at: DateTime<Utc>,
        by: &str,
    ) -> Result<()> {
        execute!(self, sqlx::query(
            "INSERT INTO inspection_text (record, field, body, version, changed_at, changed_by)
             VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT (record, field) DO UPDATE SET body = excluded.body, version = excluded.version,
                 changed_at = excluded.changed_at, changed_by = excluded.changed_by")
            .bind(inspection.to_string())
            .bind(text.field.to_string())
            .bind(&*text.body)
            .bind(text.version)
            .bind(at.timestamp_millis())
            .bind(by))?;
        Ok(())
    }

    /// The whole protocol: three statements.
    ///
    /// # Errors
    /// When the database fails or a record is corrupt.
    pub async fn protocol(&mut self, inspection: &Inspection) -> Result<Protocol> {
        let judgings = self.judgings(inspection.id, inspection.checklist).await?;
        Ok(Protocol {
            observations: judgings.into_iter().map(|judging| judging.observation).collect(),
            gradings: self.gradings(inspection.id).await?,
            texts: self.inspection_texts(inspection.id).await?,
        })
    }
}
