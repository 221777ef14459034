//! The whole training as lanes of days.

use chrono::NaiveDate;

use super::Place;
use crate::{
    activity::ActivityKind,
    assessment::{Assessment, AssessmentStage},
    instrument::Instruments,
    iup::Iup,
    portfolio::Portfolio,
    progress_review::ProgressReviewPhase,
    rule::Case,
    supervision_meeting::MeetingPhase,
    training::{FullTime, PlannedEnd, TrainingStanding},
    training_facts::facts,
};

/// What a lane holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LaneKind {
    /// Placeringar.
    Placements,
    /// Ledighet.
    Leave,
    /// Kurser, kvalitetsarbete, vetenskapligt arbete och andra aktiviteter.
    Activities,
    /// Versions of the programme.
    Iup,
    /// Bedömningar.
    Assessments,
    /// Handledarsamtal.
    Meetings,
    /// Avstämningar.
    Reviews,
}

impl LaneKind {
    /// In the order of the picture.
    pub const ALL: [Self; 7] = [
        Self::Placements,
        Self::Leave,
        Self::Activities,
        Self::Iup,
        Self::Assessments,
        Self::Meetings,
        Self::Reviews,
    ];

    /// The heading on the screen.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Placements => "Placeringar",
            Self::Leave => "Ledighet",
            Self::Activities => "Kurser och aktiviteter",
            Self::Iup => "IUP",
            Self::Assessments => "Bedömningar",
            Self::Meetings => "Handledarsamtal",
            Self::Reviews => "Avstämningar",
        }
    }
}

/// Something that lasts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// First day.
    pub from: NaiveDate,
    /// Last day, included.
    pub to: NaiveDate,
    /// Whether it goes on, so that `to` is only the last day known.
    pub open: bool,
    /// Row within the lane, from 0: spans of one row never lie over each other.
    pub row: usize,
    /// Such as the place.
    pub label: String,
    /// Such as `Sidotjänstgöring, 80 %`; may be empty.
    pub detail: String,
    /// Where it is.
    pub place: Place,
}

/// Something of one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Point {
    /// The day.
    pub on: NaiveDate,
    /// Whether it has been; else it is planned, asked for or due.
    pub done: bool,
    /// What it is.
    pub label: String,
    /// Where it is.
    pub place: Place,
}

/// A lane of the picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lane {
    /// What it holds.
    pub kind: LaneKind,
    /// What lasts, by first day.
    pub spans: Vec<Span>,
    /// What is of one day, by day.
    pub points: Vec<Point>,
}

impl Lane {
    /// Rows of spans, one at least.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.spans.iter().map(|span| span.row + 1).max().unwrap_or(1)
    }
}

/// The whole training in days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timeline {
    /// The day it is seen on.
    pub today: NaiveDate,
    /// Left edge: the training's first day, or earlier if something lies before it.
    pub from: NaiveDate,
    /// Right edge: the planned end, today or the last day of anything, whichever is last.
    pub to: NaiveDate,
    /// First day of the training.
    pub starts_on: NaiveDate,
    /// When the minimum is reached, and why then.
    pub planned_end: PlannedEnd,
    /// Months of full time served so far.
    pub served: FullTime,
    /// Months credited.
    pub credited: FullTime,
    /// The whole.
    pub whole: FullTime,
    /// Percent of the whole that is done, credits counted.
    pub percent: u8,
    /// In the order of the picture; empty ones too, so that every picture has the same lanes.
    pub lanes: Vec<Lane>,
}

impl Timeline {
    /// Days from the left edge to the right, both included: never 0.
    #[must_use]
    pub fn days(&self) -> i64 {
        (self.to - self.from).num_days() + 1
    }

    /// Days from the left edge to a day: 0 for the first, never outside the picture.
    #[must_use]
    pub fn offset(&self, day: NaiveDate) -> i64 {
        (day.clamp(self.from, self.to) - self.from).num_days()
    }

