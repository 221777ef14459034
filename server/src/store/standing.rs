//! How clinics stand, gathered for all clinics within reach in a handful of statements, whatever their number.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use shared::{
    ActionPlanId, ClinicId, InspectionId, PersonId,
    action_plan::{ActionPlan, PlanAction, PlanPhase},
    checklist::AreaCode,
    grade::ReviewGrade,
    review::{ClinicName, Review, ReviewId, ReviewedCriterion},
    self_assessment::{AssessmentSummary, Verdict},
};

use super::{
    Error, Result, Work, day, from_json, instant, number, parse, self_assessment::PhaseRow, text,
};
use crate::clock::day_in_sweden;

/// Which clinics: one, or all within a person's reach.
#[derive(Clone, Copy)]
pub enum Scope {
    /// One clinic.
    Clinic(ClinicId),
    /// Own clinics, those of own care providers, and those inspected.
    Reach(PersonId),
}

impl Scope {
    /// What is bound as $1 and $2.
    fn keys(self) -> (String, String) {
        match self {
            Self::Clinic(id) => (id.to_string(), String::new()),
            Self::Reach(person) => (String::new(), person.to_string()),
        }
    }
}

/// The clinics of a [`Scope`], as `scope`, before the rest of a statement.
macro_rules! in_scope {
    ($rest:literal) => {
        concat!(
            "WITH scope AS (
                 SELECT c.id FROM clinic c WHERE c.id = $1
                 UNION SELECT m.clinic FROM membership m
                     WHERE m.person = $2 AND m.ended IS NULL AND m.clinic IS NOT NULL
                 UNION SELECT c.id FROM clinic c JOIN membership m ON m.care_provider = c.care_provider
                     WHERE m.person = $2 AND m.ended IS NULL
                 UNION SELECT i.clinic FROM inspector x JOIN inspection i ON i.id = x.inspection
                     WHERE x.person = $2 AND i.phase <> 'cancelled'
             ) ",
            $rest
        )
    };
}

/// A plan in short.
pub struct PlanStanding {
    /// Which.
    pub id: ActionPlanId,
    /// Whose.
    pub clinic: ClinicId,
    /// Of which specialty.
    pub specialty: String,
    /// Where it is on its way.
    pub progress: PlanProgress,
    /// Last day to submit it.
    pub due: Option<NaiveDate>,
    /// Its actions, once it is in force.
    pub actions: Vec<PlanAction>,
}

impl From<&ActionPlan> for PlanStanding {
    fn from(plan: &ActionPlan) -> Self {
        let progress = match plan.phase {
            PlanPhase::Draft { .. } => PlanProgress::Draft,
            PlanPhase::Submitted { .. } => PlanProgress::Submitted,
            PlanPhase::InForce { .. } => PlanProgress::InForce,
        };
        let actions = match progress {
            PlanProgress::Draft | PlanProgress::Submitted => Vec::new(),
            PlanProgress::InForce => {
                plan.entries.iter().flat_map(|entry| entry.actions.iter().cloned()).collect()
            }
        };
        Self {
            id: plan.id,
            clinic: plan.clinic.id,
            specialty: plan.specialty.clone(),
            progress,
            due: plan.due,
            actions,
        }
    }
}

/// Where a plan is on its way, without who took it there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlanProgress {
    /// Being written.
    Draft,
    /// With the inspectors.
    Submitted,
    /// In force.
    InForce,
}

#[derive(sqlx::FromRow)]
struct AssessmentRow {
    id: String,
    clinic: String,
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

impl TryFrom<AssessmentRow> for AssessmentSummary {
    type Error = Error;

