//! The areas of an inspection: what remains in each, or its grade beside the clinic's own.

use leptos::prelude::*;
use shared::{
    checklist::AreaCode,
    grade::{ReviewGrade, Suggestion},
};

use super::{super::standing::Standing, Case, Differences};
use crate::components::{GradeBadge, NoGrade};

/// What remains in each area, while the protocol is written.
#[component]
pub fn Areas(
    /// The inspection.
    case: Case,
    /// How its areas stand.
    standings: Memo<Vec<Standing>>,
) -> impl IntoView {
    let rows = move || {
        standings.with(|standings| {
            standings
                .iter()
                .map(|standing| {
                    let badge = match standing.grading.review_grade() {
                        Some(grade) => view! { <GradeBadge grade inspection=true /> }.into_any(),
                        None => view! { <NoGrade /> }.into_any(),
                    };
                    view! {
                        <li>
                            {badge}
                            <a class="row-what" href=case.address(standing.code())>
                                {standing.title.clone()}
                            </a>
                            <p class="meter">
                                <progress
                                    max=standing.total
                                    value=standing.judged
                                    aria-label=standing.title.clone()
                                ></progress>
                                {format!("{} av {} bedömda", standing.judged, standing.total)}
                            </p>
                            <p class="why">{standing.why()}</p>
                        </li>
                    }
                })
                .collect_view()
        })
    };
    let sum = move || {
        standings.with(|all| {
            let judged: usize = all.iter().map(|standing| standing.judged).sum();
            let total: usize = all.iter().map(|standing| standing.total).sum();
            format!("{judged} av {total} bedömda")
        })
    };
    view! {
        <section class="card" aria-labelledby="omraden">
            <div class="card-head">
                <h2 id="omraden">"Områden"</h2>
                <p class="note">{sum}</p>
            </div>
            <ol class="area-rows">{rows}</ol>
        </section>
    }
}

/// The grades beside the clinic's own, with what decided them.
#[component]
pub fn Grades(
    /// The inspection.
    case: Case,
    /// How its areas stand.
    standings: Memo<Vec<Standing>>,
    /// How many criteria differ.
    differences: Memo<Differences>,
) -> impl IntoView {
    let rows = move || {
        let differences = differences.get();
        standings.with(|standings| {
            standings.iter().map(|standing| row(case, standing, &differences)).collect_view()
        })
    };
    view! {
        <section class="card" aria-labelledby="betyg">
            <h2 id="betyg">"Betyg"</h2>
            <div class="table-wrap">
                <table class="table" data-stack data-dense>
                    <caption class="vh">"Betyg per område"</caption>
                    <thead>
                        <tr>
                            <th scope="col">"Område"</th>
                            <th scope="col">"Kliniken"</th>
                            <th scope="col">"Inspektörerna"</th>
                            <th scope="col">"Skillnader"</th>
                            <th scope="col">"Avgörande"</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
}

fn row(case: Case, standing: &Standing, differences: &Differences) -> impl IntoView + use<> {
    let area = standing.code();
    let differing = match differences.get(&area) {
        None => "–".to_owned(),
        Some(0) => "inga".to_owned(),
        Some(count) => super::words::criteria(*count),
    };
    let differing = match differences.get(&area) {
        Some(1..) => view! {
            <a href=format!("{}?visa=skillnader", case.address(area))>{differing}</a>
        }
        .into_any(),
        _ => differing.into_any(),
    };
    let decided = match &standing.suggestion {
        Suggestion::Complete { decided_by, .. } if !decided_by.is_empty() => {
            let codes: Vec<String> = decided_by.iter().map(ToString::to_string).collect();
            codes.join(", ")
        }
        _ => "–".to_owned(),
    };
    let motivation = standing.grading.motivation.trim().to_owned();
    view! {
        <tr>
            <th scope="row">
                <a href=case.address(area)>{standing.title.clone()}</a>
            </th>
            <td data-label="Kliniken">{badge(case.own_grade(area), false, area)}</td>
            <td data-label="Inspektörerna">{badge(standing.grading.review_grade(), true, area)}</td>
            <td data-label="Skillnader">{differing}</td>
            <td data-label="Avgörande">
                <span>
                    {decided}
                    {(!motivation.is_empty()).then(|| view! { <span class="note">{motivation}</span> })}
                </span>
            </td>
        </tr>
    }
}

fn badge(grade: Option<ReviewGrade>, inspection: bool, area: AreaCode) -> AnyView {
    let of = format!("Område {area}");
    match grade {
        Some(grade) => view! { <GradeBadge grade inspection of /> }.into_any(),
        None => view! { <NoGrade words=format!("{of}: inget betyg") /> }.into_any(),
    }
}
