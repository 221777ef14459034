//! What has been served of a training, and what remains.

use chrono::NaiveDate;

use super::{FullTime, ServiceTime, Training, time::time};
use crate::placement::{
    Credit, Leave, Placement, credited,
    stretch::{Share, day_after, stretches},
};

/// The service from `from` to `to`, both included, in months of full time.
///
/// Each day counts the placements' percent together, at most 100, less the leaves' percent, at least 0. A day without a placement
/// counts nothing.
#[must_use]
pub fn full_time(
    placements: &[Placement],
    leaves: &[Leave],
    from: NaiveDate,
    to: NaiveDate,
) -> FullTime {
    let (placed, leave) = (placements.iter().map(Share::from), leaves.iter().map(Share::from));
    time(&stretches(placed, leave, from, day_after(to)))
}

/// A training with all that its time is made of.
#[derive(Clone, Copy, Debug)]
pub struct Service<'a> {
    /// The training.
    pub training: &'a Training,
    /// All its placements, in any order.
    pub placements: &'a [Placement],
    /// All its leaves.
    pub leaves: &'a [Leave],
    /// All its credits.
    pub credits: &'a [Credit],
}

impl Service<'_> {
    /// The same by days and percent alone. What was broken off and taken up again only the decisions tell.
    #[must_use]
    pub fn time(&self) -> ServiceTime {
        let Training { regulation, starts_on, ref phase, .. } = *self.training;
        ServiceTime {
            regulation,
            starts_on,
            standing: phase.into(),
            placed: self.placements.iter().map(Into::into).collect(),
            away: self.leaves.iter().map(Into::into).collect(),
            interrupted: Vec::new(),
            credited: self.credited(),
            credits_written: self.credits.iter().map(|credit| credit.months.full_time()).sum(),
        }
    }

    /// The whole: the regulation's minimum.
    #[must_use]
    pub const fn minimum(&self) -> FullTime {
        FullTime::from_months(self.training.regulation.minimum_months())
    }

    /// What the approved credits give.
    #[must_use]
    pub fn credited(&self) -> FullTime {
        credited(self.credits, self.training.regulation)
    }

    /// Served so far; as [`ServiceTime::so_far`].
    #[must_use]
    pub fn so_far(&self, today: NaiveDate) -> FullTime {
        self.time().so_far(today)
    }

    /// What lacks; as [`ServiceTime::remaining`].
    #[must_use]
    pub fn remaining(&self, today: NaiveDate) -> FullTime {
        self.time().remaining(today)
    }

    /// How much is done; as [`ServiceTime::share`].
    #[must_use]
    pub fn share(&self, today: NaiveDate) -> u8 {
        self.time().share(today)
    }
}
