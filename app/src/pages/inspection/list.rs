//! All inspections one may see: searched, filtered and sorted in the address.

use std::cmp::{Ordering, Reverse};

use chrono::NaiveDate;
use leptos::prelude::*;
use shared::{
    PersonId,
    inspection::{InspectionPhase, InspectionSummary},
    person::{Me, Role},
    rights::{Action, On},
};

use super::words;
use crate::{
    api,
    components::{
        Empty, Load, Loaded, Page, SearchInAddress, SortHeader, load, set_query, use_query,
        use_search,
    },
    session::{use_me, use_session},
    time::{say_ahead, say_late, say_short, today},
};

/// Which rows are shown.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Filter {
    All,
    Mine,
    Planned,
    Underway,
    Preliminary,
    Final,
    Cancelled,
}

impl Filter {
    const ALL: [Self; 7] = [
        Self::All,
        Self::Mine,
        Self::Planned,
        Self::Underway,
        Self::Preliminary,
        Self::Final,
        Self::Cancelled,
    ];

    const fn key(self) -> &'static str {
        match self {
            Self::All => "",
            Self::Mine => "mina",
            Self::Planned => "planerade",
            Self::Underway => "pagar",
            Self::Preliminary => "preliminara",
            Self::Final => "slutliga",
            Self::Cancelled => "installda",
        }
    }

    const fn words(self) -> &'static str {
        match self {
            Self::All => "Alla",
            Self::Mine => "Mina",
            Self::Planned => "Planerade",
            Self::Underway => "Pågår",
            Self::Preliminary => "Preliminära",
            Self::Final => "Slutliga",
            Self::Cancelled => "Inställda",
        }
    }

    fn takes(self, row: &InspectionSummary, me: PersonId) -> bool {
        match self {
            Self::All => true,
            Self::Mine => mine(row, me),
            Self::Planned => row.phase == InspectionPhase::Planned,
            Self::Underway => matches!(row.phase, InspectionPhase::Underway { .. }),
            Self::Preliminary => matches!(row.phase, InspectionPhase::Preliminary { .. }),
            Self::Final => matches!(row.phase, InspectionPhase::Final { .. }),
            Self::Cancelled => cancelled(row),
        }
    }
}

fn mine(row: &InspectionSummary, me: PersonId) -> bool {
    row.inspectors.iter().any(|inspector| inspector.id == me)
}

const fn cancelled(row: &InspectionSummary) -> bool {
    matches!(row.phase, InspectionPhase::Cancelled { .. })
}

fn found(row: &InspectionSummary, wanted: &str) -> bool {
    let clinic = words::clinic(&row.clinic);
    let people = words::people(&row.inspectors);
    let text = format!("{clinic} {} {people}", row.specialty).to_lowercase();
    wanted.split_whitespace().all(|word| text.contains(&word.to_lowercase()))
}

const fn order(phase: &InspectionPhase) -> u8 {
    match phase {
        InspectionPhase::Preliminary { .. } => 0,
        InspectionPhase::Underway { .. } => 1,
        InspectionPhase::Planned => 2,
        InspectionPhase::Final { .. } => 3,
        InspectionPhase::Cancelled { .. } => 4,
    }
}

fn sort(rows: &mut [InspectionSummary], by: &str) {
    let name = |row: &InspectionSummary| words::clinic(&row.clinic).to_lowercase();
    // What is being worked with first, then the coming ones; the final and the called off last, newest first.
    let pressing = |row: &InspectionSummary| {
        let done = !row.phase.awaits_report();
        let day = (row.starts - NaiveDate::default()).num_days();
        (order(&row.phase), if done { -day } else { day }, Reverse(row.id))
    };
    let asked = by.trim_start_matches('-');
    rows.sort_by(|a, b| {
        match asked {
            "klinik" => Ordering::Equal,
            "specialitet" => a.specialty.to_lowercase().cmp(&b.specialty.to_lowercase()),
            "besok" => a.starts.cmp(&b.starts),
            "lage" => order(&a.phase).cmp(&order(&b.phase)),
            _ => pressing(a).cmp(&pressing(b)),
        }
        .then_with(|| name(a).cmp(&name(b)))
    });
    if by.starts_with('-') {
        rows.reverse();
    }
}

/// The care providers whose clinics the person plans inspections of.
pub(super) fn plans_somewhere(me: &Me) -> bool {
    me.memberships.iter().filter_map(|membership| membership.care_provider).any(|provider| {
        shared::rights::may(me, Action::InspectionPlan, &On::care_provider(provider))
    })
}

/// Granskningar.
#[component]
pub fn List() -> impl IntoView {
    let session = use_session();
    let rows: Load<Vec<InspectionSummary>> = load(|| async { api::get("/inspections").await });
    let plans = Memo::new(move |_| session.me().get().is_some_and(|me| plans_somewhere(&me)));
    let actions = move || {
        plans.get().then(|| {
            view! {
                <a class="btn" href="/importera">
                    "Importera SPUR-rapport"
                </a>
                <a class="btn primary" href="/granskningar/ny">
                    "Planera granskning"
                </a>
            }
        })
    };
    view! {
        <Page title="Granskningar" actions=view! { {actions} }.into_any()>
            <Loaded of=rows let:rows>
                {if rows.is_empty() {
                    view! { <Nothing /> }.into_any()
                } else {
                    view! { <Table rows /> }.into_any()
                }}
            </Loaded>
        </Page>
    }
}

