//! Places within a page that an address points at: `…#D7`.

use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// Whether the place that the address points at has been shown.
#[derive(Clone, Copy)]
pub struct Anchor {
    shown: StoredValue<bool>,
}

impl Anchor {
    /// One for a page that fetches what it shows.
    #[must_use]
    pub fn new() -> Self {
        Self { shown: StoredValue::new(false) }
    }

    /// Shows the place once what was fetched is drawn: the browser looked for it before it was there.
    /// Only the first time, so that nothing jumps when the page is brought up to date.
    pub fn show(self) {
        if self.shown.get_value() {
            return;
        }
        self.shown.set_value(true);
        // The heading takes focus in the first frame; the place comes after it.
        in_two_frames(|| {
            let hash = window().location().hash().unwrap_or_default();
            let place = hash.strip_prefix('#').filter(|id| !id.is_empty());
            if let Some(place) = place.and_then(|id| document().get_element_by_id(id)) {
                place.scroll_into_view();
                if let Ok(place) = place.dyn_into::<web_sys::HtmlElement>() {
                    // Takes focus only where it has a tabindex.
                    let _ = place.focus();
                }
            }
        });
    }
}

fn in_two_frames(then: impl FnOnce() + 'static) {
    request_animation_frame(move || request_animation_frame(then));
}

/// Moves focus to the page's heading, when the button that had it is gone after a step.
pub fn focus_heading() {
    in_two_frames(|| {
        let heading = document().query_selector("main h1").ok().flatten();
        if let Some(heading) = heading.and_then(|h| h.dyn_into::<web_sys::HtmlElement>().ok()) {
            // A heading that has gone meanwhile needs no focus.
            let _ = heading.focus();
        }
    });
}
