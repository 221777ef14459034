//! A gap in competence, noted before there is a plan (Riktlinje Västmanland 10, R73).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{SupportPlan, TrainingPart, part::sees};
use crate::{
    ConcernNoteId, PersonId, SupportPlanId, TrainingId,
    person::{PersonName, Signature},
    review::Changed,
    text::{FreeText, InvalidText},
    training::Training,
};

/// A gap in competence noted early and reported to the principal supervisor (R73). What is written stays as it was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ConcernNote {
    /// Which.
    pub id: ConcernNoteId,
    /// In which training.
    pub training: TrainingId,
    /// ST-läkaren.
    pub trainee: PersonName,
    /// The day it was noticed.
    pub on: NaiveDate,
    /// What was noticed.
    pub text: FreeText,
    /// By whom, and when it was written.
    pub by: Signature,
    /// The principal supervisor who has taken part of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub received: Option<Signature>,
    /// The åtgärdsplan it led to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan: Option<SupportPlanId>,
    /// 0 before it was first saved.
    pub version: i64,
    /// The last change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changed: Option<Changed>,
}

/// The notes of a training that a person sees, and whose training it is: who notes something need not see the training.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ConcernNotes {
    /// ST-läkaren.
    pub trainee: PersonName,
    /// Those that are seen, by day.
    pub notes: Vec<ConcernNote>,
}

/// Writes a note.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WriteConcern {
    /// The day it was noticed.
    pub on: NaiveDate,
    /// What was noticed.
    pub text: FreeText,
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

/// Why a note can't take a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConcernNotAllowed {
    /// The principal supervisor has taken part of it.
    #[error("Den huvudansvariga handledaren har redan tagit del av anteckningen.")]
    Received,
    /// It has led to a plan.
    #[error("Anteckningen har redan lett till en åtgärdsplan.")]
    HasPlan,
}

impl WriteConcern {
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
}

impl ConcernNote {
    /// A note as it is first written. What the principal supervisor writes is reported by that.
    #[must_use]
    pub fn new(id: ConcernNoteId, training: &Training, write: WriteConcern, by: Signature) -> Self {
        let principal = training.principal_supervisor.as_ref().map(|person| person.id);
        let received = (principal == Some(by.by.id)).then(|| by.clone());
        Self {
            id,
            training: training.id,
            trainee: training.trainee.clone(),
            on: write.on,
            text: write.text,
            by,
            received,
            plan: None,
            version: 0,
            changed: None,
        }
    }

    /// The principal supervisor has taken part of it.
    ///
    /// # Errors
    /// When that is noted already.
    pub fn receive(self, by: Signature) -> Result<Self, ConcernNotAllowed> {
        match self.received {
            Some(_) => Err(ConcernNotAllowed::Received),
            None => Ok(Self { received: Some(by), ..self }),
        }
    }

    /// It led to a plan.
    ///
    /// # Errors
    /// When it has led to one.
    pub fn lead_to(self, plan: SupportPlanId) -> Result<Self, ConcernNotAllowed> {
        match self.plan {
            Some(_) => Err(ConcernNotAllowed::HasPlan),
            None => Ok(Self { plan: Some(plan), ..self }),
        }
    }

    /// Whether a part in the training sees it. `plan` is the åtgärdsplan it led to. The ST-läkare sees it, as the plan that it may
    /// lead to is written by the two together (R74), faults are to be told concretely and soon, and it is the person's own data.
    #[must_use]
    pub const fn who_may_see(&self, part: TrainingPart, plan: Option<&SupportPlan>) -> bool {
        match plan {
            Some(plan) => plan.who_may_see(part),
            None => sees(part, false),
        }
    }

    /// Whether a person sees it: who wrote it, and those whose part in the training gives it; nobody else.
    #[must_use]
    pub fn is_seen(&self, person: PersonId, parts: &[TrainingPart], plans: &[SupportPlan]) -> bool {
        let plan = plans.iter().find(|plan| Some(plan.id) == self.plan);
        self.by.by.id == person || parts.iter().any(|part| self.who_may_see(*part, plan))
    }
}
