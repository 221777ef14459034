//! The head of unit's part: asked in by the director of studies, resources, a second opinion, and what is decided (R78).

use leptos::{ev, prelude::*};
use shared::{
    review::GiveReason,
    support_plan::{
        DecideSupportPlan, DecidedWay, HeadOfUnitInvolved, NoteSecondOpinion, SupportPlan,
        SupportStep as S,
    },
    text::{FreeText, Line, Reason},
};

use super::Shelf;
use crate::{
    components::{
        AskedReason, Confirm, Field, Going, Input, Mistakes, Radios, Refused, Summary, TextArea,
        Wrong,
    },
    time::{say_day_of, say_long, today},
};

/// The head of unit asked in, or the way to ask.
#[component]
pub fn HeadOfUnit(shelf: Shelf, plan: SupportPlan) -> impl IntoView {
    let open = plan.phase.open().is_ok();
    match plan.head_of_unit.clone() {
        Some(involved) => view! { <Involved shelf plan involved /> }.into_any(),
        None if open && shelf.may(S::InvolveHeadOfUnit) => view! { <Ask shelf plan /> }.into_any(),
        None => ().into_any(),
    }
}

#[component]
fn Ask(shelf: Shelf, plan: SupportPlan) -> impl IntoView {
    let going = Going::new();
    let asking = RwSignal::new(false);
    let ask = Callback::new(move |reason| {
        let Some(reason) = reason else { return };
        let plan = plan.clone();
        going.take(
            async move { shelf.send(&plan, "head-of-unit", GiveReason { reason }).await },
            "Verksamhetschefen är inkopplad.",
            move |saved| shelf.take(saved),
        );
    });
    view! {
        <section class="stack" data-gap="tight">
            {going.refused()}
            <div class="actions">
                <button class="link-btn" type="button" on:click=move |_| asking.set(true)>
                    "Koppla in verksamhetschefen"
                </button>
            </div>
        </section>
        <Confirm
            open=asking
            title="Koppla in verksamhetschefen?"
            action="Koppla in"
            reason=AskedReason::new("Vad behövs?", going)
            on_confirm=ask
        >
            <p>
                "Behövs när större förändringar eller resurser krävs (Riktlinje Västmanland 10). Verksamhetschefen ser planen från och med nu."
            </p>
        </Confirm>
    }
}

#[component]
fn Involved(shelf: Shelf, plan: SupportPlan, involved: HeadOfUnitInvolved) -> impl IntoView {
    let going = Going::new();
    let open = plan.phase.open().is_ok();
    let asked = format!(
        "{} kopplade in verksamhetschefen {}:",
        involved.asked.by.name,
        say_day_of(involved.asked.at)
    );
    let resources = match &involved.resources {
        Some(by) => {
            let said = format!(
                "{} godkände förändringarna och resurserna {}.",
                by.by.name,
                say_day_of(by.at)
            );
            view! { <p>{said}</p> }.into_any()
        }
        None if open && shelf.may(S::ApproveResources) => {
            let plan = plan.clone();
            let approve = move |_| {
                let plan = plan.clone();
                going.take(
                    async move { shelf.send(&plan, "resources", ()).await },
                    "Du har godkänt förändringarna och resurserna.",
                    move |saved| shelf.take(saved),
                );
            };
            view! {
                <div class="actions">
                    <button
                        class="btn primary"
                        type="button"
                        aria-disabled=move || going.busy()
                        on:click=approve
                    >
                        "Godkänn förändringarna och resurserna"
                    </button>
                </div>
            }
            .into_any()
        }
        None => view! { <p class="note">"Inget godkänt än."</p> }.into_any(),
    };
    let opinion = match &involved.second_opinion {
        Some(opinion) => {
            let whose = format!("{}, {}", &*opinion.whose, say_long(opinion.on));
            view! {
                <h3 class="section-label">"Second opinion"</h3>
                <p class="said">{opinion.conclusion.to_string()}</p>
                <p class="note">{whose}</p>
            }
            .into_any()
        }
        None if open && shelf.may(S::NoteSecondOpinion) => {
            view! { <Opinion shelf plan=plan.clone() /> }.into_any()
        }
        None => ().into_any(),
    };
    let decision = match plan.decision() {
        Some(decision) => {
            let by = format!("{} beslutade {}.", decision.by.by.name, say_day_of(decision.by.at));
            view! {
                <h3 class="section-label">"Beslut"</h3>
                <p>
                    <b>{decision.way.name()}</b>
                </p>
                <p class="said">{decision.reason.to_string()}</p>
                <p class="note">{by}</p>
            }
            .into_any()
        }
        None if open && involved.second_opinion.is_some() && shelf.may(S::Decide) => {
            view! { <Decide shelf plan=plan.clone() /> }.into_any()
        }
        None => ().into_any(),
    };
    view! {
        <section class="card" aria-labelledby="verksamhetschef">
            <h2 id="verksamhetschef">"Verksamhetschefen"</h2>
            <p class="note">{asked}</p>
            <p class="said">{involved.reason.to_string()}</p>
            {going.refused()}
            {resources}
            {opinion}
            {decision}
        </section>
    }
}

