//! A programme's way from draft to in force, and what each step demands.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{InvalidPlanned, IupPart};
use crate::{curriculum::ObjectiveCode, person::Signature, text::Reason};

/// Who signs for their own part: what is agreed is signed by both (Riktlinje Västmanland 5.1 and 10, R22, R74).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Signatory {
    /// ST-läkaren.
    Trainee,
    /// Huvudansvarig handledare.
    Supervisor,
}

impl Signatory {
    /// The word on the screen.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Trainee => "ST-läkaren",
            Self::Supervisor => "Huvudansvarig handledare",
        }
    }
}

/// The first of the two signatures, and what it was put under. From here the content is locked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FirstSignature {
    /// As whom.
    pub signatory: Signatory,
    /// By whom and when.
    pub signature: Signature,
    /// The revision that was read and signed.
    pub of_revision: i64,
}

/// Both signatures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BothSignatures {
    /// ST-läkaren.
    pub trainee: Signature,
    /// Huvudansvarig handledare.
    pub supervisor: Signature,
    /// The revision that both read and signed.
    pub of_revision: i64,
}

/// Why a signature can't be put.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CannotSign {
    /// This part has signed.
    #[error("{} har redan undertecknat.", .0.name())]
    SignedAlready(Signatory),
    /// One person for both parts.
    #[error("Samma person kan inte underteckna både som ST-läkare och som handledare.")]
    SamePerson,
    /// What was read is no longer what would be signed.
    #[error("Innehållet har ändrats sedan du läste det. Läs det igen innan du undertecknar.")]
    ChangedSinceRead,
}

impl FirstSignature {
    /// Puts the first signature under what was read, which must be what stands.
    ///
    /// # Errors
    /// When it has changed since.
    pub(crate) fn put(
        signatory: Signatory,
        signature: Signature,
        read: i64,
        revision: i64,
    ) -> Result<Self, CannotSign> {
        if read == revision {
            Ok(Self { signatory, signature, of_revision: read })
        } else {
            Err(CannotSign::ChangedSinceRead)
        }
    }

    /// The other part signs too. The record's revision has grown by the first signature, but not what it
    /// says, so that two who sign at the same moment both succeed, in either order.
    ///
    /// # Errors
    /// When the part or the person has signed, or what was read is older than what was signed.
    pub(crate) fn and(
        self,
        signatory: Signatory,
        signature: Signature,
        read: i64,
    ) -> Result<BothSignatures, CannotSign> {
        if self.signatory == signatory {
            return Err(CannotSign::SignedAlready(signatory));
        }
        if self.signature.by.id == signature.by.id {
            return Err(CannotSign::SamePerson);
        }
        if read < self.of_revision {
            return Err(CannotSign::ChangedSinceRead);
        }
        let (trainee, supervisor) = match signatory {
            Signatory::Trainee => (signature, self.signature),
            Signatory::Supervisor => (self.signature, signature),
        };
        Ok(BothSignatures { trainee, supervisor, of_revision: self.of_revision })
    }
}

impl BothSignatures {
    /// Whether the person is one of the two.
    #[must_use]
    pub fn include(&self, signature: &Signature) -> bool {
        [&self.trainee, &self.supervisor].into_iter().any(|own| own.by.id == signature.by.id)
    }
}

/// As what a programme is approved (Riktlinje Västmanland 5.1, R23).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum IupApprover {
    /// Verksamhetschef.
    HeadOfUnit,
    /// Studierektor.
    DirectorOfStudies,
}

impl IupApprover {
    /// The word on the screen.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::HeadOfUnit => "Verksamhetschef",
            Self::DirectorOfStudies => "Studierektor",
        }
    }
}

/// An approval.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct IupApproval {
    /// By whom and when.
    pub signature: Signature,
    /// As what.
    pub approver: IupApprover,
}

/// How a locked text came to be a draft again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ReopenedHow {
    /// One who had signed took the signature back.
    Withdrawn,
    /// Who was to approve sent it back.
    Returned,
}

/// A locked text opened again. Both sign anew.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Reopened {
    /// How.
    pub how: ReopenedHow,
    /// By whom and when.
    pub by: Signature,
    /// Why.
    pub reason: Reason,
}

/// How large the change from the version before is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "size", rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ChangeSize {
    /// A first programme or a larger change: approved (Riktlinje Västmanland 5.1, R23, R29).
    #[default]
    Larger,
    /// A smaller revision: in force by the two signatures.
    Smaller {
        /// Who decided that it is small; never the ST-läkare.
        decided: Signature,
    },
}

/// Where a version is on its way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "phase", rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum IupPhase {
    /// Being written, perhaps after it was opened again.
    Draft {
        /// By whom, when and why it was opened.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reopened: Option<Reopened>,
    },
    /// One of the two has signed: locked for the other.
    Signing {
        /// That one.
        first: FirstSignature,
    },
    /// Both have signed; waits for approval.
    Signed {
        /// Both.
        signatures: BothSignatures,
    },
    /// Approved: in force until a later version is.
    Approved {
        /// Both.
        signatures: BothSignatures,
        /// Head of unit or director of studies.
        approval: IupApproval,
        /// First day in force.
        on: NaiveDate,
    },
    /// A smaller revision, in force by the two signatures until a later version is.
    Revised {
        /// Both.
        signatures: BothSignatures,
        /// First day in force.
        on: NaiveDate,
    },
    /// Given up; kept to be read.
    Discarded {
        /// By whom and when.
        by: Signature,
        /// Why.
        reason: Reason,
    },
}

