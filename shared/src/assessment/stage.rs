//! An assessment's way from asked for to confirmed.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    instrument::InstrumentRef,
    person::{InvalidPerson, Signature},
    problem::FieldProblem,
    review::Changed,
    text::Reason,
};

/// The ST-läkare's asking.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AssessmentRequest {
    /// The ST-läkare, and when.
    pub by: Signature,
    /// Last day to begin answering.
    pub until: NaiveDate,
}

/// Where an assessment is on its way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "phase", rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum AssessmentStage {
    /// The ST-läkare has asked.
    Requested {
        /// The asking.
        request: AssessmentRequest,
    },
    /// Being written.
    Begun {
        /// The asking; none when begun unasked.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        request: Option<AssessmentRequest>,
        /// Since when.
        at: DateTime<Utc>,
    },
    /// Sent: locked, and read by those it concerns.
    Answered {
        /// The asking; none when begun unasked.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        request: Option<AssessmentRequest>,
        /// The writer's name, and when.
        answered: Changed,
    },
    /// Read and confirmed by the other party.
    Confirmed {
        /// The asking; none when begun unasked.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        request: Option<AssessmentRequest>,
        /// The writer's name, and when.
        answered: Changed,
        /// Who confirmed, and when.
        confirmed: Signature,
    },
    /// Taken back by the ST-läkare before it was answered.
    Recalled {
        /// What had been asked.
        request: AssessmentRequest,
        /// When.
        at: DateTime<Utc>,
    },
    /// The assessor said no, or left what was begun.
    Declined {
        /// The asking; none when begun unasked.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        request: Option<AssessmentRequest>,
        /// Why.
        reason: Reason,
        /// When.
        at: DateTime<Utc>,
    },
}

/// Why an assessment can't take a step.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AssessmentRefused {
    /// The ST-läkare as their own assessor.
    #[error("Ingen bedömer sig själv. Välj någon annan.")]
    Oneself,
    /// Asking others for what the ST-läkare writes.
    #[error("Det här är din egen del. Börja fylla i den direkt, utan att be någon.")]
    OwnForm,
    /// A last day that has been.
    #[error("Sista dagen att svara, {0}, har redan varit. Välj en senare dag.")]
    UntilPassed(NaiveDate),
    /// The time to begin answering is out.
    #[error("Det gick att svara till och med {0}. ST-läkaren kan be om bedömningen igen.")]
    TooLate(NaiveDate),
    /// Sent and locked.
    #[error("Bedömningen är skickad och ändras inte längre.")]
    Sent,
    /// Taken back.
    #[error("ST-läkaren har tagit tillbaka sin begäran, så bedömningen behövs inte längre.")]
    Recalled,
    /// Said no.
    #[error("Bedömaren har avböjt. Be om en ny bedömning.")]
    Declined,
    /// Nothing to send.
    #[error("Bedömningen är inte påbörjad, så det finns inget att skicka.")]
    NotBegun,
    /// Nothing to confirm.
    #[error("Bedömningen är inte skickad än, så det finns inget att bekräfta.")]
    NotAnswered,
    /// Confirmed before.
    #[error("Bedömningen är redan bekräftad.")]
    ConfirmedAlready,
    /// Somebody else confirms.
    #[error("Bara den som har fått bedömningen kan bekräfta den.")]
    NotConfirmer,
    /// Begun unasked, so no asking to take back.
    #[error("Bedömaren började på eget initiativ, så det finns ingen begäran att ta tillbaka.")]
    NothingAsked,
    /// Checked against another form than it is written on.
    #[error("Bedömningen är skriven på {} version {}. Ladda om sidan.", .0.code, .0.version)]
    OtherForm(InstrumentRef),
    /// A written assessor's address is none.
    #[error(transparent)]
    Address(#[from] InvalidPerson),
    /// What is written doesn't fit the form or isn't whole; what is written stays.
    #[error("{}", sentences(.0))]
    Unfit(Vec<FieldProblem>),
}

