//! Importing a published report.

use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use shared::{
    ClinicId,
    clinic::Clinic,
    report_import::{ImportSummary, MAX_REPORT_BYTES, ReportImport, StartImport},
    report_text::NotAReport,
    rights::{Action, On},
};

use crate::{
    api::{self, Method},
    components::{Crumb, Empty, Field, FieldIds, Loaded, Page, Select, TextArea, Width, load},
    session::use_session,
    text_file::{NoText, text_of},
    time::say_moment,
};

mod about;
mod answers;
mod areas;
mod bullets;
mod review;

pub use review::ReviewPage;

fn no_text(why: NoText) -> String {
    match why {
        NoText::TooLarge => {
            "Filen är större än 1 MB. En rapport är mindre; spara den som ren text och försök igen."
                .to_owned()
        }
        NoText::Pdf => NotAReport::Pdf.to_string(),
        NoText::Packed => NotAReport::NotText.to_string(),
        NoText::Unreadable => {
            "Filen kunde inte läsas. Välj den på nytt, eller klistra in texten.".to_owned()
        }
    }
}

/// The way back to the list of inspections.
fn crumbs() -> Vec<Crumb> {
    vec![Crumb::to("Granskningar", "/granskningar")]
}

/// Importera SPUR-rapport.
#[component]
pub fn StartPage() -> impl IntoView {
    let session = use_session();
    let facts = load(|| async {
        let clinics: Vec<Clinic> = api::get("/clinics").await?;
        let pending: Vec<ImportSummary> = api::get("/report-imports").await?;
        Ok((clinics, pending))
    });
    let form = Form::new();
    let lede =
        "Av en publicerad rapport blir en granskning. Du ser allt innan något sparas.".into_any();
    view! {
        <Page title="Importera SPUR-rapport" crumbs=crumbs() lede width=Width::Narrow>
            <Loaded of=facts let:facts>
                {
                    let (clinics, pending) = facts;
                    let clinics: Vec<Clinic> = clinics
                        .into_iter()
                        .filter(|c| session.may(Action::ReportImport, &On::clinic(&c.name)))
                        .collect();
                    if clinics.is_empty() {
                        view! {
                            <Empty
                                title="Här läses publicerade rapporter in"
                                text="Det gör den övergripande studierektorn, för regionens egna kliniker."
                            />
                        }
                            .into_any()
                    } else {
                        view! {
                            {pending_list(pending)}
                            <Start form clinics />
                        }
                            .into_any()
                    }
                }
            </Loaded>
        </Page>
    }
}

/// What is filled in. It outlives the page being brought up to date.
#[derive(Clone, Copy)]
struct Form {
    clinic: RwSignal<String>,
    text: RwSignal<String>,
}

impl Form {
    fn new() -> Self {
        Self { clinic: RwSignal::new(String::new()), text: RwSignal::new(String::new()) }
    }
}

fn pending_list(pending: Vec<ImportSummary>) -> Option<AnyView> {
    if pending.is_empty() {
        return None;
    }
    let rows = pending
        .into_iter()
        .map(|import| {
            let who = format!(
                "Började läsas in {} av {}",
                say_moment(import.started.at),
                import.started.by
            );
            view! {
                <li>
                    <a class="row-what" href=format!("/importera/{}", import.id)>
                        {import.clinic.place()}
                    </a>
                    <span class="row-where">{who}</span>
                    <span class="row-when">"Väntar på svar"</span>
                </li>
            }
        })
        .collect_view();
    Some(
        view! {
            <section class="card" aria-labelledby="vantar">
                <h2 id="vantar">"Påbörjade"</h2>
                <ol class="rows">{rows}</ol>
            </section>
        }
        .into_any(),
    )
}

