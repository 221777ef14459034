//! Packages of the system, where we may install them ourselves.

use std::path::Path;

use crate::{Outcome, command};

/// Installs packages by apt-get. Elsewhere, or without the right to, answers with what to do by hand.
pub fn install(packages: &[&str]) -> Outcome {
    let names = packages.join(" ");
    if !Path::new("/etc/debian_version").exists() || command::find("apt-get").is_none() {
        return Err(format!(
            "Install {names} with your system's package manager, then run this again."
        ));
    }
    if !is_root()? {
        return Err(format!("Run `sudo apt-get install {names}`, then run this again."));
    }
    let apt = |words: &[&str]| {
        command::run(command::new("apt-get").args(words).env("DEBIAN_FRONTEND", "noninteractive"))
    };
    let mut install = vec!["install", "--yes", "--quiet=2", "--no-install-recommends"];
    install.extend(packages);
    // The lists are fetched only if need be: on a fresh machine there are none, on an old one they may be stale.
    apt(&install).or_else(|_| apt(&["update", "--quiet=2"]).and_then(|()| apt(&install))).map_err(
        |e| {
            format!(
                "{e} Mend apt-get on this machine, or install {names} by hand, then run this again."
            )
        },
    )
}

/// Whether we are root.
pub fn is_root() -> Outcome<bool> {
    Ok(command::read(command::new("id").arg("-u"))?.trim() == "0")
}
