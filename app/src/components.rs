//! Parts that every page is made of. The style's names stand in `style/`.

mod concerns;
mod confirm;
mod field;
mod file_input;
mod going;
mod grade;
mod history;
mod load;
mod mistakes;
mod page;
mod radios;
pub mod review;
mod segmented;
mod table;
mod toast;

pub use concerns::{Concerns, concern_of};
pub use confirm::{AskedReason, Confirm};
pub use field::{Field, FieldIds, Input, Select, TextArea, focus};
pub use file_input::FileInput;
pub use going::Going;
pub use grade::{ClassChip, GradeBadge, GradeSize, GradeStrip, NoGrade};
pub use history::{FoldedHistory, History, Older, before_and_after};
pub use load::{Empty, Failed, Load, Loaded, Loading, load};
pub use mistakes::{Mistakes, Refusal, Refused, Summary, Wrong};
pub use page::{Announcer, Crumb, Page, Width};
pub use radios::Radios;
pub use segmented::Segmented;
pub use table::{Search, SearchInAddress, SortHeader, go_to, set_query, use_query, use_search};
pub use toast::{Toaster, Toasts, toast};
