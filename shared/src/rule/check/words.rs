//! Figures and times as sentences say them.

use chrono::{Months, NaiveDate};

use crate::written_date::say_range;

/// `1 sep 2026`.
#[must_use]
pub fn date(day: NaiveDate) -> String {
    say_range(day, day)
}

/// Whole calendar months from a day to a later one.
#[must_use]
pub fn months_between(from: NaiveDate, to: NaiveDate) -> u32 {
    let reached =
        |months| from.checked_add_months(Months::new(months)).is_some_and(|day| day <= to);
    (1..).take_while(|months| reached(*months)).last().unwrap_or(0)
}

/// How long it is between two days, with the grain that says most: `12 dagar`, `3 veckor`, `7 månader`.
#[must_use]
pub fn time_between(from: NaiveDate, to: NaiveDate) -> String {
    let days = (to - from).num_days();
    match (days, months_between(from, to)) {
        (1, _) => "1 dag".to_owned(),
        (..14, _) => format!("{days} dagar"),
        (_, ..2) => format!("{} veckor", days / 7),
        (_, months) => format!("{months} månader"),
    }
}

/// How long ago a day was: `för 3 veckor sedan`.
#[must_use]
pub fn ago(since: NaiveDate, today: NaiveDate) -> String {
    format!("för {} sedan", time_between(since, today))
}

/// `1 månad`, `6 månader`.
#[must_use]
pub fn months(months: u32) -> String {
    if months == 1 { "1 månad".to_owned() } else { format!("{months} månader") }
}

/// Months as years where they are whole: `1 år`, `5 år`, `18 månader`.
#[must_use]
pub fn period(number: u32) -> String {
    if number > 0 && number.is_multiple_of(12) {
        format!("{} år", number / 12)
    } else {
        months(number)
    }
}

/// Minutes as hours with one decimal, rounded down: `1 timme`, `8,5 timmar`.
#[must_use]
pub fn hours(minutes: u32) -> String {
    match (minutes / 60, minutes % 60 / 6) {
        (1, 0) => "1 timme".to_owned(),
        (whole, 0) => format!("{whole} timmar"),
        (whole, tenths) => format!("{whole},{tenths} timmar"),
    }
}

/// `1 bedömning`, `3 bedömningar`.
#[must_use]
pub fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}
