//! The kinds of certificate, as Socialstyrelsen's forms have them, and who certifies each.

use serde::{Deserialize, Serialize};

use crate::curriculum::{LearningActivity, Regulation};

/// What is certified in a training. Applications and the forms for BT and for specialists from other countries
/// are no part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum CertificateKind {
    /// Uppnådd specialistkompetens.
    SpecialistCompetence,
    /// Fullgjord ST (2021).
    CompletedTraining,
    /// Auskultation.
    Auscultation,
    /// Klinisk tjänstgöring under handledning.
    ClinicalService,
    /// Kurs.
    Course,
    /// Kvalitets- och utvecklingsarbete (2015), deltagande i utvecklingsarbete (2021).
    DevelopmentWork,
    /// Självständigt skriftligt arbete enligt vetenskapliga principer (2015).
    WrittenWork,
    /// Delmål STa3, medicinsk vetenskap (2021).
    MedicalScience,
}

/// As what a certificate is signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum CertifierRole {
    /// Verksamhetschef.
    HeadOfUnit,
    /// A specialist to whom the head of unit has delegated (Riktlinje Västmanland 3.7, R08).
    DelegatedSpecialist,
    /// Huvudansvarig handledare.
    PrincipalSupervisor,
    /// Handledare where the service was done.
    Supervisor,
    /// Kursledare.
    CourseLeader,
    /// Vetenskaplig handledare.
    ScientificSupervisor,
    /// One more specialist.
    Specialist,
}

impl CertifierRole {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::HeadOfUnit,
        Self::DelegatedSpecialist,
        Self::PrincipalSupervisor,
        Self::Supervisor,
        Self::CourseLeader,
        Self::ScientificSupervisor,
        Self::Specialist,
    ];

    /// The words on the screen and on paper.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::HeadOfUnit => "Verksamhetschef",
            Self::DelegatedSpecialist => "Specialist på verksamhetschefens uppdrag",
            Self::PrincipalSupervisor => "Huvudansvarig handledare",
            Self::Supervisor => "Handledare",
            Self::CourseLeader => "Kursledare",
            Self::ScientificSupervisor => "Vetenskaplig handledare",
            Self::Specialist => "Ytterligare en specialist",
        }
    }

    /// The value as it is stored and sent.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::HeadOfUnit => "head_of_unit",
            Self::DelegatedSpecialist => "delegated_specialist",
            Self::PrincipalSupervisor => "principal_supervisor",
            Self::Supervisor => "supervisor",
            Self::CourseLeader => "course_leader",
            Self::ScientificSupervisor => "scientific_supervisor",
            Self::Specialist => "specialist",
        }
    }

    /// The role with this stored value.
    #[must_use]
    pub fn from_stored(value: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == value)
    }
}

impl CertifierRole {
    /// Whether somebody may sign as this: two of them are known here, the others are said on the certificate by whoever
    /// has been asked to certify.
    #[must_use]
    pub const fn open_to(self, head_of_unit: bool, principal_supervisor: bool) -> bool {
        match self {
            Self::HeadOfUnit => head_of_unit,
            Self::PrincipalSupervisor => principal_supervisor,
            Self::DelegatedSpecialist
            | Self::Supervisor
            | Self::CourseLeader
            | Self::ScientificSupervisor
            | Self::Specialist => true,
        }
    }
}

/// Who certifies: one signature of each row, by any of the roles in it.
pub type Certifiers = &'static [&'static [CertifierRole]];

impl CertificateKind {
    /// All of them, in the order of the forms.
    pub const ALL: [Self; 8] = [
        Self::CompletedTraining,
        Self::SpecialistCompetence,
        Self::Auscultation,
        Self::ClinicalService,
        Self::Course,
        Self::DevelopmentWork,
        Self::WrittenWork,
        Self::MedicalScience,
    ];

    /// The number of Socialstyrelsen's form (bilaga); none when the regulation has no such certificate.
    #[must_use]
    pub const fn form(self, regulation: Regulation) -> Option<u8> {
        use Regulation::{Hslf2021, Sosfs2015};
        match (self, regulation) {
            (Self::SpecialistCompetence, Sosfs2015) => Some(2),
            (Self::Auscultation, Sosfs2015) => Some(3),
            (Self::ClinicalService, Sosfs2015) => Some(4),
            (Self::Course, Sosfs2015) => Some(5),
            (Self::DevelopmentWork, Sosfs2015) => Some(6),
            (Self::WrittenWork, Sosfs2015) => Some(7),
            (Self::CompletedTraining, Hslf2021) => Some(6),
            (Self::SpecialistCompetence, Hslf2021) => Some(7),
            (Self::Auscultation, Hslf2021) => Some(8),
            (Self::ClinicalService, Hslf2021) => Some(9),
            (Self::Course, Hslf2021) => Some(10),
            (Self::DevelopmentWork, Hslf2021) => Some(11),
            (Self::MedicalScience, Hslf2021) => Some(12),
            (Self::CompletedTraining | Self::MedicalScience, Sosfs2015)
            | (Self::WrittenWork, Hslf2021) => None,
        }
    }

