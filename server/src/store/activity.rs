//! Who is vetenskaplig handledare of scientific works, found by the person.

use shared::{
    PersonId, TrainingId,
    activity::{Activity, SupervisedWork},
    person::PersonName,
};

use super::{Result, Work, from_json, parse, text};

#[derive(sqlx::FromRow)]
struct SupervisedRow {
    training: String,
    trainee: String,
    trainee_name: String,
    specialty: String,
    body: String,
}

impl Work {
    /// Keeps who supervises a scientific work, in place of who did.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn save_scientific_supervisor(
        &mut self,
        training: TrainingId,
        activity: &Activity,
    ) -> Result<()> {
        execute!(
            self,
            sqlx::query("DELETE FROM scientific_supervisor WHERE activity = $1")
                .bind(activity.id.to_string())
        )?;
        let work = activity.details.scientific_work();
        if let Some(person) = work.and_then(|work| work.scientific_supervisor.as_ref()) {
            execute!(
                self,
                sqlx::query(
                    "INSERT INTO scientific_supervisor (activity, training, person) VALUES ($1, $2, $3)"
                )
                .bind(activity.id.to_string())
                .bind(training.to_string())
                .bind(person.id.to_string())
            )?;
        }
        Ok(())
    }

    /// The scientific works that a person supervises, in all trainings, latest first.
    ///
    /// # Errors
    /// When the database fails or a record is corrupt.
    pub async fn works_supervised_by(&mut self, person: PersonId) -> Result<Vec<SupervisedWork>> {
        let rows: Vec<SupervisedRow> = on!(self, db => sqlx::query_as(
            "SELECT s.training, t.trainee, p.name AS trainee_name, t.specialty, r.body
             FROM scientific_supervisor s
             JOIN training_record r ON r.id = s.activity
             JOIN training t ON t.id = s.training
             JOIN person p ON p.id = t.trainee
             WHERE s.person = $1 AND r.removed = FALSE ORDER BY r.id DESC")
            .bind(person.to_string())
            .fetch_all(db))?;
        rows.into_iter()
            .map(|row| {
                Ok(SupervisedWork {
                    training: parse(&row.training)?,
                    trainee: PersonName { id: parse(&row.trainee)?, name: row.trainee_name },
                    specialty: text(row.specialty)?,
                    activity: from_json(&row.body)?,
                })
            })
            .collect()
    }
}
