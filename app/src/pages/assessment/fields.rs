//! The fields of a form: free text first, then parts that may be left empty, then one rating of the whole.

use leptos::prelude::*;
use shared::{
    assessment::{Difficulty, MAX_MINUTES},
    instrument::{Instrument, NO_PATIENT, Rating, Scale, TextPrompt},
    text::{FreeText, Line, MAX_TEXT},
};

use super::sheet::{Sheet, has_items};

/// All fields of a form.
#[component]
pub fn Fields(sheet: Sheet, form: &'static Instrument) -> impl IntoView {
    let texts = form.text_prompts.iter().map(|prompt| text(sheet, prompt)).collect_view();
    let items = has_items(form).then(|| {
        let scale = form.scale.as_ref();
        let groups = scale.map(|scale| {
            let one = |item: &'static shared::instrument::InstrumentItem| {
                let key = &item.key;
                view! {
                    <Scaled
                        name=format!("del-{key}")
                        heading=item.heading.clone()
                        hint=item.hint.clone()
                        scale
                        chosen=Signal::derive(move || {
                            sheet.with(|all| all.answers.get(key).copied())
                        })
                        on_choose=Callback::new(move |rating| {
                            sheet
                                .choose(|all| match rating {
                                    Some(rating) => {
                                        all.answers.insert(key.clone(), rating);
                                    }
                                    None => {
                                        all.answers.remove(key);
                                    }
                                });
                        })
                    />
                }
            };
            form.items.iter().map(one).collect_view()
        });
        let rated = move || {
            sheet
                .with(|all| format!("Delar: {} av {} bedömda", all.answers.len(), form.items.len()))
        };
        view! {
            <details class="form-parts">
                <summary>{rated}</summary>
                <div class="stack">
                    <p class="note">"Bedöm dem du såg. Resten lämnar du tomma."</p>
                    {groups}
                </div>
            </details>
        }
    });
    view! {
        {texts} {items}
        <Scaled
            name="helhet".to_owned()
            heading="Helhet".to_owned()
            hint="En bedömning av hela aktiviteten.".to_owned()
            scale=&form.overall
            chosen=Signal::derive(move || sheet.with(|all| all.overall))
            on_choose=Callback::new(move |rating| sheet.choose(|all| all.overall = rating))
        />
        <NextStep sheet />
        <About sheet />
    }
}

/// A free text by its prompt.
fn text(sheet: Sheet, prompt: &'static TextPrompt) -> impl IntoView + use<> {
    let key = &prompt.key;
    let hint = if prompt.hint.is_empty() {
        NO_PATIENT.to_owned()
    } else {
        format!("{} {NO_PATIENT}", prompt.hint)
    };
    view! {
        <Text
            id=format!("text-{key}")
            label=prompt.heading.clone()
            hint
            value=Signal::derive(move || {
                sheet.with(|all| all.texts.get(key).map(|text| (**text).to_owned()).unwrap_or_default())
            })
            on_write=Callback::new(move |text: FreeText| {
                sheet
                    .write(|all| {
                        if text.is_blank() {
                            all.texts.remove(key);
                        } else {
                            all.texts.insert(key.clone(), text);
                        }
                    });
            })
            on_leave=Callback::new(move |()| sheet.leave())
        />
    }
}

#[component]
fn NextStep(sheet: Sheet) -> impl IntoView {
    view! {
        <Text
            id="nasta-steg".to_owned()
            label="Förslag till nästa steg".to_owned()
            hint=NO_PATIENT.to_owned()
            value=Signal::derive(move || sheet.with(|all| all.next_step.to_string()))
            on_write=Callback::new(move |text| sheet.write(|all| all.next_step = text))
            on_leave=Callback::new(move |()| sheet.leave())
        />
    }
}

#[component]
fn Text(
    id: String,
    label: String,
    hint: String,
    value: Signal<String>,
    on_write: Callback<FreeText>,
    on_leave: Callback<()>,
) -> impl IntoView {
    let hint_id = format!("{id}-hint");
    let (labelled, described) = (id.clone(), hint_id.clone());
    view! {
        <div class="field">
            <label for=labelled>{label}</label>
            <p class="hint" id=hint_id>
                {hint}
            </p>
            <textarea
                class="textarea"
                id=id
                aria-describedby=described
                maxlength=MAX_TEXT.to_string()
                prop:value=move || value.get()
                on:input=move |event| {
                    if let Ok(written) = FreeText::try_from(event_target_value(&event)) {
                        on_write.run(written);
                    }
                }
                on:blur=move |_| on_leave.run(())
            ></textarea>
        </div>
    }
}

