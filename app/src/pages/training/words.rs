//! How a training, its days and its months are said.

use chrono::NaiveDate;
use shared::{
    TrainingId,
    progress::Place,
    training::{PlannedEnd, Training},
    written_date::say_range,
};

use crate::time::say_month;

/// `Ortopedi · HSLF-FS 2021:8 · Ortopedkliniken, Exempelsjukhuset`.
pub fn whose(training: &Training) -> String {
    let clinic = &training.clinic;
    format!("{} · {} · {}, {}", &*training.specialty, training.regulation, clinic.name, clinic.site)
}

/// The month of a planned end: `dec 2029`.
#[must_use]
pub fn end_words(end: &PlannedEnd) -> String {
    match end {
        PlannedEnd::On { day, .. } => say_month(*day),
        PlannedEnd::Unknown { .. } => "går inte att räkna ut".to_owned(),
    }
}

/// A period, or one that goes on.
#[must_use]
pub fn period(from: NaiveDate, to: Option<NaiveDate>) -> String {
    to.map_or_else(|| format!("från {}", say_range(from, from)), |to| say_range(from, to))
}

/// The address of a place in a training.
#[must_use]
pub fn address(training: TrainingId, place: Place) -> String {
    let base = format!("/st/{training}");
    match place {
        Place::Programme => format!("{base}/iup"),
        Place::Iup(id) => format!("{base}/iup?version={id}"),
        Place::Placements => format!("{base}/placeringar"),
        Place::Placement(id) | Place::Leave(id) => format!("{base}/placeringar?form={id}"),
        Place::Supervision => format!("{base}/handledning"),
        Place::Meeting(id) => format!("{base}/handledning?samtal={id}"),
        Place::Reviews => format!("{base}/handledning#avstamningar"),
        Place::Review(id) => format!("{base}/handledning?avstamning={id}"),
        Place::Assessments => format!("{base}/bedomningar"),
        Place::Assessment(id) => format!("{base}/bedomningar?bedomning={id}"),
        Place::Certificate(id) => format!("{base}/delmal?intyg={id}"),
        Place::Activities => format!("{base}/aktiviteter"),
        Place::Activity(id) => format!("{base}/aktiviteter?aktivitet={id}"),
        Place::Particulars => format!("{base}/uppgifter"),
    }
}
