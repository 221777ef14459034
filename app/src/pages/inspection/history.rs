//! An inspection's history.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use shared::{inspection::Inspection, review::Change};

use super::words;
use crate::{
    api,
    components::{Crumb, Empty, Load, Loaded, Older, Page, load, review::HistoryTable},
};

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
    let changes = RwSignal::new(first);
    let page = format!("/granskningar/{id}");
    let path = format!("/inspections/{id}/history");
    view! {
        <section class="card" aria-label="Ändringar">
            <HistoryTable changes page />
            <Older path changes />
        </section>
    }
}
