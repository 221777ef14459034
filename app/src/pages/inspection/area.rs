//! The inspectors' workspace: the clinic's view and the inspectors' findings side by side, an area at a time.

use std::sync::Arc;

use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate, use_params_map},
};
use shared::{
    checklist::{AreaCode, Checklist, CriterionCode},
    finding_thread::FindingThread,
    inspection::{Inspection, Judgement},
    review::Review,
    self_assessment::SelfAssessment,
};

mod aside;
mod clinic_side;
mod row;
mod workspace;

use aside::Aside;
use row::Row;
use workspace::Workspace;

use super::words;
use crate::{
    api::{self, ApiError},
    components::{
        Crumb, Empty, Load, Loaded, Page, Toasts, Width, load,
        review::{AreaNav, KeyHelp, current_criterion, focus_criterion, focus_later, use_keys},
        set_query, use_query,
    },
    outbox::use_outbox,
    time::say_moment,
};

/// The parameter of the address that shows only differences.
const SHOW: &str = "visa";
const DIFFERENCES: &str = "skillnader";

const KEYS: &[(&str, &str)] = &[
    ("1", "Uppfyllt"),
    ("2", "Brist"),
    ("3", "Ej tillämpligt"),
    ("N", "Nästa obedömda"),
    ("P", "Föregående kriterium"),
    ("0", "Ta tillbaka bedömningen"),
    ("K", "Skriv en iakttagelse"),
    ("Esc", "Lämna iakttagelsen"),
    ("?", "Visa de här tangenterna"),
];

/// All that the workspace stands on.
#[derive(Clone)]
struct Opened {
    inspection: Inspection,
    checklist: Arc<Checklist>,
    own: Option<Arc<SelfAssessment>>,
}

async fn open(id: String) -> Result<Opened, ApiError> {
    let inspection: Inspection = api::get(&format!("/inspections/{id}")).await?;
    let checklist = api::checklist(inspection.checklist).await?;
    let own = match inspection.self_assessment {
        Some(own) => api::get(&format!("/self-assessments/{own}")).await.map(Some),
        None => Ok(None),
    };
    let own = match own {
        Ok(own) => own.map(Arc::new),
        Err(error) if error.passing() || error == ApiError::SignedOut => return Err(error),
        // Without the clinic's own view the protocol is still read and written.
        Err(_) => None,
    };
    Ok(Opened { inspection, checklist, own })
}

/// Område.
#[component]
pub fn AreaPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id").unwrap_or_default()));
    let area = Memo::new(move |_| {
        params.with(|params| params.get("area")).and_then(|area| area.parse::<AreaCode>().ok())
    });
    let outbox = use_outbox();
    let opened: Load<Opened> = load(move || {
        let id = id.get();
        async move {
            outbox.settle().await;
            open(id).await
        }
    });
    let workspace = RwSignal::new(None::<Workspace>);
    let title = Signal::derive(move || {
        let Some(area) = area.get() else { return "Inget sådant område".to_owned() };
        let named =
            opened.get().and_then(|opened| opened.checklist.area(area).map(|area| area.title()));
        named.unwrap_or_else(|| format!("Område {area}"))
    });
    let crumbs = Signal::derive(move || {
        let mut crumbs = vec![Crumb::to("Granskningar", "/granskningar")];
        if let Some(Opened { inspection, .. }) = opened.get() {
            let href = format!("/granskningar/{}", inspection.id);
            crumbs.push(Crumb::to(words::clinic(&inspection.clinic), href));
        }
        crumbs
    });
    let lede = move || {
        opened.get().map(|Opened { inspection, .. }| {
            let visit = words::visit(inspection.starts, inspection.ends);
            let together = if inspection.inspectors.len() > 1 && !inspection.imported {
                " · två inspektörer i samma protokoll"
            } else {
                ""
            };
            view! {
                {format!("Platsbesök {visit}{together}")}
                {move || workspace.get().map(|workspace| view! { <Saved workspace /> })}
            }
        })
    };
    let actions = move || {
        let (workspace, area) = (workspace.get()?, area.get()?);
        Some(view! { <Actions workspace area /> })
    };
    view! {
        <Page
            title
            crumbs
            width=Width::Wide
            lede=view! { {lede} }.into_any()
            actions=view! { {actions} }.into_any()
        >
            <Loaded of=opened let:opened>
                {
                    let opened = Workspace::open(opened.inspection, opened.checklist, opened.own);
                    workspace.set(Some(opened));
                    view! { <Areas workspace=opened area /> }
                }
            </Loaded>
        </Page>
    }
}

