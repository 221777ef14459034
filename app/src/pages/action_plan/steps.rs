//! Beside the plan: what it covers, what comes next, and what grades it gives.

use leptos::prelude::*;
use serde::Serialize;
use shared::{
    action_plan::{ActionPlan, PlanFinding, PlanOrigin, PlanPhase},
    checklist::CriterionClass,
    grade::{Grade, ReviewGrade},
    review::GiveReason,
    rights::Action,
    text::Reason,
};

use super::{Facts, decision::Decision, decision::DecisionCard, path};
use crate::{
    api::{self, Method},
    components::{AskedReason, Confirm, Going, GradeBadge, Load},
    pages::anchor::focus_heading,
    session::use_session,
    time::say_day_of,
};

/// Which findings the plan answers to, and which it doesn't yet.
pub(super) fn coverage(facts: &Facts, writable: bool) -> AnyView {
    let plan = &facts.plan;
    let (binding, other): (Vec<&PlanFinding>, Vec<&PlanFinding>) =
        plan.findings.iter().partition(|finding| finding.class == CriterionClass::Regulation);
    let covered = binding.len() - plan.uncovered().len();
    let title = if binding.is_empty() {
        "Inga brister mot föreskrift".to_owned()
    } else {
        format!("{covered} av {} brister mot föreskrift täckta", binding.len())
    };
    let list = |findings: Vec<&PlanFinding>, needed: bool| {
        let rows =
            findings.into_iter().map(|f| covered_row(plan, f, writable, needed)).collect_view();
        view! { <ul class="coverage">{rows}</ul> }
    };
    let other = (!other.is_empty()).then(|| {
        view! {
            <h3 class="section-label">"Övriga brister, får tas med"</h3>
            {list(other, false)}
        }
    });
    view! {
        <section class="card" data-tight aria-labelledby="tackning">
            <h2 id="tackning">{title}</h2>
            {list(binding, true)}
            {other}
        </section>
    }
    .into_any()
}

fn covered_row(plan: &ActionPlan, finding: &PlanFinding, writable: bool, needed: bool) -> AnyView {
    let code = finding.code;
    let covering = plan.entries.iter().find(|entry| entry.criteria.contains(&code));
    let (what, mark) = match covering {
        Some(entry) => {
            let text = entry.actions.first().map(|action| action.text.to_string());
            let href = format!("#{}", entry.id);
            (
                view! { <a href=href>{text.filter(|t| !t.is_empty()).unwrap_or_else(|| "Punkten".to_owned())}</a> }
                    .into_any(),
                Some(view! { <span class="chip" data-state="done">"Täckt"</span> }.into_any()),
            )
        }
        None => (
            view! {
                <span class=if needed { "late" } else { "muted" }>"Ingen åtgärd än"</span>
            }
            .into_any(),
            writable.then(|| {
                let href = format!("{}?punkt=ny&brist={code}", path(plan.id));
                view! {
                    <a class="btn" href=href>
                        "Lägg till"
                        <span class="vh">{format!(" åtgärd för {code}")}</span>
                    </a>
                }
                .into_any()
            }),
        ),
    };
    view! {
        <li>
            <span class="code">{code.to_string()}</span>
            <span>{what}</span>
            {mark}
        </li>
    }
    .into_any()
}

/// Takes a step of the plan and brings the page up to date.
#[derive(Clone, Copy)]
pub(super) struct Stepper {
    facts: Load<Facts>,
    pub(super) going: Going,
}

impl Stepper {
    /// `step` is the last part of the operation's path, `said` what is told when it has been taken.
    pub(super) fn take<B: Serialize + 'static>(
        self,
        step: &'static str,
        body: Option<B>,
        said: &'static str,
        then: impl FnOnce() + 'static,
    ) {
        let Some(facts) = self.facts.get_untracked() else { return };
        let sent = async move {
            let path = format!("/action-plans/{}/{step}", facts.plan.id);
            let revision = Some(facts.plan.revision);
            match &body {
                Some(body) => api::send::<_, ActionPlan>(Method::POST, &path, revision, body).await,
                None => api::send_empty(Method::POST, &path, revision).await,
            }
        };
        self.going.hear(sent, said, move |answer| match answer {
            Ok(_) => {
                then();
                self.facts.reload();
                focus_heading();
                None
            }
            Err(error) if error.changed() => {
                self.facts.reload();
                Some(
                    "Planen har ändrats sedan du öppnade sidan. Nu visas den senaste. Läs igenom den och försök igen."
                        .to_owned(),
                )
            }
            Err(error) => Some(error.sentence()),
        });
    }
}

