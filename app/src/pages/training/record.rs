//! A training's records as its pages keep them.

use std::fmt::Display;

use serde::de::DeserializeOwned;
use shared::{
    ActivityId, AssessmentId, CertificateId, IupId, PlacementId, ProgressReviewId,
    SupervisionEvaluationId, SupervisionMeetingId, TrainingId,
    activity::Activity,
    assessment::Assessment,
    certificate::Certificate,
    iup::Iup,
    placement::{Credit, Leave, Placement},
    portfolio::Portfolio,
    progress_review::ProgressReview,
    supervision_meeting::{SupervisionEvaluation, SupervisionMeeting},
};

/// A record that the pages take steps with.
pub trait Record: Clone + DeserializeOwned + Send + Sync + 'static {
    /// What it is known by.
    type Id: Copy + PartialEq + Display + Send + Sync + 'static;

    /// Where its kind is in the API, under the training: `/meetings`.
    const PATH: &'static str;

    /// What it is known by.
    fn id(&self) -> Self::Id;

    /// All of its kind.
    fn all_mut(portfolio: &mut Portfolio) -> &mut Vec<Self>;
}

macro_rules! records {
    ($($type:ty, $id:ty: $path:literal in $field:ident;)+) => {
        $(impl Record for $type {
            type Id = $id;

            const PATH: &'static str = $path;

            fn id(&self) -> Self::Id {
                self.id
            }

            fn all_mut(portfolio: &mut Portfolio) -> &mut Vec<Self> {
                &mut portfolio.$field
            }
        })+
    };
}

records! {
    Placement, PlacementId: "/placements" in placements;
    Leave, PlacementId: "/leaves" in leaves;
    Credit, PlacementId: "/credits" in credits;
    Activity, ActivityId: "/activities" in activities;
    Iup, IupId: "/iups" in iups;
    Assessment, AssessmentId: "/assessments" in assessments;
    SupervisionMeeting, SupervisionMeetingId: "/meetings" in meetings;
    SupervisionEvaluation, SupervisionEvaluationId: "/evaluations" in evaluations;
    ProgressReview, ProgressReviewId: "/reviews" in reviews;
    Certificate, CertificateId: "/certificates" in certificates;
}

/// A record that somebody may be asked for who sees nothing else of the training. Those that one is asked for are in the API
/// under the same path as in a training.
pub trait AskedFor: Record {
    /// The training it is of.
    fn training(&self) -> TrainingId;
}

impl AskedFor for Assessment {
    fn training(&self) -> TrainingId {
        self.training
    }
}

impl AskedFor for Certificate {
    fn training(&self) -> TrainingId {
        self.training
    }
}

/// Puts what was saved in the place of what it was, or last if it is new; `id` is what it is known by.
pub fn put<T, K: PartialEq>(list: &mut Vec<T>, saved: T, id: impl Fn(&T) -> K) {
    let key = id(&saved);
    match list.iter_mut().find(|one| id(one) == key) {
        Some(was) => *was = saved,
        None => list.push(saved),
    }
}
