//! Where things lie.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process,
    sync::atomic::{AtomicUsize, Ordering},
};

use crate::{Outcome, command};

/// The checkout.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask lies in the checkout")
}

/// Cargo's target directory, wherever the environment or a config file puts it.
pub fn target() -> Outcome<PathBuf> {
    let metadata =
        command::read(command::cargo().args(["metadata", "--no-deps", "--format-version", "1"]))?;
    let metadata: serde_json::Value = serde_json::from_str(&metadata)
        .map_err(|e| format!("`cargo metadata` gave no JSON: {e}"))?;
    let path = metadata["target_directory"]
        .as_str()
        .ok_or("`cargo metadata` names no target directory.")?;
    Ok(PathBuf::from(path))
}

/// A directory of our own that is gone when the value is.
pub struct Scratch(PathBuf);

impl Scratch {
    /// Makes an empty directory below the system's temporary one.
    pub fn new(name: &str) -> Outcome<Self> {
        static MADE: AtomicUsize = AtomicUsize::new(0);
        let number = MADE.fetch_add(1, Ordering::Relaxed);
        let path = env::temp_dir().join(format!("stins-{name}-{}-{number}", process::id()));
        fs::create_dir_all(&path).map_err(|e| format!("Cannot create {}: {e}", path.display()))?;
        Ok(Self(path))
    }

    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // A directory left behind in /tmp is no reason to fail.
        let _ = fs::remove_dir_all(&self.0);
    }
}