    /// The kinds of a regulation, in the order of its forms.
    pub fn of(regulation: Regulation) -> impl Iterator<Item = Self> {
        Self::ALL.into_iter().filter(move |kind| kind.form(regulation).is_some())
    }

    /// The words on the screen and on paper.
    #[must_use]
    pub const fn name(self, regulation: Regulation) -> &'static str {
        match (self, regulation) {
            (Self::SpecialistCompetence, _) => "Uppnådd specialistkompetens",
            (Self::CompletedTraining, _) => "Fullgjord ST",
            (Self::Auscultation, _) => "Auskultation",
            (Self::ClinicalService, Regulation::Sosfs2015) => "Klinisk tjänstgöring",
            (Self::ClinicalService, Regulation::Hslf2021) => {
                "Klinisk tjänstgöring under handledning"
            }
            (Self::Course, _) => "Kurs",
            (Self::DevelopmentWork, Regulation::Sosfs2015) => "Kvalitets- och utvecklingsarbete",
            (Self::DevelopmentWork, Regulation::Hslf2021) => "Deltagande i utvecklingsarbete",
            (Self::WrittenWork, _) => "Självständigt skriftligt arbete",
            (Self::MedicalScience, _) => "Delmål STa3, medicinsk vetenskap",
        }
    }

    /// The value as it is stored and sent.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SpecialistCompetence => "specialist_competence",
            Self::CompletedTraining => "completed_training",
            Self::Auscultation => "auscultation",
            Self::ClinicalService => "clinical_service",
            Self::Course => "course",
            Self::DevelopmentWork => "development_work",
            Self::WrittenWork => "written_work",
            Self::MedicalScience => "medical_science",
        }
    }

    /// The kind with this stored value.
    #[must_use]
    pub fn from_stored(value: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == value)
    }

    /// Who certifies it, by Socialstyrelsen's forms and Riktlinje Västmanland 3.7, 5.2, 5.3, 6.4 and 7.
    #[must_use]
    pub const fn who_may_certify(self, regulation: Regulation) -> Certifiers {
        use CertifierRole::{
            CourseLeader, DelegatedSpecialist, HeadOfUnit, PrincipalSupervisor,
            ScientificSupervisor, Specialist, Supervisor,
        };
        match (self, regulation) {
            (Self::SpecialistCompetence, Regulation::Sosfs2015) => {
                &[&[HeadOfUnit, DelegatedSpecialist], &[PrincipalSupervisor]]
            }
            (Self::SpecialistCompetence, Regulation::Hslf2021) => {
                &[&[PrincipalSupervisor], &[Specialist]]
            }
            (Self::CompletedTraining, _) => &[&[HeadOfUnit]],
            (Self::Auscultation | Self::ClinicalService, _) => &[&[Supervisor]],
            (Self::Course, _) => &[&[CourseLeader, PrincipalSupervisor, Supervisor]],
            (Self::DevelopmentWork, _) => &[&[PrincipalSupervisor]],
            (Self::WrittenWork | Self::MedicalScience, _) => {
                &[&[PrincipalSupervisor, ScientificSupervisor]]
            }
        }
    }

    /// Whether the head of unit may delegate it under some regulation.
    #[must_use]
    pub fn delegable(self) -> bool {
        Regulation::ALL.into_iter().any(|regulation| {
            self.who_may_certify(regulation)
                .iter()
                .any(|row| row.contains(&CertifierRole::DelegatedSpecialist))
        })
    }

    /// The label of the text beside the description that the certificate can't do without: how it was controlled
    /// that the objective is reached (HSLF-FS 2021:8, bilaga 12), or the evaluation of the work
    /// (Riktlinje Västmanland 7, R55).
    #[must_use]
    pub const fn evaluation_label(self) -> Option<&'static str> {
        match self {
            Self::MedicalScience => Some("Hur det har kontrollerats att delmålet är uppnått"),
            Self::DevelopmentWork => Some("Hur arbetet har utvärderats"),
            Self::SpecialistCompetence
            | Self::CompletedTraining
            | Self::Auscultation
            | Self::ClinicalService
            | Self::Course
            | Self::WrittenWork => None,
        }
    }

    /// Whether it certifies objectives; the others certify the training as a whole.
    #[must_use]
    pub const fn of_objectives(self) -> bool {
        !matches!(self, Self::SpecialistCompetence | Self::CompletedTraining)
    }

    /// Whether it certifies service at a place: it says where and when, and can be about a placement.
    #[must_use]
    pub const fn of_service(self) -> bool {
        matches!(self, Self::ClinicalService | Self::Auscultation)
    }

    /// Whether it certifies what an objective asks for.
    #[must_use]
    pub const fn certifies(self, activity: LearningActivity) -> bool {
        match activity {
            LearningActivity::ClinicalService => matches!(self, Self::ClinicalService),
            LearningActivity::ServiceOrAuscultation => self.of_service(),
            LearningActivity::Auscultation => matches!(self, Self::Auscultation),
            LearningActivity::Course => matches!(self, Self::Course),
            LearningActivity::QualityWork | LearningActivity::DevelopmentWork => {
                matches!(self, Self::DevelopmentWork)
            }
            LearningActivity::WrittenWork => matches!(self, Self::WrittenWork),
        }
    }
}
