//! What is to be seen before a decision about a training: what lacks for it to be completed, and what counts of an interruption.

use std::fmt;

use chrono::NaiveDate;

use super::{FullTime, TrainingNotAllowed, TrainingPhase};
use crate::{
    certificate::ObjectiveState, curriculum::ObjectiveCode, iup::in_force, placement::Placement,
    portfolio::Portfolio,
};

/// What lacks for a training to be completed, told before it is. The `Display` text is for the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lack {
    /// Time: without it the training can't be completed.
    Time(FullTime),
    /// Objectives that nobody has certified.
    Objectives(Vec<ObjectiveCode>),
    /// No programme has come into force.
    Programme,
    /// The målbeskrivning is a draft, so that nobody has said which objectives there are.
    Draft,
}

impl Lack {
    /// What lacks of a training on a day, what hinders first.
    #[must_use]
    pub fn of(portfolio: &Portfolio, on: NaiveDate) -> Vec<Self> {
        let remaining = portfolio.service().remaining(on);
        let open: Vec<_> = portfolio
            .standings()
            .filter(|one| one.state != ObjectiveState::Certified)
            .map(|one| one.objective)
            .collect();
        [
            (remaining > FullTime::ZERO).then_some(Self::Time(remaining)),
            (!open.is_empty()).then_some(Self::Objectives(open)),
            in_force(&portfolio.iups).is_none().then_some(Self::Programme),
            portfolio.curriculum.draft().then_some(Self::Draft),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    /// Whether the training can't be completed with it.
    #[must_use]
    pub const fn hinders(&self) -> bool {
        match self {
            Self::Time(_) => true,
            Self::Objectives(_) | Self::Programme | Self::Draft => false,
        }
    }
}

impl fmt::Display for Lack {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Time(remaining) => TrainingNotAllowed::TooShort { remaining: *remaining }.fmt(f),
            Self::Objectives(codes) => {
                let words: Vec<String> = codes.iter().map(ToString::to_string).collect();
                write!(f, "{} delmål är inte intygade: {}.", codes.len(), words.join(", "))
            }
            Self::Programme => f.write_str("Inget individuellt utbildningsprogram är fastställt."),
            Self::Draft => f.write_str(
                "Målbeskrivningen är ett utkast. Stäm av delmålen mot den riktiga före ansökan om specialistbevis.",
            ),
        }
    }
}

/// How it is with the days between an interruption and when the training is taken up again: placements that cover them count as
/// service, since only placements tell what was served.
#[must_use]
pub fn counted_in_between<'a>(
    placements: &'a [Placement],
    phase: &TrainingPhase,
    resumed: NaiveDate,
) -> Vec<&'a Placement> {
    let TrainingPhase::Interrupted { since, .. } = *phase else { return Vec::new() };
    placements.iter().filter(|one| one.from < resumed && one.to >= since).collect()
}
