//! What of a file is taken into a training, what is left and why, and what makes one doubt that it is the right file.

use std::{collections::BTreeSet, fmt};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{BroughtRecords, NotTakenIn, OwnRecords, RecordsOrigin};
use crate::{
    BroughtRecordsId, RecordId,
    activity::Activity,
    assessment::AssessmentStage,
    certificate::{CertificatePhase, EvidenceRef},
    curriculum::ObjectiveCode,
    instrument::Instruments,
    portfolio::Portfolio,
    progress_review::ProgressReviewPhase,
    review::Changed,
    supervision_meeting::MeetingPhase,
    training::Training,
    written_date::{say_day, say_range},
};

/// What kind of record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum RecordKind {
    /// Placering.
    Placement,
    /// Ledighet.
    Leave,
    /// Tillgodoräknande.
    Credit,
    /// Kurs, kvalitetsarbete, vetenskapligt arbete or another activity.
    Activity,
    /// A version of the programme.
    Iup,
    /// Bedömning.
    Assessment,
    /// Handledarsamtal.
    Meeting,
    /// Utvärdering av handledningen.
    Evaluation,
    /// Avstämning.
    Review,
    /// Intyg.
    Certificate,
    /// What was chosen to speak for a delmål.
    Evidence,
    /// Beslut.
    Decision,
}

impl RecordKind {
    /// Many, on the screen.
    #[must_use]
    pub const fn plural(self) -> &'static str {
        match self {
            Self::Placement => "Placeringar",
            Self::Leave => "Ledigheter",
            Self::Credit => "Tillgodoräknanden",
            Self::Activity => "Kurser och aktiviteter",
            Self::Iup => "Versioner av IUP",
            Self::Assessment => "Bedömningar",
            Self::Meeting => "Handledarsamtal",
            Self::Evaluation => "Utvärderingar av handledningen",
            Self::Review => "Avstämningar",
            Self::Certificate => "Intyg",
            Self::Evidence => "Delmål med valt underlag",
            Self::Decision => "Beslut om ST:n",
        }
    }
}

/// How many records of a kind are taken in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TakenCount {
    /// Of what kind.
    pub kind: RecordKind,
    /// How many, never 0.
    pub count: usize,
}

/// Why a record is left, or taken in otherwise than it stood. The `Display` text is for the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum WhyTold {
    /// It went on when the file was made, so it is taken in as far as that day.
    Shortened {
        /// The last day here.
        to: NaiveDate,
    },
    /// It was to come.
    Ahead,
    /// It waited for somebody there.
    NotDone,
    /// The training here has a programme of its own, and two rows of versions would both say which holds.
    ProgrammeHere,
    /// Something is chosen for the objective here.
    ChosenHere,
    /// The målbeskrivning here has no such objective.
    NoSuchObjective,
}

impl WhyTold {
    /// Whether the record is taken in all the same.
    #[must_use]
    pub const fn taken(self) -> bool {
        matches!(self, Self::Shortened { .. })
    }
}

impl fmt::Display for WhyTold {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Shortened { to } => {
                return write!(
                    f,
                    "Pågick när filen gjordes, så den tas in till och med {}. Lägg in resten här.",
                    say_day(*to)
                );
            }
            Self::Ahead => "Låg framåt i tiden när filen gjordes. Lägg in det här när det är bestämt.",
            Self::NotDone => "Var inte klart när filen gjordes. Gör klart det där och hämta filen igen, eller lägg in det på nytt här.",
            Self::ProgrammeHere => "ST:n här har redan ett program. Det gamla finns kvar i filen.",
            Self::ChosenHere => "Du har redan valt underlag för delmålet här.",
            Self::NoSuchObjective => "Målbeskrivningen här har inte det delmålet.",
        })
    }
}

/// A record that is left, or taken in otherwise than it stood.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Told {
    /// Which, for the screen.
    pub what: String,
    /// Why.
    #[serde(flatten)]
    pub why: WhyTold,
}

/// What makes one doubt that the file is the person's own. The `Display` text is for the screen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Doubt {
    /// Another name.
    OtherName {
        /// The file's.
        file: String,
        /// The training's.
        here: String,
    },
    /// Another day of the legitimation.
    OtherLicence {
        /// The file's.
        file: NaiveDate,
        /// The training's.
        here: NaiveDate,
    },
}

impl fmt::Display for Doubt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OtherName { file, here } => {
                write!(f, "Filen gäller {file}, men ST:n här gäller {here}.")
            }
            Self::OtherLicence { file, here } => write!(
                f,
                "Legitimationen är från {} i filen, men från {} här.",
                say_day(*file),
                say_day(*here)
            ),
        }
    }
}

