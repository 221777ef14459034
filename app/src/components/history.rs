//! What has happened to a record that has a history of its own.

use leptos::{prelude::*, task::spawn_local};
use shared::review::Change;

use super::{Loaded, load};
use crate::{
    api::{self, ApiError},
    time::say_moment,
};

/// Rows that the server answers with at a time.
const ROWS: usize = 100;

/// The latest changes, folded until somebody asks, and fetched then.
#[component]
pub fn FoldedHistory(
    /// Where the API has it.
    path: String,
    /// What a row says of what was done.
    said: fn(&Change) -> AnyView,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let path = StoredValue::new(path);
    view! {
        <details class="as-table" on:toggle=move |_| open.set(true)>
            <summary>"Historik"</summary>
            {move || open.get().then(|| view! { <History path=path.get_value() said /> })}
        </details>
    }
}

/// The latest changes.
#[component]
pub fn History(
    /// Where the API has it.
    path: String,
    /// What a row says of what was done.
    said: fn(&Change) -> AnyView,
) -> impl IntoView {
    let at = format!("{path}?offset=0");
    let first = load(move || {
        let path = at.clone();
        async move { api::get::<Vec<Change>>(&path).await }
    });
    view! {
        <Loaded of=first let:first>
            <Rows first path=path.clone() said />
        </Loaded>
    }
}

/// How a text that was changed reads now; where it read otherwise before, that too.
pub fn before_and_after(change: &Change) -> AnyView {
    match (change.from.clone(), change.to.clone()) {
        (None, to) => to.map(|to| view! { <p class="said">{to}</p> }).into_any(),
        (Some(from), to) => view! {
            <p class="note">"Före"</p>
            <p class="said">
                <del>{from}</del>
            </p>
            <p class="note">"Efter"</p>
            <p class="said">
                <ins>{to}</ins>
            </p>
        }
        .into_any(),
    }
}

#[component]
fn Rows(
    /// The newest.
    first: Vec<Change>,
    path: String,
    said: fn(&Change) -> AnyView,
) -> impl IntoView {
    let changes = RwSignal::new(first);
    view! {
        <ol class="rows">
            <For each=move || changes.get() key=|change| change.id let:change>
                {row(&change, said)}
            </For>
        </ol>
        <Older path changes />
    }
}

/// The way to older changes than those that are shown, where there are any.
#[component]
pub fn Older(
    /// Where the API has the history.
    path: String,
    /// Those that are shown, newest first; the older ones come after them.
    changes: RwSignal<Vec<Change>>,
) -> impl IntoView {
    let more = RwSignal::new(changes.with_untracked(Vec::len) >= ROWS);
    let error = RwSignal::new(None::<ApiError>);
    let fetching = RwSignal::new(false);
    let older = move |_| {
        if fetching.get_untracked() {
            return;
        }
        fetching.set(true);
        let path = format!("{path}?offset={}", changes.with_untracked(Vec::len));
        spawn_local(async move {
            let answer = api::get::<Vec<Change>>(&path).await;
            let _ = fetching.try_set(false);
            let _ = error.try_set(answer.as_ref().err().cloned());
            if let Ok(rows) = answer {
                let _ = more.try_set(rows.len() >= ROWS);
                // What was changed meanwhile moves the rows along; none is shown twice.
                let _ = changes.try_update(|changes| {
                    for row in rows {
                        if !changes.iter().any(|known| known.id == row.id) {
                            changes.push(row);
                        }
                    }
                });
            }
        });
    };
    view! {
        {move || {
            error
                .get()
                .map(|error| {
                    view! {
                        <p class="field-error" role="alert">
                            {error.sentence()}
                        </p>
                    }
                })
        }}
        <div class="actions" hidden=move || !more.get()>
            <button
                class="btn"
                type="button"
                aria-disabled=move || fetching.get().then_some("true")
                on:click=older
            >
                "Visa äldre"
            </button>
        </div>
    }
}

fn row(change: &Change, said: fn(&Change) -> AnyView) -> impl IntoView + use<> {
    let Change { reason, changed, .. } = change;
    let reason = reason.clone().map(|reason| view! { <p class="note">{reason}</p> });
    view! {
        <li>
            <span class="row-what">{format!("{}, {}", changed.by, say_moment(changed.at))}</span>
            <div class="row-where">{said(change)} {reason}</div>
        </li>
    }
}
