//! What each kind of activity has of its own.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{OtherActivity, other::ORGANISER};
use crate::{
    PersonId,
    certificate::CertificateKind,
    person::{PersonName, Signature},
    text::{FreeText, Line},
};

/// What kind of activity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ActivityKind {
    /// Kurs.
    Course,
    /// Kvalitets- och utvecklingsarbete.
    QualityWork,
    /// Vetenskapligt arbete.
    ScientificWork,
    /// Anything else, by what it is.
    Other,
}

impl ActivityKind {
    /// All kinds.
    pub const ALL: [Self; 4] = [Self::Course, Self::QualityWork, Self::ScientificWork, Self::Other];

    /// The words on the screen.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Course => "Kurs",
            Self::QualityWork => "Kvalitets- och utvecklingsarbete",
            Self::ScientificWork => "Vetenskapligt arbete",
            Self::Other => "Annan aktivitet",
        }
    }

    /// The value as it is stored and sent.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Course => "course",
            Self::QualityWork => "quality_work",
            Self::ScientificWork => "scientific_work",
            Self::Other => "other",
        }
    }

    /// The kind with this stored value.
    #[must_use]
    pub fn from_stored(value: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == value)
    }
}

/// Whole weeks of full time, 1–104.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "i64", into = "i64")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(value_type = i64, minimum = 1, maximum = 104))]
pub struct Weeks(u8);

/// No such number of weeks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0} veckor går inte. Ange hela veckor på heltid, 1–104.")]
pub struct InvalidWeeks(i64);

impl Weeks {
    /// The number.
    #[must_use]
    pub const fn get(self) -> u8 {
        self.0
    }
}

impl TryFrom<i64> for Weeks {
    type Error = InvalidWeeks;

    fn try_from(weeks: i64) -> Result<Self, Self::Error> {
        match u8::try_from(weeks) {
            Ok(number @ 1..=104) => Ok(Self(number)),
            _ => Err(InvalidWeeks(weeks)),
        }
    }
}

impl From<Weeks> for i64 {
    fn from(weeks: Weeks) -> Self {
        Self::from(weeks.0)
    }
}

/// What an activity has by its kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(
    not(target_arch = "wasm32"),
    expect(clippy::large_enum_variant, reason = "a training has a handful")
)]
pub enum ActivityDetails {
    /// Kurs.
    Course,
    /// Kvalitets- och utvecklingsarbete.
    QualityWork(QualityWork),
    /// Vetenskapligt arbete.
    ScientificWork(ScientificWork),
    /// Anything else.
    Other {
        /// What it is.
        what: OtherActivity,
    },
}

/// Kvalitets- och utvecklingsarbete (Riktlinje Västmanland 7).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct QualityWork {
    /// Time spent; about two weeks at least.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weeks: Option<Weeks>,
    /// How it was done (genomförande); in the certificate.
    pub implementation: FreeText,
    /// What came of it (utvärdering); in the certificate.
    pub evaluation: FreeText,
}

/// Vetenskapligt arbete (Riktlinje Västmanland 6).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ScientificWork {
    /// Project plan with its time plan.
    pub plan: FreeText,
    /// Vetenskaplig handledare with an account, who may approve the plan and need not be of the clinic.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scientific_supervisor: Option<PersonName>,
    /// Who approved the plan.
    pub approvals: PlanApprovals,
    /// Time spent, course included; 4–10 weeks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weeks: Option<Weeks>,
    /// When it was presented.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub presented: Option<NaiveDate>,
    /// Vetenskaplig handledare who reviewed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reviewer: Option<Reviewer>,
    /// Whether it is to be published.
    pub publication: Publication,
}

/// Who approved a project plan: the principal or the scientific supervisor, and the head of unit (Riktlinje Västmanland 6.1).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PlanApprovals {
    /// Huvudansvarig handledare.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub principal_supervisor: Option<Signature>,
    /// Vetenskaplig handledare.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scientific_supervisor: Option<Signature>,
    /// Verksamhetschef.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub head_of_unit: Option<Signature>,
}

impl PlanApprovals {
    /// The supervisors' first approval, if there is any.
    #[must_use]
    pub fn supervisor(&self) -> Option<&Signature> {
        let both = self.principal_supervisor.iter().chain(&self.scientific_supervisor);
        both.min_by_key(|signature| signature.at)
    }
}

