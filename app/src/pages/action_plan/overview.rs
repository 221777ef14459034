//! The whole plan: what is done about which finding, and the step that comes next.

use leptos::prelude::*;
use shared::{
    action_plan::{ActionPlan, PlanOrigin, PlanPhase},
    rights::Action,
};

use super::{Facts, decision::Decision, entry, path, steps};
use crate::{
    components::{Crumb, Empty, Load, Loaded, Page},
    pages::anchor::Anchor,
    session::use_session,
    time::{say_day_of, say_late, say_short, today},
};

/// The plan.
#[component]
pub(super) fn Overview(
    /// The plan and what stands around it.
    facts: Load<Facts>,
    /// The inspector's decision as far as it is written.
    decision: Decision,
) -> impl IntoView {
    let session = use_session();
    let anchor = Anchor::new();
    let title = Signal::derive(move || {
        facts.get().map_or_else(|| "Handlingsplan".to_owned(), |facts| facts.title())
    });
    let crumbs = Signal::derive(move || {
        let Some(Facts { plan, .. }) = facts.get() else { return Vec::new() };
        let review = match plan.origin {
            PlanOrigin::Inspection(id) => {
                Crumb::to(format!("Granskning {}", plan.year), format!("/granskningar/{id}"))
            }
            PlanOrigin::SelfAssessment(id) => Crumb::to(
                format!("Självvärdering {}", plan.year),
                format!("/sjalvvarderingar/{id}"),
            ),
        };
        vec![Crumb::to(plan.clinic.name, format!("/kliniker/{}", plan.clinic.id)), review]
    });
    let lede = (move || facts.get().map(|facts| lede(&facts.plan))).into_any();
    let actions =
        (move || facts.get().map(|facts| actions(&facts, writable(&facts, session)))).into_any();
    view! {
        <Page title crumbs lede actions>
            <Loaded of=facts let:shown>
                {
                    anchor.show();
                    let writable = writable(&shown, session);
                    let follows = shown.plan.phase.followable().is_ok()
                        && shown.may(session, Action::PlanFollowUp);
                    view! {
                        {returned(&shown.plan)}
                        <div class="columns">
                            {entries(&shown, writable, follows)}
                            <aside class="column" aria-label="Täckning och nästa steg">
                                {steps::coverage(&shown, writable)}
                                <steps::Steps facts shown=shown.clone() decision />
                                {steps::grades(&shown)}
                            </aside>
                        </div>
                    }
                }
            </Loaded>
        </Page>
    }
}

fn writable(facts: &Facts, session: crate::session::Session) -> bool {
    facts.plan.phase.editable().is_ok() && facts.may(session, Action::PlanWrite)
}

fn actions(facts: &Facts, writable: bool) -> AnyView {
    let path = path(facts.plan.id);
    let add = writable
        .then(|| view! { <a class="btn" href=format!("{path}?punkt=ny")>"Lägg till punkt"</a> });
    view! {
        {add}
        <a class="btn" href=format!("{path}/historik")>
            "Historik"
        </a>
        <button
            class="btn"
            type="button"
            on:click=move |_| {
                // Fails only where the browser can't print.
                let _ = window().print();
            }
        >
            "Skriv ut"
        </button>
    }
    .into_any()
}

/// How it stands, in a sentence or two.
fn lede(plan: &ActionPlan) -> AnyView {
    let uncovered = plan.uncovered().len();
    let covered = match uncovered {
        0 => "Alla brister mot föreskrift är täckta.".to_owned(),
        1 => "En brist mot föreskrift saknar åtgärd.".to_owned(),
        more => format!("{more} brister mot föreskrift saknar åtgärd."),
    };
    match &plan.phase {
        PlanPhase::Draft { .. } => {
            let due = plan.due.map(|due| {
                let late = (today() - due).num_days();
                if late > 0 {
                    let words =
                        format!("Skulle lämnas in {}, {}. ", say_short(due), say_late(late));
                    view! { <span class="late">{words}</span> }.into_any()
                } else {
                    format!("Ska lämnas in {}. ", say_short(due)).into_any()
                }
            });
            view! { {due} {covered} }.into_any()
        }
        PlanPhase::Submitted { approved } => {
            format!("Inlämnad {} av {}. {covered}", say_day_of(approved.at), approved.by.name)
                .into_any()
        }
        PlanPhase::InForce { approved, accepted } => {
            let from = accepted.as_ref().unwrap_or(approved);
            let what =
                if accepted.is_some() { "Godkänd av inspektörerna" } else { "Gäller sedan" };
            let late = match plan.late(today()).len() {
                0 => view! { " Ingen åtgärd är försenad." }.into_any(),
                1 => view! { " " <span class="late">"En åtgärd är försenad."</span> }.into_any(),
                more => {
                    let words = format!("{more} åtgärder är försenade.");
                    view! { " " <span class="late">{words}</span> }.into_any()
                }
            };
            view! { {format!("{what} {}.", say_day_of(from.at))} {late} }.into_any()
        }
    }
}

/// What the inspectors want changed.
fn returned(plan: &ActionPlan) -> Option<AnyView> {
    let PlanPhase::Draft { returned: Some(returned) } = &plan.phase else { return None };
    let head =
        format!("{} skickade tillbaka planen {}", returned.by.by.name, say_day_of(returned.by.at));
    let comment = returned.comment.to_string();
    Some(
        view! {
            <div class="notice" data-kind="warn">
                <h2>{head}</h2>
                <p>{comment}</p>
            </div>
        }
        .into_any(),
    )
}

fn entries(facts: &Facts, writable: bool, follows: bool) -> AnyView {
    let plan = &facts.plan;
    let actions: usize = plan.entries.iter().map(|entry| entry.actions.len()).sum();
    let counted =
        |n: usize, one: &str, many: &str| format!("{n} {}", if n == 1 { one } else { many });
    let count = format!(
        "{}, {}",
        counted(plan.entries.len(), "punkt", "punkter"),
        counted(actions, "åtgärd", "åtgärder")
    );
    let shown = if plan.entries.is_empty() {
        let first = writable.then(|| {
            let href = format!("{}?punkt=ny", path(plan.id));
            view! { <a class="btn primary" href=href>"Skriv den första"</a> }
        });
        view! {
            <Empty
                title="Här står åtgärderna"
                text="En punkt svarar på en eller flera brister, med vad som ska göras, när, av vem och hur det följs upp."
            >
                {first}
            </Empty>
        }
        .into_any()
    } else {
        let entries = (1..)
            .zip(&plan.entries)
            .map(|(number, entry)| entry::article(facts, entry, number, writable, follows))
            .collect_view();
        view! { <div>{entries}</div> }.into_any()
    };
    view! {
        <section class="card" aria-labelledby="atgarder">
            <div class="card-head">
                <h2 id="atgarder">"Åtgärder"</h2>
                <p class="note">{count}</p>
            </div>
            {shown}
        </section>
    }
    .into_any()
}
