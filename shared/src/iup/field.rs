//! What is saved of a draft, one field at a time.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use super::{IupPart, ObjectivePlan, PlannedPlacement};
use crate::{curriculum::ObjectiveCode, review::Changed, text::FreeText};

/// A field that has a version of its own. As text: the part's name, `objective:STc14` or `placements`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum IupField {
    /// A part's text.
    Part(IupPart),
    /// An objective's plan.
    Objective(ObjectiveCode),
    /// The list of placements.
    Placements,
}

const OBJECTIVE: &str = "objective:";
const PLACEMENTS: &str = "placements";

impl fmt::Display for IupField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Part(part) => f.write_str(part.as_str()),
            Self::Objective(code) => write!(f, "{OBJECTIVE}{code}"),
            Self::Placements => f.write_str(PLACEMENTS),
        }
    }
}

#[cfg(feature = "openapi")]
crate::id::string_schema!(IupField);

/// A name that is no field of a programme.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("”{0}” är inget fält i ett utbildningsprogram")]
pub struct UnknownIupField(String);

impl FromStr for IupField {
    type Err = UnknownIupField;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let field = if text == PLACEMENTS {
            Some(Self::Placements)
        } else if let Some(code) = text.strip_prefix(OBJECTIVE) {
            code.parse().ok().map(Self::Objective)
        } else {
            IupPart::from_stored(text).map(Self::Part)
        };
        field.ok_or_else(|| UnknownIupField(text.chars().take(60).collect()))
    }
}

impl TryFrom<String> for IupField {
    type Error = UnknownIupField;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<IupField> for String {
    fn from(field: IupField) -> Self {
        field.to_string()
    }
}

/// A field's version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct IupFieldVersion {
    /// Which.
    pub field: IupField,
    /// From 1.
    pub version: i64,
    /// The last change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changed: Option<Changed>,
}

/// Saves a field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "field", rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum SaveIup {
    /// A part.
    Part {
        /// Which.
        part: IupPart,
        /// The whole new text.
        body: FreeText,
    },
    /// An objective's plan.
    Objective {
        /// Which.
        objective: ObjectiveCode,
        /// The whole new plan.
        plan: ObjectivePlan,
    },
    /// The placements.
    Placements {
        /// All of them.
        placements: Vec<PlannedPlacement>,
    },
}

impl SaveIup {
    /// The field it saves.
    #[must_use]
    pub const fn field(&self) -> IupField {
        match self {
            Self::Part { part, .. } => IupField::Part(*part),
            Self::Objective { objective, .. } => IupField::Objective(*objective),
            Self::Placements { .. } => IupField::Placements,
        }
    }
}

/// Signs or approves a programme.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReadIup {
    /// The programme's revision on the person's screen.
    pub read: i64,
}

/// Says how large the change from the version before is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SaveIupSize {
    /// A larger one, to be approved; else a smaller revision.
    pub larger: bool,
}

/// What a field that a colleague has changed meanwhile says now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CurrentIupField {
    /// Its version, and the programme's revision.
    pub saved: SavedIup,
    /// The value.
    pub value: SaveIup,
}

/// What a saved field answers with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SavedIup {
    /// With its new version.
    pub field: IupFieldVersion,
    /// The programme's new revision.
    pub revision: i64,
}
