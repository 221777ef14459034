//! A record's history as a table.

use leptos::prelude::*;
use shared::{
    checklist::CriterionCode,
    review::{Change, TextField},
};

use crate::time::{local, say_moment};

/// Rows of history, newest first.
#[component]
pub fn HistoryTable(
    /// What happened.
    #[prop(into)]
    changes: Signal<Vec<Change>>,
    /// The address of the record's page, such as `/sjalvvarderingar/ID`.
    #[prop(into)]
    page: String,
) -> impl IntoView {
    view! {
        <div class="table-wrap" tabindex="0" role="region" aria-label="Ändringar">
            <table class="table" data-stack="text" data-dense>
                <caption class="vh">"Ändringar, senast först"</caption>
                <thead>
                    <tr>
                        <th scope="col">"När"</th>
                        <th scope="col">"Vem"</th>
                        <th scope="col">"Vad"</th>
                        <th scope="col">"Från"</th>
                        <th scope="col">"Till"</th>
                    </tr>
                </thead>
                <tbody>
                    <For each=move || changes.get() key=|change| change.id let:change>
                        {row(change, &page)}
                    </For>
                </tbody>
            </table>
        </div>
    }
}

fn row(change: Change, page: &str) -> impl IntoView + use<> {
    let Change { field, from, to, reason, changed, .. } = change;
    let when = local(changed.at).format("%Y-%m-%dT%H:%M").to_string();
    view! {
        <tr>
            <td data-label="När">
                <time datetime=when>{say_moment(changed.at)}</time>
            </td>
            <td data-label="Vem">{changed.by}</td>
            <td data-label="Vad">
                {what(&field, page)} {reason.map(|reason| view! { <p class="note">{reason}</p> })}
            </td>
            <td data-label="Från">{value(from).map(|text| view! { <del>{text}</del> })}</td>
            <td data-label="Till">{value(to).map(|text| view! { <ins>{text}</ins> })}</td>
        </tr>
    }
}

fn value(text: Option<String>) -> Option<String> {
    text.filter(|text| !text.trim().is_empty())
}

/// The place that was changed: a criterion links to itself, a text is named.
fn what(field: &str, page: &str) -> AnyView {
    let (head, rest) = field.split_once([' ', '/', '.']).unwrap_or((field, ""));
    if let Ok(code) = head.parse::<CriterionCode>() {
        let href = format!("{page}/omrade/{}#{code}", code.area());
        let rest = match rest {
            "" => String::new(),
            rest => format!(" {}", word(rest)),
        };
        return view! {
            <a href=href>{code.to_string()}</a>
            {rest}
        }
        .into_any();
    }
    match head.parse::<TextField>() {
        Ok(text) => text.heading().into_any(),
        Err(_) => word(field).to_owned().into_any(),
    }
}

fn word(field: &str) -> &str {
    match field {
        "verdict" | "judgement" => "bedömning",
        "comment" | "note" => "kommentar",
        "evidence" => "underlag",
        "grade" => "betyg",
        "motivation" => "motivering",
        "phase" => "Läge",
        "visit" => "Platsbesök",
        "inspectors" => "Inspektörer",
        other => other,
    }
}
