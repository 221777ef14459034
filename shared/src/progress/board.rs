//! The objectives as a board: how far each has come, what supports it, what remains.

use chrono::NaiveDate;

use super::{Place, timeline::form};
use crate::{
    certificate::{CertificatePhase, EvidenceRef, ObjectiveStanding, ObjectiveState},
    curriculum::{LearningActivity, ObjectiveCode},
    portfolio::Portfolio,
    text::Line,
};

/// Something that supports an objective.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Support {
    /// Where it is.
    pub place: Place,
    /// What it is, such as a course's name.
    pub label: String,
    /// Last day of it, if there is one.
    pub on: Option<NaiveDate>,
}

/// An objective on the board.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ObjectiveCard {
    /// Which.
    pub code: ObjectiveCode,
    /// Its title; the regulations give none to a specialty's own objectives.
    pub title: Option<Line>,
    /// Not confirmed by anybody who has the real målbeskrivning.
    pub draft: bool,
    /// How far it has come.
    pub state: ObjectiveState,
    /// Certificates in force that give it, then what the ST-läkare has chosen to speak for it, each once.
    pub supports: Vec<Support>,
    /// How many more placements, activities and assessments name it, without being chosen.
    pub also_named: usize,
    /// What it asks for that no certificate in force gives yet.
    pub remaining: Vec<LearningActivity>,
}

/// All objectives, in the order of the curriculum.
#[must_use]
pub fn board(portfolio: &Portfolio) -> Vec<ObjectiveCard> {
    let objectives = portfolio.curriculum.objectives.iter();
    objectives
        .zip(portfolio.standings())
        .map(|(objective, ObjectiveStanding { state, certificates, remaining, .. })| {
            let code = objective.code;
            let certificates = certificates.into_iter().map(EvidenceRef::Certificate);
            let chosen = portfolio.evidence.iter().find(|evidence| evidence.objective == code);
            let chosen = chosen.into_iter().flat_map(|evidence| evidence.chosen.iter().copied());
            let mut refs: Vec<EvidenceRef> = Vec::new();
            for one in certificates.chain(chosen) {
                if !refs.contains(&one) {
                    refs.push(one);
                }
            }
            let named = named(portfolio, code);
            ObjectiveCard {
                code,
                title: objective.title.clone(),
                draft: objective.draft,
                state,
                supports: refs.iter().filter_map(|one| support(portfolio, *one)).collect(),
                also_named: named.iter().filter(|one| !refs.contains(one)).count(),
                remaining,
            }
        })
        .collect()
}

/// All that names an objective and has been sent or saved.
#[must_use]
pub fn named(portfolio: &Portfolio, code: ObjectiveCode) -> Vec<EvidenceRef> {
    let placements = portfolio.placements.iter().filter(|one| one.objectives.contains(&code));
    let activities = portfolio.activities.iter().filter(|one| one.objectives.contains(&code));
    let assessments = portfolio
        .assessments
        .iter()
        .filter(|one| one.counts() && one.written.objectives.contains(&code));
    placements
        .map(|one| EvidenceRef::Placement(one.id))
        .chain(activities.map(|one| EvidenceRef::Activity(one.id)))
        .chain(assessments.map(|one| EvidenceRef::Assessment(one.id)))
        .collect()
}

/// What a reference leads to; none when it is removed, an assessment that isn't sent, or a certificate not in force.
#[must_use]
pub fn support(portfolio: &Portfolio, evidence: EvidenceRef) -> Option<Support> {
    match evidence {
        EvidenceRef::Placement(id) => {
            let placement = portfolio.placements.iter().find(|one| one.id == id)?;
            let label = placement.place.to_string();
            Some(Support { place: Place::Placement(id), label, on: Some(placement.to) })
        }
        EvidenceRef::Activity(id) => {
            let activity = portfolio.activities.iter().find(|one| one.id == id)?;
            let label = activity.label();
            Some(Support { place: Place::Activity(id), label, on: activity.to })
        }
        EvidenceRef::Assessment(id) => {
            let assessment =
                portfolio.assessments.iter().find(|one| one.id == id && one.counts())?;
            let label = format!("{}, {}", form(assessment), assessment.assessor.name());
            let on = Some(assessment.written.occasion.on);
            Some(Support { place: Place::Assessment(id), label, on })
        }
        EvidenceRef::Certificate(id) => {
            let certificate = portfolio.certificates.iter().find(|one| one.id == id)?;
            let CertificatePhase::Issued { on, .. } = certificate.phase else { return None };
            let label = format!("Intyg: {}", certificate.kind.name(certificate.regulation));
            Some(Support { place: Place::Certificate(id), label, on: Some(on) })
        }
    }
}
