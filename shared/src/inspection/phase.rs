//! An inspection's way from planned to final, and what each step demands.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::AreaGrading;
use crate::{checklist::AreaCode, grade::Suggestion, person::Signature, text::Reason};

/// Where an inspection is on its way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "phase", rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum InspectionPhase {
    /// Clinic, dates and inspectors are set.
    Planned,
    /// The inspectors write their protocol. The first signature locks it for the second.
    Underway {
        /// The first inspector's signature.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        first: Option<Signature>,
    },
    /// Both have signed; the clinic comments on facts.
    Preliminary {
        /// Both inspectors.
        signed: [Signature; 2],
        /// Last day for the clinic's comments.
        comment_by: NaiveDate,
        /// The clinic has said that it is done commenting.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        commented: Option<Signature>,
    },
    /// The report is final.
    Final {
        /// Both inspectors.
        signed: [Signature; 2],
        /// Who made it final, and when.
        finalised: Signature,
    },
    /// Inställd: called off before anybody had signed. What was written stays, and counts as no review.
    Cancelled {
        /// Who called it off, and when.
        cancelled: Signature,
        /// Why.
        reason: Reason,
    },
}

/// Why an inspection can't take a step.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InspectionNotAllowed {
    /// It has begun.
    #[error("Granskningen har redan börjat.")]
    Begun,
    /// It has not begun.
    #[error("Granskningen har inte börjat än.")]
    NotBegun,
    /// The protocol is signed by one or both.
    #[error(
        "Protokollet är undertecknat och låst. En inspektör kan ta tillbaka underskriften med en motivering."
    )]
    Locked,
    /// This inspector has signed already.
    #[error("Du har redan undertecknat. Den andra inspektören undertecknar också.")]
    SignedAlready,
    /// No signature to take back.
    #[error("Det finns ingen underskrift att ta tillbaka.")]
    NotSigned,
    /// The report is final.
    #[error("Rapporten är slutlig och ändras inte längre.")]
    Final,
    /// It is called off.
    #[error("Granskningen är inställd. Det som är skrivet finns kvar men ändras inte längre.")]
    Cancelled,
    /// It is underway, and is replanned only with a reason.
    #[error("Granskningen har börjat. Skriv varför planeringen ändras.")]
    NoReason,
    /// Not preliminary, so nothing to comment or finalise.
    #[error("Rapporten är inte preliminär.")]
    NotPreliminary,
    /// The clinic still has time to comment.
    #[error(
        "Kliniken kan lämna synpunkter till och med {0}. Rapporten kan bli slutlig därefter, eller när kliniken sagt att den är klar."
    )]
    CommentsOpen(NaiveDate),
    /// The time for comments has passed.
    #[error("Tiden för synpunkter gick ut {0}. Kontakta inspektörerna.")]
    CommentsClosed(NaiveDate),
    /// The clinic has said that it is done.
    #[error("Kliniken har redan meddelat att den är klar med sina synpunkter.")]
    CommentsDone,
    /// An area without grade.
    #[error("Område {0} saknar betyg.")]
    Ungraded(AreaCode),
    /// A grade other than the suggested, without motivation.
    #[error("Betyget för område {0} skiljer sig från förslaget och behöver en motivering.")]
    Unmotivated(AreaCode),
}

use InspectionNotAllowed as No;

impl InspectionPhase {
    /// Whether findings, texts and grades may be changed.
    ///
    /// # Errors
    /// Before it has begun, or once a signature stands.
    pub const fn editable(&self) -> Result<(), No> {
        match self {
            Self::Planned => Err(No::NotBegun),
            Self::Underway { first: None } => Ok(()),
            Self::Underway { first: Some(_) } | Self::Preliminary { .. } => Err(No::Locked),
            Self::Final { .. } => Err(No::Final),
            Self::Cancelled { .. } => Err(No::Cancelled),
        }
    }

    /// Whether dates and inspectors may be changed: until the first signature, so that nobody's signature stands
    /// under another's work.
    ///
    /// # Errors
    /// Once a signature stands, or when it is called off.
    pub const fn replannable(&self) -> Result<(), No> {
        match self {
            Self::Planned | Self::Underway { first: None } => Ok(()),
            Self::Underway { first: Some(_) } | Self::Preliminary { .. } => Err(No::Locked),
            Self::Final { .. } => Err(No::Final),
            Self::Cancelled { .. } => Err(No::Cancelled),
        }
    }

    /// The region changes dates or inspectors: with a reason, once it is underway. The phase stays.
    ///
    /// # Errors
    /// As [`Self::replannable`], or when a reason is asked for and not given.
    pub const fn replan(&self, reason: Option<&Reason>) -> Result<(), No> {
        match (self.replannable(), self, reason) {
            (Ok(()), Self::Underway { .. }, None) => Err(No::NoReason),
            (answer, ..) => answer,
        }
    }

    /// The region calls it off. What was written stays.
    ///
    /// # Errors
    /// As [`Self::replannable`].
    pub fn cancel(self, cancelled: Signature, reason: Reason) -> Result<Self, No> {
        self.replannable().map(|()| Self::Cancelled { cancelled, reason })
    }

