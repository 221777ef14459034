//! The code of a delmål: `a1`, `b3`, `c12` under SOSFS 2015:8; `STa1`, `STb4`, `STc14` under HSLF-FS 2021:8.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use super::Regulation;

/// The group of a delmål, its letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ObjectiveGroup {
    /// Common to all specialties.
    A,
    /// Common, but which of them apply varies with the specialty.
    B,
    /// The specialty's own.
    C,
}

impl ObjectiveGroup {
    /// In the order of the målbeskrivning.
    pub const ALL: [Self; 3] = [Self::A, Self::B, Self::C];

    /// The heading on the screen.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::A => "Delmål a",
            Self::B => "Delmål b",
            Self::C => "Delmål c",
        }
    }

    /// The letter.
    #[must_use]
    pub const fn letter(self) -> char {
        match self {
            Self::A => 'a',
            Self::B => 'b',
            Self::C => 'c',
        }
    }
}

/// The code of a delmål. Sorts a before b before c, then by number (c2 before c10).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ObjectiveCode {
    regulation: Regulation,
    group: ObjectiveGroup,
    number: u8,
}

/// What is wrong with a code such as `STc14`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "”{0}” är ingen kod för ett delmål. Koden skrivs som a1, b3 eller c12 (SOSFS 2015:8) eller som STa1, STb4 eller STc14 (HSLF-FS 2021:8)."
)]
pub struct InvalidObjectiveCode(String);

impl ObjectiveCode {
    /// A code from its parts; `None` unless the number is 1–99.
    #[must_use]
    pub const fn new(regulation: Regulation, group: ObjectiveGroup, number: u8) -> Option<Self> {
        if number >= 1 && number <= 99 { Some(Self { regulation, group, number }) } else { None }
    }

    /// The regulation it is written under.
    #[must_use]
    pub const fn regulation(self) -> Regulation {
        self.regulation
    }

    /// Its group.
    #[must_use]
    pub const fn group(self) -> ObjectiveGroup {
        self.group
    }

    /// The number within the group, from 1.
    #[must_use]
    pub const fn number(self) -> u8 {
        self.number
    }
}

impl fmt::Display for ObjectiveCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let st = match self.regulation {
            Regulation::Sosfs2015 => "",
            Regulation::Hslf2021 => "ST",
        };
        write!(f, "{st}{}{}", self.group.letter(), self.number)
    }
}

impl FromStr for ObjectiveCode {
    type Err = InvalidObjectiveCode;

    /// Reads a code in any case and spacing, with or without the word before it: `STc14`, `st c14`, `Delmål STC14`, `A1`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let invalid = || InvalidObjectiveCode(text.trim().chars().take(40).collect());
        let bare: String =
            text.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect();
        let bare = bare.strip_prefix("delmål").unwrap_or(&bare);
        let (regulation, rest) = match bare.strip_prefix("st") {
            Some(rest) => (Regulation::Hslf2021, rest),
            None => (Regulation::Sosfs2015, bare),
        };
        let group = ObjectiveGroup::ALL.into_iter().find(|group| rest.starts_with(group.letter()));
        let group = group.ok_or_else(invalid)?;
        let number = &rest[1..];
        if number.is_empty() || number.len() > 2 || !number.bytes().all(|b| b.is_ascii_digit()) {
            return Err(invalid());
        }
        let number = number.parse().map_err(|_| invalid())?;
        Self::new(regulation, group, number).ok_or_else(invalid)
    }
}

impl TryFrom<String> for ObjectiveCode {
    type Error = InvalidObjectiveCode;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<ObjectiveCode> for String {
    fn from(code: ObjectiveCode) -> Self {
        code.to_string()
    }
}

#[cfg(feature = "openapi")]
crate::id::string_schema!(ObjectiveCode);

/// What is wrong with a choice of objectives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WrongObjective {
    /// Of the regulation that the training isn't under.
    #[error(
        "{code} är ett delmål i {}. Den här ST:n följer {}.",
        code.regulation(), code.regulation().other()
    )]
    OtherRegulation {
        /// Which.
        code: ObjectiveCode,
    },
    /// Chosen twice.
    #[error("Delmål {code} är valt två gånger.")]
    Twice {
        /// Which.
        code: ObjectiveCode,
    },
}

/// Checks the objectives that something is to give: all of the training's regulation, none twice.
///
/// # Errors
/// The first that stands wrong.
pub fn check_objectives(
    codes: &[ObjectiveCode],
    regulation: Regulation,
) -> Result<(), WrongObjective> {
    for (index, &code) in codes.iter().enumerate() {
        if code.regulation() != regulation {
            return Err(WrongObjective::OtherRegulation { code });
        }
        if codes[..index].contains(&code) {
            return Err(WrongObjective::Twice { code });
        }
    }
    Ok(())
}
