//! A training's way: underway, interrupted, completed.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::FullTime;
use crate::{text::Reason, written_date::say_day};

/// Where a training is on its way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "phase", rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum TrainingPhase {
    /// Pågår.
    Underway,
    /// Broken off, perhaps for good (avbrott; Riktlinje Västmanland 10). Parental leave is no interruption but a leave.
    Interrupted {
        /// First day that doesn't count.
        since: NaiveDate,
        /// Why.
        reason: Reason,
    },
    /// Done (fullgjord).
    Completed {
        /// Last day.
        on: NaiveDate,
    },
}

/// Why a training can't take a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TrainingNotAllowed {
    /// It is completed.
    #[error("ST:n är fullgjord. Öppna den igen först.")]
    Completed,
    /// It is interrupted.
    #[error("ST:n är avbruten. Återuppta den först.")]
    Interrupted,
    /// Only an interrupted one is taken up again.
    #[error("ST:n är inte avbruten, så det finns inget att återuppta.")]
    NotInterrupted,
    /// Only a completed one is reopened.
    #[error("ST:n är inte fullgjord, så det finns inget att öppna igen.")]
    NotCompleted,
    /// A day before the training starts.
    #[error("Dagen ligger före ST:ns första dag, {}.", say_day(*.0))]
    BeforeStart(NaiveDate),
    /// The minimum isn't reached.
    #[error("Det återstår {} på heltid innan ST:n kan vara fullgjord.", .remaining.rounded_up())]
    TooShort {
        /// Months of full time to go.
        remaining: FullTime,
    },
}

impl TrainingPhase {
    /// Breaks it off.
    ///
    /// # Errors
    /// When not underway, or on a day before it started.
    pub fn interrupt(
        self,
        since: NaiveDate,
        reason: Reason,
        starts_on: NaiveDate,
    ) -> Result<Self, TrainingNotAllowed> {
        self.underway()?;
        if since < starts_on {
            return Err(TrainingNotAllowed::BeforeStart(starts_on));
        }
        Ok(Self::Interrupted { since, reason })
    }

    /// Takes it up again. Placements then tell what was served: the time away is to be a gap in them.
    ///
    /// # Errors
    /// When not interrupted.
    pub fn resume(self) -> Result<Self, TrainingNotAllowed> {
        match self {
            Self::Interrupted { .. } => Ok(Self::Underway),
            Self::Underway | Self::Completed { .. } => Err(TrainingNotAllowed::NotInterrupted),
        }
    }

    /// Completes it with its last day. `remaining` is what lacked on that day ([`super::Service::remaining`]).
    ///
    /// # Errors
    /// When not underway, on a day before it started, or before the minimum is reached.
    pub fn complete(
        self,
        on: NaiveDate,
        remaining: FullTime,
        starts_on: NaiveDate,
    ) -> Result<Self, TrainingNotAllowed> {
        self.underway()?;
        if on < starts_on {
            Err(TrainingNotAllowed::BeforeStart(starts_on))
        } else if remaining > FullTime::ZERO {
            Err(TrainingNotAllowed::TooShort { remaining })
        } else {
            Ok(Self::Completed { on })
        }
    }

    /// Opens a completed one again; the reason goes into the history.
    ///
    /// # Errors
    /// When not completed.
    pub fn reopen(self) -> Result<Self, TrainingNotAllowed> {
        match self {
            Self::Completed { .. } => Ok(Self::Underway),
            Self::Underway | Self::Interrupted { .. } => Err(TrainingNotAllowed::NotCompleted),
        }
    }

    /// Whether it goes on, so that its content may be changed.
    ///
    /// # Errors
    /// When interrupted or completed.
    pub const fn underway(&self) -> Result<(), TrainingNotAllowed> {
        match self {
            Self::Underway => Ok(()),
            Self::Interrupted { .. } => Err(TrainingNotAllowed::Interrupted),
            Self::Completed { .. } => Err(TrainingNotAllowed::Completed),
        }
    }

    /// The word on the screen.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Underway => "Pågår",
            Self::Interrupted { .. } => "Avbruten",
            Self::Completed { .. } => "Fullgjord",
        }
    }
}
