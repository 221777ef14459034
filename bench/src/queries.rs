//! How many SQL statements and bytes one request costs.

use std::{path::Path, sync::Arc};

use axum::{body::Body, http::Request};
use http_body_util::BodyExt;
use server::{App, clock::Clock, http, password::Passwords, site::Site, store::Store};
use tower::ServiceExt;

use crate::{
    Outcome,
    data::{self, YEARS, assessment, token},
    table::{Table, whole},
};

/// Prints statements and bytes of reading a self-assessment and saving an answer.
pub async fn print(data: &Path) -> Outcome<()> {
    data::refresh(data)?;
    let app = open(data).await?;
    let store = app.store.clone();
    let router = http::router(app, Site::default());
    let record = assessment(5, YEARS - 1);
    let cookie = format!("stins={}", token(5));
    let path = format!("/api/self-assessments/{record}");
    let read = Request::get(&path).header("cookie", &cookie).body(Body::empty())?;
    let (read_statements, body) = count(&router, &store, read).await?;
    let whole_record: shared::self_assessment::SelfAssessment = serde_json::from_slice(&body)?;
    let answer = whole_record.answers.first().ok_or("no answers")?;
    let save = Request::put(format!("{path}/answers/{}", answer.code))
        .header("cookie", &cookie)
        .header("content-type", "application/json")
        .header("if-match", format!("\"{}\"", answer.version))
        .body(Body::from(format!(
            r#"{{"verdict":"partly","comment":"Version {}"}}"#,
            answer.version
        )))?;
    let (save_statements, saved) = count(&router, &store, save).await?;
    let mut table = Table::new(&["request", "SQL statements", "bar", "bytes of JSON", "bar"]);
    table.row(&[
        "read a self-assessment".into(),
        whole(read_statements),
        "≤ 3".into(),
        whole(body.len()),
        "≤ 40,000".into(),
    ]);
    table.row(&[
        "save an answer".into(),
        whole(save_statements),
        "≤ 5".into(),
        whole(saved.len()),
        String::new(),
    ]);
    table.print();
    store.close().await;
    Ok(())
}

/// The product within this process, on generated data.
pub async fn open(data: &Path) -> Outcome<App> {
    Ok(App {
        store: Store::sqlite(data).await?,
        clock: Clock::System,
        passwords: Passwords::weak()?,
        files: Arc::new(data.join("files")),
        secure: false,
    })
}

/// Statements and the answer of a request.
pub async fn count(
    router: &axum::Router,
    store: &Store,
    request: Request<Body>,
) -> Outcome<(u64, Vec<u8>)> {
    let before = store.statements();
    let answer = router.clone().oneshot(request).await?;
    let status = answer.status();
    let body = answer.into_body().collect().await?.to_bytes().to_vec();
    if !status.is_success() {
        return Err(format!("{status}: {}", String::from_utf8_lossy(&body)).into());
    }
    Ok((store.statements() - before, body))
}
