//! Who assesses, and what was assessed when.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    PersonId,
    person::{InvalidPerson, PersonName, normal_email},
    text::Line,
};

/// Who assesses. The name stays in the record when the person leaves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Assessor {
    /// A person with an account.
    Account {
        /// As named when asked.
        person: PersonName,
    },
    /// Somebody without an account, who answers by a one-time link.
    Written {
        /// As the ST-läkare wrote it.
        name: Line,
        /// Where the link goes.
        email: Line,
        /// Yrkeskategori, such as `Barnmorska`.
        profession: Line,
    },
}

impl Assessor {
    /// The name in the record.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Account { person } => &person.name,
            Self::Written { name, .. } => name,
        }
    }

    /// The account, if there is one.
    #[must_use]
    pub const fn account(&self) -> Option<PersonId> {
        match self {
            Self::Account { person } => Some(person.id),
            Self::Written { .. } => None,
        }
    }

    /// With the address as it is stored and compared.
    ///
    /// # Errors
    /// When it can't be an address.
    pub fn normal(self) -> Result<Self, InvalidPerson> {
        match self {
            Self::Account { .. } => Ok(self),
            Self::Written { name, email, profession } => {
                let email = normal_email(&email)?.try_into().map_err(|_| InvalidPerson::Email)?;
                Ok(Self::Written { name, email, profession })
            }
        }
    }
}

/// Svårighetsgrad of what was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Difficulty {
    /// Enkel.
    Low,
    /// Medelsvår.
    Medium,
    /// Svår.
    High,
}

impl Difficulty {
    /// Easiest first.
    pub const ALL: [Self; 3] = [Self::Low, Self::Medium, Self::High];

    /// The word on the screen.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Low => "Enkel",
            Self::Medium => "Medelsvår",
            Self::High => "Svår",
        }
    }

    /// The value as it is stored and sent.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        }
    }

    /// The value that was stored.
    #[must_use]
    pub fn from_stored(value: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|difficulty| difficulty.as_str() == value)
    }
}

/// What was assessed, and when. Never a patient's identity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Occasion {
    /// The day.
    pub on: NaiveDate,
    /// Plats och sammanhang, such as `Akuten, höftfraktur`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Line>,
    /// How hard it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub difficulty: Option<Difficulty>,
    /// Minutes of observation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub observed_minutes: Option<u16>,
    /// Minutes of feedback.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub feedback_minutes: Option<u16>,
}

impl Occasion {
    /// A day, and nothing more known yet.
    #[must_use]
    pub const fn day(on: NaiveDate) -> Self {
        Self { on, place: None, difficulty: None, observed_minutes: None, feedback_minutes: None }
    }
}
