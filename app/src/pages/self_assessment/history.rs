//! Who changed what in a self-assessment, and when.

use std::collections::BTreeSet;

use leptos::prelude::*;
use shared::{
    SelfAssessmentId,
    checklist::{AreaCode, CriterionCode},
    review::Change,
    self_assessment::SelfAssessment,
};

use super::use_id;
use crate::{
    api,
    components::{
        Crumb, Empty, Loaded, Older, Page, load, review::HistoryTable, set_query, use_query,
    },
    pages::not_found::NotFound,
};

/// Självvärdering, historik.
#[component]
pub fn HistoryPage() -> impl IntoView {
    let id = use_id();
    move || match id.get() {
        Some(id) => view! { <HistoryOf id /> }.into_any(),
        None => view! { <NotFound /> }.into_any(),
    }
}

#[component]
fn HistoryOf(id: SelfAssessmentId) -> impl IntoView {
    let page = format!("/sjalvvarderingar/{id}");
    let record = load(move || async move {
        api::get::<SelfAssessment>(&format!("/self-assessments/{id}")).await
    });
    let first = load(move || async move {
        api::get::<Vec<Change>>(&format!("/self-assessments/{id}/history")).await
    });
    let crumbs = {
        let page = page.clone();
        Signal::derive(move || {
            let Some(record) = record.get() else { return Vec::new() };
            vec![
                Crumb::to(record.clinic.name.clone(), format!("/kliniker/{}", record.clinic.id)),
                Crumb::to(format!("Självvärdering {}", record.year), page.clone()),
            ]
        })
    };
    view! {
        <Page title="Historik" crumbs lede=view! { "Allt som ändrats, senast först." }.into_any()>
            <Loaded of=first let:changes>
                <Rows id changes page=page.clone() />
            </Loaded>
        </Page>
    }
}

#[component]
fn Rows(id: SelfAssessmentId, changes: Vec<Change>, page: String) -> impl IntoView {
    let all = RwSignal::new(changes);
    let only = use_query("kriterium");
    let shown = Signal::derive(move || {
        let only = only.get();
        all.with(|all| {
            all.iter().filter(|change| is_about(&change.field, &only)).cloned().collect()
        })
    });
    let filters = move || {
        let link = |name: String, words: String| {
            let href = set_query("kriterium", name.clone());
            let current = move || {
                let chosen =
                    only.with(|only| *only == name || area_of(only).as_ref() == Some(&name));
                chosen.then_some("true")
            };
            view! {
                <li>
                    <a href=move || href.get() aria-current=current>
                        {words}
                    </a>
                </li>
            }
        };
        let areas = AreaCode::ALL.map(|area| link(area.to_string(), area.to_string()));
        let within = only.with(|only| area_of(only).unwrap_or_else(|| only.clone()));
        let codes: BTreeSet<CriterionCode> = all.with(|all| {
            let codes = all.iter().filter_map(|change| change.field.parse().ok());
            codes.filter(|code: &CriterionCode| code.area().to_string() == within).collect()
        });
        let each: Vec<_> =
            codes.into_iter().map(|code| link(code.to_string(), code.to_string())).collect();
        let each = (!each.is_empty()).then(|| {
            view! {
                <nav class="filters" aria-label="Visa kriterium">
                    <ul>{each}</ul>
                </nav>
            }
        });
        view! {
            <nav class="filters" aria-label="Visa område">
                <ul>{link(String::new(), "Alla".to_owned())} {areas.into_iter().collect_view()}</ul>
            </nav>
            {each}
        }
    };
    let empty = Memo::new(move |_| all.with(Vec::is_empty));
    move || {
        if empty.get() {
            return view! {
                <Empty
                    title="Här står varje ändring"
                    text="Vem som ändrade, när, från vad och till vad. Inget är ändrat än."
                />
            }
            .into_any();
        }
        view! {
            <section class="card" aria-label="Ändringar">
                {filters} <HistoryTable changes=shown page=page.clone() />
                <Older path=format!("/self-assessments/{id}/history") changes=all />
            </section>
        }
        .into_any()
    }
}

/// The area of a criterion's code; none of anything else.
fn area_of(code: &str) -> Option<String> {
    code.parse::<CriterionCode>().ok().map(|code| code.area().to_string())
}

/// Whether a change of `field` is in the chosen area or about the chosen criterion; nothing chosen is all.
fn is_about(field: &str, chosen: &str) -> bool {
    chosen.is_empty() || field == chosen || area_of(field).is_some_and(|area| area == chosen)
}
