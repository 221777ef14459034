//! A plan as text.

use leptos::prelude::*;
use shared::{
    support_plan::{ClosedFrom, Prolongation, SupportPlan, SupportPlanPhase as Phase},
    text::FreeText,
};

use crate::time::{say_day_of, say_long, say_short};

fn text(text: &FreeText) -> String {
    if text.is_blank() { "Inget skrivet än.".to_owned() } else { text.to_string() }
}

/// What a plan says, and how it went.
#[component]
pub fn Read(plan: SupportPlan) -> impl IntoView {
    let measures = plan
        .measures
        .iter()
        .map(|measure| {
            let who = measure.responsible.as_deref().unwrap_or("Ingen ansvarig än").to_owned();
            let until = measure.until.map(|day| format!("till {}", say_short(day)));
            view! {
                <li>
                    <span class="row-what said">{measure.what.to_string()}</span>
                    <span class="row-where">{who}</span>
                    <span class="row-when">{until}</span>
                </li>
            }
        })
        .collect_view();
    let measures = if plan.measures.is_empty() {
        view! { <p>"Inga stödåtgärder inlagda än."</p> }.into_any()
    } else {
        view! { <ol class="rows">{measures}</ol> }.into_any()
    };
    view! {
        <section class="card" aria-labelledby="planen">
            <h2 id="planen">"Planen"</h2>
            <h3 class="section-label">"Svårigheterna"</h3>
            <p class="said">{text(&plan.problems)}</p>
            <h3 class="section-label">"Stödåtgärder"</h3>
            {measures}
            <h3 class="section-label">"Tidsplan"</h3>
            <p class="said">{text(&plan.time_plan)}</p>
            <h3 class="section-label">"Plan för uppföljning"</h3>
            <p class="said">{text(&plan.follow_up_plan)}</p>
        </section>
        {outcome(&plan)}
    }
}

/// How it went and what it led to.
fn outcome(plan: &SupportPlan) -> Option<impl IntoView + use<>> {
    let (follow_up, escalation) = match &plan.phase {
        Phase::FollowedUp { follow_up, .. }
        | Phase::Closed { from: ClosedFrom::FollowedUp { follow_up, .. }, .. } => (follow_up, None),
        Phase::Escalated { follow_up, escalation, .. }
        | Phase::Closed { from: ClosedFrom::Escalated { follow_up, escalation, .. }, .. } => {
            (follow_up, Some(escalation))
        }
        _ => return None,
    };
    let prolonged = escalation.map(|escalation| match escalation.prolongation {
        Prolongation::NotForeseen => "ST:n väntas inte bli längre.".to_owned(),
        Prolongation::Possible { told } => {
            format!("ST:n kan bli längre. Alla berörda fick veta det {}.", say_long(told))
        }
    });
    let by = format!("{} följde upp {}.", follow_up.by.by.name, say_day_of(follow_up.by.at));
    let note = (!follow_up.note.is_blank()).then(|| follow_up.note.to_string());
    Some(view! {
        <section class="card" aria-labelledby="gick">
            <h2 id="gick">"Så gick det"</h2>
            <p>
                <b>{follow_up.outcome.name()}</b>
            </p>
            {note.map(|note| view! { <p class="said">{note}</p> })}
            <p class="note">{by}</p>
            {prolonged.map(|said| view! { <p>{said}</p> })}
        </section>
    })
}
