//! How an inspection is said.

use chrono::{Datelike, NaiveDate};
use leptos::prelude::*;
use shared::{
    inspection::{Inspection, InspectionPhase},
    person::{Me, PersonName},
    review::ClinicName,
    rights::On,
    written_date::say_range,
};

/// `Ortopedkliniken, Exempelsjukhuset`.
pub fn clinic(name: &ClinicName) -> String {
    name.place()
}

/// `Granskning 2026`: of the year of its visit.
pub fn title(inspection: &Inspection) -> String {
    format!("Granskning {}", inspection.ends.year())
}

/// `12–13 maj 2026`.
pub fn visit(starts: NaiveDate, ends: NaiveDate) -> String {
    say_range(starts, ends)
}

/// `Kim och Robin`; says so when nobody is named.
pub fn people(people: &[PersonName]) -> String {
    match people {
        [] => "Inte angivna".to_owned(),
        [one] => one.name.clone(),
        [first @ .., last] => {
            let first: Vec<&str> = first.iter().map(|person| person.name.as_str()).collect();
            format!("{} och {}", first.join(", "), last.name)
        }
    }
}

/// What rights on it are asked for.
pub fn on(inspection: &Inspection, me: &Me) -> On {
    On::clinic(&inspection.clinic)
        .assigned(inspection.inspectors.iter().any(|inspector| inspector.id == me.id))
}

/// `1 kriterium`, `4 kriterier`.
pub fn criteria(count: usize) -> String {
    if count == 1 { "1 kriterium".to_owned() } else { format!("{count} kriterier") }
}

/// The phase as a chip.
pub fn phase_chip(phase: &InspectionPhase) -> impl IntoView + use<> {
    let state = match phase {
        InspectionPhase::Planned => "not-started",
        InspectionPhase::Underway { .. } => "ongoing",
        InspectionPhase::Preliminary { .. } => "open",
        InspectionPhase::Final { .. } => "done",
        InspectionPhase::Cancelled { .. } => "cancelled",
    };
    view! {
        <span class="chip" data-state=state>
            {phase.name()}
        </span>
    }
}
