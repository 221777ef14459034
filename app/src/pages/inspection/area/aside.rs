//! Beside the criteria: the area's grade with its reasons, its text, and earlier grades.

use std::sync::Arc;

use leptos::prelude::*;
use shared::{
    checklist::AreaCode,
    grade::{Grade, ReviewGrade, Suggestion},
    review::{Review, ReviewId},
    saving::State,
};

use super::{super::drafts::GradingDraft, Workspace};
use crate::{
    components::{
        GradeBadge, GradeSize, NoGrade,
        review::{AutoText, AutosaveState, ConflictBox, SuggestionCard},
    },
    outbox::Autosave,
};

/// Grade, text and earlier grades of an area.
#[component]
pub fn Aside(
    /// What is judged and written.
    workspace: Workspace,
    /// The area that is shown.
    area: AreaCode,
    /// Earlier reviews of the specialty, newest first.
    earlier: Signal<Vec<Review>>,
) -> impl IntoView {
    let grade = move || {
        let grading = workspace.grading(area).filter(|_| workspace.readable())?;
        Some(view! { <GradeCard workspace area grading /> })
    };
    let text = move || {
        let text = workspace.text(area).filter(|_| workspace.readable())?;
        let locked = Signal::derive(move || !workspace.writable());
        Some(view! {
            <section class="card form" data-tight aria-labelledby="omradestext-h">
                <h2 class="vh" id="omradestext-h">
                    "Områdestext"
                </h2>
                <div class="field">
                    <AutoText
                        text
                        id="omradestext"
                        label="Områdestext"
                        hint="Står i rapporten, först i området."
                        locked
                    />
                </div>
            </section>
        })
    };
    let before = move || earlier.with(|reviews| previous(reviews, area));
    view! {
        <aside class="column" aria-label="Betyg, text och tidigare betyg">
            {grade}
            {text}
            {before}
        </aside>
    }
}

/// The grade of an area: chosen by the inspectors, suggested by the rule, with the reasons between.
#[component]
fn GradeCard(
    /// What is judged.
    workspace: Workspace,
    /// Which area.
    area: AreaCode,
    /// The grade and its motivation.
    grading: Autosave<GradingDraft>,
) -> impl IntoView {
    let suggestion = Memo::new(move |_| workspace.suggestion(area));
    let suggested = Memo::new(move |_| suggestion.with(Suggestion::grade));
    let chosen = Memo::new(move |_| grading.with(|draft| draft.grade));
    let total = workspace.codes(area).len();
    let counted = move || {
        let left = suggestion.with(|suggestion| match suggestion {
            Suggestion::Incomplete { remaining, .. } => remaining.len(),
            Suggestion::Complete { .. } => 0,
        });
        format!("Förslag efter {} av {total} kriterier", total - left)
    };
    let grades: Vec<Grade> = workspace
        .with_area(area, |area| area.grade_texts.keys().copied().collect())
        .unwrap_or_default();
    let conflict = move || match grading.state() {
        State::Conflict { theirs } => {
            let mine = grading.value();
            let undo = mine.clone();
            Some(view! {
                <ConflictBox
                    what=format!("betyget för {area}")
                    mine=shown(&mine)
                    theirs=shown(&theirs.value)
                    changed=theirs.changed
                    on_keep=Callback::new(move |()| grading.keep_mine())
                    on_take=Callback::new(move |()| grading.take_theirs())
                    on_undo=move || grading.choose(|draft| *draft = undo.clone())
                />
            })
        }
        _ => None,
    };
    let writable = Memo::new(move |_| {
        workspace.writable() && !matches!(grading.state(), State::Conflict { .. })
    });
    let choose = move || {
        if writable.get() {
            view! { <ChooseGrade grades=grades.clone() suggested chosen grading /> }.into_any()
        } else {
            match workspace.grade(area) {
                Some(grade) => view! {
                    <p class="grade-line">
                        <GradeBadge grade inspection=true size=GradeSize::Large />
                    </p>
                }
                .into_any(),
                None => view! {
                    <p class="grade-line">
                        <NoGrade size=GradeSize::Large />
                        <span class="note">"Inte graderat"</span>
                    </p>
                }
                .into_any(),
            }
        }
    };
    let found = workspace.with_area(area, |area| Arc::new(area.clone()));
    view! {
        <section class="card" data-tight aria-labelledby="betyg">
            <div class="card-head">
                <h2 id="betyg">"Betyg för området"</h2>
                <AutosaveState of=grading />
            </div>
            <p class="note">{counted}</p>
            {conflict}
            {choose}
            {found.map(|area| view! { <SuggestionCard area suggestion whole=false /> })}
            <Motivation grading chosen suggested writable />
        </section>
    }
}

