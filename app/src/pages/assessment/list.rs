//! The lists: what waits for whoever looks, then all, newest first, of one form or of every.

use leptos::prelude::*;
use shared::{
    assessment::{Assessment, AssessmentStage as Stage, count_in_year},
    rule::words,
};

use super::{ASSESSMENT, FORM, form_name, is_own_form, turn};
use crate::{
    components::{set_query, use_query},
    pages::{
        own_records::mark,
        training::{Binder, Shelf},
    },
    time::{say_short, today},
};

/// What waits, the forms there are, and all.
#[component]
pub fn Lists(shelf: Shelf<Assessment>) -> impl IntoView {
    let chosen = use_query(FORM);
    move || {
        let mut all = shelf.all()?;
        let me = shelf.binder().me();
        let portfolio = shelf.binder().get();
        let marked = |one: &Assessment| portfolio.as_ref().and_then(|p| mark(p.origin(one.id)));
        if all.is_empty() {
            return Some(
                view! {
                    <section class="empty">
                        <h2>"Här står bedömningarna"</h2>
                        <p>
                            "Någon ser ST-läkaren i arbetet, skriver vad som gjordes bra och vad som kan utvecklas, och ni talar om det. Minst två om året (Riktlinje Västmanland 8.1, bör)."
                        </p>
                    </section>
                }
                .into_any(),
            );
        }
        all.sort_by_key(|one| std::cmp::Reverse((one.written.occasion.on, one.id)));
        let (waiting, rest): (Vec<_>, Vec<_>) =
            all.iter().cloned().partition(|one| turn(one) == Some(me));
        let mut forms: Vec<(String, String)> = Vec::new();
        for one in &all {
            let code = one.instrument.code.to_string();
            if !forms.iter().any(|(known, _)| *known == code) {
                forms.push((code, form_name(one)));
            }
        }
        let waiting = (!waiting.is_empty()).then(|| {
            let rows = waiting
                .iter()
                .map(|one| row(one, here(one), other_party(one), true, marked(one)))
                .collect_view();
            view! {
                <section class="card" aria-labelledby="vantar">
                    <h2 id="vantar">"Väntar på dig"</h2>
                    <ul class="rows">{rows}</ul>
                </section>
            }
        });
        let filtered: Vec<_> = rest
            .iter()
            .filter(|one| {
                chosen.with(|chosen| {
                    chosen.is_empty() || one.instrument.code.as_str() == chosen.as_str()
                })
            })
            .map(|one| row(one, here(one), other_party(one), false, marked(one)))
            .collect();
        let none = filtered
            .is_empty()
            .then(|| view! { <p class="note">"Inga andra bedömningar att visa här."</p> });
        Some(
            view! {
                {waiting}
                <section class="card" aria-labelledby="alla">
                    <h2 id="alla">"Alla, nyast först"</h2>
                    {(forms.len() > 1).then(|| view! { <Filter forms /> })}
                    {none}
                    <ul class="rows">{filtered}</ul>
                </section>
            }
            .into_any(),
        )
    }
}

/// One form, or all.
#[component]
fn Filter(forms: Vec<(String, String)>) -> impl IntoView {
    let chosen = use_query(FORM);
    let every = (String::new(), "Alla".to_owned());
    let links = std::iter::once(every)
        .chain(forms)
        .map(|(code, name)| {
            let href = set_query(FORM, code.clone());
            let here = move || chosen.with(|chosen| *chosen == code).then_some("true");
            view! {
                <li>
                    <a href=move || href.get() aria-current=here>
                        {name}
                    </a>
                </li>
            }
        })
        .collect_view();
    view! {
        <nav class="filters" aria-label="Urval">
            <ul>{links}</ul>
        </nav>
    }
}

/// Opens it on the page that is shown.
fn here(one: &Assessment) -> Signal<String> {
    set_query(ASSESSMENT, one.id.to_string())
}

/// By whom it is made, or for whom the ST-läkare fills it in.
fn other_party(one: &Assessment) -> String {
    let to_or_by = if is_own_form(one) { "till" } else { "av" };
    format!("{to_or_by} {}", one.assessor.name())
}

/// An assessment of a list: where it leads, of or by whom it is, and whether it waits for whoever looks.
pub fn row<M: IntoView + 'static>(
    one: &Assessment,
    href: Signal<String>,
    who: String,
    mine: bool,
    mark: Option<M>,
) -> impl IntoView + use<M> {
    let name = form_name(one);
    let what = match (&one.stage, mine) {
        (Stage::Requested { .. }, true) => format!("Fyll i {name}"),
        (Stage::Begun { .. }, true) => format!("Fortsätt med {name}"),
        (Stage::Answered { .. }, true) => format!("Läs och bekräfta {name}"),
        _ => name,
    };
    let state = match &one.stage {
        Stage::Requested { request } if request.until < today() => "late",
        Stage::Requested { .. } => "open",
        Stage::Begun { .. } | Stage::Answered { .. } => "ongoing",
        Stage::Confirmed { .. } => "done",
        Stage::Recalled { .. } | Stage::Declined { .. } => "cancelled",
    };
    let mut said = format!("{who}, {}", say_short(one.written.occasion.on));
    if let Some(place) = &one.written.occasion.place {
        said = format!("{said} · {}", &**place);
    }
    if let Stage::Requested { request } = &one.stage {
        said = format!("{said} · senast {}", say_short(request.until));
    }
    view! {
        <li>
            <a class="row-what" href=move || href.get()>
                {what}
            </a>
            <span class="row-where">{said} " " {mark}</span>
            <span class="row-when">
                <span class="chip" data-state=state>
                    {one.stage.name()}
                </span>
            </span>
        </li>
    }
}

/// How many in twelve months, against what is wanted.
#[component]
pub fn Year(binder: Binder) -> impl IntoView {
    move || {
        let portfolio = binder.get()?;
        let wanted = portfolio.thresholds.assessments_per_year;
        let counted = count_in_year(&portfolio.assessments, today());
        let found = counted.counted.len();
        let (count, verdict) = match counted.remaining(wanted as usize) {
            0 => (
                words::count(found, "bedömning", "bedömningar"),
                view! { <p class="good">"Det räcker."</p> }.into_any(),
            ),
            more => (
                format!("{found} av {wanted}"),
                view! { <p class="late">{format!("{more} till behövs.")}</p> }.into_any(),
            ),
        };
        Some(view! {
            <section class="card" data-tight aria-labelledby="aret">
                <h2 id="aret">"Senaste tolv månaderna"</h2>
                <p class="big">{count}</p>
                {verdict}
                <p class="note">
                    {format!(
                        "Skickade bedömningar sedan {}. Minst {wanted} om året (Riktlinje Västmanland 8.1, bör).",
                        say_short(counted.from),
                    )}
                </p>
            </section>
        })
    }
}
