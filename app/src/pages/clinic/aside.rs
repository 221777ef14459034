//! Beside the clinic's cards: what to do, when the next review is due, and how the clinic's own view held.

use leptos::prelude::*;
use shared::{
    checklist::Checklist,
    comparison::{Agreement as Kind, Tally, compare_reviews},
    task::Task,
};

use super::{Fetched, reviews_of};
use crate::{
    api::{self, ApiError},
    components::{Load, load},
    pages::start::TaskRows,
    time::{say_late, say_month, today},
};

/// The signed-in person's tasks at this clinic.
#[component]
pub fn Todo(
    /// What the page shows.
    all: Fetched,
) -> impl IntoView {
    let tasks: Load<Vec<Task>> = load(|| async { api::get("/tasks").await });
    move || {
        let clinic = all.clinic.get()?.name;
        let place = clinic.place();
        let mut tasks = tasks.get()?;
        tasks.retain(|task| task.place.starts_with(&place));
        for task in &mut tasks {
            // The place is this page.
            task.place = String::new();
        }
        let none =
            tasks.is_empty().then(|| view! { <p class="note">"Inget väntar på dig här."</p> });
        Some(view! {
            <section class="card" data-tight aria-labelledby="todo">
                <h2 id="todo">"Att göra"</h2>
                {none}
                <TaskRows tasks brief=true />
            </section>
        })
    }
}

/// When the next external review is due, and why then.
#[component]
pub fn NextReview(
    /// What the page shows.
    all: Fetched,
    /// The specialty shown.
    specialty: Memo<String>,
) -> impl IntoView {
    move || {
        let specialty = specialty.get();
        let status =
            all.statuses.get()?.into_iter().find(|status| status.specialty == specialty)?;
        let today = today();
        let when = match status.next_review {
            Some(day) if day < today => view! {
                <p>
                    <b class="late">
                        {format!("skulle gjorts {}, {}", say_month(day), say_late((today - day).num_days()))}
                    </b>
                </p>
            }
            .into_any(),
            Some(day) => view! {
                <p>
                    <b>{format!("senast {}", say_month(day))}</b>
                </p>
            }
            .into_any(),
            None => view! {
                <p>
                    <b>"Inget datum"</b>
                </p>
            }
            .into_any(),
        };
        let why = match status.inspected {
            Some(day) => format!("Fem år efter den senaste, {}.", say_month(day)),
            None => "Ingen granskning finns registrerad.".to_owned(),
        };
        let underway = status.inspection.map(|id| {
            view! {
                <p>
                    <a href=format!("/granskningar/{id}")>"Granskningen som är på gång"</a>
                </p>
            }
        });
        Some(view! {
            <section class="card" data-tight aria-labelledby="next-review">
                <h2 id="next-review">"Nästa granskning"</h2>
                {when}
                <p class="note">
                    {why} " Extern granskning bör göras minst vart femte år (allmänna råd)."
                </p>
                {underway}
            </section>
        })
    }
}

/// How the clinic's own view stood to what the inspectors found at the latest inspection.
#[component]
pub fn Agreement(
    /// What the page shows.
    all: Fetched,
    /// The specialty shown.
    specialty: Memo<String>,
) -> impl IntoView {
    // The latest inspection, and the self-assessment that came last before it.
    let pair = Memo::new(move |_| {
        let reviews = specialty.with(|specialty| reviews_of(all, specialty));
        let at = reviews.iter().rposition(shared::review::Review::is_inspection)?;
        let own = reviews[..at].iter().rfind(|review| !review.is_inspection())?;
        Some((own.clone(), reviews[at].clone()))
    });
    let compared: Load<Option<(i32, usize, Tally)>> = load(move || {
        let pair = pair.get();
        async move {
            let Some((own, inspection)) = pair else { return Ok(None) };
            let checklist: std::sync::Arc<Checklist> = api::checklist(inspection.checklist).await?;
            let tally = compare_reviews(&checklist, &own, &inspection).tally;
            Ok::<_, ApiError>(Some((inspection.year, checklist.criteria().count(), tally)))
        }
    });
    move || {
        let (year, count, tally) = compared.get()??;
        let parts = [
            ("same", "Lika", Kind::Agree),
            ("higher", "Kliniken bedömde högre", Kind::FirstHigher),
            ("lower", "Kliniken bedömde lägre", Kind::FirstLower),
            ("missing", "Saknas hos en", Kind::Missing),
        ]
        .map(|(part, words, kind)| (part, words, tally.of(kind)));
        let shown: Vec<_> =
            parts.into_iter().filter(|(part, _, n)| *part != "missing" || *n > 0).collect();
        let said: Vec<String> = shown.iter().map(|(_, words, n)| format!("{words} {n}")).collect();
        let bar = shown
            .iter()
            .filter(|(_, _, n)| *n > 0)
            .map(|(part, _, n)| view! { <i data-part=*part style:--n=n.to_string()></i> })
            .collect_view();
        let legend = shown
            .iter()
            .map(|(part, words, n)| {
                view! {
                    <li data-part=*part>
                        <span>{*words}</span>
                        <b>{*n}</b>
                    </li>
                }
            })
            .collect_view();
        let specialty = specialty.get();
        let href = format!(
            "/kliniker/{}/jamforelse?specialitet={}",
            all.id.get(),
            api::encode(&specialty)
        );
        Some(view! {
            <section class="card" data-tight aria-labelledby="agreement">
                <h2 id="agreement">"Självvärdering mot granskning"</h2>
                <p class="note">{format!("{year}, {count} kriterier")}</p>
                <span class="split-bar" role="img" aria-label=said.join(", ")>
                    {bar}
                </span>
                <ul class="legend">{legend}</ul>
                <p>
                    <a href=href>"Jämför alla kriterier"</a>
                </p>
            </section>
        })
    }
}
