//! An inspection's own page: where it stands, what remains and for whom, and the steps one may take.

use std::{collections::BTreeMap, sync::Arc};

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use shared::{
    checklist::Checklist,
    inspection::{Inspection, InspectionPhase},
    rights::{Action, On},
};

mod areas;
mod case;
mod comments;
mod lists;
mod now;
mod phases;
mod planning;
mod signatures;

use areas::{Areas, Grades};
use case::Case;
use comments::Comments;
use lists::Lists;
use now::Now;
use phases::phases;
use planning::{Cancelled, Planning};
use signatures::Signatures;

use super::{live::GONE, standing::standings, words};
use crate::{
    api::{self, ApiError},
    components::{Crumb, Load, Loaded, Page, Refusal, load},
    outbox::use_outbox,
    session::use_session,
    time::say_ahead,
};

#[derive(Clone)]
struct Opened {
    inspection: Inspection,
    checklist: Arc<Checklist>,
}

async fn open(id: String) -> Result<Opened, ApiError> {
    let inspection: Inspection = api::get(&format!("/inspections/{id}")).await?;
    let checklist = api::checklist(inspection.checklist).await?;
    Ok(Opened { inspection, checklist })
}

/// Granskning.
#[component]
pub fn Overview() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id").unwrap_or_default()));
    let (outbox, session) = (use_outbox(), use_session());
    let opened: Load<Opened> = load(move || {
        let id = id.get();
        async move {
            outbox.settle().await;
            open(id).await
        }
    });
    let case = RwSignal::new(None::<Case>);
    let title = Signal::derive(move || {
        opened
            .get()
            .map_or_else(|| "Granskning".to_owned(), |opened| words::title(&opened.inspection))
    });
    let crumbs = Signal::derive(move || {
        let mut crumbs = vec![Crumb::to("Granskningar", "/granskningar")];
        if let Some(Opened { inspection, .. }) = opened.get() {
            let clinic = words::clinic(&inspection.clinic);
            // Those who were to inspect it no longer see the clinic.
            let off = matches!(inspection.phase, InspectionPhase::Cancelled { .. });
            let seen = !off || session.may(Action::ClinicRead, &On::clinic(&inspection.clinic));
            crumbs.push(if seen {
                Crumb::to(clinic, format!("/kliniker/{}", inspection.clinic.id))
            } else {
                Crumb::plain(clinic)
            });
        }
        crumbs
    });
    let lede = move || {
        let case = case.get()?;
        Some(case.live.with(|inspection| {
            let ahead = say_ahead(inspection.starts)
                .filter(|_| inspection.phase == InspectionPhase::Planned)
                .map(|words| format!(", {words}"))
                .unwrap_or_default();
            let visit = words::visit(inspection.starts, inspection.ends);
            let visit = match inspection.phase {
                InspectionPhase::Cancelled { .. } => format!("var planerad till {visit}"),
                _ => format!("platsbesök {visit}{ahead}"),
            };
            format!("{} · {visit}", inspection.specialty)
        }))
    };
    let actions = move || case.get().map(|case| view! { <Actions case /> });
    let stepper = move || case.get().map(|case| move || case.live.with(phases));
    view! {
        <Page
            title
            crumbs
            lede=view! { {lede} }.into_any()
            actions=view! { {actions} }.into_any()
            facts=view! { {stepper} }.into_any()
        >
            <Loaded of=opened let:opened>
                {
                    let opened = Case::open(opened.inspection, opened.checklist);
                    case.set(Some(opened));
                    view! { <Whole case=opened /> }
                }
            </Loaded>
        </Page>
    }
}

/// Where else one can read of it.
#[component]
fn Actions(
    /// The inspection.
    case: Case,
) -> impl IntoView {
    let links = move || {
        case.live.with(|inspection| {
            let page = format!("/granskningar/{}", inspection.id);
            let report = match inspection.phase {
                InspectionPhase::Preliminary { .. } => Some("Preliminär rapport"),
                InspectionPhase::Final { .. } => Some("Rapport"),
                InspectionPhase::Planned
                | InspectionPhase::Underway { .. }
                | InspectionPhase::Cancelled { .. } => None,
            };
            let compare = format!(
                "/kliniker/{}/jamforelse?specialitet={}",
                inspection.clinic.id,
                api::encode(&inspection.specialty)
            );
            let plan = inspection.action_plan.map(|plan| format!("/handlingsplaner/{plan}"));
            view! {
                {report
                    .map(|words| {
                        view! {
                            <a class="btn" href=format!("{page}/rapport")>
                                {words}
                            </a>
                            <a class="btn" href=compare>
                                "Jämförelse"
                            </a>
                        }
                    })}
                {plan
                    .map(|href| {
                        view! {
                            <a class="btn" href=href>
                                "Handlingsplan"
                            </a>
                        }
                    })}
                <a class="btn" href=format!("{page}/historik")>
                    "Historik"
                </a>
            }
        })
    };
    view! { {links} }
}