#[component]
fn Start(
    /// What is filled in.
    form: Form,
    /// Clinics one may import for.
    clinics: Vec<Clinic>,
) -> impl IntoView {
    let navigate = StoredValue::new_local(use_navigate());
    let Form { clinic, text } = form;
    if let [only] = clinics.as_slice() {
        clinic.set(only.name.id.to_string());
    }
    let mut options = vec![(String::new(), "Välj klinik".to_owned())];
    options.extend(clinics.into_iter().map(|clinic| {
        let Clinic { name, .. } = clinic;
        (name.id.to_string(), name.place())
    }));
    let clinic_wrong = RwSignal::new(None::<String>);
    let file_wrong = RwSignal::new(None::<String>);
    let text_wrong = RwSignal::new(None::<String>);
    let refused = RwSignal::new(None::<(String, String)>);
    let busy = RwSignal::new(false);
    let choose = move |chosen: Option<web_sys::File>| {
        let Some(chosen) = chosen else { return };
        file_wrong.set(None);
        refused.set(None);
        leptos::task::spawn_local(async move {
            match text_of(chosen, MAX_REPORT_BYTES).await.map_err(no_text) {
                Ok(read) => {
                    let _ = text_wrong.try_set(None);
                    let _ = text.try_set(read);
                }
                Err(why) => {
                    let _ = file_wrong.try_set(Some(why));
                }
            }
        });
    };
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        let chosen = clinic.get_untracked().parse::<ClinicId>().ok();
        let body = text.get_untracked();
        clinic_wrong
            .set(chosen.is_none().then(|| "Välj vilken klinik rapporten gäller.".to_owned()));
        text_wrong.set(match body.len() {
            _ if body.trim().is_empty() => {
                Some("Välj en fil eller klistra in rapportens text.".to_owned())
            }
            MAX_REPORT_BYTES.. => {
                Some("Texten är längre än 1 MB. Klistra in bara rapporten.".to_owned())
            }
            _ => None,
        });
        let Some(clinic) = chosen else { return };
        if text_wrong.with_untracked(Option::is_some) {
            return;
        }
        refused.set(None);
        busy.set(true);
        leptos::task::spawn_local(async move {
            let start = StartImport { clinic, text: body };
            let answer =
                api::send::<_, ReportImport>(Method::POST, "/report-imports", None, &start).await;
            let _ = busy.try_set(false);
            match answer {
                Ok(import) => {
                    let to = format!("/importera/{}", import.id);
                    navigate
                        .try_with_value(|go| go(&to, leptos_router::NavigateOptions::default()));
                }
                Err(error) => {
                    let more = if error.detail().is_empty() {
                        "Inget har sparats. Kontrollera att det är hela rapporten.".to_owned()
                    } else {
                        format!("{} Inget har sparats.", error.detail())
                    };
                    let _ = refused.try_set(Some((error.title(), more)));
                }
            }
        });
    };
    let told = move || {
        refused.get().map(|(title, more)| {
            view! {
                <div class="notice" data-kind="bad" role="alert">
                    <h2>{title}</h2>
                    <p>{more}</p>
                </div>
            }
        })
    };
    view! {
        <form class="card form" novalidate on:submit=send>
            {told}
            <Field label="Klinik" error=clinic_wrong>
                <Select value=clinic options=options />
            </Field>
            <Field
                label="Textfil"
                hint="En fil som slutar på .txt, högst 1 MB. Har du rapporten som PDF: öppna den, markera allt och klistra in texten nedan."
                error=file_wrong
            >
                <FileInput on_choose=Callback::new(choose) />
            </Field>
            <Field
                label="Rapportens text"
                hint="Hela rapporten, från Styrkor till Handlingsplan."
                error=text_wrong
            >
                <TextArea value=text rows=8 />
            </Field>
            <div class="actions">
                <button class="btn primary" disabled=move || busy.get()>
                    {move || if busy.get() { "Läser …" } else { "Läs texten" }}
                </button>
                <a class="btn" href="/granskningar">
                    "Avbryt"
                </a>
            </div>
        </form>
    }
}

/// A file, in a [`Field`].
#[component]
fn FileInput(
    /// Told which.
    on_choose: Callback<Option<web_sys::File>, ()>,
) -> impl IntoView {
    let FieldIds { id, described_by, invalid } = expect_context();
    let chosen = move |event: leptos::ev::Event| {
        let input: web_sys::HtmlInputElement = event_target(&event);
        on_choose.run(input.files().and_then(|files| files.get(0)));
    };
    view! {
        <input
            class="input"
            id=id
            type="file"
            accept=".txt,text/plain"
            aria-describedby=move || described_by.get()
            aria-invalid=move || invalid.get()
            on:change=chosen
        />
    }
}
