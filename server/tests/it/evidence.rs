//! Links and files beside an answer: what is taken, what is refused, who may fetch it and how.

use std::io::{Cursor, Write as _};

use axum::{
    body::Body,
    http::{Method, StatusCode},
};
use serde_json::json;
use shared::{
    review::{Change, EvidenceSource, FileKind},
    self_assessment::{SavedAnswer, SelfAssessment},
};

use crate::harness::{Answer, Client, TestApp};

const PDF: &[u8] = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n";
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01";
const JPEG: &[u8] = b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01";

both_databases!(
    a_link_is_added_and_taken_away_and_both_stand_in_the_history,
    a_file_is_kept_once_and_comes_back_as_it_was,
);

async fn open(app: &TestApp, director: &Client) -> String {
    let open = json!({ "clinic": app.ortho(), "specialty": "Ortopedi", "year": 2026 });
    let opened: SelfAssessment = director.post("/api/self-assessments", open).await.ok();
    format!("/api/self-assessments/{}/answers", opened.id)
}

async fn upload(client: &Client, path: &str, version: i64, body: impl Into<Body>) -> Answer {
    client.send(client.request(Method::POST, path, Some(version)).body(body.into()).unwrap()).await
}

fn office(parts: &[&str]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for part in parts {
        let stored = zip::write::SimpleFileOptions::default()
            .compression_method(zip::CompressionMethod::Stored);
        archive.start_file(*part, stored).unwrap();
        archive.write_all(b"<xml/>").unwrap();
    }
    archive.finish().unwrap().into_inner()
}

