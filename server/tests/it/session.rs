//! Signing in, staying in, and being out; and what every answer carries.

use axum::{
    body::Body,
    http::{Method, Request, StatusCode, header},
};
use chrono::Duration;
use serde_json::json;
use server::{App, demo::PASSWORD, http::router, site::Site};
use shared::{
    person::{Me, SignIn},
    problem::ProblemKind,
    self_assessment::SelfAssessment,
};

use crate::harness::{Answer, Client, TestApp};

both_databases![
    a_person_signs_in_and_is_known_until_signing_out,
    an_account_waits_after_ten_failures_and_others_do_not,
    a_session_ends_unused_after_hours_and_used_after_days,
    saving_alone_keeps_a_session_and_does_not_outlast_it,
    signing_out_everywhere_ends_every_session_of_that_person_alone,
];

fn sign_in(email: &str, password: &str) -> SignIn {
    SignIn { email: email.to_owned(), password: password.to_owned() }
}

async fn me(client: &Client) -> Option<Me> {
    client.get("/api/session").await.ok()
}

async fn a_person_signs_in_and_is_known_until_signing_out(app: TestApp) {
    let mut client = app.anonymous();
    assert_eq!(me(&client).await, None);
    let answer = client.post("/api/session", sign_in(" Studierektor@Exempel.SE", PASSWORD)).await;
    let signed_in: Me = answer.ok();
    assert_eq!(signed_in.memberships[0].place, "Ortopedkliniken, Exempelsjukhuset");
    client.cookie = Some(answer.cookie());
    assert_eq!(me(&client).await, Some(signed_in));
    client.delete("/api/session").await.is(StatusCode::NO_CONTENT);
    assert_eq!(me(&client).await, None);
    client.get("/api/clinics").await.problem(StatusCode::UNAUTHORIZED);
}