/// As what somebody approves a project plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum PlanApprover {
    /// Huvudansvarig handledare.
    PrincipalSupervisor,
    /// Vetenskaplig handledare.
    ScientificSupervisor,
    /// Verksamhetschef.
    HeadOfUnit,
}

/// Who reviewed a scientific work (Riktlinje Västmanland 6.4).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Reviewer {
    /// As written.
    pub name: Line,
    /// Holds a doctorate, as a reviewer should.
    pub doctorate: bool,
}

/// Whether a work is to be published. If it is, ethics approval is needed (Riktlinje Västmanland 6.3).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "intended", rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Publication {
    /// No.
    #[default]
    No,
    /// Yes.
    Yes {
        /// The approval's number (diarienummer), once there is one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        ethics_approval: Option<Line>,
    },
}

/// What is saved by kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum SaveDetails {
    /// Kurs.
    Course,
    /// Kvalitets- och utvecklingsarbete.
    QualityWork(QualityWork),
    /// Vetenskapligt arbete.
    ScientificWork(SaveScientificWork),
    /// Anything else.
    Other {
        /// What it is.
        what: OtherActivity,
    },
}

/// What is saved of a scientific work: all but who supervises it and the approvals.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SaveScientificWork {
    /// Project plan with its time plan.
    pub plan: FreeText,
    /// Time spent, course included.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weeks: Option<Weeks>,
    /// When it was presented.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub presented: Option<NaiveDate>,
    /// Vetenskaplig handledare who reviewed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reviewer: Option<Reviewer>,
    /// Whether it is to be published.
    pub publication: Publication,
}

/// Names the scientific supervisor of a work, or nobody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NameScientificSupervisor {
    /// Somebody who supervises at any clinic.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonId>,
}

/// Why an activity can't take a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ActivityNotAllowed {
    /// An activity stays what it is.
    #[error("{} kan inte bli {}. Lägg in en ny aktivitet i stället.", .from.name(), .to.name().to_lowercase())]
    OtherKind {
        /// What it is.
        from: ActivityKind,
        /// What it was to become.
        to: ActivityKind,
    },
    /// Only a scientific work has a scientific supervisor.
    #[error("Bara ett vetenskapligt arbete har en vetenskaplig handledare.")]
    NotScientific,
    /// Only a scientific work has a project plan.
    #[error("Bara ett vetenskapligt arbete har en projektplan att godkänna.")]
    NoPlan,
    /// Nothing written to approve.
    #[error("Det finns ingen projektplan att godkänna än.")]
    BlankPlan,
    /// Approved already.
    #[error("Projektplanen är redan godkänd.")]
    AlreadyApproved,
}

impl SaveDetails {
    const fn kind(&self) -> ActivityKind {
        match self {
            Self::Course => ActivityKind::Course,
            Self::QualityWork(_) => ActivityKind::QualityWork,
            Self::ScientificWork(_) => ActivityKind::ScientificWork,
            Self::Other { .. } => ActivityKind::Other,
        }
    }

    /// When a scientific work was presented.
    pub(super) const fn presented(&self) -> Option<NaiveDate> {
        match self {
            Self::Course | Self::QualityWork(_) | Self::Other { .. } => None,
            Self::ScientificWork(work) => work.presented,
        }
    }
}

impl From<SaveDetails> for ActivityDetails {
    /// The details of a new activity: nothing is approved.
    fn from(save: SaveDetails) -> Self {
        match save {
            SaveDetails::Course => Self::Course,
            SaveDetails::QualityWork(work) => Self::QualityWork(work),
            SaveDetails::ScientificWork(work) => {
                Self::ScientificWork(work.with(None, PlanApprovals::default()))
            }
            SaveDetails::Other { what } => Self::Other { what },
        }
    }
}

impl SaveScientificWork {
    fn with(
        self,
        scientific_supervisor: Option<PersonName>,
        approvals: PlanApprovals,
    ) -> ScientificWork {
        let Self { plan, weeks, presented, reviewer, publication } = self;
        ScientificWork {
            plan,
            scientific_supervisor,
            approvals,
            weeks,
            presented,
            reviewer,
            publication,
        }
    }
}

impl ActivityDetails {
    /// What kind it is.
    #[must_use]
    pub const fn kind(&self) -> ActivityKind {
        match self {
            Self::Course => ActivityKind::Course,
            Self::QualityWork(_) => ActivityKind::QualityWork,
            Self::ScientificWork(_) => ActivityKind::ScientificWork,
            Self::Other { .. } => ActivityKind::Other,
        }
    }

