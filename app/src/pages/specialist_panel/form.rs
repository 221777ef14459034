//! A form: one mark an area, and a comment. Filled in on a phone; what is typed stays when something is refused.

use std::collections::BTreeMap;

use leptos::prelude::*;
use shared::{
    specialist_panel::{CompetenceArea, PanelForm, PanelMark, PanelView, SavePanelForm},
    text::FreeText,
};

use super::Shelf;
use crate::{
    api::Method,
    components::{Field, Going, Mistakes, Radios, Refused, Summary, TextArea},
};

/// Whose form it is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// The ST-läkare's own.
    SelfRating,
    /// A specialist's.
    Judgement,
}

impl Whose {
    const fn paths(self) -> (&'static str, &'static str) {
        match self {
            Self::SelfRating => ("self-rating", "self-rating/handing-in"),
            Self::Judgement => ("judgement", "judgement/handing-in"),
        }
    }
}

/// The form to fill in.
#[component]
pub fn Form(shelf: Shelf, panel: PanelView, form: PanelForm, whose: Whose) -> impl IntoView {
    let going = Going::new();
    let mistakes = Mistakes::none(&[("marks", "omraden")]);
    let marks = CompetenceArea::ALL
        .map(|area| (area, RwSignal::new(form.written.marks.get(&area).copied())));
    let comment = RwSignal::new(form.written.comment.to_string());
    let version = form.version;
    let kept = StoredValue::new((panel, form.written));
    // Handing in is saving first, so that what is handed in is what stands on the screen.
    let send = move |hand_in: bool| {
        mistakes.clear();
        let comment = match FreeText::try_from(comment.get_untracked()) {
            Ok(comment) => comment,
            Err(why) => return mistakes.show(vec![("kommentar", why.to_string())]),
        };
        let chosen = marks.iter().filter_map(|(area, mark)| Some((*area, mark.get_untracked()?)));
        let chosen: BTreeMap<CompetenceArea, PanelMark> = chosen.collect();
        if hand_in && chosen.len() < CompetenceArea::ALL.len() {
            let left = CompetenceArea::ALL.into_iter().filter(|area| !chosen.contains_key(area));
            let left: Vec<&str> = left.map(CompetenceArea::name).collect();
            let why = format!("Välj ett svar för {}.", left.join(", "));
            return mistakes.show(vec![("omraden", why)]);
        }
        let body = SavePanelForm { marks: chosen, comment };
        let (panel, before) = kept.get_value();
        let (save, hand) = whose.paths();
        let done = if hand_in { "Lämnad." } else { "Sparad. Du kan fortsätta senare." };
        going.take_in(
            mistakes,
            async move {
                let mut at = version;
                let mut saved = None;
                if body != before || version == 0 {
                    let step = shelf.send((Method::PUT, save), &panel, version, body).await?;
                    shelf.binder.heard_of(step.revision);
                    saved = Some(step);
                    at += 1;
                }
                match (hand_in, saved) {
                    (false, Some(saved)) => Ok(saved),
                    _ => shelf.send((Method::POST, hand), &panel, at, ()).await,
                }
            },
            done,
            move |saved| shelf.take(saved),
        );
    };
    let fields = marks
        .map(|(area, mark)| {
            let options = PanelMark::ALL.map(|mark| (mark, mark.name()));
            view! { <Radios legend=area.name() options=options.into() value=mark row=true /> }
        })
        .into_iter()
        .collect_view();
    let wrong = mistakes.at("omraden");
    view! {
        <form
            class="stack"
            novalidate
            on:submit=move |event| event.prevent_default()
            on:input=move |_| shelf.binder.is_unsaved(true)
        >
            <Summary mistakes />
            <div class="stack" id="omraden" tabindex="-1">
                {move || wrong.get().map(|why| view! { <p class="field-error">{why}</p> })}
                {fields}
            </div>
            <Field
                label="Med egna ord"
                id="kommentar"
                hint="Ingen patientidentitet"
                error=mistakes.at("kommentar")
            >
                <TextArea value=comment />
            </Field>
            <Refused mistakes />
            {going.refused()}
            <div class="actions">
                <button
                    class="btn primary"
                    type="button"
                    aria-disabled=move || going.busy()
                    on:click=move |_| send(true)
                >
                    {if whose == Whose::SelfRating { "Lämna självskattningen" } else { "Lämna bedömningen" }}
                </button>
                <button
                    class="btn"
                    type="button"
                    aria-disabled=move || going.busy()
                    on:click=move |_| send(false)
                >
                    "Spara och fortsätt senare"
                </button>
            </div>
        </form>
    }
}

/// A form as text.
#[component]
pub fn Filled(form: PanelForm) -> impl IntoView {
    let rows = CompetenceArea::ALL
        .map(|area| {
            let mark = form.written.marks.get(&area).map_or("–", |mark| mark.name());
            view! {
                <div>
                    <dt>{area.name()}</dt>
                    <dd>{mark}</dd>
                </div>
            }
        })
        .into_iter()
        .collect_view();
    let comment = (!form.written.comment.is_blank()).then(|| form.written.comment.to_string());
    view! {
        <dl class="facts" data-list>
            {rows}
        </dl>
        {comment.map(|comment| view! { <p class="said">{comment}</p> })}
    }
}
