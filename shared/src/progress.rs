//! A ST-läkare's first page: where am I, what is next; and what a clinic's trainings and supervisors say of the checklist's criteria.

use crate::{
    ActivityId, AssessmentId, CertificateId, IupId, PlacementId, ProgressReviewId,
    SupervisionMeetingId,
};

mod activity;
mod board;
mod counts;
mod evidence;
mod next;
mod supervisors;
#[cfg(test)]
mod tests;
mod timeline;

pub use activity::{ActivityStanding, activity_standing};
pub use board::{ObjectiveCard, Support, board, named, support};
pub use counts::{Count, CountKind, counts};
pub use evidence::{Differs, Figure, clinic_evidence, differs, is_behind};
pub use next::{MOST_STEPS, NextStep, next_steps};
pub use supervisors::supervisor_evidence;
pub use timeline::{Lane, LaneKind, Point, Span, Timeline, timeline};

/// Where in a training something is: the page that it leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// What the training is: its days, curriculum and huvudansvarig handledare.
    Particulars,
    /// The programme in force or on its way.
    Programme,
    /// A version of the programme.
    Iup(IupId),
    /// All placements, leaves and credits.
    Placements,
    /// A placement.
    Placement(PlacementId),
    /// A leave.
    Leave(PlacementId),
    /// Courses, quality work and scientific work.
    Activities,
    /// One of them.
    Activity(ActivityId),
    /// All assessments.
    Assessments,
    /// An assessment.
    Assessment(AssessmentId),
    /// Supervision meetings and the supervision's evaluation.
    Supervision,
    /// A supervision meeting.
    Meeting(SupervisionMeetingId),
    /// All progress reviews.
    Reviews,
    /// A progress review.
    Review(ProgressReviewId),
    /// A certificate.
    Certificate(CertificateId),
}
