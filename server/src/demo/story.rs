//! What has happened at the demo's clinics until today.

use chrono::{Datelike, Days, NaiveDate};
use serde_json::{Value, json};
use shared::{action_plan::PlanEntry, checklist::Checklist, inspection::Inspection};

use super::{
    Failed,
    findings::{
        self, FOUND_IN_OPHTHALMOLOGY, FOUND_IN_ORTHOPAEDICS, FOUND_IN_PAEDIATRICS, Shortcoming,
    },
    people::{self, CLINICS, Places},
    stage::{Actor, Stage},
    steps::{Assessment, Visit, plan_inspection},
    supervisors, training,
};
use crate::App;

/// All criteria.
const ALL: usize = usize::MAX;

/// Makes all of it.
pub async fn tell(app: &App, places: &Places) -> Result<(), Failed> {
    let story = Story { stage: Stage::new(app), places, checklist: Checklist::spur_2025() };
    story.orthopaedics().await?;
    story.gynaecology().await?;
    story.paediatrics().await?;
    story.ophthalmology().await?;
    supervisors::tell(&story.stage, places).await?;
    training::tell(&story.stage, places).await?;
    story.stage.leave().await
}

struct Story<'a> {
    stage: Stage,
    places: &'a Places,
    checklist: Checklist,
}

