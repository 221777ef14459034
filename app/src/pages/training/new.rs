//! Starts a training: who, towards what, from when and with whom.

use leptos::{ev, prelude::*, task::spawn_local};
use leptos_router::hooks::use_navigate;
use shared::{
    ClinicId, CurriculumId, PersonId,
    clinic::Clinic,
    curriculum::CurriculumVersion,
    person::{Colleague, Role},
    rights::may_supervise,
    saving::Saved,
    supervisor::ClinicSupervisor,
    training::{InvalidTraining, StartTraining, Training},
};

use crate::{
    api::{self, Method},
    components::{
        Concerns, Crumb, Empty, Field, Input, Load, Loaded, Mistakes, Page, Refused, Select,
        Summary, Toasts, Width, Wrong, concern_of, load,
    },
    pages::clinic::use_clinic_id,
    time::today,
};

/// The server's paths and the fields they are.
const PATHS: [(&str, &str); 5] = [
    ("trainee", "person"),
    ("curriculum", "malbeskrivning"),
    ("licensed_on", "legitimation"),
    ("starts_on", "start"),
    ("principal_supervisor", "handledare"),
];

/// What can be chosen.
#[derive(Clone)]
struct Choices {
    clinic: Clinic,
    people: Vec<Colleague>,
    supervisors: Vec<ClinicSupervisor>,
    curricula: Vec<CurriculumVersion>,
}

/// The form that starts a training at a clinic.
#[component]
pub fn NewPage() -> impl IntoView {
    let id = use_clinic_id();
    let choices: Load<Choices> = load(move || {
        let id = api::encode(&id.get());
        async move {
            let clinic: Clinic = api::get(&format!("/clinics/{id}")).await?;
            let people = api::get(&format!("/people?clinic={id}")).await?;
            let supervisors = api::get(&format!("/clinics/{id}/supervisors")).await?;
            let mut curricula: Vec<CurriculumVersion> = api::get("/curricula").await?;
            curricula.retain(|one| clinic.specialties.iter().any(|own| **own == *one.specialty));
            Ok(Choices { clinic, people, supervisors, curricula })
        }
    });
    let crumbs = Signal::derive(move || {
        let clinic = format!("/kliniker/{}", id.get());
        let name = choices.get().map_or_else(|| "Kliniken".to_owned(), |all| all.clinic.name.name);
        vec![Crumb::to(name, clinic.clone()), Crumb::to("ST-läkare", format!("{clinic}/st-lakare"))]
    });
    view! {
        <Page title="Lägg in en ST" crumbs width=Width::Narrow>
            <Loaded of=choices let:choices>
                {if !choices.people.iter().any(|one| one.membership.role == Role::Trainee) {
                    let people = format!("/kliniker/{}/personer", choices.clinic.name.id);
                    view! {
                        <Empty
                            title="Bjud in ST-läkaren först"
                            text="Kliniken har ingen med rollen ST-läkare. När personen har bjudits in kan ST:n läggas in här, också innan inbjudan är besvarad."
                        >
                            <a class="btn primary" href=people>
                                "Till personer och roller"
                            </a>
                        </Empty>
                    }
                        .into_any()
                } else {
                    view! { <Form choices /> }.into_any()
                }}
            </Loaded>
        </Page>
    }
}

/// What the person has written. Copied freely.
#[derive(Clone, Copy)]
struct Written {
    trainee: RwSignal<String>,
    curriculum: RwSignal<String>,
    licensed_on: RwSignal<String>,
    starts_on: RwSignal<String>,
    supervisor: RwSignal<String>,
}

impl Written {
    fn read(
        self,
        clinic: ClinicId,
        curricula: &[CurriculumVersion],
    ) -> Result<StartTraining, Vec<Wrong>> {
        let mut wrong: Vec<Wrong> = Vec::new();
        let trainee = self.trainee.get_untracked().parse::<PersonId>();
        if trainee.is_err() {
            wrong.push(("person", "Välj vem ST:n gäller.".to_owned()));
        }
        let wanted = self.curriculum.get_untracked().parse::<CurriculumId>();
        let curriculum =
            wanted.ok().and_then(|id| curricula.iter().find(|version| version.id == id));
        if curriculum.is_none() {
            wrong.push(("malbeskrivning", "Välj målbeskrivning.".to_owned()));
        }
        let licensed_on = self.licensed_on.get_untracked().parse();
        if licensed_on.is_err() {
            wrong.push(("legitimation", "Skriv dagen för legitimationen.".to_owned()));
        }
        let starts_on = self.starts_on.get_untracked().parse();
        if starts_on.is_err() {
            wrong.push(("start", "Skriv ST:ns första dag.".to_owned()));
        }
        let (Ok(trainee), Some(curriculum), Ok(licensed_on), Ok(starts_on)) =
            (trainee, curriculum, licensed_on, starts_on)
        else {
            return Err(wrong);
        };
        let start = StartTraining {
            trainee,
            clinic,
            specialty: curriculum.specialty.clone(),
            curriculum: curriculum.id,
            regulation: curriculum.regulation,
            licensed_on,
            starts_on,
            principal_supervisor: self.supervisor.get_untracked().parse().ok(),
        };
        match start.check() {
            Ok(()) => Ok(start),
            Err(why @ InvalidTraining::BeforeLicence { .. }) => {
                Err(vec![("start", why.to_string())])
            }
            Err(why @ InvalidTraining::OwnSupervisor) => Err(vec![("handledare", why.to_string())]),
        }
    }
}