/// Takes in a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TakeInRecords {
    /// The file, as text.
    pub text: String,
    /// That the person says that it is theirs, in spite of every [`Doubt`].
    #[serde(default)]
    pub sure: bool,
}

/// What a file would give, and nothing kept of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TakeInPreview {
    /// Where it comes from.
    pub from: RecordsOrigin,
    /// The day that it was made.
    pub made_on: NaiveDate,
    /// What is taken in, by kind.
    pub taken: Vec<TakenCount>,
    /// What is left or shortened.
    pub told: Vec<Told>,
    /// How many are here already, and aren't taken in again.
    pub already: usize,
    /// What makes one doubt that it is the right file.
    pub doubts: Vec<Doubt>,
}

/// What is to be added to a training.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TakenIn {
    /// The records, as they are to stand here; only its lists are to be read.
    pub records: Portfolio,
    /// What is left or shortened.
    pub told: Vec<Told>,
    /// How many are here already.
    pub already: usize,
    /// What makes one doubt that it is the right file.
    pub doubts: Vec<Doubt>,
}

impl TakenIn {
    /// How many of each kind.
    #[must_use]
    pub fn counts(&self) -> Vec<TakenCount> {
        use RecordKind as K;
        let Portfolio { placements, leaves, credits, activities, .. } = &self.records;
        let Portfolio { iups, assessments, meetings, evaluations, reviews, .. } = &self.records;
        let Portfolio { certificates, evidence, decisions, .. } = &self.records;
        [
            (K::Placement, placements.len()),
            (K::Leave, leaves.len()),
            (K::Credit, credits.len()),
            (K::Activity, activities.len()),
            (K::Certificate, certificates.len()),
            (K::Evidence, evidence.len()),
            (K::Assessment, assessments.len()),
            (K::Meeting, meetings.len()),
            (K::Review, reviews.len()),
            (K::Evaluation, evaluations.len()),
            (K::Iup, iups.len()),
            (K::Decision, decisions.len()),
        ]
        .into_iter()
        .filter(|(_, count)| *count > 0)
        .map(|(kind, count)| TakenCount { kind, count })
        .collect()
    }

    /// How many records in all, what tells where they came from among them.
    #[must_use]
    pub fn total(&self) -> usize {
        self.records.record_ids().len()
    }

    /// As it is shown before anything is kept.
    #[must_use]
    pub fn preview(self, from: RecordsOrigin, made_on: NaiveDate) -> TakeInPreview {
        let taken = self.counts();
        let Self { told, already, doubts, .. } = self;
        TakeInPreview { from, made_on, taken, told, already, doubts }
    }
}

impl OwnRecords {
    /// What of it is taken into the training `here`, under the id `brought`, by whom and when.
    ///
    /// # Errors
    /// When it is of another specialty or regulation, tells of time before the training here, or gives nothing new.
    pub fn take_in(
        self,
        here: &Portfolio,
        brought: BroughtRecordsId,
        changed: Changed,
    ) -> Result<TakenIn, NotTakenIn> {
        self.fits(&here.training)?;
        let doubts = self.doubts(&here.training);
        let Self { from, made_on, portfolio: mut records, .. } = self;
        let trainee = records.training.trainee.name.clone();
        let known: BTreeSet<RecordId> = here.record_ids().into_iter().collect();
        let already = records.leave_known(&known);
        let mut told = Vec::new();
        records.leave_undone(made_on, &mut told);
        records.leave_what_is_here(here, &mut told);
        records.leave_lost_evidence(here, &mut told);
        if records.is_bare() {
            return Err(if already > 0 { NotTakenIn::AllHere } else { NotTakenIn::NothingDone });
        }
        if let Some(first) = records.placements.iter().map(|one| one.from).min()
            && first < here.training.starts_on
        {
            return Err(NotTakenIn::StartsLater { here: here.training.starts_on, file: first });
        }
        records.come_home(&here.training);
        let trainee = trainee.try_into().unwrap_or_else(|_| from.clinic.clone());
        records.mark(BroughtRecords {
            id: brought,
            from,
            made_on,
            trainee,
            records: BTreeSet::new(),
            version: 1,
            changed: Some(changed),
        });
        Ok(TakenIn { records, told, already, doubts })
    }

