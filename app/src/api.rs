//! The only place that speaks HTTP with the server.
//!
//! A request whose future is dropped is aborted, so what a page waits for ends when the page is left.

use std::{cell::RefCell, collections::HashMap, sync::Arc};

use gloo_net::http::{Request, RequestBuilder, Response};
use gloo_timers::callback::Timeout;
use serde::{Serialize, de::DeserializeOwned};
use shared::{ChecklistId, checklist::Checklist};
use wasm_bindgen::JsValue;

mod error;

pub use error::ApiError;
pub use gloo_net::http::Method;

/// How long an answer is waited for, in milliseconds, before the net counts as gone.
const PATIENCE: u32 = 30_000;
/// The same while a file is sent.
const PATIENCE_FOR_FILES: u32 = 600_000;

/// What the app does when the server is reached or isn't, or says that nobody is signed in.
pub struct Listener {
    /// Told after every request whether the server was reached.
    pub reached: Box<dyn Fn(bool)>,
    /// Told when a request was refused because the session has ended.
    pub signed_out: Box<dyn Fn()>,
}

thread_local! {
    static LISTENER: RefCell<Option<Listener>> = const { RefCell::new(None) };
    static CHECKLISTS: RefCell<HashMap<ChecklistId, Arc<Checklist>>> = RefCell::default();
}

/// Sets who is told how requests go. Called once, at start.
pub fn listen(listener: Listener) {
    LISTENER.set(Some(listener));
}

/// Fetches a value. `path` follows `/api`, such as `/clinics`.
///
/// # Errors
/// See [`ApiError`].
pub async fn get<T: DeserializeOwned>(path: &str) -> Result<T, ApiError> {
    let response = answer(begin(Method::GET, path, None), None, PATIENCE).await?;
    read(response).await
}

/// Fetches a record unless it still has the revision that is held; `None` if it has.
///
/// # Errors
/// See [`ApiError`].
pub async fn get_if_changed<T: DeserializeOwned>(
    path: &str,
    revision: i64,
) -> Result<Option<T>, ApiError> {
    let request =
        begin(Method::GET, path, None).header("If-None-Match", &format!("\"{revision}\""));
    let response = answer(request, None, PATIENCE).await?;
    if response.status() == 304 { Ok(None) } else { read(response).await.map(Some) }
}

/// Sends a value and reads the answer. `version` goes into `If-Match`.
///
/// # Errors
/// See [`ApiError`]; [`ApiError::conflict`] gives the value as it now stands.
pub async fn send<B: Serialize, T: DeserializeOwned>(
    method: Method,
    path: &str,
    version: Option<i64>,
    body: &B,
) -> Result<T, ApiError> {
    let request = begin(method, path, version).header("Content-Type", "application/json");
    let response = answer(request, Some(json(body)?.into()), PATIENCE).await?;
    read(response).await
}

/// Takes a step that needs no body: sign, submit, remove. `T` is `()` where nothing is answered.
///
/// # Errors
/// See [`ApiError`].
pub async fn send_empty<T: DeserializeOwned>(
    method: Method,
    path: &str,
    version: Option<i64>,
) -> Result<T, ApiError> {
    let response = answer(begin(method, path, version), None, PATIENCE).await?;
    read(response).await
}

/// Sends a file as it is. The name belongs in the path (`?name=`), see [`encode`].
///
/// # Errors
/// See [`ApiError`].
pub async fn upload<T: DeserializeOwned>(
    path: &str,
    version: Option<i64>,
    file: &web_sys::File,
) -> Result<T, ApiError> {
    let request =
        begin(Method::POST, path, version).header("Content-Type", "application/octet-stream");
    let response = answer(request, Some(file.into()), PATIENCE_FOR_FILES).await?;
    read(response).await
}

/// Sends a value while the page is being left: the browser carries it through, and nobody hears the answer.
/// Keep a draft as well, since it may fail.
pub fn send_on_leave<B: Serialize>(method: Method, path: &str, version: Option<i64>, body: &B) {
    let Ok(body) = json(body) else { return };
    let init = web_sys::RequestInit::new();
    init.set_method(method.as_ref());
    init.set_body(&JsValue::from_str(&body));
    let headers = web_sys::Headers::new().and_then(|headers| {
        headers.set("Content-Type", "application/json")?;
        if let Some(version) = version {
            headers.set("If-Match", &format!("\"{version}\""))?;
        }
        Ok(headers)
    });
    let Ok(headers) = headers else { return };
    init.set_headers(&headers);
    // web-sys has no setter for it.
    let kept = js_sys::Reflect::set(&init, &"keepalive".into(), &JsValue::TRUE);
    if kept.is_ok()
        && let Ok(request) = web_sys::Request::new_with_str_and_init(&format!("/api{path}"), &init)
    {
        leptos::task::spawn_local(async move {
            let _ = Request::from(request).send().await;
        });
    }
}

