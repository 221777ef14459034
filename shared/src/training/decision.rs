//! Decisions about a training (beslut om ST): who leads it, where it is done, by which målbeskrivning, and whether it goes on.
//!
//! Each has the day that it holds from and is kept for good, so that what was before it is never lost.

use std::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{FullTime, ServiceSpan, Training, TrainingNotAllowed};
use crate::{
    ClinicId, CurriculumId, PersonId, TrainingDecisionId,
    curriculum::{Curriculum, Regulation},
    person::PersonName,
    placement::Percent,
    review::{Changed, ClinicName},
    supervisor::SupervisorConcern,
    text::{Line, Reason},
    written_date::say_day,
};

/// A decision about a training, as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TrainingDecision {
    /// Which.
    pub id: TrainingDecisionId,
    /// The day that it holds from.
    pub on: NaiveDate,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
    /// What was decided.
    pub what: Decided,
    /// Counted from 1.
    pub version: i64,
    /// By whom and when it was put in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changed: Option<Changed>,
}

/// From each interruption to the day before it was taken up again, of decisions in the order of their days.
pub(crate) fn interruptions(decisions: &[TrainingDecision]) -> Vec<ServiceSpan> {
    let mut since = None;
    let mut spans = Vec::new();
    for decision in decisions {
        match decision.what {
            Decided::Interrupted => since = Some(decision.on),
            Decided::Resumed => {
                let days = since.take().zip(decision.on.pred_opt());
                spans.extend(days.filter(|(from, to)| from <= to).map(|(from, to)| ServiceSpan {
                    from,
                    to,
                    percent: Percent::FULL,
                }));
            }
            Decided::Supervisor { .. }
            | Decided::Clinic { .. }
            | Decided::Curriculum { .. }
            | Decided::Completed
            | Decided::Reopened => {}
        }
    }
    spans
}

/// What was decided, with what was before it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Decided {
    /// Another huvudansvarig handledare.
    Supervisor {
        /// Who it was; nobody where none was named.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        from: Option<PersonName>,
        /// Who it becomes.
        to: PersonName,
        /// What the rules ask for that the person hadn't, or that couldn't be known, on the day it was put in.
        concerns: Vec<SupervisorConcern>,
    },
    /// Another clinic.
    Clinic {
        /// Where it was done.
        from: ClinicName,
        /// Where it is done from then on.
        to: ClinicName,
        /// The huvudansvarig handledare who stays behind, so that a new one is to be named.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        left: Option<PersonName>,
    },
    /// Another version of the målbeskrivning.
    Curriculum {
        /// The version before.
        from: Line,
        /// The version from then on.
        to: Line,
    },
    /// Broken off; the day is the first that doesn't count.
    Interrupted,
    /// Taken up again; the day is the first that counts.
    Resumed,
    /// Completed; the day is the last.
    Completed,
    /// Opened again after it was completed.
    Reopened,
}

/// What a decision is of: those of the same are made in the order of their days.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Subject {
    Supervisor,
    Clinic,
    Curriculum,
    Phase,
}

impl Decided {
    const fn subject(&self) -> Subject {
        match self {
            Self::Supervisor { .. } => Subject::Supervisor,
            Self::Clinic { .. } => Subject::Clinic,
            Self::Curriculum { .. } => Subject::Curriculum,
            Self::Interrupted | Self::Resumed | Self::Completed | Self::Reopened => Subject::Phase,
        }
    }
}

impl fmt::Display for Decided {
    /// As the screen and the history say it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Supervisor { from, to, .. } => {
                write!(f, "Huvudansvarig handledare: {}", to.name)?;
                match from {
                    Some(from) => write!(f, ", efter {}", from.name),
                    None => Ok(()),
                }
            }
            Self::Clinic { from, to, left } => {
                write!(f, "Byter klinik från {} till {}", from.name, to.name)?;
                match left {
                    Some(left) => {
                        write!(f, ". {} är inte längre huvudansvarig handledare", left.name)
                    }
                    None => Ok(()),
                }
            }
            Self::Curriculum { from, to } => {
                write!(f, "Byter målbeskrivning från {} till {}", &**from, &**to)
            }
            Self::Interrupted => f.write_str("ST:n avbryts"),
            Self::Resumed => f.write_str("ST:n återupptas"),
            Self::Completed => f.write_str("ST:n är fullgjord"),
            Self::Reopened => f.write_str("ST:n öppnas igen"),
        }
    }
}