#[component]
fn Whole(
    /// The inspection.
    case: Case,
) -> impl IntoView {
    let problem = Signal::derive(move || {
        if case.live.gone() { Some(GONE.to_owned()) } else { case.going.why().get() }
    });
    let published = Memo::new(move |_| case.live.with(|i| i.phase.published()));
    let readable = Memo::new(move |_| case.live.with(|i| i.protocol.is_some()));
    let standings = Memo::new(move |_| {
        let checklist = case.checklist();
        case.live.with(|inspection| {
            inspection
                .protocol
                .as_ref()
                .map(|protocol| standings(&checklist, protocol))
                .unwrap_or_default()
        })
    });
    let differences = Memo::new(move |_| case.differences());
    view! {
        <Refusal why=problem />
        <Now case standings />
        <div class="columns">
            <div class="column">
                <Cancelled case />
                {move || {
                    published.get().then(|| view! { <Comments case /> })
                }}
                {move || match (readable.get(), published.get()) {
                    (true, true) => view! { <Grades case standings differences /> }.into_any(),
                    (true, false) => view! { <Areas case standings /> }.into_any(),
                    (false, _) => view! { <Unread case /> }.into_any(),
                }}
                {move || readable.get().then(|| view! { <Lists case /> })}
            </div>
            <aside class="column" aria-label="Underskrifter och tider">
                <Planning case />
                <Signatures case standings />
                <Facts case />
            </aside>
        </div>
    }
}

/// What those outside see before the report is preliminary; nothing where none will come.
#[component]
fn Unread(
    /// The inspection.
    case: Case,
) -> impl IntoView {
    let text = move || {
        case.live.with(|inspection| match inspection.phase {
            InspectionPhase::Cancelled { .. } => None,
            InspectionPhase::Planned => Some(
                "När granskningen börjar tar inspektörerna in klinikens senaste undertecknade självvärdering. Den låses då. Inspektörernas bedömning syns här när båda har undertecknat och rapporten är preliminär.",
            ),
            _ => Some(
                "Inspektörerna skriver sitt protokoll. Deras bedömning och betyg syns här när båda har undertecknat och rapporten är preliminär. Då kan kliniken lämna synpunkter om sakfel.",
            ),
        })
    };
    move || {
        text().map(|text| {
            view! {
                <section class="empty">
                    <h2>"Här kommer betyg och iakttagelser"</h2>
                    <p>{text}</p>
                </section>
            }
        })
    }
}

#[component]
fn Facts(
    /// The inspection.
    case: Case,
) -> impl IntoView {
    let checklist = case.checklist();
    let name = format!("{} {}", checklist.name, checklist.version);
    let facts = move || {
        case.live.with(|inspection| {
            let own = inspection.self_assessment.map(|own| {
                view! { <a href=format!("/sjalvvarderingar/{own}")>"Visa"</a> }.into_any()
            });
            let began = !matches!(
                inspection.phase,
                InspectionPhase::Planned | InspectionPhase::Cancelled { .. }
            );
            let visit = match inspection.phase {
                InspectionPhase::Cancelled { .. } => "Var planerad till",
                _ => "Platsbesök",
            };
            view! {
                <div>
                    <dt>{visit}</dt>
                    <dd>{words::visit(inspection.starts, inspection.ends)}</dd>
                </div>
                <div>
                    <dt>"Specialitet"</dt>
                    <dd>{inspection.specialty.clone()}</dd>
                </div>
                <div>
                    <dt>"Checklista"</dt>
                    <dd>{name.clone()}</dd>
                </div>
                {began
                    .then(|| {
                        view! {
                            <div>
                                <dt>"Klinikens självvärdering"</dt>
                                <dd>{own.unwrap_or_else(|| "Ingen".into_any())}</dd>
                            </div>
                        }
                    })}
                {inspection
                    .imported
                    .then(|| {
                        view! {
                            <div>
                                <dt>"Källa"</dt>
                                <dd>"Importerad rapport"</dd>
                            </div>
                        }
                    })}
            }
        })
    };
    view! {
        <section class="card" data-tight aria-labelledby="fakta">
            <h2 id="fakta">"Om granskningen"</h2>
            <dl class="facts" data-list>
                {facts}
            </dl>
        </section>
    }
}

/// Criteria where clinic and inspectors came to different things, counted by area.
type Differences = BTreeMap<shared::checklist::AreaCode, usize>;
