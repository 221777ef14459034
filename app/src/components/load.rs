//! Fetching what a page shows: waiting, failing, trying again.

use std::future::Future;

use leptos::{prelude::*, task::spawn_local};

use crate::api::ApiError;

/// Something that is fetched. Copied freely; fetched again when a signal that the fetching reads changes.
pub struct Load<T: 'static> {
    answer: RwSignal<Option<Result<T, ApiError>>, LocalStorage>,
    again: Trigger,
}

impl<T> Clone for Load<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Load<T> {}

/// Fetches something: `load(move || { let id = id.get(); async move { api::get(&format!("/clinics/{id}")).await } })`.
pub fn load<T, F>(fetch: impl Fn() -> F + 'static) -> Load<T>
where
    T: 'static,
    F: Future<Output = Result<T, ApiError>> + 'static,
{
    let load = Load { answer: RwSignal::new_local(None), again: Trigger::new() };
    // Counts the fetchings: what an earlier one answers is no longer wanted.
    let latest = StoredValue::new(0_u32);
    // An effect follows what the fetching reads whoever else is told of it first; a resource can miss that it is to fetch again.
    Effect::new(move |_| {
        load.again.track();
        let fetching = fetch();
        latest.update_value(|latest| *latest += 1);
        let number = latest.get_value();
        spawn_local(async move {
            let answer = fetching.await;
            // The page may be left by then.
            if latest.try_get_value() == Some(number) {
                let _ = load.answer.try_set(Some(answer));
            }
        });
    });
    load
}

impl<T: Clone + 'static> Load<T> {
    /// What was fetched, once it is here.
    #[must_use]
    pub fn get(&self) -> Option<T> {
        self.answer.get().and_then(Result::ok)
    }

    /// What was fetched, without following it.
    #[must_use]
    pub fn get_untracked(&self) -> Option<T> {
        self.answer.get_untracked().and_then(Result::ok)
    }

    /// Why nothing was fetched.
    #[must_use]
    pub fn error(&self) -> Option<ApiError> {
        self.answer.get().and_then(Result::err)
    }

    /// Fetches it again; what is shown stays until then.
    pub fn reload(&self) {
        self.again.notify();
    }

    /// Shows another value in its place, such as what a step answered with.
    pub fn set(&self, value: T) {
        self.answer.set(Some(Ok(value)));
    }
}

/// Shows what was fetched: a skeleton first, then the children, or what went wrong with a way to try again.
/// The children are made anew each time it is fetched, so what a person writes belongs outside.
#[component]
pub fn Loaded<T, F, V>(
    /// What is fetched.
    of: Load<T>,
    /// What to show of it: `let:value`.
    children: F,
) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
    F: Fn(T) -> V + Send + Sync + 'static,
    V: IntoView + 'static,
{
    move || match of.answer.get() {
        None => view! { <Loading /> }.into_any(),
        Some(Ok(value)) => untrack(|| children(value)).into_any(),
        Some(Err(error)) => {
            view! { <Failed error=error retry=Callback::new(move |()| of.reload()) /> }.into_any()
        }
    }
}

/// A skeleton of what is being fetched.
#[component]
pub fn Loading() -> impl IntoView {
    view! {
        <p class="vh" role="status">
            "Hämtar …"
        </p>
        <div class="columns" aria-hidden="true">
            <div class="card skeleton">
                <i style:--w="40%"></i>
                <i></i>
                <i></i>
                <i style:--w="80%"></i>
                <i class="block"></i>
            </div>
            <div class="card skeleton">
                <i style:--w="60%"></i>
                <i></i>
                <i style:--w="70%"></i>
            </div>
        </div>
    }
}

/// What went wrong, with a way out.
#[component]
pub fn Failed(
    /// What went wrong.
    error: ApiError,
    /// Tries again. Not offered where trying again can't help.
    #[prop(optional)]
    retry: Option<Callback<()>>,
) -> impl IntoView {
    let retry = retry.filter(|_| !error.gone()).map(|retry| {
        view! {
            <button class="btn primary" type="button" on:click=move |_| retry.run(())>
                "Försök igen"
            </button>
        }
    });
    view! {
        <div class="notice" data-kind="bad" role="alert">
            <h2>{error.title()}</h2>
            <p>{error.detail()}</p>
        </div>
        <div class="actions">
            {retry} <a class="btn" href="/">
                "Till Att göra"
            </a>
        </div>
    }
}

/// A place with nothing in it yet: what comes here, and the first step.
#[component]
pub fn Empty(
    /// Such as `Här står dina granskningar`.
    #[prop(into)]
    title: String,
    /// What comes here and when.
    #[prop(into)]
    text: String,
    /// Links or buttons with the first step.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <section class="empty">
            <h2>{title}</h2>
            <p>{text}</p>
            {children.map(|children| view! { <div class="actions">{children()}</div> })}
        </section>
    }
}
