//! Putting in the real målbeskrivning in place of a draft: a file is looked at first, then published as a new version.

use serde::{Deserialize, Serialize};

use super::{
    ComparedObjective, Curriculum, CurriculumImport, CurriculumVersion, ImportProblem,
    ObjectiveChange, Regulation, compare, read_csv,
};
use crate::{ClinicId, text::Line};

/// A file with a målbeskrivning, and what it is for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CurriculumFile {
    /// The clinic that trains in it; the version holds for the whole care provider.
    pub clinic: ClinicId,
    /// One of the clinic's.
    pub specialty: Line,
    /// What it is issued under.
    pub regulation: Regulation,
    /// The file, as text.
    pub text: String,
}

impl CurriculumFile {
    /// Reads it, whole or not at all.
    #[must_use]
    pub fn read(&self) -> CurriculumImport {
        read_csv(&self.text, self.regulation)
    }
}

/// Publishes a file as a new version. Trainings keep the version they have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PublishCurriculum {
    /// What tells it from others, such as `2026-11`.
    pub version_name: Line,
    /// The file that was looked at.
    pub file: CurriculumFile,
}

/// What a file would give, and nothing kept of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CurriculumPreview {
    /// The version that it is held against: the latest there is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub against: Option<CurriculumVersion>,
    /// What stands wrong; then nothing of the file can be used.
    pub problems: Vec<ImportProblem>,
    /// All objectives of both, as they were and as they become; none where anything stands wrong.
    pub objectives: Vec<ComparedObjective>,
}

impl CurriculumPreview {
    /// Holds a file that was read against the latest version.
    #[must_use]
    pub fn of(import: CurriculumImport, latest: Option<(CurriculumVersion, Curriculum)>) -> Self {
        let (against, latest) = latest.unzip();
        let CurriculumImport { objectives, problems, .. } = import;
        let was = latest.map_or_else(Vec::new, |latest| latest.objectives);
        let objectives = if problems.is_empty() { compare(&was, &objectives) } else { Vec::new() };
        Self { against, problems, objectives }
    }

    /// Whether it can be published: nothing stands wrong.
    #[must_use]
    pub fn is_usable(&self) -> bool {
        self.problems.is_empty() && !self.objectives.is_empty()
    }

    /// How many objectives stand in a way against the latest version.
    #[must_use]
    pub fn count(&self, change: ObjectiveChange) -> usize {
        self.objectives.iter().filter(|one| one.change == change).count()
    }
}
