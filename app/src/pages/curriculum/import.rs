//! Putting in a målbeskrivning from a file: choose, see what it gives and changes, and only then publish.

use leptos::{ev, prelude::*, task::spawn_local};
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
};
use shared::{
    clinic::Clinic,
    curriculum::{
        Curriculum, CurriculumFile, CurriculumPreview, MAX_BYTES, PublishCurriculum, Regulation,
    },
    text::Line,
};

use super::preview::{Compared, Problems};
use crate::{
    api::{self, ApiError, Method},
    components::{Field, FileInput, Going, Input, Mistakes, Refused, Select, Summary, Wrong},
    text_file::{NoText, text_of},
    time::today,
};

const PATHS: [(&str, &str); 4] = [
    ("specialty", "specialitet"),
    ("regulation", "foreskrift"),
    ("text", "fil"),
    ("version_name", "versionsnamn"),
];

fn no_text(why: NoText) -> String {
    match why {
        NoText::TooLarge => {
            "Filen är större än 1 MB. Spara bara målbeskrivningens tabell och försök igen."
        }
        NoText::Pdf => "Filen är en PDF. Skriv av målbeskrivningen i ett kalkylblad och spara det som CSV.",
        NoText::Packed => {
            "Filen är ett kalkylblad eller dokument. Öppna den och spara den som CSV, så går den att läsa."
        }
        NoText::Unreadable => "Filen kunde inte läsas. Välj den på nytt.",
    }
    .to_owned()
}

/// The form, and what the chosen file gives.
#[component]
pub fn ImportForm(
    /// Whose specialties may be chosen.
    clinic: Clinic,
    /// Told when a version is published.
    published: Callback<()>,
) -> impl IntoView {
    let specialty = RwSignal::new(clinic.specialties.first().cloned().unwrap_or_default());
    let regulation = RwSignal::new(Regulation::Hslf2021.as_str().to_owned());
    let file = RwSignal::new(None::<(String, CurriculumFile)>);
    let preview = RwSignal::new(None::<CurriculumPreview>);
    let mistakes = Mistakes::none(&PATHS);
    let reading = RwSignal::new(false);
    let id = clinic.name.id;
    let look = move |name: String, read: CurriculumFile| {
        spawn_local(async move {
            let answer: Result<CurriculumPreview, ApiError> =
                api::send(Method::POST, "/curricula/preview", None, &read).await;
            if reading.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(found) => {
                    file.set(Some((name, read)));
                    preview.set(Some(found));
                }
                Err(error) => mistakes.hear(&error),
            }
        });
    };
    let begin = move |chosen: web_sys::File| {
        mistakes.clear();
        preview.set(None);
        file.set(None);
        reading.set(true);
        spawn_local(async move {
            let name = chosen.name();
            match text_of(chosen, MAX_BYTES).await {
                Ok(text) => {
                    let (Some(specialty), Some(regulation)) =
                        (specialty.try_get_untracked(), regulation.try_get_untracked())
                    else {
                        return;
                    };
                    let specialty = Line::try_from(specialty);
                    let regulation = Regulation::from_stored(&regulation);
                    if let (Ok(specialty), Some(regulation)) = (specialty, regulation) {
                        look(name, CurriculumFile { clinic: id, specialty, regulation, text });
                    }
                }
                Err(why) => {
                    if reading.try_set(false).is_none() {
                        mistakes.show(vec![("fil", no_text(why))]);
                    }
                }
            }
        });
    };
    // What a file gives holds for what it was read for.
    let changed = move || {
        preview.set(None);
        file.set(None);
    };
    Effect::watch(move || (specialty.get(), regulation.get()), move |_, _, _| changed(), false);
    let specialties =
        clinic.specialties.iter().map(|one| (one.clone(), one.clone())).collect::<Vec<_>>();
    let regulations = Regulation::ALL
        .into_iter()
        .rev()
        .map(|one| (one.as_str().to_owned(), one.to_string()))
        .collect::<Vec<_>>();
    let back = use_location().pathname;
    view! {
        <section class="card" aria-labelledby="lagg-in">
            <h2 id="lagg-in">"Lägg in en målbeskrivning"</h2>
            <div class="form">
                <Summary mistakes />
                <div class="form-row">
                    <Field label="Specialitet" id="specialitet" error=mistakes.at("specialitet")>
                        <Select value=specialty options=Signal::stored(specialties) />
                    </Field>
                    <Field label="Föreskrift" id="foreskrift" error=mistakes.at("foreskrift")>
                        <Select value=regulation options=Signal::stored(regulations) />
                    </Field>
                </div>
                <Field
                    label="CSV-fil"
                    id="fil"
                    hint="Första raden är kod;titel;krav;aktiviteter. Sedan ett delmål på varje rad, alla a, b och c. För a och b räcker koden. Semikolon eller komma går lika bra."
                    error=mistakes.at("fil")
                >
                    <FileInput
                        accept=".csv,.txt,text/csv,text/plain"
                        on_choose=Callback::new(begin)
                    />
                </Field>
                <Refused mistakes />
                <p class="note" role="status">
                    {move || reading.get().then_some("Läser filen …")}
                </p>
            </div>
            {move || {
                let found = preview.get()?;
                let (name, read) = file.get_untracked()?;
                Some(view! { <Found found name read published /> })
            }}
            <div class="actions">
                <a class="btn" href=move || back.get()>
                    "Avbryt"
                </a>
            </div>
        </section>
    }
}