    fn fits(&self, here: &Training) -> Result<(), NotTakenIn> {
        let training = &self.portfolio.training;
        if training.specialty != here.specialty {
            let [file, here] = [training, here].map(|one| one.specialty.to_lowercase());
            return Err(NotTakenIn::OtherSpecialty { file, here });
        }
        if training.regulation != here.regulation {
            let (file, here) = (training.regulation, here.regulation);
            return Err(NotTakenIn::OtherRegulation { file, here });
        }
        Ok(())
    }

    fn doubts(&self, here: &Training) -> Vec<Doubt> {
        let training = &self.portfolio.training;
        let plain = |name: &str| {
            name.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>().join(" ")
        };
        let [file, own] = [training, here].map(|one| one.trainee.name.clone());
        let name = (plain(&file) != plain(&own)).then_some(Doubt::OtherName { file, here: own });
        let (file, own) = (training.licensed_on, here.licensed_on);
        let licence = (file != own).then_some(Doubt::OtherLicence { file, here: own });
        name.into_iter().chain(licence).collect()
    }
}

/// What of a training would be left by who takes in a file of it made on `day`: to be done before that.
#[must_use]
pub fn not_carried(portfolio: &Portfolio, day: NaiveDate) -> Vec<Told> {
    let mut told = Vec::new();
    portfolio.clone().leave_undone(day, &mut told);
    told.retain(|one| !one.why.taken());
    told
}

/// Leaves those of a list that `keep` gives a reason for, and tells of them.
fn leave<T>(
    list: &mut Vec<T>,
    told: &mut Vec<Told>,
    keep: impl Fn(&T) -> Option<(String, WhyTold)>,
) {
    list.retain(|one| match keep(one) {
        None => true,
        Some((what, why)) => {
            told.push(Told { what, why });
            false
        }
    });
}

impl Portfolio {
    /// Whether there is no record in it, but for what tells where others came from.
    fn is_bare(&self) -> bool {
        self.record_ids().len() == self.brought.len()
    }

    /// Leaves what is in the training already, and says how much that was.
    fn leave_known(&mut self, known: &BTreeSet<RecordId>) -> usize {
        let mut left = 0;
        macro_rules! each {
            ($($list:ident),+) => {
                $(
                    let before = self.$list.len();
                    self.$list.retain(|one| !known.contains(&RecordId::new(one.id.into())));
                    left += before - self.$list.len();
                )+
            };
        }
        every_kind!(each);
        left
    }

    /// Leaves what wasn't done when the file was made, and cuts time that went on: nobody here can do it for those there.
    fn leave_undone(&mut self, made_on: NaiveDate, told: &mut Vec<Told>) {
        let ahead = |from: NaiveDate| (from > made_on).then_some(WhyTold::Ahead);
        let undone = |done: bool| (!done).then_some(WhyTold::NotDone);
        let certified: BTreeSet<EvidenceRef> = self
            .certificates
            .iter()
            .filter(|one| one.phase.in_force())
            .filter_map(|one| one.content.about)
            .collect();
        leave(&mut self.placements, told, |one| {
            Some((format!("Placeringen {}", &*one.place), ahead(one.from)?))
        });
        for one in self.placements.iter_mut().filter(|one| one.to > made_on) {
            one.to = made_on;
            let what = format!("Placeringen {}", &*one.place);
            told.push(Told { what, why: WhyTold::Shortened { to: made_on } });
        }
        leave(&mut self.leaves, told, |one| {
            Some((format!("{} {}", one.kind.name(), say_range(one.from, one.to)), ahead(one.from)?))
        });
        for one in self.leaves.iter_mut().filter(|one| one.to > made_on) {
            let what = format!("{} {}", one.kind.name(), say_range(one.from, one.to));
            one.to = made_on;
            told.push(Told { what, why: WhyTold::Shortened { to: made_on } });
        }
        leave(&mut self.credits, told, |one| {
            Some((
                format!("Tillgodoräknandet: {}", one.kind.name()),
                undone(one.approved.is_some())?,
            ))
        });
        leave(&mut self.activities, told, |one| {
            let done = done(one, made_on) || certified.contains(&EvidenceRef::Activity(one.id));
            Some((format!("{}: {}", one.details.name(), &*one.title), undone(done)?))
        });
        leave(&mut self.iups, told, |one| {
            Some((format!("IUP version {}", one.number), undone(!one.phase.open())?))
        });
        leave(&mut self.assessments, told, |one| {
            let form = Instruments::built_in().to_read(&one.instrument);
            let form = form.map_or(one.instrument.code.as_str(), |form| &form.name);
            let day = say_day(one.written.occasion.on);
            let done = matches!(one.stage, AssessmentStage::Confirmed { .. });
            Some((format!("Bedömningen {form} {day}"), undone(done)?))
        });
        leave(&mut self.meetings, told, |one| {
            let done = undone(matches!(one.phase, MeetingPhase::Confirmed { .. }))?;
            Some((format!("Handledarsamtalet {}", say_day(one.planned_on)), done))
        });
        leave(&mut self.reviews, told, |one| {
            let done = undone(matches!(one.phase, ProgressReviewPhase::Confirmed { .. }))?;
            Some((format!("{} {}", one.kind.name(), say_day(one.planned_on)), done))
        });
        leave(&mut self.certificates, told, |one| {
            let issued = matches!(
                one.phase,
                CertificatePhase::Issued { .. } | CertificatePhase::Withdrawn { .. }
            );
            Some((format!("Intyget {}", one.kind.name(one.regulation)), undone(issued)?))
        });
    }

