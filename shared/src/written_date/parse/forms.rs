//! The forms a single date can take.

use chrono::{Days, Months, NaiveDate, Weekday};

use super::Span;
use super::tokens::{Kind, Token};
use crate::written_date::Precision;

#[derive(Clone, Copy, PartialEq)]
pub(super) enum Open {
    Neither,
    Start,
    StartBefore,
    End,
    EndAfter,
}

/// One date in a run of tokens.
pub(super) struct Point {
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub precision: Precision,
    pub own_year: bool,
    pub next: usize,
}

impl Point {
    pub fn opened(&self, open: Open) -> Option<Span> {
        let (from, to) = match open {
            Open::Neither => (Some(self.from), Some(self.to)),
            Open::Start => (None, Some(self.to)),
            Open::StartBefore => (None, Some(self.from.checked_sub_days(Days::new(1))?)),
            Open::End => (Some(self.from), None),
            Open::EndAfter => (Some(self.to.checked_add_days(Days::new(1))?), None),
        };
        Some(Span { from, to, precision: self.precision })
    }
}

/// The forms a date can take, the most exact first. A form that fits but names no real day gives nothing.
pub(super) fn point(tokens: &[Token], at: usize, lent: Option<i32>) -> Option<Point> {
    let reader = Reader { tokens, lent };
    reader
        .year_first(at)
        .or_else(|| reader.week(at))
        .or_else(|| reader.day_month(at))
        .or_else(|| reader.month(at))
        .or_else(|| reader.season(at))
        .or_else(|| reader.part_of_year(at))
}

struct Reader<'a> {
    tokens: &'a [Token],
    lent: Option<i32>,
}

impl Reader<'_> {
    fn kind(&self, at: usize) -> Option<&Kind> {
        self.tokens.get(at).map(|token| &token.kind)
    }

    fn word(&self, at: usize) -> Option<&str> {
        match self.kind(at)? {
            Kind::Word(word) => Some(word),
            _ => None,
        }
    }

    /// A number of one or two digits.
    fn small(&self, at: usize) -> Option<u32> {
        match self.kind(at)? {
            Kind::Number { value, digits: 1 | 2 } => Some(*value),
            _ => None,
        }
    }

    fn is_sign(&self, at: usize) -> bool {
        matches!(self.kind(at), Some(Kind::Dash | Kind::Slash | Kind::Dot))
    }

    /// The year at a place, else the lent one: year, whether it stood there, next place.
    fn year(&self, at: usize, short: bool) -> Option<(i32, bool, usize)> {
        let place = if self.is_sign(at) { at + 1 } else { at };
        if let Some(year) = self.kind(place).and_then(full_year) {
            return Some((year, true, place + 1));
        }
        let adjacent = short && (place > at || self.touches(at));
        if let (true, Some(Kind::Number { value, digits: 2 })) = (adjacent, self.kind(place))
            && self.word(place + 1).is_none_or(|word| month_number(word).is_none())
        {
            return Some((2000 + i32::try_from(*value).ok()?, true, place + 1));
        }
        self.lent.map(|year| (year, false, at))
    }

    /// Whether a token follows the one before it without white space, or after one only when both stand close: `VT25`, `VT 25`.
    fn touches(&self, at: usize) -> bool {
        at > 0
            && self.tokens.get(at).is_some_and(|token| token.start <= self.tokens[at - 1].end + 1)
    }

    fn year_first(&self, at: usize) -> Option<Point> {
        let Kind::Number { value, digits } = *self.kind(at)? else { return None };
        if digits == 8 {
            let day = date(i32::try_from(value / 10_000).ok()?, value / 100 % 100, value % 100)?;
            return point_of(day, day, Precision::Day, true, at + 1);
        }
        let year = full_year(self.kind(at)?)?;
        let after = if self.is_sign(at + 1) { at + 2 } else { at + 1 };
        let within = Reader { tokens: self.tokens, lent: Some(year) };
        if let Some(month) = self.small(after) {
            let day_at = if self.is_sign(after + 1) { after + 2 } else { after + 1 };
            if let Some(day) = self.small(day_at) {
                let day = date(year, month, day)?;
                return point_of(day, day, Precision::Day, true, day_at + 1);
            }
            return self
                .word(after + 1)
                .is_none()
                .then(|| months(year, month, month, true, after + 1))
                .flatten();
        }
        if self.word(after).is_some() {
            let named =
                within.week(after).or_else(|| within.month(after)).or_else(|| within.season(after));
            if let Some(named) =
                named.or_else(|| within.quarter(after)).filter(|named| !named.own_year)
            {
                return Some(Point { own_year: true, ..named });
            }
        }
        point_of(date(year, 1, 1)?, date(year, 12, 31)?, Precision::Year, true, at + 1)
    }

    fn week(&self, at: usize) -> Option<Point> {
        if !matches!(self.word(at)?, "v" | "vecka" | "veckan" | "veckor" | "veckorna" | "w") {
            return None;
        }
        let first = self.small(at + 1)?;
        let (last, next) = match (self.kind(at + 2), self.small(at + 3)) {
            (Some(Kind::Dash), Some(last)) => (last, at + 4),
            _ => (first, at + 2),
        };
        let (year, own_year, next) = self.year(next, false)?;
        let from = NaiveDate::from_isoywd_opt(year, first, Weekday::Mon)?;
        let to = NaiveDate::from_isoywd_opt(year, last, Weekday::Sun)?;
        point_of(from, to, Precision::Week, own_year, next)
    }

    /// `8 december 2025`, `8:e december`, `12-13 maj 2026`, `8/12 2025`, `8.12.2025`.
    fn day_month(&self, at: usize) -> Option<Point> {
        let first = self.small(at)?;
        if let (Some(Kind::Slash | Kind::Dot), Some(month)) =
            (self.kind(at + 1), self.small(at + 2))
        {
            let (year, own_year, next) = self.year(at + 3, true)?;
            let day = date(year, month, first)?;
            return point_of(day, day, Precision::Day, own_year, next);
        }
        let (last, mut next) = match (self.kind(at + 1), self.small(at + 2)) {
            (Some(Kind::Dash), Some(last)) => (last, at + 3),
            _ => (first, at + 1),
        };
        if matches!(self.word(next), Some("e" | "a")) {
            next += 1;
        }
        let month = month_number(self.word(next)?)?;
        let (year, own_year, next) = self.year(next + 1, true)?;
        point_of(
            date(year, month, first)?,
            date(year, month, last)?,
            Precision::Day,
            own_year,
            next,
        )
    }

    /// `maj 2025`, `maj-juni 2025`, `maj/juni 2025`.
    fn month(&self, at: usize) -> Option<Point> {
        let first = month_number(self.word(at)?)?;
        let second = self.word(at + 2).and_then(month_number);
        let (last, next) = match (self.kind(at + 1), second) {
            (Some(Kind::Dash | Kind::Slash), Some(last)) if last > first => (last, at + 3),
            _ => (first, at + 1),
        };
        let dashed = self.is_sign(next);
        let (year, own_year, next) = self.year(next, dashed)?;
        months(year, first, last, own_year, next)
    }

    fn season(&self, at: usize) -> Option<Point> {
        let (first, last) = match self.word(at)? {
            "vår" | "våren" | "vårtermin" | "vårterminen" | "vt" => (1, 6),
            "höst" | "hösten" | "hösttermin" | "höstterminen" | "ht" => (7, 12),
            "sommar" | "sommaren" => (6, 8),
            _ => return None,
        };
        let (year, own_year, next) = self.year(at + 1, true)?;
        Some(Point { precision: Precision::Season, ..months(year, first, last, own_year, next)? })
    }

    /// `kvartal 2 2026`, `Q1-2 2026`.
    fn quarter(&self, at: usize) -> Option<Point> {
        if !matches!(self.word(at)?, "kvartal" | "kvartalet" | "kv" | "q") {
            return None;
        }
        let first = self.small(at + 1)?;
        let (last, next) = match (self.kind(at + 2), self.small(at + 3)) {
            (Some(Kind::Dash), Some(last)) => (last, at + 4),
            _ => (first, at + 2),
        };
        let (year, own_year, next) = self.year(next, false)?;
        quarters(year, first, last, own_year, next)
    }

    /// `kvartal 2 2026`, `andra kvartalet 2026`, `1:a kvartalet 2026`, `första halvåret 2026`.
    fn part_of_year(&self, at: usize) -> Option<Point> {
        if let Some(point) = self.quarter(at) {
            return Some(point);
        }
        let (number, next) = match self.word(at) {
            Some("första") => (1, at + 1),
            Some("andra") => (2, at + 1),
            Some("tredje") => (3, at + 1),
            Some("fjärde" | "sista") => (4, at + 1),
            _ => (
                self.small(at)?,
                if matches!(self.word(at + 1), Some("a" | "e")) { at + 2 } else { at + 1 },
            ),
        };
        let (year, own_year, after) = self.year(next + 1, false)?;
        match (self.word(next)?, number) {
            ("kvartal" | "kvartalet", _) => quarters(year, number, number, own_year, after),
            ("halvår" | "halvåret", 1 | 2) => {
                let half = months(year, number * 6 - 5, number * 6, own_year, after)?;
                Some(Point { precision: Precision::Season, ..half })
            }
            _ => None,
        }
    }
}

