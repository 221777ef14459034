//! One version of the checklist, to be read.

use leptos::prelude::*;
use shared::checklist::{Area, Checklist, CriterionClass};

use super::use_checklist;
use crate::components::{ClassChip, Crumb, GradeBadge, GradeSize, Loaded, Page};

/// All areas with their criteria, classes and grade texts.
#[component]
pub fn ChecklistPage() -> impl IntoView {
    let checklist = use_checklist();
    let title = Signal::derive(move || {
        checklist.get().map_or_else(
            || "Checklista".to_owned(),
            |checklist| format!("{} {}", checklist.name, checklist.version),
        )
    });
    let crumbs = Signal::stored(vec![Crumb::to("Checklistor", "/checklistor")]);
    let facts = move || checklist.get().map(|checklist| facts(&checklist));
    view! {
        <Page title crumbs facts=view! { {facts} }.into_any()>
            <Loaded of=checklist let:checklist>
                <nav class="filters" aria-label="Områden">
                    <ul>
                        {checklist
                            .areas
                            .iter()
                            .map(|area| {
                                view! {
                                    <li>
                                        <a href=format!(
                                            "#{}",
                                            area.code,
                                        )>{format!("{} {}", area.code, area.short_name)}</a>
                                    </li>
                                }
                            })
                            .collect_view()}
                    </ul>
                </nav>
                {checklist.areas.iter().map(area).collect_view()}
            </Loaded>
        </Page>
    }
}

fn facts(checklist: &Checklist) -> impl IntoView + use<> {
    let counts = CriterionClass::ALL
        .map(|class| {
            let count = checklist.criteria().filter(|criterion| criterion.class == class).count();
            view! {
                <div>
                    <dt>{class.heading()}</dt>
                    <dd>{count}</dd>
                </div>
            }
        })
        .collect_view();
    view! {
        <dl class="facts">
            <div>
                <dt>"Kriterier"</dt>
                <dd>{checklist.criteria().count()}</dd>
            </div>
            {counts}
            <div>
                <dt>"Enstaka undantag för betyg A"</dt>
                <dd>{checklist.exceptions}</dd>
            </div>
        </dl>
    }
}

fn area(area: &Area) -> impl IntoView + use<> {
    let heading = format!("area-{}", area.code);
    let labelled_by = heading.clone();
    let rows = area
        .criteria
        .iter()
        .map(|criterion| {
            let unsettled = (!criterion.class_settled).then(|| {
                view! {
                    <span class="chip" data-kind="confirm">
                        "Klassen är inte avgjord"
                    </span>
                }
            });
            view! {
                <li id=criterion.code.to_string()>
                    <span class="row-what">{criterion.code.to_string()}</span>
                    <span class="row-where">{criterion.text.clone()}</span>
                    <span class="row-when chips">
                        <ClassChip class=criterion.class />
                        {unsettled}
                    </span>
                </li>
            }
        })
        .collect_view();
    let grades = area
        .grade_texts
        .iter()
        .map(|(grade, text)| {
            let grade = shared::grade::ReviewGrade::unchanged(*grade);
            view! {
                <li class="grade-line">
                    <GradeBadge grade size=GradeSize::Small />
                    <span>{text.clone()}</span>
                </li>
            }
        })
        .collect_view();
    view! {
        <section class="card" id=area.code.to_string() aria-labelledby=labelled_by>
            <h2 id=heading>{area.title()}</h2>
            {area.preamble.clone().map(|preamble| view! { <p>{preamble}</p> })}
            <ul class="rows">{rows}</ul>
            <h3 class="section-label">"Så sätts betyget"</h3>
            <ul class="stack plain" data-gap="tight">
                {grades}
            </ul>
        </section>
    }
}
