//! One area of the version being written.

use std::sync::Arc;

use leptos::prelude::*;
use shared::{
    checklist::{AreaCode, Checklist, CriterionClass, CriterionCode},
    grade::Grade,
    text::Line,
};

use super::{add, set_class};
use crate::components::{Field, Select, TextArea};

/// A criterion's class, to be chosen.
#[component]
pub fn ClassSelect(
    /// The version being written.
    draft: RwSignal<Checklist>,
    /// Which criterion.
    code: CriterionCode,
    /// Whether an unsettled class is shown as not chosen.
    #[prop(optional)]
    settles: bool,
) -> impl IntoView {
    let now = Memo::new(move |_| {
        draft.with(|draft| {
            draft.criterion(code).map(|criterion| (criterion.class, criterion.class_settled))
        })
    });
    let chosen = move |class: CriterionClass| {
        now.get().is_some_and(|(now, settled)| now == class && (settled || !settles))
    };
    let choose = move |event: leptos::ev::Event| {
        let value = event_target_value(&event);
        if let Some(class) = CriterionClass::ALL.into_iter().find(|class| class.as_str() == value) {
            set_class(draft, code, class);
        }
    };
    let undecided = move || {
        now.get().filter(|(_, settled)| settles && !settled).map(|(class, _)| {
            view! {
                <option value="" prop:selected=true>
                    {format!("Räknas som {}", class.name().to_lowercase())}
                </option>
            }
        })
    };
    view! {
        <select class="select" aria-label=format!("Klass för {code}") on:change=choose>
            {undecided}
            {CriterionClass::ALL
                .map(|class| {
                    view! {
                        <option value=class.as_str() prop:selected=move || chosen(class)>
                            {class.name()}
                        </option>
                    }
                })
                .collect_view()}
        </select>
    }
}

/// The area's criteria with their classes, and one more.
#[component]
pub fn AreaForm(
    /// The version being written.
    draft: RwSignal<Checklist>,
    /// Which area.
    code: AreaCode,
    /// Its name.
    title: String,
    /// The version it starts from.
    before: StoredValue<Arc<Checklist>>,
) -> impl IntoView {
    let heading = format!("area-{code}");
    let labelled_by = heading.clone();
    let criteria = Memo::new(move |_| {
        draft.with(|draft| {
            let area = draft.area(code).map(|area| area.criteria.as_slice()).unwrap_or_default();
            area.iter().map(|c| (c.code, c.text.clone())).collect::<Vec<_>>()
        })
    });
    let is_new =
        move |code: CriterionCode| before.with_value(|before| before.criterion(code).is_none());
    // Only the last can go, so that the numbers keep their order.
    let take_away = move |code: CriterionCode| {
        draft.update(|draft| {
            for area in &mut draft.areas {
                area.criteria.retain(|criterion| criterion.code != code);
            }
            super::keep_grade_texts(draft);
        });
    };
    let removable = move |code: CriterionCode| {
        is_new(code) && criteria.with(|all| all.last().is_some_and(|(last, _)| *last == code))
    };
    view! {
        <section class="card" aria-labelledby=labelled_by>
            <h2 id=heading>{title}</h2>
            <ul class="rows">
                <For each=move || criteria.get() key=|(code, _)| *code let((code, text))>
                    <li>
                        <span class="row-what">{code.to_string()}</span>
                        <span class="row-where">{text}</span>
                        <span class="row-when">
                            <ClassSelect draft code />
                            {move || {
                                removable(code)
                                    .then(|| {
                                        view! {
                                            <button
                                                class="link-btn danger"
                                                type="button"
                                                on:click=move |_| take_away(code)
                                            >
                                                "Ta bort"
                                                <span class="vh">{format!(" {code}")}</span>
                                            </button>
                                        }
                                    })
                            }}
                        </span>
                    </li>
                </For>
            </ul>
            <TextForC draft code before />
            <NewCriterion draft code />
        </section>
    }
}

/// Asked for when an area gets its first general advice: what C means there.
#[component]
fn TextForC(
    /// The version being written.
    draft: RwSignal<Checklist>,
    /// Which area.
    code: AreaCode,
    /// The version it starts from.
    before: StoredValue<Arc<Checklist>>,
) -> impl IntoView {
    let had = before.with_value(|before| {
        before.area(code).is_some_and(|area| area.grade_texts.contains_key(&Grade::C))
    });
    let needed = Memo::new(move |_| {
        !had && draft.with(|draft| {
            draft.area(code).is_some_and(|area| area.grade_texts.contains_key(&Grade::C))
        })
    });
    let text = RwSignal::new(String::new());
    let keep = move |_| {
        draft.update(|draft| {
            let area = draft.areas.iter_mut().find(|area| area.code == code);
            if let Some(c) = area.and_then(|area| area.grade_texts.get_mut(&Grade::C)) {
                *c = text.get_untracked().trim().to_owned();
            }
        });
    };
    move || {
        needed.get().then(|| {
            view! {
                <div on:change=keep>
                    <Field
                        label="Text för betyg C"
                        hint="Området har fått ett allmänt råd och kan nu få C. Skriv vad C betyder här."
                    >
                        <TextArea value=text rows=2 />
                    </Field>
                </div>
            }
        })
    }
}

/// A criterion more, last in the area.
#[component]
fn NewCriterion(
    /// The version being written.
    draft: RwSignal<Checklist>,
    /// Which area.
    code: AreaCode,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let text = RwSignal::new(String::new());
    let error = RwSignal::new(None::<String>);
    let class = RwSignal::new(CriterionClass::QualityIndicator.as_str().to_owned());
    let options = Signal::stored(
        CriterionClass::ALL
            .map(|class| (class.as_str().to_owned(), class.name().to_owned()))
            .to_vec(),
    );
    let put = move |_| {
        let line = match Line::try_from(text.get_untracked()) {
            Ok(line) => line,
            Err(wrong) => return error.set(Some(wrong.to_string())),
        };
        let value = class.get_untracked();
        let chosen = CriterionClass::ALL
            .into_iter()
            .find(|class| class.as_str() == value)
            .unwrap_or(CriterionClass::QualityIndicator);
        add(draft, code, chosen, line.to_string());
        text.set(String::new());
        error.set(None);
        open.set(false);
    };
    move || {
        if open.get() {
            view! {
                <div class="form">
                    <Field label=format!("Nytt kriterium i område {code}") error>
                        <TextArea value=text rows=2 />
                    </Field>
                    <Field label="Klass">
                        <Select value=class options />
                    </Field>
                    <div class="actions">
                        <button class="btn" type="button" on:click=put>
                            "Lägg till kriteriet"
                        </button>
                        <button class="btn quiet" type="button" on:click=move |_| open.set(false)>
                            "Avbryt"
                        </button>
                    </div>
                </div>
            }
            .into_any()
        } else {
            view! {
                <p>
                    <button class="link-btn" type="button" on:click=move |_| open.set(true)>
                        "Lägg till kriterium"
                        <span class="vh">{format!(" i område {code}")}</span>
                    </button>
                </p>
            }
            .into_any()
        }
    }
}
