//! Putting broken lines together again.

use super::document::Line;

/// How far back a line's last word is looked for.
const LONGEST_WORD: usize = 60;

/// Puts the lines of a running text together. A hyphen at a line's end goes away with the break, save where it belongs to the word:
/// after an abbreviation (`ST-` + `läkare`), before a number, a capital, or `och`, `eller`. A line that opens with a list mark stays a
/// line of its own.
pub(super) fn join<'a>(lines: impl IntoIterator<Item = &'a Line>) -> String {
    let mut out = String::new();
    let mut soft = false;
    for line in lines {
        if out.is_empty() || soft {
            out.push_str(&line.text);
        } else {
            append(&mut out, &line.text);
        }
        soft = line.soft;
    }
    out
}

fn append(out: &mut String, next: &str) {
    let last = out.chars().next_back().unwrap_or(' ');
    let tail = out.char_indices().rev().take(LONGEST_WORD).last().map_or("", |(at, _)| &out[at..]);
    let word = tail.rsplit(|c: char| c.is_whitespace() || c == '(').next().unwrap_or("");
    let stem = word.strip_suffix('-').unwrap_or("");
    let first_word = next.split(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
    if is_list_mark(next) {
        out.push('\n');
    } else if stem.chars().next_back().is_some_and(char::is_alphanumeric) {
        if matches!(
            first_word.to_lowercase().as_str(),
            "och" | "eller" | "samt" | "respektive" | "resp"
        ) {
            out.push(' ');
        } else if !keeps_hyphen(stem, next) {
            out.pop();
        }
    } else if !(last == '/' && word.len() > 1) {
        out.push(' ');
    }
    out.push_str(next);
}

/// Whether a hyphen at a line's end is part of the word: `ST-läkare`, `mini-CEX`, `2-3`, `t-ex`.
fn keeps_hyphen(stem: &str, next: &str) -> bool {
    let part = stem.rsplit(['-', '/']).next().unwrap_or(stem);
    let abbreviation = part.chars().any(char::is_alphabetic) && !part.contains(char::is_lowercase);
    let single = part.chars().count() == 1;
    let digit = part.ends_with(|c: char| c.is_ascii_digit());
    abbreviation || single || digit || !next.starts_with(char::is_lowercase)
}

/// Whether a line opens with a list mark: `•`, `- `, `1. `, `2) `.
pub(super) fn is_list_mark(line: &str) -> bool {
    if line.starts_with(['•', '·', '▪']) {
        return true;
    }
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let rest = &line[digits..];
    match digits {
        0 => ["- ", "– ", "* ", "o "].iter().any(|mark| rest.starts_with(mark)),
        1 | 2 => [". ", ") "].iter().any(|mark| rest.starts_with(mark)),
        _ => false,
    }
}

/// A line without the list mark it opens with. Numbers stay.
pub(super) fn without_mark(line: &str) -> &str {
    line.trim_start_matches(['•', '·', '▪', '*', '-', '–', ' '])
}
