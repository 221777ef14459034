//! What is done beside courses and works: auskultation, and what the målbeskrivningar name as allmänna råd.

use serde::{Deserialize, Serialize};

/// What an other activity is. All but [`Self::Auscultation`] and [`Self::Unlisted`] are named as allmänna råd beside the delmål
/// (SOSFS 2015:8, HSLF-FS 2021:8); medsittning is one of them too, and is an assessment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum OtherActivity {
    /// Auskultation.
    Auscultation,
    /// Reflektion i grupp.
    GroupReflection,
    /// Seminarium.
    Seminar,
    /// Större yrkesrelaterad sammankomst.
    ProfessionalMeeting,
    /// Handleda under handledning.
    SupervisingUnderSupervision,
    /// Undervisa under handledning.
    TeachingUnderSupervision,
    /// Träning i simulerad miljö.
    SimulationTraining,
    /// Annat: the title says what.
    Unlisted,
}

impl OtherActivity {
    /// All of them, in the order that they are chosen in.
    pub const ALL: [Self; 8] = [
        Self::Auscultation,
        Self::GroupReflection,
        Self::Seminar,
        Self::ProfessionalMeeting,
        Self::SupervisingUnderSupervision,
        Self::TeachingUnderSupervision,
        Self::SimulationTraining,
        Self::Unlisted,
    ];

    /// The words of the målbeskrivningar.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Auscultation => "Auskultation",
            Self::GroupReflection => "Reflektion i grupp",
            Self::Seminar => "Seminarium",
            Self::ProfessionalMeeting => "Större yrkesrelaterad sammankomst",
            Self::SupervisingUnderSupervision => "Handleda under handledning",
            Self::TeachingUnderSupervision => "Undervisa under handledning",
            Self::SimulationTraining => "Träning i simulerad miljö",
            Self::Unlisted => "Annat",
        }
    }

    /// The value as it is stored and sent.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Auscultation => "auscultation",
            Self::GroupReflection => "group_reflection",
            Self::Seminar => "seminar",
            Self::ProfessionalMeeting => "professional_meeting",
            Self::SupervisingUnderSupervision => "supervising_under_supervision",
            Self::TeachingUnderSupervision => "teaching_under_supervision",
            Self::SimulationTraining => "simulation_training",
            Self::Unlisted => "unlisted",
        }
    }

    /// The one with this stored value.
    #[must_use]
    pub fn from_stored(value: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|what| what.as_str() == value)
    }

    /// The label of [`Activity::organiser`](super::Activity::organiser): where an auskultation was, as its form asks.
    #[must_use]
    pub const fn organiser_label(self) -> &'static str {
        match self {
            Self::Auscultation => "Tjänstgöringsställe",
            Self::GroupReflection
            | Self::Seminar
            | Self::ProfessionalMeeting
            | Self::SupervisingUnderSupervision
            | Self::TeachingUnderSupervision
            | Self::SimulationTraining
            | Self::Unlisted => ORGANISER,
        }
    }
}

/// What [`Activity::organiser`](super::Activity::organiser) is called but for an auskultation.
pub(super) const ORGANISER: &str = "Arrangör";
