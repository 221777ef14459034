//! What a training's time is made of, by days and percent alone.

use chrono::{Datelike, Months, NaiveDate};
use serde::{Deserialize, Serialize};

use super::{FullTime, TrainingPhase};
use crate::{
    curriculum::Regulation,
    placement::{
        Leave, Percent, Placement,
        stretch::{Share, Stretch, day_after, stretches},
    },
};

/// Where a training is on its way, without words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "phase", rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum TrainingStanding {
    /// Pågår.
    Underway,
    /// Avbruten.
    Interrupted {
        /// First day that doesn't count.
        since: NaiveDate,
    },
    /// Fullgjord.
    Completed {
        /// Last day.
        on: NaiveDate,
    },
}

impl From<&TrainingPhase> for TrainingStanding {
    fn from(phase: &TrainingPhase) -> Self {
        match *phase {
            TrainingPhase::Underway => Self::Underway,
            TrainingPhase::Interrupted { since, .. } => Self::Interrupted { since },
            TrainingPhase::Completed { on } => Self::Completed { on },
        }
    }
}

/// A run of days at a percent of full time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ServiceSpan {
    /// First day.
    pub from: NaiveDate,
    /// Last day, included.
    pub to: NaiveDate,
    /// Of full time.
    pub percent: Percent,
}

impl From<&Placement> for ServiceSpan {
    fn from(placement: &Placement) -> Self {
        Self { from: placement.from, to: placement.to, percent: placement.percent }
    }
}

impl From<&Leave> for ServiceSpan {
    fn from(leave: &Leave) -> Self {
        Self { from: leave.from, to: leave.to, percent: leave.percent }
    }
}

/// All that a training's months are counted from: exact for any day that is asked about, and small enough to be kept beside each
/// training in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ServiceTime {
    /// What sets the minimum.
    pub regulation: Regulation,
    /// First day.
    pub starts_on: NaiveDate,
    /// Where it is on its way.
    pub standing: TrainingStanding,
    /// Placements' days and percent, in any order.
    pub placed: Vec<ServiceSpan>,
    /// Leaves' days and percent.
    pub away: Vec<ServiceSpan>,
    /// From each interruption to the day before it was taken up again. What was served meanwhile only placements tell.
    pub interrupted: Vec<ServiceSpan>,
    /// What the approved credits give.
    pub credited: FullTime,
    /// What all credits would give, approved or not.
    pub credits_written: FullTime,
}

impl ServiceTime {
    /// The whole: the regulation's minimum.
    #[must_use]
    pub const fn minimum(&self) -> FullTime {
        FullTime::from_months(self.regulation.minimum_months())
    }

    /// The last day that counts if it is asked about `today`; none when nothing does.
    #[must_use]
    pub fn last_day(&self, today: NaiveDate) -> Option<NaiveDate> {
        let last = match self.standing {
            TrainingStanding::Underway => Some(today),
            TrainingStanding::Interrupted { since } => since.pred_opt().map(|day| day.min(today)),
            TrainingStanding::Completed { on } => Some(on.min(today)),
        };
        last.filter(|last| *last >= self.starts_on)
    }

    /// Served from the first day to `today`, included, without credits. After an interruption or the end nothing counts.
    #[must_use]
    pub fn so_far(&self, today: NaiveDate) -> FullTime {
        self.last_day(today).map_or(FullTime::ZERO, |last| self.served(last))
    }

    /// What lacks of the minimum after `today`, credits counted.
    #[must_use]
    pub fn remaining(&self, today: NaiveDate) -> FullTime {
        self.minimum().less(self.so_far(today) + self.credited)
    }

    /// How much of the whole is done, credits counted: 0 to 100 percent, and 100 not before the minimum is reached.
    #[must_use]
    pub fn share(&self, today: NaiveDate) -> u8 {
        (self.so_far(today) + self.credited).percent_of(self.minimum())
    }

    /// Runs of whole leave, and what was broken off, after the first day: first day and the day after the last, in order and apart.
    pub(crate) fn time_away(&self) -> Vec<(NaiveDate, NaiveDate)> {
        let away = self.away.iter().chain(&self.interrupted).map(Share::from);
        let all = stretches([], away, self.starts_on, NaiveDate::MAX);
        let whole = all.iter().filter(|stretch| stretch.is_whole_leave());
        whole.map(|stretch| (stretch.from, stretch.until)).collect()
    }

    /// How much of the calendar month that holds `day` was or is service, until `today` as far as the training goes: whole leave,
    /// what was broken off and the days before its start aren't.
    #[must_use]
    pub fn month_share(&self, day: NaiveDate, today: NaiveDate) -> u8 {
        let first = day.with_day(1).unwrap_or(day);
        let next = first.checked_add_months(Months::new(1)).unwrap_or(NaiveDate::MAX);
        let end = match self.standing {
            TrainingStanding::Underway => next,
            TrainingStanding::Interrupted { .. } | TrainingStanding::Completed { .. } => {
                self.last_day(today).map_or(first, day_after).min(next)
            }
        };
        let days = |from: NaiveDate, until: NaiveDate| {
            (until.min(end) - from.max(first).max(self.starts_on)).num_days().max(0)
        };
        let away: i64 = self.time_away().iter().map(|(from, until)| days(*from, *until)).sum();
        let share = (days(first, next) - away) * 100 / (next - first).num_days();
        u8::try_from(share.clamp(0, 100)).unwrap_or(100)
    }

    /// The time of the placements from the first day to `to`.
    pub(super) fn served(&self, to: NaiveDate) -> FullTime {
        time(&self.stretches([], day_after(to)))
    }

    /// All days from the first up to but not with `until`, with what is `assumed` beside the placements.
    pub(super) fn stretches(
        &self,
        assumed: impl IntoIterator<Item = Share>,
        until: NaiveDate,
    ) -> Vec<Stretch> {
        let placed = self.placed.iter().map(Share::from).chain(assumed);
        stretches(placed, self.away.iter().map(Share::from), self.starts_on, until)
    }
}

/// The time of some stretches together.
pub(super) fn time(stretches: &[Stretch]) -> FullTime {
    let time =
        |stretch: &Stretch| FullTime::of_days(stretch.from, stretch.until, stretch.percent());
    stretches.iter().map(time).sum()
}