#[component]
fn Form(choices: Choices) -> impl IntoView {
    let Choices { clinic, people, supervisors: kept, curricula } = choices;
    let (thresholds, clinic) = (clinic.thresholds, clinic.name.id);
    let empty = || RwSignal::new(String::new());
    let written = Written {
        trainee: empty(),
        curriculum: empty(),
        licensed_on: empty(),
        starts_on: empty(),
        supervisor: empty(),
    };
    let named = |takes: fn(Role) -> bool, first: &str| {
        let mut options = vec![(String::new(), first.to_owned())];
        let mut named: Vec<(String, String)> = people
            .iter()
            .filter(|one| takes(one.membership.role))
            .map(|one| (one.person.id.to_string(), one.person.name.clone()))
            .collect();
        named.sort_by_key(|(_, name)| name.to_lowercase());
        named.dedup();
        options.extend(named);
        Signal::stored(options)
    };
    let trainees = named(|role| role == Role::Trainee, "Välj ST-läkare");
    let supervisors = named(may_supervise, "Inte bestämt än");
    let mut versions = vec![(String::new(), "Välj målbeskrivning".to_owned())];
    versions.extend(curricula.iter().map(|one| {
        let draft = if one.draft { ", utkast" } else { "" };
        let words =
            format!("{}, {}, {}{draft}", &*one.specialty, one.regulation, &*one.version_name);
        (one.id.to_string(), words)
    }));
    let curricula = StoredValue::new(curricula);
    let kept = StoredValue::new(kept);
    let concerns = move || {
        let id = written.supervisor.get();
        let one =
            kept.with_value(|all| all.iter().find(|one| one.person.id.to_string() == id).cloned())?;
        let wanted = written.curriculum.get().parse::<CurriculumId>().ok();
        let specialty = curricula.with_value(|all| {
            all.iter().find(|one| Some(one.id) == wanted).map(|one| one.specialty.clone())
        });
        let found = one.qualification.concerns(specialty.as_deref(), &thresholds, today());
        let found = found.into_iter().map(|one| one.of_principal(&thresholds)).collect();
        Some(view! { <Concerns lede=concern_of(&one.person.name) found /> })
    };
    let mistakes = Mistakes::none(&PATHS);
    let sending = RwSignal::new(false);
    let navigate = use_navigate();
    let send = move |event: ev::SubmitEvent| {
        event.prevent_default();
        if sending.get_untracked() {
            return;
        }
        mistakes.clear();
        let start = match curricula.with_value(|curricula| written.read(clinic, curricula)) {
            Ok(start) => start,
            Err(found) => return mistakes.show(found),
        };
        sending.set(true);
        let navigate = navigate.clone();
        let toasts = expect_context::<Toasts>();
        spawn_local(async move {
            let answer =
                api::send::<_, Saved<Training>>(Method::POST, "/trainings", None, &start).await;
            if sending.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(saved) => {
                    toasts.show("ST:n är inlagd.");
                    navigate(&format!("/st/{}", saved.record.id), Default::default());
                }
                Err(error) => mistakes.hear(&error),
            }
        });
    };
    view! {
        <form class="card form" novalidate on:submit=send>
            <Summary mistakes />
            <Field label="ST-läkare" id="person" error=mistakes.at("person")>
                <Select value=written.trainee options=trainees />
            </Field>
            <Field
                label="Målbeskrivning"
                id="malbeskrivning"
                hint="Föreskriften följer med och kan inte bytas sedan. Utkast gäller tills studierektorn har lagt in den riktiga målbeskrivningen."
                error=mistakes.at("malbeskrivning")
            >
                <Select value=written.curriculum options=Signal::stored(versions) />
            </Field>
            <div class="form-row">
                <Field label="Legitimation, dag" id="legitimation" error=mistakes.at("legitimation")>
                    <Input value=written.licensed_on kind="date" />
                </Field>
                <Field label="ST:ns första dag" id="start" error=mistakes.at("start")>
                    <Input value=written.starts_on kind="date" />
                </Field>
            </div>
            <Field
                label="Huvudansvarig handledare"
                id="handledare"
                hint="Ska finnas för varje ST-läkare (Riktlinje Västmanland 3.2, ska)."
                error=mistakes.at("handledare")
            >
                <Select value=written.supervisor options=supervisors />
            </Field>
            {concerns}
            <Refused mistakes />
            <div class="actions">
                <button
                    class="btn primary"
                    aria-disabled=move || sending.get().then_some("true")
                >
                    {move || if sending.get() { "Sparar …" } else { "Lägg in ST:n" }}
                </button>
                <a class="btn" href=format!("/kliniker/{clinic}/st-lakare")>
                    "Avbryt"
                </a>
            </div>
        </form>
    }
}
