//! A region of invented clinics and people, to try the product in and to photograph it.

pub mod people;

use crate::{App, store::Error};

/// The password of everybody in the demo.
pub const PASSWORD: &str = "prova stins lokalt";

/// Why the demo couldn't be made.
#[derive(Debug, thiserror::Error)]
pub enum Failed {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] Error),
    /// The password couldn't be hashed.
    #[error(transparent)]
    Password(#[from] crate::password::Failed),
}

/// Fills an empty database; does nothing, and says false, where there already are people.
///
/// # Errors
/// When the store or the hashing fails; then nothing was written.
pub async fn fill(app: &App) -> Result<bool, Failed> {
    let hash = app.passwords.hash(PASSWORD.to_owned()).await?;
    let mut work = app.store.write().await?;
    if work.has_people().await? {
        return Ok(false);
    }
    people::add(&mut work, &hash, app.clock.now()).await?;
    work.commit().await?;
    Ok(true)
}
