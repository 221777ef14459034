//! The text as lines on pages, and as one run of letters and digits to compare with.

use std::collections::HashMap;

use super::find::Patterns;

/// A line with something on it.
#[derive(Clone, Debug)]
pub(super) struct Line {
    /// Trimmed, white space folded.
    pub text: String,
    /// Page, from 0.
    pub page: usize,
    /// How many empty lines stand above it.
    pub gap: usize,
    /// Whether it ended in a soft hyphen, so that its last word goes on.
    pub soft: bool,
}

/// Lines, and all their letters and digits in lower case: what is equal there is equal but for white space, hyphens and punctuation,
/// which is how texts broken over lines are compared (SPUR-rapport, 2.3).
pub(super) struct Document {
    pub lines: Vec<Line>,
    pub compact: String,
    /// Where each line begins in `compact`, with the end of the last line after them.
    pub starts: Vec<usize>,
}

impl Document {
    /// Lines of a normalised text, without page numbers and running heads.
    pub fn new(text: &str, patterns: &Patterns) -> Self {
        let mut lines = lines(text);
        drop_running_heads(&mut lines, patterns);
        let mut compact = String::with_capacity(text.len());
        let mut starts = Vec::with_capacity(lines.len() + 1);
        for line in &lines {
            starts.push(compact.len());
            push_compact(&mut compact, &line.text);
        }
        starts.push(compact.len());
        Self { lines, compact, starts }
    }

    /// The line that holds a place in `compact`.
    pub fn line_at(&self, place: usize) -> usize {
        self.starts
            .partition_point(|start| *start <= place)
            .saturating_sub(1)
            .min(self.lines.len().saturating_sub(1))
    }

    /// What is left of a line after a place in `compact`, without the signs that lead it.
    pub fn after(&self, line: usize, place: usize) -> &str {
        let text = self.lines[line].text.as_str();
        let mut at = self.starts[line];
        if at >= place {
            return text;
        }
        for (byte, c) in text.char_indices() {
            at += compact_len(c);
            if at >= place {
                let rest = &text[byte + c.len_utf8()..];
                return rest.trim_start_matches(|c: char| {
                    c.is_whitespace() || matches!(c, '.' | ',' | ';' | ')')
                });
            }
        }
        ""
    }

    /// Whether a line is the first on its page.
    pub fn opens_page(&self, line: usize) -> bool {
        line == 0 || self.lines[line - 1].page != self.lines[line].page
    }
}

/// Letters and digits in lower case.
pub(super) fn compact(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push_compact(&mut out, text);
    out
}

fn push_compact(out: &mut String, text: &str) {
    out.extend(text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase));
}

/// How many bytes a character takes in the compact text.
pub(super) fn compact_len(c: char) -> usize {
    if c.is_alphanumeric() { c.to_lowercase().map(char::len_utf8).sum() } else { 0 }
}

/// One kind of line break, space and hyphen; ligatures and letters with loose accents put together; page breaks as form feeds.
pub(super) fn normalise(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' => {
                chars.next_if_eq(&'\n');
                out.push('\n');
            }
            '\n' | '\u{85}' | '\u{2028}' | '\u{2029}' | '\u{b}' => out.push('\n'),
            '\u{c}' => out.push(c),
            '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => {}
            '\u{2010}' | '\u{2011}' | '\u{2212}' => out.push('-'),
            '\u{f0b7}' | '\u{f0a7}' | '\u{25aa}' | '\u{25cf}' | '\u{25e6}' | '\u{2023}' => {
                out.push('•')
            }
            '\u{fb00}' => out.push_str("ff"),
            '\u{fb01}' => out.push_str("fi"),
            '\u{fb02}' => out.push_str("fl"),
            '\u{fb03}' => out.push_str("ffi"),
            '\u{fb04}' => out.push_str("ffl"),
            '\u{fb05}' | '\u{fb06}' => out.push_str("st"),
            _ if c.is_whitespace() => out.push(' '),
            _ if c.is_control() => {}
            _ => match chars.peek().and_then(|accent| with_accent(c, *accent)) {
                Some(whole) => {
                    chars.next();
                    out.push(whole);
                }
                None => out.push(c),
            },
        }
    }
    out
}

