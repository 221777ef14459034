//! Målbeskrivningar of a clinic's specialties: the versions there are, one of them whole, and putting in a new one.

use leptos::prelude::*;
use shared::{
    clinic::Clinic,
    curriculum::{Curriculum, CurriculumVersion},
    rights::{Action, On},
};

use crate::{
    api,
    components::{Crumb, Load, Loaded, Page, load, set_query, use_query},
    pages::clinic::use_clinic_id,
    session::use_session,
    time::say_day_of,
};

mod import;
mod preview;

use import::ImportForm;
use preview::Objectives;

/// The parameter of the address that opens the form.
const FORM: &str = "form";
const NEW: &str = "ny";
/// The parameter of the address that names a version.
const VERSION: &str = "version";

/// What the page shows.
#[derive(Clone)]
struct All {
    clinic: Clinic,
    versions: Vec<CurriculumVersion>,
}

/// The clinic's målbeskrivningar.
#[component]
pub fn CurriculaPage() -> impl IntoView {
    let session = use_session();
    let id = use_clinic_id();
    let all: Load<All> = load(move || {
        let path = format!("/clinics/{}", api::encode(&id.get()));
        async move {
            let clinic: Clinic = api::get(&path).await?;
            let mut versions: Vec<CurriculumVersion> = api::get("/curricula").await?;
            versions.retain(|one| {
                one.holds_at(clinic.name.care_provider)
                    && clinic.specialties.iter().any(|own| **own == *one.specialty)
            });
            Ok(All { clinic, versions })
        }
    });
    let crumbs = Signal::derive(move || {
        let clinic = format!("/kliniker/{}", id.get());
        let name = all.get().map_or_else(|| "Kliniken".to_owned(), |all| all.clinic.name.name);
        vec![Crumb::to(name, clinic.clone()), Crumb::to("ST-läkare", format!("{clinic}/st-lakare"))]
    });
    let may_publish = Memo::new(move |_| {
        all.get().is_some_and(|all| {
            session.may(Action::CurriculumPublish, &On::clinic(&all.clinic.name))
        })
    });
    let form = use_query(FORM);
    let open = Memo::new(move |_| may_publish.get() && form.with(|form| form == NEW));
    let new = set_query(FORM, NEW);
    let actions = move || {
        (may_publish.get() && !open.get()).then(|| {
            view! {
                <a class="btn primary" href=move || new.get()>
                    "Lägg in en målbeskrivning"
                </a>
            }
        })
    };
    view! {
        <Page
            title="Målbeskrivningar"
            crumbs
            lede=view! { "Den som började sin ST med en version behåller den. Att byta är ett beslut om ST:n." }
                .into_any()
            actions=view! { {actions} }.into_any()
        >
            <Loaded of=all let:fetched>
                {
                    let All { clinic, versions } = fetched;
                    let (clinic, versions) = (StoredValue::new(clinic), StoredValue::new(versions));
                    view! {
                        {move || {
                            open.get().then(|| {
                                let published = Callback::new(move |()| all.reload());
                                view! { <ImportForm clinic=clinic.get_value() published /> }
                            })
                        }}
                        <Versions versions />
                        <One />
                    }
                }
            </Loaded>
        </Page>
    }
}

/// All versions by specialty and regulation, the latest first.
#[component]
fn Versions(versions: StoredValue<Vec<CurriculumVersion>>) -> impl IntoView {
    let rows = versions.with_value(|versions| {
        let mut before: Option<&CurriculumVersion> = None;
        versions
            .iter()
            .map(|version| {
                let latest = before.is_none_or(|one| {
                    one.specialty != version.specialty || one.regulation != version.regulation
                });
                before = Some(version);
                row(version.clone(), latest)
            })
            .collect_view()
    });
    view! {
        <section class="card" aria-labelledby="versioner">
            <h2 id="versioner">"Versioner"</h2>
            <div class="table-wrap">
                <table class="table" data-stack>
                    <caption class="vh">"Målbeskrivningar för klinikens specialiteter"</caption>
                    <thead>
                        <tr>
                            <th scope="col">"Målbeskrivning"</th>
                            <th scope="col">"Version"</th>
                            <th scope="col">"Inlagd"</th>
                            <th scope="col">"Läge"</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
}

fn row(version: CurriculumVersion, latest: bool) -> impl IntoView {
    let href = set_query(VERSION, version.id.to_string());
    let (state, words) = match (version.draft, latest) {
        (true, _) => ("open", "Utkast"),
        (false, true) => ("done", "Senaste"),
        (false, false) => ("not-started", "Tidigare"),
    };
    let published = match version.care_provider {
        None => view! { "Följer med Stins" }.into_any(),
        Some(_) => view! {
            {say_day_of(version.published.at)}
            <span class="note">{version.published.by}</span>
        }
        .into_any(),
    };
    view! {
        <tr>
            <th scope="row">
                {version.specialty.to_string()} <span class="note">{version.regulation.to_string()}</span>
            </th>
            <td data-label="Version">
                <a href=move || format!("{}#delmal", href.get())>{version.version_name.to_string()}</a>
            </td>
            <td data-label="Inlagd">{published}</td>
            <td data-label="Läge">
                <span class="chip" data-state=state>
                    {words}
                </span>
            </td>
        </tr>
    }
}

/// The version that is chosen, whole.
#[component]
fn One() -> impl IntoView {
    let wanted = use_query(VERSION);
    let chosen: Load<Option<Curriculum>> = load(move || {
        let id = wanted.get();
        async move {
            if id.is_empty() {
                return Ok(None);
            }
            api::get(&format!("/curricula/{}", api::encode(&id))).await.map(Some)
        }
    });
    move || {
        if wanted.with(String::is_empty) {
            return None;
        }
        Some(view! {
            <section class="card" id="delmal" aria-labelledby="delmal-rubrik">
                <Loaded of=chosen let:chosen>
                    {chosen
                        .map(|curriculum| {
                            let title = format!(
                                "{}, {}, {}",
                                &*curriculum.specialty,
                                curriculum.regulation,
                                &*curriculum.version_name,
                            );
                            let draft = curriculum
                                .why_draft()
                                .map(|why| {
                                    view! {
                                        <div class="notice" data-kind="warn">
                                            <p>{why.to_string()}</p>
                                        </div>
                                    }
                                });
                            view! {
                                <h2 id="delmal-rubrik">{title}</h2>
                                {draft}
                                <Objectives objectives=curriculum.objectives />
                            }
                        })}
                </Loaded>
            </section>
        })
    }
}
