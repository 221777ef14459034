//! What a person has as handledare: specialties and handledarutbildning, kept with the person wherever they supervise.

use std::{collections::BTreeSet, fmt};

use chrono::{Months, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::{
    PersonId,
    person::{PersonName, Role},
    rule::{Thresholds, words},
    text::Line,
    written_date::say_day,
};

#[cfg(test)]
mod tests;

/// Most specialties of a person.
pub const MOST_SPECIALTIES: usize = 10;

/// Handledarutbildning, as it is kept: "certificate on file" (R02).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum SupervisorTraining {
    /// Nothing is put in.
    #[default]
    NotTold,
    /// The person has none.
    Missing,
    /// There is a certificate of it.
    Held {
        /// Its last day.
        on: NaiveDate,
        /// Last day of the latest refresher.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        renewed_on: Option<NaiveDate>,
    },
}

impl SupervisorTraining {
    /// Last day by which it should be renewed (R18, Riktlinje Västmanland 4.1, bör); none where there is nothing to renew.
    #[must_use]
    pub fn renew_by(self, thresholds: &Thresholds) -> Option<NaiveDate> {
        let Self::Held { on, renewed_on } = self else { return None };
        let months = Months::new(thresholds.supervisor_training_months);
        renewed_on.unwrap_or(on).checked_add_months(months)
    }

    /// Whether there is one; none where that can't be known.
    #[must_use]
    pub const fn held(self) -> Option<bool> {
        match self {
            Self::NotTold => None,
            Self::Missing => Some(false),
            Self::Held { .. } => Some(true),
        }
    }
}

impl fmt::Display for SupervisorTraining {
    /// As the screen and the history say it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotTold => f.write_str("Inget inlagt"),
            Self::Missing => f.write_str("Saknas"),
            Self::Held { on, renewed_on: None } => f.write_str(&say_day(*on)),
            Self::Held { on, renewed_on: Some(renewed) } => {
                write!(f, "{}, förnyad {}", say_day(*on), say_day(*renewed))
            }
        }
    }
}

/// What a person has as handledare. Nothing until it is put in, which is not the same as having nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SupervisorQualification {
    /// Specialties there is a bevis om specialistkompetens in, as clinics write them: `Ortopedi`. Empty where none is put in.
    pub specialties: Vec<Line>,
    /// Handledarutbildning.
    pub training: SupervisorTraining,
}

/// What is wrong with what is put in. The `Display` text is for the screen.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidQualification {
    /// The same specialty twice.
    #[error("{0} står två gånger. Ta bort den ena.")]
    Twice(String),
    /// Too many.
    #[error("Ange högst {MOST_SPECIALTIES} specialiteter.")]
    TooMany,
    /// The handledarutbildning is to come.
    #[error("{} har inte varit än. Lägg in handledarutbildningen när den är klar.", say_day(*.0))]
    Ahead(NaiveDate),
    /// The refresher is to come.
    #[error("{} har inte varit än. Lägg in förnyelsen när den är gjord.", say_day(*.0))]
    RenewalAhead(NaiveDate),
    /// Renewed before there was anything to renew.
    #[error("Förnyelsen kan inte vara före handledarutbildningen, {}.", say_day(*.0))]
    RenewedBefore(NaiveDate),
}

/// Specialties are compared without case.
fn same(one: &str, other: &str) -> bool {
    one.to_lowercase() == other.to_lowercase()
}

impl SupervisorQualification {
    /// Checks days and specialties.
    ///
    /// # Errors
    /// The first that stands wrong.
    pub fn check(&self, today: NaiveDate) -> Result<(), InvalidQualification> {
        let mut known = BTreeSet::new();
        if let Some(twice) = self.specialties.iter().find(|one| !known.insert(one.to_lowercase())) {
            return Err(InvalidQualification::Twice(twice.to_string()));
        }
        if self.specialties.len() > MOST_SPECIALTIES {
            return Err(InvalidQualification::TooMany);
        }
        let SupervisorTraining::Held { on, renewed_on } = self.training else { return Ok(()) };
        match renewed_on {
            _ if on > today => Err(InvalidQualification::Ahead(on)),
            Some(renewed) if renewed > today => Err(InvalidQualification::RenewalAhead(renewed)),
            Some(renewed) if renewed < on => Err(InvalidQualification::RenewedBefore(on)),
            _ => Ok(()),
        }
    }

    /// Whether the person is a specialist in a specialty; none where that can't be known.
    #[must_use]
    pub fn specialist_in(&self, specialty: &str) -> Option<bool> {
        let found = self.specialties.iter().any(|one| same(one, specialty));
        (!self.specialties.is_empty()).then_some(found)
    }

