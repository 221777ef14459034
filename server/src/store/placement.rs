//! Who supervises placements, found by the person.

use shared::{
    PersonId, TrainingId,
    placement::{Placement, SupervisorName},
};

use super::{Result, Work, from_json, parse};

impl Work {
    /// Keeps who with an account supervises a placement, in place of who did.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn save_placement_supervisor(
        &mut self,
        training: TrainingId,
        placement: &Placement,
    ) -> Result<()> {
        execute!(
            self,
            sqlx::query("DELETE FROM placement_supervisor WHERE placement = $1")
                .bind(placement.id.to_string())
        )?;
        if let Some(SupervisorName::Person(person)) = &placement.supervisor {
            execute!(
                self,
                sqlx::query(
                    "INSERT INTO placement_supervisor (placement, training, person) VALUES ($1, $2, $3)"
                )
                .bind(placement.id.to_string())
                .bind(training.to_string())
                .bind(person.id.to_string())
            )?;
        }
        Ok(())
    }

    /// The placements that a person supervises, each with its training.
    ///
    /// # Errors
    /// When the database fails or a record is corrupt.
    pub async fn placements_supervised_by(
        &mut self,
        person: PersonId,
    ) -> Result<Vec<(TrainingId, Placement)>> {
        let rows: Vec<(String, String)> = on!(self, db => sqlx::query_as(
            "SELECT s.training, r.body FROM placement_supervisor s JOIN training_record r ON r.id = s.placement
             WHERE s.person = $1 AND r.removed = FALSE")
            .bind(person.to_string())
            .fetch_all(db))?;
        rows.iter().map(|(training, body)| Ok((parse(training)?, from_json(body)?))).collect()
    }
}
