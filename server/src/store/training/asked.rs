//! What a person is asked for in trainings, wherever they are.

use shared::{
    PersonId, assessment::Assessment, certificate::Certificate, specialist_panel::SpecialistPanel,
    support_plan::ConcernNote, training_facts::TrainingSummary,
};

use super::{
    super::{Error, Result, Work, from_json, packed},
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
    /// Notes of gaps in competence, reported to the person as huvudansvarig handledare who still works at the clinic.
    pub concerns: Vec<ConcernNote>,
    /// Trainings underway where the person is head of unit, director of studies, or huvudansvarig or vetenskaplig handledare: what
    /// waits for their approval is in the facts.
    pub trainings: Vec<TrainingSummary>,
}

/// Stands in the place of a record's noun where a row is a whole training.
const TRAINING: &str = "training";

impl Work {
    /// All that a person is asked for: one statement, and more for facts of an older program.
    ///
    /// # Errors
    /// When the database fails or a record is corrupt.
    pub async fn asked_of(&mut self, person: PersonId) -> Result<Asked> {
        let rows: Vec<(String, String, String)> = on!(self, db => sqlx::query_as(concat!("
            SELECT r.noun, r.body, r.id AS id FROM (
                 SELECT assessment AS record FROM assessor WHERE person = $1
                 UNION ALL SELECT certificate FROM certifier WHERE person = $1
                 UNION ALL
                 SELECT m.panel FROM panel_member m
                 JOIN training_record k ON k.id = m.panel
                 JOIN training t ON t.id = k.training
                 WHERE m.person = $1 AND (t.trainee = $1 OR EXISTS (
                     SELECT 1 FROM membership h
                     WHERE h.person = $1 AND h.clinic = t.clinic AND h.ended IS NULL))
                 UNION ALL
                 SELECT k.id FROM training t JOIN training_record k ON k.training = t.id
                 WHERE t.principal_supervisor = $1 AND k.noun = 'concern' AND EXISTS (
                     SELECT 1 FROM membership h
                     WHERE h.person = $1 AND h.clinic = t.clinic AND h.ended IS NULL)
             ) a JOIN training_record r ON r.id = a.record
             WHERE r.removed = FALSE
             UNION ALL
             SELECT $3, ", columns!(", g.version, g.facts"), ", t.id", tables!(), "
             JOIN gathered g ON g.training = t.id
             WHERE t.phase = 'underway' AND t.id IN (
                 SELECT s.id FROM training s WHERE s.principal_supervisor = $1
                 UNION SELECT s.id FROM training s JOIN membership m ON m.clinic = s.clinic
                     WHERE m.person = $1 AND m.ended IS NULL AND m.role IN ('head_of_unit', 'director_of_studies')
                 UNION SELECT s.training FROM scientific_supervisor s WHERE s.person = $1)
             ORDER BY id DESC"))
            .bind(person.to_string())
            .bind(packed::COLUMN.to_string())
            .bind(TRAINING)
            .fetch_all(db))?;
        let mut asked = Asked::default();
        for (noun, body, _) in rows {
            match noun.as_str() {
                Assessment::NOUN => asked.assessments.push(from_json(&body)?),
                Certificate::NOUN => asked.certificates.push(from_json(&body)?),
                SpecialistPanel::NOUN => asked.panels.push(from_json(&body)?),
                ConcernNote::NOUN => asked.concerns.push(from_json(&body)?),
                TRAINING => {
                    let (training, [version, kept]) = packed::with_more(&body)?;
                    let summary = self.summary(training, version, kept).await?;
                    asked.trainings.extend(summary.map(|one| one.read()).transpose()?);
                }
                noun => return Err(Error::Corrupt(format!("asked for a {noun}"))),
            }
        }
        Ok(asked)
    }
}