    /// What speaks against the person as handledare (R01, R02, R05, R18), of what is known on a day. Without a specialty none is compared.
    #[must_use]
    pub fn concerns(
        &self,
        specialty: Option<&str>,
        thresholds: &Thresholds,
        today: NaiveDate,
    ) -> Vec<SupervisorConcern> {
        let training = match self.training.held() {
            None => Some(SupervisorConcern::TrainingUnknown),
            Some(false) => Some(SupervisorConcern::Untrained),
            Some(true) => {
                let late = self.training.renew_by(thresholds).is_some_and(|last| last < today);
                late.then_some(SupervisorConcern::RenewalDue)
            }
        };
        let specialty = specialty.and_then(|specialty| match self.specialist_in(specialty) {
            None => Some(SupervisorConcern::SpecialtyUnknown),
            Some(false) => Some(SupervisorConcern::OtherSpecialty),
            Some(true) => None,
        });
        training.into_iter().chain(specialty).collect()
    }
}

impl fmt::Display for SupervisorQualification {
    /// As the history tells it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let specialties: Vec<&str> = self.specialties.iter().map(|one| &**one).collect();
        let specialties = match specialties.as_slice() {
            [] => "inget inlagt".to_owned(),
            some => some.join(", "),
        };
        write!(f, "Specialitet: {specialties}\nHandledarutbildning: {}", self.training)
    }
}

/// What the rules ask of a handledare that a person hasn't, or that can't be known: told, and no hindrance. How it is said depends on
/// whom it is about: [`Self::of_principal`], [`Self::of_placement`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum SupervisorConcern {
    /// No handledarutbildning (R02; Riktlinje Västmanland 3.2; SPUR B2).
    Untrained,
    /// Whether there is a handledarutbildning can't be known: nothing is put in.
    TrainingUnknown,
    /// The handledarutbildning, or its latest refresher, is older than the region's number of months (R18; Riktlinje Västmanland 4.1).
    RenewalDue,
    /// No bevis om specialistkompetens in the specialty (R01; Riktlinje Västmanland 3.2; SPUR B1).
    OtherSpecialty,
    /// Whether the person is a specialist in it can't be known: nothing is put in.
    SpecialtyUnknown,
}

/// The sentence about an old handledarutbildning.
fn renewal(thresholds: &Thresholds) -> String {
    let months = words::period(thresholds.supervisor_training_months);
    format!(
        "Handledarutbildningen är äldre än {months}. Den bör förnyas inom {months} (Riktlinje Västmanland 4.1, bör)."
    )
}

impl SupervisorConcern {
    /// The sentence about the handledare of a placement (R02, R05; Riktlinje Västmanland 3.3).
    #[must_use]
    pub fn of_placement(self, thresholds: &Thresholds) -> String {
        match self {
            Self::Untrained => {
                "Handledarutbildning saknas. En handledare ska ha gått en (Riktlinje Västmanland 3.3, ska; SPUR E10)."
            }
            Self::TrainingUnknown => {
                "Om handledaren har gått handledarutbildning går inte att veta, för inget är inlagt. En handledare ska ha gått en (Riktlinje Västmanland 3.3, ska; SPUR E10)."
            }
            Self::RenewalDue => return renewal(thresholds),
            Self::OtherSpecialty => {
                "Handledaren är specialist i en annan specialitet än ST:ns. En handledare ska ha en specialitet som är relevant för placeringen (Riktlinje Västmanland 3.3, ska; SPUR B3)."
            }
            Self::SpecialtyUnknown => {
                "Vad handledaren är specialist i går inte att veta, för inget är inlagt. En handledare ska ha en specialitet som är relevant för placeringen (Riktlinje Västmanland 3.3, ska; SPUR B3)."
            }
        }
        .to_owned()
    }

    /// The sentence about the huvudansvarig handledare (R01, R02; Riktlinje Västmanland 3.2).
    #[must_use]
    pub fn of_principal(self, thresholds: &Thresholds) -> String {
        match self {
            Self::Untrained => {
                "Handledarutbildning saknas. Den huvudansvariga handledaren ska ha gått en (Riktlinje Västmanland 3.2, ska; SPUR B2)."
            }
            Self::TrainingUnknown => {
                "Om det finns en handledarutbildning går inte att veta, för inget är inlagt. Den huvudansvariga handledaren ska ha gått en (Riktlinje Västmanland 3.2, ska; SPUR B2)."
            }
            Self::RenewalDue => return renewal(thresholds),
            Self::OtherSpecialty => {
                "Specialistkompetens i ST:ns specialitet saknas. Den huvudansvariga handledaren ska ha den (Riktlinje Västmanland 3.2, ska; SPUR B1)."
            }
            Self::SpecialtyUnknown => {
                "Om det finns specialistkompetens i ST:ns specialitet går inte att veta, för inget är inlagt. Den huvudansvariga handledaren ska ha den (Riktlinje Västmanland 3.2, ska; SPUR B1)."
            }
        }
        .to_owned()
    }
}

/// What somebody has who supervises a training or a placement in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct KnownSupervisor {
    /// Who.
    pub person: PersonId,
    /// What they have; nothing where nothing is put in.
    #[serde(default)]
    pub has: SupervisorQualification,
}

/// Somebody who may supervise at a clinic, with what is kept of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ClinicSupervisor {
    /// Who.
    pub person: PersonName,
    /// The roles at the clinic that let them supervise.
    pub roles: Vec<Role>,
    /// What they have.
    pub qualification: SupervisorQualification,
    /// For `If-Match`; 0 until something is put in.
    pub version: i64,
}
