//! Data of many clinics over ten years, generated once and kept.

use std::path::{Path, PathBuf};

use chrono::DateTime;
use rusqlite::{Connection, params};
use server::{
    http::session::hash_token,
    store::{Store, self_assessment::Content},
};
use shared::{
    checklist::{Checklist, CriterionCode},
    review::Changed,
    self_assessment::{Answer, Verdict},
};

use crate::Outcome;

/// Years of self-assessments of each clinic; the last is a draft.
pub const YEARS: i64 = 10;
const FIRST_YEAR: i64 = 2017;
const CLINICS: usize = 2_000;
/// The file that says the data is all there: under another name, once it is generated otherwise.
const WHOLE: &str = "whole-2";

/// A share of the whole data.
#[derive(Clone, Copy)]
pub struct Size {
    /// Percent.
    pub percent: usize,
}

impl Size {
    /// How many clinics, each with one inspection.
    pub const fn clinics(self) -> usize {
        CLINICS * self.percent / 100
    }

    /// How many answers in all.
    pub const fn answers(self) -> usize {
        self.clinics() * 10 * 74
    }

    /// Where it is kept.
    pub fn folder(self, folder: &Path) -> PathBuf {
        folder.join(format!("data-{}", self.percent))
    }
}

/// An id made from what it is and two numbers, in the order of their making.
pub fn id(kind: u16, clinic: usize, number: i64) -> String {
    format!("0197{kind:04x}-{clinic:04x}-7000-8000-{number:012x}")
}

/// A clinic's self-assessment of a year, counted from 0.
pub fn assessment(clinic: usize, year: i64) -> String {
    id(4, clinic, year)
}

/// The session token of a clinic's director of studies.
pub fn token(clinic: usize) -> String {
    format!("bench-{clinic}")
}

/// Generates the data, unless it is there.
pub async fn generate(folder: &Path, size: Size) -> Outcome<()> {
    let data = size.folder(folder);
    if data.join(WHOLE).exists() {
        return Ok(());
    }
    eprintln!("Generating {} clinics …", size.clinics());
    if data.exists() {
        std::fs::remove_dir_all(&data)?;
    }
    std::fs::create_dir_all(data.join("files"))?;
    let checklist = Checklist::spur_2025();
    let store = Store::sqlite(&data).await?;
    let mut work = store.write().await?;
    work.publish_checklist(&checklist, None, None, DateTime::UNIX_EPOCH).await?;
    work.commit().await?;
    store.close().await;
    let mut database = Connection::open(data.join("stins.db"))?;
    database.pragma_update(None, "synchronous", "OFF")?;
    fill(&mut database, size, &checklist)?;
    // Before it is called whole, it must be so on the disk.
    database.pragma_update(None, "synchronous", "FULL")?;
    database.execute_batch("ANALYZE; PRAGMA wal_checkpoint(TRUNCATE);")?;
    std::fs::write(data.join(WHOLE), "")?;
    Ok(())
}

#[expect(
    clippy::disallowed_methods,
    reason = "sessions must be fresh when the server asks its clock"
)]
fn now() -> i64 {
    let since =
        std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or_default()
}

/// Makes all sessions fresh again, so that data kept since last week can be signed in to.
pub fn refresh(data: &Path) -> Outcome<()> {
    let database = Connection::open(data.join("stins.db"))?;
    database.execute("UPDATE session SET created_at = ?1, seen_at = ?1", params![now()])?;
    Ok(())
}

/// How a clinic answers a criterion, by its number in the checklist.
fn answer(clinic: usize, number: usize, code: CriterionCode) -> Outcome<Answer> {
    use Verdict::{Fulfilled, NotFulfilled, Partly};
    let comment = if number.is_multiple_of(2) {
        "Rutinen finns i ledningssystemet och följs upp varje termin vid studierektorsmötet; mallen är ny sedan i höstas."
    } else {
        ""
    };
    Ok(Answer {
        code,
        verdict: Some(
            [Fulfilled, Fulfilled, Partly, Fulfilled, NotFulfilled][(number + clinic) % 5],
        ),
        comment: comment.to_owned().try_into()?,
        evidence: Vec::new(),
        to_confirm: false,
        version: 1,
        changed: Some(Changed { at: DateTime::UNIX_EPOCH, by: "Studierektor".to_owned() }),
    })
}

