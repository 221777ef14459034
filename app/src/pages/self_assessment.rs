//! Självvärdering: the overview, an area's workspace, the history.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use shared::SelfAssessmentId;

mod area;
mod criterion;
mod evidence;
mod figures;
mod history;
mod navigate;
mod overview;
mod prior;
mod record;
mod signing;

pub use area::AreaPage;
pub use history::HistoryPage;
pub use overview::Overview;

/// The self-assessment of the address; none when the address holds no id.
fn use_id() -> Signal<Option<SelfAssessmentId>> {
    let params = use_params_map();
    Signal::derive(move || params.with(|params| params.get("id")?.parse().ok()))
}
