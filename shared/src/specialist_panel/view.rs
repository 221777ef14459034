//! Who sees what when.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{
    CompetenceArea, PanelFeedback, PanelForm, PanelMark, PanelPhase, SaveConclusions,
    SpecialistPanel, phase::SpecialistJudgement,
};
use crate::{PersonId, SpecialistPanelId, TrainingId, person::PersonName, text::Reason};

/// An area: votes a box, beside the self-rating.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AreaVotes {
    /// Which.
    pub area: CompetenceArea,
    /// Votes a box; a box without votes isn't here.
    #[cfg_attr(feature = "openapi", schema(value_type = std::collections::HashMap<String, usize>))]
    pub votes: BTreeMap<PanelMark, usize>,
    /// The ST-läkare's own mark.
    pub self_rating: Option<PanelMark>,
}

/// Votes a box beside the self-rating, for each area. Only forms that are handed in are votes.
#[must_use]
pub fn compare(self_rating: &PanelForm, judgements: &[SpecialistJudgement]) -> Vec<AreaVotes> {
    let of_area = |area: CompetenceArea| {
        let mut votes = BTreeMap::new();
        for judgement in judgements.iter().filter(|one| one.handed_in.is_some()) {
            if let Some(mark) = judgement.form.written.marks.get(&area) {
                *votes.entry(*mark).or_default() += 1;
            }
        }
        AreaVotes { area, votes, self_rating: self_rating.written.marks.get(&area).copied() }
    };
    CompetenceArea::ALL.map(of_area).into()
}

/// A panel as one person sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PanelView {
    /// Which.
    pub id: SpecialistPanelId,
    /// Whose way to specialist it belongs to.
    pub training: TrainingId,
    /// ST-läkaren.
    pub trainee: PersonName,
    /// The studierektor who leads it.
    pub led_by: PersonName,
    /// The huvudansvarig handledare.
    pub principal: PersonName,
    /// The day it is planned on.
    pub planned_on: NaiveDate,
    /// Those who judge.
    pub specialists: Vec<PersonName>,
    /// The phase, in words.
    pub phase: String,
    /// Whether the self-rating is still awaited.
    pub awaits_self_rating: bool,
    /// The day it was held.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held_on: Option<NaiveDate>,
    /// Why it was cancelled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cancelled: Option<Reason>,
    /// Whose forms aren't in; empty for the ST-läkare, to whom it says nothing.
    pub waiting_for: Vec<PersonName>,
    /// One's own form as a specialist.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub own: Option<SpecialistJudgement>,
    /// The ST-läkare's self-rating.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub self_rating: Option<PanelForm>,
    /// Votes beside the self-rating.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub votes: Option<Vec<AreaVotes>>,
    /// Single forms that are handed in, others' and one's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub judgements: Option<Vec<SpecialistJudgement>>,
    /// What is agreed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conclusions: Option<SaveConclusions>,
    /// The feedback.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub feedback: Option<PanelFeedback>,
    /// For `If-Match` of steps and conclusions.
    pub version: i64,
}

impl SpecialistPanel {
    /// The panel as a person sees it; none for those it doesn't concern.
    ///
    /// Each sees their own form all the time. Those who judge, lead or give feedback see the self-rating, the votes and each other's
    /// forms when all are in or the panel is held, and what is agreed as it is written. The ST-läkare sees votes and what is agreed
    /// when the feedback is given, and never single forms.
    #[must_use]
    pub fn view(&self, person: PersonId) -> Option<PanelView> {
        let trainee = person == self.trainee.id;
        let member =
            self.is_specialist(person) || person == self.led_by.id || person == self.principal.id;
        if !trainee && !member {
            return None;
        }
        let fed_back = self.phase.feedback().is_some();
        let together = member && self.revealed();
        let judgements = self.phase.judgements();
        let handed_in = || judgements.iter().filter(|one| one.handed_in.is_some()).cloned();
        Some(PanelView {
            id: self.id,
            training: self.training,
            trainee: self.trainee.clone(),
            led_by: self.led_by.clone(),
            principal: self.principal.clone(),
            planned_on: self.planned_on,
            specialists: self.specialists.clone(),
            phase: self.phase.name().to_owned(),
            awaits_self_rating: matches!(self.phase, PanelPhase::SelfRating { .. }),
            held_on: self.phase.held_on(),
            cancelled: match &self.phase {
                PanelPhase::Cancelled { reason, .. } => Some(reason.clone()),
                _ => None,
            },
            waiting_for: if member {
                self.phase.waiting_for(&self.specialists)
            } else {
                Vec::new()
            },
            own: judgements.iter().find(|one| one.by.id == person).cloned(),
            self_rating: (trainee || together).then(|| self.phase.self_rating().clone()),
            votes: (together || (trainee && fed_back))
                .then(|| compare(self.phase.self_rating(), judgements)),
            judgements: together.then(|| handed_in().collect()),
            conclusions: self.phase.conclusions().filter(|_| member || fed_back).cloned(),
            feedback: self.phase.feedback().cloned(),
            version: self.version,
        })
    }
}
