//! How a plan went, and the secondary plan that goes on where it wasn't enough.

use leptos::{ev, prelude::*};
use shared::{
    support_plan::{
        FollowUpOutcome, FollowUpSupportPlan, Prolongation, SupportPlan, SupportPlanPhase as Phase,
        SupportStep,
    },
    text::FreeText,
};

use super::Shelf;
use crate::{
    components::{Field, Going, Input, Mistakes, Radios, Refused, Summary, TextArea},
    time::today,
};

/// Follows a plan in force up.
#[component]
pub fn FollowUp(shelf: Shelf, plan: SupportPlan) -> impl IntoView {
    let (going, mistakes) = (Going::new(), Mistakes::none(&[]));
    let outcome = RwSignal::new(None::<FollowUpOutcome>);
    let note = RwSignal::new(String::new());
    if !matches!(plan.phase, Phase::InForce { .. }) || !shelf.may(SupportStep::FollowUp) {
        return None;
    }
    let send = move |event: ev::SubmitEvent| {
        event.prevent_default();
        mistakes.clear();
        let Some(outcome) = outcome.get_untracked() else {
            mistakes.refuse("Välj hur det gick.".to_owned());
            return;
        };
        let note = match FreeText::try_from(note.get_untracked()) {
            Ok(note) => note,
            Err(why) => return mistakes.show(vec![("uppfoljt", why.to_string())]),
        };
        let plan = plan.clone();
        let body = FollowUpSupportPlan { outcome, note };
        going.take(
            async move { shelf.send(&plan, "follow-up", body).await },
            "Åtgärdsplanen är uppföljd.",
            move |saved| shelf.take(saved),
        );
    };
    let choices = FollowUpOutcome::ALL.map(|one| (one, one.name()));
    Some(view! {
        <section class="card" aria-labelledby="folj-upp">
            <h2 id="folj-upp">"Följ upp"</h2>
            <form
                class="stack"
                novalidate
                on:submit=send
                on:input=move |_| shelf.binder().is_unsaved(true)
            >
                <Summary mistakes />
                <Radios legend="Hur gick det?" options=choices.into() value=outcome />
                <Field label="Med egna ord" id="uppfoljt" error=mistakes.at("uppfoljt")>
                    <TextArea value=note />
                </Field>
                <Refused mistakes />
                <div class="actions">
                    <button class="btn primary" aria-disabled=move || going.busy()>
                        "Spara uppföljningen"
                    </button>
                </div>
            </form>
        </section>
    })
}

/// Goes on with a secondary plan (R77).
#[component]
pub fn Secondary(shelf: Shelf, plan: SupportPlan) -> impl IntoView {
    let (going, mistakes) = (Going::new(), Mistakes::none(&[("told", "berattat")]));
    let longer = RwSignal::new(Some(false));
    let told = RwSignal::new(today().to_string());
    let unmet = match &plan.phase {
        Phase::FollowedUp { follow_up, .. } => follow_up.outcome != FollowUpOutcome::GoalsMet,
        _ => false,
    };
    if !unmet || !shelf.may(SupportStep::Escalate) {
        return None;
    }
    let send = move |event: ev::SubmitEvent| {
        event.prevent_default();
        mistakes.clear();
        let prolongation = if longer.get_untracked() == Some(true) {
            match told.get_untracked().parse() {
                Ok(told) => Prolongation::Possible { told },
                Err(_) => {
                    let why = "Välj dagen då alla berörda fick veta det.".to_owned();
                    return mistakes.show(vec![("berattat", why)]);
                }
            }
        } else {
            Prolongation::NotForeseen
        };
        let plan = plan.clone();
        going.take_in(
            mistakes,
            async move { shelf.send(&plan, "secondary", prolongation).await },
            "En ny åtgärdsplan är påbörjad.",
            // The secondary plan isn't in the answer.
            move |_| shelf.reload(),
        );
    };
    let day = move || {
        (longer.get() == Some(true)).then(|| {
            view! {
                <Field
                    label="Alla berörda fick veta det"
                    id="berattat"
                    hint="Ska vara sagt innan den nya planen börjar (Riktlinje Västmanland 10)"
                    error=mistakes.at("berattat")
                >
                    <Input value=told kind="date" />
                </Field>
            }
        })
    };
    Some(view! {
        <section class="card" aria-labelledby="ny-plan">
            <div class="stack" data-gap="tight">
                <h2 id="ny-plan">"Gå vidare med en ny åtgärdsplan"</h2>
                <p class="note">
                    "Den här planen räckte inte eller följdes inte. ST-läkaren och handledaren skriver den nya."
                </p>
            </div>
            <form
                class="stack"
                novalidate
                on:submit=send
                on:input=move |_| shelf.binder().is_unsaved(true)
            >
                <Summary mistakes />
                <Radios
                    legend="Kan ST:n bli längre?"
                    options=vec![(false, "Nej"), (true, "Ja")]
                    value=longer
                    row=true
                />
                {day}
                <Refused mistakes />
                <div class="actions">
                    <button class="btn primary" aria-disabled=move || going.busy()>
                        "Börja på den nya planen"
                    </button>
                </div>
            </form>
        </section>
    })
}
