//! Signing in, staying in, and being out.

use axum::http::StatusCode;
use server::demo::PASSWORD;
use shared::person::{Me, SignIn};

use crate::harness::TestApp;

both_databases![a_person_signs_in_and_is_known_until_signing_out];

fn sign_in(email: &str, password: &str) -> SignIn {
    SignIn { email: email.to_owned(), password: password.to_owned() }
}

async fn a_person_signs_in_and_is_known_until_signing_out(app: TestApp) {
    let mut client = app.anonymous();
    assert_eq!(client.get("/api/session").await.ok::<Option<Me>>(), None);
    let answer = client.post("/api/session", sign_in(" Studierektor@Exempel.SE", PASSWORD)).await;
    let me: Me = answer.ok();
    assert_eq!(me.memberships[0].place, "Ortopedkliniken, Exempelsjukhuset");
    let cookie = answer.header("set-cookie").unwrap();
    client.cookie = Some(cookie.split(';').next().unwrap().to_owned());
    assert_eq!(client.get("/api/session").await.ok::<Option<Me>>(), Some(me));
    client.delete("/api/session").await.is(StatusCode::NO_CONTENT);
    assert_eq!(client.get("/api/session").await.ok::<Option<Me>>(), None);
}
