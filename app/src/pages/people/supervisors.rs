//! What those who supervise have: specialties and handledarutbildning, with a form for oneself and for who leads the clinic.

use chrono::NaiveDate;
use leptos::prelude::*;
use shared::{
    clinic::Clinic,
    person::PersonName,
    rights::{Action, On, Tie},
    rule::Thresholds,
    supervisor::{ClinicSupervisor, SupervisorTraining},
};

use super::qualification::{FIRST_FIELD, QualificationForm};
use crate::{
    api,
    components::{History, Load, SortHeader, before_and_after, focus, load, use_query},
    session::use_session,
    time::{say_short, today},
};

/// What is opened below the table.
#[derive(Clone)]
enum Below {
    /// What somebody has, to be changed.
    Form(ClinicSupervisor),
    /// Who changed what somebody has.
    History(PersonName),
}

/// The heading of a history.
const HISTORY: &str = "handledare-historik";

impl Below {
    /// Where focus goes when it opens.
    const fn first(&self) -> &'static str {
        match self {
            Self::Form(_) => FIRST_FIELD,
            Self::History(_) => HISTORY,
        }
    }
}

/// Sorts what lacks first: nothing there, then nothing known, then by the day it should be renewed.
fn need(one: &ClinicSupervisor, thresholds: &Thresholds) -> (u8, Option<NaiveDate>) {
    match one.qualification.training {
        SupervisorTraining::Missing => (0, None),
        SupervisorTraining::NotTold => (1, None),
        SupervisorTraining::Held { .. } => (2, one.qualification.training.renew_by(thresholds)),
    }
}

fn specialties(one: &ClinicSupervisor) -> String {
    let all: Vec<&str> = one.qualification.specialties.iter().map(|one| &**one).collect();
    all.join(", ")
}

