//! Criterion by criterion, with filters in the address.

use leptos::prelude::*;
use shared::{
    checklist::{AreaCode, CriterionCode},
    comparison::{Agreement, ComparedCriterion},
    review::{Review, ReviewId, Standing},
};

use super::Pair;
use crate::components::{ClassChip, set_query, use_query};

/// What the table shows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Filter {
    Differences,
    All,
    Only(Agreement),
}

impl Filter {
    /// Value in the address, and what it shows.
    const ALL: [(&'static str, Self); 5] = [
        ("", Self::Differences),
        ("hogre", Self::Only(Agreement::FirstHigher)),
        ("lagre", Self::Only(Agreement::FirstLower)),
        ("saknas", Self::Only(Agreement::Missing)),
        ("alla", Self::All),
    ];

    fn of(value: &str) -> Self {
        Self::ALL.into_iter().find(|(known, _)| *known == value).map_or(Self::Differences, |f| f.1)
    }

    fn holds(self, agreement: Agreement) -> bool {
        match self {
            Self::All => true,
            Self::Differences => agreement.differs(),
            Self::Only(kind) => kind == agreement,
        }
    }
}

/// The criteria that the filters let through, differences first.
#[component]
pub(super) fn Criteria(
    /// What is compared.
    pair: Pair,
) -> impl IntoView {
    let pair = StoredValue::new(pair);
    let asked = use_query("filter");
    let filter = Memo::new(move |_| Filter::of(&asked.get()));
    let area_asked = use_query("omrade");
    let area = Memo::new(move |_| area_asked.get().parse::<AreaCode>().ok());
    let shown = move |filter: Filter, area: Option<AreaCode>| {
        pair.with_value(|pair| {
            let mut rows: Vec<ComparedCriterion> = pair
                .comparison
                .criteria
                .iter()
                .filter(|row| filter.holds(row.agreement))
                .filter(|row| area.is_none_or(|area| row.code.area() == area))
                .cloned()
                .collect();
            let rank = |agreement| Agreement::ALL.iter().position(|kind| *kind == agreement);
            rows.sort_by_key(|row| (rank(row.agreement), row.code));
            rows
        })
    };
    let kinds = Filter::ALL
        .map(|(value, kind)| {
            let words = match kind {
                Filter::Differences => "Bara skillnader".to_owned(),
                Filter::All => "Alla".to_owned(),
                Filter::Only(agreement) => pair.with_value(|pair| pair.say(agreement)),
            };
            let count = move || shown(kind, area.get()).len();
            pill(set_query("filter", value), words, count, move || filter.get() == kind)
        })
        .collect_view();
    let everywhere = pill(
        set_query("omrade", ""),
        "Alla områden".to_owned(),
        move || shown(filter.get(), None).len(),
        move || area.get().is_none(),
    );
    let areas = AreaCode::ALL
        .map(|code| {
            let words = pair.with_value(|pair| {
                pair.checklist.area(code).map(|area| format!("{code} {}", area.short_name))
            });
            pill(
                set_query("omrade", code.to_string()),
                words.unwrap_or_default(),
                move || shown(filter.get(), Some(code)).len(),
                move || area.get() == Some(code),
            )
        })
        .collect_view();
    let [first, second] = pair.with_value(Pair::names);
    let rows = move || {
        let rows = shown(filter.get(), area.get());
        if rows.is_empty() {
            return view! { <p class="muted">"Inget kriterium stämmer in på filtret."</p> }
                .into_any();
        }
        let rows = pair
            .with_value(|pair| rows.iter().map(|row| line(pair, row)).collect_view().into_any());
        view! {
            <div class="table-wrap" tabindex="0" role="region" aria-label="Kriterier">
                <table class="table" data-stack data-dense>
                    <caption class="vh">"Kriterier i de båda bedömningarna"</caption>
                    <thead>
                        <tr>
                            <th scope="col">"Kod"</th>
                            <th scope="col">"Kriterium"</th>
                            <th scope="col">"Klass"</th>
                            <th scope="col">{first.clone()}</th>
                            <th scope="col">{second.clone()}</th>
                            <th scope="col">"Skillnad"</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        }
        .into_any()
    };
    view! {
        <section class="card" aria-labelledby="kriterier">
            <h2 id="kriterier">"Kriterier"</h2>
            <nav class="filters" aria-label="Visa">
                <ul>{kinds}</ul>
            </nav>
            <nav class="filters" aria-label="Område">
                <ul>{everywhere} {areas}</ul>
            </nav>
            {rows}
        </section>
    }
}

fn pill(
    href: Signal<String>,
    words: String,
    count: impl Fn() -> usize + Send + 'static,
    chosen: impl Fn() -> bool + Send + Sync + 'static,
) -> AnyView {
    view! {
        <li>
            <a href=move || href.get() data-noscroll aria-current=move || chosen().then_some("true")>
                {words}
                " "
                <span>{count}</span>
            </a>
        </li>
    }
    .into_any()
}

fn line(pair: &Pair, row: &ComparedCriterion) -> AnyView {
    let code = row.code;
    let [first, second] = pair.names();
    let criterion = pair.checklist.criterion(code);
    let text = criterion.map(|criterion| criterion.text.clone());
    let chip = criterion.map(|criterion| view! { <ClassChip class=criterion.class /> });
    view! {
        <tr>
            <th scope="row">
                <a href=href(&pair.second, code)>{code.to_string()}</a>
            </th>
            <td data-label="Kriterium" data-wide>
                {text}
            </td>
            <td data-label="Klass">{chip}</td>
            <td data-label=first>{said(&pair.first, code)}</td>
            <td data-label=second>{said(&pair.second, code)}</td>
            <td data-label="Skillnad">{pair.say(row.agreement)}</td>
        </tr>
    }
    .into_any()
}

/// Where the criterion stands in the review.
fn href(review: &Review, code: CriterionCode) -> String {
    match review.id {
        ReviewId::SelfAssessment(id) => {
            format!("/sjalvvarderingar/{id}/omrade/{}#{code}", code.area())
        }
        ReviewId::Inspection(id) => format!("/granskningar/{id}/rapport#{code}"),
    }
}

/// The verdict in one review, with what was written to it.
fn said(review: &Review, code: CriterionCode) -> AnyView {
    let answer = review.criterion(code);
    let (style, words) = standing(answer.map(|answer| answer.standing), review.is_inspection());
    let note = answer.map(|answer| answer.note.to_string()).filter(|note| !note.trim().is_empty());
    view! {
        <span class="verdict-text">
            <span class="mark" data-verdict=style></span>
            {words}
        </span>
        {note.map(|note| view! { <span class="note">{note}</span> })}
    }
    .into_any()
}

/// The style's name and the words of a standing; inspectors call a shortcoming brist.
pub(in crate::pages) const fn standing(
    standing: Option<Standing>,
    inspection: bool,
) -> (&'static str, &'static str) {
    match standing {
        Some(Standing::Fulfilled) => ("met", "Uppfyllt"),
        Some(Standing::Partly) => ("partly", "Delvis uppfyllt"),
        Some(Standing::NotFulfilled) if inspection => ("unmet", "Brist"),
        Some(Standing::NotFulfilled) => ("unmet", "Ej uppfyllt"),
        Some(Standing::NotApplicable) => ("na", "Ej tillämpligt"),
        None if inspection => ("none", "Ej bedömt"),
        None => ("none", "Obesvarat"),
    }
}
