//! What a person has as handledare, and those who supervise at a clinic.

use shared::{
    ClinicId, PersonId, TrainingId,
    person::{PersonName, Role},
    rights::may_supervise,
    supervisor::{ClinicSupervisor, SupervisorQualification},
};

use super::{Error, Result, Work, from_json, parse, to_json};

#[derive(sqlx::FromRow)]
struct SupervisorRow {
    person: String,
    name: String,
    role: String,
    body: Option<String>,
    version: Option<i64>,
}

impl Work {
    /// Everybody who may supervise at a clinic, with what is kept of them; in no order.
    ///
    /// # Errors
    /// When the database fails or a record is corrupt.
    pub async fn supervisors_at(&mut self, clinic: ClinicId) -> Result<Vec<ClinicSupervisor>> {
        let rows: Vec<SupervisorRow> = on!(self, db => sqlx::query_as(
            "SELECT p.id AS person, p.name, m.role, s.body, s.version
             FROM membership m
             JOIN person p ON p.id = m.person
             LEFT JOIN supervisor s ON s.person = p.id
             WHERE m.clinic = $1 AND m.ended IS NULL
             ORDER BY p.id, m.role")
            .bind(clinic.to_string())
            .fetch_all(db))?;
        let mut all: Vec<ClinicSupervisor> = Vec::new();
        for row in rows {
            let role = Role::from_stored(&row.role)
                .ok_or_else(|| Error::Corrupt(format!("role {}", row.role)))?;
            if !may_supervise(role) {
                continue;
            }
            let id = parse(&row.person)?;
            if let Some(last) = all.last_mut().filter(|last| last.person.id == id) {
                last.roles.push(role);
                continue;
            }
            all.push(ClinicSupervisor {
                person: PersonName { id, name: row.name },
                roles: vec![role],
                qualification: row.body.as_deref().map(from_json).transpose()?.unwrap_or_default(),
                version: row.version.unwrap_or_default(),
            });
        }
        Ok(all)
    }

    /// What a person has as handledare; nothing where nothing is put in.
    ///
    /// # Errors
    /// When the database fails or the record is corrupt.
    pub async fn supervisor(&mut self, person: PersonId) -> Result<SupervisorQualification> {
        let row: Option<(String,)> = on!(self, db =>
            sqlx::query_as("SELECT body FROM supervisor WHERE person = $1")
                .bind(person.to_string())
                .fetch_optional(db))?;
        Ok(row.map(|(body,)| from_json(&body)).transpose()?.unwrap_or_default())
    }

    /// The trainings that a person supervises, or a placement in, by id.
    ///
    /// # Errors
    /// When the database fails or a record is corrupt.
    pub async fn trainings_supervised_by(&mut self, person: PersonId) -> Result<Vec<TrainingId>> {
        let rows: Vec<(String,)> = on!(self, db => sqlx::query_as(
            "SELECT id FROM training WHERE principal_supervisor = $1
             UNION SELECT training FROM placement_supervisor WHERE person = $1
             ORDER BY 1")
            .bind(person.to_string())
            .fetch_all(db))?;
        rows.iter().map(|(id,)| parse(id)).collect()
    }

    /// Saves what a person has; false if it isn't at `version`, which is 0 before the first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn save_supervisor(
        &mut self,
        person: PersonId,
        version: i64,
        qualification: &SupervisorQualification,
    ) -> Result<bool> {
        let body = to_json(qualification)?;
        let rows = if version == 0 {
            execute!(
                self,
                sqlx::query(
                    "INSERT INTO supervisor (person, body, version) VALUES ($1, $2, 1)
                     ON CONFLICT (person) DO NOTHING"
                )
                .bind(person.to_string())
                .bind(body)
            )?
        } else {
            execute!(
                self,
                sqlx::query(
                    "UPDATE supervisor SET body = $3, version = version + 1
                     WHERE person = $1 AND version = $2"
                )
                .bind(person.to_string())
                .bind(version)
                .bind(body)
            )?
        };
        Ok(rows == 1)
    }
}
