//! From Rust to WebAssembly a browser can load.

use std::{fs, path::Path};

use wasm_bindgen_cli_support::Bindgen;

use super::{Kind, kept::Kept};
use crate::{Outcome, command, fingerprint::fingerprint, npm, place};

/// What the app is compiled for.
pub const TARGET: &str = "wasm32-unknown-unknown";

/// What rustc 1.95 emits by itself; wasm-opt refuses a module with features it was not told of.
const FLAGS: [&str; 7] = [
    "-Oz",
    "--enable-bulk-memory",
    "--enable-reference-types",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-multivalue",
];

/// A module and the script that gives it the browser.
pub struct Bound {
    pub wasm: Vec<u8>,
    pub script: String,
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

/// Makes the script that loads the module. The module's address is given by `boot.js`, since it carries a hash.
pub fn bind(module: &[u8]) -> Outcome<Bound> {
    let failed = |e| format!("wasm-bindgen failed: {e:#}");
    let mut output = Bindgen::new()
        .input_bytes("app", module.to_vec())
        .web(true)
        .map_err(failed)?
        .typescript(false)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate_output()
        .map_err(failed)?;
    let script = output.js().to_owned();
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

/// Shrinks the module by wasm-opt. Without Node it stays as it is, and that is said.
pub fn optimise(module: &[u8]) -> Outcome<Vec<u8>> {
    if !npm::present() {
        println!(
            "  skipped: wasm-opt needs Node 20 or newer with npm. The site works and is somewhat larger."
        );
        return Ok(module.to_vec());
    }
    let home = place::root().join("xtask/npm");
    let lock = fs::read(home.join("package-lock.json"))
        .map_err(|e| format!("Cannot read its lock file: {e}"))?;
    let version = fingerprint([lock, FLAGS.join(" ").into_bytes()].concat());
    let mut kept = Kept::open(&format!("wasm-opt-{}", &version[..8]))?;
    let smaller = kept.get_or_make(module, |module| {
        npm::install(&home)?;
        let scratch = place::Scratch::new("wasm-opt")?;
        let (from, to) = (scratch.path().join("app.wasm"), scratch.path().join("smaller.wasm"));
        fs::write(&from, module).map_err(|e| format!("Cannot write {}: {e}", from.display()))?;
        command::run(
            npm::program(&home, "binaryen/bin/wasm-opt")
                .args(FLAGS)
                .arg(&from)
                .arg("--output")
                .arg(&to),
        )?;
        fs::read(&to).map_err(|e| format!("Cannot read {}: {e}", to.display()))
    })?;
    kept.close();
    Ok(smaller)
}
