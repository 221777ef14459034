//! The delmål as a board: how far each has come, and what supports it.

use leptos::prelude::*;
use shared::{
    TrainingId,
    certificate::ObjectiveState,
    portfolio::Portfolio,
    progress::{self, ObjectiveCard},
    training_facts::ObjectiveCounts,
};

use super::words::address;
use crate::time::say_short;

/// All objectives, each opening to what it asks for and what speaks for it.
#[component]
pub fn Board(
    /// All that is kept.
    portfolio: StoredValue<Portfolio>,
) -> impl IntoView {
    portfolio.with_value(|portfolio| {
        let cards = progress::board(portfolio);
        let counts = ObjectiveCounts::of(cards.iter().map(|card| card.state));
        let tiles = cards
            .iter()
            .map(|card| {
                let demand = portfolio.curriculum.objective(card.code).map(|one| &one.demand);
                let demand =
                    demand.filter(|demand| !demand.is_blank()).map(|demand| demand.to_string());
                tile(portfolio.training.id, card, demand)
            })
            .collect_view();
        let draft = portfolio.curriculum.why_draft().map(|why| {
            view! {
                <div class="notice" data-kind="warn">
                    <p>{why.to_string()}</p>
                </div>
            }
        });
        view! {
            <section class="card" aria-labelledby="delmal">
                <div class="card-head">
                    <h2 id="delmal">"Delmål"</h2>
                    <p class="note">{said(counts)}</p>
                    <a href=format!("/st/{}/delmal", portfolio.training.id)>"Delmål och intyg"</a>
                </div>
                <ul class="board">{tiles}</ul>
                {draft}
            </section>
        }
    })
}

/// `11 intygade, 6 pågår, 8 planerade`; what there is none of is left out.
fn said(counts: ObjectiveCounts) -> String {
    let parts = [
        (counts.certified, if counts.certified == 1 { "intygat" } else { "intygade" }),
        (counts.underway, "pågår"),
        (counts.planned, if counts.planned == 1 { "planerat" } else { "planerade" }),
        (
            counts.not_planned,
            if counts.not_planned == 1 { "inte planerat" } else { "inte planerade" },
        ),
    ];
    let said: Vec<String> = parts
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, words)| format!("{count} {words}"))
        .collect();
    said.join(", ")
}

/// A state as the style knows it.
pub const fn key(state: ObjectiveState) -> &'static str {
    match state {
        ObjectiveState::NotPlanned => "not-planned",
        ObjectiveState::Planned => "planned",
        ObjectiveState::Underway => "underway",
        ObjectiveState::Certified => "certified",
    }
}

fn tile(
    training: TrainingId,
    card: &ObjectiveCard,
    demand: Option<String>,
) -> impl IntoView + use<> {
    let title = card.title.as_ref().map(|title| title.to_string());
    let remaining = (!card.remaining.is_empty()).then(|| {
        let rows = card
            .remaining
            .iter()
            .map(|activity| view! { <li>{format!("Intyg om {}", activity.name())}</li> })
            .collect_view();
        view! {
            <h3 class="section-label">"Återstår"</h3>
            <ul class="plain-list">{rows}</ul>
        }
    });
    let support = if card.supports.is_empty() {
        view! { <p class="note">"Inget är valt som stöd än."</p> }.into_any()
    } else {
        let rows = card
            .supports
            .iter()
            .map(|support| {
                let on = support.on.map(|on| format!(", {}", say_short(on)));
                let href = address(training, support.place);
                view! { <li><a href=href>{support.label.clone()}</a> {on}</li> }
            })
            .collect_view();
        view! { <ul class="plain-list">{rows}</ul> }.into_any()
    };
    let named = match card.also_named {
        0 => None,
        1 => Some("1 till nämner delmålet utan att vara vald.".to_owned()),
        more => Some(format!("{more} till nämner delmålet utan att vara valda.")),
    };
    let draft = card.draft.then(|| {
        view! {
            <span class="chip" data-kind="confirm">
                "Utkast"
            </span>
        }
    });
    let short = title.clone();
    view! {
        <li>
            <details class="objective" data-state=key(card.state)>
                <summary>
                    <b>{card.code.to_string()}</b>
                    <span>{card.state.name().to_lowercase()}</span>
                    {draft} {short.map(|title| view! { <span class="title">{title}</span> })}
                </summary>
                <div class="objective-more">
                    {title.map(|title| view! { <p><b>{title}</b></p> })}
                    {demand.map(|demand| view! { <p class="said">{demand}</p> })} {remaining}
                    <h3 class="section-label">"Det här talar för det"</h3>
                    {support} {named.map(|named| view! { <p class="note">{named}</p> })}
                    <p>
                        <a href=format!("/st/{training}/delmal#{}", card.code)>
                            {format!("Underlag och intyg för {}", card.code)}
                        </a>
                    </p>
                </div>
            </details>
        </li>
    }
}