    /// A lane by what it holds.
    #[must_use]
    pub fn lane(&self, kind: LaneKind) -> Option<&Lane> {
        self.lanes.iter().find(|lane| lane.kind == kind)
    }
}

/// The whole training, seen today.
#[must_use]
pub fn timeline(portfolio: &Portfolio, today: NaiveDate) -> Timeline {
    let service = portfolio.service().time();
    let planned_end = service.planned_end(today);
    let lanes: Vec<_> =
        LaneKind::ALL.into_iter().map(|kind| lane(kind, portfolio, today)).collect();
    let end = match planned_end {
        PlannedEnd::On { day, .. } => Some(day),
        PlannedEnd::Unknown { .. } => None,
    };
    let spans = || lanes.iter().flat_map(|lane| &lane.spans);
    let points = || lanes.iter().flat_map(|lane| &lane.points).map(|point| point.on);
    let start = service.starts_on;
    let first = spans().map(|span| span.from).chain(points()).chain([start]).min();
    let last = spans().map(|span| span.to).chain(points()).chain([start, today]).chain(end).max();
    Timeline {
        today,
        from: first.unwrap_or(start),
        to: last.unwrap_or(start),
        starts_on: start,
        planned_end,
        served: service.so_far(today),
        credited: service.credited,
        whole: service.minimum(),
        percent: service.share(today),
        lanes,
    }
}

fn lane(kind: LaneKind, portfolio: &Portfolio, today: NaiveDate) -> Lane {
    let (mut spans, mut points) = match kind {
        LaneKind::Placements => (placements(portfolio), Vec::new()),
        LaneKind::Leave => (leaves(portfolio), Vec::new()),
        LaneKind::Activities => (activities(portfolio, today), Vec::new()),
        LaneKind::Iup => (versions(portfolio, today), revision(portfolio, today)),
        LaneKind::Assessments => {
            (Vec::new(), portfolio.assessments.iter().filter_map(assessment).collect())
        }
        LaneKind::Meetings => (Vec::new(), meetings(portfolio)),
        LaneKind::Reviews => (Vec::new(), reviews(portfolio)),
    };
    spans.sort_by(|a, b| (a.from, a.to, &a.label).cmp(&(b.from, b.to, &b.label)));
    points.sort_by(|a, b| (a.on, &a.label).cmp(&(b.on, &b.label)));
    stack(&mut spans);
    Lane { kind, spans, points }
}

/// Gives each span, in order, the first row where it lies over nothing.
fn stack(spans: &mut [Span]) {
    let mut rows: Vec<NaiveDate> = Vec::new();
    for span in spans {
        span.row = rows.iter().position(|last| *last < span.from).unwrap_or(rows.len());
        match rows.get_mut(span.row) {
            Some(last) => *last = span.to,
            None => rows.push(span.to),
        }
    }
}

fn placements(portfolio: &Portfolio) -> Vec<Span> {
    let span = |placement: &crate::placement::Placement| Span {
        from: placement.from,
        to: placement.to,
        open: false,
        row: 0,
        label: placement.place.to_string(),
        detail: format!("{}, {}", placement.kind.name(), placement.percent),
        place: Place::Placement(placement.id),
    };
    portfolio.placements.iter().map(span).collect()
}

fn leaves(portfolio: &Portfolio) -> Vec<Span> {
    let span = |leave: &crate::placement::Leave| Span {
        from: leave.from,
        to: leave.to,
        open: false,
        row: 0,
        label: leave.kind.name().to_owned(),
        detail: leave.percent.to_string(),
        place: Place::Leave(leave.id),
    };
    portfolio.leaves.iter().map(span).collect()
}

fn activities(portfolio: &Portfolio, today: NaiveDate) -> Vec<Span> {
    let span = |activity: &crate::activity::Activity| Span {
        from: activity.from,
        to: activity.to.unwrap_or(today).max(activity.from),
        open: activity.to.is_none(),
        row: 0,
        label: activity.title.to_string(),
        detail: match (activity.kind(), activity.external) {
            (ActivityKind::Course, true) => "Extern kurs".to_owned(),
            _ => activity.details.name().to_owned(),
        },
        place: Place::Activity(activity.id),
    };
    portfolio.activities.iter().map(span).collect()
}

