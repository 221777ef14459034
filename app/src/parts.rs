//! The app in parts: a page's code is fetched when a page of its part is first opened.
//!
//! `cargo xtask build` parts the module here. What several parts need is fetched once, with the first of them. The
//! pages and their addresses belong to the part: of them, only where the part lies weighs on everybody's first load.

use std::{future::Future, pin::Pin};

use leptos::prelude::*;
use send_wrapper::SendWrapper;
use shared::{ClinicId, address::lies_under};
use wasm_split_helpers::{SplitLoaderError, wasm_split};

use crate::{
    pages::{
        self,
        start::{
            standing::{Standing, StandingProps},
            table::ClinicTable,
        },
    },
    style,
};

/// A page and its address, in which `:word` stands for what the address names.
pub struct PageAt {
    /// Such as `/st/:id`.
    pub address: &'static str,
    /// Builds the page.
    pub build: fn() -> AnyView,
}

/// The pages of a part on their way: what they need is fetched, if it isn't here. Nothing if it can't be.
///
/// The browser has one thread: what is wrapped never leaves it.
pub type Coming = SendWrapper<Pin<Box<dyn Future<Output = Option<&'static [PageAt]>>>>>;

/// The code of a part on its way.
type Code = Pin<Box<dyn Future<Output = Result<&'static [PageAt], SplitLoaderError>>>>;

/// A part of which one may meet a page first: the style of its pages comes with the shell.
fn first(code: Code) -> Coming {
    SendWrapper::new(Box::pin(async move { code.await.ok() }))
}

/// A part beyond the first page: the style of its pages is fetched beside its code.
fn beyond(code: Code) -> Coming {
    let style = style::fetch();
    SendWrapper::new(Box::pin(async move {
        let pages = code.await.ok()?;
        style.await.then_some(pages)
    }))
}

/// Where pages of a part lie.
pub struct Place {
    /// The address that they are, or lie under.
    pub under: &'static str,
    /// Whether those who aren't signed in may open them.
    pub open: bool,
    /// Fetches the part.
    pub fetch: fn() -> Coming,
}

const fn open(under: &'static str, fetch: fn() -> Coming) -> Place {
    Place { under, open: true, fetch }
}

const fn inside(under: &'static str, fetch: fn() -> Coming) -> Place {
    Place { under, open: false, fetch }
}

/// All places. Of those that an address lies under, the first is its own.
pub static PLACES: [Place; 18] = [
    open("/logga-in", sign_in),
    open("/inbjudan", sign_in),
    open("/losenord", sign_in),
    open("/tillganglighet", sign_in),
    open("/bedomning", trainee_assessment),
    inside("/", start),
    inside("/bedomningar", trainee_assessment),
    inside("/st/:id/bedomningar", trainee_assessment),
    inside("/st/:id/:record", training_record),
    inside("/st", training),
    inside("/kliniker/:id/st-lakare", training),
    inside("/kliniker", review),
    inside("/handlingsplaner", review),
    inside("/sjalvvarderingar", review),
    inside("/granskningar", review),
    inside("/importera", review),
    inside("/checklistor", review),
    inside("/administration", review),
];

/// Which of the places the address lies in.
pub fn place_of(path: &str) -> Option<usize> {
    PLACES.iter().position(|place| lies_under(place.under, path))
}

/// The table of clinics, which on Att göra only the regional director is met by. Nothing if it can't be fetched.
pub async fn clinic_table() -> Option<fn() -> AnyView> {
    #[wasm_split(clinic_table, fallible)]
    fn clinic_table() -> Result<fn() -> AnyView, SplitLoaderError> {
        Ok(|| ClinicTable().into_any())
    }
    clinic_table().await.ok()
}

/// How one's own clinic stands, which the regional director is not met by. Nothing if it can't be fetched.
pub async fn clinic_standing() -> Option<fn(ClinicId) -> AnyView> {
    #[wasm_split(clinic_standing, fallible)]
    fn clinic_standing() -> Result<fn(ClinicId) -> AnyView, SplitLoaderError> {
        Ok(|clinic| Standing(StandingProps { clinic }).into_any())
    }
    clinic_standing().await.ok()
}