impl Story<'_> {
    fn year(&self, ago: i32) -> i32 {
        self.stage.today.year() - ago
    }

    /// A day so many years ago; months and days are right in every year.
    fn day(&self, ago: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(self.year(ago), month, day).unwrap_or(self.stage.today)
    }

    fn assessment<'s>(
        &self,
        clinic: usize,
        ago: i32,
        shortcomings: &'s [Shortcoming],
        answers: usize,
    ) -> Assessment<'s> {
        Assessment {
            clinic: self.places.clinics[clinic],
            specialty: CLINICS[clinic].2,
            year: self.year(ago),
            ago,
            shortcomings,
            answers,
        }
    }

    /// This year's, answered and signed so many days ago.
    async fn assessed(
        &self,
        clinic: usize,
        who: &str,
        shortcomings: &[Shortcoming],
        days_ago: u64,
    ) -> Result<(), Failed> {
        self.stage.days_ago(days_ago + 20);
        let director = self.stage.act(&format!("studierektor{who}@exempel.se")).await?;
        let assessment = self.assessment(clinic, 0, shortcomings, ALL);
        let path = assessment.write(&director, &self.checklist).await?;
        self.stage.days_ago(days_ago);
        let head = self.stage.act(&format!("verksamhetschef{who}@exempel.se")).await?;
        head.step(&path, "signature").await?;
        Ok(())
    }

    async fn inspectors(&self) -> Result<[Actor; 2], Failed> {
        Ok([
            self.stage.act("inspektor1@exempel.se").await?,
            self.stage.act("inspektor2@exempel.se").await?,
        ])
    }

    /// Planned by the region so many days ago; gives its path.
    async fn planned(
        &self,
        clinic: usize,
        days_ago: u64,
        visit: (NaiveDate, NaiveDate),
    ) -> Result<String, Failed> {
        self.stage.days_ago(days_ago);
        let region = self.stage.act("region@exempel.se").await?;
        let (place, specialty) = (self.places.clinics[clinic], CLINICS[clinic].2);
        plan_inspection(&region, place, specialty, visit).await
    }

    /// Inspected five years ago and mended since; self-assessed every year, this year's on its way.
    async fn orthopaedics(&self) -> Result<(), Failed> {
        self.inspected_long_ago().await?;
        for ago in [4, 3, 2, 1] {
            self.stage.on(self.day(ago, 10, 5));
            let director = self.stage.act("studierektor@exempel.se").await?;
            let shortcomings = &findings::ORTHOPAEDICS;
            let assessment = self.assessment(people::ORTHOPAEDICS, ago, shortcomings, ALL);
            let path = assessment.write(&director, &self.checklist).await?;
            self.stage.on(self.day(ago, 11, 14));
            let head = self.stage.act("verksamhetschef@exempel.se").await?;
            head.step(&path, "signature").await?;
        }
        self.stage.days_ago(3);
        let director = self.stage.act("studierektor@exempel.se").await?;
        let begun = self.assessment(people::ORTHOPAEDICS, 0, &findings::ORTHOPAEDICS, 44);
        begun.write(&director, &self.checklist).await?;
        Ok(())
    }

    async fn inspected_long_ago(&self) -> Result<(), Failed> {
        let (clinic, specialty) = (self.places.clinics[people::ORTHOPAEDICS], "Ortopedi");
        self.stage.on(self.day(5, 9, 20));
        let region = self.stage.act("region@exempel.se").await?;
        let visit = (self.day(5, 12, 7), self.day(5, 12, 8));
        let path = plan_inspection(&region, clinic, specialty, visit).await?;
        self.stage.on(visit.0);
        let [one, two] = self.inspectors().await?;
        one.step(&path, "start").await?;
        let visit = Visit { path: &path, found: &FOUND_IN_ORTHOPAEDICS, judged: ALL };
        visit.write([&one, &two], &self.checklist).await?;
        self.stage.on(self.day(5, 12, 10));
        for inspector in self.inspectors().await? {
            inspector.step(&path, "signature").await?;
        }
        self.stage.on(self.day(5, 12, 18));
        let director = self.stage.act("studierektor@exempel.se").await?;
        let comment = json!({ "area": "D", "body": "Introduktionsprogrammet är från i år, inte från i fjol som det står." });
        director.post::<Value>(&format!("{path}/comments"), comment).await?;
        director.step(&path, "comments-done").await?;
        self.stage.on(self.day(5, 12, 20));
        self.inspectors().await?[0].step(&path, "final").await?;
        self.mended(&path).await
    }

    /// The plan that was asked for: written, submitted, accepted, and followed up all but for its last action.
    async fn mended(&self, inspection: &str) -> Result<(), Failed> {
        self.stage.on(self.day(4, 1, 24));
        let director = self.stage.act("studierektor@exempel.se").await?;
        let whole: Inspection = director.get(inspection).await?;
        let plan = whole.action_plan.ok_or_else(|| Failed::Refused("no plan asked for".into()))?;
        let path = format!("/action-plans/{plan}");
        let mut entries: Vec<PlanEntry> = Vec::new();
        for entry in self.entries() {
            let saved: Value = director.post(&format!("{path}/entries"), entry).await?;
            let entry = serde_json::from_value(saved["entry"].clone());
            entries.push(entry.map_err(|error| Failed::Refused(error.to_string()))?);
        }
        self.stage.on(self.day(4, 2, 14));
        self.stage.act("verksamhetschef@exempel.se").await?.step(&path, "submission").await?;
        self.stage.on(self.day(4, 3, 2));
        self.inspectors().await?[1].step(&path, "acceptance").await?;
        self.stage.on(self.day(4, 11, 20));
        let director = self.stage.act("studierektor@exempel.se").await?;
        let outcomes = [
            ("done", "Mallen används av alla tre sedan i maj."),
            ("done", "Alla program är genomgångna och reviderade."),
            ("done", "Två timmar i månaden ligger i schemat."),
            ("underway", "Blanketten finns. Hälften av passen har fått återkoppling."),
        ];
        let actions = entries
            .iter()
            .flat_map(|entry| entry.actions.iter().map(move |action| (entry.id, action.id)));
        for ((entry, action), (status, outcome)) in actions.zip(outcomes) {
            let now: Value = director.get(&path).await?;
            let version = now["entries"]
                .as_array()
                .into_iter()
                .flatten()
                .find(|one| one["id"] == json!(entry))
                .and_then(|one| one["version"].as_i64())
                .unwrap_or_default();
            let evidence = if outcome.starts_with("Mallen") {
                json!([{ "title": "IUP-mall", "source": { "kind": "link", "url": "https://exempel.se/iup-mall" } }])
            } else {
                json!([])
            };
            let follow_up = json!({ "status": status, "outcome": outcome, "evidence": evidence });
            let path = format!("{path}/entries/{entry}/actions/{action}/follow-up");
            director.put::<Value>(&path, version, follow_up).await?;
        }
        Ok(())
    }

    /// What the plan says. The last action is to be repeated before the next inspection, six weeks ago.
    fn entries(&self) -> [Value; 3] {
        let year = self.year(4);
        let late = self.stage.day(42).iso_week();
        let action = |text: &str, due: String, responsible: &[&str], follow_up: String| {
            json!({ "text": text, "due": due, "responsible": responsible, "follow_up": follow_up,
                "follow_up_responsible": ["Verksamhetschef"] })
        };
        [
            json!({ "criteria": ["D6", "D7"], "actions": [
                action(
                    "IUP-mall med väg till varje delmål",
                    format!("v 18 {year}"),
                    &["Studierektor", "Handledare"],
                    format!("v 24 {year}"),
                ),
                action(
                    "Gå igenom och revidera alla program vid handledarträffen",
                    format!("Maj {year}"),
                    &["Handledare"],
                    format!("September {year}"),
                ),
            ] }),
            json!({ "criteria": ["E8"], "actions": [action(
                "Schemalagd handledning",
                format!("v23 {year} (ny schemaperiod)"),
                &["Schemaläggare"],
                format!("hösten {year}"),
            )] }),
            json!({ "criteria": ["H7", "H9"], "actions": [action(
                "Återkoppling på undervisning och handledning, och en ny genomgång inför nästa granskning",
                format!("v {} {}", late.week(), late.year()),
                &["Handledarna"],
                format!("v {} {}", late.week(), late.year()),
            )] }),
        ]
    }

    /// Self-assessed, and to be inspected in three weeks.
    async fn gynaecology(&self) -> Result<(), Failed> {
        self.assessed(people::GYNAECOLOGY, ".kvinno", &findings::GYNAECOLOGY, 30).await?;
        let soon = |days| self.stage.today.checked_add_days(Days::new(days));
        if let (Some(starts), Some(ends)) = (soon(18), soon(19)) {
            self.planned(people::GYNAECOLOGY, 20, (starts, ends)).await?;
        }
        Ok(())
    }

    /// The inspectors are there today.
    async fn paediatrics(&self) -> Result<(), Failed> {
        self.assessed(people::PAEDIATRICS, ".barn", &findings::PAEDIATRICS, 50).await?;
        let visit = (self.stage.day(1), self.stage.today);
        let path = self.planned(people::PAEDIATRICS, 40, visit).await?;
        self.stage.days_ago(1);
        let [one, two] = self.inspectors().await?;
        one.step(&path, "start").await?;
        let visit = Visit { path: &path, found: &FOUND_IN_PAEDIATRICS, judged: 30 };
        visit.write([&one, &two], &self.checklist).await
    }

    /// With a preliminary report that the clinic comments on.
    async fn ophthalmology(&self) -> Result<(), Failed> {
        self.assessed(people::OPHTHALMOLOGY, ".ogon", &findings::OPHTHALMOLOGY, 80).await?;
        let visit = (self.stage.day(15), self.stage.day(14));
        let path = self.planned(people::OPHTHALMOLOGY, 70, visit).await?;
        self.stage.days_ago(14);
        let [one, two] = self.inspectors().await?;
        one.step(&path, "start").await?;
        let visit = Visit { path: &path, found: &FOUND_IN_OPHTHALMOLOGY, judged: ALL };
        visit.write([&one, &two], &self.checklist).await?;
        self.stage.days_ago(10);
        for inspector in self.inspectors().await? {
            inspector.step(&path, "signature").await?;
        }
        self.stage.days_ago(4);
        let director = self.stage.act("studierektor.ogon@exempel.se").await?;
        let comment = json!({ "area": "F", "body": "Två av kurserna står i programmen, se bilaga 2 som skickades in." });
        director.post::<Value>(&format!("{path}/comments"), comment).await?;
        Ok(())
    }
}
