//! The form of what a person has as handledare.

use leptos::{ev, prelude::*, task::spawn_local};
use shared::{
    ClinicId,
    rule::{Thresholds, words},
    supervisor::{
        ClinicSupervisor, InvalidQualification, SupervisorQualification, SupervisorTraining,
    },
    text::Line,
};

use crate::{
    api::{self, Method},
    components::{Field, Input, Mistakes, Radios, Refused, Summary, TextArea, Toasts, Wrong},
    time::today,
};

/// The form's first field.
pub const FIRST_FIELD: &str = "handledare-specialiteter";

/// The server's paths and the fields they are.
const PATHS: [(&str, &str); 3] = [
    ("specialties", FIRST_FIELD),
    ("training.on", "handledare-utbildad"),
    ("training.renewed_on", "handledare-fornyad"),
];

/// Whether there is a handledarutbildning, as it is chosen.
#[derive(Clone, Copy, PartialEq)]
enum Choice {
    NotTold,
    Missing,
    Held,
}

/// The field that a mistake is about.
const fn field_of(why: &InvalidQualification) -> &'static str {
    match why {
        InvalidQualification::Twice(_) | InvalidQualification::TooMany => PATHS[0].1,
        InvalidQualification::Ahead(_) => PATHS[1].1,
        InvalidQualification::RenewalAhead(_) | InvalidQualification::RenewedBefore(_) => {
            PATHS[2].1
        }
    }
}

/// What the person has written. Copied freely.
#[derive(Clone, Copy)]
struct Written {
    specialties: RwSignal<String>,
    choice: RwSignal<Option<Choice>>,
    on: RwSignal<String>,
    renewed_on: RwSignal<String>,
}

impl Written {
    fn of(qualification: &SupervisorQualification) -> Self {
        let all: Vec<&str> = qualification.specialties.iter().map(|one| &**one).collect();
        let (choice, on, renewed_on) = match qualification.training {
            SupervisorTraining::NotTold => (Choice::NotTold, None, None),
            SupervisorTraining::Missing => (Choice::Missing, None, None),
            SupervisorTraining::Held { on, renewed_on } => (Choice::Held, Some(on), renewed_on),
        };
        let day = |day: Option<chrono::NaiveDate>| {
            RwSignal::new(day.map(|day| day.to_string()).unwrap_or_default())
        };
        Self {
            specialties: RwSignal::new(all.join("\n")),
            choice: RwSignal::new(Some(choice)),
            on: day(on),
            renewed_on: day(renewed_on),
        }
    }

    fn read(self) -> Result<SupervisorQualification, Wrong> {
        let specialties: Result<Vec<Line>, _> = self
            .specialties
            .get_untracked()
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty())
            .map(|line| Line::try_from(line.to_owned()))
            .collect();
        let specialties = specialties.map_err(|why| (PATHS[0].1, why.to_string()))?;
        let training = match self.choice.get_untracked().unwrap_or(Choice::NotTold) {
            Choice::NotTold => SupervisorTraining::NotTold,
            Choice::Missing => SupervisorTraining::Missing,
            Choice::Held => SupervisorTraining::Held {
                on: self.on.get_untracked().parse().map_err(|_| {
                    (PATHS[1].1, "Välj utbildningens sista dag, den som står i intyget.".to_owned())
                })?,
                renewed_on: self.renewed_on.get_untracked().parse().ok(),
            },
        };
        let qualification = SupervisorQualification { specialties, training };
        match qualification.check(today()) {
            Ok(()) => Ok(qualification),
            Err(why) => Err((field_of(&why), why.to_string())),
        }
    }
}

/// What one person has, to be changed.
#[component]
pub fn QualificationForm(
    /// The clinic it is put in at.
    clinic: ClinicId,
    /// The numbers of its region.
    thresholds: Thresholds,
    /// As it stood when the form was opened.
    one: ClinicSupervisor,
    /// Told with what was saved, or nothing when left.
    on_done: Callback<Option<ClinicSupervisor>>,
) -> impl IntoView {
    let toasts = expect_context::<Toasts>();
    let written = Written::of(&one.qualification);
    let mistakes = Mistakes::none(&PATHS);
    let sending = RwSignal::new(false);
    let version = StoredValue::new(one.version);
    let within = words::period(thresholds.supervisor_training_months);
    let renew = StoredValue::new(format!("Tomt: inte än. Bör ske inom {within} (4.1)."));
    let held = Memo::new(move |_| written.choice.get() == Some(Choice::Held));
    let name = one.person.name.clone();
    let path = format!("/clinics/{clinic}/supervisors/{}", one.person.id);
    let send = move |event: ev::SubmitEvent| {
        event.prevent_default();
        if sending.get_untracked() {
            return;
        }
        mistakes.clear();
        let body = match written.read() {
            Ok(body) => body,
            Err(wrong) => return mistakes.show(vec![wrong]),
        };
        sending.set(true);
        let path = path.clone();
        spawn_local(async move {
            let at = version.get_value();
            let answer =
                api::send::<_, ClinicSupervisor>(Method::PUT, &path, Some(at), &body).await;
            if sending.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(saved) => {
                    toasts.show(format!("Sparat för {}.", saved.person.name));
                    on_done.run(Some(saved));
                }
                Err(error) => match error.conflict::<ClinicSupervisor>() {
                    // What is written stays; saving again overwrites what the colleague wrote, knowingly.
                    Some(now) => {
                        version.set_value(now.version);
                        mistakes.refuse(format!(
                            "En kollega har ändrat det här. Nu står det: {}. Det du har skrivit står kvar. Spara igen om det ska gälla.",
                            now.qualification.to_string().replace('\n', ". ")
                        ));
                    }
                    None => mistakes.hear(&error),
                },
            }
        });
    };
    view! {
        <form class="stack delegate" novalidate aria-labelledby="handledare-form" on:submit=send>
            <h3 id="handledare-form">{format!("{name} som handledare")}</h3>
            <Summary mistakes />
            <Field
                label="Specialist i"
                id=PATHS[0].1
                hint="En specialitet på varje rad, skriven som hos kliniken: Ortopedi."
                error=mistakes.at(PATHS[0].1)
            >
                <TextArea value=written.specialties rows=2 />
            </Field>
            <Radios
                legend="Handledarutbildning"
                row=true
                options=vec![
                    (Choice::Held, "Intyg finns"),
                    (Choice::Missing, "Saknas"),
                    (Choice::NotTold, "Vet inte"),
                ]
                value=written.choice
            />
            {move || {
                held.get()
                    .then(|| {
                        view! {
                            <div class="form-row">
                                <Field
                                    label="Utbildningens sista dag"
                                    id=PATHS[1].1
                                    error=mistakes.at(PATHS[1].1)
                                >
                                    <Input value=written.on kind="date" />
                                </Field>
                                <Field
                                    label="Senast förnyad"
                                    id=PATHS[2].1
                                    hint=renew.get_value()
                                    error=mistakes.at(PATHS[2].1)
                                >
                                    <Input value=written.renewed_on kind="date" />
                                </Field>
                            </div>
                        }
                    })
            }}
            <Refused mistakes />
            <div class="actions">
                <button
                    class="btn primary"
                    aria-disabled=move || sending.get().then_some("true")
                >
                    "Spara"
                </button>
                <button class="btn" type="button" on:click=move |_| on_done.run(None)>
                    "Avbryt"
                </button>
            </div>
        </form>
    }
}