/// What a file gives: what stands wrong, or what changes and the way to publish it.
#[component]
fn Found(
    found: CurriculumPreview,
    name: String,
    read: CurriculumFile,
    published: Callback<()>,
) -> impl IntoView {
    let heading = format!("Det här läses ur {name}");
    let shown = if found.is_usable() {
        view! {
            <Compared preview=found />
            <Publish read published />
        }
        .into_any()
    } else {
        view! { <Problems problems=found.problems /> }.into_any()
    };
    view! {
        <div class="stack">
            <h3>{heading}</h3>
            {shown}
        </div>
    }
}

/// The name of the version, and the button that publishes it.
#[component]
fn Publish(read: CurriculumFile, published: Callback<()>) -> impl IntoView {
    let name = RwSignal::new(today().format("%Y-%m").to_string());
    let mistakes = Mistakes::none(&PATHS);
    let going = Going::new();
    let path = use_location().pathname;
    let navigate = use_navigate();
    let read = StoredValue::new(read);
    let send = move |event: ev::SubmitEvent| {
        event.prevent_default();
        mistakes.clear();
        let version_name = match Line::try_from(name.get_untracked()) {
            Ok(name) => name,
            Err(why) => {
                let wrong: Vec<Wrong> = vec![("versionsnamn", why.to_string())];
                return mistakes.show(wrong);
            }
        };
        let body = PublishCurriculum { version_name, file: read.get_value() };
        let (to, navigate) = (path.get_untracked(), navigate.clone());
        going.take_in(
            mistakes,
            async move { api::send(Method::POST, "/curricula", None, &body).await },
            "Målbeskrivningen är inlagd.",
            move |new: Curriculum| {
                published.run(());
                navigate(
                    &format!("{to}?version={}", new.id),
                    NavigateOptions { scroll: false, ..NavigateOptions::default() },
                );
            },
        );
    };
    view! {
        <form class="form" novalidate on:submit=send>
            <Summary mistakes />
            <Field
                label="Versionens namn"
                id="versionsnamn"
                hint="Den nya versionen går att välja för alla kliniker hos vårdgivaren. ST som pågår behåller sin, tills någon beslutar att byta."
                error=mistakes.at("versionsnamn")
            >
                <Input value=name />
            </Field>
            <Refused mistakes />
            <div class="actions">
                <button class="btn primary" aria-disabled=move || going.busy()>
                    "Lägg in som ny version"
                </button>
            </div>
        </form>
    }
}
