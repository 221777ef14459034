//! Care providers, and adding one.

use leptos::prelude::*;
use shared::{
    clinic::{AddCareProvider, CareProvider},
    text::Line,
};

use crate::{
    api::{self, Method},
    components::{Field, Input, Toasts},
};

/// Those there are, and a form for one more.
#[component]
pub fn Providers(
    /// Those there are.
    providers: Vec<CareProvider>,
    /// Told when one has been added.
    on_added: Callback<()>,
) -> impl IntoView {
    let toasts = expect_context::<Toasts>();
    let name = RwSignal::new(String::new());
    let error = RwSignal::new(None::<String>);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let line = match Line::try_from(name.get_untracked()) {
            Ok(line) => line,
            Err(wrong) => return error.set(Some(wrong.to_string())),
        };
        error.set(None);
        leptos::task::spawn_local(async move {
            let add = AddCareProvider { name: line };
            let answer =
                api::send::<_, CareProvider>(Method::POST, "/care-providers", None, &add).await;
            match answer {
                Ok(added) => {
                    toasts.show(format!("{} är tillagd.", added.name));
                    let _ = name.try_set(String::new());
                    on_added.try_run(());
                }
                Err(wrong) => {
                    let said = wrong.field("name").unwrap_or_else(|| wrong.sentence());
                    let _ = error.try_set(Some(said));
                }
            }
        });
    };
    let none = providers.is_empty().then(|| {
        view! { <p class="note">"Ingen vårdgivare än. Lägg till den första, sedan dess kliniker."</p> }
    });
    let rows = providers
        .into_iter()
        .map(|provider| {
            view! {
                <li>
                    <span class="row-what">{provider.name}</span>
                </li>
            }
        })
        .collect_view();
    view! {
        <section class="card" aria-labelledby="providers">
            <h2 id="providers">"Vårdgivare"</h2>
            {none}
            <ul class="rows">{rows}</ul>
            <form class="form" novalidate on:submit=submit>
                <Field label="Ny vårdgivare" hint="Till exempel Region Exempel." error>
                    <Input value=name autocomplete="off" />
                </Field>
                <div class="actions">
                    <button class="btn">"Lägg till vårdgivare"</button>
                </div>
            </form>
        </section>
    }
}
