//! Taking in a file: choose it, see what it gives, and only then take it in.

use leptos::{prelude::*, task::spawn_local};
use shared::{
    own_records::{
        BroughtRecords, MAX_BYTES, NotTakenIn, TakeInPreview, TakeInRecords, TakenCount, Told,
    },
    saving::Saved,
    written_date::say_day,
};

use super::ToldList;
use crate::{
    api::{self, ApiError, Method},
    components::{Field, FileInput, Going, Mistakes, Refused, Summary},
    pages::training::Binder,
    text_file::{NoText, utf8_of},
};

const FILE: &str = "fil";
const SURE: &str = "mina";
const PATHS: [(&str, &str); 2] = [("text", FILE), ("sure", SURE)];

fn no_text(why: NoText) -> String {
    match why {
        NoText::TooLarge => NotTakenIn::TooLarge.to_string(),
        NoText::Pdf | NoText::Packed => NotTakenIn::NotOurs.to_string(),
        NoText::Unreadable => {
            "Filen är skadad eller ingen textfil. Hämta den på nytt från den andra kliniken."
                .to_owned()
        }
    }
}

/// The form, and what the chosen file gives.
#[component]
pub fn TakeIn(binder: Binder) -> impl IntoView {
    let found = RwSignal::new(None::<(String, TakeInPreview)>);
    let text = StoredValue::new(String::new());
    let mistakes = Mistakes::none(&PATHS);
    let reading = RwSignal::new(false);
    let begin = move |chosen: web_sys::File| {
        mistakes.clear();
        found.set(None);
        reading.set(true);
        let path = binder.path("/brought/preview");
        spawn_local(async move {
            let name = chosen.name();
            let read = match utf8_of(chosen, MAX_BYTES).await {
                Ok(read) => read,
                Err(why) => {
                    if reading.try_set(false).is_none() {
                        mistakes.show(vec![(FILE, no_text(why))]);
                    }
                    return;
                }
            };
            let body = TakeInRecords { text: read, sure: false };
            let answer: Result<TakeInPreview, ApiError> =
                api::send(Method::POST, &path, None, &body).await;
            if reading.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(preview) => {
                    text.set_value(body.text);
                    found.set(Some((name, preview)));
                }
                Err(error) => mistakes.hear(&error),
            }
        });
    };
    let taken = Callback::new(move |()| {
        found.set(None);
        text.set_value(String::new());
        binder.reload();
    });
    view! {
        <section class="card" aria-labelledby="ta-in">
            <h2 id="ta-in">"Ta in uppgifter från en annan klinik"</h2>
            <p>
                "Välj filen som du hämtade i Stins på den andra kliniken. Du får se vad som tas in innan något sparas. Allt märks med var det kommer från, och det ändras inte här."
            </p>
            <div class="form">
                <Summary mistakes />
                <Field
                    label="Fil med egna uppgifter"
                    id=FILE
                    hint="Den heter stins-uppgifter och ett datum."
                    error=mistakes.at(FILE)
                >
                    <FileInput accept=".json,application/json" on_choose=Callback::new(begin) />
                </Field>
                <Refused mistakes />
                <p class="note" role="status">
                    {move || reading.get().then_some("Läser filen …")}
                </p>
            </div>
            {move || {
                let (name, preview) = found.get()?;
                Some(view! { <Found binder name preview text mistakes taken /> })
            }}
        </section>
    }
}

/// What a file gives, and the button that takes it in.
#[component]
fn Found(
    binder: Binder,
    name: String,
    preview: TakeInPreview,
    text: StoredValue<String>,
    mistakes: Mistakes,
    /// Told when it is taken in.
    taken: Callback<()>,
) -> impl IntoView {
    let TakeInPreview { from, made_on, taken: counts, told, already, doubts } = preview;
    let (shortened, left): (Vec<Told>, Vec<Told>) =
        told.into_iter().partition(|one| one.why.taken());
    let rows = counts
        .into_iter()
        .map(|TakenCount { kind, count }| {
            view! {
                <tr>
                    <th scope="row">{kind.plural()}</th>
                    <td class="num" data-label="Antal">{count}</td>
                </tr>
            }
        })
        .collect_view();
    let already = (already > 0).then(|| {
        view! {
            <p class="note">
                {format!("{already} finns redan här. De tas inte in en gång till, och de ändras inte.")}
            </p>
        }
    });
    let list = |heading: &'static str, told: Vec<Told>| {
        (!told.is_empty()).then(|| {
            view! {
                <h4 class="section-label">{heading}</h4>
                <ToldList told />
            }
        })
    };
    let sure = RwSignal::new(false);
    let doubtful = !doubts.is_empty();
    let doubts = doubtful.then(|| {
        let rows =
            doubts.into_iter().map(|one| view! { <li>{one.to_string()}</li> }).collect_view();
        let wrong = mistakes.at(SURE);
        view! {
            <div class="notice" data-kind="warn">
                <p>"Är det här din fil?"</p>
                <ul class="plain-list">{rows}</ul>
                <label class="choice">
                    <input
                        id=SURE
                        type="checkbox"
                        prop:checked=move || sure.get()
                        aria-invalid=move || wrong.get().map(|_| "true")
                        on:change=move |event| sure.set(event_target_checked(&event))
                    />
                    <span>"Ja, uppgifterna är mina"</span>
                </label>
            </div>
        }
    });
    let going = Going::new();
    let send = move |_| {
        mistakes.clear();
        if doubtful && !sure.get_untracked() {
            let why = "Bekräfta att uppgifterna är dina, eller välj en annan fil.".to_owned();
            return mistakes.show(vec![(SURE, why)]);
        }
        let body = TakeInRecords { text: text.get_value(), sure: sure.get_untracked() };
        let path = binder.path("/brought");
        going.take_in(
            mistakes,
            async move { api::send(Method::POST, &path, None, &body).await },
            "Uppgifterna är intagna.",
            move |_: Saved<BroughtRecords>| taken.run(()),
        );
    };
    view! {
        <div class="stack">
            <h3>{format!("Det här tas in ur {name}")}</h3>
            <p role="status">
                {format!("Från {}. Filen gjordes {}.", from.name(), say_day(made_on))}
            </p>
            <table class="table" data-dense>
                <caption class="vh">"Det som tas in"</caption>
                <thead>
                    <tr>
                        <th scope="col">"Slag"</th>
                        <th scope="col" class="num">"Antal"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
            {already}
            {list("Kortas", shortened)}
            {list("Tas inte in", left)}
            <p class="note">
                "Stins kan inte kontrollera att filen är oförändrad. Visa intygens original för studierektorn."
            </p>
            {doubts}
            <div class="actions">
                <button
                    class="btn primary"
                    type="button"
                    aria-disabled=move || going.busy()
                    on:click=send
                >
                    "Ta in uppgifterna"
                </button>
            </div>
        </div>
    }
}
