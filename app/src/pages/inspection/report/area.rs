//! An area of the report: heading, grade, free text, its classes of criteria, and what the grades mean.

use leptos::prelude::*;
use shared::{
    checklist::{Area, Criterion, CriterionClass},
    grade::ReviewGrade,
    inspection::{AreaGrading, Judgement, Protocol},
    review::TextField,
};

use crate::{
    components::{GradeBadge, GradeSize, NoGrade},
    time::say_day_of,
};

/// One area, with a name for links to it: `#D`.
pub(super) fn report_area(area: &Area, exceptions: u8, protocol: &Protocol) -> AnyView {
    let grading = protocol.grading(area.code);
    let grade = grading.and_then(AreaGrading::review_grade);
    let badge = match grade.clone() {
        Some(grade) => view! {
            <GradeBadge
                grade
                inspection=true
                size=GradeSize::Large
                of=format!("Område {}:", area.code)
            />
        }
        .into_any(),
        None => view! {
            <NoGrade size=GradeSize::Large words=format!("Område {}: inte graderat", area.code) />
        }
        .into_any(),
    };
    let text = protocol
        .texts
        .iter()
        .find(|text| text.field == TextField::Area(area.code))
        .filter(|text| !text.body.is_blank())
        .map(|text| paragraphs(&text.body));
    let blocks = CriterionClass::ALL.map(|class| block(area, class, protocol));
    let title_id = format!("{}-rubrik", area.code);
    let labelled_by = title_id.clone();
    view! {
        <section class="report-area" id=area.code.to_string() aria-labelledby=labelled_by>
            <header>
                <h3 id=title_id>{area.title()}</h3>
                {badge}
            </header>
            {grading.map(|grading| how_graded(area, exceptions, protocol, grading))} {text}
            {blocks.into_iter().collect_view()} {scale(area, grade.as_ref())}
        </section>
    }
    .into_any()
}

/// A text with its paragraphs.
fn paragraphs(text: &str) -> AnyView {
    text.split("\n\n")
        .map(str::trim)
        .filter(|paragraph| !paragraph.is_empty())
        .map(|paragraph| view! { <p>{paragraph.to_owned()}</p> })
        .collect_view()
        .into_any()
}

/// Both grades in words, and why it isn't the suggested one.
fn how_graded(
    area: &Area,
    exceptions: u8,
    protocol: &Protocol,
    grading: &AreaGrading,
) -> Option<AnyView> {
    let changed = grading.after_plan.as_ref().map(|after| {
        let words = grading.review_grade().map(|grade| grade.words()).unwrap_or_default();
        view! {
            <p>
                <b>{words}</b>
                {format!(". Ändrat {} av {}.", say_day_of(after.accepted.at), after.accepted.by.name)}
            </p>
        }
    });
    let suggestion = area.suggest(exceptions, |code| {
        protocol.observation(code).and_then(shared::inspection::Observation::fulfilment)
    });
    let motivated =
        (grading.needs_motivation(&suggestion) && !grading.motivation.is_blank()).then(|| {
            let other = match suggestion.grade() {
                Some(grade) => format!("Förslaget efter kriterierna var {grade}. "),
                None => "Alla kriterier är inte bedömda. ".to_owned(),
            };
            view! {
                <p>
                    {other} <b>"Motivering: "</b> {grading.motivation.to_string()}
                </p>
            }
        });
    (changed.is_some() || motivated.is_some()).then(|| view! { {changed} {motivated} }.into_any())
}

/// The criteria of a class, each with a name for links to it: `#D7`.
fn block(area: &Area, class: CriterionClass, protocol: &Protocol) -> Option<AnyView> {
    let criteria: Vec<&Criterion> =
        area.criteria.iter().filter(|criterion| criterion.class == class).collect();
    let preamble = area.preamble.clone().filter(|_| class == CriterionClass::Regulation);
    if criteria.is_empty() && preamble.is_none() {
        return None;
    }
    let rows = criteria
        .into_iter()
        .map(|criterion| {
            let found = protocol.observation(criterion.code);
            let (style, words) = match found.and_then(|found| found.judgement) {
                Some(Judgement::Fulfilled) => ("met", "Uppfyllt"),
                Some(Judgement::Finding) => ("unmet", "Brist"),
                Some(Judgement::NotApplicable) => ("na", "Ej tillämpligt"),
                None => ("none", "Ej bedömt"),
            };
            let note = found.filter(|found| !found.note.is_blank()).map(|found| {
                view! { <span class="note">{found.note.to_string()}</span> }
            });
            view! {
                <li id=criterion.code.to_string()>
                    <span class="code">{criterion.code.to_string()}</span>
                    <span>{criterion.text.clone()} {note.map(|note| view! { <br /> {note} })}</span>
                    <span class="verdict-text">
                        <span class="mark" data-verdict=style></span>
                        {words}
                    </span>
                </li>
            }
        })
        .collect_view();
    Some(
        view! {
            <h4>{class.heading()}</h4>
            {preamble.map(|preamble| view! { <p>{preamble}</p> })}
            <ul class="checklist">{rows}</ul>
        }
        .into_any(),
    )
}

/// What the grades mean here; the one that now stands is marked.
fn scale(area: &Area, grade: Option<&ReviewGrade>) -> AnyView {
    let stands = grade.map(|grade| grade.after_plan.unwrap_or(grade.set));
    let texts = area
        .grade_texts
        .iter()
        .map(|(grade, text)| {
            let current = (stands == Some(*grade)).then_some("true");
            view! { <li aria-current=current>{format!("{grade}. {text}")}</li> }
        })
        .collect_view();
    view! {
        <h4>"Gradering"</h4>
        <ul class="scale-texts">{texts}</ul>
    }
    .into_any()
}
