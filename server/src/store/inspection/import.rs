//! An inspection read from a published report: it comes in final, with its plan in force where a grade was changed.

use chrono::NaiveDate;
use shared::{
    ActionPlanId, ChecklistId, ClinicId, InspectionId, PersonId,
    action_plan::{PlanAction, PlanEntry},
    checklist::{AreaCode, CriterionCode},
    grade::Grade,
    inspection::{AreaGrading, InspectionPhase, Judgement, Observation},
    person::Signature,
    review::{Changed, ReviewText, TextField},
    text::FreeText,
};

use super::{
    super::{Result, Work, history::NewChange},
    steps::{signed_at, signed_by},
};
use crate::clock::new_id;

/// A published report, read and filled in by a person.
pub struct ImportedInspection {
    /// Its id.
    pub id: InspectionId,
    /// The clinic that was reviewed.
    pub clinic: ClinicId,
    /// Of which specialty.
    pub specialty: String,
    /// The checklist that the report was read with.
    pub checklist: ChecklistId,
    /// First day of the visit.
    pub starts: NaiveDate,
    /// Last day of the visit.
    pub ends: NaiveDate,
    /// Those inspectors that have accounts.
    pub inspectors: Vec<PersonId>,
    /// Criteria whose judgement is known.
    pub judgements: Vec<(CriterionCode, Judgement)>,
    /// Grades at the review.
    pub grades: Vec<(AreaCode, Grade)>,
    /// Areas whose D became C after the plan.
    pub changed: Vec<AreaCode>,
    /// Texts of areas, and the three lists.
    pub texts: Vec<(TextField, FreeText)>,
    /// The report's action plan; none if it has none.
    pub entries: Vec<ImportedEntry>,
}

/// An entry of a published report's plan.
pub struct ImportedEntry {
    /// What it covers.
    pub criteria: Vec<CriterionCode>,
    /// What was planned.
    pub actions: Vec<PlanAction>,
}

impl Work {
    /// Keeps a published report as a final inspection, with its plan in force. The published text doesn't tell
    /// who signed, so every signature is that of the person who imports it and vouches for it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn import_inspection(
        &mut self,
        new: &ImportedInspection,
        importer: &Signature,
    ) -> Result<()> {
        let phase = InspectionPhase::Final {
            signed: [importer.clone(), importer.clone()],
            finalised: importer.clone(),
        };
        execute!(self, sqlx::query(
            "INSERT INTO inspection (id, clinic, specialty, checklist, starts, ends, imported, phase, revision)
             VALUES ($1, $2, $3, $4, $5, $6, TRUE, 'planned', 1)")
            .bind(new.id.to_string())
            .bind(new.clinic.to_string())
            .bind(&new.specialty)
            .bind(new.checklist.to_string())
            .bind(new.starts.to_string())
            .bind(new.ends.to_string()))?;
        self.save_inspection_phase(new.id, &phase).await?;
        self.add_inspectors(new.id, &new.inspectors).await?;
        self.import_protocol(new, importer).await?;
        self.keep_change(NewChange {
            record: new.id.to_string(),
            field: "phase",
            from: None,
            to: Some("Slutlig rapport, importerad"),
            reason: None,
            by: &importer.by.name,
            at: importer.at,
        })
        .await?;
        if new.entries.is_empty() { Ok(()) } else { self.import_plan(new, importer).await }
    }

    async fn import_protocol(
        &mut self,
        new: &ImportedInspection,
        importer: &Signature,
    ) -> Result<()> {
        let (at, by) = (importer.at, importer.by.name.as_str());
        let changed = Some(Changed { at, by: by.to_owned() });
        for (code, judgement) in &new.judgements {
            let observation = Observation {
                judgement: Some(*judgement),
                version: 1,
                ..Observation::unjudged(*code)
            };
            self.save_observation(new.id, &observation, at, by).await?;
        }
        for (area, grade) in &new.grades {
            let grading =
                AreaGrading { grade: Some(*grade), version: 1, ..AreaGrading::ungraded(*area) };
            self.save_grading(new.id, &grading, at, by).await?;
        }
        for area in &new.changed {
            execute!(
                self,
                sqlx::query(
                    "UPDATE area_grading SET after_grade = 'C', after_at = $3, after_by = $4
                 WHERE inspection = $1 AND area = $2 AND grade = 'D'"
                )
                .bind(new.id.to_string())
                .bind(area.to_string())
                .bind(at.timestamp_millis())
                .bind(importer.by.id.to_string())
            )?;
        }
        for (field, body) in new.texts.iter().filter(|(_, body)| !body.is_blank()) {
            let text = ReviewText {
                field: *field,
                body: body.clone(),
                version: 1,
                changed: changed.clone(),
            };
            self.save_inspection_text(new.id, &text, at, by).await?;
        }
        Ok(())
    }

    async fn import_plan(&mut self, new: &ImportedInspection, importer: &Signature) -> Result<()> {
        let plan = ActionPlanId::new(new_id());
        let signed = Some(importer);
        execute!(self, sqlx::query(
            "INSERT INTO action_plan (id, clinic, inspection, phase, approved_at, approved_by, accepted_at, accepted_by,
                 revision)
             VALUES ($1, $2, $3, 'in_force', $4, $5, $4, $5, 1)")
            .bind(plan.to_string())
            .bind(new.clinic.to_string())
            .bind(new.id.to_string())
            .bind(signed_at(signed))
            .bind(signed_by(signed)))?;
        for (entry, position) in new.entries.iter().zip(1_i64..) {
            let entry = PlanEntry {
                id: shared::PlanEntryId::new(new_id()),
                criteria: entry.criteria.clone(),
                actions: entry.actions.clone(),
                version: 1,
                changed: Some(Changed { at: importer.at, by: importer.by.name.clone() }),
            };
            self.add_plan_entry(plan, &entry, position).await?;
        }
        self.keep_change(NewChange {
            record: plan.to_string(),
            field: "phase",
            from: None,
            to: Some("Gäller, importerad"),
            reason: None,
            by: &importer.by.name,
            at: importer.at,
        })
        .await
    }
}
