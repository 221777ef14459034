//! What the rules need to know about a training, without its records: small, and true on any day.
//!
//! Kept beside each training by the server, so that a list of two hundred ST-läkare needs no portfolios. Facts hold days, not judgements:
//! what is overdue is worked out by [`crate::rule::check`] on the day that somebody looks.

use chrono::{Months, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::{
    ActivityId, PersonId,
    activity::OtherActivity,
    certificate::{CertificateKind, ObjectiveState},
    iup::IupPart,
    placement::{FollowUp, PlacementKind},
    progress_review::ProgressReviewKind,
    supervision_meeting::HeldMeeting,
    supervisor::SupervisorTraining,
    text::Line,
    training::{ServiceTime, Training},
};

mod gather;
#[cfg(test)]
pub(crate) mod tests;

pub use gather::facts;

/// Grows when facts come to hold something new, or portfolios to go out in another form, so that what was gathered before is gathered
/// anew.
pub const GATHERED_VERSION: u16 = 5;

/// Months of assessments and meetings that are kept, counted back from the last of them.
pub const MONTHS_KEPT: u32 = 24;

/// What the rules need to know about a training.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TrainingFacts {
    /// Such as `Ortopedi`.
    pub specialty: Line,
    /// Day of the legitimation.
    pub licensed_on: NaiveDate,
    /// The huvudansvarig handledare; none where nobody is named.
    pub supervisor: Option<SupervisorFacts>,
    /// What its months are counted from: start, regulation, placements, leaves and credits.
    pub service: ServiceTime,
    /// Credits that nobody has approved.
    pub credits_unapproved: usize,
    /// A doctorate is credited.
    pub doctorate: bool,
    /// Its placements by what the rules ask of each, by first day.
    pub placements: Vec<PlacementFacts>,
    /// The programme.
    pub iup: IupFacts,
    /// Days of the assessments that count, oldest first; of the last two years, twelve at least.
    pub assessed_on: Vec<NaiveDate>,
    /// Last days of the assessments asked for and not answered, soonest first.
    pub assessments_asked: Vec<NaiveDate>,
    /// Assessments sent that the other party hasn't confirmed.
    pub assessments_unconfirmed: usize,
    /// Supervision meetings held, oldest first; of the last two years, twelve at least.
    pub meetings: Vec<MeetingFacts>,
    /// Days of the supervision meetings planned, soonest first.
    pub meetings_planned: Vec<NaiveDate>,
    /// The last of each kind of progress review; kinds with none are left out.
    pub reviews: Vec<ReviewFacts>,
    /// Last evaluation of the supervision.
    pub supervision_evaluated_on: Option<NaiveDate>,
    /// Courses, by first day.
    pub courses: Vec<CourseFacts>,
    /// Quality works, by first day.
    pub quality_works: Vec<QualityWorkFacts>,
    /// Scientific works, by first day.
    pub scientific_works: Vec<ScientificWorkFacts>,
    /// The first of each other activity; those that there are none of are left out.
    pub other_activities: Vec<OtherActivityFacts>,
    /// Kinds of certificate in force.
    pub certified: Vec<CertificateKind>,
    /// Objectives by how far they have come.
    pub objectives: ObjectiveCounts,
}

/// What the rules need to know about somebody who supervises.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SupervisorFacts {
    /// Who; none for somebody without an account, of whom nothing else is known either.
    pub person: Option<PersonId>,
    /// Whether they are a specialist in the training's specialty; none where that can't be known.
    pub specialist: Option<bool>,
    /// Handledarutbildning.
    pub training: SupervisorTraining,
}

/// What the rules need to know about a placement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PlacementFacts {
    /// Such as `Handkirurgen, Exempelsjukhuset`.
    pub place: Line,
    /// At the own clinic, elsewhere or research.
    pub kind: PlacementKind,
    /// First day.
    pub from: NaiveDate,
    /// Last day, included.
    pub to: NaiveDate,
    /// The supervisor there; none where nobody is named.
    pub supervisor: Option<SupervisorFacts>,
    /// The day its goals were agreed on.
    pub contract: Option<NaiveDate>,
    /// Whether the receiving supervisor has reported back.
    pub feedback: bool,
    /// The follow-up after it.
    pub followed_up: Option<FollowUp>,
}

/// What the rules need to know about the programme.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct IupFacts {
    /// The day the first version came into force.
    pub first_in_force: Option<NaiveDate>,
    /// The version in force.
    pub current: Option<IupInForce>,
    /// The version on its way.
    pub next: Option<IupOnItsWay>,
}

/// What the rules need to know about the version in force.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct IupInForce {
    /// Which.
    pub number: u32,
    /// First day in force.
    pub from: NaiveDate,
    /// Parts without text.
    pub empty_parts: Vec<IupPart>,
    /// Objectives that nothing is planned for.
    pub objectives_unplanned: usize,
    /// Whether it says how scientific competence is assessed (STa3 under HSLF-FS 2021:8, a5 under SOSFS 2015:8).
    pub science_assessed: bool,
}

/// What the rules need to know about a version that isn't in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct IupOnItsWay {
    /// Which.
    pub number: u32,
    /// Whether it is a first programme or a larger change, to be approved.
    pub larger: bool,
    /// How far it has come.
    pub step: IupStep,
}

