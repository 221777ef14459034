//! The yearly evaluation of the supervision: a short form, what was answered before, and the studierektor's follow-up.

use std::collections::BTreeMap;

use leptos::{ev, prelude::*};
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
};
use shared::{
    rights::Action,
    rule::evaluation_due,
    supervision_meeting::{EvaluationQuestion, SaveSupervisionEvaluation, SupervisionEvaluation},
    text::FreeText,
    training_facts::facts,
};

use crate::{
    api::Method,
    components::{Field, Input, TextArea, set_query, use_query},
    pages::{
        own_records::not_ours,
        training::{Binder, Step},
    },
    session::use_session,
    time::{say_day_of, say_long, say_short, today},
};

/// The parameter of the address that names the evaluation that is written.
const EVALUATION: &str = "utvardering";
/// Its value for a new one.
const NEW: &str = "ny";

/// When the next is due, the form, and all that have been made.
#[component]
pub fn Evaluations(binder: Binder) -> impl IntoView {
    let session = use_session();
    let asked = use_query(EVALUATION);
    let may =
        move |action| binder.get().is_some_and(|p| session.may(action, &binder.on(&p.training)));
    let may_write = Memo::new(move |_| may(Action::TrainingWrite));
    let may_follow_up = Memo::new(move |_| may(Action::TrainingApprove));
    // What the form was of, none for a new one. It is made anew when that changes, not with all of the training.
    let writes = Memo::new(move |_| {
        let asked = asked.get();
        if !may_write.get() || asked == NEW {
            return may_write.get().then_some(None);
        }
        let mut made = binder.get()?.evaluations.into_iter();
        made.find(|one| one.id.to_string() == asked && one.followed_up.is_none()).map(Some)
    });
    let due = move || {
        let portfolio = binder.get()?;
        let by = evaluation_due(&facts(&portfolio), &portfolio.thresholds, today());
        Some(if by < today() {
            view! { <p class="late">{format!("Skulle ha gjorts senast {}.", say_short(by))}</p> }
                .into_any()
        } else {
            view! { <p>{format!("Nästa görs senast {}.", say_short(by))}</p> }.into_any()
        })
    };
    let new = set_query(EVALUATION, NEW);
    let begin = move || {
        (may_write.get() && writes.with(Option::is_none)).then(|| {
            view! {
                <div class="actions">
                    <a class="btn" href=move || new.get()>
                        "Utvärdera handledningen"
                    </a>
                </div>
            }
        })
    };
    let told = move || {
        let (may_write, may_follow_up) = (may_write.get(), may_follow_up.get());
        let mut made = binder.get()?.evaluations;
        made.sort_by_key(|one| std::cmp::Reverse(one.written.on));
        let told = made
            .into_iter()
            .map(|one| view! { <Told binder evaluation=one may_write may_follow_up /> });
        Some(told.collect_view())
    };
    view! {
        <section class="card" aria-labelledby="utvardering">
            <div class="stack" data-gap="tight">
                <h2 id="utvardering" tabindex="-1">"Utvärdering av handledningen"</h2>
                {due}
                <p class="note">
                    "En gång om året, och studierektorn följer upp den (Riktlinje Västmanland 8.3, bör)."
                </p>
            </div>
            {begin}
            {move || writes.get().map(|was| view! { <Form binder was /> })}
            {told}
        </section>
    }
}

