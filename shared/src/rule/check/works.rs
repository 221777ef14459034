//! R35, R37, R39, R41–R43, R46, R48–R50, R53–R55: courses, self-study, scientific work and quality work.

use super::{Case, result, words};
use crate::{
    certificate::CertificateKind,
    curriculum::Regulation,
    rule::{Outcome, RuleResult},
    training::{FullTime, PlannedEnd},
    training_facts::ScientificWorkFacts,
};

impl Case<'_> {
    pub(super) fn works(&self) -> Vec<RuleResult> {
        let own = [
            self.courses_reported(),
            self.self_study(),
            self.written_work(),
            self.scientific_weeks(),
            self.begun_in_first_half(),
            self.plan_approved(),
            self.ethics(),
            self.work_reviewed(),
            self.reviewer(),
            self.presented(),
            self.quality_work(),
            self.quality_weeks(),
            self.quality_account(),
        ];
        own.into_iter().flatten().collect()
    }

    /// R35.
    fn courses_reported(&self) -> Option<RuleResult> {
        let ended = self.facts.courses.iter().filter_map(|course| {
            let to = course.to.filter(|to| *to < self.today)?;
            Some((self.follow_up_by(to), (course, to)))
        });
        let mut open: Vec<_> = ended.collect();
        if open.is_empty() {
            return None;
        }
        open.retain(|(_, (course, _))| course.reported_on.is_none());
        let none = "Alla avslutade kurser är redovisade.";
        self.first_due(35, open, none, |count, _, (course, to)| {
            let number = words::count(count, "kurs", "kurser");
            let to = words::date(*to);
            format!("{number} väntar på redovisning: ”{}” slutade {to}.", &*course.title)
        })
    }

    /// R37: how many hours there are in the schedule isn't kept here.
    fn self_study(&self) -> Option<RuleResult> {
        let hours = words::hours(self.thresholds.self_study_hours_per_week * 60);
        let why = format!(
            "Schemat finns inte här. Det bör finnas minst {hours} i veckan; tiden skrivs i programmets del om teoretiska studier."
        );
        result(37, Outcome::Unknown, why)
    }

    /// What is to be done before the training ends.
    fn before_the_end(&self) -> Outcome {
        match self.facts.service.planned_end(self.today) {
            PlannedEnd::On { day, .. } => self.by(day),
            PlannedEnd::Unknown { .. } => Outcome::Unknown,
        }
    }

    fn certified(&self, kind: CertificateKind) -> bool {
        self.facts.certified.contains(&kind)
    }

    /// Whether a written work is asked for: not under HSLF-FS 2021:8, nor of one with a doctorate (R39, R52).
    pub(crate) fn written_work_asked(&self) -> bool {
        self.facts.service.regulation == Regulation::Sosfs2015 && !self.facts.doctorate
    }

    fn begun(&self) -> impl Iterator<Item = &ScientificWorkFacts> {
        self.facts.scientific_works.iter().filter(|work| work.from <= self.today)
    }

    /// R39.
    fn written_work(&self) -> Option<RuleResult> {
        if !self.written_work_asked() {
            return None;
        }
        if self.certified(CertificateKind::WrittenWork) {
            return result(39, Outcome::Fulfilled, "Det skriftliga arbetet är intygat.");
        }
        let works = &self.facts.scientific_works;
        let why = if works.iter().any(|work| work.presented_on.is_some()) {
            "Arbetet är presenterat men inte intygat."
        } else if self.begun().next().is_some() {
            "Arbetet är påbörjat men inte presenterat."
        } else if works.is_empty() {
            "Inget skriftligt arbete är inlagt."
        } else {
            "Arbetet är planerat men inte påbörjat."
        };
        result(39, self.before_the_end(), why)
    }

    /// R41: of works that are over.
    fn scientific_weeks(&self) -> Option<RuleResult> {
        let (least, most) =
            (self.thresholds.science_weeks_least, self.thresholds.science_weeks_most);
        let over = |work: &&ScientificWorkFacts| {
            work.presented_on.is_some() || work.to.is_some_and(|to| to < self.today)
        };
        let work = self.facts.scientific_works.iter().rfind(over)?;
        match work.weeks {
            None => result(41, Outcome::Unknown, "Antalet veckor är inte ifyllt."),
            Some(weeks) => {
                let why = format!(
                    "Arbetet har tagit {}. Det bör vara {least}–{most}.",
                    words::count(weeks.into(), "vecka", "veckor")
                );
                let kept = (least..=most).contains(&u32::from(weeks));
                result(41, if kept { Outcome::Fulfilled } else { Outcome::NotFulfilled }, why)
            }
        }
    }

    /// R42.
    fn begun_in_first_half(&self) -> Option<RuleResult> {
        if !self.written_work_asked() {
            return None;
        }
        let service = &self.facts.service;
        let half = FullTime::from_tenths(service.regulation.minimum_months() * 5);
        let half_day = service.day_reached(half, self.today)?;
        let half_words = words::date(half_day);
        match self.begun().map(|work| work.from).min() {
            Some(from) if from <= half_day => {
                let why = format!("Arbetet började {}, före halva tiden.", words::date(from));
                result(42, Outcome::Fulfilled, why)
            }
            Some(from) => {
                let why = format!(
                    "Arbetet började {}, efter halva tiden ({half_words}).",
                    words::date(from)
                );
                result(42, Outcome::NotFulfilled, why)
            }
            None => {
                let why = format!(
                    "Inget arbete är påbörjat. Halva tiden är nådd {half_words}{}.",
                    self.ago(half_day)
                );
                result(42, self.by(half_day), why)
            }
        }
    }

    /// R43. A plan that was approved late is approved all the same.
    fn plan_approved(&self) -> Option<RuleResult> {
        let works = &self.facts.scientific_works;
        let open = works.iter().filter_map(|work| {
            let lacks = match (work.plan, work.plan_by_supervisor, work.plan_by_head_of_unit) {
                (false, _, _) => "Projektplanen är inte skriven",
                (true, None, None) => {
                    "Projektplanen är inte godkänd av handledare och verksamhetschef"
                }
                (true, None, Some(_)) => "Projektplanen är inte godkänd av handledare",
                (true, Some(_), None) => "Projektplanen är inte godkänd av verksamhetschef",
                (true, Some(_), Some(_)) => return None,
            };
            Some((work.from, lacks))
        });
        if works.is_empty() {
            return None;
        }
        self.first_due(43, open.collect(), "Projektplanen är godkänd.", |_, from, lacks| {
            let begins = if from <= self.today { "började" } else { "börjar" };
            format!("{lacks}. Arbetet {begins} {}{}.", words::date(from), self.ago(from))
        })
    }

    /// R46.
    fn ethics(&self) -> Option<RuleResult> {
        let lacks = self.facts.scientific_works.iter().any(|work| work.ethics_missing);
        let why = "Arbetet ska publiceras, men etikgodkännandets nummer saknas.";
        if lacks { result(46, Outcome::NotFulfilled, why) } else { None }
    }

    /// R48.
    fn work_reviewed(&self) -> Option<RuleResult> {
        let presented = || {
            let works = self.facts.scientific_works.iter();
            works.filter_map(|work| Some((work, work.presented_on?)))
        };
        presented().next()?;
        let open = presented()
            .filter(|(work, _)| work.reviewer_with_doctorate.is_none())
            .map(|(_, on)| (self.follow_up_by(on), on));
        self.first_due(48, open.collect(), "Arbetet är granskat.", |_, _, on| {
            format!("Arbetet presenterades {} men är inte granskat.", words::date(*on))
        })
    }

    /// R49.
    fn reviewer(&self) -> Option<RuleResult> {
        let works = self.facts.scientific_works.iter();
        match works.filter_map(|work| work.reviewer_with_doctorate).next_back()? {
            true => result(49, Outcome::Fulfilled, "Granskaren har disputerat."),
            false => result(49, Outcome::NotFulfilled, "Granskaren har inte disputerat."),
        }
    }

    /// R50.
    fn presented(&self) -> Option<RuleResult> {
        let ended: Vec<_> = self
            .facts
            .scientific_works
            .iter()
            .filter_map(|work| Some((work, work.to.filter(|to| *to < self.today)?)))
            .collect();
        if ended.is_empty() {
            return None;
        }
        let open = ended.into_iter().filter(|(work, _)| work.presented_on.is_none());
        let open = open.map(|(_, to)| (self.follow_up_by(to), to));
        self.first_due(50, open.collect(), "Arbetet är presenterat.", |_, _, to| {
            format!("Arbetet slutade {} men är inte presenterat.", words::date(*to))
        })
    }

    /// R53.
    fn quality_work(&self) -> Option<RuleResult> {
        if self.certified(CertificateKind::DevelopmentWork) {
            return result(53, Outcome::Fulfilled, "Kvalitetsarbetet är intygat.");
        }
        let works = &self.facts.quality_works;
        let why = if works.iter().any(|work| work.from <= self.today) {
            "Kvalitetsarbetet är påbörjat men inte intygat."
        } else if works.is_empty() {
            "Inget kvalitetsarbete är inlagt."
        } else {
            "Kvalitetsarbetet är planerat men inte påbörjat."
        };
        result(53, self.before_the_end(), why)
    }

    /// R54.
    fn quality_weeks(&self) -> Option<RuleResult> {
        let over = self
            .facts
            .quality_works
            .iter()
            .filter(|work| work.to.is_some_and(|to| to < self.today));
        let weeks = over.filter_map(|work| work.weeks).max()?;
        let least = self.thresholds.quality_weeks_least;
        let kept = u32::from(weeks) >= least;
        let why = format!(
            "Arbetet har tagit {}. Det bör vara omkring {least}.",
            words::count(weeks.into(), "vecka", "veckor")
        );
        result(54, if kept { Outcome::Fulfilled } else { Outcome::NotFulfilled }, why)
    }

    /// R55.
    fn quality_account(&self) -> Option<RuleResult> {
        let ended: Vec<_> = self
            .facts
            .quality_works
            .iter()
            .filter_map(|work| Some((work, work.to.filter(|to| *to < self.today)?)))
            .collect();
        if ended.is_empty() {
            return None;
        }
        let open = ended.into_iter().filter(|(work, _)| !work.implementation || !work.evaluation);
        let open = open.map(|(_, to)| (self.follow_up_by(to), to));
        let none = "Genomförande och utvärdering är beskrivna.";
        self.first_due(55, open.collect(), none, |_, _, to| {
            let to = words::date(*to);
            format!("Arbetet slutade {to}, men genomförande eller utvärdering är inte beskrivet.")
        })
    }
}
