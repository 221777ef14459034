//! Avstämningar: what is due of each kind, and each from planned to confirmed.

use chrono::NaiveDate;
use leptos::prelude::*;
use shared::{
    portfolio::Portfolio,
    progress_review::{ProgressReview, ProgressReviewKind, ProgressReviewPhase as Phase},
    rights::Action,
    rule::review_due,
    training::Training,
    training_facts::facts,
};

use crate::{
    components::{set_query, use_query},
    pages::{own_records::mark, training::Binder},
    session::{Session, use_session},
    time::{say_long, say_short, today},
};

mod card;
mod held;
mod plan;

pub use card::ReviewCard;

/// The parameter of the address that names the open review, or the kind of a new one.
pub(super) const REVIEW: &str = "avstamning";

/// Whether the signed-in person takes part in the reviews of a kind in a training.
fn takes_part(
    session: Session,
    binder: Binder,
    training: &Training,
    kind: ProgressReviewKind,
) -> bool {
    let on = binder.on(training);
    if binder.is_own(training) {
        return kind.with_trainee() && session.may(Action::TrainingWrite, &on);
    }
    session.may(Action::TrainingWrite, &on) || session.may(Action::TrainingApprove, &on)
}

/// The day it is about: held, else planned.
fn day_of(review: &ProgressReview) -> NaiveDate {
    review.phase.held().map_or(review.planned_on, |held| held.on)
}

/// What is due of each kind, and all that have been.
#[component]
pub fn Reviews(binder: Binder) -> impl IntoView {
    let session = use_session();
    let asked = use_query(REVIEW);
    move || {
        let portfolio = binder.get()?;
        let due = ProgressReviewKind::ALL
            .map(|kind| due(session, binder, &portfolio, kind))
            .collect_view();
        let mut past: Vec<_> =
            portfolio.reviews.iter().filter(|one| one.phase != Phase::Planned).collect();
        past.sort_by_key(|one| std::cmp::Reverse(day_of(one)));
        let past = (!past.is_empty()).then(|| {
            let rows = past.into_iter().map(|one| row(&portfolio, one)).collect_view();
            view! {
                <h3 class="section-label">"Tidigare"</h3>
                <ul class="rows">{rows}</ul>
            }
        });
        let planning = ProgressReviewKind::from_stored(&asked.get())
            .filter(|kind| takes_part(session, binder, &portfolio.training, *kind))
            .map(|kind| view! { <plan::Plan binder kind was=None /> });
        Some(view! {
            <section class="card" aria-labelledby="avstamningar">
                <div class="stack" data-gap="tight">
                    <h2 id="avstamningar" tabindex="-1">"Avstämningar"</h2>
                    <p class="note">
                        "En av varje slag om året: de fyra första enligt Riktlinje Västmanland 8.2, medarbetarsamtalet enligt SPUR E13."
                    </p>
                </div>
                <ul class="rows" data-when="beside">{due}</ul>
                {planning}
                {past}
            </section>
        })
    }
}

/// A kind: when the last was, when the next is to be, and the way to it.
fn due(
    session: Session,
    binder: Binder,
    portfolio: &Portfolio,
    kind: ProgressReviewKind,
) -> impl IntoView + use<> {
    let (facts, today) = (facts(portfolio), today());
    let by = review_due(&facts, &portfolio.thresholds, today, kind);
    let last = facts.review(kind).and_then(|facts| facts.last);
    let said = last.map_or_else(
        || "Ingen hållen än".to_owned(),
        |last| format!("Senaste {}", say_short(last)),
    );
    let of_kind = portfolio.reviews.iter().filter(|one| one.kind == kind);
    let planned =
        of_kind.filter(|one| one.phase == Phase::Planned).min_by_key(|one| one.planned_on);
    let (state, words) = match planned {
        Some(planned) if planned.planned_on < today => {
            ("late", format!("Planerad {}, inte inskriven", say_short(planned.planned_on)))
        }
        Some(planned) => ("ongoing", format!("Planerad {}", say_short(planned.planned_on))),
        None if by < today => ("late", format!("Skulle ha gjorts {}", say_short(by))),
        None => ("open", format!("Senast {}", say_short(by))),
    };
    let name = kind.name();
    let may = takes_part(session, binder, &portfolio.training, kind);
    let way = match planned {
        Some(planned) => {
            let href = set_query(REVIEW, planned.id.to_string());
            view! { <a class="row-what" href=move || href.get()>{name}</a> }.into_any()
        }
        None if may => {
            let href = set_query(REVIEW, kind.as_str());
            view! {
                <a class="row-what" href=move || href.get()>
                    <span class="vh">"Planera: "</span>
                    {name}
                </a>
            }
            .into_any()
        }
        None => view! { <span class="row-what">{name}</span> }.into_any(),
    };
    view! {
        <li>
            {way}
            <span class="row-where">{said}</span>
            <span class="row-when">
                <span class="chip" data-state=state>
                    {words}
                </span>
            </span>
        </li>
    }
}

fn row(portfolio: &Portfolio, review: &ProgressReview) -> impl IntoView + use<> {
    let href = set_query(REVIEW, review.id.to_string());
    let state = match review.phase {
        Phase::Planned => "open",
        Phase::Held { .. } => "ongoing",
        Phase::Confirmed { .. } => "done",
        Phase::Cancelled { .. } => "cancelled",
    };
    view! {
        <li>
            <a class="row-what" href=move || href.get()>
                {say_long(day_of(review))}
            </a>
            <span class="row-where">
                {review.kind.name()} " " {mark(portfolio.origin(review.id))}
            </span>
            <span class="row-when">
                <span class="chip" data-state=state>
                    {review.phase.name()}
                </span>
            </span>
        </li>
    }
}
