//! Specialistkollegium: the self-rating, each specialist's own form, all compared, what is agreed, and the feedback. Who judges needs to
//! see nothing else of the training.

use leptos::prelude::*;
use shared::{
    portfolio::Portfolio, saving::Saved, specialist_panel::PanelView, support_plan::TrainingPart,
};

use crate::{
    api::{self, ApiError, Method},
    components::{Load, Loading, Page, set_query, use_query},
    pages::{
        not_found::NotFound,
        training::{Binder, TrainingPage, put},
    },
    session::{Session, use_session},
    time::say_long,
};

mod agree;
mod card;
mod compared;
mod form;
mod history;
mod open;

use card::PanelCard;
use open::Open;

/// The parameter of the address that names the panel shown.
const PANEL: &str = "kollegium";
/// Its value while a new one is opened.
const NEW: &str = "nytt";

/// The panels of a training that concern the person. Copied freely.
#[derive(Clone, Copy)]
pub struct Shelf {
    binder: Binder,
    session: Session,
    panels: Load<Vec<PanelView>>,
}

impl Shelf {
    fn of(binder: Binder) -> Self {
        Self { binder, session: use_session(), panels: binder.beside("/panels") }
    }

    fn parts(self) -> Vec<TrainingPart> {
        let training = self.binder.get().map(|portfolio| portfolio.training);
        training.map(|one| self.session.parts(&self.binder.on(&one))).unwrap_or_default()
    }

    /// Whether the person may open a panel.
    fn directs(self) -> bool {
        self.parts().contains(&TrainingPart::DirectorOfStudies)
    }

    /// Whether there is nothing here for the person.
    fn is_hidden(self) -> bool {
        if self.panels.error().as_ref().is_some_and(ApiError::gone) {
            return true;
        }
        let (Some(panels), Some(_)) = (self.panels.get(), self.binder.get()) else { return false };
        panels.is_empty() && !self.parts().iter().any(|part| *part != TrainingPart::HeadOfUnit)
    }

    /// Takes in what a step answered with.
    fn take(self, Saved { record, revision }: Saved<PanelView>) {
        self.binder.heard_of(revision);
        self.binder.is_unsaved(false);
        if let Some(mut all) = self.panels.get_untracked() {
            put(&mut all, record, |one| one.id);
            self.panels.set(all);
        }
    }

    /// Sends a step of a panel that started from `version`.
    async fn send<B: serde::Serialize>(
        self,
        (method, rest): (Method, &'static str),
        panel: &PanelView,
        version: i64,
        body: B,
    ) -> Result<Saved<PanelView>, ApiError> {
        let path = self.binder.path(&format!("/panels/{}/{rest}", panel.id));
        api::send(method, &path, Some(version), &body).await
    }
}

/// The panels, to those whom they concern; to others there is no such page.
#[component]
pub fn PanelPage() -> impl IntoView {
    let shelf = Shelf::of(Binder::of_address());
    let hidden = Memo::new(move |_| shelf.is_hidden());
    // Who judges sees a panel of the training, and perhaps nothing else of it.
    let alone = shelf.binder.closed();
    let asked = use_query(PANEL);
    let new = set_query(PANEL, NEW);
    let opening = Memo::new(move |_| asked.with(|asked| asked == NEW) && shelf.directs());
    let heading = |_: Binder, _: &Portfolio| "Specialistkollegium".to_owned();
    move || {
        if hidden.get() {
            return view! { <NotFound /> }.into_any();
        }
        if alone.get() {
            return view! {
                <Page title="Specialistkollegium">
                    <Panels shelf opening />
                </Page>
            }
            .into_any();
        }
        let actions = move || {
            (shelf.directs() && !opening.get()).then(|| {
                view! {
                    <a class="btn primary" href=move || new.get()>
                        "Öppna ett kollegium"
                    </a>
                }
            })
        };
        view! {
            <TrainingPage
                binder=shelf.binder
                title=("Specialistkollegium", heading)
                actions=view! { {actions} }.into_any()
            >
                <Panels shelf opening />
            </TrainingPage>
        }
        .into_any()
    }
}

/// The one that is open, and all of them.
#[component]
fn Panels(shelf: Shelf, opening: Memo<bool>) -> impl IntoView {
    let asked = use_query(PANEL);
    let shown = Memo::new(move |_| {
        let (all, asked) = (shelf.panels.get()?, asked.get());
        all.iter().find(|one| one.id.to_string() == asked).or_else(|| all.last()).cloned()
    });
    let waiting = Memo::new(move |_| shelf.panels.get().is_none());
    view! {
        {move || opening.get().then(|| view! { <Open shelf /> })}
        {move || waiting.get().then(|| view! { <Loading /> })}
        {move || {
            let none = shelf.panels.get().is_some_and(|all| all.is_empty()) && !opening.get();
            none.then(|| {
                view! {
                    <section class="empty">
                        <h2>"Inget specialistkollegium än"</h2>
                        <p>
                            "Ett om året (Riktlinje Västmanland 8.2). ST-läkaren skattar sig själv, varje specialist bedömer för sig, kollegiet enas om styrkor, utvecklingsbehov och några fokusområden, och den huvudansvariga handledaren återkopplar. Studierektorn öppnar det."
                        </p>
                    </section>
                }
            })
        }}
        {move || (!opening.get()).then(|| shown.get()).flatten().map(|panel| view! { <PanelCard shelf panel /> })}
        {move || {
            let all = shelf.panels.get()?;
            (all.len() > 1).then(|| view! { <All all /> })
        }}
    }
}

/// All panels, newest first.
#[component]
fn All(all: Vec<PanelView>) -> impl IntoView {
    let rows = all
        .iter()
        .rev()
        .map(|panel| {
            let href = set_query(PANEL, panel.id.to_string());
            view! {
                <li>
                    <a class="row-what" href=move || href.get()>
                        {say_long(panel.held_on.unwrap_or(panel.planned_on))}
                    </a>
                    <span class="row-where">
                        <span class="chip">{panel.phase.clone()}</span>
                    </span>
                </li>
            }
        })
        .collect_view();
    view! {
        <section class="card" aria-labelledby="kollegier">
            <h2 id="kollegier">"Alla kollegier"</h2>
            <ul class="rows">{rows}</ul>
        </section>
    }
}
