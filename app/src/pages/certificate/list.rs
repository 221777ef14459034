//! The certificates: those that wait for a signature first, then the rest, newest first.

use leptos::prelude::*;
use shared::certificate::{Certificate, CertificatePhase as Phase};

use super::{CERTIFICATE, shelf::Shelf};
use crate::{components::set_query, time::say_short};

/// All of them, or what will be here.
#[component]
pub fn Certificates(shelf: Shelf) -> impl IntoView {
    move || {
        let mut all = shelf.all()?;
        if all.is_empty() {
            return Some(
                view! {
                    <section class="empty">
                        <h2>"Här står intygen"</h2>
                        <p>
                            "Ett intyg förbereds här med samma uppgifter som på Socialstyrelsens blankett. När det som intygas är slut undertecknar handledaren, och delmålet räknas som intygat."
                        </p>
                    </section>
                }
                .into_any(),
            );
        }
        all.reverse();
        let (waiting, rest): (Vec<_>, Vec<_>) = all
            .into_iter()
            .partition(|one| matches!(one.phase, Phase::Prepared | Phase::Half { .. }));
        let group = |id: &'static str, heading: &'static str, group: Vec<Certificate>| {
            (!group.is_empty()).then(|| {
                let rows = group.iter().map(row).collect_view();
                view! {
                    <section class="card" data-tight aria-labelledby=id>
                        <h2 id=id>{heading}</h2>
                        <ul class="rows" data-when="below">
                            {rows}
                        </ul>
                    </section>
                }
            })
        };
        Some(
            view! {
                {group("vantar", "Väntar på underskrift", waiting)}
                {group("utfardade", "Utfärdade intyg", rest)}
            }
            .into_any(),
        )
    }
}

/// The look of a phase.
pub const fn look(phase: &Phase) -> &'static str {
    match phase {
        Phase::Prepared => "open",
        Phase::Half { .. } => "ongoing",
        Phase::Issued { .. } => "done",
        Phase::Withdrawn { .. } => "cancelled",
    }
}

/// The objectives and the day.
fn said(certificate: &Certificate) -> String {
    let codes: Vec<_> = certificate.content.objectives.iter().map(ToString::to_string).collect();
    let mut parts = Vec::new();
    if !codes.is_empty() {
        parts.push(codes.join(", "));
    }
    match &certificate.phase {
        Phase::Issued { on, .. } | Phase::Withdrawn { on, .. } => {
            parts.push(format!("utfärdat {}", say_short(*on)));
        }
        Phase::Prepared | Phase::Half { .. } => {
            parts.extend(certificate.content.to.map(|to| format!("till {}", say_short(to))));
        }
    }
    parts.join(" · ")
}

fn row(certificate: &Certificate) -> impl IntoView + use<> {
    let href = set_query(CERTIFICATE, certificate.id.to_string());
    view! {
        <li>
            <a class="row-what" href=move || href.get()>
                {certificate.kind.name(certificate.regulation)}
            </a>
            <span class="row-where">{said(certificate)}</span>
            <span class="row-when">
                <span class="chip" data-state=look(&certificate.phase)>
                    {certificate.phase.name()}
                </span>
            </span>
        </li>
    }
}