/// Decides about a training.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DecideTraining {
    /// How many decisions the person saw: more than those are to be read first.
    pub read: usize,
    /// The day that it holds from.
    pub on: NaiveDate,
    /// Why; needed where [`TrainingStep::needs_reason`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
    /// What.
    pub step: TrainingStep,
}

/// What is to be decided about a training.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum TrainingStep {
    /// Names another huvudansvarig handledare.
    Supervisor {
        /// Who.
        supervisor: PersonId,
    },
    /// Moves it to another clinic.
    Clinic {
        /// Where the ST-läkare has the role already.
        clinic: ClinicId,
    },
    /// Moves it to another version of the målbeskrivning.
    Curriculum {
        /// Which, of the same regulation and specialty.
        curriculum: CurriculumId,
    },
    /// Breaks it off.
    Interrupt,
    /// Takes it up again.
    Resume,
    /// Completes it.
    Complete,
    /// Opens it again.
    Reopen,
}

impl TrainingStep {
    /// Whether it is decided with a reason.
    #[must_use]
    pub const fn needs_reason(self) -> bool {
        match self {
            Self::Clinic { .. } | Self::Curriculum { .. } | Self::Interrupt | Self::Reopen => true,
            Self::Supervisor { .. } | Self::Resume | Self::Complete => false,
        }
    }
}

/// A step with what it names.
#[derive(Clone, Debug)]
pub enum FoundStep<'a> {
    /// Names another huvudansvarig handledare.
    Supervisor {
        /// Who.
        to: PersonName,
        /// What the rules ask for that the person hasn't.
        concerns: Vec<SupervisorConcern>,
    },
    /// Moves it to another clinic.
    Clinic {
        /// Where.
        to: ClinicName,
        /// What is trained for there.
        specialties: &'a [String],
        /// Whether the huvudansvarig handledare may be that there too (Riktlinje Västmanland 3.2).
        keeps_supervisor: bool,
    },
    /// Moves it to another version of the målbeskrivning.
    Curriculum {
        /// Today's.
        from: &'a Curriculum,
        /// The one to be.
        to: &'a Curriculum,
    },
    /// Breaks it off.
    Interrupt,
    /// Takes it up again.
    Resume,
    /// Completes it.
    Complete {
        /// What lacks of the minimum on the day ([`super::Service::remaining`]).
        remaining: FullTime,
    },
    /// Opens it again.
    Reopen,
}

/// Why a decision can't be made. The `Display` text is for the screen.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DecisionRefused {
    /// The training's phase or its time doesn't allow it.
    #[error(transparent)]
    NotAllowed(#[from] TrainingNotAllowed),
    /// The day is to come.
    #[error("{} har inte varit än. Lägg in beslutet när det börjar gälla.", say_day(*.0))]
    Ahead(NaiveDate),
    /// A later decision of the same stands.
    #[error("Det finns ett beslut från {} om samma sak. Välj den dagen eller en senare.", say_day(*.0))]
    Overtaken(NaiveDate),
    /// No reason given where one is needed.
    #[error("Skriv varför. Det står kvar i ST:ns historik.")]
    NoReason,
    /// One's own supervisor.
    #[error("ST-läkaren kan inte vara sin egen handledare.")]
    OwnSupervisor,
    /// It is the same person.
    #[error("{0} är redan huvudansvarig handledare.")]
    SameSupervisor(String),
    /// It is the same clinic.
    #[error("ST:n görs redan på {0}.")]
    SameClinic(String),
    /// The clinic hasn't the specialty.
    #[error("{clinic} har inte {specialty} bland sina specialiteter.")]
    ClinicWithout {
        /// Which clinic.
        clinic: String,
        /// What lacks there.
        specialty: String,
    },
    /// It is the same version.
    #[error("ST:n följer redan den målbeskrivningen.")]
    SameCurriculum,
    /// Another regulation or specialty.
    #[error(
        "Välj en målbeskrivning för {specialty} enligt {regulation}. Föreskriften är den som ST:n började enligt."
    )]
    OtherCurriculum {
        /// The training's.
        specialty: String,
        /// The training's.
        regulation: Regulation,
    },
}

