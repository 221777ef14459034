//! What is filled in: competence areas, marks, and what the panel agrees.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    review::Changed,
    text::{FreeText, Line},
};

/// Kompetensområde, after SFAI's form (domain handbook 6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum CompetenceArea {
    /// Tekniska färdigheter.
    TechnicalSkills,
    /// Bedömningar.
    ClinicalJudgement,
    /// Patientkommunikation.
    PatientCommunication,
    /// Personalkommunikation.
    StaffCommunication,
    /// Pedagogik.
    Teaching,
    /// Ledarskap.
    Leadership,
    /// Etik.
    Ethics,
    /// Professionalitet.
    Professionalism,
}

impl CompetenceArea {
    /// In the form's order.
    pub const ALL: [Self; 8] = [
        Self::TechnicalSkills,
        Self::ClinicalJudgement,
        Self::PatientCommunication,
        Self::StaffCommunication,
        Self::Teaching,
        Self::Leadership,
        Self::Ethics,
        Self::Professionalism,
    ];

    /// The words on the screen.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::TechnicalSkills => "Tekniska färdigheter",
            Self::ClinicalJudgement => "Bedömningar",
            Self::PatientCommunication => "Patientkommunikation",
            Self::StaffCommunication => "Personalkommunikation",
            Self::Teaching => "Pedagogik",
            Self::Leadership => "Ledarskap",
            Self::Ethics => "Etik",
            Self::Professionalism => "Professionalitet",
        }
    }

    /// The value as it is stored and sent.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::TechnicalSkills => "technical_skills",
            Self::ClinicalJudgement => "clinical_judgement",
            Self::PatientCommunication => "patient_communication",
            Self::StaffCommunication => "staff_communication",
            Self::Teaching => "teaching",
            Self::Leadership => "leadership",
            Self::Ethics => "ethics",
            Self::Professionalism => "professionalism",
        }
    }

    /// The value that was stored.
    #[must_use]
    pub fn from_stored(value: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|area| area.as_str() == value)
    }

    /// Whether it is a technical skill; the others are non-technical.
    #[must_use]
    pub const fn technical(self) -> bool {
        matches!(self, Self::TechnicalSkills)
    }
}

/// A box of the form. The boxes are our own; the sources tell that votes are counted a box, not which boxes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum PanelMark {
    /// Needs to develop.
    ToDevelop,
    /// As expected for the stage.
    AsExpected,
    /// A strength.
    Strength,
    /// Hasn't seen enough.
    CannotJudge,
}

impl PanelMark {
    /// In the form's order.
    pub const ALL: [Self; 4] =
        [Self::ToDevelop, Self::AsExpected, Self::Strength, Self::CannotJudge];

    /// The words on the screen.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::ToDevelop => "Behöver utvecklas",
            Self::AsExpected => "Som förväntat",
            Self::Strength => "Styrka",
            Self::CannotJudge => "Kan inte bedöma",
        }
    }

    /// The value as it is stored and sent.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ToDevelop => "to_develop",
            Self::AsExpected => "as_expected",
            Self::Strength => "strength",
            Self::CannotJudge => "cannot_judge",
        }
    }

    /// The value that was stored.
    #[must_use]
    pub fn from_stored(value: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mark| mark.as_str() == value)
    }
}

/// Saves a form: a specialist's judgement, or the ST-läkare's self-rating.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SavePanelForm {
    /// One mark an area; what isn't here is left.
    #[cfg_attr(feature = "openapi", schema(value_type = std::collections::HashMap<String, PanelMark>))]
    pub marks: BTreeMap<CompetenceArea, PanelMark>,
    /// In the writer's own words.
    pub comment: FreeText,
}

/// A form with its version.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PanelForm {
    /// As last saved.
    pub written: SavePanelForm,
    /// 0 before it was first saved.
    pub version: i64,
    /// The last change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changed: Option<Changed>,
}

impl PanelForm {
    pub(super) fn save(&self, written: SavePanelForm, changed: Changed) -> Self {
        Self { written, version: self.version + 1, changed: Some(changed) }
    }

    /// Areas without a mark, in order.
    #[must_use]
    pub fn remaining(&self) -> Vec<CompetenceArea> {
        let marked = |area: &CompetenceArea| self.written.marks.contains_key(area);
        CompetenceArea::ALL.into_iter().filter(|area| !marked(area)).collect()
    }
}

/// Something to work on until the next panel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Focus {
    /// In which area.
    pub area: CompetenceArea,
    /// What, such as `Höftplastik från start till slut`.
    pub text: Line,
}

/// Most technical foci, and most non-technical.
pub const MAX_FOCI: usize = 2;

/// More foci than anybody can work on.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "Välj högst {MAX_FOCI} tekniska och {MAX_FOCI} icke-tekniska fokusområden till nästa gång; här är {technical} tekniska och {other} icke-tekniska."
)]
pub struct TooManyFoci {
    /// Technical ones found.
    technical: usize,
    /// Others found.
    other: usize,
}

/// Fokusområden: at most two technical and two non-technical (domain handbook 6).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<Focus>", into = "Vec<Focus>")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(value_type = Vec<Focus>, max_items = 4))]
pub struct Foci(Vec<Focus>);

impl TryFrom<Vec<Focus>> for Foci {
    type Error = TooManyFoci;

    fn try_from(foci: Vec<Focus>) -> Result<Self, Self::Error> {
        let technical = foci.iter().filter(|focus| focus.area.technical()).count();
        let other = foci.len() - technical;
        if technical.max(other) > MAX_FOCI {
            return Err(TooManyFoci { technical, other });
        }
        Ok(Self(foci))
    }
}

impl From<Foci> for Vec<Focus> {
    fn from(foci: Foci) -> Self {
        foci.0
    }
}

impl Foci {
    /// As agreed, in order.
    #[must_use]
    pub fn as_slice(&self) -> &[Focus] {
        &self.0
    }
}

/// What the panel agrees; also what saves it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SaveConclusions {
    /// Styrkor.
    pub strengths: FreeText,
    /// Utvecklingsbehov.
    pub needs: FreeText,
    /// Changes in the programme.
    pub programme: FreeText,
    /// What to work on until next time.
    pub foci: Foci,
}

impl SaveConclusions {
    /// Whether both strengths and needs are agreed, so that there is feedback to give.
    #[must_use]
    pub fn whole(&self) -> bool {
        !self.strengths.is_blank() && !self.needs.is_blank()
    }
}
