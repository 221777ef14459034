//! Short messages that go by themselves, with a way to undo.

use std::sync::Arc;

use gloo_timers::callback::Timeout;
use leptos::prelude::*;

#[derive(Clone)]
struct Toast {
    number: u32,
    text: String,
    /// Not a `Callback`: it outlives the component that made it, which often goes by the very step it undoes.
    undo: Option<Arc<dyn Fn() + Send + Sync>>,
}

/// The messages now shown. Held in context.
#[derive(Clone, Copy)]
pub struct Toasts {
    shown: RwSignal<Vec<Toast>>,
}

/// How long a message stands, in milliseconds: long enough to find and press its button.
const STANDS: u32 = 10_000;

/// Shows a message; take the [`Toasts`] by `expect_context` before an await instead.
pub fn toast(text: impl Into<String>) {
    if let Some(toasts) = use_context::<Toasts>() {
        toasts.show(text);
    }
}

impl Toasts {
    /// Makes it and provides it to the app.
    #[must_use]
    pub fn provide() -> Self {
        let toasts = Self { shown: RwSignal::new(Vec::new()) };
        provide_context(toasts);
        toasts
    }

    /// Shows a message.
    pub fn show(self, text: impl Into<String>) {
        self.put(text.into(), None);
    }

    /// Shows a message with `Ångra`. What undoes must bear that the page has been left.
    pub fn show_undo(self, text: impl Into<String>, undo: impl Fn() + Send + Sync + 'static) {
        self.put(text.into(), Some(Arc::new(undo)));
    }

    fn put(self, text: String, undo: Option<Arc<dyn Fn() + Send + Sync>>) {
        let number =
            self.shown.with_untracked(|shown| shown.last().map_or(0, |toast| toast.number + 1));
        self.shown.update(|shown| shown.push(Toast { number, text, undo }));
        Timeout::new(STANDS, move || self.take(number)).forget();
    }

    fn take(self, number: u32) {
        self.shown.update(|shown| shown.retain(|toast| toast.number != number));
    }
}

/// Where the messages stand.
#[component]
pub fn Toaster() -> impl IntoView {
    let toasts = expect_context::<Toasts>();
    view! {
        <div class="toasts" role="status">
            <For each=move || toasts.shown.get() key=|toast| toast.number let:toast>
                <div class="toast">
                    {toast.text}
                    {toast
                        .undo
                        .map(|undo| {
                            view! {
                                <button
                                    class="link-btn"
                                    type="button"
                                    on:click=move |_| {
                                        undo();
                                        toasts.take(toast.number);
                                    }
                                >
                                    "Ångra"
                                </button>
                            }
                        })}
                </div>
            </For>
        </div>
    }
}
