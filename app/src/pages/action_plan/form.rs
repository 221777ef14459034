//! The fields of an entry, with dates as people write them. Used for plans and for what was read from a report.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use shared::{
    PlanActionId,
    action_plan::{PlanEntry, SaveAction, SaveEntry},
    checklist::CriterionCode,
    report_text::EntryField,
    text::{FreeText, InvalidText, Line},
    written_date::{WrittenDate, follow_up_before_action, parse_written_dates, say_range},
};

/// An action as it is being written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::pages) struct ActionDraft {
    id: Option<PlanActionId>,
    /// Which one on the page.
    key: u32,
    text: String,
    due: String,
    responsible: String,
    follow_up: String,
    follow_up_responsible: String,
}

impl ActionDraft {
    fn get(&self, field: EntryField) -> &str {
        match field {
            EntryField::Action => &self.text,
            EntryField::Due => &self.due,
            EntryField::Responsible => &self.responsible,
            EntryField::FollowUp => &self.follow_up,
            EntryField::FollowUpResponsible => &self.follow_up_responsible,
        }
    }

    fn get_mut(&mut self, field: EntryField) -> &mut String {
        match field {
            EntryField::Action => &mut self.text,
            EntryField::Due => &mut self.due,
            EntryField::Responsible => &mut self.responsible,
            EntryField::FollowUp => &mut self.follow_up,
            EntryField::FollowUpResponsible => &mut self.follow_up_responsible,
        }
    }
}

/// An entry as it is being written, kept in the browser until it is saved.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::pages) struct EntryDraft {
    /// The version it was begun from; 0 for a new one.
    pub version: i64,
    /// What it covers.
    pub criteria: Vec<CriterionCode>,
    pub(super) actions: Vec<ActionDraft>,
}

/// Something to mend before the entry can be saved: the field's id and a sentence.
pub(in crate::pages) type Mend = (String, String);

impl EntryDraft {
    /// A new entry about some criteria.
    pub fn about(criteria: Vec<CriterionCode>) -> Self {
        Self { version: 0, criteria, actions: vec![ActionDraft::default()] }
    }

    /// An entry to change.
    pub fn of(entry: &PlanEntry) -> Self {
        let actions = (0..)
            .zip(&entry.actions)
            .map(|(key, action)| ActionDraft {
                id: Some(action.id),
                key,
                text: action.text.to_string(),
                due: dates(&action.due),
                responsible: people(&action.responsible),
                follow_up: dates(&action.follow_up),
                follow_up_responsible: people(&action.follow_up_responsible),
            })
            .collect();
        Self { version: entry.version, criteria: entry.criteria.clone(), actions }
    }

    /// An entry read from a report.
    pub fn read(entry: &SaveEntry) -> Self {
        let actions = (0..)
            .zip(&entry.actions)
            .map(|(key, action)| ActionDraft {
                id: action.id,
                key,
                text: action.text.to_string(),
                due: action.due.to_string(),
                responsible: people(&action.responsible),
                follow_up: action.follow_up.to_string(),
                follow_up_responsible: people(&action.follow_up_responsible),
            })
            .collect();
        Self { version: 0, criteria: entry.criteria.clone(), actions }
    }

    /// What is sent.
    ///
    /// # Errors
    /// All that has to be mended first.
    pub fn to_save(&self, prefix: &str) -> Result<SaveEntry, Vec<Mend>> {
        let mut wrong = Vec::new();
        if self.criteria.is_empty() {
            wrong.push((
                format!("{prefix}-brister"),
                "Välj minst en brist som punkten svarar på.".to_owned(),
            ));
        }
        if self.actions.is_empty() {
            wrong.push((format!("{prefix}-ny"), "Lägg till minst en åtgärd.".to_owned()));
        }
        let actions =
            self.actions.iter().filter_map(|action| save(prefix, action, &mut wrong)).collect();
        if wrong.is_empty() {
            Ok(SaveEntry { criteria: self.criteria.clone(), actions })
        } else {
            Err(wrong)
        }
    }

    /// The actions in short, for showing two people's beside each other.
    pub fn in_short(&self) -> AnyView {
        let codes: Vec<String> = self.criteria.iter().map(ToString::to_string).collect();
        let actions = self
            .actions
            .iter()
            .map(|action| {
                let parts: Vec<String> = EntryField::ALL
                    .into_iter()
                    .map(|field| action.get(field).to_owned())
                    .filter(|value| !value.trim().is_empty())
                    .collect();
                view! { <p>{parts.join(" · ")}</p> }
            })
            .collect_view();
        view! {
            <p>
                <b>{codes.join(", ")}</b>
            </p>
            {actions}
        }
        .into_any()
    }
}

