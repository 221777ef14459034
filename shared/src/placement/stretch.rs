//! Days parted where the percent changes: what lets time be counted by stretches instead of days.

use chrono::NaiveDate;

use super::{Leave, Placement};
use crate::training::ServiceSpan;

/// A run of days on which nothing begins or ends. Never empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stretch {
    /// First day.
    pub from: NaiveDate,
    /// The day after the last.
    pub until: NaiveDate,
    /// All placements' percent together.
    placed: i64,
    /// All leaves' percent together.
    leave: i64,
}

impl Stretch {
    /// The percent of full time that each day counts: never more than 100 for the placements, from which the leave is taken.
    pub(crate) fn percent(&self) -> i64 {
        (self.placed.min(100) - self.leave).max(0)
    }

    /// The percent that each day would count without leave.
    pub(crate) fn percent_without_leave(&self) -> i64 {
        self.placed.min(100)
    }

    /// Of that percent, what comes of the placement that is counted last, which covers all of it.
    pub(crate) fn percent_of_last(&self, last: i64) -> i64 {
        self.percent() - Self { placed: self.placed - last, ..*self }.percent()
    }

    /// Whether it is whole leave, whatever the placements say.
    pub(crate) fn is_whole_leave(&self) -> bool {
        self.leave >= 100
    }

    /// Whether no placement covers it, and no whole leave.
    pub(crate) fn is_gap(&self) -> bool {
        self.placed == 0 && self.leave < 100
    }
}

/// A run of days at a percent, the last day outside.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Share {
    from: NaiveDate,
    until: NaiveDate,
    percent: i64,
}

impl Share {
    /// To the end of the calendar.
    pub(crate) fn open(from: NaiveDate, percent: i64) -> Self {
        Self { from, until: NaiveDate::MAX, percent }
    }
}

impl From<&ServiceSpan> for Share {
    fn from(span: &ServiceSpan) -> Self {
        let percent = span.percent.get().into();
        Self { from: span.from, until: day_after(span.to), percent }
    }
}

impl From<&Placement> for Share {
    fn from(placement: &Placement) -> Self {
        (&ServiceSpan::from(placement)).into()
    }
}

impl From<&Leave> for Share {
    fn from(leave: &Leave) -> Self {
        (&ServiceSpan::from(leave)).into()
    }
}

/// The next day; the calendar's last day is its own.
pub(crate) fn day_after(day: NaiveDate) -> NaiveDate {
    day.succ_opt().unwrap_or(day)
}

/// Parts the days from `from` up to but not with `until`, in order and without gap.
pub(crate) fn stretches(
    placed: impl IntoIterator<Item = Share>,
    leave: impl IntoIterator<Item = Share>,
    from: NaiveDate,
    until: NaiveDate,
) -> Vec<Stretch> {
    if from >= until {
        return Vec::new();
    }
    let placed = placed.into_iter().map(|share| (share, share.percent, 0));
    let leave = leave.into_iter().map(|share| (share, 0, share.percent));
    let mut borders = vec![(from, 0, 0), (until, 0, 0)];
    for (share, placed, leave) in placed.chain(leave) {
        let (begin, end) = (share.from.max(from), share.until.min(until));
        if begin < end {
            borders.push((begin, placed, leave));
            borders.push((end, -placed, -leave));
        }
    }
    borders.sort_unstable();
    let (mut placed, mut leave) = (0, 0);
    let mut stretches = Vec::new();
    for pair in borders.windows(2) {
        placed += pair[0].1;
        leave += pair[0].2;
        let (from, until) = (pair[0].0, pair[1].0);
        if from < until {
            stretches.push(Stretch { from, until, placed, leave });
        }
    }
    stretches
}
