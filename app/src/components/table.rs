//! Sorting and filters that stand in the address, so that they can be shared and the back button undoes them.

use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate, use_query_map},
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
    Signal::derive(move || {
        let mut pairs: Vec<(String, String)> = query.with(|query| {
            query
                .clone()
                .into_iter()
                .filter(|(key, _)| key.as_ref() as &str != name)
                .map(|(key, value)| (key.into_owned(), value))
                .collect()
        });
        if !value.is_empty() {
            pairs.push((name.to_owned(), value.clone()));
        }
        let pairs: Vec<String> =
            pairs.iter().map(|(key, value)| format!("{}={}", encode(key), encode(value))).collect();
        let path = path.get();
        if pairs.is_empty() { path } else { format!("{path}?{}", pairs.join("&")) }
    })
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
