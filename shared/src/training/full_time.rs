//! Service time in months of full time, exact.

use std::{
    fmt,
    iter::Sum,
    ops::{Add, Sub},
};

use chrono::{Datelike, Months, NaiveDate};
use serde::{Deserialize, Serialize};

/// What one percent of one month is in units: the least number that months of 28, 29, 30 and 31 days all divide.
const PERCENT_OF_MONTH: i64 = 377_580;

/// Months of full-time service in units of 1/37 758 000 month, so that any day at any percent is a whole number of them.
///
/// A day of a month with n days at p percent is 377 580 / n × p units. The sum is then the same however a period is split, and a
/// whole month at full time is one month whether it has 28 days or 31.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(value_type = i64))]
pub struct FullTime(i64);

impl FullTime {
    /// No time.
    pub const ZERO: Self = Self(0);

    const MONTH: i64 = 100 * PERCENT_OF_MONTH;

    /// Whole months.
    #[must_use]
    pub const fn from_months(months: u16) -> Self {
        Self(months as i64 * Self::MONTH)
    }

    /// Tenths of a month.
    #[must_use]
    pub const fn from_tenths(tenths: u16) -> Self {
        Self(tenths as i64 * Self::MONTH / 10)
    }

    /// The number of units.
    #[must_use]
    pub const fn units(self) -> i64 {
        self.0
    }

    /// The days from `from` up to but not with `until`, each at `percent`.
    pub(super) fn of_days(from: NaiveDate, until: NaiveDate, percent: i64) -> Self {
        Self((months_until(until) - months_until(from)) * percent)
    }

    /// The first day, counted from `from` on, with which days at `percent` reach this time; none if the calendar ends before.
    ///
    /// `percent` and the time are above 0.
    pub(super) fn day_reached(self, from: NaiveDate, percent: i64) -> Option<NaiveDate> {
        let goal = months_until(from) + (self.0 + percent - 1) / percent;
        let month = goal.div_euclid(PERCENT_OF_MONTH);
        let first = NaiveDate::from_ymd_opt(
            i32::try_from(month.div_euclid(12)).ok()?,
            u32::try_from(month.rem_euclid(12)).ok()? + 1,
            1,
        )?;
        let a_day = PERCENT_OF_MONTH / days_in_month(first);
        let days = (goal.rem_euclid(PERCENT_OF_MONTH) + a_day - 1) / a_day;
        // `days` whole days of this month are needed, so the last of them is the day; none means the last day of the month before.
        match u64::try_from(days).ok()? {
            0 => first.pred_opt(),
            days => first.checked_add_days(chrono::Days::new(days - 1)),
        }
    }

    /// Tenths of a month, rounded down so that nothing seems reached before it is.
    const fn tenths(self) -> i64 {
        self.0 / (Self::MONTH / 10)
    }

    /// As a form has it, in months with two decimals rounded down: `17,53`.
    #[must_use]
    pub fn on_form(self) -> String {
        let hundredths = self.0 / (Self::MONTH / 100);
        format!("{},{:02}", hundredths / 100, hundredths % 100)
    }

    /// Rounded up to a tenth of a month: for what remains, so that it never seems to be nothing.
    #[must_use]
    pub const fn rounded_up(self) -> Self {
        let tenth = Self::MONTH / 10;
        Self((self.0 + tenth - 1) / tenth * tenth)
    }

    /// What remains of this when `other` is taken away, never less than nothing.
    #[must_use]
    pub fn less(self, other: Self) -> Self {
        (self - other).max(Self::ZERO)
    }

    /// How much of `whole` this is, in percent from 0 to 100, rounded down.
    #[must_use]
    pub fn percent_of(self, whole: Self) -> u8 {
        if self >= whole {
            return 100;
        }
        u8::try_from(self.0.max(0) * 100 / whole.0).unwrap_or(100)
    }
}

/// A place in the calendar as one percent of the months before it: whole months count alike, days as a share of theirs.
fn months_until(day: NaiveDate) -> i64 {
    let months = i64::from(day.year()) * 12 + i64::from(day.month0());
    months * PERCENT_OF_MONTH + i64::from(day.day0()) * (PERCENT_OF_MONTH / days_in_month(day))
}

fn days_in_month(day: NaiveDate) -> i64 {
    let first = day.with_day(1).unwrap_or(day);
    first.checked_add_months(Months::new(1)).map_or(31, |next| (next - first).num_days())
}

impl Add for FullTime {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl Sub for FullTime {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl Sum for FullTime {
    fn sum<I: Iterator<Item = Self>>(times: I) -> Self {
        times.fold(Self::ZERO, Add::add)
    }
}

impl fmt::Display for FullTime {
    /// As the screen says it, with one decimal rounded down: `17,5 månader`, `1 månad`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.tenths() / 10, self.tenths() % 10) {
            (1, 0) => f.write_str("1 månad"),
            (whole, 0) => write!(f, "{whole} månader"),
            (whole, tenths) => write!(f, "{whole},{tenths} månader"),
        }
    }
}
