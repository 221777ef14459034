//! What has happened to a plan.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use shared::{action_plan::ActionPlan, review::Change};

use super::path;
use crate::{
    api,
    components::{Crumb, Empty, Loaded, Older, Page, load, review::HistoryTable},
};

/// Historik.
#[component]
pub fn HistoryPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id").unwrap_or_default()));
    let first = load(move || {
        let id = id.get();
        async move {
            let plan: ActionPlan = api::get(&format!("/action-plans/{id}")).await?;
            let changes: Vec<Change> =
                api::get(&format!("/action-plans/{id}/history?offset=0")).await?;
            Ok((plan, changes))
        }
    });
    let crumbs = Signal::derive(move || {
        first
            .get()
            .map(|(plan, _)| {
                vec![
                    Crumb::to(plan.clinic.name, format!("/kliniker/{}", plan.clinic.id)),
                    Crumb::to(format!("Handlingsplan {}", plan.year), path(plan.id)),
                ]
            })
            .unwrap_or_default()
    });
    let lede = "Allt som ändrats, senast först.".into_any();
    view! {
        <Page title="Historik" crumbs lede>
            <Loaded of=first let:first>
                {
                    let (plan, changes) = first;
                    if changes.is_empty() {
                        view! {
                            <Empty
                                title="Inget har ändrats än"
                                text="Här står vem som ändrat vad i planen, och när."
                            />
                        }
                            .into_any()
                    } else {
                        view! { <Changes plan changes /> }.into_any()
                    }
                }
            </Loaded>
        </Page>
    }
}

#[component]
fn Changes(
    /// Whose history.
    plan: ActionPlan,
    /// The latest.
    changes: Vec<Change>,
) -> impl IntoView {
    let changes = RwSignal::new(changes);
    let older = format!("/action-plans/{}/history", plan.id);
    view! {
        <section class="card" aria-label="Ändringar">
            <HistoryTable changes page=path(plan.id) />
            <Older path=older changes />
        </section>
    }
}
