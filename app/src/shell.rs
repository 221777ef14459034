//! What stands around every page: navigation, account, messages, foot.

use leptos::prelude::*;

use crate::{
    components::{Announcer, Toaster, focus},
    outbox::Banner,
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
        <Banner />
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
