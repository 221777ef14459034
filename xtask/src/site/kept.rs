//! Slow results kept by the hash of what they were made from.

use std::{
    collections::HashSet,
    fs,
    path::{Path, PathBuf},
};

use crate::{Outcome, fingerprint::fingerprint, place};

/// One kind of result, in a directory of its own below the target directory.
pub struct Kept {
    dir: PathBuf,
    used: HashSet<PathBuf>,
}

impl Kept {
    /// `name` must change with anything but the input that the result depends on: a tool's version, its flags.
    pub fn open(name: &str) -> Outcome<Self> {
        let dir = place::root().join("target/kept").join(name);
        fs::create_dir_all(&dir).map_err(|e| format!("Cannot create {}: {e}", dir.display()))?;
        Ok(Self { dir, used: HashSet::new() })
    }

    /// The result for this input: from before, or made now.
    pub fn get_or_make(
        &mut self,
        input: &[u8],
        make: impl FnOnce(&[u8]) -> Outcome<Vec<u8>>,
    ) -> Outcome<Vec<u8>> {
        let path = self.dir.join(fingerprint(input));
        self.used.insert(path.clone());
        if let Ok(result) = fs::read(&path) {
            return Ok(result);
        }
        let result = make(input)?;
        // Written aside first: a build that is stopped halfway leaves no half result.
        let aside = path.with_extension("part");
        fs::write(&aside, &result)
            .and_then(|()| fs::rename(&aside, &path))
            .map_err(|e| format!("Cannot write {}: {e}", path.display()))?;
        Ok(result)
    }

    /// Forgets the results nobody asked for this time.
    pub fn close(self) {
        let old = |path: &Path| !self.used.contains(path);
        for entry in fs::read_dir(&self.dir).into_iter().flatten().flatten() {
            if old(&entry.path()) {
                // One file too many does no harm.
                let _ = fs::remove_file(entry.path());
            }
        }
    }
}
