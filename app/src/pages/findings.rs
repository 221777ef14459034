//! A clinic's findings and what came of them.

use std::{collections::HashMap, sync::Arc};

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use shared::{
    ChecklistId,
    action_plan::ActionPlan,
    checklist::{AreaCode, Checklist, Criterion, CriterionCode},
    clinic::Clinic,
    finding_thread::{FindingThread, ThreadState},
    review::{Review, ReviewId},
    text::capitalised,
};

use crate::{
    api::{self, ApiError},
    components::{ClassChip, Crumb, Empty, Loaded, Page, Width, load, set_query, use_query},
    time::{say_late, say_short, today},
};

mod thread;

/// What the page needs.
#[derive(Clone)]
struct Facts {
    clinic: Clinic,
    /// Most urgent first.
    threads: Vec<FindingThread>,
    reviews: Vec<Review>,
    plans: Vec<ActionPlan>,
    checklists: HashMap<ChecklistId, Arc<Checklist>>,
}

async fn fetch(id: String) -> Result<Facts, ApiError> {
    let clinic = api::get(&format!("/clinics/{id}")).await?;
    let threads = api::get(&format!("/clinics/{id}/findings")).await?;
    let reviews: Vec<Review> = api::get(&format!("/clinics/{id}/reviews")).await?;
    let plans = api::get(&format!("/clinics/{id}/action-plans")).await?;
    let checklists = api::checklists(reviews.iter().map(|review| review.checklist)).await?;
    Ok(Facts { clinic, threads, reviews, plans, checklists })
}

impl Facts {
    fn review(&self, id: ReviewId) -> Option<&Review> {
        self.reviews.iter().find(|review| review.id == id)
    }

    /// The criterion as it stood in the review that found it.
    fn criterion(&self, thread: &FindingThread) -> Option<&Criterion> {
        let review = self.review(thread.found_in)?;
        self.checklists.get(&review.checklist)?.criterion(thread.code)
    }
}

/// The style's name of a state.
const fn chip(state: ThreadState) -> &'static str {
    match state {
        ThreadState::Late => "late",
        ThreadState::Unplanned => "open",
        ThreadState::Planned => "ongoing",
        ThreadState::ToRecheck => "ok",
        ThreadState::Closed => "done",
    }
}

/// Which threads are shown.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Filter {
    Open,
    All,
    Only(ThreadState),
}

impl Filter {
    /// Value in the address, words, and what it shows.
    const ALL: [(&'static str, &'static str, Self); 7] = [
        ("", "Inte åtgärdade", Self::Open),
        ("forsenade", "Försenade", Self::Only(ThreadState::Late)),
        ("utan-atgard", "Utan åtgärd", Self::Only(ThreadState::Unplanned)),
        ("planerade", "Åtgärd planerad", Self::Only(ThreadState::Planned)),
        ("kontroll", "Ska kontrolleras", Self::Only(ThreadState::ToRecheck)),
        ("atgardade", "Åtgärdade", Self::Only(ThreadState::Closed)),
        ("alla", "Alla", Self::All),
    ];

    fn of(value: &str) -> Self {
        Self::ALL.into_iter().find(|(known, ..)| *known == value).map_or(Self::Open, |f| f.2)
    }

    fn holds(self, state: ThreadState) -> bool {
        match self {
            Self::Open => state != ThreadState::Closed,
            Self::All => true,
            Self::Only(only) => only == state,
        }
    }
}

/// Brister: all of the clinic's; `?brist=D6` one of them from the beginning.
#[component]
pub fn FindingsPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id").unwrap_or_default()));
    let facts = load(move || fetch(id.get()));
    let asked = use_query("brist");
    let one = Memo::new(move |_| asked.get().parse::<CriterionCode>().ok());
    let clinic = move || {
        facts.get().map(|facts| {
            let clinic = facts.clinic.name;
            Crumb::to(clinic.name, format!("/kliniker/{}", clinic.id))
        })
    };
    move || match one.get() {
        Some(code) => {
            let crumbs = Signal::derive(move || {
                let all = Crumb::to("Brister", format!("/kliniker/{}/brister", id.get()));
                clinic().into_iter().chain([all]).collect::<Vec<_>>()
            });
            let lede = (move || {
                let facts = facts.get()?;
                let thread = facts.threads.iter().find(|thread| thread.code == code)?;
                facts.criterion(thread).map(|criterion| criterion.text.clone())
            })
            .into_any();
            view! {
                <Page title=format!("{code} från början") crumbs lede width=Width::Narrow>
                    <Loaded of=facts let:facts>
                        {thread::threads(&facts, code)}
                    </Loaded>
                </Page>
            }
            .into_any()
        }
        None => {
            let crumbs = Signal::derive(move || clinic().into_iter().collect::<Vec<_>>());
            let lede = (move || facts.get().map(|facts| lede(&facts.threads))).into_any();
            view! {
                <Page title="Brister" crumbs lede>
                    <Loaded of=facts let:facts>
                        <List facts />
                    </Loaded>
                </Page>
            }
            .into_any()
        }
    }
}

fn lede(threads: &[FindingThread]) -> String {
    let count = |state| threads.iter().filter(|thread| thread.state == state).count();
    let open = threads.len() - count(ThreadState::Closed);
    let (late, unplanned) = (count(ThreadState::Late), count(ThreadState::Unplanned));
    let mut words = match open {
        0 => "Ingen brist väntar på åtgärd".to_owned(),
        1 => "En brist är inte åtgärdad än".to_owned(),
        more => format!("{more} brister är inte åtgärdade än"),
    };
    if late > 0 {
        words.push_str(&format!(", {late} med försenad åtgärd"));
    }
    if unplanned > 0 {
        words.push_str(&format!(", {unplanned} utan åtgärd"));
    }
    words + "."
}

