//! The form that plans an inspection.

use chrono::NaiveDate;
use leptos::{ev, html, prelude::*, task::spawn_local};
use leptos_router::hooks::use_navigate;
use shared::{
    ClinicId, PersonId,
    clinic::Clinic,
    inspection::{InspectorChoice, PlanInspection, PlannedInspection},
    rights::{Action, On},
    text::Line,
};
use wasm_bindgen::JsCast;

use super::words;
use crate::{
    api::{self, ApiError, Method},
    components::{
        Crumb, Empty, Field, Input, Load, Loaded, Page, Select, Width, load, toast, use_query,
    },
    session::use_session,
};

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

/// What is wrong: the field's id and a sentence.
type Wrong = (&'static str, String);

/// What the person has written.
#[derive(Clone, Copy)]
struct Written {
    clinic: RwSignal<String>,
    specialty: RwSignal<String>,
    starts: RwSignal<String>,
    ends: RwSignal<String>,
    inspectors: [RwSignal<String>; 2],
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
        let starts = self.starts.get_untracked().parse::<NaiveDate>();
        if starts.is_err() {
            wrong.push(("forsta", "Välj besökets första dag.".to_owned()));
        }
        let ends = self.ends.get_untracked().parse::<NaiveDate>();
        if ends.is_err() {
            wrong.push(("sista", "Välj besökets sista dag.".to_owned()));
        }
        let [one, other] = self.inspectors.map(|person| person.get_untracked().parse::<PersonId>());
        if one.is_err() {
            wrong.push(("inspektor1", "Välj den första inspektören.".to_owned()));
        }
        if other.is_err() {
            wrong.push(("inspektor2", "Välj den andra inspektören.".to_owned()));
        }
        let (Ok(clinic), Ok(specialty), Ok(starts), Ok(ends), Ok(one), Ok(other)) =
            (clinic, specialty, starts, ends, one, other)
        else {
            return Err(wrong);
        };
        let plan = PlanInspection { clinic, specialty, starts, ends, inspectors: [one, other] };
        match plan.check() {
            Ok(()) => Ok(plan),
            Err(why @ shared::inspection::InvalidPlanning::Dates) => {
                Err(vec![("sista", why.to_string())])
            }
            Err(why @ shared::inspection::InvalidPlanning::SameInspector) => {
                Err(vec![("inspektor2", why.to_string())])
            }
        }
    }
}

/// The server's paths and the fields they are.
const PATHS: [(&str, &str); 6] = [
    ("clinic", "klinik"),
    ("specialty", "specialitet"),
    ("starts", "forsta"),
    ("ends", "sista"),
    ("inspectors[0]", "inspektor1"),
    ("inspectors[1]", "inspektor2"),
];

