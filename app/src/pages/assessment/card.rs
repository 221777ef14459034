//! The assessment that is open: to fill in, to read, and the steps one may take with it.

use leptos::prelude::*;
use shared::{
    assessment::{Assessment, AssessmentStage as Stage},
    review::GiveReason,
};

use super::{
    ASSESSMENT,
    form::Form,
    form_name, is_own_form,
    read::{Facts, Written},
};
use crate::{
    api::Method,
    components::{AskedReason, Confirm, set_query},
    pages::{
        own_records::not_ours,
        training::{Shelf, Step},
    },
    time::{say_day_of, say_short},
};

/// What was asked, what is written, and what comes next.
#[component]
pub fn AssessmentCard(shelf: Shelf<Assessment>, assessment: Assessment) -> impl IntoView {
    let me = shelf.binder().me();
    let being_written = matches!(assessment.stage, Stage::Requested { .. } | Stage::Begun { .. });
    let writes = being_written && assessment.writer() == Some(me);
    let close = set_query(ASSESSMENT, "");
    let portfolio = shelf.binder().get_untracked();
    let elsewhere = not_ours(portfolio.as_ref().and_then(|p| p.origin(assessment.id)));
    let heading = form_name(&assessment);
    let what = if writes {
        view! { <Form shelf assessment=assessment.clone() /> }.into_any()
    } else if assessment.stage.sent() {
        view! { <Written assessment=assessment.clone() /> }.into_any()
    } else {
        ().into_any()
    };
    view! {
        <section class="card assessment" aria-labelledby="bedomning">
            <div class="card-head">
                <h2 id="bedomning">{heading}</h2>
                <a href=move || close.get()>"Stäng"</a>
            </div>
            <Facts assessment=assessment.clone() />
            {elsewhere}
            {what}
            <Steps shelf assessment writes />
        </section>
    }
}

/// What stands in the way, or has been done, in a sentence.
fn said(assessment: &Assessment) -> Option<String> {
    let other = |own: bool| if own { "ST-läkaren" } else { assessment.assessor.name() };
    Some(match &assessment.stage {
        Stage::Requested { request } => format!(
            "{} bad om bedömningen {}. Den behöver påbörjas senast {}.",
            request.by.by.name,
            say_day_of(request.by.at),
            say_short(request.until)
        ),
        Stage::Begun { at, .. } => {
            format!("Påbörjad {} och inte skickad än.", say_day_of(*at))
        }
        Stage::Answered { answered, .. } => format!(
            "{} skickade den {}. Väntar på att {} bekräftar.",
            answered.by,
            say_day_of(answered.at),
            other(!is_own_form(assessment))
        ),
        Stage::Confirmed { answered, confirmed, .. } => format!(
            "{} skickade den {} och {} bekräftade {}.",
            answered.by,
            say_day_of(answered.at),
            confirmed.by.name,
            say_day_of(confirmed.at)
        ),
        Stage::Recalled { at, .. } => {
            format!("ST-läkaren tog tillbaka begäran {}.", say_day_of(*at))
        }
        Stage::Declined { reason, at, .. } => {
            format!("Avböjd {}: {}", say_day_of(*at), &**reason)
        }
    })
}

/// Confirm, take back, say no.
#[component]
fn Steps(shelf: Shelf<Assessment>, assessment: Assessment, writes: bool) -> impl IntoView {
    let step = Step::new(shelf);
    let me = shelf.binder().me();
    let said = said(&assessment);
    let id = assessment.id;
    let version = assessment.version;
    let to_confirm =
        matches!(assessment.stage, Stage::Answered { .. }) && assessment.confirmer() == Some(me);
    let confirm = to_confirm.then(|| {
        view! {
            <p class="note">"Bekräfta när du har läst den och ni har talat om den."</p>
            <div class="actions">
                <button
                    class="btn primary"
                    type="button"
                    aria-disabled=move || step.busy()
                    on:click=move |_| {
                        let done = "Du har bekräftat bedömningen.";
                        step.take((Method::POST, "/confirmation"), (id, version), (), done);
                    }
                >
                    "Bekräfta"
                </button>
            </div>
        }
    });
    let asked = match &assessment.stage {
        Stage::Requested { .. } => true,
        Stage::Begun { request, .. } => request.is_some(),
        _ => false,
    };
    let recalling = RwSignal::new(false);
    let recall = (asked && assessment.trainee.id == me).then(|| {
        let on_confirm = Callback::new(move |_| {
            step.take((Method::POST, "/recall"), (id, None), (), "Begäran är återtagen.");
        });
        view! {
            <button class="link-btn danger" type="button" on:click=move |_| recalling.set(true)>
                "Ta tillbaka begäran"
            </button>
            <Confirm
                open=recalling
                title="Ta tillbaka begäran?"
                action="Ta tillbaka"
                danger=true
                on_confirm
            >
                <p>"Bedömaren kan då inte svara. Den står kvar i listan som återtagen."</p>
            </Confirm>
        }
    });
    let declining = RwSignal::new(false);
    let decline = writes.then(|| {
        let on_confirm = Callback::new(move |reason| {
            if let Some(reason) = reason {
                let (body, done) = (GiveReason { reason }, "Bedömningen är avböjd.");
                step.take((Method::POST, "/decline"), (id, None), body, done);
            }
        });
        let words = if asked { "Avböj" } else { "Lämna bedömningen" };
        view! {
            <button class="link-btn danger" type="button" on:click=move |_| declining.set(true)>
                {words}
            </button>
            <Confirm
                open=declining
                title=format!("{words}?")
                action=words
                reason=AskedReason::new("Varför?", step)
                danger=true
                on_confirm
            >
                <p>"Det du har skrivit skickas inte. ST-läkaren ser att den är avböjd och varför."</p>
            </Confirm>
        }
    });
    view! {
        {said.map(|said| view! { <p class="note">{said}</p> })}
        {step.refused()} {confirm}
        <div class="actions">{recall} {decline}</div>
    }
}
