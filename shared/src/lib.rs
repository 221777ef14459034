//! The domain of Stins: the checklist, reviews of clinics that train ST-läkare, and their rules.
//!
//! Pure: no I/O, no clock, no framework. The server and the app compile the same code, so that a
//! suggested grade or a right is worked out the same way in both.

#![warn(missing_docs)]

pub mod action_plan;
pub mod activity;
pub mod address;
pub mod assessment;
pub mod certificate;
pub mod checklist;
pub mod clinic;
pub mod comparison;
pub mod curriculum;
pub mod finding_thread;
pub mod grade;
mod id;
pub mod inspection;
pub mod instrument;
pub mod iup;
pub mod own_records;
pub mod person;
pub mod placement;
pub mod portfolio;
pub mod problem;
pub mod progress;
pub mod progress_review;
pub mod report_import;
pub mod report_text;
pub mod review;
pub mod rights;
pub mod rule;
pub mod saving;
pub mod self_assessment;
pub mod specialist_panel;
pub mod supervision_meeting;
pub mod supervisor;
pub mod support_plan;
pub mod task;
pub mod text;
pub mod training;
pub mod training_facts;
pub mod written_date;

pub use id::*;
