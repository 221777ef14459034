//! Action plans: the record's head and phase, what was found, and the grades that an accepted plan changes.

mod entry;

use std::collections::HashMap;

use chrono::Datelike;
use shared::{
    ActionPlanId, ClinicId, InspectionId, PersonId, SelfAssessmentId,
    action_plan::{ActionPlan, PlanFinding, PlanOrigin, PlanPhase, Returned},
    checklist::{AreaCode, CriterionClass},
    person::{Me, Signature},
    review::ClinicName,
    rights::{Action, On, may},
};

use super::{
    Error, Result, Work, day,
    inspection::{signature, signed_at, signed_by},
    number, parse, text,
};

/// A plan, and whether the person it was read for is one of the inspectors that it answers to.
pub struct SeenPlan {
    /// The plan, whole.
    pub plan: ActionPlan,
    /// Whether the person is an inspector of the inspection it answers to.
    pub assigned: bool,
}

impl SeenPlan {
    /// What the person may do hangs on the clinic and on being one of the two inspectors.
    #[must_use]
    pub const fn on(&self) -> On {
        On::clinic(&self.plan.clinic).assigned(self.assigned)
    }

    /// The right that reading it asks for.
    #[must_use]
    pub const fn read_right(&self) -> Action {
        match self.plan.phase {
            PlanPhase::Draft { .. } => Action::PlanReadDraft,
            PlanPhase::Submitted { .. } | PlanPhase::InForce { .. } => Action::PlanRead,
        }
    }
}

/// Which plans to read.
#[derive(Clone, Copy)]
enum Which {
    One(ActionPlanId),
    OfClinic(ClinicId),
    InReach,
}

#[derive(sqlx::FromRow)]
struct PlanRow {
    id: String,
    clinic: String,
    clinic_name: String,
    site: String,
    care_provider: String,
    inspection: Option<String>,
    self_assessment: Option<String>,
    specialty: String,
    checklist: String,
    inspected: Option<String>,
    assessed: Option<i64>,
    due: Option<String>,
    phase: String,
    returned_at: Option<i64>,
    returned_by: Option<String>,
    returned_name: Option<String>,
    returned_comment: Option<String>,
    approved_at: Option<i64>,
    approved_by: Option<String>,
    approved_name: Option<String>,
    accepted_at: Option<i64>,
    accepted_by: Option<String>,
    accepted_name: Option<String>,
    revision: i64,
    assigned: bool,
}

impl PlanRow {
    fn phase(&self) -> Result<PlanPhase> {
        let returned =
            signature(self.returned_at, self.returned_by.as_ref(), self.returned_name.as_ref())?;
        let approved =
            signature(self.approved_at, self.approved_by.as_ref(), self.approved_name.as_ref())?;
        let accepted =
            signature(self.accepted_at, self.accepted_by.as_ref(), self.accepted_name.as_ref())?;
        match (self.phase.as_str(), approved, accepted) {
            ("draft", None, None) => {
                let returned = match (returned, self.returned_comment.clone()) {
                    (Some(by), Some(comment)) => Some(Returned { by, comment: text(comment)? }),
                    _ => None,
                };
                Ok(PlanPhase::Draft { returned })
            }
            ("submitted", Some(approved), None) => Ok(PlanPhase::Submitted { approved }),
            ("in_force", Some(approved), accepted) => Ok(PlanPhase::InForce { approved, accepted }),
            (phase, ..) => Err(Error::Corrupt(format!("plan {} in phase {phase}", self.id))),
        }
    }

    fn origin(&self) -> Result<(PlanOrigin, i32)> {
        match (&self.inspection, &self.inspected, &self.self_assessment, self.assessed) {
            (Some(inspection), Some(ends), None, None) => {
                Ok((PlanOrigin::Inspection(parse(inspection)?), day(ends)?.year()))
            }
            (None, None, Some(assessment), Some(year)) => {
                Ok((PlanOrigin::SelfAssessment(parse(assessment)?), number(year)?))
            }
            _ => Err(Error::Corrupt(format!("plan {} without origin", self.id))),
        }
    }

