//! The placements that a draft plans: one list, saved whole whenever a row of it is added, changed or removed.

use leptos::{ev, prelude::*};
use shared::{
    iup::{InvalidPlanned, MAX_PLANNED, PlannedPlacement, SaveIup},
    placement::Percent,
    text::Line,
};

use super::{edit::Conflict, words};
use crate::{
    components::{Field, Input, Mistakes, Summary, Toasts, Wrong, focus, review::AutosaveState},
    outbox::Autosave,
};

/// The button that opens the form: what has focus when a row is saved or removed.
const ADD: &str = "planerad-ny";

/// What the form writes.
#[derive(Clone, PartialEq, Eq)]
enum Open {
    Nothing,
    New,
    Change(PlannedPlacement),
}

fn listed(saved: &SaveIup) -> Vec<PlannedPlacement> {
    match saved {
        SaveIup::Placements { placements } => {
            let mut placements = placements.clone();
            placements.sort();
            placements
        }
        SaveIup::Part { .. } | SaveIup::Objective { .. } => Vec::new(),
    }
}

/// Takes a row away, puts another there, or both; in the order of their days.
fn replace(text: Autosave<SaveIup>, old: Option<&PlannedPlacement>, new: Option<PlannedPlacement>) {
    text.choose(|saved| {
        if let SaveIup::Placements { placements } = saved {
            if let Some(at) = placements.iter().position(|one| Some(one) == old) {
                placements.remove(at);
            }
            placements.extend(new);
            placements.sort();
        }
    });
}

fn focus_add() {
    request_animation_frame(|| focus(ADD));
}

/// The list, with a form for one row at a time.
#[component]
pub fn Placements(text: Autosave<SaveIup>) -> impl IntoView {
    let open = RwSignal::new(Open::Nothing);
    let all = Memo::new(move |_| text.with(listed));
    let rows = move || {
        let all = all.get();
        if all.is_empty() {
            return view! { <p class="note">"Inga placeringar är planerade än."</p> }.into_any();
        }
        let rows = all.into_iter().map(|one| row(text, one, open)).collect_view();
        view! { <ul class="rows">{rows}</ul> }.into_any()
    };
    let form = move || match open.get() {
        Open::Nothing => view! {
            <div class="actions">
                <button class="btn" type="button" id=ADD on:click=move |_| open.set(Open::New)>
                    "Lägg till en placering"
                </button>
            </div>
        }
        .into_any(),
        Open::New => view! { <Form text was=None open /> }.into_any(),
        Open::Change(was) => view! { <Form text was=Some(was) open /> }.into_any(),
    };
    view! {
        <section class="card" data-tight aria-labelledby="planerade">
            <h2 id="planerade">"Planerade placeringar"</h2>
            <p class="hint">
                "I den ordning de ska göras. Vad det blev av dem står under Placeringar."
            </p>
            <Conflict text what="planerade placeringar" />
            {rows}
            {form}
            <AutosaveState of=text />
        </section>
    }
}

fn row(
    text: Autosave<SaveIup>,
    one: PlannedPlacement,
    open: RwSignal<Open>,
) -> impl IntoView + use<> {
    let said = words(&one);
    let place = one.place.to_string();
    let (changed, removed) = (one.clone(), one);
    let toasts = expect_context::<Toasts>();
    let remove = move |_| {
        replace(text, Some(&removed), None);
        let back = removed.clone();
        toasts.show_undo(format!("{} är borttagen.", &*back.place), move || {
            replace(text, None, Some(back.clone()));
        });
        open.set(Open::Nothing);
        focus_add();
    };
    view! {
        <li>
            <span>{said}</span>
            <span class="actions">
                <button
                    class="link-btn"
                    type="button"
                    aria-label=format!("Ändra {place}")
                    on:click=move |_| open.set(Open::Change(changed.clone()))
                >
                    "Ändra"
                </button>
                <button
                    class="link-btn danger"
                    type="button"
                    aria-label=format!("Ta bort {place}")
                    on:click=remove
                >
                    "Ta bort"
                </button>
            </span>
        </li>
    }
}

/// What the person has written. Copied freely.
#[derive(Clone, Copy)]
struct Written {
    place: RwSignal<String>,
    from: RwSignal<String>,
    to: RwSignal<String>,
    percent: RwSignal<String>,
}

