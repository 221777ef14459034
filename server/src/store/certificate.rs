//! Who has been asked to certify; and all that a person is asked for, of certificates and assessments alike.

use shared::{
    CertificateId, PersonId, assessment::Assessment, certificate::Certificate, person::PersonName,
};

use super::{Error, Result, Work, from_json, training::TrainingRecord as _};

/// What a person is asked for in trainings, latest first.
pub struct Asked {
    /// To assess.
    pub assessments: Vec<Assessment>,
    /// To certify.
    pub certificates: Vec<Certificate>,
}

impl Work {
    /// Keeps who is asked to certify, in place of who was.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn save_certifiers(&mut self, id: CertificateId, asked: &[PersonName]) -> Result<()> {
        execute!(
            self,
            sqlx::query("DELETE FROM certifier WHERE certificate = $1").bind(id.to_string())
        )?;
        for person in asked {
            execute!(
                self,
                sqlx::query("INSERT INTO certifier (certificate, person) VALUES ($1, $2)")
                    .bind(id.to_string())
                    .bind(person.id.to_string())
            )?;
        }
        Ok(())
    }

    /// The certificates that a person is asked to certify, in all trainings, latest first.
    ///
    /// # Errors
    /// When the database fails or a record is corrupt.
    pub async fn certificates_asked_of(&mut self, person: PersonId) -> Result<Vec<Certificate>> {
        let rows: Vec<(String,)> = on!(self, db => sqlx::query_as(
            "SELECT r.body FROM certifier c JOIN training_record r ON r.id = c.certificate
             WHERE c.person = $1 AND r.removed = FALSE ORDER BY r.id DESC")
            .bind(person.to_string())
            .fetch_all(db))?;
        rows.into_iter().map(|(body,)| from_json(&body)).collect()
    }

    /// The assessments and certificates that a person is asked for, in all trainings: one statement.
    ///
    /// # Errors
    /// When the database fails or a record is corrupt.
    pub async fn asked_of(&mut self, person: PersonId) -> Result<Asked> {
        let rows: Vec<(String, String)> = on!(self, db => sqlx::query_as(
            "SELECT r.noun, r.body FROM (
                 SELECT assessment AS record FROM assessor WHERE person = $1
                 UNION ALL SELECT certificate FROM certifier WHERE person = $1
             ) a JOIN training_record r ON r.id = a.record
             WHERE r.removed = FALSE ORDER BY r.id DESC")
            .bind(person.to_string())
            .fetch_all(db))?;
        let mut asked = Asked { assessments: Vec::new(), certificates: Vec::new() };
        for (noun, body) in rows {
            match noun.as_str() {
                Assessment::NOUN => asked.assessments.push(from_json(&body)?),
                Certificate::NOUN => asked.certificates.push(from_json(&body)?),
                noun => return Err(Error::Corrupt(format!("asked for a {noun}"))),
            }
        }
        Ok(asked)
    }
}
