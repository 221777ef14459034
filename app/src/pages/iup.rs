//! Individuellt utbildningsprogram: the version that is written or in force, all versions, and two side by side.

use leptos::prelude::*;
use shared::{
    IupId,
    iup::{Iup, PlannedPlacement, in_force},
    portfolio::Portfolio,
    rights::Action,
    written_date::say_range,
};

use crate::{
    components::{set_query, use_query},
    pages::{
        own_records::mark,
        training::{Binder, TrainingPage},
    },
    session::use_session,
    time::{say_day_of, say_short},
};

mod compare;
mod draft;
mod edit;
mod placements;
mod read;
mod steps;

use compare::Compare;
use edit::Editor;
use read::Read;
use steps::{Begin, Steps};

/// The parameter of the address that names the version shown.
const VERSION: &str = "version";
/// The parameter that names the version it is compared with.
const AGAINST: &str = "jamfor";

/// What of the page is shown: kept as small as can be, so that saving a field doesn't make the fields anew.
#[derive(Clone, PartialEq, Eq)]
enum Shown {
    Nothing,
    Editor(IupId),
    Text(IupId),
    Compared(IupId, IupId),
}

fn version(portfolio: &Portfolio, id: &str) -> Option<IupId> {
    portfolio.iups.iter().map(|one| one.id).find(|one| one.to_string() == id)
}

/// The one asked for, else the one on its way, else the one in force.
fn chosen(portfolio: &Portfolio, asked: &str) -> Option<IupId> {
    version(portfolio, asked)
        .or_else(|| portfolio.iups.iter().find(|one| one.phase.open()).map(|one| one.id))
        .or_else(|| in_force(&portfolio.iups).map(|one| one.id))
        .or_else(|| portfolio.iups.last().map(|one| one.id))
}

/// A version of a portfolio.
fn iup(portfolio: &Portfolio, id: IupId) -> Option<&Iup> {
    portfolio.iups.iter().find(|one| one.id == id)
}

/// A planned placement in words.
fn words(one: &PlannedPlacement) -> String {
    format!("{}: {}, {}", say_range(one.from, one.to), &*one.place, one.percent)
}

/// The programme.
#[component]
pub fn IupPage() -> impl IntoView {
    let session = use_session();
    let binder = Binder::of_address();
    let (asked, against) = (use_query(VERSION), use_query(AGAINST));
    // The revision that is on the screen; saving a field moves it along.
    let revision = RwSignal::new(0_i64);
    let may_write = Memo::new(move |_| {
        binder.get().is_some_and(|p| session.may(Action::TrainingWrite, &binder.on(&p.training)))
    });
    let shown = Memo::new(move |_| {
        let Some(portfolio) = binder.get() else { return Shown::Nothing };
        let Some(id) = chosen(&portfolio, &asked.get()) else { return Shown::Nothing };
        if let Some(other) = version(&portfolio, &against.get()).filter(|other| *other != id) {
            return Shown::Compared(other, id);
        }
        let editable = iup(&portfolio, id).is_some_and(|one| one.phase.editable().is_ok());
        if editable && may_write.get() { Shown::Editor(id) } else { Shown::Text(id) }
    });
    let heading = |_: Binder, _: &Portfolio| "Individuellt utbildningsprogram".to_owned();
    view! {
        <TrainingPage binder title=("Individuellt utbildningsprogram", heading)>
            <div class="columns">
                <div class="column">
                    {move || match shown.get() {
                        Shown::Nothing => ().into_any(),
                        Shown::Editor(id) | Shown::Text(id) | Shown::Compared(_, id) => {
                            view! { <Steps binder id revision /> }.into_any()
                        }
                    }}
                    {move || match shown.get() {
                        Shown::Nothing => view! { <Begin binder may_write first=true /> }.into_any(),
                        // Made once: what is being written stays while the rest is read anew.
                        Shown::Editor(id) => binder
                            .get_untracked()
                            .and_then(|portfolio| {
                                let iup = iup(&portfolio, id)?.clone();
                                Some(view! { <Editor binder portfolio iup revision /> })
                            })
                            .into_any(),
                        Shown::Text(id) => (move || {
                            let portfolio = binder.get()?;
                            let iup = iup(&portfolio, id)?.clone();
                            Some(view! { <Read portfolio iup /> })
                        })
                            .into_any(),
                        Shown::Compared(old, new) => (move || {
                            let portfolio = binder.get()?;
                            let (old, new) = (
                                iup(&portfolio, old)?.clone(),
                                iup(&portfolio, new)?.clone(),
                            );
                            Some(view! { <Compare old new /> })
                        })
                            .into_any(),
                    }}
                </div>
                <aside class="column" aria-label="Versioner">
                    <Versions binder shown />
                    {move || {
                        let portfolio = binder.get()?;
                        let open = portfolio.iups.iter().any(|one| one.phase.open());
                        (!open && !portfolio.iups.is_empty())
                            .then(|| view! { <Begin binder may_write first=false /> })
                    }}
                </aside>
            </div>
        </TrainingPage>
    }
}

/// All versions, newest first, each to be read and compared with the one that is shown.
#[component]
fn Versions(binder: Binder, shown: Memo<Shown>) -> impl IntoView {
    move || {
        let portfolio = binder.get()?;
        if portfolio.iups.is_empty() {
            return None;
        }
        let current = match shown.get() {
            Shown::Nothing => None,
            Shown::Editor(id) | Shown::Text(id) | Shown::Compared(_, id) => Some(id),
        };
        let force = in_force(&portfolio.iups).map(|one| one.id);
        let rows = portfolio
            .iups
            .iter()
            .rev()
            .map(|one| {
                let href = set_query(VERSION, one.id.to_string());
                let against = set_query(AGAINST, one.id.to_string());
                let when = match (one.phase.in_force_from(), one.fields.iter().rev().find_map(|f| f.changed.clone())) {
                    (Some(day), _) => format!("från {}", say_short(day)),
                    (None, Some(changed)) => format!("ändrat {}", say_day_of(changed.at)),
                    (None, None) => String::new(),
                };
                let state = if force == Some(one.id) {
                    ("done", "Gäller")
                } else if one.phase.open() {
                    ("ongoing", one.phase.name())
                } else {
                    ("", one.phase.name())
                };
                let number = one.number;
                let compare = (current.is_some() && current != Some(one.id)).then(|| {
                    view! {
                        <a class="row-act" href=move || against.get() aria-label=format!("Jämför med version {number}")>
                            "Jämför"
                        </a>
                    }
                });
                view! {
                    <li>
                        <a
                            class="row-what"
                            href=move || href.get()
                            aria-current=(current == Some(one.id)).then_some("true")
                        >
                            {format!("Version {number}")}
                        </a>
                        <span class="row-where">
                            <span class="chip" data-state=state.0>{state.1}</span>
                            " "
                            {when}
                            " "
                            {mark(portfolio.origin(one.id))}
                        </span>
                        {compare}
                    </li>
                }
            })
            .collect_view();
        Some(view! {
            <section class="card" data-tight aria-labelledby="versioner">
                <h2 id="versioner">"Versioner"</h2>
                <ol class="rows">{rows}</ol>
            </section>
        })
    }
}
