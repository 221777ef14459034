//! The trainings that a person may have seen something of to assess, wherever they work.

use shared::{PersonId, training::Training};

use super::{
    super::{Result, Work, packed},
    Columns,
};

impl Work {
    /// Trainings underway at the clinics where a person has a role, and those with a placement that they supervise, in no order:
    /// whether they may assess is still to be asked.
    ///
    /// # Errors
    /// When the database fails or a record is corrupt.
    pub async fn trainings_near(&mut self, person: PersonId) -> Result<Vec<Training>> {
        let rows: Vec<(String,)> = on!(self, db => sqlx::query_as(concat!(
            "SELECT ", columns!(""), tables!(), "
             WHERE t.phase = 'underway' AND t.id IN (
                 SELECT s.id FROM training s JOIN membership m ON m.clinic = s.clinic
                     WHERE m.person = $1 AND m.ended IS NULL
                 UNION SELECT s.training FROM placement_supervisor s WHERE s.person = $1)"))
            .bind(person.to_string())
            .bind(packed::COLUMN.to_string())
            .fetch_all(db))?;
        rows.iter().map(|(training,)| Columns::part(training)?.read()).collect()
    }
}
