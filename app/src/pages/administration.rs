//! Care providers, clinics, and the people of the whole region.

use leptos::prelude::*;
use shared::{
    clinic::{CareProvider, Clinic},
    person::{Colleague, Role, RolePlace},
    rights::{Action, On, may, may_grant},
};

use crate::{
    api,
    components::{Failed, Load, Loaded, Loading, Page, load, set_query, use_query},
    pages::people::{
        invite::{InviteForm, Place},
        table::PeopleTable,
    },
    session::use_session,
};

mod care_provider;
mod clinic;
mod thresholds;

pub use thresholds::ThresholdsPage;

/// For administrators and regional directors.
#[component]
pub fn AdministrationPage() -> impl IntoView {
    let session = use_session();
    let providers: Load<Vec<CareProvider>> = load(|| async { api::get("/care-providers").await });
    let clinics: Load<Vec<Clinic>> = load(|| async { api::get("/clinics").await });
    let may_add = move || session.may(Action::CareProviderAdd, &On::NOTHING);
    let own = move |providers: Vec<CareProvider>| -> Vec<CareProvider> {
        providers
            .into_iter()
            .filter(|provider| session.may(Action::ClinicSave, &On::care_provider(provider.id)))
            .collect()
    };
    view! {
        <Page
            title="Administration"
            lede=view! { "Vårdgivare, kliniker och personer." }.into_any()
        >
            {move || {
                if let Some(error) = providers.error().or_else(|| clinics.error()) {
                    let retry = Callback::new(move |()| {
                        providers.reload();
                        clinics.reload();
                    });
                    return view! { <Failed error retry /> }.into_any();
                }
                let (Some(all), Some(clinics_now)) = (providers.get(), clinics.get()) else {
                    return view! { <Loading /> }.into_any();
                };
                let mine = own(all);
                let reload_clinics = Callback::new(move |()| clinics.reload());
                if mine.is_empty() && !may_add() {
                    return view! {
                        <div class="notice" data-kind="warn">
                            <h2>"Du har ingen roll som sköter kliniker"</h2>
                            <p>
                                "Administratören och den övergripande studierektorn lägger till och ändrar kliniker."
                            </p>
                        </div>
                    }
                        .into_any();
                }
                let own_numbers: Vec<_> = mine
                    .iter()
                    .filter(|provider| {
                        session.may(Action::ThresholdsSave, &On::care_provider(provider.id))
                    })
                    .cloned()
                    .collect();
                let add = may_add()
                    .then(|| {
                        view! {
                            <care_provider::Providers
                                providers=mine.clone()
                                on_added=Callback::new(move |()| providers.reload())
                            />
                        }
                    });
                view! {
                    {add}
                    {(!mine.is_empty())
                        .then(|| {
                            view! {
                                <clinic::Clinics
                                    clinics=clinics_now
                                    providers=mine.clone()
                                    on_saved=reload_clinics
                                />
                                <thresholds::Links providers=own_numbers />
                                <People providers=mine />
                            }
                        })}
                }
                    .into_any()
            }}
        </Page>
    }
}

/// The people of a care provider: regional directors and, for the administrator, those without a place.
#[component]
fn People(
    /// Those one may see.
    providers: Vec<CareProvider>,
) -> impl IntoView {
    let session = use_session();
    let asked = use_query("vardgivare");
    let providers = StoredValue::new(providers);
    let provider = Memo::new(move |_| {
        let asked = asked.get();
        providers.with_value(|providers| {
            providers
                .iter()
                .find(|provider| provider.id.to_string() == asked)
                .or_else(|| providers.first())
                .cloned()
        })
    });
    let people: Load<Vec<Colleague>> = load(move || {
        let provider = provider.get();
        async move {
            match provider {
                Some(provider) => api::get(&format!("/people?care_provider={}", provider.id)).await,
                None => Ok(Vec::new()),
            }
        }
    });
    let places = Signal::derive(move || {
        let (Some(provider), Some(me)) = (provider.get(), session.me().get()) else {
            return Vec::new();
        };
        let on = On::care_provider(provider.id);
        let mut places: Vec<Place> = Vec::new();
        for role in Role::ALL {
            match role.place() {
                RolePlace::CareProvider if may_grant(&me, role, &on) => {
                    places.push(Place::care_provider(role, &provider));
                }
                RolePlace::Everywhere if may_grant(&me, role, &On::NOTHING) => {
                    places.push(Place::everywhere(role));
                }
                RolePlace::CareProvider | RolePlace::Everywhere | RolePlace::Clinic => {}
            }
        }
        places
    });
    // Outside what is fetched anew: the link of an invitation is shown only once.
    let invites = Memo::new(move |_| !places.with(Vec::is_empty));
    let reload = Callback::new(move |()| people.reload());
    let choice = move || {
        let all = providers.get_value();
        (all.len() > 1).then(|| {
            let links = all
                .into_iter()
                .map(|one| {
                    let href = set_query("vardgivare", one.id.to_string());
                    let current = move || {
                        provider
                            .with(|now| now.as_ref().is_some_and(|now| now.id == one.id))
                            .then_some("true")
                    };
                    view! {
                        <li>
                            <a href=move || href.get() aria-current=current>
                                {one.name}
                            </a>
                        </li>
                    }
                })
                .collect_view();
            view! {
                <nav class="filters" aria-label="Vårdgivare">
                    <ul>{links}</ul>
                </nav>
            }
        })
    };
    view! {
        {choice}
        <div class="columns">
            <div class="column">
                <Loaded of=people let:found>
                    <PeopleTable people=found on_change=reload />
                </Loaded>
            </div>
            {move || invites.get().then(|| view! { <InviteForm places on_invited=reload /> })}
        </div>
    }
}

/// Whether the person may save clinics of a care provider.
fn may_save(session: crate::session::Session, clinic: &Clinic) -> bool {
    session
        .me()
        .get_untracked()
        .is_some_and(|me| may(&me, Action::ClinicSave, &On::clinic(&clinic.name)))
}
