//! A browser, and the stories and pictures it is driven through.

use std::{
    env,
    net::TcpListener,
    path::{Path, PathBuf},
    process::Command,
};

use crate::{Outcome, command, debian, npm, place, product, site};

/// Where systems keep a Chromium, the one without windows first: it takes a fifth less time.
const USUAL: [&str; 6] = [
    "/usr/bin/chromium-headless-shell",
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/// The port the tests use while nobody else does.
const PORT: u16 = 8700;

/// Finds Chromium, or installs it.
pub fn ensure() -> Outcome<PathBuf> {
    if let Some(named) = env::var_os("CHROMIUM").map(PathBuf::from) {
        return if named.is_file() {
            Ok(named)
        } else {
            Err(format!("CHROMIUM names {}, which is not there.", named.display()))
        };
    }
    let find = || USUAL.iter().map(PathBuf::from).find(|path| path.is_file());
    if let Some(found) = find() {
        return Ok(found);
    }
    debian::install(&["chromium-headless-shell", "fonts-liberation"])?;
    find().ok_or_else(|| {
        "Chromium was installed but is not where it should be; name it by CHROMIUM=/path.".into()
    })
}

/// Installs what `end2end/` needs and checks its TypeScript.
pub fn prepare() -> Outcome {
    let home = home();
    npm::install(&home)?;
    command::run(npm::program(&home, "typescript/bin/tsc").arg("--noEmit"))
}

/// Playwright with a server of its own: the release binary, a fresh data directory with the demo region, a free port.
pub fn playwright(chromium: &Path, data: &Path) -> Outcome<Command> {
    let port =
        if TcpListener::bind(("127.0.0.1", PORT)).is_ok() { PORT } else { product::free_port()? };
    let mut playwright = npm::program(&home(), "@playwright/test/cli.js");
    playwright
        .arg("test")
        .env("CHROMIUM", chromium)
        .env("STINS_SERVER", product::binary(site::Kind::Release)?)
        .env("STINS_DATA", data)
        .env("STINS_PORT", port.to_string())
        // Forbids a test left as `only`, and never leans on a server that happens to run.
        .env("CI", "true");
    Ok(playwright)
}

fn home() -> PathBuf {
    place::root().join("end2end")
}
