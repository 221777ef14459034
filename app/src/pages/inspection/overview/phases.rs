//! The way of an inspection, as steps.

use leptos::prelude::*;
use shared::inspection::{Inspection, InspectionPhase};

use super::super::words;
use crate::time::{say_day_of, say_short, today};

/// One step: its name and when.
type Step = (&'static str, String);

/// The steps, with the one it is at.
pub fn phases(inspection: &Inspection) -> impl IntoView + use<> {
    let visit = words::visit(inspection.starts, inspection.ends);
    let mut steps: Vec<Step> = vec![("Planerad", String::new()), ("Platsbesök", visit)];
    let last = |signed: &[shared::person::Signature; 2]| say_day_of(signed[0].at.max(signed[1].at));
    let at = match &inspection.phase {
        InspectionPhase::Planned => 0,
        InspectionPhase::Underway { .. } | InspectionPhase::Cancelled { .. } => 1,
        InspectionPhase::Preliminary { comment_by, commented, .. } => {
            if commented.is_some() || *comment_by < today() { 4 } else { 3 }
        }
        InspectionPhase::Final { .. } if inspection.action_plan.is_some() => 5,
        InspectionPhase::Final { .. } => 6,
    };
    match &inspection.phase {
        InspectionPhase::Planned | InspectionPhase::Underway { .. } => steps.extend([
            ("Preliminär", "när båda undertecknat".to_owned()),
            ("Kliniken kommenterar", "tre veckor".to_owned()),
            ("Slutlig", String::new()),
        ]),
        InspectionPhase::Preliminary { signed, comment_by, commented } => {
            let comments = match commented {
                Some(done) => format!("klar {}", say_day_of(done.at)),
                None => format!("till {}", say_short(*comment_by)),
            };
            steps.extend([
                ("Preliminär", last(signed)),
                ("Kliniken kommenterar", comments),
                ("Slutlig", String::new()),
            ]);
        }
        InspectionPhase::Final { signed, finalised } => steps.extend([
            ("Preliminär", last(signed)),
            ("Kliniken kommenterar", String::new()),
            ("Slutlig", say_day_of(finalised.at)),
        ]),
        InspectionPhase::Cancelled { cancelled, .. } => {
            steps.truncate(1);
            steps.push(("Inställd", say_day_of(cancelled.at)));
        }
    }
    let plan = match (&inspection.phase, inspection.action_plan) {
        (InspectionPhase::Cancelled { .. }, _) => None,
        (InspectionPhase::Final { .. }, None) => Some("behövs inte"),
        (InspectionPhase::Final { .. }, Some(_)) => Some("begärd"),
        _ => Some("vid D"),
    };
    steps.extend(plan.map(|plan| ("Handlingsplan", plan.to_owned())));
    if inspection.imported {
        steps.remove(3);
    }
    let at = if inspection.imported && at > 3 { at - 1 } else { at };
    let rows = steps
        .into_iter()
        .enumerate()
        .map(|(place, (name, when))| {
            let done = place < at;
            view! {
                <li
                    data-state=done.then_some("done")
                    aria-current=(place == at).then_some("step")
                >
                    <span>
                        {name}
                        {done.then(|| view! { <span class="vh">" (klart)"</span> })}
                    </span>
                    {(!when.is_empty()).then(|| view! { <span class="note">{when}</span> })}
                </li>
            }
        })
        .collect_view();
    view! {
        <ol class="stepper" aria-label="Granskningens steg">
            {rows}
        </ol>
    }
}
