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

use super::qualification::QualificationForm;
use crate::{
    api,
    components::{History, Load, SortHeader, before_and_after, focus, load, use_query},
    session::use_session,
    time::{say_short, today},
};

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
    let changing = RwSignal::new(None::<ClinicSupervisor>);
    // Whose history is shown.
    let told = RwSignal::new(None::<PersonName>);
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
    let row = move |one: ClinicSupervisor| {
        let change = may_save(&one).then(|| {
            let (this, name) = (one.clone(), one.person.name.clone());
            view! {
                <button
                    class="link-btn"
                    type="button"
                    on:click=move |_| {
                        told.set(None);
                        changing.set(Some(this.clone()));
                        request_animation_frame(|| focus("handledare-specialiteter"));
                    }
                >
                    "Ändra"
                    <span class="vh">{format!(" det som {name} har som handledare")}</span>
                </button>
            }
        });
        let history = (one.version > 0).then(|| {
            let (person, name) = (one.person.clone(), one.person.name.clone());
            view! {
                <button
                    class="link-btn"
                    type="button"
                    on:click=move |_| {
                        changing.set(None);
                        told.set(Some(person.clone()));
                        request_animation_frame(|| focus("handledare-historik"));
                    }
                >
                    "Historik"
                    <span class="vh">{format!(" för {name} som handledare")}</span>
                </button>
            }
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
    let form = move || {
        let (one, clinic) = (changing.get()?, clinic.get_untracked()?);
        let on_done = Callback::new(move |saved: Option<ClinicSupervisor>| {
            if saved.is_some() {
                supervisors.reload();
            }
            changing.set(None);
        });
        Some(
            view! { <QualificationForm clinic=clinic.name.id thresholds=clinic.thresholds one on_done /> },
        )
    };
    let history = move || {
        let (person, clinic) = (told.get()?, clinic.get_untracked()?);
        let path = format!("/clinics/{}/supervisors/{}/history", clinic.name.id, person.id);
        Some(view! {
            <section class="stack delegate" aria-labelledby="handledare-historik">
                <h3 id="handledare-historik" tabindex="-1">
                    {format!("{} som handledare: historik", person.name)}
                </h3>
                <History path said=before_and_after />
                <div class="actions">
                    <button class="btn" type="button" on:click=move |_| told.set(None)>
                        "Stäng"
                    </button>
                </div>
            </section>
        })
    };
    view! {
        <section class="card" aria-labelledby="handledare">
            <h2 id="handledare">"Handledarutbildning och specialitet"</h2>
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
            {form}
            {history}
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