fn point_of(
    from: NaiveDate,
    to: NaiveDate,
    precision: Precision,
    own_year: bool,
    next: usize,
) -> Option<Point> {
    (from <= to).then_some(Point { from, to, precision, own_year, next })
}

fn months(year: i32, first: u32, last: u32, own_year: bool, next: usize) -> Option<Point> {
    let end = date(year, last, 1)?.checked_add_months(Months::new(1))?.pred_opt()?;
    point_of(date(year, first, 1)?, end, Precision::Month, own_year, next)
}

fn quarters(year: i32, first: u32, last: u32, own_year: bool, next: usize) -> Option<Point> {
    let within = (1..=4).contains(&first) && (1..=4).contains(&last);
    let point = within.then(|| months(year, first * 3 - 2, last * 3, own_year, next)).flatten()?;
    Some(Point { precision: Precision::Quarter, ..point })
}

fn date(year: i32, month: u32, day: u32) -> Option<NaiveDate> {
    (1900..2200).contains(&year).then(|| NaiveDate::from_ymd_opt(year, month, day)).flatten()
}

pub(super) fn full_year(kind: &Kind) -> Option<i32> {
    match kind {
        Kind::Number { value, digits: 4 } => {
            i32::try_from(*value).ok().filter(|year| (1900..2200).contains(year))
        }
        _ => None,
    }
}

fn month_number(word: &str) -> Option<u32> {
    Some(match word {
        "januari" | "jan" => 1,
        "februari" | "feb" | "febr" => 2,
        "mars" | "mar" => 3,
        "april" | "apr" => 4,
        "maj" => 5,
        "juni" | "jun" => 6,
        "juli" | "jul" => 7,
        "augusti" | "aug" => 8,
        "september" | "sept" | "sep" => 9,
        "oktober" | "okt" => 10,
        "november" | "nov" => 11,
        "december" | "dec" => 12,
        _ => return None,
    })
}