async fn a_link_is_added_and_taken_away_and_both_stand_in_the_history(app: TestApp) {
    let director = app.signed_in("studierektor@exempel.se").await;
    let answers = open(&app, &director).await;
    let links = format!("{answers}/D7/links");
    let link = json!({ "title": "IUP-mall", "url": "https://exempel.se/mall" });
    let saved: SavedAnswer = director.post_at(&links, 0, &link).await.ok();
    assert_eq!((saved.answer.version, saved.answer.evidence.len()), (1, 1));
    let again: SavedAnswer = director.post_at(&links, 0, &link).await.ok();
    assert_eq!(again.answer, saved.answer);
    let other = json!({ "title": "Schema", "url": "https://exempel.se/schema" });
    director.post_at(&links, 0, &other).await.problem(StatusCode::PRECONDITION_FAILED);
    let script = json!({ "title": "x", "url": "javascript:alert(1)" });
    let problem =
        director.post_at(&links, 1, &script).await.problem(StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(problem.errors[0].path, "url");

    let evidence = format!("{answers}/D7/evidence/{}", saved.answer.evidence[0].id);
    director.get(&evidence).await.problem(StatusCode::NOT_FOUND);
    let removed: SavedAnswer = director.delete_at(&evidence, 1).await.ok();
    assert!(removed.answer.evidence.is_empty());
    director.delete_at(&evidence, 2).await.problem(StatusCode::NOT_FOUND);
    let history = answers.replace("/answers", "/history");
    let changes: Vec<Change> = director.get(&history).await.ok();
    let words = Some("Underlag: IUP-mall (https://exempel.se/mall)");
    assert_eq!((changes[0].from.as_deref(), changes[0].to.as_deref()), (words, None));
    assert_eq!((changes[1].from.as_deref(), changes[1].to.as_deref()), (None, words));
}

async fn a_file_is_kept_once_and_comes_back_as_it_was(app: TestApp) {
    let director = app.signed_in("studierektor@exempel.se").await;
    let answers = open(&app, &director).await;
    let name = "Schema%20%C3%A5%C3%A4%C3%B6%20%F0%9F%A6%B4.pdf";
    let path = format!("{answers}/A1/files?name=C:%5Ckatalog%5C{name}");
    let saved: SavedAnswer = upload(&director, &path, 0, PDF).await.ok();
    let evidence = &saved.answer.evidence[0];
    assert_eq!(&*evidence.title, "Schema åäö 🦴.pdf");
    let EvidenceSource::File { hash, file_kind, size } = &evidence.source else { panic!("a file") };
    assert_eq!((*file_kind, *size), (FileKind::Pdf, PDF.len() as u64));
    let kept = app.folder.path().join(&hash[..2]).join(hash);
    assert_eq!(std::fs::read(&kept).unwrap(), PDF);
    let elsewhere = format!("{answers}/A2/files?name=samma.PDF");
    let other: SavedAnswer = upload(&director, &elsewhere, 0, PDF).await.ok();
    let EvidenceSource::File { hash: same, .. } = &other.answer.evidence[0].source else {
        panic!("a file")
    };
    assert_eq!(same, hash);
    assert_eq!(std::fs::read_dir(kept.parent().unwrap()).unwrap().count(), 1);

    let path = format!("{answers}/A1/evidence/{}", evidence.id);
    let file = director.get(&path).await;
    assert_eq!(
        (file.is(StatusCode::OK).body.as_ref(), file.header("content-type")),
        (PDF, Some("application/pdf"))
    );
    let disposition = file.header("content-disposition").unwrap();
    assert!(
        disposition.starts_with("attachment; ") && disposition.ends_with(name),
        "{disposition}"
    );
    assert_eq!(file.header("x-content-type-options"), Some("nosniff"));
    assert!(file.header("content-security-policy").unwrap().contains("sandbox"));
    for stranger in
        ["verksamhetschef.kvinno@exempel.se", "region@exempel.se", "st-lakare@exempel.se"]
    {
        app.signed_in(stranger).await.get(&path).await.problem(StatusCode::NOT_FOUND);
    }
    app.anonymous().get(&path).await.problem(StatusCode::UNAUTHORIZED);
    // The same id beside another criterion is not there.
    director.get(&path.replace("/A1/", "/A2/")).await.problem(StatusCode::NOT_FOUND);

    director.delete_at(&path, 1).await.ok::<SavedAnswer>();
    director.get(&path).await.problem(StatusCode::NOT_FOUND);
    assert!(kept.exists());
}

#[tokio::test]
async fn a_file_of_every_listed_kind_is_taken() {
    let app = TestApp::sqlite().await;
    let director = app.signed_in("studierektor@exempel.se").await;
    let answers = open(&app, &director).await;
    let files: [(&str, Vec<u8>); 8] = [
        ("a.pdf", PDF.into()),
        ("a.png", PNG.into()),
        ("a.jpg", JPEG.into()),
        ("a.jpeg", JPEG.into()),
        ("a.txt", "Åäö och 日本語\n".into()),
        ("a.docx", office(&["[Content_Types].xml", "word/document.xml"])),
        ("a.xlsx", office(&["[Content_Types].xml", "xl/workbook.xml"])),
        ("a.pptx", office(&["[Content_Types].xml", "ppt/presentation.xml"])),
    ];
    for (version, (name, content)) in (0..).zip(files) {
        let path = format!("{answers}/A1/files?name={name}");
        let saved: SavedAnswer = upload(&director, &path, version, content).await.ok();
        assert_eq!(&*saved.answer.evidence.last().unwrap().title, name);
    }
}

#[tokio::test]
async fn a_file_that_lies_about_its_kind_is_refused_and_nothing_is_left_of_it() {
    let app = TestApp::sqlite().await;
    let director = app.signed_in("studierektor@exempel.se").await;
    let answers = open(&app, &director).await;
    let before = std::fs::read_dir(app.folder.path()).unwrap().count();
    let lies: [(&str, Vec<u8>); 12] = [
        ("a.pdf", b"MZ\x90\0 a program".into()),
        ("a.pdf", PNG.into()),
        ("a.png", JPEG.into()),
        ("a.txt", PDF.into()),
        ("a.txt", b"Nolltecken \0".into()),
        ("a.txt", b"\xc5tg\xe4rd i Latin-1".into()),
        ("a.docx", office(&["[Content_Types].xml", "xl/workbook.xml"])),
        ("a.xlsx", office(&["hemligt.exe"])),
        ("a.docx", office(&["[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"])),
        ("a.pptx", b"PK\x03\x04 cut off".into()),
        ("a.docx", Vec::new()),
        ("a.pdf.exe", PDF.into()),
    ];
    for (name, content) in lies {
        let path = format!("{answers}/A1/files?name={name}");
        let problem =
            upload(&director, &path, 0, content).await.problem(StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(problem.errors[0].path, "name", "{name}: {}", problem.title);
    }
    for name in ["", "%20", "utan-%C3%A4ndelse", "..%2F..%2Fetc%2Fpasswd"] {
        let path = format!("{answers}/A1/files?name={name}");
        upload(&director, &path, 0, PDF).await.problem(StatusCode::UNPROCESSABLE_ENTITY);
    }
    assert_eq!(std::fs::read_dir(app.folder.path()).unwrap().count(), before);
}

#[tokio::test]
async fn twenty_megabytes_are_taken_and_a_byte_more_is_not() {
    let app = TestApp::sqlite().await;
    let director = app.signed_in("studierektor@exempel.se").await;
    let answers = open(&app, &director).await;
    let path = format!("{answers}/A1/files?name=stor.txt");
    let most = 20 * 1024 * 1024;
    let announced = director
        .request(Method::POST, &path, Some(0))
        .header("content-length", most + 1)
        .body(Body::from("a".repeat(most + 1)))
        .unwrap();
    let problem = director.send(announced).await.problem(StatusCode::PAYLOAD_TOO_LARGE);
    assert!(problem.title.contains("20 MB"), "{}", problem.title);
    upload(&director, &path, 0, "a".repeat(most + 1)).await.problem(StatusCode::PAYLOAD_TOO_LARGE);
    let saved: SavedAnswer = upload(&director, &path, 0, "a".repeat(most)).await.ok();
    assert_eq!(saved.answer.version, 1);
}

#[tokio::test]
async fn an_upload_that_breaks_off_leaves_nothing() {
    let app = TestApp::sqlite().await;
    let director = app.signed_in("studierektor@exempel.se").await;
    let answers = open(&app, &director).await;
    let before = std::fs::read_dir(app.folder.path()).unwrap().count();
    let (mut sender, body) =
        http_body_util::channel::Channel::<axum::body::Bytes, std::io::Error>::new(2);
    let sending = tokio::spawn(async move {
        sender.send_data(PDF.into()).await.unwrap();
        sender.abort(std::io::ErrorKind::ConnectionReset.into());
    });
    let path = format!("{answers}/A1/files?name=a.pdf");
    let problem =
        upload(&director, &path, 0, Body::new(body)).await.problem(StatusCode::BAD_REQUEST);
    assert!(problem.title.contains("kom inte fram"), "{}", problem.title);
    sending.await.unwrap();
    assert_eq!(std::fs::read_dir(app.folder.path()).unwrap().count(), before);
}
