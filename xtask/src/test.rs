//! `cargo xtask test`: everything that says whether the product is whole.

use std::{
    fs,
    path::Path,
    time::{Duration, Instant},
};

use crate::{
    Outcome, browser, command,
    place::{self, Scratch},
    postgres::Cluster,
    product, site,
    step::{spoken, step},
};

/// A part that can be run alone.
#[derive(Clone, Copy)]
pub enum Part {
    Fmt,
    Clippy,
    Unit,
    Browser,
}

/// The lines with which the test programs close, gathered for the end.
#[derive(Default)]
struct Counts {
    passed: u64,
    failed: u64,
    skipped: u64,
}

impl Part {
    pub const ALL: [Self; 4] = [Self::Fmt, Self::Clippy, Self::Unit, Self::Browser];

    /// Reads its name.
    pub fn parse(word: &str) -> Outcome<Self> {
        Self::ALL.into_iter().find(|part| part.name() == word).ok_or_else(|| {
            format!("`test` knows {}, not `{word}`.", Self::ALL.map(Self::name).join(", "))
        })
    }

    fn name(self) -> &'static str {
        match self {
            Self::Fmt => "fmt",
            Self::Clippy => "clippy",
            Self::Unit => "unit",
            Self::Browser => "e2e",
        }
    }

    fn run(self, counts: &mut Counts) -> Outcome {
        match self {
            Self::Fmt => step("Formatting: cargo fmt --check", || {
                command::run(command::cargo().args(["fmt", "--all", "--check"]))
                    .map_err(|e| format!("{e} `cargo fmt --all` mends it."))
            }),
            Self::Clippy => clippy(),
            Self::Unit => unit(counts),
            Self::Browser => browser(counts),
        }
    }
}

/// Runs the parts in order. A part that fails does not keep the next from running: one run tells all.
pub fn test(parts: &[Part]) -> Outcome {
    let mut counts = Counts::default();
    let mut table = Vec::new();
    for part in parts {
        let start = Instant::now();
        let outcome = part.run(&mut counts);
        if let Err(sentence) = &outcome {
            println!("\n✗ {sentence}");
        }
        table.push((part.name(), start.elapsed(), outcome));
    }

    let all: Duration = table.iter().map(|(_, time, _)| *time).sum();
    println!("\n▸ Summary, {}", spoken(all));
    for (name, time, outcome) in &table {
        let verdict =
            outcome.as_ref().map_or_else(|sentence| format!("✗ {sentence}"), |()| "✓".into());
        println!("  {name:<8}{:>14}  {verdict}", spoken(*time));
    }
    if counts.passed + counts.failed > 0 {
        println!(
            "\ntotal: {} passed, {} failed, {} skipped",
            counts.passed, counts.failed, counts.skipped
        );
    }
    let failed: Vec<_> =
        table.iter().filter(|(.., outcome)| outcome.is_err()).map(|(name, ..)| *name).collect();
    if failed.is_empty() { Ok(()) } else { Err(format!("Not whole: {}.", failed.join(", "))) }
}

/// The app is linted for the browser, the rest for this machine.
fn clippy() -> Outcome {
    step("Lints: cargo clippy", || {
        let mut cargo = command::cargo();
        cargo.args([
            "clippy",
            "--workspace",
            "--exclude",
            "app",
            "--all-targets",
            "--",
            "-D",
            "warnings",
        ]);
        command::run(&mut cargo)
    })?;
    step("WebAssembly target", site::ensure_target)?;
    step("Lints of the app: cargo clippy for wasm", || {
        let mut cargo = command::cargo();
        cargo.args([
            "clippy",
            "--package",
            "app",
            "--target",
            site::TARGET,
            "--",
            "-D",
            "warnings",
        ]);
        command::run(&mut cargo)
    })
}

/// Unit, property, store and HTTP tests, with SQLite and a PostgreSQL of our own.
fn unit(counts: &mut Counts) -> Outcome {
    no_tests_in(&place::root().join("app/src"))?;
    let cluster = step("PostgreSQL for the store tests", Cluster::start)?;
    step("Tests: cargo test", || {
        let mut cargo = command::cargo();
        cargo.args(["test", "--workspace", "--exclude", "app", "--no-fail-fast"]);
        cargo.env("STINS_TEST_POSTGRES_URL", cluster.url());
        command::follow(&mut cargo, |line| counts.read_cargo(line))
    })
}

/// The app runs in a browser only, so a unit test in it would never run and nobody would notice.
fn no_tests_in(dir: &Path) -> Outcome {
    let failed = |e| format!("Cannot read {}: {e}", dir.display());
    for entry in fs::read_dir(dir).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        if path.is_dir() {
            no_tests_in(&path)?;
        } else if fs::read_to_string(&path).is_ok_and(|text| text.contains("#[test]")) {
            return Err(format!(
                "{} has a unit test, which nothing runs: move the rule and its test to `shared`.",
                path.display()
            ));
        }
    }
    Ok(())
}

/// Stories in the browser, against the binary that is delivered.
fn browser(counts: &mut Counts) -> Outcome {
    let chromium = step("Chromium", browser::ensure)?;
    step("Packages and types of end2end", browser::prepare)?;
    let site = product::build(site::Kind::Release)?;
    // Heavy or not, the stories are told.
    let first_load = step("First load", || site.first_load());
    let data = Scratch::new("end2end")?;
    step("Stories in the browser: playwright test", || {
        let mut playwright = browser::playwright(&chromium, data.path())?;
        command::follow(&mut playwright, |line| counts.read_playwright(line))
    })?;
    first_load
}

impl Counts {
    /// `test result: ok. 12 passed; 0 failed; 1 ignored; …`
    fn read_cargo(&mut self, line: &str) {
        let Some((_, line)) = line.split_once("test result: ") else {
            return;
        };
        for part in line.split([';', '.']) {
            self.add(part);
        }
    }

    /// `  12 passed (30.1s)`, a line for each kind.
    fn read_playwright(&mut self, line: &str) {
        self.add(line.split('(').next().unwrap_or_default());
    }

    /// `12 passed`
    fn add(&mut self, words: &str) {
        let words: Vec<_> = words.split_whitespace().collect();
        let [number, kind] = words.as_slice() else {
            return;
        };
        let Ok(number) = number.parse::<u64>() else {
            return;
        };
        match *kind {
            "passed" | "flaky" => self.passed += number,
            "failed" => self.failed += number,
            "ignored" | "skipped" => self.skipped += number,
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn closing_lines_of_both_test_programs_are_added_up() {
        let mut counts = Counts::default();
        counts.read_cargo("test result: ok. 12 passed; 1 failed; 2 ignored; 0 measured; 3 filtered out; finished in 0.1s");
        counts.read_cargo("test store::keeps_answers ... ok");
        counts.read_playwright("  4 passed (12.3s)");
        counts.read_playwright("  1 flaky");
        counts.read_playwright("  ✓  1 [stories] › a.spec.ts:3:1 › signs in (1.2s)");
        assert_eq!((counts.passed, counts.failed, counts.skipped), (17, 1, 2));
    }
}
