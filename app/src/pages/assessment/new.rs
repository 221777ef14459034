//! Asks for an assessment, or begins one; and hands over the one-time link to who has no account.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};
use leptos::{ev, prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use shared::{
    assessment::{AskedAssessment, Assessment, Assessor, NewAssessment, Occasion},
    curriculum::ObjectiveCode,
    instrument::{AnsweredBy, Instrument, Instruments, NO_PATIENT},
    person::PersonName,
    saving::Saved,
    text::Line,
};

use super::ASSESSMENT;
use crate::{
    api::{self, Method},
    components::{Field, Input, Mistakes, Refused, Select, Summary, Toasts, Wrong, load},
    pages::{people::link::OneTimeLink, training::Shelf},
    session::use_me,
    time::today,
};

/// The server's paths and the fields they are.
const PATHS: [(&str, &str); 6] = [
    ("instrument", "mallen"),
    ("assessor", "bedomaren"),
    ("assessor.email", "epost"),
    ("until", "senast"),
    ("objectives", "delmalen"),
    ("occasion.on", "dagen"),
];
/// The choice of somebody without account.
const WITHOUT: &str = "utan-konto";
/// So long there is to answer, unless another day is chosen.
const TIME: Days = Days::new(14);

/// Whom the link is for, and its path.
pub type Link = (String, String);

/// What the person has written. Copied freely.
#[derive(Clone, Copy)]
struct Asking {
    form: RwSignal<String>,
    assessor: RwSignal<String>,
    name: RwSignal<String>,
    email: RwSignal<String>,
    profession: RwSignal<String>,
    on: RwSignal<String>,
    place: RwSignal<String>,
    until: RwSignal<String>,
    objectives: RwSignal<BTreeSet<ObjectiveCode>>,
}

impl Asking {
    fn new() -> Self {
        let empty = || RwSignal::new(String::new());
        let until = today().checked_add_days(TIME).unwrap_or_else(today);
        Self {
            form: empty(),
            assessor: empty(),
            name: empty(),
            email: empty(),
            profession: empty(),
            on: RwSignal::new(today().to_string()),
            place: empty(),
            until: RwSignal::new(until.to_string()),
            objectives: RwSignal::new(BTreeSet::new()),
        }
    }

    fn chosen(self, forms: &[&'static Instrument]) -> Option<&'static Instrument> {
        self.form.with(|code| forms.iter().find(|form| form.code.as_str() == code).copied())
    }

    fn assessor(self, people: &[PersonName], wrong: &mut Vec<Wrong>) -> Option<Assessor> {
        let chosen = self.assessor.get_untracked();
        if chosen != WITHOUT {
            let found = people.iter().find(|person| person.id.to_string() == chosen);
            if found.is_none() {
                wrong.push(("bedomaren", "Välj vem som ska bedöma.".to_owned()));
            }
            return found.map(|person| Assessor::Account { person: person.clone() });
        }
        let mut line = |written: RwSignal<String>, id, why: &str| {
            let line = Line::try_from(written.get_untracked());
            if line.is_err() {
                wrong.push((id, why.to_owned()));
            }
            line.ok()
        };
        let name = line(self.name, "namnet", "Skriv bedömarens namn.");
        let email = line(self.email, "epost", "Skriv bedömarens e-postadress.");
        let profession =
            line(self.profession, "yrket", "Skriv yrkeskategorin, till exempel barnmorska.");
        Some(Assessor::Written { name: name?, email: email?, profession: profession? })
    }
}

/// The form: the ST-läkare asks, or fills in their own; a supervisor begins unasked.
#[component]
pub fn New(
    shelf: Shelf<Assessment>,
    /// Whether it is the ST-läkare's own training.
    own: bool,
    /// Where the one-time link is handed over.
    link: RwSignal<Option<Link>>,
) -> impl IntoView {
    let binder = shelf.binder();
    let me = use_me();
    let asking = Asking::new();
    let forms: Vec<_> = Instruments::built_in()
        .newest()
        .filter(|form| own || form.answered_by == AnsweredBy::Assessor)
        .collect();
    let forms = StoredValue::new(forms);
    let people = load(move || {
        let path = binder.path("/assessors");
        async move { if own { api::get::<Vec<PersonName>>(&path).await } else { Ok(Vec::new()) } }
    });
    let chosen = Memo::new(move |_| {
        let form = forms.with_value(|forms| asking.chosen(forms));
        form.map(|form| (form.answered_by, form.purpose.clone(), form.assessors.clone()))
    });
    // The ST-läkare's own form is begun at once, and goes to somebody with an account.
    let asks =
        Memo::new(move |_| own && chosen.get().is_none_or(|(by, ..)| by == AnsweredBy::Assessor));
    let mistakes = Mistakes::none(&PATHS);
    let sending = RwSignal::new(false);
    let toasts = expect_context::<Toasts>();
    let navigate = use_navigate();
    let path = leptos_router::hooks::use_location().pathname;
    let read = move || -> Result<NewAssessment, Vec<Wrong>> {
        let mut wrong: Vec<Wrong> = Vec::new();
        let form = untrack(|| forms.with_value(|forms| asking.chosen(forms)));
        if form.is_none() {
            wrong.push(("mallen", "Välj en mall.".to_owned()));
        }
        let assessor = if own {
            asking.assessor(&people.get_untracked().unwrap_or_default(), &mut wrong)
        } else {
            Some(Assessor::Account { person: PersonName { id: me.id, name: me.name.clone() } })
        };
        let day = |written: RwSignal<String>| written.get_untracked().parse::<NaiveDate>().ok();
        let on = day(asking.on);
        if on.is_none() {
            wrong.push(("dagen", "Välj dagen då det händer.".to_owned()));
        }
        let until = day(asking.until);
        let asks = asks.get_untracked();
        match until {
            None if asks => wrong.push(("senast", "Välj sista dagen att svara.".to_owned())),
            Some(until) if asks && until < today() => {
                wrong.push((
                    "senast",
                    "Sista dagen att svara har redan varit. Välj en senare dag.".to_owned(),
                ));
            }
            _ => {}
        }
        let (Some(form), Some(assessor), Some(on), true) = (form, assessor, on, wrong.is_empty())
        else {
            return Err(wrong);
        };
        let place = Line::try_from(asking.place.get_untracked()).ok();
        Ok(NewAssessment {
            instrument: form.reference(),
            assessor,
            occasion: Occasion { place, ..Occasion::day(on) },
            objectives: if asks { asking.objectives.get_untracked() } else { BTreeSet::new() },
            until: until.filter(|_| asks),
        })
    };
    let send = move |event: ev::SubmitEvent| {
        event.prevent_default();
        if sending.get_untracked() {
            return;
        }
        mistakes.clear();
        let new = match read() {
            Ok(new) => new,
            Err(found) => return mistakes.show(found),
        };
        sending.set(true);
        let (address, here) = (binder.path("/assessments"), path.get_untracked());
        let navigate = navigate.clone();
        spawn_local(async move {
            let answer = api::send::<_, AskedAssessment>(Method::POST, &address, None, &new).await;
            if sending.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(AskedAssessment { record, revision, link: made }) => {
                    let began = record.writer() == Some(binder.me());
                    let to =
                        if began { format!("{here}?{ASSESSMENT}={}", record.id) } else { here };
                    toasts.show(if began {
                        "Bedömningen är påbörjad."
                    } else {
                        "Du har bett om bedömningen."
                    });
                    link.set(made.map(|made| (record.assessor.name().to_owned(), made)));
                    shelf.take(Saved { record, revision });
                    let options = NavigateOptions { scroll: began, ..NavigateOptions::default() };
                    navigate(&to, options);
                }
                Err(error) => mistakes.hear(&error),
            }
        });
    };
    let kinds = forms.with_value(|forms| {
        let first = (String::new(), "Välj mall".to_owned());
        let rest = forms.iter().map(|form| {
            let minutes = form.minutes.map(|minutes| format!(", cirka {minutes} min"));
            (form.code.to_string(), format!("{}{}", form.name, minutes.unwrap_or_default()))
        });
        std::iter::once(first).chain(rest).collect::<Vec<_>>()
    });
    let choices = Signal::derive(move || {
        let mut all = vec![(String::new(), "Välj bedömare".to_owned())];
        let people = people.get().unwrap_or_default();
        all.extend(people.into_iter().map(|one| (one.id.to_string(), one.name)));
        if asks.get() {
            all.push((WITHOUT.to_owned(), "Någon utan konto".to_owned()));
        }
        all
    });
    let without = Memo::new(move |_| asking.assessor.with(|chosen| chosen == WITHOUT));
    let words = move || if asks.get() { "Be om bedömningen" } else { "Börja fylla i" };
    view! {
        <form class="card form" novalidate aria-labelledby="formular" on:submit=send>
            <h2 id="formular">{if own { "Be om en bedömning" } else { "Börja en bedömning" }}</h2>
            <Summary mistakes />
            <Field label="Mall" id="mallen" error=mistakes.at("mallen")>
                <Select value=asking.form options=Signal::stored(kinds) />
            </Field>
            {move || {
                chosen
                    .get()
                    .map(|(_, purpose, assessors)| {
                        view! {
                            <p class="preview">
                                {purpose} {format!(" Bedömare: {}.", assessors.trim_end_matches('.'))}
                            </p>
                        }
                    })
            }}
            {own
                .then(|| {
                    view! {
                        <Field label="Bedömare" id="bedomaren" error=mistakes.at("bedomaren")>
                            <Select value=asking.assessor options=choices />
                        </Field>
                        {move || without.get().then(|| view! { <Somebody asking mistakes /> })}
                    }
                })}
            <div class="form-row">
                <Field label="Dag" id="dagen" error=mistakes.at("dagen")>
                    <Input value=asking.on kind="date" />
                </Field>
                {move || {
                    asks.get()
                        .then(|| {
                            view! {
                                <Field
                                    label="Svar senast"
                                    id="senast"
                                    error=mistakes.at("senast")
                                >
                                    <Input value=asking.until kind="date" />
                                </Field>
                            }
                        })
                }}
            </div>
            <Field label="Plats och sammanhang" id="platsen" hint=NO_PATIENT>
                <Input value=asking.place />
            </Field>
            {move || asks.get().then(|| view! { <Objectives shelf chosen=asking.objectives /> })}
            <Refused mistakes />
            <div class="actions">
                <button class="btn primary" aria-disabled=move || sending.get().then_some("true")>
                    {words}
                </button>
                <a class="btn" href=move || path.get()>
                    "Avbryt"
                </a>
            </div>
        </form>
    }
}

/// Somebody without account, who gets a link.
#[component]
fn Somebody(asking: Asking, mistakes: Mistakes) -> impl IntoView {
    view! {
        <div class="form-row">
            <Field label="Namn" id="namnet" error=mistakes.at("namnet")>
                <Input value=asking.name autocomplete="off" />
            </Field>
            <Field label="Yrkeskategori" id="yrket" error=mistakes.at("yrket")>
                <Input value=asking.profession autocomplete="off" />
            </Field>
        </div>
        <Field
            label="E-post"
            id="epost"
            hint="Stins skickar ingen e-post. Du får en länk att skicka själv."
            error=mistakes.at("epost")
        >
            <Input value=asking.email kind="email" autocomplete="off" />
        </Field>
    }
}

/// The objectives it concerns, folded away: few need them.
#[component]
fn Objectives(
    shelf: Shelf<Assessment>,
    chosen: RwSignal<BTreeSet<ObjectiveCode>>,
) -> impl IntoView {
    let all = shelf.binder().get_untracked().map(|portfolio| portfolio.curriculum.objectives);
    let boxes = all
        .unwrap_or_default()
        .into_iter()
        .map(|objective| {
            let code = objective.code;
            let title = objective.title.map(|title| format!(" {}", &*title));
            view! {
                <label class="choice">
                    <input
                        type="checkbox"
                        prop:checked=move || chosen.with(|chosen| chosen.contains(&code))
                        on:change=move |event| {
                            let on = event_target_checked(&event);
                            chosen
                                .update(|chosen| {
                                    if on {
                                        chosen.insert(code);
                                    } else {
                                        chosen.remove(&code);
                                    }
                                });
                        }
                    />
                    <span>
                        <b>{code.to_string()}</b>
                        {title}
                    </span>
                </label>
            }
        })
        .collect_view();
    let said = move || match chosen.with(BTreeSet::len) {
        0 => "Delmål (inget valt)".to_owned(),
        count => format!("Delmål ({count} valda)"),
    };
    view! {
        <details class="form-parts" id="delmalen">
            <summary>{said}</summary>
            <fieldset>
                <legend class="vh">"Delmål"</legend>
                <div class="choices">{boxes}</div>
            </fieldset>
        </details>
    }
}

/// The link, shown once, to be sent by the person.
#[component]
pub fn HandOver(link: RwSignal<Option<Link>>) -> impl IntoView {
    move || {
        link.get().map(|(name, path)| {
            view! {
                <section class="card" aria-labelledby="lanken">
                    <h2 id="lanken">{format!("Skicka länken till {name}")}</h2>
                    <p>
                        "Stins skickar ingen e-post. Skicka länken själv, så att bara bedömaren läser den. Den visas bara nu och kan användas för en bedömning."
                    </p>
                    <OneTimeLink label="Länk till bedömningen" path />
                    <div>
                        <button class="btn primary" type="button" on:click=move |_| link.set(None)>
                            "Klar"
                        </button>
                    </div>
                </section>
            }
        })
    }
}
