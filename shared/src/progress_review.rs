//! Avstämningar: the yearly formal reviews of a ST-läkare's progress.
//!
//! Four a year as Riktlinje Västmanland 8.2 proposes, and the medarbetarsamtal with the head of unit that SPUR asks for (E13). How
//! many a year is a region's or a clinic's own choice, so it is a parameter.

#[cfg(test)]
mod tests;

use chrono::{Months, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::{
    ProgressReviewId, TrainingId,
    person::{PersonName, Signature},
    review::Changed,
    text::{FreeText, Line, Reason},
};

/// Kind of avstämning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ProgressReviewKind {
    /// Specialistkollegium.
    SpecialistPanel,
    /// Handledarträff.
    SupervisorsMeeting,
    /// ST-läkare and studierektor, alone or in a group.
    WithDirector,
    /// Studierektor, ST-läkare and huvudansvarig handledare.
    ThreeParties,
    /// Medarbetarsamtal with the head of unit.
    Appraisal,
}

impl ProgressReviewKind {
    /// In the guideline's order.
    pub const ALL: [Self; 5] = [
        Self::SpecialistPanel,
        Self::SupervisorsMeeting,
        Self::WithDirector,
        Self::ThreeParties,
        Self::Appraisal,
    ];

    /// The words on the screen.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::SpecialistPanel => "Specialistkollegium",
            Self::SupervisorsMeeting => "Handledarträff",
            Self::WithDirector => "ST-läkare och studierektor",
            Self::ThreeParties => "Studierektor, ST-läkare och huvudansvarig handledare",
            Self::Appraisal => "Medarbetarsamtal med verksamhetschefen",
        }
    }

    /// The value as it is stored and sent.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SpecialistPanel => "specialist_panel",
            Self::SupervisorsMeeting => "supervisors_meeting",
            Self::WithDirector => "with_director",
            Self::ThreeParties => "three_parties",
            Self::Appraisal => "appraisal",
        }
    }

    /// The value that was stored.
    #[must_use]
    pub fn from_stored(value: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == value)
    }

    /// Where the rule comes from, for the screen.
    #[must_use]
    pub const fn source(self) -> &'static str {
        match self {
            Self::Appraisal => "SPUR E13",
            _ => "Riktlinje Västmanland 8.2",
        }
    }

    /// Whether the ST-läkare takes part; where not, others confirm and the ST-läkare is told by the huvudansvarig handledare.
    #[must_use]
    pub const fn with_trainee(self) -> bool {
        match self {
            Self::WithDirector | Self::ThreeParties | Self::Appraisal => true,
            Self::SpecialistPanel | Self::SupervisorsMeeting => false,
        }
    }
}

/// How it was held: in part it may be replaced by a written report that is followed up (Riktlinje Västmanland 8.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ReviewForm {
    /// A meeting.
    Meeting,
    /// A written report.
    Written,
}

impl ReviewForm {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Meeting, Self::Written];

    /// The word on the screen.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Meeting => "Möte",
            Self::Written => "Skriftlig rapport",
        }
    }
}

/// What came of it; also what saves it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HeldReview {
    /// The day.
    pub on: NaiveDate,
    /// Meeting or writing.
    pub form: ReviewForm,
    /// Måluppfyllelse and progress against the IUP, in short.
    pub summary: FreeText,
    /// What was agreed, one a line.
    pub agreements: FreeText,
    /// Who took part, as written; never empty.
    pub participants: Vec<Line>,
}

/// Where a review is on its way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "phase", rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ProgressReviewPhase {
    /// To come.
    Planned,
    /// Held, and being written down.
    Held {
        /// What came of it.
        held: HeldReview,
    },
    /// Confirmed: locked.
    Confirmed {
        /// What came of it.
        held: HeldReview,
        /// By whom and when.
        confirmed: Signature,
    },
    /// Not held.
    Cancelled {
        /// Why.
        reason: Reason,
    },
}

