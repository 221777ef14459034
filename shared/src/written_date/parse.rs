//! The grammar of written dates: wording to tokens, tokens to a span of days.

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};

use super::{Precision, fold};

/// The days a wording means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Span {
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
    pub precision: Precision,
}

/// No wording longer than this is a date; it keeps the work small for a pasted book.
const LONGEST: usize = 300;

/// Words that may stand before a date without changing its days.
const LEAD: [&str; 58] = [
    "tidsplan",
    "datum",
    "tid",
    "för",
    "genomförande",
    "genomförandet",
    "uppföljning",
    "uppföljningen",
    "klart",
    "klar",
    "klara",
    "start",
    "startar",
    "starta",
    "påbörjas",
    "påbörjad",
    "genomförs",
    "genomförd",
    "genomfört",
    "införs",
    "följs",
    "upp",
    "preliminärt",
    "prel",
    "planerat",
    "planerad",
    "planeras",
    "löpande",
    "kontinuerligt",
    "under",
    "i",
    "på",
    "om",
    "ca",
    "cirka",
    "omkring",
    "början",
    "mitten",
    "slutet",
    "av",
    "den",
    "år",
    "året",
    "med",
    "och",
    "mån",
    "måndag",
    "tis",
    "tisdag",
    "ons",
    "onsdag",
    "tors",
    "tor",
    "torsdag",
    "fre",
    "fredag",
    "lör",
    "lördag",
];

/// Words that may stand after a bare year.
const AFTER_YEAR: [&str; 8] =
    ["start", "startar", "klart", "klar", "löpande", "preliminärt", "prel", "påbörjas"];

/// Free wordings that are an answer of their own, never a remark to the date before them.
const ALONE: [&str; 8] = [
    "löpande",
    "omgående",
    "kontinuerligt",
    "snarast",
    "tills vidare",
    "se ovan",
    "årligen",
    "fortlöpande",
];

#[derive(Clone, Debug, PartialEq)]
enum Kind {
    Number { value: u32, digits: usize },
    Word(String),
    Dash,
    Slash,
    Dot,
}

#[derive(Clone, Debug)]
struct Token {
    kind: Kind,
    start: usize,
    end: usize,
}

/// Reads one date out of a wording. `year` is lent to a date that names none.
pub(super) fn span(text: &str, year: Option<i32>) -> Option<Span> {
    if text.len() > LONGEST {
        return None;
    }
    let tokens = tokens(text);
    let mut at = 0;
    let mut open = Open::Neither;
    while let Some(Kind::Word(word)) = tokens.get(at).map(|token| &token.kind) {
        match word.as_str() {
            "senast" | "tom" => open = Open::Start,
            "t" if words_are(&tokens, at, &["t", "o", "m"]) => (open, at) = (Open::Start, at + 2),
            "före" | "innan" => open = Open::StartBefore,
            "från" | "from" => open = Open::End,
            "fr" if words_are(&tokens, at, &["fr", "o", "m"]) => (open, at) = (Open::End, at + 2),
            "efter" => open = Open::EndAfter,
            "sön" | "söndag" => {}
            lead if LEAD.contains(&lead) => {}
            _ => break,
        }
        at += 1;
    }
    let lent = year.or_else(|| tokens.iter().rev().find_map(|token| full_year(&token.kind)));
    let first = point(&tokens, at, lent)?;
    let (span, next) = match range_end(&tokens, first.next, lent) {
        Some(last) => (joined(&first, &last)?, last.next),
        None => (first.opened(open)?, first.next),
    };
    rest_is_remark(&tokens[next..], span.precision).then_some(span)
}

/// Reads several dates out of a field; `None` when it holds none at all.
pub(super) fn several(field: &str) -> Option<Vec<(String, Option<Span>)>> {
    let by_sign = read_parts(field, parts(field, false));
    let unread =
        |dates: &[(String, Option<Span>)]| dates.iter().filter(|(_, span)| span.is_none()).count();
    let best = if field.contains('\n') && unread(&by_sign) > 0 {
        let by_line = read_parts(field, parts(field, true));
        if unread(&by_line) < unread(&by_sign) { by_line } else { by_sign }
    } else {
        by_sign
    };
    (unread(&best) < best.len()).then_some(best)
}

