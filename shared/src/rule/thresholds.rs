//! The numbers that regions choose.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{RuleId, rule};

/// Numbers of the rules, a region's own; what a region leaves out is as in Västmanland. Months are calendar months.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Thresholds {
    /// Minutes of supervision a month on average (R15).
    pub supervision_minutes_per_month: u32,
    /// Assessments a year (R57).
    pub assessments_per_year: u32,
    /// Months from the start until the programme is in force (R21).
    pub iup_within_months: u32,
    /// Most months between versions of the programme (R28).
    pub iup_revision_months: u32,
    /// Hours of self-study a week (R37).
    pub self_study_hours_per_week: u32,
    /// A placement elsewhere that is longer than so many months has a named supervisor there (R14).
    pub placement_months_with_supervisor: u32,
    /// Days after a placement, a course or a signed programme until it is to be followed up, told of or approved; the guideline names
    /// none (R12, R22, R23, R29–R31, R33, R35, R48, R50, R55, R63).
    pub days_to_follow_up: u32,
    /// Days before a last day that a thing done every year is called to mind; our own number.
    pub days_to_remind: u32,
    /// Months between reviews of each kind (R04, R62).
    pub review_months: u32,
    /// Months between evaluations of the supervision (R64).
    pub supervision_evaluation_months: u32,
    /// Months that a handledarutbildning lasts before it should be renewed (R18).
    pub supervisor_training_months: u32,
    /// Fewest weeks of scientific work (R41).
    pub science_weeks_least: u32,
    /// Most weeks of scientific work (R41).
    pub science_weeks_most: u32,
    /// Fewest weeks of quality work (R54).
    pub quality_weeks_least: u32,
}

impl Default for Thresholds {
    /// Riktlinje Västmanland.
    fn default() -> Self {
        Self {
            supervision_minutes_per_month: 60,
            assessments_per_year: 2,
            iup_within_months: 6,
            iup_revision_months: 12,
            self_study_hours_per_week: 2,
            placement_months_with_supervisor: 1,
            days_to_follow_up: 30,
            days_to_remind: 30,
            review_months: 12,
            supervision_evaluation_months: 12,
            supervisor_training_months: 60,
            science_weeks_least: 4,
            science_weeks_most: 10,
            quality_weeks_least: 2,
        }
    }
}

/// One of the [`Thresholds`], as it is shown and changed.
pub struct Threshold {
    /// Its name where it is stored, such as `assessments_per_year`.
    pub key: &'static str,
    /// What it is about, with others: the heading over them.
    pub group: &'static str,
    /// What it is, such as `Bedömningar om året`.
    pub name: &'static str,
    /// What it is counted in, such as `månader`.
    pub unit: &'static str,
    /// The same for one, such as `månad`.
    one: &'static str,
    /// The least it may be.
    pub least: u32,
    /// The most it may be.
    pub most: u32,
    /// The rules it is used in; none for a number of our own.
    rules: &'static [RuleId],
    read: fn(&Thresholds) -> u32,
    write: fn(&mut Thresholds, u32),
}

impl Threshold {
    /// The number among these.
    #[must_use]
    pub fn of(&self, thresholds: &Thresholds) -> u32 {
        (self.read)(thresholds)
    }

    /// The number with what it is counted in: `1 månad`, `6 månader`.
    #[must_use]
    pub fn said(&self, thresholds: &Thresholds) -> String {
        let number = self.of(thresholds);
        format!("{number} {}", if number == 1 { self.one } else { self.unit })
    }

    /// Whether it is a number of this rule.
    #[must_use]
    pub fn is_of(&self, rule: RuleId) -> bool {
        self.rules.contains(&rule)
    }

    /// The sections of the guideline it stands in, in order; none for a number of our own.
    #[must_use]
    pub fn sections(&self) -> BTreeSet<&'static str> {
        self.rules.iter().filter_map(|id| rule(*id)).map(|rule| rule.section.as_str()).collect()
    }

    /// Sets the number among these.
    pub fn set(&self, thresholds: &mut Thresholds, number: u32) {
        (self.write)(thresholds, number);
    }
}

/// Why thresholds can't be so.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidThreshold {
    /// Beyond what makes sense.
    #[error("Skriv ett tal från {least} till {most}.")]
    Beyond {
        /// The [`Threshold::key`].
        key: &'static str,
        /// The least it may be.
        least: u32,
        /// The most it may be.
        most: u32,
    },
    /// The fewest weeks of scientific work are more than the most.
    #[error("Det minsta antalet veckor är större än det högsta.")]
    WeeksCrossed,
}

impl InvalidThreshold {
    /// The [`Threshold::key`] that stands wrong.
    #[must_use]
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Beyond { key, .. } => key,
            Self::WeeksCrossed => "science_weeks_least",
        }
    }
}

macro_rules! thresholds {
    ($($group:literal { $($key:ident: $name:literal, $one:literal $unit:literal, [$($rule:literal)*], $least:literal to $most:literal;)+ })+) => {
        /// All thresholds, in the order they are shown; those of a group stand together.
        pub const THRESHOLDS: &[Threshold] = &[$($(Threshold {
            key: stringify!($key),
            group: $group,
            name: $name,
            one: $one,
            unit: $unit,
            rules: &[$(RuleId($rule)),*],
            least: $least,
            most: $most,
            read: |thresholds| thresholds.$key,
            write: |thresholds, number| thresholds.$key = number,
        },)+)+];
    };
}

