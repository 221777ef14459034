//! The account menu: roles, looks, signing out.

use leptos::{html, prelude::*};
use leptos_router::hooks::{use_location, use_navigate};

use crate::{
    components::{Confirm, Segmented, Toasts},
    drafts,
    session::use_session,
    theme::Theme,
};

/// Who one is, and what can be changed about it.
#[component]
pub fn Account() -> impl IntoView {
    let session = use_session();
    let (role, me) = (session.role(), session.me());
    let menu = NodeRef::<html::Details>::new();
    let close = move || {
        if let Some(menu) = menu.try_get_untracked().flatten() {
            menu.set_open(false);
        }
    };
    let path = use_location().pathname;
    Effect::new(move |_| {
        path.track();
        close();
    });
    let outside = window_event_listener(leptos::ev::click, move |event| {
        let inside = menu.try_get_untracked().flatten().is_some_and(|menu| {
            let target: web_sys::Node =
                wasm_bindgen::JsCast::unchecked_into(event_target::<web_sys::Element>(&event));
            menu.contains(Some(&target))
        });
        if !inside {
            close();
        }
    });
    on_cleanup(move || outside.remove());
    let on_key = move |event: leptos::ev::KeyboardEvent| {
        if event.key() == "Escape" {
            close();
            let summary =
                menu.get_untracked().and_then(|menu| menu.query_selector("summary").ok().flatten());
            if let Some(summary) = summary {
                let summary: web_sys::HtmlElement = wasm_bindgen::JsCast::unchecked_into(summary);
                let _ = summary.focus();
            }
        }
    };
    let theme = RwSignal::new(Theme::chosen());
    view! {
        <details class="account" node_ref=menu on:keydown=on_key>
            <summary>
                {move || {
                    role.get()
                        .map(|role| {
                            view! {
                                <span class="account-role">{role.role.name()}</span>
                                <span class="account-place">{role.place}</span>
                            }
                        })
                }}
                {move || {
                    role.with(Option::is_none)
                        .then(|| view! { <span class="account-role">"Konto"</span> })
                }}
            </summary>
            <div class="menu">
                <p class="menu-who">
                    <b>{move || me.get().map(|me| me.name)}</b>
                    <span>{move || me.get().map(|me| me.email)}</span>
                </p>
                <Roles />
                <Segmented
                    legend="Utseende"
                    class="menu-theme"
                    options=Theme::ALL.map(|(theme, words)| (theme, words.to_owned())).to_vec()
                    value=theme
                    on_choose=Callback::new(move |chosen: Theme| {
                        chosen.choose();
                        theme.set(chosen);
                    })
                />
                <SignOut />
            </div>
        </details>
    }
}

/// Which role the menu shows, for those who hold several.
#[component]
fn Roles() -> impl IntoView {
    let session = use_session();
    let (role, me) = (session.role(), session.me());
    let navigate = use_navigate();
    move || {
        let roles = me.get().map(|me| me.memberships).unwrap_or_default();
        let chosen = role.get().map(|role| role.id);
        (roles.len() > 1).then(|| {
            let rows = roles
                .into_iter()
                .map(|role| {
                    let navigate = navigate.clone();
                    let choose = move |_| {
                        session.choose(role.id);
                        navigate("/", leptos_router::NavigateOptions::default());
                    };
                    let current = (chosen == Some(role.id)).then_some("true");
                    view! {
                        <li>
                            <button type="button" aria-current=current on:click=choose>
                                {if role.place.is_empty() {
                                    role.role.name().to_owned()
                                } else {
                                    format!("{}, {}", role.role.name(), role.place)
                                }}
                            </button>
                        </li>
                    }
                })
                .collect_view();
            view! {
                <h2 class="section-label">"Byt roll"</h2>
                <ul>{rows}</ul>
            }
        })
    }
}

/// Signing out here or everywhere. What isn't saved on the server would be lost, so that is asked about.
#[component]
fn SignOut() -> impl IntoView {
    let session = use_session();
    let toasts = expect_context::<Toasts>();
    let navigate = use_navigate();
    let asking = RwSignal::new(None::<bool>);
    let open = RwSignal::new(false);
    let unsaved = RwSignal::new(0);
    let end = move |everywhere: bool| {
        let navigate = navigate.clone();
        leptos::task::spawn_local(async move {
            match session.end(everywhere).await {
                Ok(()) => navigate("/logga-in", leptos_router::NavigateOptions::default()),
                Err(error) => {
                    toasts.show(format!("Du är fortfarande inloggad. {}", error.sentence()))
                }
            }
        });
    };
    let ask = {
        let end = end.clone();
        move |everywhere: bool| {
            let kept = session.me().get_untracked().map_or(0, |me| drafts::count(me.id));
            if kept == 0 {
                end(everywhere);
            } else {
                unsaved.set(kept);
                asking.set(Some(everywhere));
                open.set(true);
            }
        }
    };
    let ask_everywhere = ask.clone();
    view! {
        <ul>
            <li>
                <button type="button" on:click=move |_| ask(false)>
                    "Logga ut"
                </button>
            </li>
            <li>
                <button type="button" on:click=move |_| ask_everywhere(true)>
                    "Logga ut överallt"
                </button>
            </li>
        </ul>
        <Confirm
            open
            title="Logga ut utan att spara?"
            action="Logga ut ändå"
            danger=true
            on_confirm=Callback::new(move |_| end(asking.get_untracked().unwrap_or(false)))
        >
            <p>
                {move || match unsaved.get() {
                    1 => "1 svar är inte sparat på servern och försvinner från den här datorn.".to_owned(),
                    count => {
                        format!("{count} svar är inte sparade på servern och försvinner från den här datorn.")
                    }
                }}
            </p>
        </Confirm>
    }
}