/// What comes here, said to each role.
#[component]
fn Nothing() -> impl IntoView {
    let me = use_me();
    let text = if plans_somewhere(&me) {
        "Planera en granskning av en klinik och välj två inspektörer, eller importera en rapport från en granskning som redan är gjord. Varje klinik ska granskas utifrån minst vart femte år."
    } else if me.is(Role::Inspector) {
        "När en region har utsett dig till inspektör står granskningen här, med tider och protokoll."
    } else {
        "När regionen har planerat en granskning av kliniken står den här, med tider, inspektörer och rapport."
    };
    view! { <Empty title="Här står granskningarna" text /> }
}

#[component]
fn Table(
    /// All of them.
    rows: Vec<InspectionSummary>,
) -> impl IntoView {
    let me = use_me().id;
    let (wanted, filter, by) = (use_search(), use_query("filter"), use_query("sortera"));
    let total = rows.len();
    // "Mina" says something only where there are others too, "Inställda" where there are any.
    let own = rows.iter().filter(|row| mine(row, me)).count();
    let off = rows.iter().any(cancelled);
    let filters: Vec<Filter> = Filter::ALL
        .into_iter()
        .filter(|filter| *filter != Filter::Mine || (own > 0 && own < total))
        .filter(|filter| *filter != Filter::Cancelled || off)
        .collect();
    let rows = StoredValue::new(rows);
    let matching = Memo::new(move |_| {
        let wanted = wanted.get();
        rows.with_value(|rows| {
            rows.iter().filter(|row| found(row, &wanted)).cloned().collect::<Vec<_>>()
        })
    });
    let chosen = Memo::new(move |_| {
        let key = filter.get();
        Filter::ALL.into_iter().find(|filter| filter.key() == key).unwrap_or(Filter::All)
    });
    let shown = Memo::new(move |_| {
        let filter = chosen.get();
        let mut rows = matching.get();
        rows.retain(|row| filter.takes(row, me));
        by.with(|by| sort(&mut rows, by));
        rows
    });
    let links = filters
        .into_iter()
        .map(|filter| {
            let href = set_query("filter", filter.key());
            let count = move || {
                matching.with(|rows| rows.iter().filter(|row| filter.takes(row, me)).count())
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
        .collect_view();
    let none = move || {
        shown.with(Vec::is_empty).then(|| {
            view! {
                <p class="note">
                    "Ingen granskning stämmer med sökningen och filtret. "
                    <a href="/granskningar">"Visa alla"</a>
                </p>
            }
        })
    };
    view! {
        <section class="card" aria-labelledby="granskningar">
            <div class="card-head">
                <h2 class="vh" id="granskningar">
                    "Alla granskningar"
                </h2>
                <p class="note" role="status">
                    {move || format!("{} av {total} visas", shown.with(Vec::len))}
                </p>
            </div>
            <SearchInAddress label="Sök klinik, specialitet eller inspektör" />
            <nav class="filters" aria-label="Filter">
                <ul>{links}</ul>
            </nav>
            {none}
            <div class="table-wrap">
                <table class="table" data-stack>
                    <caption class="vh">"Granskningar"</caption>
                    <thead>
                        <tr>
                            <SortHeader key="klinik" label="Klinik" />
                            <SortHeader key="specialitet" label="Specialitet" />
                            <SortHeader key="besok" label="Platsbesök" descending=true />
                            <th scope="col">"Inspektörer"</th>
                            <SortHeader key="lage" label="Läge" />
                        </tr>
                    </thead>
                    <tbody>
                        {move || shown.with(|rows| rows.iter().map(row).collect_view())}
                    </tbody>
                </table>
            </div>
        </section>
    }
}

fn row(row: &InspectionSummary) -> impl IntoView + use<> {
    view! {
        <tr>
            <th scope="row">
                <a href=format!("/granskningar/{}", row.id)>{row.clinic.name.clone()}</a>
                <span class="note">{row.clinic.site.clone()}</span>
            </th>
            <td data-label="Specialitet">{row.specialty.clone()}</td>
            <td data-label="Platsbesök">
                <span>
                    {words::visit(row.starts, row.ends)} {soon(row)}
                </span>
            </td>
            <td data-label="Inspektörer">{words::people(&row.inspectors)}</td>
            <td data-label="Läge">
                <span>
                    {words::phase_chip(&row.phase)} {by_when(&row.phase)}
                </span>
            </td>
        </tr>
    }
}

/// How far off the visit is, or that it should have begun.
fn soon(row: &InspectionSummary) -> Option<impl IntoView + use<>> {
    if row.phase != InspectionPhase::Planned {
        return None;
    }
    let days = (today() - row.ends).num_days();
    if days > 0 {
        let words = format!("{}, inte påbörjad", say_late(days));
        return Some(view! { <span class="note late">{words}</span> }.into_any());
    }
    say_ahead(row.starts).map(|words| view! { <span class="note">{words}</span> }.into_any())
}

/// Until when the clinic comments.
fn by_when(phase: &InspectionPhase) -> Option<impl IntoView + use<>> {
    let InspectionPhase::Preliminary { comment_by, commented, .. } = phase else { return None };
    let words = match commented {
        Some(_) => "kliniken är klar med sina synpunkter".to_owned(),
        None if *comment_by < today() => format!("synpunkter till {}", say_short(*comment_by)),
        None => format!("kliniken kommenterar till {}", say_short(*comment_by)),
    };
    Some(view! { <span class="note">{words}</span> })
}
