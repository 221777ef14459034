//! Two versions of a målbeskrivning beside each other.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Objective, ObjectiveCode};

/// How an objective stands in a version against another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ObjectiveChange {
    /// Only in the new one.
    Added,
    /// Title, demand or activities are others.
    Changed,
    /// Only in the old one.
    Removed,
    /// Alike, but for being a draft.
    Same,
}

impl ObjectiveChange {
    /// The word on the screen.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Added => "Nytt",
            Self::Changed => "Ändrat",
            Self::Removed => "Tas bort",
            Self::Same => "Oförändrat",
        }
    }
}

/// An objective as it was and as it becomes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ComparedObjective {
    /// Which.
    pub code: ObjectiveCode,
    /// How it stands.
    pub change: ObjectiveChange,
    /// As it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub was: Option<Objective>,
    /// As it becomes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub becomes: Option<Objective>,
}

/// All objectives of two versions, in the order of their codes.
#[must_use]
pub fn compare(was: &[Objective], becomes: &[Objective]) -> Vec<ComparedObjective> {
    let mut both: BTreeMap<ObjectiveCode, (Option<&Objective>, Option<&Objective>)> =
        BTreeMap::new();
    for one in was {
        both.entry(one.code).or_default().0 = Some(one);
    }
    for one in becomes {
        both.entry(one.code).or_default().1 = Some(one);
    }
    let compared = both.into_iter().map(|(code, (was, becomes))| {
        let change = match (was, becomes) {
            (None, _) => ObjectiveChange::Added,
            (_, None) => ObjectiveChange::Removed,
            (Some(was), Some(becomes)) if alike(was, becomes) => ObjectiveChange::Same,
            (Some(_), Some(_)) => ObjectiveChange::Changed,
        };
        ComparedObjective { code, change, was: was.cloned(), becomes: becomes.cloned() }
    });
    compared.collect()
}

fn alike(was: &Objective, becomes: &Objective) -> bool {
    was.title == becomes.title
        && was.demand == becomes.demand
        && was.activities == becomes.activities
}
