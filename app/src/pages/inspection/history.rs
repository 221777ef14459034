//! An inspection's history.

use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::use_params_map;
use shared::{inspection::Inspection, review::Change};

use super::words;
use crate::{
    api::{self, ApiError},
    components::{Crumb, Empty, Load, Loaded, Page, load, review::HistoryTable},
};

/// Rows of history that the server answers with at a time.
const ROWS: usize = 100;

/// Historik.
#[component]
pub fn HistoryPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id").unwrap_or_default()));
    let inspection: Load<Inspection> = load(move || {
        let id = id.get();
        async move { api::get(&format!("/inspections/{id}")).await }
    });
    let changes: Load<Vec<Change>> = load(move || {
        let id = id.get();
        async move { api::get(&format!("/inspections/{id}/history")).await }
    });
    let crumbs = Signal::derive(move || {
        let mut crumbs = vec![Crumb::to("Granskningar", "/granskningar")];
        if let Some(inspection) = inspection.get() {
            let label = format!("{}, {}", words::title(&inspection), inspection.clinic.name);
            crumbs.push(Crumb::to(label, format!("/granskningar/{}", inspection.id)));
        }
        crumbs
    });
    view! {
        <Page
            title="Historik"
            crumbs
            lede=view! { "Allt som ändrats i granskningen, senast först." }.into_any()
        >
            <Loaded of=changes let:changes>
                {if changes.is_empty() {
                    view! {
                        <Empty
                            title="Här står det som ändras"
                            text="Vem som ändrade vad, när, från vad och till vad. Inget har hänt än."
                        />
                    }
                        .into_any()
                } else {
                    view! { <Changes first=changes id=id.get() /> }.into_any()
                }}
            </Loaded>
        </Page>
    }
}

#[component]
fn Changes(
    /// The newest.
    first: Vec<Change>,
    /// The inspection's id.
    id: String,
) -> impl IntoView {
    let more = RwSignal::new(first.len() >= ROWS);
    let changes = RwSignal::new(first);
    let error = RwSignal::new(None::<ApiError>);
    let fetching = RwSignal::new(false);
    let page = format!("/granskningar/{id}");
    let older = move |_| {
        if fetching.get_untracked() {
            return;
        }
        fetching.set(true);
        let offset = changes.with_untracked(Vec::len);
        let path = format!("/inspections/{id}/history?offset={offset}");
        spawn_local(async move {
            let answer = api::get::<Vec<Change>>(&path).await;
            let _ = fetching.try_set(false);
            match answer {
                Ok(rows) => {
                    let _ = more.try_set(rows.len() >= ROWS);
                    let _ = error.try_set(None);
                    // What was changed meanwhile moves the rows along; none is shown twice.
                    let _ = changes.try_update(|changes| {
                        for row in rows {
                            if !changes.iter().any(|known| known.id == row.id) {
                                changes.push(row);
                            }
                        }
                    });
                }
                Err(failed) => {
                    let _ = error.try_set(Some(failed));
                }
            }
        });
    };
    view! {
        <section class="card" aria-label="Ändringar">
            <HistoryTable changes page />
            {move || {
                error
                    .get()
                    .map(|error| {
                        view! {
                            <p class="field-error" role="alert">
                                {error.sentence()}
                            </p>
                        }
                    })
            }}
            <div class="actions" hidden=move || !more.get()>
                <button
                    class="btn"
                    type="button"
                    aria-disabled=move || fetching.get().then_some("true")
                    on:click=older
                >
                    "Visa äldre"
                </button>
            </div>
        </section>
    }
}
