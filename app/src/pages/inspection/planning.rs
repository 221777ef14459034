//! What planning and replanning share: the fields for dates and inspectors, and how what stands wrong is told.

use chrono::NaiveDate;
use leptos::{html, prelude::*};
use serde::{Serialize, de::DeserializeOwned};
use shared::{
    PersonId,
    clinic::Clinic,
    inspection::{Inspection, InspectorChoice, InvalidPlanning, PlannedInspection, check_planning},
};

use crate::{
    api::{self, ApiError, Method},
    components::{Field, Input, Select, focus, toast},
};

/// What is wrong: the field's id and a sentence.
pub type Wrong = (&'static str, String);

/// The server's paths and the fields they are.
const PATHS: [(&str, &str); 7] = [
    ("clinic", "klinik"),
    ("specialty", "specialitet"),
    ("starts", "forsta"),
    ("ends", "sista"),
    ("inspectors[0]", "inspektor1"),
    ("inspectors[1]", "inspektor2"),
    ("reason", "varfor"),
];

/// How often a step is sent again because the inspectors wrote meanwhile.
const TRIES: usize = 4;

/// What stands wrong in a form, or why it was refused. Copied freely.
#[derive(Clone, Copy)]
pub struct Mistakes {
    wrong: RwSignal<Vec<Wrong>>,
    refused: RwSignal<Option<String>>,
    summary: NodeRef<html::Div>,
}

impl Mistakes {
    /// None so far.
    pub fn none() -> Self {
        Self {
            wrong: RwSignal::new(Vec::new()),
            refused: RwSignal::new(None),
            summary: NodeRef::new(),
        }
    }

    /// Takes all of them back, before the form is sent anew.
    pub fn clear(self) {
        self.wrong.set(Vec::new());
        self.refused.set(None);
    }

    /// Tells what stands wrong, and moves focus there.
    pub fn show(self, found: Vec<Wrong>) {
        self.wrong.set(found);
        request_animation_frame(move || {
            if let Some(summary) = self.summary.try_get_untracked().flatten() {
                // A summary that has gone meanwhile needs no focus.
                let _ = summary.focus();
            }
        });
    }

    /// Tells why nothing came of it.
    pub fn refuse(self, why: String) {
        self.refused.set(Some(why));
    }

    /// Tells what the server said: at the fields it named, or of the whole.
    pub fn hear(self, error: &ApiError) {
        let found: Vec<Wrong> =
            PATHS.into_iter().filter_map(|(path, id)| Some((id, error.field(path)?))).collect();
        if found.is_empty() { self.refuse(error.sentence()) } else { self.show(found) }
    }

    /// What is wrong with a field.
    pub fn at(self, id: &'static str) -> Signal<Option<String>> {
        Signal::derive(move || {
            let found = |wrong: &Vec<Wrong>| {
                wrong.iter().find(|(field, _)| *field == id).map(|(_, why)| why.clone())
            };
            self.wrong.with(found)
        })
    }
}

/// All that stands wrong, first in the form, each a link to its field.
#[component]
pub fn Summary(
    /// What stands wrong.
    mistakes: Mistakes,
) -> impl IntoView {
    move || {
        let found = mistakes.wrong.get();
        (!found.is_empty()).then(|| {
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
                <div class="error-summary" tabindex="-1" role="alert" node_ref=mistakes.summary>
                    <h2>"Något saknas eller stämmer inte"</h2>
                    <ul>{rows}</ul>
                </div>
            }
        })
    }
}

/// Why the whole was refused, last in the form.
#[component]
pub fn Refused(
    /// What stands wrong.
    mistakes: Mistakes,
) -> impl IntoView {
    move || {
        mistakes.refused.get().map(|why| {
            view! {
                <div class="notice" data-kind="bad" role="alert">
                    <p>{why}</p>
                </div>
            }
        })
    }
}

/// What is written of dates and inspectors. Copied freely.
#[derive(Clone, Copy)]
pub struct Visit {
    starts: RwSignal<String>,
    ends: RwSignal<String>,
    inspectors: [RwSignal<String>; 2],
}

impl Visit {
    /// Nothing written.
    pub fn empty() -> Self {
        let empty = || RwSignal::new(String::new());
        Self { starts: empty(), ends: empty(), inspectors: [empty(), empty()] }
    }

