//! The form that changes when an inspection is made and by whom.

use leptos::{ev, prelude::*, task::spawn_local};
use leptos_router::hooks::{use_navigate, use_params_map};
use shared::{
    clinic::Clinic,
    inspection::{
        Inspection, InspectionPhase, InspectorChoice, PlannedInspection, ReplanInspection,
    },
    text::Reason,
};

use super::{
    planning::{Mistakes, Refused, Summary, Visit, VisitFields, Warned, Wrong, send_planning},
    words,
};
use crate::{
    api::{self, ApiError, Method},
    components::{Crumb, Empty, Field, Load, Loaded, Page, TextArea, Toasts, Width, load},
};

const DONE: &str = "Planeringen är ändrad.";

/// What the form needs.
#[derive(Clone)]
struct Opened {
    inspection: Inspection,
    clinic: Clinic,
    inspectors: Vec<InspectorChoice>,
}

async fn open(id: String) -> Result<Opened, ApiError> {
    let inspection: Inspection = api::get(&format!("/inspections/{id}")).await?;
    let inspectors = api::get("/inspectors").await?;
    let clinic = api::get(&format!("/clinics/{}", inspection.clinic.id)).await?;
    Ok(Opened { inspection, clinic, inspectors })
}

/// Ändra planeringen.
#[component]
pub fn Replan() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id").unwrap_or_default()));
    let opened: Load<Opened> = load(move || open(id.get()));
    let crumbs = Signal::derive(move || {
        let mut crumbs = vec![Crumb::to("Granskningar", "/granskningar")];
        if let Some(Opened { inspection, .. }) = opened.get() {
            let label = format!("{}, {}", words::title(&inspection), inspection.clinic.name);
            crumbs.push(Crumb::to(label, format!("/granskningar/{}", inspection.id)));
        }
        crumbs
    });
    view! {
        <Page
            title="Ändra planeringen"
            crumbs
            width=Width::Form
            lede=view! {
                "Dagarna och inspektörerna kan ändras tills en inspektör har undertecknat. Det som ändras står i historiken."
            }
                .into_any()
        >
            <Loaded of=opened let:opened>
                <Form opened />
            </Loaded>
        </Page>
    }
}

/// Whether a reason is asked for.
const fn begun(inspection: &Inspection) -> bool {
    matches!(inspection.phase, InspectionPhase::Underway { .. })
}

#[component]
fn Form(
    /// What is planned, and what can be chosen.
    opened: Opened,
) -> impl IntoView {
    let Opened { inspection, clinic, inspectors } = opened;
    let page = format!("/granskningar/{}", inspection.id);
    let path = format!("/inspections/{}/planning", inspection.id);
    let visit = Visit::of(&inspection, &clinic, &inspectors);
    let inspectors = StoredValue::new(inspectors);
    let clinic = Signal::stored(Some(clinic));
    let why = RwSignal::new(String::new());
    let seen = RwSignal::new(inspection);
    let mistakes = Mistakes::none();
    let sending = RwSignal::new(false);
    let planned = RwSignal::new(None::<PlannedInspection>);
    let read = move || {
        let asks = seen.with_untracked(begun);
        let reason = match asks.then(|| Reason::try_from(why.get_untracked())).transpose() {
            Ok(reason) => Ok(reason),
            Err(wrong) => Err(("varfor", wrong.to_string())),
        };
        match (visit.read(), reason) {
            (Ok((starts, ends, inspectors)), Ok(reason)) => {
                Ok(ReplanInspection { starts, ends, inspectors, reason })
            }
            (dates, reason) => {
                let mut wrong: Vec<Wrong> = dates.err().unwrap_or_default();
                wrong.extend(reason.err());
                Err(wrong)
            }
        }
    };
    let (navigate, toasts) = (use_navigate(), expect_context::<Toasts>());
    let send = {
        let page = page.clone();
        move |event: ev::SubmitEvent| {
            event.prevent_default();
            if sending.get_untracked() {
                return;
            }
            mistakes.clear();
            let replan = match read() {
                Ok(replan) => replan,
                Err(wrong) => return mistakes.show(wrong),
            };
            sending.set(true);
            let (navigate, path, page) = (navigate.clone(), path.clone(), page.clone());
            spawn_local(async move {
                let was = seen.get_untracked();
                let answer =
                    send_planning::<_, PlannedInspection>(Method::PUT, &path, &was, &replan).await;
                if sending.try_set(false).is_some() {
                    return;
                }
                match answer {
                    Ok(done) if done.warnings.is_empty() => {
                        toasts.show(DONE);
                        navigate(&page, Default::default());
                    }
                    Ok(done) => planned.set(Some(done)),
                    Err(error) => match error.conflict::<Inspection>() {
                        Some(now) => {
                            mistakes.refuse(changed(&now));
                            seen.set(now);
                        }
                        None => mistakes.hear(&error),
                    },
                }
            });
        }
    };
    let form = {
        let page = page.clone();
        move || {
            let (send, page) = (send.clone(), page.clone());
            view! {
                <form class="card form" novalidate on:submit=send>
                    <Summary mistakes />
                    <VisitFields visit inspectors clinic mistakes />
                    {move || {
                        seen.with(begun)
                            .then(|| {
                                view! {
                                    <p class="note">
                                        "Granskningen pågår. En inspektör som byts ut kommer inte längre åt den, men det hen har skrivit finns kvar i protokollet."
                                    </p>
                                    <Field
                                        label="Varför ändras planeringen?"
                                        id="varfor"
                                        hint="Står i historiken."
                                        error=mistakes.at("varfor")
                                    >
                                        <TextArea value=why />
                                    </Field>
                                }
                            })
                    }}
                    <Refused mistakes />
                    <div class="actions">
                        <button
                            class="btn primary"
                            aria-disabled=move || sending.get().then_some("true")
                        >
                            {move || if sending.get() { "Sparar …" } else { "Spara ändringen" }}
                        </button>
                        <a class="btn" href=page>
                            "Avbryt"
                        </a>
                    </div>
                </form>
            }
        }
    };
    let locked = Memo::new(move |_| seen.with(|inspection| inspection.phase.replannable().err()));
    move || match (planned.get(), locked.get()) {
        (Some(planned), _) => view! { <Warned done=DONE planned /> }.into_any(),
        (None, Some(why)) => {
            let href = page.clone();
            view! {
                <Empty title="Planeringen kan inte ändras" text=why.to_string()>
                    <a class="btn primary" href=href>
                        "Till granskningen"
                    </a>
                </Empty>
            }
            .into_any()
        }
        (None, None) => form().into_any(),
    }
}

/// What somebody else has made of the planning meanwhile.
fn changed(now: &Inspection) -> String {
    format!(
        "Någon annan har ändrat granskningen medan du skrev. Nu gäller platsbesök {} med {}, och läget är {}. Spara igen om det du har skrivit ska gälla i stället.",
        words::visit(now.starts, now.ends),
        words::people(&now.inspectors),
        now.phase.name().to_lowercase()
    )
}