    /// Without findings and entries.
    fn plan(self) -> Result<SeenPlan> {
        let (origin, year) = self.origin()?;
        let plan = ActionPlan {
            id: parse(&self.id)?,
            phase: self.phase()?,
            clinic: ClinicName {
                id: parse(&self.clinic)?,
                name: self.clinic_name,
                site: self.site,
                care_provider: parse(&self.care_provider)?,
            },
            specialty: self.specialty,
            year,
            checklist: parse(&self.checklist)?,
            origin,
            due: self.due.as_deref().map(day).transpose()?,
            revision: self.revision,
            findings: Vec::new(),
            entries: Vec::new(),
        };
        Ok(SeenPlan { plan, assigned: self.assigned })
    }
}

#[derive(sqlx::FromRow)]
struct FindingRow {
    action_plan: String,
    criterion: String,
    class: String,
    note: String,
}

/// Plans within a person's reach ($1 is the person); the rule of rights decides afterwards.
macro_rules! in_reach {
    () => {
        "p.inspection IN (SELECT inspection FROM inspector WHERE person = $1)
         OR p.clinic IN (SELECT m.clinic FROM membership m WHERE m.person = $1 AND m.ended IS NULL)
         OR p.clinic IN (SELECT own.id FROM clinic own JOIN membership m ON m.care_provider = own.care_provider
                         WHERE m.person = $1 AND m.ended IS NULL)"
    };
}

/// One statement for each of the three ways to choose plans: $1 is the person, $2 the plan or clinic. Each names both,
/// since PostgreSQL takes no value that isn't named.
macro_rules! by_choice {
    ($which:expr, $($part:literal),+ ; $order:literal) => {
        match $which {
            Which::One(_) => concat!($($part,)+ "p.id = $2 AND $1 = $1", $order),
            Which::OfClinic(_) => concat!($($part,)+ "p.clinic = $2 AND $1 = $1", $order),
            Which::InReach => concat!($($part,)+ "($2 = '' AND (", in_reach!(), "))", $order),
        }
    };
}

impl Which {
    const fn heads(self) -> &'static str {
        by_choice!(self,
            "SELECT p.id, p.clinic, c.name AS clinic_name, c.site, c.care_provider, p.inspection, p.self_assessment,
                    COALESCE(i.specialty, s.specialty) AS specialty, COALESCE(i.checklist, s.checklist) AS checklist,
                    i.ends AS inspected, s.year AS assessed, p.due, p.phase,
                    p.returned_at, p.returned_by, p1.name AS returned_name, p.returned_comment,
                    p.approved_at, p.approved_by, p2.name AS approved_name,
                    p.accepted_at, p.accepted_by, p3.name AS accepted_name, p.revision,
                    EXISTS (SELECT 1 FROM inspector x WHERE x.inspection = p.inspection AND x.person = $1) AS assigned
             FROM action_plan p
             JOIN clinic c ON c.id = p.clinic
             LEFT JOIN inspection i ON i.id = p.inspection
             LEFT JOIN self_assessment s ON s.id = p.self_assessment
             LEFT JOIN person p1 ON p1.id = p.returned_by
             LEFT JOIN person p2 ON p2.id = p.approved_by
             LEFT JOIN person p3 ON p3.id = p.accepted_by
             WHERE "; " ORDER BY p.id DESC")
    }

