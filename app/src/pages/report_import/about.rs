//! Of which specialty, when and by whom: what a report's text seldom holds.

use leptos::prelude::*;
use shared::{inspection::InspectorChoice, report_import::ReportImport, written_date::say_range};

use super::answers::{Answers, visit};
use crate::pages::action_plan::form::Mend;

/// What was wrong with a field at the last try.
pub(super) fn wrong_of(wrong: RwSignal<Vec<Mend>>, id: String) -> impl IntoView {
    move || {
        let words =
            wrong.with(|all| all.iter().find(|(of, _)| *of == id).map(|(_, words)| words.clone()));
        words.map(|words| view! { <p class="field-error">{words}</p> })
    }
}

/// Clinic, specialty, visit and inspectors.
#[component]
pub(super) fn About(
    /// What was read.
    import: ReportImport,
    /// The clinic's.
    specialties: Vec<String>,
    /// Who can be named as inspectors.
    inspectors: Vec<InspectorChoice>,
    /// What is filled in.
    answers: RwSignal<Answers>,
    /// What has to be mended.
    wrong: RwSignal<Vec<Mend>>,
) -> impl IntoView {
    let named: Vec<String> =
        [import.read.unit.clone(), import.read.specialty.clone()].into_iter().flatten().collect();
    let source = if named.is_empty() {
        "Texten nämner varken enhet eller specialitet.".to_owned()
    } else {
        named.join(" - ")
    };
    let matched = import.read.specialty.is_some()
        && answers.with_untracked(|answers| !answers.specialty.is_empty());
    let asks_specialty = !matched;
    let specialty_hint = match &import.read.specialty {
        Some(_) if matched => "Läst ur texten.".to_owned(),
        Some(named) => {
            format!(
                "Rapporten säger ”{named}”, som inte står i klinikens lista. Välj den som gäller."
            )
        }
        None => "Står inte i texten. Välj.".to_owned(),
    };
    let options = std::iter::once(String::new())
        .chain(specialties)
        .map(|name| {
            let this = name.clone();
            let words = if name.is_empty() { "Välj".to_owned() } else { name.clone() };
            view! {
                <option
                    value=name
                    prop:selected=move || answers.with(|answers| answers.specialty == this)
                >
                    {words}
                </option>
            }
        })
        .collect_view();
    let read = move || {
        let text = answers.with(|answers| answers.visit.clone());
        match visit(&text) {
            Some((from, to)) => format!("Läses som {}", say_range(from, to)),
            None if text.trim().is_empty() => String::new(),
            None => "Det går inte att läsa som ett datum än.".to_owned(),
        }
    };
    let inspectors = [0_usize, 1].map(|place| inspector(place, &inspectors, answers, wrong));
    view! {
        <div class="read-pair">
            <h3>"Klinik, datum och inspektörer"</h3>
            <pre class="source" tabindex="0" aria-label="Ur rapporten, klinik">
                {source}
            </pre>
            <div class="form">
                <div class="field" data-ask=asks_specialty>
                    <label for="specialitet">"Specialitet"</label>
                    <p class="hint" id="specialitet-tips">
                        {specialty_hint}
                    </p>
                    <select
                        class="select"
                        id="specialitet"
                        aria-describedby="specialitet-tips"
                        on:change=move |event| {
                            let chosen = event_target_value(&event);
                            answers.update(|answers| answers.specialty = chosen);
                        }
                    >
                        {options}
                    </select>
                    {wrong_of(wrong, "specialitet".to_owned())}
                </div>
                <div class="field" data-ask>
                    <label for="besok">"Platsbesök"</label>
                    <p class="hint" id="besok-tips">
                        "Står inte i texten. Dag, dagar eller månad: 12–13 maj 2026, maj 2026."
                    </p>
                    <input
                        class="input"
                        id="besok"
                        aria-describedby="besok-tips besok-last"
                        prop:value=move || answers.with(|answers| answers.visit.clone())
                        on:input=move |event| {
                            let text = event_target_value(&event);
                            answers.update(|answers| answers.visit = text);
                        }
                    />
                    <p class="hint" id="besok-last">
                        {read}
                    </p>
                    {wrong_of(wrong, "besok".to_owned())}
                </div>
                {inspectors.into_iter().collect_view()}
            </div>
        </div>
    }
}

fn inspector(
    place: usize,
    choices: &[InspectorChoice],
    answers: RwSignal<Answers>,
    wrong: RwSignal<Vec<Mend>>,
) -> AnyView {
    let id = format!("inspektor-{}", place + 1);
    let hint_id = format!("{id}-tips");
    let options = std::iter::once((String::new(), "Inte angiven".to_owned()))
        .chain(
            choices.iter().map(|choice| (choice.person.id.to_string(), choice.person.name.clone())),
        )
        .map(|(value, words)| {
            let this = value.clone();
            view! {
                <option
                    value=value
                    prop:selected=move || answers.with(|answers| answers.inspectors[place] == this)
                >
                    {words}
                </option>
            }
        })
        .collect_view();
    let described_by = hint_id.clone();
    view! {
        <div class="field">
            <label for=id.clone()>{format!("Inspektör {}", place + 1)}</label>
            <p class="hint" id=hint_id>
                "Står inte i texten. Får lämnas tomt."
            </p>
            <select
                class="select"
                id=id.clone()
                aria-describedby=described_by
                on:change=move |event| {
                    let chosen = event_target_value(&event);
                    answers.update(|answers| answers.inspectors[place] = chosen);
                }
            >
                {options}
            </select>
            {wrong_of(wrong, id)}
        </div>
    }
    .into_any()
}
