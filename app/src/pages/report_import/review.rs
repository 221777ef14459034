//! The review of an import: the source beside what was read, and what the text doesn't hold asked for.

use std::sync::Arc;

use leptos::prelude::*;
use leptos_router::hooks::{use_navigate, use_params_map};
use shared::{
    checklist::Checklist,
    clinic::Clinic,
    grade::list,
    inspection::{InspectorChoice, PlannedInspection},
    report_import::ReportImport,
    text::Reason,
};

use super::{
    about::About,
    answers::{Answers, Sheet, changed, suggested},
    areas::areas,
    bullets::Bullets,
    crumbs,
};
use crate::{
    api::{self, ApiError, Method},
    components::{Confirm, Crumb, Empty, Loaded, Page, Toasts, load},
    drafts,
    pages::action_plan::form::{EntryDraft, ErrorSummary, Mend},
    session::use_me,
};

/// What the page needs.
#[derive(Clone)]
struct Facts {
    import: ReportImport,
    checklist: Arc<Checklist>,
    specialties: Vec<String>,
    inspectors: Vec<InspectorChoice>,
}

async fn fetch(id: String) -> Result<Facts, ApiError> {
    let import: ReportImport = api::get(&format!("/report-imports/{id}")).await?;
    let checklist = api::checklist(import.checklist).await?;
    let clinic: Clinic = api::get(&format!("/clinics/{}", import.clinic.id)).await?;
    let inspectors: Vec<InspectorChoice> = api::get("/inspectors").await?;
    let inspectors = inspectors
        .into_iter()
        .filter(|choice| choice.clinics.iter().all(|own| own.id != import.clinic.id))
        .collect();
    Ok(Facts { import, checklist, specialties: clinic.specialties, inspectors })
}

/// Granska importen.
#[component]
pub fn ReviewPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id").unwrap_or_default()));
    let facts = load(move || fetch(id.get()));
    let crumbs = Signal::derive(|| {
        let mut crumbs = crumbs();
        crumbs.push(Crumb::to("Importera SPUR-rapport", "/importera"));
        crumbs
    });
    let lede = (move || {
        facts.get().map(|Facts { import, checklist, .. }| {
            format!(
                "{}, {} · {} av {} kriterier kändes igen.",
                import.clinic.name,
                import.clinic.site,
                import.read.criteria_found,
                checklist.criteria().count()
            )
        })
    })
    .into_any();
    view! {
        <Page title="Stäm av det som lästes" crumbs lede>
            <Loaded of=facts let:facts>
                {match facts.import.inspection {
                    Some(inspection) => {
                        let href = format!("/granskningar/{inspection}/rapport");
                        view! {
                            <Empty
                                title="Importen är redan sparad"
                                text="Rapporten finns bland klinikens granskningar."
                            >
                                <a class="btn primary" href=href>
                                    "Läs rapporten"
                                </a>
                            </Empty>
                        }
                            .into_any()
                    }
                    None => view! { <Review facts /> }.into_any(),
                }}
            </Loaded>
        </Page>
    }
}

#[component]
fn Review(
    /// What was read, and what can be chosen.
    facts: Facts,
) -> impl IntoView {
    let Facts { import, checklist, specialties, inspectors } = facts;
    let me = use_me().id;
    let toasts = expect_context::<Toasts>();
    let navigate = StoredValue::new_local(use_navigate());
    let id = import.id;
    let key = StoredValue::new(format!("report-imports/{id}"));
    let kept = drafts::kept::<(Answers, Vec<EntryDraft>)>(me, &key.get_value());
    let sheet = Sheet::new(&import, &specialties, kept);
    let followed = sheet.clone();
    Effect::new(move |before: Option<()>| {
        let now = followed.kept();
        if before.is_some() {
            // Without storage it is kept on the page only.
            let _ = drafts::keep(me, &key.get_value(), &now);
        }
    });
    let wrong = RwSignal::new(Vec::<Mend>::new());
    let busy = RwSignal::new(false);
    let go = move |to: String| {
        navigate.try_with_value(|go| go(&to, leptos_router::NavigateOptions::default()));
    };
    let forget = move || {
        if let Some(key) = key.try_get_value() {
            drafts::forget(me, &key);
        }
    };
    let save = {
        let (sheet, import, checklist) = (sheet.clone(), import.clone(), checklist.clone());
        move |event: leptos::ev::SubmitEvent| {
            event.prevent_default();
            if busy.get_untracked() {
                return;
            }
            let body = match sheet.confirm(&import, &checklist) {
                Ok(body) => body,
                Err(all) => {
                    wrong.set(all);
                    to_summary();
                    return;
                }
            };
            wrong.set(Vec::new());
            busy.set(true);
            leptos::task::spawn_local(async move {
                let path = format!("/report-imports/{id}/inspection");
                let answer: Result<PlannedInspection, ApiError> =
                    api::send(Method::POST, &path, None, &body).await;
                let _ = busy.try_set(false);
                match answer {
                    Ok(made) => {
                        forget();
                        let told = if made.warnings.is_empty() {
                            "Granskningen är sparad.".to_owned()
                        } else {
                            format!("Granskningen är sparad. {}", made.warnings.join(" "))
                        };
                        toasts.show(told);
                        go(format!("/granskningar/{}/rapport", made.id));
                    }
                    Err(error) => {
                        let words = format!("{} Det du fyllt i finns kvar.", error.sentence());
                        let _ = wrong.try_set(vec![(String::new(), words)]);
                        to_summary();
                    }
                }
            });
        }
    };
    let discarding = RwSignal::new(false);
    let discard = move |_: Option<Reason>| {
        leptos::task::spawn_local(async move {
            let path = format!("/report-imports/{id}");
            match api::send_empty::<()>(Method::DELETE, &path, None).await {
                Ok(()) => {
                    forget();
                    toasts.show("Importen är kastad. Inget har sparats.");
                    go("/importera".to_owned());
                }
                Err(error) => {
                    let _ = wrong.try_set(vec![(String::new(), error.sentence())]);
                    to_summary();
                }
            }
        });
    };
    let runs = import.read.bullets.clone();
    view! {
        <div id="att-ratta" tabindex="-1">
            <ErrorSummary wrong />
        </div>
        {asked_for(&import, &checklist)}
        <form class="stack" data-gap="wide" novalidate on:submit=save>
            <section class="card" aria-labelledby="om-granskningen">
                <h2 id="om-granskningen">"Om granskningen"</h2>
                <div>
                    <About import=import.clone() specialties inspectors answers=sheet.answers wrong />
                    <Bullets runs answers=sheet.answers wrong />
                </div>
            </section>
            {areas(&import, &checklist, &sheet, wrong)}
            {unplaced(&import)}
            <div class="actions">
                <button class="btn primary" disabled=move || busy.get()>
                    {move || if busy.get() { "Sparas …" } else { "Spara som granskning" }}
                </button>
                <p class="note">"Det du fyller i finns kvar i den här webbläsaren."</p>
                <button
                    class="link-btn danger push"
                    type="button"
                    on:click=move |_| discarding.set(true)
                >
                    "Kasta importen"
                </button>
            </div>
        </form>
        <Confirm
            open=discarding
            title="Kasta importen?"
            action="Kasta"
            danger=true
            on_confirm=Callback::new(discard)
        >
            <p>"Ingen granskning sparas, och det du fyllt i försvinner. Rapporten kan läsas in igen."</p>
        </Confirm>
    }
}

