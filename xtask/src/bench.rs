//! `cargo xtask bench`: measurements as ratios in one run, printed as tables.

mod weight;

use std::{fs, path::Path};

use crate::{Outcome, command, place, product, site, step::step};

/// The first load's bar, in bytes of brotli (300 KB).
const FIRST_LOAD: u64 = 300_000;

/// Builds everything and measures.
pub fn bench() -> Outcome {
    product::build(site::Kind::Release)?;
    step("Measuring program", || {
        command::run(command::cargo().args(["build", "--release", "--package", "bench"]))
    })?;
    let target = place::target()?;
    let folder = target.join("bench");
    fs::create_dir_all(&folder).map_err(|e| format!("Cannot make {}: {e}", folder.display()))?;
    let server = product::binary(site::Kind::Release)?;
    let program = server.with_file_name("bench").with_extension(std::env::consts::EXE_EXTENSION);
    println!();
    command::run(command::new(program).arg(server).arg(folder))?;
    first_load(&site::Kind::Release.folder())?;
    weight::print(&target.join(site::TARGET).join("wasm/app.wasm"))
}

/// What a browser fetches before the first page stands: every file of the site, as it is sent.
fn first_load(site: &Path) -> Outcome {
    let failed = |e| format!("Cannot read {}: {e}", site.display());
    let mut files = Vec::new();
    for entry in fs::read_dir(site).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        if path.extension().is_some_and(|ending| ending == "br") {
            continue;
        }
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let compressed = path.with_file_name(format!("{name}.br"));
        let sent = if compressed.exists() { compressed } else { path };
        files.push((fs::metadata(&sent).map_err(failed)?.len(), name));
    }
    files.sort();
    files.reverse();
    let whole: u64 = files.iter().map(|(bytes, _)| bytes).sum();
    println!("\n## First load (bytes as sent, brotli)\n\n| file | bytes |\n| --- | --- |");
    for (bytes, name) in files {
        println!("| {name} | {bytes} |");
    }
    println!("| **all** | **{whole}** (bar ≤ {FIRST_LOAD}) |");
    Ok(())
}
