//! Publishing a new version: another class, one more criterion, another number of exceptions.

use std::sync::Arc;

use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};
use shared::{
    checklist::{AreaCode, Checklist, Criterion, CriterionClass, CriterionCode, PublishChecklist},
    clinic::CareProvider,
    grade::Grade,
    text::Line,
};

use super::{publishing, use_checklist};
use crate::{
    api::{self, Method},
    components::{
        Confirm, Crumb, Failed, Field, Input, Load, Loading, Page, Refusal, Select, Toasts, load,
    },
    session::use_session,
};

mod area;

use area::AreaForm;

/// The form, filled with the version it starts from.
#[component]
pub fn NewVersionPage() -> impl IntoView {
    let session = use_session();
    let from = use_checklist();
    let providers: Load<Vec<CareProvider>> = load(|| async { api::get("/care-providers").await });
    let crumbs = Signal::derive(move || {
        let mut crumbs = vec![Crumb::to("Checklistor", "/checklistor")];
        if let Some(from) = from.get() {
            crumbs.push(Crumb::to(
                format!("{} {}", from.name, from.version),
                format!("/checklistor/{}", from.id),
            ));
        }
        crumbs
    });
    view! {
        <Page
            title="Ge ut en ny version"
            crumbs
            lede=view! { "Ändra det som ska bli annorlunda. Självvärderingar och granskningar som redan har börjat behåller sin version." }
                .into_any()
        >
            {move || {
                if let Some(error) = from.error().or_else(|| providers.error()) {
                    let retry = Callback::new(move |()| {
                        from.reload();
                        providers.reload();
                    });
                    return view! { <Failed error retry /> }.into_any();
                }
                let (Some(from), Some(providers)) = (from.get(), providers.get()) else {
                    return view! { <Loading /> }.into_any();
                };
                let providers = publishing(session, &providers);
                if providers.is_empty() {
                    return view! {
                        <div class="notice" data-kind="warn">
                            <h2>"Du kan inte ge ut checklistor"</h2>
                            <p>"Det gör den övergripande studierektorn hos vårdgivaren."</p>
                        </div>
                    }
                        .into_any();
                }
                view! { <VersionForm from providers /> }.into_any()
            }}
        </Page>
    }
}

/// What a version says that the one it starts from doesn't.
fn changes(from: &Checklist, now: &Checklist) -> Vec<String> {
    let mut changes = Vec::new();
    if from.exceptions != now.exceptions {
        changes.push(format!("Enstaka undantag: {} → {}", from.exceptions, now.exceptions));
    }
    for criterion in now.criteria() {
        let code = criterion.code;
        match from.criterion(code) {
            None => changes.push(format!("{code} är ny: {}", criterion.text)),
            Some(before) if before.class != criterion.class => changes.push(format!(
                "{code}: {} → {}",
                before.class.name(),
                criterion.class.name()
            )),
            Some(before) if !before.class_settled && criterion.class_settled => {
                changes.push(format!("{code} är avgjord: {}", criterion.class.name()));
            }
            Some(_) => {}
        }
    }
    changes
}

/// An area has a text for C exactly when it has general advice.
fn keep_grade_texts(checklist: &mut Checklist) {
    for area in &mut checklist.areas {
        let advice =
            area.criteria.iter().any(|criterion| criterion.class == CriterionClass::GeneralAdvice);
        if advice {
            area.grade_texts.entry(Grade::C).or_default();
        } else {
            area.grade_texts.remove(&Grade::C);
        }
    }
}

/// Sets a criterion's class, by which it is settled.
fn set_class(draft: RwSignal<Checklist>, code: CriterionCode, class: CriterionClass) {
    draft.update(|draft| {
        for criterion in draft.areas.iter_mut().flat_map(|area| &mut area.criteria) {
            if criterion.code == code {
                criterion.class = class;
                criterion.class_settled = true;
            }
        }
        keep_grade_texts(draft);
    });
}

/// Adds a criterion last in its area.
fn add(draft: RwSignal<Checklist>, area: AreaCode, class: CriterionClass, text: String) {
    draft.update(|draft| {
        if let Some(area) = draft.areas.iter_mut().find(|one| one.code == area) {
            let last = area.criteria.last().map_or(0, |criterion| criterion.code.number());
            if let Some(code) = CriterionCode::new(area.code, last.saturating_add(1)) {
                area.criteria.push(Criterion {
                    code,
                    class,
                    class_settled: true,
                    spur_interpreted: false,
                    text,
                });
            }
        }
        keep_grade_texts(draft);
    });
}

