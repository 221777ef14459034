//! The app in parts: a page's code is fetched when a page of its part is first opened.
//!
//! `cargo xtask build` parts the module here. What several parts need is fetched once, with the first of them.

use std::{future::Future, pin::Pin};

use leptos::prelude::*;
use send_wrapper::SendWrapper;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

use crate::pages;

/// A page on its way: its code is fetched, if it isn't here, and then it is built.
///
/// The browser has one thread: what is wrapped never leaves it.
pub type Coming = SendWrapper<Pin<Box<dyn Future<Output = Result<AnyView, SplitLoaderError>>>>>;

macro_rules! parts {
    ($($part:ident { $($page:ident: $component:path,)* })*) => {
        $($(
            #[doc = concat!("The page `", stringify!($component), "`.")]
            pub fn $page() -> Coming {
                #[wasm_split($part, fallible)]
                fn $page() -> Result<AnyView, SplitLoaderError> {
                    Ok($component().into_any())
                }
                SendWrapper::new(Box::pin($page()))
            }
        )*)*

        mod fetched {
            use super::{SplitLoaderError, wasm_split};

            $(
                #[wasm_split($part, fallible)]
                pub fn $part() -> Result<(), SplitLoaderError> {
                    Ok(())
                }
            )*
        }

        /// Fetches all parts, so that going on needs no waiting and no network. What can't be fetched now is
        /// fetched when a page needs it.
        pub async fn fetch_all() {
            $(
                let _ = fetched::$part().await;
            )*
        }
    };
}

parts! {
    sign_in {
        sign_in: pages::sign_in::SignInPage,
        invitation: pages::invitation::InvitationPage,
        accessibility: pages::accessibility::AccessibilityPage,
    }
    start {
        start: pages::start::StartPage,
    }
    clinic {
        clinics: pages::clinics::ClinicsPage,
        clinic: pages::clinic::ClinicPage,
        people: pages::people::PeoplePage,
        findings: pages::findings::FindingsPage,
        comparison: pages::comparison::ComparisonPage,
        action_plan: pages::action_plan::PlanPage,
        action_plan_history: pages::action_plan::HistoryPage,
    }
    self_assessment {
        self_assessment: pages::self_assessment::Overview,
        self_assessment_area: pages::self_assessment::AreaPage,
        self_assessment_history: pages::self_assessment::HistoryPage,
    }
    inspection {
        inspections: pages::inspection::List,
        new_inspection: pages::inspection::New,
        inspection: pages::inspection::Overview,
        replan_inspection: pages::inspection::Replan,
        inspection_area: pages::inspection::AreaPage,
        inspection_history: pages::inspection::HistoryPage,
        report: pages::inspection::ReportPage,
    }
    training {
        my_training: pages::training::OwnPage,
        trainings: pages::training::ListPage,
        new_training: pages::training::NewPage,
        training: pages::training::HomePage,
        placements: pages::placement::PlacementsPage,
        meetings: pages::supervision_meeting::MeetingsPage,
        iup: pages::iup::IupPage,
        support_plan: pages::support_plan::SupportPlanPage,
        specialist_panel: pages::specialist_panel::PanelPage,
        assessments: pages::assessment::AssessmentsPage,
        linked_assessment: pages::assessment::LinkedPage,
    }
    administration {
        administration: pages::administration::AdministrationPage,
        checklists: pages::checklists::ChecklistsPage,
        checklist: pages::checklists::ChecklistPage,
        new_checklist: pages::checklists::NewVersionPage,
        report_import: pages::report_import::StartPage,
        report_import_review: pages::report_import::ReviewPage,
    }
}
