//! What a programme says: its parts, a plan for each objective, and the placements planned.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::IupPart;
use crate::{
    curriculum::ObjectiveCode,
    placement::Percent,
    text::{FreeText, Line},
};

/// Most placements a programme plans.
pub const MAX_PLANNED: usize = 100;

/// How one objective is to be reached.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ObjectivePlan {
    /// How it is learnt: placements, courses, reading.
    pub learning: FreeText,
    /// How it is assessed, and by whom.
    pub assessment: FreeText,
    /// How it is documented.
    pub documentation: FreeText,
}

impl ObjectivePlan {
    /// The three texts.
    #[must_use]
    pub const fn texts(&self) -> [&FreeText; 3] {
        [&self.learning, &self.assessment, &self.documentation]
    }

    /// Whether nothing is planned.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.texts().into_iter().all(FreeText::is_blank)
    }

    /// Whether all three texts are written.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        !self.texts().into_iter().any(FreeText::is_blank)
    }

    fn is_empty(&self) -> bool {
        self.texts().into_iter().all(|text| text.is_empty())
    }
}

/// A placement as planned when the programme was written; what became of it is in the placements themselves.
/// Sorts by its first day.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PlannedPlacement {
    /// First day.
    pub from: NaiveDate,
    /// Last day, included.
    pub to: NaiveDate,
    /// Such as `Handkirurgen, Exempelsjukhuset`.
    pub place: Line,
    /// Of full time.
    pub percent: Percent,
}

/// What is wrong with a planned placement.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidPlanned {
    /// It ends before it begins.
    #[error("”{}” slutar innan den börjar. Ändra en av dagarna.", &**.0)]
    EndsBeforeStart(Line),
    /// More than [`MAX_PLANNED`].
    #[error("Programmet rymmer {MAX_PLANNED} placeringar, men {0} är inlagda.")]
    TooMany(usize),
}

impl PlannedPlacement {
    /// Checks the days.
    ///
    /// # Errors
    /// When it ends before it begins.
    pub fn check(&self) -> Result<(), InvalidPlanned> {
        if self.to < self.from {
            Err(InvalidPlanned::EndsBeforeStart(self.place.clone()))
        } else {
            Ok(())
        }
    }
}

/// What a programme says, whole. Texts are kept as written; one without a character is not kept at all, and the
/// placements stand in the order of their days, so that two that say the same are equal.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Written")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct IupContent {
    #[cfg_attr(feature = "openapi", schema(value_type = std::collections::HashMap<String, FreeText>))]
    parts: BTreeMap<IupPart, FreeText>,
    #[cfg_attr(feature = "openapi", schema(value_type = std::collections::HashMap<String, ObjectivePlan>))]
    objectives: BTreeMap<ObjectiveCode, ObjectivePlan>,
    placements: Vec<PlannedPlacement>,
}

/// [`IupContent`] as it is received.
#[derive(Deserialize)]
struct Written {
    #[serde(default)]
    parts: BTreeMap<IupPart, FreeText>,
    #[serde(default)]
    objectives: BTreeMap<ObjectiveCode, ObjectivePlan>,
    #[serde(default)]
    placements: Vec<PlannedPlacement>,
}

impl From<Written> for IupContent {
    fn from(written: Written) -> Self {
        Self::new(written.parts, written.objectives, written.placements)
    }
}

impl IupContent {
    /// What is written, put in order.
    #[must_use]
    pub fn new(
        mut parts: BTreeMap<IupPart, FreeText>,
        mut objectives: BTreeMap<ObjectiveCode, ObjectivePlan>,
        mut placements: Vec<PlannedPlacement>,
    ) -> Self {
        parts.retain(|_, text| !text.is_empty());
        objectives.retain(|_, plan| !plan.is_empty());
        placements.sort();
        Self { parts, objectives, placements }
    }

    /// The text of a part; none while nothing is written.
    #[must_use]
    pub fn part(&self, part: IupPart) -> Option<&FreeText> {
        self.parts.get(&part)
    }

    /// The plan for an objective; none while nothing is written.
    #[must_use]
    pub fn objective(&self, code: ObjectiveCode) -> Option<&ObjectivePlan> {
        self.objectives.get(&code)
    }

    /// The objectives that are planned, in the order of their codes.
    #[must_use]
    pub const fn objectives(&self) -> &BTreeMap<ObjectiveCode, ObjectivePlan> {
        &self.objectives
    }

    /// The placements, by their first day.
    #[must_use]
    pub fn placements(&self) -> &[PlannedPlacement] {
        &self.placements
    }

    /// The same with another text for a part.
    #[must_use]
    pub fn with_part(mut self, part: IupPart, text: FreeText) -> Self {
        self.parts.insert(part, text);
        Self::new(self.parts, self.objectives, self.placements)
    }

    /// The same with another plan for an objective.
    #[must_use]
    pub fn with_objective(mut self, code: ObjectiveCode, plan: ObjectivePlan) -> Self {
        self.objectives.insert(code, plan);
        Self::new(self.parts, self.objectives, self.placements)
    }

    /// The same with other placements.
    #[must_use]
    pub fn with_placements(self, placements: Vec<PlannedPlacement>) -> Self {
        Self::new(self.parts, self.objectives, placements)
    }
}

/// What remains to write.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct IupGaps {
    /// Parts without text, in order.
    pub parts: Vec<IupPart>,
    /// Objectives that nothing is planned for.
    pub objectives: Vec<ObjectiveCode>,
    /// Objectives where one or two of the three texts are written.
    pub begun: Vec<ObjectiveCode>,
}

impl IupGaps {
    /// Whether all is written.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.parts.is_empty() && self.objectives.is_empty() && self.begun.is_empty()
    }
}

/// What is still empty, of the eight parts (Riktlinje Västmanland 5.1, R27) and of the training's objectives.
/// The part about clinical service is written also when only the list of placements is.
#[must_use]
pub fn missing(content: &IupContent, codes: &[ObjectiveCode]) -> IupGaps {
    let parts = IupPart::ALL
        .into_iter()
        .filter(|part| {
            let listed = *part == IupPart::ClinicalService && !content.placements.is_empty();
            !listed && content.part(*part).is_none_or(FreeText::is_blank)
        })
        .collect();
    let planned =
        |code: &ObjectiveCode| content.objective(*code).is_some_and(|plan| !plan.is_blank());
    let whole =
        |code: &ObjectiveCode| content.objective(*code).is_some_and(ObjectivePlan::is_whole);
    let (planned, objectives): (Vec<_>, Vec<_>) = codes.iter().copied().partition(planned);
    let begun = planned.into_iter().filter(|code| !whole(code)).collect();
    IupGaps { parts, objectives, begun }
}
