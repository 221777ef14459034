//! An area's workspace: its criteria with answers, areas at the left, the suggested grade at the right.

use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_params_map};
use shared::{
    checklist::{AreaCode, CriterionCode},
    grade::ReviewGrade,
    review::TextField,
    saving::State,
    self_assessment::Verdict,
};

use super::{
    criterion::CriterionRow,
    navigate::Walk,
    record::{Opening, Record},
    signing::Lock,
    use_id,
};
use crate::{
    components::{
        Crumb, GradeBadge, Page, Width,
        review::{
            AreaNav, AreaPlace, AutoText, KeyHelp, SuggestionCard, current_criterion, focus_later,
            use_keys,
        },
    },
    pages::not_found::NotFound,
};

const KEYS: &[(&str, &str)] = &[
    ("N", "Nästa obesvarade"),
    ("P", "Föregående kriterium"),
    ("1", "Uppfyllt"),
    ("2", "Delvis uppfyllt"),
    ("3", "Ej uppfyllt"),
    ("4", "Ej tillämpligt"),
    ("0", "Ta tillbaka bedömningen"),
    ("K", "Skriv kommentar"),
    ("B", "Bekräfta svaret från tidigare år"),
    ("Esc", "Lämna kommentaren"),
    ("?", "Visa de här tangenterna"),
];

/// Självvärdering, ett område.
#[component]
pub fn AreaPage() -> impl IntoView {
    let id = use_id();
    let params = use_params_map();
    let area = Memo::new(move |_| {
        params.with(|params| params.get("area").and_then(|area| area.parse::<AreaCode>().ok()))
    });
    let known = Memo::new(move |_| area.get().is_some());
    move || match (id.get(), known.get()) {
        (Some(id), true) => {
            let opening = Opening::with_figures(id);
            let area = Signal::derive(move || area.get().unwrap_or(AreaCode::A));
            view! { <AreaOf opening area /> }.into_any()
        }
        _ => view! { <NotFound /> }.into_any(),
    }
}

#[component]
fn AreaOf(opening: Opening, area: Signal<AreaCode>) -> impl IntoView {
    let help = RwSignal::new(false);
    let title = move || {
        opening.record().map_or_else(
            || format!("Område {}", area.get()),
            |record| record.area(area.get()).title(),
        )
    };
    let crumbs = Signal::derive(move || {
        let Some(record) = opening.record() else { return Vec::new() };
        let clinic = record.head.with(|head| head.clinic.clone());
        vec![
            Crumb::to(clinic.name, format!("/kliniker/{}", clinic.id)),
            Crumb::to(opening.name(), record.page()),
        ]
    });
    let lede = view! {
        {move || {
            opening
                .record()
                .map(|record| {
                    let (done, total) = record.progress(Some(area.get()));
                    format!("{done} av {total} besvarade")
                })
        }}
        {move || opening.record().map(|record| view! { <AllSaved record /> })}
    };
    let actions = view! {
        <button class="btn for-keys" type="button" on:click=move |_| help.set(true)>
            "Tangenter "
            <kbd>"?"</kbd>
        </button>
    };
    view! {
        <Page
            title=Signal::derive(title)
            crumbs
            lede=lede.into_any()
            actions=actions.into_any()
            width=Width::Wide
        >
            {opening.show(move |record| view! { <Workspace record area help /> }.into_any())}
            <KeyHelp open=help keys=KEYS />
        </Page>
    }
}

/// How it stands with all that is written here, beside the heading.
#[component]
fn AllSaved(record: Record) -> impl IntoView {
    let counts = Memo::new(move |_| {
        let answers = record.answers();
        let count = |what: fn(&State<_>) -> bool| {
            answers.values().filter(|field| what(&field.save.state())).count()
        };
        (
            count(|state| matches!(state, State::Conflict { .. })),
            count(|state| matches!(state, State::Waiting(_) | State::Refused { .. })),
        )
    });
    move || match counts.get() {
        (0, 0) => None,
        (0, unsaved) => Some(view! {
            " · "
            <span class="save-state" data-state="unsaved">
                {format!("{unsaved} inte sparade")}
            </span>
        }),
        (conflicts, _) => Some(view! {
            " · "
            <span class="save-state" data-state="conflict">
                {format!("{conflicts} ändrade av kollega, välj svar")}
            </span>
        }),
    }
}

#[component]
fn Workspace(record: Record, area: Signal<AreaCode>, help: RwSignal<bool>) -> impl IntoView {
    let editable = Memo::new(move |_| record.editable());
    let walk = Walk::new(record, area);
    use_keys(move |key| {
        match key {
            "?" => help.set(true),
            "n" => walk.next(),
            "p" => walk.back(),
            "0" | "1" | "2" | "3" | "4" | "k" | "b" if editable.get_untracked() => {
                return answer(record, walk, key);
            }
            _ => return false,
        }
        true
    });
    let hash = use_location().hash;
    Effect::new(move |_| {
        if let Some(code) = hash.with(|hash| hash.trim_start_matches('#').parse().ok()) {
            focus_later(code);
        }
    });
    let page = record.page();
    let href = Callback::new(move |code: AreaCode| format!("{page}/omrade/{code}"));
    let place = Callback::new(move |code: AreaCode| {
        let (done, total) = record.progress(Some(code));
        let grade = record.suggestion(code).grade().map(ReviewGrade::unchanged);
        AreaPlace { grade, done, total }
    });
    view! {
        <Lock record />
        <div class="workspace">
            <AreaNav checklist=record.checklist() current=area href place />
            {move || {
                let area = area.get();
                untrack(|| view! { <Criteria record area editable walk /> }).into_any()
            }}
        </div>
    }
}

