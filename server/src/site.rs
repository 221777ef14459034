//! The site: what `cargo xtask build` wrote, served compressed, with names that never lie.

use std::{borrow::Cow, collections::HashMap, sync::Arc};

use axum::{
    Router,
    body::Bytes,
    http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header},
    response::{Html, IntoResponse, Response},
};
use sha2::{Digest, Sha256};

const PAGE: &str = "index.html";

/// Hashed names: whoever has the file has it for good.
const FOREVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
const ASK_AGAIN: HeaderValue = HeaderValue::from_static("no-cache");

const NOT_BUILT: &str = r#"<!doctype html><html lang="sv"><meta charset="utf-8"><title>Stins</title>
<h1>Webbplatsen är inte byggd</h1><p>Kör <code>cargo xtask build</code> (eller <code>cargo xtask build --dev</code>) och starta om servern.</p>
<p lang="en">The site is not built: run <code>cargo xtask build</code> (for a debug server, <code>cargo xtask build --dev</code>) and restart the server.</p></html>"#;

/// The files of the site; by default none, and then the page says how to build it.
#[derive(Clone, Default)]
pub struct Site(Arc<HashMap<String, File>>);

struct File {
    mime: HeaderValue,
    cache: HeaderValue,
    plain: Encoded,
    brotli: Option<Encoded>,
}

/// A file's bytes as sent, and the tag of just these bytes.
struct Encoded {
    bytes: Bytes,
    etag: HeaderValue,
}

impl Site {
    /// The site of these files, each a name relative to the root and its content; beside a file may lie its `.br`.
    pub fn new(files: impl Iterator<Item = (Cow<'static, str>, Cow<'static, [u8]>)>) -> Self {
        let mut encoded: HashMap<_, _> =
            files.map(|(name, content)| (name.into_owned(), Encoded::new(content))).collect();
        let names: Vec<_> = encoded.keys().filter(|name| !name.ends_with(".br")).cloned().collect();
        let file = |name: String| {
            let brotli = encoded.remove(&format!("{name}.br"));
            let plain = encoded.remove(&name)?;
            let cache = if is_hashed(&name) { FOREVER } else { ASK_AGAIN };
            Some((format!("/{name}"), File { mime: mime(&name), cache, plain, brotli }))
        };
        Self(Arc::new(names.into_iter().filter_map(file).collect()))
    }

    /// Answers everything that is no API: the files, and the page for every address the app has a view for.
    /// Below `/api` an address without a route is 404.
    pub fn routes<S: Clone + Send + Sync + 'static>(self) -> Router<S> {
        Router::new().fallback(move |method: Method, uri: Uri, headers: HeaderMap| {
            let answer = self.answer(&method, uri.path(), &headers);
            async { answer }
        })
    }

    fn answer(&self, method: &Method, path: &str, headers: &HeaderMap) -> Response {
        if path == "/api" || path.starts_with("/api/") {
            let problem = r#"{"type":"about:blank","title":"Not Found","status":404}"#;
            return (
                StatusCode::NOT_FOUND,
                [(header::CONTENT_TYPE, "application/problem+json")],
                problem,
            )
                .into_response();
        }
        if !matches!(*method, Method::GET | Method::HEAD) {
            return (StatusCode::METHOD_NOT_ALLOWED, [(header::ALLOW, "GET, HEAD")])
                .into_response();
        }
        if let Some(file) = self.0.get(path) {
            return file.answer(headers);
        }
        let is_file = path.rsplit('/').next().is_some_and(|last| last.contains('.'));
        if is_file {
            return (StatusCode::NOT_FOUND, "Filen finns inte. Ladda om sidan.").into_response();
        }
        match self.0.get(&format!("/{PAGE}")) {
            Some(page) => page.answer(headers),
            None => (StatusCode::SERVICE_UNAVAILABLE, Html(NOT_BUILT)).into_response(),
        }
    }
}

