//! All certificates in force, to be printed at once for the application.

use leptos::prelude::*;
use shared::certificate::{Certificate, in_force};

use super::{
    CERTIFICATE,
    paper::{ByHand, Paper, print},
};
use crate::{components::set_query, pages::training::Shelf, time::today};

/// What will be printed, and the papers.
#[component]
pub fn AllCertificates(shelf: Shelf<Certificate>) -> impl IntoView {
    let close = set_query(CERTIFICATE, "");
    move || {
        let portfolio = shelf.binder().get()?;
        let all = in_force(&portfolio.certificates);
        let papers = all
            .iter()
            .map(|one| {
                let service = one.service_rows(Some(portfolio.service()), today());
                view! { <Paper certificate=(*one).clone() service /> }
            })
            .collect_view();
        let said = match all.len() {
            0 => "Inget intyg är utfärdat än. De skrivs ut härifrån när de är det.".to_owned(),
            1 => "1 intyg är utfärdat.".to_owned(),
            many => format!(
                "{many} intyg är utfärdade. De skrivs ut i blanketternas ordning, vart och ett på ett eget blad."
            ),
        };
        let print = (!all.is_empty()).then(|| {
            view! {
                <button class="btn primary" type="button" on:click=|_| print()>
                    "Skriv ut"
                </button>
            }
        });
        let by_hand = (!all.is_empty()).then(|| view! { <ByHand /> });
        Some(view! {
            <section class="card" aria-labelledby="alla-intyg">
                <h2 id="alla-intyg">"Alla utfärdade intyg"</h2>
                <p>{said}</p>
                <div class="actions">
                    {print} <a class="btn" href=move || close.get()>
                        "Stäng"
                    </a>
                </div>
                {by_hand}
                {papers}
            </section>
        })
    }
}
