//! Bounded text: what a person writes, kept as written.

use std::ops::Deref;

use serde::{Deserialize, Serialize, Serializer};

/// Most characters of a comment, a note or an area's text.
pub const MAX_TEXT: usize = 20_000;
/// Most characters of a reason.
pub const MAX_REASON: usize = 2_000;
/// Most characters of a name, a title or another single line.
pub const MAX_LINE: usize = 300;

/// What is wrong with a text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidText {
    /// Longer than the field holds.
    #[error("Texten har {found} tecken. Fältet rymmer {most}; korta den eller bifoga en fil.")]
    TooLong {
        /// Characters found.
        found: usize,
        /// Characters allowed.
        most: usize,
    },
    /// Nothing written where something is needed.
    #[error("Skriv något här.")]
    Empty,
    /// No reason given.
    #[error("Skriv en motivering, så att andra förstår varför.")]
    NoReason,
}

/// Text of up to [`MAX_TEXT`] characters, possibly empty. Line ends are `\n`; control characters are dropped.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(try_from = "String")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(value_type = String, max_length = 20_000))]
pub struct FreeText(String);

/// One line of 1 to [`MAX_LINE`] characters, trimmed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(try_from = "String")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(value_type = String, min_length = 1, max_length = 300))]
pub struct Line(String);

/// Why a step is undone or a grade chosen otherwise: 1 to [`MAX_REASON`] characters, trimmed.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(try_from = "String")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(value_type = String, min_length = 1, max_length = 2_000))]
pub struct Reason(String);

/// Words with a capital first, for where they come to open a sentence or a line.
#[must_use]
pub fn capitalised(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// Words with a small letter first, for where they come inside a sentence; a shortening such as ST stays.
pub(crate) fn uncapitalised(words: &str) -> String {
    let mut letters = words.chars();
    match letters.next() {
        Some(first) if !words.starts_with("ST") => first.to_lowercase().chain(letters).collect(),
        _ => words.to_owned(),
    }
}

fn clean(text: String, most: usize) -> Result<String, InvalidText> {
    let kept = |c: char| !c.is_control() || matches!(c, '\n' | '\t');
    // Control characters are single bytes, or begin with 0xC2 as a few others do: looking at bytes is quick.
    let suspect =
        |byte: u8| matches!(byte, 0..0x20 | 0x7f | 0xC2) && !matches!(byte, b'\n' | b'\t');
    let cleaned = if !text.bytes().any(suspect) {
        text
    } else {
        text.replace("\r\n", "\n").replace('\r', "\n").chars().filter(|c| kept(*c)).collect()
    };
    // No text has more characters than bytes, so most texts need no counting.
    let found = if cleaned.len() > most { cleaned.chars().count() } else { 0 };
    if found > most { Err(InvalidText::TooLong { found, most }) } else { Ok(cleaned) }
}

impl TryFrom<String> for FreeText {
    type Error = InvalidText;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        clean(text, MAX_TEXT).map(Self)
    }
}

impl TryFrom<String> for Line {
    type Error = InvalidText;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let line = clean(text, MAX_LINE)?.replace(['\n', '\t'], " ").trim().to_owned();
        if line.is_empty() { Err(InvalidText::Empty) } else { Ok(Self(line)) }
    }
}

impl TryFrom<String> for Reason {
    type Error = InvalidText;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let reason = clean(text, MAX_REASON)?.trim().to_owned();
        if reason.is_empty() { Err(InvalidText::NoReason) } else { Ok(Self(reason)) }
    }
}

macro_rules! as_text {
    ($($name:ident),+) => {$(
        impl From<$name> for String {
            fn from(text: $name) -> Self {
                text.0
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }

        impl Deref for $name {
            type Target = str;

            fn deref(&self) -> &str {
                &self.0
            }
        }
    )+};
}

as_text!(FreeText, Line, Reason);

impl FreeText {
    /// Whether anything but white space is written.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.0.trim().is_empty()
    }

    /// The text as a list: one item a line, blank lines left out.
    pub fn items(&self) -> impl Iterator<Item = &str> {
        self.0.lines().map(str::trim).filter(|line| !line.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_sentence_opens_with_a_capital_whatever_letter_that_is() {
        let written = ["årets kurs", "Dr", "3 månader", ""].map(capitalised);
        assert_eq!(written, ["Årets kurs", "Dr", "3 månader", ""]);
    }

    #[test]
    fn a_text_of_100_000_characters_is_refused_with_the_limit_in_the_sentence() {
        let refused = FreeText::try_from("å".repeat(100_000)).unwrap_err();
        assert_eq!(
            refused.to_string(),
            "Texten har 100000 tecken. Fältet rymmer 20000; korta den eller bifoga en fil."
        );
    }

    proptest! {
        #[test]
        fn no_text_holds_what_a_database_refuses(text in "\\PC{0,10}[\\x00-\\x1f]{0,5}\\PC{0,10}") {
            let kept = FreeText::try_from(text).unwrap();
            prop_assert!(!kept.contains('\0') && !kept.contains('\r'));
            prop_assert_eq!(FreeText::try_from(String::from(kept.clone())).unwrap(), kept);
        }

        #[test]
        fn a_blank_reason_is_no_reason(reason in "[ \\n\\t\\r]{0,20}") {
            prop_assert_eq!(Reason::try_from(reason), Err(InvalidText::NoReason));
        }
    }
}
