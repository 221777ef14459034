//! Individuellt utbildningsprogram (IUP): its parts, versions, signatures, and what changed between two.
//!
//! A programme is signed by the ST-läkare and the supervisor and approved by the head of unit or the director of
//! studies (Riktlinje Västmanland 5.1, R22, R23). Versions are never written over: the next is a draft beside the
//! one in force, and old ones stay to be read.

mod content;
mod diff;
mod field;
mod part;
mod phase;
#[cfg(test)]
mod tests;
mod words;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{IupId, curriculum::ObjectiveCode, person::Signature, text::Reason};

pub use content::{
    InvalidPlanned, IupContent, IupGaps, MAX_PLANNED, ObjectivePlan, PlannedPlacement, missing,
};
pub use diff::{IupDiff, ObjectiveChange, PlacementChange, TextChange, compare};
pub use field::{
    CurrentIupField, IupField, IupFieldVersion, ReadIup, SaveIup, SaveIupSize, SavedIup,
    UnknownIupField,
};
pub use part::IupPart;
pub use phase::{
    BothSignatures, CannotSign, ChangeSize, FirstSignature, IupApproval, IupApprover,
    IupNotAllowed, IupPhase, Reopened, ReopenedHow, Signatory,
};
pub use words::{Span, TextDiff};

use IupNotAllowed as No;

/// Who says how large a change is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum SizeDecider {
    /// ST-läkaren: may call a change larger, not smaller.
    Trainee,
    /// Huvudansvarig handledare, studierektor or verksamhetschef.
    Responsible,
}

/// A version of a programme.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Iup {
    /// Which.
    pub id: IupId,
    /// From 1, in the order they were begun.
    pub number: u32,
    /// The version in force that it began as a copy of; none for the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub based_on: Option<u32>,
    /// Whether it is to be approved.
    pub change: ChangeSize,
    /// What it says.
    pub content: IupContent,
    /// Where it is on its way.
    #[serde(flatten)]
    pub phase: IupPhase,
    /// Grows with every change of anything in it.
    pub revision: i64,
    /// Versions of what has been saved in this draft; a field that isn't here has version 0.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<IupFieldVersion>,
}

/// The version in force: of those approved or revised, the last. It stays in force while the next is written,
/// signed and waits.
#[must_use]
pub fn in_force(versions: &[Iup]) -> Option<&Iup> {
    versions
        .iter()
        .filter(|version| version.phase.in_force_from().is_some())
        .max_by_key(|version| version.number)
}

/// Begins the next version as a copy of the one in force; an empty one where none is. It is a larger change until
/// somebody responsible says otherwise.
///
/// # Errors
/// When a version is already on its way.
pub fn next_draft(versions: &[Iup], id: IupId) -> Result<Iup, No> {
    if let Some(open) = versions.iter().find(|version| version.phase.open()) {
        return Err(No::DraftExists(open.number));
    }
    let base = in_force(versions);
    Ok(Iup {
        id,
        number: versions.iter().map(|version| version.number).max().unwrap_or(0) + 1,
        based_on: base.map(|base| base.number),
        change: ChangeSize::Larger,
        content: base.map(|base| base.content.clone()).unwrap_or_default(),
        phase: IupPhase::Draft { reopened: None },
        revision: 0,
        fields: Vec::new(),
    })
}

impl Iup {
    /// Writes one field of a draft. `codes` are the objectives of the training's curriculum.
    ///
    /// # Errors
    /// When it isn't a draft, the objective isn't the training's, or a placement can't be.
    pub fn write(self, save: SaveIup, codes: &[ObjectiveCode]) -> Result<Self, No> {
        self.phase.editable()?;
        let content = match save {
            SaveIup::Part { part, body } => self.content.with_part(part, body),
            SaveIup::Objective { objective, .. } if !codes.contains(&objective) => {
                return Err(No::UnknownObjective(objective));
            }
            SaveIup::Objective { objective, plan } => self.content.with_objective(objective, plan),
            SaveIup::Placements { placements } => {
                if placements.len() > MAX_PLANNED {
                    return Err(InvalidPlanned::TooMany(placements.len()).into());
                }
                placements.iter().try_for_each(PlannedPlacement::check)?;
                self.content.with_placements(placements)
            }
        };
        Ok(Self { content, ..self })
    }

    /// Says that the change is a larger one, to be approved.
    ///
    /// # Errors
    /// When it isn't a draft.
    pub fn call_larger(self) -> Result<Self, No> {
        self.phase.editable()?;
        Ok(Self { change: ChangeSize::Larger, ..self })
    }

    /// Says that the change is a smaller revision: in force by the two signatures, without approval
    /// (Riktlinje Västmanland 5.1, R29).
    ///
    /// # Errors
    /// When it isn't a draft, there is nothing in force to revise, or the ST-läkare says so.
    pub fn call_smaller(self, decided: Signature, decider: SizeDecider) -> Result<Self, No> {
        self.phase.editable()?;
        match (decider, self.based_on) {
            (SizeDecider::Trainee, _) => Err(No::NotTraineesChoice),
            (SizeDecider::Responsible, None) => Err(No::NothingToRevise),
            (SizeDecider::Responsible, Some(_)) => {
                Ok(Self { change: ChangeSize::Smaller { decided }, ..self })
            }
        }
    }

