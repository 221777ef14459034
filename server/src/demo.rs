//! A region of invented clinics and people, to try the product in and to photograph it. Everything in it is done
//! over the API by the person who may do it, at a time of its own, so that it keeps every rule and has a history.

mod binder;
mod certify;
mod findings;
pub mod people;
mod reviews;
mod stage;
mod steps;
mod story;
mod supervisors;
mod support;
mod training;

pub use story::tell;

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
    /// The server refused something that the demo does.
    #[error("{0}")]
    Refused(String),
}

/// Fills an empty database; does nothing, and says false, where there already are people.
///
/// # Errors
/// When the store or the hashing fails, or a rule forbids something in the demo.
pub async fn fill(app: &App) -> Result<bool, Failed> {
    let hash = app.passwords.hash(PASSWORD.to_owned()).await?;
    let mut work = app.store.write().await?;
    if work.has_people().await? {
        return Ok(false);
    }
    let places = people::add(&mut work, &hash, app.clock.now()).await?;
    work.commit().await?;
    story::tell(app, &places).await?;
    Ok(true)
}
