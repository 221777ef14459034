//! An assessment to read: with the form it was written on, or with keys and figures where that form is gone.

use leptos::prelude::*;
use shared::{
    assessment::{Assessment, Assessor},
    instrument::{Instruments, Rating},
};

use crate::time::say_long;

/// Who assesses whom, and what.
#[component]
pub fn Facts(assessment: Assessment) -> impl IntoView {
    let occasion = &assessment.written.occasion;
    let assessor = match &assessment.assessor {
        Assessor::Account { person } => person.name.clone(),
        Assessor::Written { name, profession, .. } => {
            format!("{}, {} (utan konto)", &**name, profession.to_lowercase())
        }
    };
    let minutes = |minutes: Option<u16>| minutes.map(|minutes| format!("{minutes} min"));
    let codes: Vec<_> = assessment.written.objectives.iter().map(ToString::to_string).collect();
    let rows = [
        ("ST-läkare", Some(assessment.trainee.name.clone())),
        ("Bedömare", Some(assessor)),
        ("Dag", Some(say_long(occasion.on))),
        ("Plats", occasion.place.as_ref().map(|place| (**place).to_owned())),
        ("Svårighetsgrad", occasion.difficulty.map(|one| one.name().to_owned())),
        ("Observation", minutes(occasion.observed_minutes)),
        ("Återkoppling", minutes(occasion.feedback_minutes)),
        ("Delmål", (!codes.is_empty()).then(|| codes.join(", "))),
    ];
    let rows = rows
        .into_iter()
        .filter_map(|(what, said)| {
            said.map(|said| {
                view! {
                    <div>
                        <dt>{what}</dt>
                        <dd>{said}</dd>
                    </div>
                }
            })
        })
        .collect_view();
    view! { <dl class="facts">{rows}</dl> }
}

/// What was sent.
#[component]
pub fn Written(assessment: Assessment) -> impl IntoView {
    let form = Instruments::built_in().to_read(&assessment.instrument);
    let written = &assessment.written;
    let value = |rating: Rating| rating.step().map_or_else(String::new, |step| step.to_string());
    let overall = written.overall.map(|rating| {
        let words = form.and_then(|form| form.overall.label(rating).map(str::to_owned));
        let words = words.unwrap_or_else(|| value(rating));
        view! { <p class="big">{format!("Helhet: {words}")}</p> }
    });
    let mut prompts: Vec<(String, String)> = form
        .into_iter()
        .flat_map(|form| &form.text_prompts)
        .filter_map(|prompt| {
            let text = written.texts.get(&prompt.key)?;
            Some((prompt.heading.clone(), text.to_string()))
        })
        .collect();
    let known = |key| form.is_some_and(|form| form.prompt(key).is_some());
    let rest = written.texts.iter().filter(|(key, _)| !known(key));
    prompts.extend(rest.map(|(key, text)| (key.to_string(), text.to_string())));
    if !written.next_step.is_blank() {
        prompts.push(("Förslag till nästa steg".to_owned(), written.next_step.to_string()));
    }
    let texts = prompts
        .into_iter()
        .map(|(heading, text)| {
            view! {
                <div class="stack" data-gap="tight">
                    <h3 class="section-label">{heading}</h3>
                    <p class="said">{text}</p>
                </div>
            }
        })
        .collect_view();
    let rows: Vec<_> = written
        .answers
        .iter()
        .map(|(key, rating)| {
            let item = form.and_then(|form| form.item(key));
            let scale = form.and_then(|form| form.scale.as_ref());
            let words = scale.and_then(|scale| scale.label(*rating));
            let at = form.and_then(|form| form.items.iter().position(|item| item.key == *key));
            let heading = item.map_or_else(|| key.to_string(), |item| item.heading.clone());
            (at, heading, words.map_or_else(|| value(*rating), str::to_owned))
        })
        .collect();
    let items = (!rows.is_empty()).then(|| {
        let mut rows = rows;
        rows.sort_by_key(|(at, ..)| at.unwrap_or(usize::MAX));
        let rows = rows
            .into_iter()
            .map(|(_, heading, words)| {
                view! {
                    <tr>
                        <th scope="row">{heading}</th>
                        <td>{words}</td>
                    </tr>
                }
            })
            .collect_view();
        view! {
            <table class="table" data-dense>
                <caption class="vh">"Bedömda delar"</caption>
                <thead>
                    <tr>
                        <th scope="col">"Del"</th>
                        <th scope="col">"Bedömning"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        }
    });
    view! { {overall} {texts} {items} }
}
