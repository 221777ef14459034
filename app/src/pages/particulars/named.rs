//! The fields of a decision that names something: a person, a clinic, a målbeskrivning.

use leptos::prelude::*;
use shared::{
    curriculum::{Curriculum, ObjectiveChange, UnknownRegulation, compare},
    portfolio::Portfolio,
    training::{TrainingChoices, TrainingStep},
};

use crate::{
    api,
    components::{Concerns, Field, Load, Loaded, Mistakes, Select, Wrong, load},
    pages::training::Binder,
    time::today,
};

/// What is chosen. Copied freely.
#[derive(Clone, Copy)]
pub struct Chosen {
    id: RwSignal<String>,
}

const FIELD: &str = "valt";

impl Chosen {
    /// Nothing yet.
    pub fn new() -> Self {
        Self { id: RwSignal::new(String::new()) }
    }

    fn read<T: std::str::FromStr>(self, missing: &str) -> Result<T, Wrong> {
        self.id.get_untracked().parse().map_err(|_| (FIELD, missing.to_owned()))
    }

    /// Names the person.
    pub fn supervisor(self) -> Result<TrainingStep, Wrong> {
        Ok(TrainingStep::Supervisor {
            supervisor: self.read("Välj vem som ska vara huvudansvarig handledare.")?,
        })
    }

    /// Moves to the clinic.
    pub fn clinic(self) -> Result<TrainingStep, Wrong> {
        Ok(TrainingStep::Clinic { clinic: self.read("Välj klinik.")? })
    }

    /// Moves to the målbeskrivning.
    pub fn curriculum(self) -> Result<TrainingStep, Wrong> {
        Ok(TrainingStep::Curriculum { curriculum: self.read("Välj målbeskrivning.")? })
    }
}

fn choices(binder: Binder) -> Load<TrainingChoices> {
    load(move || {
        let path = format!("/trainings/{}/choices", api::encode(&binder.id()));
        async move { api::get(&path).await }
    })
}

fn options(first: &str, named: Vec<(String, String)>) -> Signal<Vec<(String, String)>> {
    let mut all = vec![(String::new(), first.to_owned())];
    all.extend(named);
    Signal::stored(all)
}

/// Who, and what the rules ask of them.
#[component]
pub fn SupervisorFields(
    binder: Binder,
    portfolio: StoredValue<Portfolio>,
    chosen: Chosen,
    mistakes: Mistakes,
) -> impl IntoView {
    let choices = choices(binder);
    let now = portfolio.with_value(|p| p.training.principal_supervisor.as_ref().map(|one| one.id));
    let concerns = move || {
        let all = choices.get()?.supervisors;
        let one = chosen.id.with(|id| all.into_iter().find(|one| one.person.id.to_string() == *id));
        let (specialty, numbers) =
            portfolio.with_value(|p| (p.training.specialty.clone(), p.thresholds));
        let found = one?.qualification.concerns(Some(&specialty), &numbers, today());
        let found = found.into_iter().map(|one| one.of_principal(&numbers)).collect();
        let people = portfolio
            .with_value(|p| format!("/kliniker/{}/personer#handledare", p.training.clinic.id));
        Some(view! {
            <Concerns lede="Går att spara. Det här står i beslutet:" found>
                <p>
                    "Vad handledarna har läggs in under "
                    <a href=people>"Personer och roller"</a> "."
                </p>
            </Concerns>
        })
    };
    view! {
        <Loaded of=choices let:choices>
            {
                let named = choices
                    .supervisors
                    .into_iter()
                    .map(|one| one.person)
                    .filter(|one| Some(one.id) != now)
                    .map(|one| (one.id.to_string(), one.name))
                    .collect();
                view! {
                    <Field
                        label="Ny huvudansvarig handledare"
                        id=FIELD
                        hint="Utses i samråd mellan verksamhetschefen, studierektorn och ST-läkaren (Riktlinje Västmanland 4)."
                        error=mistakes.at(FIELD)
                    >
                        <Select value=chosen.id options=options("Välj handledare", named) />
                    </Field>
                }
            }
        </Loaded>
        {concerns}
    }
}

