//! What was answered "saved" is there, also when the server is killed while saving or the database is locked.

use std::{
    io::{BufRead, BufReader},
    net::{SocketAddr, TcpListener},
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use axum::http::StatusCode;
use serde_json::json;
use server::clock::Clock;
use shared::{
    SelfAssessmentId,
    problem::ProblemKind,
    self_assessment::{SavedAnswer, SelfAssessment},
};
use sqlx::{Connection as _, SqliteConnection};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

use crate::harness::{Client, TestApp};

async fn open(app: &TestApp, client: &Client) -> SelfAssessment {
    let open = json!({ "clinic": app.ortho(), "specialty": "Ortopedi", "year": 2026 });
    client.post("/api/self-assessments", open).await.ok()
}

/// The real server on the test's database.
struct Server {
    process: Child,
    address: SocketAddr,
}

impl Server {
    fn start(data: &Path) -> Self {
        let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let mut process = Command::new(env!("CARGO_BIN_EXE_server"))
            .args(["--listen", &address.to_string(), "--data"])
            .arg(data)
            .env_remove("DATABASE_URL")
            .env("RUST_LOG", "info")
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // It says its address once it listens.
        let said = process.stderr.take().unwrap();
        let mut lines = BufReader::new(said).lines();
        let listens = lines.any(|line| line.unwrap().contains(&address.to_string()));
        assert!(listens, "the server never said that it listens");
        std::thread::spawn(move || lines.for_each(drop));
        Self { process, address }
    }

    /// As `kill -9`.
    fn kill(mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }

    /// Sends a request by hand; none if the server is gone before it has answered.
    async fn put(&self, path: &str, cookie: &str, version: i64, body: &str) -> Option<String> {
        let mut stream = TcpStream::connect(self.address).await.ok()?;
        let request = format!(
            "PUT {path} HTTP/1.1\r\nhost: {}\r\ncookie: {cookie}\r\nif-match: \"{version}\"\r\n\
             content-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
            self.address,
            body.len()
        );
        stream.write_all(request.as_bytes()).await.ok()?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.ok()?;
        answer.starts_with("HTTP/1.1 200").then_some(answer)
    }
}

/// Saves the answer to one criterion over and over until the server is gone; the last that was answered "saved".
async fn save_on(server: &Server, cookie: &str, id: SelfAssessmentId, code: &str) -> i64 {
    let path = format!("/api/self-assessments/{id}/answers/{code}");
    let mut version = 0;
    loop {
        let body = json!({ "verdict": "fulfilled", "comment": format!("gång {}", version + 1) });
        if server.put(&path, cookie, version, &body.to_string()).await.is_none() {
            return version;
        }
        version += 1;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_saved_survives_kill_9() {
    let mut app = TestApp::sqlite().await;
    // Sessions begin by the clock of the real server, which has no other.
    app.app.clock = Clock::System;
    let director = app.signed_in("studierektor@exempel.se").await;
    let assessment = open(&app, &director).await;
    let cookie = director.cookie.clone().unwrap();
    let codes = ["A1", "B2", "D7", "H9"];
    let server = std::sync::Arc::new(Server::start(app.folder.path()));
    let writers = codes.map(|code| {
        let (server, cookie, id) = (server.clone(), cookie.clone(), assessment.id);
        tokio::spawn(async move { save_on(&server, &cookie, id, code).await })
    });
    tokio::time::sleep(Duration::from_millis(700)).await;
    let pid = server.process.id().to_string();
    assert!(Command::new("kill").args(["-9", &pid]).status().unwrap().success());
    let mut last = Vec::new();
    for writer in writers {
        last.push(writer.await.unwrap());
    }
    std::sync::Arc::into_inner(server).unwrap().kill();

    assert!(last.iter().sum::<i64>() > 0, "nothing was saved before the kill");
    let server = Server::start(app.folder.path());
    let now: SelfAssessment =
        director.get(&format!("/api/self-assessments/{}", assessment.id)).await.ok();
    for (code, saved) in codes.into_iter().zip(last) {
        let answer = now.answer(code.parse().unwrap()).unwrap();
        // One more may have been written whose answer never came.
        assert!(
            (saved..=saved + 1).contains(&answer.version),
            "{code}: {saved}, {}",
            answer.version
        );
        assert_eq!(
            *answer.comment,
            if answer.version == 0 { String::new() } else { format!("gång {}", answer.version) }
        );
        let path = format!("/api/self-assessments/{}/answers/{code}", assessment.id);
        let body = json!({ "verdict": "partly", "comment": "efteråt" }).to_string();
        assert!(server.put(&path, &cookie, answer.version, &body).await.is_some());
    }
    server.kill();
    is_whole(&app, assessment.id, &codes).await;
}

/// The file is whole, and each version of an answer has its change in the history and in the record's revision.
async fn is_whole(app: &TestApp, id: SelfAssessmentId, codes: &[&str]) {
    let file = format!("sqlite://{}", app.folder.path().join("stins.db").display());
    let mut database = SqliteConnection::connect(&file).await.unwrap();
    let (check,): (String,) =
        sqlx::query_as("PRAGMA integrity_check").fetch_one(&mut database).await.unwrap();
    assert_eq!(check, "ok");
    let mut changes = 0;
    for code in codes {
        let (version, kept): (i64, i64) = sqlx::query_as(
            "SELECT version, (SELECT COUNT(*) FROM history WHERE record = $1 AND field = $2)
             FROM answer WHERE self_assessment = $1 AND criterion = $2",
        )
        .bind(id.to_string())
        .bind(*code)
        .fetch_one(&mut database)
        .await
        .unwrap();
        assert_eq!(version, kept, "{code}");
        changes += version;
    }
    let (revision,): (i64,) = sqlx::query_as("SELECT revision FROM self_assessment WHERE id = $1")
        .bind(id.to_string())
        .fetch_one(&mut database)
        .await
        .unwrap();
    assert_eq!(revision, 1 + changes);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_save_whose_asker_leaves_is_whole_or_not_at_all() {
    let app = TestApp::sqlite().await;
    let director = app.signed_in("studierektor@exempel.se").await;
    let assessment = open(&app, &director).await;
    let codes = ["A1", "B2", "D7", "H9", "C1", "E1", "F1", "G1"];
    let path = format!("/api/self-assessments/{}", assessment.id);
    for round in 0..40 {
        let now: SelfAssessment = director.get(&path).await.ok();
        let saves = codes.map(|code| {
            let (director, path) = (director.clone(), format!("{path}/answers/{code}"));
            let version = now.answer(code.parse().unwrap()).unwrap().version;
            let body = json!({ "verdict": "fulfilled", "comment": format!("varv {round}") });
            tokio::spawn(async move { director.put(&path, version, &body).await })
        });
        tokio::time::sleep(Duration::from_micros(100 * round)).await;
        for (number, save) in saves.into_iter().enumerate() {
            if number % 2 == 0 {
                save.abort();
                let _ = save.await;
            } else {
                let _: SavedAnswer = save.await.unwrap().ok();
            }
        }
    }
    // Whatever was left behind is undone before the next may write.
    let last: SelfAssessment = director.get(&path).await.ok();
    let version = last.answer("A1".parse().unwrap()).unwrap().version;
    let body = json!({ "verdict": "partly", "comment": "sist" });
    let _: SavedAnswer = director.put(&format!("{path}/answers/A1"), version, &body).await.ok();
    is_whole(&app, assessment.id, &codes).await;
}

#[tokio::test]
async fn a_locked_database_is_told_in_time_and_works_again_afterwards() {
    let app = TestApp::sqlite().await;
    let director = app.signed_in("studierektor@exempel.se").await;
    let assessment = open(&app, &director).await;
    let path = format!("/api/self-assessments/{}/answers/D7", assessment.id);
    let answer = json!({ "verdict": "fulfilled", "comment": "Under låset." });
    let file = format!("sqlite://{}", app.folder.path().join("stins.db").display());
    let mut other = SqliteConnection::connect(&file).await.unwrap();
    sqlx::raw_sql("BEGIN IMMEDIATE").execute(&mut other).await.unwrap();

    let began = Instant::now();
    let problem = director.put(&path, 0, &answer).await.problem(StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(problem.kind, ProblemKind::Unavailable);
    assert!(problem.detail.contains("finns kvar"), "{}", problem.detail);
    assert!(began.elapsed() < Duration::from_secs(20), "{:?}", began.elapsed());
    // Reading goes on meanwhile.
    let read: SelfAssessment =
        director.get(&format!("/api/self-assessments/{}", assessment.id)).await.ok();
    assert_eq!(read.revision, 1);

    sqlx::raw_sql("ROLLBACK").execute(&mut other).await.unwrap();
    let saved: SavedAnswer = director.put(&path, 0, &answer).await.ok();
    assert_eq!(saved.answer.version, 1);
}
