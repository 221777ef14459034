//! What changed between two versions of a programme.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{IupContent, IupPart, ObjectivePlan, PlannedPlacement, TextDiff};
use crate::{curriculum::ObjectiveCode, text::FreeText};

/// What became of a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "change", rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum TextChange {
    /// The same in both, or in neither.
    Unchanged,
    /// Written in the later only.
    Added {
        /// As it stands.
        text: FreeText,
    },
    /// Written in the earlier only.
    Removed {
        /// As it stood.
        text: FreeText,
    },
    /// Written otherwise.
    Changed {
        /// Word by word.
        #[cfg_attr(feature = "openapi", schema(value_type = Vec<super::Span>))]
        spans: TextDiff,
    },
}

impl TextChange {
    fn between(old: &FreeText, new: &FreeText) -> Self {
        if old == new {
            Self::Unchanged
        } else if old.is_empty() {
            Self::Added { text: new.clone() }
        } else if new.is_empty() {
            Self::Removed { text: old.clone() }
        } else {
            Self::Changed { spans: TextDiff::between(old, new) }
        }
    }

    fn reversed(&self) -> Self {
        match self {
            Self::Unchanged => Self::Unchanged,
            Self::Added { text } => Self::Removed { text: text.clone() },
            Self::Removed { text } => Self::Added { text: text.clone() },
            Self::Changed { spans } => Self::Changed { spans: spans.reversed() },
        }
    }

    fn apply(&self, old: &FreeText) -> FreeText {
        match self {
            Self::Unchanged => old.clone(),
            Self::Added { text } => text.clone(),
            Self::Removed { .. } => FreeText::default(),
            Self::Changed { spans } => spans.after().clone(),
        }
    }
}

/// What became of an objective's plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "change", rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ObjectiveChange {
    /// The same in both.
    Unchanged,
    /// Planned in the later only.
    Added {
        /// As it stands.
        plan: ObjectivePlan,
    },
    /// Planned in the earlier only.
    Removed {
        /// As it stood.
        plan: ObjectivePlan,
    },
    /// Planned otherwise.
    Changed {
        /// How it is learnt.
        learning: TextChange,
        /// How it is assessed.
        assessment: TextChange,
        /// How it is documented.
        documentation: TextChange,
    },
}

impl ObjectiveChange {
    fn between(old: Option<&ObjectivePlan>, new: Option<&ObjectivePlan>) -> Self {
        match (old, new) {
            (None, None) => Self::Unchanged,
            (Some(old), Some(new)) if old == new => Self::Unchanged,
            (None, Some(plan)) => Self::Added { plan: plan.clone() },
            (Some(plan), None) => Self::Removed { plan: plan.clone() },
            (Some(old), Some(new)) => Self::Changed {
                learning: TextChange::between(&old.learning, &new.learning),
                assessment: TextChange::between(&old.assessment, &new.assessment),
                documentation: TextChange::between(&old.documentation, &new.documentation),
            },
        }
    }

    fn reversed(&self) -> Self {
        match self {
            Self::Unchanged => Self::Unchanged,
            Self::Added { plan } => Self::Removed { plan: plan.clone() },
            Self::Removed { plan } => Self::Added { plan: plan.clone() },
            Self::Changed { learning, assessment, documentation } => Self::Changed {
                learning: learning.reversed(),
                assessment: assessment.reversed(),
                documentation: documentation.reversed(),
            },
        }
    }

    fn apply(&self, old: &ObjectivePlan) -> ObjectivePlan {
        match self {
            Self::Unchanged => old.clone(),
            Self::Added { plan } => plan.clone(),
            Self::Removed { .. } => ObjectivePlan::default(),
            Self::Changed { learning, assessment, documentation } => ObjectivePlan {
                learning: learning.apply(&old.learning),
                assessment: assessment.apply(&old.assessment),
                documentation: documentation.apply(&old.documentation),
            },
        }
    }
}

/// What became of a planned placement. Those that stayed are not told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "change", rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum PlacementChange {
    /// Planned in the later only.
    Added {
        /// As it stands.
        placement: PlannedPlacement,
    },
    /// Planned in the earlier only.
    Removed {
        /// As it stood.
        placement: PlannedPlacement,
    },
    /// The same place at another time or another share, or another place for the same days.
    Changed {
        /// As it stood.
        before: PlannedPlacement,
        /// As it stands.
        after: PlannedPlacement,
    },
}

impl PlacementChange {
    fn reversed(&self) -> Self {
        match self {
            Self::Added { placement } => Self::Removed { placement: placement.clone() },
            Self::Removed { placement } => Self::Added { placement: placement.clone() },
            Self::Changed { before, after } => {
                Self::Changed { before: after.clone(), after: before.clone() }
            }
        }
    }

