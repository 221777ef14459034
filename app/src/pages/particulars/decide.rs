//! The form of a decision: what, from when, and why.

use leptos::{ev, prelude::*};
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
};
use shared::{
    portfolio::Portfolio,
    saving::Saved,
    text::Reason,
    training::{
        DecideTraining, Lack, Training, TrainingDecision, TrainingStep, counted_in_between,
    },
    written_date::say_range,
};

use super::named::{Chosen, ClinicFields, CurriculumFields, SupervisorFields};
use crate::{
    api::{self, Method},
    components::{Field, Going, Input, Mistakes, Refused, Summary, TextArea, Wrong},
    pages::training::Binder,
    time::today,
};

/// What a form decides.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Who is huvudansvarig handledare.
    Supervisor,
    /// By which målbeskrivning.
    Curriculum,
    /// At which clinic.
    Clinic,
    /// That it is broken off.
    Interrupt,
    /// That it goes on.
    Resume,
    /// That it is completed.
    Complete,
    /// That it isn't completed after all.
    Reopen,
}

/// The words of a form.
struct Words {
    heading: &'static str,
    day: &'static str,
    reason: &'static str,
    send: &'static str,
    done: &'static str,
}

const REASON: &str = "Varför?";
const REASON_OPTIONAL: &str = "Varför? (frivilligt)";

impl Kind {
    const ALL: [Self; 7] = [
        Self::Supervisor,
        Self::Curriculum,
        Self::Clinic,
        Self::Interrupt,
        Self::Resume,
        Self::Complete,
        Self::Reopen,
    ];

    /// The form's name in the address.
    pub const fn address(self) -> &'static str {
        match self {
            Self::Supervisor => "handledare",
            Self::Curriculum => "malbeskrivning",
            Self::Clinic => "klinik",
            Self::Interrupt => "avbrott",
            Self::Resume => "ateruppta",
            Self::Complete => "fullgjord",
            Self::Reopen => "oppna",
        }
    }

    /// The form with this name.
    pub fn of_address(asked: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.address() == asked)
    }

    /// What leads to it.
    pub const fn offer(self, training: &Training) -> &'static str {
        match self {
            Self::Supervisor if training.principal_supervisor.is_none() => {
                "Utse huvudansvarig handledare"
            }
            Self::Supervisor => "Byt huvudansvarig handledare",
            Self::Curriculum => "Byt målbeskrivning",
            Self::Clinic => "Byt klinik",
            Self::Interrupt => "Avbryt ST:n",
            Self::Resume => "Återuppta ST:n",
            Self::Complete => "Märk ST:n som fullgjord",
            Self::Reopen => "Öppna ST:n igen",
        }
    }

    fn words(self) -> Words {
        let words = |heading, day, reason, send, done| Words { heading, day, reason, send, done };
        match self {
            Self::Supervisor => words(
                "Huvudansvarig handledare",
                "Från och med",
                REASON_OPTIONAL,
                "Spara handledaren",
                "Handledaren är sparad.",
            ),
            Self::Curriculum => words(
                "Byt målbeskrivning",
                "Beslutad dag",
                REASON,
                "Byt målbeskrivning",
                "ST:n följer den nya målbeskrivningen.",
            ),
            Self::Clinic => {
                words("Byt klinik", "Från och med", REASON, "Byt klinik", "ST:n har bytt klinik.")
            }
            Self::Interrupt => words(
                "Avbryt ST:n",
                "Första dag som inte räknas",
                REASON,
                "Spara avbrottet",
                "ST:n är avbruten.",
            ),
            Self::Resume => words(
                "Återuppta ST:n",
                "Första dag igen",
                REASON_OPTIONAL,
                "Återuppta ST:n",
                "ST:n är återupptagen.",
            ),
            Self::Complete => words(
                "Märk ST:n som fullgjord",
                "Sista dag",
                REASON_OPTIONAL,
                "Märk som fullgjord",
                "ST:n är fullgjord.",
            ),
            Self::Reopen => words(
                "Öppna ST:n igen",
                "Från och med",
                REASON,
                "Öppna ST:n igen",
                "ST:n är öppen igen.",
            ),
        }
    }

    /// What is done, with what is chosen for it.
    fn step(self, chosen: Chosen) -> Result<TrainingStep, Wrong> {
        match self {
            Self::Supervisor => chosen.supervisor(),
            Self::Curriculum => chosen.curriculum(),
            Self::Clinic => chosen.clinic(),
            Self::Interrupt => Ok(TrainingStep::Interrupt),
            Self::Resume => Ok(TrainingStep::Resume),
            Self::Complete => Ok(TrainingStep::Complete),
            Self::Reopen => Ok(TrainingStep::Reopen),
        }
    }
}

/// The server's paths and the fields they are.
const PATHS: [(&str, &str); 5] = [
    ("step.supervisor", "valt"),
    ("step.clinic", "valt"),
    ("step.curriculum", "valt"),
    ("on", "dag"),
    ("reason", "skal"),
];

