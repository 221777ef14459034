//! The whole self-assessment at a glance: areas, what remains, lists, signature.

use leptos::prelude::*;
use shared::{
    checklist::Area,
    grade::{ReviewGrade, Suggestion},
    review::TextField,
    rights::Action,
};

use super::{
    record::{Opening, Record},
    signing::{CarryOver, Lock, PlanCard, SignCard},
    use_id,
};
use crate::{
    api::encode,
    components::{Crumb, GradeBadge, NoGrade, Page, review::AutoText},
    pages::not_found::NotFound,
};

/// Självvärdering, översikt.
#[component]
pub fn Overview() -> impl IntoView {
    let id = use_id();
    move || match id.get() {
        Some(id) => {
            let opening = Opening::open(id);
            view! { <OverviewOf opening /> }.into_any()
        }
        None => view! { <NotFound /> }.into_any(),
    }
}

#[component]
fn OverviewOf(opening: Opening) -> impl IntoView {
    let crumbs = Signal::derive(move || {
        let Some(record) = opening.record() else { return Vec::new() };
        let clinic = record.head.with(|head| head.clinic.clone());
        vec![Crumb::to(clinic.name, format!("/kliniker/{}", clinic.id))]
    });
    let lede = move || {
        opening.record().map(|record| {
            let (done, total) = record.progress(None);
            record.head.with(|head| {
                let phase = head.phase.name();
                format!("{} · {phase} · {done} av {total} besvarade", head.specialty)
            })
        })
    };
    let actions = move || {
        opening.record().map(|record| {
            let (clinic, specialty) =
                record.head.with(|head| (head.clinic.id, encode(&head.specialty)));
            let print = move |_| {
                // A window that can't print says so itself.
                let _ = window().print();
            };
            view! {
                <a class="btn" href=format!("/kliniker/{clinic}/jamforelse?specialitet={specialty}")>
                    "Jämför"
                </a>
                <a class="btn" href=format!("{}/historik", record.page())>
                    "Historik"
                </a>
                <button class="btn" type="button" on:click=print>
                    "Skriv ut"
                </button>
            }
        })
    };
    view! {
        <Page
            title=Signal::derive(move || opening.name())
            crumbs
            lede=view! { {lede} }.into_any()
            actions=view! { {actions} }.into_any()
        >
            {opening.show(|record| view! { <Whole record /> }.into_any())}
        </Page>
    }
}

#[component]
fn Whole(record: Record) -> impl IntoView {
    let editable = Memo::new(move |_| record.editable());
    let draft = Memo::new(move |_| record.head.with(|head| head.phase.editable().is_ok()));
    let locked = Signal::derive(move || !editable.get());
    // On phones the signature comes first when it is what remains.
    let to_sign = Memo::new(move |_| {
        let (done, total) = record.progress(None);
        draft.get() && done == total && record.may(Action::AssessmentSign)
    });
    let rows = record.checklist().areas.iter().map(|area| area_row(record, area)).collect_view();
    let lists = TextField::LISTS
        .map(|field| {
            let text = record.text(field);
            view! {
                <div class="field">
                    <AutoText
                        text
                        id=field.to_string()
                        label=field.heading()
                        hint="En punkt per rad."
                        locked
                    />
                </div>
            }
        })
        .into_iter()
        .collect_view();
    view! {
        <Lock record />
        {move || editable.get().then(|| view! { <GoOn record /> })}
        <div class="columns">
            <div class="column">
                <section class="card" aria-labelledby="omraden">
                    <div class="card-head">
                        <h2 id="omraden">"Områden"</h2>
                        <p class="note">"Betyget är ett förslag. Granskningen sätter sitt eget."</p>
                    </div>
                    <ol class="area-rows">{rows}</ol>
                </section>
                <section class="card" aria-labelledby="sammanfattning">
                    <h2 id="sammanfattning">"Sammanfattning"</h2>
                    <div class="form">{lists}</div>
                </section>
            </div>
            <aside
                class="column"
                aria-label="Underskrift och nästa steg"
                data-first=move || to_sign.get().then_some("")
            >
                {move || draft.get().then(|| view! { <SignCard record /> })}
                {move || editable.get().then(|| view! { <CarryOver record /> })}
                {move || {
                    (!draft.get() && record.may(Action::PlanWrite))
                        .then(|| view! { <PlanCard record /> })
                }}
            </aside>
        </div>
    }
}

/// What to do now: the next unanswered criterion.
#[component]
fn GoOn(record: Record) -> impl IntoView {
    let next = Memo::new(move |_| {
        let answers = record.answers();
        let open = answers.iter().filter(|(_, field)| field.fulfilment().is_none());
        let codes: Vec<_> = open.map(|(code, _)| *code).collect();
        let first = *codes.first()?;
        let here = codes.iter().filter(|code| code.area() == first.area()).count();
        Some((first, here))
    });
    let begun = move || record.progress(None).0 > 0;
    move || {
        next.get().map(|(code, here)| {
            let title = record.area(code.area()).title();
            let head = if begun() { "Fortsätt med" } else { "Börja med" };
            let left = if here == 1 {
                format!("Ett kriterium återstår, {code}.")
            } else {
                format!("{here} kriterier återstår, först {code}.")
            };
            view! {
                <section class="next-up" aria-labelledby="nasta">
                    <h2 id="nasta">{format!("{head} {title}")}</h2>
                    <p>{left}</p>
                    <a class="btn primary" href=record.place(code)>
                        "Nästa obesvarade"
                    </a>
                </section>
            }
        })
    }
}

fn area_row(record: Record, area: &Area) -> impl IntoView + use<> {
    let code = area.code;
    let href = format!("{}/omrade/{code}", record.page());
    let title = area.title();
    let name = area.name.clone();
    let progress = Memo::new(move |_| record.progress(Some(code)));
    let suggestion = Memo::new(move |_| record.suggestion(code));
    let badge = move || match suggestion.with(Suggestion::grade) {
        Some(grade) => view! { <GradeBadge grade=ReviewGrade::unchanged(grade) /> }.into_any(),
        None => view! { <NoGrade /> }.into_any(),
    };
    let why = move || {
        if progress.get().0 == 0 {
            return "Inte påbörjat.".to_owned();
        }
        suggestion.with(|suggestion| match suggestion.step_up_text() {
            Some(step) => format!("{} {step}.", suggestion.reason()),
            None => suggestion.reason(),
        })
    };
    view! {
        <li>
            {badge} <a class="row-what" href=href>
                {title}
            </a> <p class="meter">
                <progress
                    max=move || progress.get().1
                    value=move || progress.get().0
                    aria-label=name
                ></progress>
                {move || format!("{} av {} besvarade", progress.get().0, progress.get().1)}
            </p> <p class="why">{why}</p>
        </li>
    }
}
