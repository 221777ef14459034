//! The folder the site is written to.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::{self, Display},
    fs, io,
    path::Path,
};

use super::kept;
use crate::{Outcome, fingerprint::fingerprint};

/// The files of the site by name.
#[derive(Default)]
pub struct Folder {
    files: BTreeMap<String, File>,
}

struct File {
    content: Vec<u8>,
    /// `None` where brotli gains nothing.
    brotli: Option<Vec<u8>>,
}

impl Folder {
    pub fn add(&mut self, name: String, content: Vec<u8>) {
        self.files.insert(name, File { content, brotli: None });
    }

    /// Compresses every file and makes the directory hold these files and no others. A file that is already right
    /// is left alone: its time tells cargo whether the server that embeds it is to be compiled again.
    pub fn write(mut self, dir: &Path, quality: i32) -> Outcome<Self> {
        let contents: Vec<&[u8]> =
            self.files.values().map(|file| file.content.as_slice()).collect();
        let compressed = kept::get_or_make(&format!("brotli-{quality}"), &contents, |content| {
            compress(content, quality)
        })?;
        for (file, brotli) in self.files.values_mut().zip(compressed) {
            file.brotli = Some(brotli).filter(|brotli| brotli.len() < file.content.len());
        }

        let failed = |e: io::Error| format!("Cannot write the site to {}: {e}", dir.display());
        fs::create_dir_all(dir).map_err(failed)?;
        let mut wanted = BTreeSet::new();
        for (name, file) in &self.files {
            wanted.insert(name.clone());
            write_changed(&dir.join(name), &file.content).map_err(failed)?;
            if let Some(brotli) = &file.brotli {
                let name = format!("{name}.br");
                write_changed(&dir.join(&name), brotli).map_err(failed)?;
                wanted.insert(name);
            }
        }
        for entry in fs::read_dir(dir).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            if !entry.file_name().to_str().is_some_and(|name| wanted.contains(name)) {
                fs::remove_file(entry.path()).map_err(failed)?;
            }
        }
        Ok(self)
    }
}

impl Folder {
    /// Each file's name and the bytes sent for it: compressed where that is smaller.
    pub fn sent(&self) -> impl Iterator<Item = (&String, usize)> {
        self.files
            .iter()
            .map(|(name, file)| (name, file.brotli.as_ref().unwrap_or(&file.content).len()))
    }
}

/// The table of sizes.
impl Display for Folder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut total = (0, 0);
        writeln!(f, "  {:<32}{:>12}{:>12}", "site", "bytes", "brotli")?;
        for (name, file) in &self.files {
            let sizes = (file.content.len(), file.brotli.as_ref().unwrap_or(&file.content).len());
            total = (total.0 + sizes.0, total.1 + sizes.1);
            writeln!(f, "  {name:<32}{:>12}{:>12}", sizes.0, sizes.1)?;
        }
        write!(f, "  {:<32}{:>12}{:>12}", "in all", total.0, total.1)
    }
}

/// `boot.js` → `boot-0123456789abcdef.js`.
pub fn hashed(name: &str, content: &[u8]) -> String {
    let (stem, extension) = name.rsplit_once('.').expect("a file of the site has an extension");
    format!("{stem}-{}.{extension}", &fingerprint(content)[..16])
}

fn compress(content: &[u8], quality: i32) -> Outcome<Vec<u8>> {
    let params = brotli::enc::BrotliEncoderParams {
        quality,
        lgwin: 24,
        size_hint: content.len(),
        ..Default::default()
    };
    let mut out = Vec::new();
    brotli::BrotliCompress(&mut &content[..], &mut out, &params)
        .map_err(|e| format!("Brotli failed: {e}"))?;
    Ok(out)
}

fn write_changed(path: &Path, content: &[u8]) -> io::Result<()> {
    if fs::read(path).is_ok_and(|have| have == content) {
        return Ok(());
    }
    fs::write(path, content)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_changes_with_the_content_and_keeps_its_extension() {
        let name = hashed("boot.js", b"one");
        assert_eq!(name, hashed("boot.js", b"one"));
        assert_ne!(name, hashed("boot.js", b"two"));
        assert!(
            name.starts_with("boot-")
                && name.ends_with(".js")
                && name.len() == "boot-.js".len() + 16
        );
    }
}