/// How far a version on its way has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "step", rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum IupStep {
    /// Being written.
    Draft,
    /// Signed by one.
    SignedByOne {
        /// When.
        on: NaiveDate,
    },
    /// Signed by both; waits for approval.
    WaitsForApproval {
        /// Since when.
        since: NaiveDate,
        /// Who signed as supervisor, and so can't approve it too.
        supervisor: PersonId,
    },
}

/// A supervision meeting that was held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MeetingFacts {
    /// When and how long.
    #[serde(flatten)]
    pub held: HeldMeeting,
    /// Whether both have confirmed what is written.
    pub confirmed: bool,
}

/// The last progress review of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReviewFacts {
    /// Of what kind.
    pub kind: ProgressReviewKind,
    /// The last day one was held.
    pub last: Option<NaiveDate>,
    /// The first day one is planned on.
    pub planned: Option<NaiveDate>,
}

/// What the rules need to know about a course.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CourseFacts {
    /// Its name.
    pub title: Line,
    /// First day.
    pub from: NaiveDate,
    /// Last day, included.
    pub to: Option<NaiveDate>,
    /// Outside the own care provider.
    pub external: bool,
    /// The day the ST-läkare gave an account of it.
    pub reported_on: Option<NaiveDate>,
}

/// What the rules need to know about a quality work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct QualityWorkFacts {
    /// First day.
    pub from: NaiveDate,
    /// Last day, included.
    pub to: Option<NaiveDate>,
    /// Time spent, in weeks.
    pub weeks: Option<u8>,
    /// Whether it says how the work was done.
    pub implementation: bool,
    /// Whether it says what came of it.
    pub evaluation: bool,
}

/// What the rules need to know about a scientific work.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ScientificWorkFacts {
    /// Which.
    pub id: ActivityId,
    /// Its title.
    pub title: Line,
    /// First day.
    pub from: NaiveDate,
    /// Last day, included.
    pub to: Option<NaiveDate>,
    /// Time spent, course included, in weeks.
    pub weeks: Option<u8>,
    /// Whether a project plan is written.
    pub plan: bool,
    /// Vetenskaplig handledare with an account.
    pub scientific_supervisor: Option<PersonId>,
    /// The day a supervisor approved the plan.
    pub plan_by_supervisor: Option<NaiveDate>,
    /// The day the head of unit approved the plan.
    pub plan_by_head_of_unit: Option<NaiveDate>,
    /// To be published, but without ethics approval.
    pub ethics_missing: bool,
    /// Whether it is reviewed by a scientific supervisor, and whether that one holds a doctorate.
    pub reviewer_with_doctorate: Option<bool>,
    /// The day it was presented.
    pub presented_on: Option<NaiveDate>,
}

/// The first activity of its kind that is neither a course nor a work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OtherActivityFacts {
    /// What it is.
    pub what: OtherActivity,
    /// First day.
    pub from: NaiveDate,
}

/// Objectives by how far they have come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ObjectiveCounts {
    /// Nothing planned, chosen or certified.
    pub not_planned: usize,
    /// Planned in the programme in force.
    pub planned: usize,
    /// Something speaks for them.
    pub underway: usize,
    /// All certified.
    pub certified: usize,
}

impl ObjectiveCounts {
    /// Counts states.
    #[must_use]
    pub fn of(states: impl IntoIterator<Item = ObjectiveState>) -> Self {
        let mut counts = Self::default();
        for state in states {
            *match state {
                ObjectiveState::NotPlanned => &mut counts.not_planned,
                ObjectiveState::Planned => &mut counts.planned,
                ObjectiveState::Underway => &mut counts.underway,
                ObjectiveState::Certified => &mut counts.certified,
            } += 1;
        }
        counts
    }

    /// All of them.
    #[must_use]
    pub const fn total(&self) -> usize {
        self.not_planned + self.planned + self.underway + self.certified
    }
}

/// A row of a list of trainings: the rules are checked on these facts where the list is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TrainingSummary {
    /// The training.
    pub training: Training,
    /// What the rules need.
    pub facts: TrainingFacts,
}

impl TrainingFacts {
    /// The last review of a kind.
    #[must_use]
    pub fn review(&self, kind: ProgressReviewKind) -> Option<&ReviewFacts> {
        self.reviews.iter().find(|review| review.kind == kind)
    }
}

/// However old, so many of the last are kept: a long leave stretches the window that they are counted in.
const LEAST_KEPT: usize = 12;

/// Those within [`MONTHS_KEPT`] of the last of them, and the last [`LEAST_KEPT`], oldest first.
fn recent<T>(mut all: Vec<T>, day: impl Fn(&T) -> NaiveDate) -> Vec<T> {
    all.sort_by_key(|one| day(one));
    let since = all.last().and_then(|last| day(last).checked_sub_months(Months::new(MONTHS_KEPT)));
    let older = all.iter().take_while(|one| since.is_some_and(|since| day(one) <= since)).count();
    all.drain(..older.min(all.len().saturating_sub(LEAST_KEPT)));
    all
}