/// Day and answers.
#[component]
fn Form(
    binder: Binder,
    /// What is changed; none for a new one.
    was: Option<SupervisionEvaluation>,
) -> impl IntoView {
    let step = Step::<SupervisionEvaluation>::of(binder);
    let at = was.as_ref().map(|was| (was.id, was.version));
    let on = RwSignal::new(was.as_ref().map_or_else(today, |was| was.written.on).to_string());
    let answers = EvaluationQuestion::ALL.map(|question| {
        let answer = was.as_ref().and_then(|was| was.written.answers.get(&question));
        let text = RwSignal::new(answer.map(|one| one.to_string()).unwrap_or_default());
        (question, text, RwSignal::new(None::<String>))
    });
    let wrong_day = RwSignal::new(None::<String>);
    let navigate = use_navigate();
    let path = use_location().pathname;
    let send = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let day = on.get_untracked().parse();
        wrong_day.set(day.is_err().then(|| "Välj dagen då ni utvärderade.".to_owned()));
        let mut written = BTreeMap::new();
        let mut readable = true;
        for (question, text, wrong) in answers {
            match FreeText::try_from(text.get_untracked()) {
                Ok(answer) => {
                    wrong.set(None);
                    if !answer.is_blank() {
                        written.insert(question, answer);
                    }
                }
                Err(why) => {
                    readable = false;
                    wrong.set(Some(why.to_string()));
                }
            }
        }
        let (Ok(on), true) = (day, readable) else { return };
        let body = SaveSupervisionEvaluation { on, answers: written };
        if !body.answered() {
            answers[0].2.set(Some("Svara på minst en fråga.".to_owned()));
            return;
        }
        match at {
            Some((id, version)) => {
                step.take((Method::PUT, ""), (id, version), body, "Utvärderingen är sparad.");
            }
            None => {
                let (navigate, path) = (navigate.clone(), path.get_untracked());
                step.add(body, "Utvärderingen är sparad.", move |_| {
                    let options = NavigateOptions { scroll: false, ..NavigateOptions::default() };
                    navigate(&path, options);
                });
            }
        }
    };
    let fields = answers
        .map(|(question, text, wrong)| {
            let id = format!("utvardering-{}", question.as_str());
            view! {
                <Field label=question.name() id error=wrong>
                    <TextArea value=text />
                </Field>
            }
        })
        .collect_view();
    view! {
        <form class="stack" novalidate on:submit=send>
            <Field label="Ni utvärderade" id="utvarderade" error=wrong_day>
                <Input value=on kind="date" />
            </Field>
            {fields}
            {step.refused()}
            <div class="actions">
                <button class="btn primary" aria-disabled=move || step.busy()>
                    "Spara utvärderingen"
                </button>
                <a class="btn" href=move || path.get()>
                    {if at.is_some() { "Stäng" } else { "Avbryt" }}
                </a>
            </div>
        </form>
    }
}

/// One that was made, with its answers folded.
#[component]
fn Told(
    binder: Binder,
    evaluation: SupervisionEvaluation,
    may_write: bool,
    may_follow_up: bool,
) -> impl IntoView {
    let step = Step::<SupervisionEvaluation>::of(binder);
    let SupervisionEvaluation { id, written, followed_up, version, .. } = evaluation;
    let portfolio = binder.get_untracked();
    let origin = portfolio.as_ref().and_then(|portfolio| portfolio.origin(id));
    let open = followed_up.is_none() && origin.is_none();
    let said = followed_up.map_or_else(
        || "Väntar på studierektorns uppföljning.".to_owned(),
        |by| format!("Uppföljd av {} {}.", by.by.name, say_day_of(by.at)),
    );
    let answers = EvaluationQuestion::ALL.map(|question| {
        let answer = written.answers.get(&question)?.to_string();
        Some(view! {
            <h3 class="section-label">{question.name()}</h3>
            <p class="said">{answer}</p>
        })
    });
    let href = set_query(EVALUATION, id.to_string());
    let change = (open && may_write).then(|| {
        view! {
            <a class="btn" href=move || href.get()>
                "Ändra svaren"
            </a>
        }
    });
    let follow_up = (open && may_follow_up).then(|| {
        view! {
            <button
                class="btn"
                type="button"
                aria-disabled=move || step.busy()
                on:click=move |_| {
                    let done = "Utvärderingen är uppföljd.";
                    step.take((Method::POST, "/follow-up"), (id, version), (), done);
                }
            >
                "Jag har följt upp den"
            </button>
        }
    });
    view! {
        <details class="as-table">
            <summary>{format!("Utvärderingen {}", say_long(written.on))}</summary>
            <div class="stack" data-gap="tight">{answers.collect_view()}</div>
        </details>
        <p class="note">{said}</p>
        {not_ours(origin)}
        {step.refused()}
        <div class="actions">{change} {follow_up}</div>
    }
}
