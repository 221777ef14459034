//! Opens a panel: the day, and who judges.

use leptos::{ev, prelude::*};
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
};
use shared::{
    PersonId,
    person::{Colleague, PersonName},
    rights::may_supervise,
    saving::Saved,
    specialist_panel::{OpenPanel, PanelView},
};

use super::Shelf;
use crate::{
    api::{self, Method},
    components::{Field, Going, Input, Mistakes, Refused, Summary, load},
    time::today,
};

/// The form of a new panel.
#[component]
pub fn Open(shelf: Shelf) -> impl IntoView {
    let going = Going::new();
    let mistakes =
        Mistakes::none(&[("planned_on", "kollegiets-dag"), ("specialists", "specialister")]);
    let day = RwSignal::new(today().to_string());
    let chosen = RwSignal::new(Vec::<PersonId>::new());
    let people = load(move || {
        let training = shelf.binder.get().map(|portfolio| portfolio.training);
        async move {
            let Some(training) = training else { return Ok(Vec::new()) };
            let path = format!("/people?clinic={}", training.clinic.id);
            let all: Vec<Colleague> = api::get(&path).await?;
            let judges = all.into_iter().filter(|held| {
                held.active
                    && may_supervise(held.membership.role)
                    && held.person.id != training.trainee.id
            });
            let mut people: Vec<PersonName> = judges.map(|held| held.person).collect();
            people.dedup_by_key(|one| one.id);
            Ok(people)
        }
    });
    let path = use_location().pathname;
    let navigate = use_navigate();
    let send = move |event: ev::SubmitEvent| {
        event.prevent_default();
        mistakes.clear();
        let Ok(planned_on) = day.get_untracked().parse() else {
            let why = "Välj dagen för kollegiet.".to_owned();
            return mistakes.show(vec![("kollegiets-dag", why)]);
        };
        let body = OpenPanel { planned_on, specialists: chosen.get_untracked() };
        let (to, navigate) = (path.get_untracked(), navigate.clone());
        let at = shelf.binder.path("/panels");
        going.take_in(
            mistakes,
            async move { api::send(Method::POST, &at, None, &body).await },
            "Kollegiet är öppnat. ST-läkaren skattar sig själv först.",
            move |saved: Saved<PanelView>| {
                shelf.take(saved);
                navigate(&to, NavigateOptions { scroll: false, ..NavigateOptions::default() });
            },
        );
    };
    let boxes = move || {
        let all = people.get().unwrap_or_default();
        all.into_iter()
            .map(|PersonName { id, name }| {
                let choose = move |event| {
                    let on = event_target_checked(&event);
                    chosen.update(|chosen| {
                        chosen.retain(|one| *one != id);
                        if on {
                            chosen.push(id);
                        }
                    });
                };
                view! {
                    <label class="choice">
                        <input
                            type="checkbox"
                            prop:checked=move || chosen.with(|chosen| chosen.contains(&id))
                            on:change=choose
                        />
                        <span>{name}</span>
                    </label>
                }
            })
            .collect_view()
    };
    let wrong = mistakes.at("specialister");
    let back = use_location().pathname;
    view! {
        <section class="card" aria-labelledby="nytt-kollegium">
            <h2 id="nytt-kollegium">"Öppna ett kollegium"</h2>
            <form class="stack" novalidate on:submit=send>
                <Summary mistakes />
                <Field label="Planerad dag" id="kollegiets-dag" error=mistakes.at("kollegiets-dag")>
                    <Input value=day kind="date" />
                </Field>
                <fieldset class="field" id="specialister" tabindex="-1">
                    <legend>"Specialister som bedömer, minst två"</legend>
                    {move || wrong.get().map(|why| view! { <p class="field-error">{why}</p> })}
                    <div class="choices">{boxes}</div>
                </fieldset>
                <Refused mistakes />
                {going.refused()}
                <div class="actions">
                    <button class="btn primary" aria-disabled=move || going.busy()>
                        "Öppna kollegiet"
                    </button>
                    <a class="btn" href=move || back.get()>
                        "Avbryt"
                    </a>
                </div>
            </form>
        </section>
    }
}
