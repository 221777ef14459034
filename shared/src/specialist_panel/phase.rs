//! A panel's way from self-rating to feedback.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{CompetenceArea, PanelForm, SaveConclusions, SavePanelForm};
use crate::{
    PersonId,
    person::{PersonName, Signature},
    review::Changed,
    text::Reason,
};

/// Fewest who judge, and fewest forms to hold a panel on: one person's view is no panel.
pub const MIN_SPECIALISTS: usize = 2;

/// A specialist's own judgement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SpecialistJudgement {
    /// Whose.
    pub by: PersonName,
    /// The form.
    pub form: PanelForm,
    /// When it was handed in; none while it is being written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handed_in: Option<DateTime<Utc>>,
}

/// The feedback to the ST-läkare.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PanelFeedback {
    /// The day they spoke.
    pub on: NaiveDate,
    /// The huvudansvarig handledare, and when it was noted.
    pub by: Signature,
}

/// Where a panel is on its way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "phase", rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum PanelPhase {
    /// The ST-läkare rates themself.
    SelfRating {
        /// As far as it has come.
        draft: PanelForm,
    },
    /// The specialists judge, each alone.
    Collecting {
        /// Handed in.
        self_rating: PanelForm,
        /// Forms that are begun or handed in.
        judgements: Vec<SpecialistJudgement>,
    },
    /// The panel has met and agrees.
    Held {
        /// Handed in.
        self_rating: PanelForm,
        /// Forms; those handed in are the votes.
        judgements: Vec<SpecialistJudgement>,
        /// The day.
        on: NaiveDate,
        /// As last saved.
        conclusions: SaveConclusions,
    },
    /// The ST-läkare has had the feedback.
    FedBack {
        /// Handed in.
        self_rating: PanelForm,
        /// Forms; those handed in are the votes.
        judgements: Vec<SpecialistJudgement>,
        /// The day of the panel.
        on: NaiveDate,
        /// As agreed.
        conclusions: SaveConclusions,
        /// By whom and when.
        feedback: PanelFeedback,
    },
    /// Not held. What was written stays its writers' own.
    Cancelled {
        /// Why.
        reason: Reason,
        /// The self-rating, as far as it came.
        self_rating: PanelForm,
        /// Forms that were begun or handed in.
        judgements: Vec<SpecialistJudgement>,
    },
}

/// Why a panel can't take a step.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PanelRefused {
    /// The ST-läkare among those who judge, lead or give feedback.
    #[error("ST-läkaren deltar inte i sitt eget kollegium. Ta bort ST-läkaren ur listan.")]
    TraineeJudges,
    /// The same person twice.
    #[error("{0} är med två gånger.")]
    NamedTwice(String),
    /// Too few who judge.
    #[error("Ett kollegium behöver minst {MIN_SPECIALISTS} specialister; här är {0}.")]
    TooFew(usize),
    /// Not one of those who judge.
    #[error("Du är inte med bland specialisterna i det här kollegiet.")]
    NotSpecialist,
    /// Specialists begin after the self-rating.
    #[error("ST-läkaren har inte lämnat sin självskattning än. Den kommer först.")]
    NoSelfRating,
    /// The self-rating is locked.
    #[error("Självskattningen är lämnad och ändras inte längre.")]
    SelfRatingIn,
    /// Areas without a mark.
    #[error("Välj ett svar för {}. Kan du inte bedöma finns ett svar för det.", names(.0))]
    Remaining(Vec<CompetenceArea>),
    /// This form is locked.
    #[error("Du har lämnat din bedömning. Ta tillbaka den om något ska ändras.")]
    HandedIn,
    /// Nothing to hand in or take back.
    #[error("Du har ingen bedömning här att lämna eller ta tillbaka.")]
    NoForm,
    /// Others see it by now.
    #[error("Alla bedömningar är inne och synliga för kollegiet. De ändras inte längre.")]
    Revealed,
    /// Too few forms to meet on.
    #[error("Kollegiet behöver minst {MIN_SPECIALISTS} lämnade bedömningar; {0} är lämnade.")]
    TooFewForms(usize),
    /// A day to come.
    #[error("{0} har inte varit än. Skriv dagen då det hände.")]
    ToCome(NaiveDate),
    /// Feedback before the panel.
    #[error("Återkopplingen kan inte vara före kollegiet {0}.")]
    BeforePanel(NaiveDate),
    /// Not held yet.
    #[error("Kollegiet är inte hållet än.")]
    NotHeld,
    /// Held already.
    #[error("Kollegiet är redan hållet.")]
    Held,
    /// Feedback needs something to tell.
    #[error("Skriv både styrkor och utvecklingsbehov innan återkopplingen.")]
    NothingAgreed,
    /// Somebody else than the principal supervisor.
    #[error("Den huvudansvariga handledaren ger återkopplingen.")]
    NotPrincipal,
    /// Feedback is given.
    #[error("ST-läkaren har fått återkopplingen. Slutsatserna ändras inte längre.")]
    FedBack,
    /// Cancelled.
    #[error("Kollegiet är inställt. Planera ett nytt.")]
    Cancelled,
}