fn save(prefix: &str, action: &ActionDraft, wrong: &mut Vec<Mend>) -> Option<SaveAction> {
    let key = action.key;
    let mut text = |field: EntryField| {
        let id = field_id(prefix, key, field);
        match FreeText::try_from(action.get(field).to_owned()) {
            Ok(text) if field == EntryField::Action && text.is_blank() => {
                wrong.push((id, "Skriv vad som ska göras.".to_owned()));
                None
            }
            Ok(text) => Some(text),
            Err(error) => {
                wrong.push((id, error.to_string()));
                None
            }
        }
    };
    let (what, due, follow_up) =
        (text(EntryField::Action), text(EntryField::Due), text(EntryField::FollowUp));
    let mut names = |field: EntryField| match split(action.get(field)) {
        Ok(names) => Some(names),
        Err(error) => {
            wrong.push((field_id(prefix, key, field), error.to_string()));
            None
        }
    };
    let (responsible, follow_up_responsible) =
        (names(EntryField::Responsible), names(EntryField::FollowUpResponsible));
    Some(SaveAction {
        id: action.id,
        text: what?,
        due: due?,
        responsible: responsible?,
        follow_up: follow_up?,
        follow_up_responsible: follow_up_responsible?,
    })
}

fn split(names: &str) -> Result<Vec<Line>, InvalidText> {
    names
        .split([',', ';', '\n'])
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .map(|name| Line::try_from(name.to_owned()))
        .collect()
}

fn dates(dates: &[WrittenDate]) -> String {
    dates.iter().map(|date| date.text.as_str()).collect::<Vec<_>>().join(", ")
}

fn people(people: &[Line]) -> String {
    people.iter().map(|who| &**who).collect::<Vec<_>>().join(", ")
}

fn field_id(prefix: &str, key: u32, field: EntryField) -> String {
    let name = match field {
        EntryField::Action => "atgard",
        EntryField::Due => "klar",
        EntryField::Responsible => "ansvarig",
        EntryField::FollowUp => "uppfoljning",
        EntryField::FollowUpResponsible => "foljer-upp",
    };
    format!("{prefix}-{key}-{name}")
}

/// What a written date is read as: `1–7 juni 2026`; nothing where it can't be read.
pub(in crate::pages) fn say_span(date: &WrittenDate) -> Option<String> {
    match (date.from, date.to) {
        (Some(from), Some(to)) => Some(say_range(from, to)),
        (None, Some(to)) => Some(format!("senast {}", say_range(to, to))),
        (Some(from), None) => Some(format!("från {}", say_range(from, from))),
        (None, None) => None,
    }
}

/// How the dates of a field are read, while one writes.
fn reading(text: &str) -> Vec<(bool, String)> {
    parse_written_dates(text)
        .iter()
        .map(|date| match say_span(date) {
            Some(span) => (true, format!("{} → {span}", date.text)),
            None => (
                false,
                format!(
                    "”{}” är inget datum som går att tolka. Det sparas som det står, men kan inte räknas som försenat.",
                    date.text
                ),
            ),
        })
        .collect()
}

/// A criterion to choose.
#[derive(Clone)]
pub(in crate::pages) struct CriterionChoice {
    /// Which.
    pub code: CriterionCode,
    /// Its text.
    pub text: String,
    /// More about it, such as that nothing is done about it yet.
    pub hint: Option<String>,
}