impl Written {
    fn read(self) -> Result<PlannedPlacement, Vec<Wrong>> {
        let mut wrong: Vec<Wrong> = Vec::new();
        let place = Line::try_from(self.place.get_untracked());
        if place.is_err() {
            wrong.push(("planerad-plats", "Skriv var placeringen är.".to_owned()));
        }
        let from = self.from.get_untracked().trim().parse();
        if from.is_err() {
            wrong.push(("planerad-forsta", "Välj första dagen.".to_owned()));
        }
        let to = self.to.get_untracked().trim().parse();
        if to.is_err() {
            wrong.push(("planerad-sista", "Välj sista dagen.".to_owned()));
        }
        let percent = match self.percent.get_untracked().trim().parse::<i64>() {
            Ok(percent) => Percent::try_from(percent).map_err(|why| why.to_string()),
            Err(_) => {
                Err("Skriv omfattningen som ett helt tal, till exempel 100 eller 80.".to_owned())
            }
        };
        if let Err(why) = &percent {
            wrong.push(("planerad-omfattning", why.clone()));
        }
        let (Ok(place), Ok(from), Ok(to), Ok(percent)) = (place, from, to, percent) else {
            return Err(wrong);
        };
        let planned = PlannedPlacement { from, to, place, percent };
        match planned.check() {
            Ok(()) => Ok(planned),
            Err(why) => Err(vec![("planerad-sista", why.to_string())]),
        }
    }
}

/// A row, new or to be changed.
#[component]
fn Form(
    text: Autosave<SaveIup>,
    /// What is changed; none for a new one.
    was: Option<PlannedPlacement>,
    open: RwSignal<Open>,
) -> impl IntoView {
    let one = |read: fn(&PlannedPlacement) -> String| {
        RwSignal::new(was.as_ref().map(read).unwrap_or_default())
    };
    let written = Written {
        place: one(|was| was.place.to_string()),
        from: one(|was| was.from.to_string()),
        to: one(|was| was.to.to_string()),
        percent: RwSignal::new(was.as_ref().map_or(100, |was| was.percent.get()).to_string()),
    };
    let fresh = was.is_none();
    let mistakes = Mistakes::none(&[]);
    let send = move |event: ev::SubmitEvent| {
        event.prevent_default();
        mistakes.clear();
        let planned = match written.read() {
            Ok(planned) => planned,
            Err(found) => return mistakes.show(found),
        };
        let count = text.with(|saved| listed(saved).len());
        if fresh && count >= MAX_PLANNED {
            let why = InvalidPlanned::TooMany(count + 1).to_string();
            return mistakes.show(vec![("planerad-plats", why)]);
        }
        replace(text, was.as_ref(), Some(planned));
        open.set(Open::Nothing);
        focus_add();
    };
    let close = move |_| {
        open.set(Open::Nothing);
        focus_add();
    };
    request_animation_frame(|| focus("planerad-plats"));
    view! {
        <form class="form" novalidate aria-labelledby="planerad-form" on:submit=send>
            <h3 id="planerad-form">
                {if fresh { "Ny planerad placering" } else { "Ändra den planerade placeringen" }}
            </h3>
            <Summary mistakes />
            <div class="form-row">
                <Field
                    label="Plats"
                    id="planerad-plats"
                    hint="Klinik och sjukhus"
                    error=mistakes.at("planerad-plats")
                >
                    <Input value=written.place />
                </Field>
                <Field
                    label="Omfattning"
                    id="planerad-omfattning"
                    hint="Procent av heltid"
                    error=mistakes.at("planerad-omfattning")
                >
                    <Input value=written.percent kind="number" />
                </Field>
            </div>
            <div class="form-row">
                <Field
                    label="Första dag"
                    id="planerad-forsta"
                    error=mistakes.at("planerad-forsta")
                >
                    <Input value=written.from kind="date" />
                </Field>
                <Field label="Sista dag" id="planerad-sista" error=mistakes.at("planerad-sista")>
                    <Input value=written.to kind="date" />
                </Field>
            </div>
            <div class="actions">
                <button class="btn primary">
                    {if fresh { "Lägg till" } else { "Spara placeringen" }}
                </button>
                <button class="btn" type="button" on:click=close>
                    "Avbryt"
                </button>
            </div>
        </form>
    }
}
