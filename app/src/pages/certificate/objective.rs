//! Each objective with what speaks for it: chosen first, the rest behind a disclosure, and what remains to certify.

use leptos::prelude::*;
use leptos_router::hooks::use_location;
use shared::{
    certificate::{EvidenceRef, ObjectiveState},
    curriculum::ObjectiveCode,
    own_records::RecordsOrigin,
    portfolio::Portfolio,
    progress::{self, ObjectiveCard, Place, Support},
};

use super::choose::Choose;
use crate::{
    components::{set_query, use_query},
    pages::{
        own_records::mark,
        training::{Binder, address, key},
    },
    time::say_short,
};

/// The parameter of the address that names the state shown alone.
const STATE: &str = "laget";

/// All objectives, or those of one state.
#[component]
pub fn ObjectiveList(binder: Binder, may_choose: Memo<bool>) -> impl IntoView {
    let chosen = use_query(STATE);
    let codes = Memo::new(move |_| {
        let Some(portfolio) = binder.get() else { return Vec::new() };
        let chosen = chosen.get();
        let shown = portfolio
            .standings()
            .filter(|one| chosen.is_empty() || key(one.state) == chosen)
            .map(|one| one.objective);
        shown.collect()
    });
    let draft = move || {
        let why = binder.get()?.curriculum.why_draft()?;
        Some(view! {
            <div class="notice" data-kind="warn">
                <p>{why.to_string()}</p>
            </div>
        })
    };
    view! {
        <section class="card" aria-labelledby="delmal">
            <h2 id="delmal">"Delmål"</h2>
            <Filter binder />
            {move || {
                codes
                    .with(Vec::is_empty)
                    .then(|| view! { <p class="note">"Inga delmål i det läget."</p> })
            }}
            <div>
                <For each=move || codes.get() key=|code| code.to_string() let:code>
                    <Objective binder code may_choose />
                </For>
            </div>
            {draft}
        </section>
    }
}

/// One state, or all, with how many there are.
#[component]
fn Filter(binder: Binder) -> impl IntoView {
    let chosen = use_query(STATE);
    move || {
        let portfolio = binder.get()?;
        let states: Vec<ObjectiveState> = portfolio.standings().map(|one| one.state).collect();
        let count = |state| states.iter().filter(|one| **one == state).count();
        let all = (String::new(), format!("Alla {}", states.len()));
        let each = ObjectiveState::ALL.into_iter().rev().filter(|state| count(*state) > 0);
        let each =
            each.map(|state| (key(state).to_owned(), format!("{} {}", state.name(), count(state))));
        let links = std::iter::once(all)
            .chain(each)
            .map(|(key, words)| {
                let href = set_query(STATE, key.clone());
                let here = move || chosen.with(|chosen| *chosen == key).then_some("true");
                view! {
                    <li>
                        <a href=move || href.get() aria-current=here>
                            {words}
                        </a>
                    </li>
                }
            })
            .collect_view();
        Some(view! {
            <nav class="filters" aria-label="Urval">
                <ul>{links}</ul>
            </nav>
        })
    }
}