/// Why a programme can't take a step.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IupNotAllowed {
    /// Signed by one or both.
    #[error(
        "Programmet är undertecknat och låst. Den som har undertecknat kan ta tillbaka underskriften med en motivering."
    )]
    Locked,
    /// In force.
    #[error("Den här versionen är fastställd och ändras inte längre. Börja på en ny version.")]
    InForce,
    /// Given up.
    #[error("Utkastet är avslutat och ändras inte längre. Börja på en ny version.")]
    Discarded,
    /// A signature that can't be put.
    #[error(transparent)]
    CannotSign(#[from] CannotSign),
    /// Parts without text; never empty.
    #[error(
        "{} av programmets åtta delar är inte skrivna än, först ”{}”.", .0.len(), .0[0].heading()
    )]
    Incomplete(Vec<IupPart>),
    /// No signature to take back.
    #[error("Det finns ingen underskrift att ta tillbaka.")]
    NotSigned,
    /// Another's signature.
    #[error("Bara den som har undertecknat kan ta tillbaka sin underskrift.")]
    NotYours,
    /// Not signed by both, so nothing to approve or return.
    #[error("Programmet väntar inte på godkännande. Båda ska först underteckna.")]
    NotAwaitingApproval,
    /// Who signed approves too.
    #[error(
        "Den som har undertecknat programmet godkänner det inte också. Låt verksamhetschefen eller en annan studierektor godkänna."
    )]
    OwnSignature,
    /// A first programme called a smaller revision.
    #[error(
        "Det finns inget fastställt program att revidera. Det första programmet godkänns av verksamhetschef eller studierektor."
    )]
    NothingToRevise,
    /// The ST-läkare says that the change is small.
    #[error("Handledaren, studierektorn eller verksamhetschefen avgör om ändringen är mindre.")]
    NotTraineesChoice,
    /// Another draft is under way.
    #[error("Version {0} är redan påbörjad. Skriv vidare i den.")]
    DraftExists(u32),
    /// An objective of another curriculum.
    #[error("Delmål {0} finns inte i målbeskrivningen för den här ST:n.")]
    UnknownObjective(ObjectiveCode),
    /// A placement that can't be.
    #[error(transparent)]
    Placement(#[from] InvalidPlanned),
}

impl IupPhase {
    /// Whether the content may be changed.
    ///
    /// # Errors
    /// Once a signature stands, and when it is discarded.
    pub const fn editable(&self) -> Result<(), IupNotAllowed> {
        match self {
            Self::Draft { .. } => Ok(()),
            Self::Signing { .. } | Self::Signed { .. } => Err(IupNotAllowed::Locked),
            Self::Approved { .. } | Self::Revised { .. } => Err(IupNotAllowed::InForce),
            Self::Discarded { .. } => Err(IupNotAllowed::Discarded),
        }
    }

    /// The first day it was in force, if it came so far: what its age and readiness are counted to
    /// (Riktlinje Västmanland 5.1, R21, R28).
    #[must_use]
    pub const fn in_force_from(&self) -> Option<NaiveDate> {
        match self {
            Self::Approved { on, .. } | Self::Revised { on, .. } => Some(*on),
            Self::Draft { .. }
            | Self::Signing { .. }
            | Self::Signed { .. }
            | Self::Discarded { .. } => None,
        }
    }

    /// Whether it is still on its way: neither in force nor given up.
    #[must_use]
    pub const fn open(&self) -> bool {
        matches!(self, Self::Draft { .. } | Self::Signing { .. } | Self::Signed { .. })
    }

    /// The signature of one part, if it stands.
    #[must_use]
    pub fn signature(&self, signatory: Signatory) -> Option<&Signature> {
        match self {
            Self::Draft { .. } | Self::Discarded { .. } => None,
            Self::Signing { first } => (first.signatory == signatory).then_some(&first.signature),
            Self::Signed { signatures }
            | Self::Approved { signatures, .. }
            | Self::Revised { signatures, .. } => Some(match signatory {
                Signatory::Trainee => &signatures.trainee,
                Signatory::Supervisor => &signatures.supervisor,
            }),
        }
    }

    /// The word on the screen.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Draft { reopened: None } => "Utkast",
            Self::Draft { reopened: Some(Reopened { how: ReopenedHow::Withdrawn, .. }) } => {
                "Öppnat igen"
            }
            Self::Draft { reopened: Some(Reopened { how: ReopenedHow::Returned, .. }) } => {
                "Återlämnat"
            }
            Self::Signing { .. } => "Undertecknat av en",
            Self::Signed { .. } => "Väntar på godkännande",
            Self::Approved { .. } => "Godkänt",
            Self::Revised { .. } => "Reviderat",
            Self::Discarded { .. } => "Avslutat utkast",
        }
    }
}
