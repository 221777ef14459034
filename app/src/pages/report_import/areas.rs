//! An area of the report: its text beside the grade, the findings and the plan's entries.

use std::sync::Arc;

use leptos::prelude::*;
use shared::{
    checklist::{Area, AreaCode, Checklist, CriterionCode},
    grade::{Grade, ReviewGrade},
    report_import::ReportImport,
    report_text::{EntryField, EntryWarning, ReportEntry},
    written_date::WrittenDate,
};

use super::{
    about::wrong_of,
    answers::{Answers, Sheet, changed, entry_prefix, suggested},
};
use crate::{
    components::{ClassChip, GradeBadge, GradeSize},
    pages::action_plan::form::{CriterionChoice, EntryFields, Mend},
};

/// The area that an entry stands under.
fn area_of(entry: &ReportEntry) -> Option<AreaCode> {
    let heading = entry.area.and_then(|letter| letter.to_string().parse().ok());
    heading
        .or_else(|| entry.criteria.first()?.parse::<CriterionCode>().ok().map(CriterionCode::area))
}

/// All areas, and the entries that stand under none.
pub(super) fn areas(
    import: &ReportImport,
    checklist: &Arc<Checklist>,
    sheet: &Sheet,
    wrong: RwSignal<Vec<Mend>>,
) -> AnyView {
    let cards =
        checklist.areas.iter().map(|a| area(a, import, checklist, sheet, wrong)).collect_view();
    let loose = entries(None, import, checklist, sheet, wrong);
    let loose = (!loose.is_empty()).then(|| {
        view! {
            <section class="card" aria-labelledby="utan-omrade">
                <h2 id="utan-omrade">"Handlingsplan utan område"</h2>
                <div>{loose}</div>
            </section>
        }
    });
    view! { {cards} {loose} }.into_any()
}

fn area(
    area: &Area,
    import: &ReportImport,
    checklist: &Arc<Checklist>,
    sheet: &Sheet,
    wrong: RwSignal<Vec<Mend>>,
) -> AnyView {
    let code = area.code;
    let is_changed = changed(import).contains(&code);
    let text = import.read.area_texts.get(&code.letter()).cloned().unwrap_or_default();
    let source = if text.is_empty() {
        view! { <span class="muted">"Området har ingen egen text i rapporten."</span> }.into_any()
    } else {
        marked(&text, is_changed)
    };
    let grade = if is_changed {
        let grade = ReviewGrade { set: Grade::D, after_plan: Some(Grade::C) };
        view! {
            <p class="grade-line">
                <GradeBadge grade inspection=true of=format!("Område {code}:") />
                <span>"D vid granskningen, ändrat till C efter handlingsplan. Läst ur texten."</span>
            </p>
        }
        .into_any()
    } else {
        grade_choice(area, sheet.answers, wrong)
    };
    let title_id = format!("omrade-{code}");
    let labelled_by = title_id.clone();
    view! {
        <section class="card" aria-labelledby=labelled_by>
            <h2 id=title_id>{area.title()}</h2>
            <div>
                <div class="read-pair">
                    <h3>"Betyg"</h3>
                    <pre class="source" tabindex="0" aria-label=format!("Ur rapporten, område {code}")>
                        {source}
                    </pre>
                    <div class="form">{grade} {findings(area, import, sheet.answers)}</div>
                </div>
                {entries(Some(code), import, checklist, sheet, wrong)}
            </div>
        </section>
    }
    .into_any()
}

/// The text with the sentence about the changed grade marked.
fn marked(text: &str, changed: bool) -> AnyView {
    text.split_inclusive('.')
        .map(|sentence| {
            let says = changed && sentence.contains("ändra") && sentence.contains('C');
            if says {
                view! { <mark>{sentence.to_owned()}</mark> }.into_any()
            } else {
                sentence.to_owned().into_any()
            }
        })
        .collect_view()
        .into_any()
}

