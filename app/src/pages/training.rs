//! A ST-läkare's way to specialist: the first page, and what all its pages share.

use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::{use_location, use_params_map};
use serde::de::{DeserializeOwned, IgnoredAny};
use shared::{
    PersonId, TrainingId,
    portfolio::Portfolio,
    rights::{On, Tie},
    support_plan::TrainingPart,
    training::Training,
    training_facts::TrainingSummary,
};

use changed::ChangedByOther;

use crate::{
    api::{self, ApiError},
    components::{Crumb, Failed, Load, Loading, Page, Width, load},
    session::{use_me, use_session},
};

mod board;
mod changed;
mod home;
mod list;
mod new;
mod objectives;
mod own;
mod record;
mod shelf;
mod standing;
mod timeline;
mod words;

pub use board::key;
pub use home::HomePage;
pub use list::ListPage;
pub use new::NewPage;
pub use objectives::Objectives;
pub use own::OwnPage;
pub use record::{Record, put};
pub use shelf::{Shelf, Step};
pub use standing::RulesAbout;
pub use words::{address, end_words, period};

/// All that is kept about the training of the address. Copied freely.
#[derive(Clone, Copy)]
pub struct Binder {
    /// Who looks; kept here, since signals are worked out also when the page is on its way out.
    me: PersonId,
    id: Memo<String>,
    portfolio: Load<Portfolio>,
    /// The revision that what this page saved came to, for as long as nobody else changed anything in between.
    heard: RwSignal<Option<(TrainingId, i64)>>,
    /// How often somebody else's change was shown.
    shown_new: RwSignal<u32>,
    /// Whether something is written that isn't saved, and would be lost if the new were shown.
    unsaved: RwSignal<bool>,
}

impl Binder {
    /// Fetches it; fetched anew when the address names another.
    #[must_use]
    pub fn of_address() -> Self {
        let params = use_params_map();
        let id = Memo::new(move |_| params.with(|params| params.get("id").unwrap_or_default()));
        let portfolio = load(move || {
            let path = format!("/trainings/{}", api::encode(&id.get()));
            async move { api::get(&path).await }
        });
        Self {
            me: use_me().id,
            id,
            portfolio,
            heard: RwSignal::new(None),
            shown_new: RwSignal::new(0),
            unsaved: RwSignal::new(false),
        }
    }

    /// Who looks.
    #[must_use]
    pub const fn me(self) -> PersonId {
        self.me
    }

    /// The training's id, as the address has it.
    #[must_use]
    pub fn id(self) -> String {
        self.id.get()
    }

    /// A path of the API under the training: `/placements`.
    #[must_use]
    pub fn path(self, rest: &str) -> String {
        format!("/trainings/{}{rest}", api::encode(&self.id.get_untracked()))
    }

