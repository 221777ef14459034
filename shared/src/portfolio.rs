//! Everything kept about one training (ST-pärm): what a ST-läkare's pages and the rules read.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    activity::Activity,
    assessment::Assessment,
    certificate::{Certificate, ObjectiveEvidence, ObjectiveStanding, objective_standing},
    curriculum::Curriculum,
    iup::{Iup, in_force},
    own_records::BroughtRecords,
    placement::{Credit, Leave, Placement, SupervisorName},
    progress_review::ProgressReview,
    rule::Thresholds,
    supervision_meeting::{SupervisionEvaluation, SupervisionMeeting},
    supervisor::KnownSupervisor,
    training::{Service, Training, TrainingDecision},
};

/// A training with all its records, as the person who asks may see them. Support plans and specialist panels are
/// asked for on their own: who may see those is narrower.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Portfolio {
    /// The training.
    pub training: Training,
    /// The objectives it works towards.
    pub curriculum: Curriculum,
    /// The numbers of the rules, as the clinic's care provider has chosen them.
    pub thresholds: Thresholds,
    /// What those have who supervise it or a placement in it and have an account, by id. It is theirs and not of the training.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub supervisors: Vec<KnownSupervisor>,
    /// All placements, by first day.
    pub placements: Vec<Placement>,
    /// All leaves, by first day.
    pub leaves: Vec<Leave>,
    /// All credits.
    pub credits: Vec<Credit>,
    /// Courses, quality work and scientific work, by first day.
    pub activities: Vec<Activity>,
    /// All versions of the programme, by number.
    pub iups: Vec<Iup>,
    /// All assessments that are seen: those that were sent, then the others, each oldest first.
    pub assessments: Vec<Assessment>,
    /// All supervision meetings, by day.
    pub meetings: Vec<SupervisionMeeting>,
    /// The yearly evaluations of the supervision, by day.
    pub evaluations: Vec<SupervisionEvaluation>,
    /// All progress reviews, by day.
    pub reviews: Vec<ProgressReview>,
    /// The days on which specialist panels were held, which is all that is told of them here.
    pub panels_held: Vec<NaiveDate>,
    /// All certificates, also those withdrawn.
    pub certificates: Vec<Certificate>,
    /// What has been chosen to speak for each objective.
    pub evidence: Vec<ObjectiveEvidence>,
    /// What has been decided about it, by the day each holds from.
    pub decisions: Vec<TrainingDecision>,
    /// What came from other clinics, by when it was taken in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub brought: Vec<BroughtRecords>,
}

impl Portfolio {
    /// What the training's time is made of.
    #[must_use]
    pub fn service(&self) -> Service<'_> {
        Service {
            training: &self.training,
            placements: &self.placements,
            leaves: &self.leaves,
            credits: &self.credits,
        }
    }

    /// Whether all who supervise here and have an account are among [`Self::supervisors`].
    #[must_use]
    pub fn knows_supervisors(&self) -> bool {
        let principal = self.training.principal_supervisor.as_ref();
        let placements = self.placements.iter().filter_map(|one| match &one.supervisor {
            Some(SupervisorName::Person(person)) => Some(person),
            _ => None,
        });
        principal
            .into_iter()
            .chain(placements)
            .all(|person| self.supervisors.iter().any(|one| one.person == person.id))
    }

    /// How far each objective has come, in the order of the curriculum.
    pub fn standings(&self) -> impl Iterator<Item = ObjectiveStanding> {
        let content = in_force(&self.iups).map(|version| &version.content);
        self.curriculum.objectives.iter().map(move |objective| {
            let code = objective.code;
            let plan = content.and_then(|content| content.objective(code));
            let evidence = self.evidence.iter().find(|evidence| evidence.objective == code);
            let chosen = evidence.map_or(&[][..], |evidence| &evidence.chosen);
            objective_standing(objective, plan, chosen, &self.certificates)
        })
    }
}