fn grade_choice(area: &Area, answers: RwSignal<Answers>, wrong: RwSignal<Vec<Mend>>) -> AnyView {
    let code = area.code;
    let chosen = Memo::new(move |_| answers.with(|answers| answers.grades.get(&code).copied()));
    let id = format!("betyg-{code}");
    let radio = |grade: Option<Grade>| {
        let badge = match grade {
            Some(grade) => {
                let grade = ReviewGrade::unchanged(grade);
                view! { <GradeBadge grade inspection=true size=GradeSize::Large /> }.into_any()
            }
            None => view! {
                <span class="grade" data-grade="none" data-size="large">
                    <span aria-hidden="true">"–"</span>
                    <span class="vh">"Vet inte"</span>
                </span>
                <span class="tag" aria-hidden="true">
                    "Vet inte"
                </span>
            }
            .into_any(),
        };
        view! {
            <label>
                <input
                    type="radio"
                    name=format!("betyg-{code}")
                    prop:checked=move || chosen.get() == Some(grade)
                    on:change=move |_| {
                        answers
                            .update(|answers| {
                                answers.grades.insert(code, grade);
                            });
                    }
                />
                {badge}
            </label>
        }
    };
    let radios = area.grade_texts.keys().map(|grade| radio(Some(*grade))).collect_view();
    view! {
        <div class="field" id=id tabindex="-1" data-ask=move || chosen.get().is_none()>
            <p class="hint">"Betyget står inte i texten."</p>
            <fieldset class="grade-choice">
                <legend>{format!("Betyg för {}", area.title())}</legend>
                {radios}
                {radio(None)}
            </fieldset>
            {wrong_of(wrong, id.clone())}
        </div>
    }
    .into_any()
}

/// Which criteria fell short: those the plan answers to are suggested.
fn findings(area: &Area, import: &ReportImport, answers: RwSignal<Answers>) -> AnyView {
    let suggested = suggested(import);
    let code = area.code;
    let some = area.criteria.iter().any(|criterion| suggested.contains(&criterion.code));
    let missing = &import.read.missing_criteria;
    let boxes = area
        .criteria
        .iter()
        .map(|criterion| {
            let this = criterion.code;
            let mark = suggested.contains(&this).then(|| {
                view! { <span class="chip" data-kind="confirm">"Förslag ur handlingsplanen"</span> }
            });
            let lost = missing.contains(&this.to_string()).then(|| {
                view! { <span class="hint">"Kändes inte igen i texten"</span> }
            });
            view! {
                <label class="choice">
                    <input
                        type="checkbox"
                        prop:checked=move || answers.with(|answers| answers.findings.contains(&this))
                        on:change=move |event| {
                            let chosen = event_target_checked(&event);
                            answers
                                .update(|answers| {
                                    answers.findings.retain(|known| *known != this);
                                    if chosen {
                                        answers.findings.push(this);
                                        answers.findings.sort_unstable();
                                    }
                                });
                        }
                    />
                    <span>
                        <b>{this.to_string()}</b>
                        " "
                        {criterion.text.clone()}
                        " "
                        <ClassChip class=criterion.class />
                        " "
                        {mark}
                        {lost}
                    </span>
                </label>
            }
        })
        .collect_view();
    let count = move || {
        let n = answers.with(|a| a.findings.iter().filter(|found| found.area() == code).count());
        match n {
            0 => "inga valda".to_owned(),
            1 => "1 vald".to_owned(),
            more => format!("{more} valda"),
        }
    };
    view! {
        <details open=some>
            <summary>
                {format!("Brister i område {code} ")} <span class="note">{count}</span>
            </summary>
            <fieldset class="field" data-ask=some>
                <legend class="vh">{format!("Brister i område {code}")}</legend>
                <p class="hint">
                    {if some {
                        "Texten säger inte vilka kriterier som var brister. De som handlingsplanen svarar på är ett förslag. Stämmer det?"
                    } else {
                        "Texten säger inte vilka kriterier som var brister."
                    }}
                </p>
                <div class="choices">{boxes}</div>
                <label class="choice">
                    <input
                        type="checkbox"
                        prop:checked=move || answers.with(|a| a.rest_fulfilled.contains(&code))
                        on:change=move |event| {
                            let chosen = event_target_checked(&event);
                            answers
                                .update(|answers| {
                                    answers.rest_fulfilled.retain(|known| *known != code);
                                    if chosen {
                                        answers.rest_fulfilled.push(code);
                                    }
                                });
                        }
                    />
                    <span>
                        "De andra kriterierna i området var uppfyllda"
                        <span class="hint">"Annars står de som ej bedömda."</span>
                    </span>
                </label>
            </fieldset>
        </details>
    }
    .into_any()
}

