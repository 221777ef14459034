//! One brist from finding to re-check, as it happened.

use chrono::NaiveDate;
use leptos::prelude::*;
use shared::{
    action_plan::{ActionStatus, PlanPhase},
    checklist::CriterionCode,
    finding_thread::{FindingThread, ThreadAction, ThreadState},
    review::{Review, ReviewId},
    text::capitalised,
};

use super::{Facts, chip, found_in};
use crate::{
    components::{ClassChip, Empty, GradeBadge},
    pages::comparison::standing,
    time::{local, say_late, say_short, today},
};

/// Something that happened, or is to happen.
struct Happening {
    /// What it is sorted by.
    day: NaiveDate,
    /// The style's name: `done`, `now`, `late` or `coming`.
    state: &'static str,
    /// The day in words.
    when: String,
    title: String,
    body: AnyView,
}

/// All threads about a criterion, the latest found first.
pub(super) fn threads(facts: &Facts, code: CriterionCode) -> AnyView {
    let mut found: Vec<&FindingThread> =
        facts.threads.iter().filter(|thread| thread.code == code).collect();
    found.sort_by_key(|thread| std::cmp::Reverse(thread.found));
    if found.is_empty() {
        let all = format!("/kliniker/{}/brister", facts.clinic.name.id);
        return view! {
            <Empty
                title=format!("{code} har inte varit någon brist")
                text="Hittas en brist här vid en granskning följs den på den här sidan."
            >
                <a class="btn primary" href=all>
                    "Alla brister"
                </a>
            </Empty>
        }
        .into_any();
    }
    found.into_iter().map(|thread| card(facts, thread)).collect_view().into_any()
}

fn card(facts: &Facts, thread: &FindingThread) -> AnyView {
    let class = facts.criterion(thread).map(|c| view! { <ClassChip class=c.class /> });
    let happenings = happenings(facts, thread)
        .into_iter()
        .map(|happening| {
            let late = happening.state == "late";
            view! {
                <li data-state=happening.state>
                    <span class=if late { "when late" } else { "when" }>{happening.when}</span>
                    <div class="what">
                        <h3>{happening.title}</h3>
                        {happening.body}
                    </div>
                </li>
            }
        })
        .collect_view();
    let title = format!("Brist vid {}", found_in(facts, thread.found_in));
    let id = format!("trad-{}", thread.found);
    let labelled_by = id.clone();
    view! {
        <section class="card" aria-labelledby=labelled_by>
            <div class="card-head">
                <h2 id=id>{title}</h2>
                <p class="note">{thread.specialty.clone()}</p>
            </div>
            <div class="chips">
                {class}
                <span class="chip" data-state=chip(thread.state)>
                    {thread.state.name()}
                </span>
            </div>
            <ol class="thread">{happenings}</ol>
        </section>
    }
    .into_any()
}

fn happenings(facts: &Facts, thread: &FindingThread) -> Vec<Happening> {
    let mut all = Vec::new();
    all.extend(own_view(facts, thread));
    all.push(finding(facts, thread));
    all.extend(plan_steps(facts, thread));
    for planned in &thread.actions {
        all.extend(action(planned));
    }
    all.extend(thread.rechecks.iter().map(|recheck| {
        let inspected = matches!(recheck.review, ReviewId::Inspection(_));
        let (style, words) = standing(Some(recheck.standing), inspected);
        let title =
            capitalised(&format!("{}: {}", found_in(facts, recheck.review), words.to_lowercase()));
        let note = facts
            .review(recheck.review)
            .and_then(|review| review.criterion(thread.code))
            .map(|criterion| criterion.note.to_string());
        Happening {
            day: recheck.day,
            state: "done",
            when: say_short(recheck.day),
            title,
            body: view! {
                <p class="verdict-text">
                    <span class="mark" data-verdict=style></span>
                    {words}
                </p>
                <p>{note}</p>
            }
            .into_any(),
        }
    }));
    // What has a day comes in its order; what only is to come stands last.
    all.sort_by_key(|happening| (happening.state == "coming", happening.day));
    if thread.state != ThreadState::Closed {
        all.push(Happening {
            day: NaiveDate::MAX,
            state: "coming",
            when: "Nästa bedömning".to_owned(),
            title: "Kontroll".to_owned(),
            body: view! {
                <p class="muted">
                    {format!(
                        "Nästa självvärdering och nästa granskning frågar om {} vid namn.",
                        thread.code,
                    )}
                </p>
            }
            .into_any(),
        });
    }
    all
}

/// What the clinic itself had answered before the inspectors came.
fn own_view(facts: &Facts, thread: &FindingThread) -> Option<Happening> {
    let ReviewId::Inspection(_) = thread.found_in else { return None };
    let before = |review: &&Review| {
        !review.is_inspection()
            && review.specialty == thread.specialty
            && review.day <= thread.found
    };
    let review = facts.reviews.iter().filter(before).max_by_key(|review| review.day)?;
    let answer = review.criterion(thread.code)?;
    let (_, words) = standing(Some(answer.standing), false);
    let note = answer.note.to_string();
    Some(Happening {
        day: review.day,
        state: "done",
        when: say_short(review.day),
        title: format!("Kliniken svarade {}", words.to_lowercase()),
        body: view! { <p class="muted">{note}</p> }.into_any(),
    })
}

