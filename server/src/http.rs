//! HTTP: the API under `/api`, its description, and the site. Routes and OpenAPI come from one list.

pub mod action_plan;
pub mod activity;
pub mod assessment;
pub mod certificate;
pub mod checklist;
pub mod clinic;
pub mod curriculum;
pub mod delegation;
pub mod evidence;
pub mod extract;
pub mod inspection;
pub mod invitation;
pub mod iup;
pub mod objective_evidence;
pub mod own_records;
pub mod people;
pub mod placement;
pub mod progress_review;
pub mod refusal;
pub mod report_import;
pub mod self_assessment;
pub mod session;
pub mod specialist_panel;
pub mod supervision_evaluation;
pub mod supervision_meeting;
pub mod supervisor;
pub mod support_plan;
pub mod training;

use std::sync::LazyLock;

use axum::{
    Router,
    extract::DefaultBodyLimit,
    http::{HeaderValue, Request, StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use tower::Layer as _;
use tower_http::{
    catch_panic::CatchPanicLayer, csrf::CsrfLayer, set_header::SetResponseHeaderLayer,
    timeout::TimeoutLayer, trace::TraceLayer,
};
use utoipa::OpenApi as _;
use utoipa_axum::router::OpenApiRouter;
use utoipa_swagger_ui::SwaggerUi;

use crate::{App, site::Site};
use refusal::{not_found, unavailable};

/// Only our own files run; wasm may be compiled; nobody frames us.
const CSP: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; \
    font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
/// The API browser styles itself inline.
const CSP_API_BROWSER: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
    img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// Longest time a request may take: a large file over a slow line.
const LONGEST: std::time::Duration = std::time::Duration::from_secs(60);

#[derive(utoipa::OpenApi)]
#[openapi(info(
    title = "Stins",
    description = "Självvärdering, granskning och handlingsplan för kliniker som utbildar ST-läkare. \
        Varje ändring skickar versionen den utgick från i If-Match. Fel svaras som problem+json (RFC 9457)."
))]
struct Api;

/// All operations, with their description.
fn api() -> OpenApiRouter<App> {
    OpenApiRouter::with_openapi(Api::openapi()).nest(
        "/api",
        OpenApiRouter::new()
            .merge(session::routes())
            .merge(self_assessment::routes())
            .merge(evidence::routes())
            .merge(inspection::routes())
            .merge(action_plan::routes())
            .merge(report_import::routes())
            .merge(people::routes())
            .merge(supervisor::routes())
            .merge(invitation::routes())
            .merge(clinic::routes())
            .merge(checklist::routes())
            .merge(curriculum::routes())
            .merge(training::routes())
            .merge(own_records::routes())
            .merge(placement::routes())
            .merge(activity::routes())
            .merge(supervision_meeting::routes())
            .merge(supervision_evaluation::routes())
            .merge(progress_review::routes())
            .merge(iup::routes())
            .merge(support_plan::routes())
            .merge(specialist_panel::routes())
            .merge(assessment::routes())
            .merge(objective_evidence::routes())
            .merge(certificate::routes())
            .merge(delegation::routes()),
    )
}

/// The description of the API, as served at `/api/openapi.json`.
#[must_use]
pub fn description() -> utoipa::openapi::OpenApi {
    api().split_for_parts().1
}

/// All but the site. To describe the API takes far longer than to hand it an [`App`], so it is done once.
static ROUTES: LazyLock<Router<App>> = LazyLock::new(|| {
    let (api, description) = api().split_for_parts();
    let browser = Router::new()
        .merge(SwaggerUi::new("/api/bladdra").url("/api/openapi.json", description))
        .layer(header(header::CONTENT_SECURITY_POLICY, CSP_API_BROWSER));
    api.route("/api/{*rest}", axum::routing::any(async || not_found()))
        .layer((
            CsrfLayer::new(),
            header(header::CACHE_CONTROL, "no-store"),
            DefaultBodyLimit::max(extract::MAX_JSON),
        ))
        .merge(browser)
        .route("/health", get(async || "ok"))
});

/// Everything the server answers: the API, and the site beside it.
pub fn router(app: App, site: Site) -> Router {
    let routes = ROUTES.clone().with_state(app).merge(site.routes());
    // Around all routes at once, the outermost first: a layer of the router's own would be laid around each of them.
    let around_all = (
        TraceLayer::new_for_http().make_span_with(span),
        CatchPanicLayer::custom(|_| -> Response { unavailable().into_response() }),
        TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, LONGEST),
        header(header::HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        header(header::X_FRAME_OPTIONS, "DENY"),
        header(header::REFERRER_POLICY, "same-origin"),
        header(header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        header(header::CONTENT_SECURITY_POLICY, CSP),
    );
    Router::new().fallback_service(around_all.layer(routes))
}

/// What the log says of a request.
fn span<B>(request: &Request<B>) -> tracing::Span {
    let path = without_secret(request.uri().path());
    tracing::debug_span!("request", method = %request.method(), path)
}

/// A path without the secret of a link that opens an account or an assessment.
fn without_secret(path: &str) -> &str {
    let secret =
        ["/api/invitations/", "/inbjudan/", "/losenord/", "/api/assessment-links/", "/bedomning/"];
    secret.into_iter().find(|before| path.starts_with(before)).unwrap_or(path)
}

/// Sets a header that the handler hasn't set itself.
fn header(name: header::HeaderName, value: &'static str) -> SetResponseHeaderLayer<HeaderValue> {
    SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_log_does_not_hold_the_secret_of_a_link() {
        assert_eq!(without_secret("/api/invitations/0123"), "/api/invitations/");
        assert_eq!(without_secret("/losenord/0123"), "/losenord/");
        assert_eq!(without_secret("/api/assessment-links/0123"), "/api/assessment-links/");
        assert_eq!(without_secret("/api/clinics/0123"), "/api/clinics/0123");
    }
}
