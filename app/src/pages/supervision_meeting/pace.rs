//! How much supervision there is each month, against what is wanted: a picture, and the same as a table.

use leptos::prelude::*;
use shared::{
    supervision_meeting::{ServiceMonth, SupervisionMonth, WANTED_MINUTES, hours_per_month},
    training_facts::facts,
};

use crate::{
    pages::training::Binder,
    time::{say_month, today},
};

/// `1 h 20 min`.
fn said(minutes: u32) -> String {
    match (minutes / 60, minutes % 60) {
        (0, minutes) => format!("{minutes} min"),
        (hours, 0) => format!("{hours} h"),
        (hours, minutes) => format!("{hours} h {minutes} min"),
    }
}

/// The last twelve months.
#[component]
pub fn Pace(binder: Binder) -> impl IntoView {
    move || {
        let portfolio = binder.get()?;
        let today = today();
        let service = facts(&portfolio).service;
        let months = hours_per_month(&portfolio.meetings, &[], today).months;
        let shares: Vec<ServiceMonth> = months
            .iter()
            .map(|one| ServiceMonth {
                month: one.month,
                share: service.month_share(one.month, today),
            })
            .collect();
        let pace = hours_per_month(&portfolio.meetings, &shares, today);
        let most = pace.months.iter().map(|one| one.minutes).max().unwrap_or(0).max(WANTED_MINUTES);
        let figure = pace.average.map_or_else(|| "–".to_owned(), said);
        let verdict = match pace.reaches(WANTED_MINUTES) {
            Some(true) => view! { <p class="good">"Når en timme i månaden."</p> }.into_any(),
            Some(false) => view! { <p class="late">"Når inte en timme i månaden."</p> }.into_any(),
            None => {
                view! { <p class="note">"Ingen månad i tjänst att räkna på än."</p> }.into_any()
            }
        };
        let label = format!(
            "Handledning per månad det senaste året, i genomsnitt {figure}. Samma siffror står i tabellen under."
        );
        let bars = pace
            .months
            .iter()
            .map(|one| {
                view! {
                    <i
                        style:--n=one.minutes.to_string()
                        data-leave=(one.share == 0).then_some("")
                        data-short=(one.minutes < WANTED_MINUTES).then_some("")
                    ></i>
                }
            })
            .collect_view();
        let rows = pace.months.iter().map(row).collect_view();
        let (first, last) = (say_month(pace.from), say_month(pace.until));
        Some(view! {
            <section class="card" data-tight aria-labelledby="takt">
                <h2 id="takt">"Handledning per månad"</h2>
                <p class="big">{format!("{figure} i genomsnitt")}</p>
                {verdict}
                <div
                    class="months"
                    role="img"
                    aria-label=label
                    style:--most=most.to_string()
                    style:--wanted=WANTED_MINUTES.to_string()
                >
                    {bars}
                </div>
                <p class="months-scale" aria-hidden="true">
                    <span>{first}</span>
                    <span>"streck: 1 h"</span>
                    <span>{last}</span>
                </p>
                <p class="note">
                    "I genomsnitt minst en timme i månaden (Riktlinje Västmanland 4, bör). Månader med ledighet räknas inte."
                </p>
                <details class="as-table">
                    <summary>"Visa som tabell"</summary>
                    <table class="table" data-dense>
                        <caption class="vh">"Handledning per månad"</caption>
                        <thead>
                            <tr>
                                <th scope="col">"Månad"</th>
                                <th scope="col" class="num">"Tid"</th>
                                <th scope="col" class="num">"I tjänst"</th>
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                </details>
            </section>
        })
    }
}

fn row(one: &SupervisionMonth) -> impl IntoView + use<> {
    view! {
        <tr>
            <th scope="row">{say_month(one.month)}</th>
            <td class="num">{said(one.minutes)}</td>
            <td class="num">{format!("{} %", one.share)}</td>
        </tr>
    }
}
