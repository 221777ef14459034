//! As what a person approves the project plan of a scientific work.

use serde::{Deserialize, Serialize};

use super::{Activity, PlanApprover, ScientificWork};
use crate::{
    PersonId, TrainingId,
    person::{Me, PersonName, Role},
    rights::{Action, On, Tie, may},
    text::Line,
    training::Training,
};

/// A scientific work as its scientific supervisor sees it, who need not see the training.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SupervisedWork {
    /// Of which training.
    pub training: TrainingId,
    /// ST-läkaren.
    pub trainee: PersonName,
    /// Such as `Ortopedi`.
    pub specialty: Line,
    /// The work.
    pub activity: Activity,
}

impl ScientificWork {
    /// As what a person may approve the plan, in the order that it is approved in: huvudansvarig or vetenskaplig handledare,
    /// and head of unit (Riktlinje Västmanland 6.1, R43).
    #[must_use]
    pub fn approvers(&self, me: &Me, training: &Training) -> Vec<PlanApprover> {
        let on = training.on(me.id);
        let principal =
            on.tie == Some(Tie::PrincipalSupervisor) && may(me, Action::ProjectPlanApprove, &on);
        let scientific = self.is_supervised_by(me.id);
        let heads = me
            .memberships
            .iter()
            .any(|held| held.role == Role::HeadOfUnit && held.clinic == on.clinic);
        let held = [
            principal.then_some(PlanApprover::PrincipalSupervisor),
            scientific.then_some(PlanApprover::ScientificSupervisor),
            heads.then_some(PlanApprover::HeadOfUnit),
        ];
        held.into_iter().flatten().collect()
    }

    /// What rights to approve the plan are asked on, of somebody who stands to the training as `on` says: its scientific
    /// supervisor approves it as that, unless they may already.
    #[must_use]
    pub fn plan_on(&self, me: &Me, on: On) -> On {
        if self.is_supervised_by(me.id) && !may(me, Action::ProjectPlanApprove, &on) {
            on.tie(Some(Tie::ScientificSupervisor))
        } else {
            on
        }
    }

    fn is_supervised_by(&self, person: PersonId) -> bool {
        self.scientific_supervisor.as_ref().is_some_and(|one| one.id == person)
    }

    /// Whether the plan still lacks an approval that is given as `approver`.
    #[must_use]
    pub fn lacks(&self, approver: PlanApprover) -> bool {
        let approval = match approver {
            PlanApprover::PrincipalSupervisor => &self.approvals.principal_supervisor,
            PlanApprover::ScientificSupervisor => &self.approvals.scientific_supervisor,
            PlanApprover::HeadOfUnit => &self.approvals.head_of_unit,
        };
        !self.plan.is_blank() && approval.is_none()
    }
}