/// The clinic's supervisors and what they have.
#[component]
pub fn Supervisors(
    /// The clinic.
    clinic: Load<Clinic>,
) -> impl IntoView {
    let session = use_session();
    let by = use_query("sortera");
    let below = RwSignal::new(None::<Below>);
    let close = move || {
        below.set(None);
        focus("handledare");
    };
    let supervisors: Load<Vec<ClinicSupervisor>> = load(move || {
        let id = clinic.get().map(|clinic| clinic.name.id);
        async move {
            match id {
                Some(id) => api::get(&format!("/clinics/{id}/supervisors")).await,
                None => Ok(Vec::new()),
            }
        }
    });
    let may_save = move |one: &ClinicSupervisor| {
        let (Some(clinic), Some(me)) = (clinic.get(), session.me().get()) else { return false };
        let tie = (me.id == one.person.id).then_some(Tie::Own);
        session.may(Action::SupervisorSave, &On::clinic(&clinic.name).tie(tie))
    };
    let numbers = Memo::new(move |_| clinic.get().map(|one| one.thresholds).unwrap_or_default());
    let button = move |label: &'static str, about: String, opens: Below| {
        view! {
            <button
                class="link-btn"
                type="button"
                on:click=move |_| {
                    let first = opens.first();
                    below.set(Some(opens.clone()));
                    request_animation_frame(move || focus(first));
                }
            >
                {label}
                <span class="vh">{about}</span>
            </button>
        }
    };
    let row = move |one: ClinicSupervisor| {
        let name = &one.person.name;
        let change = may_save(&one).then(|| {
            let about = format!(" det som {name} har som handledare");
            button("Ändra", about, Below::Form(one.clone()))
        });
        let history = (one.version > 0).then(|| {
            let about = format!(" för {name} som handledare");
            button("Historik", about, Below::History(one.person.clone()))
        });
        let known = specialties(&one);
        let known = if known.is_empty() {
            view! { <span class="note">"Inget inlagt"</span> }.into_any()
        } else {
            known.into_any()
        };
        view! {
            <tr>
                <th scope="row">{one.person.name.clone()}</th>
                <td data-label="Specialitet">{known}</td>
                <td data-label="Utbildning">
                    {training(one.qualification.training, &numbers.get())}
                </td>
                <td class="num" data-label="">
                    {change} " " {history}
                </td>
            </tr>
        }
    };
    let rows = move || {
        let mut all = supervisors.get().unwrap_or_default();
        let by = by.get();
        match by.trim_start_matches('-') {
            "specialitet" => all.sort_by_key(|one| specialties(one).to_lowercase()),
            "utbildning" => {
                let numbers = numbers.get();
                all.sort_by_key(|one| need(one, &numbers));
            }
            "handledare" => {}
            // By name, as they come, while the address sorts the roles above.
            _ => return all.into_iter().map(row).collect_view(),
        }
        if by.starts_with('-') {
            all.reverse();
        }
        all.into_iter().map(row).collect_view()
    };
    let opened = move || {
        let (below, clinic) = (below.get()?, clinic.get_untracked()?);
        let id = clinic.name.id;
        Some(match below {
            Below::Form(one) => {
                let on_done = Callback::new(move |saved: Option<ClinicSupervisor>| {
                    if saved.is_some() {
                        supervisors.reload();
                    }
                    close();
                });
                view! { <QualificationForm clinic=id thresholds=clinic.thresholds one on_done /> }
                    .into_any()
            }
            Below::History(person) => {
                let path = format!("/clinics/{id}/supervisors/{}/history", person.id);
                view! {
                    <section class="stack delegate" aria-labelledby=HISTORY>
                        <h3 id=HISTORY tabindex="-1">
                            {format!("{} som handledare: historik", person.name)}
                        </h3>
                        <History path said=before_and_after />
                        <div class="actions">
                            <button class="btn" type="button" on:click=move |_| close()>
                                "Stäng"
                            </button>
                        </div>
                    </section>
                }
                .into_any()
            }
        })
    };
    view! {
        <section class="card" aria-labelledby="handledare">
            <h2 id="handledare" tabindex="-1">
                "Handledarutbildning och specialitet"
            </h2>
            <p class="hint">
                "Följer personen till alla kliniker. Den som handleder ska ha gått handledarutbildning och vara specialist (Riktlinje Västmanland 3.2 och 3.3, ska; SPUR B1–B4 och E10)."
            </p>
            <div class="table-wrap">
                <table class="table" data-stack>
                    <caption class="vh">"Handledarutbildning och specialitet"</caption>
                    <thead>
                        <tr>
                            <SortHeader key="handledare" label="Handledare" />
                            <SortHeader key="specialitet" label="Specialitet" />
                            <SortHeader key="utbildning" label="Handledarutbildning" />
                            <th scope="col">
                                <span class="vh">"Ändra"</span>
                            </th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            {opened}
        </section>
    }
}

/// The day, and when it should be renewed; a mark where it lacks, isn't known or is old.
fn training(training: SupervisorTraining, thresholds: &Thresholds) -> AnyView {
    let chip = |state: &'static str, words: &'static str| {
        view! {
            <span class="chip" data-state=state>
                {words}
            </span>
        }
    };
    let renew_by = training.renew_by(thresholds);
    match training {
        SupervisorTraining::NotTold => chip("open", "Inget inlagt").into_any(),
        SupervisorTraining::Missing => chip("late", "Saknas").into_any(),
        SupervisorTraining::Held { on, renewed_on } => {
            let told = match renewed_on {
                Some(renewed) => format!("{}, förnyad {}", say_short(on), say_short(renewed)),
                None => say_short(on),
            };
            let late = renew_by.is_some_and(|last| last < today());
            let late = late.then(|| chip("soon", "Bör förnyas"));
            let renew = renew_by.map(|last| format!("Förnyas senast {}", say_short(last)));
            let renew = late.is_none().then_some(renew).flatten();
            view! {
                <div>
                    {told} " " {late}
                    {renew.map(|renew| view! { <span class="note">{renew}</span> })}
                </div>
            }
            .into_any()
        }
    }
}
