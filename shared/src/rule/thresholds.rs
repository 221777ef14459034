//! The numbers that regions choose.

use serde::{Deserialize, Serialize};

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
    /// Fewest weeks of scientific work (R41).
    pub science_weeks_least: u8,
    /// Most weeks of scientific work (R41).
    pub science_weeks_most: u8,
    /// Fewest weeks of quality work (R54).
    pub quality_weeks_least: u8,
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
            science_weeks_least: 4,
            science_weeks_most: 10,
            quality_weeks_least: 2,
        }
    }
}