    const fn findings(self) -> &'static str {
        by_choice!(self,
            "SELECT p.id AS action_plan, k.code AS criterion, k.class,
                    COALESCE(o.note, a.comment) AS note
             FROM action_plan p
             LEFT JOIN inspection i ON i.id = p.inspection
             LEFT JOIN self_assessment s ON s.id = p.self_assessment
             JOIN criterion k ON k.checklist = COALESCE(i.checklist, s.checklist)
             LEFT JOIN observation o
                 ON o.inspection = i.id AND o.criterion = k.code AND o.judgement = 'finding'
             LEFT JOIN answer a
                 ON a.self_assessment = s.id AND a.criterion = k.code AND a.verdict IN ('partly', 'not_fulfilled')
             WHERE (o.inspection IS NOT NULL OR a.self_assessment IS NOT NULL) AND ";
            " ORDER BY p.id, k.position")
    }

    const fn entries(self) -> &'static str {
        by_choice!(self,
            "SELECT e.id, e.action_plan, e.criteria, e.actions, e.version, e.changed_at, e.changed_by
             FROM plan_entry e JOIN action_plan p ON p.id = e.action_plan
             WHERE e.removed = FALSE AND ";
            " ORDER BY e.action_plan, e.position, e.id")
    }

    fn key(self) -> String {
        match self {
            Self::One(id) => id.to_string(),
            Self::OfClinic(id) => id.to_string(),
            Self::InReach => String::new(),
        }
    }
}

