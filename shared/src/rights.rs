//! Who may do what: one pure function, matched without a wildcard. The whole matrix stands in
//! `rights.txt` beside this file's tests, and is reviewed with every change.

use serde::{Deserialize, Serialize};

use crate::{
    CareProviderId, ClinicId,
    person::{Colleague, Me, Membership, Role},
    review::ClinicName,
    support_plan::TrainingPart,
};

/// Something a person may or may not do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// Add a care provider.
    CareProviderAdd,
    /// See a clinic's page.
    ClinicRead,
    /// Add a clinic or change its name and specialties.
    ClinicSave,
    /// See who works at a clinic or care provider.
    PeopleRead,
    /// Invite a person or end a role.
    PeopleSave,
    /// Publish a new version of the checklist.
    ChecklistPublish,
    /// Choose the numbers that a care provider's ST-läkare are followed by.
    ThresholdsSave,
    /// Open a year's self-assessment, take over last year's answers.
    AssessmentOpen,
    /// Read a self-assessment that isn't signed yet.
    AssessmentReadDraft,
    /// Read a signed self-assessment.
    AssessmentRead,
    /// Answer criteria, write texts, add evidence.
    AssessmentAnswer,
    /// Sign, or reopen with a reason.
    AssessmentSign,
    /// Plan an inspection, replan it or call it off.
    InspectionPlan,
    /// See that an inspection is planned or underway, when and by whom.
    InspectionRead,
    /// Read findings and grades before they are published.
    ProtocolReadDraft,
    /// Read findings and grades from the preliminary report on.
    ProtocolRead,
    /// Begin, judge, grade, sign, make final.
    ProtocolWrite,
    /// Comment on the facts of a preliminary report.
    InspectionComment,
    /// Read an action plan that isn't submitted yet.
    PlanReadDraft,
    /// Read a submitted action plan.
    PlanRead,
    /// Write an action plan.
    PlanWrite,
    /// Approve and submit an action plan.
    PlanApprove,
    /// Accept an action plan or send it back.
    PlanAccept,
    /// Note status, outcome and evidence of a plan in force.
    PlanFollowUp,
    /// Import a published report.
    ReportImport,
    /// Put in the real målbeskrivning of a clinic's specialty, as a new version.
    CurriculumPublish,
    /// Start a training (ST) at a clinic.
    TrainingStart,
    /// Read a training with its programme, placements, meetings and certificates.
    TrainingRead,
    /// Read a clinic's figures from its trainings: how many keep to what, and nobody by name.
    TrainingFiguresRead,
    /// Change what a training is: curriculum, days, huvudansvarig handledare.
    TrainingSave,
    /// Write in a training: placements, leave, activities, meetings, the programme, and sign for one's own part.
    TrainingWrite,
    /// Approve credits and programmes, or send a programme back.
    TrainingApprove,
    /// Read a scientific work with its project plan.
    ProjectPlanRead,
    /// Approve the project plan of a scientific work (Riktlinje Västmanland 6.1).
    ProjectPlanApprove,
    /// Note a gap in an ST-läkare's competence (Riktlinje Västmanland 10); who reads which note, by the note's own rule.
    ConcernNote,
    /// Ask somebody to assess, or take the asking back.
    TraineeAssessmentAsk,
    /// Begin an assessment unasked.
    TraineeAssessmentBegin,
    /// See that there is an assessment; what is written in it, by its own rule.
    TraineeAssessmentRead,
    /// Fill in an assessment, send it or decline.
    TraineeAssessmentWrite,
    /// Choose what speaks for an objective (delmål).
    EvidenceChoose,
    /// See a certificate.
    CertificateRead,
    /// Prepare a certificate, change or remove it before it is certified.
    CertificateWrite,
    /// Certify, or withdraw what is certified; as what, by the rule of the certificate's kind.
    CertificateCertify,
    /// Let a specialist certify instead of the head of unit, or end that (Riktlinje Västmanland 3.7).
    DelegationSave,
    /// Put in what a person has as handledare: specialties and handledarutbildning.
    SupervisorSave,
    /// Take all of one's own training along in a file, and take in such a file.
    OwnRecordsCarry,
}

