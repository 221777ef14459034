//! Specialistkollegium: each specialist's own judgement beside the ST-läkare's self-rating.
//!
//! The ST-läkare rates themself first. Then each specialist fills in alone; nobody sees another's form before all are in or the panel
//! is held. The votes are set beside the self-rating, strengths, needs and a few foci are agreed, and the huvudansvarig handledare
//! gives the feedback (Riktlinje Västmanland 8.2; SFAI's specialistkollegium, domain handbook 6).

mod form;
mod history;
mod phase;
mod request;
#[cfg(test)]
mod tests;
mod view;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    PersonId, SpecialistPanelId, TrainingId,
    person::{PersonName, Signature},
    review::Changed,
    text::Reason,
};

pub use form::{
    CompetenceArea, Foci, Focus, MAX_FOCI, PanelForm, PanelMark, SaveConclusions, SavePanelForm,
    TooManyFoci,
};
pub use history::PanelEvent;
pub use phase::{MIN_SPECIALISTS, PanelFeedback, PanelPhase, PanelRefused, SpecialistJudgement};
pub use request::{GiveFeedback, HoldPanel};
pub use view::{AreaVotes, PanelView, compare};

use PanelRefused as No;

/// Opens a panel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OpenPanel {
    /// The day it is planned on.
    pub planned_on: NaiveDate,
    /// Those who judge, at least [`MIN_SPECIALISTS`]; the huvudansvarig handledare, the studierektor and the head of unit among them
    /// where they judge too.
    pub specialists: Vec<PersonId>,
}

/// Specialistkollegium on one ST-läkare.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SpecialistPanel {
    /// Which.
    pub id: SpecialistPanelId,
    /// Whose way to specialist it belongs to.
    pub training: TrainingId,
    /// ST-läkaren.
    pub trainee: PersonName,
    /// The studierektor who leads it.
    pub led_by: PersonName,
    /// The huvudansvarig handledare, who gives the feedback.
    pub principal: PersonName,
    /// The day it is planned on.
    pub planned_on: NaiveDate,
    /// Those who judge, in the order they were named.
    pub specialists: Vec<PersonName>,
    /// Where it is on its way.
    #[serde(flatten)]
    pub phase: PanelPhase,
    /// Of all but the forms, which have their own. 0 before the first change.
    pub version: i64,
    /// The last change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changed: Option<Changed>,
}

impl SpecialistPanel {
    /// A new panel, waiting for the self-rating.
    ///
    /// # Errors
    /// When the ST-läkare is among the specialists, somebody is named twice, or they are too few.
    pub fn open(
        id: SpecialistPanelId,
        training: TrainingId,
        trainee: PersonName,
        (led_by, principal): (PersonName, PersonName),
        planned_on: NaiveDate,
        specialists: Vec<PersonName>,
    ) -> Result<Self, No> {
        let leads = [&led_by, &principal];
        if specialists.iter().chain(leads).any(|person| person.id == trainee.id) {
            return Err(No::TraineeJudges);
        }
        for (at, person) in specialists.iter().enumerate() {
            if specialists[..at].iter().any(|other| other.id == person.id) {
                return Err(No::NamedTwice(person.name.clone()));
            }
        }
        if specialists.len() < MIN_SPECIALISTS {
            return Err(No::TooFew(specialists.len()));
        }
        Ok(Self {
            id,
            training,
            trainee,
            led_by,
            principal,
            planned_on,
            specialists,
            phase: PanelPhase::SelfRating { draft: PanelForm::default() },
            version: 0,
            changed: None,
        })
    }

    /// All whom it concerns, each once: ST-läkaren, those who judge, who leads it and who gives the feedback.
    #[must_use]
    pub fn members(&self) -> Vec<PersonId> {
        let mut members = vec![self.trainee.id, self.led_by.id, self.principal.id];
        members.extend(self.specialists.iter().map(|one| one.id));
        members.sort_unstable();
        members.dedup();
        members
    }

    fn moved(self, phase: PanelPhase, changed: Changed) -> Self {
        Self { phase, version: self.version + 1, changed: Some(changed), ..self }
    }

    /// Whether a person judges.
    #[must_use]
    pub fn is_specialist(&self, person: PersonId) -> bool {
        self.specialists.iter().any(|specialist| specialist.id == person)
    }