fn names(areas: &[CompetenceArea]) -> String {
    areas.iter().map(|area| area.name()).collect::<Vec<_>>().join(", ")
}

use PanelRefused as No;

impl PanelPhase {
    /// Why a step that belongs to collecting can't be taken in another phase.
    const fn not_collecting(&self) -> No {
        match self {
            Self::SelfRating { .. } | Self::Collecting { .. } => No::NoSelfRating,
            Self::Held { .. } | Self::FedBack { .. } => No::Held,
            Self::Cancelled { .. } => No::Cancelled,
        }
    }

    pub(super) fn save_self_rating(self, saved: SavePanelForm, by: Changed) -> Result<Self, No> {
        match self {
            Self::SelfRating { draft } => Ok(Self::SelfRating { draft: draft.save(saved, by) }),
            Self::Cancelled { .. } => Err(No::Cancelled),
            Self::Collecting { .. } | Self::Held { .. } | Self::FedBack { .. } => {
                Err(No::SelfRatingIn)
            }
        }
    }

    pub(super) fn hand_in_self_rating(self) -> Result<Self, No> {
        match self {
            Self::SelfRating { draft } => match draft.remaining() {
                left if left.is_empty() => {
                    Ok(Self::Collecting { self_rating: draft, judgements: Vec::new() })
                }
                left => Err(No::Remaining(left)),
            },
            Self::Cancelled { .. } => Err(No::Cancelled),
            Self::Collecting { .. } | Self::Held { .. } | Self::FedBack { .. } => {
                Err(No::SelfRatingIn)
            }
        }
    }

    pub(super) fn save_judgement(
        self,
        by: PersonName,
        saved: SavePanelForm,
        changed: Changed,
    ) -> Result<Self, No> {
        let Self::Collecting { self_rating, mut judgements } = self else {
            return Err(self.not_collecting());
        };
        match judgements.iter_mut().find(|one| one.by.id == by.id) {
            Some(own) if own.handed_in.is_some() => return Err(No::HandedIn),
            Some(own) => own.form = own.form.save(saved, changed),
            None => {
                let form = PanelForm::default().save(saved, changed);
                judgements.push(SpecialistJudgement { by, form, handed_in: None });
            }
        }
        Ok(Self::Collecting { self_rating, judgements })
    }

    pub(super) fn hand_in(self, signature: Signature) -> Result<Self, No> {
        let Self::Collecting { self_rating, mut judgements } = self else {
            return Err(self.not_collecting());
        };
        let own = judgements.iter_mut().find(|one| one.by.id == signature.by.id);
        let own = own.ok_or(No::NoForm)?;
        if own.handed_in.is_some() {
            return Err(No::HandedIn);
        }
        let left = own.form.remaining();
        if !left.is_empty() {
            return Err(No::Remaining(left));
        }
        own.handed_in = Some(signature.at);
        Ok(Self::Collecting { self_rating, judgements })
    }

    pub(super) fn take_back(self, by: PersonId) -> Result<Self, No> {
        let Self::Collecting { self_rating, mut judgements } = self else {
            return Err(self.not_collecting());
        };
        let own = judgements.iter_mut().find(|one| one.by.id == by && one.handed_in.is_some());
        own.ok_or(No::NoForm)?.handed_in = None;
        Ok(Self::Collecting { self_rating, judgements })
    }

    pub(super) fn hold(self, on: NaiveDate, today: NaiveDate) -> Result<Self, No> {
        let Self::Collecting { self_rating, judgements } = self else {
            return Err(self.not_collecting());
        };
        let votes = judgements.iter().filter(|one| one.handed_in.is_some()).count();
        if votes < MIN_SPECIALISTS {
            return Err(No::TooFewForms(votes));
        }
        if on > today {
            return Err(No::ToCome(on));
        }
        Ok(Self::Held { self_rating, judgements, on, conclusions: SaveConclusions::default() })
    }

