//! Dates as people write them in plans: `v18 2025`, `våren 2025`, `2025 12 08`, `Löpande`.
//!
//! A plan's date is a wording first and a span of days second, so the wording is kept and the span is given where it is known
//! (SPUR-rapport, 2.4: "date as precision + text").

use std::fmt;

use chrono::{Datelike, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

mod parse;

/// How exact a written date is (precision).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Precision {
    /// One day or a run of days: `2025-12-08`, `12–13 maj 2026`.
    Day,
    /// One or several ISO weeks: `v18 2025`.
    Week,
    /// One or several months: `maj-juni 2025`.
    Month,
    /// A season, a term or a half-year: `våren 2025`, `HT 2025`, `första halvåret 2026`.
    Season,
    /// A quarter: `kvartal 2 2026`.
    Quarter,
    /// A year: `2026`.
    Year,
    /// Words that are no date we know, or a date that does not exist: `Se ovan`, `Löpande`, `2025-02-30`.
    FreeText,
}

/// A date as somebody wrote it (tidpunkt), with the days it means where that is known.
///
/// `from` and `to` are the first and last day, both included. A season has a suggested range only, for a person to change: spring
/// (vår, VT) is 1 January to 30 June, autumn (höst, HT) 1 July to 31 December, summer (sommar) 1 June to 31 August.
/// `senast`, `före` and `innan` leave `from` open, `från`, `fr.o.m.` and `efter` leave `to` open. Free text has neither.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WrittenDate {
    /// The wording, white space folded, otherwise untouched.
    pub text: String,
    /// First day meant.
    pub from: Option<NaiveDate>,
    /// Last day meant.
    pub to: Option<NaiveDate>,
    /// How exact the wording is.
    pub precision: Precision,
}

impl WrittenDate {
    /// Reads one date out of a wording; what is no date becomes free text. Never fails.
    pub fn parse_one(text: &str) -> Self {
        let text = fold(text);
        let span = parse::span(&text, None);
        Self::of(text, span)
    }

    /// A known day, written `2025-12-08`.
    pub fn day(day: NaiveDate) -> Self {
        Self { text: day.to_string(), from: Some(day), to: Some(day), precision: Precision::Day }
    }

    fn of(text: String, span: Option<parse::Span>) -> Self {
        match span {
            Some(span) => Self { text, from: span.from, to: span.to, precision: span.precision },
            None => Self { text, from: None, to: None, precision: Precision::FreeText },
        }
    }

    /// Whether the wording points to what stands above it, such as `Se ovan`.
    pub fn refers_above(&self) -> bool {
        refers_above(&self.text)
    }

    /// What to sort by: the last day meant, then the first; what is unknown comes last.
    pub fn sort_key(&self) -> (NaiveDate, NaiveDate) {
        let last = self.to.or(self.from).unwrap_or(NaiveDate::MAX);
        (last, self.from.unwrap_or(last))
    }

    /// Whether the last day meant has passed. A date without a known last day is never overdue.
    pub fn is_overdue(&self, today: NaiveDate) -> bool {
        self.to.is_some_and(|to| to < today)
    }

    /// How many days have passed since the last day meant; `None` when it has not passed or is unknown.
    pub fn days_late(&self, today: NaiveDate) -> Option<i64> {
        self.to.map(|to| (today - to).num_days()).filter(|days| *days > 0)
    }
}

impl fmt::Display for WrittenDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// Reads a field that may hold several dates, separated by comma, semicolon, new line, `och`, `samt` or `/`.
///
/// An empty field gives nothing, a field without any date gives one free text. A later date lends its year to an earlier one without
/// (`v 18 och v 40 2025`), and a remark after a date stays with it (`2026 03 01, 2026 06 01, gärna tidigare`).
pub fn parse_written_dates(field: &str) -> Vec<WrittenDate> {
    let whole = fold(field);
    if whole.is_empty() {
        return Vec::new();
    }
    if let Some(span) = parse::span(&whole, None) {
        return vec![WrittenDate::of(whole, Some(span))];
    }
    match parse::several(field) {
        Some(dates) => dates.into_iter().map(|(text, span)| WrittenDate::of(text, span)).collect(),
        None => vec![WrittenDate::of(whole, None)],
    }
}

/// Whether the first known follow-up lies wholly before the last action's end, so that there would be nothing to follow up yet.
/// False where no end is known (SPUR-rapport, 2.4: "follow-up before action date").
pub fn follow_up_before_action(actions: &[WrittenDate], follow_ups: &[WrittenDate]) -> bool {
    let first_follow_up = follow_ups.iter().filter_map(|date| date.to).min();
    let last_action = actions.iter().filter_map(|date| date.to).max();
    matches!((first_follow_up, last_action), (Some(follow_up), Some(action)) if follow_up < action)
}

/// Whether a field's wording only points to what stands above it: `Se ovan`, `Enligt ovan`, `Dito`.
pub fn refers_above(text: &str) -> bool {
    let words: String = text
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .take(40)
        .collect();
    matches!(
        words.as_str(),
        "seovan"
            | "seovanstående"
            | "enligtovan"
            | "sesvarovan"
            | "somovan"
            | "dito"
            | "sammasomovan"
            | "seföregående"
            | "seåtgärdovan"
    )
}

/// A day as the screen says it: `ons 25 nov 2026`.
pub fn say_day(day: NaiveDate) -> String {
    format!("{} {}", weekday(day.weekday()), day_month_year(day))
}

/// A run of days as the screen says it: `12–13 maj 2026`, `30 apr – 2 maj 2026`, `30 dec 2026 – 2 jan 2027`. The order of the two does
/// not matter, and one and the same day is said once.
pub fn say_range(from: NaiveDate, to: NaiveDate) -> String {
    let (from, to) = (from.min(to), from.max(to));
    if from == to {
        day_month_year(to)
    } else if from.year() != to.year() {
        format!("{} – {}", day_month_year(from), day_month_year(to))
    } else if from.month() != to.month() {
        format!("{} {} – {}", from.day(), month(from), day_month_year(to))
    } else {
        format!("{}–{}", from.day(), day_month_year(to))
    }
}

fn day_month_year(day: NaiveDate) -> String {
    format!("{} {} {}", day.day(), month(day), day.year())
}

fn month(day: NaiveDate) -> &'static str {
    ["jan", "feb", "mars", "apr", "maj", "juni", "juli", "aug", "sep", "okt", "nov", "dec"]
        [day.month0() as usize]
}

fn weekday(day: Weekday) -> &'static str {
    ["mån", "tis", "ons", "tors", "fre", "lör", "sön"][day.num_days_from_monday() as usize]
}

/// White space folded to single spaces, none at the ends.
fn fold(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests;
