//! Parts of the two workspaces: the self-assessment's and the inspection's.

mod areas;
mod choices;
mod conflict;
mod history;
mod keys;
mod state;
mod suggestion;
mod text;

pub use areas::{AreaNav, AreaPlace};
pub use choices::{Choice, Choices, Mark};
pub use conflict::ConflictBox;
pub use history::HistoryTable;
pub use keys::{
    KeyHelp, current_criterion, focus_criterion, focus_later, focused_verdict, next_criterion,
    use_keys,
};
pub use state::AutosaveState;
pub use suggestion::SuggestionCard;
pub use text::{AutoText, TextDraft, text_draft};