    /// Whether single forms and votes are seen by those who judge and lead: all are in, or the panel is held.
    #[must_use]
    pub fn revealed(&self) -> bool {
        self.phase.held_on().is_some() || self.phase.waiting_for(&self.specialists).is_empty()
    }

    /// The ST-läkare saves the self-rating as far as it has come.
    ///
    /// # Errors
    /// When it is handed in or the panel is over.
    pub fn save_self_rating(self, saved: SavePanelForm, changed: Changed) -> Result<Self, No> {
        let phase = self.phase.clone().save_self_rating(saved, changed)?;
        Ok(Self { phase, ..self })
    }

    /// The ST-läkare hands the self-rating in; the specialists may begin.
    ///
    /// # Errors
    /// When areas are left, or it is handed in already.
    pub fn hand_in_self_rating(self, changed: Changed) -> Result<Self, No> {
        let phase = self.phase.clone().hand_in_self_rating()?;
        Ok(self.moved(phase, changed))
    }

    /// A specialist saves their own form as far as it has come.
    ///
    /// # Errors
    /// When the person doesn't judge here, the self-rating isn't in, their form is handed in or the panel is held.
    pub fn save_judgement(
        self,
        by: PersonId,
        saved: SavePanelForm,
        changed: Changed,
    ) -> Result<Self, No> {
        let by = self.specialist(by)?.clone();
        let phase = self.phase.clone().save_judgement(by, saved, changed)?;
        Ok(Self { phase, ..self })
    }

    /// A specialist hands their form in.
    ///
    /// # Errors
    /// When the person doesn't judge here, areas are left, or it can't be handed in any more.
    pub fn hand_in(self, signature: Signature) -> Result<Self, No> {
        self.specialist(signature.by.id)?;
        let changed = Changed { at: signature.at, by: signature.by.name.clone() };
        let phase = self.phase.clone().hand_in(signature)?;
        Ok(self.moved(phase, changed))
    }

    /// A specialist takes their form back to change it, as long as nobody else has seen it.
    ///
    /// # Errors
    /// When it isn't handed in, or others see it by now.
    pub fn take_back(self, by: PersonId, changed: Changed) -> Result<Self, No> {
        self.specialist(by)?;
        if self.revealed() {
            return Err(No::Revealed);
        }
        let phase = self.phase.clone().take_back(by)?;
        Ok(self.moved(phase, changed))
    }

    fn specialist(&self, person: PersonId) -> Result<&PersonName, No> {
        self.specialists.iter().find(|one| one.id == person).ok_or(No::NotSpecialist)
    }

    /// The panel meets. Forms that aren't handed in by then stay their writers' own and count for nothing.
    ///
    /// # Errors
    /// When the self-rating isn't in, too few forms are, the day is to come, or it is held or cancelled.
    pub fn hold(self, on: NaiveDate, changed: Changed, today: NaiveDate) -> Result<Self, No> {
        let phase = self.phase.clone().hold(on, today)?;
        Ok(self.moved(phase, changed))
    }

    /// Saves what the panel agrees.
    ///
    /// # Errors
    /// When it isn't held, or the feedback is given.
    pub fn conclude(self, saved: SaveConclusions, changed: Changed) -> Result<Self, No> {
        let phase = self.phase.clone().conclude(saved)?;
        Ok(self.moved(phase, changed))
    }

    /// The huvudansvarig handledare has given the ST-läkare the feedback; conclusions are locked, and the ST-läkare may read them.
    ///
    /// # Errors
    /// When somebody else gives it, nothing is agreed, the panel isn't held, or the day is before the panel or to come.
    pub fn feed_back(self, on: NaiveDate, by: Signature, today: NaiveDate) -> Result<Self, No> {
        if by.by.id != self.principal.id {
            return Err(No::NotPrincipal);
        }
        let changed = Changed { at: by.at, by: by.by.name.clone() };
        let phase = self.phase.clone().feed_back(PanelFeedback { on, by }, today)?;
        Ok(self.moved(phase, changed))
    }

    /// It isn't held.
    ///
    /// # Errors
    /// When it was held or is cancelled.
    pub fn cancel(self, reason: Reason, changed: Changed) -> Result<Self, No> {
        let phase = self.phase.clone().cancel(reason)?;
        Ok(self.moved(phase, changed))
    }
}
