//! Whom a specialistkollegium concerns, so that each finds it without the training being searched in.

use shared::specialist_panel::SpecialistPanel;

use super::{Result, Work};

impl Work {
    /// Keeps whom a new panel concerns.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn add_panel_members(&mut self, panel: &SpecialistPanel) -> Result<()> {
        for person in panel.members() {
            execute!(
                self,
                sqlx::query("INSERT INTO panel_member (panel, person) VALUES ($1, $2)")
                    .bind(panel.id.to_string())
                    .bind(person.to_string())
            )?;
        }
        Ok(())
    }
}