/// Why a review can't take a step.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProgressReviewRefused {
    /// Held already.
    #[error("Avstämningen är redan hållen.")]
    Held,
    /// Not held yet.
    #[error("Avstämningen är inte hållen än.")]
    NotHeld,
    /// Cancelled.
    #[error("Avstämningen är inställd. Planera en ny.")]
    Cancelled,
    /// Confirmed.
    #[error("Avstämningen är bekräftad och låst. Öppna den igen om något ska ändras.")]
    Locked,
    /// A day to come.
    #[error("{0} har inte varit än. Skriv dagen då avstämningen var.")]
    ToCome(NaiveDate),
    /// Nobody took part.
    #[error("Skriv vilka som deltog.")]
    Nobody,
    /// Nothing written to confirm.
    #[error("Skriv en sammanfattning, så att det finns något att bekräfta.")]
    NoSummary,
    /// Not the one to confirm.
    #[error("ST-läkaren bekräftar den här avstämningen.")]
    NotTrainee,
    /// The ST-läkare didn't take part.
    #[error(
        "ST-läkaren deltar inte i den här avstämningen. Studierektorn eller handledaren bekräftar den."
    )]
    Trainee,
}

use ProgressReviewRefused as No;

impl ProgressReviewPhase {
    /// What came of it, once held.
    #[must_use]
    pub const fn held(&self) -> Option<&HeldReview> {
        match self {
            Self::Held { held } | Self::Confirmed { held, .. } => Some(held),
            Self::Planned | Self::Cancelled { .. } => None,
        }
    }

    /// The word on the screen.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Planned => "Planerad",
            Self::Held { .. } => "Hållen",
            Self::Confirmed { .. } => "Bekräftad",
            Self::Cancelled { .. } => "Inställd",
        }
    }
}

/// Avstämning.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProgressReview {
    /// Which.
    pub id: ProgressReviewId,
    /// Whose way to specialist it belongs to.
    pub training: TrainingId,
    /// ST-läkaren.
    pub trainee: PersonName,
    /// Of what kind.
    pub kind: ProgressReviewKind,
    /// The day it is planned on.
    pub planned_on: NaiveDate,
    /// Where it is on its way.
    #[serde(flatten)]
    pub phase: ProgressReviewPhase,
    /// 0 before it was first saved.
    pub version: i64,
    /// The last change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changed: Option<Changed>,
}

/// Plans a review.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PlanProgressReview {
    /// Of what kind.
    pub kind: ProgressReviewKind,
    /// The day.
    pub planned_on: NaiveDate,
}

impl ProgressReview {
    fn moved(self, phase: ProgressReviewPhase, changed: Changed) -> Self {
        Self { phase, version: self.version + 1, changed: Some(changed), ..self }
    }

    fn planned(&self) -> Result<(), No> {
        match self.phase {
            ProgressReviewPhase::Planned => Ok(()),
            ProgressReviewPhase::Held { .. } | ProgressReviewPhase::Confirmed { .. } => {
                Err(No::Held)
            }
            ProgressReviewPhase::Cancelled { .. } => Err(No::Cancelled),
        }
    }

    /// Moves it to another day.
    ///
    /// # Errors
    /// When it isn't planned any more.
    pub fn replan(self, planned_on: NaiveDate, changed: Changed) -> Result<Self, No> {
        self.planned()?;
        Ok(Self { planned_on, ..self.moved(ProgressReviewPhase::Planned, changed) })
    }

    /// It was held; also changes what is written until it is confirmed.
    ///
    /// # Errors
    /// When confirmed or cancelled, the day is to come, or nobody took part.
    pub fn hold(self, held: HeldReview, changed: Changed, today: NaiveDate) -> Result<Self, No> {
        match self.phase {
            ProgressReviewPhase::Confirmed { .. } => Err(No::Locked),
            ProgressReviewPhase::Cancelled { .. } => Err(No::Cancelled),
            _ if held.on > today => Err(No::ToCome(held.on)),
            _ if held.participants.is_empty() => Err(No::Nobody),
            _ => Ok(self.moved(ProgressReviewPhase::Held { held }, changed)),
        }
    }