impl Action {
    /// All actions.
    pub const ALL: [Self; 46] = [
        Self::CareProviderAdd,
        Self::ClinicRead,
        Self::ClinicSave,
        Self::PeopleRead,
        Self::PeopleSave,
        Self::ChecklistPublish,
        Self::ThresholdsSave,
        Self::AssessmentOpen,
        Self::AssessmentReadDraft,
        Self::AssessmentRead,
        Self::AssessmentAnswer,
        Self::AssessmentSign,
        Self::InspectionPlan,
        Self::InspectionRead,
        Self::ProtocolReadDraft,
        Self::ProtocolRead,
        Self::ProtocolWrite,
        Self::InspectionComment,
        Self::PlanReadDraft,
        Self::PlanRead,
        Self::PlanWrite,
        Self::PlanApprove,
        Self::PlanAccept,
        Self::PlanFollowUp,
        Self::ReportImport,
        Self::CurriculumPublish,
        Self::TrainingStart,
        Self::TrainingRead,
        Self::TrainingFiguresRead,
        Self::TrainingSave,
        Self::TrainingWrite,
        Self::TrainingApprove,
        Self::ProjectPlanRead,
        Self::ProjectPlanApprove,
        Self::ConcernNote,
        Self::TraineeAssessmentAsk,
        Self::TraineeAssessmentBegin,
        Self::TraineeAssessmentRead,
        Self::TraineeAssessmentWrite,
        Self::EvidenceChoose,
        Self::CertificateRead,
        Self::CertificateWrite,
        Self::CertificateCertify,
        Self::DelegationSave,
        Self::SupervisorSave,
        Self::OwnRecordsCarry,
    ];
}

/// How a person stands to a training, or to an assessment or a certificate in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tie {
    /// It is the person's own training, or what they have themselves as handledare: holds wherever they work now.
    Own,
    /// The person is huvudansvarig handledare: holds together with a role at the training's clinic.
    PrincipalSupervisor,
    /// The person is asked to assess, or fills in the form: holds wherever they work.
    Assessor,
    /// The person is asked to certify: holds wherever they work.
    Certifier,
    /// The person is vetenskaplig handledare of a scientific work in it: holds wherever they work.
    ScientificSupervisor,
    /// The person supervises a placement in it, now or lately: holds wherever they work.
    PlacementSupervisor,
}

/// What the action is on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct On {
    /// The clinic, if it is a clinic's.
    pub clinic: Option<ClinicId>,
    /// The care provider: the clinic's, or the thing's own.
    pub care_provider: Option<CareProviderId>,
    /// Whether the person is one of the two inspectors of the inspection, or of one at this clinic that isn't called off.
    pub assigned: bool,
    /// How the person stands to the training, or to the assessment in it.
    pub tie: Option<Tie>,
}

impl On {
    /// Something that belongs to no clinic or care provider.
    pub const NOTHING: Self =
        Self { clinic: None, care_provider: None, assigned: false, tie: None };

    /// Something at a clinic.
    #[must_use]
    pub const fn clinic(clinic: &ClinicName) -> Self {
        Self {
            clinic: Some(clinic.id),
            care_provider: Some(clinic.care_provider),
            assigned: false,
            tie: None,
        }
    }

    /// Something of a care provider.
    #[must_use]
    pub const fn care_provider(care_provider: CareProviderId) -> Self {
        Self { clinic: None, care_provider: Some(care_provider), assigned: false, tie: None }
    }

    /// The same, with whether the person is an assigned inspector.
    #[must_use]
    pub const fn assigned(self, assigned: bool) -> Self {
        Self { assigned, ..self }
    }

    /// The same, with how the person stands to the training or the assessment.
    #[must_use]
    pub const fn tie(self, tie: Option<Tie>) -> Self {
        Self { tie, ..self }
    }
}

/// How a role stands to what the action is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reach {
    /// The role's own clinic, own care provider, or an assigned inspector.
    Own,
    /// A role for the whole installation.
    Everywhere,
    /// Out of reach.
    None,
}

