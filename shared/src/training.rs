//! Specialiseringstjänstgöring (ST): a person's way to a specialty, its time and its end.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    ClinicId, CurriculumId, PersonId, TrainingId, curriculum::Regulation, person::PersonName,
    review::ClinicName, text::Line, written_date::say_day,
};

mod full_time;
mod phase;
mod planned_end;
mod service;
mod time;

pub use full_time::FullTime;
pub use phase::{TrainingNotAllowed, TrainingPhase};
pub use planned_end::{EndReason, NoEnd, PlannedEnd};
pub use service::{Service, full_time};
pub use time::{ServiceSpan, ServiceTime, TrainingStanding};

/// One person's way to one specialty.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Training {
    /// Which.
    pub id: TrainingId,
    /// ST-läkaren.
    pub trainee: PersonName,
    /// Where it is mainly done.
    pub clinic: ClinicName,
    /// Such as `Ortopedi`.
    pub specialty: Line,
    /// The objectives it works towards.
    pub curriculum: CurriculumId,
    /// What it follows from beginning to end.
    pub regulation: Regulation,
    /// Day of the legitimation.
    pub licensed_on: NaiveDate,
    /// First day; never before the legitimation.
    pub starts_on: NaiveDate,
    /// Huvudansvarig handledare.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub principal_supervisor: Option<PersonName>,
    /// Where it is on its way.
    #[serde(flatten)]
    pub phase: TrainingPhase,
    /// Grows with every change of anything in it.
    pub revision: i64,
}

/// Starts a training.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StartTraining {
    /// ST-läkaren.
    pub trainee: PersonId,
    /// Where it is mainly done.
    pub clinic: ClinicId,
    /// Such as `Ortopedi`.
    pub specialty: Line,
    /// The objectives it works towards.
    pub curriculum: CurriculumId,
    /// What it follows; can't be changed afterwards.
    pub regulation: Regulation,
    /// Day of the legitimation.
    pub licensed_on: NaiveDate,
    /// First day.
    pub starts_on: NaiveDate,
    /// Huvudansvarig handledare, if named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub principal_supervisor: Option<PersonId>,
}

/// Saves what may change in a training that has started.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SaveTraining {
    /// The objectives it works towards: another version for the same regulation and specialty.
    pub curriculum: CurriculumId,
    /// Day of the legitimation.
    pub licensed_on: NaiveDate,
    /// First day.
    pub starts_on: NaiveDate,
    /// Huvudansvarig handledare, if named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub principal_supervisor: Option<PersonId>,
}

/// What is wrong with a training's particulars.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidTraining {
    /// Starts before the legitimation.
    #[error(
        "ST kan inte börja före legitimationen. Legitimationen är från {}, så första dagen kan inte vara {}.",
        say_day(*.licensed_on), say_day(*.starts_on)
    )]
    BeforeLicence {
        /// Day of the legitimation.
        licensed_on: NaiveDate,
        /// First day asked for.
        starts_on: NaiveDate,
    },
    /// One's own supervisor.
    #[error("ST-läkaren kan inte vara sin egen handledare.")]
    OwnSupervisor,
}

fn check(
    trainee: PersonId,
    licensed_on: NaiveDate,
    starts_on: NaiveDate,
    principal_supervisor: Option<PersonId>,
) -> Result<(), InvalidTraining> {
    if starts_on < licensed_on {
        Err(InvalidTraining::BeforeLicence { licensed_on, starts_on })
    } else if principal_supervisor == Some(trainee) {
        Err(InvalidTraining::OwnSupervisor)
    } else {
        Ok(())
    }
}

impl StartTraining {
    /// Checks days and people.
    ///
    /// # Errors
    /// The first thing that stands wrong.
    pub fn check(&self) -> Result<(), InvalidTraining> {
        check(self.trainee, self.licensed_on, self.starts_on, self.principal_supervisor)
    }
}

impl SaveTraining {
    /// Checks days and people.
    ///
    /// # Errors
    /// The first thing that stands wrong.
    pub fn check(&self, trainee: PersonId) -> Result<(), InvalidTraining> {
        check(trainee, self.licensed_on, self.starts_on, self.principal_supervisor)
    }
}

#[cfg(test)]
pub(crate) mod tests;
