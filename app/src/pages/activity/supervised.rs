//! The scientific works that the signed-in person supervises, without seeing the training that they are of.

use leptos::prelude::*;
use shared::activity::SupervisedWork;

use super::{ACTIVITY, card::said, plan::Approve, step::Step};
use crate::{
    api,
    components::{Load, Loaded, Page, load, use_query},
    pages::{not_found::NotFound, training::Binder},
};

/// The works of one training that one supervises; to those who supervise none there is no such page.
#[component]
pub fn Supervised(binder: Binder) -> impl IntoView {
    let works: Load<Vec<SupervisedWork>> = load(move || {
        let id = binder.id();
        async move {
            let all = api::get::<Vec<SupervisedWork>>("/scientific-works").await?;
            Ok(all.into_iter().filter(|one| one.training.to_string() == id).collect())
        }
    });
    let none = Memo::new(move |_| works.get().is_some_and(|works| works.is_empty()));
    move || {
        if none.get() {
            return view! { <NotFound /> }.into_any();
        }
        view! {
            <Page title="Vetenskapligt arbete">
                <Loaded of=works let:works_now>
                    <Works binder works all=works_now />
                </Loaded>
            </Page>
        }
        .into_any()
    }
}

/// The one that the address names, or all.
#[component]
fn Works(
    binder: Binder,
    works: Load<Vec<SupervisedWork>>,
    all: Vec<SupervisedWork>,
) -> impl IntoView {
    let asked = use_query(ACTIVITY).get_untracked();
    let mut shown = all;
    if shown.iter().any(|one| one.activity.id.to_string() == asked) {
        shown.retain(|one| one.activity.id.to_string() == asked);
    }
    shown
        .into_iter()
        .map(|SupervisedWork { trainee, specialty, activity, .. }| {
            let step = Step::of_supervised(binder, works);
            let heading = format!("arbete-{}", activity.id);
            let title = activity.title.to_string();
            let told = said(&activity);
            view! {
                <section class="card" aria-labelledby=heading.clone()>
                    <h2 id=heading.clone()>{title}</h2>
                    <p class="note">{format!("{} · {}", trainee.name, &*specialty)}</p>
                    {told}
                    {step.refused()}
                    <div class="actions">
                        <Approve binder activity=StoredValue::new(activity) step />
                    </div>
                </section>
            }
        })
        .collect_view()
}
