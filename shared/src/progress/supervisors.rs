//! What a clinic's supervisors say of the checklist's criteria: how many have what the rules ask of them.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{Figure, evidence::has_begun};
use crate::{
    PersonId, checklist::CriterionCode, person::Role, rule::RuleId, supervisor::ClinicSupervisor,
    training_facts::TrainingFacts,
};

/// Specialist in the ST-läkare's specialty.
const SPECIALIST: RuleId = match RuleId::new(1) {
    Some(rule) => rule,
    None => panic!("R01 is a rule"),
};
/// Handledarutbildning.
const TRAINED: RuleId = match RuleId::new(2) {
    Some(rule) => rule,
    None => panic!("R02 is a rule"),
};

impl Figure {
    /// Whether it is of the clinic's supervisors, and not of its ST-läkare.
    #[must_use]
    pub fn is_of_supervisors(&self) -> bool {
        self.rule.is_some_and(|rule| rule == SPECIALIST || rule == TRAINED)
    }
}

/// The figures of a clinic's supervisors by the criteria they bear on (B1, B2, B4, E10), of those who supervise there and of the
/// huvudansvariga handledare of its trainings that have begun and are underway, by the same facts as R01 and R02. Somebody of whom
/// nothing is put in counts as without, for what is asked for is a certificate on file, and is told apart; where nothing is put in of
/// anybody there is no figure.
#[must_use]
pub fn supervisor_evidence(
    supervisors: &[ClinicSupervisor],
    facts: &[TrainingFacts],
    today: NaiveDate,
) -> BTreeMap<CriterionCode, Vec<Figure>> {
    let with = |role: Role| {
        let held = supervisors.iter().filter(move |one| one.roles.contains(&role));
        held.map(|one| (one.person.id, one.qualification.training.held()))
    };
    let mut principals: BTreeMap<PersonId, Option<bool>> = BTreeMap::new();
    let mut specialists: BTreeMap<(PersonId, &str), Option<bool>> = BTreeMap::new();
    for training in facts.iter().filter(|facts| has_begun(facts, today)) {
        let Some(supervisor) = training.supervisor else { continue };
        let Some(person) = supervisor.person else { continue };
        principals.insert(person, supervisor.training.held());
        specialists.insert((person, &training.specialty), supervisor.specialist);
    }
    let directors: BTreeMap<_, _> = with(Role::DirectorOfStudies).collect();
    let all: BTreeMap<_, _> =
        with(Role::Supervisor).chain(principals.iter().map(|(id, held)| (*id, *held))).collect();
    let known = |of: BTreeMap<PersonId, Option<bool>>| -> Vec<_> { of.into_values().collect() };
    let told = [
        (
            "B1",
            SPECIALIST,
            specialists.into_values().collect(),
            "huvudansvariga handledare är specialister i ST:ns specialitet",
        ),
        ("B2", TRAINED, known(principals), "huvudansvariga handledare har handledarutbildning"),
        ("B4", TRAINED, known(directors), "studierektorer har handledarutbildning"),
        ("E10", TRAINED, known(all), "handledare har handledarutbildning"),
    ];
    let figures = told.into_iter().filter_map(|(code, rule, known, say)| {
        Some((code.parse().ok()?, vec![figure(rule, &known, say)?]))
    });
    figures.collect()
}

/// None where nothing is known of anybody.
fn figure(rule: RuleId, known: &[Option<bool>], say: &str) -> Option<Figure> {
    let (kept, of) = (known.iter().filter(|one| **one == Some(true)).count(), known.len());
    let unknown = known.iter().filter(|one| one.is_none()).count();
    if unknown == of {
        return None;
    }
    let told = match unknown {
        0 => String::new(),
        unknown => format!(" För {unknown} är inget inlagt."),
    };
    Some(Figure { text: format!("{kept} av {of} {say}.{told}"), kept, of, rule: Some(rule) })
}
