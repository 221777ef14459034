//! All pages and their addresses: one flat table within one shell.

use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use leptos_router::{
    NavigateOptions,
    components::{FlatRoutes, Redirect, Route, Router},
    hooks::use_location,
    path,
};

use crate::{
    api::{ApiError, encode},
    components::{Announcer, Failed, Page, Toasts, Width},
    outbox::Outbox,
    pages::not_found::NotFound,
    parts::{self, Coming},
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

#[component]
fn Pages() -> impl IntoView {
    view! {
        <FlatRoutes fallback=|| view! { <NotFound /> }.into_any()>
            <Route path=path!("/logga-in") view=open(parts::sign_in) />
            <Route path=path!("/inbjudan/:token") view=open(parts::invitation) />
            <Route path=path!("/losenord/:token") view=open(parts::invitation) />
            <Route
                path=path!("/tillganglighet")
                view=open(parts::accessibility)
            />
            <Route path=path!("/") view=inside(parts::start) />
            <Route path=path!("/kliniker") view=inside(parts::clinics) />
            <Route path=path!("/kliniker/:id") view=inside(parts::clinic) />
            <Route path=path!("/kliniker/:id/personer") view=inside(parts::people) />
            <Route path=path!("/kliniker/:id/jamforelse") view=inside(parts::comparison) />
            <Route path=path!("/kliniker/:id/brister") view=inside(parts::findings) />
            <Route path=path!("/sjalvvarderingar/:id") view=inside(parts::self_assessment) />
            <Route
                path=path!("/sjalvvarderingar/:id/omrade/:area")
                view=inside(parts::self_assessment_area)
            />
            <Route
                path=path!("/sjalvvarderingar/:id/historik")
                view=inside(parts::self_assessment_history)
            />
            <Route path=path!("/granskningar") view=inside(parts::inspections) />
            <Route path=path!("/granskningar/ny") view=inside(parts::new_inspection) />
            <Route path=path!("/granskningar/:id") view=inside(parts::inspection) />
            <Route
                path=path!("/granskningar/:id/planering")
                view=inside(parts::replan_inspection)
            />
            <Route
                path=path!("/granskningar/:id/omrade/:area")
                view=inside(parts::inspection_area)
            />
            <Route path=path!("/granskningar/:id/rapport") view=inside(parts::report) />
            <Route path=path!("/granskningar/:id/historik") view=inside(parts::inspection_history) />
            <Route path=path!("/handlingsplaner/:id") view=inside(parts::action_plan) />
            <Route
                path=path!("/handlingsplaner/:id/historik")
                view=inside(parts::action_plan_history)
            />
            <Route path=path!("/kliniker/:id/st-lakare") view=inside(parts::trainings) />
            <Route path=path!("/kliniker/:id/st-lakare/ny") view=inside(parts::new_training) />
            <Route path=path!("/st") view=inside(parts::my_training) />
            <Route path=path!("/st/:id") view=inside(parts::training) />
            <Route path=path!("/st/:id/placeringar") view=inside(parts::placements) />
            <Route path=path!("/st/:id/iup") view=inside(parts::iup) />
            <Route path=path!("/st/:id/stod") view=inside(parts::support_plan) />
            <Route path=path!("/st/:id/kollegium") view=inside(parts::specialist_panel) />
            <Route path=path!("/st/:id/handledning") view=inside(parts::meetings) />
            <Route path=path!("/st/:id/bedomningar") view=inside(parts::assessments) />
            <Route path=path!("/bedomning/:token") view=open(parts::linked_assessment) />
            <Route path=path!("/importera") view=inside(parts::report_import) />
            <Route path=path!("/importera/:id") view=inside(parts::report_import_review) />
            <Route path=path!("/checklistor") view=inside(parts::checklists) />
            <Route path=path!("/checklistor/:id") view=inside(parts::checklist) />
            <Route path=path!("/checklistor/:id/ny") view=inside(parts::new_checklist) />
            <Route path=path!("/administration") view=inside(parts::administration) />
        </FlatRoutes>
    }
}

/// A page for those who are signed in; others are sent to sign in and come back after.
fn inside(page: fn() -> Coming) -> impl Fn() -> AnyView + Send + Clone {
    move || {
        let session = use_session();
        let signed_in = Memo::new(move |_| session.is_signed_in());
        (move || {
            if signed_in.get() {
                untrack(|| view! { <Opened page /> }.into_any())
            } else {
                view! { <ToSignIn /> }.into_any()
            }
        })
        .into_any()
    }
}

/// A page for everybody.
fn open(page: fn() -> Coming) -> impl Fn() -> AnyView + Send + Clone {
    move || view! { <Opened page /> }.into_any()
}

/// A page whose code may have to be fetched first.
#[component]
fn Opened(page: fn() -> Coming) -> impl IntoView {
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
            let coming = page();
            Suspend::new(async move {
                let view = coming.await.ok();
                fetched.set(Some(view.is_some()));
                view
            })
        }}
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
