//! What is kept: placements, leaves and credits, with days that lack a placement or have two.

use leptos::prelude::*;
use shared::{
    placement::{Credit, Overlap, Placement, gaps, overlaps},
    portfolio::Portfolio,
    rights::Action,
    written_date::say_range,
};

use super::FORM;
use crate::{
    api::Method,
    components::set_query,
    pages::{
        own_records::mark,
        training::{Binder, Step},
    },
    session::use_session,
    time::{say_day_of, say_short, today},
};

/// Days without a placement, and days with several: said before the list, since they move the end.
#[component]
pub fn Unplaced(binder: Binder) -> impl IntoView {
    move || {
        let portfolio = binder.get()?;
        let today = today();
        let last = portfolio.placements.iter().map(|one| one.to).max().unwrap_or(today).max(today);
        let starts_on = portfolio.training.starts_on;
        let gaps = gaps(&portfolio.placements, &portfolio.leaves, starts_on, last);
        let gaps = gaps.into_iter().map(|gap| {
            format!("{} saknar placering. Dagarna räknas inte.", say_range(gap.from, gap.to))
        });
        let over = overlaps(&portfolio.placements);
        let over = over.iter().map(|overlap| said(&portfolio, overlap));
        let all: Vec<String> = gaps.chain(over).collect();
        if all.is_empty() || portfolio.placements.is_empty() {
            return None;
        }
        let rows = all.into_iter().map(|words| view! { <li>{words}</li> }).collect_view();
        Some(view! {
            <section class="notice" data-kind="warn" aria-labelledby="luckor">
                <h2 id="luckor">"Luckor och dagar med flera placeringar"</h2>
                <ul class="plain-list">{rows}</ul>
            </section>
        })
    }
}

fn said(portfolio: &Portfolio, overlap: &Overlap) -> String {
    let names: Vec<&str> = portfolio
        .placements
        .iter()
        .filter(|one| overlap.placements.contains(&one.id))
        .map(|one| &*one.place)
        .collect();
    let more = if overlap.over_full_time() { " Mer än heltid räknas inte." } else { "" };
    format!(
        "{}: {}, {} % tillsammans.{more}",
        say_range(overlap.from, overlap.to),
        names.join(" och "),
        overlap.percent
    )
}

/// Leads to the form that changes a record.
#[component]
fn Change(id: String, what: String) -> impl IntoView {
    let href = set_query(FORM, id);
    view! {
        <a href=move || href.get() aria-label=format!("Ändra {what}")>
            "Ändra"
        </a>
    }
}

/// Leads to what a placement that came from elsewhere says.
#[component]
fn Open(id: String, what: String) -> impl IntoView {
    let href = set_query(FORM, id);
    view! {
        <a href=move || href.get() aria-label=format!("Läs {what}")>
            "Läs"
        </a>
    }
}

/// Where a placement stands: its supervisor, contract and follow-up, as far as they concern it.
fn standing(placement: &Placement) -> String {
    use shared::placement::PlacementKind as Kind;
    let mut parts = Vec::new();
    match &placement.supervisor {
        Some(supervisor) => parts.push(supervisor.name().to_owned()),
        None if placement.kind == Kind::Elsewhere => {
            parts.push("ingen handledare namngiven".to_owned())
        }
        None => {}
    }
    if placement.kind == Kind::Elsewhere {
        parts.push(match placement.contract {
            Some(day) => format!("kontrakt {}", say_short(day)),
            None => "inget kontrakt".to_owned(),
        });
    }
    match placement.followed_up {
        Some(follow_up) if follow_up.goals_met => {
            parts.push(format!("uppföljd {}", say_short(follow_up.on)));
        }
        Some(_) => parts.push("målen inte uppnådda, revidera IUP".to_owned()),
        None if placement.to < today() => parts.push("inte uppföljd".to_owned()),
        None => {}
    }
    parts.join(" · ")
}

/// All placements by first day.
#[component]
pub fn Placements(binder: Binder, may_write: Memo<bool>) -> impl IntoView {
    move || {
        let portfolio = binder.get()?;
        let mut placements = portfolio.placements.clone();
        placements.sort_by_key(|one| (one.from, one.to));
        if placements.is_empty() {
            return Some(
                view! {
                    <section class="empty">
                        <h2>"Här står placeringarna"</h2>
                        <p>
                            "Huvudsaklig tjänstgöring, sidotjänstgöring och forskning, med tid, omfattning och handledare. Av dem räknas hur långt du har kommit och när du blir klar."
                        </p>
                    </section>
                }
                .into_any(),
            );
        }
        let today = today();
        let rows = placements
            .into_iter()
            .map(|one| {
                let when = if one.from > today {
                    Some(("planerad", "open"))
                } else if one.to >= today {
                    Some(("pågår", "ongoing"))
                } else {
                    None
                };
                let chip = when.map(|(words, state)| {
                    view! { <span class="chip" data-state=state>{words}</span> }
                });
                let origin = portfolio.origin(one.id);
                let change = if origin.is_some() {
                    view! { <Open id=one.id.to_string() what=one.place.to_string() /> }.into_any()
                } else if may_write.get() {
                    view! { <Change id=one.id.to_string() what=one.place.to_string() /> }.into_any()
                } else {
                    ().into_any()
                };
                view! {
                    <tr>
                        <th scope="row">
                            {one.place.to_string()}
                            <span class="note">{one.kind.name()}</span>
                            {mark(origin)}
                        </th>
                        <td data-label="När">{say_range(one.from, one.to)} " " {chip}</td>
                        <td class="num" data-label="Omfattning">{one.percent.to_string()}</td>
                        <td data-label="Handledare och uppföljning">{standing(&one)}</td>
                        <td data-label="">{change}</td>
                    </tr>
                }
            })
            .collect_view();
        Some(
            view! {
                <section class="card" aria-labelledby="placeringar">
                    <h2 id="placeringar">"Placeringar"</h2>
                    <div class="table-wrap">
                        <table class="table" data-stack data-dense>
                            <caption class="vh">"Placeringar efter första dag"</caption>
                            <thead>
                                <tr>
                                    <th scope="col">"Plats"</th>
                                    <th scope="col">"När"</th>
                                    <th scope="col" class="num">"Omfattning"</th>
                                    <th scope="col">"Handledare och uppföljning"</th>
                                    <th scope="col"><span class="vh">"Ändra"</span></th>
                                </tr>
                            </thead>
                            <tbody>{rows}</tbody>
                        </table>
                    </div>
                </section>
            }
            .into_any(),
        )
    }
}

