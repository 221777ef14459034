//! People with their roles; sorted and searched in the address.

use leptos::prelude::*;
use shared::{
    person::{Colleague, PasswordLink},
    rights::{On, may_grant, may_open_account},
};

use crate::{
    api::{self, Method},
    components::{Confirm, SortHeader, Toasts, use_query},
    session::use_session,
    time::say_short,
};

use super::link::{Made, PasswordLinkDialog};

/// One row a role.
#[component]
pub fn PeopleTable(
    /// In any order.
    people: Vec<Colleague>,
    /// Told when a role has ended.
    on_change: Callback<()>,
) -> impl IntoView {
    let session = use_session();
    let toasts = expect_context::<Toasts>();
    let by = use_query("sortera");
    let ending = RwSignal::new(None::<Colleague>);
    let open = RwSignal::new(false);
    let made = RwSignal::new(None::<Made>);
    let making = RwSignal::new(false);
    let people = StoredValue::new(people);
    let sorted = Memo::new(move |_| {
        let by = by.get();
        let mut people = people.get_value();
        people.sort_by(|a, b| {
            (a.membership.role, a.person.name.to_lowercase())
                .cmp(&(b.membership.role, b.person.name.to_lowercase()))
        });
        match by.trim_start_matches('-') {
            "namn" => people.sort_by_key(|colleague| colleague.person.name.to_lowercase()),
            "sedan" => people.sort_by_key(|colleague| colleague.membership.since),
            _ => {}
        }
        if by.starts_with('-') {
            people.reverse();
        }
        people
    });
    let may_end = move |colleague: &Colleague| {
        let membership = &colleague.membership;
        let on = On {
            clinic: membership.clinic,
            care_provider: membership.care_provider,
            assigned: false,
        };
        session.me().get().is_some_and(|me| may_grant(&me, membership.role, &on))
    };
    // Of a person's roles elsewhere the server knows.
    let may_link = move |colleague: &Colleague| {
        let roles: Vec<Colleague> = people.with_value(|people| {
            people.iter().filter(|one| one.person.id == colleague.person.id).cloned().collect()
        });
        colleague.active && session.me().get().is_some_and(|me| may_open_account(&me, &roles))
    };
    let make_link = move |colleague: Colleague| {
        if making.get_untracked() {
            return;
        }
        making.set(true);
        leptos::task::spawn_local(async move {
            let path = format!("/memberships/{}/password-link", colleague.membership.id);
            let answer = api::send_empty::<PasswordLink>(Method::POST, &path, None).await;
            let _ = making.try_set(false);
            match answer {
                Ok(link) => {
                    let _ = made.try_set(Some((colleague.person.name, link)));
                }
                Err(error) => toasts.show(error.sentence()),
            }
        });
    };
    let row = move |colleague: Colleague| {
        let (state, words) =
            if colleague.active { ("done", "Aktiv") } else { ("open", "Inbjuden") };
        let end = may_end(&colleague).then(|| {
            let this = colleague.clone();
            let name = colleague.person.name.clone();
            view! {
                <button
                    class="link-btn"
                    type="button"
                    on:click=move |_| {
                        ending.set(Some(this.clone()));
                        open.set(true);
                    }
                >
                    "Avsluta"
                    <span class="vh">{format!(" rollen för {name}")}</span>
                </button>
            }
        });
        let link = may_link(&colleague).then(|| {
            let this = colleague.clone();
            let name = colleague.person.name.clone();
            view! {
                <button class="link-btn" type="button" on:click=move |_| make_link(this.clone())>
                    "Ny lösenordslänk"
                    <span class="vh">{format!(" för {name}")}</span>
                </button>
            }
        });
        view! {
            <tr>
                <th scope="row">
                    {colleague.person.name} <span class="note">{colleague.email}</span>
                </th>
                <td data-label="Roll">{colleague.membership.role.name()}</td>
                <td data-label="Sedan">{say_short(colleague.membership.since)}</td>
                <td data-label="Läge">
                    <span class="chip" data-state=state>
                        {words}
                    </span>
                </td>
                <td class="num" data-label="">
                    {link} {end}
                </td>
            </tr>
        }
    };
    let confirm = Callback::new(move |_| {
        let Some(colleague) = ending.get_untracked() else { return };
        leptos::task::spawn_local(async move {
            let path = format!("/memberships/{}", colleague.membership.id);
            match api::send_empty::<()>(Method::DELETE, &path, None).await {
                Ok(()) => {
                    toasts.show(format!("Rollen för {} är avslutad.", colleague.person.name));
                    on_change.try_run(());
                }
                Err(error) => toasts.show(error.sentence()),
            }
        });
    });
    let title = Signal::derive(move || {
        ending.get().map_or_else(String::new, |colleague| {
            format!(
                "Avsluta {} för {}?",
                colleague.membership.role.name().to_lowercase(),
                colleague.person.name
            )
        })
    });
    view! {
        <section class="card" aria-labelledby="people">
            <h2 id="people">"Roller"</h2>
            {move || {
                sorted
                    .with(Vec::is_empty)
                    .then(|| {
                        view! {
                            <p class="note">
                                "Ingen har en roll här än. Bjud in den som ska leda arbetet först."
                            </p>
                        }
                    })
            }}
            <div class="table-wrap">
                <table class="table" data-stack>
                    <caption class="vh">"Personer och roller"</caption>
                    <thead>
                        <tr>
                            <SortHeader key="namn" label="Namn" />
                            <SortHeader key="roll" label="Roll" />
                            <SortHeader key="sedan" label="Sedan" />
                            <th scope="col">"Läge"</th>
                            <th scope="col">
                                <span class="vh">"Ändra"</span>
                            </th>
                        </tr>
                    </thead>
                    <tbody>{move || sorted.get().into_iter().map(row).collect_view()}</tbody>
                </table>
            </div>
            <Confirm open title action="Avsluta rollen" danger=true on_confirm=confirm>
                <p>
                    "Personen ser inte längre det som rollen gav rätt till. Namnet står kvar i det som personen har skrivit och undertecknat. Du kan bjuda in igen när du vill."
                </p>
            </Confirm>
            <PasswordLinkDialog made />
        </section>
    }
}
