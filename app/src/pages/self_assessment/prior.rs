//! What went before: a brist of an earlier inspection is asked about by name, last year's answer is confirmed.

use chrono::Datelike;
use leptos::prelude::*;
use shared::{
    checklist::CriterionCode,
    finding_thread::FindingThread,
    review::{Review, ReviewId},
};

use super::record::{AnswerField, Record};
use crate::components::review::focus_later;

/// The brists of a criterion that are asked about by name.
fn asked_about(record: Record, code: CriterionCode) -> Vec<FindingThread> {
    let (year, specialty) = record.head.with(|head| (head.year, head.specialty.clone()));
    record.threads.with(|threads| {
        threads
            .iter()
            .filter(|thread| {
                thread.code == code
                    && thread.specialty == specialty
                    && thread.is_asked_about_in(year)
            })
            .cloned()
            .collect()
    })
}

/// `Brist vid granskningen 2021`, with what was found and what has been done about it.
#[component]
pub(super) fn Prior(
    /// The self-assessment.
    record: Record,
    /// The criterion.
    code: CriterionCode,
) -> impl IntoView {
    let threads = Memo::new(move |_| asked_about(record, code));
    move || {
        threads
            .get()
            .into_iter()
            .map(|thread| {
                let year = thread.found.year();
                let found = thread.note.to_string();
                let actions = thread
                    .actions
                    .iter()
                    .map(|thread| {
                        let action = &thread.action;
                        let due: Vec<&str> =
                            action.due.iter().map(|date| date.text.as_str()).collect();
                        let due = if due.is_empty() {
                            String::new()
                        } else {
                            format!(", {}", due.join(", "))
                        };
                        let status = action.status.name().to_lowercase();
                        view! { <p>{format!("Åtgärd: {} ({status}{due})", &*action.text)}</p> }
                    })
                    .collect_view();
                let none =
                    thread.actions.is_empty().then(|| view! { <p>"Ingen åtgärd är planerad."</p> });
                view! {
                    <span class="chip" data-kind="prior">
                        {format!("Brist vid granskningen {year}")}
                    </span>
                    <div class="note stack" data-gap="tight">
                        {(!found.trim().is_empty())
                            .then(|| view! { <blockquote class="said">{found}</blockquote> })}
                        {actions} {none} <p>
                            <b>{format!("Är bristen från {year} åtgärdad nu?")}</b>
                        </p>
                    </div>
                }
            })
            .collect_view()
    }
}

/// The self-assessment that answers were carried over from.
fn year_before(record: Record) -> Option<Review> {
    let (year, specialty) = record.head.with(|head| (head.year, head.specialty.clone()));
    record.reviews.with(|reviews| {
        reviews
            .iter()
            .filter(|review| {
                !review.is_inspection() && review.year < year && review.specialty == specialty
            })
            .max_by_key(|review| review.year)
            .cloned()
    })
}

/// An answer carried over: does it still hold?
#[component]
pub(super) fn CarriedOver(
    /// The self-assessment.
    record: Record,
    /// The criterion.
    code: CriterionCode,
    /// Its answer.
    field: AnswerField,
) -> impl IntoView {
    let before = Memo::new(move |_| {
        year_before(record).and_then(|review| match review.id {
            ReviewId::SelfAssessment(id) => {
                Some((review.year, format!("/sjalvvarderingar/{id}/omrade/{}#{code}", code.area())))
            }
            ReviewId::Inspection(_) => None,
        })
    });
    let question = move || match before.get() {
        Some((year, _)) => format!("Svaret är från {year}. Stämmer det fortfarande?"),
        None => "Svaret är från en tidigare självvärdering. Stämmer det fortfarande?".to_owned(),
    };
    view! {
        <div class="carried">
            <p>{question}</p>
            <button
                class="btn"
                type="button"
                aria-keyshortcuts="b"
                on:click=move |_| {
                    field.save.confirm();
                    focus_later(code);
                }
            >
                "Ja, det stämmer"
                <span class="vh">{format!(", bekräfta {code}")}</span>
            </button>
            {move || {
                before
                    .get()
                    .map(|(year, href)| {
                        view! { <a href=href>{format!("Visa {year}")}</a> }
                    })
            }}
        </div>
    }
}