fn finding(facts: &Facts, thread: &FindingThread) -> Happening {
    let review = facts.review(thread.found_in);
    let inspected = matches!(thread.found_in, ReviewId::Inspection(_));
    let grade = review.and_then(|review| review.grades.get(&thread.code.area())).map(|grade| {
        // The thread tells of the change itself, on its day.
        let set = shared::grade::ReviewGrade::unchanged(grade.set);
        let note = format!("Område {} fick {}", thread.code.area(), grade.set);
        view! {
            <p class="grade-line">
                <GradeBadge grade=set inspection=inspected />
                <span class="note">{note}</span>
            </p>
        }
    });
    let href = match thread.found_in {
        ReviewId::Inspection(id) => format!("/granskningar/{id}/rapport#{}", thread.code),
        ReviewId::SelfAssessment(id) => {
            format!("/sjalvvarderingar/{id}/omrade/{}#{}", thread.code.area(), thread.code)
        }
    };
    let (title, link) = if inspected {
        ("Inspektörerna bedömde brist", "Läs i rapporten")
    } else {
        ("Kliniken såg en brist", "Läs i självvärderingen")
    };
    Happening {
        day: thread.found,
        state: "done",
        when: say_short(thread.found),
        title: title.to_owned(),
        body: view! {
            <p>{thread.note.to_string()}</p>
            {grade}
            <p>
                <a href=href>{link}</a>
            </p>
        }
        .into_any(),
    }
}

/// Handed in and accepted.
fn plan_steps(facts: &Facts, thread: &FindingThread) -> Vec<Happening> {
    let mut ids: Vec<_> = thread.actions.iter().map(|planned| planned.plan).collect();
    ids.dedup();
    let plans = ids.into_iter().filter_map(|id| facts.plans.iter().find(|plan| plan.id == id));
    plans
        .flat_map(|plan| {
            let href = format!("/handlingsplaner/{}", plan.id);
            let link = |words: &'static str| {
                view! {
                    <p>
                        <a href=href.clone()>{words}</a>
                    </p>
                }
                .into_any()
            };
            let step = |at: chrono::DateTime<chrono::Utc>, title: String, body: AnyView| {
                let day = local(at).date();
                Happening { day, state: "done", when: say_short(day), title, body }
            };
            match &plan.phase {
                PlanPhase::Draft { .. } => Vec::new(),
                PlanPhase::Submitted { approved } => {
                    vec![step(
                        approved.at,
                        "Handlingsplanen lämnades in".to_owned(),
                        link("Till planen"),
                    )]
                }
                PlanPhase::InForce { approved, accepted } => {
                    let title = if accepted.is_some() {
                        "Handlingsplanen lämnades in"
                    } else {
                        "Verksamhetschefen godkände planen"
                    };
                    let mut steps = vec![step(approved.at, title.to_owned(), link("Till planen"))];
                    steps.extend(accepted.as_ref().map(|accepted| {
                        let grade = facts
                            .review(thread.found_in)
                            .and_then(|review| review.grades.get(&thread.code.area()).cloned())
                            .filter(|grade| grade.after_plan.is_some())
                            .map(|grade| {
                                view! {
                                    <p class="grade-line">
                                        <GradeBadge grade inspection=true />
                                        <span class="note">"Ändrad efter handlingsplan"</span>
                                    </p>
                                }
                            });
                        step(
                            accepted.at,
                            "Inspektörerna godkände planen".to_owned(),
                            view! { {grade} }.into_any(),
                        )
                    }));
                    steps
                }
            }
        })
        .collect()
}

/// What is to be done, and when it is followed up.
fn action(planned: &ThreadAction) -> Vec<Happening> {
    let action = &planned.action;
    let href = format!("/handlingsplaner/{}#{}", planned.plan, planned.entry);
    let follow_up = format!("/handlingsplaner/{}?uppfoljning={}", planned.plan, action.id);
    let due: Vec<String> = action.due.iter().map(|date| date.text.clone()).collect();
    let who: Vec<String> = action.responsible.iter().map(|who| who.to_string()).collect();
    let late = action.days_late(today());
    let done = action.status == ActionStatus::Done;
    let state = if done {
        "done"
    } else if late.is_some() {
        "late"
    } else {
        "coming"
    };
    let when = match late {
        Some(days) => say_late(days),
        None => due.join(", "),
    };
    let links = action
        .evidence
        .iter()
        .map(|evidence| view! { <li>{evidence.title.to_string()}</li> })
        .collect_view();
    let outcome = (!action.outcome.is_blank()).then(|| {
        view! { <p>{action.outcome.to_string()}</p> }
    });
    let detail = format!("{}: {}, {}", action.status.name(), due.join(", "), who.join(", "));
    let far = NaiveDate::MAX;
    let mut all = vec![Happening {
        day: action.last_due().unwrap_or(far),
        state,
        when,
        title: action.text.to_string(),
        body: view! {
            <p class="muted">{detail}</p>
            {outcome}
            {(!action.evidence.is_empty()).then(|| view! { <ul class="plain-list">{links}</ul> })}
            <p>
                <a href=if late.is_some() { follow_up } else { href }>
                    {if late.is_some() { "Skriv uppföljningen" } else { "Till punkten i planen" }}
                </a>
            </p>
        }
        .into_any(),
    }];
    if !done {
        let who: Vec<String> =
            action.follow_up_responsible.iter().map(|who| who.to_string()).collect();
        all.extend(action.follow_up.iter().map(|date| {
            let passed = date.to.is_some_and(|to| to < today());
            Happening {
                day: date.to.unwrap_or(far),
                state: if passed { "done" } else { "coming" },
                when: date.text.clone(),
                title: "Uppföljning".to_owned(),
                body: view! { <p class="muted">{who.join(", ")}</p> }.into_any(),
            }
        }));
    }
    all
}