/// Byte ranges between separators that stand outside brackets.
fn parts(field: &str, at_lines: bool) -> Vec<(usize, usize)> {
    let mut ranges = Vec::new();
    let (mut start, mut depth, mut skip_to) = (0, 0_usize, 0);
    for (at, c) in field.char_indices() {
        if at < skip_to {
            continue;
        }
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        let long = if depth > 0 {
            0
        } else if matches!(c, ',' | ';' | '•' | '·') || (c == '\n' && at_lines) {
            c.len_utf8()
        } else if c.is_whitespace() {
            word_separator(&field[at..])
        } else {
            0
        };
        if long > 0 {
            ranges.push((start, at));
            start = at + long;
            skip_to = start;
        }
    }
    ranges.push((start, field.len()));
    ranges.retain(|&(start, end)| !field[start..end].trim().is_empty());
    ranges
}

/// The length of ` och `, ` samt `, ` & ` or ` / ` at the start of a text, white space included; 0 where there is none.
fn word_separator(text: &str) -> usize {
    let inner = text.trim_start();
    let lead = text.len() - inner.len();
    ["och", "samt", "&", "/", "respektive", "resp"]
        .iter()
        .find(|word| {
            inner.strip_prefix(**word).is_some_and(|rest| rest.starts_with(char::is_whitespace))
        })
        .map_or(0, |word| lead + word.len())
}

fn read_parts(field: &str, ranges: Vec<(usize, usize)>) -> Vec<(String, Option<Span>)> {
    // From the end, since a later date lends its year to an earlier one.
    let mut read: Vec<(usize, usize, Option<Span>)> = Vec::new();
    let mut year = None;
    for &(start, end) in ranges.iter().rev() {
        let text = &field[start..end];
        let following = read.last().and_then(|(_, _, span)| *span);
        if let Some(found) = span(text.trim(), year).or_else(|| day_before(text, following)) {
            year = found.to.or(found.from).map(|day| day.year());
            read.push((start, end, Some(found)));
        } else if let Some(run) = run_of_points(text) {
            year = run.first().and_then(|(_, _, found)| found.from).map(|day| day.year());
            read.extend(
                run.into_iter()
                    .rev()
                    .map(|(from, to, found)| (start + from, start + to, Some(found))),
            );
        } else {
            read.push((start, end, None));
        }
    }
    read.reverse();
    let mut whole: Vec<(usize, usize, Option<Span>)> = Vec::new();
    for (start, end, span) in read {
        let text = field[start..end].trim();
        let remark = span.is_none()
            && !text.contains(|c: char| c.is_ascii_digit())
            && !ALONE.contains(&text.to_lowercase().trim_end_matches('.'));
        match whole.last_mut() {
            Some(last) if remark || (span.is_none() && last.2.is_none()) => last.1 = end,
            _ => whole.push((start, end, span)),
        }
    }
    whole.into_iter().map(|(start, end, span)| (fold(&field[start..end]), span)).collect()
}

/// `1` in `1, 15 och 30 maj 2026`: a bare day of the month of the day after it.
fn day_before(text: &str, following: Option<Span>) -> Option<Span> {
    let following = following.filter(|span| span.precision == Precision::Day)?.from?;
    let number = text.trim().trim_end_matches('.');
    if number.len() > 2 {
        return None;
    }
    days(following.with_day(number.parse().ok()?)?, None)
}

/// Dates standing one after the other without a separator: `2026 03 01 2026 06 01`.
fn run_of_points(text: &str) -> Option<Vec<(usize, usize, Span)>> {
    if text.len() > LONGEST * 10 {
        return None;
    }
    let tokens = tokens(text);
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let point = point(&tokens, at, None)?;
        let (start, end) = (tokens[at].start, tokens[point.next - 1].end);
        at = point.next;
        if tokens.get(at).is_some_and(|token| token.kind == Kind::Slash) {
            at += 1;
        }
        found.push((start, end, point.opened(Open::Neither)?));
    }
    (found.len() > 1).then_some(found)
}

#[derive(Clone, Copy, PartialEq)]
enum Open {
    Neither,
    Start,
    StartBefore,
    End,
    EndAfter,
}