impl File {
    fn answer(&self, headers: &HeaderMap) -> Response {
        let brotli = self.brotli.as_ref().filter(|_| accepts_brotli(headers));
        let encoded = brotli.unwrap_or(&self.plain);
        let common = [
            (header::ETAG, encoded.etag.clone()),
            (header::CACHE_CONTROL, self.cache.clone()),
            (header::VARY, HeaderValue::from_static("accept-encoding")),
        ];
        if has(headers, &encoded.etag) {
            return (StatusCode::NOT_MODIFIED, common).into_response();
        }
        let mut response =
            (common, [(header::CONTENT_TYPE, self.mime.clone())], encoded.bytes.clone())
                .into_response();
        if brotli.is_some() {
            response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static("br"));
        }
        response
    }
}

impl Encoded {
    fn new(content: Cow<'static, [u8]>) -> Self {
        let bytes = match content {
            Cow::Borrowed(bytes) => Bytes::from_static(bytes),
            Cow::Owned(bytes) => Bytes::from(bytes),
        };
        let tag: String =
            Sha256::digest(&bytes)[..12].iter().map(|byte| format!("{byte:02x}")).collect();
        let etag =
            HeaderValue::try_from(format!("\"{tag}\"")).expect("hexadecimal digits make a header");
        Self { bytes, etag }
    }
}

/// Whether the name ends in the 16 hexadecimal digits xtask puts there: `boot-0123456789abcdef.js`.
fn is_hashed(name: &str) -> bool {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    stem.rsplit_once('-')
        .is_some_and(|(_, hash)| hash.len() == 16 && hash.bytes().all(|b| b.is_ascii_hexdigit()))
}

fn mime(name: &str) -> HeaderValue {
    let mime = mime_guess::from_path(name).first_or_octet_stream();
    let charset = if mime.type_() == mime_guess::mime::TEXT { "; charset=utf-8" } else { "" };
    HeaderValue::try_from(format!("{mime}{charset}")).expect("a MIME type makes a header")
}

fn accepts_brotli(headers: &HeaderMap) -> bool {
    words(headers, header::ACCEPT_ENCODING).any(|word| {
        let (coding, weight) = word.split_once(';').unwrap_or((word, ""));
        let refused = weight.trim().strip_prefix("q=").is_some_and(|q| q.parse() == Ok(0.0));
        coding.trim().eq_ignore_ascii_case("br") && !refused
    })
}

/// `If-None-Match`, compared weakly as RFC 9110 13.1.2 says: proxies that compress weaken the tag.
fn has(headers: &HeaderMap, etag: &HeaderValue) -> bool {
    words(headers, header::IF_NONE_MATCH).any(|word| {
        word == "*" || word.strip_prefix("W/").unwrap_or(word).as_bytes() == etag.as_bytes()
    })
}

fn words(headers: &HeaderMap, name: header::HeaderName) -> impl Iterator<Item = &str> {
    let values = headers.get_all(name).into_iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(',')).map(str::trim)
}

#[cfg(test)]
mod tests {
    use axum::{body::Body, http::Request};
    use tower::ServiceExt;

    use super::*;

    const SCRIPT: &str = "/boot-0123456789abcdef.js";

    fn site() -> Router {
        let files: [(&str, &[u8]); 4] = [
            ("index.html", b"<p>page</p>"),
            ("boot-0123456789abcdef.js", b"script"),
            ("boot-0123456789abcdef.js.br", b"scr"),
            ("app-0123456789abcdef.wasm", b"wasm"),
        ];
        Site::new(files.into_iter().map(|(name, content)| (name.into(), content.into()))).routes()
    }

    async fn ask(
        router: Router,
        request: axum::http::request::Builder,
    ) -> (StatusCode, HeaderMap, Vec<u8>) {
        let response = router.oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        let (parts, body) = response.into_parts();
        (
            parts.status,
            parts.headers,
            axum::body::to_bytes(body, usize::MAX).await.unwrap().to_vec(),
        )
    }

