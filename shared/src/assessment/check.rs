//! Whether what is written fits the form, and whether it is whole.

use chrono::NaiveDate;

use super::SaveAssessment;
use crate::{
    instrument::{Instrument, Rating, Scale},
    problem::FieldProblem,
};

/// Most minutes of an observation or of its feedback.
pub const MAX_MINUTES: u16 = 600;

fn problem(path: impl Into<String>, message: impl Into<String>) -> FieldProblem {
    FieldProblem { path: path.into(), message: message.into() }
}

fn off_scale(path: String, heading: &str, rating: Rating, scale: &Scale) -> Option<FieldProblem> {
    if scale.holds(rating) {
        return None;
    }
    let steps = scale.steps.iter().map(|step| step.label.as_str());
    let choices: Vec<_> = steps.chain(scale.not_assessed.as_deref()).collect();
    Some(problem(path, format!("{heading}: välj ett av svaren {}.", choices.join(" · "))))
}

/// What doesn't fit the form, each with its path into the body and a sentence. A half-written form fits; nothing is changed or
/// left out here.
#[must_use]
pub fn problems(written: &SaveAssessment, instrument: &Instrument) -> Vec<FieldProblem> {
    let occasion = &written.occasion;
    let minutes = [
        ("occasion.observed_minutes", "Tid för observation", occasion.observed_minutes),
        ("occasion.feedback_minutes", "Tid för återkoppling", occasion.feedback_minutes),
    ];
    let too_long = minutes.into_iter().filter(|(.., found)| *found > Some(MAX_MINUTES)).map(
        |(path, heading, _)| {
            problem(path, format!("{heading}: skriv högst {MAX_MINUTES} minuter."))
        },
    );
    let answers = written.answers.iter().filter_map(|(key, rating)| {
        let path = format!("answers.{key}");
        match (instrument.item(key), &instrument.scale) {
            (Some(item), Some(scale)) => off_scale(path, &item.heading, *rating, scale),
            _ => Some(problem(path, format!("”{key}” finns inte i mallen {}.", instrument.name))),
        }
    });
    let overall = written
        .overall
        .and_then(|rating| off_scale("overall".into(), "Helhet", rating, &instrument.overall));
    let texts = written.texts.keys().filter(|key| instrument.prompt(key).is_none()).map(|key| {
        problem(
            format!("texts.{key}"),
            format!("Texten ”{key}” finns inte i mallen {}.", instrument.name),
        )
    });
    too_long.chain(answers).chain(overall).chain(texts).collect()
}

/// What is missing before it can be sent: a day that has been, and something said. Most of a form may be left empty; a form
/// without parts is about its result, so that is needed.
#[must_use]
pub fn missing(
    written: &SaveAssessment,
    instrument: &Instrument,
    today: NaiveDate,
) -> Vec<FieldProblem> {
    let mut gaps = Vec::new();
    if written.occasion.on > today {
        gaps.push(problem("occasion.on", "Dagen har inte varit än. Skriv dagen då det hände."));
    }
    let rated = written.overall.into_iter().chain(written.answers.values().copied());
    let said = rated.filter_map(Rating::step).next().is_some()
        || written.texts.values().any(|text| !text.is_blank());
    if instrument.overall.not_assessed.is_none()
        && instrument.items.is_empty()
        && written.overall.is_none()
    {
        gaps.push(problem("overall", "Välj resultatet."));
    } else if !said {
        gaps.push(problem(
            "texts.bra",
            "Skriv något som gjordes bra eller kan utvecklas, eller gör minst en bedömning.",
        ));
    }
    gaps
}
