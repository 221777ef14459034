//! All self-assessments and inspections of the clinic, and opening the year's self-assessment.

use std::cmp::Reverse;

use chrono::Datelike;
use leptos::prelude::*;
use shared::{
    inspection::{InspectionPhase, InspectionSummary},
    self_assessment::{AssessmentPhase, AssessmentSummary},
};

use super::{Fetched, opening::Opening};
use crate::time::{say_day_of, say_short};

/// Newest first, in whatever phase.
#[component]
pub fn Reviews(
    /// What the page shows.
    all: Fetched,
    /// The specialty shown.
    specialty: Memo<String>,
) -> impl IntoView {
    let rows = move || {
        let specialty = specialty.get();
        let mut rows: Vec<(Reverse<(i32, bool)>, AnyView)> = Vec::new();
        for assessment in all.assessments.get().unwrap_or_default() {
            if assessment.specialty == specialty {
                rows.push((Reverse((assessment.year, false)), assessment_row(&assessment)));
            }
        }
        for inspection in all.inspections.get().unwrap_or_default() {
            if inspection.specialty == specialty {
                let year = inspection.ends.year();
                rows.push((Reverse((year, true)), inspection_row(&inspection)));
            }
        }
        rows.sort_by_key(|(key, _)| *key);
        if rows.is_empty() {
            return view! { <p class="note">"Inga än."</p> }.into_any();
        }
        let rows = rows.into_iter().map(|(_, row)| row).collect_view();
        view! { <ol class="rows">{rows}</ol> }.into_any()
    };
    view! {
        <section class="card" id="sjalvvarderingar" aria-labelledby="reviews">
            <h2 id="reviews">"Självvärderingar och granskningar"</h2>
            <Opening all specialty />
            {rows}
        </section>
    }
}

fn assessment_row(assessment: &AssessmentSummary) -> AnyView {
    let (state, said) = match &assessment.phase {
        AssessmentPhase::Draft => {
            ("ongoing", format!("{} av {} besvarade", assessment.answered, assessment.total))
        }
        AssessmentPhase::Signed { signed } => {
            ("done", format!("Undertecknad {}", say_day_of(signed.at)))
        }
        AssessmentPhase::Used { signed, .. } => {
            ("done", format!("Undertecknad {}, används i granskning", say_day_of(signed.at)))
        }
    };
    view! {
        <li>
            <a class="row-what" href=format!("/sjalvvarderingar/{}", assessment.id)>
                {format!("Självvärdering {}", assessment.year)}
            </a>
            <span class="row-when">
                <span class="chip" data-state=state>
                    {said}
                </span>
            </span>
        </li>
    }
    .into_any()
}

fn inspection_row(inspection: &InspectionSummary) -> AnyView {
    let report = matches!(
        inspection.phase,
        InspectionPhase::Preliminary { .. } | InspectionPhase::Final { .. }
    );
    let state = match inspection.phase {
        InspectionPhase::Planned => "not-started",
        InspectionPhase::Underway { .. } | InspectionPhase::Preliminary { .. } => "ongoing",
        InspectionPhase::Final { .. } => "done",
        InspectionPhase::Cancelled { .. } => "cancelled",
    };
    let names: Vec<&str> =
        inspection.inspectors.iter().map(|inspector| inspector.name.as_str()).collect();
    let path = format!("/granskningar/{}", inspection.id);
    let href = if report { format!("{path}/rapport") } else { path };
    let visit = if inspection.starts == inspection.ends {
        say_short(inspection.ends)
    } else {
        shared::written_date::say_range(inspection.starts, inspection.ends)
    };
    let place = match names.as_slice() {
        [] => visit,
        names => format!("{visit} · {}", names.join(" och ")),
    };
    view! {
        <li>
            <a class="row-what" href=href>
                {format!("Granskning {}", inspection.ends.year())}
            </a>
            <span class="row-where">{place}</span>
            <span class="row-when">
                <span class="chip" data-state=state>
                    {inspection.phase.name()}
                </span>
            </span>
        </li>
    }
    .into_any()
}
