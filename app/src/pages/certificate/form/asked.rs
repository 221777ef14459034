//! Whom to ask to certify: who supervises the placement, and who supervises at its clinic, at the own or at another.

use leptos::prelude::*;
use shared::{
    certificate::Certificate,
    person::PersonName,
    placement::{Placement, SupervisorName},
    portfolio::Portfolio,
    review::ClinicName,
};

use super::Written;
use crate::{
    api,
    components::{Field, Select, load},
    pages::training::Shelf,
};

/// The placement that a certificate is about, if it is one.
fn placement(written: Written, portfolio: &Portfolio) -> Option<Placement> {
    let about = written.about.get();
    portfolio.placements.iter().find(|one| one.id.to_string() == about).cloned()
}

/// Puts somebody last, unless they are there.
fn add(people: &mut Vec<PersonName>, person: PersonName) {
    if people.iter().all(|one| one.id != person.id) {
        people.push(person);
    }
}

/// Whom to ask to certify.
#[component]
pub fn AskedOf(
    shelf: Shelf<Certificate>,
    written: Written,
    portfolio: StoredValue<Portfolio>,
    /// Who was asked before the form was opened.
    before: Vec<PersonName>,
    error: Signal<Option<String>>,
) -> impl IntoView {
    let asked = written.asked;
    // By name, wherever they work, also when another clinic is looked at.
    let chosen = RwSignal::new(before);
    let elsewhere = RwSignal::new(String::new());
    let about = Memo::new(move |_| portfolio.with_value(|portfolio| placement(written, portfolio)));
    let own = portfolio.with_value(|portfolio| portfolio.training.clinic.id.to_string());
    let own = StoredValue::new(own);
    // The placement's clinic until another is chosen.
    let nearest = Memo::new(move |_| {
        let there = about.get().and_then(|placement| placement.clinic);
        there.map_or_else(|| own.get_value(), |clinic| clinic.to_string())
    });
    let clinic = Memo::new(move |_| {
        let elsewhere = elsewhere.get();
        if elsewhere.is_empty() { nearest.get() } else { elsewhere }
    });
    let people = load(move || {
        let clinic = api::encode(&clinic.get());
        let path = shelf.binder().path(&format!("/certifiers?clinic={clinic}"));
        async move { api::get::<Vec<PersonName>>(&path).await }
    });
    let clinics = load(move || {
        let path = shelf.binder().path("/clinics");
        async move { api::get::<Vec<ClinicName>>(&path).await }
    });
    let options = Signal::derive(move || {
        let (nearest, mut first, mut rest) = (nearest.get(), Vec::new(), Vec::new());
        for one in clinics.get().unwrap_or_default() {
            let (id, words) = (one.id.to_string(), one.place());
            if id == nearest {
                first.push((String::new(), words));
            } else {
                rest.push((id, words));
            }
        }
        first.extend(rest);
        first
    });
    let supervisor = Memo::new(move |_| match about.get().and_then(|one| one.supervisor) {
        Some(SupervisorName::Person(person)) => Some(person),
        Some(SupervisorName::Written(_)) | None => None,
    });
    let said = move || match asked.with(std::collections::BTreeSet::len) {
        0 => "Be någon intyga: ingen tillfrågad".to_owned(),
        1 => "Be någon intyga: 1 tillfrågad".to_owned(),
        count => format!("Be någon intyga: {count} tillfrågade"),
    };
    let boxes = move || {
        let mut all: Vec<PersonName> = supervisor.get().into_iter().collect();
        for person in chosen.get().into_iter().chain(people.get().unwrap_or_default()) {
            add(&mut all, person);
        }
        let supervisor = supervisor.get().map(|one| one.id);
        all.into_iter()
            .map(|person| {
                let id = person.id;
                let words = if supervisor == Some(id) {
                    format!("{}, handledare för placeringen", person.name)
                } else {
                    person.name.clone()
                };
                view! {
                    <label class="choice">
                        <input
                            type="checkbox"
                            prop:checked=move || asked.with(|asked| asked.contains(&id))
                            on:change=move |event| {
                                let on = event_target_checked(&event);
                                asked
                                    .update(|asked| {
                                        if on {
                                            asked.insert(id);
                                        } else {
                                            asked.remove(&id);
                                        }
                                    });
                                if on {
                                    chosen.update_untracked(|chosen| add(chosen, person.clone()));
                                }
                            }
                        />
                        <span>{words}</span>
                    </label>
                }
            })
            .collect_view()
    };
    view! {
        <details class="as-table" id="fraga" tabindex="-1">
            <summary>{said}</summary>
            <div class="stack">
                <p class="hint">
                    "Den som frågas ser intyget under Att göra. Huvudansvarig handledare och verksamhetschef ser det ändå."
                </p>
                <Field
                    label="Klinik där den som intygar arbetar"
                    id="intygar-klinik"
                    hint="Tjänstgöring på en annan klinik intygas av handledaren där"
                >
                    <Select value=elsewhere options />
                </Field>
                <fieldset class="choices">
                    <legend class="vh">"Vem som ska intyga"</legend>
                    {boxes}
                </fieldset>
                {move || error.get().map(|why| view! { <p class="field-error">{why}</p> })}
            </div>
        </details>
    }
}
