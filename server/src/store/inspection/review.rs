//! Published inspections as columns: for comparison, heat map and threads.

use std::collections::HashMap;

use chrono::Datelike;
use shared::{
    ClinicId,
    grade::{Grade, ReviewGrade},
    inspection::Judgement,
    review::{Review, ReviewId, ReviewedCriterion},
};

use super::super::{Error, Result, Work, day, parse, text};

#[derive(sqlx::FromRow)]
struct ReviewRow {
    id: String,
    specialty: String,
    ends: String,
    checklist: String,
}

impl Work {
    /// A clinic's inspections from the preliminary report on, latest visit first, for those who may read the
    /// clinic's protocols: three statements.
    ///
    /// # Errors
    /// When the database fails or a record is corrupt.
    pub async fn inspection_reviews(&mut self, clinic: ClinicId) -> Result<Vec<Review>> {
        let clinic = clinic.to_string();
        let rows: Vec<ReviewRow> = on!(self, db => sqlx::query_as(
            "SELECT id, specialty, ends, checklist FROM inspection
             WHERE clinic = $1 AND phase IN ('preliminary', 'final') ORDER BY ends DESC, id DESC")
            .bind(&clinic)
            .fetch_all(db))?;
        let grades: Vec<(String, String, String, Option<String>)> = on!(self, db => sqlx::query_as(
            "SELECT g.inspection, g.area, g.grade, g.after_grade
             FROM area_grading g JOIN inspection i ON i.id = g.inspection
             WHERE i.clinic = $1 AND i.phase IN ('preliminary', 'final') AND g.grade IS NOT NULL")
            .bind(&clinic)
            .fetch_all(db))?;
        let judged: Vec<(String, String, String, String)> = on!(self, db => sqlx::query_as(
            "SELECT o.inspection, o.criterion, o.judgement, o.note
             FROM observation o JOIN inspection i ON i.id = o.inspection
             WHERE i.clinic = $1 AND i.phase IN ('preliminary', 'final') AND o.judgement IS NOT NULL")
            .bind(&clinic)
            .fetch_all(db))?;
        let mut reviews = rows.iter().map(ReviewRow::review).collect::<Result<Vec<_>>>()?;
        let places: HashMap<&str, usize> =
            rows.iter().enumerate().map(|(place, row)| (row.id.as_str(), place)).collect();
        for (id, area, set, after) in &grades {
            // A review that came between the statements waits for the next reading.
            let Some(place) = places.get(id.as_str()) else { continue };
            let set: Grade = parse(set)?;
            let after_plan = after.as_deref().map(parse).transpose()?;
            reviews[*place].grades.insert(parse(area)?, ReviewGrade { set, after_plan });
        }
        for (id, code, judgement, note) in judged {
            let Some(place) = places.get(id.as_str()) else { continue };
            let standing = Judgement::from_stored(&judgement)
                .ok_or_else(|| Error::Corrupt(format!("judgement {judgement}")))?
                .standing();
            let criterion = ReviewedCriterion { code: parse(&code)?, standing, note: text(note)? };
            reviews[*place].criteria.push(criterion);
        }
        for review in &mut reviews {
            review.criteria.sort_by_key(|criterion| criterion.code);
        }
        Ok(reviews)
    }
}

impl ReviewRow {
    /// Without grades and criteria.
    fn review(&self) -> Result<Review> {
        let day = day(&self.ends)?;
        Ok(Review {
            id: ReviewId::Inspection(parse(&self.id)?),
            specialty: self.specialty.clone(),
            year: day.year(),
            day,
            checklist: parse(&self.checklist)?,
            grades: std::collections::BTreeMap::new(),
            criteria: Vec::new(),
        })
    }
}