    pub(super) fn conclude(self, saved: SaveConclusions) -> Result<Self, No> {
        match self {
            Self::Held { self_rating, judgements, on, .. } => {
                Ok(Self::Held { self_rating, judgements, on, conclusions: saved })
            }
            Self::SelfRating { .. } | Self::Collecting { .. } => Err(No::NotHeld),
            Self::FedBack { .. } => Err(No::FedBack),
            Self::Cancelled { .. } => Err(No::Cancelled),
        }
    }

    pub(super) fn feed_back(self, feedback: PanelFeedback, today: NaiveDate) -> Result<Self, No> {
        match self {
            Self::Held { conclusions, .. } if !conclusions.whole() => Err(No::NothingAgreed),
            Self::Held { on, .. } if feedback.on < on => Err(No::BeforePanel(on)),
            Self::Held { .. } if feedback.on > today => Err(No::ToCome(feedback.on)),
            Self::Held { self_rating, judgements, on, conclusions } => {
                Ok(Self::FedBack { self_rating, judgements, on, conclusions, feedback })
            }
            Self::SelfRating { .. } | Self::Collecting { .. } => Err(No::NotHeld),
            Self::FedBack { .. } => Err(No::FedBack),
            Self::Cancelled { .. } => Err(No::Cancelled),
        }
    }

    pub(super) fn cancel(self, reason: Reason) -> Result<Self, No> {
        match self {
            Self::SelfRating { draft } => {
                Ok(Self::Cancelled { reason, self_rating: draft, judgements: Vec::new() })
            }
            Self::Collecting { self_rating, judgements } => {
                Ok(Self::Cancelled { reason, self_rating, judgements })
            }
            Self::Held { .. } | Self::FedBack { .. } => Err(No::Held),
            Self::Cancelled { .. } => Err(No::Cancelled),
        }
    }

    /// The day it was held.
    #[must_use]
    pub const fn held_on(&self) -> Option<NaiveDate> {
        match self {
            Self::Held { on, .. } | Self::FedBack { on, .. } => Some(*on),
            Self::SelfRating { .. } | Self::Collecting { .. } | Self::Cancelled { .. } => None,
        }
    }

    /// The self-rating, whether handed in or not.
    #[must_use]
    pub const fn self_rating(&self) -> &PanelForm {
        match self {
            Self::SelfRating { draft: form }
            | Self::Collecting { self_rating: form, .. }
            | Self::Held { self_rating: form, .. }
            | Self::FedBack { self_rating: form, .. }
            | Self::Cancelled { self_rating: form, .. } => form,
        }
    }

    /// All forms of specialists, begun or handed in.
    #[must_use]
    pub fn judgements(&self) -> &[SpecialistJudgement] {
        match self {
            Self::SelfRating { .. } => &[],
            Self::Collecting { judgements, .. }
            | Self::Held { judgements, .. }
            | Self::FedBack { judgements, .. }
            | Self::Cancelled { judgements, .. } => judgements,
        }
    }

    /// What is agreed, once held.
    #[must_use]
    pub const fn conclusions(&self) -> Option<&SaveConclusions> {
        match self {
            Self::Held { conclusions, .. } | Self::FedBack { conclusions, .. } => Some(conclusions),
            Self::SelfRating { .. } | Self::Collecting { .. } | Self::Cancelled { .. } => None,
        }
    }

    /// The feedback, once given.
    #[must_use]
    pub const fn feedback(&self) -> Option<&PanelFeedback> {
        match self {
            Self::FedBack { feedback, .. } => Some(feedback),
            Self::SelfRating { .. }
            | Self::Collecting { .. }
            | Self::Held { .. }
            | Self::Cancelled { .. } => None,
        }
    }

    /// Those of the specialists whose forms aren't handed in, in order.
    #[must_use]
    pub fn waiting_for(&self, specialists: &[PersonName]) -> Vec<PersonName> {
        let is_in = |person: &PersonName| {
            self.judgements().iter().any(|one| one.by.id == person.id && one.handed_in.is_some())
        };
        specialists.iter().filter(|person| !is_in(person)).cloned().collect()
    }

    /// The words on the screen.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::SelfRating { .. } => "Väntar på självskattning",
            Self::Collecting { .. } => "Specialisterna bedömer",
            Self::Held { .. } => "Hållet",
            Self::FedBack { .. } => "Återkopplat",
            Self::Cancelled { .. } => "Inställt",
        }
    }
}
