//! A gap in competence, noted before there is a plan.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{SupportPlan, TrainingPart, part::sees};
use crate::{
    person::PersonName,
    text::{FreeText, InvalidText},
};

/// A gap in competence noted early and reported to the principal supervisor (R73).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ConcernNote {
    /// The day it was noticed.
    pub on: NaiveDate,
    /// What was noticed.
    pub text: FreeText,
    /// By whom.
    pub by: PersonName,
}

/// What is wrong with a note.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidConcern {
    /// Nothing written.
    #[error(transparent)]
    Text(#[from] InvalidText),
    /// A day to come.
    #[error("Anteckningen gäller en dag som inte har varit än.")]
    Future,
}

impl ConcernNote {
    /// Checks that something is written, of a day that has been.
    ///
    /// # Errors
    /// When it isn't.
    pub fn check(&self, today: NaiveDate) -> Result<(), InvalidConcern> {
        if self.text.is_blank() {
            Err(InvalidText::Empty.into())
        } else if self.on > today {
            Err(InvalidConcern::Future)
        } else {
            Ok(())
        }
    }

    /// Whether a part in the training sees it; nobody without a part does. `plan` is the åtgärdsplan it led to.
    #[must_use]
    pub const fn who_may_see(&self, part: TrainingPart, plan: Option<&SupportPlan>) -> bool {
        match plan {
            Some(plan) => plan.who_may_see(part),
            None => sees(part, false),
        }
    }
}