    /// The day it is told in order of.
    const fn first_day(&self) -> chrono::NaiveDate {
        match self {
            Self::Added { placement } | Self::Removed { placement } => placement.from,
            Self::Changed { after, .. } => after.from,
        }
    }

    const fn sides(&self) -> (Option<&PlannedPlacement>, Option<&PlannedPlacement>) {
        match self {
            Self::Added { placement } => (None, Some(placement)),
            Self::Removed { placement } => (Some(placement), None),
            Self::Changed { before, after } => (Some(before), Some(after)),
        }
    }
}

/// What changed from one version to another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct IupDiff {
    /// All eight parts.
    #[cfg_attr(feature = "openapi", schema(value_type = std::collections::HashMap<String, TextChange>))]
    pub parts: BTreeMap<IupPart, TextChange>,
    /// The objectives planned in either.
    #[cfg_attr(feature = "openapi", schema(value_type = std::collections::HashMap<String, ObjectiveChange>))]
    pub objectives: BTreeMap<ObjectiveCode, ObjectiveChange>,
    /// The placements that changed, by their first day.
    pub placements: Vec<PlacementChange>,
}

/// Compares two versions, part by part and objective by objective.
#[must_use]
pub fn compare(old: &IupContent, new: &IupContent) -> IupDiff {
    let nothing = FreeText::default();
    let parts = IupPart::ALL
        .into_iter()
        .map(|part| {
            let text = |content| IupContent::part(content, part).unwrap_or(&nothing).clone();
            (part, TextChange::between(&text(old), &text(new)))
        })
        .collect();
    let codes: BTreeSet<ObjectiveCode> =
        old.objectives().keys().chain(new.objectives().keys()).copied().collect();
    let objectives = codes
        .into_iter()
        .map(|code| (code, ObjectiveChange::between(old.objective(code), new.objective(code))))
        .collect();
    IupDiff {
        parts,
        objectives,
        placements: compare_placements(old.placements(), new.placements()),
    }
}

/// Takes out what stands in both; pairs the rest by place, then by days; what has no pair came or went.
fn compare_placements(old: &[PlannedPlacement], new: &[PlannedPlacement]) -> Vec<PlacementChange> {
    let mut added = new.to_vec();
    let mut removed: Vec<_> = old
        .iter()
        .filter(|placement| take(&mut added, |other| other == *placement).is_none())
        .cloned()
        .collect();
    let mut changes = Vec::new();
    let pairs: [fn(&PlannedPlacement, &PlannedPlacement) -> bool; 2] = [
        |one, other| one.place == other.place,
        |one, other| (one.from, one.to) == (other.from, other.to),
    ];
    for pair in pairs {
        removed.retain(|before| match take(&mut added, |after| pair(before, after)) {
            Some(after) => {
                changes.push(PlacementChange::Changed { before: before.clone(), after });
                false
            }
            None => true,
        });
    }
    changes.extend(removed.into_iter().map(|placement| PlacementChange::Removed { placement }));
    changes.extend(added.into_iter().map(|placement| PlacementChange::Added { placement }));
    changes.sort_by_key(PlacementChange::first_day);
    changes
}

fn take<T>(from: &mut Vec<T>, wanted: impl Fn(&T) -> bool) -> Option<T> {
    from.iter().position(wanted).map(|at| from.remove(at))
}

impl IupDiff {
    /// Whether the two say the same.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.placements.is_empty()
            && self.parts.values().all(|change| matches!(change, TextChange::Unchanged))
            && self.objectives.values().all(|change| matches!(change, ObjectiveChange::Unchanged))
    }

    /// The same told from the later to the earlier.
    #[must_use]
    pub fn reversed(&self) -> Self {
        let mut placements: Vec<_> =
            self.placements.iter().map(PlacementChange::reversed).collect();
        placements.sort_by_key(PlacementChange::first_day);
        Self {
            parts: self.parts.iter().map(|(part, change)| (*part, change.reversed())).collect(),
            objectives: self
                .objectives
                .iter()
                .map(|(code, change)| (*code, change.reversed()))
                .collect(),
            placements,
        }
    }

    /// The later version, from the earlier. From any other, only what changed is replaced.
    #[must_use]
    pub fn apply(&self, old: &IupContent) -> IupContent {
        let mut new = old.clone();
        for (&part, change) in &self.parts {
            let text = change.apply(&new.part(part).cloned().unwrap_or_default());
            new = new.with_part(part, text);
        }
        for (&code, change) in &self.objectives {
            let plan = change.apply(&new.objective(code).cloned().unwrap_or_default());
            new = new.with_objective(code, plan);
        }
        let mut placements = new.placements().to_vec();
        for (before, after) in self.placements.iter().map(PlacementChange::sides) {
            if let Some(before) = before {
                take(&mut placements, |placement| placement == before);
            }
            placements.extend(after.cloned());
        }
        new.with_placements(placements)
    }
}
