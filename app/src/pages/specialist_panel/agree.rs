//! What the panel agrees: strengths, needs, changes in the programme, and at most two technical and two other foci.

use leptos::{ev, prelude::*};
use shared::{
    specialist_panel::{CompetenceArea, Foci, Focus, MAX_FOCI, PanelView, SaveConclusions},
    text::{FreeText, Line},
};

use super::Shelf;
use crate::{
    api::Method,
    components::{Field, Going, Input, Mistakes, Refused, Select, Summary, TextArea, Wrong},
};

/// A row for each focus that there may be.
const ROWS: usize = 2 * MAX_FOCI;

/// The form of the conclusions.
#[component]
pub fn Agree(shelf: Shelf, panel: PanelView, agreed: SaveConclusions) -> impl IntoView {
    let going = Going::new();
    let mistakes = Mistakes::none(&[("foci", "fokus")]);
    let text = |text: &FreeText| RwSignal::new(text.to_string());
    let (strengths, needs, programme) =
        (text(&agreed.strengths), text(&agreed.needs), text(&agreed.programme));
    let foci: Vec<(RwSignal<String>, RwSignal<String>)> = (0..ROWS)
        .map(|row| {
            let focus = agreed.foci.as_slice().get(row);
            let area = focus.map_or(CompetenceArea::TechnicalSkills, |focus| focus.area);
            let words = focus.map(|focus| focus.text.to_string()).unwrap_or_default();
            (RwSignal::new(area.as_str().to_owned()), RwSignal::new(words))
        })
        .collect();
    let options: Vec<(String, String)> =
        CompetenceArea::ALL.map(|area| (area.as_str().to_owned(), area.name().to_owned())).into();
    let fields = (1..)
        .zip(foci.clone())
        .map(|(number, (area, words))| {
            let options = options.clone();
            view! {
                <div class="form-row">
                    <Field label=format!("Område {number}")>
                        <Select value=area options />
                    </Field>
                    <Field label=format!("Fokus {number}")>
                        <Input value=words />
                    </Field>
                </div>
            }
        })
        .collect_view();
    let send = move |event: ev::SubmitEvent| {
        event.prevent_default();
        mistakes.clear();
        let mut wrong: Vec<Wrong> = Vec::new();
        let mut free = |written: RwSignal<String>, id: &'static str| {
            FreeText::try_from(written.get_untracked()).unwrap_or_else(|why| {
                wrong.push((id, why.to_string()));
                FreeText::default()
            })
        };
        let (strengths, needs, programme) =
            (free(strengths, "styrkor"), free(needs, "behov"), free(programme, "andringar"));
        let written = foci.iter().filter_map(|(area, words)| {
            let area = CompetenceArea::from_stored(&area.get_untracked())?;
            let text = Line::try_from(words.get_untracked()).ok()?;
            Some(Focus { area, text })
        });
        let foci = match Foci::try_from(written.collect::<Vec<_>>()) {
            Ok(foci) => foci,
            Err(why) => {
                wrong.push(("fokus", why.to_string()));
                Foci::default()
            }
        };
        if !wrong.is_empty() {
            return mistakes.show(wrong);
        }
        let (panel, version) = (panel.clone(), panel.version);
        let body = SaveConclusions { strengths, needs, programme, foci };
        going.take_in(
            mistakes,
            async move { shelf.send((Method::PUT, "conclusions"), &panel, version, body).await },
            "Slutsatserna är sparade.",
            move |saved| shelf.take(saved),
        );
    };
    let wrong = mistakes.at("fokus");
    view! {
        <form
            class="stack"
            novalidate
            on:submit=send
            on:input=move |_| shelf.binder.is_unsaved(true)
        >
            <h3 class="section-label">"Kollegiet är överens om"</h3>
            <Summary mistakes />
            <Field label="Styrkor" id="styrkor" error=mistakes.at("styrkor")>
                <TextArea value=strengths />
            </Field>
            <Field label="Utvecklingsbehov" id="behov" error=mistakes.at("behov")>
                <TextArea value=needs />
            </Field>
            <Field label="Ändringar i programmet" id="andringar" error=mistakes.at("andringar")>
                <TextArea value=programme rows=2 />
            </Field>
            <fieldset class="field" id="fokus" tabindex="-1">
                <legend>"Fokusområden till nästa gång"</legend>
                <p class="hint">"Högst två tekniska och två icke-tekniska. Lämna tomt det som inte behövs."</p>
                {move || wrong.get().map(|why| view! { <p class="field-error">{why}</p> })}
                <div class="stack">{fields}</div>
            </fieldset>
            <Refused mistakes />
            {going.refused()}
            <div class="actions">
                <button class="btn" aria-disabled=move || going.busy()>
                    "Spara slutsatserna"
                </button>
            </div>
        </form>
    }
}

/// What is agreed, as text.
#[component]
pub fn Agreed(agreed: SaveConclusions) -> impl IntoView {
    let texts = [
        ("Styrkor", agreed.strengths.to_string()),
        ("Utvecklingsbehov", agreed.needs.to_string()),
        ("Ändringar i programmet", agreed.programme.to_string()),
    ];
    let texts = texts
        .into_iter()
        .filter(|(_, text)| !text.trim().is_empty())
        .map(|(heading, text)| {
            view! {
                <h3 class="section-label">{heading}</h3>
                <p class="said">{text}</p>
            }
        })
        .collect_view();
    let foci = agreed.foci.as_slice();
    let foci = (!foci.is_empty()).then(|| {
        let rows = foci
            .iter()
            .map(|focus| {
                view! {
                    <li>
                        <span class="row-what">{focus.text.to_string()}</span>
                        <span class="row-where">{focus.area.name()}</span>
                    </li>
                }
            })
            .collect_view();
        view! {
            <h3 class="section-label">"Fokusområden till nästa gång"</h3>
            <ul class="rows">{rows}</ul>
        }
    });
    view! {
        {texts}
        {foci}
    }
}
