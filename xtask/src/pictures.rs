//! `cargo xtask pictures`: every page as the demo shows it, to be looked at.

use crate::{Outcome, browser, command, place, product, site, step::step};

/// Photographs the pages listed in `end2end/pictures.ts`.
pub fn pictures() -> Outcome {
    product::build(site::Kind::Release)?;
    let chromium = step("Chromium", browser::ensure)?;
    step("Packages and types of end2end", browser::prepare)?;
    let data = place::Scratch::new("pictures")?;
    step("Pictures", || {
        let mut playwright = browser::playwright(&chromium, data.path())?;
        command::run(playwright.args(["--config", "pictures.config.ts"]))
    })?;
    println!("\n  {}", place::root().join("end2end/pictures").display());
    Ok(())
}
