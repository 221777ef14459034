//! The server of Stins: HTTP, sign-in and store. It reads requests, asks the rules in `shared`, keeps records.

#![warn(missing_docs)]

pub mod clock;
pub mod demo;
pub mod files;
pub mod first_administrator;
pub mod http;
pub mod import;
pub mod password;
pub mod site;
pub mod store;
pub mod swedish;

use std::{path::PathBuf, sync::Arc};

use clock::Clock;
use password::Passwords;
use store::Store;

/// What every request has at hand.
#[derive(Clone)]
pub struct App {
    /// The records.
    pub store: Store,
    /// The time.
    pub clock: Clock,
    /// How passwords are hashed.
    pub passwords: Passwords,
    /// Where uploaded files are kept, by content; shared by all servers of one database.
    pub files: Arc<PathBuf>,
    /// Whether cookies demand TLS: everywhere but on the own machine.
    pub secure: bool,
}

impl App {
    /// Publishes the checklist and the curricula that follow the product, if this database doesn't have them, and
    /// gathers anew the trainings that another version of the program gathered.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn prepare(&self) -> store::Result<()> {
        let mut work = self.store.write().await?;
        let now = self.clock.now();
        work.publish_built_in_checklist(now).await?;
        let specialties = work.specialties().await?;
        work.publish_built_in_curricula(specialties, now).await?;
        let outdated = work.trainings_gathered_otherwise().await?;
        work.commit().await?;
        for training in outdated {
            let mut work = self.store.write().await?;
            work.gather(training).await?;
            work.commit().await?;
        }
        Ok(())
    }
}
