//! What a clinic's supervisors say of the checklist's criteria: how many have what the rules ask of them.

use std::collections::{BTreeMap, BTreeSet};

use super::Figure;
use crate::{
    PersonId,
    checklist::CriterionCode,
    person::Role,
    rule::RuleId,
    supervisor::{ClinicSupervisor, SupervisorQualification},
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

/// The figures of a clinic's supervisors by the criteria they bear on (B1, B2, B4, E10). `leads` is the huvudansvarig handledare and
/// the specialty of each training that has begun and is underway. Somebody of whom nothing is put in counts as without, for what is
/// asked for is a certificate on file, and is told apart; where nothing is put in of anybody there is no figure.
#[must_use]
pub fn supervisor_evidence(
    supervisors: &[ClinicSupervisor],
    leads: &[(PersonId, String)],
) -> BTreeMap<CriterionCode, Vec<Figure>> {
    let nothing = SupervisorQualification::default();
    let of = |person: PersonId| {
        let found = supervisors.iter().find(|one| one.person.id == person);
        found.map_or(&nothing, |one| &one.qualification)
    };
    let with = |role: Role| {
        supervisors.iter().filter(move |one| one.roles.contains(&role)).map(|one| one.person.id)
    };
    let leads: BTreeSet<(PersonId, &str)> =
        leads.iter().map(|(person, specialty)| (*person, specialty.as_str())).collect();
    let principal: BTreeSet<PersonId> = leads.iter().map(|(person, _)| *person).collect();
    let all: BTreeSet<PersonId> = with(Role::Supervisor).chain(principal.iter().copied()).collect();
    let directors: BTreeSet<PersonId> = with(Role::DirectorOfStudies).collect();
    let trained = |people: &BTreeSet<PersonId>| -> Vec<Option<bool>> {
        people.iter().map(|person| of(*person).training.held()).collect()
    };
    let specialists: Vec<Option<bool>> =
        leads.iter().map(|(person, specialty)| of(*person).specialist_in(specialty)).collect();
    let told = [
        (
            "B1",
            SPECIALIST,
            specialists,
            "huvudansvariga handledare är specialister i ST:ns specialitet",
        ),
        ("B2", TRAINED, trained(&principal), "huvudansvariga handledare har handledarutbildning"),
        ("B4", TRAINED, trained(&directors), "studierektorer har handledarutbildning"),
        ("E10", TRAINED, trained(&all), "handledare har handledarutbildning"),
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
