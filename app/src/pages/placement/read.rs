//! A placement that came from elsewhere, to read: it isn't changed here.

use leptos::prelude::*;
use shared::{placement::Placement, portfolio::Portfolio, written_date::say_range};

use super::{FORM, Open};
use crate::{components::set_query, pages::own_records::not_ours};

/// What is open, if that is a placement from elsewhere.
pub fn elsewhere(portfolio: &Portfolio, open: &Open) -> Option<impl IntoView + use<>> {
    let Open::Change(id) = open else { return None };
    let placement = portfolio.placements.iter().find(|one| one.id.to_string() == *id)?;
    let origin = portfolio.origin(placement.id)?;
    let said = not_ours(Some(origin));
    let Placement { place, from, to, percent, supervisor, goals, objectives, feedback, .. } =
        placement;
    let codes: Vec<_> = objectives.iter().map(ToString::to_string).collect();
    let supervisor = supervisor.as_ref().map(|one| one.name().to_owned()).unwrap_or_default();
    let facts = [
        ("När", say_range(*from, *to)),
        ("Omfattning", percent.to_string()),
        ("Handledare", supervisor),
        ("Delmål", codes.join(", ")),
    ];
    let facts = facts
        .into_iter()
        .filter(|(_, said)| !said.is_empty())
        .map(|(what, said)| {
            view! {
                <div>
                    <dt>{what}</dt>
                    <dd>{said}</dd>
                </div>
            }
        })
        .collect_view();
    let texts = [("Mål för placeringen", goals), ("Återkoppling från platsen", feedback)];
    let texts = texts
        .into_iter()
        .filter(|(_, text)| !text.is_blank())
        .map(|(heading, text)| {
            view! {
                <h3 class="section-label">{heading}</h3>
                <p class="said">{text.to_string()}</p>
            }
        })
        .collect_view();
    let close = set_query(FORM, "");
    Some(view! {
        <section class="card" aria-labelledby="placeringen">
            <div class="card-head">
                <h2 id="placeringen">{place.to_string()}</h2>
                <a href=move || close.get()>"Stäng"</a>
            </div>
            {said}
            <dl class="facts" data-list>{facts}</dl>
            {texts}
        </section>
    })
}
