//! The site: wasm, script, style and page, under names that carry their content's hash, each with its `.br`.

mod css;
mod folder;
mod kept;
mod smaller;
mod wasm;

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::{self, Display},
    fs,
    path::PathBuf,
};

use crate::{Outcome, place, step::step};
use folder::{Folder, hashed};
pub use wasm::{TARGET, ensure_target};

/// What may be fetched before the first page stands, in bytes of brotli (300 KB).
pub const FIRST_LOAD: usize = 300_000;

/// The pages one may meet first, with the parts each of them fetches. All other parts fetch `pages.css` too: see
/// `app/src/parts.rs`.
const FIRST_PAGES: [(&str, &[&str]); 4] = [
    ("signing in", &["sign_in"]),
    ("start", &["start"]),
    ("start at a clinic", &["start", "clinic_standing"]),
    ("start with the table of clinics", &["start", "clinic_table"]),
];

/// The style of the pages beyond those.
const STYLE_BEYOND: &str = "pages.css";

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
pub fn build(kind: Kind) -> Outcome<Site> {
    step("WebAssembly target", ensure_target)?;
    let module = step("App to WebAssembly", || wasm::compile(kind))?;
    let mut split = step("Parts by page", || wasm::split(&module))?;
    let mut bound = step("JavaScript bindings", || wasm::bind(&split.main))?;
    if kind == Kind::Release {
        step("wasm-opt", || {
            let others = split.others.values_mut();
            smaller::WASM_OPT
                .shrink(&mut [&mut bound.wasm].into_iter().chain(others).collect::<Vec<_>>())
        })?;
        step("terser", || smaller::TERSER.shrink(&mut [&mut bound.script, &mut split.script]))?;
    }
    let site = step("Style, page, names and compression", || {
        let (folder, fetched) = assemble(bound, split)?;
        Ok(Site { folder: folder.write(&kind.folder(), kind.brotli_quality())?, fetched })
    })?;
    println!("\n{site}");
    Ok(site)
}

/// A site as it was built.
pub struct Site {
    folder: Folder,
    /// For each part of the app, the files fetched when one of its pages is first opened.
    fetched: BTreeMap<String, Vec<String>>,
}

impl Site {
    /// Bytes as sent before any page can be shown.
    pub fn shell(&self) -> usize {
        let fetched: BTreeSet<_> = self.fetched.values().flatten().collect();
        self.folder.sent().filter(|(name, _)| !fetched.contains(name)).map(|(_, bytes)| bytes).sum()
    }

    /// Bytes as sent before each page that one may meet first stands.
    pub fn first_loads(&self) -> Outcome<Vec<(&'static str, usize)>> {
        let mut loads = Vec::new();
        for (page, parts) in FIRST_PAGES {
            let mut files = BTreeSet::new();
            for part in parts {
                files.extend(self.fetched.get(*part).ok_or_else(|| {
                    format!("The app has no part `{part}`: mend FIRST_PAGES in xtask/src/site.rs.")
                })?);
            }
            let of_page = self.folder.sent().filter(|(name, _)| files.contains(name));
            loads.push((page, self.shell() + of_page.map(|(_, bytes)| bytes).sum::<usize>()));
        }
        Ok(loads)
    }

    /// Tells what each page one may meet first comes to, and sees to it that it is within the bar.
    pub fn first_load(&self) -> Outcome {
        for (page, bytes) in self.first_loads()? {
            println!("  {page:<32}{bytes:>12}");
            if bytes > FIRST_LOAD {
                return Err(format!(
                    "The first load of {page} is {bytes} bytes and may be {FIRST_LOAD}: move what only other pages need out of the shell."
                ));
            }
        }
        Ok(())
    }

    /// Bytes as sent for the pages of each part, beside the shell, and in how many files.
    pub fn parts(&self) -> impl Iterator<Item = (&str, usize, usize)> {
        self.fetched.iter().map(|(part, files)| {
            let of_part = self.folder.sent().filter(|(name, _)| files.contains(name));
            (part.as_str(), of_part.map(|(_, bytes)| bytes).sum(), files.len())
        })
    }
}

