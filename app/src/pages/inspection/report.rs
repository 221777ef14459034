//! The report, in the order of SPUR's own.

use std::{collections::BTreeMap, sync::Arc};

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use shared::{
    action_plan::ActionPlan,
    checklist::{AreaCode, AreaGroup, Checklist},
    grade::ReviewGrade,
    inspection::{Inspection, InspectionPhase, Protocol},
    review::TextField,
    written_date::say_range,
};

use crate::{
    api::{self, ApiError},
    components::{Crumb, Empty, GradeStrip, Loaded, Page, Width, load},
    pages::anchor::Anchor,
    time::say_day_of,
};

mod area;
mod plan;

/// What the report is made of.
#[derive(Clone)]
struct Facts {
    inspection: Inspection,
    checklist: Arc<Checklist>,
    /// The plan that answers to it; none if there is none, or it isn't to be read yet.
    plan: Option<ActionPlan>,
}

async fn fetch(id: String) -> Result<Facts, ApiError> {
    let inspection: Inspection = api::get(&format!("/inspections/{id}")).await?;
    let checklist = api::checklist(inspection.checklist).await?;
    let plan = match inspection.action_plan {
        Some(plan) => match api::get::<ActionPlan>(&format!("/action-plans/{plan}")).await {
            Ok(plan) => Some(plan),
            // A plan that is still being written is the clinic's own.
            Err(ApiError::Problem(problem)) if matches!(problem.status, 403 | 404) => None,
            Err(error) => return Err(error),
        },
        None => None,
    };
    Ok(Facts { inspection, checklist, plan })
}

/// Rapport.
#[component]
pub fn ReportPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id").unwrap_or_default()));
    let facts = load(move || fetch(id.get()));
    let anchor = Anchor::new();
    let title = Signal::derive(move || match facts.get() {
        Some(Facts { inspection, .. }) => inspection.clinic.place(),
        None => "Granskningsrapport".to_owned(),
    });
    let crumbs = Signal::derive(move || {
        let mut crumbs = vec![Crumb::to("Granskningar", "/granskningar")];
        if let Some(Facts { inspection, .. }) = facts.get() {
            let label = format!("Granskning {}", say_range(inspection.starts, inspection.ends));
            crumbs.push(Crumb::to(label, format!("/granskningar/{}", inspection.id)));
        }
        crumbs
    });
    let lede = (move || facts.get().map(|facts| lede(&facts.inspection))).into_any();
    let actions = view! {
        <button
            class="btn"
            type="button"
            on:click=move |_| {
                // Fails only where the browser can't print.
                let _ = window().print();
            }
        >
            "Skriv ut"
        </button>
    }
    .into_any();
    let summary = (move || facts.get().map(|facts| summary(&facts))).into_any();
    view! {
        <Page title crumbs lede actions facts=summary width=Width::Narrow>
            <Loaded of=facts let:facts>
                {
                    anchor.show();
                    match facts.inspection.protocol.clone() {
                        Some(protocol) => report(&facts, &protocol),
                        None => {
                            let href = format!("/granskningar/{}", facts.inspection.id);
                            let (title, text) = if facts.inspection.phase.awaits_report() {
                                (
                                    "Rapporten är inte klar",
                                    "Den visas här när båda inspektörerna har undertecknat.",
                                )
                            } else {
                                ("Det blir ingen rapport", "Granskningen är inställd.")
                            };
                            view! {
                                <Empty title text>
                                    <a class="btn primary" href=href>
                                        "Till granskningen"
                                    </a>
                                </Empty>
                            }
                                .into_any()
                        }
                    }
                }
            </Loaded>
        </Page>
    }
}

fn lede(inspection: &Inspection) -> String {
    let state = match &inspection.phase {
        _ if inspection.imported => "inläst från en publicerad rapport".to_owned(),
        InspectionPhase::Planned => "planerad".to_owned(),
        InspectionPhase::Underway { .. } => "pågår, inte undertecknad av båda".to_owned(),
        InspectionPhase::Preliminary { comment_by, .. } => {
            format!("preliminär, synpunkter senast {}", crate::time::say_short(*comment_by))
        }
        InspectionPhase::Cancelled { .. } => "inställd".to_owned(),
        InspectionPhase::Final { finalised, .. } => {
            format!("slutlig {}", say_day_of(finalised.at))
        }
    };
    format!(
        "Granskning av ST-utbildningen i {} · platsbesök {} · {state}",
        inspection.specialty.to_lowercase(),
        say_range(inspection.starts, inspection.ends)
    )
}

