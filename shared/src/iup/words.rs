//! What changed between two texts, word by word.

use serde::{Deserialize, Serialize};
use similar::{Algorithm, DiffOp, capture_diff_slices};

use crate::text::{FreeText, InvalidText};

/// A stretch of text that stayed, went or came.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Span {
    /// In both texts.
    Same(String),
    /// Only in the earlier.
    Removed(String),
    /// Only in the later.
    Added(String),
}

/// Two texts as one row of spans. What is not added, joined, is the earlier text to the letter; what is not
/// removed is the later. Words are kept whole, and where words were exchanged the removed stand first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<Span>", into = "Vec<Span>")]
pub struct TextDiff {
    spans: Vec<Span>,
    before: FreeText,
    after: FreeText,
}

impl TextDiff {
    /// Compares two texts.
    ///
    /// Time is bounded: the search gives up looking for the smallest change after a number of steps that
    /// depends on the lengths alone, never on a clock. The result is then longer than it need be, and right.
    #[must_use]
    pub fn between(before: &FreeText, after: &FreeText) -> Self {
        let (old, new) = (words(before), words(after));
        let mut row = Row::default();
        for op in capture_diff_slices(Algorithm::Myers, &old, &new) {
            match op {
                DiffOp::Equal { .. } => row.same(old[op.old_range()].concat()),
                DiffOp::Delete { .. } | DiffOp::Insert { .. } | DiffOp::Replace { .. } => {
                    row.exchanged(&old[op.old_range()].concat(), &new[op.new_range()].concat());
                }
            }
        }
        Self { spans: row.end(), before: before.clone(), after: after.clone() }
    }

    /// In the order of the text.
    #[must_use]
    pub fn spans(&self) -> &[Span] {
        &self.spans
    }

    /// The earlier text.
    #[must_use]
    pub const fn before(&self) -> &FreeText {
        &self.before
    }

    /// The later text.
    #[must_use]
    pub const fn after(&self) -> &FreeText {
        &self.after
    }

    /// From the later text to the earlier.
    #[must_use]
    pub fn reversed(&self) -> Self {
        let mut row = Row::default();
        for span in &self.spans {
            match span {
                Span::Same(text) => row.same(text.clone()),
                Span::Removed(text) => row.exchanged("", text),
                Span::Added(text) => row.exchanged(text, ""),
            }
        }
        Self { spans: row.end(), before: self.after.clone(), after: self.before.clone() }
    }
}

impl TryFrom<Vec<Span>> for TextDiff {
    type Error = InvalidText;

    fn try_from(spans: Vec<Span>) -> Result<Self, Self::Error> {
        let joined = |wanted: fn(&Span) -> Option<&str>| {
            FreeText::try_from(spans.iter().filter_map(wanted).collect::<String>())
        };
        let before = joined(|span| match span {
            Span::Same(text) | Span::Removed(text) => Some(text),
            Span::Added(_) => None,
        })?;
        let after = joined(|span| match span {
            Span::Same(text) | Span::Added(text) => Some(text),
            Span::Removed(_) => None,
        })?;
        Ok(Self { spans, before, after })
    }
}

impl From<TextDiff> for Vec<Span> {
    fn from(diff: TextDiff) -> Self {
        diff.spans
    }
}

/// Spans as they are gathered. Two exchanges with only a blank between are one, so that a rewritten sentence is
/// read as one sentence out and one in rather than word about.
#[derive(Default)]
struct Row {
    done: Vec<Span>,
    removed: String,
    added: String,
    blank: String,
}

impl Row {
    fn exchanged(&mut self, removed: &str, added: &str) {
        if !self.blank.is_empty() {
            let blank = std::mem::take(&mut self.blank);
            self.removed.push_str(&blank);
            self.added.push_str(&blank);
        }
        self.removed.push_str(removed);
        self.added.push_str(added);
    }

    fn same(&mut self, text: String) {
        let joins = !self.removed.is_empty()
            && !self.added.is_empty()
            && text.chars().all(|c| c.is_whitespace() && c != '\n');
        if joins {
            self.blank.push_str(&text);
        } else {
            self.flush();
            self.keep(text);
        }
    }

    fn keep(&mut self, text: String) {
        match self.done.last_mut() {
            Some(Span::Same(last)) => last.push_str(&text),
            _ if text.is_empty() => {}
            _ => self.done.push(Span::Same(text)),
        }
    }

    fn flush(&mut self) {
        for (text, span) in [
            (std::mem::take(&mut self.removed), Span::Removed as fn(String) -> Span),
            (std::mem::take(&mut self.added), Span::Added),
        ] {
            if !text.is_empty() {
                self.done.push(span(text));
            }
        }
        let blank = std::mem::take(&mut self.blank);
        self.keep(blank);
    }

    fn end(mut self) -> Vec<Span> {
        self.flush();
        self.done
    }
}

/// What a character is to a reader: part of a word, between words, or a mark.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sort {
    Word,
    Blank,
    Mark,
}

fn sort(c: char) -> Sort {
    if c.is_whitespace() {
        Sort::Blank
    } else if c.is_ascii_punctuation() || "”“’‘«»–—…•·§".contains(c) {
        Sort::Mark
    } else {
        // Also combining accents and what joins an emoji: never apart from the character before.
        Sort::Word
    }
}

