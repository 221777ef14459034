//! What a person is asked for in trainings, wherever they are.

use shared::{
    PersonId, assessment::Assessment, certificate::Certificate, specialist_panel::SpecialistPanel,
};

use super::{
    super::{Error, Result, Work, from_json},
    TrainingRecord as _,
};

/// What a person is asked for in trainings, latest first.
#[derive(Default)]
pub struct Asked {
    /// To assess.
    pub assessments: Vec<Assessment>,
    /// To certify.
    pub certificates: Vec<Certificate>,
    /// Specialistkollegier that concern the person: of the own training, and at a clinic where they still work.
    pub panels: Vec<SpecialistPanel>,
}

impl Work {
    /// All that a person is asked for: one statement.
    ///
    /// # Errors
    /// When the database fails or a record is corrupt.
    pub async fn asked_of(&mut self, person: PersonId) -> Result<Asked> {
        let rows: Vec<(String, String)> = on!(self, db => sqlx::query_as(
            "SELECT r.noun, r.body FROM (
                 SELECT assessment AS record FROM assessor WHERE person = $1
                 UNION ALL SELECT certificate FROM certifier WHERE person = $1
                 UNION ALL
                 SELECT m.panel FROM panel_member m
                 JOIN training_record k ON k.id = m.panel
                 JOIN training t ON t.id = k.training
                 WHERE m.person = $1 AND (t.trainee = $1 OR EXISTS (
                     SELECT 1 FROM membership h
                     WHERE h.person = $1 AND h.clinic = t.clinic AND h.ended IS NULL))
             ) a JOIN training_record r ON r.id = a.record
             WHERE r.removed = FALSE ORDER BY r.id DESC")
            .bind(person.to_string())
            .fetch_all(db))?;
        let mut asked = Asked::default();
        for (noun, body) in rows {
            match noun.as_str() {
                Assessment::NOUN => asked.assessments.push(from_json(&body)?),
                Certificate::NOUN => asked.certificates.push(from_json(&body)?),
                SpecialistPanel::NOUN => asked.panels.push(from_json(&body)?),
                noun => return Err(Error::Corrupt(format!("asked for a {noun}"))),
            }
        }
        Ok(asked)
    }
}
