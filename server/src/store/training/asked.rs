//! What is asked of a person within trainings, their own or others': for what there is to do.

use shared::{PersonId, assessment::Assessment, specialist_panel::SpecialistPanel};

use super::{
    super::{Error, Result, Work, from_json},
    TrainingRecord,
};

impl Work {
    /// The assessments that a person is the assessor of, and the specialistkollegier that concern them: their own, and those of a
    /// clinic where they still work. One statement.
    ///
    /// # Errors
    /// When the database fails or a record is corrupt.
    pub async fn asked_of(
        &mut self,
        person: PersonId,
    ) -> Result<(Vec<Assessment>, Vec<SpecialistPanel>)> {
        let rows: Vec<(String, String)> = on!(self, db => sqlx::query_as(
            "SELECT r.noun, r.body FROM assessor a JOIN training_record r ON r.id = a.assessment
             WHERE a.person = $1 AND r.removed = FALSE
             UNION ALL
             SELECT r.noun, r.body FROM panel_member m JOIN training_record r ON r.id = m.panel
             JOIN training t ON t.id = r.training
             WHERE m.person = $1 AND r.removed = FALSE AND (t.trainee = $1 OR EXISTS (
                 SELECT 1 FROM membership h WHERE h.person = $1 AND h.clinic = t.clinic AND h.ended IS NULL))")
            .bind(person.to_string())
            .fetch_all(db))?;
        let (mut assessments, mut panels) = (Vec::new(), Vec::new());
        for (noun, body) in rows {
            match noun.as_str() {
                Assessment::NOUN => assessments.push(from_json(&body)?),
                SpecialistPanel::NOUN => panels.push(from_json(&body)?),
                noun => return Err(Error::Corrupt(format!("asked of somebody: {noun}"))),
            }
        }
        Ok((assessments, panels))
    }
}
