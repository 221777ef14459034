//! The certificates: those that wait for a signature first, then the rest, newest first.

use chrono::NaiveDate;
use leptos::prelude::*;
use shared::{
    certificate::{Certificate, CertificatePhase as Phase},
    portfolio::Portfolio,
};

use super::{ALL, CERTIFICATE};
use crate::{
    components::set_query,
    pages::{own_records::mark, training::Shelf},
    time::say_short,
};

/// All of them, or what will be here.
#[component]
pub fn Certificates(shelf: Shelf<Certificate>) -> impl IntoView {
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
        let portfolio = shelf.binder().get();
        all.sort_by_key(|one| std::cmp::Reverse((issued(one), one.id)));
        let (waiting, rest): (Vec<_>, Vec<_>) = all
            .into_iter()
            .partition(|one| matches!(one.phase, Phase::Prepared | Phase::Half { .. }));
        // Who is asked to certify sees single ones, not all.
        let to_print = portfolio.is_some() && rest.iter().any(|one| one.phase.in_force());
        let print = to_print.then(|| {
            let href = set_query(CERTIFICATE, ALL);
            view! {
                <p>
                    <a href=move || href.get()>"Skriv ut alla"</a>
                </p>
            }
        });
        let group = |id: &'static str, heading: &'static str, link, group: Vec<Certificate>| {
            (!group.is_empty()).then(|| {
                let rows = group.iter().map(|one| row(portfolio.as_ref(), one)).collect_view();
                view! {
                    <section class="card" data-tight aria-labelledby=id>
                        <h2 id=id>{heading}</h2>
                        <ul class="rows" data-when="below">
                            {rows}
                        </ul>
                        {link}
                    </section>
                }
            })
        };
        Some(
            view! {
                {group("vantar", "Väntar på underskrift", None, waiting)}
                {group("utfardade", "Utfärdade och återtagna", print, rest)}
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

/// The day it was issued, also of one that is withdrawn.
const fn issued(certificate: &Certificate) -> Option<NaiveDate> {
    match certificate.phase {
        Phase::Issued { on, .. } | Phase::Withdrawn { on, .. } => Some(on),
        Phase::Prepared | Phase::Half { .. } => None,
    }
}

/// Most characters of the description in a row.
const BEGINNING: usize = 60;

/// How the description begins, the objectives and the day.
fn said(certificate: &Certificate) -> String {
    let content = &certificate.content;
    let first = content.description.lines().next().unwrap_or_default().trim();
    let beginning: String = first.chars().take(BEGINNING).collect();
    let cut = if beginning.len() < first.len() { "…" } else { "" };
    let codes: Vec<_> = content.objectives.iter().map(ToString::to_string).collect();
    let day = match issued(certificate) {
        Some(on) => Some(format!("utfärdat {}", say_short(on))),
        None => content.to.map(|to| format!("till {}", say_short(to))),
    };
    let parts = [format!("{beginning}{cut}"), codes.join(", "), day.unwrap_or_default()];
    let parts: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(" · ")
}

fn row(portfolio: Option<&Portfolio>, certificate: &Certificate) -> impl IntoView + use<> {
    let href = set_query(CERTIFICATE, certificate.id.to_string());
    view! {
        <li>
            <a class="row-what" href=move || href.get()>
                {certificate.kind.name(certificate.regulation)}
            </a>
            <span class="row-where">
                {said(certificate)} " "
                {mark(portfolio.and_then(|portfolio| portfolio.origin(certificate.id)))}
            </span>
            <span class="row-when">
                <span class="chip" data-state=look(&certificate.phase)>
                    {certificate.phase.name()}
                </span>
            </span>
        </li>
    }
}