/// The text in words, blanks and marks, nothing left out. `ST-läkare`, `IUP:n` and `2,5` are one word each.
fn words(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut before: Option<char> = None;
    let mut coming = text.char_indices().peekable();
    while let Some((at, c)) = coming.next() {
        let joined = before.is_some_and(|before| match (sort(before), sort(c)) {
            (Sort::Word, Sort::Word) | (Sort::Blank, Sort::Blank) => true,
            (Sort::Word, Sort::Mark) => {
                coming.peek().is_some_and(|(_, after)| joins(before, c, *after))
            }
            (Sort::Mark, Sort::Word) => {
                text[start..at].chars().rev().nth(1).is_some_and(|first| joins(first, before, c))
            }
            _ => false,
        });
        if !joined && start < at {
            found.push(&text[start..at]);
            start = at;
        }
        before = Some(c);
    }
    if start < text.len() {
        found.push(&text[start..]);
    }
    found
}

/// Whether a mark between two characters makes them one word.
fn joins(before: char, mark: char, after: char) -> bool {
    match mark {
        '-' | ':' | '\'' | '’' => sort(before) == Sort::Word && sort(after) == Sort::Word,
        '.' | ',' => before.is_ascii_digit() && after.is_ascii_digit(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn text(text: &str) -> FreeText {
        text.to_owned().try_into().unwrap()
    }

    fn shown(before: &str, after: &str) -> String {
        let row = TextDiff::between(&text(before), &text(after));
        row.spans()
            .iter()
            .map(|span| match span {
                Span::Same(text) => text.clone(),
                Span::Removed(text) => format!("[-{text}-]"),
                Span::Added(text) => format!("[+{text}+]"),
            })
            .collect()
    }

    #[test]
    fn swedish_words_are_kept_whole() {
        assert_eq!(
            words("ST-läkarens IUP:n, 2,5 månader (Västerås)."),
            [
                "ST-läkarens",
                " ",
                "IUP:n",
                ",",
                " ",
                "2,5",
                " ",
                "månader",
                " ",
                "(",
                "Västerås",
                ")",
                "."
            ]
        );
        assert_eq!(
            words("a\u{30a}r -x- a--b"),
            ["a\u{30a}r", " ", "-", "x", "-", " ", "a", "-", "-", "b"]
        );
        assert_eq!(
            shown("Fem månader på akuten.", "Sex månader på akuten."),
            "[-Fem-][+Sex+] månader på akuten."
        );
        assert_eq!(shown("handkirurgi", "handkirurgin"), "[-handkirurgi-][+handkirurgin+]");
    }

    #[test]
    fn words_exchanged_side_by_side_are_read_as_one_exchange() {
        assert_eq!(
            shown("Kurs i akut ortopedi våren 2027.", "Kurs i elektiv handkirurgi våren 2027."),
            "Kurs i [-akut ortopedi-][+elektiv handkirurgi+] våren 2027."
        );
        assert_eq!(shown("ett\ntvå", "fyra\nfem"), "[-ett-][+fyra+]\n[-två-][+fem+]");
    }

    #[test]
    fn two_texts_of_the_greatest_length_are_compared_however_unlike_they_are() {
        let many = |words: [&str; 3]| {
            let mut seed = 1_u32;
            let row = std::iter::repeat_with(|| {
                seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                words[(seed >> 16) as usize % 3]
            });
            text(&row.take(10_000).collect::<String>())
        };
        let (before, after) = (many(["a ", "b ", "c."]), many(["b ", "c ", "a."]));
        let row = TextDiff::between(&before, &after);
        assert_eq!(TextDiff::try_from(row.spans().to_vec()).unwrap(), row);
    }

    fn prose() -> impl Strategy<Value = FreeText> {
        "([a-cåäö]{1,3}[ .,:\n-]{1,2}){0,30}|\\PC{0,40}".prop_map(|written| text(&written))
    }

    fn splits_a_word(spans: &[&str]) -> bool {
        spans.windows(2).any(|pair| {
            let last = pair[0].chars().next_back();
            let first = pair[1].chars().next();
            last.is_some_and(char::is_alphanumeric) && first.is_some_and(char::is_alphanumeric)
        })
    }

    proptest! {
        #[test]
        fn the_spans_joined_are_the_two_texts_to_the_letter(before in prose(), after in prose()) {
            let row = TextDiff::between(&before, &after);
            let joined = TextDiff::try_from(row.spans().to_vec()).unwrap();
            prop_assert_eq!(joined.before(), &before);
            prop_assert_eq!(joined.after(), &after);
            let back = row.reversed();
            let joined = TextDiff::try_from(back.spans().to_vec()).unwrap();
            prop_assert_eq!(joined.before(), &after);
            prop_assert_eq!(joined.after(), &before);
            prop_assert_eq!(back.reversed(), row);
        }

        #[test]
        fn no_span_begins_or_ends_within_a_word(before in prose(), after in prose()) {
            let row = TextDiff::between(&before, &after);
            let side = |added: bool| -> Vec<&str> {
                row.spans().iter().filter_map(|span| match span {
                    Span::Same(text) => Some(text.as_str()),
                    Span::Removed(text) => (!added).then_some(text.as_str()),
                    Span::Added(text) => added.then_some(text.as_str()),
                }).collect()
            };
            prop_assert!(!splits_a_word(&side(false)));
            prop_assert!(!splits_a_word(&side(true)));
        }

        #[test]
        fn a_text_is_the_same_as_itself(written in prose()) {
            prop_assert!(TextDiff::between(&written, &written).spans().iter().all(|span| matches!(span, Span::Same(_))));
        }
    }
}
