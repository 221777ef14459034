//! The next things to do, most urgent first.

use chrono::{Days, NaiveDate};

use super::{Place, timeline::form};
use crate::{
    assessment::AssessmentStage,
    portfolio::Portfolio,
    progress_review::ProgressReviewPhase,
    rule::{Case, Outcome, Thresholds, check, words::date},
    supervision_meeting::MeetingPhase,
    text::uncapitalised,
    training::TrainingStanding,
    training_facts::facts,
};

/// Most steps that are told at once.
pub const MOST_STEPS: usize = 5;

/// Something to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NextStep {
    /// The last day, or the day it is planned on; none when it lacks without a day.
    pub on: Option<NaiveDate>,
    /// Whether it was to be done.
    pub late: bool,
    /// What, as an instruction: `Följ upp placeringen`.
    pub what: String,
    /// Why, with figures.
    pub why: String,
    /// Where it is done.
    pub place: Place,
}

/// At most five things to do, most urgent first: late ones by how late, then by day. Nothing when the training isn't underway.
#[must_use]
pub fn next_steps(
    portfolio: &Portfolio,
    thresholds: &Thresholds,
    today: NaiveDate,
) -> Vec<NextStep> {
    let facts = facts(portfolio);
    if facts.service.standing != TrainingStanding::Underway {
        return Vec::new();
    }
    let case = Case::new(&facts, thresholds, today);
    let mut steps = by_rule(&case);
    steps.extend(assessments(portfolio, thresholds, today));
    steps.extend(meetings(portfolio, today));
    steps.extend(reviews(portfolio, today));
    steps.extend(next_meeting(&case));
    steps.sort_by(|a, b| {
        let key = |step: &NextStep| (!step.late, step.on.unwrap_or(today));
        key(a).cmp(&key(b)).then_with(|| a.what.cmp(&b.what))
    });
    let mut said: Vec<NextStep> = Vec::new();
    for step in steps {
        if !said.iter().any(|earlier| earlier.what == step.what && earlier.place == step.place) {
            said.push(step);
        }
    }
    said.truncate(MOST_STEPS);
    said
}

const PLAN_MEETING: &str = "Planera nästa handledarsamtal";

/// What to do about a rule. Rules that one action answers share the instruction; those that nothing can be done about have none.
const fn instruction(rule: u8) -> Option<(&'static str, Place)> {
    Some(match rule {
        4 | 62 => ("Planera avstämningar", Place::Reviews),
        12 => ("Se till att en huvudansvarig handledare utses", Place::Particulars),
        14 => ("Ange handledare för placeringen", Place::Placements),
        15 => (PLAN_MEETING, Place::Supervision),
        20..=23 | 27 | 36 | 40 => ("Gör klart programmet", Place::Programme),
        26 => ("Be om godkännande av tillgodoräkningen", Place::Placements),
        28 | 31 => ("Revidera programmet", Place::Programme),
        29 => ("Be om godkännande av programmets ändring", Place::Programme),
        30 => ("Följ upp placeringen", Place::Placements),
        32 => ("Kom överens om målen för sidotjänstgöringen", Place::Placements),
        33 => ("Be om återkoppling från sidotjänstgöringen", Place::Placements),
        35 => ("Redovisa kursen", Place::Activities),
        39 | 42 => ("Gör det skriftliga arbetet", Place::Activities),
        43 => ("Be om godkännande av projektplanen", Place::Activities),
        46 => ("Ange etikgodkännandets nummer", Place::Activities),
        48 => ("Låt det vetenskapliga arbetet granskas", Place::Activities),
        50 => ("Presentera det vetenskapliga arbetet", Place::Activities),
        53 => ("Gör ett kvalitetsarbete", Place::Activities),
        55 => ("Beskriv kvalitetsarbetet", Place::Activities),
        57 => ("Be om en bedömning", Place::Assessments),
        63 => ("Bekräfta handledarsamtalet", Place::Supervision),
        64 => ("Utvärdera handledningen", Place::Supervision),
        _ => return None,
    })
}

