//! All pages and their addresses: one flat table within one shell.

use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use leptos_router::{
    NavigateOptions,
    components::{FlatRoutes, Redirect, Route, Router},
    hooks::use_location,
    path,
};

use crate::{
    api::encode,
    components::{Announcer, Failed, Page, Toasts, Width},
    outbox::Outbox,
    pages::{
        accessibility, action_plan, administration, checklists, clinic, clinics, comparison,
        findings, inspection, invitation, not_found, people, report_import, self_assessment,
        sign_in, start,
    },
    session::{Session, Who, use_session},
    shell::Shell,
};

/// The app: learns who is signed in, then shows the page of the address.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    let session = Session::provide();
    let _ = (Announcer::provide(), Toasts::provide(), Outbox::provide());
    leptos::task::spawn_local(session.ask());
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
        <FlatRoutes fallback=|| view! { <not_found::NotFound /> }.into_any()>
            <Route path=path!("/logga-in") view=|| sign_in::SignInPage().into_any() />
            <Route path=path!("/inbjudan/:token") view=|| invitation::InvitationPage().into_any() />
            <Route
                path=path!("/tillganglighet")
                view=|| accessibility::AccessibilityPage().into_any()
            />
            <Route path=path!("/") view=inside(start::StartPage) />
            <Route path=path!("/kliniker") view=inside(clinics::ClinicsPage) />
            <Route path=path!("/kliniker/:id") view=inside(clinic::ClinicPage) />
            <Route path=path!("/kliniker/:id/personer") view=inside(people::PeoplePage) />
            <Route path=path!("/kliniker/:id/jamforelse") view=inside(comparison::ComparisonPage) />
            <Route path=path!("/kliniker/:id/brister") view=inside(findings::FindingsPage) />
            <Route path=path!("/sjalvvarderingar/:id") view=inside(self_assessment::Overview) />
            <Route
                path=path!("/sjalvvarderingar/:id/omrade/:area")
                view=inside(self_assessment::AreaPage)
            />
            <Route
                path=path!("/sjalvvarderingar/:id/historik")
                view=inside(self_assessment::HistoryPage)
            />
            <Route path=path!("/granskningar") view=inside(inspection::List) />
            <Route path=path!("/granskningar/ny") view=inside(inspection::New) />
            <Route path=path!("/granskningar/:id") view=inside(inspection::Overview) />
            <Route
                path=path!("/granskningar/:id/omrade/:area")
                view=inside(inspection::AreaPage)
            />
            <Route path=path!("/granskningar/:id/rapport") view=inside(inspection::ReportPage) />
            <Route path=path!("/granskningar/:id/historik") view=inside(inspection::HistoryPage) />
            <Route path=path!("/handlingsplaner/:id") view=inside(action_plan::PlanPage) />
            <Route
                path=path!("/handlingsplaner/:id/historik")
                view=inside(action_plan::HistoryPage)
            />
            <Route path=path!("/importera") view=inside(report_import::StartPage) />
            <Route path=path!("/importera/:id") view=inside(report_import::ReviewPage) />
            <Route path=path!("/checklistor") view=inside(checklists::ChecklistsPage) />
            <Route path=path!("/checklistor/:id") view=inside(checklists::ChecklistPage) />
            <Route path=path!("/checklistor/:id/ny") view=inside(checklists::NewVersionPage) />
            <Route path=path!("/administration") view=inside(administration::AdministrationPage) />
        </FlatRoutes>
    }
}

/// A page for those who are signed in; others are sent to sign in and come back after.
fn inside<V: IntoView + 'static>(page: fn() -> V) -> impl Fn() -> AnyView + Send + Clone {
    move || {
        let session = use_session();
        let signed_in = Memo::new(move |_| session.is_signed_in());
        (move || {
            if signed_in.get() {
                untrack(|| page().into_any())
            } else {
                view! { <ToSignIn /> }.into_any()
            }
        })
        .into_any()
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
