//! Omfattning: how much of full time.

use std::fmt;

use serde::{Deserialize, Serialize};

/// How much of full time, 1–100 percent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "i64", into = "i64")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(value_type = i64, minimum = 1, maximum = 100))]
pub struct Percent(u8);

/// No such share of full time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0} % går inte. Omfattningen är 1–100 % av heltid.")]
pub struct InvalidPercent(i64);

impl Percent {
    /// Full time.
    pub const FULL: Self = Self(100);

    /// The number.
    #[must_use]
    pub const fn get(self) -> u8 {
        self.0
    }
}

impl TryFrom<i64> for Percent {
    type Error = InvalidPercent;

    fn try_from(percent: i64) -> Result<Self, Self::Error> {
        match u8::try_from(percent) {
            Ok(share @ 1..=100) => Ok(Self(share)),
            _ => Err(InvalidPercent(percent)),
        }
    }
}

impl From<Percent> for i64 {
    fn from(percent: Percent) -> Self {
        Self::from(percent.0)
    }
}

impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\u{a0}%", self.0)
    }
}
