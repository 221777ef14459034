//! The clinic's own answer to a criterion, and what was found on it before.

use chrono::Datelike;
use leptos::prelude::*;
use shared::{
    action_plan::ActionStatus,
    checklist::CriterionCode,
    finding_thread::{FindingThread, ThreadState},
    review::{Evidence, EvidenceSource, ReviewId},
};

use super::Workspace;
use crate::components::review::{Choice, Mark};

/// What the clinic says of itself; marked at the edge where the inspectors say otherwise.
#[component]
pub fn ClinicSide(
    /// Where the answers are.
    workspace: Workspace,
    /// Which criterion.
    code: CriterionCode,
) -> impl IntoView {
    let answer = workspace.answer(code);
    let verdict = answer.as_ref().and_then(|answer| answer.verdict);
    let mark = match (verdict, workspace.has_own()) {
        (Some(verdict), _) => {
            let Choice { style, words, .. } = Choice::verdict(verdict);
            view! { <Mark style words /> }.into_any()
        }
        (None, true) => view! { <Mark style="none" words="Inte besvarat" /> }.into_any(),
        (None, false) => {
            view! { <p class="note">"Kliniken har ingen självvärdering i granskningen."</p> }
                .into_any()
        }
    };
    let comment = answer.as_ref().filter(|answer| !answer.comment.is_blank()).map(|answer| {
        view! { <p class="said">{answer.comment.to_string()}</p> }
    });
    let path = workspace.own_path().unwrap_or_default();
    let evidence = answer.map(|answer| answer.evidence).filter(|all| !all.is_empty()).map(|all| {
        let count = all.len();
        let links = all
            .into_iter()
            .enumerate()
            .map(|(place, item)| {
                view! {
                    {link(&path, code, item)}
                    {(place + 1 < count).then_some(" · ")}
                }
            })
            .collect_view();
        view! { <p class="note">{links}</p> }
    });
    let differs = Memo::new(move |_| workspace.differs(code));
    view! {
        <div
            class="answer"
            role="group"
            data-side="clinic"
            data-differs=move || differs.get().then_some("")
            aria-label="Klinikens svar"
        >
            <h3>"Kliniken"</h3>
            {mark}
            {comment}
            {evidence}
            {move || {
                differs
                    .get()
                    .then(|| {
                        let whose =
                            if workspace.writable() { "er" } else { "inspektörernas" };
                        view! { <p class="differs">{format!("Skiljer sig från {whose} bedömning")}</p> }
                    })
            }}
        </div>
    }
}

fn link(path: &str, code: CriterionCode, item: Evidence) -> impl IntoView + use<> {
    let title = item.title.to_string();
    match item.source {
        EvidenceSource::Link { url } => view! {
            <a href=url rel="external noopener noreferrer" target="_blank">
                {title}
                <span class="vh">" (öppnas i ny flik)"</span>
            </a>
        }
        .into_any(),
        EvidenceSource::File { .. } => {
            let href = format!("/api{path}/answers/{code}/evidence/{}", item.id);
            view! {
                <a href=href rel="external" download>
                    {title}
                </a>
            }
            .into_any()
        }
    }
}

/// What an earlier review found on the criterion, and what came of it: asked about by name.
pub fn earlier(threads: &[FindingThread], code: CriterionCode) -> Vec<FindingThread> {
    threads.iter().filter(|thread| thread.code == code).cloned().collect()
}

/// As a chip: `Brist vid granskningen 2021`.
pub fn chip(thread: &FindingThread) -> impl IntoView + use<> {
    let review = match thread.found_in {
        ReviewId::Inspection(_) => "granskningen",
        ReviewId::SelfAssessment(_) => "självvärderingen",
    };
    let words = format!("Brist vid {review} {}", thread.found.year());
    view! {
        <span class="chip" data-kind="prior">
            {words}
        </span>
    }
}

/// What was found then and what was done, as a line under the criterion.
pub fn story(thread: &FindingThread) -> impl IntoView + use<> {
    let note = thread.note.trim().to_owned();
    let actions: Vec<String> = thread
        .actions
        .iter()
        .map(|action| {
            let done = match action.action.status {
                ActionStatus::Done => "klar",
                _ => "inte klar",
            };
            format!("{} ({done})", action.action.text.trim().trim_end_matches('.'))
        })
        .collect();
    let done = match (actions.is_empty(), thread.state) {
        (true, _) => "Ingen åtgärd är planerad.".to_owned(),
        (false, ThreadState::Closed) => format!("Åtgärdat: {}.", actions.join("; ")),
        (false, _) => format!("Åtgärd: {}.", actions.join("; ")),
    };
    view! {
        <p class="note">
            {(!note.is_empty()).then(|| format!("Då: {note} "))}
            {done}
        </p>
    }
}
