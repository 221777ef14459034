//! R12, R20–R23, R27–R29, R31, R36, R40: who supervises, and the programme.

use chrono::NaiveDate;

use super::{
    Case, result,
    words::{ago, date, months, time_between},
};
use crate::{
    curriculum::Regulation,
    iup::IupPart,
    rule::{Outcome, RuleResult},
    training_facts::{IupFacts, IupInForce, IupOnItsWay, IupStep},
};

impl Case<'_> {
    pub(super) fn iup(&self) -> Vec<RuleResult> {
        let own = [
            self.supervisor_named(),
            self.exists(),
            self.in_time(),
            self.signed(),
            self.approved(),
            self.parts(),
            self.revised(),
            self.change_approved(),
            self.revised_after_unmet_goals(),
            self.study_plan(),
            self.science_assessed(),
        ];
        own.into_iter().flatten().collect()
    }

    const fn programme(&self) -> &IupFacts {
        &self.facts.iup
    }

    /// The last day for the first programme to be in force (R21).
    pub(crate) fn iup_by(&self) -> NaiveDate {
        self.months_after(self.start(), self.thresholds.iup_within_months)
    }

    /// The last day for the next version (R28).
    pub(crate) fn iup_revised_by(&self, current: &IupInForce) -> NaiveDate {
        self.months_after(current.from, self.thresholds.iup_revision_months)
    }

    /// What nothing in force can show: to come until the programme is due, then lacking.
    fn without_programme(&self) -> Outcome {
        match self.by(self.iup_by()) {
            Outcome::Overdue { .. } => Outcome::NotFulfilled,
            outcome => outcome,
        }
    }

    /// R12.
    fn supervisor_named(&self) -> Option<RuleResult> {
        if self.facts.supervisor.is_some() {
            return result(12, Outcome::Fulfilled, "Huvudansvarig handledare är utsedd.");
        }
        let by = self.follow_up_by(self.start());
        let why = format!(
            "Ingen huvudansvarig handledare är utsedd. ST:n börjar {}.",
            date(self.start())
        );
        result(12, self.by(by), why)
    }

    /// R20: a draft is enough.
    fn exists(&self) -> Option<RuleResult> {
        let by = self.iup_by();
        match (&self.programme().current, &self.programme().next) {
            (Some(current), _) => {
                let why =
                    format!("Version {} gäller sedan {}.", current.number, date(current.from));
                result(20, Outcome::Fulfilled, why)
            }
            (None, Some(next)) => {
                let why = format!("Version {} är på väg.", next.number);
                result(20, Outcome::Fulfilled, why)
            }
            (None, None) => {
                let why = format!(
                    "Inget program är påbörjat. Det ska vara klart {}{}.",
                    date(by),
                    self.ago(by)
                );
                result(20, self.by(by), why)
            }
        }
    }

    /// R21. A programme that came late is in force all the same; the sentence says how late.
    fn in_time(&self) -> Option<RuleResult> {
        let by = self.iup_by();
        let limit = months(self.thresholds.iup_within_months);
        match self.programme().first_in_force {
            Some(on) if on <= by => {
                let why = format!("Det första programmet var klart {}, inom {limit}.", date(on));
                result(21, Outcome::Fulfilled, why)
            }
            Some(on) => {
                let late = time_between(by, on);
                let why =
                    format!("Det första programmet var klart {}, {late} efter {limit}.", date(on));
                result(21, Outcome::Fulfilled, why)
            }
            None => {
                let why = if self.today <= by {
                    format!("Programmet bör vara klart inom {limit}, senast {}.", date(by))
                } else {
                    let late = ago(by, self.today);
                    format!("Programmet borde ha varit klart senast {}, {late}.", date(by))
                };
                result(21, self.by(by), why)
            }
        }
    }

    /// R22.
    fn signed(&self) -> Option<RuleResult> {
        match (&self.programme().next, &self.programme().current) {
            (Some(IupOnItsWay { number, step: IupStep::SignedByOne { on }, .. }), _) => {
                let why = format!(
                    "Version {number} är undertecknad av en sedan {} och väntar på den andra.",
                    date(*on)
                );
                result(22, self.by(self.follow_up_by(*on)), why)
            }
            (
                Some(IupOnItsWay { number, step: IupStep::WaitsForApproval { since, .. }, .. }),
                _,
            ) => {
                let why = format!("Version {number} undertecknades av båda {}.", date(*since));
                result(22, Outcome::Fulfilled, why)
            }
            (_, Some(current)) => {
                let why = format!("Version {} är undertecknad av båda.", current.number);
                result(22, Outcome::Fulfilled, why)
            }
            (_, None) => {
                let why = "Inget program är undertecknat av ST-läkare och handledare.";
                result(22, self.without_programme(), why)
            }
        }
    }

    /// R23: of the first programme.
    fn approved(&self) -> Option<RuleResult> {
        match (&self.programme().current, &self.programme().next) {
            (Some(current), _) => {
                let why =
                    format!("Version {} gäller sedan {}.", current.number, date(current.from));
                result(23, Outcome::Fulfilled, why)
            }
            (None, Some(IupOnItsWay { step: IupStep::WaitsForApproval { since, .. }, .. })) => {
                let why = format!(
                    "Programmet undertecknades av båda {} och väntar på godkännande.",
                    date(*since)
                );
                result(23, self.by(self.follow_up_by(*since)), why)
            }
            (None, _) => {
                let why = "Inget program är godkänt av verksamhetschef eller studierektor.";
                result(23, self.without_programme(), why)
            }
        }
    }

    /// R27.
    fn parts(&self) -> Option<RuleResult> {
        let Some(current) = &self.programme().current else {
            let why = "Inget program gäller än, så delarna kan inte granskas.";
            return result(27, self.without_programme(), why);
        };
        let empty = &current.empty_parts;
        match empty.first() {
            None => {
                let why = format!("Alla åtta delar i version {} är skrivna.", current.number);
                result(27, Outcome::Fulfilled, why)
            }
            Some(first) => {
                let why = format!(
                    "{} av åtta delar i version {} är tomma, först ”{}”.",
                    empty.len(),
                    current.number,
                    first.heading()
                );
                result(27, Outcome::NotFulfilled, why)
            }
        }
    }

    /// R28.
    fn revised(&self) -> Option<RuleResult> {
        let current = self.programme().current.as_ref()?;
        let by = self.iup_revised_by(current);
        let age = time_between(current.from, self.today);
        let why = if self.today <= by {
            format!(
                "Version {} gäller sedan {}. Nästa revision görs senast {}.",
                current.number,
                date(current.from),
                date(by)
            )
        } else {
            format!(
                "Version {} är {age} gammal. Den skulle ha reviderats senast {}, {}.",
                current.number,
                date(by),
                ago(by, self.today)
            )
        };
        result(28, self.kept_until(by), why)
    }

    /// R29.
    fn change_approved(&self) -> Option<RuleResult> {
        self.programme().current.as_ref()?;
        match self.programme().next {
            Some(IupOnItsWay {
                number,
                larger: true,
                step: IupStep::WaitsForApproval { since, .. },
            }) => {
                let waited = time_between(since, self.today);
                let why = format!(
                    "Version {number} är en större ändring som har väntat på godkännande i {waited}, sedan {}.",
                    date(since)
                );
                result(29, self.by(self.follow_up_by(since)), why)
            }
            _ => result(29, Outcome::Fulfilled, "Ingen större ändring väntar på godkännande."),
        }
    }

    /// R31.
    fn revised_after_unmet_goals(&self) -> Option<RuleResult> {
        let unmet = self.facts.placements.iter().filter_map(|placement| {
            let followed_up = placement.followed_up.filter(|follow_up| !follow_up.goals_met)?;
            Some((followed_up.on, placement))
        });
        let (on, placement) = unmet.max_by_key(|(on, _)| *on)?;
        let revised = self.programme().current.as_ref().is_some_and(|current| current.from >= on);
        let outcome = if revised { Outcome::Fulfilled } else { self.by(self.follow_up_by(on)) };
        let then = if revised { "har reviderats sedan dess" } else { "har inte reviderats" };
        let why = format!(
            "Målen för ”{}” var inte uppnådda {}. Programmet {then}.",
            &*placement.place,
            date(on)
        );
        result(31, outcome, why)
    }

    /// R36.
    fn study_plan(&self) -> Option<RuleResult> {
        let current = self.programme().current.as_ref()?;
        if current.empty_parts.contains(&IupPart::TheoreticalStudies) {
            let why = format!("Version {} har ingen plan för teoretiska studier.", current.number);
            result(36, Outcome::NotFulfilled, why)
        } else {
            let why = format!("Version {} har en plan för teoretiska studier.", current.number);
            result(36, Outcome::Fulfilled, why)
        }
    }

    /// R40.
    fn science_assessed(&self) -> Option<RuleResult> {
        let current = self.programme().current.as_ref()?;
        match (self.facts.service.regulation, current.science_assessed) {
            (Regulation::Sosfs2015, _) => None,
            (Regulation::Hslf2021, true) => {
                result(40, Outcome::Fulfilled, "Programmet säger hur STa3 bedöms.")
            }
            (Regulation::Hslf2021, false) => {
                result(40, Outcome::NotFulfilled, "Programmet säger inte hur STa3 bedöms.")
            }
        }
    }
}
