//! The steps taken with the whole self-assessment: signing, opening again, carrying over, a plan from it.

use leptos::{prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use shared::{
    action_plan::{ActionPlan, StartPlan},
    checklist::CriterionCode,
    review::GiveReason,
    rights::Action,
    self_assessment::{AssessmentPhase, CarriedOver},
    text::Reason,
};

use super::record::Record;
use crate::{
    api::{self, Method},
    components::{AskedReason, Confirm, Going, Toasts},
    time::say_moment,
};

/// Says that it is locked, since when and by whom, and offers to open it again.
#[component]
pub(super) fn Lock(
    /// The self-assessment.
    record: Record,
) -> impl IntoView {
    let asking = RwSignal::new(false);
    let going = Going::new();
    let reopen = Callback::new(move |reason: Option<Reason>| {
        let Some(reason) = reason else { return };
        let sent = async move {
            let path = format!("/self-assessments/{}/reopening", record.id);
            let body = GiveReason { reason };
            api::send(Method::POST, &path, Some(record.revision()), &body).await
        };
        going.follow(sent, "Självvärderingen är öppnad igen.", move |now| record.hear(now));
    });
    let phase = Memo::new(move |_| record.head.with(|head| head.phase.clone()));
    let year = move || record.head.with(|head| head.year);
    let banner = move || {
        let phase = phase.get();
        let signed = phase.signed()?.clone();
        let used = matches!(phase, AssessmentPhase::Used { .. });
        let words = format!("Undertecknad av {} {}.", signed.by.name, say_moment(signed.at));
        let rest = if used {
            "En granskning använder svaren, så de kan inte ändras."
        } else {
            "Svaren kan läsas men inte ändras."
        };
        let open = (!used && record.may(Action::AssessmentSign)).then(|| {
            view! {
                <button class="link-btn" type="button" on:click=move |_| asking.set(true)>
                    "Öppna igen"
                </button>
            }
        });
        Some(view! {
            <div class="locked">
                <p>
                    <b>"Låst."</b>
                    " "
                    {words}
                    " "
                    {rest}
                </p>
                {open}
            </div>
        })
    };
    let reading = move || {
        let others =
            phase.with(|phase| phase.signed().is_none()) && !record.may(Action::AssessmentAnswer);
        others.then(|| {
            view! {
                <div class="locked">
                    <p>"Du kan läsa självvärderingen men inte svara i den."</p>
                </div>
            }
        })
    };
    view! {
        {banner}
        {going.refused()}
        {reading}
        <Confirm
            open=asking
            title=Signal::derive(move || format!("Öppna självvärderingen {} igen?", year()))
            action="Öppna igen"
            reason=AskedReason::new("Varför?", going)
            danger=true
            on_confirm=reopen
        >
            <p>
                "Underskriften tas bort och alla på kliniken som svarar kan ändra svaren igen. Regionen ser inte självvärderingen förrän den är undertecknad på nytt."
            </p>
        </Confirm>
    }
}

/// What remains before it can be signed, and the signature.
#[component]
pub(super) fn SignCard(
    /// The self-assessment.
    record: Record,
) -> impl IntoView {
    let going = Going::new();
    let asking = RwSignal::new(false);
    let may_sign = untrack(|| record.may(Action::AssessmentSign));
    let unanswered = Memo::new(move |_| {
        remaining(record, |field| {
            field.fulfilment().is_none() && !field.to_confirm() && !field.needs_comment()
        })
    });
    let unconfirmed = Memo::new(move |_| remaining(record, |field| field.to_confirm()));
    let without_comment =
        Memo::new(move |_| remaining(record, |field| field.needs_comment() && !field.to_confirm()));
    let done = Memo::new(move |_| {
        unanswered.with(Vec::is_empty)
            && unconfirmed.with(Vec::is_empty)
            && without_comment.with(Vec::is_empty)
    });
    let sign = Callback::new(move |_: Option<Reason>| {
        let sent = async move {
            record.listen().await;
            let path = format!("/self-assessments/{}/signature", record.id);
            api::send_empty(Method::POST, &path, Some(record.revision())).await
        };
        going.follow(sent, "Självvärderingen är undertecknad.", move |now| record.hear(now));
    });
    let row = move |codes: Vec<CriterionCode>, words: fn(usize) -> String| {
        let first = *codes.first()?;
        Some(view! {
            <li>
                <span class="mark" data-verdict="none"></span>
                <a href=record.place(first)>{words(codes.len())}</a>
            </li>
        })
    };
    let left = move || {
        (!done.get()).then(|| {
            view! {
                <p>"Det går när allt är besvarat. Kvar:"</p>
                <ul class="reasons">
                    {row(unanswered.get(), |n| several(n, "kriterium är obesvarat", "kriterier är obesvarade"))}
                    {row(unconfirmed.get(), |n| several(n, "svar från förra året ska bekräftas", "svar från förra året ska bekräftas"))}
                    {row(without_comment.get(), |n| several(n, "”Ej tillämpligt” saknar kommentar", "”Ej tillämpligt” saknar kommentar"))}
                </ul>
            }
        })
    };
    let who = if may_sign {
        "När du har undertecknat är svaren låsta och regionen kan läsa dem."
    } else {
        "Verksamhetschefen undertecknar. Sedan är svaren låsta."
    };
    let button = may_sign.then(|| {
        view! {
            <button
                class="btn primary block"
                type="button"
                disabled=move || !done.get() || going.busy().is_some() || !record.is_settled()
                on:click=move |_| asking.set(true)
            >
                "Underteckna"
            </button>
        }
    });
    view! {
        <section class="card" data-tight aria-labelledby="underteckna">
            <h2 id="underteckna">"Underteckna"</h2>
            {left}
            {move || done.get().then(|| view! { <p>"Alla kriterier är besvarade."</p> })}
            {going.refused()}
            {button}
            <p class="note">{who}</p>
        </section>
        <Confirm
            open=asking
            title="Underteckna självvärderingen?"
            action="Underteckna"
            on_confirm=sign
        >
            <p>
                "Svaren låses och den övergripande studierektorn kan läsa dem. Du kan öppna självvärderingen igen tills en granskning har börjat använda den."
            </p>
        </Confirm>
    }
}

fn several(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

fn remaining(
    record: Record,
    what: impl Fn(super::record::AnswerField) -> bool,
) -> Vec<CriterionCode> {
    let answers = record.answers();
    answers.iter().filter(|(_, field)| what(**field)).map(|(code, _)| *code).collect()
}

/// Fills in last year's answers, each to confirm.
#[component]
pub(super) fn CarryOver(
    /// The self-assessment.
    record: Record,
) -> impl IntoView {
    let toasts = expect_context::<Toasts>();
    let busy = RwSignal::new(false);
    let result = RwSignal::new(None::<String>);
    let carry = move |_| {
        busy.set(true);
        spawn_local(async move {
            let path = format!("/self-assessments/{}/carry-over", record.id);
            match api::send_empty::<CarriedOver>(Method::POST, &path, None).await {
                Ok(CarriedOver { year, filled }) => {
                    record.listen().await;
                    let words = match filled.len() {
                        0 => format!("Inget togs med från {year}: allt är redan besvarat här."),
                        1 => format!("1 svar från {year} är ifyllt. Gå igenom och bekräfta det."),
                        n => format!(
                            "{n} svar från {year} är ifyllda. Gå igenom och bekräfta vart och ett."
                        ),
                    };
                    record.say(words.clone());
                    let _ = result.try_set(Some(words));
                }
                Err(error) => toasts.show(error.sentence()),
            }
            let _ = busy.try_set(false);
        });
    };
    view! {
        <section class="card" data-tight aria-labelledby="forra-aret">
            <h2 id="forra-aret">"Förra årets svar"</h2>
            <p>
                "Fyll i det som är obesvarat med svaren från närmast tidigare år. Varje svar ska sedan bekräftas eller ändras, och inget räknas förrän det är gjort."
            </p>
            <button class="btn block" type="button" disabled=move || busy.get() on:click=carry>
                "Ta med förra årets svar"
            </button>
            {move || result.get().map(|words| view! { <p class="note">{words}</p> })}
        </section>
    }
}

/// Begins an action plan from a signed self-assessment.
#[component]
pub(super) fn PlanCard(
    /// The self-assessment.
    record: Record,
) -> impl IntoView {
    let toasts = expect_context::<Toasts>();
    let navigate = use_navigate();
    let busy = RwSignal::new(false);
    let start = move |_| {
        busy.set(true);
        let navigate = navigate.clone();
        spawn_local(async move {
            let body = StartPlan { self_assessment: record.id };
            match api::send::<_, ActionPlan>(Method::POST, "/action-plans", None, &body).await {
                Ok(plan) => {
                    let page = format!("/handlingsplaner/{}", plan.id);
                    navigate(&page, NavigateOptions::default());
                }
                Err(error) => toasts.show(error.sentence()),
            }
            let _ = busy.try_set(false);
        });
    };
    view! {
        <section class="card" data-tight aria-labelledby="plan">
            <h2 id="plan">"Handlingsplan"</h2>
            <p>"Skriv hur det som inte är uppfyllt ska åtgärdas, av vem och när."</p>
            <button class="btn block" type="button" disabled=move || busy.get() on:click=start>
                "Börja på en handlingsplan"
            </button>
        </section>
    }
}