/// Where to.
#[component]
pub fn ClinicFields(
    binder: Binder,
    portfolio: StoredValue<Portfolio>,
    chosen: Chosen,
    mistakes: Mistakes,
) -> impl IntoView {
    let choices = choices(binder);
    let name = StoredValue::new(portfolio.with_value(|p| p.training.trainee.name.clone()));
    view! {
        <Loaded of=choices let:choices>
            {if choices.clinics.is_empty() {
                view! {
                    <div class="notice" data-kind="warn">
                        <p>
                            {format!(
                                "{} har inte rollen ST-läkare på någon annan klinik med samma specialitet. Be studierektorn på den nya kliniken lägga till rollen under Personer och roller, så går den att välja här.",
                                name.get_value(),
                            )}
                        </p>
                    </div>
                }
                    .into_any()
            } else {
                let named = choices
                    .clinics
                    .into_iter()
                    .map(|one| (one.id.to_string(), one.place()))
                    .collect();
                view! {
                    <Field
                        label="Ny klinik"
                        id=FIELD
                        hint="Allt i ST:n följer med. Den nya kliniken utser huvudansvarig handledare, och den här kliniken ser inte längre ST:n."
                        error=mistakes.at(FIELD)
                    >
                        <Select value=chosen.id options=options("Välj klinik", named) />
                    </Field>
                }
                    .into_any()
            }}
        </Loaded>
    }
}

/// Which version, and what it changes.
#[component]
pub fn CurriculumFields(
    binder: Binder,
    portfolio: StoredValue<Portfolio>,
    chosen: Chosen,
    mistakes: Mistakes,
) -> impl IntoView {
    let choices = choices(binder);
    let wanted: Load<Option<Curriculum>> = load(move || {
        let id = chosen.id.get();
        async move {
            if id.is_empty() {
                return Ok(None);
            }
            api::get(&format!("/curricula/{}", api::encode(&id))).await.map(Some)
        }
    });
    let changes = move || {
        let wanted = wanted.get().flatten()?;
        let compared = portfolio
            .with_value(|portfolio| compare(&portfolio.curriculum.objectives, &wanted.objectives));
        let codes = |change: ObjectiveChange| {
            let codes: Vec<String> = compared
                .iter()
                .filter(|one| one.change == change)
                .map(|one| one.code.to_string())
                .collect();
            (!codes.is_empty()).then(|| codes.join(", "))
        };
        let said = [
            codes(ObjectiveChange::Added).map(|codes| format!("Nya delmål: {codes}.")),
            codes(ObjectiveChange::Changed).map(|codes| format!("Ändrad lydelse: {codes}.")),
            codes(ObjectiveChange::Removed).map(|codes| {
                format!("Finns inte i den nya: {codes}. Intyg och bedömningar om dem står kvar.")
            }),
        ];
        let rows =
            said.into_iter().flatten().map(|one| view! { <li>{one}</li> }).collect::<Vec<_>>();
        let nothing = rows.is_empty().then_some("Delmålen är desamma.");
        let draft = wanted.why_draft().map(|why| view! { <p>{why.to_string()}</p> });
        Some(view! {
            <div class="notice" role="status">
                <h3>"Det här ändras"</h3>
                {nothing}
                <ul class="plain-list">{rows}</ul>
                {draft}
            </div>
        })
    };
    view! {
        <Loaded of=choices let:choices>
            {if choices.curricula.is_empty() {
                view! {
                    <div class="notice">
                        <p>
                            "Det finns ingen annan version för specialiteten och föreskriften. En ny läggs in under Målbeskrivningar på kliniken."
                        </p>
                    </div>
                }
                    .into_any()
            } else {
                let named = choices
                    .curricula
                    .into_iter()
                    .map(|one| {
                        let draft = if one.draft { ", utkast" } else { "" };
                        let words = format!("{}, {}{draft}", one.regulation, &*one.version_name);
                        (one.id.to_string(), words)
                    })
                    .collect();
                view! {
                    <Field
                        label="Ny målbeskrivning"
                        id=FIELD
                        hint="ST:n behåller annars den version den började med."
                        error=mistakes.at(FIELD)
                    >
                        <Select value=chosen.id options=options("Välj målbeskrivning", named) />
                    </Field>
                }
                    .into_any()
            }}
        </Loaded>
        {changes}
        <p class="note">{UnknownRegulation::Closed.to_string()}</p>
    }
}
