//! People and roles of a clinic, and who certifies by delegation.

use leptos::prelude::*;
use shared::{
    clinic::Clinic,
    person::{Colleague, Role, RolePlace},
    rights::{On, may_grant},
};

use crate::{
    api,
    components::{Crumb, Load, Loaded, Page, load},
    pages::clinic::use_clinic_id,
    session::use_session,
};

pub mod delegations;
pub mod invite;
pub mod link;
pub mod qualification;
pub mod supervisors;
pub mod table;

use delegations::Delegations;
use invite::{InviteForm, Place};
use supervisors::Supervisors;
use table::PeopleTable;

/// Who has which role at a clinic, inviting more, letting somebody in again, and ending a role.
#[component]
pub fn PeoplePage() -> impl IntoView {
    let session = use_session();
    let id = use_clinic_id();
    let clinic: Load<Clinic> = load(move || {
        let path = format!("/clinics/{}", api::encode(&id.get()));
        async move { api::get(&path).await }
    });
    let people: Load<Vec<Colleague>> = load(move || {
        let path = format!("/people?clinic={}", api::encode(&id.get()));
        async move { api::get(&path).await }
    });
    let crumbs = Signal::derive(move || {
        let name = clinic.get().map_or_else(|| "Klinik".to_owned(), |clinic| clinic.name.name);
        vec![Crumb::to(name, format!("/kliniker/{}", id.get()))]
    });
    let lede = move || people.get().map(|people| counted(&people));
    // Which roles this person may give here follows from the rights, so nothing is offered that would be refused.
    let places = Signal::derive(move || {
        let (Some(clinic), Some(me)) = (clinic.get(), session.me().get()) else {
            return Vec::new();
        };
        let on = On::clinic(&clinic.name);
        Role::ALL
            .into_iter()
            .filter(|role| role.place() == RolePlace::Clinic && may_grant(&me, *role, &on))
            .map(|role| Place::clinic(role, &clinic))
            .collect()
    });
    // Outside what is fetched anew: the link of an invitation is shown only once.
    let invites = Memo::new(move |_| !places.with(Vec::is_empty));
    let reload = Callback::new(move |()| people.reload());
    view! {
        <Page title="Personer och roller" crumbs lede=view! { {lede} }.into_any()>
            <div class="columns">
                <div class="column">
                    <Loaded of=people let:found>
                        <PeopleTable people=found on_change=reload />
                    </Loaded>
                    <Supervisors clinic />
                    <Delegations clinic people />
                </div>
                {move || invites.get().then(|| view! { <InviteForm places on_invited=reload /> })}
            </div>
        </Page>
    }
}

/// `12 roller, 2 inbjudningar har inte fått svar.`
pub fn counted(people: &[Colleague]) -> String {
    let waiting = people.iter().filter(|colleague| !colleague.active).count();
    let all = match people.len() {
        1 => "1 roll".to_owned(),
        count => format!("{count} roller"),
    };
    match waiting {
        0 => format!("{all}."),
        1 => format!("{all}, 1 inbjudan har inte fått svar."),
        waiting => format!("{all}, {waiting} inbjudningar har inte fått svar."),
    }
}