    async fn get(path: &str) -> (StatusCode, HeaderMap, Vec<u8>) {
        ask(site(), Request::get(path)).await
    }

    #[tokio::test]
    async fn a_hashed_file_is_kept_for_good_and_the_page_is_asked_for_again() {
        let (status, headers, body) = get(SCRIPT).await;
        assert_eq!((status, body.as_slice()), (StatusCode::OK, &b"script"[..]));
        assert_eq!(headers["cache-control"], "public, max-age=31536000, immutable");
        assert_eq!(headers["content-type"], "text/javascript; charset=utf-8");

        let (_, headers, _) = get("/").await;
        assert_eq!(headers["cache-control"], "no-cache");
        assert_eq!(headers["content-type"], "text/html; charset=utf-8");

        let (_, headers, _) = get("/app-0123456789abcdef.wasm").await;
        assert_eq!(headers["content-type"], "application/wasm");
    }

    #[tokio::test]
    async fn brotli_goes_to_those_who_take_it_under_a_tag_of_its_own() {
        let (_, plain, _) = get(SCRIPT).await;
        assert!(!plain.contains_key("content-encoding"));
        assert_eq!(plain["vary"], "accept-encoding");

        let (_, compressed, body) =
            ask(site(), Request::get(SCRIPT).header("accept-encoding", "gzip, br;q=0.9")).await;
        assert_eq!(
            (&compressed["content-encoding"], body.as_slice()),
            (&HeaderValue::from_static("br"), &b"scr"[..])
        );
        assert_ne!(plain["etag"], compressed["etag"]);

        let (_, refused, _) =
            ask(site(), Request::get(SCRIPT).header("accept-encoding", "br;q=0, gzip")).await;
        assert!(!refused.contains_key("content-encoding"));
    }

    #[tokio::test]
    async fn what_the_browser_has_is_not_sent_again() {
        let (_, headers, _) = get("/").await;
        let tag = headers["etag"].to_str().unwrap();
        for tags in [tag.to_owned(), format!("\"other\", W/{tag}"), "*".into()] {
            let (status, headers, body) =
                ask(site(), Request::get("/").header("if-none-match", tags)).await;
            assert_eq!((status, body.len()), (StatusCode::NOT_MODIFIED, 0));
            assert_eq!(headers["cache-control"], "no-cache");
        }
    }

    #[tokio::test]
    async fn an_address_of_the_app_gives_the_page_and_an_unknown_file_is_404() {
        for path in ["/", "/kliniker/17", "/apidoc", "/inspektioner/1?area=D"] {
            let (status, _, body) = get(path).await;
            assert_eq!((status, body.as_slice()), (StatusCode::OK, &b"<p>page</p>"[..]), "{path}");
        }
        for path in [
            "/old-0123456789abcdef.js",
            "/favicon.ico",
            "/kliniker/wp-login.php",
            "/boot-0123456789abcdef.js.br",
        ] {
            assert_eq!(get(path).await.0, StatusCode::NOT_FOUND, "{path}");
        }
    }

    #[tokio::test]
    async fn an_unknown_api_address_is_a_problem_and_never_the_page() {
        for path in ["/api", "/api/", "/api/nothing"] {
            let (status, headers, _) = get(path).await;
            assert_eq!(status, StatusCode::NOT_FOUND, "{path}");
            assert_eq!(headers["content-type"], "application/problem+json");
        }
    }

    #[tokio::test]
    async fn the_site_is_only_read() {
        let (status, headers, _) = ask(site(), Request::post("/")).await;
        assert_eq!(status, StatusCode::METHOD_NOT_ALLOWED);
        assert_eq!(headers["allow"], "GET, HEAD");
    }

    #[tokio::test]
    async fn a_server_without_a_site_says_how_to_build_it() {
        let (status, _, body) = ask(Site::default().routes(), Request::get("/")).await;
        assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
        assert!(String::from_utf8(body).unwrap().contains("cargo xtask build"));
    }
}