fn sentences(problems: &[FieldProblem]) -> String {
    let all: Vec<_> = problems.iter().map(|problem| problem.message.as_str()).collect();
    all.join(" ")
}

use AssessmentRefused as No;

impl AssessmentStage {
    /// The one who fills in the form begins, or goes on.
    ///
    /// # Errors
    /// When the time to begin is out, or it is sent or over.
    pub fn begin(&self, at: DateTime<Utc>, today: NaiveDate) -> Result<Self, No> {
        match self {
            Self::Requested { request } if request.until < today => Err(No::TooLate(request.until)),
            Self::Requested { request } => Ok(Self::Begun { request: Some(request.clone()), at }),
            Self::Begun { .. } => Ok(self.clone()),
            Self::Answered { .. } | Self::Confirmed { .. } => Err(No::Sent),
            Self::Recalled { .. } => Err(No::Recalled),
            Self::Declined { .. } => Err(No::Declined),
        }
    }

    /// Sends it.
    ///
    /// # Errors
    /// When it isn't being written.
    pub fn answer(&self, answered: Changed) -> Result<Self, No> {
        match self {
            Self::Requested { .. } => Err(No::NotBegun),
            Self::Begun { request, .. } => {
                Ok(Self::Answered { request: request.clone(), answered })
            }
            Self::Answered { .. } | Self::Confirmed { .. } => Err(No::Sent),
            Self::Recalled { .. } => Err(No::Recalled),
            Self::Declined { .. } => Err(No::Declined),
        }
    }

    /// The other party confirms.
    ///
    /// # Errors
    /// When it isn't sent, or is confirmed.
    pub fn confirm(self, confirmed: Signature) -> Result<Self, No> {
        match self {
            Self::Answered { request, answered } => {
                Ok(Self::Confirmed { request, answered, confirmed })
            }
            Self::Confirmed { .. } => Err(No::ConfirmedAlready),
            Self::Requested { .. } | Self::Begun { .. } => Err(No::NotAnswered),
            Self::Recalled { .. } => Err(No::Recalled),
            Self::Declined { .. } => Err(No::Declined),
        }
    }

    /// The ST-läkare takes the asking back.
    ///
    /// # Errors
    /// When nothing was asked, or it is answered or over.
    pub fn recall(self, at: DateTime<Utc>) -> Result<Self, No> {
        match self {
            Self::Requested { request } | Self::Begun { request: Some(request), .. } => {
                Ok(Self::Recalled { request, at })
            }
            Self::Begun { request: None, .. } => Err(No::NothingAsked),
            Self::Answered { .. } | Self::Confirmed { .. } => Err(No::Sent),
            Self::Recalled { .. } => Err(No::Recalled),
            Self::Declined { .. } => Err(No::Declined),
        }
    }

    /// The assessor says no, or leaves what was begun.
    ///
    /// # Errors
    /// When it is answered or over.
    pub fn decline(self, reason: Reason, at: DateTime<Utc>) -> Result<Self, No> {
        match self {
            Self::Requested { request } => {
                Ok(Self::Declined { request: Some(request), reason, at })
            }
            Self::Begun { request, .. } => Ok(Self::Declined { request, reason, at }),
            Self::Answered { .. } | Self::Confirmed { .. } => Err(No::Sent),
            Self::Recalled { .. } => Err(No::Recalled),
            Self::Declined { .. } => Err(No::Declined),
        }
    }

    /// Whether it is sent, so that those it concerns may read it.
    #[must_use]
    pub const fn sent(&self) -> bool {
        matches!(self, Self::Answered { .. } | Self::Confirmed { .. })
    }

    /// The word on the screen.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Requested { .. } => "Begärd",
            Self::Begun { .. } => "Påbörjad",
            Self::Answered { .. } => "Besvarad",
            Self::Confirmed { .. } => "Bekräftad",
            Self::Recalled { .. } => "Återtagen",
            Self::Declined { .. } => "Avböjd",
        }
    }
}