/// The table of sizes: what a first visit costs.
impl Display for Site {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.folder)?;
        write!(f, "  {:<32}{:>12}", "first load (brotli)", self.shell())?;
        for (part, bytes, files) in self.parts() {
            write!(f, "\n  {:<32}{bytes:>12}{files:>5} files", format!("+ {part}"))?;
        }
        Ok(())
    }
}

/// Names every file after its content, from the leaves up: the page comes last and is the only one that keeps its
/// name. Beside the files, which of them each part of the app fetches.
fn assemble(
    bound: wasm::Bound,
    split: wasm::Split,
) -> Outcome<(Folder, BTreeMap<String, Vec<String>>)> {
    let mut folder = Folder::default();
    let mut script = text(bound.script)?;
    let mut parts = text(split.script)?;
    for (import, content) in bound.snippets {
        let name = hashed("snippet.js", &content);
        script = script.replace(&format!("./{import}"), &format!("./{name}"));
        folder.add(name, content);
    }
    let mut names = BTreeMap::new();
    for (name, content) in split.others {
        let file = hashed(&format!("{name}.wasm"), &content);
        parts = parts.replace(&format!("./{name}.wasm"), &format!("./{file}"));
        folder.add(file.clone(), content);
        names.insert(name, file);
    }
    let mut fetched: BTreeMap<String, Vec<String>> = split
        .needs
        .into_iter()
        .map(|(part, needs)| (part, needs.iter().map(|name| names[name].clone()).collect()))
        .collect();
    // The two scripts import each other, so both carry the hash of both.
    let both = [script.as_bytes(), parts.as_bytes()].concat();
    let (script_name, parts_name) = (hashed("app.js", &both), hashed("parts.js", &both));
    script = imported_as(&script, "./parts.js", &format!("./{parts_name}"));
    parts = imported_as(&parts, "./app.js", &format!("./{script_name}"));

    let mut page = read("app/index.html")?;
    let mut files = vec![
        ("app.wasm", None, bound.wasm),
        ("app.js", Some(script_name), script.into_bytes()),
        ("parts.js", Some(parts_name), parts.into_bytes()),
    ];
    for name in ["main.css", STYLE_BEYOND] {
        let sheet = css::bundle(&place::root().join("style").join(name))?;
        files.push((name, None, sheet.into_bytes()));
    }
    for name in ["boot.js", "icon.svg"] {
        files.push((name, None, read(&format!("app/{name}"))?.into_bytes()));
    }
    for (name, named, content) in files {
        let address = format!("\"/{name}\"");
        if !page.contains(&address) {
            return Err(format!(
                "app/index.html does not mention {address}, so the file would never be loaded."
            ));
        }
        let named = named.unwrap_or_else(|| hashed(name, &content));
        page = page.replace(&address, &format!("\"/{named}\""));
        if name == STYLE_BEYOND {
            let first: Vec<_> = FIRST_PAGES.iter().flat_map(|(_, parts)| *parts).collect();
            for (_, files) in
                fetched.iter_mut().filter(|(part, _)| !first.contains(&&part.as_str()))
            {
                files.push(named.clone());
            }
        }
        folder.add(named, content);
    }
    folder.add("index.html".into(), css::without_markup_comments(&page).into_bytes());
    Ok((folder, fetched))
}

/// The script with an import's address changed. Elsewhere the same words stay: they are keys of what was imported.
fn imported_as(script: &str, from: &str, to: &str) -> String {
    let mut pieces = script.split(from);
    let mut renamed = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let before = renamed.trim_end_matches([' ', '"', '\'']);
        renamed.push_str(if before.ends_with("from") { to } else { from });
        renamed.push_str(piece);
    }
    renamed
}

fn text(script: Vec<u8>) -> Outcome<String> {
    String::from_utf8(script).map_err(|e| format!("A script is no text: {e}"))
}

fn read(path: &str) -> Outcome<String> {
    fs::read_to_string(place::root().join(path)).map_err(|e| format!("Cannot read {path}: {e}"))
}

#[cfg(test)]
mod tests {
    use super::imported_as;

    #[test]
    fn only_imports_change_their_address() {
        assert_eq!(
            imported_as(
                r#"import*as a from"./parts.js";import * as b from './parts.js';i={"./parts.js":a}"#,
                "./parts.js",
                "./parts-1.js"
            ),
            r#"import*as a from"./parts-1.js";import * as b from './parts-1.js';i={"./parts.js":a}"#
        );
    }
}
