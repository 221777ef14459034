//! Åtgärdsplan when a ST-läkare's goals are at risk. Only those who may see one find the page.

use leptos::prelude::*;
use shared::{
    SupportPlanId,
    portfolio::Portfolio,
    support_plan::{SupportPlan, SupportPlanPhase as Phase, SupportStep},
};

use crate::{
    api::{self, Method},
    components::{Going, set_query, use_query},
    pages::training::{Binder, TrainingPage},
};

mod concern;
mod edit;
mod follow_up;
mod head;
mod history;
mod read;
mod shelf;
mod steps;

use concern::{Concerns, OnlyNotes};
use edit::Editor;
use follow_up::{FollowUp, Secondary};
use head::HeadOfUnit;
use history::History;
use read::Read;
use shelf::Shelf;
use steps::Steps;

/// The parameter of the address that names the plan shown.
const PLAN: &str = "plan";

/// What is shown: kept as small as can be, so that a step doesn't make the fields anew.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shown {
    Nothing,
    Editor(SupportPlanId),
    Text(SupportPlanId),
}

/// The one asked for, else the one on its way, else the last.
fn chosen<'a>(plans: &'a [SupportPlan], asked: &str) -> Option<&'a SupportPlan> {
    let on_its_way =
        |plan: &&SupportPlan| !matches!(plan.phase, Phase::Escalated { .. } | Phase::Closed { .. });
    plans
        .iter()
        .find(|plan| plan.id.to_string() == asked)
        .or_else(|| plans.iter().find(on_its_way))
        .or_else(|| plans.last())
}

/// The plans of a training and the notes before them. Who sees no plan sees the notes they may, or no such page.
#[component]
pub fn SupportPlanPage() -> impl IntoView {
    let shelf = Shelf::of(Binder::of_address());
    let hidden = Memo::new(move |_| shelf.is_hidden());
    move || {
        if hidden.get() {
            view! { <OnlyNotes shelf /> }.into_any()
        } else {
            view! { <Plans shelf /> }.into_any()
        }
    }
}

#[component]
fn Plans(shelf: Shelf) -> impl IntoView {
    let asked = use_query(PLAN);
    let shown = Memo::new(move |_| {
        let plans = shelf.all().unwrap_or_default();
        match chosen(&plans, &asked.get()) {
            None => Shown::Nothing,
            Some(plan) if plan.phase.editable().is_ok() && shelf.may(SupportStep::Write) => {
                Shown::Editor(plan.id)
            }
            Some(plan) => Shown::Text(plan.id),
        }
    });
    let plan = Memo::new(move |_| match shown.get() {
        Shown::Nothing => None,
        Shown::Editor(id) | Shown::Text(id) => shelf.plan(id),
    });
    let unsaved = RwSignal::new(false);
    // What can no longer be written needs no text kept.
    Effect::new(move |_| {
        for plan in shelf.all().unwrap_or_default() {
            if plan.phase.editable().is_err() {
                edit::forget(shelf.binder().me(), plan.id);
            }
        }
    });
    let heading = |_: Binder, _: &Portfolio| "Åtgärdsplan".to_owned();
    view! {
        <TrainingPage binder=shelf.binder() title=("Åtgärdsplan", heading)>
            <div class="columns">
                <div class="column">
                    {move || {
                        let none = shelf.all()?.is_empty();
                        none.then(|| view! { <Begin shelf first=true /> })
                    }}
                    {move || plan.get().map(|plan| view! { <Steps shelf plan unsaved /> })}
                    {move || match shown.get() {
                        Shown::Nothing => ().into_any(),
                        // Made once: what is being written stays while the rest is read anew.
                        Shown::Editor(id) => shelf
                            .plan_untracked(id)
                            .map(|plan| view! { <Editor shelf plan unsaved /> })
                            .into_any(),
                        Shown::Text(id) => (move || {
                            let plan = shelf.plan(id)?;
                            Some(view! { <Read plan /> })
                        })
                            .into_any(),
                    }}
                    {move || {
                        let plan = plan.get()?;
                        Some(
                            view! {
                                <FollowUp shelf plan=plan.clone() />
                                <Secondary shelf plan=plan.clone() />
                                <HeadOfUnit shelf plan=plan.clone() />
                                <History shelf plan />
                            },
                        )
                    }}
                    <Concerns shelf />
                </div>
                <aside class="column" aria-label="Om åtgärdsplanen">
                    <All shelf plan /> <WhoSees plan />
                </aside>
            </div>
        </TrainingPage>
    }
}

