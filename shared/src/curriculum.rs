//! Målbeskrivning: delmål by regulation and specialty, as versioned data.
//!
//! The titles of the common objectives (a and b) are confirmed. The objectives of a specialty (c) have no official titles, only a code
//! and a demand; the built-in lists of them are drafts until a director of studies has put in the real ones.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{
    CareProviderId, CurriculumId,
    review::Changed,
    text::{FreeText, Line},
};

mod activity;
mod built_in;
mod code;
mod compare;
mod import;
mod publish;
mod regulation;

pub use activity::{LearningActivity, UnknownActivity};
pub use code::{
    InvalidObjectiveCode, ObjectiveCode, ObjectiveGroup, WrongObjective, check_objectives,
};
pub use compare::{ComparedObjective, ObjectiveChange, compare};
pub use import::{CurriculumImport, ImportProblem, MAX_BYTES, NotUsable, read_csv};
pub use publish::{CurriculumFile, CurriculumPreview, PublishCurriculum};
pub use regulation::{Regulation, UnknownRegulation};

/// Delmål.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Objective {
    /// Which.
    pub code: ObjectiveCode,
    /// A short title; the regulations give none to a specialty's own objectives.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<Line>,
    /// The demand on competence (kompetenskrav) as the målbeskrivning words it; blank where only the title is known.
    #[serde(default)]
    pub demand: FreeText,
    /// What is to be certified, each of them; none where the competence alone is certified (STa3), or where a draft doesn't know.
    pub activities: Vec<LearningActivity>,
    /// Not confirmed by anybody who has the real målbeskrivning: to be shown as a draft (utkast).
    #[serde(default)]
    pub draft: bool,
}

/// Målbeskrivning of a specialty, a version. A published version never changes; a new text is a new version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Curriculum {
    /// Which.
    pub id: CurriculumId,
    /// What it is issued under.
    pub regulation: Regulation,
    /// Such as `Ortopedi`.
    pub specialty: Line,
    /// What tells this version from others, such as `Inbyggd` or `2026-11`.
    pub version_name: Line,
    /// In the order of their codes.
    pub objectives: Vec<Objective>,
}

/// A published curriculum, in short.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CurriculumVersion {
    /// Which.
    pub id: CurriculumId,
    /// What it is issued under.
    pub regulation: Regulation,
    /// Such as `Ortopedi`.
    pub specialty: Line,
    /// What tells this version from others.
    pub version_name: Line,
    /// Whether it is to be shown as a draft (utkast).
    pub draft: bool,
    /// Whose clinics may follow it; none for what follows the product.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub care_provider: Option<CareProviderId>,
    /// By whom and when.
    pub published: Changed,
}

impl CurriculumVersion {
    /// Whether a training at a care provider may follow it.
    #[must_use]
    pub fn holds_at(&self, care_provider: CareProviderId) -> bool {
        self.care_provider.is_none_or(|own| own == care_provider)
    }
}

/// Why a curriculum is a draft (utkast). The `Display` text is for the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum WhyDraft {
    /// Objectives that nobody has confirmed.
    Unconfirmed {
        /// How many.
        objectives: usize,
    },
    /// The specialty's own objectives are missing.
    OnlyCommon,
}

impl fmt::Display for WhyDraft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unconfirmed { objectives } => write!(
                f,
                "Utkast: {objectives} delmål är inte bekräftade. De gäller tills studierektorn har lagt in målbeskrivningen."
            ),
            Self::OnlyCommon => f.write_str(
                "Utkast: bara de gemensamma delmålen finns. Specialitetens egna saknas tills studierektorn har lagt in målbeskrivningen.",
            ),
        }
    }
}

impl Curriculum {
    /// Whether it is to be shown as a draft (utkast).
    #[must_use]
    pub fn draft(&self) -> bool {
        self.why_draft().is_some()
    }

    /// Why it is a draft; none when a director of studies has put in the real one.
    #[must_use]
    pub fn why_draft(&self) -> Option<WhyDraft> {
        let unconfirmed = self.objectives.iter().filter(|objective| objective.draft).count();
        if unconfirmed > 0 {
            Some(WhyDraft::Unconfirmed { objectives: unconfirmed })
        } else if self.objectives.iter().any(|o| o.code.group() == ObjectiveGroup::C) {
            None
        } else {
            Some(WhyDraft::OnlyCommon)
        }
    }

    /// An objective by its code.
    #[must_use]
    pub fn objective(&self, code: ObjectiveCode) -> Option<&Objective> {
        self.objectives.iter().find(|objective| objective.code == code)
    }
}

#[cfg(test)]
mod tests;
