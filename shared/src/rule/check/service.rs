//! R14, R24, R26, R30, R32, R33: time and placements.

use chrono::{Months, NaiveDate};

use super::{Case, result, words};
use crate::{
    placement::PlacementKind,
    rule::{Outcome, RuleResult},
    training::{FullTime, PlannedEnd},
    training_facts::PlacementFacts,
};

impl Case<'_> {
    pub(super) fn service(&self) -> Vec<RuleResult> {
        let own = [
            self.supervisors_elsewhere(),
            self.months(),
            self.credits(),
            self.follow_ups(),
            self.contracts(),
            self.feedback(),
        ];
        own.into_iter().flatten().collect()
    }

    fn elsewhere(&self) -> impl Iterator<Item = &PlacementFacts> {
        self.facts.placements.iter().filter(|placement| placement.kind == PlacementKind::Elsewhere)
    }

    /// Longer than the months that may be without a supervisor of their own.
    pub(crate) fn long(&self, placement: &PlacementFacts) -> bool {
        let limit = Months::new(self.thresholds.placement_months_with_supervisor);
        placement.from.checked_add_months(limit).is_some_and(|limit| placement.to >= limit)
    }

    /// What should have stood when a placement began: to come, late while it goes on, lacking when it is over.
    fn at_the_start(&self, placement: &PlacementFacts) -> Outcome {
        if placement.to < self.today { Outcome::NotFulfilled } else { self.by(placement.from) }
    }

    /// The worst of what lacks from the start of placements.
    fn lacking_from_the_start(
        &self,
        number: u8,
        lacking: &[&PlacementFacts],
        none: &str,
        what: &str,
    ) -> Option<RuleResult> {
        let rank = |placement: &&&PlacementFacts| match self.at_the_start(placement) {
            Outcome::Overdue { since } => (0, since),
            Outcome::DueBy { on } => (1, on),
            _ => (2, placement.from),
        };
        let Some(first) = lacking.iter().min_by_key(rank) else {
            return result(number, Outcome::Fulfilled, none);
        };
        let begins = if first.from <= self.today { "började" } else { "börjar" };
        let from = words::date(first.from);
        let more = match lacking.len() - 1 {
            0 => String::new(),
            more => format!(" Det gäller {more} till."),
        };
        let why = format!("{what} ”{}”, som {begins} {from}.{more}", &*first.place);
        result(number, self.at_the_start(first), why)
    }

    /// R14.
    fn supervisors_elsewhere(&self) -> Option<RuleResult> {
        let long: Vec<_> = self.elsewhere().filter(|placement| self.long(placement)).collect();
        if long.is_empty() {
            return None;
        }
        let lacking: Vec<_> = long.into_iter().filter(|one| one.supervisor.is_none()).collect();
        let none = "Alla längre placeringar på andra enheter har en handledare där.";
        self.lacking_from_the_start(14, &lacking, none, "Ingen handledare är utsedd för")
    }

    /// R24.
    fn months(&self) -> Option<RuleResult> {
        let service = &self.facts.service;
        let (done, whole) = (service.so_far(self.today) + service.credited, service.minimum());
        if service.remaining(self.today) == FullTime::ZERO {
            return result(24, Outcome::Fulfilled, format!("{done} av {whole} är gjorda."));
        }
        match service.planned_end(self.today) {
            PlannedEnd::On { day, .. } => {
                let end = words::date(day);
                let why = format!("{done} av {whole} är gjorda. Planerat slut {end}.");
                result(24, self.by(day), why)
            }
            PlannedEnd::Unknown { why } => {
                result(24, Outcome::Unknown, format!("{done} av {whole} är gjorda. {why}"))
            }
        }
    }

    /// R26.
    fn credits(&self) -> Option<RuleResult> {
        match self.facts.credits_unapproved {
            0 if self.facts.service.credits_written == FullTime::ZERO => None,
            0 => result(26, Outcome::Fulfilled, "All tillgodoräkning är godkänd."),
            open => {
                let by = self.iup_by();
                let (number, ago) =
                    (words::count(open, "tillgodoräkning", "tillgodoräkningar"), self.ago(by));
                let why = format!(
                    "{number} väntar på godkännande, som ska finnas {}{ago}.",
                    words::date(by)
                );
                result(26, self.by(by), why)
            }
        }
    }

    /// Placements that are over, each with the last day to do what comes after.
    fn ended<'a>(
        &'a self,
        placements: impl Iterator<Item = &'a PlacementFacts>,
    ) -> Vec<(NaiveDate, &'a PlacementFacts)> {
        placements
            .filter(|placement| placement.to < self.today)
            .map(|placement| (self.follow_up_by(placement.to), placement))
            .collect()
    }

    /// R30.
    fn follow_ups(&self) -> Option<RuleResult> {
        let mut open = self.ended(self.facts.placements.iter());
        if open.is_empty() {
            return None;
        }
        open.retain(|(_, placement)| placement.followed_up.is_none());
        let none = "Alla avslutade placeringar är uppföljda.";
        self.first_due(30, open, none, |count, _, placement| {
            let number = words::count(count, "avslutad placering", "avslutade placeringar");
            let to = words::date(placement.to);
            format!(
                "{number} är inte uppföljd{}: ”{}” slutade {to}.",
                plural(count),
                &*placement.place
            )
        })
    }

    /// R32. One that was agreed on late is agreed on all the same.
    fn contracts(&self) -> Option<RuleResult> {
        self.elsewhere().next()?;
        let lacking: Vec<_> = self.elsewhere().filter(|one| one.contract.is_none()).collect();
        let none = "Målen är överenskomna för alla sidotjänstgöringar.";
        self.lacking_from_the_start(32, &lacking, none, "Målen är inte överenskomna för")
    }

    /// R33.
    fn feedback(&self) -> Option<RuleResult> {
        let mut open = self.ended(self.elsewhere());
        if open.is_empty() {
            return None;
        }
        open.retain(|(_, placement)| !placement.feedback);
        let none = "Återkoppling finns från alla avslutade sidotjänstgöringar.";
        self.first_due(33, open, none, |count, _, placement| {
            let number =
                words::count(count, "avslutad sidotjänstgöring", "avslutade sidotjänstgöringar");
            let to = words::date(placement.to);
            format!("Återkoppling saknas från {number}: ”{}” slutade {to}.", &*placement.place)
        })
    }
}

const fn plural(count: usize) -> &'static str {
    if count == 1 { "" } else { "a" }
}