fn fill(database: &mut Connection, size: Size, checklist: &Checklist) -> Outcome<()> {
    let codes: Vec<_> = checklist.criteria().map(|criterion| criterion.code).collect();
    let provider = id(1, 0, 0);
    let list = checklist.id.to_string();
    database.execute(
        "INSERT INTO care_provider (id, name) VALUES (?1, 'Region Exempel')",
        params![provider],
    )?;
    for clinics in (0..size.clinics()).collect::<Vec<_>>().chunks(100) {
        let work = database.transaction()?;
        for &clinic in clinics {
            let (place, person) = (id(2, clinic, 0), id(3, clinic, 0));
            work.execute(
                "INSERT INTO clinic (id, care_provider, name, site, specialties, version) VALUES (?1, ?2, ?3, 'Exempelsjukhuset', '[\"Ortopedi\"]', 1)",
                params![place, provider, format!("Klinik {clinic}")],
            )?;
            work.execute(
                "INSERT INTO person (id, email, name, created_at) VALUES (?1, ?2, 'Studierektor', 0)",
                params![person, format!("studierektor{clinic}@exempel.se")],
            )?;
            work.execute(
                "INSERT INTO membership (id, person, role, clinic, since) VALUES (?1, ?2, 'director_of_studies', ?3, '2017-01-01')",
                params![id(5, clinic, 0), person, place],
            )?;
            work.execute(
                "INSERT INTO session (token_hash, person, created_at, seen_at) VALUES (?1, ?2, 0, 0)",
                params![hash_token(&token(clinic)), person],
            )?;
            for year in 0..YEARS {
                let assessment = assessment(clinic, year);
                let signed = (year + 1 < YEARS).then_some(0_i64);
                work.prepare_cached(
                    "INSERT INTO self_assessment (id, clinic, specialty, year, checklist, phase, signed_at, signed_by, grades, answered, total, revision)
                     VALUES (?1, ?2, 'Ortopedi', ?3, ?4, ?5, ?6, ?7, '{}', 74, 74, 1)",
                )?
                .execute(params![assessment, place, FIRST_YEAR + year, list, if signed.is_some() { "signed" } else { "draft" }, signed, signed.map(|_| &person)])?;
                let answers: Vec<_> = codes
                    .iter()
                    .enumerate()
                    .map(|(number, code)| answer(clinic, number, *code))
                    .collect::<Outcome<_>>()?;
                let mut insert = work.prepare_cached(
                    "INSERT INTO answer (self_assessment, criterion, verdict, comment, evidence, to_confirm, version, changed_at, changed_by)
                     VALUES (?1, ?2, ?3, ?4, '[]', FALSE, 1, 0, 'Studierektor')",
                )?;
                for answer in &answers {
                    insert.execute(params![
                        assessment,
                        answer.code.to_string(),
                        answer.verdict.map(Verdict::as_str),
                        &*answer.comment
                    ])?;
                }
                if let Some(at) = signed {
                    let content = Content { answers, texts: Vec::new() };
                    work.prepare_cached(
                        "INSERT INTO signed_content (self_assessment, signed_at, content) VALUES (?1, ?2, ?3)",
                    )?
                    .execute(params![assessment, at, serde_json::to_string(&content)?])?;
                }
            }
            let inspection = id(6, clinic, 0);
            work.execute(
                "INSERT INTO inspection (id, clinic, specialty, checklist, starts, ends, imported, phase, revision)
                 VALUES (?1, ?2, 'Ortopedi', ?3, '2021-05-12', '2021-05-13', FALSE, 'underway', 1)",
                params![inspection, place, list],
            )?;
            let mut observation = work.prepare_cached(
                "INSERT INTO observation (inspection, criterion, judgement, note, version, changed_at, changed_by)
                 VALUES (?1, ?2, 'fulfilled', '', 1, 0, 'Inspektör')",
            )?;
            for code in &codes {
                observation.execute(params![inspection, code.to_string()])?;
            }
        }
        work.commit()?;
    }
    Ok(())
}