    /// The inspectors begin.
    ///
    /// # Errors
    /// When already begun, or called off.
    pub fn begin(self) -> Result<Self, No> {
        match self {
            Self::Planned => Ok(Self::Underway { first: None }),
            Self::Cancelled { .. } => Err(No::Cancelled),
            Self::Underway { .. } | Self::Preliminary { .. } | Self::Final { .. } => Err(No::Begun),
        }
    }

    /// An inspector signs; the second signature makes the report preliminary. `complete` is the check of
    /// the grades, see [`ready_to_sign`].
    ///
    /// # Errors
    /// When it isn't underway, is signed by the same person, or the grades aren't complete.
    pub fn sign(
        self,
        signature: Signature,
        complete: Result<(), No>,
        comment_by: NaiveDate,
    ) -> Result<Self, No> {
        match self {
            Self::Planned => Err(No::NotBegun),
            Self::Underway { first: None } => {
                complete.map(|()| Self::Underway { first: Some(signature) })
            }
            Self::Underway { first: Some(first) } if first.by.id == signature.by.id => {
                Err(No::SignedAlready)
            }
            Self::Underway { first: Some(first) } => complete.map(|()| Self::Preliminary {
                signed: [first, signature],
                comment_by,
                commented: None,
            }),
            Self::Preliminary { .. } => Err(No::SignedAlready),
            Self::Final { .. } => Err(No::Final),
            Self::Cancelled { .. } => Err(No::Cancelled),
        }
    }

    /// An inspector takes a signature back; the protocol opens and both sign anew.
    ///
    /// # Errors
    /// When there is none, or the report is final.
    pub fn unsign(self) -> Result<Self, No> {
        match self {
            Self::Planned | Self::Underway { first: None } => Err(No::NotSigned),
            Self::Underway { first: Some(_) } | Self::Preliminary { .. } => {
                Ok(Self::Underway { first: None })
            }
            Self::Final { .. } => Err(No::Final),
            Self::Cancelled { .. } => Err(No::Cancelled),
        }
    }

    /// Whether the clinic may comment on facts today.
    ///
    /// # Errors
    /// When it isn't preliminary, the date has passed, or the clinic is done.
    pub fn commentable(&self, today: NaiveDate) -> Result<(), No> {
        match self {
            Self::Preliminary { commented: Some(_), .. } => Err(No::CommentsDone),
            Self::Preliminary { comment_by, .. } if *comment_by < today => {
                Err(No::CommentsClosed(*comment_by))
            }
            Self::Preliminary { .. } => Ok(()),
            Self::Final { .. } => Err(No::Final),
            Self::Cancelled { .. } => Err(No::Cancelled),
            Self::Planned | Self::Underway { .. } => Err(No::NotPreliminary),
        }
    }

    /// The clinic says that it has no more comments.
    ///
    /// # Errors
    /// As [`Self::commentable`].
    pub fn finish_comments(self, signature: Signature, today: NaiveDate) -> Result<Self, No> {
        self.commentable(today)?;
        match self {
            Self::Preliminary { signed, comment_by, .. } => {
                Ok(Self::Preliminary { signed, comment_by, commented: Some(signature) })
            }
            other => Ok(other),
        }
    }

    /// An inspector makes the report final, once the clinic has commented or its time is out.
    ///
    /// # Errors
    /// When it isn't preliminary or the clinic still has time.
    pub fn finalise(self, finalised: Signature, today: NaiveDate) -> Result<Self, No> {
        match self {
            Self::Preliminary { comment_by, commented: None, .. } if today <= comment_by => {
                Err(No::CommentsOpen(comment_by))
            }
            Self::Preliminary { signed, .. } => Ok(Self::Final { signed, finalised }),
            Self::Final { .. } => Err(No::Final),
            Self::Cancelled { .. } => Err(No::Cancelled),
            Self::Planned | Self::Underway { .. } => Err(No::NotPreliminary),
        }
    }

    /// Whether the clinic and the region may read findings and grades: from preliminary on.
    #[must_use]
    pub const fn published(&self) -> bool {
        matches!(self, Self::Preliminary { .. } | Self::Final { .. })
    }

    /// Whether a report is still to come: planned, underway or preliminary.
    #[must_use]
    pub const fn awaits_report(&self) -> bool {
        matches!(self, Self::Planned | Self::Underway { .. } | Self::Preliminary { .. })
    }

    /// The word on the screen.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Planned => "Planerad",
            Self::Underway { .. } => "Pågår",
            Self::Preliminary { .. } => "Preliminär rapport",
            Self::Final { .. } => "Slutlig rapport",
            Self::Cancelled { .. } => "Inställd",
        }
    }
}

/// Whether all areas are graded, with a motivation wherever the grade isn't the suggested one.
///
/// # Errors
/// The first area that isn't.
pub fn ready_to_sign<'a>(
    areas: impl IntoIterator<Item = (&'a AreaGrading, &'a Suggestion)>,
) -> Result<(), No> {
    for (grading, suggestion) in areas {
        if grading.grade.is_none() {
            return Err(No::Ungraded(grading.area));
        }
        if grading.needs_motivation(suggestion) && grading.motivation.is_blank() {
            return Err(No::Unmotivated(grading.area));
        }
    }
    Ok(())
}