/// A scale as large radio buttons with words. What was chosen can be taken back.
#[component]
fn Scaled(
    /// The group's name, unique on the page.
    name: String,
    heading: String,
    hint: String,
    scale: &'static Scale,
    chosen: Signal<Option<Rating>>,
    on_choose: Callback<Option<Rating>>,
) -> impl IntoView {
    let steps = scale.steps.iter().map(|step| (Rating::Step(step.value), step.label.as_str()));
    let other = scale.not_assessed.as_deref().map(|words| (Rating::NotAssessed, words));
    let rows = steps
        .chain(other)
        .map(|(rating, words)| {
            view! {
                <label class="scale-step">
                    <input
                        type="radio"
                        name=name.clone()
                        prop:checked=move || chosen.get() == Some(rating)
                        on:change=move |_| on_choose.run(Some(rating))
                    />
                    <span>{words}</span>
                </label>
            }
        })
        .collect_view();
    let hint = (!hint.is_empty()).then(|| view! { <p class="hint">{hint}</p> });
    let of = heading.clone();
    view! {
        <fieldset class="field scale-choice">
            <legend>{heading}</legend>
            {hint}
            <div class="scale-steps">{rows}</div>
            {move || {
                let of = of.clone();
                chosen
                    .get()
                    .is_some()
                    .then(|| {
                        view! {
                            <button
                                class="link-btn"
                                type="button"
                                on:click=move |_| on_choose.run(None)
                            >
                                "Lämna tomt"
                                <span class="vh">{format!(": {of}")}</span>
                            </button>
                        }
                    })
            }}
        </fieldset>
    }
}

/// The day, the place, how hard it was and how long it took.
#[component]
fn About(sheet: Sheet) -> impl IntoView {
    let day = Signal::derive(move || sheet.with(|all| all.occasion.on.to_string()));
    // Kept as typed: what is saved of a line is trimmed, which would eat the space between two words.
    let place = sheet.with_untracked(|all| {
        all.occasion.place.as_ref().map(|place| (**place).to_owned()).unwrap_or_default()
    });
    let minutes = |sheet: Sheet, read: fn(&shared::assessment::Occasion) -> Option<u16>| {
        Signal::derive(move || {
            sheet.with(|all| {
                read(&all.occasion).map(|minutes| minutes.to_string()).unwrap_or_default()
            })
        })
    };
    let observed = minutes(sheet, |occasion| occasion.observed_minutes);
    let feedback = minutes(sheet, |occasion| occasion.feedback_minutes);
    let number = |event: &web_sys::Event| {
        event_target_value(event).trim().parse::<u16>().ok().filter(|all| *all <= MAX_MINUTES)
    };
    let difficulty = Difficulty::ALL
        .map(|one| {
            view! {
                <option
                    value=one.as_str()
                    prop:selected=move || sheet.with(|all| all.occasion.difficulty == Some(one))
                >
                    {one.name()}
                </option>
            }
        })
        .collect_view();
    view! {
        <div class="form-row">
            <div class="field">
                <label for="dagen">"Dag"</label>
                <input
                    class="input"
                    id="dagen"
                    type="date"
                    prop:value=move || day.get()
                    on:change=move |event| {
                        if let Ok(on) = event_target_value(&event).parse() {
                            sheet.choose(|all| all.occasion.on = on);
                        }
                    }
                />
            </div>
            <div class="field">
                <label for="svarighet">"Svårighetsgrad"</label>
                <select
                    class="select"
                    id="svarighet"
                    on:change=move |event| {
                        let chosen = Difficulty::from_stored(&event_target_value(&event));
                        sheet.choose(|all| all.occasion.difficulty = chosen);
                    }
                >
                    <option value="">"Lämna tomt"</option>
                    {difficulty}
                </select>
            </div>
        </div>
        <div class="field">
            <label for="platsen">"Plats och sammanhang"</label>
            <p class="hint" id="platsen-hint">
                {NO_PATIENT}
            </p>
            <input
                class="input"
                id="platsen"
                aria-describedby="platsen-hint"
                prop:value=place
                on:input=move |event| {
                    let written = Line::try_from(event_target_value(&event)).ok();
                    sheet.write(|all| all.occasion.place = written);
                }
                on:blur=move |_| sheet.leave()
            />
        </div>
        <div class="form-row">
            <div class="field">
                <label for="observation">"Minuter du såg på"</label>
                <input
                    class="input"
                    id="observation"
                    type="number"
                    min="0"
                    max=MAX_MINUTES.to_string()
                    prop:value=move || observed.get()
                    on:change=move |event| {
                        let minutes = number(&event);
                        sheet.choose(|all| all.occasion.observed_minutes = minutes);
                    }
                />
            </div>
            <div class="field">
                <label for="aterkopplingen">"Minuter återkoppling"</label>
                <input
                    class="input"
                    id="aterkopplingen"
                    type="number"
                    min="0"
                    max=MAX_MINUTES.to_string()
                    prop:value=move || feedback.get()
                    on:change=move |event| {
                        let minutes = number(&event);
                        sheet.choose(|all| all.occasion.feedback_minutes = minutes);
                    }
                />
            </div>
        </div>
    }
}
