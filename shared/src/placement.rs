//! Placements, sidotjänstgöring, leave and credits: what service time is made of.

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::{
    ClinicId, PersonId, PlacementId,
    curriculum::{ObjectiveCode, WrongObjective, check_objectives},
    person::PersonName,
    review::Changed,
    text::{FreeText, Line},
    training::Training,
    written_date::say_day,
};

mod calendar;
mod credit;
mod leave;
mod months;
mod percent;
pub(crate) mod stretch;

pub use calendar::{Gap, Overlap, gaps, overlaps};
pub(crate) use credit::credited_of;
pub use credit::{Credit, CreditApproved, CreditKind, InvalidCredit, SaveCredit, credited};
pub use leave::{Leave, LeaveKind, SaveLeave};
pub use months::{InvalidMonths, Months};
pub use percent::{InvalidPercent, Percent};

/// What kind of service a placement is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum PlacementKind {
    /// At the own clinic (huvudsaklig tjänstgöring).
    OwnClinic,
    /// Sidotjänstgöring at another unit.
    Elsewhere,
    /// Research that counts as service.
    Research,
}

impl PlacementKind {
    /// All kinds.
    pub const ALL: [Self; 3] = [Self::OwnClinic, Self::Elsewhere, Self::Research];

    /// The words on the screen.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::OwnClinic => "Huvudsaklig tjänstgöring",
            Self::Elsewhere => "Sidotjänstgöring",
            Self::Research => "Forskning",
        }
    }

    /// The value as it is stored and sent.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::OwnClinic => "own_clinic",
            Self::Elsewhere => "elsewhere",
            Self::Research => "research",
        }
    }

    /// The kind with this stored value.
    #[must_use]
    pub fn from_stored(value: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == value)
    }
}

/// Who supervises a placement: somebody who can sign in, or only a name (at a hospital outside).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "who", rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum SupervisorName {
    /// A person here.
    Person(PersonName),
    /// As written.
    Written(Line),
}

impl SupervisorName {
    /// The name on the screen.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Person(person) => &person.name,
            Self::Written(name) => name,
        }
    }
}

/// Who is to supervise a placement, as it is saved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "who", rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum SupervisorChoice {
    /// A person here.
    Person(PersonId),
    /// As written.
    Written(Line),
}

/// What came of the follow-up after a part of the service (uppföljning; Riktlinje Västmanland 5.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FollowUp {
    /// When.
    pub on: NaiveDate,
    /// Whether the part's goals were met; if not, the program should be revised.
    pub goals_met: bool,
}

/// A part of the service (tjänstgöringsavsnitt).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Placement {
    /// Which.
    pub id: PlacementId,
    /// What kind of service.
    pub kind: PlacementKind,
    /// Such as `Ortopedkliniken, Exempelsjukhuset`.
    pub place: Line,
    /// The clinic, if it is one here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clinic: Option<ClinicId>,
    /// First day.
    pub from: NaiveDate,
    /// Last day, included.
    pub to: NaiveDate,
    /// Of full time.
    pub percent: Percent,
    /// Handledare at the place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supervisor: Option<SupervisorName>,
    /// What it is to give.
    pub goals: FreeText,
    /// The objectives it is to give.
    pub objectives: Vec<ObjectiveCode>,
    /// The day the goals were agreed on with the receiving supervisor (sidotjänstgöringskontrakt; Riktlinje Västmanland 5.2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contract: Option<NaiveDate>,
    /// The receiving supervisor's report to the principal supervisor (återkoppling; Riktlinje Västmanland 5.2).
    pub feedback: FreeText,
    /// The follow-up after it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub followed_up: Option<FollowUp>,
    /// 0 before it was first saved.
    pub version: i64,
    /// The last change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changed: Option<Changed>,
}

/// So long after its last day who supervises a placement may begin an assessment of what was seen there.
const ASSESSED_AFTER: Days = Days::new(90);

impl Placement {
    /// Whether a person is named as the one who supervises it, with an account.
    #[must_use]
    pub fn is_supervised_by(&self, person: PersonId) -> bool {
        matches!(&self.supervisor, Some(SupervisorName::Person(named)) if named.id == person)
    }

