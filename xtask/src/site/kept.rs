//! Slow results kept by the hash of what they were made from.

use std::{
    fs, panic,
    path::Path,
    sync::atomic::{AtomicUsize, Ordering},
    thread,
};

use crate::{Outcome, fingerprint::fingerprint, place};

/// The result for each input, in their order: from before, or made now, on all cores. Results that nobody asked for this
/// time are forgotten.
///
/// `name` must change with anything but the input that the result depends on: a tool's version, its flags.
pub fn get_or_make(
    name: &str,
    inputs: &[&[u8]],
    make: impl Fn(&[u8]) -> Outcome<Vec<u8>> + Sync,
) -> Outcome<Vec<Vec<u8>>> {
    let dir = place::root().join("target/kept").join(name);
    fs::create_dir_all(&dir).map_err(|e| format!("Cannot create {}: {e}", dir.display()))?;
    let names: Vec<String> = inputs.iter().map(fingerprint).collect();
    let next = AtomicUsize::new(0);
    let work = || {
        let mut done = Vec::new();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(input) = inputs.get(at) else { return Ok(done) };
            let path = dir.join(&names[at]);
            let result = match fs::read(&path) {
                Ok(result) => result,
                Err(_) => {
                    let result = make(input)?;
                    keep(&path, at, &result)?;
                    result
                }
            };
            done.push((at, result));
        }
    };
    let mut results = thread::scope(|scope| {
        let workers: Vec<_> = (0..thread::available_parallelism().map_or(1, usize::from))
            .map(|_| scope.spawn(work))
            .collect();
        let done = workers
            .into_iter()
            .map(|worker| worker.join().unwrap_or_else(|panic| panic::resume_unwind(panic)))
            .collect::<Outcome<Vec<Vec<_>>>>()?;
        Ok::<_, String>(done.concat())
    })?;
    forget_others(&dir, &names);
    results.sort_unstable_by_key(|(at, _)| *at);
    Ok(results.into_iter().map(|(_, result)| result).collect())
}

/// Written aside first: a build that is stopped halfway leaves no half result.
fn keep(path: &Path, at: usize, result: &[u8]) -> Outcome {
    let aside = path.with_extension(at.to_string());
    fs::write(&aside, result)
        .and_then(|()| fs::rename(&aside, path))
        .map_err(|e| format!("Cannot write {}: {e}", path.display()))
}

fn forget_others(dir: &Path, names: &[String]) {
    for entry in fs::read_dir(dir).into_iter().flatten().flatten() {
        if !names.iter().any(|name| entry.file_name() == name.as_str()) {
            // One file too many does no harm.
            let _ = fs::remove_file(entry.path());
        }
    }
}
