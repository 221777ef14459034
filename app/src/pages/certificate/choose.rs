//! Choosing what speaks for an objective: a few things, in the order they are chosen.

use leptos::{ev, prelude::*};
use shared::{
    certificate::{EvidenceRef, MOST_CHOSEN, ObjectiveEvidence, SaveObjectiveEvidence},
    curriculum::ObjectiveCode,
    portfolio::Portfolio,
    progress::{self, Support},
    saving::Saved,
};

use crate::{
    api::{self, Method},
    components::Going,
    pages::training::{Binder, put},
    time::say_short,
};

/// All that can speak for an objective: what names it first, then the rest of the training, each newest first.
fn candidates(
    portfolio: &Portfolio,
    code: ObjectiveCode,
    chosen: &[EvidenceRef],
) -> [Vec<(EvidenceRef, Support)>; 2] {
    let certificates = portfolio.certificates.iter().map(|one| EvidenceRef::Certificate(one.id));
    let assessments = portfolio.assessments.iter().map(|one| EvidenceRef::Assessment(one.id));
    let placements = portfolio.placements.iter().map(|one| EvidenceRef::Placement(one.id));
    let activities = portfolio.activities.iter().map(|one| EvidenceRef::Activity(one.id));
    let mut all: Vec<(EvidenceRef, Support)> = certificates
        .chain(assessments)
        .chain(placements)
        .chain(activities)
        .filter_map(|one| Some((one, progress::support(portfolio, one)?)))
        .collect();
    all.sort_by_key(|(_, support)| std::cmp::Reverse(support.on));
    let mut near = progress::named(portfolio, code);
    near.extend_from_slice(chosen);
    let giving = portfolio.certificates.iter().filter(|one| one.gives(code));
    near.extend(giving.map(|one| EvidenceRef::Certificate(one.id)));
    let (near, rest) = all.into_iter().partition(|(one, _)| near.contains(one));
    [near, rest]
}

/// The choice, saved as a whole.
#[component]
pub fn Choose(
    binder: Binder,
    code: ObjectiveCode,
    /// Whether it is shown.
    open: RwSignal<bool>,
) -> impl IntoView {
    let portfolio = binder.get_untracked()?;
    let was = portfolio.evidence.iter().find(|one| one.objective == code).cloned();
    let version = was.as_ref().map_or(0, |was| was.version);
    let was = was.map(|was| was.chosen).unwrap_or_default();
    let [near, rest] = candidates(&portfolio, code, &was);
    // What is removed or withdrawn since can't be chosen again, and isn't shown.
    let known = |one: &EvidenceRef| near.iter().any(|(near, _)| near == one);
    let chosen = RwSignal::new(was.into_iter().filter(known).collect::<Vec<_>>());
    let going = Going::new();
    let send = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let path = binder.path(&format!("/objectives/{code}/evidence"));
        let body = SaveObjectiveEvidence { chosen: chosen.get_untracked() };
        let sent = async move { api::send(Method::PUT, &path, Some(version), &body).await };
        let done = format!("Valet för {code} är sparat.");
        going.take(sent, done, move |saved: Saved<ObjectiveEvidence>| {
            open.set(false);
            binder.take(saved.revision, |portfolio| {
                put(&mut portfolio.evidence, saved.record, |one| one.id);
            });
        });
    };
    let full = Memo::new(move |_| chosen.with(Vec::len) >= MOST_CHOSEN);
    let list = move |all: Vec<(EvidenceRef, Support)>| {
        all.into_iter()
            .map(|(one, support)| {
                let on = support.on.map(|on| format!(", {}", say_short(on)));
                let is_chosen = Memo::new(move |_| chosen.with(|chosen| chosen.contains(&one)));
                let change = move |event| {
                    let on = event_target_checked(&event);
                    chosen.update(|chosen| {
                        chosen.retain(|was| *was != one);
                        if on {
                            chosen.push(one);
                        }
                    });
                };
                view! {
                    <label class="choice">
                        <input
                            type="checkbox"
                            prop:checked=move || is_chosen.get()
                            disabled=move || full.get() && !is_chosen.get()
                            on:change=change
                        />
                        <span>{support.label} {on}</span>
                    </label>
                }
            })
            .collect_view()
    };
    let nothing = (near.is_empty() && rest.is_empty()).then(|| {
        view! {
            <p class="note">
                "Det finns inget att välja än. Placeringar, kurser, andra aktiviteter, bedömningar och intyg kan väljas när de är inlagda."
            </p>
        }
    });
    let few = near.is_empty();
    let more = (!rest.is_empty()).then(|| {
        let said = format!("Annat i din ST, {}", rest.len());
        view! {
            <details class="as-table" open=few>
                <summary>{said}</summary>
                <div class="choices">{list(rest)}</div>
            </details>
        }
    });
    Some(view! {
        <form class="stack" on:submit=send>
            <fieldset class="choices">
                <legend class="section-label">{format!("Vad talar för {code}?")}</legend>
                {list(near)}
                {more}
            </fieldset>
            {nothing}
            <p class="hint" role="status">
                {move || format!("{} av högst {MOST_CHOSEN} valda", chosen.with(Vec::len))}
            </p>
            {going.refused()}
            <div class="actions">
                <button class="btn primary" aria-disabled=move || going.busy()>
                    "Spara valet"
                </button>
                <button class="btn" type="button" on:click=move |_| open.set(false)>
                    "Avbryt"
                </button>
            </div>
        </form>
    })
}
