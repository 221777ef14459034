//! A meeting's way from planned to confirmed by both.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{person::Signature, text::Reason};

/// Minutes of a meeting: 5 to 480.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u16", into = "u16")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(value_type = u16, minimum = 5, maximum = 480))]
pub struct MeetingMinutes(u16);

/// Minutes no meeting has.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("Ett samtal är 5 till 480 minuter; du skrev {0}.")]
pub struct InvalidMinutes(u16);

impl TryFrom<u16> for MeetingMinutes {
    type Error = InvalidMinutes;

    fn try_from(minutes: u16) -> Result<Self, Self::Error> {
        if (5..=480).contains(&minutes) { Ok(Self(minutes)) } else { Err(InvalidMinutes(minutes)) }
    }
}

impl From<MeetingMinutes> for u16 {
    fn from(minutes: MeetingMinutes) -> Self {
        minutes.0
    }
}

/// Who takes part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum MeetingParty {
    /// ST-läkaren.
    Trainee,
    /// Handledaren.
    Supervisor,
}

impl MeetingParty {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Trainee, Self::Supervisor];

    /// The word on the screen.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Trainee => "ST-läkaren",
            Self::Supervisor => "Handledaren",
        }
    }

    /// The value as it is stored and sent.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Trainee => "trainee",
            Self::Supervisor => "supervisor",
        }
    }

    /// The value that was stored.
    #[must_use]
    pub fn from_stored(value: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|party| party.as_str() == value)
    }
}

/// When it was held, and how long.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HeldMeeting {
    /// The day.
    pub on: NaiveDate,
    /// How long.
    pub minutes: MeetingMinutes,
}

/// Where a meeting is on its way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "phase", rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum MeetingPhase {
    /// To come.
    Planned,
    /// Held; nobody has confirmed yet.
    Held {
        /// When and how long.
        held: HeldMeeting,
    },
    /// One party has confirmed: locked, waits for the other.
    ConfirmedByOne {
        /// When and how long.
        held: HeldMeeting,
        /// Which of them.
        party: MeetingParty,
        /// By whom and when.
        signature: Signature,
    },
    /// Both have confirmed.
    Confirmed {
        /// When and how long.
        held: HeldMeeting,
        /// The ST-läkare.
        by_trainee: Signature,
        /// The supervisor.
        by_supervisor: Signature,
    },
    /// Not held.
    Cancelled {
        /// Why.
        reason: Reason,
    },
}

/// Why a meeting can't take a step.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MeetingRefused {
    /// Held already.
    #[error("Samtalet är redan hållet.")]
    Held,
    /// Not held yet.
    #[error("Samtalet är inte hållet än. Skriv först när det var och hur länge.")]
    NotHeld,
    /// Cancelled.
    #[error("Samtalet är inställt. Planera ett nytt.")]
    Cancelled,
    /// A day to come.
    #[error("{0} har inte varit än. Skriv dagen då ni möttes.")]
    ToCome(NaiveDate),
    /// Confirmed by one or both.
    #[error(
        "Samtalet är bekräftat och låst. Öppna det igen om något ska ändras; då bekräftar ni båda på nytt."
    )]
    Locked,
    /// This party has confirmed.
    #[error("Du har redan bekräftat. Den andra parten bekräftar också.")]
    ConfirmedAlready,
    /// Nothing to open again.
    #[error("Ingen har bekräftat samtalet, så det är redan öppet.")]
    NotConfirmed,
    /// Nothing written to confirm.
    #[error("Skriv vad ni talade om eller kom överens om, så att det finns något att bekräfta.")]
    NothingNoted,
    /// Somebody else.
    #[error("Bara ST-läkaren och handledaren bekräftar samtalet.")]
    NoParty,
}

use MeetingRefused as No;

impl MeetingPhase {
    /// The phase, if it is still planned.
    ///
    /// # Errors
    /// When it is held or cancelled.
    pub fn planned(self) -> Result<Self, No> {
        match self {
            Self::Planned => Ok(self),
            Self::Held { .. } | Self::ConfirmedByOne { .. } | Self::Confirmed { .. } => {
                Err(No::Held)
            }
            Self::Cancelled { .. } => Err(No::Cancelled),
        }
    }

    /// Whether notes may be written.
    ///
    /// # Errors
    /// When confirmed or cancelled.
    pub const fn writable(&self) -> Result<(), No> {
        match self {
            Self::Planned | Self::Held { .. } => Ok(()),
            Self::ConfirmedByOne { .. } | Self::Confirmed { .. } => Err(No::Locked),
            Self::Cancelled { .. } => Err(No::Cancelled),
        }
    }

    /// It was held.
    ///
    /// # Errors
    /// When confirmed or cancelled, or the day is to come.
    pub fn hold(self, held: HeldMeeting, today: NaiveDate) -> Result<Self, No> {
        self.writable()?;
        if held.on > today { Err(No::ToCome(held.on)) } else { Ok(Self::Held { held }) }
    }

    /// A party confirms; the second makes it confirmed.
    ///
    /// # Errors
    /// When it isn't held, or the party has confirmed.
    pub fn confirm(self, party: MeetingParty, signature: Signature) -> Result<Self, No> {
        match self {
            Self::Planned => Err(No::NotHeld),
            Self::Held { held } => Ok(Self::ConfirmedByOne { held, party, signature }),
            Self::ConfirmedByOne { party: first, .. } if first == party => {
                Err(No::ConfirmedAlready)
            }
            Self::ConfirmedByOne { held, party: first, signature: other } => {
                let (by_trainee, by_supervisor) = match first {
                    MeetingParty::Trainee => (other, signature),
                    MeetingParty::Supervisor => (signature, other),
                };
                Ok(Self::Confirmed { held, by_trainee, by_supervisor })
            }
            Self::Confirmed { .. } => Err(No::ConfirmedAlready),
            Self::Cancelled { .. } => Err(No::Cancelled),
        }
    }

    /// Opens it again; no confirmation is left.
    ///
    /// # Errors
    /// When nobody has confirmed.
    pub fn reopen(self) -> Result<Self, No> {
        match self {
            Self::ConfirmedByOne { held, .. } | Self::Confirmed { held, .. } => {
                Ok(Self::Held { held })
            }
            Self::Planned | Self::Held { .. } => Err(No::NotConfirmed),
            Self::Cancelled { .. } => Err(No::Cancelled),
        }
    }

    /// It isn't held.
    ///
    /// # Errors
    /// When it was held or is cancelled.
    pub fn cancel(self, reason: Reason) -> Result<Self, No> {
        self.planned().map(|_| Self::Cancelled { reason })
    }

    /// When and how long, once held.
    #[must_use]
    pub const fn held(&self) -> Option<&HeldMeeting> {
        match self {
            Self::Held { held }
            | Self::ConfirmedByOne { held, .. }
            | Self::Confirmed { held, .. } => Some(held),
            Self::Planned | Self::Cancelled { .. } => None,
        }
    }

    /// The words on the screen.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Planned => "Planerat",
            Self::Held { .. } => "Hållet",
            Self::ConfirmedByOne { party: MeetingParty::Trainee, .. } => "Väntar på handledaren",
            Self::ConfirmedByOne { party: MeetingParty::Supervisor, .. } => "Väntar på ST-läkaren",
            Self::Confirmed { .. } => "Bekräftat av båda",
            Self::Cancelled { .. } => "Inställt",
        }
    }
}