/// One date in a run of tokens.
struct Point {
    from: NaiveDate,
    to: NaiveDate,
    precision: Precision,
    own_year: bool,
    next: usize,
}

impl Point {
    fn opened(&self, open: Open) -> Option<Span> {
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

fn days(from: NaiveDate, to: Option<NaiveDate>) -> Option<Span> {
    Some(Span { from: Some(from), to: Some(to.unwrap_or(from)), precision: Precision::Day })
}

fn joined(first: &Point, last: &Point) -> Option<Span> {
    let mut from = first.from;
    if from > last.to && !first.own_year {
        from = from.checked_sub_months(Months::new(12))?;
    }
    let precision =
        if first.precision as u8 > last.precision as u8 { first.precision } else { last.precision };
    (from <= last.to).then_some(Span { from: Some(from), to: Some(last.to), precision })
}

fn range_end(tokens: &[Token], at: usize, lent: Option<i32>) -> Option<Point> {
    let start = match tokens.get(at).map(|token| &token.kind)? {
        Kind::Dash => at + 1,
        Kind::Word(word) if word == "till" || word == "tom" => at + 1,
        Kind::Word(_) if words_are(tokens, at, &["t", "o", "m"]) => at + 3,
        _ => return None,
    };
    point(tokens, start, lent)
}

/// Words may follow a date, numbers may not, save a time of day: they would be another date that we did not read.
fn rest_is_remark(rest: &[Token], precision: Precision) -> bool {
    let mut clock = false;
    rest.iter().enumerate().all(|(at, token)| match &token.kind {
        Kind::Word(word) => {
            clock |= word == "kl";
            precision != Precision::Year || AFTER_YEAR.contains(&word.as_str())
        }
        Kind::Number { .. } => clock,
        Kind::Dash | Kind::Slash | Kind::Dot => at > 0,
    })
}

/// The forms a date can take, the most exact first. A form that fits but names no real day gives nothing.
fn point(tokens: &[Token], at: usize, lent: Option<i32>) -> Option<Point> {
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

fn full_year(kind: &Kind) -> Option<i32> {
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

fn words_are(tokens: &[Token], at: usize, words: &[&str]) -> bool {
    words.iter().enumerate().all(|(n, word)| matches!(tokens.get(at + n), Some(Token { kind: Kind::Word(found), .. }) if found == word))
}

/// Numbers, words and the signs that matter. What stands in brackets is a remark, unless everything does.
fn tokens(text: &str) -> Vec<Token> {
    let outside = scan(text, false);
    if outside.is_empty() { scan(text, true) } else { outside }
}

fn scan(text: &str, brackets: bool) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut chars = text.char_indices().peekable();
    let (mut depth, mut before) = (0_usize, ' ');
    while let Some((start, c)) = chars.next() {
        let mut end = start + c.len_utf8();
        let mut run = |wanted: fn(char) -> bool| {
            while let Some(&(at, next)) = chars.peek().filter(|(_, next)| wanted(*next)) {
                end = at + next.len_utf8();
                chars.next();
            }
            end
        };
        let kind = match c {
            '(' | '[' if !brackets => {
                depth += 1;
                None
            }
            ')' | ']' if !brackets => {
                depth = depth.saturating_sub(1);
                None
            }
            _ if depth > 0 => None,
            '0'..='9' => {
                end = run(|next| next.is_ascii_digit());
                let digits = end - start;
                Some(match text[start..end].parse() {
                    Ok(value) if digits <= 8 => Kind::Number { value, digits },
                    _ => Kind::Word(text[start..end].to_owned()),
                })
            }
            _ if c.is_alphabetic() => {
                end = run(char::is_alphabetic);
                Some(Kind::Word(text[start..end].to_lowercase()))
            }
            '-' | '‐' | '‑' | '–' | '—' | '−' => Some(Kind::Dash),
            '/' => Some(Kind::Slash),
            '.' if before.is_ascii_digit()
                && chars.peek().is_some_and(|(_, next)| next.is_ascii_digit()) =>
            {
                Some(Kind::Dot)
            }
            _ => None,
        };
        before = text[..end].chars().next_back().unwrap_or(' ');
        tokens.extend(kind.map(|kind| Token { kind, start, end }));
    }
    tokens
}
