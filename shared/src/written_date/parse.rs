//! The grammar of written dates: wording to tokens, tokens to a span of days.

use chrono::{Months, NaiveDate};

use super::Precision;

mod forms;
mod several;
mod tokens;

use forms::{Open, Point, full_year, point};
pub(super) use several::several;
use tokens::{Kind, Token, tokens, words_are};

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
const LEAD: &str = "tidsplan datum tid för genomförande genomförandet uppföljning uppföljningen klart klar \
    klara start startar starta påbörjas påbörjad genomförs genomförd genomfört införs följs \
    upp preliminärt prel planerat planerad planeras löpande kontinuerligt under i på om ca \
    cirka omkring början mitten slutet av den år året med och mån måndag tis tisdag ons onsdag \
    tors tor torsdag fre fredag lör lördag";

/// Words that may stand after a bare year.
const AFTER_YEAR: [&str; 8] =
    ["start", "startar", "klart", "klar", "löpande", "preliminärt", "prel", "påbörjas"];

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
            lead if LEAD.split(' ').any(|known| known == lead) => {}
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
