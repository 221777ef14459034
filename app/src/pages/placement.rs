//! Placements, leave and credits of a training: what its time is made of, and how the planned end moves.

use leptos::prelude::*;
use shared::{RecordId, portfolio::Portfolio, rights::Action};

use crate::{
    components::{set_query, use_query},
    pages::{
        anchor::Anchor,
        training::{Binder, TrainingPage},
    },
    session::use_session,
};

mod credit;
mod elsewhere;
mod end;
mod form;
mod leave;
mod list;
mod read;
mod send;

use end::End;

/// What the page's form writes: named in the address, so that the back button closes it.
#[derive(Clone, PartialEq, Eq)]
enum Open {
    Nothing,
    NewPlacement,
    NewLeave,
    NewCredit,
    /// The record with this id.
    Change(String),
}

/// The parameter of the address that says which form is open.
const FORM: &str = "form";
const PLACEMENT: &str = "placering";
const LEAVE: &str = "ledighet";
const CREDIT: &str = "tillgodo";

fn open(asked: &str) -> Open {
    match asked {
        "" => Open::Nothing,
        PLACEMENT => Open::NewPlacement,
        LEAVE => Open::NewLeave,
        CREDIT => Open::NewCredit,
        id => Open::Change(id.to_owned()),
    }
}

/// Placements, leave and credits, with what is open in a form.
#[component]
pub fn PlacementsPage() -> impl IntoView {
    let session = use_session();
    let binder = Binder::of_address();
    let asked = use_query(FORM);
    let form = Memo::new(move |_| asked.with(|asked| open(asked)));
    let may_write = Memo::new(move |_| {
        binder.get().is_some_and(|p| session.may(Action::TrainingWrite, &binder.on(&p.training)))
    });
    let anchor = Anchor::new();
    Effect::new(move || {
        if binder.get().is_some() {
            anchor.show();
        }
    });
    let heading = |_: Binder, _: &Portfolio| "Placeringar och ledighet".to_owned();
    let actions = move || {
        (may_write.get() && form.get() == Open::Nothing).then(|| {
            view! {
                <AddLink what=PLACEMENT words="Lägg in placering" primary=true />
                <AddLink what=LEAVE words="Lägg in ledighet" />
                <AddLink what=CREDIT words="Tillgodoräkna" />
            }
        })
    };
    view! {
        <TrainingPage
            binder
            title=("Placeringar och ledighet", heading)
            actions=view! { {actions} }.into_any()
        >
            {move || {
                let portfolio = binder.get_untracked()?;
                let form = form.get();
                if let Some(elsewhere) = read::elsewhere(&portfolio, &form) {
                    return Some(elsewhere.into_any());
                }
                let portfolio = StoredValue::new(portfolio);
                may_write.get().then(|| opened(binder, portfolio, &form))
            }}
            <div class="columns">
                <div class="column">
                    <list::Unplaced binder />
                    <list::Placements binder may_write />
                    <list::Leaves binder may_write />
                    <list::Credits binder may_write />
                </div>
                <aside class="column" aria-label="Beräknat slut" data-first>
                    <End binder />
                </aside>
            </div>
        </TrainingPage>
    }
}

fn opened(binder: Binder, portfolio: StoredValue<Portfolio>, open: &Open) -> AnyView {
    match open {
        Open::Nothing => ().into_any(),
        Open::NewPlacement => {
            view! { <form::PlacementForm binder portfolio was=None /> }.into_any()
        }
        Open::NewLeave => view! { <leave::LeaveForm binder portfolio was=None /> }.into_any(),
        Open::NewCredit => view! { <credit::CreditForm binder portfolio was=None /> }.into_any(),
        Open::Change(id) => portfolio.with_value(|p| {
            if id.parse::<RecordId>().is_ok_and(|id| p.may_change(id).is_err()) {
                ().into_any()
            } else if let Some(was) = p.placements.iter().find(|one| one.id.to_string() == *id) {
                let was = Some(was.clone());
                view! { <form::PlacementForm binder portfolio was /> }.into_any()
            } else if let Some(was) = p.leaves.iter().find(|one| one.id.to_string() == *id) {
                let was = Some(was.clone());
                view! { <leave::LeaveForm binder portfolio was /> }.into_any()
            } else if let Some(was) = p.credits.iter().find(|one| one.id.to_string() == *id) {
                let was = Some(was.clone());
                view! { <credit::CreditForm binder portfolio was /> }.into_any()
            } else {
                ().into_any()
            }
        }),
    }
}

/// Opens a form.
#[component]
fn AddLink(
    what: &'static str,
    words: &'static str,
    #[prop(optional)] primary: bool,
) -> impl IntoView {
    let href = set_query(FORM, what);
    view! {
        <a class=if primary { "btn primary" } else { "btn" } href=move || href.get()>
            {words}
        </a>
    }
}
