//! Area by area: a picture, the same figures as a table, and how much agrees.

use leptos::prelude::*;
use shared::{
    comparison::{Agreement, ComparedArea},
    grade::{Grade, ReviewGrade},
};

use super::Pair;

/// The style's name of an agreement.
const fn part(agreement: Agreement) -> &'static str {
    match agreement {
        Agreement::Agree => "same",
        Agreement::FirstHigher => "higher",
        Agreement::FirstLower => "lower",
        Agreement::Missing => "missing",
    }
}

/// Steps from D on the scale.
const fn step(grade: Grade) -> i32 {
    match grade {
        Grade::D => 0,
        Grade::C => 1,
        Grade::B => 2,
        Grade::A => 3,
    }
}

/// Picture, table and shares.
#[component]
pub(super) fn Areas(
    /// What is compared.
    pair: Pair,
) -> impl IntoView {
    let [first, second] = pair.names();
    let after_plan = pair
        .comparison
        .areas
        .iter()
        .any(|area| area.second.as_ref().is_some_and(|grade| grade.after_plan.is_some()));
    let rows = pair.comparison.areas.iter().map(|area| row(&pair, area)).collect_view();
    let scale = Grade::ALL
        .into_iter()
        .rev()
        .map(|grade| view! { <b style=("--x", step(grade).to_string())>{grade.as_str()}</b> })
        .collect_view();
    let key = |source: &'static str, words: String| {
        view! {
            <li>
                <span class="cluster">
                    <span class="track key" aria-hidden="true">
                        <i data-source=source></i>
                    </span>
                    {words}
                </span>
            </li>
        }
    };
    view! {
        <div class="columns">
            <section class="card" aria-labelledby="per-omrade">
                <div class="card-head">
                    <h2 id="per-omrade">"Betyg per område"</h2>
                    <a class="end" href="#omraden-tabell" data-noscroll on:click=move |_| open_table()>
                        "Samma siffror som tabell"
                    </a>
                </div>
                <ul class="legend" data-row>
                    {key("clinic", first.clone())}
                    {key("inspector", second.clone())}
                    {after_plan.then(|| key("plan", "Efter handlingsplan".to_owned()))}
                </ul>
                <ol class="dumbbell" role="list">
                    <li class="scale" aria-hidden="true">
                        <span></span>
                        <span class="track">{scale}</span>
                        <span class="said-short"></span>
                    </li>
                    {rows}
                </ol>
                {table(&pair)}
            </section>
            <aside class="column" aria-label="Överensstämmelse">
                {shares(&pair)}
            </aside>
        </div>
    }
}

/// Opens the folded table, which the link beside the picture leads to.
fn open_table() {
    if let Some(table) = document().get_element_by_id("omraden-tabell") {
        // Can't fail: the name is a lawful attribute.
        let _ = table.set_attribute("open", "");
        request_animation_frame(move || table.scroll_into_view());
    }
}

/// How far apart two grades are, in words, and in which direction.
fn distance(pair: &Pair, area: &ComparedArea) -> (String, Option<Agreement>) {
    let [first, second] = pair.names();
    match (&area.first, &area.second) {
        (Some(a), Some(b)) => match step(a.set) - step(b.set) {
            0 => ("lika".to_owned(), None),
            steps @ 1.. => (
                format!("{steps} steg, {} högre", first.to_lowercase()),
                Some(Agreement::FirstHigher),
            ),
            steps => (
                format!("{} steg, {} lägre", -steps, first.to_lowercase()),
                Some(Agreement::FirstLower),
            ),
        },
        (None, Some(_)) => (format!("{} saknar betyg", first.to_lowercase()), None),
        (Some(_), None) => (format!("{} saknar betyg", second.to_lowercase()), None),
        (None, None) => ("inget betyg".to_owned(), None),
    }
}

