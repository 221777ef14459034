//! When a training is planned to reach the minimum, and why then.

use std::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{FullTime, Service, ServiceSpan, ServiceTime, TrainingStanding};
use crate::{
    curriculum::Regulation,
    placement::{
        Percent,
        stretch::{Share, Stretch, day_after},
    },
    written_date::say_day,
};

/// The first day on which service and approved credits reach the regulation's minimum, or why it can't be told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "end", rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum PlannedEnd {
    /// A day.
    On {
        /// The last day that is needed.
        day: NaiveDate,
        /// What decided it, in the order of the screen.
        reasons: Vec<EndReason>,
    },
    /// None.
    Unknown {
        /// Why.
        why: NoEnd,
    },
}

/// Why there is no planned end. The `Display` text is for the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum NoEnd {
    /// The training is interrupted.
    Interrupted {
        /// First day that doesn't count.
        since: NaiveDate,
    },
    /// The days stand so far ahead that the calendar ends.
    BeyondCalendar,
}

impl fmt::Display for NoEnd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Interrupted { since } => write!(
                f,
                "ST:n är avbruten sedan {}. Ett slut kan räknas ut när den återupptas.",
                say_day(*since)
            ),
            Self::BeyondCalendar => f.write_str(
                "Slutet ligger för långt fram för att räknas ut. Kontrollera årtalen i placeringar och ledigheter.",
            ),
        }
    }
}

/// A part of what decided a planned end. The `Display` text is for the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum EndReason {
    /// The training is completed; nothing is worked out.
    Completed,
    /// What the regulation asks for.
    Minimum {
        /// Which regulation.
        regulation: Regulation,
    },
    /// What is credited.
    Credited {
        /// How much counts.
        time: FullTime,
    },
    /// Credits that don't count, since nobody has approved them or they are more than the regulation allows.
    NotCredited {
        /// How much.
        time: FullTime,
    },
    /// What is served so far.
    Served {
        /// How much.
        time: FullTime,
    },
    /// What is planned from tomorrow until the end.
    Planned {
        /// How much.
        time: FullTime,
    },
    /// What leave takes from the first day until the end.
    Leave {
        /// How much.
        time: FullTime,
    },
    /// Days from the first until the end with neither placement nor whole leave.
    Unplaced {
        /// How many.
        days: i64,
    },
    /// What is assumed after the last planned placement.
    Assumed {
        /// The percent that is known last; 100 when none is.
        percent: Percent,
        /// From when.
        from: NaiveDate,
    },
}

impl fmt::Display for EndReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Completed => f.write_str("ST:n är fullgjord."),
            Self::Minimum { regulation } => write!(
                f,
                "{regulation} kräver minst {} på heltid.",
                FullTime::from_months(regulation.minimum_months())
            ),
            Self::Credited { time } => write!(f, "{time} är tillgodoräknade."),
            Self::NotCredited { time } => write!(
                f,
                "{time} räknas inte: tillgodoräkningen är inte godkänd eller är mer än föreskriften medger."
            ),
            Self::Served { time } => write!(f, "Hittills är {time} på heltid gjorda."),
            Self::Planned { time } => write!(f, "Planerade placeringar ger {time} till."),
            Self::Leave { time } => write!(f, "Ledighet tar bort {time}."),
            Self::Unplaced { days: 1 } => f.write_str("1 dag saknar placering och räknas inte."),
            Self::Unplaced { days } => write!(f, "{days} dagar saknar placering och räknas inte."),
            Self::Assumed { percent, from } => write!(
                f,
                "Från {} finns ingen placering. Där antas {percent} av heltid.",
                say_day(*from)
            ),
        }
    }
}

impl Service<'_> {
    /// When the minimum is reached as things are planned today; as [`ServiceTime::planned_end`].
    #[must_use]
    pub fn planned_end(&self, today: NaiveDate) -> PlannedEnd {
        self.time().planned_end(today)
    }
}

