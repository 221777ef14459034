//! What an other activity is: chosen first, and then asked about in its words.

use leptos::prelude::*;
use shared::activity::OtherActivity;

use super::Written;
use crate::components::{Field, Mistakes, Select};

/// The choice of what it is.
#[component]
pub fn What(written: Written, mistakes: Mistakes) -> impl IntoView {
    let all = OtherActivity::ALL.map(|what| (what.as_str().to_owned(), what.name().to_owned()));
    let unchosen = (String::new(), "Välj".to_owned());
    let options: Vec<_> = std::iter::once(unchosen).chain(all).collect();
    view! {
        <Field
            label="Aktivitet"
            id="vad"
            hint="En auskultation kan intygas. De andra kan tala för ett delmål."
            error=mistakes.at("vad")
        >
            <Select value=written.what options=Signal::stored(options) />
        </Field>
    }
}

/// What the title of one is called, and an example of it.
pub const fn title(what: Option<OtherActivity>) -> (&'static str, &'static str) {
    let example = match what {
        None => "Till exempel temat eller vad du gjorde",
        Some(OtherActivity::Unlisted) => {
            return ("Vad det är", "Till exempel Studiebesök på blodcentralen");
        }
        Some(OtherActivity::Auscultation) => "Till exempel Palliativ vård i hemmet",
        Some(OtherActivity::GroupReflection) => "Till exempel När patienten säger nej",
        Some(OtherActivity::Seminar) => "Till exempel Antibiotika vid sepsis",
        Some(OtherActivity::ProfessionalMeeting) => "Till exempel Ortopediveckan",
        Some(OtherActivity::SupervisingUnderSupervision) => {
            "Till exempel AT-läkare på akuten, tre veckor"
        }
        Some(OtherActivity::TeachingUnderSupervision) => {
            "Till exempel Gipsteknik för läkarstudenter"
        }
        Some(OtherActivity::SimulationTraining) => "Till exempel Hjärtstopp på vårdavdelning",
    };
    ("Vad den gäller", example)
}
