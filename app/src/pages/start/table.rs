//! Clinics with how each one stands: searched, filtered and sorted in the address.

use std::cmp::Ordering;

use chrono::{Days, NaiveDate};
use leptos::prelude::*;
use shared::{clinic::ClinicStatus, grade::Grade, self_assessment::AssessmentPhase};

use crate::{
    api,
    components::{
        Empty, GradeStrip, Load, Loaded, SearchInAddress, SortHeader, load, set_query, use_query,
        use_search,
    },
    time::{say_day_of, say_late, say_month, today},
};

/// Rows shown at first, and added at a time.
const ROWS: usize = 50;

/// What a row must be to be shown.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Filter {
    All,
    NotSigned,
    Late,
    ReviewSoon,
    HasD,
}

impl Filter {
    const ALL: [Self; 5] = [Self::All, Self::NotSigned, Self::Late, Self::ReviewSoon, Self::HasD];

    const fn key(self) -> &'static str {
        match self {
            Self::All => "",
            Self::NotSigned => "ej-undertecknad",
            Self::Late => "forsenade",
            Self::ReviewSoon => "granskning",
            Self::HasD => "d",
        }
    }

    const fn words(self) -> &'static str {
        match self {
            Self::All => "Alla",
            Self::NotSigned => "Inte undertecknad",
            Self::Late => "Försenade åtgärder",
            Self::ReviewSoon => "Granskning inom ett år",
            Self::HasD => "Har D",
        }
    }

    fn takes(self, status: &ClinicStatus, today: NaiveDate) -> bool {
        match self {
            Self::All => true,
            Self::NotSigned => {
                status.assessment.as_ref().is_none_or(|found| found.phase.signed().is_none())
            }
            Self::Late => status.late_actions > 0,
            Self::ReviewSoon => status.next_review.is_none_or(|day| day <= today + Days::new(365)),
            Self::HasD => status
                .grades
                .values()
                .any(|grade| grade.set == Grade::D && grade.after_plan.is_none()),
        }
    }
}

fn found(status: &ClinicStatus, wanted: &str) -> bool {
    let text = format!("{} {} {}", status.clinic.name, status.clinic.site, status.specialty);
    let text = text.to_lowercase();
    wanted.split_whitespace().all(|word| text.contains(&word.to_lowercase()))
}

/// How far the year's self-assessment has come, to sort by.
fn progress(status: &ClinicStatus) -> (u8, usize) {
    match &status.assessment {
        None => (0, 0),
        Some(a) => match a.phase {
            AssessmentPhase::Draft => (1, a.answered),
            AssessmentPhase::Signed { .. } | AssessmentPhase::Used { .. } => (2, a.answered),
        },
    }
}

fn sort(rows: &mut [ClinicStatus], by: &str) {
    let name = |status: &ClinicStatus| {
        (status.clinic.name.to_lowercase(), status.clinic.site.clone(), status.specialty.clone())
    };
    let asked = by.trim_start_matches('-');
    rows.sort_by(|a, b| {
        match asked {
            "klinik" => Ordering::Equal,
            "sjalvvardering" => progress(a).cmp(&progress(b)),
            "oppna" => a.open_actions.cmp(&b.open_actions),
            "forsenade" => a.late_actions.cmp(&b.late_actions),
            "granskning" => a.next_review.cmp(&b.next_review),
            // What is worst off comes first when nothing was asked for.
            _ => b.late_actions.cmp(&a.late_actions).then(a.next_review.cmp(&b.next_review)),
        }
        .then_with(|| name(a).cmp(&name(b)))
    });
    if by.starts_with('-') {
        rows.reverse();
    }
}

/// The clinics one may see, with this year's self-assessment, grades, actions and next review.
#[component]
pub fn ClinicTable() -> impl IntoView {
    let statuses: Load<Vec<ClinicStatus>> = load(|| async { api::get("/clinic-statuses").await });
    view! {
        <section class="card" aria-labelledby="clinics">
            <Loaded of=statuses let:statuses>
                {if statuses.is_empty() {
                    view! {
                        <h2 id="clinics" class="vh">
                            "Kliniker"
                        </h2>
                        <Empty
                            title="Här står klinikerna"
                            text="Med årets självvärdering, betyg, åtgärder och nästa granskning. Det finns ingen klinik att visa än."
                        />
                    }
                        .into_any()
                } else {
                    view! { <Rows statuses /> }.into_any()
                }}
            </Loaded>
        </section>
    }
}

