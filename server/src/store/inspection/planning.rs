//! Planning: who may inspect, and the new record.

use shared::{
    CareProviderId, ChecklistId, ClinicId, InspectionId, PersonId,
    inspection::{PlanInspection, ReplanInspection},
    person::{PersonName, Role},
};

use super::super::{Error, Result, Work, parse};

/// A person proposed as inspector, with what speaks for and against.
pub struct Candidate {
    /// Who.
    pub person: PersonName,
    /// Whether the role Inspector is held today.
    pub inspector: bool,
    /// Clinics where the person holds a role today.
    pub clinics: Vec<ClinicId>,
    /// Care providers where the person holds a role today.
    pub care_providers: Vec<CareProviderId>,
}

/// A planned inspection to be kept.
pub struct NewInspection<'a> {
    /// Its id.
    pub id: InspectionId,
    /// As asked for.
    pub plan: &'a PlanInspection,
    /// The version that would be used today; renewed when the inspection begins.
    pub checklist: ChecklistId,
}

#[derive(sqlx::FromRow)]
struct CandidateRow {
    id: String,
    name: String,
    role: Option<String>,
    clinic: Option<String>,
    care_provider: Option<String>,
}

impl Work {
    /// A person proposed as inspector, or none if there is no such person.
    ///
    /// # Errors
    /// When the database fails or a record is corrupt.
    pub async fn candidate(&mut self, person: PersonId) -> Result<Option<Candidate>> {
        let rows: Vec<CandidateRow> = on!(self, db => sqlx::query_as(
            "SELECT p.id, p.name, m.role, m.clinic, COALESCE(c.care_provider, m.care_provider) AS care_provider
             FROM person p
             LEFT JOIN membership m ON m.person = p.id AND m.ended IS NULL
             LEFT JOIN clinic c ON c.id = m.clinic
             WHERE p.id = $1")
            .bind(person.to_string())
            .fetch_all(db))?;
        let Some(first) = rows.first() else { return Ok(None) };
        let mut candidate = Candidate {
            person: PersonName { id: parse(&first.id)?, name: first.name.clone() },
            inspector: false,
            clinics: Vec::new(),
            care_providers: Vec::new(),
        };
        for row in &rows {
            if let Some(role) = &row.role {
                let role = Role::from_stored(role)
                    .ok_or_else(|| Error::Corrupt(format!("role {role}")))?;
                candidate.inspector |= role == Role::Inspector;
            }
            if let Some(clinic) = &row.clinic {
                candidate.clinics.push(parse(clinic)?);
            }
            if let Some(care_provider) = &row.care_provider {
                candidate.care_providers.push(parse(care_provider)?);
            }
        }
        Ok(Some(candidate))
    }

    /// Whether the clinic has an inspection of the specialty whose report is still to come.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn inspection_awaits(&mut self, clinic: ClinicId, specialty: &str) -> Result<bool> {
        let row: Option<(String,)> = on!(self, db => sqlx::query_as(
            "SELECT id FROM inspection
             WHERE clinic = $1 AND specialty = $2 AND phase NOT IN ('final', 'cancelled') LIMIT 1")
            .bind(clinic.to_string())
            .bind(specialty)
            .fetch_optional(db))?;
        Ok(row.is_some())
    }

    /// Keeps a planned inspection.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn add_inspection(&mut self, new: &NewInspection<'_>) -> Result<()> {
        execute!(self, sqlx::query(
            "INSERT INTO inspection (id, clinic, specialty, checklist, starts, ends, imported, phase, revision)
             VALUES ($1, $2, $3, $4, $5, $6, FALSE, 'planned', 1)")
            .bind(new.id.to_string())
            .bind(new.plan.clinic.to_string())
            .bind(&*new.plan.specialty)
            .bind(new.checklist.to_string())
            .bind(new.plan.starts.to_string())
            .bind(new.plan.ends.to_string()))?;
        self.add_inspectors(new.id, &new.plan.inspectors).await
    }

    /// Keeps an inspection's new dates and inspectors. Who is no longer one of them loses sight of it; what they
    /// wrote stays. Who replans holds the inspection's lock.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn save_planning(
        &mut self,
        id: InspectionId,
        replan: &ReplanInspection,
    ) -> Result<()> {
        execute!(
            self,
            sqlx::query("UPDATE inspection SET starts = $2, ends = $3 WHERE id = $1")
                .bind(id.to_string())
                .bind(replan.starts.to_string())
                .bind(replan.ends.to_string())
        )?;
        execute!(
            self,
            sqlx::query("DELETE FROM inspector WHERE inspection = $1").bind(id.to_string())
        )?;
        self.add_inspectors(id, &replan.inspectors).await
    }

    /// Assigns inspectors, in order.
    pub(super) async fn add_inspectors(
        &mut self,
        inspection: InspectionId,
        people: &[PersonId],
    ) -> Result<()> {
        for (person, position) in people.iter().zip(1_i64..) {
            execute!(
                self,
                sqlx::query(
                    "INSERT INTO inspector (inspection, person, position) VALUES ($1, $2, $3)"
                )
                .bind(inspection.to_string())
                .bind(person.to_string())
                .bind(position)
            )?;
        }
        Ok(())
    }
}
