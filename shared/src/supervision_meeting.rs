//! Handledarsamtal: prepared by both, held, confirmed by both.
//!
//! Documented by both ST-läkare and handledare (Riktlinje Västmanland 8.2), on average at least one hour a month (4), and the
//! supervision itself evaluated once a year (8.3).

mod evaluation;
mod pace;
mod phase;
#[cfg(test)]
mod tests;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    PersonId, SupervisionMeetingId, TrainingId,
    person::{PersonName, Signature},
    review::Changed,
    text::{FreeText, Reason},
};

pub use evaluation::{
    EvaluationQuestion, EvaluationRefused, SaveSupervisionEvaluation, SupervisionEvaluation,
    evaluation_due,
};
pub use pace::{
    ServiceMonth, SupervisionMonth, SupervisionPace, WANTED_MINUTES, hours_per_month, pace,
};
pub use phase::{
    HeldMeeting, InvalidMinutes, MeetingMinutes, MeetingParty, MeetingPhase, MeetingRefused,
};

/// One party's preparation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Preparation {
    /// What the party wants to take up.
    pub text: FreeText,
    /// 0 before it was first saved.
    pub version: i64,
    /// The last change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changed: Option<Changed>,
}

/// Both parties' preparations, each saved by itself so that neither waits for the other.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Preparations {
    /// The ST-läkare's.
    pub trainee: Preparation,
    /// The supervisor's.
    pub supervisor: Preparation,
}

impl Preparations {
    /// A party's own.
    #[must_use]
    pub const fn of(&self, party: MeetingParty) -> &Preparation {
        match party {
            MeetingParty::Trainee => &self.trainee,
            MeetingParty::Supervisor => &self.supervisor,
        }
    }
}

/// Plans a meeting, or moves it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SaveMeetingDay {
    /// The day.
    pub planned_on: NaiveDate,
}

/// Saves one's own preparation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SavePreparation {
    /// The whole text.
    pub text: FreeText,
}

/// Saves what was spoken of and agreed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SaveMeetingNotes {
    /// What was spoken of.
    pub topics: FreeText,
    /// What was agreed, one a line.
    pub agreements: FreeText,
}

/// Handledarsamtal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SupervisionMeeting {
    /// Which.
    pub id: SupervisionMeetingId,
    /// Whose way to specialist it belongs to.
    pub training: TrainingId,
    /// ST-läkaren.
    pub trainee: PersonName,
    /// The supervisor it is with, named as when it was planned.
    pub supervisor: PersonName,
    /// The day it is planned on.
    pub planned_on: NaiveDate,
    /// What each wants to take up.
    pub prepared: Preparations,
    /// Where it is on its way.
    #[serde(flatten)]
    pub phase: MeetingPhase,
    /// What was spoken of and agreed, as last saved.
    pub notes: SaveMeetingNotes,
    /// Of day, phase and notes. 0 before it was first saved.
    pub version: i64,
    /// The last change of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changed: Option<Changed>,
}

use MeetingRefused as No;

impl SupervisionMeeting {
    /// As what a person takes part; none for others.
    #[must_use]
    pub fn party(&self, person: PersonId) -> Option<MeetingParty> {
        if person == self.trainee.id {
            Some(MeetingParty::Trainee)
        } else if person == self.supervisor.id {
            Some(MeetingParty::Supervisor)
        } else {
            None
        }
    }

    fn moved(self, phase: MeetingPhase, changed: Changed) -> Self {
        Self { phase, version: self.version + 1, changed: Some(changed), ..self }
    }

    /// Moves it to another day.
    ///
    /// # Errors
    /// When it isn't planned any more.
    pub fn replan(self, day: SaveMeetingDay, changed: Changed) -> Result<Self, No> {
        let phase = self.phase.clone().planned()?;
        Ok(Self { planned_on: day.planned_on, ..self.moved(phase, changed) })
    }

    /// A party saves what they want to take up.
    ///
    /// # Errors
    /// When it is held or cancelled.
    pub fn prepare(
        mut self,
        party: MeetingParty,
        saved: SavePreparation,
        changed: Changed,
    ) -> Result<Self, No> {
        self.phase.clone().planned()?;
        let version = self.prepared.of(party).version + 1;
        let own = Preparation { text: saved.text, version, changed: Some(changed) };
        match party {
            MeetingParty::Trainee => self.prepared.trainee = own,
            MeetingParty::Supervisor => self.prepared.supervisor = own,
        }
        Ok(self)
    }

    /// It was held; also corrects day and minutes until somebody has confirmed.
    ///
    /// # Errors
    /// When confirmed or cancelled, or the day is still to come.
    pub fn hold(self, held: HeldMeeting, changed: Changed, today: NaiveDate) -> Result<Self, No> {
        let phase = self.phase.clone().hold(held, today)?;
        Ok(self.moved(phase, changed))
    }

    /// Saves the notes, before, during or after the meeting.
    ///
    /// # Errors
    /// When a party has confirmed them, or it is cancelled.
    pub fn note(self, notes: SaveMeetingNotes, changed: Changed) -> Result<Self, No> {
        self.phase.writable()?;
        let phase = self.phase.clone();
        Ok(Self { notes, ..self.moved(phase, changed) })
    }

    /// A party confirms day, minutes and notes (Riktlinje Västmanland 8.2: documented by both).
    ///
    /// # Errors
    /// When it isn't held, nothing is noted, the person takes no part or has confirmed.
    pub fn confirm(self, signature: Signature) -> Result<Self, No> {
        let party = self.party(signature.by.id).ok_or(No::NoParty)?;
        if self.notes.topics.is_blank() && self.notes.agreements.is_blank() {
            return Err(No::NothingNoted);
        }
        let changed = Changed { at: signature.at, by: signature.by.name.clone() };
        let phase = self.phase.clone().confirm(party, signature)?;
        Ok(self.moved(phase, changed))
    }

    /// Opens the notes again; both confirm anew. The reason goes into the history.
    ///
    /// # Errors
    /// When nobody has confirmed.
    pub fn reopen(self, changed: Changed) -> Result<Self, No> {
        let phase = self.phase.clone().reopen()?;
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
