//! Clinics: adding one, and changing its name, site or specialties.

use leptos::prelude::*;
use shared::{
    clinic::{CareProvider, Clinic, SaveClinic},
    text::Line,
};

use super::may_save;
use crate::{
    api::{self, ApiError, Method},
    components::{Field, Input, Refusal, Select, TextArea, Toasts, focus},
    session::use_session,
};

/// The clinics one may change, and a form for one more or the chosen one.
#[component]
pub fn Clinics(
    /// Those there are.
    clinics: Vec<Clinic>,
    /// Whose clinics may be added.
    providers: Vec<CareProvider>,
    /// Told when one has been saved.
    on_saved: Callback<()>,
) -> impl IntoView {
    let session = use_session();
    let changing = RwSignal::new(None::<Clinic>);
    let count = clinics.len();
    let rows = clinics
        .into_iter()
        .map(|clinic| {
            let change = may_save(session, &clinic).then(|| {
                let this = clinic.clone();
                let name = clinic.name.name.clone();
                view! {
                    <button
                        class="link-btn"
                        type="button"
                        on:click=move |_| {
                            changing.set(Some(this.clone()));
                            request_animation_frame(|| focus("clinic-name"));
                        }
                    >
                        "Ändra"
                        <span class="vh">{format!(" {name}")}</span>
                    </button>
                }
            });
            view! {
                <tr>
                    <th scope="row">
                        {clinic.name.name} <span class="note">{clinic.name.site}</span>
                    </th>
                    <td data-label="Vårdgivare">{clinic.care_provider_name}</td>
                    <td data-label="Specialiteter">{clinic.specialties.join(", ")}</td>
                    <td data-label="Personer">
                        <a href=format!("/kliniker/{}/personer", clinic.name.id)>"Personer"</a>
                    </td>
                    <td class="num" data-label="">
                        {change}
                    </td>
                </tr>
            }
        })
        .collect_view();
    let table = (count > 0).then(|| {
        view! {
            <div class="table-wrap">
                <table class="table" data-stack>
                    <caption class="vh">"Kliniker"</caption>
                    <thead>
                        <tr>
                            <th scope="col">"Klinik"</th>
                            <th scope="col">"Vårdgivare"</th>
                            <th scope="col">"Specialiteter"</th>
                            <th scope="col">"Personer"</th>
                            <th scope="col">
                                <span class="vh">"Ändra"</span>
                            </th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        }
    });
    let providers = StoredValue::new(providers);
    view! {
        <div class="columns">
            <section class="card" aria-labelledby="clinics">
                <div class="card-head">
                    <h2 id="clinics">"Kliniker"</h2>
                    <p class="note">{count}</p>
                </div>
                {if count == 0 {
                    Some(view! { <p class="note">"Ingen klinik än. Lägg till den första."</p> })
                } else {
                    None
                }}
                {table}
            </section>
            {move || {
                view! {
                    <ClinicForm clinic=changing.get() providers=providers.get_value() changing on_saved />
                }
            }}
        </div>
    }
}

