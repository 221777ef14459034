//! A version as text.

use leptos::prelude::*;
use shared::{
    iup::{Iup, IupPart},
    portfolio::Portfolio,
    text::FreeText,
};

use super::words;

fn text(text: Option<&FreeText>) -> String {
    match text {
        Some(text) if !text.is_blank() => text.to_string(),
        _ => "Inget skrivet.".to_owned(),
    }
}

/// The eight parts, the placements and the plan of each objective.
#[component]
pub fn Read(portfolio: Portfolio, iup: Iup) -> impl IntoView {
    let parts = IupPart::ALL
        .map(|part| {
            view! {
                <h3>{part.heading()}</h3>
                <p class="said">{text(iup.content.part(part))}</p>
            }
        })
        .collect_view();
    let placements = (!iup.content.placements().is_empty()).then(|| {
        let rows = iup
            .content
            .placements()
            .iter()
            .map(|one| view! { <li>{words(one)}</li> })
            .collect_view();
        view! {
            <h3>"Planerade placeringar"</h3>
            <ul class="plain-list">{rows}</ul>
        }
    });
    let objectives = portfolio
        .curriculum
        .objectives
        .iter()
        .filter_map(|objective| {
            let plan = iup.content.objective(objective.code)?;
            let title = objective.title.as_ref().map(|title| format!(" {}", &**title));
            Some(view! {
                <details class="plan-objective">
                    <summary>
                        <span>
                            <b>{objective.code.to_string()}</b>
                            {title}
                        </span>
                    </summary>
                    <dl class="facts" data-list>
                        <div>
                            <dt>"Så lärs det in"</dt>
                            <dd class="said">{text(Some(&plan.learning))}</dd>
                        </div>
                        <div>
                            <dt>"Så bedöms det"</dt>
                            <dd class="said">{text(Some(&plan.assessment))}</dd>
                        </div>
                        <div>
                            <dt>"Så dokumenteras det"</dt>
                            <dd class="said">{text(Some(&plan.documentation))}</dd>
                        </div>
                    </dl>
                </details>
            })
        })
        .collect_view();
    view! {
        <section class="card" aria-labelledby="innehall">
            <h2 id="innehall">{format!("Version {}", iup.number)}</h2>
            <div class="stack">{parts} {placements}</div>
        </section>
        <section class="card" aria-labelledby="delmal-plan">
            <h2 id="delmal-plan">"Plan för varje delmål"</h2>
            <div>{objectives}</div>
        </section>
    }
}
