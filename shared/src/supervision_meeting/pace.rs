//! How much supervision there is: minutes a month over the last twelve months, leave left out.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};

use super::{HeldMeeting, SupervisionMeeting};

/// Minutes a month that are wanted on average: one hour (R15; Riktlinje Västmanland 4, bör).
pub const WANTED_MINUTES: u32 = 60;

/// A calendar month and how much of it was service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ServiceMonth {
    /// Any day of the month.
    pub month: NaiveDate,
    /// Per cent of the month in service: 100 without leave, 0 with leave all month. Part-time work is service.
    pub share: u8,
}

/// A month of the chart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SupervisionMonth {
    /// First day of the month.
    pub month: NaiveDate,
    /// Minutes held, of the days that are looked at.
    pub minutes: u32,
    /// Per cent in service; 0 leaves the month and its minutes out of the average.
    pub share: u8,
}

/// How much supervision there has been (R15).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SupervisionPace {
    /// First day looked at.
    pub from: NaiveDate,
    /// Last day looked at.
    pub until: NaiveDate,
    /// Minutes held in months with service.
    pub minutes: u32,
    /// Whole months of service that the average is over, rounded down.
    pub service_months: u32,
    /// Minutes a month on average, rounded down; none without any service.
    pub average: Option<u32>,
    /// Every month touched, oldest first. The first and the last may be parts of months.
    pub months: Vec<SupervisionMonth>,
}

impl SupervisionPace {
    /// Whether the average reaches what is wanted, in minutes a month; none without any service. Exact, since an average rounded
    /// down reaches a whole number just when the average does.
    #[must_use]
    pub fn reaches(&self, wanted: u32) -> Option<bool> {
        self.average.map(|average| average >= wanted)
    }
}

/// Parts of a month that 28, 29, 30 and 31 days all divide, so that shares of months add up without rounding.
const PARTS: u64 = 377_580;

fn first_of_month(day: NaiveDate) -> NaiveDate {
    day.with_day(1).unwrap_or(day)
}

/// Days of the month that lie within `from..=until`, and days in the month.
fn days_within(month: NaiveDate, from: NaiveDate, until: NaiveDate) -> (u64, u64) {
    let next = month.checked_add_months(Months::new(1)).unwrap_or(NaiveDate::MAX);
    let last = next.pred_opt().unwrap_or(month);
    let within = (last.min(until) - month.max(from)).num_days() + 1;
    (u64::try_from(within).unwrap_or(0), u64::from(last.day()))
}

/// How much supervision there has been, from the records; as [`pace`].
#[must_use]
pub fn hours_per_month(
    meetings: &[SupervisionMeeting],
    service: &[ServiceMonth],
    today: NaiveDate,
) -> SupervisionPace {
    pace(meetings.iter().filter_map(|meeting| meeting.phase.held().copied()), service, today)
}

/// How much supervision there has been in the twelve months that end with `today` (R15; Riktlinje Västmanland 4: at least one
/// hour a month on average, bör). Days rather than whole months bound them, so that a month that has just begun weighs no more than
/// its days. `service` tells the months of service; months without are left out, with their minutes.
#[must_use]
pub fn pace(
    held: impl IntoIterator<Item = HeldMeeting>,
    service: &[ServiceMonth],
    today: NaiveDate,
) -> SupervisionPace {
    let before = today.checked_sub_months(Months::new(12)).unwrap_or(NaiveDate::MIN);
    let from = before.checked_add_days(Days::new(1)).unwrap_or(today);
    let first = first_of_month(from);
    let mut months: BTreeMap<NaiveDate, SupervisionMonth> = (0..)
        .map_while(|n| first.checked_add_months(Months::new(n)))
        .take_while(|month| *month <= today)
        .map(|month| (month, SupervisionMonth { month, minutes: 0, share: 0 }))
        .collect();
    for one in service {
        if let Some(month) = months.get_mut(&first_of_month(one.month)) {
            month.share = one.share.min(100);
        }
    }
    for held in held {
        if (from..=today).contains(&held.on)
            && let Some(month) = months.get_mut(&first_of_month(held.on))
        {
            month.minutes += u32::from(u16::from(held.minutes));
        }
    }
    let months: Vec<_> = months.into_values().collect();
    let minutes = months.iter().filter(|month| month.share > 0).map(|month| month.minutes).sum();
    let service: u64 = months
        .iter()
        .map(|month| {
            let (within, all) = days_within(month.month, from, today);
            u64::from(month.share) * within * (PARTS / all)
        })
        .sum();
    let whole_month = 100 * PARTS;
    let average = (u64::from(minutes) * whole_month).checked_div(service);
    SupervisionPace {
        from,
        until: today,
        minutes,
        service_months: u32::try_from(service / whole_month).unwrap_or(u32::MAX),
        average: average.map(|average| u32::try_from(average).unwrap_or(u32::MAX)),
        months,
    }
}
