//! The server from outside: its store on both databases, and its answers through the router.

#![expect(clippy::unwrap_used, reason = "a test that fails says where")]

#[macro_use]
mod harness;
mod durability;
mod evidence;
mod inspection;
mod report_import;
mod self_assessment;
mod session;
mod store;
