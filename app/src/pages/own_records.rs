//! Ta med mina uppgifter: the file with all of one's own training, taking in such a file, and what has come so.

use leptos::prelude::*;
use shared::{
    own_records::{BroughtRecords, RecordsOrigin, Told, WhyTold, not_carried},
    portfolio::Portfolio,
    rights::Action,
    saving::Saved,
    written_date::say_day,
};

use crate::{
    api::{self, Method},
    components::{Confirm, Going},
    pages::training::{Binder, TrainingPage},
    session::use_session,
    time::{say_day_of, today},
};

mod take_in;

use take_in::TakeIn;

/// The mark of a record that came from elsewhere; nothing of what was written here.
pub fn mark(origin: Option<&RecordsOrigin>) -> Option<impl IntoView + use<>> {
    origin.map(|from| {
        view! {
            <span class="chip">{from.mark()}</span>
        }
    })
}

/// Said in place of the steps with a record that came from elsewhere.
pub fn not_ours(origin: Option<&RecordsOrigin>) -> Option<impl IntoView + use<>> {
    origin.map(|from| {
        view! {
            <p class="note">
                {format!("Kommer från {} och ändras inte här.", from.name())}
            </p>
        }
    })
}

/// Fetching one's own records, taking in those from elsewhere, and what has been taken in.
#[component]
pub fn OwnRecordsPage() -> impl IntoView {
    let session = use_session();
    let binder = Binder::of_address();
    let may = Memo::new(move |_| {
        binder.get().is_some_and(|p| session.may(Action::OwnRecordsCarry, &binder.on(&p.training)))
    });
    let underway =
        Memo::new(move |_| binder.get().is_some_and(|p| p.training.phase.underway().is_ok()));
    let heading = |_: Binder, _: &Portfolio| "Ta med mina uppgifter".to_owned();
    view! {
        <TrainingPage binder title=("Ta med mina uppgifter", heading)>
            <div class="columns">
                <div class="column">
                    {move || may.get().then(|| view! { <Fetch binder /> })}
                    {move || (may.get() && underway.get()).then(|| view! { <TakeIn binder /> })}
                    {move || {
                        (!may.get())
                            .then(|| {
                                view! {
                                    <p class="notice">
                                        "Bara ST-läkaren själv hämtar sina uppgifter och tar in dem från en annan klinik."
                                    </p>
                                }
                            })
                    }}
                </div>
                <aside class="column" aria-label="Medtaget">
                    <Brought binder may=Signal::derive(move || may.get() && underway.get()) />
                </aside>
            </div>
        </TrainingPage>
    }
}

/// The file with all of it.
#[component]
fn Fetch(binder: Binder) -> impl IntoView {
    let href = move || format!("/api/trainings/{}/own-records", binder.id());
    let undone = move || {
        let told = not_carried(&binder.get()?, today());
        (!told.is_empty()).then(|| {
            let said = match told.len() {
                1 => "1 sak är inte klar och tas inte in på nästa klinik".to_owned(),
                more => format!("{more} saker är inte klara och tas inte in på nästa klinik"),
            };
            view! {
                <details class="as-table">
                    <summary>{said}</summary>
                    <p class="note">
                        "De finns i filen, men det som väntar på någon här kan bara göras klart här."
                    </p>
                    <ToldList told />
                </details>
            }
        })
    };
    view! {
        <section class="card" aria-labelledby="hamta">
            <h2 id="hamta">"Hämta mina uppgifter"</h2>
            <p>
                "En fil med allt i din ST: placeringar, ledighet, kurser och aktiviteter, IUP, bedömningar, handledarsamtal, avstämningar, intyg och beslut. Byter du till en klinik som har en egen installation av Stins tar du in filen där."
            </p>
            <p class="note">
                "Åtgärdsplaner och specialistkollegier följer inte med. I filen står namn på dig och på dem som har bedömt och intygat; spara den där bara du kommer åt den."
            </p>
            {undone}
            <div class="actions">
                <a class="btn primary" href=href rel="external" download>
                    "Hämta filen"
                </a>
            </div>
        </section>
    }
}

