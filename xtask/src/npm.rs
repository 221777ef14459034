//! Packages from npm, exactly as the lock files say.

use std::{fs, path::Path, process::Command};

use crate::{Outcome, command, fingerprint::fingerprint};

/// Whether Node and npm are here, and new enough.
pub fn present() -> bool {
    let version = command::find("npm")
        .and_then(|_| command::read(command::new("node").arg("--version")).ok());
    version
        .and_then(|v| v.trim_start_matches('v').split('.').next()?.parse::<u32>().ok())
        .is_some_and(|major| major >= 20)
}

/// The sentence for when they are not.
pub const MISSING: &str = "Node 20 or newer with npm is missing. Install it (nodejs.org, or `apt-get install nodejs npm`) and run this again.";

/// A program of an installed package. Not by `npx`: that takes longer, and may fetch what is not there.
pub fn program(dir: &Path, path: &str) -> Command {
    let mut command = command::new("node");
    command.current_dir(dir).arg(dir.join("node_modules").join(path));
    command
}

/// Installs what the lock file in `dir` names, unless that very lock file was installed before.
pub fn install(dir: &Path) -> Outcome {
    if !present() {
        return Err(MISSING.into());
    }
    let lock = dir.join("package-lock.json");
    let wanted = fs::read(&lock).map_err(|e| format!("Cannot read {}: {e}", lock.display()))?;
    let wanted = fingerprint(wanted);
    let stamp = dir.join("node_modules/.installed");
    if fs::read_to_string(&stamp).is_ok_and(|have| have == wanted) {
        return Ok(());
    }
    command::run(
        command::new("npm")
            .current_dir(dir)
            .args(["ci", "--no-audit", "--no-fund", "--loglevel=error"])
            .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"),
    )?;
    fs::write(&stamp, wanted).map_err(|e| format!("Cannot write {}: {e}", stamp.display()))
}