/// Each version from its first day in force until the next.
fn versions(portfolio: &Portfolio, today: NaiveDate) -> Vec<Span> {
    let in_force = |version: &&Iup| version.phase.in_force_from().is_some();
    let mut versions: Vec<_> = portfolio.iups.iter().filter(in_force).collect();
    versions.sort_by_key(|version| version.number);
    let last = match portfolio.service().time().standing {
        TrainingStanding::Completed { on } => on.min(today),
        TrainingStanding::Underway | TrainingStanding::Interrupted { .. } => today,
    };
    versions
        .iter()
        .enumerate()
        .filter_map(|(index, version)| {
            let from = version.phase.in_force_from()?;
            let next = versions.get(index + 1).and_then(|next| next.phase.in_force_from());
            let until = next.and_then(|next| next.pred_opt()).unwrap_or(last);
            Some(Span {
                from,
                to: until.max(from),
                open: next.is_none(),
                row: 0,
                label: format!("Version {}", version.number),
                detail: version.phase.name().to_owned(),
                place: Place::Iup(version.id),
            })
        })
        .collect()
}

/// When the version in force is to be revised: the picture has a mark and no verdict.
fn revision(portfolio: &Portfolio, today: NaiveDate) -> Vec<Point> {
    let facts = facts(portfolio);
    let case = Case::new(&facts, &portfolio.thresholds, today);
    let underway = facts.service.standing == TrainingStanding::Underway;
    let current = facts.iup.current.as_ref().filter(|_| underway);
    let point = |current| Point {
        on: case.iup_revised_by(current),
        done: false,
        label: "Nästa revision".to_owned(),
        place: Place::Programme,
    };
    current.map(point).into_iter().collect()
}

/// The name of the form an assessment is written on.
pub(super) fn form(assessment: &Assessment) -> String {
    let form = Instruments::built_in().to_read(&assessment.instrument);
    form.map_or_else(|| assessment.instrument.code.to_string(), |form| form.name.clone())
}

fn assessment(assessment: &Assessment) -> Option<Point> {
    let (on, done) = match &assessment.stage {
        AssessmentStage::Requested { request }
        | AssessmentStage::Begun { request: Some(request), .. } => (request.until, false),
        AssessmentStage::Begun { request: None, .. } => (assessment.written.occasion.on, false),
        AssessmentStage::Answered { .. } | AssessmentStage::Confirmed { .. } => {
            (assessment.written.occasion.on, true)
        }
        AssessmentStage::Recalled { .. } | AssessmentStage::Declined { .. } => return None,
    };
    let label = format!("{}, {}", form(assessment), assessment.assessor.name());
    Some(Point { on, done, label, place: Place::Assessment(assessment.id) })
}

fn meetings(portfolio: &Portfolio) -> Vec<Point> {
    let point = |meeting: &crate::supervision_meeting::SupervisionMeeting| {
        let (on, done, label) = match meeting.phase.held() {
            Some(held) => {
                (held.on, true, format!("Handledarsamtal, {} minuter", u16::from(held.minutes)))
            }
            None if meeting.phase == MeetingPhase::Planned => {
                (meeting.planned_on, false, "Planerat handledarsamtal".to_owned())
            }
            None => return None,
        };
        Some(Point { on, done, label, place: Place::Meeting(meeting.id) })
    };
    portfolio.meetings.iter().filter_map(point).collect()
}

fn reviews(portfolio: &Portfolio) -> Vec<Point> {
    let point = |review: &crate::progress_review::ProgressReview| {
        let (on, done) = match review.phase.held() {
            Some(held) => (held.on, true),
            None if review.phase == ProgressReviewPhase::Planned => (review.planned_on, false),
            None => return None,
        };
        let label = review.kind.name().to_owned();
        Some(Point { on, done, label, place: Place::Review(review.id) })
    };
    portfolio.reviews.iter().filter_map(point).collect()
}
