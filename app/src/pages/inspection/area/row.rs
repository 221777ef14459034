//! One criterion: what the clinic says at the left, what the inspectors find at the right.

use leptos::prelude::*;
use shared::{
    checklist::CriterionCode, finding_thread::FindingThread, inspection::Judgement, saving::State,
};
use wasm_bindgen::JsCast;

use super::{
    super::drafts::ObservationDraft,
    Workspace,
    clinic_side::{ClinicSide, chip, earlier, story},
};
use crate::{
    components::{
        ClassChip,
        review::{AutosaveState, Choice, Choices, ConflictBox, Mark},
    },
    outbox::Autosave,
};

/// Moves focus to the note of a criterion. Says whether it has one.
pub fn focus_note(code: CriterionCode) -> bool {
    let note = document().get_element_by_id(&format!("{code}-o"));
    note.and_then(|note| note.dyn_into::<web_sys::HtmlElement>().ok())
        .is_some_and(|note| note.focus().is_ok())
}

/// A criterion with both views.
#[component]
pub fn Row(
    /// What is judged.
    workspace: Workspace,
    /// Which criterion.
    code: CriterionCode,
    /// Earlier brister, of all criteria.
    threads: Signal<Vec<FindingThread>>,
) -> impl IntoView {
    let criterion = workspace.checklist().criterion(code).cloned();
    let (Some(criterion), Some(field)) = (criterion, workspace.observation(code)) else {
        return ().into_any();
    };
    let threads = Memo::new(move |_| threads.with(|threads| earlier(threads, code)));
    let conflicted = Memo::new(move |_| matches!(field.state(), State::Conflict { .. }));
    let id = code.to_string();
    let heading = format!("{code}-t");
    let chips = move || threads.with(|threads| threads.iter().map(chip).collect_view());
    let stories = move || threads.with(|threads| threads.iter().map(story).collect_view());
    view! {
        <article
            class="criterion"
            id=id.clone()
            tabindex="-1"
            aria-labelledby=heading.clone()
            data-conflict=move || conflicted.get().then_some("")
        >
            <span class="code" aria-hidden="true">
                {id.clone()}
            </span>
            <h2 class="text" id=heading.clone()>
                <span class="vh">{format!("{id}. ")}</span>
                {criterion.text}
            </h2>
            <div class="chips">
                <ClassChip class=criterion.class />
                {criterion
                    .spur_interpreted
                    .then(|| view! { <span class="chip">"SPUR-tolkad föreskrift"</span> })} {chips}
            </div>
            {stories}
            <div class="answers">
                <ClinicSide workspace code />
                {move || {
                    workspace.readable().then(|| view! { <InspectorSide workspace code field /> })
                }}
            </div>
        </article>
    }
    .into_any()
}

/// What the inspectors find.
#[component]
fn InspectorSide(
    /// Whether it can be written in.
    workspace: Workspace,
    /// Which criterion.
    code: CriterionCode,
    /// Judgement and note.
    field: Autosave<ObservationDraft>,
) -> impl IntoView {
    let conflict = move || match field.state() {
        State::Conflict { theirs } => {
            let mine = field.value();
            let undo = mine.clone();
            Some(view! {
                <ConflictBox
                    what=code.to_string()
                    mine=shown(&mine)
                    theirs=shown(&theirs.value)
                    changed=theirs.changed
                    on_keep=Callback::new(move |()| field.keep_mine())
                    on_take=Callback::new(move |()| field.take_theirs())
                    on_undo=move || field.choose(|draft| *draft = undo.clone())
                />
            })
        }
        _ => None,
    };
    let conflicted = Memo::new(move |_| matches!(field.state(), State::Conflict { .. }));
    let writable = Memo::new(move |_| workspace.writable());
    view! {
        <div
            class="answer"
            role="group"
            data-side="inspector"
            aria-label="Inspektörernas bedömning"
        >
            <div class="answer-head">
                <h3>"Inspektörernas bedömning"</h3>
                <AutosaveState of=field never="Inte bedömd" />
            </div>
            {conflict}
            {move || match (conflicted.get(), writable.get()) {
                (true, _) => ().into_any(),
                (false, true) => view! { <Write code field /> }.into_any(),
                (false, false) => field.with(shown),
            }}
        </div>
    }
}

#[component]
fn Write(
    /// Which criterion.
    code: CriterionCode,
    /// Judgement and note.
    field: Autosave<ObservationDraft>,
) -> impl IntoView {
    let chosen = Signal::derive(move || field.with(|draft| draft.judgement));
    let judge = move |judgement| field.choose(|draft| draft.judgement = Some(judgement));
    let back = move || {
        chosen.get().map(|_| {
            view! {
                <button
                    class="link-btn"
                    type="button"
                    on:click=move |_| field.choose(|draft| draft.judgement = None)
                >
                    "Ta bort bedömningen"
                    <span class="vh">{format!(" av {code}")}</span>
                </button>
            }
        })
    };
    let id = format!("{code}-o");
    view! {
        <Choices
            name=code.to_string()
            legend=format!("Er bedömning av {code}")
            choices=&Choice::JUDGEMENTS
            chosen
            on_choose=Callback::new(judge)
        />
        <label class="vh" for=id.clone()>
            {format!("Iakttagelse om {code}")}
        </label>
        <textarea
            class="textarea"
            id=id
            rows="1"
            placeholder="Lägg till en iakttagelse"
            aria-keyshortcuts="k"
            prop:value=move || field.with(|draft| draft.note.clone())
            on:input=move |event| field.write(|draft| draft.note = event_target_value(&event))
            on:blur=move |_| field.leave()
        ></textarea>
        {back}
    }
}

/// A judgement with its note, to be read.
fn shown(draft: &ObservationDraft) -> AnyView {
    let (style, words) = match draft.judgement.map(Choice::<Judgement>::judgement) {
        Some(choice) => (choice.style, choice.words),
        None => ("none", "Inte bedömt"),
    };
    let note = draft.note.trim().to_owned();
    view! {
        <Mark style words />
        {(!note.is_empty()).then(|| view! { <p class="said">{note}</p> })}
    }
    .into_any()
}
