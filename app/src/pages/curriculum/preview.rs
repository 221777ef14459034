//! Objectives as a table: of one version, or of a file against the latest.

use leptos::prelude::*;
use shared::curriculum::{
    ComparedObjective, CurriculumPreview, ImportProblem, Objective, ObjectiveChange,
};

fn activities(objective: &Objective) -> String {
    objective.activities.iter().map(|one| one.name()).collect::<Vec<_>>().join(", ")
}

fn title(objective: &Objective) -> Option<String> {
    objective.title.as_ref().map(|title| String::from(title.clone()))
}

/// All objectives of a version.
#[component]
pub fn Objectives(objectives: Vec<Objective>) -> impl IntoView {
    let rows = objectives
        .into_iter()
        .map(|one| {
            let draft = one.draft.then(|| {
                view! {
                    <span class="chip" data-state="open">
                        "Utkast"
                    </span>
                }
            });
            let demand = (!one.demand.is_blank())
                .then(|| view! { <p class="said">{one.demand.to_string()}</p> });
            view! {
                <tr>
                    <th scope="row">{one.code.to_string()} {draft}</th>
                    <td data-label="Delmål">
                        <div>{title(&one)} {demand}</div>
                    </td>
                    <td data-label="Intygas genom">{activities(&one)}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <div class="table-wrap">
            <table class="table" data-stack>
                <caption class="vh">"Delmål"</caption>
                <thead>
                    <tr>
                        <th scope="col">"Kod"</th>
                        <th scope="col">"Delmål"</th>
                        <th scope="col">"Intygas genom"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

/// What stands wrong in a file, each with its line and column.
#[component]
pub fn Problems(problems: Vec<ImportProblem>) -> impl IntoView {
    let count = match problems.len() {
        1 => "Ett fel i filen".to_owned(),
        count => format!("{count} fel i filen"),
    };
    let rows = problems
        .into_iter()
        .map(|one| {
            let line = one.line.map_or_else(|| "Hela filen".to_owned(), |line| line.to_string());
            view! {
                <tr>
                    <th scope="row">{line}</th>
                    <td data-label="Kolumn">{one.column.unwrap_or_default()}</td>
                    <td data-label="Fel">{one.sentence}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <section class="notice" data-kind="bad" role="alert" aria-labelledby="fel-i-filen">
            <h3 id="fel-i-filen">{count}</h3>
            <p>"Inget är inlagt. Rätta filen och välj den igen."</p>
        </section>
        <div class="table-wrap">
            <table class="table" data-stack data-dense>
                <caption class="vh">"Fel i filen"</caption>
                <thead>
                    <tr>
                        <th scope="col">"Rad"</th>
                        <th scope="col">"Kolumn"</th>
                        <th scope="col">"Fel"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

/// A file against the latest version: what is new, changed and taken away first.
#[component]
pub fn Compared(preview: CurriculumPreview) -> impl IntoView {
    let total = preview.objectives.iter().filter(|one| one.becomes.is_some()).count();
    let said: Vec<String> = [
        (ObjectiveChange::Added, "nya"),
        (ObjectiveChange::Changed, "ändrade"),
        (ObjectiveChange::Removed, "tas bort"),
        (ObjectiveChange::Same, "oförändrade"),
    ]
    .into_iter()
    .map(|(change, words)| (preview.count(change), words))
    .filter(|(count, _)| *count > 0)
    .map(|(count, words)| format!("{count} {words}"))
    .collect();
    let against = preview.against.as_ref().map(|one| {
        let draft = if one.draft { ", ett utkast" } else { "" };
        format!("Mot version {}{draft}.", &*one.version_name)
    });
    let mut objectives = preview.objectives;
    objectives.sort_by_key(|one| (one.change == ObjectiveChange::Same, one.code));
    let rows = objectives.into_iter().map(row).collect_view();
    view! {
        <p role="status">
            <b>{format!("Filen har {total} delmål: {}.", said.join(", "))}</b>
            " "
            {against}
        </p>
        <div class="table-wrap">
            <table class="table" data-stack>
                <caption class="vh">"Vad som ändras"</caption>
                <thead>
                    <tr>
                        <th scope="col">"Kod"</th>
                        <th scope="col">"Ändring"</th>
                        <th scope="col">"I filen"</th>
                        <th scope="col">"I dag"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

fn row(one: ComparedObjective) -> impl IntoView {
    let state = match one.change {
        ObjectiveChange::Added => "done",
        ObjectiveChange::Changed => "open",
        ObjectiveChange::Removed => "late",
        ObjectiveChange::Same => "not-started",
    };
    let changed = one.change != ObjectiveChange::Same;
    let was = one.was.filter(|_| changed).map(|was| cell(&was));
    view! {
        <tr>
            <th scope="row">{one.code.to_string()}</th>
            <td data-label="Ändring">
                <span class="chip" data-state=state>
                    {one.change.name()}
                </span>
            </td>
            <td data-label="I filen">{one.becomes.map(|one| cell(&one))}</td>
            <td data-label="I dag">{was}</td>
        </tr>
    }
}

fn cell(objective: &Objective) -> impl IntoView + use<> {
    let demand = (!objective.demand.is_blank())
        .then(|| view! { <p class="said">{objective.demand.to_string()}</p> });
    let activities = activities(objective);
    let activities = (!activities.is_empty()).then(|| view! { <p class="note">{activities}</p> });
    view! { <div>{title(objective)} {demand} {activities}</div> }
}
