//! A brist followed from finding to action, owner, date, evidence and re-check.

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::{
    ActionPlanId, PlanEntryId,
    action_plan::{ActionPlan, ActionStatus, PlanAction, PlanOrigin},
    checklist::CriterionCode,
    grade::Fulfilment,
    review::{Review, ReviewId, Standing},
    text::FreeText,
};

/// Where a brist stands today.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ThreadState {
    /// An action is past its date.
    Late,
    /// No action is planned.
    Unplanned,
    /// Actions are planned and not yet done.
    Planned,
    /// All actions are done; the next review re-checks it.
    ToRecheck,
    /// A later review found it fulfilled (or not applicable).
    Closed,
}

impl ThreadState {
    /// The words on the screen.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Late => "Försenad",
            Self::Unplanned => "Utan åtgärd",
            Self::Planned => "Åtgärd planerad",
            Self::ToRecheck => "Ska kontrolleras",
            Self::Closed => "Åtgärdad",
        }
    }
}

/// A brist with all that has happened since.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FindingThread {
    /// Which criterion.
    pub code: CriterionCode,
    /// Of which specialty.
    pub specialty: String,
    /// The review that found it.
    pub found_in: ReviewId,
    /// That review's day.
    pub found: NaiveDate,
    /// What was found.
    pub note: FreeText,
    /// What is done about it.
    pub actions: Vec<ThreadAction>,
    /// Later reviews that answered the same criterion, in order of time.
    pub rechecks: Vec<Recheck>,
    /// Where it stands today.
    pub state: ThreadState,
}

impl FindingThread {
    /// Whether a year's self-assessment asks about it by name: inspectors found it, that year or before, and nobody has
    /// closed it.
    #[must_use]
    pub fn is_asked_about_in(&self, year: i32) -> bool {
        matches!(self.found_in, ReviewId::Inspection(_))
            && self.found.year() <= year
            && self.state != ThreadState::Closed
    }
}

/// An action of a thread, with the plan it stands in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ThreadAction {
    /// The plan.
    pub plan: ActionPlanId,
    /// The entry.
    pub entry: PlanEntryId,
    /// The action.
    pub action: PlanAction,
}

/// A later review of the same criterion.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Recheck {
    /// Which review.
    pub review: ReviewId,
    /// Its day.
    pub day: NaiveDate,
    /// How the criterion stood.
    pub standing: Standing,
}

/// All threads of a clinic: one for each brist that inspectors found, and for each shortcoming of a
/// self-assessment that a plan answers to. Most urgent first.
///
/// A thread is closed by the inspectors, or by a self-assessment where a self-assessment found it: what
/// inspectors found, the clinic's own later answer only re-checks until its actions are done.
#[must_use]
pub fn threads(reviews: &[Review], plans: &[ActionPlan], today: NaiveDate) -> Vec<FindingThread> {
    let mut threads: Vec<FindingThread> = reviews
        .iter()
        .flat_map(|review| {
            review
                .criteria
                .iter()
                .filter(|c| c.standing.fulfilment() == Fulfilment::NotFulfilled)
                .filter_map(|c| thread(review, c.code, &c.note, reviews, plans, today))
        })
        .collect();
    threads.sort_by_key(|thread| (thread.state, std::cmp::Reverse(thread.found), thread.code));
    threads
}

fn thread(
    review: &Review,
    code: CriterionCode,
    note: &FreeText,
    reviews: &[Review],
    plans: &[ActionPlan],
    today: NaiveDate,
) -> Option<FindingThread> {
    let answering = plans.iter().filter(|plan| review_of(plan) == review.id);
    let actions: Vec<(bool, ThreadAction)> = answering
        .flat_map(|plan| {
            plan.entries.iter().filter(|entry| entry.criteria.contains(&code)).flat_map(
                move |entry| {
                    entry.actions.iter().map(move |action| {
                        let in_force = plan.phase.followable().is_ok();
                        (
                            in_force,
                            ThreadAction { plan: plan.id, entry: entry.id, action: action.clone() },
                        )
                    })
                },
            )
        })
        .collect();
    if !review.is_inspection() && actions.is_empty() {
        return None;
    }
    let mut rechecks: Vec<Recheck> = reviews
        .iter()
        .filter(|later| {
            later.id != review.id && later.specialty == review.specialty && later.day > review.day
        })
        .filter_map(|later| {
            later.criterion(code).map(|c| Recheck {
                review: later.id,
                day: later.day,
                standing: c.standing,
            })
        })
        .collect();
    rechecks.sort_by_key(|recheck| recheck.day);
    let late = actions.iter().any(|(in_force, a)| *in_force && a.action.days_late(today).is_some());
    let done = actions.iter().all(|(_, a)| a.action.status == ActionStatus::Done);
    let closes = |recheck: &Recheck| {
        let inspected = matches!(recheck.review, ReviewId::Inspection(_));
        (inspected || !review.is_inspection() || done)
            && recheck.standing.fulfilment() != Fulfilment::NotFulfilled
    };
    let state = if rechecks.last().is_some_and(closes) && (done || !late) {
        ThreadState::Closed
    } else if late {
        ThreadState::Late
    } else if actions.is_empty() {
        ThreadState::Unplanned
    } else if done {
        ThreadState::ToRecheck
    } else {
        ThreadState::Planned
    };
    Some(FindingThread {
        code,
        specialty: review.specialty.clone(),
        found_in: review.id,
        found: review.day,
        note: note.clone(),
        actions: actions.into_iter().map(|(_, action)| action).collect(),
        rechecks,
        state,
    })
}

fn review_of(plan: &ActionPlan) -> ReviewId {
    match plan.origin {
        PlanOrigin::Inspection(id) => ReviewId::Inspection(id),
        PlanOrigin::SelfAssessment(id) => ReviewId::SelfAssessment(id),
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::{InspectionId, SelfAssessmentId};

    #[test]
    fn a_self_assessment_asks_about_what_inspectors_had_found_by_then_and_nobody_has_closed() {
        let found_in_2024 = |found_in: ReviewId, state: ThreadState| FindingThread {
            code: "D6".parse().unwrap(),
            specialty: "Ortopedi".to_owned(),
            found_in,
            found: NaiveDate::from_ymd_opt(2024, 5, 13).unwrap(),
            note: FreeText::default(),
            actions: Vec::new(),
            rechecks: Vec::new(),
            state,
        };
        let inspection = ReviewId::Inspection(InspectionId::new(Uuid::nil()));
        let own = ReviewId::SelfAssessment(SelfAssessmentId::new(Uuid::nil()));
        let asked = |thread: FindingThread| [2023, 2024, 2025].map(|y| thread.is_asked_about_in(y));
        assert_eq!(asked(found_in_2024(inspection, ThreadState::Late)), [false, true, true]);
        assert_eq!(asked(found_in_2024(inspection, ThreadState::Closed)), [false; 3]);
        assert_eq!(asked(found_in_2024(own, ThreadState::Unplanned)), [false; 3]);
    }
}