impl Work {
    /// Locks a plan for the rest of this work and raises its revision; none if it isn't there. Whoever else
    /// writes in it waits.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn lock_plan(&mut self, id: ActionPlanId) -> Result<Option<i64>> {
        let row: Option<(i64,)> = on!(self, db => sqlx::query_as(
            "UPDATE action_plan SET revision = revision + 1 WHERE id = $1 RETURNING revision")
            .bind(id.to_string())
            .fetch_optional(db))?;
        Ok(row.map(|(revision,)| revision))
    }

    /// A plan without findings and entries, as `person` stands to it: one statement.
    ///
    /// # Errors
    /// When the database fails or the record is corrupt.
    pub async fn plan_head(
        &mut self,
        id: ActionPlanId,
        person: PersonId,
    ) -> Result<Option<SeenPlan>> {
        Ok(self.plan_heads(Which::One(id), person).await?.pop())
    }

    /// Reads findings and entries into a plan: two statements.
    ///
    /// # Errors
    /// When the database fails or a record is corrupt.
    pub async fn fill_plan(&mut self, seen: &mut SeenPlan, person: PersonId) -> Result<()> {
        self.fill(Which::One(seen.plan.id), person, std::slice::from_mut(seen)).await
    }

    /// The plans of a clinic that `me` may read, newest first: three statements.
    ///
    /// # Errors
    /// When the database fails or a record is corrupt.
    pub async fn plans_of_clinic(&mut self, clinic: ClinicId, me: &Me) -> Result<Vec<ActionPlan>> {
        self.readable(Which::OfClinic(clinic), me).await
    }

    /// All plans that `me` may read, newest first: three statements.
    ///
    /// # Errors
    /// When the database fails or a record is corrupt.
    pub async fn plans_seen_by(&mut self, me: &Me) -> Result<Vec<ActionPlan>> {
        self.readable(Which::InReach, me).await
    }

    async fn readable(&mut self, which: Which, me: &Me) -> Result<Vec<ActionPlan>> {
        let mut plans = self.plan_heads(which, me.id).await?;
        plans.retain(|seen| may(me, seen.read_right(), &seen.on()));
        if !plans.is_empty() {
            self.fill(which, me.id, &mut plans).await?;
        }
        Ok(plans.into_iter().map(|seen| seen.plan).collect())
    }

    async fn plan_heads(&mut self, which: Which, person: PersonId) -> Result<Vec<SeenPlan>> {
        let rows: Vec<PlanRow> = on!(self, db => sqlx::query_as(which.heads())
            .bind(person.to_string())
            .bind(which.key())
            .fetch_all(db))?;
        rows.into_iter().map(PlanRow::plan).collect()
    }

    async fn fill(&mut self, which: Which, person: PersonId, plans: &mut [SeenPlan]) -> Result<()> {
        let findings: Vec<FindingRow> = on!(self, db => sqlx::query_as(which.findings())
            .bind(person.to_string())
            .bind(which.key())
            .fetch_all(db))?;
        let entries: Vec<entry::EntryRow> = on!(self, db => sqlx::query_as(which.entries())
            .bind(person.to_string())
            .bind(which.key())
            .fetch_all(db))?;
        let mut places: HashMap<String, &mut ActionPlan> =
            plans.iter_mut().map(|seen| (seen.plan.id.to_string(), &mut seen.plan)).collect();
        for row in findings {
            let Some(plan) = places.get_mut(&row.action_plan) else { continue };
            plan.findings.push(PlanFinding {
                code: parse(&row.criterion)?,
                class: CriterionClass::from_stored(&row.class)
                    .ok_or_else(|| Error::Corrupt(format!("class {}", row.class)))?,
                note: text(row.note)?,
            });
        }
        for row in entries {
            if let Some(plan) = places.get_mut(row.plan()) {
                plan.entries.push(row.try_into()?);
            }
        }
        Ok(())
    }

    /// Makes the draft of a plan that answers to a self-assessment; false if there is one already.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn start_plan(
        &mut self,
        id: ActionPlanId,
        clinic: ClinicId,
        self_assessment: SelfAssessmentId,
    ) -> Result<bool> {
        let rows = execute!(
            self,
            sqlx::query(
                "INSERT INTO action_plan (id, clinic, self_assessment, phase, revision)
                 VALUES ($1, $2, $3, 'draft', 1) ON CONFLICT (self_assessment) DO NOTHING"
            )
            .bind(id.to_string())
            .bind(clinic.to_string())
            .bind(self_assessment.to_string())
        )?;
        Ok(rows == 1)
    }

    /// Keeps the phase that a step led to. Who steps holds the plan's lock.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn save_plan_phase(&mut self, id: ActionPlanId, phase: &PlanPhase) -> Result<()> {
        let (word, returned, approved, accepted) = match phase {
            PlanPhase::Draft { returned } => ("draft", returned.as_ref(), None, None),
            PlanPhase::Submitted { approved } => ("submitted", None, Some(approved), None),
            PlanPhase::InForce { approved, accepted } => {
                ("in_force", None, Some(approved), accepted.as_ref())
            }
        };
        let sent_back = returned.map(|returned| &returned.by);
        execute!(self, sqlx::query(
            "UPDATE action_plan SET phase = $2, returned_at = $3, returned_by = $4, returned_comment = $5,
                 approved_at = $6, approved_by = $7, accepted_at = $8, accepted_by = $9
             WHERE id = $1")
            .bind(id.to_string())
            .bind(word)
            .bind(signed_at(sent_back))
            .bind(signed_by(sent_back))
            .bind(returned.map(|returned| returned.comment.to_string()))
            .bind(signed_at(approved))
            .bind(signed_by(approved))
            .bind(signed_at(accepted))
            .bind(signed_by(accepted)))?;
        Ok(())
    }

    /// Changes D to C in all areas of an inspection, keeping both; or, without `accepted`, takes that back.
    /// Gives the areas that were changed.
    ///
    /// # Errors
    /// When the database fails or a record is corrupt.
    pub async fn grade_after_plan(
        &mut self,
        inspection: InspectionId,
        accepted: Option<&Signature>,
    ) -> Result<Vec<AreaCode>> {
        self.lock_inspection(inspection).await?;
        let rows: Vec<(String,)> = on!(self, db => sqlx::query_as(
            "UPDATE area_grading SET after_grade = $2, after_at = $3, after_by = $4, version = version + 1
             WHERE inspection = $1 AND grade = 'D' RETURNING area")
            .bind(inspection.to_string())
            .bind(accepted.map(|_| "C"))
            .bind(signed_at(accepted))
            .bind(signed_by(accepted))
            .fetch_all(db))?;
        let mut areas: Vec<AreaCode> =
            rows.iter().map(|(area,)| parse(area)).collect::<Result<_>>()?;
        areas.sort_unstable();
        Ok(areas)
    }
}