#[component]
fn ChooseGrade(
    /// Those the area can have.
    grades: Vec<Grade>,
    /// What the rule suggests.
    suggested: Memo<Option<Grade>>,
    /// What is chosen.
    chosen: Memo<Option<Grade>>,
    /// Where it is saved.
    grading: Autosave<GradingDraft>,
) -> impl IntoView {
    let choices = grades
        .into_iter()
        .map(|grade| {
            view! {
                <label>
                    <input
                        type="radio"
                        name="betyg"
                        prop:checked=move || chosen.get() == Some(grade)
                        on:change=move |_| grading.choose(|draft| draft.grade = Some(grade))
                    />
                    <GradeBadge grade=ReviewGrade::unchanged(grade) size=GradeSize::Large />
                    {move || {
                        (suggested.get() == Some(grade))
                            .then(|| view! { <span class="tag">"Förslag"</span> })
                    }}
                </label>
            }
        })
        .collect_view();
    view! {
        <fieldset class="grade-choice">
            <legend class="vh">"Betyg för området"</legend>
            {choices}
        </fieldset>
    }
}

/// Why another grade than the suggested: asked for where the two differ.
#[component]
fn Motivation(
    /// Grade and motivation.
    grading: Autosave<GradingDraft>,
    /// The chosen grade.
    chosen: Memo<Option<Grade>>,
    /// The suggested grade.
    suggested: Memo<Option<Grade>>,
    /// Whether it can be written now.
    writable: Memo<bool>,
) -> impl IntoView {
    let written = Memo::new(move |_| grading.with(|draft| !draft.motivation.trim().is_empty()));
    let label = Memo::new(move |_| match (chosen.get(), suggested.get()) {
        (Some(chosen), Some(suggested)) if chosen != suggested => {
            Some(format!("Varför {chosen} i stället för {suggested}?"))
        }
        (Some(chosen), None) => Some(format!("Varför {chosen} innan allt är bedömt?")),
        _ if written.get() => Some("Motivering".to_owned()),
        _ => None,
    });
    let asked = Memo::new(move |_| label.with(Option::is_some));
    move || {
        if !asked.get() {
            return ().into_any();
        }
        if !writable.get() {
            return view! {
                <h3>"Motivering"</h3>
                <p class="said">{move || grading.with(|draft| draft.motivation.clone())}</p>
            }
            .into_any();
        }
        view! {
            <div class="field">
                <label for="motivering">{move || label.get()}</label>
                <p class="hint" id="motivering-hint">
                    "Står i rapporten. Krävs när betyget skiljer sig från förslaget."
                </p>
                <textarea
                    class="textarea"
                    id="motivering"
                    aria-describedby="motivering-hint"
                    prop:value=move || grading.with(|draft| draft.motivation.clone())
                    on:input=move |event| {
                        grading.write(|draft| draft.motivation = event_target_value(&event));
                    }
                    on:blur=move |_| grading.leave()
                ></textarea>
            </div>
        }
        .into_any()
    }
}

/// A grade with its motivation, to be read.
fn shown(draft: &GradingDraft) -> AnyView {
    let badge = match draft.grade {
        Some(grade) => view! { <GradeBadge grade=ReviewGrade::unchanged(grade) /> }.into_any(),
        None => view! { <NoGrade /> }.into_any(),
    };
    let motivation = draft.motivation.trim().to_owned();
    view! {
        <p class="grade-line">{badge}</p>
        {(!motivation.is_empty()).then(|| view! { <p class="said">{motivation}</p> })}
    }
    .into_any()
}

/// Most earlier reviews shown here; the clinic's page has them all.
const EARLIER: usize = 6;

fn previous(reviews: &[Review], area: AreaCode) -> Option<impl IntoView + use<>> {
    let rows: Vec<_> = reviews
        .iter()
        .filter_map(|review| {
            let grade = review.grades.get(&area)?.clone();
            let name = match review.id {
                ReviewId::Inspection(_) => "Granskning",
                ReviewId::SelfAssessment(_) => "Självvärdering",
            };
            let changed =
                if grade.after_plan.is_some() { ", ändrad efter handlingsplan" } else { "" };
            let inspection = review.is_inspection();
            let words = format!("{name} {}{changed}", review.year);
            Some(view! {
                <p class="grade-line">
                    <GradeBadge grade inspection />
                    <span class="note">{words}</span>
                </p>
            })
        })
        .take(EARLIER)
        .collect();
    (!rows.is_empty()).then(|| {
        view! {
            <section class="card" data-tight aria-labelledby="tidigare">
                <h2 id="tidigare">"Tidigare"</h2>
                {rows}
            </section>
        }
    })
}
