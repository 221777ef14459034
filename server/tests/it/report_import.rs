//! Published reports: read by page and by command, filled in by a person, kept as final inspections.

use std::process::{Command, Output, Stdio};

use axum::http::StatusCode;
use serde_json::{Value, json};
use shared::{
    action_plan::{ActionPlan, PlanPhase},
    checklist::AreaCode,
    grade::Grade,
    inspection::{Inspection, InspectionPhase, Judgement, PlannedInspection},
    report_import::{ImportSummary, ReportImport},
    review::TextField,
};

use crate::harness::{TestApp, unknown};

const REPORT: &str = include_str!("../../../shared/tests/fixtures/report-two-areas.txt");
const REGION: &str = "region@exempel.se";

both_databases!(
    a_report_waits_for_a_person_and_becomes_a_final_inspection_once,
    what_a_person_adds_is_checked_field_by_field,
    an_import_is_seen_by_those_who_may_and_discarded_without_being_lost,
    text_that_is_no_report_changes_nothing,
);

async fn start(app: &TestApp) -> ReportImport {
    let region = app.signed_in(REGION).await;
    let text = json!({ "clinic": app.ortho(), "text": REPORT });
    let answer = region.post("/api/report-imports", text).await;
    answer.is(StatusCode::CREATED).ok()
}

/// What a person would add to what was read.
fn confirmation(import: &ReportImport) -> Value {
    let grades: serde_json::Map<String, Value> = AreaCode::ALL
        .iter()
        .map(|area| {
            let changed = import.read.changed_areas.contains(&area.letter());
            (area.to_string(), json!(if changed { Grade::D } else { Grade::B }))
        })
        .collect();
    let findings: Vec<&String> =
        import.read.entries.iter().flat_map(|entry| &entry.criteria).collect();
    json!({
        "specialty": "Ortopedi", "starts": "2024-03-12", "ends": "2024-03-13", "inspectors": [],
        "grades": grades, "findings": findings, "fulfilled": ["A1"],
        "strengths": "Engagerade handledare", "weaknesses": "", "improvements": "",
    })
}

async fn a_report_waits_for_a_person_and_becomes_a_final_inspection_once(app: TestApp) {
    let region = app.signed_in(REGION).await;
    let import = start(&app).await;
    assert_eq!((import.read.criteria_found, import.inspection), (74, None));
    let pending: Vec<ImportSummary> = region.get("/api/report-imports").await.ok();
    assert_eq!(pending.iter().map(|import| import.id).collect::<Vec<_>>(), [import.id]);
    let path = format!("/api/report-imports/{}", import.id);
    assert_eq!(region.get(&path).await.ok::<ReportImport>(), import);

    let confirm = format!("{path}/inspection");
    let done: PlannedInspection = region.post(&confirm, confirmation(&import)).await.ok();
    assert!(done.warnings.is_empty(), "{:?}", done.warnings);
    region.post(&confirm, confirmation(&import)).await.problem(StatusCode::CONFLICT);
    region.delete(&path).await.problem(StatusCode::CONFLICT);
    let settled: ReportImport = region.get(&path).await.ok();
    assert_eq!(settled.inspection, Some(done.id));
    assert!(region.get("/api/report-imports").await.ok::<Vec<ImportSummary>>().is_empty());

    let inspection: Inspection = region.get(&format!("/api/inspections/{}", done.id)).await.ok();
    assert!(inspection.imported && matches!(inspection.phase, InspectionPhase::Final { .. }));
    let protocol = inspection.protocol.unwrap();
    for area in AreaCode::ALL {
        let grade = protocol.grading(area).unwrap().review_grade().unwrap();
        let changed = import.read.changed_areas.contains(&area.letter());
        assert_eq!(
            grade.words(),
            if changed { "C (ändrad från D efter handlingsplan)" } else { "B" }
        );
        let read = import.read.area_texts.get(&area.letter());
        let kept = protocol.texts.iter().find(|text| text.field == TextField::Area(area));
        assert_eq!(kept.map(|text| &*text.body), read.map(String::as_str));
    }
    for code in import.read.entries.iter().flat_map(|entry| &entry.criteria) {
        let observation = protocol.observation(code.parse().unwrap()).unwrap();
        assert_eq!(observation.judgement, Some(Judgement::Finding));
    }
    let plan = format!("/api/action-plans/{}", inspection.action_plan.unwrap());
    let plan: ActionPlan = region.get(&plan).await.ok();
    assert!(matches!(plan.phase, PlanPhase::InForce { accepted: Some(_), .. }));
    assert_eq!(plan.entries.len(), import.read.entries.len());
    for (kept, read) in plan.entries.iter().zip(&import.read.entries) {
        assert_eq!(
            kept.criteria.iter().map(ToString::to_string).collect::<Vec<_>>(),
            read.criteria
        );
        if read.actions.is_empty() && read.references.is_empty() {
            assert_eq!(kept.actions[0].due, read.due);
            assert_eq!(kept.actions[0].follow_up, read.follow_up);
        }
    }

    let mut work = app.app.store.read().await.unwrap();
    let history = work.history(&done.id.to_string(), 0, 10).await.unwrap();
    assert_eq!(history[0].changed.by, "Regionala Rektorn");
}

