//! Headings and times, so that a long build says what it is doing.

use std::time::{Duration, Instant};

use crate::Outcome;

/// Says what is being done, does it, and says how long it took.
pub fn step<T>(heading: &str, work: impl FnOnce() -> Outcome<T>) -> Outcome<T> {
    println!("\n▸ {heading}");
    let start = Instant::now();
    let outcome = work();
    let word = if outcome.is_ok() { "done" } else { "failed" };
    println!("  {word} in {}", spoken(start.elapsed()));
    outcome
}

/// `0.4 s`, `12 s`, `3 min 5 s`.
pub fn spoken(time: Duration) -> String {
    match time.as_secs() {
        0..10 => format!("{:.1} s", time.as_secs_f64()),
        seconds @ 10..60 => format!("{seconds} s"),
        seconds => format!("{} min {} s", seconds / 60, seconds % 60),
    }
}
