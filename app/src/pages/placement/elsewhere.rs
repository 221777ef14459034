//! Sidotjänstgöring at a clinic that is here: chosen by name, with the supervisor among those who supervise there.

use leptos::prelude::*;
use shared::{ClinicId, PersonId, person::PersonName, review::ClinicName};

use crate::{
    api,
    components::{Load, Select, load},
    pages::training::Binder,
};

/// A choice of somebody at a clinic: it is nobody's once another clinic is chosen.
pub fn key(clinic: ClinicId, person: PersonId) -> String {
    format!("{clinic} {person}")
}

/// Who is chosen at the clinic, if anybody is.
pub fn chosen(key: &str, clinic: ClinicId) -> Option<PersonId> {
    let (at, person) = key.split_once(' ')?;
    if at == clinic.to_string() { person.parse().ok() } else { None }
}

/// The clinics here, or none of them.
#[component]
pub fn ClinicThere(
    clinics: Load<Vec<ClinicName>>,
    /// The training's own.
    but: ClinicId,
    chosen: RwSignal<String>,
) -> impl IntoView {
    let options = Signal::derive(move || {
        let clinics = clinics.get().unwrap_or_default().into_iter();
        let none = (String::new(), "Finns inte i listan, skriv platsen".to_owned());
        let others = clinics.filter(|one| one.id != but);
        std::iter::once(none)
            .chain(others.map(|one| (one.id.to_string(), one.place())))
            .collect::<Vec<_>>()
    });
    view! { <Select value=chosen options /> }
}

/// Who supervises at the clinic, or nobody; who did before is there also if they have left.
#[component]
pub fn SupervisorThere(
    binder: Binder,
    clinic: RwSignal<String>,
    before: Option<(ClinicId, PersonName)>,
    chosen: RwSignal<String>,
) -> impl IntoView {
    let people = load(move || {
        let clinic = api::encode(&clinic.get());
        let path = binder.path(&format!("/certifiers?clinic={clinic}"));
        async move { api::get::<Vec<PersonName>>(&path).await }
    });
    let options = Signal::derive(move || {
        let mut options = vec![(String::new(), "Ingen namngiven".to_owned())];
        let Ok(clinic) = clinic.get().parse::<ClinicId>() else { return options };
        let mut all = people.get().unwrap_or_default();
        if let Some((at, before)) = &before
            && *at == clinic
            && all.iter().all(|one| one.id != before.id)
        {
            all.push(before.clone());
        }
        options.extend(all.into_iter().map(|one| (key(clinic, one.id), one.name)));
        options
    });
    view! { <Select value=chosen options /> }
}
