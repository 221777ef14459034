//! The site: wasm, script, style and page, under names that carry their content's hash, each with its `.br`.

mod css;
mod folder;
mod kept;
mod wasm;

use std::{fs, path::PathBuf};

use crate::{Outcome, place, step::step};
use folder::{Folder, hashed};
pub use wasm::{TARGET, ensure_target};

/// What the site is built for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// To be embedded: small.
    Release,
    /// For daily work: quick.
    Dev,
}

impl Kind {
    /// Where the server of this kind looks for the site; `server/src/site.rs` names the same directories.
    pub fn folder(self) -> PathBuf {
        place::root().join(match self {
            Self::Release => "target/site",
            Self::Dev => "target/site-dev",
        })
    }

    fn brotli_quality(self) -> i32 {
        match self {
            Self::Release => 11,
            Self::Dev => 5,
        }
    }
}

/// Builds the whole site. What has not changed since the last time is not made again.
pub fn build(kind: Kind) -> Outcome {
    step("WebAssembly target", ensure_target)?;
    let built = step("App to WebAssembly", || wasm::compile(kind))?;
    let bound = step("JavaScript bindings", || wasm::bind(&built))?;
    let wasm = match kind {
        Kind::Release => step("wasm-opt", || wasm::optimise(&bound.wasm))?,
        Kind::Dev => bound.wasm.clone(),
    };
    let folder = step("Style, page, names and compression", || {
        let folder = assemble(bound, wasm)?;
        folder.write(&kind.folder(), kind.brotli_quality())
    })?;
    println!("\n{folder}");
    Ok(())
}

/// Names every file after its content, from the leaves up: the page comes last and is the only one that keeps its name.
fn assemble(bound: wasm::Bound, wasm: Vec<u8>) -> Outcome<Folder> {
    let mut folder = Folder::default();
    let mut script = bound.script;
    for (import, content) in bound.snippets {
        let name = hashed("snippet.js", &content);
        script = script.replace(&format!("./{import}"), &format!("./{name}"));
        folder.add(name, content);
    }

    let mut page = read("app/index.html")?;
    let mut files = vec![
        ("app.wasm", wasm),
        ("app.js", script.into_bytes()),
        ("main.css", css::bundle(&place::root().join("style/main.css"))?.into_bytes()),
    ];
    for name in ["boot.js", "icon.svg"] {
        files.push((name, read(&format!("app/{name}"))?.into_bytes()));
    }
    for (name, content) in files {
        let address = format!("\"/{name}\"");
        if !page.contains(&address) {
            return Err(format!(
                "app/index.html does not mention {address}, so the file would never be loaded."
            ));
        }
        let named = hashed(name, &content);
        page = page.replace(&address, &format!("\"/{named}\""));
        folder.add(named, content);
    }
    folder.add("index.html".into(), css::without_markup_comments(&page).into_bytes());
    Ok(folder)
}

fn read(path: &str) -> Outcome<String> {
    fs::read_to_string(place::root().join(path)).map_err(|e| format!("Cannot read {path}: {e}"))
}
