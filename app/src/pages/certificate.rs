//! Delmål och intyg: what speaks for each objective, and the certificates from prepared to issued or withdrawn.

use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
};
use shared::{certificate::Certificate, portfolio::Portfolio, rights::Action};

use crate::{
    components::{Page, set_query, use_query},
    pages::{
        anchor::Anchor,
        training::{Binder, Shelf, TrainingPage},
    },
    session::use_session,
};

mod all;
mod card;
mod choose;
mod form;
mod list;
mod objective;
mod paper;
mod service;
mod sign;

use all::AllCertificates;
use card::CertificateCard;
use form::CertificateForm;
use list::Certificates;
use objective::ObjectiveList;

/// The parameter of the address that names the open certificate.
const CERTIFICATE: &str = "intyg";
/// Its value while a new one is prepared.
const NEW: &str = "nytt";
/// Its value while all in force are shown to be printed.
const ALL: &str = "alla";

/// The parameter that names what a new one is about.
const ABOUT: &str = "om";

/// The objectives and certificates of a training. Who is asked to certify and sees nothing else of the training sees that alone.
#[component]
pub fn CertificatesPage() -> impl IntoView {
    let binder = Binder::of_address();
    let closed = binder.closed();
    move || {
        if closed.get() {
            view! { <Asked shelf=Shelf::asked_of_me(binder) /> }.into_any()
        } else {
            view! { <Whole shelf=Shelf::whole(binder) /> }.into_any()
        }
    }
}

/// All of it, for those who may read the training.
#[component]
fn Whole(shelf: Shelf<Certificate>) -> impl IntoView {
    let session = use_session();
    let binder = shelf.binder();
    let asked = use_query(CERTIFICATE);
    let may =
        move |action| binder.get().is_some_and(|p| session.may(action, &binder.on(&p.training)));
    let may_write = Memo::new(move |_| may(Action::CertificateWrite));
    let may_choose = Memo::new(move |_| may(Action::EvidenceChoose));
    let adding = Memo::new(move |_| asked.with(|asked| asked == NEW));
    let all = Memo::new(move |_| asked.with(|asked| asked == ALL));
    let new = set_query(CERTIFICATE, NEW);
    let anchor = Anchor::new();
    Effect::new(move || {
        if binder.get().is_some() {
            anchor.show();
        }
    });
    let actions = move || {
        (may_write.get() && !adding.get()).then(|| {
            view! {
                <a class="btn primary" href=move || new.get()>
                    "Förbered ett intyg"
                </a>
            }
        })
    };
    let navigate = use_navigate();
    let path = use_location().pathname;
    let on_close = Callback::new(move |()| {
        let options = NavigateOptions { scroll: false, ..NavigateOptions::default() };
        navigate(&path.get_untracked(), options);
    });
    let heading = |_: Binder, _: &Portfolio| "Delmål och intyg".to_owned();
    view! {
        <TrainingPage
            binder
            title=("Delmål och intyg", heading)
            actions=view! { {actions} }.into_any()
        >
            {move || {
                (may_write.get() && adding.get())
                    .then(|| binder.get_untracked())
                    .flatten()
                    .map(|portfolio| {
                        let portfolio = StoredValue::new(portfolio);
                        view! { <CertificateForm shelf portfolio was=None on_close /> }
                    })
            }}
            {move || all.get().then(|| view! { <AllCertificates shelf /> })}
            <Open shelf />
            <div class="columns">
                <div class="column">
                    <ObjectiveList binder may_choose />
                </div>
                <aside class="column" aria-label="Intyg">
                    <Certificates shelf />
                </aside>
            </div>
        </TrainingPage>
    }
}

/// Those one is asked to certify, and nothing else of the training.
#[component]
fn Asked(shelf: Shelf<Certificate>) -> impl IntoView {
    view! {
        <Page title="Intyg">
            <Open shelf />
            <Certificates shelf />
        </Page>
    }
}

/// The certificate that is open. Made anew when it has taken a step, not when another record of the training changes.
#[component]
fn Open(shelf: Shelf<Certificate>) -> impl IntoView {
    let asked = use_query(CERTIFICATE);
    let open = Memo::new(move |_| {
        let asked = asked.get();
        shelf.all()?.into_iter().find(|one| one.id.to_string() == asked)
    });
    move || open.get().map(|certificate| view! { <CertificateCard shelf certificate /> })
}
