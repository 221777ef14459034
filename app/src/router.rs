//! From the address to the page, within one shell. Which pages there are, and where, stands in [`crate::parts`].

use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use leptos_router::{
    NavigateOptions,
    components::{Redirect, Router},
    hooks::use_location,
    location::{BrowserUrl, LocationProvider},
    params::ParamsMap,
};

use shared::address::named;

use crate::{
    api::{ApiError, encode},
    components::{Announcer, Failed, Page, Toasts, Width},
    outbox::Outbox,
    pages::not_found::NotFound,
    parts::{self, PLACES, PageAt, place_of},
    session::{Session, Who, use_session},
    shell::Shell,
};

/// Milliseconds after the start when the first page has been fetched and the line is quiet.
const QUIET: u32 = 3_000;

/// The app: learns who is signed in, then shows the page of the address.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    let session = Session::provide();
    let _ = (Announcer::provide(), Toasts::provide(), Outbox::provide());
    leptos::task::spawn_local(session.ask());
    leptos::task::spawn_local(async {
        TimeoutFuture::new(QUIET).await;
        parts::fetch_all().await;
    });
    let known = Memo::new(move |_| {
        session.who().with(|who| match who {
            Who::Unknown => Some(None),
            Who::Failed(error) => Some(Some(error.clone())),
            Who::SignedOut | Who::SignedIn(_) => None,
        })
    });
    view! {
        <Router>
            <Shell>
                {move || match known.get() {
                    Some(None) => view! { <Waiting /> }.into_any(),
                    Some(Some(error)) => {
                        let retry = Callback::new(move |()| {
                            leptos::task::spawn_local(session.ask());
                        });
                        view! {
                            <Page title="Stins" width=Width::Narrow>
                                <Failed error retry />
                            </Page>
                        }
                            .into_any()
                    }
                    None => view! { <Pages /> }.into_any(),
                }}
            </Shell>
        </Router>
    }
}

/// The same skeleton as `index.html` paints before the app is there.
#[component]
fn Waiting() -> impl IntoView {
    view! {
        <main class="page" aria-busy="true">
            <p class="vh" role="status">
                "Stins laddas"
            </p>
            <div class="skeleton" aria-hidden="true">
                <i class="title"></i>
                <i></i>
                <i class="block"></i>
                <i class="block"></i>
            </div>
        </main>
    }
}

/// The page of the address; who isn't signed in is sent to sign in first, and comes back after.
#[component]
fn Pages() -> impl IntoView {
    let path = use_location().pathname;
    let place = Memo::new(move |_| path.with(|path| place_of(path)));
    let session = use_session();
    let signed_in = Memo::new(move |_| session.is_signed_in());
    // The browser's own address follows when the router hears that the page is chosen.
    let router = expect_context::<BrowserUrl>();
    Effect::new(move |_| {
        path.track();
        router.ready_to_complete();
    });
    move || match place.get() {
        None => view! { <NotFound /> }.into_any(),
        Some(place) if PLACES[place].open || signed_in.get() => {
            untrack(|| view! { <Opened place /> }.into_any())
        }
        Some(_) => view! { <ToSignIn /> }.into_any(),
    }
}

/// A place whose pages' code may have to be fetched first.
#[component]
fn Opened(
    /// Which of the places.
    place: usize,
) -> impl IntoView {
    let attempt = RwSignal::new(());
    let fetched = RwSignal::new(None);
    let retry = Callback::new(move |()| {
        fetched.set(None);
        attempt.set(());
    });
    let waiting = move || match fetched.get() {
        None => view! { <Waiting /> }.into_any(),
        Some(true) => ().into_any(),
        Some(false) => view! {
            <Page title="Sidan kunde inte hämtas" width=Width::Narrow>
                <Failed error=ApiError::Offline retry />
            </Page>
        }
        .into_any(),
    };
    view! {
        {waiting}
        {move || {
            attempt.get();
            let coming = (PLACES[place].fetch)();
            Suspend::new(async move {
                let pages = coming.await;
                fetched.set(Some(pages.is_some()));
                pages.map(|pages| view! { <Chosen place pages /> })
            })
        }}
    }
}

/// The page of the address among those of its part.
#[component]
fn Chosen(
    /// Which of the places.
    place: usize,
    /// The pages of its part.
    pages: &'static [PageAt],
) -> impl IntoView {
    let path = use_location().pathname;
    // On the way to another place the page stays as it is.
    let chosen = Memo::new(move |before: Option<&Option<usize>>| {
        path.with(|path| {
            if place_of(path) == Some(place) {
                pages.iter().position(|page| named(page.address, path).is_some())
            } else {
                before.copied().flatten()
            }
        })
    });
    move || {
        let Some(page) = chosen.get().map(|index| &pages[index]) else {
            return view! { <NotFound /> }.into_any();
        };
        // What `use_params_map` answers. A page on its way out keeps what its own address named.
        provide_context(ArcMemo::new(move |before: Option<&ParamsMap>| {
            let now = path.with(|path| {
                named(page.address, path).map(|named| named.into_iter().collect::<ParamsMap>())
            });
            now.or_else(|| before.cloned()).unwrap_or_default()
        }));
        untrack(|| (page.build)())
    }
}

#[component]
fn ToSignIn() -> impl IntoView {
    let location = use_location();
    let to = untrack(|| {
        let (path, query) = (location.pathname.get(), location.search.get());
        match (path.as_str(), query.as_str()) {
            ("/" | "/logga-in", "") => "/logga-in".to_owned(),
            (path, "") => format!("/logga-in?to={}", encode(path)),
            (path, query) => format!("/logga-in?to={}", encode(&format!("{path}?{query}"))),
        }
    });
    let replace = NavigateOptions { replace: true, ..NavigateOptions::default() };
    view! { <Redirect path=to options=replace /> }
}