#[component]
fn VersionForm(
    /// The version it starts from.
    from: Arc<Checklist>,
    /// Those it may be published for.
    providers: Vec<CareProvider>,
) -> impl IntoView {
    let toasts = expect_context::<Toasts>();
    let navigate = use_navigate();
    let draft = RwSignal::new((*from).clone());
    let version = RwSignal::new(String::new());
    let exceptions = RwSignal::new(from.exceptions.to_string());
    let provider = RwSignal::new(
        providers.first().map(|provider| provider.id.to_string()).unwrap_or_default(),
    );
    let (version_error, exceptions_error) =
        (RwSignal::new(None::<String>), RwSignal::new(None::<String>));
    let refused = RwSignal::new(None::<String>);
    let asking = RwSignal::new(false);
    let before = StoredValue::new(from.clone());
    let changed = Memo::new(move |_| {
        let mut now = draft.get();
        if let Ok(number) = exceptions.get().trim().parse() {
            now.exceptions = number;
        }
        before.with_value(|before| changes(before, &now))
    });
    let check = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let named = Line::try_from(version.get_untracked());
        let number = exceptions.get_untracked().trim().parse::<u8>();
        version_error.set(
            named.is_err().then(|| "Ange ett namn på versionen, till exempel 2026.".to_owned()),
        );
        exceptions_error.set(
            (!matches!(number, Ok(0..=20))).then(|| "Skriv ett tal från 0 till 20.".to_owned()),
        );
        let (Ok(named), Ok(number @ 0..=20)) = (named, number) else { return };
        draft.update(|draft| {
            draft.version = named.to_string();
            draft.exceptions = number;
        });
        let wrong = draft.with_untracked(Checklist::check).err().map(|wrong| wrong.to_string());
        asking.set(wrong.is_none());
        refused.set(wrong);
    };
    let publish = Callback::new(move |_| {
        let draft = draft.get_untracked();
        let Ok(care_provider) = provider.get_untracked().parse() else { return };
        let Ok(version) = Line::try_from(draft.version) else { return };
        let publish = PublishChecklist {
            care_provider,
            version,
            exceptions: draft.exceptions,
            areas: draft.areas,
        };
        let navigate = navigate.clone();
        leptos::task::spawn_local(async move {
            let answer =
                api::send::<_, Checklist>(Method::POST, "/checklists", None, &publish).await;
            match answer {
                Ok(published) => {
                    toasts.show(format!("Version {} är utgiven.", published.version));
                    navigate(&format!("/checklistor/{}", published.id), NavigateOptions::default());
                }
                Err(error) => {
                    let _ = version_error.try_set(error.field("version"));
                    let _ = refused.try_set(Some(error.sentence()));
                }
            }
        });
    });
    let several = providers.len() > 1;
    let options: Vec<(String, String)> =
        providers.into_iter().map(|provider| (provider.id.to_string(), provider.name)).collect();
    let areas = from
        .areas
        .iter()
        .map(|area| view! { <AreaForm draft code=area.code title=area.title() before /> })
        .collect_view();
    let summary = move || {
        let changed = changed.get();
        if changed.is_empty() {
            view! { <p class="note">"Ingenting är ändrat än."</p> }.into_any()
        } else {
            let rows = changed.into_iter().map(|change| view! { <li>{change}</li> }).collect_view();
            view! { <ul>{rows}</ul> }.into_any()
        }
    };
    view! {
        <form class="columns" novalidate on:submit=check>
            <div class="column">
                <Unsettled draft before />
                {areas}
            </div>
            <aside class="column" aria-label="Den nya versionen">
                <section class="card form" data-tight aria-labelledby="version-form">
                    <h2 id="version-form">"Den nya versionen"</h2>
                    <Field
                        label="Namn"
                        hint="Så som det ska stå i rapporter, till exempel 2026."
                        error=version_error
                    >
                        <Input value=version autocomplete="off" />
                    </Field>
                    {several
                        .then(|| {
                            view! {
                                <Field label="Vårdgivare">
                                    <Select value=provider options />
                                </Field>
                            }
                        })}
                    <Field
                        label="Enstaka undantag"
                        hint="Så många kvalitetsindikatorer får brista i ett område med betyg A."
                        error=exceptions_error
                    >
                        <Input value=exceptions kind="number" />
                    </Field>
                    <h3 class="section-label">"Skillnader"</h3>
                    <div role="status">{summary}</div>
                    <Refusal why=refused />
                    <button class="btn primary block">"Ge ut versionen"</button>
                </section>
            </aside>
        </form>
        <Confirm
            open=asking
            title="Ge ut den nya versionen?"
            action="Ge ut"
            on_confirm=publish
        >
            <p>
                "Självvärderingar och granskningar som börjar efter detta använder den. En utgiven version kan inte ändras, men du kan ge ut en ny."
            </p>
        </Confirm>
    }
}

/// Criteria whose class the sources don't settle, gathered so that they can be settled.
#[component]
fn Unsettled(
    /// The version being written.
    draft: RwSignal<Checklist>,
    /// The version it starts from.
    before: StoredValue<Arc<Checklist>>,
) -> impl IntoView {
    let open: Vec<Criterion> = before.with_value(|before| {
        before.criteria().filter(|criterion| !criterion.class_settled).cloned().collect()
    });
    (!open.is_empty()).then(|| {
        let rows = open
            .into_iter()
            .map(|criterion| {
                let code = criterion.code;
                let settled = Memo::new(move |_| {
                    draft.with(|draft| draft.criterion(code).is_some_and(|c| c.class_settled))
                });
                view! {
                    <li>
                        <span class="row-what">{code.to_string()}</span>
                        <span class="row-where">
                            {criterion.text} " "
                            {move || {
                                if settled.get() {
                                    "Avgjord i den nya versionen."
                                } else {
                                    "Källorna är inte eniga om klassen."
                                }
                            }}
                        </span>
                        <span class="row-when">
                            <area::ClassSelect draft code settles=true />
                        </span>
                    </li>
                }
            })
            .collect_view();
        view! {
            <section class="card" aria-labelledby="unsettled">
                <div class="card-head">
                    <h2 id="unsettled">"Klasser att avgöra"</h2>
                    <p class="note">"Välj klass för att avgöra. Annars följer frågan med till nästa version."</p>
                </div>
                <ul class="rows">{rows}</ul>
            </section>
        }
    })
}