macro_rules! parts {
    ($($how:ident $part:ident { $($address:literal: $component:path,)* })*) => {
        $(
            fn $part() -> Coming {
                #[wasm_split($part, fallible)]
                fn $part() -> Result<&'static [PageAt], SplitLoaderError> {
                    Ok(&[$(PageAt { address: $address, build: || $component().into_any() }),*])
                }
                $how(Box::pin($part()))
            }
        )*

        /// Fetches all parts, so that going on needs no waiting and no network. What can't be fetched now is
        /// fetched when a page needs it.
        pub async fn fetch_all() {
            $(
                let _ = $part().await;
            )*
            let _ = clinic_table().await;
            let _ = clinic_standing().await;
        }
    };
}

parts! {
    first sign_in {
        "/logga-in": pages::sign_in::SignInPage,
        "/inbjudan/:token": pages::invitation::InvitationPage,
        "/losenord/:token": pages::invitation::InvitationPage,
        "/tillganglighet": pages::accessibility::AccessibilityPage,
    }
    first start {
        "/": pages::start::StartPage,
    }
    beyond review {
        "/kliniker": pages::clinics::ClinicsPage,
        "/kliniker/:id": pages::clinic::ClinicPage,
        "/kliniker/:id/personer": pages::people::PeoplePage,
        "/kliniker/:id/brister": pages::findings::FindingsPage,
        "/kliniker/:id/malbeskrivningar": pages::curriculum::CurriculaPage,
        "/kliniker/:id/jamforelse": pages::comparison::ComparisonPage,
        "/handlingsplaner/:id": pages::action_plan::PlanPage,
        "/handlingsplaner/:id/historik": pages::action_plan::HistoryPage,
        "/sjalvvarderingar/:id": pages::self_assessment::Overview,
        "/sjalvvarderingar/:id/omrade/:area": pages::self_assessment::AreaPage,
        "/sjalvvarderingar/:id/historik": pages::self_assessment::HistoryPage,
        "/granskningar": pages::inspection::List,
        "/granskningar/ny": pages::inspection::New,
        "/granskningar/:id": pages::inspection::Overview,
        "/granskningar/:id/planering": pages::inspection::Replan,
        "/granskningar/:id/omrade/:area": pages::inspection::AreaPage,
        "/granskningar/:id/rapport": pages::inspection::ReportPage,
        "/granskningar/:id/historik": pages::inspection::HistoryPage,
        "/importera": pages::report_import::StartPage,
        "/importera/:id": pages::report_import::ReviewPage,
        "/checklistor": pages::checklists::ChecklistsPage,
        "/checklistor/:id": pages::checklists::ChecklistPage,
        "/checklistor/:id/ny": pages::checklists::NewVersionPage,
        "/administration": pages::administration::AdministrationPage,
        "/administration/riktvarden/:id": pages::administration::ThresholdsPage,
    }
    beyond training {
        "/kliniker/:id/st-lakare": pages::training::ListPage,
        "/kliniker/:id/st-lakare/ny": pages::training::NewPage,
        "/st": pages::training::OwnPage,
        "/st/:id": pages::training::HomePage,
    }
    beyond training_record {
        "/st/:id/delmal": pages::certificate::CertificatesPage,
        "/st/:id/placeringar": pages::placement::PlacementsPage,
        "/st/:id/aktiviteter": pages::activity::ActivitiesPage,
        "/st/:id/iup": pages::iup::IupPage,
        "/st/:id/handledning": pages::supervision_meeting::MeetingsPage,
        "/st/:id/stod": pages::support_plan::SupportPlanPage,
        "/st/:id/uppgifter": pages::particulars::ParticularsPage,
        "/st/:id/kollegium": pages::specialist_panel::PanelPage,
        "/st/:id/ta-med": pages::own_records::OwnRecordsPage,
    }
    beyond trainee_assessment {
        "/bedomningar": pages::assessment::AssessorPage,
        "/st/:id/bedomningar": pages::assessment::AssessmentsPage,
        "/bedomning/:token": pages::assessment::LinkedPage,
    }
}