/// One objective. It keeps open what is open while others change.
#[component]
fn Objective(binder: Binder, code: ObjectiveCode, may_choose: Memo<bool>) -> impl IntoView {
    let hash = use_location().hash;
    let pointed = move || hash.with(|hash| hash.trim_start_matches('#') == code.to_string());
    let open = untrack(pointed);
    let choosing = RwSignal::new(false);
    let card = Memo::new(move |_| {
        let portfolio = binder.get()?;
        progress::board(&portfolio).into_iter().find(|card| card.code == code)
    });
    let summary = move || {
        let card = card.get()?;
        let draft = card.draft.then(|| {
            view! {
                <span class="chip" data-kind="confirm">
                    "Utkast"
                </span>
            }
        });
        Some(view! {
            <span>
                <b>{card.code.to_string()}</b>
                {card.title.as_ref().map(|title| format!(" {}", &**title))}
            </span>
            <span class="actions">
                {draft}
                <span class="chip" data-objective=key(card.state)>
                    {card.state.name()}
                </span>
            </span>
        })
    };
    let body = move || {
        let (portfolio, card) = (binder.get()?, card.get()?);
        let demand = portfolio.curriculum.objective(code).map(|one| one.demand.to_string());
        let demand = demand.filter(|demand| !demand.trim().is_empty());
        let choose = may_choose.get().then(|| {
            view! {
                <div>
                    <button
                        class="btn"
                        type="button"
                        on:click=move |_| choosing.set(true)
                    >
                        "Välj vad som talar för det"
                        <span class="vh">{format!(", {code}")}</span>
                    </button>
                </div>
            }
        });
        Some(view! {
            {demand.map(|demand| view! { <p class="said">{demand}</p> })}
            {remaining(&card)}
            <h3 class="section-label">"Det här talar för det"</h3>
            {supports(&portfolio, &card.supports)}
            {others(&portfolio, code)}
            {choose}
        })
    };
    view! {
        <details class="plan-objective" id=code.to_string() tabindex="-1" open=open>
            <summary>{summary}</summary>
            <div class="stack">
                {move || {
                    if choosing.get() {
                        view! { <Choose binder code open=choosing /> }.into_any()
                    } else {
                        body().into_any()
                    }
                }}
            </div>
        </details>
    }
}

fn remaining(card: &ObjectiveCard) -> impl IntoView + use<> {
    if card.state == ObjectiveState::Certified {
        return view! { <p class="good">"Allt som delmålet kräver är intygat."</p> }.into_any();
    }
    let names: Vec<_> = card.remaining.iter().map(|activity| activity.name()).collect();
    let said = if names.is_empty() {
        "Återstår: ett intyg.".to_owned()
    } else {
        format!("Återstår: intyg om {}.", names.join(" och "))
    };
    view! { <p>{said}</p> }.into_any()
}

fn supports(portfolio: &Portfolio, supports: &[Support]) -> impl IntoView + use<> {
    if supports.is_empty() {
        return view! { <p class="note">"Inget är valt än, och inget intyg gäller."</p> }
            .into_any();
    }
    let rows = supports.iter().map(|support| row(portfolio, support)).collect_view();
    view! { <ul class="plain-list">{rows}</ul> }.into_any()
}

/// Where a piece of evidence came from, if not from here.
fn origin(portfolio: &Portfolio, place: Place) -> Option<&RecordsOrigin> {
    match place {
        Place::Placement(id) => portfolio.origin(id),
        Place::Activity(id) => portfolio.origin(id),
        Place::Assessment(id) => portfolio.origin(id),
        Place::Certificate(id) => portfolio.origin(id),
        _ => None,
    }
}

fn row(portfolio: &Portfolio, support: &Support) -> impl IntoView + use<> {
    let on = support.on.map(|on| format!(", {}", say_short(on)));
    let href = address(portfolio.training.id, support.place);
    let mark = mark(origin(portfolio, support.place));
    view! { <li><a href=href>{support.label.clone()}</a> {on} " " {mark}</li> }
}

/// What names the objective without being chosen, behind a disclosure.
fn others(portfolio: &Portfolio, code: ObjectiveCode) -> impl IntoView + use<> {
    let chosen = portfolio.evidence.iter().find(|one| one.objective == code);
    let chosen: &[EvidenceRef] = chosen.map_or(&[], |one| &one.chosen);
    let others: Vec<Support> = progress::named(portfolio, code)
        .into_iter()
        .filter(|one| !chosen.contains(one))
        .filter_map(|one| progress::support(portfolio, one))
        .collect();
    (!others.is_empty()).then(|| {
        let rows = others.iter().map(|support| row(portfolio, support)).collect_view();
        let said = match others.len() {
            1 => "1 till nämner delmålet".to_owned(),
            more => format!("{more} till nämner delmålet"),
        };
        view! {
            <details class="as-table">
                <summary>{said}</summary>
                <ul class="plain-list">{rows}</ul>
            </details>
        }
    })
}
