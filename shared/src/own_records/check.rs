//! What can't be so in a file: days that don't hold together, the same record twice, what the regulation doesn't have.

use std::{collections::BTreeSet, fmt::Display};

use chrono::{Months, NaiveDate};

use super::{NotTakenIn, OwnRecords};
use crate::{
    RecordId,
    assessment::problems,
    certificate::{CertificatePhase, MOST_CHOSEN},
    curriculum::check_objectives,
    instrument::Instruments,
    placement::check_period,
    portfolio::Portfolio,
    training::InvalidTraining,
    written_date::say_day,
};

/// Most years from a training's first day to the file: more is a slip of the pen.
const MOST_YEARS: u32 = 30;

fn senseless(what: impl Into<String>, why: impl Display) -> NotTakenIn {
    NotTakenIn::Senseless { what: what.into(), why: why.to_string() }
}

impl Portfolio {
    /// The ids of all records, each as often as it stands there.
    pub(super) fn record_ids(&self) -> Vec<RecordId> {
        let mut all = Vec::new();
        macro_rules! of {
            ($($list:ident),+) => {
                $(all.extend(self.$list.iter().map(|one| RecordId::new(one.id.into())));)+
            };
        }
        every_kind!(of);
        of!(brought);
        all
    }
}

impl OwnRecords {
    /// Checks what the types don't.
    pub(super) fn check(&self, today: NaiveDate) -> Result<(), NotTakenIn> {
        if self.made_on > today {
            let made = say_day(self.made_on);
            return Err(senseless(
                "Filens dag",
                format!("Den är gjord {made}, som inte har varit än."),
            ));
        }
        self.check_training()?;
        let mut seen = BTreeSet::new();
        if !self.portfolio.record_ids().into_iter().all(|id| seen.insert(id)) {
            return Err(senseless("Filen", "Samma uppgift står två gånger i den."));
        }
        self.check_service()?;
        self.check_activities()?;
        self.check_programme()?;
        self.check_assessments()?;
        self.check_supervision()?;
        self.check_certificates()
    }

    /// That a day had been when the file was made.
    fn had_been(&self, on: NaiveDate, what: impl FnOnce() -> String) -> Result<(), NotTakenIn> {
        if on <= self.made_on {
            return Ok(());
        }
        let why = format!(
            "{} hade inte varit när filen gjordes, {}.",
            say_day(on),
            say_day(self.made_on)
        );
        Err(senseless(what(), why))
    }

    fn check_training(&self) -> Result<(), NotTakenIn> {
        let training = &self.portfolio.training;
        let (licensed_on, starts_on) = (training.licensed_on, training.starts_on);
        if starts_on < licensed_on {
            let why = InvalidTraining::BeforeLicence { licensed_on, starts_on };
            return Err(senseless("ST:ns första dag", why));
        }
        let earliest = self.made_on.checked_sub_months(Months::new(MOST_YEARS * 12));
        if earliest.is_none_or(|earliest| starts_on < earliest) {
            let why = format!("Den ligger mer än {MOST_YEARS} år före filen.");
            return Err(senseless("ST:ns första dag", why));
        }
        self.had_been(starts_on, || "ST:ns första dag".to_owned())
    }

    fn check_service(&self) -> Result<(), NotTakenIn> {
        let Portfolio { training, placements, leaves, .. } = &self.portfolio;
        for one in placements {
            let what = || format!("Placeringen {}", &*one.place);
            check_period(one.from, one.to).map_err(|why| senseless(what(), why))?;
            check_objectives(&one.objectives, training.regulation)
                .map_err(|why| senseless(what(), why))?;
            if one.from < training.starts_on {
                let first = say_day(training.starts_on);
                return Err(senseless(
                    what(),
                    format!("Den börjar före ST:ns första dag, {first}."),
                ));
            }
            if let Some(follow_up) = one.followed_up {
                self.had_been(follow_up.on, || format!("Uppföljningen av {}", &*one.place))?;
            }
        }
        for one in leaves {
            check_period(one.from, one.to).map_err(|why| senseless(one.kind.name(), why))?;
        }
        Ok(())
    }

