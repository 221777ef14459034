//! Months as people write them, with one decimal at most.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::training::FullTime;

/// Months of full-time service that a person has written, 0.1 to 99.9 in tenths; sent as `"4,5"`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Months(u16);

/// No number of months.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("”{0}” är inget antal månader. Skriv till exempel 6 eller 4,5, högst 99,9.")]
pub struct InvalidMonths(String);

impl Months {
    /// From tenths of a month; `None` unless 1–999.
    #[must_use]
    pub const fn from_tenths(tenths: u16) -> Option<Self> {
        if tenths >= 1 && tenths <= 999 { Some(Self(tenths)) } else { None }
    }

    /// In tenths of a month.
    #[must_use]
    pub const fn tenths(self) -> u16 {
        self.0
    }

    /// As service time, exactly.
    #[must_use]
    pub fn full_time(self) -> FullTime {
        FullTime::from_tenths(self.0)
    }
}

impl fmt::Display for Months {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.0 / 10, self.0 % 10) {
            (whole, 0) => whole.fmt(f),
            (whole, tenths) => write!(f, "{whole},{tenths}"),
        }
    }
}

impl FromStr for Months {
    type Err = InvalidMonths;

    /// Reads `6`, `4,5` and `4.5`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let invalid = || InvalidMonths(text.trim().chars().take(20).collect());
        let (whole, decimal) = text.trim().split_once([',', '.']).unwrap_or((text.trim(), "0"));
        let digits = |part: &str, most: usize| {
            let digits =
                (1..=most).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
            digits.then(|| part.parse::<u16>().ok()).flatten()
        };
        let tenths =
            digits(whole, 2).zip(digits(decimal, 1)).map(|(whole, tenth)| whole * 10 + tenth);
        tenths.and_then(Self::from_tenths).ok_or_else(invalid)
    }
}

impl TryFrom<String> for Months {
    type Error = InvalidMonths;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Months> for String {
    fn from(months: Months) -> Self {
        months.to_string()
    }
}

#[cfg(feature = "openapi")]
crate::id::string_schema!(Months);
