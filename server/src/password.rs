//! Passwords: argon2id, a few at a time so that signing in can't exhaust memory.

use std::sync::Arc;

use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use tokio::sync::Semaphore;

/// Hashes worked on at the same time.
const AT_A_TIME: usize = 2;

/// Hashes and checks passwords.
#[derive(Clone)]
pub struct Passwords {
    argon2: Argon2<'static>,
    queue: Arc<Semaphore>,
    /// Checked against when there is no account, so that the time taken doesn't tell.
    decoy: Arc<str>,
}

/// A password couldn't be hashed.
#[derive(Debug, thiserror::Error)]
#[error("password hashing failed: {0}")]
pub struct Failed(String);

impl Passwords {
    /// OWASP's recommended strength: 19 MiB, two passes.
    ///
    /// # Errors
    /// When hashing fails on this machine.
    pub fn strong() -> Result<Self, Failed> {
        Self::with(Params::new(19 * 1024, 2, 1, None))
    }

    /// As weak as argon2 goes, for tests and demo data that must be quick.
    ///
    /// # Errors
    /// When hashing fails on this machine.
    pub fn weak() -> Result<Self, Failed> {
        Self::with(Params::new(Params::MIN_M_COST, 1, 1, None))
    }

    fn with(params: Result<Params, argon2::Error>) -> Result<Self, Failed> {
        let params = params.map_err(|error| Failed(error.to_string()))?;
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let decoy = hash(&argon2, "the password of nobody")?.into();
        Ok(Self { argon2, queue: Arc::new(Semaphore::new(AT_A_TIME)), decoy })
    }

    /// A password's PHC string.
    ///
    /// # Errors
    /// When hashing fails.
    pub async fn hash(&self, password: String) -> Result<String, Failed> {
        let argon2 = self.argon2.clone();
        self.blocking(move || hash(&argon2, &password)).await?
    }

    /// Whether a password is the one hashed; no hash takes as long and is never right.
    ///
    /// # Errors
    /// When the work couldn't be done.
    pub async fn check(&self, password: String, hashed: Option<String>) -> Result<bool, Failed> {
        let argon2 = self.argon2.clone();
        let known = hashed.is_some();
        let hashed = hashed.unwrap_or_else(|| self.decoy.to_string());
        self.blocking(move || {
            let right = PasswordHash::new(&hashed)
                .is_ok_and(|hash| argon2.verify_password(password.as_bytes(), &hash).is_ok());
            right && known
        })
        .await
    }

    async fn blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Failed> {
        let _turn = self.queue.acquire().await.map_err(|error| Failed(error.to_string()))?;
        tokio::task::spawn_blocking(work).await.map_err(|error| Failed(error.to_string()))
    }
}

fn hash(argon2: &Argon2<'_>, password: &str) -> Result<String, Failed> {
    argon2
        .hash_password(password.as_bytes())
        .map(|hash| hash.to_string())
        .map_err(|error| Failed(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_the_right_password_opens_and_no_account_never_does() {
        let passwords = Passwords::weak().unwrap();
        let hashed = passwords.hash("åtta hästar i hagen".into()).await.unwrap();
        assert!(hashed.starts_with("$argon2id$"));
        assert!(passwords.check("åtta hästar i hagen".into(), Some(hashed.clone())).await.unwrap());
        assert!(!passwords.check("nio hästar i hagen".into(), Some(hashed)).await.unwrap());
        assert!(!passwords.check("the password of nobody".into(), None).await.unwrap());
    }
}
