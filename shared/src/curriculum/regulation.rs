//! Under which of Socialstyrelsen's regulations a person trains.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// Föreskrift of the training. An older one, SOSFS 2008:17, is closed (Riktlinje Västmanland 1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", try_from = "String")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Regulation {
    /// SOSFS 2015:8.
    Sosfs2015,
    /// HSLF-FS 2021:8.
    Hslf2021,
}

/// What is wrong with the name of a regulation.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UnknownRegulation {
    /// SOSFS 2008:17.
    #[error(
        "SOSFS 2008:17 är stängd: den gick att ansöka enligt till och med 30 april 2022. Välj SOSFS 2015:8 eller HSLF-FS 2021:8."
    )]
    Closed,
    /// Any other.
    #[error("”{0}” är ingen föreskrift om ST. Välj SOSFS 2015:8 eller HSLF-FS 2021:8.")]
    Unknown(String),
}

impl Regulation {
    /// Both, the older first.
    pub const ALL: [Self; 2] = [Self::Sosfs2015, Self::Hslf2021];

    /// As it is cited.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sosfs2015 => "SOSFS 2015:8",
            Self::Hslf2021 => "HSLF-FS 2021:8",
        }
    }

    /// The value as it is stored and sent.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Sosfs2015 => "sosfs2015",
            Self::Hslf2021 => "hslf2021",
        }
    }

    /// The regulation with this stored value.
    #[must_use]
    pub fn from_stored(value: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|regulation| regulation.as_str() == value)
    }

    /// Fewest months of full-time service from the legitimation (Riktlinje Västmanland 5.1).
    #[must_use]
    pub const fn minimum_months(self) -> u16 {
        match self {
            Self::Sosfs2015 => 60,
            Self::Hslf2021 => 66,
        }
    }

    /// The other one.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Sosfs2015 => Self::Hslf2021,
            Self::Hslf2021 => Self::Sosfs2015,
        }
    }
}

impl fmt::Display for Regulation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl TryFrom<String> for Regulation {
    type Error = UnknownRegulation;

    /// What is sent may also be a closed one, which is then refused in its own words.
    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl FromStr for Regulation {
    type Err = UnknownRegulation;

    /// Reads what people write: `SOSFS 2015:8`, `2015:8`, `HSLF-FS 2021:8`, `ST 2021`, in any case and spacing.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let bare: String =
            text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
        let digits = bare.find(|c: char| c.is_ascii_digit()).unwrap_or(bare.len());
        match bare.split_at(digits) {
            ("" | "sosfs" | "st", "20158" | "2015") => Ok(Self::Sosfs2015),
            ("" | "hslffs" | "hslf" | "st", "20218" | "2021") => Ok(Self::Hslf2021),
            ("" | "sosfs" | "st", "200817" | "2008") => Err(UnknownRegulation::Closed),
            _ => Err(UnknownRegulation::Unknown(text.trim().chars().take(60).collect())),
        }
    }
}