    /// As it is planned; an inspector who can't be chosen any longer is left to choose anew.
    pub fn of(inspection: &Inspection, clinic: &Clinic, choices: &[InspectorChoice]) -> Self {
        let inspector = |place: usize| {
            let planned = inspection.inspectors.get(place);
            let choice = choices.iter().find(|choice| Some(&choice.person) == planned);
            let choice = choice.filter(|choice| !works_at(choice, Some(clinic)));
            RwSignal::new(choice.map(|choice| choice.person.id.to_string()).unwrap_or_default())
        };
        Self {
            starts: RwSignal::new(inspection.starts.to_string()),
            ends: RwSignal::new(inspection.ends.to_string()),
            inspectors: [inspector(0), inspector(1)],
        }
    }

    /// First day, last day and inspectors, checked.
    pub fn read(self) -> Result<(NaiveDate, NaiveDate, [PersonId; 2]), Vec<Wrong>> {
        let mut wrong = Vec::new();
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
        let (Ok(starts), Ok(ends), Ok(one), Ok(other)) = (starts, ends, one, other) else {
            return Err(wrong);
        };
        let inspectors = [one, other];
        match check_planning(starts, ends, &inspectors) {
            Ok(()) => Ok((starts, ends, inspectors)),
            Err(why @ InvalidPlanning::Dates) => Err(vec![("sista", why.to_string())]),
            Err(why @ InvalidPlanning::SameInspector) => Err(vec![("inspektor2", why.to_string())]),
        }
    }
}

/// Dates and inspectors, with who can't be chosen and what to think of.
#[component]
pub fn VisitFields(
    /// What is written.
    visit: Visit,
    /// Everybody who has the role.
    inspectors: StoredValue<Vec<InspectorChoice>>,
    /// The clinic to be inspected, once it is chosen.
    #[prop(into)]
    clinic: Signal<Option<Clinic>>,
    /// What stands wrong.
    mistakes: Mistakes,
) -> impl IntoView {
    let options = Signal::derive(move || {
        let clinic = clinic.get();
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
        let clinic = clinic.get()?;
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
        let clinic = clinic.get()?;
        let wanted = visit.inspectors.map(|person| person.get());
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
    view! {
        <div class="form-row">
            <Field label="Besökets första dag" id="forsta" error=mistakes.at("forsta")>
                <Input value=visit.starts kind="date" />
            </Field>
            <Field label="Besökets sista dag" id="sista" error=mistakes.at("sista")>
                <Input value=visit.ends kind="date" />
            </Field>
        </div>
        <Field label="Första inspektören" id="inspektor1" error=mistakes.at("inspektor1")>
            <Select value=visit.inspectors[0] options />
        </Field>
        <Field label="Andra inspektören" id="inspektor2" error=mistakes.at("inspektor2")>
            <Select value=visit.inspectors[1] options />
        </Field>
        {barred}
        {warnings}
    }
}

fn works_at(choice: &InspectorChoice, clinic: Option<&Clinic>) -> bool {
    clinic.is_some_and(|clinic| choice.clinics.iter().any(|c| c.id == clinic.name.id))
}

/// It is done, and there is something the planner should know.
#[component]
pub fn Warned(
    /// What is done: `Granskningen är planerad.`.
    done: &'static str,
    /// With its warnings.
    planned: PlannedInspection,
) -> impl IntoView {
    toast(done);
    let rows = planned.warnings.into_iter().map(|why| view! { <li>{why}</li> }).collect_view();
    view! {
        <div class="notice" data-kind="warn" role="alert">
            <h2>{format!("{done} Tänk på det här:")}</h2>
            <ul class="plain-list">{rows}</ul>
        </div>
        <div class="actions">
            <a class="btn primary" href=format!("/granskningar/{}", planned.id)>
                "Till granskningen"
            </a>
        </div>
    }
}

/// Sends what the region does with an inspection, from the revision it was `seen` at. What the inspectors write
/// meanwhile moves the revision along: it is then sent again, as long as the planning stands as it was seen.
///
/// # Errors
/// See [`api::send`]; a conflict gives the inspection as it now stands.
pub async fn send_planning<B: Serialize, T: DeserializeOwned>(
    method: Method,
    path: &str,
    seen: &Inspection,
    body: &B,
) -> Result<T, ApiError> {
    let mut revision = seen.revision;
    let mut tries = 1..TRIES;
    loop {
        let answer = api::send(method.clone(), path, Some(revision), body).await;
        let now = answer.as_ref().err().and_then(ApiError::conflict::<Inspection>);
        match now.filter(|now| same_planning(now, seen)) {
            Some(now) if tries.next().is_some() => revision = now.revision,
            _ => return answer,
        }
    }
}

fn same_planning(one: &Inspection, other: &Inspection) -> bool {
    (one.starts, one.ends) == (other.starts, other.ends)
        && one.inspectors == other.inspectors
        && one.phase == other.phase
}
