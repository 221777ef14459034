//! An entry as it is read: which findings, what is done, by whom, when, and how it went.

use leptos::prelude::*;
use shared::{
    action_plan::{ActionStatus, PlanAction, PlanEntry},
    checklist::CriterionCode,
    review::EvidenceSource,
    text::Line,
    written_date::WrittenDate,
};

use super::{Facts, path};
use crate::time::{say_late, today};

/// An entry. Its id stands in the address of tasks.
pub(super) fn article(
    facts: &Facts,
    entry: &PlanEntry,
    number: usize,
    writable: bool,
    follows: bool,
) -> AnyView {
    let Facts { plan, checklist, .. } = facts;
    let in_force = plan.phase.followable().is_ok();
    let mut areas: Vec<_> = entry.criteria.iter().map(|code| code.area()).collect();
    areas.dedup();
    let names: Vec<String> = areas
        .into_iter()
        .filter_map(|area| checklist.area(area))
        .map(|area| area.name.clone())
        .collect();
    let title = if names.is_empty() { format!("Punkt {number}") } else { names.join(" och ") };
    let texts = entry
        .criteria
        .iter()
        .map(|code| {
            let text = checklist.criterion(*code).map(|criterion| criterion.text.clone());
            let note = plan.findings.iter().find(|finding| finding.code == *code);
            let note =
                note.map(|finding| finding.note.to_string()).filter(|n| !n.trim().is_empty());
            view! {
                <p class="criterion-text">
                    {text} {note.map(|note| view! { " " <b>"Brist: "</b> {note} })}
                </p>
            }
        })
        .collect_view();
    let rows =
        entry.actions.iter().map(|action| row(facts, action, in_force, follows)).collect_view();
    let details =
        entry.actions.iter().map(|action| details(action, entry.actions.len() > 1)).collect_view();
    let gaps = (!in_force).then(|| gaps(entry)).flatten();
    let plan_path = path(plan.id);
    let edit = writable.then(|| {
        view! {
            <a class="btn" href=format!("{plan_path}?punkt={}", entry.id)>
                "Ändra"
                <span class="vh">{format!(" punkten om {}", codes(&entry.criteria))}</span>
            </a>
        }
    });
    let thread = entry.criteria.first().map(|code| {
        let href = format!("/kliniker/{}/brister?brist={code}", plan.clinic.id);
        view! {
            <a class="link-btn cluster" href=href>
                {format!("Följ {code} från början")}
            </a>
        }
    });
    let title_id = format!("rubrik-{}", entry.id);
    let labelled_by = title_id.clone();
    view! {
        <article class="entry" id=entry.id.to_string() tabindex="-1" aria-labelledby=labelled_by>
            <header class="entry-head">
                <h3 id=title_id>
                    <span class="code">{codes(&entry.criteria)}</span>
                    " "
                    {title}
                </h3>
                {in_force.then(|| entry_chip(entry))}
            </header>
            {texts}
            <ol class="rows plan-rows">{rows}</ol>
            {details}
            {gaps}
            <div class="actions">{edit} {thread}</div>
        </article>
    }
    .into_any()
}