fn grades(protocol: &Protocol) -> BTreeMap<AreaCode, ReviewGrade> {
    protocol
        .gradings
        .iter()
        .filter_map(|grading| Some((grading.area, grading.review_grade()?)))
        .collect()
}

fn summary(facts: &Facts) -> AnyView {
    let Facts { inspection, checklist, .. } = facts;
    let names: Vec<String> =
        inspection.inspectors.iter().map(|inspector| inspector.name.clone()).collect();
    let inspectors =
        if names.is_empty() { "Inte angivna i rapporten".to_owned() } else { names.join(", ") };
    let checklist = format!(
        "{} {}, {} kriterier",
        checklist.name,
        checklist.version,
        checklist.criteria().count()
    );
    let grades = inspection.protocol.as_ref().map(grades);
    view! {
        <dl class="facts">
            <div>
                <dt>"Inspektörer"</dt>
                <dd>{inspectors}</dd>
            </div>
            <div>
                <dt>"Checklista"</dt>
                <dd>{checklist}</dd>
            </div>
            {grades
                .map(|grades| {
                    view! {
                        <div>
                            <dt>"Betyg A–H"</dt>
                            <dd>
                                <GradeStrip grades />
                            </dd>
                        </div>
                    }
                })}
        </dl>
    }
    .into_any()
}

fn report(facts: &Facts, protocol: &Protocol) -> AnyView {
    let checklist = &facts.checklist;
    let lists = TextField::LISTS
        .map(|field| {
            let body = protocol.texts.iter().find(|text| text.field == field);
            let items: Vec<String> =
                body.map(|text| text.body.items().map(str::to_owned).collect()).unwrap_or_default();
            let shown = if items.is_empty() {
                view! { <p class="muted">"Inget angivet."</p> }.into_any()
            } else {
                let items = items.into_iter().map(|item| view! { <li>{item}</li> }).collect_view();
                view! { <ul class="plain-list">{items}</ul> }.into_any()
            };
            view! {
                <section>
                    <h2 id=field.to_string()>{field.heading()}</h2>
                    {shown}
                </section>
            }
        })
        .collect_view();
    let parts = [AreaGroup::Structure, AreaGroup::Process]
        .map(|group| {
            let areas = checklist
                .areas
                .iter()
                .filter(|area| area.group == group)
                .map(|area| area::report_area(area, checklist.exceptions, protocol))
                .collect_view();
            view! {
                <section class="new-page">
                    <h2 class="part">{group.name()}</h2>
                    {areas}
                </section>
            }
        })
        .collect_view();
    let plan = facts
        .plan
        .as_ref()
        .filter(|plan| !plan.entries.is_empty())
        .map(|plan| plan::report_plan(plan, checklist));
    let has_plan = plan.is_some();
    view! {
        <article class="report">
            {contents(checklist, protocol, has_plan)} {lists} {parts} {plan}
        </article>
    }
    .into_any()
}

/// What the report holds, and each area's grade in words.
fn contents(checklist: &Checklist, protocol: &Protocol, has_plan: bool) -> AnyView {
    let grades = grades(protocol);
    let line = |href: String, words: String, grade: String| {
        view! {
            <li>
                <a class="row-what" href=format!("#{href}")>
                    {words}
                </a>
                <span class="row-when">{grade}</span>
            </li>
        }
    };
    let lists =
        TextField::LISTS.map(|field| line(field.to_string(), field.heading(), String::new()));
    let areas = checklist
        .areas
        .iter()
        .map(|area| {
            let grade =
                grades.get(&area.code).map_or_else(|| "inget betyg".to_owned(), ReviewGrade::words);
            line(area.code.to_string(), area.title(), grade)
        })
        .collect_view();
    let plan = has_plan
        .then(|| line("handlingsplan".to_owned(), "Handlingsplan".to_owned(), String::new()));
    view! {
        <nav class="card" data-tight aria-labelledby="innehall">
            <h2 id="innehall">"Innehåll"</h2>
            <ol class="rows" data-when="beside">{lists.into_iter().collect_view()} {areas} {plan}</ol>
        </nav>
    }
    .into_any()
}