/// All leaves by first day; left out when there are none.
#[component]
pub fn Leaves(binder: Binder, may_write: Memo<bool>) -> impl IntoView {
    move || {
        let portfolio = binder.get()?;
        let mut leaves = portfolio.leaves.clone();
        if leaves.is_empty() {
            return None;
        }
        leaves.sort_by_key(|one| (one.from, one.to));
        let rows = leaves
            .into_iter()
            .map(|one| {
                let origin = portfolio.origin(one.id);
                let change = (may_write.get() && origin.is_none()).then(|| {
                    let what = format!(
                        "{} {}",
                        one.kind.name().to_lowercase(),
                        say_range(one.from, one.to)
                    );
                    view! { <Change id=one.id.to_string() what /> }
                });
                view! {
                    <tr>
                        <th scope="row">{one.kind.name()} " " {mark(origin)}</th>
                        <td data-label="När">{say_range(one.from, one.to)}</td>
                        <td class="num" data-label="Omfattning">{one.percent.to_string()}</td>
                        <td data-label="">{change}</td>
                    </tr>
                }
            })
            .collect_view();
        Some(view! {
            <section class="card" aria-labelledby="ledighet">
                <h2 id="ledighet">"Ledighet"</h2>
                <div class="table-wrap">
                    <table class="table" data-stack data-dense>
                        <caption class="vh">"Ledighet efter första dag"</caption>
                        <thead>
                            <tr>
                                <th scope="col">"Slag"</th>
                                <th scope="col">"När"</th>
                                <th scope="col" class="num">"Omfattning"</th>
                                <th scope="col"><span class="vh">"Ändra"</span></th>
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
            </section>
        })
    }
}

/// All credits; left out when there are none.
#[component]
pub fn Credits(binder: Binder, may_write: Memo<bool>) -> impl IntoView {
    let session = use_session();
    move || {
        let portfolio = binder.get()?;
        let may_approve = session.may(Action::TrainingApprove, &binder.on(&portfolio.training));
        if portfolio.credits.is_empty() {
            return None;
        }
        let rows = portfolio
            .credits
            .iter()
            .map(|one| {
                let origin = portfolio.origin(one.id);
                let approved = match &one.approved {
                    Some(by) => {
                        format!("Godkänd av {} {}", by.by.name, say_day_of(by.at)).into_any()
                    }
                    None if may_approve => {
                        view! { <Approve binder credit=one.clone() /> }.into_any()
                    }
                    None => "Räknas när den är godkänd".into_any(),
                };
                let change = (may_write.get() && origin.is_none()).then(|| {
                    let what = format!("tillgodoräkning: {}", one.kind.name().to_lowercase());
                    view! { <Change id=one.id.to_string() what /> }
                });
                view! {
                    <tr>
                        <th scope="row">
                            {one.kind.name()} <span class="note">{one.reason.to_string()}</span>
                            {mark(origin)}
                        </th>
                        <td class="num" data-label="Månader">{one.months.to_string()}</td>
                        <td data-label="Godkännande">{approved}</td>
                        <td data-label="">{change}</td>
                    </tr>
                }
            })
            .collect_view();
        Some(view! {
            <section class="card" id="tillgodo" tabindex="-1" aria-labelledby="tillgodo-rubrik">
                <h2 id="tillgodo-rubrik">"Tillgodoräknat"</h2>
                <div class="table-wrap">
                    <table class="table" data-stack data-dense>
                        <caption class="vh">"Tillgodoräknad tid"</caption>
                        <thead>
                            <tr>
                                <th scope="col">"Vad"</th>
                                <th scope="col" class="num">"Månader"</th>
                                <th scope="col">"Godkännande"</th>
                                <th scope="col"><span class="vh">"Ändra"</span></th>
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
            </section>
        })
    }
}

/// Approves a credit as it stands.
#[component]
fn Approve(binder: Binder, credit: Credit) -> impl IntoView {
    let step = Step::<Credit>::of(binder);
    let at = (credit.id, credit.version);
    let name = credit.kind.name().to_lowercase();
    let approve = move |_| {
        step.take((Method::POST, "/approval"), at, (), "Tillgodoräkningen är godkänd.");
    };
    view! {
        <button
            class="btn"
            type="button"
            aria-label=format!("Godkänn tillgodoräkning: {name}")
            aria-disabled=move || step.busy()
            on:click=approve
        >
            "Godkänn"
        </button>
        {step.refused()}
    }
}
