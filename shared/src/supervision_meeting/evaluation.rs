//! Utvärdering av handledningen: once a year, documented, followed up by the studierektor (Riktlinje Västmanland 8.3).

use std::collections::BTreeMap;

use chrono::{Months, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::{
    SupervisionEvaluationId, TrainingId, person::Signature, review::Changed, text::FreeText,
};

/// What the evaluation asks. The questions are our own; the guideline gives none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum EvaluationQuestion {
    /// Time and place.
    Time,
    /// What works.
    Works,
    /// What can be better.
    Improve,
    /// What is agreed.
    Agreed,
}

impl EvaluationQuestion {
    /// In the order of the form.
    pub const ALL: [Self; 4] = [Self::Time, Self::Works, Self::Improve, Self::Agreed];

    /// The question on the screen.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Time => "Blir handledarsamtalen av, och räcker tiden?",
            Self::Works => "Vad fungerar bra i handledningen?",
            Self::Improve => "Vad kan bli bättre?",
            Self::Agreed => "Vad kommer ni överens om?",
        }
    }

    /// The value as it is stored and sent.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Time => "time",
            Self::Works => "works",
            Self::Improve => "improve",
            Self::Agreed => "agreed",
        }
    }

    /// The value that was stored.
    #[must_use]
    pub fn from_stored(value: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|question| question.as_str() == value)
    }
}

/// Saves an evaluation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SaveSupervisionEvaluation {
    /// The day it was made.
    pub on: NaiveDate,
    /// Answers that are written.
    #[cfg_attr(feature = "openapi", schema(value_type = std::collections::HashMap<String, FreeText>))]
    pub answers: BTreeMap<EvaluationQuestion, FreeText>,
}

impl SaveSupervisionEvaluation {
    /// Whether any question has an answer.
    #[must_use]
    pub fn answered(&self) -> bool {
        self.answers.values().any(|answer| !answer.is_blank())
    }
}

/// A year's evaluation of the supervision in a training.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SupervisionEvaluation {
    /// Which.
    pub id: SupervisionEvaluationId,
    /// Whose.
    pub training: TrainingId,
    /// Day and answers, as last saved.
    pub written: SaveSupervisionEvaluation,
    /// The studierektor has followed it up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub followed_up: Option<Signature>,
    /// 0 before it was first saved.
    pub version: i64,
    /// The last change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changed: Option<Changed>,
}

/// Why an evaluation can't take a step.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EvaluationRefused {
    /// No answer to follow up.
    #[error("Utvärderingen har inga svar än, så det finns inget att följa upp.")]
    Unanswered,
    /// Followed up before, and locked by that.
    #[error("Studierektorn har följt upp utvärderingen. Den ändras inte längre.")]
    FollowedUp,
}

impl SupervisionEvaluation {
    /// Saves day and answers.
    ///
    /// # Errors
    /// Once followed up.
    pub fn save(
        self,
        written: SaveSupervisionEvaluation,
        changed: Changed,
    ) -> Result<Self, EvaluationRefused> {
        if self.followed_up.is_some() {
            return Err(EvaluationRefused::FollowedUp);
        }
        Ok(Self { written, version: self.version + 1, changed: Some(changed), ..self })
    }

    /// The studierektor has followed it up.
    ///
    /// # Errors
    /// When nothing is answered, or it is followed up.
    pub fn follow_up(self, by: Signature) -> Result<Self, EvaluationRefused> {
        if self.followed_up.is_some() {
            return Err(EvaluationRefused::FollowedUp);
        }
        if !self.written.answered() {
            return Err(EvaluationRefused::Unanswered);
        }
        let changed = Changed { at: by.at, by: by.by.name.clone() };
        Ok(Self {
            followed_up: Some(by),
            version: self.version + 1,
            changed: Some(changed),
            ..self
        })
    }
}

/// Last day of the next evaluation: a year after the last one with any answer, or after the training's start (R64, bör).
#[must_use]
pub fn evaluation_due(evaluations: &[SupervisionEvaluation], starts_on: NaiveDate) -> NaiveDate {
    let made = evaluations.iter().map(|evaluation| &evaluation.written);
    let last = made.filter(|written| written.answered()).map(|written| written.on).max();
    last.unwrap_or(starts_on).checked_add_months(Months::new(12)).unwrap_or(NaiveDate::MAX)
}