impl Training {
    /// Takes a step on a day, after the `decisions` before it: the training as it then is, and what was decided.
    ///
    /// # Errors
    /// When the phase, the day, the lack of a reason or what the step names hinders it.
    pub fn decide(
        mut self,
        step: FoundStep<'_>,
        on: NaiveDate,
        reason: Option<&Reason>,
        decisions: &[TrainingDecision],
        today: NaiveDate,
    ) -> Result<(Self, Decided), DecisionRefused> {
        if on < self.starts_on {
            return Err(TrainingNotAllowed::BeforeStart(self.starts_on).into());
        }
        if on > today {
            return Err(DecisionRefused::Ahead(on));
        }
        let reason_given = || reason.cloned().ok_or(DecisionRefused::NoReason);
        let decided = match step {
            FoundStep::Supervisor { to, concerns } => {
                self.phase.underway()?;
                if to.id == self.trainee.id {
                    return Err(DecisionRefused::OwnSupervisor);
                }
                if self.principal_supervisor.as_ref().is_some_and(|now| now.id == to.id) {
                    return Err(DecisionRefused::SameSupervisor(to.name));
                }
                let from = self.principal_supervisor.replace(to.clone());
                Decided::Supervisor { from, to, concerns }
            }
            FoundStep::Clinic { to, specialties, keeps_supervisor } => {
                self.phase.underway()?;
                reason_given()?;
                if to.id == self.clinic.id {
                    return Err(DecisionRefused::SameClinic(to.name));
                }
                if !specialties.iter().any(|one| **one == *self.specialty) {
                    let specialty = self.specialty.to_lowercase();
                    return Err(DecisionRefused::ClinicWithout { clinic: to.name, specialty });
                }
                let left = if keeps_supervisor { None } else { self.principal_supervisor.take() };
                let from = std::mem::replace(&mut self.clinic, to.clone());
                Decided::Clinic { from, to, left }
            }
            FoundStep::Curriculum { from, to } => {
                self.phase.underway()?;
                reason_given()?;
                if to.id == self.curriculum {
                    return Err(DecisionRefused::SameCurriculum);
                }
                if to.regulation != self.regulation || to.specialty != self.specialty {
                    let specialty = self.specialty.to_lowercase();
                    let regulation = self.regulation;
                    return Err(DecisionRefused::OtherCurriculum { specialty, regulation });
                }
                self.curriculum = to.id;
                Decided::Curriculum { from: from.version_name.clone(), to: to.version_name.clone() }
            }
            FoundStep::Interrupt => {
                self.phase = self.phase.interrupt(on, reason_given()?, self.starts_on)?;
                Decided::Interrupted
            }
            FoundStep::Resume => {
                self.phase = self.phase.resume()?;
                Decided::Resumed
            }
            FoundStep::Complete { remaining } => {
                self.phase = self.phase.complete(on, remaining, self.starts_on)?;
                Decided::Completed
            }
            FoundStep::Reopen => {
                reason_given()?;
                self.phase = self.phase.reopen()?;
                Decided::Reopened
            }
        };
        let subject = decided.subject();
        let same = decisions.iter().filter(|before| before.what.subject() == subject);
        match same.map(|before| before.on).max() {
            Some(last) if last > on => Err(DecisionRefused::Overtaken(last)),
            _ => Ok((self, decided)),
        }
    }
}
