//! Opening a year's self-assessment, and taking last year's answers along.

use chrono::Datelike;
use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};
use shared::{
    rights::{Action, On},
    self_assessment::{CarriedOver, OpenAssessment, SelfAssessment},
};

use super::Fetched;
use crate::{
    api::{self, Method},
    components::Toasts,
    session::use_session,
    time::today,
};

/// A button for each year that can be opened: this one, and the last if it was missed.
#[component]
pub fn Opening(
    /// What the page shows.
    all: Fetched,
    /// The specialty shown.
    specialty: Memo<String>,
) -> impl IntoView {
    let session = use_session();
    let toasts = expect_context::<Toasts>();
    let opened = RwSignal::new(None::<SelfAssessment>);
    let busy = RwSignal::new(false);
    let missing = Memo::new(move |_| {
        let (specialty, clinic) = (specialty.get(), all.clinic.get()?);
        let taught = clinic.specialties.contains(&specialty);
        if !taught || !session.may(Action::AssessmentOpen, &On::clinic(&clinic.name)) {
            return None;
        }
        let years: Vec<i32> = all
            .assessments
            .get()
            .unwrap_or_default()
            .iter()
            .filter(|assessment| assessment.specialty == specialty)
            .map(|assessment| assessment.year)
            .collect();
        let this_year = today().year();
        let late = (!years.is_empty()).then_some(this_year - 1);
        let open: Vec<i32> =
            std::iter::once(this_year).chain(late).filter(|year| !years.contains(year)).collect();
        (!open.is_empty()).then_some((clinic.name.id, open))
    });
    let open = move |clinic, year| {
        if busy.get_untracked() {
            return;
        }
        let Ok(specialty) = specialty.get_untracked().try_into() else { return };
        busy.set(true);
        leptos::task::spawn_local(async move {
            let ask = OpenAssessment { clinic, specialty, year };
            let answer =
                api::send::<_, SelfAssessment>(Method::POST, "/self-assessments", None, &ask).await;
            let _ = busy.try_set(false);
            match answer {
                Ok(assessment) => {
                    let _ = opened.try_set(Some(assessment));
                }
                Err(error) => {
                    toasts.show(error.sentence());
                    // Perhaps a colleague opened it a moment ago.
                    all.assessments.reload();
                }
            }
        });
    };
    move || {
        if let Some(assessment) = opened.get() {
            return view! { <Opened all assessment /> }.into_any();
        }
        let Some((clinic, years)) = missing.get() else { return ().into_any() };
        let buttons = years
            .into_iter()
            .enumerate()
            .map(|(index, year)| {
                view! {
                    <button
                        class=if index == 0 { "btn primary" } else { "btn" }
                        type="button"
                        aria-disabled=move || busy.get().to_string()
                        on:click=move |_| open(clinic, year)
                    >
                        {format!("Öppna självvärderingen {year}")}
                    </button>
                }
            })
            .collect_view();
        view! { <div class="actions">{buttons}</div> }.into_any()
    }
}

/// Asked once, when it has just been opened: begin with last year's answers or from nothing.
#[component]
fn Opened(
    /// What the page shows.
    all: Fetched,
    /// The self-assessment just opened.
    assessment: SelfAssessment,
) -> impl IntoView {
    let navigate = use_navigate();
    let toasts = expect_context::<Toasts>();
    let busy = RwSignal::new(false);
    let path = format!("/sjalvvarderingar/{}", assessment.id);
    let earlier = all
        .assessments
        .get_untracked()
        .unwrap_or_default()
        .into_iter()
        .filter(|other| other.specialty == assessment.specialty && other.year < assessment.year)
        .map(|other| other.year)
        .max();
    let Some(earlier) = earlier else {
        navigate(&path, NavigateOptions::default());
        return ().into_any();
    };
    let carry = {
        let path = path.clone();
        let id = assessment.id;
        move |_| {
            if busy.get_untracked() {
                return;
            }
            busy.set(true);
            let (navigate, path) = (navigate.clone(), path.clone());
            leptos::task::spawn_local(async move {
                let carry = format!("/self-assessments/{id}/carry-over");
                match api::send_empty::<CarriedOver>(Method::POST, &carry, None).await {
                    Ok(carried) => {
                        toasts.show(format!(
                            "{} svar från {} är med. Bekräfta dem ett och ett.",
                            carried.filled.len(),
                            carried.year
                        ));
                        navigate(&path, NavigateOptions::default());
                    }
                    Err(error) => {
                        let _ = busy.try_set(false);
                        toasts.show(error.sentence());
                    }
                }
            });
        }
    };
    view! {
        <div class="notice" data-kind="good" role="status">
            <h3>{format!("Självvärderingen {} är öppnad", assessment.year)}</h3>
            <p>
                {format!(
                    "Vill du börja med svaren från {earlier}? Varje svar märks och räknas först när någon har bekräftat det.",
                )}
            </p>
            <div class="actions">
                <button class="btn primary" type="button" on:click=carry>
                    "Ta med förra årets svar"
                </button>
                <a class="btn" href=path>
                    "Börja utan svar"
                </a>
            </div>
        </div>
    }
    .into_any()
}
