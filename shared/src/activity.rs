//! Kurser, kvalitetsarbete, vetenskapligt arbete and other activities.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    ActivityId,
    curriculum::{ObjectiveCode, WrongObjective, check_objectives},
    placement::{InvalidPeriod, check_period},
    review::Changed,
    text::{FreeText, Line},
    training::Training,
    written_date::say_day,
};

mod approver;
mod certify;
mod details;
mod other;

pub use approver::SupervisedWork;
pub use certify::{ActivityRemark, CertifyGap, NotCertifiable};
pub use details::{
    ActivityDetails, ActivityKind, ActivityNotAllowed, InvalidWeeks, NameScientificSupervisor,
    PlanApprovals, PlanApprover, Publication, QualityWork, Reviewer, SaveDetails,
    SaveScientificWork, ScientificWork, Weeks,
};
pub use other::OtherActivity;

/// The ST-läkare's account of an activity, given orally or in writing (Riktlinje Västmanland 5.3).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ActivityReport {
    /// When it was given.
    pub on: NaiveDate,
    /// What was said; blank when it was given orally only.
    pub text: FreeText,
}

/// Something done beside the service: a course, quality work, scientific work or another activity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Activity {
    /// Which.
    pub id: ActivityId,
    /// Such as the course's name.
    pub title: Line,
    /// First day.
    pub from: NaiveDate,
    /// Last day, included; none while it goes on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<NaiveDate>,
    /// Who arranges it; where an auskultation is done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organiser: Option<Line>,
    /// Outside the own care provider (extern utbildning).
    pub external: bool,
    /// The objectives it is to give.
    pub objectives: Vec<ObjectiveCode>,
    /// The ST-läkare's account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub report: Option<ActivityReport>,
    /// What its kind has.
    #[serde(flatten)]
    pub details: ActivityDetails,
    /// 0 before it was first saved.
    pub version: i64,
    /// The last change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changed: Option<Changed>,
}

/// Saves an activity; its approvals are given by themselves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SaveActivity {
    /// Such as the course's name.
    pub title: Line,
    /// First day.
    pub from: NaiveDate,
    /// Last day, included; none while it goes on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<NaiveDate>,
    /// Who arranges it; where an auskultation is done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organiser: Option<Line>,
    /// Outside the own care provider.
    pub external: bool,
    /// The objectives it is to give.
    pub objectives: Vec<ObjectiveCode>,
    /// The ST-läkare's account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub report: Option<ActivityReport>,
    /// What its kind has.
    #[serde(flatten)]
    pub details: SaveDetails,
}

/// What is wrong with an activity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidActivity {
    /// Its days.
    #[error(transparent)]
    Period(#[from] InvalidPeriod),
    /// Its objectives.
    #[error(transparent)]
    Objective(#[from] WrongObjective),
    /// The account is given in the future.
    #[error("Redovisningen kan inte ligga i framtiden. Ange dagen när den är gjord.")]
    ReportAhead,
    /// The account is given before there was anything to tell.
    #[error("Redovisningen kan inte ligga före första dagen, {}.", say_day(*.0))]
    ReportBeforeStart(NaiveDate),
    /// The work is presented in the future.
    #[error("Presentationen kan inte ligga i framtiden. Ange dagen när den är gjord.")]
    PresentedAhead,
    /// The work is presented before it was begun.
    #[error("Presentationen kan inte ligga före första dagen, {}.", say_day(*.0))]
    PresentedBeforeStart(NaiveDate),
}

impl SaveActivity {
    /// Checks days and objectives against the training that it is a part of.
    ///
    /// # Errors
    /// The first thing that stands wrong.
    pub fn check(&self, training: &Training, today: NaiveDate) -> Result<(), InvalidActivity> {
        let from = self.from;
        check_period(from, self.to.unwrap_or(from))?;
        check_objectives(&self.objectives, training.regulation)?;
        match self.report.as_ref().map(|report| report.on) {
            Some(on) if on > today => return Err(InvalidActivity::ReportAhead),
            Some(on) if on < from => return Err(InvalidActivity::ReportBeforeStart(from)),
            _ => {}
        }
        match self.details.presented() {
            Some(on) if on > today => Err(InvalidActivity::PresentedAhead),
            Some(on) if on < from => Err(InvalidActivity::PresentedBeforeStart(from)),
            _ => Ok(()),
        }
    }
}

impl Activity {
    /// What kind it is.
    #[must_use]
    pub const fn kind(&self) -> ActivityKind {
        self.details.kind()
    }

    /// What it is called where it stands among other things: a course or work by its title, anything else also by what it is.
    #[must_use]
    pub fn label(&self) -> String {
        match &self.details {
            ActivityDetails::Other { .. } => format!("{}: {}", self.details.name(), &*self.title),
            ActivityDetails::Course
            | ActivityDetails::QualityWork(_)
            | ActivityDetails::ScientificWork(_) => self.title.to_string(),
        }
    }

    /// Changes it. A project plan that is worded anew is to be approved anew.
    ///
    /// # Errors
    /// When it is to become another kind.
    pub fn change(self, save: SaveActivity) -> Result<Self, ActivityNotAllowed> {
        let SaveActivity { title, from, to, organiser, external, objectives, report, details } =
            save;
        let details = self.details.change(details)?;
        Ok(Self { title, from, to, organiser, external, objectives, report, details, ..self })
    }
}

#[cfg(test)]
mod tests;
