//! Checklists: the versions, one version, and publishing a new one.

use std::{str::FromStr, sync::Arc};

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use shared::{
    CareProviderId, ChecklistId,
    checklist::{Checklist, ChecklistVersion},
    clinic::CareProvider,
    rights::{Action, On},
};

use crate::{
    api::{self, ApiError},
    components::{Empty, Load, Loaded, Page, load},
    session::{Session, use_session},
    time::say_day_of,
};

mod new_version;
mod view;

pub use new_version::NewVersionPage;
pub use view::ChecklistPage;

/// The checklist of the address.
fn use_checklist() -> Load<Arc<Checklist>> {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id").unwrap_or_default()));
    load(move || {
        let id = ChecklistId::from_str(&id.get());
        async move {
            match id {
                Ok(id) => api::checklist(id).await,
                Err(_) => Err(ApiError::not_found()),
            }
        }
    })
}

/// The care providers for which the person may publish a checklist.
fn publishing(session: Session, providers: &[CareProvider]) -> Vec<CareProvider> {
    let may = |id: CareProviderId| session.may(Action::ChecklistPublish, &On::care_provider(id));
    providers.iter().filter(|provider| may(provider.id)).cloned().collect()
}

/// All published versions.
#[component]
pub fn ChecklistsPage() -> impl IntoView {
    let session = use_session();
    let versions: Load<Vec<ChecklistVersion>> = load(|| async { api::get("/checklists").await });
    let providers: Load<Vec<CareProvider>> = load(|| async { api::get("/care-providers").await });
    let actions = move || {
        let publishes =
            providers.get().is_some_and(|providers| !publishing(session, &providers).is_empty());
        let versions = versions.get().unwrap_or_default();
        let newest = versions
            .iter()
            .find(|version| version.current)
            .or_else(|| versions.first())
            .map(|version| version.id);
        newest.filter(|_| publishes).map(|id| {
            view! {
                <a class="btn" href=format!("/checklistor/{id}/ny")>
                    "Ge ut en ny version"
                </a>
            }
        })
    };
    view! {
        <Page
            title="Checklistor"
            lede=view! { "En ny version gäller självvärderingar och granskningar som börjar efter att den getts ut. De som pågår behåller sin." }
                .into_any()
            actions=view! { {actions} }.into_any()
        >
            <Loaded of=versions let:versions>
                {if versions.is_empty() {
                    view! { <Empty title="Här står checklistans versioner" text="Ingen är utgiven än." /> }
                        .into_any()
                } else {
                    view! { <Versions versions providers /> }.into_any()
                }}
            </Loaded>
        </Page>
    }
}

#[component]
fn Versions(
    /// Newest first.
    versions: Vec<ChecklistVersion>,
    /// For their names.
    providers: Load<Vec<CareProvider>>,
) -> impl IntoView {
    let publisher = move |id: Option<CareProviderId>| match id {
        None => "Följer med Stins".to_owned(),
        Some(id) => providers
            .get()
            .and_then(|all| all.into_iter().find(|provider| provider.id == id))
            .map_or_else(|| "En vårdgivare".to_owned(), |provider| provider.name),
    };
    let rows = versions
        .into_iter()
        .map(|version| {
            let (state, words) =
                if version.current { ("done", "Gäller") } else { ("not-started", "Tidigare") };
            view! {
                <tr>
                    <th scope="row">
                        <a href=format!(
                            "/checklistor/{}",
                            version.id,
                        )>{format!("Version {}", version.version)}</a>
                    </th>
                    <td data-label="Utgiven av">{move || publisher(version.care_provider)}</td>
                    <td data-label="Utgiven">
                        {say_day_of(version.published.at)}
                        {(!version.published.by.is_empty())
                            .then(|| view! { <span class="note">{version.published.by}</span> })}
                    </td>
                    <td data-label="Läge">
                        <span class="chip" data-state=state>
                            {words}
                        </span>
                    </td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <section class="card" aria-labelledby="versions">
            <h2 id="versions">"Versioner"</h2>
            <div class="table-wrap">
                <table class="table" data-stack>
                    <caption class="vh">"Versioner av checklistan"</caption>
                    <thead>
                        <tr>
                            <th scope="col">"Version"</th>
                            <th scope="col">"Utgiven av"</th>
                            <th scope="col">"Utgiven"</th>
                            <th scope="col">"Läge"</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
}