/// How it stands with all that is written here, as one word.
#[component]
fn Saved(
    /// What is written.
    workspace: Workspace,
) -> impl IntoView {
    let said = Memo::new(move |_| {
        if !workspace.is_settled() {
            return Some(("saving", "Allt är inte sparat än".to_owned()));
        }
        workspace.last_saved().map(|at| ("saved", format!("Sparat {}", say_moment(at))))
    });
    move || {
        said.get().map(|(state, words)| {
            view! {
                " · "
                <span class="save-state" data-state=state>
                    {words}
                </span>
            }
        })
    }
}

/// Only differences, and the next criterion that isn't judged.
#[component]
fn Actions(
    /// What is judged.
    workspace: Workspace,
    /// The area that is shown.
    area: AreaCode,
) -> impl IntoView {
    let filtered = use_query(SHOW);
    let on = Memo::new(move |_| filtered.with(|filter| filter == DIFFERENCES));
    let (only, all) = (set_query(SHOW, DIFFERENCES), set_query(SHOW, ""));
    let count = Memo::new(move |_| workspace.differing(area).len());
    let compared = workspace.has_own();
    let next = step(workspace);
    view! {
        {compared
            .then(|| {
                view! {
                    <a
                        class="btn"
                        href=move || if on.get() { all.get() } else { only.get() }
                        aria-current=move || on.get().then_some("true")
                    >
                        {move || {
                            if on.get() {
                                "Visa alla kriterier".to_owned()
                            } else {
                                format!("Bara skillnader ({})", count.get())
                            }
                        }}
                    </a>
                }
            })}
        {move || {
            let next = next.clone();
            workspace
                .writable()
                .then(|| {
                    view! {
                        <button
                            class="btn"
                            type="button"
                            aria-keyshortcuts="n"
                            on:click=move |_| next(true)
                        >
                            "Nästa obedömda "
                            <kbd aria-hidden="true">"N"</kbd>
                        </button>
                    }
                })
        }}
    }
}

/// Goes to the next criterion that isn't judged, or to the one before; in this area or another.
fn step(workspace: Workspace) -> impl Fn(bool) + Clone {
    let navigate = use_navigate();
    let toasts = expect_context::<Toasts>();
    move |forward| {
        let found = if forward {
            workspace.next_unjudged()
        } else {
            workspace.previous(current_criterion())
        };
        let Some(code) = found else {
            if forward {
                toasts.show("Alla kriterier är bedömda.");
            }
            return;
        };
        workspace.going_to(code);
        if !focus_criterion(code) {
            let address = workspace.address(code.area());
            navigate(&address, NavigateOptions { scroll: false, ..NavigateOptions::default() });
            focus_later(code);
        }
    }
}

#[component]
fn Areas(
    /// What is judged and written.
    workspace: Workspace,
    /// The area that is shown; none if there is no such.
    area: Memo<Option<AreaCode>>,
) -> impl IntoView {
    let (clinic, starts, specialty) = workspace
        .with(|inspection| (inspection.clinic.id, inspection.starts, inspection.specialty.clone()));
    let this = workspace.id();
    let earlier: Load<Vec<Review>> = load(move || async move {
        let mut reviews: Vec<Review> = api::get(&format!("/clinics/{clinic}/reviews")).await?;
        reviews.retain(|review| review.id != this);
        Ok(reviews)
    });
    let earlier = Signal::derive(move || {
        let mut reviews = earlier.get().unwrap_or_default();
        reviews.retain(|review| review.specialty == specialty);
        reviews
    });
    let threads: Load<Vec<FindingThread>> =
        load(move || async move { api::get(&format!("/clinics/{clinic}/findings")).await });
    let threads = Signal::derive(move || {
        let mut threads = threads.get().unwrap_or_default();
        threads.retain(|thread| thread.found_in != this && thread.found < starts);
        threads
    });
    let help = RwSignal::new(false);
    keys(workspace, help);
    if let Ok(code) =
        use_location().hash.get_untracked().trim_start_matches('#').parse::<CriterionCode>()
    {
        focus_later(code);
    }
    let base = workspace.address_of_record();
    let href = Callback::new(move |area: AreaCode| format!("{base}/omrade/{area}"));
    let place = Callback::new(move |area| workspace.place(area));
    move || match area.get() {
        None => view! {
            <Empty title="Det finns inget sådant område" text="Områdena heter A till H.">
                <a class="btn primary" href=workspace.address_of_record()>
                    "Till granskningen"
                </a>
            </Empty>
        }
        .into_any(),
        Some(code) => view! {
            <Locked workspace />
            <div class="workspace">
                <AreaNav
                    checklist=workspace.checklist()
                    current=Signal::stored(code)
                    href
                    place
                    word="bedömda"
                    inspection=true
                />
                <Criteria workspace area=code threads help />
                <Aside workspace area=code earlier />
            </div>
            <KeyHelp open=help keys=KEYS />
        }
        .into_any(),
    }
}

