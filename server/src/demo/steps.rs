//! A whole self-assessment or inspection in one go, as people do them bit by bit.

use chrono::NaiveDate;
use serde_json::{Value, json};
use shared::{
    ClinicId, PersonId,
    checklist::Checklist,
    grade::{Fulfilment, Grade},
    inspection::InspectorChoice,
    self_assessment::Verdict,
};

use super::{
    Failed,
    findings::{AREA_TEXTS, FULFILLED, Found, LINKS, LISTS, Shortcoming},
    stage::Actor,
};

/// The id of a record that was answered with.
fn id(record: &Value) -> Result<&str, Failed> {
    record["id"].as_str().ok_or_else(|| Failed::Refused("a record without id".to_owned()))
}

/// A year's self-assessment of a clinic.
pub struct Assessment<'a> {
    pub clinic: ClinicId,
    pub specialty: &'static str,
    pub year: i32,
    /// Years ago, for the shortcomings.
    pub ago: i32,
    pub shortcomings: &'a [Shortcoming],
    /// Only so many criteria are answered.
    pub answers: usize,
}

impl Assessment<'_> {
    /// Opens it, answers and writes; gives its path.
    pub async fn write(&self, by: &Actor, checklist: &Checklist) -> Result<String, Failed> {
        let open = json!({ "clinic": self.clinic, "specialty": self.specialty, "year": self.year });
        let opened: Value = by.post("/self-assessments", open).await?;
        let path = format!("/self-assessments/{}", id(&opened)?);
        for criterion in checklist.criteria().take(self.answers) {
            let code = criterion.code.to_string();
            let (verdict, comment) = self.answer(&code);
            let answer = format!("{path}/answers/{code}");
            let save = json!({ "verdict": verdict, "comment": comment });
            let mut saved: Value = by.put(&answer, 0, save).await?;
            for (_, title, url) in LINKS.iter().filter(|(of, ..)| *of == code) {
                let version = saved["answer"]["version"].as_i64().unwrap_or_default();
                let link = json!({ "title": title, "url": url });
                saved = by.post_at(&format!("{answer}/links"), version, link).await?;
            }
        }
        for (field, body) in AREA_TEXTS.iter().take(4).chain(&LISTS) {
            let save = json!({ "body": body });
            by.put::<Value>(&format!("{path}/texts/{field}"), 0, save).await?;
        }
        Ok(path)
    }

    fn answer(&self, code: &str) -> (Verdict, &'static str) {
        let short = self
            .shortcomings
            .iter()
            .find(|short| short.code == code && (short.last..=short.first).contains(&self.ago));
        match short {
            Some(short) => (short.verdict, short.comment),
            None => (Verdict::Fulfilled, told(&FULFILLED, code)),
        }
    }
}

/// What is told of a code, or nothing.
fn told(all: &[(&str, &'static str)], code: &str) -> &'static str {
    all.iter().find(|(of, _)| *of == code).map_or("", |(_, text)| text)
}

/// Plans an inspection by the two inspectors; gives its path.
pub async fn plan_inspection(
    region: &Actor,
    clinic: ClinicId,
    specialty: &str,
    (starts, ends): (NaiveDate, NaiveDate),
) -> Result<String, Failed> {
    let choices: Vec<InspectorChoice> = region.get("/inspectors").await?;
    let inspectors: Vec<PersonId> = choices.iter().map(|choice| choice.person.id).collect();
    let plan = json!({ "clinic": clinic, "specialty": specialty, "starts": starts, "ends": ends,
        "inspectors": inspectors });
    let planned: Value = region.post("/inspections", plan).await?;
    Ok(format!("/inspections/{}", id(&planned)?))
}

/// The inspectors' work at a visit.
pub struct Visit<'a> {
    pub path: &'a str,
    pub found: &'a [Found],
    /// Only so many criteria are judged, and areas graded that are wholly judged.
    pub judged: usize,
}

impl Visit<'_> {
    /// Judges, grades as suggested, and writes; the two take every second criterion.
    pub async fn write(&self, by: [&Actor; 2], checklist: &Checklist) -> Result<(), Failed> {
        for (number, criterion) in checklist.criteria().take(self.judged).enumerate() {
            let code = criterion.code.to_string();
            let note = told(self.found, &code);
            let judgement = if note.is_empty() { "fulfilled" } else { "finding" };
            let path = format!("{}/observations/{code}", self.path);
            let save = json!({ "judgement": judgement, "note": note });
            by[number % 2].put::<Value>(&path, 0, save).await?;
        }
        let mut seen = 0;
        for (number, area) in checklist.areas.iter().enumerate() {
            seen += area.criteria.len();
            if seen > self.judged {
                break;
            }
            let suggestion = area.suggest(checklist.exceptions, |code| {
                let found = self.found.iter().any(|(of, _)| *of == code.to_string());
                Some(if found { Fulfilment::NotFulfilled } else { Fulfilment::Fulfilled })
            });
            self.grade(by[number % 2], &area.code.to_string(), suggestion.grade()).await?;
        }
        if seen <= self.judged {
            for (field, body) in LISTS {
                self.text(by[0], field, body).await?;
            }
        }
        Ok(())
    }

    async fn grade(&self, by: &Actor, area: &str, suggested: Option<Grade>) -> Result<(), Failed> {
        // One area is graded otherwise than suggested, with a motivation.
        let (grade, motivation) = match (area, suggested) {
            ("C", Some(Grade::A)) => {
                (Some(Grade::B), "Utrustningen är god, men ST-läkarnas arbetsplatser är för få.")
            }
            (_, suggested) => (suggested, ""),
        };
        let save = json!({ "grade": grade, "motivation": motivation });
        by.put::<Value>(&format!("{}/gradings/{area}", self.path), 0, save).await?;
        self.text(by, area, told(&AREA_TEXTS, area)).await
    }

    async fn text(&self, by: &Actor, field: &str, body: &str) -> Result<(), Failed> {
        let save = json!({ "body": body });
        by.put::<Value>(&format!("{}/texts/{field}", self.path), 0, save).await?;
        Ok(())
    }
}