#[component]
fn Rows(
    /// All rows, however many.
    statuses: Vec<ClinicStatus>,
) -> impl IntoView {
    let (wanted, filter, by, limit) =
        (use_search(), use_query("filter"), use_query("sortera"), use_query("visa"));
    let total = statuses.len();
    let statuses = StoredValue::new(statuses);
    let matching = Memo::new(move |_| {
        let wanted = wanted.get();
        statuses.with_value(|all| {
            all.iter().filter(|status| found(status, &wanted)).cloned().collect::<Vec<_>>()
        })
    });
    let chosen = Memo::new(move |_| {
        let key = filter.get();
        Filter::ALL.into_iter().find(|filter| filter.key() == key).unwrap_or(Filter::All)
    });
    let rows = Memo::new(move |_| {
        let (filter, today) = (chosen.get(), today());
        let mut rows = matching.get();
        rows.retain(|status| filter.takes(status, today));
        by.with(|by| sort(&mut rows, by));
        rows
    });
    let shown = Memo::new(move |_| {
        limit.with(|limit| limit.parse().unwrap_or(ROWS)).max(ROWS).min(rows.with(Vec::len))
    });
    let body = move || {
        let year = today();
        rows.with(|rows| {
            rows.iter().take(shown.get()).map(|status| row(status, year)).collect_view()
        })
    };
    let year = chrono::Datelike::year(&today());
    view! {
        <div class="card-head">
            <h2 id="clinics">"Kliniker"</h2>
            <p class="note" role="status">
                {move || format!("{} av {total} visas", shown.get())}
            </p>
        </div>
        <SearchInAddress label="Sök klinik, sjukhus eller specialitet" />
        <nav class="filters" aria-label="Filter">
            <ul>
                {Filter::ALL
                    .map(|filter| {
                        let href = set_query("filter", filter.key());
                        let count = move || {
                            let today = today();
                            matching
                                .with(|rows| {
                                    rows.iter().filter(|status| filter.takes(status, today)).count()
                                })
                        };
                        view! {
                            <li>
                                <a
                                    href=move || href.get()
                                    aria-current=move || (chosen.get() == filter).then_some("true")
                                >
                                    {filter.words()}
                                    " "
                                    <span>{count}</span>
                                </a>
                            </li>
                        }
                    })
                    .collect_view()}
            </ul>
        </nav>
        {move || {
            rows.with(Vec::is_empty)
                .then(|| view! { <p class="note">"Ingen klinik stämmer med sökningen och filtret."</p> })
        }}
        <div class="table-wrap">
            <table class="table" data-stack>
                <caption class="vh">"Kliniker med årets läge"</caption>
                <thead>
                    <tr>
                        <SortHeader key="klinik" label="Klinik" />
                        <SortHeader key="sjalvvardering" label=format!("Självvärdering {year}") />
                        <th scope="col">"Senaste betygen"</th>
                        <SortHeader key="oppna" label="Öppna åtgärder" num=true descending=true />
                        <SortHeader key="forsenade" label="Försenade" num=true descending=true />
                        <SortHeader key="granskning" label="Nästa granskning" />
                    </tr>
                </thead>
                <tbody>{body}</tbody>
            </table>
        </div>
        <More shown=shown total=Signal::derive(move || rows.with(Vec::len)) />
    }
}

#[component]
fn More(
    /// Rows shown.
    shown: Memo<usize>,
    /// Rows there are.
    total: Signal<usize>,
) -> impl IntoView {
    move || {
        let (shown, total) = (shown.get(), total.get());
        let href = set_query("visa", (shown + ROWS).to_string());
        (shown < total).then(|| {
            view! {
                <p>
                    <a href=move || href.get()>{format!("Visa {} till", ROWS.min(total - shown))}</a>
                </p>
            }
        })
    }
}

fn row(status: &ClinicStatus, today: NaiveDate) -> impl IntoView + use<> {
    let year = chrono::Datelike::year(&today);
    let assessment = match &status.assessment {
        None => view! {
            <span class="chip" data-state="not-started">
                "Inte undertecknad"
            </span>
        }
        .into_any(),
        Some(assessment) => match assessment.phase.signed() {
            Some(signed) => view! {
                <span class="chip" data-state="done">
                    {format!("Undertecknad {}", say_day_of(signed.at))}
                </span>
            }
            .into_any(),
            None => view! {
                <span class="chip" data-state="ongoing">
                    {format!("{} av {} besvarade", assessment.answered, assessment.total)}
                </span>
            }
            .into_any(),
        },
    };
    let next = match (status.inspection, status.next_review) {
        (Some(inspection), _) => {
            view! { <a href=format!("/granskningar/{inspection}")>"Pågår"</a> }.into_any()
        }
        (None, None) => view! { <span class="muted">"Aldrig granskad"</span> }.into_any(),
        (None, Some(day)) if day < today => view! {
            <span class="late">
                {say_month(day)}
                <span class="note late">{say_late((today - day).num_days())}</span>
            </span>
        }
        .into_any(),
        (None, Some(day)) => say_month(day).into_any(),
    };
    let late = (status.late_actions > 0).then_some("late");
    view! {
        <tr>
            <th scope="row">
                <a href=format!("/kliniker/{}", status.clinic.id)>{status.clinic.name.clone()}</a>
                <span class="note">
                    {format!("{} · {}", status.clinic.site, status.specialty)}
                </span>
            </th>
            <td data-label=format!("Självvärdering {year}")>{assessment}</td>
            <td data-label="Betyg">
                {if status.grades.is_empty() {
                    view! { <span class="muted">"Inga än"</span> }.into_any()
                } else {
                    view! { <GradeStrip grades=status.grades.clone() /> }.into_any()
                }}
            </td>
            <td class="num" data-label="Öppna åtgärder">
                {status.open_actions}
            </td>
            <td class="num" data-label="Försenade">
                <span class=late>{status.late_actions}</span>
            </td>
            <td data-label="Nästa granskning">{next}</td>
        </tr>
    }
}
