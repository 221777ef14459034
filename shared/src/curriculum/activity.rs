//! Utbildningsaktivitet: what an objective asks to be certified.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// What an objective asks for, one certificate each (SOSFS 2015:8, HSLF-FS 2021:8 and their forms).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum LearningActivity {
    /// Klinisk tjänstgöring under handledning.
    ClinicalService,
    /// Klinisk tjänstgöring or auskultation: either will do.
    ServiceOrAuscultation,
    /// Auskultation.
    Auscultation,
    /// Kurs.
    Course,
    /// Kvalitets- och utvecklingsarbete (2015).
    QualityWork,
    /// Deltagande i utvecklingsarbete (2021).
    DevelopmentWork,
    /// Självständigt skriftligt arbete enligt vetenskapliga principer (2015).
    WrittenWork,
}

/// A word that names no activity.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("”{0}” är ingen aktivitet. Skriv någon av: {names}.", names = LearningActivity::ALL.map(LearningActivity::name).join(", "))]
pub struct UnknownActivity(String);

impl LearningActivity {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::ClinicalService,
        Self::ServiceOrAuscultation,
        Self::Auscultation,
        Self::Course,
        Self::QualityWork,
        Self::DevelopmentWork,
        Self::WrittenWork,
    ];

    /// The words on the screen and in a file.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::ClinicalService => "klinisk tjänstgöring",
            Self::ServiceOrAuscultation => "klinisk tjänstgöring eller auskultation",
            Self::Auscultation => "auskultation",
            Self::Course => "kurs",
            Self::QualityWork => "kvalitets- och utvecklingsarbete",
            Self::DevelopmentWork => "deltagande i utvecklingsarbete",
            Self::WrittenWork => "självständigt skriftligt arbete",
        }
    }

    /// The value as it is stored and sent.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ClinicalService => "clinical_service",
            Self::ServiceOrAuscultation => "service_or_auscultation",
            Self::Auscultation => "auscultation",
            Self::Course => "course",
            Self::QualityWork => "quality_work",
            Self::DevelopmentWork => "development_work",
            Self::WrittenWork => "written_work",
        }
    }

    /// The activity with this stored value.
    #[must_use]
    pub fn from_stored(value: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|activity| activity.as_str() == value)
    }
}

impl FromStr for LearningActivity {
    type Err = UnknownActivity;

    /// Reads the names on the screen and the regulations' longer ones, in any case.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let words = text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        match words.as_str() {
            "klinisk tjänstgöring under handledning" => Ok(Self::ClinicalService),
            "klinisk tjänstgöring alternativt auskultation"
            | "klinisk tjänstgöring / auskultation" => Ok(Self::ServiceOrAuscultation),
            "kurser" => Ok(Self::Course),
            "utvecklingsarbete" => Ok(Self::DevelopmentWork),
            "självständigt skriftligt arbete enligt vetenskapliga principer" => {
                Ok(Self::WrittenWork)
            }
            words => Self::ALL
                .into_iter()
                .find(|activity| activity.name() == words)
                .ok_or_else(|| UnknownActivity(text.trim().chars().take(60).collect())),
        }
    }
}
