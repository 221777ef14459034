//! What has happened to a plan.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use shared::{action_plan::ActionPlan, review::Change};

use super::path;
use crate::{
    api,
    components::{Crumb, Empty, Loaded, Page, load, review::HistoryTable},
};

/// Rows of history that the server gives at a time.
const AT_A_TIME: usize = 100;

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
    let more = RwSignal::new(changes.len() == AT_A_TIME);
    let error = RwSignal::new(None::<String>);
    let changes = RwSignal::new(changes);
    let id = plan.id;
    let older = move |_| {
        let offset = changes.with_untracked(Vec::len);
        leptos::task::spawn_local(async move {
            let path = format!("/action-plans/{id}/history?offset={offset}");
            match api::get::<Vec<Change>>(&path).await {
                Ok(older) => {
                    let _ = more.try_set(older.len() == AT_A_TIME);
                    let _ = error.try_set(None);
                    let _ = changes.try_update(|changes| changes.extend(older));
                }
                Err(failed) => {
                    let _ = error.try_set(Some(failed.sentence()));
                }
            }
        });
    };
    view! {
        <section class="card" aria-label="Ändringar">
            <HistoryTable changes page=path(id) />
            {move || error.get().map(|error| view! { <p class="field-error" role="alert">{error}</p> })}
            {move || {
                more.get()
                    .then(|| {
                        view! {
                            <div class="actions">
                                <button class="btn" type="button" on:click=older>
                                    "Visa äldre"
                                </button>
                            </div>
                        }
                    })
            }}
        </section>
    }
}
