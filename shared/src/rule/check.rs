//! Checks a training's facts against the rules.

use chrono::{Days, Months, NaiveDate};

use super::{Outcome, RuleId, RuleResult, Thresholds};
use crate::{training::TrainingStanding, training_facts::TrainingFacts};

mod development;
mod iup;
mod service;
mod supervisors;
pub mod words;
mod works;

pub(crate) use development::YearOfAssessments;
pub use development::{evaluation_due, review_due};

/// A training on a day: what each rule is checked on.
pub(crate) struct Case<'a> {
    pub facts: &'a TrainingFacts,
    pub thresholds: &'a Thresholds,
    pub today: NaiveDate,
    /// Whole leave: first day and the day after the last.
    away: Vec<(NaiveDate, NaiveDate)>,
}

/// How a training stands to each rule that bears on it, by number. Nothing falls due in a training that is interrupted or completed.
///
/// Days of whole leave are left out of every time that is told in months: they move a last day ahead, since nobody is there to
/// be assessed, supervised or reviewed. A rule that doesn't bear on the training (yet) is left out.
#[must_use]
pub fn check(facts: &TrainingFacts, thresholds: &Thresholds, today: NaiveDate) -> Vec<RuleResult> {
    if facts.service.standing != TrainingStanding::Underway {
        return Vec::new();
    }
    let case = Case::new(facts, thresholds, today);
    let parts = [case.supervisors(), case.iup(), case.service(), case.development(), case.works()];
    let mut results: Vec<_> = parts.into_iter().flatten().collect();
    results.sort_by_key(|result| result.rule);
    results
}

/// A result of the rule with a number.
fn result(number: u8, outcome: Outcome, why: impl Into<String>) -> Option<RuleResult> {
    RuleId::new(number).map(|rule| RuleResult { rule, outcome, why: why.into() })
}

impl<'a> Case<'a> {
    pub(crate) fn new(
        facts: &'a TrainingFacts,
        thresholds: &'a Thresholds,
        today: NaiveDate,
    ) -> Self {
        Self { facts, thresholds, today, away: facts.service.time_away() }
    }

    /// First day of the training.
    pub(crate) const fn start(&self) -> NaiveDate {
        self.facts.service.starts_on
    }

    /// To be done by a day, or late.
    fn by(&self, on: NaiveDate) -> Outcome {
        if self.today <= on { Outcome::DueBy { on } } else { Outcome::Overdue { since: on } }
    }

    /// Kept until a day, called to mind when it is near, late after it.
    fn kept_until(&self, on: NaiveDate) -> Outcome {
        let near = self.today.checked_add_days(Days::new(self.thresholds.days_to_remind.into()));
        if near.is_some_and(|near| near < on) { Outcome::Fulfilled } else { self.by(on) }
    }

    /// The last day so many months of service after a day: whole leave moves it ahead.
    pub(crate) fn months_after(&self, from: NaiveDate, months: u32) -> NaiveDate {
        let mut last = from.checked_add_months(Months::new(months)).unwrap_or(NaiveDate::MAX);
        for &(begin, until) in &self.away {
            let begin = begin.max(from.succ_opt().unwrap_or(from));
            if begin <= last && begin < until {
                let days = Days::new((until - begin).num_days().unsigned_abs());
                last = last.checked_add_days(days).unwrap_or(NaiveDate::MAX);
            }
        }
        last
    }

    /// The last day to follow up what happened on a day.
    fn follow_up_by(&self, day: NaiveDate) -> NaiveDate {
        let days = Days::new(self.thresholds.days_to_follow_up.into());
        day.checked_add_days(days).unwrap_or(NaiveDate::MAX)
    }

    /// `, för 3 veckor sedan` when late, nothing before.
    fn ago(&self, on: NaiveDate) -> String {
        if on < self.today { format!(", {}", words::ago(on, self.today)) } else { String::new() }
    }

    /// What is most urgent of many of a kind, each with its last day; `sentence` says how many and which.
    fn first_due<T>(
        &self,
        number: u8,
        open: Vec<(NaiveDate, T)>,
        none: &str,
        sentence: impl FnOnce(usize, NaiveDate, &T) -> String,
    ) -> Option<RuleResult> {
        let count = open.len();
        match open.iter().min_by_key(|(on, _)| *on) {
            Some((on, one)) => result(number, self.by(*on), sentence(count, *on, one)),
            None => result(number, Outcome::Fulfilled, none),
        }
    }
}
