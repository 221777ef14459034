//! The report's body: which lines are an area's free text.

use std::collections::BTreeMap;

use super::document::{Document, Line, compact};
use super::find::{Layout, Style};
use super::join::join;
use super::{BulletRun, ReportArea, bullets};

/// What the body holds.
pub(super) struct Body {
    pub headings_found: usize,
    pub area_texts: BTreeMap<char, String>,
    pub bullets: Vec<BulletRun>,
    pub unplaced: Vec<String>,
}

enum Piece {
    Text(Line),
    /// A line that may be an area's heading, and its first line's number.
    Area {
        area: usize,
        line: usize,
        lines: Vec<Line>,
    },
    /// The heading of a class of criteria, or of the grading.
    Class,
    /// STRUKTUR, PROCESS.
    Section,
}

/// Reads the body. An area's text stands between its heading and the next class heading, when the checklist's own texts are taken out
/// (SPUR-rapport, 2.3); the text of the next area may stand before the items of the one before.
pub(super) fn read(document: &Document, layout: &Layout, areas: &[ReportArea]) -> Body {
    let lists_end = lists_end(document, layout);
    let pieces = pieces(document, layout, areas, lists_end.unwrap_or(0));
    let mut last_heading = vec![None; areas.len()];
    for (at, piece) in pieces.iter().enumerate() {
        if let Piece::Area { area, .. } = piece {
            last_heading[*area] = Some(at);
        }
    }
    let mut found = vec![false; areas.len()];
    let mut texts: Vec<Vec<Line>> = vec![Vec::new(); areas.len()];
    let mut unplaced = Vec::new();
    let (mut current, mut closed): (Option<usize>, bool) = (None, true);
    let mut first_line = None;
    for (at, piece) in pieces.into_iter().enumerate() {
        let later = |area: usize| last_heading[area].is_some_and(|last| last > at);
        let lines = match piece {
            Piece::Section | Piece::Class => {
                closed = true;
                continue;
            }
            Piece::Area { area, line, lines } => {
                let next = current.map_or(0, |current| current + 1);
                let again =
                    current == Some(area) && (texts[area].is_empty() || document.opens_page(line));
                let forward = area >= next && !(next..area).any(later) && (closed || !later(area));
                if again || forward {
                    // A heading printed again on the next page had nothing under it the first time.
                    closed = again && closed && !texts[area].is_empty();
                    current = Some(area);
                    found[area] = true;
                    first_line.get_or_insert(line);
                    continue;
                }
                lines
            }
            Piece::Text(line) => vec![line],
        };
        match current.filter(|_| !closed) {
            Some(area) => texts[area].extend(lines),
            None if current.is_some() || lists_end.is_some() => {
                unplaced.extend(lines.into_iter().map(|line| line.text))
            }
            None => {}
        }
    }
    let lists = 0..lists_end.or(first_line).unwrap_or(0);
    Body {
        headings_found: found.into_iter().filter(|found| *found).count(),
        area_texts: areas
            .iter()
            .zip(&texts)
            .filter(|(_, lines)| !lines.is_empty())
            .map(|(area, lines)| (area.code, join(lines)))
            .collect(),
        bullets: bullets::read(document, lists),
        unplaced,
    }
}

/// The line `STRUKTUR`, under which the areas begin.
fn lists_end(document: &Document, layout: &Layout) -> Option<usize> {
    (0..layout.plan_heading).find(|line| document.lines[*line].text == "STRUKTUR")
}

