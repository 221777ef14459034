//! `cargo xtask bench`: measurements as ratios in one run, printed as tables.

use std::fs;

use crate::{Outcome, command, place, product, site, step::step};

/// Builds everything and measures.
pub fn bench() -> Outcome {
    let site = product::build(site::Kind::Release)?;
    step("Measuring program", || {
        command::run(command::cargo().args(["build", "--release", "--package", "bench"]))
    })?;
    let folder = place::target()?.join("bench");
    fs::create_dir_all(&folder).map_err(|e| format!("Cannot make {}: {e}", folder.display()))?;
    let server = product::binary(site::Kind::Release)?;
    let program = server.with_file_name("bench").with_extension(std::env::consts::EXE_EXTENSION);
    println!();
    command::run(command::new(program).arg(server).arg(folder))?;
    first_load(&site)
}

/// What a browser fetches before a page one may meet first stands, and what the pages of each part add.
fn first_load(site: &site::Site) -> Outcome {
    println!(
        "\n## First load (bytes as sent, brotli)\n\n\
         | page | bytes | bar |\n| --- | --- | --- |"
    );
    for (page, bytes) in site.first_loads()? {
        println!("| {page} | {bytes} | ≤ {} |", site::FIRST_LOAD);
    }
    println!(
        "\n| pages of | bytes beside the shell of {} | files |\n| --- | --- | --- |",
        site.shell()
    );
    for (part, bytes, files) in site.parts() {
        println!("| {part} | {bytes} | {files} |");
    }
    Ok(())
}
