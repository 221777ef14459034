//! What has been done with a panel, and who is told of it.

use super::SpecialistPanel;
use crate::PersonId;

/// Something done with a panel, as its history keeps it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PanelEvent {
    /// Opened by the studierektor.
    Opened,
    /// The self-rating was saved, unfinished.
    SelfRatingSaved,
    /// The self-rating was handed in.
    SelfRatingHandedIn,
    /// A specialist saved their own form, unfinished.
    JudgementSaved,
    /// A specialist handed their form in.
    JudgementHandedIn,
    /// A specialist took their form back.
    JudgementTakenBack,
    /// It has met.
    Held,
    /// What is agreed was saved.
    Concluded,
    /// The ST-läkare was given the feedback.
    FedBack,
    /// It isn't held.
    Cancelled,
}

impl PanelEvent {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::Opened,
        Self::SelfRatingSaved,
        Self::SelfRatingHandedIn,
        Self::JudgementSaved,
        Self::JudgementHandedIn,
        Self::JudgementTakenBack,
        Self::Held,
        Self::Concluded,
        Self::FedBack,
        Self::Cancelled,
    ];

    /// The value as it is stored.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Opened => "opened",
            Self::SelfRatingSaved => "self_rating_saved",
            Self::SelfRatingHandedIn => "self_rating_handed_in",
            Self::JudgementSaved => "judgement_saved",
            Self::JudgementHandedIn => "judgement_handed_in",
            Self::JudgementTakenBack => "judgement_taken_back",
            Self::Held => "held",
            Self::Concluded => "concluded",
            Self::FedBack => "fed_back",
            Self::Cancelled => "cancelled",
        }
    }

    /// The event with this stored value.
    #[must_use]
    pub fn from_stored(value: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|event| event.as_str() == value)
    }

    /// The words on the screen, which tell nothing of what was written.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Opened => "Kollegiet öppnat",
            Self::SelfRatingSaved => "Självskattningen sparad",
            Self::SelfRatingHandedIn => "Självskattningen lämnad",
            Self::JudgementSaved => "Bedömningen sparad",
            Self::JudgementHandedIn => "Bedömningen lämnad",
            Self::JudgementTakenBack => "Bedömningen tagen tillbaka",
            Self::Held => "Kollegiet hållet",
            Self::Concluded => "Slutsatserna sparade",
            Self::FedBack => "Återkopplingen given",
            Self::Cancelled => "Kollegiet inställt",
        }
    }
}

impl SpecialistPanel {
    /// Whether a person is told of something done with the panel, never more than [`SpecialistPanel::view`] shows them.
    ///
    /// The steps are told to all whom it concerns. That a form was handed in or taken back is told to those who see the single forms,
    /// and what was written on the way to what is agreed to the same: the ST-läkare reads what was agreed, and no draft of it. Unfinished
    /// forms are told to nobody, and neither are rows that were written before rows carried their event.
    #[must_use]
    pub fn is_told(&self, person: PersonId, event: PanelEvent) -> bool {
        let Some(seen) = self.view(person) else { return false };
        match event {
            PanelEvent::Opened
            | PanelEvent::SelfRatingHandedIn
            | PanelEvent::Held
            | PanelEvent::FedBack
            | PanelEvent::Cancelled => true,
            PanelEvent::JudgementHandedIn
            | PanelEvent::JudgementTakenBack
            | PanelEvent::Concluded => seen.judgements.is_some(),
            PanelEvent::SelfRatingSaved | PanelEvent::JudgementSaved => false,
        }
    }
}
