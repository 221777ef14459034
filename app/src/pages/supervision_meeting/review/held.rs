//! What came of a review: written until it is confirmed, then read.

use leptos::{ev, prelude::*};
use shared::{
    progress_review::{HeldReview, ProgressReview, ProgressReviewPhase as Phase, ReviewForm},
    text::{FreeText, InvalidText, Line},
};

use crate::{
    api::Method,
    components::{Field, Input, Select, TextArea},
    pages::training::{Binder, Step},
    time::{say_long, today},
};

const WRITTEN: &str = "written";
const MEETING: &str = "meeting";

/// When and how it was held, who took part, what was said and agreed.
#[component]
pub fn Hold(
    binder: Binder,
    review: ProgressReview,
    /// Who took part, as far as it is known before.
    expected: Vec<String>,
) -> impl IntoView {
    let step = Step::<ProgressReview>::of(binder);
    let (id, version) = (review.id, review.version);
    let held = review.phase.held().cloned();
    let first = held.is_none();
    let on = held.as_ref().map_or_else(|| review.planned_on.min(today()), |held| held.on);
    let form = held.as_ref().map_or(ReviewForm::Meeting, |held| held.form);
    let names = held
        .as_ref()
        .map_or(expected, |held| held.participants.iter().map(|one| one.to_string()).collect());
    let on = RwSignal::new(on.to_string());
    let form = RwSignal::new(match form {
        ReviewForm::Meeting => MEETING.to_owned(),
        ReviewForm::Written => WRITTEN.to_owned(),
    });
    let participants = RwSignal::new(names.join("\n"));
    let summary =
        RwSignal::new(held.as_ref().map(|held| held.summary.to_string()).unwrap_or_default());
    let agreements =
        RwSignal::new(held.as_ref().map(|held| held.agreements.to_string()).unwrap_or_default());
    let (wrong_day, wrong_names) = (RwSignal::new(None::<String>), RwSignal::new(None::<String>));
    let (wrong_summary, wrong_agreements) =
        (RwSignal::new(None::<String>), RwSignal::new(None::<String>));
    let send = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let day = on.get_untracked().parse();
        wrong_day.set(day.is_err().then(|| "Välj dagen då avstämningen var.".to_owned()));
        let names: Result<Vec<Line>, InvalidText> = participants
            .get_untracked()
            .lines()
            .filter(|line| !line.trim().is_empty())
            .map(|line| Line::try_from(line.to_owned()))
            .collect();
        wrong_names.set(match &names {
            Ok(names) if names.is_empty() => Some("Skriv vilka som deltog.".to_owned()),
            Ok(_) => None,
            Err(why) => Some(why.to_string()),
        });
        let read = |text: RwSignal<String>, wrong: RwSignal<Option<String>>| {
            let read = FreeText::try_from(text.get_untracked());
            wrong.set(read.as_ref().err().map(ToString::to_string));
            read
        };
        let summary = read(summary, wrong_summary);
        let agreements = read(agreements, wrong_agreements);
        let (Ok(on), Ok(participants), Ok(summary), Ok(agreements)) =
            (day, names, summary, agreements)
        else {
            return;
        };
        if participants.is_empty() {
            return;
        }
        let form =
            if form.get_untracked() == WRITTEN { ReviewForm::Written } else { ReviewForm::Meeting };
        let body = HeldReview { on, form, summary, agreements, participants };
        let done = if first { "Avstämningen är inskriven." } else { "Ändringarna är sparade." };
        step.take((Method::POST, "/held"), (id, version), body, done);
    };
    let forms = vec![
        (MEETING.to_owned(), ReviewForm::Meeting.name().to_owned()),
        (WRITTEN.to_owned(), ReviewForm::Written.name().to_owned()),
    ];
    view! {
        <form class="stack" novalidate on:submit=send>
            <div class="form-row">
                <Field label="Hölls" id="holls" error=wrong_day>
                    <Input value=on kind="date" />
                </Field>
                <Field label="Form" id="avstamningsform">
                    <Select value=form options=forms />
                </Field>
            </div>
            <Field label="Deltog" id="deltog" hint="Ett namn på varje rad" error=wrong_names>
                <TextArea value=participants />
            </Field>
            <Field
                label="Sammanfattning"
                id="sammanfattning"
                hint="Måluppfyllelse och hur det går mot programmet, i korthet"
                error=wrong_summary
            >
                <TextArea value=summary />
            </Field>
            <Field
                label="Det här är överenskommet"
                id="avstamt"
                hint="En sak på varje rad"
                error=wrong_agreements
            >
                <TextArea value=agreements />
            </Field>
            {step.refused()}
            <div class="actions">
                <button
                    class=if first { "btn primary" } else { "btn" }
                    aria-disabled=move || step.busy()
                >
                    {if first { "Avstämningen är hållen" } else { "Spara ändringarna" }}
                </button>
            </div>
        </form>
    }
}

/// What came of it, as text.
#[component]
pub fn Told(review: ProgressReview) -> impl IntoView {
    let text = |text: &FreeText| {
        if text.is_blank() { "Inget skrivet.".to_owned() } else { text.to_string() }
    };
    match &review.phase {
        Phase::Planned => view! { <p>"Inte hållen än."</p> }.into_any(),
        Phase::Cancelled { reason } => {
            view! { <p>{format!("Inställd: {}", &**reason)}</p> }.into_any()
        }
        Phase::Held { held } | Phase::Confirmed { held, .. } => {
            let names: Vec<&str> = held.participants.iter().map(|one| &**one).collect();
            let form = held.form.name().to_lowercase();
            let how =
                format!("Hållen {}, {form}. Deltog: {}.", say_long(held.on), names.join(", "));
            view! {
                <p>{how}</p>
                <h3 class="section-label">"Sammanfattning"</h3>
                <p class="said">{text(&held.summary)}</p>
                <h3 class="section-label">"Det här är överenskommet"</h3>
                <p class="said">{text(&held.agreements)}</p>
            }
            .into_any()
        }
    }
}