fn pieces(document: &Document, layout: &Layout, areas: &[ReportArea], from: usize) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut at = from;
    while at < layout.plan_heading {
        let own = layout.own_text(document, at);
        let text = own.as_deref().unwrap_or("");
        let whole = document.lines[at].text == text;
        let heading = whole.then(|| layout.headings.at(document, at, Style::Any)).flatten();
        if let Some((area, long)) = heading.filter(|(_, long)| at + long <= layout.plan_heading) {
            pieces.push(Piece::Area {
                area,
                line: at,
                lines: document.lines[at..at + long].to_vec(),
            });
            at += long;
            continue;
        }
        if matches!(text, "STRUKTUR" | "PROCESS") {
            pieces.push(Piece::Section);
        } else if is_class(text) {
            pieces.push(Piece::Class);
        } else if !text.is_empty() && !is_letter(text, areas) && !begins_grade(text, areas) {
            let line = Line { text: text.to_owned(), ..document.lines[at].clone() };
            pieces.push(Piece::Text(line));
        }
        at += 1;
    }
    pieces
}

/// `Föreskrift`, `Allmänna råd`, `Kvalitetsindikator(er)`, `Gradering`, or several of them on a line.
fn is_class(text: &str) -> bool {
    if text.len() > 90 || !text.starts_with(char::is_uppercase) || text.ends_with(['.', ',', ';']) {
        return false;
    }
    let words = compact(text);
    let mut rest = words.as_str();
    while let Some(next) = [
        "föreskrifter",
        "föreskrift",
        "allmännaråd",
        "allmäntråd",
        "kvalitetsindikatorer",
        "kvalitetsindikator",
        "graderingar",
        "gradering",
    ]
    .iter()
    .find_map(|class| rest.strip_prefix(class))
    {
        rest = next;
    }
    rest.is_empty() && !words.is_empty()
}

/// An area's letter on a line of its own.
fn is_letter(text: &str, areas: &[ReportArea]) -> bool {
    let mut chars = text.trim_end_matches(['.', ')', ':']).chars();
    matches!((chars.next(), chars.next()), (Some(letter), None) if areas.iter().any(|area| area.code == letter) || !letter.is_alphanumeric())
}

/// A grade's letter and the beginning of its text, where the rest differs from the checklist's: area C's B lacks its verb in the reports
/// (SPUR-rapport, 1.5).
fn begins_grade(text: &str, areas: &[ReportArea]) -> bool {
    const ENOUGH: usize = 20;
    let Some(rest) =
        text.strip_prefix(['A', 'B', 'C', 'D']).filter(|rest| rest.starts_with(['.', ')', ':']))
    else {
        return false;
    };
    let words = compact(rest);
    let common =
        |grade: &str| words.bytes().zip(compact(grade).bytes()).take_while(|(a, b)| a == b).count();
    words.len() >= ENOUGH
        && areas.iter().flat_map(|area| &area.grade_texts).any(|grade| common(grade) >= ENOUGH)
}

/// Whether an area's text says that its grade was changed to C, as after an action plan (SPUR-rapport, 1.6): `Graderingen är ändrad till
/// C`, `gradering justerad till C`.
pub(super) fn says_changed(text: &str) -> bool {
    text.split(['.', '!', '?', ';']).any(sentence_says_changed)
}

fn sentence_says_changed(sentence: &str) -> bool {
    const CHANGED: [&str; 11] = [
        "ändrad",
        "ändrat",
        "justerad",
        "justerat",
        "höjd",
        "höjt",
        "uppgraderad",
        "uppgraderat",
        "omprövad",
        "korrigerad",
        "reviderad",
    ];
    let words: Vec<&str> =
        sentence.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.windows(2).enumerate().any(|(at, pair)| {
        if !(pair[0].eq_ignore_ascii_case("till") && pair[1] == "C") {
            return false;
        }
        let before: Vec<String> =
            words[at.saturating_sub(8)..at].iter().map(|word| word.to_lowercase()).collect();
        let has = |wanted: &[&str]| {
            before.iter().any(|word| wanted.iter().any(|wanted| word.starts_with(wanted)))
        };
        let unsure = before
            .iter()
            .any(|word| matches!(word.as_str(), "inte" | "ej" | "kan" | "kommer" | "om"));
        has(&["grader", "betyg"]) && has(&CHANGED) && !unsure
    })
}