async fn what_a_person_adds_is_checked_field_by_field(app: TestApp) {
    let region = app.signed_in(REGION).await;
    let import = start(&app).await;
    let path = format!("/api/report-imports/{}/inspection", import.id);
    let changed = import.read.changed_areas[0].to_string();
    let head = app.person("verksamhetschef@exempel.se").await;
    let inspector = app.person("inspektor1@exempel.se").await;
    let wrongs = [
        ("specialty", json!("Hudsjukdomar"), "specialty"),
        ("ends", json!("2024-03-11"), "ends"),
        ("ends", json!("2024-02-30"), "ends"),
        ("inspectors", json!([head]), "inspectors[0]"),
        ("inspectors", json!([inspector, inspector]), "inspectors"),
        ("inspectors", json!([unknown()]), "inspectors[0]"),
        ("findings", json!(["A1"]), "findings"),
        ("findings", json!(["A99"]), "findings"),
        ("grades", json!({ changed: "A" }), "grades"),
    ];
    for (field, value, at) in wrongs {
        let mut confirm = confirmation(&import);
        confirm[field] = value;
        let problem = region.post(&path, &confirm).await.problem(StatusCode::UNPROCESSABLE_ENTITY);
        assert!(problem.errors[0].path.starts_with(at), "{at}: {problem:?}");
    }
    let mut confirm = confirmation(&import);
    confirm["inspectors"] = json!([inspector]);
    confirm["findings"] = json!(["D1", "D1"]);
    confirm["grades"].as_object_mut().unwrap().remove("A");
    let mended = region.post(&path, &confirm).await;
    assert_eq!(mended.ok::<PlannedInspection>().warnings.last().unwrap(), "Utan betyg: område A.");
}

async fn an_import_is_seen_by_those_who_may_and_discarded_without_being_lost(app: TestApp) {
    let region = app.signed_in(REGION).await;
    let import = start(&app).await;
    let path = format!("/api/report-imports/{}", import.id);
    for stranger in [
        "region@annorlunda.se",
        "verksamhetschef@exempel.se",
        "inspektor1@exempel.se",
        "administrator@exempel.se",
    ] {
        let stranger = app.signed_in(stranger).await;
        stranger.get(&path).await.problem(StatusCode::NOT_FOUND);
        stranger.delete(&path).await.problem(StatusCode::NOT_FOUND);
        stranger
            .post(&format!("{path}/inspection"), confirmation(&import))
            .await
            .problem(StatusCode::NOT_FOUND);
        assert!(stranger.get("/api/report-imports").await.ok::<Vec<ImportSummary>>().is_empty());
    }
    let head = app.signed_in("verksamhetschef@exempel.se").await;
    let text = json!({ "clinic": app.ortho(), "text": REPORT });
    head.post("/api/report-imports", &text).await.problem(StatusCode::FORBIDDEN);
    let stranger = app.signed_in("region@annorlunda.se").await;
    stranger.post("/api/report-imports", &text).await.problem(StatusCode::NOT_FOUND);
    region.delete(&path).await.is(StatusCode::NO_CONTENT);
    region.get(&path).await.problem(StatusCode::NOT_FOUND);
    region.delete(&path).await.problem(StatusCode::NOT_FOUND);
    assert!(region.get("/api/report-imports").await.ok::<Vec<ImportSummary>>().is_empty());
}

