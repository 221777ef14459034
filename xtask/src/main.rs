//! The build tool. `cargo xtask --help` says what it does; nothing else builds, runs or tests the product.

mod bench;
mod browser;
mod command;
mod debian;
mod fingerprint;
mod npm;
mod pictures;
mod place;
mod postgres;
mod product;
mod run;
mod site;
mod step;
mod test;

use std::{env, process::ExitCode};

/// What a task answers: nothing, or a sentence that says what is wrong and how to mend it.
type Outcome<T = ()> = Result<T, String>;

const USAGE: &str = "\
Usage: cargo xtask <task>

  run [--empty] [--listen ADDR]  set everything up, build, and serve the product (127.0.0.1:3000);
                                 --empty starts without the demo region
  build [--dev]                  build the site and the one binary that holds it, target/release/server;
                                 --dev is the quick one: target/debug/server, which reads target/site-dev
  test [fmt|clippy|unit|e2e]     install what the tests need and run them all, or one part
  bench                          measure, as ratios in one run, and print the tables
  pictures                       photograph the pages, narrow and wide, light and dark

Environment: CHROMIUM  the browser to test with, where it is not found by itself";

fn main() -> ExitCode {
    let words: Vec<String> = env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let outcome = match words.as_slice() {
        [] | ["help" | "-h" | "--help", ..] => {
            println!("{USAGE}");
            Ok(())
        }
        ["build"] => product::build(site::Kind::Release).map(drop),
        ["build", "--dev"] => product::build(site::Kind::Dev).map(drop),
        ["run", options @ ..] => {
            run::Options::parse(options).and_then(|options| run::run(&options))
        }
        ["test"] => test::test(&test::Part::ALL),
        ["test", parts @ ..] => parts
            .iter()
            .map(|part| test::Part::parse(part))
            .collect::<Outcome<Vec<_>>>()
            .and_then(|parts| test::test(&parts)),
        ["bench"] => bench::bench(),
        ["pictures"] => pictures::pictures(),
        other => Err(format!("There is no task `{}`.\n\n{USAGE}", other.join(" "))),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            eprintln!("\n✗ {sentence}");
            ExitCode::FAILURE
        }
    }
}