/// Another's judgement, before anything is broken off.
#[component]
fn Opinion(shelf: Shelf, plan: SupportPlan) -> impl IntoView {
    let going = Going::new();
    let mistakes = Mistakes::none(&[("on", "bedomd"), ("conclusion", "kom-fram")]);
    let whose = RwSignal::new(String::new());
    let on = RwSignal::new(today().to_string());
    let conclusion = RwSignal::new(String::new());
    let send = move |event: ev::SubmitEvent| {
        event.prevent_default();
        mistakes.clear();
        let mut wrong: Vec<Wrong> = Vec::new();
        let whose = Line::try_from(whose.get_untracked());
        if whose.is_err() {
            wrong.push(("vems", "Skriv vem som gjorde bedömningen.".to_owned()));
        }
        let on = on.get_untracked().parse();
        if on.is_err() {
            wrong.push(("bedomd", "Välj dagen för bedömningen.".to_owned()));
        }
        let conclusion = FreeText::try_from(conclusion.get_untracked());
        if let Err(why) = &conclusion {
            wrong.push(("kom-fram", why.to_string()));
        }
        let (Ok(whose), Ok(on), Ok(conclusion)) = (whose, on, conclusion) else {
            return mistakes.show(wrong);
        };
        let plan = plan.clone();
        let body = NoteSecondOpinion { whose, on, conclusion };
        going.take_in(
            mistakes,
            async move { shelf.send(&plan, "second-opinion", body).await },
            "Bedömningen är sparad.",
            move |saved| shelf.take(saved),
        );
    };
    view! {
        <details class="as-table">
            <summary>"Skriv in en second opinion"</summary>
            <form
                class="stack"
                novalidate
                on:submit=send
                on:input=move |_| shelf.binder().is_unsaved(true)
            >
                <Summary mistakes />
                <div class="form-row">
                    <Field
                        label="Vems bedömning"
                        id="vems"
                        hint="Till exempel en handledare vid en annan klinik"
                        error=mistakes.at("vems")
                    >
                        <Input value=whose />
                    </Field>
                    <Field label="Dag" id="bedomd" error=mistakes.at("bedomd")>
                        <Input value=on kind="date" />
                    </Field>
                </div>
                <Field label="Det här kom den fram till" id="kom-fram" error=mistakes.at("kom-fram")>
                    <TextArea value=conclusion />
                </Field>
                <Refused mistakes />
                <div class="actions">
                    <button class="btn" aria-disabled=move || going.busy()>
                        "Spara bedömningen"
                    </button>
                </div>
            </form>
        </details>
    }
}

/// Which way the training goes.
#[component]
fn Decide(shelf: Shelf, plan: SupportPlan) -> impl IntoView {
    let (going, mistakes) = (Going::new(), Mistakes::none(&[]));
    let way = RwSignal::new(None::<DecidedWay>);
    let reason = RwSignal::new(String::new());
    let send = move |event: ev::SubmitEvent| {
        event.prevent_default();
        mistakes.clear();
        let reason = match Reason::try_from(reason.get_untracked()) {
            Ok(reason) => reason,
            Err(why) => return mistakes.show(vec![("beslut-skal", why.to_string())]),
        };
        let Some(way) = way.get_untracked() else {
            return mistakes.refuse("Välj vad du beslutar.".to_owned());
        };
        let plan = plan.clone();
        let body = DecideSupportPlan { way, reason };
        going.take(
            async move { shelf.send(&plan, "decision", body).await },
            "Beslutet är sparat.",
            move |saved| shelf.take(saved),
        );
    };
    let ways = DecidedWay::ALL.map(|one| (one, one.name()));
    view! {
        <form
            class="stack"
            novalidate
            on:submit=send
            on:input=move |_| shelf.binder().is_unsaved(true)
        >
            <Summary mistakes />
            <Radios legend="Ditt beslut" options=ways.into() value=way />
            <Field label="Motivering till beslutet" id="beslut-skal" error=mistakes.at("beslut-skal")>
                <TextArea value=reason />
            </Field>
            <Refused mistakes />
            <div class="actions">
                <button class="btn primary" aria-disabled=move || going.busy()>
                    "Spara beslutet"
                </button>
            </div>
        </form>
    }
}
