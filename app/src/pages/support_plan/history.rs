//! What has happened to a plan: its own history, for those who see it.

use leptos::prelude::*;
use shared::{review::Change, support_plan::SupportPlan};

use super::Shelf;
use crate::{
    api,
    components::{Loaded, load},
    time::say_moment,
};

/// The latest changes, folded until somebody asks.
#[component]
pub fn History(shelf: Shelf, plan: SupportPlan) -> impl IntoView {
    let open = RwSignal::new(false);
    let id = plan.id;
    let changes = load(move || {
        let (wanted, path) = (open.get(), shelf.path(&format!("/{id}/history?offset=0")));
        async move { if wanted { api::get::<Vec<Change>>(&path).await } else { Ok(Vec::new()) } }
    });
    view! {
        <details class="as-table" on:toggle=move |_| open.set(true)>
            <summary>"Historik"</summary>
            <Loaded of=changes let:changes>
                <ol class="rows">
                    {changes.into_iter().map(row).collect_view()}
                </ol>
            </Loaded>
        </details>
    }
}

fn row(change: Change) -> impl IntoView {
    let Change { to, reason, changed, .. } = change;
    let reason = reason.map(|reason| view! { <p class="note">{reason}</p> });
    view! {
        <li>
            <span class="row-what">{format!("{}, {}", changed.by, say_moment(changed.at))}</span>
            <div class="row-where">
                <p class="said">{to}</p>
                {reason}
            </div>
        </li>
    }
}