fn codes(criteria: &[CriterionCode]) -> String {
    criteria.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

fn dates(dates: &[WrittenDate]) -> String {
    dates.iter().map(|date| date.text.clone()).collect::<Vec<_>>().join(", ")
}

fn people(people: &[Line]) -> String {
    people.iter().map(|who| who.to_string()).collect::<Vec<_>>().join(", ")
}

/// How an action stands: the style's name and the words.
fn state(action: &PlanAction) -> (&'static str, &'static str) {
    match action.status {
        ActionStatus::Done => ("done", "Klar"),
        _ if action.days_late(today()).is_some() => ("late", "Försenad"),
        ActionStatus::Underway => ("ongoing", "Pågår"),
        ActionStatus::NotStarted => ("not-started", "Ej påbörjad"),
    }
}

fn chip((state, words): (&'static str, &'static str)) -> AnyView {
    view! { <span class="chip" data-state=state>{words}</span> }.into_any()
}

/// The worst of its actions.
fn entry_chip(entry: &PlanEntry) -> AnyView {
    let states: Vec<_> = entry.actions.iter().map(state).collect();
    let is = |name: &str| states.iter().any(|(state, _)| *state == name);
    chip(if is("late") {
        ("late", "Försenad")
    } else if states.iter().all(|(state, _)| *state == "done") {
        ("done", "Klar")
    } else if is("ongoing") || is("done") {
        ("ongoing", "Pågår")
    } else {
        ("not-started", "Ej påbörjad")
    })
}

fn row(facts: &Facts, action: &PlanAction, in_force: bool, follows: bool) -> AnyView {
    let late = if in_force { action.days_late(today()) } else { None };
    let mut when = dates(&action.due);
    if when.is_empty() {
        "Inget datum".clone_into(&mut when);
    }
    if let Some(days) = late {
        when = format!("{when}, {}", say_late(days));
    }
    let text = action.text.to_string();
    let what = if follows {
        let href = format!("{}?uppfoljning={}", path(facts.plan.id), action.id);
        view! { <a class="row-what" href=href>{text}</a> }.into_any()
    } else {
        view! { <span class="row-what">{text}</span> }.into_any()
    };
    let who = people(&action.responsible);
    let who = if who.is_empty() { "Ingen ansvarig".to_owned() } else { who };
    view! {
        <li id=action.id.to_string()>
            {what} <span class="row-where">{who}</span>
            <span class=if late.is_some() { "plan-when late" } else { "plan-when" }>{when}</span>
            <span class="plan-state">{in_force.then(|| chip(state(action)))}</span>
        </li>
    }
    .into_any()
}

/// Follow-up, outcome and what shows it.
fn details(action: &PlanAction, several: bool) -> AnyView {
    let of = |words: &str| {
        if several { format!("{words}, {}", short(&action.text)) } else { words.to_owned() }
    };
    let mut follow_up = dates(&action.follow_up);
    let who = people(&action.follow_up_responsible);
    if !who.is_empty() {
        follow_up = if follow_up.is_empty() { who } else { format!("{follow_up}, {who}") };
    }
    let follow_up = (!follow_up.is_empty()).then(|| {
        view! {
            <p class="note">
                <b>{of("Uppföljning")}</b>
                " "
                {follow_up}
            </p>
        }
    });
    let early = action.followed_up_too_early().then(|| {
        view! { <p class="note soon">"Uppföljningen ligger före det datum då åtgärden ska vara klar."</p> }
    });
    let outcome = (!action.outcome.is_blank()).then(|| {
        view! {
            <p class="note">
                <b>{of("Utfall")}</b>
                " "
                {action.outcome.to_string()}
            </p>
        }
    });
    let evidence = (!action.evidence.is_empty()).then(|| {
        let links = action
            .evidence
            .iter()
            .map(|evidence| {
                let title = evidence.title.to_string();
                match &evidence.source {
                    EvidenceSource::Link { url } => view! {
                        <li>
                            <a href=url.clone() rel="external noopener noreferrer" target="_blank">
                                {title}
                            </a>
                        </li>
                    }
                    .into_any(),
                    EvidenceSource::File { .. } => view! { <li>{title}</li> }.into_any(),
                }
            })
            .collect_view();
        view! {
            <p class="note">
                <b>{of("Underlag")}</b>
            </p>
            <ul class="evidence">{links}</ul>
        }
    });
    view! { {follow_up} {early} {outcome} {evidence} }.into_any()
}

/// The beginning of a text, for a heading.
fn short(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    if line.chars().count() > 40 {
        format!("{} …", line.chars().take(40).collect::<String>().trim_end())
    } else {
        line.to_owned()
    }
}

/// What must be written before the plan can be approved.
fn gaps(entry: &PlanEntry) -> Option<AnyView> {
    let mut missing = Vec::new();
    if entry.criteria.is_empty() {
        missing.push("brist");
    }
    let any = |lacks: fn(&PlanAction) -> bool| entry.actions.iter().any(lacks);
    if entry.actions.is_empty() || any(|action| action.text.is_blank()) {
        missing.push("åtgärd");
    }
    if any(|action| action.due.is_empty()) {
        missing.push("datum");
    }
    if any(|action| action.responsible.is_empty()) {
        missing.push("ansvarig");
    }
    (!missing.is_empty()).then(|| {
        view! { <p class="note late">{format!("Saknar {}.", missing.join(", "))}</p> }.into_any()
    })
}
