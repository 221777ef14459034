//! One review: what came of it, and the steps that the signed-in person can take with it.

use leptos::prelude::*;
use shared::{
    portfolio::Portfolio,
    progress_review::{ProgressReview, ProgressReviewKind, ProgressReviewPhase as Phase},
    review::GiveReason,
};

use super::{
    REVIEW, day_of,
    held::{Hold, Told},
    plan::Plan,
    takes_part,
};
use crate::{
    api::Method,
    components::{AskedReason, Confirm, use_query},
    pages::{
        own_records::not_ours,
        training::{Binder, Step},
    },
    session::use_session,
    time::{say_day_of, say_long, today},
};

/// The review that is open, if one is. Made anew when it has taken a step, not when another record of the training changes.
#[component]
pub fn ReviewCard(binder: Binder) -> impl IntoView {
    let session = use_session();
    let asked = use_query(REVIEW);
    let open = Memo::new(move |_| {
        let asked = asked.get();
        binder.get()?.reviews.into_iter().find(|one| one.id.to_string() == asked)
    });
    move || {
        let review = open.get()?;
        let portfolio = binder.get_untracked()?;
        let origin = portfolio.origin(review.id);
        let part =
            origin.is_none() && takes_part(session, binder, &portfolio.training, review.kind);
        let waiting = review.phase == Phase::Planned && review.planned_on > today();
        let written = matches!(review.phase, Phase::Planned | Phase::Held { .. });
        let body = if part && written && !waiting {
            let expected = expected(&portfolio, review.kind);
            view! { <Hold binder review=review.clone() expected /> }.into_any()
        } else {
            view! { <Told review=review.clone() /> }.into_any()
        };
        let steps = part.then(|| {
            let own = binder.is_own(&portfolio.training);
            view! { <Steps binder review=review.clone() own /> }
        });
        Some(view! {
            <section class="card" aria-labelledby="avstamning">
                <div class="card-head">
                    <h2 id="avstamning">{review.kind.name()}</h2>
                    <p class="note">
                        {format!("{} · {}", review.phase.name(), say_long(day_of(&review)))}
                    </p>
                </div>
                {body}
                {not_ours(origin)}
                {steps}
            </section>
        })
    }
}

/// Who is to take part, as far as the training tells.
fn expected(portfolio: &Portfolio, kind: ProgressReviewKind) -> Vec<String> {
    let training = &portfolio.training;
    let trainee = kind.with_trainee().then(|| training.trainee.name.clone());
    let supervisor = training.principal_supervisor.as_ref().map(|one| one.name.clone());
    let supervisor = supervisor.filter(|_| kind == ProgressReviewKind::ThreeParties);
    trainee.into_iter().chain(supervisor).collect()
}

/// Confirm, open again, move, call off.
#[component]
fn Steps(
    binder: Binder,
    review: ProgressReview,
    /// Whether the training is the person's own.
    own: bool,
) -> impl IntoView {
    let step = Step::<ProgressReview>::of(binder);
    let (id, version, kind) = (review.id, review.version, review.kind);
    let confirmer = own == kind.with_trainee();
    let said = match &review.phase {
        Phase::Confirmed { confirmed, .. } => {
            Some(format!("{} bekräftade {}.", confirmed.by.name, say_day_of(confirmed.at)))
        }
        Phase::Held { .. } if !confirmer && kind.with_trainee() => {
            Some(format!("Väntar på att {} bekräftar.", review.trainee.name))
        }
        Phase::Held { held } if confirmer && held.summary.is_blank() => {
            Some("Spara först en sammanfattning.".to_owned())
        }
        _ => None,
    };
    let confirm = (confirmer && matches!(review.phase, Phase::Held { .. })).then(|| {
        view! {
            <button
                class="btn primary"
                type="button"
                aria-disabled=move || step.busy()
                on:click=move |_| {
                    let done = "Du har bekräftat avstämningen.";
                    step.take((Method::POST, "/confirmation"), (id, version), (), done);
                }
            >
                "Bekräfta avstämningen"
            </button>
        }
    });
    let with_reason = move |rest: &'static str, done: &'static str| {
        Callback::new(move |reason| {
            if let Some(reason) = reason {
                step.take((Method::POST, rest), (id, version), GiveReason { reason }, done);
            }
        })
    };
    let reopening = RwSignal::new(false);
    let reopen = matches!(review.phase, Phase::Confirmed { .. }).then(|| {
        view! {
            <button class="link-btn" type="button" on:click=move |_| reopening.set(true)>
                "Öppna igen"
            </button>
            <Confirm
                open=reopening
                title="Öppna avstämningen igen?"
                action="Öppna igen"
                reason=AskedReason::new("Varför?", step)
                on_confirm=with_reason("/reopening", "Avstämningen är öppen igen.")
            >
                <p>"Bekräftelsen tas bort, och avstämningen bekräftas på nytt."</p>
            </Confirm>
        }
    });
    let cancelling = RwSignal::new(false);
    let planned = (review.phase == Phase::Planned).then(|| {
        view! {
            <details class="as-table">
                <summary>"Flytta eller ställ in"</summary>
                <div class="stack">
                    <Plan binder kind was=Some(review.clone()) />
                    <div>
                        <button
                            class="link-btn danger"
                            type="button"
                            on:click=move |_| cancelling.set(true)
                        >
                            "Ställ in avstämningen"
                        </button>
                    </div>
                </div>
            </details>
            <Confirm
                open=cancelling
                title="Ställa in avstämningen?"
                action="Ställ in"
                reason=AskedReason::new("Varför?", step)
                danger=true
                on_confirm=with_reason("/cancellation", "Avstämningen är inställd.")
            >
                <p>"Den står kvar i listan som inställd. Planera en ny i stället."</p>
            </Confirm>
        }
    });
    view! {
        {said.map(|said| view! { <p class="note">{said}</p> })}
        {step.refused()}
        <div class="actions">{confirm} {reopen}</div>
        {planned}
    }
}