    /// Confirms it: the ST-läkare where they took part, somebody else where not.
    ///
    /// # Errors
    /// When it isn't held, has no summary, is confirmed, or isn't this person's to confirm.
    pub fn confirm(self, confirmed: Signature) -> Result<Self, No> {
        match (self.kind.with_trainee(), confirmed.by.id == self.trainee.id) {
            (true, false) => return Err(No::NotTrainee),
            (false, true) => return Err(No::Trainee),
            (true, true) | (false, false) => {}
        }
        let changed = Changed { at: confirmed.at, by: confirmed.by.name.clone() };
        match self.phase.clone() {
            ProgressReviewPhase::Planned => Err(No::NotHeld),
            ProgressReviewPhase::Held { held } if held.summary.is_blank() => Err(No::NoSummary),
            ProgressReviewPhase::Held { held } => {
                Ok(self.moved(ProgressReviewPhase::Confirmed { held, confirmed }, changed))
            }
            ProgressReviewPhase::Confirmed { .. } => Err(No::Locked),
            ProgressReviewPhase::Cancelled { .. } => Err(No::Cancelled),
        }
    }

    /// Opens a confirmed one again; the reason goes into the history.
    ///
    /// # Errors
    /// When it isn't confirmed.
    pub fn reopen(self, changed: Changed) -> Result<Self, No> {
        match self.phase.clone() {
            ProgressReviewPhase::Confirmed { held, .. } => {
                Ok(self.moved(ProgressReviewPhase::Held { held }, changed))
            }
            ProgressReviewPhase::Planned => Err(No::NotHeld),
            ProgressReviewPhase::Held { .. } => Err(No::Held),
            ProgressReviewPhase::Cancelled { .. } => Err(No::Cancelled),
        }
    }

    /// It isn't held.
    ///
    /// # Errors
    /// When it was held or is cancelled.
    pub fn cancel(self, reason: Reason, changed: Changed) -> Result<Self, No> {
        self.planned()?;
        Ok(self.moved(ProgressReviewPhase::Cancelled { reason }, changed))
    }
}

/// When the next review of a kind is due, with what decided it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NextReview {
    /// Of what kind.
    pub kind: ProgressReviewKind,
    /// Last day.
    pub due: NaiveDate,
    /// The last one held; none counts from the training's start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last: Option<NaiveDate>,
    /// The first day one is planned on and not yet held.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub planned: Option<NaiveDate>,
}

impl NextReview {
    /// Whether its last day has passed.
    #[must_use]
    pub fn is_overdue(&self, today: NaiveDate) -> bool {
        self.due < today
    }
}

/// When the next review of a kind is due (R62; Riktlinje Västmanland 8.2, förslag: one of each kind a year). Counted from the last one
/// held, or from the start. Where twelve months don't divide by `per_year`, the months between are rounded down, one at least. None when
/// none is wanted.
#[must_use]
pub fn next_due(
    kind: ProgressReviewKind,
    reviews: &[ProgressReview],
    starts_on: NaiveDate,
    per_year: u8,
) -> Option<NextReview> {
    let months = 12_u32.checked_div(u32::from(per_year))?.max(1);
    let of_kind = || reviews.iter().filter(|review| review.kind == kind);
    let last = of_kind().filter_map(|review| review.phase.held()).map(|held| held.on).max();
    let planned = of_kind()
        .filter(|review| review.phase == ProgressReviewPhase::Planned)
        .map(|review| review.planned_on)
        .min();
    let due = last.unwrap_or(starts_on).checked_add_months(Months::new(months))?;
    Some(NextReview { kind, due, last, planned })
}
