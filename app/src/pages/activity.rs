//! Kurser och aktiviteter: each kind with what still stands between it and a certificate.

use leptos::prelude::*;
use shared::{
    activity::{Activity, ActivityKind},
    portfolio::Portfolio,
    rights::Action,
    rule::RuleAbout,
};

use crate::{
    components::{set_query, use_query},
    pages::training::{Binder, RulesAbout, TrainingPage},
    session::use_session,
};

mod card;
mod form;
mod list;
mod plan;
mod step;
mod supervised;

use card::ActivityCard;
use form::ActivityForm;
use list::{Activities, Credits};
use supervised::Supervised;

/// The parameter of the address that names the open activity.
const ACTIVITY: &str = "aktivitet";

/// Its value while a new one of a kind is put in.
const fn new_of(kind: ActivityKind) -> &'static str {
    match kind {
        ActivityKind::Course => "ny-kurs",
        ActivityKind::QualityWork => "nytt-kvalitetsarbete",
        ActivityKind::ScientificWork => "nytt-vetenskapligt-arbete",
        ActivityKind::Other => "ny-annan-aktivitet",
    }
}

fn kind_of_new(asked: &str) -> Option<ActivityKind> {
    ActivityKind::ALL.into_iter().find(|kind| new_of(*kind) == asked)
}

/// What the rules beside the list are about.
const ABOUT: [RuleAbout; 3] = [RuleAbout::Theory, RuleAbout::Science, RuleAbout::Quality];

/// The activities of a training. Who is only the scientific supervisor of a work in it sees that alone.
#[component]
pub fn ActivitiesPage() -> impl IntoView {
    let binder = Binder::of_address();
    let closed = binder.closed();
    move || {
        if closed.get() {
            view! { <Supervised binder /> }.into_any()
        } else {
            view! { <Whole binder /> }.into_any()
        }
    }
}

/// All of them, with the one that is open.
#[component]
fn Whole(binder: Binder) -> impl IntoView {
    let session = use_session();
    let asked = use_query(ACTIVITY);
    let new = Memo::new(move |_| asked.with(|asked| kind_of_new(asked)));
    let may_write = Memo::new(move |_| {
        binder.get().is_some_and(|p| session.may(Action::TrainingWrite, &binder.on(&p.training)))
    });
    let heading = |_: Binder, _: &Portfolio| "Kurser och aktiviteter".to_owned();
    let actions = move || {
        (may_write.get() && new.get().is_none()).then(|| {
            view! {
                <Add kind=ActivityKind::Course words="Lägg in kurs" primary=true />
                <Add kind=ActivityKind::QualityWork words="Kvalitetsarbete" />
                <Add kind=ActivityKind::ScientificWork words="Vetenskapligt arbete" />
                <Add kind=ActivityKind::Other words="Annan aktivitet" />
            }
        })
    };
    view! {
        <TrainingPage
            binder
            title=("Kurser och aktiviteter", heading)
            actions=view! { {actions} }.into_any()
        >
            {move || {
                let kind = new.get().filter(|_| may_write.get())?;
                let portfolio = StoredValue::new(binder.get_untracked()?);
                Some(view! { <ActivityForm binder portfolio kind was=None on_close=None /> })
            }}
            <Open binder />
            <div class="columns">
                <div class="column">
                    <Activities binder />
                </div>
                <aside class="column" aria-label="Reglerna">
                    <RulesAbout binder about=&ABOUT />
                    <Credits binder />
                </aside>
            </div>
        </TrainingPage>
    }
}

/// Opens the form of a new one.
#[component]
fn Add(kind: ActivityKind, words: &'static str, #[prop(optional)] primary: bool) -> impl IntoView {
    let href = set_query(ACTIVITY, new_of(kind));
    view! {
        <a class=if primary { "btn primary" } else { "btn" } href=move || href.get()>
            {words}
        </a>
    }
}

/// The one that is open. Made anew when it has taken a step, not when another record of the training changes.
#[component]
fn Open(binder: Binder) -> impl IntoView {
    let asked = use_query(ACTIVITY);
    let open = Memo::new(move |_| -> Option<Activity> {
        let asked = asked.get();
        binder.get()?.activities.into_iter().find(|one| one.id.to_string() == asked)
    });
    move || open.get().map(|activity| view! { <ActivityCard binder activity /> })
}