/// Moves focus to what has to be mended.
fn to_summary() {
    request_animation_frame(|| {
        if let Some(place) = document().get_element_by_id("att-ratta") {
            let place: web_sys::HtmlElement = wasm_bindgen::JsCast::unchecked_into(place);
            let _ = place.focus();
        }
    });
}

/// What the text doesn't hold, each with a link to where it is filled in.
fn asked_for(import: &ReportImport, checklist: &Checklist) -> AnyView {
    let changed = changed(import);
    let ungraded: Vec<String> = checklist
        .areas
        .iter()
        .map(|area| area.code)
        .filter(|code| !changed.contains(code))
        .map(|code| code.to_string())
        .collect();
    let mut asked: Vec<(String, String)> =
        vec![("#besok".to_owned(), "Datum för platsbesöket".to_owned())];
    if import.read.specialty.is_none() {
        asked.push(("#specialitet".to_owned(), "Specialitet".to_owned()));
    }
    if import.read.bullets.iter().any(|run| run.list.is_none()) {
        let words = "Vilka punkter som är styrkor, svagheter och förbättringspotential";
        asked.push(("#punkter".to_owned(), words.to_owned()));
    }
    if let Some(first) = ungraded.first() {
        asked.push((format!("#betyg-{first}"), format!("Betyg för {}", ungraded.join(", "))));
    }
    let findings = suggested(import);
    if let Some(first) = findings.first() {
        let words = format!("Om {} var brister, som handlingsplanen tyder på", list(&findings));
        asked.push((format!("#omrade-{}", first.area()), words));
    }
    for (number, entry) in (1..).zip(&import.read.entries) {
        if !entry.warnings.is_empty() {
            let words =
                entry.warnings.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
            let codes = entry.criteria.join(", ");
            asked.push((
                format!("#plan-{number}-brister"),
                format!("Handlingsplan {codes}: {words}"),
            ));
        }
    }
    let links = asked
        .into_iter()
        .map(|(href, words)| {
            view! {
                <li>
                    <a href=href>{words}</a>
                </li>
            }
        })
        .collect_view();
    view! {
        <nav class="notice" data-kind="warn" aria-labelledby="star-inte">
            <h2 id="star-inte">"Det här behöver du fylla i eller kontrollera"</h2>
            <ul class="plain-list">{links}</ul>
        </nav>
    }
    .into_any()
}

/// Lines that found no place, criteria that weren't recognised, and the whole source.
fn unplaced(import: &ReportImport) -> AnyView {
    let lines = &import.read.unplaced;
    let unplaced = (!lines.is_empty()).then(|| {
        view! {
            <p>"De här raderna kunde inte placeras i något område. De sparas inte i granskningen."</p>
            <pre class="source" tabindex="0" aria-label="Rader utan plats">
                {lines.join("\n")}
            </pre>
        }
    });
    let missing = &import.read.missing_criteria;
    let missing = (!missing.is_empty()).then(|| {
        view! { <p>{format!("Kriterier som inte kändes igen: {}.", missing.join(", "))}</p> }
    });
    view! {
        <section class="card" aria-labelledby="hela-texten">
            <h2 id="hela-texten">"Hela texten"</h2>
            {unplaced}
            {missing}
            <details>
                <summary>"Visa rapportens text som den lästes in"</summary>
                <pre class="source" tabindex="0" aria-label="Rapportens text">
                    {import.text.clone()}
                </pre>
            </details>
        </section>
    }
    .into_any()
}
