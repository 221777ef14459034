//! Reading published reports: invented reports with the layouts of the real ones (SPUR-rapport, 2.4).

use chrono::NaiveDate;
use serde_json::Value;
use shared::report_text::{
    NotAReport, ReportArea, ReportCriterion, ReportEntry, ReportText, read_report,
};

mod faulty;
mod reading;

/// Texts in every area, the suggestions on a page of their own, fields written in many ways.
const EVERY_AREA: &str = include_str!("../fixtures/report-every-area.txt");
/// Texts in two areas only, numbered actions, an entry that says `Se ovan`.
const TWO_AREAS: &str = include_str!("../fixtures/report-two-areas.txt");
/// Actions of forty lines that go on over pages, names with their roles in brackets.
const LONG_PLAN: &str = include_str!("../fixtures/report-long-plan.txt");

fn with_areas<T>(then: impl FnOnce(&[ReportArea]) -> T) -> T {
    let checklist: Value = serde_json::from_str(include_str!("../../data/spur-2025.json"))
        .expect("the checklist is JSON");
    fn text(value: &Value) -> &str {
        value.as_str().expect("a text")
    }
    let list = |value: &Value| value.as_array().expect("a list").clone();
    let areas = list(&checklist["areas"]);
    let criteria: Vec<Vec<Value>> = areas.iter().map(|area| list(&area["criteria"])).collect();
    let areas: Vec<ReportArea> = areas
        .iter()
        .zip(&criteria)
        .map(|(area, criteria)| ReportArea {
            code: text(&area["code"]).chars().next().expect("a letter"),
            name: text(&area["name"]),
            preamble: area["preamble"].as_str(),
            grade_texts: area["grade_texts"]
                .as_object()
                .expect("grades")
                .values()
                .map(text)
                .collect(),
            criteria: criteria
                .iter()
                .map(|found| ReportCriterion {
                    code: text(&found["code"]),
                    text: text(&found["text"]),
                })
                .collect(),
        })
        .collect();
    then(&areas)
}

fn read(text: &str) -> Result<ReportText, NotAReport> {
    with_areas(|areas| read_report(text, areas))
}

fn report(text: &str) -> ReportText {
    read(text).expect("a report")
}

fn ymd(year: i32, month: u32, day: u32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year, month, day)
}

fn texts(dates: &[shared::written_date::WrittenDate]) -> Vec<&str> {
    dates.iter().map(|date| date.text.as_str()).collect()
}

/// The body of a report with a plan of one's own.
fn with_plan(plan: &str) -> ReportText {
    let body = EVERY_AREA.split("HANDLINGSPLAN").next().expect("a body");
    report(&format!("{body}HANDLINGSPLAN\n{plan}"))
}

fn only_entry(fields: &str) -> ReportEntry {
    let plan = format!(
        "H. Ledarskapskompetens och kommunikativ kompetens\nST-läkaren bereds möjlighet att planera och genomföra undervisning.\n{fields}"
    );
    let mut entries = with_plan(&plan).entries;
    assert_eq!(entries.len(), 1, "{entries:?}");
    entries.remove(0)
}
