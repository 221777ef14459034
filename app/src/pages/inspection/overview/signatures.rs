//! Who signs, who has signed, and taking a signature back.

use leptos::prelude::*;
use shared::{
    inspection::{Inspection, InspectionPhase},
    person::Signature,
};

use super::{super::standing::Standing, Case, now::SignDialog};
use crate::{
    components::{AskedReason, Confirm},
    time::say_moment,
};

fn signed(inspection: &Inspection) -> Vec<&Signature> {
    match &inspection.phase {
        InspectionPhase::Planned
        | InspectionPhase::Underway { first: None }
        | InspectionPhase::Cancelled { .. } => Vec::new(),
        InspectionPhase::Underway { first: Some(first) } => vec![first],
        InspectionPhase::Preliminary { signed, .. } | InspectionPhase::Final { signed, .. } => {
            signed.iter().collect()
        }
    }
}

/// The inspectors with their signatures.
#[component]
pub fn Signatures(
    /// The inspection.
    case: Case,
    /// How its areas stand.
    standings: Memo<Vec<Standing>>,
) -> impl IntoView {
    let (sign, withdraw) = (RwSignal::new(false), RwSignal::new(false));
    let left = Memo::new(move |_| {
        standings.with(|standings| {
            standings
                .iter()
                .filter(|standing| standing.grading.grade.is_none() || standing.unmotivated())
                .cloned()
                .collect::<Vec<_>>()
        })
    });
    let rows = move || {
        let ready = left.with(Vec::is_empty);
        let writer = case.writer.get();
        case.live.with(|inspection| {
            let signatures = signed(inspection);
            let underway = matches!(inspection.phase, InspectionPhase::Underway { .. });
            let cancelled = matches!(inspection.phase, InspectionPhase::Cancelled { .. });
            inspection
                .inspectors
                .iter()
                .map(|person| {
                    let me = person.id == case.me;
                    let role = if me { "Inspektör, du" } else { "Inspektör" };
                    let state = match signatures.iter().find(|s| s.by.id == person.id) {
                        Some(signature) => view! {
                            <span class="signed">
                                "Undertecknad"<br /> {say_moment(signature.at)}
                            </span>
                        }
                        .into_any(),
                        None if me && writer && underway && ready => view! {
                            <button
                                class="btn"
                                type="button"
                                aria-disabled=move || case.going.busy()
                                on:click=move |_| sign.set(true)
                            >
                                "Underteckna"
                            </button>
                        }
                        .into_any(),
                        None if inspection.imported || cancelled => ().into_any(),
                        None => {
                            view! { <span class="awaited">"Inte undertecknad"</span> }.into_any()
                        }
                    };
                    view! {
                        <li>
                            <span>
                                <b>{person.name.clone()}</b>
                                <span class="note">{role}</span>
                            </span>
                            {state}
                        </li>
                    }
                })
                .collect_view()
        })
    };
    let heading = move || {
        let cancelled = case
            .live
            .with(|inspection| matches!(inspection.phase, InspectionPhase::Cancelled { .. }));
        if cancelled { "Inspektörer" } else { "Underskrifter" }
    };
    let unnamed = move || {
        case.live.with(|inspection| inspection.inspectors.is_empty()).then(|| {
            view! { <p class="note">"Rapporten namnger inga inspektörer som finns i Stins."</p> }
        })
    };
    let before = move || {
        let underway = case.live.with(|inspection| {
            matches!(inspection.phase, InspectionPhase::Underway { first: None })
        });
        let left = left.get();
        (case.writer.get() && underway && !left.is_empty()).then(|| {
            let rows = left
                .into_iter()
                .map(|standing| {
                    let why = if standing.grading.grade.is_none() {
                        "saknar betyg"
                    } else {
                        "behöver en motivering"
                    };
                    view! {
                        <li>
                            <span class="mark" data-verdict="none"></span>
                            <a href=case.address(standing.code())>
                                {format!("Område {} {why}", standing.code())}
                            </a>
                        </li>
                    }
                })
                .collect_view();
            view! {
                <p class="note">"Kvar innan ni kan underteckna:"</p>
                <ul class="reasons">{rows}</ul>
            }
        })
    };
    let back = move || {
        let standing = case.live.with(|inspection| {
            matches!(
                inspection.phase,
                InspectionPhase::Underway { first: Some(_) } | InspectionPhase::Preliminary { .. }
            )
        });
        (case.writer.get() && standing).then(|| {
            view! {
                <button class="link-btn" type="button" on:click=move |_| withdraw.set(true)>
                    "Ta tillbaka underskriften"
                </button>
            }
        })
    };
    view! {
        <section class="card" data-tight aria-labelledby="underskrifter">
            <h2 id="underskrifter">{heading}</h2>
            <ul class="signatures">{rows}</ul>
            {unnamed}
            {before}
            {back}
        </section>
        <SignDialog case standings open=sign />
        <Confirm
            open=withdraw
            title="Ta tillbaka underskriften?"
            action="Ta tillbaka"
            reason=AskedReason::new("Varför?", case.going)
            danger=true
            on_confirm=Callback::new(move |reason| {
                case.step("signature-withdrawal", reason, "Underskriften är borttagen.");
            })
        >
            <p>
                "Protokollet öppnas igen, och ni undertecknar båda på nytt. Var rapporten preliminär kan kliniken inte läsa den förrän dess."
            </p>
        </Confirm>
    }
}
