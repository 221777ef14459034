//! Keys of the workspaces: single letters, not while one writes, and they can be switched off (WCAG 2.1.4).

use gloo_storage::{LocalStorage, Storage};
use gloo_timers::callback::Timeout;
use leptos::{ev, html, prelude::*};
use shared::checklist::CriterionCode;
use wasm_bindgen::JsCast;

const SWITCH: &str = "keys";

fn switched_on() -> bool {
    LocalStorage::get(SWITCH).unwrap_or(true)
}

/// Hears keys while the component is shown: `handle` gets the key (letters in lower case) and answers whether it
/// used it. Nothing is heard while one writes, in a dialog, or with Ctrl, Alt or Meta held. `Escape` in a criterion's
/// field leaves it, here.
pub fn use_keys(handle: impl Fn(&str) -> bool + 'static) {
    let listener = window_event_listener(ev::keydown, move |event| {
        if event.ctrl_key() || event.alt_key() || event.meta_key() || event.is_composing() {
            return;
        }
        let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        let within = |selector: &str| {
            target.as_ref().is_some_and(|target| target.closest(selector).ok().flatten().is_some())
        };
        if within("dialog") {
            return;
        }
        if within("textarea, select, input:not([type=radio], [type=checkbox]), [contenteditable]") {
            if event.key() == "Escape"
                && let Some(code) = current_criterion()
            {
                focus_criterion(code);
            }
            return;
        }
        // `?` opens the help also when the other keys are switched off: there they are switched on again.
        if (switched_on() || event.key() == "?") && handle(&event.key().to_lowercase()) {
            event.prevent_default();
        }
    });
    on_cleanup(move || listener.remove());
}

/// The criterion that focus is in; else the first one in view.
#[must_use]
pub fn current_criterion() -> Option<CriterionCode> {
    let in_view = || {
        let criteria = document().query_selector_all(".criterion").ok()?;
        (0..criteria.length())
            .filter_map(|index| criteria.item(index)?.dyn_into::<web_sys::Element>().ok())
            .find(|criterion| criterion.get_bounding_client_rect().bottom() > HEADROOM)
    };
    focused_criterion().or_else(|| in_view()?.id().parse().ok())
}

fn focused_criterion() -> Option<CriterionCode> {
    document().active_element()?.closest(".criterion").ok().flatten()?.id().parse().ok()
}

/// Where to go next among `open` criteria, in order, and from the start again when there is none after. The one that focus
/// is in is left behind, and so is the one gone to last, also when a button has taken focus from it; what is only in
/// view comes first itself.
#[must_use]
pub fn next_criterion(
    open: &[CriterionCode],
    gone_to: Option<CriterionCode>,
) -> Option<CriterionCode> {
    let here = current_criterion();
    let left = focused_criterion().or(gone_to);
    let ahead = |code: CriterionCode| {
        here.is_none_or(|here| code > here || (code == here && left != Some(here)))
    };
    open.iter().copied().find(|code| ahead(*code)).or_else(|| open.first().copied())
}

/// Pixels at the top that a criterion may be hidden by and not be the one looked at.
const HEADROOM: f64 = 120.0;

/// Moves focus to a criterion: to its chosen verdict, the first one, or what it has instead. Says whether it is there.
pub fn focus_criterion(code: CriterionCode) -> bool {
    let find = |selector: &str| document().query_selector(selector).ok().flatten();
    let target = find(&format!("#{code} .verdict input:checked"))
        .or_else(|| find(&format!("#{code} .verdict:not(:disabled) input")))
        .or_else(|| find(&format!("#{code} .conflict")))
        .or_else(|| find(&format!("#{code}")));
    if let Some(article) = document().get_element_by_id(&code.to_string()) {
        article.scroll_into_view();
    }
    match target.and_then(|target| target.dyn_into::<web_sys::HtmlElement>().ok()) {
        Some(target) => target.focus().is_ok(),
        None => false,
    }
}

/// The same once what is being shown has been drawn, and the page has taken its own focus. Who has gone on to another
/// criterion by then stays there.
pub fn focus_later(code: CriterionCode) {
    let before = focused_criterion();
    Timeout::new(60, move || {
        request_animation_frame(move || {
            let now = focused_criterion();
            if now.is_none() || now == before {
                focus_criterion(code);
            }
        });
    })
    .forget();
}

/// The criterion whose verdict has focus, while what holds it is about to be replaced.
#[must_use]
pub fn focused_verdict() -> Option<CriterionCode> {
    let verdict = document().active_element()?.closest(".verdict").ok().flatten()?;
    verdict.closest(".criterion").ok().flatten()?.id().parse().ok()
}

/// The dialog that says which keys there are, with the switch for them.
#[component]
pub fn KeyHelp(
    /// Whether it is shown.
    open: RwSignal<bool>,
    /// Each key and what it does.
    keys: &'static [(&'static str, &'static str)],
) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    let on = RwSignal::new(switched_on());
    Effect::new(move |_| {
        let Some(dialog) = dialog.get() else { return };
        if open.get() && !dialog.open() {
            // Fails only on a dialog that has left the page.
            let _ = dialog.show_modal();
        } else if !open.get() && dialog.open() {
            dialog.close();
        }
    });
    let rows = keys
        .iter()
        .map(|(key, what)| {
            view! {
                <div>
                    <dt>
                        <kbd>{*key}</kbd>
                    </dt>
                    <dd>{*what}</dd>
                </div>
            }
        })
        .collect_view();
    view! {
        <dialog
            class="dialog"
            node_ref=dialog
            aria-labelledby="tangenter"
            on:close=move |_| open.set(false)
        >
            <h2 id="tangenter">"Tangenter"</h2>
            <dl class="keys">{rows}</dl>
            <label class="choice">
                <input
                    type="checkbox"
                    prop:checked=move || on.get()
                    on:change=move |event| {
                        on.set(event_target_checked(&event));
                        // Without storage the choice can't be kept, and the keys stay on.
                        let _ = LocalStorage::set(SWITCH, on.get_untracked());
                    }
                />
                <span>
                    "Använd tangenter utan Ctrl"
                    <span class="hint">
                        "Stäng av om du talar till datorn eller råkar trycka."
                    </span>
                </span>
            </label>
            <div class="actions end">
                <button class="btn primary" type="button" on:click=move |_| open.set(false)>
                    "Stäng"
                </button>
            </div>
        </dialog>
    }
}
