//! Sorting and filters that stand in the address, so that they can be shared and the back button undoes them.

use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate, use_query_map},
    params::ParamsMap,
};

use crate::api::encode;

/// The value of a parameter of the address; empty if it isn't there.
#[must_use]
pub fn use_query(name: &'static str) -> Signal<String> {
    let query = use_query_map();
    Signal::derive(move || query.with(|query| query.get(name).unwrap_or_default()))
}

/// The address of this page with one parameter changed; an empty value takes it away.
#[must_use]
pub fn set_query(name: &'static str, value: impl Into<String>) -> Signal<String> {
    let query = use_query_map();
    let path = use_location().pathname;
    let value = value.into();
    Signal::derive(move || query.with(|query| address(path.get(), query, name, &value)))
}

fn address(path: String, query: &ParamsMap, name: &str, value: &str) -> String {
    let others = query.clone().into_iter().filter(|(key, _)| key != name);
    let others = others.map(|(key, value)| format!("{}={}", encode(&key), encode(&value)));
    let changed = (!value.is_empty()).then(|| format!("{}={}", encode(name), encode(value)));
    let pairs: Vec<String> = others.chain(changed).collect();
    if pairs.is_empty() { path } else { format!("{path}?{}", pairs.join("&")) }
}

/// Goes to an address without adding a step to the back button: for searching while one writes.
pub fn go_to() -> impl Fn(&str) + Clone {
    let navigate = use_navigate();
    move |address: &str| {
        navigate(
            address,
            NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() },
        );
    }
}

/// The parameter of the address that holds what is searched for.
const SEARCHED: &str = "q";

/// What is searched for, as the address has it.
#[must_use]
pub fn use_search() -> Signal<String> {
    use_query(SEARCHED)
}

/// A field that searches while one writes; the words stand in the address, and add no steps to the back button.
#[component]
pub fn SearchInAddress(
    /// What can be searched for: `Sök klinik, sjukhus eller specialitet`.
    label: &'static str,
) -> impl IntoView {
    let (query, path, go) = (use_query_map(), use_location().pathname, go_to());
    let words = RwSignal::new(use_search().get_untracked());
    let on_search = Callback::new(move |words: String| {
        let path = path.get_untracked();
        go(&query.with_untracked(|query| address(path, query, SEARCHED, &words)));
    });
    view! { <Search label words on_search /> }
}

/// A field that searches while one writes.
#[component]
pub fn Search(
    /// What can be searched for.
    label: &'static str,
    /// What is written.
    words: RwSignal<String>,
    /// Told each time something else is written.
    #[prop(optional)]
    on_search: Option<Callback<String>>,
) -> impl IntoView {
    let search = move |event| {
        let written = event_target_value(&event);
        words.set(written.clone());
        if let Some(on_search) = on_search {
            on_search.run(written);
        }
    };
    view! {
        <form class="search" role="search" on:submit=move |event| event.prevent_default()>
            <div class="field">
                <label for="q">{label}</label>
                <input
                    class="input"
                    id="q"
                    type="search"
                    autocomplete="off"
                    prop:value=move || words.get()
                    on:input=search
                />
            </div>
        </form>
    }
}

/// A column's heading that sorts by it: `?sortera=namn`, and `?sortera=-namn` the other way.
#[component]
pub fn SortHeader(
    /// The column's name in the address.
    key: &'static str,
    /// The column's words.
    #[prop(into)]
    label: String,
    /// Whether it holds figures.
    #[prop(optional)]
    num: bool,
    /// Whether it sorts downwards at first.
    #[prop(optional)]
    descending: bool,
) -> impl IntoView {
    let sorted = use_query("sortera");
    let down = format!("-{key}");
    let up_href = set_query("sortera", key);
    let down_href = set_query("sortera", down.clone());
    let state = Signal::derive(move || {
        sorted.with(|sorted| {
            if sorted == key {
                Some("ascending")
            } else if *sorted == down {
                Some("descending")
            } else {
                None
            }
        })
    });
    let href = move || match state.get() {
        Some("ascending") => down_href.get(),
        Some(_) => up_href.get(),
        None if descending => down_href.get(),
        None => up_href.get(),
    };
    view! {
        <th scope="col" class=num.then_some("num") aria-sort=move || state.get()>
            <a href=href>{label}</a>
        </th>
    }
}