    /// Leaves what would stand against something here: a programme, and what is chosen for an objective.
    fn leave_what_is_here(&mut self, here: &Self, told: &mut Vec<Told>) {
        let programme = !here.iups.is_empty();
        leave(&mut self.iups, told, |one| {
            programme.then(|| (format!("IUP version {}", one.number), WhyTold::ProgrammeHere))
        });
        leave(&mut self.evidence, told, |one| {
            let code: ObjectiveCode = one.objective;
            let why = if here.curriculum.objective(code).is_none() {
                WhyTold::NoSuchObjective
            } else if here.evidence.iter().any(|known| known.objective == code) {
                WhyTold::ChosenHere
            } else {
                return None;
            };
            Some((format!("Valt underlag för {code}"), why))
        });
    }

    /// Leaves choices of what itself was left.
    fn leave_lost_evidence(&mut self, here: &Self, told: &mut Vec<Told>) {
        let known: BTreeSet<RecordId> =
            self.record_ids().into_iter().chain(here.record_ids()).collect();
        let is_here = |chosen: &EvidenceRef| known.contains(&chosen.record());
        for one in &mut self.evidence {
            one.chosen.retain(is_here);
        }
        leave(&mut self.evidence, told, |one| {
            let what = format!("Valt underlag för {}", one.objective);
            one.chosen.is_empty().then_some((what, WhyTold::NotDone))
        });
        for one in &mut self.certificates {
            one.content.about = one.content.about.filter(is_here);
        }
    }

    /// Makes the records those of the person and the training here. A clinic that the file names may not be one here.
    fn come_home(&mut self, here: &Training) {
        for one in &mut self.placements {
            one.clinic = None;
        }
        macro_rules! of_the_training {
            ($($list:ident),+) => {
                $(for one in &mut self.$list {
                    one.training = here.id;
                    one.trainee = here.trainee.clone();
                })+
            };
        }
        of_the_training!(assessments, meetings, reviews, certificates);
        for one in &mut self.evaluations {
            one.training = here.id;
        }
    }

    /// Tells of each record where it came from: what the file's clinic had got from others, as they told it. What is chosen for an
    /// objective is the ST-läkare's own and goes on being so.
    fn mark(&mut self, mut own: BroughtRecords) {
        let chosen = self.evidence.iter().map(|one| RecordId::new(one.id.into()));
        let told: BTreeSet<RecordId> =
            self.brought.iter().map(|one| RecordId::new(one.id.into())).collect();
        let all = self.record_ids();
        let chosen: BTreeSet<RecordId> = chosen.collect();
        let mut left: BTreeSet<RecordId> =
            all.into_iter().filter(|id| !chosen.contains(id) && !told.contains(id)).collect();
        for one in &mut self.brought {
            one.records.retain(|id| left.remove(id));
        }
        self.brought.retain(|one| !one.records.is_empty());
        own.records = left;
        self.brought.push(own);
    }
}

impl EvidenceRef {
    /// The record that it names.
    #[must_use]
    pub fn record(self) -> RecordId {
        RecordId::new(match self {
            Self::Placement(id) => id.into(),
            Self::Activity(id) => id.into(),
            Self::Assessment(id) => id.into(),
            Self::Certificate(id) => id.into(),
        })
    }
}

/// Whether an activity has ended and its ST-läkare has given the account of it that it needs.
fn done(activity: &Activity, made_on: NaiveDate) -> bool {
    activity.to.is_some_and(|to| to <= made_on)
        && (activity.report.is_some() || !activity.details.needs_report())
}