/// The fields of an entry.
#[component]
pub(in crate::pages) fn EntryFields(
    /// The entry as it is being written.
    draft: RwSignal<EntryDraft>,
    /// Begins the fields' ids.
    prefix: String,
    /// What it may cover.
    choices: Vec<CriterionChoice>,
    /// What has to be mended.
    #[prop(into)]
    wrong: Signal<Vec<Mend>>,
    /// Fields that must be looked at, and why.
    #[prop(optional)]
    asked: Vec<(EntryField, String)>,
    /// Why the criteria must be looked at.
    #[prop(optional)]
    criteria_asked: Option<String>,
) -> impl IntoView {
    let criteria_id = format!("{prefix}-brister");
    let asks = criteria_asked.is_some();
    let error_id = format!("{criteria_id}-fel");
    let boxes = choices
        .into_iter()
        .map(|CriterionChoice { code, text, hint }| {
            view! {
                <label class="choice">
                    <input
                        type="checkbox"
                        prop:checked=move || draft.with(|draft| draft.criteria.contains(&code))
                        on:change=move |event| {
                            let chosen = event_target_checked(&event);
                            draft
                                .update(|draft| {
                                    draft.criteria.retain(|known| *known != code);
                                    if chosen {
                                        draft.criteria.push(code);
                                        draft.criteria.sort_unstable();
                                    }
                                });
                        }
                    />
                    <span>
                        <b>{code.to_string()}</b>
                        " "
                        {text}
                        {hint.map(|hint| view! { <span class="hint">{hint}</span> })}
                    </span>
                </label>
            }
        })
        .collect_view();
    let criteria_wrong = message(wrong, criteria_id.clone());
    let keys = Memo::new(move |_| {
        draft.with(|draft| draft.actions.iter().map(|action| action.key).collect::<Vec<_>>())
    });
    let add_id = format!("{prefix}-ny");
    view! {
        <fieldset class="field" id=criteria_id tabindex="-1" data-ask=asks>
            <legend>"Brister som punkten svarar på"</legend>
            {criteria_asked.map(|why| view! { <p class="hint">{why}</p> })}
            <div class="choices">{boxes}</div>
            {move || criteria_wrong.get().map(|error| view! { <p class="field-error" id=error_id.clone()>{error}</p> })}
        </fieldset>
        <For each=move || keys.get() key=|key| *key let:key>
            {action_fields(draft, key, keys, &prefix, wrong, &asked)}
        </For>
        <div>
            <button
                class="link-btn"
                type="button"
                id=add_id
                on:click=move |_| {
                    draft
                        .update(|draft| {
                            let key = draft.actions.iter().map(|action| action.key + 1).max();
                            draft.actions.push(ActionDraft {
                                key: key.unwrap_or_default(),
                                ..ActionDraft::default()
                            });
                        });
                }
            >
                "Lägg till åtgärd"
            </button>
        </div>
    }
}

fn message(wrong: Signal<Vec<Mend>>, id: String) -> Memo<Option<String>> {
    Memo::new(move |_| {
        wrong.with(|wrong| wrong.iter().find(|(of, _)| *of == id).map(|(_, words)| words.clone()))
    })
}

fn action_fields(
    draft: RwSignal<EntryDraft>,
    key: u32,
    keys: Memo<Vec<u32>>,
    prefix: &str,
    wrong: Signal<Vec<Mend>>,
    asked: &[(EntryField, String)],
) -> AnyView {
    let number =
        move || keys.with(|keys| keys.iter().position(|known| *known == key).map_or(1, |n| n + 1));
    let several = move || keys.with(|keys| keys.len() > 1);
    let field = |which: EntryField, label: &'static str, hint: &'static str| {
        let ask = asked.iter().find(|(of, _)| *of == which).map(|(_, why)| why.clone());
        let id = field_id(prefix, key, which);
        text_field(draft, key, which, id.clone(), label, hint, message(wrong, id), ask)
    };
    let toasts = expect_context::<crate::components::Toasts>();
    let remove = move |_| {
        let Some(at) = draft.with_untracked(|d| d.actions.iter().position(|a| a.key == key)) else {
            return;
        };
        let Some(removed) = draft.try_update(|draft| draft.actions.remove(at)) else { return };
        let back = move || {
            let removed = removed.clone();
            // The form may have been left meanwhile.
            let _ = draft
                .try_update(|draft| draft.actions.insert(at.min(draft.actions.len()), removed));
        };
        toasts.show_undo("Åtgärden är borttagen.", back);
    };
    view! {
        <fieldset class="field">
            <legend>{move || if several() { format!("Åtgärd {}", number()) } else { "Åtgärd".to_owned() }}</legend>
            <div class="form">
                {field(EntryField::Action, "Planerad åtgärd", "")}
                <div class="form-row">
                    {field(EntryField::Due, "Klar", "Dag, vecka, månad eller termin: v 23 2026, hösten 2026")}
                    {field(EntryField::Responsible, "Ansvarig", "Namn eller roll, flera med komma")}
                </div>
                <div class="form-row">
                    {field(EntryField::FollowUp, "Uppföljning", "Som ovan, flera med komma: v 40 2026, vår 2027")}
                    {field(EntryField::FollowUpResponsible, "Ansvarig för uppföljningen", "Namn eller roll, flera med komma")}
                </div>
                {move || {
                    several()
                        .then(|| {
                            view! {
                                <div>
                                    <button class="link-btn danger" type="button" on:click=remove>
                                        {move || format!("Ta bort åtgärd {}", number())}
                                    </button>
                                </div>
                            }
                        })
                }}
            </div>
        </fieldset>
    }
    .into_any()
}