fn reach(membership: &Membership, on: &On) -> Reach {
    let own = match membership.role {
        Role::Administrator => return Reach::Everywhere,
        Role::Inspector => on.assigned,
        Role::RegionalDirector => {
            membership.care_provider.is_some() && membership.care_provider == on.care_provider
        }
        Role::HeadOfUnit | Role::DirectorOfStudies | Role::Supervisor | Role::Trainee => {
            membership.clinic.is_some() && membership.clinic == on.clinic
        }
    };
    if own { Reach::Own } else { Reach::None }
}

/// Whether `who` may do `action` on `on`, by any of the roles held or by how they stand to the training.
#[must_use]
pub fn may(who: &Me, action: Action, on: &On) -> bool {
    let within = |membership: &&Membership| reach(membership, on) != Reach::None;
    on.tie.is_some_and(|tie| tie_may(tie, action, who.memberships.iter().filter(within)))
        || who.memberships.iter().filter(within).any(|held| role_may(held.role, action))
}

/// What a tie gives. A huvudansvarig handledare who has left the clinic sees nothing more.
fn tie_may<'a>(tie: Tie, action: Action, mut within: impl Iterator<Item = &'a Membership>) -> bool {
    use Action as A;
    match tie {
        Tie::Own => matches!(
            action,
            A::TrainingRead
                | A::TrainingWrite
                | A::ProjectPlanRead
                | A::TraineeAssessmentAsk
                | A::TraineeAssessmentBegin
                | A::TraineeAssessmentRead
                | A::EvidenceChoose
                | A::CertificateRead
                | A::CertificateWrite
                | A::SupervisorSave
                | A::OwnRecordsCarry
        ),
        Tie::PrincipalSupervisor => {
            matches!(
                action,
                A::TrainingRead
                    | A::TrainingWrite
                    | A::ProjectPlanRead
                    | A::ProjectPlanApprove
                    | A::TraineeAssessmentBegin
                    | A::TraineeAssessmentRead
                    | A::CertificateRead
                    | A::CertificateWrite
                    | A::CertificateCertify
            ) && within.any(|held| may_supervise(held.role))
        }
        Tie::Assessor => matches!(action, A::TraineeAssessmentRead | A::TraineeAssessmentWrite),
        Tie::Certifier => matches!(action, A::CertificateRead | A::CertificateCertify),
        Tie::ScientificSupervisor => {
            matches!(action, A::ProjectPlanRead | A::ProjectPlanApprove)
        }
        Tie::PlacementSupervisor => matches!(action, A::TraineeAssessmentBegin),
    }
}

/// The parts that `who` has in a training: what an åtgärdsplan is written, read and decided by (see [`TrainingPart`]). Only roles
/// at the training's own clinic count, and nobody has another part in their own training.
#[must_use]
pub fn parts(who: &Me, on: &On) -> Vec<TrainingPart> {
    if on.tie == Some(Tie::Own) {
        return vec![TrainingPart::Trainee];
    }
    let within =
        who.memberships.iter().filter(|held| held.clinic.is_some() && held.clinic == on.clinic);
    let roles: Vec<Role> = within.map(|held| held.role).collect();
    let principal =
        on.tie == Some(Tie::PrincipalSupervisor) && roles.iter().any(|role| may_supervise(*role));
    let has = |part: &TrainingPart| match part {
        TrainingPart::Trainee => false,
        TrainingPart::PrincipalSupervisor => principal,
        TrainingPart::DirectorOfStudies => roles.contains(&Role::DirectorOfStudies),
        TrainingPart::HeadOfUnit => roles.contains(&Role::HeadOfUnit),
    };
    TrainingPart::ALL.into_iter().filter(has).collect()
}

/// Whether a role at a clinic lets its holder be huvudansvarig handledare there.
#[must_use]
pub const fn may_supervise(role: Role) -> bool {
    matches!(role, Role::Supervisor | Role::DirectorOfStudies | Role::HeadOfUnit)
}

