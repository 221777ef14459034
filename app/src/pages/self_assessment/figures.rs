//! The clinic's own figures from its ST-läkare and supervisors, beside the answer to the criterion they bear on.

use leptos::prelude::*;
use shared::{
    checklist::CriterionCode,
    progress::{Differs, Figure, differs},
    rights::Action,
    written_date::say_range,
};

use super::record::{AnswerField, Record};
use crate::time::today;

/// What is put into the comment: the figures with their day, since they are others tomorrow.
fn sentence(figures: &[Figure]) -> String {
    let texts: Vec<&str> = figures.iter().map(|figure| figure.text.as_str()).collect();
    let day = today();
    format!("Enligt klinikens uppgifter {}: {}", say_range(day, day), texts.join(" "))
}

/// A figure with its number in bold.
fn line(figure: Figure) -> impl IntoView {
    let number = format!("{} av {}", figure.kept, figure.of);
    let rest = figure.text.strip_prefix(&number).map(str::to_owned);
    match rest {
        Some(rest) => view! { <li><b>{number}</b>{rest}</li> }.into_any(),
        None => view! { <li>{figure.text}</li> }.into_any(),
    }
}

/// The figures, the way to those behind them, and a step that puts them into the comment.
#[component]
pub(super) fn OwnFigures(
    /// The self-assessment.
    record: Record,
    /// The criterion.
    code: CriterionCode,
    /// Its answer.
    field: AnswerField,
    /// Whether it may be changed now.
    #[prop(into)]
    editable: Signal<bool>,
) -> impl IntoView {
    let figures = record.figures(code);
    if figures.is_empty() {
        return None;
    }
    let heading = format!("{code}-u");
    let whole = figures.iter().all(Figure::is_whole);
    let written = sentence(&figures);
    let add = move |_| {
        let save = field.save;
        if save.with(|draft| draft.comment.contains(&written)) {
            record.say(format!("Uppgifterna står redan i kommentaren till {code}."));
            return;
        }
        save.choose(|draft| {
            let before = draft.comment.trim_end().to_owned();
            let gap = if before.is_empty() { "" } else { "\n" };
            draft.comment = format!("{before}{gap}{written}");
        });
        record.say(format!("Uppgifterna står nu i kommentaren till {code}."));
    };
    let add = StoredValue::new(add);
    let of_supervisors = figures.iter().all(Figure::is_of_supervisors);
    let right = if of_supervisors { Action::PeopleRead } else { Action::TrainingRead };
    let link = record.may(right).then(|| {
        let clinic = record.head.with_untracked(|head| head.clinic.id);
        let (words, href) = match (of_supervisors, whole) {
            (true, true) => ("Visa handledarna", "personer?sortera=utbildning".to_owned()),
            (true, false) => ("Visa vilka det gäller", "personer?sortera=utbildning".to_owned()),
            (false, true) => ("Visa ST-läkarna", format!("st-lakare?sortera={code}")),
            (false, false) => ("Visa vilka det gäller", format!("st-lakare?sortera={code}")),
        };
        view! {
            <a class="no-print" href=format!("/kliniker/{clinic}/{href}")>
                {words}
                <span class="vh">{format!(", {code}")}</span>
            </a>
        }
    });
    Some(view! {
        <div class="own-figures" role="group" aria-labelledby=heading>
            <h3 id=heading.clone()>"Era egna uppgifter" <span class="vh">{format!(" till {code}")}</span></h3>
            <ul>{figures.into_iter().map(line).collect_view()}</ul>
            <div class="cluster">
                {link}
                {move || {
                    editable
                        .get()
                        .then(|| {
                            view! {
                                <button
                                    class="link-btn"
                                    type="button"
                                    on:click=move |event| add.with_value(|add| add(event))
                                >
                                    "Lägg till i kommentaren"
                                    <span class="vh">{format!(" till {code}")}</span>
                                </button>
                            }
                        })
                }}
            </div>
        </div>
    })
}

/// A gentle word where the answer and the figures part.
#[component]
pub(super) fn Parting(
    /// The self-assessment.
    record: Record,
    /// The criterion.
    code: CriterionCode,
    /// Its answer.
    field: AnswerField,
) -> impl IntoView {
    let figures = record.figures(code);
    if figures.is_empty() {
        return None;
    }
    let parted = Memo::new(move |_| {
        let verdict = field.save.with(|draft| draft.verdict);
        differs(verdict, &figures).zip(verdict)
    });
    Some(view! {
        <div class="parting" role="status">
            {move || {
                parted
                    .get()
                    .map(|(differs, verdict)| {
                        let words = match differs {
                            Differs::AnsweredHigher => "era egna uppgifter når inte ända fram",
                            Differs::AnsweredLower => "era egna uppgifter visar inget som saknas",
                        };
                        view! {
                            <p>{format!("Svaret är {}, men {words}. Stämmer svaret?", verdict.name())}</p>
                        }
                    })
            }}
        </div>
    })
}
