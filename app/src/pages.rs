//! One page an address; see `parts.rs`. Pages fetch, components show, rules live in `shared`.

pub mod accessibility;
pub mod action_plan;
pub mod administration;
pub mod anchor;
pub mod assessment;
pub mod certificate;
pub mod checklists;
pub mod clinic;
pub mod clinics;
pub mod comparison;
pub mod findings;
pub mod inspection;
pub mod invitation;
pub mod iup;
pub mod not_found;
pub mod particulars;
pub mod people;
pub mod placement;
pub mod report_import;
pub mod self_assessment;
pub mod sign_in;
pub mod specialist_panel;
pub mod start;
pub mod supervision_meeting;
pub mod support_plan;
pub mod training;