/// Whether `who` may give (or end) `role` at `on`: nobody gives a role above their own, so that a director
/// of studies can't become the head of unit who signs.
#[must_use]
pub fn may_grant(who: &Me, role: Role, on: &On) -> bool {
    who.memberships.iter().any(|membership| {
        reach(membership, on) != Reach::None
            && match membership.role {
                Role::Administrator => true,
                Role::RegionalDirector => !matches!(role, Role::Administrator | Role::Inspector),
                Role::HeadOfUnit => {
                    !matches!(role, Role::Administrator | Role::Inspector | Role::RegionalDirector)
                }
                Role::DirectorOfStudies => matches!(role, Role::Supervisor | Role::Trainee),
                Role::Supervisor | Role::Trainee | Role::Inspector => false,
            }
    })
}

/// Whether `who` may hand over a link that opens the account of somebody with these `roles`: it opens all of
/// them, so only who could give each one may. Somebody without roles has no account to open.
#[must_use]
pub fn may_open_account(who: &Me, roles: &[Colleague]) -> bool {
    !roles.is_empty()
        && roles.iter().all(|held| {
            let Membership { role, clinic, care_provider, .. } = held.membership;
            may_grant(who, role, &On { clinic, care_provider, ..On::NOTHING })
        })
}

/// What a role may do within its reach.
const fn role_may(role: Role, action: Action) -> bool {
    use Action as A;
    use Role as R;
    match action {
        A::CareProviderAdd => matches!(role, R::Administrator),
        A::ClinicRead | A::InspectionRead => matches!(
            role,
            R::RegionalDirector
                | R::HeadOfUnit
                | R::DirectorOfStudies
                | R::Supervisor
                | R::Trainee
                | R::Inspector
        ),
        A::ClinicSave | A::ChecklistPublish => {
            matches!(role, R::Administrator | R::RegionalDirector)
        }
        A::PeopleRead => matches!(
            role,
            R::Administrator
                | R::RegionalDirector
                | R::HeadOfUnit
                | R::DirectorOfStudies
                | R::Supervisor
                | R::Inspector
        ),
        A::PeopleSave => {
            matches!(
                role,
                R::Administrator | R::RegionalDirector | R::HeadOfUnit | R::DirectorOfStudies
            )
        }
        A::AssessmentOpen | A::PlanWrite => matches!(role, R::HeadOfUnit | R::DirectorOfStudies),
        A::AssessmentReadDraft
        | A::AssessmentAnswer
        | A::PlanReadDraft
        | A::TrainingFiguresRead => {
            matches!(role, R::HeadOfUnit | R::DirectorOfStudies | R::Supervisor)
        }
        A::AssessmentRead | A::ProtocolRead | A::PlanRead => matches!(
            role,
            R::RegionalDirector
                | R::HeadOfUnit
                | R::DirectorOfStudies
                | R::Supervisor
                | R::Trainee
                | R::Inspector
        ),
        A::AssessmentSign | A::PlanApprove => matches!(role, R::HeadOfUnit),
        A::InspectionPlan | A::ReportImport | A::ThresholdsSave => {
            matches!(role, R::RegionalDirector)
        }
        A::CurriculumPublish => matches!(role, R::RegionalDirector | R::DirectorOfStudies),
        A::ProtocolReadDraft | A::ProtocolWrite | A::PlanAccept => matches!(role, R::Inspector),
        A::InspectionComment
        | A::PlanFollowUp
        | A::TrainingStart
        | A::TrainingRead
        | A::TrainingSave
        | A::TrainingApprove
        | A::ProjectPlanRead
        | A::TraineeAssessmentRead
        | A::CertificateRead
        | A::CertificateWrite
        | A::SupervisorSave => matches!(role, R::HeadOfUnit | R::DirectorOfStudies),
        A::ProjectPlanApprove | A::CertificateCertify | A::DelegationSave => {
            matches!(role, R::HeadOfUnit)
        }
        A::ConcernNote | A::TraineeAssessmentBegin => may_supervise(role),
        A::TrainingWrite
        | A::TraineeAssessmentAsk
        | A::TraineeAssessmentWrite
        | A::EvidenceChoose
        | A::OwnRecordsCarry => false,
    }
}

#[cfg(test)]
mod tests;
