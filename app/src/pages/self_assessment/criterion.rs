//! A criterion with its answer: verdict, comment, evidence, and what is to be known about it.

use leptos::prelude::*;
use shared::{
    checklist::{Criterion, CriterionCode},
    saving::{Kept, State},
    self_assessment::Verdict,
};

use super::{
    evidence::EvidenceList,
    figures::{OwnFigures, Parting},
    prior::{CarriedOver, Prior},
    record::{AnswerDraft, AnswerField, Record},
};
use crate::components::{
    ClassChip,
    review::{AutosaveState, Choice, Choices, ConflictBox, Mark, focus_later, focused_verdict},
};

/// A criterion of the workspace.
#[component]
pub(super) fn CriterionRow(
    /// The self-assessment.
    record: Record,
    /// The criterion.
    criterion: Criterion,
    /// Its answer.
    field: AnswerField,
    /// Whether it may be changed now.
    #[prop(into)]
    editable: Signal<bool>,
) -> impl IntoView {
    let code = criterion.code;
    let heading = format!("{code}-t");
    let labelled_by = heading.clone();
    let in_conflict = Memo::new(move |_| matches!(field.save.state(), State::Conflict { .. }));
    let to_confirm = Memo::new(move |_| field.to_confirm());
    let needs_comment = Memo::new(move |_| field.needs_comment());
    let chosen = Memo::new(move |_| field.save.with(|draft| draft.verdict));
    let on_choose = Callback::new(move |verdict: Verdict| {
        field.save.choose(|draft| draft.verdict = Some(verdict));
    });
    view! {
        <article
            class="criterion"
            id=code.to_string()
            aria-labelledby=labelled_by
            tabindex="-1"
            data-conflict=move || in_conflict.get().then_some("")
        >
            <span class="code" aria-hidden="true">
                {code.to_string()}
            </span>
            <h2 class="text" id=heading>
                <span class="vh">{format!("{code}. ")}</span>
                {criterion.text.clone()}
            </h2>
            <div class="chips">
                <ClassChip class=criterion.class />
                <Prior record code />
                {move || {
                    to_confirm
                        .get()
                        .then(|| {
                            view! {
                                <span class="chip" data-kind="confirm">
                                    "Att bekräfta"
                                </span>
                            }
                        })
                }}
                {move || {
                    needs_comment
                        .get()
                        .then(|| {
                            view! {
                                <span class="chip" data-kind="ask">
                                    "Kommentar behövs"
                                </span>
                            }
                        })
                }}
            </div>
            {move || {
                (to_confirm.get() && editable.get())
                    .then(|| view! { <CarriedOver record code field /> })
            }}
            <OwnFigures record code field editable />
            {move || {
                if in_conflict.get() {
                    view! { <Conflict code field /> }.into_any()
                } else {
                    view! {
                        <Choices
                            name=code.to_string()
                            legend=format!("Bedömning av {code}")
                            choices=&Choice::VERDICTS
                            chosen
                            on_choose
                            disabled=Signal::derive(move || !editable.get())
                        />
                    }
                        .into_any()
                }
            }}
            <Parting record code field />
            {move || {
                if editable.get() {
                    view! { <Comment code=code.to_string() field needs_comment /> }.into_any()
                } else {
                    view! { <Said field /> }.into_any()
                }
            }}
            <EvidenceList record code field editable />
        </article>
    }
}

/// The comment being written.
#[component]
fn Comment(
    code: String,
    field: AnswerField,
    #[prop(into)] needs_comment: Signal<bool>,
) -> impl IntoView {
    let save = field.save;
    let id = format!("{code}-c");
    let hint = format!("{code}-c-hint");
    let hint_id = hint.clone();
    view! {
        <div class="comment">
            <label for=id.clone()>
                "Kommentar" <span class="vh">{format!(" till {code}")}</span>
            </label>
            <AutosaveState of=save never="Inte besvarad" />
            {move || {
                needs_comment
                    .get()
                    .then(|| {
                        view! {
                            <p class="hint" id=hint_id.clone()>
                                "Skriv varför det inte är tillämpligt. Först då räknas svaret."
                            </p>
                        }
                    })
            }}
            <textarea
                class="textarea"
                id=id
                rows="1"
                aria-keyshortcuts="k"
                aria-describedby=move || needs_comment.get().then(|| hint.clone())
                prop:value=move || save.with(|draft| draft.comment.clone())
                on:input=move |event| save.write(|draft| draft.comment = event_target_value(&event))
                on:blur=move |_| save.leave()
            ></textarea>
        </div>
    }
}

/// The comment where it can't be changed; and what couldn't be saved before it was locked.
#[component]
fn Said(field: AnswerField) -> impl IntoView {
    let save = field.save;
    move || {
        let kept = save.base().value.comment;
        let unsaved = (!save.is_settled()).then(|| save.value());
        let lost = unsaved.map(|draft| {
            view! {
                <div class="notice" data-kind="warn">
                    <h3>"Det här hann inte sparas innan självvärderingen låstes"</h3>
                    <p>{verdict_words(draft.verdict)}</p>
                    <p class="said">{draft.comment}</p>
                    <AutosaveState of=save />
                </div>
            }
        });
        view! {
            {(!kept.trim().is_empty()).then(|| view! { <p class="said">{kept}</p> })}
            {lost}
        }
    }
}

fn verdict_words(verdict: Option<Verdict>) -> &'static str {
    verdict.map_or("Obesvarat", Verdict::name)
}

/// Both answers where two people changed it at once.
#[component]
fn Conflict(code: CriterionCode, field: AnswerField) -> impl IntoView {
    let save = field.save;
    // The verdict that focus may be in gives way to this box.
    if focused_verdict() == Some(code) {
        focus_later(code);
    }
    move || {
        let State::Conflict { theirs } = save.state() else { return None };
        let Kept { value, changed, .. } = theirs;
        let mine = save.value();
        let undo = mine.clone();
        Some(view! {
            <ConflictBox
                what=code.to_string()
                mine=draft(mine)
                theirs=draft(value)
                changed
                on_keep=Callback::new(move |()| {
                    save.keep_mine();
                    focus_later(code);
                })
                on_take=Callback::new(move |()| {
                    save.take_theirs();
                    focus_later(code);
                })
                on_undo=move || save.choose(|draft| *draft = undo.clone())
            />
        })
    }
}

fn draft(draft: AnswerDraft) -> AnyView {
    let style = draft.verdict.map_or("none", |verdict| Choice::verdict(verdict).style);
    let comment = draft.comment;
    let written = !comment.trim().is_empty();
    view! {
        <Mark style words=verdict_words(draft.verdict) />
        {if written {
            view! { <p class="said">{comment}</p> }.into_any()
        } else {
            view! { <p class="note">"Ingen kommentar."</p> }.into_any()
        }}
    }
    .into_any()
}