/// Begins a plan: the first, or another when the one before is done with.
#[component]
fn Begin(
    shelf: Shelf,
    /// Whether there is none yet.
    first: bool,
) -> impl IntoView {
    let going = Going::new();
    let begin = move |_| {
        let path = shelf.path("");
        going.take(
            async move { api::send_empty(Method::POST, &path, None).await },
            "Utkastet är påbörjat.",
            move |saved| shelf.take(saved),
        );
    };
    let may = shelf.may(SupportStep::Write);
    let button = may.then(|| {
        view! {
            <div class="actions">
                <button
                    class=if first { "btn primary" } else { "btn" }
                    type="button"
                    aria-disabled=move || going.busy()
                    on:click=begin
                >
                    {if first { "Börja på en åtgärdsplan" } else { "Börja på en ny åtgärdsplan" }}
                </button>
            </div>
        }
    });
    if !first {
        return view! {
            {going.refused()}
            {button}
        }
        .into_any();
    }
    let who = if may {
        "Ni skriver den tillsammans, undertecknar båda, och studierektorn godkänner."
    } else {
        "ST-läkaren eller den huvudansvariga handledaren börjar på den. Du ser den här så snart den finns."
    };
    view! {
        <section class="empty">
            <h2>"Ingen åtgärdsplan finns"</h2>
            <p>
                "När målen riskerar att inte nås skrivs en åtgärdsplan: vilka svårigheterna är, vilket stöd som ges, en tidsplan och hur det följs upp (Riktlinje Västmanland 10). "
                {who}
            </p>
            {going.refused()}
            {button}
        </section>
    }
    .into_any()
}

/// All plans, newest first.
#[component]
fn All(shelf: Shelf, plan: Memo<Option<SupportPlan>>) -> impl IntoView {
    move || {
        let plans = shelf.all()?;
        let current = plan.get().map(|plan| plan.id);
        let may_begin = SupportPlan::begin(&plans, current?).is_ok();
        let rows = plans
            .iter()
            .enumerate()
            .rev()
            .map(|(before, plan)| {
                let href = set_query(PLAN, plan.id.to_string());
                let state = match plan.phase {
                    Phase::Draft { .. } | Phase::Signing { .. } => "open",
                    Phase::Proposed { .. } => "ongoing",
                    Phase::InForce { .. } | Phase::FollowedUp { .. } => "ongoing",
                    Phase::Escalated { .. } | Phase::Closed { .. } => "done",
                };
                let kind = if plan.secondary_to.is_some() { "fortsätter den förra" } else { "" };
                view! {
                    <li>
                        <a
                            class="row-what"
                            href=move || href.get()
                            aria-current=(current == Some(plan.id)).then_some("true")
                        >
                            {format!("Åtgärdsplan {}", before + 1)}
                        </a>
                        <span class="row-where">
                            <span class="chip" data-state=state>
                                {plan.phase.name()}
                            </span>
                            " "
                            {kind}
                        </span>
                    </li>
                }
            })
            .collect_view();
        Some(view! {
            <section class="card" data-tight aria-labelledby="planer">
                <h2 id="planer">"Åtgärdsplaner"</h2>
                <ol class="rows">{rows}</ol>
                {may_begin.then(|| view! { <Begin shelf first=false /> })}
            </section>
        })
    }
}

/// Who sees the plan, so that nobody needs to wonder.
#[component]
fn WhoSees(plan: Memo<Option<SupportPlan>>) -> impl IntoView {
    let head = move || match plan.get().and_then(|plan| plan.head_of_unit) {
        Some(_) => "Verksamhetschefen är inkopplad och ser den också.",
        None => "Verksamhetschefen ser den först om studierektorn kopplar in hen.",
    };
    view! {
        <section class="card" data-tight aria-labelledby="ser">
            <h2 id="ser">"Det här ser bara ni"</h2>
            <ul class="plain-list">
                <li>"ST-läkaren"</li>
                <li>"Den huvudansvariga handledaren"</li>
                <li>"Klinikens studierektor"</li>
            </ul>
            <p class="note">{head}</p>
        </section>
    }
}
