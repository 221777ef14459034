//! The planned end: as it stands, and as it would be with what is being written.

use leptos::prelude::*;
use shared::{
    portfolio::Portfolio,
    training::{EndReason, PlannedEnd},
};

use crate::{
    pages::training::{Binder, end_words},
    time::{say_long, today},
};

/// The planned end and what decided it.
#[component]
pub fn End(binder: Binder) -> impl IntoView {
    move || {
        let portfolio = binder.get()?;
        let (service, today) = (portfolio.service(), today());
        let end = service.planned_end(today);
        let reasons: Vec<String> = match &end {
            PlannedEnd::On { reasons, .. } => reasons.iter().map(EndReason::to_string).collect(),
            PlannedEnd::Unknown { why } => vec![why.to_string()],
        };
        let rows = reasons.into_iter().map(|why| view! { <li>{why}</li> }).collect_view();
        let day = match &end {
            PlannedEnd::On { day, .. } => say_long(*day),
            PlannedEnd::Unknown { .. } => end_words(&end),
        };
        Some(view! {
            <section class="card" data-tight aria-labelledby="slut">
                <h2 id="slut">"Beräknat klar"</h2>
                <p class="big">{day}</p>
                <p class="meter">
                    <progress
                        max="100"
                        value=service.share(today).to_string()
                        aria-label="Gjord del av tiden"
                    ></progress>
                    {format!(
                        "{} gjorda, {} kvar",
                        service.so_far(today) + service.credited(),
                        service.remaining(today).rounded_up(),
                    )}
                </p>
                <h3 class="section-label">"Så är det räknat"</h3>
                <ul class="plain-list">{rows}</ul>
            </section>
        })
    }
}

/// How the planned end moves by what is being written.
pub fn moved(before: &Portfolio, after: &Portfolio) -> String {
    let today = today();
    let (was, now) = (before.service().planned_end(today), after.service().planned_end(today));
    match (&was, &now) {
        (PlannedEnd::On { day: was, .. }, PlannedEnd::On { day: now, .. }) => {
            let days = (*now - *was).num_days();
            let by = match days.abs() {
                1 => "1 dag".to_owned(),
                days @ ..60 => format!("{days} dagar"),
                days => format!("{} månader", (days + 15) / 30),
            };
            match days {
                0 => format!("Beräknat slut ändras inte: {}.", say_long(*now)),
                1.. => format!("Beräknat slut blir {}, {by} senare.", say_long(*now)),
                _ => format!("Beräknat slut blir {}, {by} tidigare.", say_long(*now)),
            }
        }
        (_, now) => format!("Beräknat slut: {}.", end_words(now)),
    }
}

/// Told while one writes: how the planned end moves, or nothing while what is written can't be read.
#[component]
pub fn Preview(
    /// As it is kept.
    portfolio: StoredValue<Portfolio>,
    /// As it would be.
    after: Signal<Option<Portfolio>>,
) -> impl IntoView {
    let said = move || {
        after.with(|after| {
            let after = after.as_ref()?;
            Some(portfolio.with_value(|before| moved(before, after)))
        })
    };
    view! {
        <p class="preview" role="status">
            {said}
        </p>
    }
}
