//! The clinic's newest action plan, and the way to the others.

use leptos::prelude::*;
use shared::{
    action_plan::{ActionPlan, ActionStatus, PlanAction, PlanEntry, PlanOrigin, PlanPhase},
    grade::list,
};

use super::Fetched;
use crate::time::{say_day_of, say_late, today};

/// The newest plan with its actions.
#[component]
pub fn Plans(
    /// What the page shows.
    all: Fetched,
    /// The specialty shown.
    specialty: Memo<String>,
) -> impl IntoView {
    move || {
        let specialty = specialty.get();
        let mut plans = all.plans.get().unwrap_or_default();
        plans.retain(|plan| plan.specialty == specialty);
        plans.sort_by_key(|plan| std::cmp::Reverse(plan.year));
        let mut plans = plans.into_iter();
        match plans.next() {
            Some(newest) => card(&newest, plans.collect(), &all.id.get()).into_any(),
            None => view! {
                <section class="card" aria-labelledby="plan">
                    <h2 id="plan">"Handlingsplan"</h2>
                    <p class="note">
                        "Ingen plan än. Den skapas när en granskning ger ett område betyg D, eller ur en undertecknad självvärdering."
                    </p>
                </section>
            }
            .into_any(),
        }
    }
}

fn card(plan: &ActionPlan, earlier: Vec<ActionPlan>, clinic: &str) -> impl IntoView + use<> {
    let today = today();
    let note = match &plan.phase {
        PlanPhase::Draft { returned: Some(returned) } => {
            format!(
                "Återlämnad av inspektörerna {}: {}",
                say_day_of(returned.by.at),
                &*returned.comment
            )
        }
        PlanPhase::Draft { returned: None } => match plan.due {
            Some(due) => format!("Utkast. Skickas in senast {}.", crate::time::say_short(due)),
            None => "Utkast.".to_owned(),
        },
        PlanPhase::Submitted { approved } => {
            format!("Inskickad {}. Inspektörerna tar ställning.", say_day_of(approved.at))
        }
        PlanPhase::InForce { approved, accepted } => match (accepted, plan.origin) {
            (Some(accepted), _) => {
                format!("Godkänd av inspektörerna {}. D ändrades till C.", say_day_of(accepted.at))
            }
            (None, PlanOrigin::SelfAssessment(_) | PlanOrigin::Inspection(_)) => {
                format!("Godkänd av verksamhetschefen {}.", say_day_of(approved.at))
            }
        },
    };
    let path = format!("/handlingsplaner/{}", plan.id);
    let in_force = plan.phase.followable().is_ok();
    let rows = plan
        .entries
        .iter()
        .flat_map(|entry| entry.actions.iter().map(move |action| (entry, action)))
        .map(|(entry, action)| {
            let late = action.days_late(today).filter(|_| in_force);
            row(&path, entry, action, late)
        })
        .collect_view();
    let empty = plan.entries.is_empty().then(|| {
        let uncovered = plan.uncovered();
        let said = if uncovered.is_empty() {
            "Planen har inga punkter än.".to_owned()
        } else {
            format!("Planen har inga punkter än. {} ska ha en åtgärd.", list(&uncovered))
        };
        view! { <p>{said}</p> }
    });
    let earlier = (!earlier.is_empty()).then(|| {
        let links = earlier
            .into_iter()
            .map(|plan| {
                view! {
                    <li>
                        <a href=format!(
                            "/handlingsplaner/{}",
                            plan.id,
                        )>{format!("Handlingsplan {}", plan.year)}</a>
                    </li>
                }
            })
            .collect_view();
        view! { <ul class="cluster plain" aria-label="Tidigare planer">{links}</ul> }
    });
    view! {
        <section class="card" aria-labelledby="plan">
            <div class="card-head">
                <h2 id="plan">{format!("Handlingsplan {}", plan.year)}</h2>
                <a class="end" href=path.clone()>
                    "Hela planen"
                </a>
            </div>
            <p class="note">{note}</p>
            {empty}
            <ol class="rows plan-rows">{rows}</ol>
            {earlier}
            <p>
                <a href=format!("/kliniker/{clinic}/brister")>"Alla brister och vad som hänt med dem"</a>
            </p>
        </section>
    }
}

fn row(
    plan: &str,
    entry: &PlanEntry,
    action: &PlanAction,
    late: Option<i64>,
) -> impl IntoView + use<> {
    let what = action.text.lines().next().unwrap_or_default().to_owned();
    let responsible: Vec<&str> = action.responsible.iter().map(|line| &**line).collect();
    let place = match responsible.as_slice() {
        [] => list(&entry.criteria),
        people => format!("{} · {}", list(&entry.criteria), people.join(", ")),
    };
    let due: Vec<String> = action.due.iter().map(ToString::to_string).collect();
    let (when, class) = match late {
        Some(days) => (format!("{}, {}", due.join(", "), say_late(days)), "plan-when late"),
        None => (due.join(", "), "plan-when"),
    };
    let (state, words) = match (late, action.status) {
        (Some(_), _) => ("late", "Försenad"),
        (None, ActionStatus::Done) => ("done", ActionStatus::Done.name()),
        (None, ActionStatus::Underway) => ("ongoing", ActionStatus::Underway.name()),
        (None, ActionStatus::NotStarted) => ("not-started", ActionStatus::NotStarted.name()),
    };
    view! {
        <li>
            <a class="row-what" href=format!("{plan}#{}", entry.id)>
                {what}
            </a>
            <span class="row-where">{place}</span>
            <span class=class>{when}</span>
            <span class="plan-state">
                <span class="chip" data-state=state>
                    {words}
                </span>
            </span>
        </li>
    }
}