    /// Fetches what stands beside the training and fewer see, anew when somebody else's change is shown.
    #[must_use]
    pub fn beside<T>(self, rest: &'static str) -> Load<T>
    where
        T: Clone + DeserializeOwned + 'static,
    {
        let beside = load(move || {
            let path = format!("/trainings/{}{rest}", api::encode(&self.id()));
            async move { api::get(&path).await }
        });
        Effect::new(move |before: Option<u32>| {
            let times = self.shown_new.get();
            if before.is_some_and(|before| before != times) {
                let path = self.path(rest);
                spawn_local(async move {
                    match api::get(&path).await {
                        Ok(found) => beside.set(found),
                        // The page says why, with a way to try again.
                        Err(_) => beside.reload(),
                    }
                });
            }
            times
        });
        beside
    }

    /// Tells whether something is written that isn't saved: until it is, nothing new is shown.
    pub fn is_unsaved(self, unsaved: bool) {
        // The page may have been left.
        let _ = self.unsaved.try_set(unsaved);
    }

    /// All of it, once it is here.
    #[must_use]
    pub fn get(self) -> Option<Portfolio> {
        self.portfolio.get()
    }

    /// All of it, if it is here, without following it.
    #[must_use]
    pub fn get_untracked(self) -> Option<Portfolio> {
        self.portfolio.get_untracked()
    }

    /// Whether the training is the signed-in person's own.
    #[must_use]
    pub fn is_own(self, training: &Training) -> bool {
        training.trainee.id == self.me
    }

    /// Whether the signed-in person is its huvudansvarig handledare.
    #[must_use]
    pub fn is_principal(self, training: &Training) -> bool {
        training.principal_supervisor.as_ref().is_some_and(|one| one.id == self.me)
    }

    /// The training as what a right is about, with how the signed-in person stands to it.
    #[must_use]
    pub fn on(self, training: &Training) -> On {
        let tie = if self.is_own(training) {
            Some(Tie::Own)
        } else {
            self.is_principal(training).then_some(Tie::PrincipalSupervisor)
        };
        On::clinic(&training.clinic).tie(tie)
    }

    /// What hinders the page.
    #[must_use]
    pub fn error(self) -> Option<ApiError> {
        self.portfolio.error()
    }

    /// Whether the training isn't for the signed-in person to see. They may still be asked for something in it.
    #[must_use]
    pub fn closed(self) -> Memo<bool> {
        Memo::new(move |_| self.error().as_ref().is_some_and(ApiError::gone))
    }

    /// Fetches it again.
    pub fn reload(self) {
        self.portfolio.reload();
    }

    /// The training's id and the revision up to which all of it is known; followed. None once the page is left.
    #[must_use]
    pub fn known(self) -> Option<(TrainingId, i64)> {
        let heard = self.heard.try_get()?;
        let (id, revision) = self.portfolio.get().map(|p| (p.training.id, p.training.revision))?;
        let heard = heard.filter(|(of, _)| *of == id).map_or(0, |(_, heard)| heard);
        Some((id, revision.max(heard)))
    }

    /// A change that this page made came to this revision: when it is the next one, all of it is known.
    pub fn heard_of(self, revision: i64) {
        if let Some((id, known)) = untrack(|| self.known())
            && revision == known + 1
        {
            self.heard.set(Some((id, revision)));
        }
    }

    /// Takes in what a step answered with, and the revision it came to, without fetching all anew.
    pub fn take(self, revision: i64, change: impl FnOnce(&mut Portfolio)) {
        self.heard_of(revision);
        let known = untrack(|| self.known()).map(|(_, known)| known);
        self.change(|portfolio| {
            change(portfolio);
            portfolio.training.revision = known.unwrap_or(portfolio.training.revision);
        });
    }

    /// Changes what is shown.
    pub fn change(self, change: impl FnOnce(&mut Portfolio)) {
        if let Some(mut portfolio) = self.portfolio.get_untracked() {
            change(&mut portfolio);
            self.portfolio.set(portfolio);
        }
    }
}

/// Parts of a training that the ST-läkare's own main menu has no room for, the first page among them.
const BESIDE_MENU: usize = 3;

/// A part of a training: its address under the training and its words.
const PARTS: [(&str, &str); 8] = [
    ("", "Översikt"),
    ("/delmal", "Delmål"),
    ("/aktiviteter", "Kurser och aktiviteter"),
    ("/placeringar", "Placeringar"),
    ("/iup", "IUP"),
    ("/handledning", "Handledning"),
    ("/bedomningar", "Bedömningar"),
    ("/uppgifter", "Uppgifter"),
];

/// A page of a training: heading, whose it is, the way to its other parts, and what was fetched or what went wrong.
#[component]
pub fn TrainingPage(
    /// The training.
    binder: Binder,
    /// The heading, out of what was fetched; the words before that.
    title: (&'static str, fn(Binder, &Portfolio) -> String),
    /// Links and buttons beside the heading.
    #[prop(optional)]
    actions: Option<AnyView>,
    /// Facts or figures under the heading.
    #[prop(optional)]
    facts: Option<AnyView>,
    /// How wide it is.
    #[prop(optional)]
    width: Width,
    /// What to show of it. Made once; it reads the binder for what changes.
    children: ChildrenFn,
) -> impl IntoView {
    let (waiting, heading) = title;
    let title = Signal::derive(move || {
        binder.get().map_or_else(|| waiting.to_owned(), |portfolio| heading(binder, &portfolio))
    });
    let crumbs = Signal::derive(move || {
        let Some(training) = binder.get().map(|portfolio| portfolio.training) else {
            return Vec::new();
        };
        if binder.is_own(&training) {
            return Vec::new();
        }
        let clinic = format!("/kliniker/{}", training.clinic.id);
        vec![
            Crumb::to(training.clinic.name, clinic.clone()),
            Crumb::to("ST-läkare", format!("{clinic}/st-lakare")),
            Crumb::to(training.trainee.name, format!("/st/{}", training.id)),
        ]
    });
    let lede = move || binder.get().map(|portfolio| words::whose(&portfolio.training));
    let here = Memo::new(move |_| binder.get().is_some());
    let error = Memo::new(move |_| binder.error());
    view! {
        <Page
            title
            crumbs
            width
            lede=view! { {lede} }.into_any()
            actions=actions.unwrap_or_else(|| ().into_any())
            facts=facts.unwrap_or_else(|| ().into_any())
        >
            <Parts binder />
            <ChangedByOther binder />
            {move || match (error.get(), here.get()) {
                (Some(error), _) => {
                    let retry = Callback::new(move |()| binder.reload());
                    view! { <Failed error retry /> }.into_any()
                }
                (None, false) => view! { <Loading /> }.into_any(),
                (None, true) => untrack(|| children()),
            }}
        </Page>
    }
}

/// The way to the training's other parts. A ST-läkare has most of those in the main menu that all see.
#[component]
fn Parts(binder: Binder) -> impl IntoView {
    let path = use_location().pathname;
    let mine = Memo::new(move |_| binder.get().is_none_or(|p| binder.is_own(&p.training)));
    let for_few = for_few(binder);
    move || {
        let for_few = for_few.get();
        let base = format!("/st/{}", binder.id.get());
        let first = if mine.get() { &PARTS[..BESIDE_MENU] } else { &PARTS[..] };
        let links = first
            .iter()
            .copied()
            .chain(for_few)
            .map(|(rest, words)| {
                let href = format!("{base}{rest}");
                let current = (path.get() == href).then_some("page");
                view! {
                    <li>
                        <a href=href aria-current=current>
                            {words}
                        </a>
                    </li>
                }
            })
            .collect_view();
        view! {
            <nav class="filters parts" aria-label="ST-läkarens delar">
                <ul>{links}</ul>
            </nav>
        }
    }
}

/// The parts that only some of those who read the training see: always to those whose task it is, to others when there is something.
fn for_few(binder: Binder) -> Memo<Vec<(&'static str, &'static str)>> {
    let session = use_session();
    let parts = Memo::new(move |_| {
        binder.get().map(|p| session.parts(&binder.on(&p.training))).unwrap_or_default()
    });
    let always = Memo::new(move |_| {
        let whose = [TrainingPart::PrincipalSupervisor, TrainingPart::DirectorOfStudies];
        parts.get().iter().any(|part| whose.contains(part))
    });
    let plans = load(move || {
        let ask = !parts.get().is_empty() && !always.get();
        let path = format!("/trainings/{}/support-plans", api::encode(&binder.id()));
        async move { if ask { api::get::<Vec<IgnoredAny>>(&path).await } else { Ok(Vec::new()) } }
    });
    let panels = load(move || {
        let ask = !parts.get().is_empty() && !always.get();
        let path = format!("/trainings/{}/panels", api::encode(&binder.id()));
        async move { if ask { api::get::<Vec<IgnoredAny>>(&path).await } else { Ok(Vec::new()) } }
    });
    Memo::new(move |_| {
        let has = |load: Load<Vec<IgnoredAny>>| load.get().is_some_and(|all| !all.is_empty());
        let plan = (always.get() || has(plans)).then_some(("/stod", "Åtgärdsplan"));
        let panel = (always.get() || has(panels)).then_some(("/kollegium", "Kollegium"));
        plan.into_iter().chain(panel).collect()
    })
}

/// The trainings of the signed-in person: one's own, and those one is principal supervisor of.
#[must_use]
pub fn my_trainings() -> Load<Vec<TrainingSummary>> {
    let session = use_session();
    load(move || {
        let signed_in = session.is_signed_in();
        async move { if signed_in { api::get("/trainings").await } else { Ok(Vec::new()) } }
    })
}