/// A checklist. It never changes, so each is fetched once and kept.
///
/// # Errors
/// See [`ApiError`].
pub async fn checklist(id: ChecklistId) -> Result<Arc<Checklist>, ApiError> {
    if let Some(kept) = CHECKLISTS.with_borrow(|kept| kept.get(&id).cloned()) {
        return Ok(kept);
    }
    let fetched = Arc::new(get::<Checklist>(&format!("/checklists/{id}")).await?);
    CHECKLISTS.with_borrow_mut(|kept| kept.insert(id, fetched.clone()));
    Ok(fetched)
}

/// The checklists of several records, by id.
///
/// # Errors
/// See [`ApiError`].
pub async fn checklists(
    ids: impl IntoIterator<Item = ChecklistId>,
) -> Result<HashMap<ChecklistId, Arc<Checklist>>, ApiError> {
    let mut found = HashMap::new();
    for id in ids {
        found.insert(id, checklist(id).await?);
    }
    Ok(found)
}

/// A text as part of an address.
#[must_use]
pub fn encode(text: &str) -> String {
    js_sys::encode_uri_component(text).into()
}

fn begin(method: Method, path: &str, version: Option<i64>) -> RequestBuilder {
    let request = RequestBuilder::new(&format!("/api{path}"))
        .method(method)
        .header("Accept", "application/json, application/problem+json");
    match version {
        Some(version) => request.header("If-Match", &format!("\"{version}\"")),
        None => request,
    }
}

fn json<B: Serialize>(body: &B) -> Result<String, ApiError> {
    serde_json::to_string(body).map_err(|_| ApiError::unreadable())
}

/// Aborts its request when dropped.
struct Abort(Option<web_sys::AbortController>);

impl Abort {
    fn signal(&self) -> Option<web_sys::AbortSignal> {
        self.0.as_ref().map(web_sys::AbortController::signal)
    }
}

impl Drop for Abort {
    fn drop(&mut self) {
        if let Some(controller) = self.0.take() {
            controller.abort();
        }
    }
}

async fn answer(
    request: RequestBuilder,
    body: Option<JsValue>,
    patience: u32,
) -> Result<Response, ApiError> {
    let mut abort = Abort(web_sys::AbortController::new().ok());
    let patience = abort.0.clone().map(|late| Timeout::new(patience, move || late.abort()));
    let signal = abort.signal();
    let request = request.abort_signal(signal.as_ref());
    let request = match body {
        Some(body) => request.body(body),
        None => request.build(),
    };
    let sent = match request {
        Ok(request) => request.send().await,
        Err(error) => Err(error),
    };
    // Answered: nothing is left to abort. (The body of an answer is small and follows at once.)
    abort.0 = None;
    drop(patience);
    let reached = sent.is_ok();
    tell(|listener| (listener.reached)(reached));
    let response = sent.map_err(|_| ApiError::Offline)?;
    if response.ok() || response.status() == 304 {
        return Ok(response);
    }
    // A wrong password is answered as signed out too, but there is no session that ended.
    let signing_in = response.url().ends_with("/api/session");
    let error = ApiError::from_answer(response.status(), response.text().await.ok(), !signing_in);
    if error == ApiError::SignedOut {
        tell(|listener| (listener.signed_out)());
    }
    Err(error)
}

fn tell(what: impl FnOnce(&Listener)) {
    LISTENER.with_borrow(|listener| {
        if let Some(listener) = listener {
            what(listener);
        }
    });
}

async fn read<T: DeserializeOwned>(response: Response) -> Result<T, ApiError> {
    let text = response.text().await.map_err(|_| ApiError::Offline)?;
    let text = if text.is_empty() { "null" } else { &text };
    serde_json::from_str(text).map_err(|_| ApiError::unreadable())
}