    fn check_activities(&self) -> Result<(), NotTakenIn> {
        for one in &self.portfolio.activities {
            let what = || format!("{} {}", one.details.name(), &*one.title);
            check_period(one.from, one.to.unwrap_or(one.from))
                .map_err(|why| senseless(what(), why))?;
            check_objectives(&one.objectives, self.portfolio.training.regulation)
                .map_err(|why| senseless(what(), why))?;
            if let Some(report) = &one.report {
                self.had_been(report.on, || format!("Redovisningen av {}", &*one.title))?;
            }
        }
        Ok(())
    }

    fn check_programme(&self) -> Result<(), NotTakenIn> {
        let mut numbers = BTreeSet::new();
        for one in &self.portfolio.iups {
            let what = || format!("IUP version {}", one.number);
            if one.number == 0 || !numbers.insert(one.number) {
                return Err(senseless(what(), "Numret är redan använt eller inget nummer."));
            }
            if let Some(on) = one.phase.in_force_from() {
                self.had_been(on, what)?;
            }
            for planned in one.content.placements() {
                planned.check().map_err(|why| senseless(what(), why))?;
            }
        }
        Ok(())
    }

    fn check_assessments(&self) -> Result<(), NotTakenIn> {
        for one in self.portfolio.assessments.iter().filter(|one| one.stage.sent()) {
            let on = one.written.occasion.on;
            let what = || format!("Bedömningen {}", say_day(on));
            self.had_been(on, what)?;
            let codes: Vec<_> = one.written.objectives.iter().copied().collect();
            check_objectives(&codes, self.portfolio.training.regulation)
                .map_err(|why| senseless(what(), why))?;
            // A form of a newer program is read without it, by keys and figures.
            let form = Instruments::built_in().find(&one.instrument);
            let unfit = form.map(|form| problems(&one.written, form)).unwrap_or_default();
            if let Some(problem) = unfit.first() {
                return Err(senseless(what(), &problem.message));
            }
        }
        Ok(())
    }

    fn check_supervision(&self) -> Result<(), NotTakenIn> {
        for one in &self.portfolio.meetings {
            if let Some(held) = one.phase.held() {
                self.had_been(held.on, || format!("Handledarsamtalet {}", say_day(held.on)))?;
            }
        }
        for one in &self.portfolio.reviews {
            if let Some(held) = one.phase.held() {
                self.had_been(held.on, || format!("Avstämningen {}", say_day(held.on)))?;
            }
        }
        for one in &self.portfolio.evaluations {
            let on = one.written.on;
            self.had_been(on, || format!("Utvärderingen {}", say_day(on)))?;
        }
        for one in &self.portfolio.decisions {
            self.had_been(one.on, || format!("Beslutet {}", say_day(one.on)))?;
        }
        Ok(())
    }

    fn check_certificates(&self) -> Result<(), NotTakenIn> {
        let regulation = self.portfolio.training.regulation;
        for one in &self.portfolio.certificates {
            let what = || format!("Intyget {}", one.kind.name(regulation));
            if one.regulation != regulation {
                return Err(senseless(what(), "Det följer en annan föreskrift än ST:n."));
            }
            check_objectives(&one.content.objectives, regulation)
                .map_err(|why| senseless(what(), why))?;
            if let (Some(from), Some(to)) = (one.content.from, one.content.to) {
                check_period(from, to).map_err(|why| senseless(what(), why))?;
            }
            if let CertificatePhase::Issued { by, on }
            | CertificatePhase::Withdrawn { by, on, .. } = &one.phase
            {
                self.had_been(*on, what)?;
                if by.is_empty() {
                    return Err(senseless(what(), "Det är utfärdat utan att någon har intygat."));
                }
            }
        }
        for one in &self.portfolio.evidence {
            let what = || format!("Underlaget för {}", one.objective);
            check_objectives(&[one.objective], regulation).map_err(|why| senseless(what(), why))?;
            if one.chosen.len() > MOST_CHOSEN {
                return Err(senseless(what(), format!("Mer än {MOST_CHOSEN} är valda.")));
            }
        }
        Ok(())
    }
}
