//! Of whom somebody may begin an assessment, and how little of the training that shows.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    PersonId, TrainingId,
    curriculum::Regulation,
    person::{Me, PersonName},
    placement::Placement,
    review::ClinicName,
    rights::{Action, On, Tie, may},
    text::Line,
    training::Training,
};

/// A ST-läkare as an assessor finds them: all that is shown of the training to who only begins assessments in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TraineeToAssess {
    /// The training that the assessment is kept in.
    pub training: TrainingId,
    /// ST-läkaren.
    pub trainee: PersonName,
    /// Where the training is mainly done.
    pub clinic: ClinicName,
    /// Such as `Ortopedi`.
    pub specialty: Line,
    /// Whose målbeskrivningar it follows.
    pub regulation: Regulation,
}

impl From<Training> for TraineeToAssess {
    fn from(training: Training) -> Self {
        let Training { id, trainee, clinic, specialty, regulation, .. } = training;
        Self { training: id, trainee, clinic, specialty, regulation }
    }
}

impl Training {
    /// What a person's right to begin an assessment in it is asked on: who has no other tie may supervise one of its placements.
    #[must_use]
    pub fn on_assessing<'a>(
        &self,
        person: PersonId,
        placements: impl IntoIterator<Item = &'a Placement>,
        today: NaiveDate,
    ) -> On {
        let on = self.on(person);
        let mut placements = placements.into_iter();
        let tie = on.tie.or_else(|| {
            let supervises = placements.any(|one| one.lets_assess(person, today));
            supervises.then_some(Tie::PlacementSupervisor)
        });
        on.tie(tie)
    }

    /// Whether a person may begin an assessment of its ST-läkare now: never of oneself, and not once it is interrupted or completed.
    #[must_use]
    pub fn may_be_assessed<'a>(
        &self,
        me: &Me,
        placements: impl IntoIterator<Item = &'a Placement>,
        today: NaiveDate,
    ) -> bool {
        let on = self.on_assessing(me.id, placements, today);
        on.tie != Some(Tie::Own)
            && self.phase.underway().is_ok()
            && may(me, Action::TraineeAssessmentBegin, &on)
    }
}
