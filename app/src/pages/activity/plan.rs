//! A scientific work's project plan: who supervises the work, who has approved the plan, and who is awaited.

use leptos::{ev, prelude::*};
use shared::{
    activity::{Activity, NameScientificSupervisor, PlanApprovals, PlanApprover, ScientificWork},
    person::{PersonName, Signature},
    rights::Action,
};

use super::step::Step;
use crate::{
    api,
    components::{Field, Mistakes, Refused, Select, load},
    pages::training::Binder,
    session::use_session,
    time::say_day_of,
};

/// Who has approved; the scientific supervisor where there is one.
#[component]
pub fn Approvals(work: ScientificWork) -> impl IntoView {
    let named = work.scientific_supervisor.is_some();
    let PlanApprovals { principal_supervisor, scientific_supervisor, head_of_unit } =
        work.approvals;
    let row = |who: &'static str, by: Option<Signature>| {
        let said = match by {
            Some(by) => format!("{who}: godkänd av {} {}", by.by.name, say_day_of(by.at)),
            None => format!("{who}: inte godkänd än"),
        };
        view! { <li>{said}</li> }
    };
    // Either of the two supervisors is enough.
    let principal = (principal_supervisor.is_some() || scientific_supervisor.is_none())
        .then(|| row("Huvudansvarig handledare", principal_supervisor.clone()));
    let scientific = (scientific_supervisor.is_some() || (named && principal_supervisor.is_none()))
        .then(|| row("Vetenskaplig handledare", scientific_supervisor));
    view! {
        <h3 class="section-label">"Projektplanens godkännande"</h3>
        <ul class="plain-list">
            {principal} {scientific} {row("Verksamhetschef", head_of_unit)}
        </ul>
    }
}

/// Whether the signed-in person is one whose approval of the plan is awaited.
fn awaited(binder: Binder, activity: &Activity) -> bool {
    let session = use_session();
    let (Some(work), Some(me)) = (activity.details.scientific_work(), session.me().get_untracked())
    else {
        return false;
    };
    match binder.get_untracked() {
        Some(portfolio) => {
            work.approvers(&me, &portfolio.training).into_iter().any(|one| work.lacks(one))
        }
        // Who sees only the work is there as its scientific supervisor.
        None => work.lacks(PlanApprover::ScientificSupervisor),
    }
}

/// Approves the plan, for those who may.
#[component]
pub fn Approve(binder: Binder, activity: StoredValue<Activity>, step: Step) -> impl IntoView {
    let awaited = activity.with_value(|activity| untrack(|| awaited(binder, activity)));
    let seen = activity.with_value(|activity| (activity.id, activity.version));
    awaited.then(|| {
        view! {
            <button
                class="btn primary"
                type="button"
                aria-disabled=move || step.busy()
                on:click=move |_| step.approve(seen)
            >
                "Godkänn projektplanen"
            </button>
        }
    })
}

/// Names the scientific supervisor of a work, for who writes in the training.
#[component]
pub fn Supervisor(binder: Binder, activity: StoredValue<Activity>, step: Step) -> impl IntoView {
    let session = use_session();
    let may = untrack(|| {
        let portfolio = binder.get()?;
        Some(session.may(Action::TrainingWrite, &binder.on(&portfolio.training)))
    });
    let work = activity.with_value(|activity| activity.details.scientific_work().cloned());
    let work = work.filter(|_| may == Some(true))?;
    let choosing = RwSignal::new(false);
    let words = match &work.scientific_supervisor {
        None => "Välj vetenskaplig handledare",
        Some(_) => "Byt vetenskaplig handledare",
    };
    let supervisor = StoredValue::new(work.scientific_supervisor);
    Some(view! {
        {move || {
            if choosing.get() {
                view! { <Choose binder activity supervisor step choosing /> }.into_any()
            } else {
                view! {
                    <button class="link-btn" type="button" on:click=move |_| choosing.set(true)>
                        {words}
                    </button>
                }
                    .into_any()
            }
        }}
    })
}

/// Chooses among those who supervise at the clinic; who is named already is there wherever they work.
#[component]
fn Choose(
    binder: Binder,
    activity: StoredValue<Activity>,
    supervisor: StoredValue<Option<PersonName>>,
    step: Step,
    choosing: RwSignal<bool>,
) -> impl IntoView {
    let now = supervisor.with_value(|one| one.as_ref().map(|one| one.id.to_string()));
    let chosen = RwSignal::new(now.unwrap_or_default());
    let mistakes = Mistakes::none(&[("person", "vet-handledare")]);
    let people = load(move || {
        let path = binder.path("/certifiers");
        async move { api::get::<Vec<PersonName>>(&path).await }
    });
    let options = Signal::derive(move || {
        let mut all = people.get().unwrap_or_default();
        if let Some(named) = supervisor.get_value()
            && all.iter().all(|one| one.id != named.id)
        {
            all.push(named);
        }
        let none = (String::new(), "Ingen".to_owned());
        let people = all.into_iter().map(|one| (one.id.to_string(), one.name));
        std::iter::once(none).chain(people).collect::<Vec<_>>()
    });
    let seen = activity.with_value(|activity| (activity.id, activity.version));
    let send = move |event: ev::SubmitEvent| {
        event.prevent_default();
        mistakes.clear();
        let person = chosen.get_untracked().parse().ok();
        step.name_supervisor(mistakes, seen, NameScientificSupervisor { person });
    };
    view! {
        <form class="form" novalidate aria-label="Vetenskaplig handledare" on:submit=send>
            <Field
                label="Vetenskaplig handledare"
                id="vet-handledare"
                hint="Får läsa arbetet och godkänna projektplanen, och får se det under Att göra"
                error=mistakes.at("vet-handledare")
            >
                <Select value=chosen options />
            </Field>
            <Refused mistakes />
            <div class="actions">
                <button class="btn primary" aria-disabled=move || step.busy()>
                    "Spara valet"
                </button>
                <button class="btn" type="button" on:click=move |_| choosing.set(false)>
                    "Avbryt"
                </button>
            </div>
        </form>
    }
}