async fn text_that_is_no_report_changes_nothing(app: TestApp) {
    let region = app.signed_in(REGION).await;
    for text in [
        "",
        "%PDF-1.7",
        "<!doctype html><p>Rapport",
        "En artikel om ST.",
        "\0\0\0",
        "å".repeat(400_000).as_str(),
    ] {
        let start = json!({ "clinic": app.ortho(), "text": text });
        let problem = region
            .post("/api/report-imports", start)
            .await
            .problem(StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(problem.errors[0].path, "text");
    }
    let long = json!({ "clinic": app.ortho(), "text": "a".repeat(1024 * 1024 + 1) });
    region.post("/api/report-imports", long).await.problem(StatusCode::PAYLOAD_TOO_LARGE);
    assert!(region.get("/api/report-imports").await.ok::<Vec<ImportSummary>>().is_empty());
}

fn command(app: &TestApp, file: &str, more: &[&str]) -> Output {
    let path = app.folder.path().join(file);
    Command::new(env!("CARGO_BIN_EXE_server"))
        .args(["import-report", path.to_str().unwrap()])
        .args(more)
        .env_remove("DATABASE_URL")
        .current_dir(app.folder.path())
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

fn error(output: &Output) -> String {
    assert!(!output.status.success());
    assert!(output.stdout.is_empty());
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[tokio::test]
async fn the_command_shows_what_was_read_and_writes_nothing() {
    let app = TestApp::sqlite().await;
    std::fs::write(app.folder.path().join("rapport.txt"), REPORT).unwrap();
    let shown = command(&app, "rapport.txt", &["--clinic", "Vad som helst", "--dry-run", "--json"]);
    assert!(shown.status.success());
    let read: Value = serde_json::from_slice(&shown.stdout).unwrap();
    assert_eq!(read["criteria_found"], 74);
    assert!(read["area_texts"].is_object() && read["changed_areas"].is_array());
    let due = &read["entries"][0]["due"][0];
    for key in ["text", "from", "to", "precision"] {
        assert!(due.get(key).is_some(), "{due}");
    }
    assert!(!app.folder.path().join("data").exists());
}

#[tokio::test]
async fn the_command_leaves_a_report_to_be_filled_in_on_the_page() {
    let app = TestApp::sqlite().await;
    let latin: Vec<u8> = REPORT.chars().map(|c| u8::try_from(c).unwrap_or(b'-')).collect();
    std::fs::write(app.folder.path().join("rapport.txt"), latin).unwrap();
    let done = command(&app, "rapport.txt", &["--clinic", "ortopedkliniken", "--data", "."]);
    let said = String::from_utf8(done.stdout).unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let region = app.signed_in(REGION).await;
    let pending: Vec<ImportSummary> = region.get("/api/report-imports").await.ok();
    assert!(said.contains(&format!("/importera/{}", pending[0].id)), "{said}");
    assert_eq!(
        (pending[0].clinic.id, pending[0].started.by.as_str()),
        (app.ortho(), "Kommandoraden")
    );
    let import: ReportImport =
        region.get(&format!("/api/report-imports/{}", pending[0].id)).await.ok();
    assert_eq!(import.read.criteria_found, 74);
}

#[tokio::test]
async fn the_command_says_what_is_wrong_and_fails() {
    let app = TestApp::sqlite().await;
    let write =
        |name: &str, content: &[u8]| std::fs::write(app.folder.path().join(name), content).unwrap();
    write("rapport.txt", REPORT.as_bytes());
    write("rapport.pdf", b"%PDF-1.7\n\xe2\xe3\xcf\xd3");
    write("bild.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0");
    write("brev.txt", "Ett brev om något annat.".as_bytes());
    let data = |clinic| ["--clinic", clinic, "--data", "."];
    let unknown = error(&command(&app, "rapport.txt", &data("Hudkliniken på berget")));
    assert!(
        unknown.contains("Ingen klinik") && unknown.contains("Ortopedkliniken, Exempelsjukhuset"),
        "{unknown}"
    );
    let pdf = error(&command(&app, "rapport.pdf", &data("Ortopedkliniken")));
    assert!(pdf.contains("är en PDF"), "{pdf}");
    let picture = error(&command(&app, "bild.txt", &data("Ortopedkliniken")));
    assert!(picture.contains("är inte text"), "{picture}");
    let letter = error(&command(&app, "brev.txt", &["--dry-run", "--json"]));
    assert!(letter.contains("ingen granskningsrapport"), "{letter}");
    let missing = error(&command(&app, "finns-inte.txt", &["--dry-run"]));
    assert!(missing.contains("kan inte läsas"), "{missing}");
    let region = app.signed_in(REGION).await;
    assert!(region.get("/api/report-imports").await.ok::<Vec<ImportSummary>>().is_empty());
}
