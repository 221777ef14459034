//! Riktvärden: the numbers of the rules, as a care provider chooses them for its ST-läkare.

use leptos::prelude::*;
use shared::{
    clinic::CareProvider,
    rights::{Action, On},
    rule::{OwnThresholds, THRESHOLDS, Threshold, Thresholds},
};

use crate::{
    api::{self, Method},
    components::{
        Crumb, Field, Input, Load, Loaded, Mistakes, Page, Refused, Summary, Toasts, Width, Wrong,
        load,
    },
    session::use_session,
};

/// The fields are named after what is stored.
const PATHS: [(&str, &str); THRESHOLDS.len()] = {
    let mut paths = [("", ""); THRESHOLDS.len()];
    let mut place = 0;
    while place < paths.len() {
        paths[place] = (THRESHOLDS[place].key, THRESHOLDS[place].key);
        place += 1;
    }
    paths
};

/// The way to the numbers of each care provider.
#[component]
pub fn Links(
    /// Those whose numbers one may choose.
    providers: Vec<CareProvider>,
) -> impl IntoView {
    (!providers.is_empty()).then(|| {
        let rows = providers
            .into_iter()
            .map(|provider| {
                view! {
                    <li>
                        <a
                            class="row-what"
                            href=format!("/administration/riktvarden/{}", provider.id)
                        >
                            {format!("Riktvärden för {}", provider.name)}
                        </a>
                        <span class="row-where">
                            "Hur mycket handledning, hur många bedömningar, hur lång tid till IUP."
                        </span>
                    </li>
                }
            })
            .collect_view();
        view! {
            <section class="card" aria-labelledby="riktvarden">
                <h2 id="riktvarden">"Riktvärden för ST"</h2>
                <ul class="rows">{rows}</ul>
            </section>
        }
    })
}

/// A care provider's numbers, and the form that changes them.
#[component]
pub fn ThresholdsPage() -> impl IntoView {
    let params = leptos_router::hooks::use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id").unwrap_or_default()));
    let providers: Load<Vec<CareProvider>> = load(|| async { api::get("/care-providers").await });
    let own: Load<OwnThresholds> = load(move || {
        let path = path(&id.get());
        async move { api::get(&path).await }
    });
    let title = Signal::derive(move || {
        let found =
            providers.get().into_iter().flatten().find(|one| one.id.to_string() == id.get());
        found.map_or_else(
            || "Riktvärden".to_owned(),
            |provider| format!("Riktvärden för {}", provider.name),
        )
    });
    let crumbs = Signal::derive(|| vec![Crumb::to("Administration", "/administration")]);
    view! {
        <Page
            title
            crumbs
            width=Width::Narrow
            lede=view! {
                "Så mycket och så ofta ska det vara för era ST-läkare. Det ni ändrar gäller genast, i varje ST:s läge och i klinikernas egna uppgifter."
            }
                .into_any()
        >
            <Loaded of=own let:own>
                <NumbersForm id=id.get_untracked() own />
            </Loaded>
        </Page>
    }
}

fn path(id: &str) -> String {
    format!("/care-providers/{}/thresholds", api::encode(id))
}

#[component]
fn NumbersForm(
    /// The care provider.
    id: String,
    /// How they stand.
    own: OwnThresholds,
) -> impl IntoView {
    let session = use_session();
    let toasts = expect_context::<Toasts>();
    let may =
        id.parse().is_ok_and(|id| session.may(Action::ThresholdsSave, &On::care_provider(id)));
    let version = StoredValue::new(own.version);
    let written: Vec<(&'static Threshold, RwSignal<String>)> = THRESHOLDS
        .iter()
        .map(|one| (one, RwSignal::new(one.of(&own.thresholds).to_string())))
        .collect();
    let fill = {
        let written = written.clone();
        move |thresholds: &Thresholds| {
            for (one, text) in &written {
                text.set(one.of(thresholds).to_string());
            }
        }
    };
    let mistakes = Mistakes::none(&PATHS);
    let submit = {
        let (written, id) = (written.clone(), StoredValue::new(id));
        move |event: leptos::ev::SubmitEvent| {
            event.prevent_default();
            mistakes.clear();
            let save = match numbers(&written) {
                Ok(save) => save,
                Err(wrong) => return mistakes.show(wrong),
            };
            leptos::task::spawn_local(async move {
                let path = path(&id.get_value());
                let version_now = version.get_value();
                match api::send::<_, OwnThresholds>(Method::PUT, &path, Some(version_now), &save)
                    .await
                {
                    Ok(saved) => {
                        let _ = version.try_set_value(saved.version);
                        toasts.show("Riktvärdena är sparade.");
                    }
                    Err(error) => match error.conflict::<OwnThresholds>() {
                        // What is written stays; saving again overwrites what the colleague chose, knowingly.
                        Some(now) => {
                            let _ = version.try_set_value(now.version);
                            mistakes.refuse(said(&now.thresholds, &save));
                        }
                        None => mistakes.hear(&error),
                    },
                }
            });
        }
    };
    let guideline = Thresholds::default();
    let field = move |&(one, text): &(&Threshold, RwSignal<String>)| {
        let sections = one.sections().into_iter().collect::<Vec<_>>().join(", ");
        let source = match sections.as_str() {
            "" => String::new(),
            sections => format!(" Riktlinjens avsnitt {sections}."),
        };
        let hint = format!("Förvalt: {}.{source}", one.of(&guideline));
        let label = format!("{} ({})", one.name, one.unit);
        view! {
            <Field label id=one.key hint error=mistakes.at(one.key)>
                <Input value=text kind="number" autocomplete="off" disabled=!may />
            </Field>
        }
    };
    let groups = written
        .chunk_by(|(one, _), (next, _)| one.group == next.group)
        .map(|group| {
            view! {
                <fieldset class="numbers">
                    <legend>{group[0].0.group}</legend>
                    {group.iter().map(field).collect_view()}
                </fieldset>
            }
        })
        .collect_view();
    view! {
        <form class="card form" novalidate on:submit=submit aria-label="Riktvärden">
            <Summary mistakes />
            {groups}
            {may
                .then(|| {
                    view! {
                        <Refused mistakes />
                        <div class="actions">
                            <button class="btn primary">"Spara riktvärdena"</button>
                            <button
                                class="btn"
                                type="button"
                                on:click=move |_| fill(&Thresholds::default())
                            >
                                "Fyll i riktlinjens tal"
                            </button>
                        </div>
                    }
                })}
        </form>
    }
}

/// What is written, or what stands wrong at which field.
fn numbers(written: &[(&'static Threshold, RwSignal<String>)]) -> Result<Thresholds, Vec<Wrong>> {
    let mut thresholds = Thresholds::default();
    let mut wrong = Vec::new();
    for (one, text) in written {
        let number = text.with_untracked(|text| text.trim().parse::<u32>());
        match number.ok().filter(|number| (one.least..=one.most).contains(number)) {
            Some(number) => one.set(&mut thresholds, number),
            None => wrong.push((
                one.key,
                format!("{}: skriv ett tal från {} till {}.", one.name, one.least, one.most),
            )),
        }
    }
    if let (true, Err(error)) = (wrong.is_empty(), thresholds.check()) {
        wrong.push((error.key(), error.to_string()));
    }
    if wrong.is_empty() { Ok(thresholds) } else { Err(wrong) }
}

fn said(now: &Thresholds, written: &Thresholds) -> String {
    format!(
        "En kollega har ändrat riktvärdena: {}. Det du har skrivit står kvar. Spara igen om det ska gälla.",
        now.differing(written).join(", ")
    )
}
