//! The suggested grade of an area, and why.

use std::sync::Arc;

use leptos::prelude::*;
use shared::{
    checklist::{Area, CriterionCode},
    grade::{ReviewGrade, Suggestion},
};

use super::focus_criterion;
use crate::components::{GradeBadge, GradeSize, NoGrade};

/// The beginning of a criterion's wording, for a list: at most some 50 characters.
#[must_use]
pub fn short(area: &Area, code: CriterionCode) -> String {
    const MOST: usize = 50;
    let text = area.criteria.iter().find(|c| c.code == code).map_or("", |c| c.text.as_str());
    let mut words = String::new();
    for word in text.split_whitespace() {
        if words.chars().count() + word.chars().count() > MOST {
            return format!("{} …", words.trim_end_matches([',', '.', ';', ':']));
        }
        if !words.is_empty() {
            words.push(' ');
        }
        words.push_str(word);
    }
    words.trim_end_matches('.').to_owned()
}

/// What the rule suggests, the criteria that decided it, and the step up.
#[component]
pub fn SuggestionCard(
    /// The area.
    area: Arc<Area>,
    /// The suggestion; followed.
    #[prop(into)]
    suggestion: Signal<Suggestion>,
    /// Shows the card's own heading and grade; false where the grade is chosen just above.
    #[prop(default = true)]
    whole: bool,
) -> impl IntoView {
    let total = area.criteria.len();
    let grade = Memo::new(move |_| suggestion.with(Suggestion::grade));
    let badge = move || match grade.get() {
        Some(grade) => {
            view! { <GradeBadge grade=ReviewGrade::unchanged(grade) size=GradeSize::Large /> }
                .into_any()
        }
        None => view! { <NoGrade size=GradeSize::Large /> }.into_any(),
    };
    let counted = move || {
        suggestion.with(|suggestion| match suggestion {
            Suggestion::Incomplete { remaining, .. } => total - remaining.len(),
            Suggestion::Complete { .. } => total,
        })
    };
    let why = move || {
        suggestion.with(|suggestion| match suggestion {
            Suggestion::Complete { grade, .. } => view! {
                <p>
                    <b>{format!("Förslaget är {grade}.")}</b>
                    " "
                    {suggestion.reason()}
                </p>
            }
            .into_any(),
            Suggestion::Incomplete { .. } => view! {
                <p>
                    <b>"Inget förslag än."</b>
                    " "
                    {suggestion.reason()}
                </p>
            }
            .into_any(),
        })
    };
    let decided = Memo::new(move |_| {
        suggestion.with(|suggestion| match suggestion {
            Suggestion::Complete { decided_by, .. } => decided_by.clone(),
            Suggestion::Incomplete { not_fulfilled, .. } => not_fulfilled.clone(),
        })
    });
    let reasons = move || {
        let codes = decided.get();
        (!codes.is_empty()).then(|| {
            let rows = codes.into_iter().map(|code| reason(&area, code)).collect_view();
            view! { <ul class="reasons">{rows}</ul> }
        })
    };
    let before = move || {
        let known = suggestion.with(|suggestion| {
            matches!(suggestion, Suggestion::Incomplete { not_fulfilled, .. } if !not_fulfilled.is_empty())
        });
        known.then(|| view! { <p class="note">"Hittills inte helt uppfyllda:"</p> })
    };
    let step_up = move || {
        suggestion.with(Suggestion::step_up_text).map(|text| {
            view! { <p class="note">{format!("{text}.")}</p> }
        })
    };
    let body = view! {
        {why}
        {before}
        {reasons}
        {step_up}
    };
    if whole {
        view! {
            <section class="card" data-tight aria-labelledby="forslag">
                <h2 id="forslag">"Föreslaget betyg"</h2>
                <p class="note">{move || format!("Efter {} av {total} kriterier", counted())}</p>
                <p class="grade-line">{badge}</p>
                {body}
            </section>
        }
        .into_any()
    } else {
        body.into_any()
    }
}

fn reason(area: &Area, code: CriterionCode) -> impl IntoView + use<> {
    let go = move |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        focus_criterion(code);
    };
    view! {
        <li>
            <span class="mark" data-verdict="unmet"></span>
            <a href=format!("#{code}") on:click=go>
                {format!("{code} {}", short(area, code))}
            </a>
        </li>
    }
}
