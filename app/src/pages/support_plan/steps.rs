//! Where a plan is on its way, who has signed, and what the person can do next.

use leptos::prelude::*;
use shared::{
    iup::ReopenedHow,
    person::Signature,
    review::GiveReason,
    support_plan::{
        ClosedFrom, FollowUpOutcome, ReadSupportPlan, SupportAgreement, SupportPlan,
        SupportPlanPhase as Phase, SupportStep as S,
    },
};

use super::Shelf;
use crate::{
    components::{AskedReason, Confirm, Going},
    time::{say_day_of, say_long},
};

/// How the plan stands and the next step.
#[component]
pub fn Steps(
    shelf: Shelf,
    plan: SupportPlan,
    /// Whether something is written that isn't saved.
    unsaved: RwSignal<bool>,
) -> impl IntoView {
    let going = Going::new();
    let kept = StoredValue::new(plan.clone());
    let read = move |rest: &'static str, done: &'static str| {
        if unsaved.get_untracked() {
            going.refuse("Du har skrivit något som inte är sparat. Spara det först.");
            return;
        }
        let plan = kept.get_value();
        let body = ReadSupportPlan { read: plan.revision };
        going.take(async move { shelf.send(&plan, rest, body).await }, done, move |saved| {
            shelf.take(saved)
        });
    };
    let because = move |rest: &'static str, done: &'static str| {
        Callback::new(move |reason| {
            let Some(reason) = reason else { return };
            let plan = kept.get_value();
            going.take(
                async move { shelf.send(&plan, rest, GiveReason { reason }).await },
                done,
                move |saved| shelf.take(saved),
            );
        })
    };
    let me = shelf.binder().me();
    let own = |signature: &Signature| signature.by.id == me;
    let signed = match &plan.phase {
        Phase::Signing { first } => own(&first.signature),
        Phase::Proposed { signatures } => own(&signatures.trainee) || own(&signatures.supervisor),
        _ => false,
    };
    let signing = matches!(plan.phase, Phase::Draft { .. } | Phase::Signing { .. });
    let sign = (signing && !signed && shelf.may(S::Write)).then(|| {
        view! {
            <button
                class="btn primary"
                type="button"
                aria-disabled=move || going.busy()
                on:click=move |_| read("signature", "Du har undertecknat åtgärdsplanen.")
            >
                "Underteckna"
            </button>
        }
    });
    let (withdrawing, returning, closing) =
        (RwSignal::new(false), RwSignal::new(false), RwSignal::new(false));
    let withdraw = signed.then(|| {
        view! {
            <button class="link-btn" type="button" on:click=move |_| withdrawing.set(true)>
                "Ta tillbaka underskriften"
            </button>
        }
    });
    let proposed = matches!(plan.phase, Phase::Proposed { .. });
    let approve = (proposed && shelf.may(S::Approve)).then(|| {
        view! {
            <button
                class="btn primary"
                type="button"
                aria-disabled=move || going.busy()
                on:click=move |_| read("approval", "Åtgärdsplanen är godkänd och gäller.")
            >
                "Godkänn"
            </button>
            <button class="btn" type="button" on:click=move |_| returning.set(true)>
                "Återlämna"
            </button>
        }
    });
    let draft = matches!(plan.phase, Phase::Draft { .. });
    let may_close = shelf.may(S::Close) && closable(&plan);
    let close = may_close.then(|| {
        let class = if draft { "link-btn danger" } else { "btn" };
        view! {
            <button class=class type="button" on:click=move |_| closing.set(true)>
                {if draft { "Avsluta utkastet" } else { "Avsluta planen" }}
            </button>
        }
    });
    view! {
        <section class="next-up iup-steps" aria-labelledby="lage">
            <h2 id="lage">{plan.phase.name()}</h2>
            <p>{standing(&plan)}</p>
            {signatures(&plan)}
            {going.refused()}
            <div class="actions">{sign} {approve} {close} {withdraw}</div>
        </section>
        <Confirm
            open=withdrawing
            title="Ta tillbaka din underskrift?"
            action="Ta tillbaka"
            reason=AskedReason::new("Varför?", going)
            on_confirm=because("signature-withdrawal", "Underskriften är tillbakatagen.")
        >
            <p>"Planen blir ett utkast igen, och ni undertecknar båda på nytt."</p>
        </Confirm>
        <Confirm
            open=returning
            title="Återlämna åtgärdsplanen?"
            action="Återlämna"
            reason=AskedReason::new("Vad behöver ändras?", going)
            on_confirm=because("return", "Åtgärdsplanen är återlämnad.")
        >
            <p>"Den blir ett utkast igen. ST-läkaren och handledaren ändrar och undertecknar på nytt."</p>
        </Confirm>
        <Confirm
            open=closing
            title="Avsluta åtgärdsplanen?"
            action="Avsluta"
            reason=AskedReason::new("Varför?", going)
            danger=draft
            on_confirm=because("closing", "Åtgärdsplanen är avslutad.")
        >
            <p>"Den kan läsas av er som ser den nu, men inte ändras."</p>
        </Confirm>
    }
}

