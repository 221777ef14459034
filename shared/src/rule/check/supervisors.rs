//! R01, R02, R05, R18: what those have who supervise.

use chrono::NaiveDate;

use super::{Case, result, words};
use crate::{
    placement::PlacementKind,
    rule::{Outcome, RuleResult},
    supervisor::SupervisorTraining,
    text::{capitalised, uncapitalised},
    training_facts::{PlacementFacts, SupervisorFacts},
};

/// Somebody who supervises, and what they are supervisor of.
struct Supervising<'a> {
    facts: &'a SupervisorFacts,
    /// None for the training itself.
    placement: Option<&'a PlacementFacts>,
}

impl Supervising<'_> {
    /// At the end or in the middle of a sentence: `den huvudansvariga handledaren`.
    fn who(&self) -> String {
        match self.placement {
            None => "den huvudansvariga handledaren".to_owned(),
            Some(placement) => format!("handledaren för ”{}”", &*placement.place),
        }
    }

    /// At its beginning.
    fn begins(&self) -> String {
        capitalised(&self.who())
    }
}

/// ` Det gäller 2 till.`, nothing where there are no more.
fn and_more(all: usize) -> String {
    match all.saturating_sub(1) {
        0 => String::new(),
        more => format!(" Det gäller {more} till."),
    }
}

impl Case<'_> {
    pub(super) fn supervisors(&self) -> Vec<RuleResult> {
        let own = [
            self.principal_is_specialist(),
            self.supervisors_trained(),
            self.supervisors_relevant(),
            self.supervisors_renewed(),
        ];
        own.into_iter().flatten().collect()
    }

    /// Placements with a supervisor that aren't over: what somebody had who supervised an earlier one isn't kept. A supervisor of
    /// research is no handledare of the ST.
    fn supervised(&self) -> impl Iterator<Item = Supervising<'_>> {
        let ahead = self.facts.placements.iter().filter(|placement| {
            placement.to >= self.today && placement.kind != PlacementKind::Research
        });
        ahead.filter_map(|placement| {
            let facts = placement.supervisor.as_ref()?;
            Some(Supervising { facts, placement: Some(placement) })
        })
    }

    /// The huvudansvarig handledare first, then the placements'; a person once, as far as is known.
    fn all_supervising(&self) -> Vec<Supervising<'_>> {
        let principal = self.facts.supervisor.as_ref();
        let principal = principal.map(|facts| Supervising { facts, placement: None });
        let mut all: Vec<Supervising<'_>> = Vec::new();
        for one in principal.into_iter().chain(self.supervised()) {
            let person = one.facts.person;
            if person.is_none() || all.iter().all(|other| other.facts.person != person) {
                all.push(one);
            }
        }
        all
    }

    /// What a supervisor lacks: to come until what they supervise begins, late while a placement goes on. Since when the
    /// huvudansvarig handledare has been that isn't known here.
    fn lacked_by(&self, one: &Supervising<'_>) -> Outcome {
        match (one.placement, self.by(self.start())) {
            (Some(placement), _) => self.by(placement.from),
            (None, Outcome::Overdue { .. }) => Outcome::NotFulfilled,
            (None, outcome) => outcome,
        }
    }

    /// R01.
    fn principal_is_specialist(&self) -> Option<RuleResult> {
        let facts = self.facts.supervisor.as_ref()?;
        let specialty = uncapitalised(&self.facts.specialty);
        match facts.specialist {
            Some(true) => {
                let why = format!("Den huvudansvariga handledaren är specialist i {specialty}.");
                result(1, Outcome::Fulfilled, why)
            }
            Some(false) => {
                let why = format!(
                    "Den huvudansvariga handledaren är specialist, men inte i {specialty}."
                );
                result(1, self.lacked_by(&Supervising { facts, placement: None }), why)
            }
            None => {
                let why = "Vad den huvudansvariga handledaren är specialist i är inte inlagt.";
                result(1, Outcome::Unknown, why)
            }
        }
    }

    /// R02.
    fn supervisors_trained(&self) -> Option<RuleResult> {
        let all = self.all_supervising();
        let with = |held: Option<bool>| -> Vec<&Supervising<'_>> {
            all.iter().filter(|one| one.facts.training.held() == held).collect()
        };
        let (without, unknown) = (with(Some(false)), with(None));
        let rank = |one: &&&Supervising<'_>| match self.lacked_by(one) {
            Outcome::NotFulfilled => (0, NaiveDate::MIN),
            Outcome::Overdue { since } => (1, since),
            Outcome::DueBy { on } => (2, on),
            Outcome::Fulfilled | Outcome::Unknown => (3, NaiveDate::MAX),
        };
        if let Some(first) = without.iter().min_by_key(rank) {
            let more = and_more(without.len());
            let why = format!("{} saknar handledarutbildning.{more}", first.begins());
            return result(2, self.lacked_by(first), why);
        }
        if let Some(first) = unknown.first() {
            let more = and_more(unknown.len());
            let why =
                format!("Om {} har gått handledarutbildning är inte inlagt.{more}", first.who());
            return result(2, Outcome::Unknown, why);
        }
        let why = match all.as_slice() {
            [] => return None,
            [one] => format!("{} har gått handledarutbildning.", one.begins()),
            all => format!("Alla {} handledare har gått handledarutbildning.", all.len()),
        };
        result(2, Outcome::Fulfilled, why)
    }

    /// R05. Whether another specialty than the training's is relevant is for people to judge.
    fn supervisors_relevant(&self) -> Option<RuleResult> {
        let all: Vec<_> = self.supervised().collect();
        let open = || all.iter().filter(|one| one.facts.specialist != Some(true));
        let specialty = uncapitalised(&self.facts.specialty);
        let Some(first) = open().next() else {
            let why = match all.as_slice() {
                [] => return None,
                [one] => format!("{} är specialist i {specialty}.", one.begins()),
                _ => format!("Handledarna för placeringarna är specialister i {specialty}."),
            };
            return result(5, Outcome::Fulfilled, why);
        };
        let more = and_more(open().count());
        let why = if first.facts.specialist == Some(false) {
            format!(
                "{} är specialist i något annat än {specialty}. Bedöm om det är relevant för placeringen.{more}",
                first.begins()
            )
        } else {
            format!("Vad {} är specialist i är inte inlagt.{more}", first.who())
        };
        result(5, Outcome::Unknown, why)
    }

    /// R18: of those who have gone it; that somebody hasn't is told by R02. Leave of the ST-läkare moves no day of a supervisor's.
    fn supervisors_renewed(&self) -> Option<RuleResult> {
        let all = self.all_supervising();
        let last = all.iter().filter_map(|one| {
            let by = one.facts.training.renew_by(self.thresholds)?;
            let SupervisorTraining::Held { on, renewed_on } = one.facts.training else {
                return None;
            };
            Some((by, one, on, renewed_on))
        });
        let (by, one, on, renewed_on) = last.min_by_key(|(by, ..)| *by)?;
        let gone = match renewed_on {
            Some(renewed) => {
                format!(
                    "{} förnyade sin handledarutbildning {}",
                    one.begins(),
                    words::date(renewed)
                )
            }
            None => format!("{} gick handledarutbildning {}", one.begins(), words::date(on)),
        };
        let within = words::period(self.thresholds.supervisor_training_months);
        let (by_words, ago) = (words::date(by), self.ago(by));
        let why = format!("{gone}. Den bör förnyas inom {within}, senast {by_words}{ago}.");
        result(18, self.kept_until(by), why)
    }
}
