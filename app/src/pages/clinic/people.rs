//! Who works with the education at the clinic.

use leptos::prelude::*;

use super::{Fetched, people_path};

/// So many are named here; all stand on their own page.
const NAMED: usize = 6;

/// The first few people, in the roles' order. Left out for those who may not see them.
#[component]
pub fn People(
    /// What the page shows.
    all: Fetched,
) -> impl IntoView {
    move || {
        let (mut people, clinic) = (all.people.get()?, all.clinic.get()?);
        people.sort_by(|a, b| {
            (a.membership.role, &a.person.name).cmp(&(b.membership.role, &b.person.name))
        });
        let path = people_path(clinic.name.id);
        let count = people.len();
        let rows = people
            .into_iter()
            .take(NAMED)
            .map(|colleague| {
                view! {
                    <tr>
                        <th scope="row">{colleague.person.name}</th>
                        <td data-label="Roll">{colleague.membership.role.name()}</td>
                        <td data-label="Sedan">
                            {chrono::Datelike::year(&colleague.membership.since)}
                        </td>
                    </tr>
                }
            })
            .collect_view();
        let table = (count > 0).then(|| {
            view! {
                <div class="table-wrap">
                    <table class="table" data-stack data-dense>
                        <caption class="vh">"Personer och roller"</caption>
                        <thead>
                            <tr>
                                <th scope="col">"Namn"</th>
                                <th scope="col">"Roll"</th>
                                <th scope="col">"Sedan"</th>
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
            }
        });
        let none = (count == 0).then(|| {
            view! { <p class="note">"Ingen har en roll vid kliniken än. Bjud in verksamhetschefen först."</p> }
        });
        Some(view! {
            <section class="card" aria-labelledby="people">
                <div class="card-head">
                    <h2 id="people">"Personer"</h2>
                    <a class="end" href=path>
                        {if count > NAMED { format!("Alla {count}") } else { "Personer och roller".to_owned() }}
                    </a>
                </div>
                {table} {none}
            </section>
        })
    }
}
