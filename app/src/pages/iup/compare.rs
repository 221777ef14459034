//! Two versions side by side: what went is struck, what came is underlined.

use leptos::prelude::*;
use shared::iup::{
    Iup, ObjectiveChange, ObjectivePlan, PlacementChange, PlannedPlacement, Span, TextChange,
    compare,
};

use super::{AGAINST, words};
use crate::components::set_query;

/// What changed from an earlier version to a later.
#[component]
pub fn Compare(old: Iup, new: Iup) -> impl IntoView {
    let (old, new) = if old.number > new.number { (new, old) } else { (old, new) };
    let diff = compare(&old.content, &new.content);
    let back = set_query(AGAINST, "");
    let mut rows: Vec<AnyView> = Vec::new();
    let mut same: Vec<&'static str> = Vec::new();
    for (part, change) in &diff.parts {
        match sides(change) {
            Some(sides) => rows.push(row(part.heading().to_owned(), sides)),
            None => same.push(part.heading()),
        }
    }
    for (code, change) in &diff.objectives {
        rows.extend(objective(&code.to_string(), change));
    }
    for change in &diff.placements {
        rows.push(placement(change));
    }
    let nothing = rows
        .is_empty()
        .then(|| view! { <p class="note">"De två versionerna säger samma sak."</p> });
    let same = (!same.is_empty()).then(|| {
        view! { <p class="note">{format!("Lika i båda: {}.", same.join(", "))}</p> }
    });
    let (before, after) = (format!("Version {}", old.number), format!("Version {}", new.number));
    view! {
        <section class="card" aria-labelledby="jamforelse">
            <div class="card-head">
                <h2 id="jamforelse">{format!("{before} och {}", after.to_lowercase())}</h2>
                <a class="end" href=move || back.get()>
                    "Sluta jämföra"
                </a>
            </div>
            <p class="note">"Det som är borta är överstruket, det som är nytt är understruket."</p>
            {nothing}
            <div class="compared">
                <div class="compared-head" aria-hidden="true">
                    <span>{before}</span>
                    <span>{after}</span>
                </div>
                {rows}
            </div>
            {same}
        </section>
    }
}

type Sides = (AnyView, AnyView);

fn row(heading: String, (before, after): Sides) -> AnyView {
    view! {
        <section>
            <h3>{heading}</h3>
            <div class="said">{before}</div>
            <div class="said">{after}</div>
        </section>
    }
    .into_any()
}

fn nothing() -> AnyView {
    view! { <span class="note">"Inget skrivet"</span> }.into_any()
}

/// The two sides of a text; none where it is the same.
fn sides(change: &TextChange) -> Option<Sides> {
    match change {
        TextChange::Unchanged => None,
        TextChange::Added { text } => {
            Some((nothing(), view! { <ins>{text.to_string()}</ins> }.into_any()))
        }
        TextChange::Removed { text } => {
            Some((view! { <del>{text.to_string()}</del> }.into_any(), nothing()))
        }
        TextChange::Changed { spans } => {
            let before = spans.spans().iter().filter_map(|span| match span {
                Span::Same(text) => Some(text.clone().into_any()),
                Span::Removed(text) => Some(view! { <del>{text.clone()}</del> }.into_any()),
                Span::Added(_) => None,
            });
            let after = spans.spans().iter().filter_map(|span| match span {
                Span::Same(text) => Some(text.clone().into_any()),
                Span::Added(text) => Some(view! { <ins>{text.clone()}</ins> }.into_any()),
                Span::Removed(_) => None,
            });
            Some((before.collect_view().into_any(), after.collect_view().into_any()))
        }
    }
}

fn whole(plan: &ObjectivePlan) -> String {
    let [learning, assessment, documentation] = plan.texts().map(|text| text.to_string());
    format!("Lärs in: {learning}\nBedöms: {assessment}\nDokumenteras: {documentation}")
}

fn objective(code: &str, change: &ObjectiveChange) -> Vec<AnyView> {
    let heading = format!("Delmål {code}");
    match change {
        ObjectiveChange::Unchanged => Vec::new(),
        ObjectiveChange::Added { plan } => {
            vec![row(heading, (nothing(), view! { <ins>{whole(plan)}</ins> }.into_any()))]
        }
        ObjectiveChange::Removed { plan } => {
            vec![row(heading, (view! { <del>{whole(plan)}</del> }.into_any(), nothing()))]
        }
        ObjectiveChange::Changed { learning, assessment, documentation } => {
            [("lärs in", learning), ("bedöms", assessment), ("dokumenteras", documentation)]
                .into_iter()
                .filter_map(|(how, change)| Some(row(format!("{heading}, {how}"), sides(change)?)))
                .collect()
        }
    }
}

fn placement(change: &PlacementChange) -> AnyView {
    let del = |one: &PlannedPlacement| view! { <del>{words(one)}</del> }.into_any();
    let ins = |one: &PlannedPlacement| view! { <ins>{words(one)}</ins> }.into_any();
    let sides = match change {
        PlacementChange::Added { placement } => (nothing(), ins(placement)),
        PlacementChange::Removed { placement } => (del(placement), nothing()),
        PlacementChange::Changed { before, after } => (del(before), ins(after)),
    };
    row("Planerad placering".to_owned(), sides)
}
