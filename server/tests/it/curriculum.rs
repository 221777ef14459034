//! The real målbeskrivning out of a file: looked at, published, and followed by whoever it is decided for.

use axum::http::StatusCode;
use serde_json::{Value, json};
use shared::{
    curriculum::{Curriculum, CurriculumPreview, CurriculumVersion, ObjectiveChange},
    training::{Decided, TrainingChoices},
};

use crate::{
    harness::{Client, TestApp},
    story::{DIRECTOR, HEAD, REGION},
    training::{TRAINEE, at, started, whole, wrong},
};

both_databases!(
    a_file_is_looked_at_and_nothing_is_kept_of_it,
    a_broken_file_is_told_of_and_never_published_in_part,
    a_published_version_is_followed_only_where_it_holds_and_by_whom_it_is_decided_for,
);

/// A whole file: the common objectives by code alone, and two of the specialty's own.
fn file() -> String {
    let mut file = "kod,titel,krav,aktiviteter\r\n".to_owned();
    for code in 1..=7 {
        file += &format!("STa{code},,,\r\n");
    }
    for code in 1..=4 {
        file += &format!("STb{code},,,\r\n");
    }
    file + "STc1,Frakturer,\"Kunna handlägga frakturer, också öppna\",klinisk tjänstgöring\r\nSTc2,,Kunna operera,kurs\r\n"
}

fn read(app: &TestApp, text: &str) -> Value {
    json!({ "clinic": app.ortho(), "specialty": "Ortopedi", "regulation": "hslf2021", "text": text })
}

async fn versions(client: &Client) -> Vec<CurriculumVersion> {
    let mut all: Vec<CurriculumVersion> = client.get("/api/curricula").await.ok();
    all.retain(|one| &*one.specialty == "Ortopedi" && one.regulation.as_str() == "hslf2021");
    all
}

async fn a_file_is_looked_at_and_nothing_is_kept_of_it(app: TestApp) {
    let director = app.signed_in(DIRECTOR).await;
    let before = versions(&director).await;
    let preview: CurriculumPreview =
        director.post("/api/curricula/preview", read(&app, &file())).await.ok();
    assert!(preview.is_usable(), "{:?}", preview.problems);
    assert!(preview.against.as_ref().unwrap().draft);
    assert_eq!(preview.count(ObjectiveChange::Changed), 2);
    assert!(preview.count(ObjectiveChange::Removed) > 0);
    assert_eq!(versions(&director).await, before);
    let mut other = read(&app, &file());
    other["specialty"] = json!("Psykiatri");
    wrong(&director.post("/api/curricula/preview", other).await, "specialty", "klinikens special");
    let mut closed = read(&app, &file());
    closed["regulation"] = json!("SOSFS 2008:17");
    let answer = director.post("/api/curricula/preview", closed).await;
    wrong(&answer, "regulation", "SOSFS 2008:17 är stängd");
    for (reader, status) in [(HEAD, StatusCode::FORBIDDEN), (TRAINEE, StatusCode::FORBIDDEN)] {
        let reader = app.signed_in(reader).await;
        reader.post("/api/curricula/preview", read(&app, &file())).await.problem(status);
    }
    let stranger = app.signed_in("region@annorlunda.se").await;
    stranger
        .post("/api/curricula/preview", read(&app, &file()))
        .await
        .problem(StatusCode::NOT_FOUND);
}

async fn a_broken_file_is_told_of_and_never_published_in_part(app: TestApp) {
    let director = app.signed_in(DIRECTOR).await;
    let before = versions(&director).await;
    for (text, line, column, sentence) in [
        (String::new(), None, None, "Filen är tom."),
        ("\u{0}\u{1}%PDF-1.7".to_owned(), Some(1), None, "Kolumnen"),
        (format!("{}STc3,,,\r\n", file()), Some(15), Some("krav"), "STc3 saknar krav."),
        (format!("{}STc3,,Krav,kus\r\n", file()), Some(15), Some("aktiviteter"), "”kus”"),
        (format!("{}c1,,Krav,\r\n", file()), Some(15), Some("kod"), "c1 är ett delmål i SOSFS"),
        (file().replace("STa7,,,\r\n", ""), None, None, "STa7"),
        (format!("{}STc3,,\"Krav,\r\n", file()), Some(15), None, "Ett citattecken"),
    ] {
        let preview: CurriculumPreview =
            director.post("/api/curricula/preview", read(&app, &text)).await.ok();
        assert!(!preview.is_usable() && preview.objectives.is_empty());
        let first = &preview.problems[0];
        assert_eq!((first.line, first.column.as_deref()), (line, column), "{first:?}");
        assert!(first.sentence.starts_with(sentence), "{first:?}");
        let publish = json!({ "version_name": "2026-11", "file": read(&app, &text) });
        let answer = director.post("/api/curricula", publish).await;
        wrong(&answer, "file.text", "Inget har lagts in.");
    }
    assert_eq!(versions(&director).await, before);
}

async fn a_published_version_is_followed_only_where_it_holds_and_by_whom_it_is_decided_for(
    app: TestApp,
) {
    let id = started(&app).await;
    let director = app.signed_in(DIRECTOR).await;
    let publish = json!({ "version_name": "2026-11", "file": read(&app, &file()) });
    app.signed_in(HEAD).await.post("/api/curricula", &publish).await.problem(StatusCode::FORBIDDEN);
    let answer = director.post("/api/curricula", &publish).await;
    let new: Curriculum = answer.is(StatusCode::CREATED).ok();
    assert!(!new.draft());
    let region = app.signed_in(REGION).await;
    wrong(&region.post("/api/curricula", &publish).await, "version_name", "Det finns redan");
    let listed = versions(&director).await;
    assert_eq!(listed[0].id, new.id);
    assert_eq!((listed[0].draft, listed[0].published.by.as_str()), (false, "Rektorn Ortoped"));
    let stranger = app.signed_in("region@annorlunda.se").await;
    assert!(versions(&stranger).await.iter().all(|one| one.id != new.id));
    // Who began with another keeps it, until somebody decides.
    assert!(whole(&director, id).await.curriculum.draft());
    let choices: TrainingChoices = director.get(&at(id, "/choices")).await.ok();
    assert_eq!(choices.curricula[0].id, new.id);
    let decide = json!({ "read": 0, "on": "2025-03-01", "reason": "Den riktiga är inlagd",
        "step": { "kind": "curriculum", "curriculum": new.id } });
    director.post(&at(id, "/decisions"), decide).await.is(StatusCode::OK);
    let portfolio = whole(&app.signed_in(TRAINEE).await, id).await;
    assert_eq!(portfolio.curriculum, new);
    let Decided::Curriculum { from, to } = &portfolio.decisions[0].what else { panic!("it moved") };
    assert_eq!((&**from, &**to), ("Inbyggd", "2026-11"));
}
