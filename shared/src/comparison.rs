//! Jämförelse: two reviews of the same clinic, criterion by criterion and area by area.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    checklist::{AreaCode, Checklist, CriterionCode},
    grade::{Fulfilment, ReviewGrade},
    review::{Review, Standing},
};

/// How the clinic's view stands to what was found, or a later review to an earlier one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Agreement {
    /// Both see a shortcoming, or neither does.
    Agree,
    /// The first sees none where the second does.
    FirstHigher,
    /// The first sees a shortcoming where the second doesn't.
    FirstLower,
    /// One of them says nothing.
    Missing,
}

impl Agreement {
    /// All, differences first.
    pub const ALL: [Self; 4] = [Self::FirstHigher, Self::FirstLower, Self::Missing, Self::Agree];

    /// Whether it is a difference to talk about.
    #[must_use]
    pub const fn differs(self) -> bool {
        matches!(self, Self::FirstHigher | Self::FirstLower)
    }
}

/// Compares two standings. "Delvis" and "ej uppfyllt" both meet a "brist"; "ej tillämpligt" is no shortcoming.
#[must_use]
pub fn compare(first: Option<Standing>, second: Option<Standing>) -> Agreement {
    let short = |standing: Standing| standing.fulfilment() == Fulfilment::NotFulfilled;
    match (first.map(short), second.map(short)) {
        (Some(first), Some(second)) if first == second => Agreement::Agree,
        (Some(false), Some(_)) => Agreement::FirstHigher,
        (Some(true), Some(_)) => Agreement::FirstLower,
        (None, _) | (_, None) => Agreement::Missing,
    }
}

/// How many criteria agree and differ.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Tally {
    /// Alike.
    pub agree: usize,
    /// The first higher.
    pub first_higher: usize,
    /// The first lower.
    pub first_lower: usize,
    /// One of them says nothing.
    pub missing: usize,
}

impl Tally {
    /// Counts one more.
    pub const fn add(&mut self, agreement: Agreement) {
        match agreement {
            Agreement::Agree => self.agree += 1,
            Agreement::FirstHigher => self.first_higher += 1,
            Agreement::FirstLower => self.first_lower += 1,
            Agreement::Missing => self.missing += 1,
        }
    }

    /// The count of one kind.
    #[must_use]
    pub const fn of(&self, agreement: Agreement) -> usize {
        match agreement {
            Agreement::Agree => self.agree,
            Agreement::FirstHigher => self.first_higher,
            Agreement::FirstLower => self.first_lower,
            Agreement::Missing => self.missing,
        }
    }

    /// Criteria both say something of.
    #[must_use]
    pub const fn compared(&self) -> usize {
        self.agree + self.first_higher + self.first_lower
    }

    /// Share of agreement in whole percent, of what both say something of; none if that is nothing.
    #[must_use]
    pub fn agreement_percent(&self) -> Option<usize> {
        let compared = self.compared();
        (compared > 0).then(|| (200 * self.agree + compared) / (2 * compared))
    }
}

/// One criterion of a comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ComparedCriterion {
    /// Which.
    pub code: CriterionCode,
    /// In the first review.
    pub first: Option<Standing>,
    /// In the second review.
    pub second: Option<Standing>,
    /// How they stand to each other.
    pub agreement: Agreement,
}

/// One area of a comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ComparedArea {
    /// Which.
    pub area: AreaCode,
    /// Grade in the first review.
    pub first: Option<ReviewGrade>,
    /// Grade in the second review.
    pub second: Option<ReviewGrade>,
    /// Its criteria.
    pub tally: Tally,
}

/// Two reviews compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// One a criterion of the second review's checklist, in order.
    pub criteria: Vec<ComparedCriterion>,
    /// One an area.
    pub areas: Vec<ComparedArea>,
    /// All criteria.
    pub tally: Tally,
}

/// Compares `first` (such as the clinic's own view) with `second` (such as the inspectors'), over the
/// criteria of `checklist`, the second's version. A criterion the first's version lacks is missing.
#[must_use]
pub fn compare_reviews(checklist: &Checklist, first: &Review, second: &Review) -> Comparison {
    let standings = |review: &Review| -> BTreeMap<CriterionCode, Standing> {
        review.criteria.iter().map(|c| (c.code, c.standing)).collect()
    };
    let (firsts, seconds) = (standings(first), standings(second));
    let criteria: Vec<ComparedCriterion> = checklist
        .criteria()
        .map(|criterion| {
            let code = criterion.code;
            let (first, second) = (firsts.get(&code).copied(), seconds.get(&code).copied());
            ComparedCriterion { code, first, second, agreement: compare(first, second) }
        })
        .collect();
    let mut tally = Tally::default();
    let areas = checklist
        .areas
        .iter()
        .map(|area| {
            let mut own = Tally::default();
            for criterion in criteria.iter().filter(|c| c.code.area() == area.code) {
                own.add(criterion.agreement);
                tally.add(criterion.agreement);
            }
            ComparedArea {
                area: area.code,
                first: first.grades.get(&area.code).cloned(),
                second: second.grades.get(&area.code).cloned(),
                tally: own,
            }
        })
        .collect();
    Comparison { criteria, areas, tally }
}

#[cfg(test)]
mod tests {
    use proptest::{prelude::*, sample::select};

    use super::*;

    #[test]
    fn partly_and_not_fulfilled_both_meet_the_inspectors_finding() {
        let finding = Some(Standing::NotFulfilled);
        assert_eq!(compare(Some(Standing::Partly), finding), Agreement::Agree);
        assert_eq!(compare(Some(Standing::NotFulfilled), finding), Agreement::Agree);
        assert_eq!(compare(Some(Standing::Fulfilled), finding), Agreement::FirstHigher);
        assert_eq!(
            compare(Some(Standing::Partly), Some(Standing::Fulfilled)),
            Agreement::FirstLower
        );
        assert_eq!(compare(None, finding), Agreement::Missing);
    }

    #[test]
    fn the_share_is_rounded_and_counts_only_what_both_say_something_of() {
        let tally = Tally { agree: 2, first_higher: 1, first_lower: 0, missing: 71 };
        assert_eq!(tally.agreement_percent(), Some(67));
        assert_eq!(Tally { missing: 74, ..Tally::default() }.agreement_percent(), None);
    }

    proptest! {
        #[test]
        fn turning_a_comparison_round_swaps_higher_and_lower(
            first in select(vec![None, Some(Standing::Fulfilled), Some(Standing::Partly), Some(Standing::NotFulfilled), Some(Standing::NotApplicable)]),
            second in select(vec![None, Some(Standing::Fulfilled), Some(Standing::Partly), Some(Standing::NotFulfilled), Some(Standing::NotApplicable)]),
        ) {
            let turned = match compare(first, second) {
                Agreement::FirstHigher => Agreement::FirstLower,
                Agreement::FirstLower => Agreement::FirstHigher,
                same => same,
            };
            prop_assert_eq!(compare(second, first), turned);
        }
    }
}