fn wrong_of(error: &ApiError) -> Vec<Wrong> {
    PATHS.into_iter().filter_map(|(path, id)| Some((id, error.field(path)?))).collect()
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
    let written = Written {
        clinic,
        specialty: RwSignal::new(String::new()),
        starts: RwSignal::new(String::new()),
        ends: RwSignal::new(String::new()),
        inspectors: [RwSignal::new(String::new()), RwSignal::new(String::new())],
    };
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
    let wrong = RwSignal::new(Vec::<Wrong>::new());
    let failed = RwSignal::new(None::<String>);
    let sending = RwSignal::new(false);
    let planned = RwSignal::new(None::<PlannedInspection>);
    let summary = NodeRef::<html::Div>::new();
    let navigate = use_navigate();
    let show = move |found: Vec<Wrong>| {
        wrong.set(found);
        request_animation_frame(move || {
            if let Some(summary) = summary.try_get_untracked().flatten() {
                // A summary that has gone meanwhile needs no focus.
                let _ = summary.focus();
            }
        });
    };
    let send = move |event: ev::SubmitEvent| {
        event.prevent_default();
        if sending.get_untracked() {
            return;
        }
        written.specialty.set(specialty.get_untracked());
        failed.set(None);
        let plan = match written.read() {
            Ok(plan) => plan,
            Err(found) => return show(found),
        };
        wrong.set(Vec::new());
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
                    toasts.show("Granskningen är planerad.");
                    navigate(&format!("/granskningar/{}", done.id), Default::default());
                }
                Ok(done) => planned.set(Some(done)),
                Err(error) => {
                    let found = wrong_of(&error);
                    if found.is_empty() {
                        failed.set(Some(error.sentence()));
                    } else {
                        show(found);
                    }
                }
            }
        });
    };
    let error = move |id: &'static str| {
        Signal::derive(move || {
            wrong.with(|wrong| wrong.iter().find(|(field, _)| *field == id).map(|w| w.1.clone()))
        })
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
    let inspector_options = Signal::derive(move || {
        let clinic = chosen.get();
        let mut options = vec![(String::new(), "Välj inspektör".to_owned())];
        inspectors.with_value(|all| {
            options.extend(
                all.iter()
                    .filter(|choice| !works_at(choice, clinic.as_ref()))
                    .map(|choice| (choice.person.id.to_string(), choice.person.name.clone())),
            );
        });
        options
    });
    let barred = move || {
        let clinic = chosen.get()?;
        let names: Vec<String> = inspectors.with_value(|all| {
            all.iter()
                .filter(|choice| works_at(choice, Some(&clinic)))
                .map(|choice| choice.person.name.clone())
                .collect()
        });
        (!names.is_empty()).then(|| {
            let rows = names
                .into_iter()
                .map(|name| view! { <li>{format!("{name}: har ett uppdrag vid {}", clinic.name.name)}</li> })
                .collect_view();
            view! {
                <div class="note">
                    <p>"Kan inte väljas:"</p>
                    <ul class="plain-list">{rows}</ul>
                </div>
            }
        })
    };
    let warnings = move || {
        let clinic = chosen.get()?;
        let wanted = written.inspectors.map(|person| person.get());
        let names: Vec<String> = inspectors.with_value(|all| {
            all.iter()
                .filter(|choice| wanted.contains(&choice.person.id.to_string()))
                .filter(|choice| {
                    choice.clinics.iter().any(|c| c.care_provider == clinic.name.care_provider)
                })
                .map(|choice| choice.person.name.clone())
                .collect()
        });
        (!names.is_empty()).then(|| {
            let text = format!(
                "{} har ett uppdrag hos samma vårdgivare, {}. Det går, men granskningen blir mindre oberoende.",
                names.join(" och "),
                clinic.care_provider_name
            );
            view! {
                <div class="notice" data-kind="warn" role="status">
                    <p>{text}</p>
                </div>
            }
        })
    };
    let form = move || {
        let send = send.clone();
        view! {
            <form class="card form" novalidate on:submit=send>
                {move || {
                    let found = wrong.get();
                    (!found.is_empty())
                        .then(|| {
                            let rows = found
                                .into_iter()
                                .map(|(id, why)| {
                                    view! {
                                        <li>
                                            <a
                                                href=format!("#{id}")
                                                on:click=move |event| {
                                                    event.prevent_default();
                                                    focus(id);
                                                }
                                            >
                                                {why}
                                            </a>
                                        </li>
                                    }
                                })
                                .collect_view();
                            view! {
                                <div
                                    class="error-summary"
                                    tabindex="-1"
                                    role="alert"
                                    node_ref=summary
                                >
                                    <h2>"Något saknas eller stämmer inte"</h2>
                                    <ul>{rows}</ul>
                                </div>
                            }
                        })
                }}
                <Field label="Klinik" id="klinik" error=error("klinik")>
                    <Select value=clinic options=clinic_options />
                </Field>
                <Field label="Specialitet" id="specialitet" error=error("specialitet")>
                    <Select value=written.specialty options=specialty_options />
                </Field>
                <div class="form-row">
                    <Field label="Besökets första dag" id="forsta" error=error("forsta")>
                        <Input value=written.starts kind="date" />
                    </Field>
                    <Field label="Besökets sista dag" id="sista" error=error("sista")>
                        <Input value=written.ends kind="date" />
                    </Field>
                </div>
                <Field label="Första inspektören" id="inspektor1" error=error("inspektor1")>
                    <Select value=written.inspectors[0] options=inspector_options />
                </Field>
                <Field label="Andra inspektören" id="inspektor2" error=error("inspektor2")>
                    <Select value=written.inspectors[1] options=inspector_options />
                </Field>
                {barred}
                {warnings}
                {move || {
                    failed
                        .get()
                        .map(|why| {
                            view! {
                                <div class="notice" data-kind="bad" role="alert">
                                    <p>{why}</p>
                                </div>
                            }
                        })
                }}
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
        Some(planned) => view! { <Planned planned /> }.into_any(),
    }
}

fn focus(id: &str) {
    let field = document().get_element_by_id(id);
    if let Some(field) = field.and_then(|field| field.dyn_into::<web_sys::HtmlElement>().ok()) {
        // A field that can't take focus is still in view.
        let _ = field.focus();
    }
}

fn works_at(choice: &InspectorChoice, clinic: Option<&Clinic>) -> bool {
    clinic.is_some_and(|clinic| choice.clinics.iter().any(|c| c.id == clinic.name.id))
}

/// It is planned, and there is something the planner should know.
#[component]
fn Planned(
    /// With its warnings.
    planned: PlannedInspection,
) -> impl IntoView {
    toast("Granskningen är planerad.");
    let rows = planned.warnings.into_iter().map(|why| view! { <li>{why}</li> }).collect_view();
    view! {
        <div class="notice" data-kind="warn" role="alert">
            <h2>"Granskningen är planerad. Tänk på det här:"</h2>
            <ul class="plain-list">{rows}</ul>
        </div>
        <div class="actions">
            <a class="btn primary" href=format!("/granskningar/{}", planned.id)>
                "Till granskningen"
            </a>
        </div>
    }
}
