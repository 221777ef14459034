//! The single-page app that runs in the browser.

use leptos::prelude::*;

mod api;
mod components;
mod drafts;
mod outbox;
mod pages;
mod parts;
mod router;
mod session;
mod shell;
mod style;
mod text_file;
mod theme;
mod time;

fn main() {
    console_error_panic_hook::set_once();
    let app = document().get_element_by_id("app").expect("index.html has #app");
    let app = wasm_bindgen::JsCast::unchecked_into(app);
    mount_to(app, router::App).forget();
    if let Some(shell) = document().get_element_by_id("shell") {
        shell.remove();
    }
}