#[component]
fn List(
    /// What is known.
    facts: Facts,
) -> impl IntoView {
    if facts.threads.is_empty() {
        return view! {
            <Empty
                title="Här följs varje brist från fynd till kontroll"
                text="När en granskning har visat en brist, eller en handlingsplan svarar på något i självvärderingen, står den här tills en ny bedömning visar att den är åtgärdad."
            />
        }
        .into_any();
    }
    let facts = StoredValue::new(facts);
    let (asked, area_asked) = (use_query("filter"), use_query("omrade"));
    let filter = Memo::new(move |_| Filter::of(&asked.get()));
    let area = Memo::new(move |_| area_asked.get().parse::<AreaCode>().ok());
    let shown = move |filter: Filter, area: Option<AreaCode>| {
        facts.with_value(|facts| {
            facts
                .threads
                .iter()
                .filter(|thread| filter.holds(thread.state))
                .filter(|thread| area.is_none_or(|area| thread.code.area() == area))
                .cloned()
                .collect::<Vec<_>>()
        })
    };
    let kinds = Filter::ALL
        .map(|(value, words, kind)| {
            let href = set_query("filter", value);
            view! {
                <li>
                    <a
                        href=move || href.get()
                        data-noscroll
                        aria-current=move || (filter.get() == kind).then_some("true")
                    >
                        {words}
                        " "
                        <span>{move || shown(kind, area.get()).len()}</span>
                    </a>
                </li>
            }
        })
        .collect_view();
    let mut codes: Vec<AreaCode> =
        facts.with_value(|facts| facts.threads.iter().map(|t| t.code.area()).collect());
    codes.sort_unstable();
    codes.dedup();
    let areas = (codes.len() > 1).then(|| {
        let options = std::iter::once(None).chain(codes.into_iter().map(Some));
        let links = options
            .map(|code| {
                let href = set_query("omrade", code.map(|c| c.to_string()).unwrap_or_default());
                let words =
                    code.map_or("Alla områden".to_owned(), |code| format!("Område {code}"));
                view! {
                    <li>
                        <a
                            href=move || href.get()
                            data-noscroll
                            aria-current=move || (area.get() == code).then_some("true")
                        >
                            {words}
                            " "
                            <span>{move || shown(filter.get(), code).len()}</span>
                        </a>
                    </li>
                }
            })
            .collect_view();
        view! {
            <nav class="filters" aria-label="Område">
                <ul>{links}</ul>
            </nav>
        }
    });
    let rows = move || {
        let threads = shown(filter.get(), area.get());
        if threads.is_empty() {
            return view! { <p class="muted">"Ingen brist stämmer in på filtret."</p> }.into_any();
        }
        let rows = facts
            .with_value(|facts| threads.iter().map(|t| row(facts, t)).collect_view().into_any());
        view! { <div>{rows}</div> }.into_any()
    };
    view! {
        <nav class="filters" aria-label="Visa">
            <ul>{kinds}</ul>
        </nav>
        {areas}
        <section class="card" aria-label="Brister">
            {rows}
        </section>
    }
    .into_any()
}

/// `granskningen 2026`.
fn found_in(facts: &Facts, id: ReviewId) -> String {
    let year = facts.review(id).map(|review| format!(" {}", review.year)).unwrap_or_default();
    match id {
        ReviewId::Inspection(_) => format!("granskningen{year}"),
        ReviewId::SelfAssessment(_) => format!("självvärderingen{year}"),
    }
}

fn row(facts: &Facts, thread: &FindingThread) -> AnyView {
    let code = thread.code;
    let criterion = facts.criterion(thread);
    let text = criterion.map(|criterion| criterion.text.clone()).unwrap_or_default();
    let class = criterion.map(|criterion| view! { <ClassChip class=criterion.class /> });
    let href = format!("?brist={code}");
    let late = thread.actions.iter().filter_map(|a| a.action.days_late(today())).max();
    let late = late.filter(|_| thread.state == ThreadState::Late).map(say_late);
    let found = format!(
        "{}, {} · {}",
        capitalised(&found_in(facts, thread.found_in)),
        say_short(thread.found),
        thread.specialty
    );
    let note = (!thread.note.is_blank()).then(|| {
        view! { <p class="criterion-text">{thread.note.to_string()}</p> }
    });
    let actions = thread
        .actions
        .iter()
        .map(|planned| {
            let due: Vec<String> = planned.action.due.iter().map(|d| d.text.clone()).collect();
            let href = format!("/handlingsplaner/{}#{}", planned.plan, planned.entry);
            view! {
                <li>
                    <a class="row-what" href=href>
                        {planned.action.text.to_string()}
                    </a>
                    <span class="plan-when">{due.join(", ")}</span>
                    <span class="plan-state">{planned.action.status.name()}</span>
                </li>
            }
        })
        .collect_view();
    let title_id = format!("brist-{code}-{}", thread.found);
    let labelled_by = title_id.clone();
    view! {
        <article class="entry" aria-labelledby=labelled_by>
            <header class="entry-head">
                <h2 id=title_id>
                    <span class="code">{code.to_string()}</span>
                    " "
                    {text}
                </h2>
                <span class="chip" data-state=chip(thread.state)>
                    {thread.state.name()}
                </span>
            </header>
            <div class="chips">
                {class} <span class="note">{found}</span>
                {late.map(|late| view! { <span class="late">{late}</span> })}
            </div>
            {note}
            {(!thread.actions.is_empty())
                .then(|| view! { <ol class="rows plan-rows">{actions}</ol> })}
            <div class="actions">
                <a class="link-btn cluster" href=href>
                    {format!("Följ {code} från början")}
                </a>
            </div>
        </article>
    }
    .into_any()
}
