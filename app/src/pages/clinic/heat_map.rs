//! Grades through the years: area by review, letters in the cells, a frame round inspections.

use leptos::prelude::*;
use shared::{
    checklist::{AreaCode, Checklist},
    review::{Review, ReviewId},
};

use super::{Fetched, reviews_of};
use crate::{
    api,
    components::{GradeBadge, GradeSize, Load, NoGrade, load},
    time::say_short,
};

/// The table of grades.
#[component]
pub fn HeatMap(
    /// What the page shows.
    all: Fetched,
    /// The specialty shown.
    specialty: Memo<String>,
) -> impl IntoView {
    let reviews = Memo::new(move |_| specialty.with(|specialty| reviews_of(all, specialty)));
    // The newest review's checklist names the areas.
    let checklist = Memo::new(move |_| reviews.with(|reviews| reviews.last().map(|r| r.checklist)));
    let named: Load<Option<std::sync::Arc<Checklist>>> = load(move || {
        let checklist = checklist.get();
        async move {
            match checklist {
                Some(id) => api::checklist(id).await.map(Some),
                None => Ok(None),
            }
        }
    });
    let body = move || {
        let reviews = reviews.get();
        if reviews.is_empty() {
            return view! {
                <p class="note">
                    "Här står betygen år för år när den första självvärderingen är undertecknad eller den första granskningen är klar."
                </p>
            }
            .into_any();
        }
        let checklist = named.get().flatten();
        table(&reviews, checklist.as_deref()).into_any()
    };
    view! {
        <section class="card" aria-labelledby="grades">
            <div class="card-head">
                <h2 id="grades">"Betyg genom åren"</h2>
                <p class="note">"Ram runt cellen: granskning. Övriga: självvärdering."</p>
            </div>
            {body}
        </section>
    }
}

fn table(reviews: &[Review], checklist: Option<&Checklist>) -> impl IntoView + use<> {
    let heads = reviews.iter().map(|review| head(review, reviews)).collect_view();
    let rows = AreaCode::ALL
        .map(|area| {
            let name = checklist
                .and_then(|checklist| checklist.area(area))
                .map(|area| area.short_name.clone())
                .unwrap_or_default();
            let cells = reviews.iter().map(|review| cell(review, area)).collect_view();
            view! {
                <tr>
                    <th scope="row">{format!("{area}\u{a0}{name}")}</th>
                    {cells}
                </tr>
            }
        })
        .collect_view();
    view! {
        <div
            class="table-wrap"
            tabindex="0"
            role="region"
            aria-label="Tabell: betyg per område och år"
        >
            <table class="heatmap">
                <caption class="vh">"Betyg per område och år"</caption>
                <thead>
                    <tr>
                        <td></td>
                        {heads}
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

fn head(review: &Review, reviews: &[Review]) -> impl IntoView + use<> {
    let beside = reviews.iter().any(|other| other.year == review.year && other.id != review.id);
    let (href, kind) = match review.id {
        ReviewId::SelfAssessment(id) => {
            (format!("/sjalvvarderingar/{id}"), beside.then_some("självv."))
        }
        ReviewId::Inspection(id) => (format!("/granskningar/{id}/rapport"), Some("granskning")),
    };
    let title = match review.id {
        ReviewId::SelfAssessment(_) => {
            format!("Självvärdering, undertecknad {}", say_short(review.day))
        }
        ReviewId::Inspection(_) => format!("Granskning {}", say_short(review.day)),
    };
    view! {
        <th scope="col">
            <a href=href title=title>
                {review.year}
            </a>
            {kind.map(|kind| view! { <span>{kind}</span> })}
        </th>
    }
}

fn cell(review: &Review, area: AreaCode) -> impl IntoView + use<> {
    let inspection = review.is_inspection();
    let grade = match review.grades.get(&area).cloned() {
        Some(grade) => view! { <GradeBadge grade inspection size=GradeSize::Cell /> }.into_any(),
        None => view! { <NoGrade size=GradeSize::Cell /> }.into_any(),
    };
    view! { <td class=inspection.then_some("wide")>{grade}</td> }
}