async fn an_account_waits_after_ten_failures_and_others_do_not(app: TestApp) {
    let client = app.anonymous();
    let email = "studierektor@exempel.se";
    let wrong = client.post("/api/session", sign_in(email, "fel lösenord här")).await;
    let nobody = client.post("/api/session", sign_in("ingen@exempel.se", PASSWORD)).await;
    // The answer doesn't tell whether there is such an account.
    assert_eq!(wrong.problem(StatusCode::UNAUTHORIZED), nobody.problem(StatusCode::UNAUTHORIZED));
    for _ in 1..10 {
        let answer = client.post("/api/session", sign_in(email, "fel lösenord här")).await;
        answer.problem(StatusCode::UNAUTHORIZED);
    }
    let throttled = client.post("/api/session", sign_in(email, PASSWORD)).await;
    let problem = throttled.problem(StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(problem.kind, ProblemKind::Throttled);
    assert!(problem.detail.contains("15 minuter"));
    let other = client.post("/api/session", sign_in("handledare@exempel.se", PASSWORD)).await;
    other.is(StatusCode::OK);
    app.app.clock.advance(Duration::minutes(16));
    client.post("/api/session", sign_in(email, PASSWORD)).await.is(StatusCode::OK);
}

async fn a_session_ends_unused_after_hours_and_used_after_days(app: TestApp) {
    let client = app.signed_in("handledare@exempel.se").await;
    app.app.clock.advance(Duration::hours(7));
    assert!(me(&client).await.is_some());
    app.app.clock.advance(Duration::hours(7));
    assert!(me(&client).await.is_some());
    app.app.clock.advance(Duration::hours(9));
    assert!(me(&client).await.is_none());

    let client = app.signed_in("handledare@exempel.se").await;
    for _ in 0..47 {
        app.app.clock.advance(Duration::hours(7));
        assert!(me(&client).await.is_some());
    }
    app.app.clock.advance(Duration::hours(8));
    assert!(me(&client).await.is_none());
}

async fn saving_alone_keeps_a_session_and_does_not_outlast_it(app: TestApp) {
    let client = app.signed_in("studierektor@exempel.se").await;
    let open = json!({ "clinic": app.ortho(), "specialty": "Ortopedi", "year": 2026 });
    let opened: SelfAssessment = client.post("/api/self-assessments", open).await.ok();
    let path = format!("/api/self-assessments/{}/answers/A1", opened.id);
    let save = async |version: i64| {
        let answer = json!({ "verdict": "fulfilled", "comment": format!("Ja, {version}.") });
        client.put(&path, version, answer).await
    };
    let mut version = 0;
    for _ in 0..47 {
        app.app.clock.advance(Duration::hours(7));
        save(version).await.is(StatusCode::OK);
        version += 1;
    }
    // Used a moment ago, and begun fourteen days ago.
    app.app.clock.advance(Duration::minutes(7 * 60 - 1));
    save(version).await.is(StatusCode::OK);
    app.app.clock.advance(Duration::minutes(2));
    save(version + 1).await.problem(StatusCode::UNAUTHORIZED);
    let other = app.signed_in("studierektor@exempel.se").await;
    let kept: SelfAssessment =
        other.get(&format!("/api/self-assessments/{}", opened.id)).await.ok();
    assert_eq!(kept.answers[0].version, version + 1);
}

async fn signing_out_everywhere_ends_every_session_of_that_person_alone(app: TestApp) {
    let here = app.signed_in("handledare@exempel.se").await;
    let there = app.signed_in("handledare@exempel.se").await;
    let other = app.signed_in("st-lakare@exempel.se").await;
    here.delete("/api/sessions").await.is(StatusCode::NO_CONTENT);
    for gone in [&here, &there] {
        gone.get("/api/clinics").await.problem(StatusCode::UNAUTHORIZED);
    }
    assert!(me(&other).await.is_some());
}

#[tokio::test]
async fn the_cookie_is_out_of_reach_of_scripts_and_other_sites() {
    let app = TestApp::sqlite().await;
    let body = sign_in("studierektor@exempel.se", PASSWORD);
    let here = app.anonymous().post("/api/session", &body).await;
    let flags = here.header(header::SET_COOKIE).unwrap();
    assert!(flags.starts_with("stins=") && !flags.contains("Secure"), "{flags}");
    let public = router(App { secure: true, ..app.app.clone() }, Site::default());
    let there = app.anonymous().through(public).post("/api/session", &body).await;
    let safe = there.header(header::SET_COOKIE).unwrap();
    assert!(safe.starts_with("__Host-stins=") && safe.contains("; Secure"), "{safe}");
    for flags in [flags, safe] {
        for flag in ["; HttpOnly", "; SameSite=Lax", "; Path=/"] {
            assert!(flags.contains(flag), "{flags}");
        }
    }
}

/// A request that a browser says comes from another site.
async fn from_elsewhere(client: &Client, method: Method, path: &str) -> Answer {
    let request = client
        .request(method, path, None)
        .header(header::HOST, "stins.exempel.se")
        .header("sec-fetch-site", "cross-site")
        .header(header::ORIGIN, "https://annan.se")
        .body(Body::empty());
    client.send(request.unwrap()).await
}

#[tokio::test]
async fn another_site_cannot_act_in_a_persons_name() {
    let app = TestApp::sqlite().await;
    let client = app.signed_in("studierektor@exempel.se").await;
    let refused = from_elsewhere(&client, Method::DELETE, "/api/sessions").await;
    refused.is(StatusCode::FORBIDDEN);
    assert!(me(&client).await.is_some());
    from_elsewhere(&client, Method::GET, "/api/clinics").await.is(StatusCode::OK);
}

#[tokio::test]
async fn every_answer_carries_the_headers_that_keep_browsers_careful() {
    let app = TestApp::sqlite().await;
    let client = app.signed_in("studierektor@exempel.se").await;
    for path in ["/", "/api/clinics", "/api/finns-inte", "/api/openapi.json", "/health"] {
        let answer = client.get(path).await;
        let csp = answer.header(header::CONTENT_SECURITY_POLICY).unwrap();
        assert!(csp.contains("frame-ancestors 'none'") && csp.contains("default-src 'none'"));
        assert!(!csp.contains("'unsafe-inline'") || path.starts_with("/api/openapi"), "{path}");
        assert_eq!(answer.header(header::X_CONTENT_TYPE_OPTIONS), Some("nosniff"), "{path}");
        assert_eq!(answer.header(header::REFERRER_POLICY), Some("same-origin"), "{path}");
        assert_eq!(answer.header(header::X_FRAME_OPTIONS), Some("DENY"), "{path}");
    }
    let private = client.get("/api/clinics").await;
    assert_eq!(private.header(header::CACHE_CONTROL), Some("no-store"));
    client.get("/api/finns-inte").await.problem(StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn bad_requests_get_a_clear_sentence() {
    let app = TestApp::sqlite().await;
    let client = app.signed_in("administrator@exempel.se").await;
    let post = |kind: &str, body: Vec<u8>| {
        let request: Request<Body> = client
            .request(Method::POST, "/api/care-providers", None)
            .header(header::CONTENT_TYPE, kind)
            .body(body.into())
            .unwrap();
        client.send(request)
    };
    let json = "application/json";
    let unsupported = StatusCode::UNSUPPORTED_MEDIA_TYPE;
    for (kind, body, status) in [
        ("text/plain", br#"{"name":"Region Ny"}"#.to_vec(), unsupported),
        ("application/jsonp", br#"{"name":"Region Ny"}"#.to_vec(), unsupported),
        (json, br#"{"name":"Regi"#.to_vec(), StatusCode::BAD_REQUEST),
        (json, br#"{"name":"Region Ny"} extra"#.to_vec(), StatusCode::BAD_REQUEST),
        (json, b"\xff\xfe".to_vec(), StatusCode::BAD_REQUEST),
        (json, Vec::new(), StatusCode::BAD_REQUEST),
        (json, br#"{"namn":"Region Ny"}"#.to_vec(), StatusCode::UNPROCESSABLE_ENTITY),
        (json, br#"{"name":"\u0000"}"#.to_vec(), StatusCode::UNPROCESSABLE_ENTITY),
        (json, vec![b'['; 100_000], StatusCode::UNPROCESSABLE_ENTITY),
        (json, vec![b' '; 10 * 1024 * 1024], StatusCode::PAYLOAD_TOO_LARGE),
    ] {
        let problem = post(kind, body).await.problem(status);
        assert!(problem.title.ends_with('.'), "{problem:?}");
    }
    let missing = post(json, b"{}".to_vec()).await.problem(StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(
        (missing.title.as_str(), missing.errors[0].path.as_str()),
        ("Uppgiften saknas.", "name")
    );
    let kept = post(
        "application/json; charset=utf-8",
        br#"{"name":"Region \u0000N\ud83d\ude00y"}"#.to_vec(),
    )
    .await;
    assert_eq!(kept.ok::<serde_json::Value>()["name"], "Region N😀y");
    for path in
        ["/api/clinics/x", "/api/clinics/%00", "/api/clinics/00000000-0000-0000-0000-000000000000"]
    {
        client.get(path).await.problem(StatusCode::NOT_FOUND);
    }
    client.get("/api/people?clinic=x").await.problem(StatusCode::BAD_REQUEST);
}
