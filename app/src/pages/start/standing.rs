//! How one's own clinic stands, beside what there is to do.

use leptos::prelude::*;
use shared::{ClinicId, clinic::ClinicStatus, person::Role};

use crate::{
    api,
    components::{GradeStrip, Load, load},
    pages::start::shares_clinic,
    session::use_session,
    time::{say_month, today},
};

/// This year's self-assessment and the next review, one card a specialty.
#[component]
pub fn Standing(
    /// The clinic.
    clinic: ClinicId,
) -> impl IntoView {
    let statuses: Load<Vec<ClinicStatus>> =
        load(move || async move { api::get(&format!("/clinics/{clinic}/status")).await });
    // What there is to do stands beside it, so a failure here is not worth a message of its own.
    let cards = move || {
        let statuses = statuses.get().unwrap_or_default();
        statuses
            .iter()
            .map(|status| {
                let several = shares_clinic(&statuses, status);
                view! { <Card status=status.clone() several /> }
            })
            .collect_view()
    };
    let session = use_session();
    let sees_trainees = move || {
        let role = session.role().get().map(|role| role.role);
        matches!(role, Some(Role::HeadOfUnit | Role::DirectorOfStudies | Role::Supervisor))
    };
    let trainees = move || {
        sees_trainees().then(|| {
            view! {
                <section class="card" data-tight>
                    <h2>"ST-läkare"</h2>
                    <p class="note">"Hur långt var och en har kommit, och vad som är försenat."</p>
                    <p>
                        <a href=format!("/kliniker/{clinic}/st-lakare")>"Se klinikens ST-läkare"</a>
                    </p>
                    <p>
                        <a href="/bedomningar">"Börja en bedömning"</a>
                    </p>
                </section>
            }
        })
    };
    view! {
        <aside class="column" aria-label="Läget">
            {trainees}
            {cards}
        </aside>
    }
}

#[component]
fn Card(
    /// The specialty's status.
    status: ClinicStatus,
    /// Whether the clinic has other specialties too.
    several: bool,
) -> impl IntoView {
    let specialty = status.specialty.clone();
    let title = move |what: String| if several { format!("{what}, {specialty}") } else { what };
    let clinic = status.clinic.id;
    let assessment = match &status.assessment {
        Some(assessment) => {
            let said = format!("{} av {} besvarade", assessment.answered, assessment.total);
            let signed = assessment.phase.signed().is_some();
            view! {
                <h2>{title(format!("Självvärdering {}", assessment.year))}</h2>
                <p class="meter">
                    <progress
                        max=assessment.total.to_string()
                        value=assessment.answered.to_string()
                        aria-label="Besvarade kriterier"
                    ></progress>
                    {if signed { assessment.phase.name().to_owned() } else { said }}
                </p>
                <p>
                    <a href=format!("/sjalvvarderingar/{}", assessment.id)>
                        "Öppna självvärderingen"
                    </a>
                </p>
            }
            .into_any()
        }
        None => view! {
            <h2>{title("Årets självvärdering".to_owned())}</h2>
            <p class="note">"Inte undertecknad än."</p>
            <p>
                <a href=format!("/kliniker/{clinic}#sjalvvarderingar")>"Till kliniken"</a>
            </p>
        }
        .into_any(),
    };
    let grades = (!status.grades.is_empty()).then(|| {
        view! {
            <h3 class="section-label">"Senaste betygen"</h3>
            <GradeStrip grades=status.grades />
        }
    });
    let next = status.next_review.map(|day| {
        let late = day < today();
        view! {
            <p class="note">
                "Nästa granskning "
                <span class=late.then_some("late")>{format!("senast {}", say_month(day))}</span>
            </p>
        }
    });
    view! { <section class="card" data-tight>{assessment} {grades} {next}</section> }
}
