//! The eight parts of a programme.

use serde::{Deserialize, Serialize};

/// A part of the programme (Riktlinje Västmanland 5.1, R27).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum IupPart {
    /// Kliniska tjänstgöringar.
    ClinicalService,
    /// Intern och extern utbildning.
    Education,
    /// Kvalitets- och utvecklingsarbete samt eventuellt vetenskapligt arbete.
    QualityAndScience,
    /// Teoretiska studier med plan.
    TheoreticalStudies,
    /// Konkretisering av kompetenskraven.
    Competence,
    /// Metoder för att nå målen.
    Methods,
    /// Metoder för utvärdering och bedömning.
    Assessment,
    /// Hur dokumentation ska ske.
    Documentation,
}

impl IupPart {
    /// In the order of the guideline and the screen.
    pub const ALL: [Self; 8] = [
        Self::ClinicalService,
        Self::Education,
        Self::QualityAndScience,
        Self::TheoreticalStudies,
        Self::Competence,
        Self::Methods,
        Self::Assessment,
        Self::Documentation,
    ];

    /// The heading on the screen and on paper.
    #[must_use]
    pub const fn heading(self) -> &'static str {
        match self {
            Self::ClinicalService => "Kliniska tjänstgöringar",
            Self::Education => "Intern och extern utbildning",
            Self::QualityAndScience => "Kvalitets- och utvecklingsarbete och vetenskapligt arbete",
            Self::TheoreticalStudies => "Teoretiska studier",
            Self::Competence => "Vad kompetenskraven betyder här",
            Self::Methods => "Metoder för att nå målen",
            Self::Assessment => "Metoder för utvärdering och bedömning",
            Self::Documentation => "Dokumentation",
        }
    }

    /// What to write under the heading.
    #[must_use]
    pub const fn hint(self) -> &'static str {
        match self {
            Self::ClinicalService => {
                "Vilka placeringar och sidotjänstgöringar som planeras, i vilken ordning och varför. Tiderna skrivs i listan över placeringar."
            }
            Self::Education => {
                "Kurser, undervisning på kliniken, seminarier och sammankomster, och ungefär när."
            }
            Self::QualityAndScience => {
                "Vilket kvalitets- och utvecklingsarbete som planeras, när och med vem. Vetenskapligt arbete om det ingår, och hur den vetenskapliga kompetensen bedöms."
            }
            Self::TheoreticalStudies => {
                "Vad som ska läsas, hur mycket tid i veckan som finns i schemat och hur läsningen följs upp vid handledarsamtal."
            }
            Self::Competence => {
                "Vad målbeskrivningens krav betyder i praktiken på kliniken: vad ST-läkaren ska kunna göra och på vilken nivå."
            }
            Self::Methods => {
                "Hur ST-läkaren lär sig: handledning, tjänstgöring, kurser, träning i simulerad miljö, undervisning av andra."
            }
            Self::Assessment => {
                "Vilka bedömningsmetoder som används, hur ofta, av vem och hur återkopplingen ges. Minst två bedömningar om året bör planeras."
            }
            Self::Documentation => {
                "Var och när samtal, bedömningar och intyg dokumenteras, och vem som ansvarar för vad."
            }
        }
    }

    /// The value as it is stored and sent.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ClinicalService => "clinical_service",
            Self::Education => "education",
            Self::QualityAndScience => "quality_and_science",
            Self::TheoreticalStudies => "theoretical_studies",
            Self::Competence => "competence",
            Self::Methods => "methods",
            Self::Assessment => "assessment",
            Self::Documentation => "documentation",
        }
    }

    /// The part with this stored value.
    #[must_use]
    pub fn from_stored(value: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|part| part.as_str() == value)
    }
}
