//! What the inspectors write, as the bodies that save it.

use serde::{Deserialize, Serialize};
use shared::{
    grade::Grade,
    inspection::{AreaGrading, Judgement, Observation, SavedGrading, SavedObservation},
    saving::Kept,
    text::FreeText,
};

use crate::outbox::Draft;

/// Judgement and note on a criterion: the body of `SaveObservation`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ObservationDraft {
    /// The judgement; none is "ej bedömt".
    pub judgement: Option<Judgement>,
    /// The whole note.
    pub note: String,
}

/// Grade and motivation of an area: the body of `SaveGrading`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GradingDraft {
    /// The grade; none while not graded.
    pub grade: Option<Grade>,
    /// Why another than the suggested.
    pub motivation: String,
}

fn check(text: &str) -> Result<(), String> {
    FreeText::try_from(text.to_owned()).map(drop).map_err(|wrong| wrong.to_string())
}

impl Draft for ObservationDraft {
    type Record = Observation;
    type Answer = SavedObservation;

    fn check(&self) -> Result<(), String> {
        check(&self.note)
    }

    fn kept(observation: &Observation) -> Kept<Self> {
        Kept {
            value: Self { judgement: observation.judgement, note: observation.note.to_string() },
            version: observation.version,
            changed: observation.changed.clone(),
        }
    }

    fn saved(answer: &SavedObservation, _sent: &Self) -> Kept<Self> {
        Self::kept(&answer.observation)
    }
}

impl Draft for GradingDraft {
    type Record = AreaGrading;
    type Answer = SavedGrading;

    fn check(&self) -> Result<(), String> {
        check(&self.motivation)
    }

    fn kept(grading: &AreaGrading) -> Kept<Self> {
        Kept {
            value: Self { grade: grading.grade, motivation: grading.motivation.to_string() },
            version: grading.version,
            changed: grading.changed.clone(),
        }
    }

    fn saved(answer: &SavedGrading, _sent: &Self) -> Kept<Self> {
        Self::kept(&answer.grading)
    }
}
