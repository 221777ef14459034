//! What stands around every page: navigation, account, messages, foot.

use leptos::prelude::*;

use crate::{
    components::{Announcer, Toaster, focus},
    drafts,
    session::use_session,
};

mod account;
mod navigation;

/// The frame of all pages. The page itself gives `<main>`.
#[component]
pub fn Shell(
    /// The page.
    children: Children,
) -> impl IntoView {
    let session = use_session();
    let announcer = expect_context::<Announcer>();
    let signed_in = Memo::new(move |_| session.is_signed_in());
    let skip = move |event: leptos::ev::MouseEvent| {
        // The router would only scroll there.
        event.prevent_default();
        focus("main");
    };
    view! {
        <a class="skip" href="#main" on:click=skip>
            "Hoppa till innehållet"
        </a>
        <header class="topbar">
            <a class="brand" href="/">
                "Stins"
            </a>
            {move || {
                signed_in
                    .get()
                    .then(|| view! { <navigation::Navigation /> <account::Account /> })
            }}
        </header>
        <NoNet />
        {children()}
        <footer class="site-foot">
            <a href="/tillganglighet">"Tillgänglighet"</a>
            <a href="/api/" rel="external">
                "API"
            </a>
        </footer>
        {announcer.region()}
        <Toaster />
    }
}

/// Says that the server can't be reached, and what that means for what one has written.
#[component]
fn NoNet() -> impl IntoView {
    let session = use_session();
    let reached = session.reached();
    let me = session.me();
    let words = move || {
        let kept = me.with(|me| me.as_ref().map_or(0, |me| drafts::count(me.id)));
        match kept {
            0 => "Väntar på nät. Det du skriver sparas i webbläsaren tills det är tillbaka."
                .to_owned(),
            1 => "Väntar på nät. 1 svar är sparat i webbläsaren.".to_owned(),
            _ => format!("Väntar på nät. {kept} svar är sparade i webbläsaren."),
        }
    };
    move || (!reached.get()).then(|| view! { <div class="banner" role="status">{words()}</div> })
}
