//! What the region does with an inspection that nobody has signed, and what is told of one that is called off.

use chrono::Datelike;
use leptos::prelude::*;
use shared::inspection::InspectionPhase;

use super::Case;
use crate::{
    components::{AskedReason, Confirm},
    time::say_moment,
};

/// Replanning and calling off, for those who plan, until somebody has signed.
#[component]
pub fn Planning(
    /// The inspection.
    case: Case,
) -> impl IntoView {
    let cancel = RwSignal::new(false);
    let open = Memo::new(move |_| {
        case.planner.get() && case.live.with(|inspection| inspection.phase.replannable().is_ok())
    });
    let card = move || {
        open.get().then(|| {
            let page = case.live.with_untracked(|i| format!("/granskningar/{}/planering", i.id));
            view! {
                <section class="card" data-tight aria-labelledby="planering">
                    <h2 id="planering">"Planering"</h2>
                    <p class="note">
                        "Dagar och inspektörer kan ändras, och granskningen ställas in, tills en inspektör har undertecknat."
                    </p>
                    <div class="actions">
                        <a class="btn" href=page>
                            "Ändra planeringen"
                        </a>
                        <button
                            class="link-btn"
                            type="button"
                            aria-disabled=move || case.going.busy()
                            on:click=move |_| cancel.set(true)
                        >
                            "Ställ in granskningen"
                        </button>
                    </div>
                </section>
            }
        })
    };
    let what = move || {
        case.live.with(|inspection| {
            let written = (inspection.phase != InspectionPhase::Planned).then(|| {
                view! { <p>"Det inspektörerna har skrivit finns kvar men ändras inte längre."</p> }
            });
            let own = inspection.self_assessment.map(|_| {
                view! {
                    <p>
                        "Klinikens självvärdering släpps: den är undertecknad som förut och kan öppnas igen eller användas i en ny granskning."
                    </p>
                }
            });
            view! {
                {written}
                {own}
            }
        })
    };
    view! {
        {card}
        <Confirm
            open=cancel
            title="Ställa in granskningen?"
            action="Ställ in"
            reason=AskedReason::new("Varför?", case.going)
            danger=true
            on_confirm=Callback::new(move |reason: Option<_>| {
                if let Some(reason) = reason {
                    case.cancel(reason);
                }
            })
        >
            <p>
                "Granskningen står kvar som inställd i listor och historik, med ditt skäl, men räknas inte som en granskning. Den kan inte tas upp igen; planera en ny i stället. Inspektörerna ser inte längre klinikens sidor."
            </p>
            {what}
        </Confirm>
    }
}

/// That it is called off, by whom and why; nothing of an inspection that isn't.
#[component]
pub fn Cancelled(
    /// The inspection.
    case: Case,
) -> impl IntoView {
    move || {
        case.live.with(|inspection| {
            let InspectionPhase::Cancelled { cancelled, reason } = &inspection.phase else {
                return None;
            };
            let by = format!("Inställd av {} {}.", cancelled.by.name, say_moment(cancelled.at));
            let anew = case.planner.get().then(|| {
                let href = format!("/granskningar/ny?klinik={}", inspection.clinic.id);
                view! {
                    <p>
                        <a href=href>"Planera en ny granskning"</a>
                    </p>
                }
            });
            Some(view! {
                <section class="notice" data-kind="warn" aria-labelledby="installd">
                    <h2 id="installd">
                        {format!("Granskningen {} är inställd", inspection.ends.year())}
                    </h2>
                    <p>{reason.to_string()}</p>
                    <p>{by} " Räknas inte som en granskning."</p>
                    {anew}
                </section>
            })
        })
    }
}