    /// ST-läkaren signs. `read` is the revision on the person's screen, `today` the day it comes into force if
    /// this is the second signature of a smaller revision.
    ///
    /// # Errors
    /// When a part is empty, the ST-läkare has signed, or the content has changed since it was read.
    pub fn sign_as_trainee(
        self,
        signature: Signature,
        read: i64,
        today: NaiveDate,
    ) -> Result<Self, No> {
        self.sign(Signatory::Trainee, signature, read, today)
    }

    /// The supervisor signs; as [`Self::sign_as_trainee`].
    ///
    /// # Errors
    /// When a part is empty, the supervisor has signed, or the content has changed since it was read.
    pub fn sign_as_supervisor(
        self,
        signature: Signature,
        read: i64,
        today: NaiveDate,
    ) -> Result<Self, No> {
        self.sign(Signatory::Supervisor, signature, read, today)
    }

    fn sign(
        self,
        signatory: Signatory,
        signature: Signature,
        read: i64,
        today: NaiveDate,
    ) -> Result<Self, No> {
        let phase = match self.phase {
            IupPhase::Draft { .. } => {
                let empty = missing(&self.content, &[]).parts;
                if !empty.is_empty() {
                    return Err(No::Incomplete(empty));
                }
                let first = FirstSignature::put(signatory, signature, read, self.revision)?;
                IupPhase::Signing { first }
            }
            IupPhase::Signing { first } => {
                let signatures = first.and(signatory, signature, read)?;
                match self.change {
                    ChangeSize::Larger => IupPhase::Signed { signatures },
                    ChangeSize::Smaller { .. } => IupPhase::Revised { signatures, on: today },
                }
            }
            IupPhase::Signed { .. } => return Err(CannotSign::SignedAlready(signatory).into()),
            IupPhase::Approved { .. } | IupPhase::Revised { .. } => return Err(No::InForce),
            IupPhase::Discarded { .. } => return Err(No::Discarded),
        };
        Ok(Self { phase, ..self })
    }

    /// One who has signed takes it back: the draft opens, and both sign anew.
    ///
    /// # Errors
    /// When nobody has signed, another has, or it is in force.
    pub fn withdraw(self, by: Signature, reason: Reason) -> Result<Self, No> {
        let own = match &self.phase {
            IupPhase::Draft { .. } => return Err(No::NotSigned),
            IupPhase::Signing { first } => first.signature.by.id == by.by.id,
            IupPhase::Signed { signatures } => signatures.include(&by),
            IupPhase::Approved { .. } | IupPhase::Revised { .. } => return Err(No::InForce),
            IupPhase::Discarded { .. } => return Err(No::Discarded),
        };
        if own { Ok(self.reopen(ReopenedHow::Withdrawn, by, reason)) } else { Err(No::NotYours) }
    }

    /// The head of unit or a director of studies approves what both have signed: it is in force. `read` is the
    /// revision on the person's screen.
    ///
    /// # Errors
    /// When it doesn't wait for approval, the person has signed it too, or it has been signed anew since it was
    /// read.
    pub fn approve(self, approval: IupApproval, read: i64, today: NaiveDate) -> Result<Self, No> {
        match self.phase {
            IupPhase::Signed { signatures } if signatures.include(&approval.signature) => {
                Err(No::OwnSignature)
            }
            IupPhase::Signed { signatures } if read < signatures.of_revision => {
                Err(CannotSign::ChangedSinceRead.into())
            }
            IupPhase::Signed { signatures } => {
                Ok(Self { phase: IupPhase::Approved { signatures, approval, on: today }, ..self })
            }
            IupPhase::Draft { .. } | IupPhase::Signing { .. } => Err(No::NotAwaitingApproval),
            IupPhase::Approved { .. } | IupPhase::Revised { .. } => Err(No::InForce),
            IupPhase::Discarded { .. } => Err(No::Discarded),
        }
    }

    /// Who was to approve sends it back; both sign anew.
    ///
    /// # Errors
    /// When it doesn't wait for approval.
    pub fn return_with(self, by: Signature, reason: Reason) -> Result<Self, No> {
        match self.phase {
            IupPhase::Signed { .. } => Ok(self.reopen(ReopenedHow::Returned, by, reason)),
            IupPhase::Draft { .. } | IupPhase::Signing { .. } => Err(No::NotAwaitingApproval),
            IupPhase::Approved { .. } | IupPhase::Revised { .. } => Err(No::InForce),
            IupPhase::Discarded { .. } => Err(No::Discarded),
        }
    }

    fn reopen(self, how: ReopenedHow, by: Signature, reason: Reason) -> Self {
        Self { phase: IupPhase::Draft { reopened: Some(Reopened { how, by, reason }) }, ..self }
    }

    /// Gives a draft up. What was written stays to be read.
    ///
    /// # Errors
    /// When it isn't a draft.
    pub fn discard(self, by: Signature, reason: Reason) -> Result<Self, No> {
        self.phase.editable()?;
        Ok(Self { phase: IupPhase::Discarded { by, reason }, ..self })
    }
}
