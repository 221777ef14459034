//! The draft: its eight parts, the placements it plans and a plan for each objective, saved as one writes.

use leptos::prelude::*;
use shared::{
    iup::{Iup, IupPart, ObjectivePlan, SaveIup, SavedIup},
    portfolio::Portfolio,
    saving::{Saved, State},
    text::{FreeText, MAX_TEXT},
};

use super::{draft::field, placements::Placements, words};
use crate::{
    components::review::{AutosaveState, ConflictBox},
    outbox::Autosave,
    pages::training::Binder,
};

/// All fields of a draft. Made once for a draft; what is saved moves only `revision`.
#[component]
pub fn Editor(
    binder: Binder,
    portfolio: Portfolio,
    iup: Iup,
    /// The programme's revision on the screen.
    revision: RwSignal<i64>,
) -> impl IntoView {
    revision.set(iup.revision);
    // What is shown next is read anew, since fields were saved that the binder hasn't heard of.
    on_cleanup(move || binder.reload());
    let path = binder.path(&format!("/iups/{}/fields", iup.id));
    let path = path.trim_start_matches('/').to_owned();
    let on_saved = Callback::new(move |saved: Saved<SavedIup>| {
        let _ = revision.try_update(|known| *known = (*known).max(saved.record.revision));
        binder.heard_of(saved.revision);
    });
    let autosave = |value: SaveIup| {
        // One address for all fields: the parameter tells them apart in the browser's own store.
        let path = format!("{path}?falt={}", crate::api::encode(&value.field().to_string()));
        Autosave::new(path, field(&iup, value), on_saved)
    };
    let parts = IupPart::ALL
        .map(|part| {
            let body = iup.content.part(part).cloned().unwrap_or_default();
            let text = autosave(SaveIup::Part { part, body });
            let id = format!("del-{}", part.as_str());
            let planned = (part == IupPart::ClinicalService).then(|| {
                let placements = iup.content.placements().to_vec();
                let text = autosave(SaveIup::Placements { placements });
                view! { <Placements text /> }
            });
            view! {
                <section class="card" data-tight>
                    <Text
                        text
                        id
                        label=part.heading()
                        hint=part.hint()
                        heads_card=true
                        read=|saved| match saved {
                            SaveIup::Part { body, .. } => body.clone(),
                            _ => FreeText::default(),
                        }
                        write=|saved, written| {
                            if let SaveIup::Part { body, .. } = saved {
                                *body = written;
                            }
                        }
                    />
                </section>
                {planned}
            }
        })
        .collect_view();
    let objectives = portfolio
        .curriculum
        .objectives
        .iter()
        .map(|objective| {
            let code = objective.code;
            let plan = iup.content.objective(code).cloned().unwrap_or_default();
            let title = objective.title.as_ref().map(|title| format!(" {}", &**title));
            let text = autosave(SaveIup::Objective { objective: code, plan });
            let state = move || {
                text.with(|saved| match saved {
                    SaveIup::Objective { plan, .. } if plan.is_whole() => ("done", "Planerat"),
                    SaveIup::Objective { plan, .. } if !plan.is_blank() => ("ongoing", "Påbörjat"),
                    _ => ("open", "Inte planerat"),
                })
            };
            view! {
                <details class="plan-objective">
                    <summary>
                        <span>
                            <b>{code.to_string()}</b>
                            {title}
                        </span>
                        <span class="chip" data-state=move || state().0>
                            {move || state().1}
                        </span>
                    </summary>
                    <div class="stack">
                        {texts(text, &code.to_string())}
                    </div>
                </details>
            }
        })
        .collect_view();
    view! {
        {parts}
        <section class="card" aria-labelledby="delmal-plan">
            <div class="card-head">
                <h2 id="delmal-plan">"Plan för varje delmål"</h2>
                <p class="note">"Hur det lärs in, bedöms och dokumenteras"</p>
            </div>
            <div>{objectives}</div>
        </section>
    }
}

