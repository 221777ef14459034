//! Where placements lie over each other, and where there are none.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{
    Leave, Placement,
    stretch::{Share, day_after, stretches},
};
use crate::PlacementId;

/// Days on which several placements lie over each other. No fault in itself: two at half time are whole time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Overlap {
    /// First day.
    pub from: NaiveDate,
    /// Last day, included.
    pub to: NaiveDate,
    /// Those that lie there, at least two, in the order of their first days.
    pub placements: Vec<PlacementId>,
    /// Their percent together.
    pub percent: u32,
}

impl Overlap {
    /// Whether they are more than full time together; no more than full time counts.
    #[must_use]
    pub const fn over_full_time(&self) -> bool {
        self.percent > 100
    }
}

/// Days without a placement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Gap {
    /// First day.
    pub from: NaiveDate,
    /// Last day, included.
    pub to: NaiveDate,
}

/// Where placements lie over each other, in order; parted wherever one of them begins or ends.
#[must_use]
pub fn overlaps(placements: &[Placement]) -> Vec<Overlap> {
    let mut placements: Vec<&Placement> = placements.iter().filter(|p| p.from <= p.to).collect();
    placements.sort_by_key(|placement| (placement.from, placement.to, placement.id));
    let ends = placements.iter().map(|placement| day_after(placement.to));
    let mut borders: Vec<NaiveDate> = placements.iter().map(|p| p.from).chain(ends).collect();
    borders.sort_unstable();
    borders.dedup();
    let mut overlaps = Vec::new();
    let mut there: Vec<&Placement> = Vec::new();
    let mut coming = placements.into_iter().peekable();
    for pair in borders.windows(2) {
        let (from, until) = (pair[0], pair[1]);
        there.retain(|placement| placement.to >= from);
        while let Some(placement) = coming.next_if(|placement| placement.from <= from) {
            there.push(placement);
        }
        if there.len() > 1 {
            overlaps.push(Overlap {
                from,
                to: until.pred_opt().unwrap_or(from),
                placements: there.iter().map(|placement| placement.id).collect(),
                percent: there.iter().map(|placement| u32::from(placement.percent.get())).sum(),
            });
        }
    }
    overlaps
}

/// The days from `from` to `to`, both included, with neither a placement nor whole leave, in order.
#[must_use]
pub fn gaps(
    placements: &[Placement],
    leaves: &[Leave],
    from: NaiveDate,
    to: NaiveDate,
) -> Vec<Gap> {
    let placed = placements.iter().map(Share::from);
    let leave = leaves.iter().map(Share::from);
    let mut gaps: Vec<Gap> = Vec::new();
    for stretch in stretches(placed, leave, from, day_after(to)).iter().filter(|s| s.is_gap()) {
        let to = stretch.until.pred_opt().unwrap_or(stretch.from);
        match gaps.last_mut() {
            Some(last) if day_after(last.to) == stretch.from => last.to = to,
            _ => gaps.push(Gap { from: stretch.from, to }),
        }
    }
    gaps
}
