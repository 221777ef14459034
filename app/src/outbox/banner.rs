//! What the page says about what isn't saved on the server.

use leptos::prelude::*;

use super::use_outbox;
use crate::session::use_session;

/// Says that the net is away and how much waits for it, that the browser can't keep what is written, and where
/// something written waits for a choice.
#[component]
pub fn Banner() -> impl IntoView {
    let session = use_session();
    let outbox = use_outbox();
    let (reached, count) = (session.reached(), outbox.count());
    let (stuck, forbidden) = (outbox.stuck(), outbox.forbidden());
    let away = move || {
        (!reached.get()).then(|| {
            let words = match count.get() {
                0 => "Väntar på nät – det du skriver sparas i webbläsaren".to_owned(),
                1 => "Väntar på nät – 1 svar sparas i webbläsaren".to_owned(),
                many => format!("Väntar på nät – {many} svar sparas i webbläsaren"),
            };
            view! {
                <div class="banner" role="status">
                    {words}
                </div>
            }
        })
    };
    let full = move || {
        forbidden.get().then(|| {
            view! {
                <div class="banner" role="alert">
                    "Webbläsaren kan inte spara text som väntar. Stäng inte sidan förrän det står Sparat."
                </div>
            }
        })
    };
    let waits = move || {
        let places = stuck.get();
        let first = places.first()?.clone();
        let words = match places.len() {
            1 => "Ett svar som du skrev är inte sparat och väntar på att du väljer.".to_owned(),
            many => {
                format!("{many} svar som du skrev är inte sparade och väntar på att du väljer.")
            }
        };
        Some(view! {
            <div class="banner" role="status">
                {words}
                " "
                <a href=first>"Visa"</a>
            </div>
        })
    };
    view! {
        {away}
        {full}
        {waits}
    }
}
