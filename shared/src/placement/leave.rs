//! Ledighet: what takes time from the service.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{InvalidPeriod, Percent, check_period};
use crate::{PlacementId, review::Changed};

/// What kind of leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum LeaveKind {
    /// Föräldraledig.
    Parental,
    /// Sjukskriven.
    Sick,
    /// Any other.
    Other,
}

impl LeaveKind {
    /// All kinds.
    pub const ALL: [Self; 3] = [Self::Parental, Self::Sick, Self::Other];

    /// The words on the screen.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Parental => "Föräldraledig",
            Self::Sick => "Sjukskriven",
            Self::Other => "Annan ledighet",
        }
    }

    /// The value as it is stored and sent.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Parental => "parental",
            Self::Sick => "sick",
            Self::Other => "other",
        }
    }

    /// The kind with this stored value.
    #[must_use]
    pub fn from_stored(value: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == value)
    }
}

/// A leave, whole or part. A type of its own: it has no place, supervisor or goals, and it takes time where a placement gives it.
/// There is no room for remarks, so that nobody writes of illness or family.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Leave {
    /// Which.
    pub id: PlacementId,
    /// What kind.
    pub kind: LeaveKind,
    /// First day.
    pub from: NaiveDate,
    /// Last day, included.
    pub to: NaiveDate,
    /// Of full time: 100 is away wholly, 25 leaves 75 of a placement at 100 and 55 of one at 80.
    pub percent: Percent,
    /// 0 before it was first saved.
    pub version: i64,
    /// The last change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changed: Option<Changed>,
}

/// Saves a leave.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SaveLeave {
    /// What kind.
    pub kind: LeaveKind,
    /// First day.
    pub from: NaiveDate,
    /// Last day, included.
    pub to: NaiveDate,
    /// Of full time.
    pub percent: Percent,
}

impl SaveLeave {
    /// Checks its days.
    ///
    /// # Errors
    /// When they stand the wrong way round or very far apart.
    pub fn check(&self) -> Result<(), InvalidPeriod> {
        check_period(self.from, self.to)
    }
}