/// The step that comes next, for who may take it.
#[component]
pub(super) fn Steps(
    /// The plan and what stands around it.
    facts: Load<Facts>,
    /// The same, as it is shown now.
    shown: Facts,
    /// The inspector's decision as far as it is written.
    decision: Decision,
) -> impl IntoView {
    let session = use_session();
    let stepper = Stepper { facts, going: decision.going };
    let may = |action| shown.may(session, action);
    match &shown.plan.phase {
        PlanPhase::Draft { .. } => {
            view! { <Submit stepper approves=may(Action::PlanApprove) plan=shown.plan.clone() /> }.into_any()
        }
        PlanPhase::Submitted { .. } if may(Action::PlanAccept) => {
            view! { <DecisionCard stepper decision plan=shown.plan.clone() checklist=shown.checklist.clone() /> }.into_any()
        }
        PlanPhase::Submitted { approved } => {
            let words = format!(
                "{} lämnade in planen {}. Inspektörerna godkänner den eller skickar tillbaka den med en kommentar.",
                approved.by.name,
                say_day_of(approved.at)
            );
            card("Väntar på inspektörerna", view! { <p>{words}</p> }.into_any())
        }
        PlanPhase::InForce { accepted: Some(accepted), approved } => {
            let words = format!(
                "Inlämnad {} av {}. Godkänd {} av {}.",
                say_day_of(approved.at),
                approved.by.name,
                say_day_of(accepted.at),
                accepted.by.name
            );
            let undo = may(Action::PlanAccept).then(|| view! { <Withdraw stepper /> });
            card("Planen gäller", view! { <p>{words}</p> {undo} }.into_any())
        }
        PlanPhase::InForce { accepted: None, approved } => {
            let words = format!("Godkänd {} av {}.", say_day_of(approved.at), approved.by.name);
            card("Planen gäller", view! { <p>{words}</p> }.into_any())
        }
    }
}

fn card(title: &'static str, body: AnyView) -> AnyView {
    view! {
        <section class="card" data-tight aria-label=title>
            <h2>{title}</h2>
            {body}
        </section>
    }
    .into_any()
}

#[component]
fn Submit(
    /// Takes the step.
    stepper: Stepper,
    /// Whether the person is the head of unit.
    approves: bool,
    /// The plan.
    plan: ActionPlan,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let inspected = matches!(plan.origin, PlanOrigin::Inspection(_));
    let (title, action, what) = if inspected {
        (
            "Lämna in",
            "Godkänn och lämna in",
            "Inspektörerna läser planen och kan ändra D till C. Innehållet ändras inte medan de läser.",
        )
    } else {
        ("Godkänn", "Godkänn planen", "Planen börjar gälla och åtgärderna följs upp.")
    };
    let gap = plan.whole().err().map(|gap| gap.to_string());
    let whole = gap.is_none();
    let body = if approves {
        view! {
            <p>{what}</p>
            <button
                class="btn primary block"
                type="button"
                disabled=!whole
                aria-disabled=move || stepper.going.busy()
                aria-describedby="lamna-in-varfor"
                on:click=move |_| open.set(true)
            >
                {action}
            </button>
            <p class="note" id="lamna-in-varfor">
                {gap.unwrap_or_else(|| "Allt som behövs står i planen.".to_owned())}
            </p>
            {stepper.going.refused()}
            <Confirm
                open
                title=format!("{action}?")
                action
                on_confirm=Callback::new(move |_: Option<Reason>| {
                    stepper.take::<()>("submission", None, "Planen är inlämnad.", || {});
                })
            >
                <p>{what}</p>
            </Confirm>
        }
        .into_any()
    } else {
        let waits = if inspected {
            "Verksamhetschefen godkänner planen och lämnar in den."
        } else {
            "Verksamhetschefen godkänner planen."
        };
        view! {
            <p>{waits}</p>
            <p class="note">{gap.unwrap_or_else(|| "Allt som behövs står i planen.".to_owned())}</p>
        }
        .into_any()
    };
    card(title, body)
}

#[component]
fn Withdraw(
    /// Takes the step.
    stepper: Stepper,
) -> impl IntoView {
    let open = RwSignal::new(false);
    view! {
        <button class="link-btn danger" type="button" on:click=move |_| open.set(true)>
            "Ta tillbaka godkännandet"
        </button>
        {stepper.going.refused()}
        <Confirm
            open
            title="Ta tillbaka godkännandet?"
            action="Ta tillbaka"
            reason=AskedReason::new("Varför?", stepper.going)
            danger=true
            on_confirm=Callback::new(move |reason: Option<Reason>| {
                let body = reason.map(|reason| GiveReason { reason });
                stepper.take("acceptance-withdrawal", body, "Godkännandet är tillbakataget.", || {});
            })
        >
            <p>
                "Betygen blir D igen tills planen godkänns på nytt. Kliniken ser varför."
            </p>
        </Confirm>
    }
}

/// What the plan makes of the grades.
pub(super) fn grades(facts: &Facts) -> Option<AnyView> {
    let protocol = facts.inspection.as_ref()?.protocol.as_ref()?;
    let rows: Vec<AnyView> = protocol
        .gradings
        .iter()
        .filter(|grading| grading.grade == Some(Grade::D))
        .map(|grading| {
            let name = facts.checklist.area(grading.area).map(|area| area.short_name.clone());
            let note = match &grading.after_plan {
                Some(after) => format!(
                    "{}. {}, ändrat {}",
                    grading.area,
                    name.unwrap_or_default(),
                    say_day_of(after.accepted.at)
                ),
                None => {
                    format!("{}. {}, om planen godkänns", grading.area, name.unwrap_or_default())
                }
            };
            let grade = ReviewGrade { set: Grade::D, after_plan: Some(Grade::C) };
            view! {
                <p class="grade-line">
                    <GradeBadge grade inspection=true of=format!("Område {}:", grading.area) />
                    <span class="note">{note}</span>
                </p>
            }
            .into_any()
        })
        .collect();
    (!rows.is_empty()).then(|| {
        view! {
            <section class="card" data-tight aria-labelledby="betyg-efter">
                <h2 id="betyg-efter">"Betyg efter planen"</h2>
                {rows}
            </section>
        }
        .into_any()
    })
}
