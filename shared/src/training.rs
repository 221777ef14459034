//! Specialiseringstjänstgöring (ST): a person's way to a specialty, its time and its end.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    ClinicId, CurriculumId, PersonId, TrainingId,
    curriculum::{CurriculumVersion, Regulation},
    person::PersonName,
    review::ClinicName,
    rights::{On, Tie},
    supervisor::ClinicSupervisor,
    text::Line,
    written_date::say_day,
};

mod decision;
mod full_time;
mod lack;
mod phase;
mod planned_end;
mod service;
mod service_row;
mod time;

pub(crate) use decision::interruptions;
pub use decision::{
    DecideTraining, Decided, DecisionRefused, FoundStep, TrainingDecision, TrainingStep,
};
pub use full_time::FullTime;
pub use lack::{Lack, counted_in_between};
pub use phase::{TrainingNotAllowed, TrainingPhase};
pub use planned_end::{EndReason, NoEnd, PlannedEnd};
pub use service::{Service, full_time};
pub use service_row::ServiceRow;
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

/// Saves the days of a training that has started; all else about it is decided ([`DecideTraining`]).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SaveTraining {
    /// Day of the legitimation.
    pub licensed_on: NaiveDate,
    /// First day.
    pub starts_on: NaiveDate,
}

/// What may be chosen when something is decided about a training.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TrainingChoices {
    /// Who may be huvudansvarig handledare at the clinic, with what they have as that, by name.
    pub supervisors: Vec<ClinicSupervisor>,
    /// Other clinics that have the specialty, where the person has the role of ST-läkare.
    pub clinics: Vec<ClinicName>,
    /// Other versions of the målbeskrivning, of the same regulation and specialty, the latest first.
    pub curricula: Vec<CurriculumVersion>,
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

fn check(licensed_on: NaiveDate, starts_on: NaiveDate) -> Result<(), InvalidTraining> {
    if starts_on < licensed_on {
        Err(InvalidTraining::BeforeLicence { licensed_on, starts_on })
    } else {
        Ok(())
    }
}

impl Training {
    /// What a person's rights to it are asked on.
    #[must_use]
    pub fn on(&self, person: PersonId) -> On {
        let principal = self.principal_supervisor.as_ref().map(|one| one.id);
        let tie = if self.trainee.id == person {
            Some(Tie::Own)
        } else {
            (principal == Some(person)).then_some(Tie::PrincipalSupervisor)
        };
        On::clinic(&self.clinic).tie(tie)
    }
}

impl StartTraining {
    /// Checks days and people.
    ///
    /// # Errors
    /// The first thing that stands wrong.
    pub fn check(&self) -> Result<(), InvalidTraining> {
        check(self.licensed_on, self.starts_on)?;
        if self.principal_supervisor == Some(self.trainee) {
            Err(InvalidTraining::OwnSupervisor)
        } else {
            Ok(())
        }
    }
}

impl SaveTraining {
    /// Checks the days.
    ///
    /// # Errors
    /// When it would start before the legitimation.
    pub fn check(&self) -> Result<(), InvalidTraining> {
        check(self.licensed_on, self.starts_on)
    }
}

#[cfg(test)]
pub(crate) mod tests;