/// A decision about the training.
#[component]
pub fn DecisionForm(
    binder: Binder,
    /// As all stood when the form was opened.
    portfolio: StoredValue<Portfolio>,
    /// What is decided.
    kind: Kind,
) -> impl IntoView {
    let day = RwSignal::new(today().to_string());
    let reason = RwSignal::new(String::new());
    let chosen = Chosen::new();
    let mistakes = Mistakes::none(&PATHS);
    let going = Going::new();
    let path = use_location().pathname;
    let navigate = use_navigate();
    let read = move || -> Result<DecideTraining, Vec<Wrong>> {
        let mut wrong = Vec::new();
        let step = kind.step(chosen).map_err(|why| wrong.push(why)).ok();
        let on = day.get_untracked().parse();
        if on.is_err() {
            wrong.push(("dag", "Välj dagen.".to_owned()));
        }
        let reason = Reason::try_from(reason.get_untracked());
        if let (Some(step), Err(why)) = (step, &reason)
            && step.needs_reason()
        {
            wrong.push(("skal", why.to_string()));
        }
        let (Some(step), Ok(on), true) = (step, on, wrong.is_empty()) else { return Err(wrong) };
        let read = portfolio.with_value(|portfolio| portfolio.decisions.len());
        Ok(DecideTraining { read, on, reason: reason.ok(), step })
    };
    let words = kind.words();
    let send = move |event: ev::SubmitEvent| {
        event.prevent_default();
        mistakes.clear();
        let decide = match read() {
            Ok(decide) => decide,
            Err(found) => return mistakes.show(found),
        };
        let at = binder.path("/decisions");
        let navigate = navigate.clone();
        // Who moves a ST-läkare to another clinic sees the training no more.
        let to = if kind == Kind::Clinic {
            portfolio.with_value(|p| format!("/kliniker/{}/st-lakare", p.training.clinic.id))
        } else {
            path.get_untracked()
        };
        going.take_in(
            mistakes,
            async move { api::send(Method::POST, &at, None, &decide).await },
            words.done,
            move |_: Saved<TrainingDecision>| {
                if kind != Kind::Clinic {
                    binder.reload();
                }
                navigate(&to, NavigateOptions { scroll: false, ..NavigateOptions::default() });
            },
        );
    };
    let fields = match kind {
        Kind::Supervisor => {
            view! { <SupervisorFields binder portfolio chosen mistakes /> }.into_any()
        }
        Kind::Curriculum => {
            view! { <CurriculumFields binder portfolio chosen mistakes /> }.into_any()
        }
        Kind::Clinic => view! { <ClinicFields binder portfolio chosen mistakes /> }.into_any(),
        Kind::Interrupt => view! {
            <p>
                "Inget i ST:n kan ändras förrän den återupptas. Föräldraledighet och annan ledighet är inget avbrott utan läggs in under placeringar."
            </p>
        }
        .into_any(),
        Kind::Resume => view! { <InBetween portfolio day /> }.into_any(),
        Kind::Complete => view! { <Lacks portfolio day /> }.into_any(),
        Kind::Reopen => {
            view! { <p>"ST:n pågår igen och går att ändra. Att den var fullgjord står kvar."</p> }
                .into_any()
        }
    };
    let back = use_location().pathname;
    view! {
        <form class="card form" novalidate aria-labelledby="formular" on:submit=send>
            <h2 id="formular">{words.heading}</h2>
            <Summary mistakes />
            {fields}
            <Field label=words.day id="dag" error=mistakes.at("dag")>
                <Input value=day kind="date" />
            </Field>
            <Field
                label=words.reason
                id="skal"
                hint="Läses av ST-läkaren och handledaren. Skriv inget om hälsa eller familj."
                error=mistakes.at("skal")
            >
                <TextArea value=reason />
            </Field>
            <Refused mistakes />
            <div class="actions">
                <button class="btn primary" aria-disabled=move || going.busy()>
                    {words.send}
                </button>
                <a class="btn" href=move || back.get()>
                    "Stäng utan att spara"
                </a>
            </div>
        </form>
    }
}

/// What lacks for the training to be completed on the day.
#[component]
fn Lacks(portfolio: StoredValue<Portfolio>, day: RwSignal<String>) -> impl IntoView {
    move || {
        let on = day.get().parse().ok()?;
        let lacks = portfolio.with_value(|portfolio| Lack::of(portfolio, on));
        if lacks.is_empty() {
            return Some(
                view! {
                    <p>"Tiden är gjord, alla delmål är intygade och ett program är fastställt."</p>
                }
                .into_any(),
            );
        }
        let hinders = lacks.iter().any(Lack::hinders);
        let rows = lacks.iter().map(|lack| view! { <li>{lack.to_string()}</li> }).collect_view();
        let heading = if hinders { "Det här saknas" } else { "Det här saknas, men hindrar inte" };
        Some(
            view! {
                <div class="notice" data-kind=if hinders { "bad" } else { "warn" }>
                    <h3>{heading}</h3>
                    <ul class="plain-list">{rows}</ul>
                </div>
            }
            .into_any(),
        )
    }
}

/// The placements that cover days of the interruption.
#[component]
fn InBetween(portfolio: StoredValue<Portfolio>, day: RwSignal<String>) -> impl IntoView {
    move || {
        let resumed = day.get().parse().ok()?;
        let names: Vec<String> = portfolio.with_value(|portfolio| {
            counted_in_between(&portfolio.placements, &portfolio.training.phase, resumed)
                .into_iter()
                .map(|one| format!("{}, {}", &*one.place, say_range(one.from, one.to)))
                .collect()
        });
        if names.is_empty() {
            return None;
        }
        let rows = names.into_iter().map(|name| view! { <li>{name}</li> }).collect_view();
        Some(view! {
            <div class="notice" data-kind="warn">
                <h3>"Placeringar under avbrottet räknas som tjänstgöring"</h3>
                <p>"Be ST-läkaren ändra dem när ST:n är återupptagen, om de inte gjordes."</p>
                <ul class="plain-list">{rows}</ul>
            </div>
        })
    }
}