fn keys(workspace: Workspace, help: RwSignal<bool>) {
    let step = step(workspace);
    use_keys(move |key| {
        let judge = |judgement| match current_criterion() {
            Some(code) if workspace.writable_untracked() => workspace.judge(code, judgement),
            _ => false,
        };
        match key {
            "1" => judge(Some(Judgement::Fulfilled)),
            "2" => judge(Some(Judgement::Finding)),
            "3" => judge(Some(Judgement::NotApplicable)),
            "0" => judge(None),
            "n" => {
                step(true);
                true
            }
            "p" => {
                step(false);
                true
            }
            "k" => current_criterion().is_some_and(row::focus_note),
            "?" => {
                help.set(true);
                true
            }
            _ => false,
        }
    });
}

/// Why nothing can be written now, if so.
#[component]
fn Locked(
    /// What is judged and written.
    workspace: Workspace,
) -> impl IntoView {
    let href = workspace.address_of_record();
    move || {
        let href = href.clone();
        workspace.locked().map(|why| {
            view! {
                <div class="locked" role="status">
                    <p>
                        <b>"Låst. "</b>
                        {why}
                    </p>
                    <a href=href>"Till granskningen"</a>
                </div>
            }
        })
    }
}

#[component]
fn Criteria(
    /// What is judged.
    workspace: Workspace,
    /// The area that is shown.
    area: AreaCode,
    /// Earlier brister.
    threads: Signal<Vec<FindingThread>>,
    /// Whether the help on keys is shown.
    help: RwSignal<bool>,
) -> impl IntoView {
    let filtered = use_query(SHOW);
    let all: Vec<CriterionCode> = workspace.codes(area);
    let codes = all.clone();
    // What was a difference stays while one works with it, so that a judgement doesn't make its row go away.
    let shown = Memo::new(move |before: Option<&Option<Vec<CriterionCode>>>| {
        if filtered.with(|filter| filter != DIFFERENCES) {
            return None;
        }
        let differing = workspace.differing(area);
        let before = before.cloned().flatten().unwrap_or_default();
        Some(
            codes
                .iter()
                .copied()
                .filter(|code| differing.contains(code) || before.contains(code))
                .collect(),
        )
    });
    let preamble = workspace.with_area(area, |area| area.preamble.clone()).flatten();
    let rows = move || shown.get().unwrap_or_else(|| all.clone());
    let none = move || {
        shown.with(|shown| shown.as_ref().is_some_and(Vec::is_empty)).then(|| {
            view! {
                <p class="criteria-block">
                    "Inga skillnader i området än. Här står de kriterier där ni och kliniken har kommit fram till olika saker."
                </p>
            }
        })
    };
    let unread = move || {
        (!workspace.readable()).then(|| {
            view! {
                <div class="notice">
                    <h2>"Inspektörernas bedömning visas senare"</h2>
                    <p>"När båda inspektörerna har undertecknat blir rapporten preliminär, och då står den här."</p>
                </div>
            }
        })
    };
    view! {
        <div class="column">
            {unread}
            <div class="criteria">
                {preamble
                    .map(|text| {
                        view! {
                            <p class="criteria-block">{format!("SPUR-tolkad föreskrift: {text}")}</p>
                        }
                    })} {none}
                <For each=rows key=|code| *code let:code>
                    <Row workspace code threads />
                </For>
            </div>
            <p class="for-keys">
                <button class="link-btn" type="button" on:click=move |_| help.set(true)>
                    "Tangenter "
                    <kbd aria-hidden="true">"?"</kbd>
                </button>
            </p>
        </div>
    }
}