    /// The words on the screen for what it is.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Other { what: OtherActivity::Unlisted } => ActivityKind::Other.name(),
            Self::Other { what } => what.name(),
            Self::Course | Self::QualityWork(_) | Self::ScientificWork(_) => self.kind().name(),
        }
    }

    /// The label of [`Activity::organiser`](super::Activity::organiser).
    #[must_use]
    pub const fn organiser_label(&self) -> &'static str {
        match self {
            Self::Other { what } => what.organiser_label(),
            Self::Course | Self::QualityWork(_) | Self::ScientificWork(_) => ORGANISER,
        }
    }

    /// The kinds of certificate that can be about it, whatever the regulation; none where Socialstyrelsen has no form for it, and it
    /// can only speak for a delmål (SOSFS 2015:8, HSLF-FS 2021:8).
    #[must_use]
    pub const fn certified_as(&self) -> &'static [CertificateKind] {
        match self {
            Self::Course => &[CertificateKind::Course],
            Self::QualityWork(_) => &[CertificateKind::DevelopmentWork],
            Self::ScientificWork(_) => {
                &[CertificateKind::WrittenWork, CertificateKind::MedicalScience]
            }
            Self::Other { what: OtherActivity::Auscultation } => &[CertificateKind::Auscultation],
            Self::Other { .. } => &[],
        }
    }

    /// Whether the ST-läkare is to give an account of it (Riktlinje Västmanland 5.3): of a course or a work, not of anything else.
    #[must_use]
    pub const fn needs_report(&self) -> bool {
        !matches!(self, Self::Other { .. })
    }

    /// Takes what was saved; approvals stay as long as the plan that was approved does.
    pub(super) fn change(self, save: SaveDetails) -> Result<Self, ActivityNotAllowed> {
        match (self, save) {
            (Self::ScientificWork(was), SaveDetails::ScientificWork(work)) => {
                let approvals =
                    if was.plan == work.plan { was.approvals } else { PlanApprovals::default() };
                Ok(Self::ScientificWork(work.with(was.scientific_supervisor, approvals)))
            }
            (was, save) if was.kind() == save.kind() => Ok(save.into()),
            (was, save) => Err(ActivityNotAllowed::OtherKind { from: was.kind(), to: save.kind() }),
        }
    }

    /// Names who supervises a scientific work, or nobody. What the one before approved stays approved.
    ///
    /// # Errors
    /// When it isn't a scientific work.
    pub fn supervised_by(self, person: Option<PersonName>) -> Result<Self, ActivityNotAllowed> {
        match self {
            Self::ScientificWork(work) => {
                Ok(Self::ScientificWork(ScientificWork { scientific_supervisor: person, ..work }))
            }
            Self::Course | Self::QualityWork(_) | Self::Other { .. } => {
                Err(ActivityNotAllowed::NotScientific)
            }
        }
    }

    /// The scientific work, if it is one.
    #[must_use]
    pub const fn scientific_work(&self) -> Option<&ScientificWork> {
        match self {
            Self::ScientificWork(work) => Some(work),
            Self::Course | Self::QualityWork(_) | Self::Other { .. } => None,
        }
    }

    /// Approves the project plan of a scientific work, as the first of `approvers` whose approval it lacks.
    ///
    /// # Errors
    /// When there is no plan, or it is approved by all of them already.
    pub fn approve_plan(
        self,
        approvers: &[PlanApprover],
        signature: Signature,
    ) -> Result<Self, ActivityNotAllowed> {
        let Self::ScientificWork(mut work) = self else { return Err(ActivityNotAllowed::NoPlan) };
        if work.plan.is_blank() {
            return Err(ActivityNotAllowed::BlankPlan);
        }
        let lacking = approvers.iter().find(|approver| work.lacks(**approver));
        let approval = match lacking.ok_or(ActivityNotAllowed::AlreadyApproved)? {
            PlanApprover::PrincipalSupervisor => &mut work.approvals.principal_supervisor,
            PlanApprover::ScientificSupervisor => &mut work.approvals.scientific_supervisor,
            PlanApprover::HeadOfUnit => &mut work.approvals.head_of_unit,
        };
        *approval = Some(signature);
        Ok(Self::ScientificWork(work))
    }
}