fn entries(
    area: Option<AreaCode>,
    import: &ReportImport,
    checklist: &Arc<Checklist>,
    sheet: &Sheet,
    wrong: RwSignal<Vec<Mend>>,
) -> Vec<AnyView> {
    import
        .read
        .entries
        .iter()
        .zip(&sheet.entries)
        .enumerate()
        .filter(|(_, (entry, _))| area_of(entry) == area)
        .map(|(number, (entry, draft))| {
            let codes = entry.criteria.join(", ");
            let title = format!("Handlingsplan {codes}");
            let criteria_asked: Vec<String> = entry
                .warnings
                .iter()
                .filter(|warning| {
                    matches!(
                        warning,
                        EntryWarning::CriterionUnknown
                            | EntryWarning::CriterionGuessed { .. }
                            | EntryWarning::CriterionOutsideArea { .. }
                    )
                })
                .map(ToString::to_string)
                .collect();
            let unsure = !criteria_asked.is_empty();
            let suggested = suggested(import);
            let own = move |code: CriterionCode| area.is_none_or(|area| code.area() == area);
            let choices: Vec<CriterionChoice> = checklist
                .criteria()
                .filter(|c| entry.criteria.contains(&c.code.to_string()) || own(c.code))
                .filter(|c| unsure || suggested.contains(&c.code))
                .map(|c| CriterionChoice { code: c.code, text: c.text.clone(), hint: None })
                .collect();
            let criteria_asked = if unsure {
                criteria_asked.join(" ")
            } else {
                "Förslag ur planens text.".to_owned()
            };
            view! {
                <div class="read-pair">
                    <h3>{title}</h3>
                    <pre
                        class="source"
                        tabindex="0"
                        aria-label=format!("Ur rapporten, handlingsplan {codes}")
                    >
                        {source(entry)}
                    </pre>
                    <div class="form">
                        <EntryFields
                            draft=*draft
                            prefix=entry_prefix(number)
                            choices
                            wrong
                            asked=asked(entry)
                            criteria_asked
                        />
                    </div>
                </div>
            }
            .into_any()
        })
        .collect()
}

/// The entry in the report's own order, with what must be looked at marked.
fn source(entry: &ReportEntry) -> AnyView {
    let unknown = |text: &str| {
        entry.warnings.iter().any(
            |warning| matches!(warning, EntryWarning::DateUnknown { text: known, .. } if known == text),
        )
    };
    let dates = |dates: &[WrittenDate]| -> AnyView {
        dates
            .iter()
            .map(|date| {
                if unknown(&date.text) {
                    view! { <mark>{date.text.clone()}</mark> " " }.into_any()
                } else {
                    format!("{} ", date.text).into_any()
                }
            })
            .collect_view()
            .into_any()
    };
    EntryField::ALL
        .map(|field| {
            let value = match field {
                EntryField::Action => entry.action.clone().into_any(),
                EntryField::Due => dates(&entry.due),
                EntryField::Responsible => entry.responsible.join(", ").into_any(),
                EntryField::FollowUp => dates(&entry.follow_up),
                EntryField::FollowUpResponsible => {
                    entry.follow_up_responsible.join(", ").into_any()
                }
            };
            view! {
                <b>{field.label()}</b>
                "\n"
                {value}
                "\n"
            }
        })
        .collect_view()
        .into_any()
}

/// The fields that must be looked at, and why.
fn asked(entry: &ReportEntry) -> Vec<(EntryField, String)> {
    let of = |warning: &EntryWarning| match warning {
        EntryWarning::LabelMissing { field }
        | EntryWarning::Missing { field }
        | EntryWarning::ReferenceUnresolved { field }
        | EntryWarning::DateUnknown { field, .. } => Some(*field),
        EntryWarning::FollowUpBeforeAction => Some(EntryField::FollowUp),
        EntryWarning::ActionDatesDiffer { .. } => Some(EntryField::Due),
        EntryWarning::CriterionUnknown
        | EntryWarning::CriterionGuessed { .. }
        | EntryWarning::CriterionOutsideArea { .. } => None,
    };
    let warned =
        entry.warnings.iter().filter_map(|warning| Some((of(warning)?, warning.to_string())));
    let referred = entry.references.iter().map(|reference| {
        (
            reference.field,
            "I rapporten hänvisas till en tidigare punkt. Här står vad som står där.".to_owned(),
        )
    });
    let mut asked: Vec<(EntryField, String)> = Vec::new();
    for (field, why) in warned.chain(referred) {
        match asked.iter_mut().find(|(known, _)| *known == field) {
            Some((_, known)) => {
                known.push(' ');
                known.push_str(&why);
            }
            None => asked.push((field, why)),
        }
    }
    asked
}
