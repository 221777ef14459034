//! A page: its heading, its title in the browser, and where focus goes.

use leptos::{html, prelude::*};
use leptos_meta::Title;
use leptos_router::hooks::use_location;

/// What screen readers are told, quietly, without moving focus. Held in context.
#[derive(Clone, Copy)]
pub struct Announcer {
    said: RwSignal<String>,
    /// False until the first page has been shown: then focus stays where the browser put it.
    navigated: StoredValue<bool>,
}

impl Announcer {
    /// Makes it and provides it to the app.
    #[must_use]
    pub fn provide() -> Self {
        let announcer =
            Self { said: RwSignal::new(String::new()), navigated: StoredValue::new(false) };
        provide_context(announcer);
        announcer
    }

    /// The one polite live region of the app.
    pub fn region(self) -> impl IntoView {
        view! { <p class="vh" role="status">{move || self.said.get()}</p> }
    }

    /// Says something.
    pub fn say(self, what: impl Into<String>) {
        let _ = self.said.try_set(what.into());
    }
}

/// How wide a page is.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub enum Width {
    /// Two columns.
    #[default]
    Normal,
    /// A workspace of three columns.
    Wide,
    /// Running text.
    Narrow,
    /// A single form.
    Form,
}

impl Width {
    const fn value(self) -> Option<&'static str> {
        match self {
            Self::Normal => None,
            Self::Wide => Some("wide"),
            Self::Narrow => Some("narrow"),
            Self::Form => Some("form"),
        }
    }
}

/// A step of the path above a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Crumb {
    /// What stands there.
    pub label: String,
    /// Where it leads; none for what has no page.
    pub href: Option<String>,
}

impl Crumb {
    /// A step that leads somewhere.
    pub fn to(label: impl Into<String>, href: impl Into<String>) -> Self {
        Self { label: label.into(), href: Some(href.into()) }
    }

    /// A step without a page.
    pub fn plain(label: impl Into<String>) -> Self {
        Self { label: label.into(), href: None }
    }
}

/// A page: `<main>` with its h1. Sets the browser's title, and moves focus to the h1 when one has come here by a
/// link (not when the app is opened). Put it outermost, so that the heading is there while the rest is fetched.
#[component]
pub fn Page(
    /// What the page is, as h1 and in the browser's title. May change when what it shows has been fetched.
    #[prop(into)]
    title: Signal<String>,
    /// A line under the heading.
    #[prop(optional)]
    lede: Option<AnyView>,
    /// The path above the heading.
    #[prop(optional, into)]
    crumbs: Signal<Vec<Crumb>>,
    /// Links and buttons beside the heading.
    #[prop(optional)]
    actions: Option<AnyView>,
    /// Facts or figures under the heading: `<dl class="facts">` or `<dl class="figures">`.
    #[prop(optional)]
    facts: Option<AnyView>,
    /// How wide it is.
    #[prop(optional)]
    width: Width,
    /// What stands under the heading.
    children: Children,
) -> impl IntoView {
    let heading = NodeRef::<html::H1>::new();
    let announcer = expect_context::<Announcer>();
    let path = use_location().pathname;
    let opened = !announcer.navigated.get_value();
    announcer.navigated.set_value(true);
    Effect::new(move |before: Option<String>| {
        let path = path.get();
        let came_by_link = before.map_or(!opened, |before| before != path);
        if came_by_link {
            let held = document().active_element();
            request_animation_frame(move || {
                // Whoever has placed focus meanwhile, a person or the page, keeps it.
                let taken = document().active_element().is_some_and(|now| {
                    Some(&now) != held.as_ref() && document().body().is_none_or(|body| now != *body)
                });
                if taken {
                    return;
                }
                if let Some(heading) = heading.try_get_untracked().flatten() {
                    // A heading that has gone meanwhile needs no focus.
                    let _ = heading.focus();
                }
            });
        }
        path
    });
    Effect::new(move |before: Option<String>| {
        let title = title.get();
        if before.is_some_and(|before| before != title) {
            announcer.say(title.clone());
        }
        title
    });
    let path_above = move || {
        let crumbs = crumbs.get();
        (!crumbs.is_empty()).then(|| {
            let steps = crumbs
                .into_iter()
                .map(|crumb| match crumb.href {
                    Some(href) => view! { <li><a href=href>{crumb.label}</a></li> }.into_any(),
                    None => view! { <li>{crumb.label}</li> }.into_any(),
                })
                .collect_view();
            view! { <nav class="crumbs" aria-label="Brödsmulor"><ol>{steps}</ol></nav> }
        })
    };
    view! {
        <Title text=move || {
            let title = title.get();
            if title.is_empty() { "Stins".to_owned() } else { format!("{title} – Stins") }
        } />
        <main id="main" class="page" data-width=width.value() tabindex="-1">
            <header class="page-head">
                {path_above} <h1 tabindex="-1" node_ref=heading>
                    {move || title.get()}
                </h1> {lede.map(|lede| view! { <p class="lede">{lede}</p> })}
                {actions.map(|actions| view! { <div class="page-actions">{actions}</div> })} {facts}
            </header>
            {children()}
        </main>
    }
}