/// The three texts of an objective's plan, saved together.
fn texts(text: Autosave<SaveIup>, code: &str) -> impl IntoView + use<> {
    type Side = (&'static str, &'static str, fn(&mut ObjectivePlan) -> &mut FreeText);
    let sides: [Side; 3] = [
        ("larande", "Så lär jag mig det", |plan| &mut plan.learning),
        ("bedomning", "Så bedöms det", |plan| &mut plan.assessment),
        ("dokumentation", "Så dokumenteras det", |plan| &mut plan.documentation),
    ];
    let fields = sides
        .map(|(key, label, side)| {
            let id = format!("{key}-{code}");
            let labelled = id.clone();
            let value = move || {
                text.with(|saved| match saved {
                    SaveIup::Objective { plan, .. } => side(&mut plan.clone()).to_string(),
                    _ => String::new(),
                })
            };
            view! {
                <div class="field">
                    <label for=labelled>{label}</label>
                    <textarea
                        class="textarea"
                        id=id
                        maxlength=MAX_TEXT.to_string()
                        prop:value=value
                        on:input=move |event| {
                            if let Ok(written) = FreeText::try_from(event_target_value(&event)) {
                                text.write(|saved| {
                                    if let SaveIup::Objective { plan, .. } = saved {
                                        *side(plan) = written;
                                    }
                                });
                            }
                        }
                        on:blur=move |_| text.leave()
                    ></textarea>
                </div>
            }
        })
        .collect_view();
    let what = format!("planen för {code}");
    view! {
        <Conflict text what />
        {fields}
        <AutosaveState of=text />
    }
}

/// The words of a field, for a choice between two.
fn said(saved: &SaveIup) -> String {
    match saved {
        SaveIup::Part { body, .. } => body.to_string(),
        SaveIup::Objective { plan, .. } => plan.texts().map(|text| text.to_string()).join("\n"),
        SaveIup::Placements { placements } => {
            placements.iter().map(words).collect::<Vec<_>>().join("\n")
        }
    }
}

/// Two wrote at once.
#[component]
pub fn Conflict(text: Autosave<SaveIup>, #[prop(into)] what: String) -> impl IntoView {
    move || {
        let State::Conflict { theirs } = text.state() else { return None };
        let mine = text.value();
        let undo = mine.clone();
        Some(view! {
            <ConflictBox
                what=what.clone()
                mine=view! { <p class="said">{said(&mine)}</p> }.into_any()
                theirs=view! { <p class="said">{said(&theirs.value)}</p> }.into_any()
                changed=theirs.changed
                on_keep=Callback::new(move |()| text.keep_mine())
                on_take=Callback::new(move |()| text.take_theirs())
                on_undo=move || text.choose(|saved| *saved = undo.clone())
            />
        })
    }
}

/// A part's text.
#[component]
fn Text(
    text: Autosave<SaveIup>,
    id: String,
    label: &'static str,
    hint: &'static str,
    heads_card: bool,
    read: fn(&SaveIup) -> FreeText,
    write: fn(&mut SaveIup, FreeText),
) -> impl IntoView {
    let hint_id = format!("{id}-hint");
    let (labelled, described) = (id.clone(), hint_id.clone());
    let heading = view! { <label for=labelled>{label}</label> };
    let heading =
        if heads_card { view! { <h2>{heading}</h2> }.into_any() } else { heading.into_any() };
    view! {
        <Conflict text what=format!("”{label}”") />
        {heading}
        <p class="hint" id=hint_id>
            {hint}
        </p>
        <textarea
            class="textarea"
            id=id
            aria-describedby=described
            maxlength=MAX_TEXT.to_string()
            prop:value=move || text.with(|saved| read(saved).to_string())
            on:input=move |event| {
                if let Ok(written) = FreeText::try_from(event_target_value(&event)) {
                    text.write(|saved| write(saved, written));
                }
            }
            on:blur=move |_| text.leave()
        ></textarea>
        <AutosaveState of=text />
    }
}