    /// Whether a person may begin an assessment as the one who supervises it: from its first day until 90 days after its last,
    /// since what was seen at its end is often written afterwards.
    #[must_use]
    pub fn lets_assess(&self, person: PersonId, today: NaiveDate) -> bool {
        let until = self.to.checked_add_days(ASSESSED_AFTER).unwrap_or(self.to);
        self.is_supervised_by(person) && (self.from..=until).contains(&today)
    }
}

/// Saves a placement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SavePlacement {
    /// What kind of service.
    pub kind: PlacementKind,
    /// Such as `Ortopedkliniken, Exempelsjukhuset`.
    pub place: Line,
    /// The clinic, if it is one here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clinic: Option<ClinicId>,
    /// First day.
    pub from: NaiveDate,
    /// Last day, included.
    pub to: NaiveDate,
    /// Of full time.
    pub percent: Percent,
    /// Handledare at the place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supervisor: Option<SupervisorChoice>,
    /// What it is to give.
    pub goals: FreeText,
    /// The objectives it is to give.
    pub objectives: Vec<ObjectiveCode>,
    /// The day the goals were agreed on with the receiving supervisor.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contract: Option<NaiveDate>,
    /// The receiving supervisor's report to the principal supervisor.
    pub feedback: FreeText,
    /// The follow-up after it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub followed_up: Option<FollowUp>,
}

/// What is wrong with a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidPeriod {
    /// Ends before it starts.
    #[error("Sista dagen ({}) ligger före första dagen ({}).", say_day(*.to), say_day(*.from))]
    EndsBeforeStart {
        /// First day.
        from: NaiveDate,
        /// Last day.
        to: NaiveDate,
    },
    /// Longer than any training, so a slip of the pen.
    #[error("Perioden är längre än {MOST_YEARS} år. Kontrollera årtalen.")]
    TooLong,
}

/// Most years of a period.
const MOST_YEARS: i64 = 20;

/// Checks a first and a last day.
///
/// # Errors
/// When they stand the wrong way round or very far apart.
pub fn check_period(from: NaiveDate, to: NaiveDate) -> Result<(), InvalidPeriod> {
    if to < from {
        Err(InvalidPeriod::EndsBeforeStart { from, to })
    } else if (to - from).num_days() >= MOST_YEARS * 366 {
        Err(InvalidPeriod::TooLong)
    } else {
        Ok(())
    }
}

/// What is wrong with a placement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidPlacement {
    /// Its days.
    #[error(transparent)]
    Period(#[from] InvalidPeriod),
    /// Before the training.
    #[error(
        "ST:n börjar {}, så placeringen kan inte börja {}. Tidigare tjänstgöring läggs in som tillgodoräkning.",
        say_day(*.starts_on), say_day(*.from)
    )]
    BeforeTraining {
        /// When the training starts.
        starts_on: NaiveDate,
        /// When the placement would.
        from: NaiveDate,
    },
    /// Its objectives.
    #[error(transparent)]
    Objective(#[from] WrongObjective),
    /// Agreed on in the future.
    #[error("Kontraktet kan inte ha ingåtts i framtiden. Ange dagen när målen är överenskomna.")]
    ContractAhead,
    /// Followed up in the future.
    #[error("Uppföljningen kan inte ligga i framtiden. Ange dagen när den är gjord.")]
    FollowUpAhead,
    /// Followed up before it began.
    #[error("Uppföljningen kan inte ligga före placeringens första dag, {}.", say_day(*.0))]
    FollowUpBeforeStart(NaiveDate),
}

impl SavePlacement {
    /// Checks days and objectives against the training that it is a part of.
    ///
    /// # Errors
    /// The first thing that stands wrong.
    pub fn check(&self, training: &Training, today: NaiveDate) -> Result<(), InvalidPlacement> {
        let (from, starts_on) = (self.from, training.starts_on);
        check_period(from, self.to)?;
        if from < starts_on {
            return Err(InvalidPlacement::BeforeTraining { starts_on, from });
        }
        check_objectives(&self.objectives, training.regulation)?;
        if self.contract.is_some_and(|agreed| agreed > today) {
            return Err(InvalidPlacement::ContractAhead);
        }
        match self.followed_up {
            Some(FollowUp { on, .. }) if on > today => Err(InvalidPlacement::FollowUpAhead),
            Some(FollowUp { on, .. }) if on < from => {
                Err(InvalidPlacement::FollowUpBeforeStart(from))
            }
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests;