fn by_rule(case: &Case<'_>) -> Vec<NextStep> {
    let mut results = check(case.facts, case.thresholds, case.today);
    results.sort_by_key(|result| result.urgency());
    let steps = results.into_iter().filter_map(|result| {
        let (on, late) = match result.outcome {
            Outcome::Overdue { since } => (Some(since), true),
            Outcome::DueBy { on } => (Some(on), false),
            Outcome::NotFulfilled => (None, true),
            Outcome::Fulfilled | Outcome::Unknown => return None,
        };
        let (what, place) = instruction(result.rule.number())?;
        Some(NextStep { on, late, what: what.to_owned(), why: result.why, place })
    });
    steps.collect()
}

fn step(on: NaiveDate, today: NaiveDate, what: String, why: String, place: Place) -> NextStep {
    NextStep { on: Some(on), late: on < today, what, why, place }
}

/// Assessments to confirm, and those that nobody answered in time.
fn assessments(portfolio: &Portfolio, thresholds: &Thresholds, today: NaiveDate) -> Vec<NextStep> {
    let trainee = portfolio.training.trainee.id;
    let steps = portfolio.assessments.iter().filter_map(|one| {
        let place = Place::Assessment(one.id);
        let (name, form) = (one.assessor.name(), form(one));
        match &one.stage {
            AssessmentStage::Answered { answered, .. } if one.confirmer() == Some(trainee) => {
                let sent = answered.at.date_naive();
                let by = sent.checked_add_days(Days::new(thresholds.days_to_follow_up.into()))?;
                let why = format!("{name} skickade {} {}.", uncapitalised(&form), date(sent));
                Some(step(by, today, "Läs och bekräfta bedömningen".to_owned(), why, place))
            }
            AssessmentStage::Requested { request } if request.until < today => {
                let why =
                    format!("{name} har inte svarat. Sista dagen var {}.", date(request.until));
                Some(step(request.until, today, "Be om bedömningen igen".to_owned(), why, place))
            }
            _ => None,
        }
    });
    steps.collect()
}

/// Meetings that are planned: to prepare, or to write down.
fn meetings(portfolio: &Portfolio, today: NaiveDate) -> Vec<NextStep> {
    let planned = portfolio.meetings.iter().filter(|one| one.phase == MeetingPhase::Planned);
    let steps = planned.map(|meeting| {
        let (on, place) = (meeting.planned_on, Place::Meeting(meeting.id));
        let why = format!("Samtalet med {} är planerat {}.", meeting.supervisor.name, date(on));
        let what =
            if on < today { "Skriv in handledarsamtalet" } else { "Förbered handledarsamtalet" };
        step(on, today, what.to_owned(), why, place)
    });
    steps.collect()
}

/// Progress reviews that are planned and that the ST-läkare takes part in.
fn reviews(portfolio: &Portfolio, today: NaiveDate) -> Vec<NextStep> {
    let planned = portfolio
        .reviews
        .iter()
        .filter(|one| one.phase == ProgressReviewPhase::Planned && one.kind.with_trainee());
    let steps = planned.map(|review| {
        let (on, place) = (review.planned_on, Place::Review(review.id));
        let why = format!("{} är planerad {}.", review.kind.name(), date(on));
        let what = if on < today { "Skriv in avstämningen" } else { "Förbered avstämningen" };
        step(on, today, what.to_owned(), why, place)
    });
    steps.collect()
}

/// A meeting to plan when none is, a month of service after the last.
fn next_meeting(case: &Case<'_>) -> Option<NextStep> {
    if !case.facts.meetings_planned.is_empty() {
        return None;
    }
    let last = case.facts.meetings.last().map(|meeting| meeting.held.on);
    let by = case.months_after(last.unwrap_or_else(|| case.start()), 1);
    let why = match last {
        Some(last) => format!("Det senaste var {}, och inget nytt är planerat.", date(last)),
        None => "Inget handledarsamtal är planerat.".to_owned(),
    };
    Some(step(by, case.today, PLAN_MEETING.to_owned(), why, Place::Supervision))
}
