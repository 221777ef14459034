//! The server from outside: its store on both databases, and its answers through the router.

#[macro_use]
mod harness;
mod action_plan;
mod activity;
mod approval;
mod assessment;
mod certificate;
mod checklist;
mod clinic;
mod concern;
mod curriculum;
mod demo;
mod durability;
mod evidence;
mod inspection;
mod iup;
mod migration;
mod own_records;
mod password_link;
mod people;
mod planning;
mod progress_review;
mod report_import;
mod rights;
mod self_assessment;
mod session;
mod side_by_side;
mod specialist_panel;
mod store;
mod story;
mod supervision_meeting;
mod supervisor;
mod support_plan;
mod training;
mod training_decision;
mod training_figures;
