//! Where the page's plans come from and are kept, and what the person may do with them.

use shared::{
    SupportPlanId,
    saving::Saved,
    support_plan::{SupportPlan, SupportStep, TrainingPart},
};

use crate::{
    api::{self, ApiError, Method},
    components::Load,
    pages::training::{Binder, put},
    session::{Session, use_session},
};

/// The plans of a training that the person sees. Copied freely.
#[derive(Clone, Copy)]
pub struct Shelf {
    binder: Binder,
    session: Session,
    plans: Load<Vec<SupportPlan>>,
}

impl Shelf {
    /// Those of the training of the address.
    #[must_use]
    pub fn of(binder: Binder) -> Self {
        Self { binder, session: use_session(), plans: binder.beside("/support-plans") }
    }

    /// The training.
    #[must_use]
    pub const fn binder(self) -> Binder {
        self.binder
    }

    /// A path of the API under the plans.
    #[must_use]
    pub fn path(self, rest: &str) -> String {
        self.binder.path(&format!("/support-plans{rest}"))
    }

    /// All of them, once they are here.
    #[must_use]
    pub fn all(self) -> Option<Vec<SupportPlan>> {
        self.plans.get()
    }

    /// One of them.
    #[must_use]
    pub fn plan(self, id: SupportPlanId) -> Option<SupportPlan> {
        self.all()?.into_iter().find(|plan| plan.id == id)
    }

    /// One of them, without following it.
    #[must_use]
    pub fn plan_untracked(self, id: SupportPlanId) -> Option<SupportPlan> {
        self.plans.get_untracked()?.into_iter().find(|plan| plan.id == id)
    }

    fn parts(self) -> Vec<TrainingPart> {
        let training = self.binder.get().map(|portfolio| portfolio.training);
        training.map(|one| self.session.parts(&self.binder.on(&one))).unwrap_or_default()
    }

    /// Whether the person may take a step with a plan that they see.
    #[must_use]
    pub fn may(self, step: SupportStep) -> bool {
        self.parts().iter().any(|part| part.may(step))
    }

    /// Whether the person has a part in the training.
    #[must_use]
    pub fn is(self, part: TrainingPart) -> bool {
        self.parts().contains(&part)
    }

    /// Whether there is nothing here for the person: they don't see the training, or no plan of it and never one unasked.
    #[must_use]
    pub fn is_hidden(self) -> bool {
        if [self.binder.error(), self.plans.error()].iter().flatten().any(ApiError::gone) {
            return true;
        }
        let (Some(_), Some(plans)) = (self.binder.get(), self.all()) else { return false };
        plans.is_empty() && !self.parts().iter().any(|part| *part != TrainingPart::HeadOfUnit)
    }

    /// Takes in what a step answered with.
    pub fn take(self, Saved { record, revision }: Saved<SupportPlan>) {
        self.binder.heard_of(revision);
        self.binder.is_unsaved(false);
        if let Some(mut all) = self.plans.get_untracked() {
            put(&mut all, record, |one| one.id);
            self.plans.set(all);
        }
    }

    /// Fetches them again.
    pub fn reload(self) {
        self.plans.reload();
    }

    /// Sends a step of a plan and reads how it then stands.
    pub async fn send<B: serde::Serialize>(
        self,
        plan: &SupportPlan,
        rest: &str,
        body: B,
    ) -> Result<Saved<SupportPlan>, ApiError> {
        let path = self.path(&format!("/{}/{rest}", plan.id));
        api::send(Method::POST, &path, Some(plan.revision), &body).await
    }
}