fn with_accent(letter: char, accent: char) -> Option<char> {
    Some(match (letter, accent) {
        ('a', '\u{30a}') => 'å',
        ('A', '\u{30a}') => 'Å',
        ('a', '\u{308}') => 'ä',
        ('A', '\u{308}') => 'Ä',
        ('o', '\u{308}') => 'ö',
        ('O', '\u{308}') => 'Ö',
        ('u', '\u{308}') => 'ü',
        ('U', '\u{308}') => 'Ü',
        ('e', '\u{301}') => 'é',
        ('E', '\u{301}') => 'É',
        ('e', '\u{300}') => 'è',
        ('a', '\u{300}') => 'à',
        _ => return None,
    })
}

fn lines(text: &str) -> Vec<Line> {
    let mut lines: Vec<(Line, bool)> = Vec::new();
    let (mut gap, mut fed) = (0, false);
    for (nth, page) in text.split('\u{c}').enumerate() {
        fed |= nth > 0;
        for raw in page.split('\n') {
            let soft = raw.trim_end().ends_with('\u{ad}');
            let text = raw.replace('\u{ad}', "").split_whitespace().collect::<Vec<_>>().join(" ");
            if text.is_empty() {
                gap += 1;
            } else {
                lines.push((Line { text, page: 0, gap, soft }, fed));
                (gap, fed) = (0, false);
            }
        }
    }
    // A page break is three empty lines where one is the rule; where the whole text is set wider, so is the break.
    let mut seen = [0_usize; 8];
    for (line, _) in lines.iter().skip(1) {
        seen[line.gap.min(7)] += 1;
    }
    let usual = (0..8).rev().max_by_key(|gap| seen[*gap]).unwrap_or(0);
    let wide = (usual + 2).max(3);
    let mut page = 0;
    lines
        .into_iter()
        .enumerate()
        .map(|(nth, (mut line, fed))| {
            page += usize::from(nth > 0 && (fed || line.gap >= wide));
            line.page = page;
            line
        })
        .collect()
}

/// Drops page numbers, and lines that stand first or last on most pages without being part of the form.
fn drop_running_heads(lines: &mut Vec<Line>, patterns: &Patterns) {
    let pages = lines.last().map_or(0, |line| line.page + 1);
    let edge: Vec<bool> = (0..lines.len())
        .map(|at| {
            let first = at == 0 || lines[at - 1].page != lines[at].page;
            let last = lines.get(at + 1).is_none_or(|next| next.page != lines[at].page);
            pages > 1 && (first || last)
        })
        .collect();
    let mut seen: HashMap<String, usize> = HashMap::new();
    for (line, _) in lines.iter().zip(&edge).filter(|(_, edge)| **edge) {
        *seen.entry(without_digits(&line.text)).or_default() += 1;
    }
    let mut edge = edge.into_iter();
    lines.retain(|line| {
        if !edge.next().unwrap_or(false) {
            return true;
        }
        let words = without_digits(&line.text);
        let running = pages >= 4
            && words.len() >= 8
            && seen[&words] * 2 > pages
            && !patterns.is_form(&compact(&line.text));
        !running && !is_page_number(&line.text)
    });
}

fn without_digits(text: &str) -> String {
    text.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).take(120).collect()
}

/// `3`, `3 (12)`, `3/12`, `Sida 3 av 12`, `- 3 -`.
fn is_page_number(text: &str) -> bool {
    let inner = text.trim_matches(|c: char| matches!(c, '-' | '–' | ' '));
    let words = without_digits(inner);
    let digits = inner.chars().filter(char::is_ascii_digit).count();
    let signs =
        inner.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '(' | ')' | '/' | '.'));
    (1..=6).contains(&digits)
        && signs
        && match words.as_str() {
            "" => inner.len() <= 3 || inner.contains(['(', '/']),
            "sida" | "sidan" | "sid" | "sidaav" | "sidanav" | "sidav" | "av" => true,
            _ => false,
        }
}
