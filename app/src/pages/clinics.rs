//! All clinics one may see.

use leptos::prelude::*;
use shared::{clinic::Clinic, person::Role, rights::Action};

use crate::{
    api,
    components::{Empty, Load, Loaded, Page, load},
    pages::start::table::ClinicTable,
    session::use_session,
};

/// The clinics with how each stands; for the administrator, who reads no reviews, only the clinics.
#[component]
pub fn ClinicsPage() -> impl IntoView {
    let session = use_session();
    let administrator = Memo::new(move |_| {
        session.role().get().is_some_and(|role| role.role == Role::Administrator)
    });
    let saves = move || {
        session.me().get().is_some_and(|me| {
            me.memberships.iter().any(|membership| {
                let on = membership
                    .care_provider
                    .map_or(shared::rights::On::NOTHING, shared::rights::On::care_provider);
                session.may(Action::ClinicSave, &on)
            })
        })
    };
    let actions = move || {
        saves().then(|| view! { <a class="btn" href="/administration#lagg-till-klinik">"Lägg till klinik"</a> })
    };
    view! {
        <Page title="Kliniker" actions=view! { {actions} }.into_any()>
            {move || {
                if administrator.get() {
                    view! { <Plain /> }.into_any()
                } else {
                    view! { <ClinicTable /> }.into_any()
                }
            }}
        </Page>
    }
}

#[component]
fn Plain() -> impl IntoView {
    let clinics: Load<Vec<Clinic>> = load(|| async { api::get("/clinics").await });
    view! {
        <Loaded of=clinics let:clinics>
            {if clinics.is_empty() {
                view! {
                    <Empty
                        title="Här står klinikerna"
                        text="Lägg först till en vårdgivare, sedan dess kliniker."
                    >
                        <a class="btn primary" href="/administration">
                            "Till administration"
                        </a>
                    </Empty>
                }
                    .into_any()
            } else {
                view! { <PlainTable clinics /> }.into_any()
            }}
        </Loaded>
    }
}

#[component]
fn PlainTable(
    /// In the server's order.
    clinics: Vec<Clinic>,
) -> impl IntoView {
    let rows = clinics
        .into_iter()
        .map(|clinic| {
            let people = format!("/kliniker/{}/personer", clinic.name.id);
            let name = clinic.name.name.clone();
            view! {
                <tr>
                    <th scope="row">
                        {clinic.name.name} <span class="note">{clinic.name.site}</span>
                    </th>
                    <td data-label="Vårdgivare">{clinic.care_provider_name}</td>
                    <td data-label="Specialiteter">{clinic.specialties.join(", ")}</td>
                    <td data-label="Personer">
                        <a href=people>
                            "Personer" <span class="vh">{format!(" vid {name}")}</span>
                        </a>
                    </td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <section class="card" aria-label="Kliniker">
            <div class="table-wrap">
                <table class="table" data-stack>
                    <caption class="vh">"Kliniker"</caption>
                    <thead>
                        <tr>
                            <th scope="col">"Klinik"</th>
                            <th scope="col">"Vårdgivare"</th>
                            <th scope="col">"Specialiteter"</th>
                            <th scope="col">"Personer"</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
}
