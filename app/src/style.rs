//! The style of the pages beyond signing in and Att göra, which `index.html` names and nobody fetches until then.

use leptos::prelude::document;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::HtmlLinkElement;

/// Fetches it, if it isn't here; begins at once. Answers whether it is here.
pub fn fetch() -> impl Future<Output = bool> {
    let link = document().get_element_by_id("pages-style").map(JsCast::unchecked_into);
    let coming = link.filter(|link: &HtmlLinkElement| link.sheet().is_none()).map(|link| {
        let heard = js_sys::Promise::new(&mut |done, failed| {
            let _ = link.add_event_listener_with_callback("load", &done);
            let _ = link.add_event_listener_with_callback("error", &failed);
        });
        link.set_disabled(false);
        (link, JsFuture::from(heard))
    });
    async move {
        let Some((link, heard)) = coming else { return true };
        let here = heard.await.is_ok();
        // What failed is asked for anew when it is let in the next time.
        link.set_disabled(!here);
        here
    }
}
