//! From Rust to WebAssembly a browser can load.

use std::{collections::BTreeMap, fs, path::Path};

use wasm_bindgen_cli_support::Bindgen;

use super::Kind;
use crate::{Outcome, command, place};

/// What the app is compiled for.
pub const TARGET: &str = "wasm32-unknown-unknown";

/// The app's module in parts: what every page needs, and what is fetched with the page that needs it.
pub struct Split {
    /// What every page needs, still to be bound.
    pub main: Vec<u8>,
    /// The script that fetches the others; it imports the main script as `./app.js`, and fetches `./NAME.wasm`.
    pub script: Vec<u8>,
    /// The others by name.
    pub others: BTreeMap<String, Vec<u8>>,
    /// For each part of `app/src/parts.rs`, the names of the others it needs.
    pub needs: BTreeMap<String, Vec<String>>,
}

/// A module and the script that gives it the browser.
pub struct Bound {
    pub wasm: Vec<u8>,
    /// Imports the fetching script as `./parts.js`.
    pub script: Vec<u8>,
    /// Scripts that crates bring along, by the path the script imports them from.
    pub snippets: Vec<(String, Vec<u8>)>,
}

/// Sees to it that the compiler can make wasm.
pub fn ensure_target() -> Outcome {
    let libraries = command::read(command::new("rustc").args([
        "--print",
        "target-libdir",
        "--target",
        TARGET,
    ]))?;
    if Path::new(libraries.trim()).is_dir() {
        return Ok(());
    }
    if command::find("rustup").is_none() {
        return Err(format!(
            "This Rust has no standard library for {TARGET} and there is no rustup to fetch it with. \
             Install Rust by rustup.rs, or your system's package for that target (Debian: libstd-rust-dev-wasm32)."
        ));
    }
    command::run(command::new("rustup").args(["target", "add", TARGET])).map_err(|e| {
        format!("{e} The standard library for {TARGET} could not be fetched: see that this machine reaches the network, then run it again.")
    })
}

/// Compiles the app and gives the module as rustc made it.
pub fn compile(kind: Kind) -> Outcome<Vec<u8>> {
    let (profile, directory) = match kind {
        Kind::Release => ("wasm", "wasm"),
        Kind::Dev => ("dev", "debug"),
    };
    let mut cargo = command::cargo();
    cargo.args(["build", "--package", "app", "--target", TARGET, "--profile", profile]);
    command::run(&mut cargo)?;
    let path = place::target()?.join(TARGET).join(directory).join("app.wasm");
    fs::read(&path).map_err(|e| format!("Cannot read {}: {e}", path.display()))
}

/// Parts the module at the functions of `app/src/parts.rs`.
pub fn split(module: &[u8]) -> Outcome<Split> {
    let scratch = place::Scratch::new("split")?;
    let main = scratch.path().join("app.wasm");
    let mut options = wasm_split_cli_support::Options::new(module);
    options.output_dir = scratch.path();
    options.main_out_path = &main;
    options.main_module = "./app.js";
    options.link_name = "./parts.js";
    let split = wasm_split_cli_support::transform(options).map_err(|e| {
        format!("The module cannot be split: {e:#}. If RUSTFLAGS is set, unset it: it hides the flags of .cargo/config.toml.")
    })?;
    let read =
        |path: &Path| fs::read(path).map_err(|e| format!("Cannot read {}: {e}", path.display()));
    let mut others = BTreeMap::new();
    for path in &split.split_modules {
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        others.insert(name, read(path)?);
    }
    let script = read(&scratch.path().join("parts.js"))?;
    Ok(Split {
        main: read(&main)?,
        script,
        others,
        needs: split.prefetch_map.into_iter().collect(),
    })
}

/// Makes the script that loads the module. The module's address is given by `boot.js`, since it carries a hash.
pub fn bind(module: &[u8]) -> Outcome<Bound> {
    let failed = |e| format!("wasm-bindgen failed: {e:#}");
    let mut output = Bindgen::new()
        .input_bytes("app", module.to_vec())
        .web(true)
        .map_err(failed)?
        .typescript(false)
        // The other parts import what the main one exports, by the names the compiler gave.
        .keep_lld_exports(true)
        .demangle(false)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate_output()
        .map_err(failed)?;
    let script = output.js().as_bytes().to_vec();
    let mut snippets = Vec::new();
    for (module, parts) in output.snippets() {
        for (index, part) in parts.iter().enumerate() {
            snippets
                .push((format!("snippets/{module}/inline{index}.js"), part.clone().into_bytes()));
        }
    }
    for (path, content) in output.local_modules() {
        snippets.push((format!("snippets/{path}"), content.clone().into_bytes()));
    }
    Ok(Bound { wasm: output.wasm_mut().emit_wasm(), script, snippets })
}
