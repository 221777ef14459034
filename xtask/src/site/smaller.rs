//! Makes what is sent smaller, by tools from npm. Without Node it stays as it is, and that is said.

use std::{fs, path::Path};

use super::kept;
use crate::{Outcome, command, fingerprint::fingerprint, npm, place};

/// A tool that reads one file and writes another, smaller one.
pub struct Tool {
    name: &'static str,
    program: &'static str,
    ending: &'static str,
    flags: &'static [&'static str],
}

/// For modules. rustc 1.95 emits the features named here; wasm-opt refuses a module with features it was not told of.
pub const WASM_OPT: Tool = Tool {
    name: "wasm-opt",
    program: "binaryen/bin/wasm-opt",
    ending: "wasm",
    flags: &[
        "-Oz",
        "--enable-bulk-memory",
        "--enable-reference-types",
        "--enable-nontrapping-float-to-int",
        "--enable-sign-ext",
        "--enable-mutable-globals",
        "--enable-multivalue",
    ],
};

/// For scripts.
pub const TERSER: Tool = Tool {
    name: "terser",
    program: "terser/bin/terser",
    ending: "js",
    flags: &["--module", "--compress", "--mangle"],
};

impl Tool {
    /// Makes each of them smaller, the largest best first: they are made on all cores.
    pub fn shrink(&self, contents: &mut [&mut Vec<u8>]) -> Outcome {
        if !npm::present() {
            println!(
                "  skipped: {} needs Node 20 or newer with npm. The site works and is somewhat larger.",
                self.name
            );
            return Ok(());
        }
        let home = place::root().join("xtask/npm");
        npm::install(&home)?;
        let lock = fs::read(home.join("package-lock.json"))
            .map_err(|e| format!("Cannot read its lock file: {e}"))?;
        let version = fingerprint([lock, self.flags.join(" ").into_bytes()].concat());
        let inputs: Vec<&[u8]> = contents.iter().map(|content| content.as_slice()).collect();
        let name = format!("{}-{}", self.name, &version[..8]);
        let smaller = kept::get_or_make(&name, &inputs, |content| self.run(&home, content))?;
        for (content, smaller) in contents.iter_mut().zip(smaller) {
            **content = smaller;
        }
        Ok(())
    }

    fn run(&self, home: &Path, content: &[u8]) -> Outcome<Vec<u8>> {
        let scratch = place::Scratch::new(self.name)?;
        let from = scratch.path().join("from").with_extension(self.ending);
        let to = scratch.path().join("to").with_extension(self.ending);
        fs::write(&from, content).map_err(|e| format!("Cannot write {}: {e}", from.display()))?;
        let mut tool = npm::program(home, self.program);
        command::run_silently(tool.arg(&from).arg("-o").arg(&to).args(self.flags))?;
        fs::read(&to).map_err(|e| format!("Cannot read {}: {e}", to.display()))
    }
}
