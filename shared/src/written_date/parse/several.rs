//! Several dates in one field.

use chrono::{Datelike, NaiveDate};

use super::forms::{Open, point};
use super::tokens::{Kind, tokens};
use super::{LONGEST, Span, span};
use crate::written_date::{Precision, fold};

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

/// Reads several dates out of a field; `None` when it holds none at all.
pub(in crate::written_date) fn several(field: &str) -> Option<Vec<(String, Option<Span>)>> {
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
    let day: NaiveDate = following.with_day(number.parse().ok()?)?;
    Some(Span { from: Some(day), to: Some(day), precision: Precision::Day })
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