/// Whether the plan's way lets it be closed now.
fn closable(plan: &SupportPlan) -> bool {
    let decided = plan.decision().is_some();
    match &plan.phase {
        Phase::Draft { .. } | Phase::Escalated { .. } => true,
        Phase::InForce { .. } => decided,
        Phase::FollowedUp { follow_up, .. } => {
            decided || follow_up.outcome == FollowUpOutcome::GoalsMet
        }
        Phase::Signing { .. } | Phase::Proposed { .. } | Phase::Closed { .. } => false,
    }
}

/// Whom all have agreed with, once the plan is in force.
const fn agreement(plan: &SupportPlan) -> Option<&SupportAgreement> {
    match &plan.phase {
        Phase::InForce { agreement }
        | Phase::FollowedUp { agreement, .. }
        | Phase::Escalated { agreement, .. }
        | Phase::Closed {
            from:
                ClosedFrom::InForce { agreement }
                | ClosedFrom::FollowedUp { agreement, .. }
                | ClosedFrom::Escalated { agreement, .. },
            ..
        } => Some(agreement),
        Phase::Draft { .. }
        | Phase::Signing { .. }
        | Phase::Proposed { .. }
        | Phase::Closed { .. } => None,
    }
}

/// Who has signed and approved, and who is awaited.
fn signatures(plan: &SupportPlan) -> Option<impl IntoView + use<>> {
    use shared::iup::Signatory;
    let (trainee, supervisor, approved) = match (&plan.phase, agreement(plan)) {
        (Phase::Signing { first }, _) => {
            let by = |who| (first.signatory == who).then_some(&first.signature);
            (by(Signatory::Trainee), by(Signatory::Supervisor), None)
        }
        (Phase::Proposed { signatures }, _) => {
            (Some(&signatures.trainee), Some(&signatures.supervisor), None)
        }
        (_, Some(SupportAgreement { signatures, approved, .. })) => {
            (Some(&signatures.trainee), Some(&signatures.supervisor), Some(approved))
        }
        _ => return None,
    };
    let row = |part: &'static str, signature: Option<&Signature>, done: &'static str| {
        let (name, state, class) = match signature {
            Some(signature) => (
                signature.by.name.clone(),
                format!("{done} {}", say_day_of(signature.at)),
                "signed",
            ),
            None => (String::new(), "Väntar".to_owned(), "awaited"),
        };
        view! {
            <li>
                <span>
                    <b>{part}</b>
                    <span class="note">{name}</span>
                </span>
                <span class=class>{state}</span>
            </li>
        }
    };
    Some(view! {
        <ul class="signatures" aria-label="Underskrifter">
            {row("ST-läkare", trainee, "Undertecknade")}
            {row("Huvudansvarig handledare", supervisor, "Undertecknade")}
            {row("Studierektor", approved, "Godkände")}
        </ul>
    })
}

/// Where a plan is on its way, in a sentence.
fn standing(plan: &SupportPlan) -> String {
    match &plan.phase {
        Phase::Draft { reopened: None } => {
            "Skrivs av ST-läkaren och handledaren, som sedan undertecknar. Studierektorn godkänner."
                .to_owned()
        }
        Phase::Draft { reopened: Some(reopened) } => {
            let how = match reopened.how {
                ReopenedHow::Withdrawn => "tog tillbaka sin underskrift",
                ReopenedHow::Returned => "återlämnade den",
            };
            let (by, on) = (&reopened.by.by.name, say_day_of(reopened.by.at));
            format!("{by} {how} {on}: {}", &*reopened.reason)
        }
        Phase::Signing { .. } => "Låst medan den andra parten läser och undertecknar.".to_owned(),
        Phase::Proposed { .. } => "Båda har undertecknat. Studierektorn godkänner.".to_owned(),
        Phase::InForce { agreement } => {
            format!("Gäller från {}. Följs upp som planen säger.", say_long(agreement.on))
        }
        Phase::FollowedUp { follow_up, .. } => match follow_up.outcome {
            FollowUpOutcome::GoalsMet => {
                "Målen är uppnådda. Studierektorn avslutar planen.".to_owned()
            }
            FollowUpOutcome::GoalsNotMet | FollowUpOutcome::NotFollowed => {
                "Studierektorn går vidare med en ny åtgärdsplan, eller låter verksamhetschefen besluta."
                    .to_owned()
            }
        },
        Phase::Escalated { escalation, .. } => format!(
            "{} gick vidare med en ny åtgärdsplan {}.",
            escalation.by.by.name,
            say_day_of(escalation.by.at)
        ),
        Phase::Closed { closed, reason, .. } => {
            format!("{} avslutade den {}: {}", closed.by.name, say_day_of(closed.at), &**reason)
        }
    }
}
