//! R04, R15, R57, R62–R64: supervision, assessments and reviews.

use chrono::{Months, NaiveDate};

use super::{Case, result, words};
use crate::{
    progress_review::ProgressReviewKind,
    rule::{Outcome, RuleResult, Thresholds},
    supervision_meeting::{ServiceMonth, SupervisionPace, pace},
    text::uncapitalised,
    training_facts::TrainingFacts,
};

/// The kinds that Riktlinje Västmanland 8.2 proposes, one of each a year.
const YEARLY: [ProgressReviewKind; 4] = [
    ProgressReviewKind::SpecialistPanel,
    ProgressReviewKind::SupervisorsMeeting,
    ProgressReviewKind::WithDirector,
    ProgressReviewKind::ThreeParties,
];

/// How assessments stand to a year's number (R57).
pub(crate) struct YearOfAssessments {
    /// Those of the last twelve months of service.
    pub count: usize,
    /// The last day on which there are enough, or are to be.
    pub until: NaiveDate,
}

impl Case<'_> {
    pub(super) fn development(&self) -> Vec<RuleResult> {
        let own = [
            self.with_principal(),
            self.supervision(),
            self.assessed(),
            self.reviewed(),
            self.meetings_confirmed(),
            self.supervision_evaluated(),
        ];
        own.into_iter().flatten().collect()
    }

    /// The last day for the next review of a kind.
    pub(crate) fn review_by(&self, kind: ProgressReviewKind) -> NaiveDate {
        let last = self.facts.review(kind).and_then(|review| review.last);
        self.months_after(last.unwrap_or_else(|| self.start()), self.thresholds.review_months)
    }

    /// R04: the review that the huvudansvarig handledare takes part in.
    fn with_principal(&self) -> Option<RuleResult> {
        let kind = ProgressReviewKind::ThreeParties;
        let by = self.review_by(kind);
        let why = match self.facts.review(kind).and_then(|review| review.last) {
            Some(last) => format!(
                "Senaste avstämningen med huvudansvarig handledare var {}. Nästa görs senast {}{}.",
                words::date(last),
                words::date(by),
                self.ago(by)
            ),
            None => format!(
                "Ingen avstämning med huvudansvarig handledare är gjord. Den första görs senast {}{}.",
                words::date(by),
                self.ago(by)
            ),
        };
        result(4, self.kept_until(by), why)
    }

    /// Supervision of the twelve months that end today, months of whole leave left out.
    pub(crate) fn pace(&self) -> SupervisionPace {
        let service = &self.facts.service;
        let months: Vec<_> = (0..=12)
            .filter_map(|ago| self.today.checked_sub_months(Months::new(ago)))
            .map(|month| ServiceMonth { month, share: service.month_share(month, self.today) })
            .collect();
        pace(self.facts.meetings.iter().map(|meeting| meeting.held), &months, self.today)
    }

    /// Whether supervision is enough: what is wanted for each whole month of service, so that the month that has just begun is held
    /// against nobody. None before the first whole month.
    pub(crate) fn supervised_enough(&self, pace: &SupervisionPace) -> Option<bool> {
        let wanted = self.thresholds.supervision_minutes_per_month * pace.service_months;
        (pace.service_months > 0).then_some(pace.minutes >= wanted)
    }

    /// R15.
    fn supervision(&self) -> Option<RuleResult> {
        let pace = self.pace();
        let wanted = words::hours(self.thresholds.supervision_minutes_per_month);
        let enough = self.supervised_enough(&pace);
        let first = self.months_after(self.start(), 1);
        if enough != Some(true) && self.today <= first {
            let why = format!("Den första månaden räknas till och med {}.", words::date(first));
            return result(15, Outcome::DueBy { on: first }, why);
        }
        let Some(enough) = enough else {
            let why = "Det finns ingen hel månads tjänst under de senaste 12 månaderna.";
            return result(15, Outcome::Fulfilled, why);
        };
        let why = format!(
            "{} handledning på {} i tjänst under det senaste året. Det bör vara minst {wanted} i månaden.",
            words::hours(pace.minutes),
            words::months(pace.service_months)
        );
        result(15, if enough { Outcome::Fulfilled } else { Outcome::NotFulfilled }, why)
    }

    /// How assessments stand to the number wanted in a rolling year.
    pub(crate) fn year_of_assessments(&self) -> YearOfAssessments {
        let leaves_window = |day: NaiveDate| self.months_after(day, 12).pred_opt().unwrap_or(day);
        let days = || self.facts.assessed_on.iter().filter(|day| **day <= self.today);
        let count = days().filter(|day| leaves_window(**day) >= self.today).count();
        let wanted = usize::try_from(self.thresholds.assessments_per_year).unwrap_or(usize::MAX);
        let first_year = self.months_after(self.start(), 12);
        let until = match wanted.checked_sub(1) {
            None => NaiveDate::MAX,
            Some(skip) => {
                let kept = days().rev().nth(skip).map(|day| leaves_window(*day));
                kept.map_or(first_year, |kept| kept.max(first_year))
            }
        };
        YearOfAssessments { count, until }
    }

    /// R57: the first year's number is due when the year is over.
    fn assessed(&self) -> Option<RuleResult> {
        let YearOfAssessments { count, until } = self.year_of_assessments();
        let wanted = self.thresholds.assessments_per_year;
        let number = words::count(count, "bedömning", "bedömningar");
        let enough = count >= usize::try_from(wanted).unwrap_or(usize::MAX);
        let outcome = if enough { self.kept_until(until) } else { self.by(until) };
        let then = match outcome {
            Outcome::Fulfilled => String::new(),
            Outcome::DueBy { on } => format!(" Gör nästa senast {}.", words::date(on)),
            _ => format!(" De räckte till och med {}{}.", words::date(until), self.ago(until)),
        };
        let why = format!("{number} de senaste 12 månaderna. Det bör vara minst {wanted}.{then}");
        result(57, outcome, why)
    }

    /// R62.
    fn reviewed(&self) -> Option<RuleResult> {
        let first = YEARLY.into_iter().min_by_key(|kind| self.review_by(*kind))?;
        let by = self.review_by(first);
        let late: Vec<_> = YEARLY
            .into_iter()
            .filter(|kind| self.review_by(*kind) < self.today)
            .map(ProgressReviewKind::name)
            .collect();
        let why = if late.is_empty() {
            format!(
                "Närmast på tur är {}, senast {}.",
                uncapitalised(first.name()),
                words::date(by)
            )
        } else {
            let months = words::months(self.thresholds.review_months);
            format!(
                "{} av fyra är äldre än {months} eller ogjorda: {}. Den äldsta skulle ha gjorts senast {}{}.",
                late.len(),
                late.join(", "),
                words::date(by),
                self.ago(by)
            )
        };
        result(62, self.kept_until(by), why)
    }

    /// R63.
    fn meetings_confirmed(&self) -> Option<RuleResult> {
        if self.facts.meetings.is_empty() {
            return None;
        }
        let open = self.facts.meetings.iter().filter(|meeting| !meeting.confirmed);
        let open = open.map(|meeting| (self.follow_up_by(meeting.held.on), meeting.held.on));
        let none = "Alla handledarsamtal är bekräftade av båda.";
        self.first_due(63, open.collect(), none, |count, _, on| {
            let number = words::count(count, "handledarsamtal", "handledarsamtal");
            format!("{number} är inte bekräftat av båda, det äldsta från {}.", words::date(*on))
        })
    }

    /// The last day for the next evaluation of the supervision.
    pub(crate) fn evaluation_by(&self) -> NaiveDate {
        let last = self.facts.supervision_evaluated_on.unwrap_or_else(|| self.start());
        self.months_after(last, self.thresholds.supervision_evaluation_months)
    }

    /// R64.
    fn supervision_evaluated(&self) -> Option<RuleResult> {
        let by = self.evaluation_by();
        let then = format!("Nästa görs senast {}{}.", words::date(by), self.ago(by));
        let why = match self.facts.supervision_evaluated_on {
            Some(last) => format!("Handledningen utvärderades {}. {then}", words::date(last)),
            None => format!("Handledningen är inte utvärderad än. {then}"),
        };
        result(64, self.kept_until(by), why)
    }
}

/// The last day for the next review of a kind (R04, R62), as the rules count it: whole leave since the last one moves it.
#[must_use]
pub fn review_due(
    facts: &TrainingFacts,
    thresholds: &Thresholds,
    today: NaiveDate,
    kind: ProgressReviewKind,
) -> NaiveDate {
    Case::new(facts, thresholds, today).review_by(kind)
}

/// The last day for the next evaluation of the supervision (R64), as the rules count it.
#[must_use]
pub fn evaluation_due(
    facts: &TrainingFacts,
    thresholds: &Thresholds,
    today: NaiveDate,
) -> NaiveDate {
    Case::new(facts, thresholds, today).evaluation_by()
}
