//! What has been served of a training, and what remains.

use chrono::NaiveDate;

use super::{FullTime, Training, TrainingPhase};
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
    stretches(placed, leave, from, day_after(to))
        .iter()
        .map(|stretch| FullTime::of_days(stretch.from, stretch.until, stretch.percent()))
        .sum()
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

    /// Served from the training's first day to `today`, included, without credits. After an interruption or the end nothing counts.
    #[must_use]
    pub fn so_far(&self, today: NaiveDate) -> FullTime {
        let last = match self.training.phase {
            TrainingPhase::Underway => Some(today),
            TrainingPhase::Interrupted { since, .. } => since.pred_opt().map(|day| day.min(today)),
            TrainingPhase::Completed { on } => Some(on.min(today)),
        };
        last.map_or(FullTime::ZERO, |last| {
            full_time(self.placements, self.leaves, self.training.starts_on, last)
        })
    }

    /// What lacks of the minimum after `today`, credits counted.
    #[must_use]
    pub fn remaining(&self, today: NaiveDate) -> FullTime {
        self.minimum().less(self.so_far(today) + self.credited())
    }

    /// How much of the whole is done, credits counted: 0 to 100 percent, and 100 not before the minimum is reached.
    #[must_use]
    pub fn share(&self, today: NaiveDate) -> u8 {
        (self.so_far(today) + self.credited()).percent_of(self.minimum())
    }
}
