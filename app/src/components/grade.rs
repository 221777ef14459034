//! Grades and classes: letter, colour, shape and words together.

use std::collections::BTreeMap;

use leptos::prelude::*;
use shared::{
    checklist::{AreaCode, CriterionClass},
    grade::ReviewGrade,
};

/// How large a grade is shown.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub enum GradeSize {
    /// In a strip.
    Small,
    /// In running rows.
    #[default]
    Normal,
    /// At an area's head.
    Large,
    /// In a heat map; a changed grade is one cell there.
    Cell,
}

impl GradeSize {
    const fn value(self) -> Option<&'static str> {
        match self {
            Self::Small => Some("small"),
            Self::Normal => None,
            Self::Large => Some("large"),
            Self::Cell => Some("cell"),
        }
    }
}

/// A grade: never a plain C for a D that became C.
#[component]
pub fn GradeBadge(
    /// The grade, as set and after a plan.
    grade: ReviewGrade,
    /// Whether inspectors set it: it has a frame then.
    #[prop(optional)]
    inspection: bool,
    /// How large.
    #[prop(optional)]
    size: GradeSize,
    /// What is graded, for screen readers: `Område A`. `Betyg` if absent.
    #[prop(optional, into)]
    of: Option<String>,
) -> impl IntoView {
    let of = of.unwrap_or_else(|| "Betyg".to_owned());
    let source = inspection.then_some("inspection");
    let set = grade.set.as_str();
    match grade.after_plan.map(shared::grade::Grade::as_str) {
        None => view! {
            <span class="grade" data-grade=set data-source=source data-size=size.value()>
                <span aria-hidden="true">{set}</span>
                <span class="vh">{format!("{of} {set}")}</span>
            </span>
        }
        .into_any(),
        Some(after) if size == GradeSize::Cell => view! {
            <span class="grade" data-grade=set data-source=source data-size="cell">
                <span aria-hidden="true">{format!("{set} → {after}")}</span>
                <span class="vh">
                    {format!("{of} {set}, ändrad till {after} efter handlingsplan")}
                </span>
            </span>
        }
        .into_any(),
        Some(after) => view! {
            <span class="grade-change">
                <span class="grade" data-grade=set data-source=source data-size=size.value()>
                    <span aria-hidden="true">{set}</span>
                    <span class="vh">
                        {format!("{of} {set}, ändrad till {after} efter handlingsplan")}
                    </span>
                </span>
                <span class="arrow" aria-hidden="true">
                    "→"
                </span>
                <span
                    class="grade"
                    data-grade=after
                    data-source=source
                    data-size=size.value()
                    aria-hidden="true"
                >
                    {after}
                </span>
            </span>
        }
        .into_any(),
    }
}

/// The mark of what has no grade.
#[component]
pub fn NoGrade(
    /// How large.
    #[prop(optional)]
    size: GradeSize,
    /// For screen readers: `Område A: inte graderat`.
    #[prop(default = "Inte graderat".to_owned(), into)]
    words: String,
) -> impl IntoView {
    view! {
        <span class="grade" data-grade="none" data-size=size.value()>
            <span aria-hidden="true">"–"</span>
            <span class="vh">{words}</span>
        </span>
    }
}

/// The eight grades of a review in a row.
#[component]
pub fn GradeStrip(
    /// The grades there are.
    grades: BTreeMap<AreaCode, ReviewGrade>,
    /// Whether inspectors set them.
    #[prop(optional)]
    inspection: bool,
) -> impl IntoView {
    let source = inspection.then_some("inspection");
    let cells = AreaCode::ALL.map(|area| {
        let badge = match grades.get(&area).cloned() {
            // Both grades under each other: a strip has no room for an arrow.
            Some(ReviewGrade { set, after_plan: Some(after) }) => view! {
                <span class="grade" data-grade=set.as_str() data-source=source data-size="small">
                    <span aria-hidden="true">{set.as_str()}</span>
                    <span class="vh">
                        {format!("Område {area}: {set}, ändrad till {after} efter handlingsplan")}
                    </span>
                </span>
                <span
                    class="grade"
                    data-grade=after.as_str()
                    data-source=source
                    data-size="small"
                    aria-hidden="true"
                    title=format!("{set}, ändrad till {after} efter handlingsplan")
                >
                    {after.as_str()}
                </span>
            }
            .into_any(),
            Some(grade) => view! {
                <GradeBadge grade size=GradeSize::Small inspection of=format!("Område {area}:") />
            }
            .into_any(),
            None => view! {
                <NoGrade size=GradeSize::Small words=format!("Område {area}: inte graderat") />
            }
            .into_any(),
        };
        view! {
            <li>
                <span aria-hidden="true">{area.to_string()}</span>
                {badge}
            </li>
        }
    });
    view! { <ol class="grade-strip">{cells.into_iter().collect_view()}</ol> }
}

/// How binding a criterion is, in words and tint.
#[component]
pub fn ClassChip(
    /// The class.
    class: CriterionClass,
) -> impl IntoView {
    let style = match class {
        CriterionClass::Regulation => "regulation",
        CriterionClass::GeneralAdvice => "advice",
        CriterionClass::QualityIndicator => "indicator",
    };
    view! {
        <span class="chip" data-class=style>
            {class.name()}
        </span>
    }
}