fn row(pair: &Pair, area: &ComparedArea) -> AnyView {
    let [first, second] = pair.names();
    let name =
        pair.checklist.area(area.area).map(|area| area.short_name.clone()).unwrap_or_default();
    let (words, way) = distance(pair, area);
    let (a, b) = (area.first.as_ref().map(|g| g.set), area.second.as_ref().map(|g| g.set));
    let plan = area.second.as_ref().and_then(|grade| grade.after_plan);
    let of = |name: String, grade: Option<&ReviewGrade>| match grade {
        Some(grade) => format!("{name} {}", grade.words()),
        None => format!("{name} inget betyg"),
    };
    let label = format!(
        "{}, {}",
        of(first, area.first.as_ref()),
        of(second.to_lowercase(), area.second.as_ref())
    );
    let gap = way.zip(a.zip(b)).map(|(way, (a, b))| {
        let (low, high) = (step(a).min(step(b)), step(a).max(step(b)));
        view! {
            <i
                data-gap
                data-part=part(way)
                style=("--x", low.to_string())
                style=("--w", (high - low).to_string())
            ></i>
        }
    });
    let mark = |source: &'static str, grade: Grade| {
        view! { <i data-source=source style=("--x", step(grade).to_string())></i> }
    };
    view! {
        <li>
            <span>{format!("{}\u{a0}{name}", area.area)}</span>
            <span class="track" role="img" aria-label=label>
                {gap}
                {plan.map(|grade| mark("plan", grade))}
                {a.map(|grade| mark("clinic", grade))}
                {b.map(|grade| mark("inspector", grade))}
            </span>
            <span class="said-short" data-way=way.is_some()>
                {words}
            </span>
        </li>
    }
    .into_any()
}

fn table(pair: &Pair) -> AnyView {
    let [first, second] = pair.names();
    let say = |grade: &Option<ReviewGrade>| {
        grade.as_ref().map_or_else(|| "inget betyg".to_owned(), ReviewGrade::words)
    };
    let columns =
        [Agreement::Agree, Agreement::FirstHigher, Agreement::FirstLower, Agreement::Missing];
    let heads = columns
        .map(|kind| view! { <th scope="col" class="num">{pair.say(kind)}</th> })
        .collect_view();
    let rows = pair
        .comparison
        .areas
        .iter()
        .map(|area| {
            let title = pair.checklist.area(area.area).map(shared::checklist::Area::title);
            let counts = columns
                .map(|kind| {
                    view! {
                        <td class="num" data-label=pair.say(kind)>
                            {area.tally.of(kind)}
                        </td>
                    }
                })
                .collect_view();
            view! {
                <tr>
                    <th scope="row">{title}</th>
                    <td data-label=first.clone()>{say(&area.first)}</td>
                    <td data-label=second.clone()>{say(&area.second)}</td>
                    {counts}
                </tr>
            }
        })
        .collect_view();
    view! {
        <details id="omraden-tabell">
            <summary>"Samma siffror som tabell"</summary>
            <div class="table-wrap" tabindex="0" role="region" aria-label="Betyg per område, tabell">
                <table class="table" data-stack data-dense>
                    <caption class="vh">"Betyg och antal kriterier per område"</caption>
                    <thead>
                        <tr>
                            <th scope="col">"Område"</th>
                            <th scope="col">{first.clone()}</th>
                            <th scope="col">{second.clone()}</th>
                            {heads}
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </details>
    }
    .into_any()
}

fn shares(pair: &Pair) -> AnyView {
    let tally = pair.comparison.tally;
    let percent =
        tally.agreement_percent().map_or_else(|| "–".to_owned(), |percent| format!("{percent} %"));
    let graded: Vec<bool> = pair
        .comparison
        .areas
        .iter()
        .filter_map(|area| Some(area.first.as_ref()?.set == area.second.as_ref()?.set))
        .collect();
    let alike = graded.iter().filter(|alike| **alike).count();
    let kinds =
        [Agreement::Agree, Agreement::FirstHigher, Agreement::FirstLower, Agreement::Missing]
            .map(|kind| (part(kind), pair.say(kind), tally.of(kind)));
    let label =
        kinds.iter().map(|(_, words, n)| format!("{words} {n}")).collect::<Vec<_>>().join(", ");
    let bars = kinds
        .iter()
        .filter(|(_, _, n)| *n > 0)
        .map(|(part, _, n)| view! { <i data-part=*part style=("--n", n.to_string())></i> })
        .collect_view();
    let legend = kinds
        .into_iter()
        .map(|(part, words, n)| {
            view! {
                <li data-part=part>
                    <span>{words}</span>
                    <b>{n}</b>
                </li>
            }
        })
        .collect_view();
    view! {
        <section class="card" data-tight aria-labelledby="overens">
            <h2 id="overens">"Överensstämmelse"</h2>
            <dl class="figures">
                <div>
                    <dt>"av kriterierna lika"</dt>
                    <dd>{percent}</dd>
                </div>
                <div>
                    <dt>"av områdena lika"</dt>
                    <dd>{format!("{alike} av {}", graded.len())}</dd>
                </div>
            </dl>
            <span class="split-bar" role="img" aria-label=label>
                {bars}
            </span>
            <ul class="legend">{legend}</ul>
            <p class="note">
                "Delvis uppfyllt och ej uppfyllt räknas båda som brist. Andelen gäller kriterier som båda har bedömt."
            </p>
        </section>
    }
    .into_any()
}
