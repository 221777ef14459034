//! Tjänsteförteckning: the service row by row, and its sum.

use chrono::NaiveDate;
use leptos::prelude::*;
use shared::{
    certificate::{FormField, SERVICE_COLUMNS, six_digits},
    training::{FullTime, ServiceRow},
    written_date::say_range,
};

/// Rows that are filled in by hand where nothing is known of the service.
const BY_HAND: usize = 8;

/// On the screen, where a row is read on its own on a phone.
#[component]
pub fn ServiceTable(rows: Vec<ServiceRow>) -> impl IntoView {
    view! {
        <table class="table" data-dense data-stack>
            {inside(&rows, say_range)}
        </table>
        <p class="note">
            "Månaderna är avrundade nedåt till hundradelar, raderna var för sig. Ledighet är borträknad."
        </p>
    }
}

/// On the form: empty rows where there are none.
#[component]
pub fn ServiceForm(rows: Vec<ServiceRow>) -> impl IntoView {
    view! { <table class="paper-service">{inside(&rows, six_digits)}</table> }
}

fn inside(
    rows: &[ServiceRow],
    period: fn(NaiveDate, NaiveDate) -> String,
) -> impl IntoView + use<> {
    let number = |column: usize| (column >= 2).then_some("num");
    let head = (0..SERVICE_COLUMNS.len())
        .map(|at| view! { <th scope="col" class=number(at)>{SERVICE_COLUMNS[at]}</th> })
        .collect_view();
    let row = |cells: [String; SERVICE_COLUMNS.len()]| {
        let cells = cells.into_iter().enumerate().map(|(at, text)| match at {
            0 => view! { <th scope="row">{text}</th> }.into_any(),
            _ => {
                view! { <td class=number(at) data-label=SERVICE_COLUMNS[at]>{text}</td> }.into_any()
            }
        });
        view! { <tr>{cells.collect_view()}</tr> }
    };
    let by_hand = if rows.is_empty() { BY_HAND } else { 0 };
    let filled = rows.iter().map(|one| row(one.on_form(period))).collect_view();
    let empty = (0..by_hand).map(|_| row(Default::default())).collect_view();
    let sum = rows.iter().map(ServiceRow::time).sum::<FullTime>();
    let sum = (!rows.is_empty()).then(|| sum.on_form());
    view! {
        <caption>{FormField::SERVICE}</caption>
        <thead>
            <tr>{head}</tr>
        </thead>
        <tbody>{filled} {empty}</tbody>
        <tfoot>
            <tr>
                <th scope="row" colspan=SERVICE_COLUMNS.len() - 1>
                    "Summa"
                </th>
                <td class="num">{sum}</td>
            </tr>
        </tfoot>
    }
}
