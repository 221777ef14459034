//! The fields that only quality work or scientific work has.

use leptos::prelude::*;
use shared::{activity::ActivityKind, rule::Thresholds};

use super::{NO, Written, YES};
use crate::components::{Field, Input, Mistakes, Select, TextArea};

/// What the kind has of its own, with the weeks that its care provider asks for.
#[component]
pub fn Own(
    kind: ActivityKind,
    written: Written,
    mistakes: Mistakes,
    thresholds: Thresholds,
) -> impl IntoView {
    let Thresholds { quality_weeks_least, science_weeks_least, science_weeks_most, .. } =
        thresholds;
    match kind {
        ActivityKind::Course | ActivityKind::Other => ().into_any(),
        ActivityKind::QualityWork => {
            let weeks = format!("Omkring {quality_weeks_least} (Riktlinje Västmanland 7)");
            view! { <Quality written mistakes weeks /> }.into_any()
        }
        ActivityKind::ScientificWork => {
            let weeks = format!(
                "Bör vara {science_weeks_least}–{science_weeks_most}, kursen inräknad (6.1)"
            );
            view! { <Science written mistakes weeks /> }.into_any()
        }
    }
}

/// Weeks of full time, with how many they should be.
#[component]
fn WeeksField(written: Written, mistakes: Mistakes, hint: String) -> impl IntoView {
    view! {
        <Field label="Veckor på heltid" id="veckor" hint error=mistakes.at("veckor")>
            <Input value=written.weeks kind="number" />
        </Field>
    }
}

/// How it was done and what came of it.
#[component]
fn Quality(written: Written, mistakes: Mistakes, weeks: String) -> impl IntoView {
    view! {
        <WeeksField written mistakes hint=weeks />
        <Field
            label="Genomförande"
            id="genomforande"
            hint="Vad som gjordes och hur. Står i intyget. Ingen patientidentitet."
            error=mistakes.at("genomforande")
        >
            <TextArea value=written.implementation />
        </Field>
        <Field
            label="Utvärdering"
            id="utvardering"
            hint="Vad det ledde till. Står i intyget. Ingen patientidentitet."
            error=mistakes.at("utvardering")
        >
            <TextArea value=written.evaluation />
        </Field>
    }
}

/// Plan, time, review, presentation and publication.
#[component]
fn Science(written: Written, mistakes: Mistakes, weeks: String) -> impl IntoView {
    let doctorate = written.doctorate;
    let published = move || written.published.with(|published| published == YES);
    view! {
        <Field
            label="Projektplan med tidsplan"
            id="projektplan"
            hint="Godkänns av handledaren och verksamhetschefen innan arbetet börjar (6.1, ska). Ändras den ska den godkännas igen. Ingen patientidentitet."
            error=mistakes.at("projektplan")
        >
            <TextArea value=written.plan rows=5 />
        </Field>
        <div class="form-row">
            <WeeksField written mistakes hint=weeks />
            <Field
                label="Presenterat, dag"
                id="presenterat"
                hint="Krävs för intyget (6.4)"
                error=mistakes.at("presenterat")
            >
                <Input value=written.presented kind="date" />
            </Field>
        </div>
        <Field
            label="Granskat av"
            id="granskare"
            hint="Vetenskaplig handledare som har granskat arbetet (6.4, ska). Tomt tills det är gjort."
        >
            <Input value=written.reviewer autocomplete="off" />
        </Field>
        <label class="choice">
            <input
                type="checkbox"
                prop:checked=move || doctorate.get()
                on:change=move |event| doctorate.set(event_target_checked(&event))
            />
            <span>"Granskaren har disputerat"</span>
        </label>
        <div class="form-row">
            <Field label="Ska arbetet publiceras" id="publiceras">
                <Select
                    value=written.published
                    options=Signal::stored(
                        vec![(NO.to_owned(), "Nej".to_owned()), (YES.to_owned(), "Ja".to_owned())],
                    )
                />
            </Field>
            {move || {
                published()
                    .then(|| {
                        view! {
                            <Field
                                label="Etikgodkännandets nummer"
                                id="etik"
                                hint="Krävs om arbetet ska publiceras (6.3)"
                            >
                                <Input value=written.ethics autocomplete="off" />
                            </Field>
                        }
                    })
            }}
        </div>
    }
}
