//! The action plan as the report prints it: area, criterion, and five labelled fields.

use leptos::prelude::*;
use shared::{
    action_plan::{ActionPlan, PlanAction},
    checklist::Checklist,
    report_text::EntryField,
    text::Line,
    written_date::WrittenDate,
};

/// Handlingsplan, with the report's own labels.
pub(super) fn report_plan(plan: &ActionPlan, checklist: &Checklist) -> AnyView {
    let entries = plan
        .entries
        .iter()
        .map(|entry| {
            let mut areas: Vec<_> = entry.criteria.iter().map(|code| code.area()).collect();
            areas.dedup();
            let title: Vec<String> = areas
                .into_iter()
                .filter_map(|area| checklist.area(area))
                .map(shared::checklist::Area::title)
                .collect();
            let criteria = entry
                .criteria
                .iter()
                .filter_map(|code| checklist.criterion(*code))
                .map(|criterion| {
                    view! {
                        <p>
                            <a href=format!("#{}", criterion.code)>{criterion.code.to_string()}</a>
                            {format!(". {}", criterion.text)}
                        </p>
                    }
                })
                .collect_view();
            let actions = entry.actions.iter().map(action).collect_view();
            view! {
                <section id=format!("punkt-{}", entry.id)>
                    <h3>{title.join(" och ")}</h3>
                    {criteria}
                    {actions}
                </section>
            }
        })
        .collect_view();
    view! {
        <section class="new-page">
            <h2 class="part" id="handlingsplan">
                "Handlingsplan"
            </h2>
            <p>
                "Under granskningen påvisades brister vad gäller följsamheten till Socialstyrelsens föreskrifter och allmänna råd. Verksamheten har efter granskningen inkommit med följande handlingsplan."
            </p>
            {entries}
        </section>
    }
    .into_any()
}

fn action(action: &PlanAction) -> AnyView {
    let dates = |dates: &[WrittenDate]| {
        dates.iter().map(|date| date.text.clone()).collect::<Vec<_>>().join(", ")
    };
    let people =
        |people: &[Line]| people.iter().map(|who| who.to_string()).collect::<Vec<_>>().join(", ");
    let rows = EntryField::ALL
        .map(|field| {
            let value = match field {
                EntryField::Action => action.text.to_string(),
                EntryField::Due => dates(&action.due),
                EntryField::Responsible => people(&action.responsible),
                EntryField::FollowUp => dates(&action.follow_up),
                EntryField::FollowUpResponsible => people(&action.follow_up_responsible),
            };
            let value = if value.trim().is_empty() { "Inte angivet".to_owned() } else { value };
            view! {
                <div>
                    <dt>{field.label()}</dt>
                    <dd>{value}</dd>
                </div>
            }
        })
        .collect_view();
    view! {
        <dl class="facts" data-list>
            {rows}
        </dl>
    }
    .into_any()
}