#[component]
fn ClinicForm(
    /// The one to change; none adds one.
    clinic: Option<Clinic>,
    /// Whose clinic it can be.
    providers: Vec<CareProvider>,
    /// The choice of clinic, to leave it.
    changing: RwSignal<Option<Clinic>>,
    /// Told when it has been saved.
    on_saved: Callback<()>,
) -> impl IntoView {
    let toasts = expect_context::<Toasts>();
    let text = |text: Option<&String>| RwSignal::new(text.cloned().unwrap_or_default());
    let name = text(clinic.as_ref().map(|clinic| &clinic.name.name));
    let site = text(clinic.as_ref().map(|clinic| &clinic.name.site));
    let specialties = RwSignal::new(
        clinic.as_ref().map(|clinic| clinic.specialties.join("\n")).unwrap_or_default(),
    );
    let provider = RwSignal::new(
        providers.first().map(|provider| provider.id.to_string()).unwrap_or_default(),
    );
    let (name_error, site_error) = (RwSignal::new(None::<String>), RwSignal::new(None::<String>));
    let (specialties_error, refused) =
        (RwSignal::new(None::<String>), RwSignal::new(None::<String>));
    let heading = clinic.as_ref().map_or_else(
        || "Lägg till klinik".to_owned(),
        |clinic| format!("Ändra {}", clinic.name.name),
    );
    let options: Vec<(String, String)> =
        providers.into_iter().map(|provider| (provider.id.to_string(), provider.name)).collect();
    let several = options.len() > 1 && clinic.is_none();
    let existing = StoredValue::new(clinic.clone());
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let clinic = existing.get_value();
        let lines: Result<Vec<Line>, _> = specialties
            .get_untracked()
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty())
            .map(|line| Line::try_from(line.to_owned()))
            .collect();
        let (named, placed) =
            (Line::try_from(name.get_untracked()), Line::try_from(site.get_untracked()));
        name_error.set(named.as_ref().err().map(ToString::to_string));
        site_error.set(placed.as_ref().err().map(ToString::to_string));
        specialties_error.set(match &lines {
            Ok(lines) if lines.is_empty() => Some("Skriv minst en specialitet.".to_owned()),
            Ok(_) => None,
            Err(wrong) => Some(wrong.to_string()),
        });
        refused.set(None);
        let (Ok(named), Ok(placed), Ok(lines)) = (named, placed, lines) else { return };
        let owner = match &clinic {
            Some(clinic) => Some(clinic.name.care_provider),
            None => provider.get_untracked().parse().ok(),
        };
        let (Some(owner), false) = (owner, lines.is_empty()) else { return };
        let save =
            SaveClinic { care_provider: owner, name: named, site: placed, specialties: lines };
        leptos::task::spawn_local(async move {
            let answer = match &clinic {
                Some(clinic) => {
                    let path = format!("/clinics/{}", clinic.name.id);
                    api::send::<_, Clinic>(Method::PUT, &path, Some(clinic.version), &save).await
                }
                None => api::send::<_, Clinic>(Method::POST, "/clinics", None, &save).await,
            };
            match answer {
                Ok(saved) => {
                    toasts.show(format!("{} är sparad.", saved.name.name));
                    let _ = changing.try_set(None);
                    on_saved.try_run(());
                }
                Err(error) => {
                    let now = error.conflict::<Clinic>();
                    let _ = name_error.try_set(error.field("name"));
                    let _ = site_error.try_set(error.field("site"));
                    let _ = specialties_error.try_set(error.field("specialties"));
                    let _ = refused.try_set(Some(said(&error, now.as_ref())));
                    if let Some(now) = now {
                        // What is written stays; saving again overwrites what the colleague wrote, knowingly.
                        let _ = existing.try_update_value(|existing| *existing = Some(now));
                    }
                }
            }
        });
    };
    view! {
        <form
            class="card form"
            id="lagg-till-klinik"
            data-tight
            novalidate
            aria-labelledby="clinic-form"
            on:submit=submit
        >
            <h2 id="clinic-form">{heading}</h2>
            <Refusal why=refused />
            {several
                .then(|| {
                    view! {
                        <Field label="Vårdgivare" hint="Kan inte ändras efteråt.">
                            <Select value=provider options=options.clone() />
                        </Field>
                    }
                })}
            <Field label="Klinikens namn" id="clinic-name" error=name_error>
                <Input value=name autocomplete="off" />
            </Field>
            <Field label="Sjukhus eller ort" error=site_error>
                <Input value=site autocomplete="off" />
            </Field>
            <Field label="Specialiteter" hint="En på varje rad." error=specialties_error>
                <TextArea value=specialties />
            </Field>
            <div class="actions">
                <button class="btn primary">
                    {if clinic.is_some() { "Spara" } else { "Lägg till klinik" }}
                </button>
                {clinic
                    .is_some()
                    .then(|| {
                        view! {
                            <button
                                class="btn"
                                type="button"
                                on:click=move |_| changing.set(None)
                            >
                                "Avbryt"
                            </button>
                        }
                    })}
            </div>
        </form>
    }
}

fn said(error: &ApiError, now: Option<&Clinic>) -> String {
    match now {
        Some(now) => format!(
            "En kollega har ändrat kliniken: {}, {}, {}. Det du har skrivit står kvar. Spara igen om det ska gälla.",
            now.name.name,
            now.name.site,
            now.specialties.join(", ")
        ),
        None => error.sentence(),
    }
}