/// What is left or shortened, those with the same reason together under it.
#[component]
fn ToldList(told: Vec<Told>) -> impl IntoView {
    let mut groups: Vec<(WhyTold, Vec<String>)> = Vec::new();
    for Told { what, why } in told {
        match groups.iter_mut().find(|(known, _)| *known == why) {
            Some((_, all)) => all.push(what),
            None => groups.push((why, vec![what])),
        }
    }
    groups
        .into_iter()
        .map(|(why, all)| {
            let rows = all.into_iter().map(|what| view! { <li>{what}</li> }).collect_view();
            view! {
                <p class="note">{why.to_string()}</p>
                <ul class="plain-list">{rows}</ul>
            }
        })
        .collect_view()
}

/// What has been taken in, the latest first.
#[component]
fn Brought(
    binder: Binder,
    /// Whether the person may take it away again.
    may: Signal<bool>,
) -> impl IntoView {
    move || {
        let brought = binder.get()?.brought;
        let said = if brought.is_empty() {
            view! {
                <p class="note">
                    "Inget är taget med hit från en annan klinik. Det som tas med märks på varje sida och ändras inte här."
                </p>
            }
            .into_any()
        } else {
            let rows =
                brought.into_iter().rev().map(|one| row(binder, one, may.get())).collect_view();
            view! { <ul class="rows" data-when="below">{rows}</ul> }.into_any()
        };
        Some(view! {
            <section class="card" data-tight aria-labelledby="medtaget">
                <h2 id="medtaget">"Taget med hit"</h2>
                {said}
            </section>
        })
    }
}

fn count(brought: &BroughtRecords) -> String {
    match brought.records.len() {
        1 => "1 uppgift".to_owned(),
        more => format!("{more} uppgifter"),
    }
}

fn row(binder: Binder, brought: BroughtRecords, may: bool) -> impl IntoView {
    let away = may.then(|| view! { <TakeAway binder brought=brought.clone() /> });
    let count = count(&brought);
    let taken = brought
        .changed
        .map(|changed| format!("Intagen {} av {}.", say_day_of(changed.at), changed.by));
    let made = format!("{count}. Filen gjordes {}.", say_day(brought.made_on));
    view! {
        <li>
            <span class="row-what">{brought.from.name()}</span>
            <span class="row-where">{made} " " {taken}</span>
            {away}
        </li>
    }
}

/// Takes away again what came, after a question.
#[component]
fn TakeAway(binder: Binder, brought: BroughtRecords) -> impl IntoView {
    let going = Going::new();
    let asking = RwSignal::new(false);
    let from = brought.from.name();
    let said = format!(
        "{} från {from} tas bort ur din ST, och det som är valt bland dem för delmålen. Det du har skrivit här finns kvar, och filen kan tas in igen.",
        count(&brought)
    );
    let on_confirm = Callback::new(move |_| {
        let path = binder.path(&format!("/brought/{}", brought.id));
        let version = Some(brought.version);
        going.take(
            async move { api::send_empty(Method::DELETE, &path, version).await },
            "Borttaget. Det finns kvar i historiken.",
            move |_: Saved<BroughtRecords>| binder.reload(),
        );
    });
    view! {
        <span class="row-when">
            <button
                class="link-btn danger"
                type="button"
                aria-disabled=move || going.busy()
                aria-label=format!("Ta bort det som togs med från {from}")
                on:click=move |_| asking.set(true)
            >
                "Ta bort"
            </button>
            {going.refused()}
        </span>
        <Confirm
            open=asking
            title="Ta bort det som togs med?"
            action="Ta bort"
            danger=true
            on_confirm
        >
            <p>{said}</p>
        </Confirm>
    }
}
