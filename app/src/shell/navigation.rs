//! The main menu: what the chosen role works with, at most five places.

use leptos::prelude::*;
use leptos_router::hooks::use_location;
use serde::Deserialize;
use shared::{
    TrainingId,
    clinic::ClinicStatus,
    person::{Membership, PersonName, Role},
};

use crate::{api, components::load, session::use_session};

/// A place in the menu.
#[derive(Clone, PartialEq, Eq)]
struct Place {
    href: String,
    /// With soft hyphens, since the tabs of a phone are narrow.
    label: &'static str,
    /// Addresses that also lie under it.
    under: &'static [&'static str],
}

fn place(href: impl Into<String>, label: &'static str, under: &'static [&'static str]) -> Place {
    Place { href: href.into(), label, under }
}

/// What the menu reads of a training. The whole would weigh on everybody's first load.
#[derive(Clone, Deserialize)]
struct ListedTraining {
    training: TrainingName,
}

#[derive(Clone, Deserialize)]
struct TrainingName {
    id: TrainingId,
    trainee: PersonName,
}

/// The menu of the chosen role: tabs at the bottom on a phone.
#[component]
pub fn Navigation() -> impl IntoView {
    let session = use_session();
    let role = session.role();
    let clinic = Memo::new(move |_| role.get().and_then(|role| role.clinic));
    // The clinic's own menu leads straight to this year's self-assessment, where there is one.
    let statuses = load(move || {
        let clinic = clinic.get();
        async move {
            match clinic {
                Some(clinic) => {
                    api::get::<Vec<ClinicStatus>>(&format!("/clinics/{clinic}/status")).await
                }
                None => Ok(Vec::new()),
            }
        }
    });
    let trainee = Memo::new(move |_| role.get().is_some_and(|role| role.role == Role::Trainee));
    let trainings = load(move || {
        let trainee = trainee.get();
        async move {
            if trainee {
                api::get::<Vec<ListedTraining>>("/trainings").await
            } else {
                Ok(Vec::new())
            }
        }
    });
    let own = Memo::new(move |_| {
        let me = session.me().get()?.id;
        let own = trainings.get()?.into_iter().find(|one| one.training.trainee.id == me);
        own.map(|one| one.training.id)
    });
    let path = use_location().pathname;
    let places = Memo::new(move |_| {
        let statuses = statuses.get().unwrap_or_default();
        role.get()
            .map(|role| match own.get() {
                Some(own) if role.role == Role::Trainee => own_places(own),
                _ => places(&role, &statuses),
            })
            .unwrap_or_default()
    });
    view! {
        <nav class="mainnav" aria-label="Huvudmeny">
            <ul>
                {move || {
                    let places = places.get();
                    let here = path.with(|path| here(&places, path));
                    places
                        .into_iter()
                        .enumerate()
                        .map(|(index, place)| {
                            let current = (here == Some(index)).then_some("page");
                            view! {
                                <li>
                                    <a href=place.href aria-current=current>
                                        {place.label}
                                    </a>
                                </li>
                            }
                        })
                        .collect_view()
                }}
            </ul>
        </nav>
    }
}

/// Which place the address is, or lies under: the most exact one.
fn here(places: &[Place], path: &str) -> Option<usize> {
    let exact = places.iter().position(|place| place.href == path);
    exact.or_else(|| {
        places.iter().position(|place| place.under.iter().any(|under| path.starts_with(under)))
    })
}

/// What a ST-läkare works with: the parts of their own training.
fn own_places(training: TrainingId) -> Vec<Place> {
    let own = format!("/st/{training}");
    vec![
        place(own.clone(), "Min ST", &["/st/"]),
        place(format!("{own}/placeringar"), "Placer\u{ad}ingar", &[]),
        place(format!("{own}/iup"), "IUP", &[]),
        place(format!("{own}/handledning"), "Hand\u{ad}ledning", &[]),
        place(format!("{own}/bedomningar"), "Bedöm\u{ad}ningar", &[]),
    ]
}

fn places(role: &Membership, statuses: &[ClinicStatus]) -> Vec<Place> {
    let start = place("/", "Att göra", &[]);
    let inspections = place("/granskningar", "Gransk\u{ad}ningar", &["/granskningar"]);
    let clinics = place("/kliniker", "Kliniker", &["/kliniker"]);
    let checklists = place("/checklistor", "Check\u{ad}listor", &["/checklistor"]);
    let administration = place("/administration", "Admini\u{ad}stration", &["/administration"]);
    match (role.role, role.clinic) {
        (Role::Administrator, _) => vec![start, clinics, checklists, administration],
        (Role::RegionalDirector, _) => {
            vec![start, clinics, inspections, checklists, administration]
        }
        (Role::Inspector, _) | (_, None) => vec![start, inspections, clinics, checklists],
        (_, Some(clinic)) => {
            let own = format!("/kliniker/{clinic}");
            let assessment = match statuses {
                [ClinicStatus { assessment: Some(assessment), .. }] => {
                    format!("/sjalvvarderingar/{}", assessment.id)
                }
                _ => format!("{own}#sjalvvarderingar"),
            };
            if role.role == Role::Supervisor {
                return vec![
                    start,
                    place(format!("{own}/st-lakare"), "ST-läkare", &["/st/", "/bedomningar"]),
                    place(assessment, "Själv\u{ad}värdering", &["/sjalvvarderingar"]),
                    place(format!("{own}/brister"), "Brister", &["/handlingsplaner"]),
                    place(own, "Kliniken", &["/kliniker"]),
                ];
            }
            vec![
                start,
                place(assessment, "Själv\u{ad}värdering", &["/sjalvvarderingar"]),
                inspections,
                place(format!("{own}/brister"), "Brister", &["/handlingsplaner"]),
                place(own, "Kliniken", &["/kliniker"]),
            ]
        }
    }
}