thresholds! {
    "Handledning och avstämning" {
        supervision_minutes_per_month: "Handledning i månaden", "minut" "minuter", [15], 1 to 1_200;
        supervision_evaluation_months: "Tid mellan utvärderingar av handledningen", "månad" "månader", [64], 1 to 60;
        supervisor_training_months: "Tid mellan förnyelser av handledarutbildningen", "månad" "månader", [18], 1 to 240;
        assessments_per_year: "Bedömningar om året", "stycken" "stycken", [57], 1 to 50;
        review_months: "Tid mellan avstämningar av samma slag", "månad" "månader", [4 62], 1 to 60;
    }
    "Utbildningsprogram och placeringar" {
        iup_within_months: "Tid från start till godkänd IUP", "månad" "månader", [21], 1 to 24;
        iup_revision_months: "Längsta tid mellan IUP-versioner", "månad" "månader", [28], 1 to 60;
        placement_months_with_supervisor: "Placering på annan klinik som kräver handledare där: längre än", "månad" "månader", [14], 1 to 12;
    }
    "Studier och arbeten" {
        self_study_hours_per_week: "Självstudier i veckan", "timme" "timmar", [37], 1 to 20;
        quality_weeks_least: "Kvalitetsarbete, minst", "vecka" "veckor", [54], 1 to 52;
        science_weeks_least: "Vetenskapligt arbete, minst", "vecka" "veckor", [41], 1 to 52;
        science_weeks_most: "Vetenskapligt arbete, högst", "vecka" "veckor", [41], 1 to 104;
    }
    "Dagar" {
        days_to_follow_up: "Tid att följa upp, redovisa eller godkänna", "dag" "dagar", [12 22 23 29 30 31 33 35 48 50 55 63], 1 to 365;
        days_to_remind: "Påminnelse före sista dagen", "dag" "dagar", [], 0 to 180;
    }
}

impl Thresholds {
    /// That each makes sense.
    ///
    /// # Errors
    /// The first that doesn't.
    pub fn check(&self) -> Result<(), InvalidThreshold> {
        for threshold in THRESHOLDS {
            let Threshold { key, least, most, .. } = *threshold;
            if !(least..=most).contains(&threshold.of(self)) {
                return Err(InvalidThreshold::Beyond { key, least, most });
            }
        }
        if self.science_weeks_least > self.science_weeks_most {
            return Err(InvalidThreshold::WeeksCrossed);
        }
        Ok(())
    }

    /// Those that differ from others, each in words: `Bedömningar om året: 4 stycken`.
    #[must_use]
    pub fn differing(&self, other: &Self) -> Vec<String> {
        THRESHOLDS
            .iter()
            .filter(|threshold| threshold.of(self) != threshold.of(other))
            .map(|threshold| format!("{}: {}", threshold.name, threshold.said(self)))
            .collect()
    }
}

/// A care provider's own thresholds, as they stand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OwnThresholds {
    /// The numbers.
    pub thresholds: Thresholds,
    /// 0 before any was chosen.
    pub version: i64,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_number_is_shown_and_the_guidelines_own_make_sense() {
        let stored = serde_json::to_value(Thresholds::default()).unwrap();
        let mut keys: Vec<_> = stored.as_object().unwrap().keys().map(String::as_str).collect();
        let mut shown: Vec<_> = THRESHOLDS.iter().map(|threshold| threshold.key).collect();
        keys.sort_unstable();
        shown.sort_unstable();
        assert_eq!(keys, shown);
        assert_eq!(Thresholds::default().check(), Ok(()));
    }

    #[test]
    fn the_fewest_weeks_are_not_more_than_the_most() {
        let thresholds = Thresholds { science_weeks_least: 11, ..Thresholds::default() };
        assert_eq!(thresholds.check(), Err(InvalidThreshold::WeeksCrossed));
    }

    proptest! {
        #[test]
        fn a_number_is_kept_where_it_was_set_and_refused_beyond_its_bounds(
            place in 0..THRESHOLDS.len(), number in 0..200_u32
        ) {
            let threshold = &THRESHOLDS[place];
            let mut thresholds = Thresholds { science_weeks_least: 1, science_weeks_most: 104, ..Thresholds::default() };
            let before = thresholds;
            threshold.set(&mut thresholds, number);
            prop_assert_eq!(threshold.of(&thresholds), number);
            let within = (threshold.least..=threshold.most).contains(&number);
            let said = thresholds.check();
            prop_assert_eq!(said.is_ok(), within || said == Err(InvalidThreshold::WeeksCrossed));
            if let Err(error) = said {
                prop_assert!(error.key() == threshold.key || error == InvalidThreshold::WeeksCrossed);
            }
            prop_assert_eq!(thresholds.differing(&before).len(), usize::from(threshold.of(&before) != number));
        }
    }
}
