//! Granskning: the list, planning and replanning, an inspection, the inspectors' workspace, and the report.

mod area;
mod drafts;
mod history;
mod list;
mod live;
mod new;
mod overview;
mod planning;
mod replan;
mod report;
mod standing;
mod words;

pub use area::AreaPage;
pub use history::HistoryPage;
pub use list::List;
pub use new::New;
pub use overview::Overview;
pub use replan::Replan;
pub use report::ReportPage;
