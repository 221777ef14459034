//! The form that plans an inspection.

use leptos::{ev, prelude::*, task::spawn_local};
use leptos_router::hooks::use_navigate;
use shared::{
    ClinicId,
    clinic::Clinic,
    inspection::{InspectorChoice, PlanInspection, PlannedInspection},
    rights::{Action, On},
    text::Line,
};

use super::{
    planning::{Mistakes, Refused, Summary, Visit, VisitFields, Warned, Wrong},
    words,
};
use crate::{
    api::{self, Method},
    components::{Crumb, Empty, Field, Load, Loaded, Page, Select, Width, load, use_query},
    session::use_session,
};

const DONE: &str = "Granskningen är planerad.";

/// What the form needs.
#[derive(Clone)]
struct Choices {
    clinics: Vec<Clinic>,
    inspectors: Vec<InspectorChoice>,
}

/// Planera granskning.
#[component]
pub fn New() -> impl IntoView {
    let session = use_session();
    let choices: Load<Choices> = load(move || async move {
        let mut clinics: Vec<Clinic> = api::get("/clinics").await?;
        clinics.retain(|clinic| {
            untrack(|| session.may(Action::InspectionPlan, &On::clinic(&clinic.name)))
        });
        clinics.sort_by_key(|clinic| words::clinic(&clinic.name).to_lowercase());
        let mut inspectors: Vec<InspectorChoice> = api::get("/inspectors").await?;
        inspectors.sort_by_key(|choice| choice.person.name.to_lowercase());
        Ok(Choices { clinics, inspectors })
    });
    let crumbs = Signal::derive(|| vec![Crumb::to("Granskningar", "/granskningar")]);
    view! {
        <Page
            title="Planera granskning"
            crumbs
            width=Width::Form
            lede=view! {
                "Två inspektörer granskar kliniken på plats. Ingen av dem får ha ett uppdrag där."
            }
                .into_any()
        >
            <Loaded of=choices let:choices>
                {if choices.clinics.is_empty() {
                    view! {
                        <Empty
                            title="Här planeras granskningar"
                            text="Det görs av den övergripande studierektorn, för regionens kliniker. Du har ingen klinik att planera för."
                        />
                    }
                        .into_any()
                } else {
                    view! { <Form choices /> }.into_any()
                }}
            </Loaded>
        </Page>
    }
}

/// What the person has written.
#[derive(Clone, Copy)]
struct Written {
    clinic: RwSignal<String>,
    specialty: RwSignal<String>,
    visit: Visit,
}

impl Written {
    fn read(self) -> Result<PlanInspection, Vec<Wrong>> {
        let mut wrong = Vec::new();
        let clinic = self.clinic.get_untracked().parse::<ClinicId>();
        if clinic.is_err() {
            wrong.push(("klinik", "Välj vilken klinik som ska granskas.".to_owned()));
        }
        let specialty = Line::try_from(self.specialty.get_untracked());
        if specialty.is_err() {
            wrong.push(("specialitet", "Välj vilken specialitet som ska granskas.".to_owned()));
        }
        match (clinic, specialty, self.visit.read()) {
            (Ok(clinic), Ok(specialty), Ok((starts, ends, inspectors))) => {
                Ok(PlanInspection { clinic, specialty, starts, ends, inspectors })
            }
            (.., visit) => {
                wrong.extend(visit.err().unwrap_or_default());
                Err(wrong)
            }
        }
    }
}

#[component]
fn Form(
    /// What can be chosen.
    choices: Choices,
) -> impl IntoView {
    let asked = use_query("klinik").get_untracked();
    let clinics = StoredValue::new(choices.clinics);
    let inspectors = StoredValue::new(choices.inspectors);
    let only = clinics.with_value(|clinics| match clinics.as_slice() {
        [one] => Some(one.name.id.to_string()),
        _ => None,
    });
    let known = clinics.with_value(|all| all.iter().any(|c| c.name.id.to_string() == asked));
    let clinic = RwSignal::new(if known { asked } else { only.unwrap_or_default() });
    let written =
        Written { clinic, specialty: RwSignal::new(String::new()), visit: Visit::empty() };
    let chosen = Memo::new(move |_| {
        let id = clinic.get();
        clinics.with_value(|all| all.iter().find(|c| c.name.id.to_string() == id).cloned())
    });
    let specialties = Memo::new(move |_| chosen.get().map(|c| c.specialties).unwrap_or_default());
    // The only specialty needs no choosing; another clinic's choice doesn't stay.
    let specialty = Signal::derive(move || {
        let written = written.specialty.get();
        specialties.with(|all| match all.as_slice() {
            [only] => only.clone(),
            all if all.contains(&written) => written,
            _ => String::new(),
        })
    });
    let mistakes = Mistakes::none();
    let sending = RwSignal::new(false);
    let planned = RwSignal::new(None::<PlannedInspection>);
    let navigate = use_navigate();
    let send = move |event: ev::SubmitEvent| {
        event.prevent_default();
        if sending.get_untracked() {
            return;
        }
        written.specialty.set(specialty.get_untracked());
        mistakes.clear();
        let plan = match written.read() {
            Ok(plan) => plan,
            Err(found) => return mistakes.show(found),
        };
        sending.set(true);
        let navigate = navigate.clone();
        let toasts = expect_context::<crate::components::Toasts>();
        spawn_local(async move {
            let answer =
                api::send::<_, PlannedInspection>(Method::POST, "/inspections", None, &plan).await;
            if sending.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(done) if done.warnings.is_empty() => {
                    toasts.show(DONE);
                    navigate(&format!("/granskningar/{}", done.id), Default::default());
                }
                Ok(done) => planned.set(Some(done)),
                Err(error) => mistakes.hear(&error),
            }
        });
    };
    let clinic_options = clinics.with_value(|all| {
        let mut options = vec![(String::new(), "Välj klinik".to_owned())];
        options.extend(all.iter().map(|c| (c.name.id.to_string(), words::clinic(&c.name))));
        Signal::stored(options)
    });
    let specialty_options = Signal::derive(move || {
        let mut options: Vec<(String, String)> =
            specialties.get().into_iter().map(|name| (name.clone(), name)).collect();
        if options.len() != 1 {
            let words = if chosen.with(Option::is_none) {
                "Välj klinik först"
            } else {
                "Välj specialitet"
            };
            options.insert(0, (String::new(), words.to_owned()));
        }
        options
    });
    let form = move || {
        let send = send.clone();
        view! {
            <form class="card form" novalidate on:submit=send>
                <Summary mistakes />
                <Field label="Klinik" id="klinik" error=mistakes.at("klinik")>
                    <Select value=clinic options=clinic_options />
                </Field>
                <Field label="Specialitet" id="specialitet" error=mistakes.at("specialitet")>
                    <Select value=written.specialty options=specialty_options />
                </Field>
                <VisitFields visit=written.visit inspectors clinic=chosen mistakes />
                <Refused mistakes />
                <div class="actions">
                    <button
                        class="btn primary"
                        aria-disabled=move || sending.get().then_some("true")
                    >
                        {move || if sending.get() { "Planerar …" } else { "Planera granskningen" }}
                    </button>
                    <a class="btn" href="/granskningar">
                        "Avbryt"
                    </a>
                </div>
            </form>
        }
    };
    move || match planned.get() {
        None => form().into_any(),
        Some(planned) => view! { <Warned done=DONE planned /> }.into_any(),
    }
}