impl ServiceTime {
    /// When the minimum is reached as things are planned today.
    ///
    /// After the last planned placement, or from today if that is later, service is assumed to go on at the percent that is known
    /// last, 100 when there is no placement. Days that have passed without a placement count nothing.
    #[must_use]
    pub fn planned_end(&self, today: NaiveDate) -> PlannedEnd {
        match self.standing {
            TrainingStanding::Interrupted { since } => {
                return PlannedEnd::Unknown { why: NoEnd::Interrupted { since } };
            }
            TrainingStanding::Completed { on } => {
                return PlannedEnd::On { day: on, reasons: vec![EndReason::Completed] };
            }
            TrainingStanding::Underway => {}
        }
        let (assumed_from, percent) = self.assumed(today);
        let stretches = self.as_planned((assumed_from, percent));
        let wanted = self.minimum().less(self.credited);
        match first_day(&stretches, wanted, self.starts_on) {
            None => PlannedEnd::Unknown { why: NoEnd::BeyondCalendar },
            Some(day) => {
                let reasons = self.reasons(&stretches, day, today, (assumed_from, percent));
                PlannedEnd::On { day, reasons }
            }
        }
    }

    /// The first day on which service and approved credits reach `time` as things are planned today; none if the calendar ends before.
    #[must_use]
    pub fn day_reached(&self, time: FullTime, today: NaiveDate) -> Option<NaiveDate> {
        let stretches = self.as_planned(self.assumed(today));
        first_day(&stretches, time.less(self.credited), self.starts_on)
    }

    fn as_planned(&self, (from, percent): (NaiveDate, Percent)) -> Vec<Stretch> {
        self.stretches([Share::open(from, percent.get().into())], NaiveDate::MAX)
    }

    /// From when service is assumed, and at which percent: that of all placements which end last.
    fn assumed(&self, today: NaiveDate) -> (NaiveDate, Percent) {
        let valid = || self.placed.iter().filter(|span| span.from <= span.to);
        let last = valid().map(|span| span.to).max();
        let together = |last: NaiveDate| {
            let percent = valid().filter(|span| span.to == last).map(percent).sum::<i64>();
            Percent::try_from(percent).unwrap_or(Percent::FULL)
        };
        let from = last.map_or(today, day_after).max(today).max(self.starts_on);
        (from, last.map_or(Percent::FULL, together))
    }

    fn reasons(
        &self,
        stretches: &[Stretch],
        day: NaiveDate,
        today: NaiveDate,
        (assumed_from, percent): (NaiveDate, Percent),
    ) -> Vec<EndReason> {
        let not_credited = self.credits_written.less(self.credited);
        let served = self.served(today.min(day));
        let known = self.served(day);
        let (mut leave, mut unplaced) = (FullTime::ZERO, 0);
        for stretch in stretches.iter().filter(|stretch| stretch.from <= day) {
            let until = stretch.until.min(day_after(day));
            let lost = stretch.percent_without_leave() - stretch.percent();
            leave = leave + FullTime::of_days(stretch.from, until, lost);
            if stretch.is_gap() {
                unplaced += (until - stretch.from).num_days();
            }
        }
        let time = |time: FullTime, reason: fn(FullTime) -> EndReason| {
            (time > FullTime::ZERO).then(|| reason(time))
        };
        [
            Some(EndReason::Minimum { regulation: self.regulation }),
            time(self.credited, |time| EndReason::Credited { time }),
            time(not_credited, |time| EndReason::NotCredited { time }),
            time(served, |time| EndReason::Served { time }),
            time(known - served, |time| EndReason::Planned { time }),
            time(leave, |time| EndReason::Leave { time }),
            (unplaced > 0).then_some(EndReason::Unplaced { days: unplaced }),
            (assumed_from <= day).then_some(EndReason::Assumed { percent, from: assumed_from }),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

fn percent(span: &ServiceSpan) -> i64 {
    span.percent.get().into()
}

/// The first day with which the stretches' time reaches `wanted`.
fn first_day(stretches: &[Stretch], wanted: FullTime, starts_on: NaiveDate) -> Option<NaiveDate> {
    if wanted == FullTime::ZERO {
        return Some(starts_on);
    }
    let mut remaining = wanted;
    for stretch in stretches {
        let percent = stretch.percent();
        let time = FullTime::of_days(stretch.from, stretch.until, percent);
        if time >= remaining {
            return remaining.day_reached(stretch.from, percent);
        }
        remaining = remaining - time;
    }
    None
}