    fn try_from(row: AssessmentRow) -> Result<Self> {
        Ok(Self {
            id: parse(&row.id)?,
            clinic: ClinicName {
                id: parse(&row.clinic)?,
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
    }
}

#[derive(sqlx::FromRow)]
struct PlanRow {
    id: String,
    clinic: String,
    specialty: String,
    phase: String,
    due: Option<String>,
    actions: Option<String>,
}

impl PlanRow {
    /// Without actions.
    fn standing(&self) -> Result<PlanStanding> {
        Ok(PlanStanding {
            id: parse(&self.id)?,
            clinic: parse(&self.clinic)?,
            specialty: self.specialty.clone(),
            progress: match self.phase.as_str() {
                "draft" => PlanProgress::Draft,
                "submitted" => PlanProgress::Submitted,
                "in_force" => PlanProgress::InForce,
                phase => return Err(Error::Corrupt(format!("plan in phase {phase}"))),
            },
            due: self.due.as_deref().map(day).transpose()?,
            actions: Vec::new(),
        })
    }
}

#[derive(sqlx::FromRow)]
struct ReviewRow {
    id: String,
    specialty: String,
    year: i64,
    checklist: String,
    signed_at: i64,
    grades: String,
}

impl Work {
    /// Self-assessments from `year` on, and of each clinic and specialty the latest that is signed: one statement.
    ///
    /// # Errors
    /// When the database fails or a record is corrupt.
    pub async fn assessments_since(
        &mut self,
        scope: Scope,
        year: i32,
    ) -> Result<Vec<AssessmentSummary>> {
        let (clinic, person) = scope.keys();
        let rows: Vec<AssessmentRow> = on!(self, db => sqlx::query_as(in_scope!(
            "SELECT s.id, s.clinic, c.name, c.site, c.care_provider, s.specialty, s.year, s.answered, s.total,
                    s.grades, s.phase, s.signed_at, s.signed_by, p.name AS signed_name, s.inspection
             FROM scope
             JOIN self_assessment s ON s.clinic = scope.id
             JOIN clinic c ON c.id = s.clinic
             LEFT JOIN person p ON p.id = s.signed_by
             WHERE s.year >= $3
                OR s.year = (SELECT MAX(l.year) FROM self_assessment l
                             WHERE l.clinic = s.clinic AND l.specialty = s.specialty AND l.phase <> 'draft')
             ORDER BY s.year DESC, s.id DESC"))
            .bind(clinic)
            .bind(person)
            .bind(i64::from(year))
            .fetch_all(db))?;
        rows.into_iter().map(AssessmentSummary::try_from).collect()
    }

    /// The grades of the latest published inspection of each clinic and specialty: one statement.
    ///
    /// # Errors
    /// When the database fails or a record is corrupt.
    pub async fn latest_inspection_grades(
        &mut self,
        scope: Scope,
    ) -> Result<HashMap<InspectionId, BTreeMap<AreaCode, ReviewGrade>>> {
        let (clinic, person) = scope.keys();
        let rows: Vec<(String, String, String, Option<String>)> = on!(self, db => sqlx::query_as(in_scope!(
            "SELECT g.inspection, g.area, g.grade, g.after_grade
             FROM scope
             JOIN inspection i ON i.clinic = scope.id
             JOIN area_grading g ON g.inspection = i.id
             WHERE i.phase IN ('preliminary', 'final') AND g.grade IS NOT NULL
               AND i.ends = (SELECT MAX(l.ends) FROM inspection l
                             WHERE l.clinic = i.clinic AND l.specialty = i.specialty
                               AND l.phase IN ('preliminary', 'final'))"))
            .bind(clinic)
            .bind(person)
            .fetch_all(db))?;
        let mut grades: HashMap<InspectionId, BTreeMap<AreaCode, ReviewGrade>> = HashMap::new();
        for (inspection, area, set, after) in rows {
            let grade = ReviewGrade {
                set: parse(&set)?,
                after_plan: after.as_deref().map(parse).transpose()?,
            };
            grades.entry(parse(&inspection)?).or_default().insert(parse(&area)?, grade);
        }
        Ok(grades)
    }

    /// Plans in short: one statement.
    ///
    /// # Errors
    /// When the database fails or a record is corrupt.
    pub async fn plan_standings(&mut self, scope: Scope) -> Result<Vec<PlanStanding>> {
        let (clinic, person) = scope.keys();
        let rows: Vec<PlanRow> = on!(self, db => sqlx::query_as(in_scope!(
            "SELECT p.id, p.clinic, COALESCE(i.specialty, s.specialty) AS specialty, p.phase, p.due, e.actions
             FROM scope
             JOIN action_plan p ON p.clinic = scope.id
             LEFT JOIN inspection i ON i.id = p.inspection
             LEFT JOIN self_assessment s ON s.id = p.self_assessment
             LEFT JOIN plan_entry e ON e.action_plan = p.id AND e.removed = FALSE AND p.phase = 'in_force'
             ORDER BY p.id DESC"))
            .bind(clinic)
            .bind(person)
            .fetch_all(db))?;
        rows.chunk_by(|a, b| a.id == b.id)
            .map(|rows| {
                let mut plan = rows[0].standing()?;
                for actions in rows.iter().filter_map(|row| row.actions.as_deref()) {
                    plan.actions.extend(from_json::<Vec<PlanAction>>(actions)?);
                }
                Ok(plan)
            })
            .collect()
    }

    /// A clinic's signed self-assessments as columns, for comparison, heat map and threads: two statements.
    ///
    /// # Errors
    /// When the database fails or a record is corrupt.
    pub async fn assessment_reviews(&mut self, clinic: ClinicId) -> Result<Vec<Review>> {
        let clinic = clinic.to_string();
        let rows: Vec<ReviewRow> = on!(self, db => sqlx::query_as(
            "SELECT id, specialty, year, checklist, signed_at, grades FROM self_assessment
             WHERE clinic = $1 AND phase <> 'draft' AND signed_at IS NOT NULL")
            .bind(&clinic)
            .fetch_all(db))?;
        let answers: Vec<(String, String, String, String)> = on!(self, db => sqlx::query_as(
            "SELECT a.self_assessment, a.criterion, a.verdict, a.comment
             FROM self_assessment s JOIN answer a ON a.self_assessment = s.id
             WHERE s.clinic = $1 AND s.phase <> 'draft' AND a.verdict IS NOT NULL")
            .bind(&clinic)
            .fetch_all(db))?;
        let mut criteria: HashMap<String, Vec<ReviewedCriterion>> = HashMap::new();
        for (id, code, verdict, comment) in answers {
            let verdict = Verdict::from_stored(&verdict)
                .ok_or_else(|| Error::Corrupt(format!("verdict {verdict}")))?;
            criteria.entry(id).or_default().push(ReviewedCriterion {
                code: parse(&code)?,
                standing: verdict.standing(),
                note: text(comment)?,
            });
        }
        rows.into_iter()
            .map(|row| {
                let mut criteria = criteria.remove(&row.id).unwrap_or_default();
                criteria.sort_by_key(|criterion| criterion.code);
                let grades: BTreeMap<AreaCode, shared::grade::Grade> = from_json(&row.grades)?;
                let set = |grade| ReviewGrade { set: grade, after_plan: None };
                Ok(Review {
                    id: ReviewId::SelfAssessment(parse(&row.id)?),
                    specialty: row.specialty,
                    year: number(row.year)?,
                    day: day_in_sweden(instant(row.signed_at)?),
                    checklist: parse(&row.checklist)?,
                    grades: grades.into_iter().map(|(area, grade)| (area, set(grade))).collect(),
                    criteria,
                })
            })
            .collect()
    }
}
