//! Who has been asked to certify.

use shared::{CertificateId, PersonId, certificate::Certificate, person::PersonName};

use super::{Result, Work, from_json};

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
}