#[expect(
    clippy::too_many_arguments,
    reason = "one field's own words and wiring, called in one place"
)]
fn text_field(
    draft: RwSignal<EntryDraft>,
    key: u32,
    field: EntryField,
    id: String,
    label: &'static str,
    hint: &'static str,
    error: Memo<Option<String>>,
    ask: Option<String>,
) -> AnyView {
    let of = move |draft: &EntryDraft, field: EntryField| {
        let action = draft.actions.iter().find(|action| action.key == key);
        action.map(|action| action.get(field).to_owned()).unwrap_or_default()
    };
    let value = Memo::new(move |_| draft.with(|draft| of(draft, field)));
    let write = move |event: leptos::ev::Event| {
        let text = event_target_value(&event);
        draft.update(|draft| {
            if let Some(action) = draft.actions.iter_mut().find(|action| action.key == key) {
                *action.get_mut(field) = text;
            }
        });
    };
    let (hint_id, read_id, error_id) =
        (format!("{id}-tips"), format!("{id}-last"), format!("{id}-fel"));
    let described = format!("{hint_id} {read_id} {error_id}");
    let invalid = move || error.with(Option::is_some).then_some("true");
    let asks = ask.is_some();
    let hint = [ask.as_deref().unwrap_or_default(), hint]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ");
    let dated = matches!(field, EntryField::Due | EntryField::FollowUp);
    let read = move || {
        if !dated {
            return Vec::new();
        }
        let mut lines = reading(&value.get());
        let early = field == EntryField::FollowUp
            && draft.with(|draft| {
                let (due, follow_up) = (of(draft, EntryField::Due), of(draft, field));
                follow_up_before_action(
                    &parse_written_dates(&due),
                    &parse_written_dates(&follow_up),
                )
            });
        if early {
            lines.push((
                false,
                "Uppföljningen ligger före det att åtgärden ska vara klar. Välj ett senare datum."
                    .to_owned(),
            ));
        }
        lines
    };
    let control = if field == EntryField::Action {
        view! {
            <textarea
                class="textarea"
                id=id.clone()
                rows="3"
                aria-describedby=described
                aria-invalid=invalid
                prop:value=move || value.get()
                on:input=write
            ></textarea>
        }
        .into_any()
    } else {
        view! {
            <input
                class="input"
                id=id.clone()
                aria-describedby=described
                aria-invalid=invalid
                prop:value=move || value.get()
                on:input=write
            />
        }
        .into_any()
    };
    view! {
        <div class="field" data-ask=asks>
            <label for=id>{label}</label>
            {(!hint.is_empty()).then(|| view! { <p class="hint" id=hint_id>{hint}</p> })}
            {control}
            <p class="hint" id=read_id>
                {move || {
                    read()
                        .into_iter()
                        .map(|(known, words)| {
                            let class = if known { "" } else { "soon" };
                            view! {
                                <span class=class>{words}</span>
                                <br />
                            }
                        })
                        .collect_view()
                }}
            </p>
            {move || {
                let id = error_id.clone();
                error.get().map(|error| view! { <p class="field-error" id=id>{error}</p> })
            }}
        </div>
    }
    .into_any()
}

/// What has to be mended, each a link to its field. It takes focus when it comes.
#[component]
pub(in crate::pages) fn ErrorSummary(
    /// What has to be mended.
    #[prop(into)]
    wrong: Signal<Vec<Mend>>,
) -> impl IntoView {
    move || {
        let wrong = wrong.get();
        let head = match wrong.len() {
            0 => return None,
            1 => "En sak att rätta".to_owned(),
            more => format!("{more} saker att rätta"),
        };
        let lines = wrong
            .into_iter()
            .map(|(id, words)| {
                let target = id.clone();
                let go = move |event: leptos::ev::MouseEvent| {
                    // The router would only scroll there.
                    event.prevent_default();
                    if let Some(field) = document().get_element_by_id(&target) {
                        let field: web_sys::HtmlElement =
                            wasm_bindgen::JsCast::unchecked_into(field);
                        let _ = field.focus();
                    }
                };
                if id.is_empty() {
                    view! { <li>{words}</li> }.into_any()
                } else {
                    view! { <li><a href=format!("#{id}") on:click=go>{words}</a></li> }.into_any()
                }
            })
            .collect_view();
        Some(view! {
            <div class="error-summary" role="alert">
                <h2>{head}</h2>
                <ul>{lines}</ul>
            </div>
        })
    }
}