/// A key that answers the criterion one is at. Says whether it was used.
fn answer(record: Record, walk: Walk, key: &str) -> bool {
    let Some(code) = current_criterion() else { return false };
    let Some(field) = record.answer(code) else { return false };
    let save = field.save;
    let verdict = match key {
        "k" => return focus_comment(code),
        "b" if untrack(|| field.to_confirm()) => {
            save.confirm();
            record.say(format!("{code} bekräftad."));
            walk.next();
            return true;
        }
        "0" => None,
        "1" => Some(Verdict::Fulfilled),
        "2" => Some(Verdict::Partly),
        "3" => Some(Verdict::NotFulfilled),
        "4" => Some(Verdict::NotApplicable),
        _ => return false,
    };
    save.choose(|draft| draft.verdict = verdict);
    record.say(format!("{code}: {}.", verdict.map_or("Obesvarat", Verdict::name)));
    true
}

fn focus_comment(code: CriterionCode) -> bool {
    let comment = document().get_element_by_id(&format!("{code}-c"));
    let comment: Option<web_sys::HtmlElement> =
        comment.and_then(|comment| wasm_bindgen::JsCast::dyn_into(comment).ok());
    comment.is_some_and(|comment| comment.focus().is_ok())
}

/// The criteria of the area, and what stands at the right.
#[component]
fn Criteria(
    record: Record,
    area: AreaCode,
    #[prop(into)] editable: Signal<bool>,
    walk: Walk,
) -> impl IntoView {
    let of = record.area(area);
    let suggestion = Memo::new(move |_| record.suggestion(area));
    let rows = of
        .criteria
        .iter()
        .filter_map(|criterion| {
            let field = record.answer(criterion.code)?;
            Some(view! { <CriterionRow record criterion=criterion.clone() field editable /> })
        })
        .collect_view();
    let preamble = of.preamble.clone().map(|preamble| {
        view! { <p class="criteria-block">{format!("SPUR-tolkad föreskrift: {preamble}")}</p> }
    });
    let text = record.text(TextField::Area(area));
    view! {
        <div class="column">
            <div class="criteria">{preamble} {rows}</div>
            <Progress record area walk editable />
        </div>
        <aside class="column" aria-label="Betyg och text för området">
            <SuggestionCard area=of suggestion />
            <section class="card" data-tight aria-label="Områdestext">
                <AutoText
                    text
                    id="omradestext"
                    label="Områdestext"
                    heads_card=true
                    locked=Signal::derive(move || !editable.get())
                />
            </section>
            <Earlier record area />
        </aside>
    }
}

/// How far one has come, and the way on, always in reach.
#[component]
fn Progress(
    record: Record,
    area: AreaCode,
    walk: Walk,
    #[prop(into)] editable: Signal<bool>,
) -> impl IntoView {
    let here = Memo::new(move |_| record.progress(Some(area)));
    let all = Memo::new(move |_| record.progress(None));
    let on = move || {
        let (done, total) = all.get();
        if done < total && editable.get() {
            view! {
                <button
                    class="btn primary"
                    type="button"
                    aria-keyshortcuts="n"
                    on:click=move |_| walk.next()
                >
                    "Nästa obesvarade "
                    <kbd>"N"</kbd>
                </button>
            }
            .into_any()
        } else {
            view! {
                <a class="btn primary" href=record.page()>
                    "Till översikten"
                </a>
            }
            .into_any()
        }
    };
    view! {
        <div class="progress-bar">
            <p class="meter">
                <progress
                    max=move || here.get().1
                    value=move || here.get().0
                    aria-label="Besvarade i området"
                ></progress>
                <span>
                    {move || format!("{} av {} besvarade", here.get().0, here.get().1)}
                    <span class="more">
                        {move || {
                            format!(" i området, {} av {} i allt", all.get().0, all.get().1)
                        }}
                    </span>
                </span>
            </p>
            {on}
        </div>
    }
}

/// The area's grade at earlier reviews.
#[component]
fn Earlier(record: Record, area: AreaCode) -> impl IntoView {
    let rows = move || {
        let (year, specialty) = record.head.with(|head| (head.year, head.specialty.clone()));
        record.reviews.with(|reviews| {
            reviews
                .iter()
                .filter(|review| review.specialty == specialty)
                .filter(|review| review.is_earlier_at(year))
                .filter_map(|review| {
                    let grade = review.grades.get(&area)?.clone();
                    let inspection = review.is_inspection();
                    let what = if inspection { "Granskning" } else { "Självvärdering" };
                    let changed = if grade.after_plan.is_some() {
                        ", ändrad efter handlingsplan"
                    } else {
                        ""
                    };
                    let words = format!("{what} {}{changed}", review.year);
                    Some(view! {
                        <p class="grade-line">
                            <GradeBadge grade inspection />
                            <span class="note">{words}</span>
                        </p>
                    })
                })
                .take(5)
                .collect::<Vec<_>>()
        })
    };
    move || {
        let rows = rows();
        (!rows.is_empty()).then(|| {
            view! {
                <section class="card" data-tight aria-labelledby="tidigare">
                    <h2 id="tidigare">"Tidigare"</h2>
                    {rows}
                </section>
            }
        })
    }
}
