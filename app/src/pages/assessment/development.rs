//! How a ST-läkare's ratings on a form change over time: a picture, and the same figures as a table.

use chrono::Datelike;
use leptos::prelude::*;
use shared::{
    assessment::{Development, DevelopmentLine, development},
    instrument::{AnsweredBy, Instruments},
};

use super::FORM;
use crate::{components::use_query, pages::training::Binder, time::say_short};

/// Wide and high, in the picture's own units.
const WIDE: f64 = 100.0;
const HIGH: f64 = 24.0;
/// Kept free at the edges for the dots.
const EDGE: f64 = 4.0;

/// One card a form that has been answered at least twice; only the chosen form, if one is.
#[component]
pub fn Developments(binder: Binder) -> impl IntoView {
    let chosen = use_query(FORM);
    move || {
        let portfolio = binder.get()?;
        let chosen = chosen.get();
        let cards = Instruments::built_in()
            .newest()
            .filter(|form| form.answered_by == AnsweredBy::Assessor)
            .filter(|form| chosen.is_empty() || form.code.as_str() == chosen)
            .map(|form| (form.code.to_string(), development(&portfolio.assessments, form)))
            .filter(|(_, found)| found.lines.iter().any(|line| line.points.len() > 1))
            .map(|(code, found)| card(&code, &found))
            .collect_view();
        Some(cards)
    }
}

fn card(code: &str, found: &Development) -> impl IntoView + use<> {
    let id = format!("utveckling-{code}");
    let labelled = id.clone();
    let lines = found.lines.iter().map(line).collect_view();
    let heads = found
        .lines
        .iter()
        .map(|line| view! { <th scope="col" class="num">{line.heading.clone()}</th> })
        .collect_view();
    let rows = found
        .rows()
        .into_iter()
        .map(|row| {
            let values = row
                .values
                .iter()
                .map(|value| {
                    let said = value.map_or_else(|| "–".to_owned(), |value| value.to_string());
                    view! { <td class="num">{said}</td> }
                })
                .collect_view();
            view! {
                <tr>
                    <th scope="row">{say_short(row.on)}</th>
                    {values}
                </tr>
            }
        })
        .collect_view();
    let steps = found.lines.first().map(|line| {
        let low = line.scale.steps.first().map(|step| format!("{}: {}", step.value, step.label));
        let high = line.scale.steps.last().map(|step| format!("{}: {}", step.value, step.label));
        format!("{} – {}.", low.unwrap_or_default(), high.unwrap_or_default())
    });
    let caption = format!("Utveckling, {}", found.name);
    let said = caption.clone();
    view! {
        <section class="card" data-tight aria-labelledby=labelled>
            <h2 id=id>{found.name.clone()}</h2>
            <ul class="development">{lines}</ul>
            <p class="note">{steps}</p>
            <details class="as-table">
                <summary>"Visa som tabell"</summary>
                <div class="table-wrap" tabindex="0" role="group" aria-label=caption>
                    <table class="table" data-dense>
                        <caption class="vh">{said}</caption>
                        <thead>
                            <tr>
                                <th scope="col">"Dag"</th>
                                {heads}
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
            </details>
        </section>
    }
}

/// One part over time: a line between its ratings, and the last in figures.
fn line(line: &DevelopmentLine) -> impl IntoView + use<> {
    let values: Vec<f64> = line.points.iter().map(|point| f64::from(point.value)).collect();
    let ends = |step: Option<&shared::instrument::ScaleStep>| {
        step.map_or(0.0, |step| f64::from(step.value))
    };
    let (low, high) = (ends(line.scale.steps.first()), ends(line.scale.steps.last()));
    let days =
        |at: usize| line.points.get(at).map_or(0, |point| i64::from(point.on.num_days_from_ce()));
    let (first, last) = (days(0), days(line.points.len().saturating_sub(1)));
    let places: Vec<(f64, f64)> = line
        .points
        .iter()
        .zip(&values)
        .map(|(point, value)| {
            let part = share(i64::from(point.on.num_days_from_ce()) - first, last - first);
            let up = if high > low { (value - low) / (high - low) } else { 0.5 };
            (EDGE + part * (WIDE - 2.0 * EDGE), HIGH - EDGE - up * (HIGH - 2.0 * EDGE))
        })
        .collect();
    let path: Vec<String> = places.iter().map(|(x, y)| format!("{x:.1},{y:.1}")).collect();
    let dots = places
        .iter()
        .map(|(x, y)| view! { <circle cx=format!("{x:.1}") cy=format!("{y:.1}") r="2.5"></circle> })
        .collect_view();
    let figure = line.points.last().map(|point| point.value.to_string()).unwrap_or_default();
    let said: Vec<String> = line.points.iter().map(|point| point.value.to_string()).collect();
    let label = format!("{}: {}", line.heading, said.join(", "));
    view! {
        <li>
            <span>{line.heading.clone()}</span>
            <svg viewBox=format!("0 0 {WIDE} {HIGH}") role="img" aria-label=label>
                <polyline points=path.join(" ")></polyline>
                {dots}
            </svg>
            <b aria-hidden="true">{figure}</b>
        </li>
    }
}

/// How far along the days a point lies; one alone lies first.
#[expect(clippy::cast_precision_loss, reason = "days of a training are few")]
fn share(days: i64, all: i64) -> f64 {
    if all > 0 { days as f64 / all as f64 } else { 0.0 }
}
