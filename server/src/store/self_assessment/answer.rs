//! Saving one answer: one statement to read what a change needs, one to make it.

use chrono::{DateTime, Utc};
use shared::{
    CareProviderId, ClinicId, SelfAssessmentId,
    checklist::{AreaCode, CriterionClass, CriterionCode},
    grade::{Judged, Suggestion, suggest},
    review::Evidence,
    rights::On,
    self_assessment::{Answer, Verdict, answered},
};

use super::super::{
    Error, Result, Work, from_json,
    history::NewChange,
    instant, number, packed, parse,
    session::{Session, SessionRow},
    sqlite::AtOnce,
    text, to_json,
};
use crate::clock::new_id;
use shared::review::Changed;

/// An answer as it stands, with its area's and its self-assessment's share in a change of it.
pub struct AnswerInArea {
    /// The answer.
    pub answer: Answer,
    /// The clinic.
    pub clinic: ClinicId,
    /// Whose clinic it is.
    pub care_provider: CareProviderId,
    /// Whether the self-assessment may be changed.
    pub draft: bool,
    /// The self-assessment's revision.
    pub revision: i64,
    judged: Vec<Judged>,
    exceptions: u8,
}

impl AnswerInArea {
    /// What rights to it are asked on, for someone who isn't an inspector.
    #[must_use]
    pub const fn on(&self) -> On {
        On { clinic: Some(self.clinic), care_provider: Some(self.care_provider), ..On::NOTHING }
    }

    /// The area's suggestion if this criterion were answered so.
    #[must_use]
    pub fn suggestion(&self, answer: &Answer) -> Suggestion {
        let judged: Vec<Judged> = self
            .judged
            .iter()
            .map(|judged| {
                if judged.code == answer.code {
                    Judged { fulfilment: answer.fulfilment(), ..*judged }
                } else {
                    *judged
                }
            })
            .collect();
        suggest(&judged, self.exceptions)
    }
}

/// A change of an answer.
pub struct NewAnswer<'a> {
    /// Which self-assessment.
    pub id: SelfAssessmentId,
    /// How it stood, with the version the change starts from.
    pub was: &'a Answer,
    /// The verdict.
    pub verdict: Option<Verdict>,
    /// The comment.
    pub comment: &'a str,
    /// Links and files.
    pub evidence: &'a [Evidence],
    /// Whether it is taken from last year and waits for being confirmed.
    pub to_confirm: bool,
    /// How it was, in words for the history.
    pub from: Option<&'a str>,
    /// How it becomes, in words for the history.
    pub to: Option<&'a str>,
    /// The person's name.
    pub by: &'a str,
    /// When.
    pub at: DateTime<Utc>,
}

/// A save is three changes, each made only if the one before was, so that they can be sent together with their commit.
static SAVE_ON_SQLITE: AtOnce = at_once!(
    "UPDATE self_assessment SET revision = revision + 1, answered = answered + $2
     WHERE id = $1 AND phase = 'draft'
       AND EXISTS (SELECT 1 FROM answer WHERE self_assessment = $1 AND criterion = $3 AND version = $4)
     RETURNING revision;",
    "UPDATE answer
     SET verdict = $5, comment = $6, evidence = $7, to_confirm = $8, version = version + 1,
         changed_at = $9, changed_by = $10
     WHERE changes() = 1 AND self_assessment = $1 AND criterion = $3 AND version = $4;",
    "INSERT INTO history (id, record, field, was, became, changed_at, changed_by)
     SELECT $11, $1, $3, $12, $13, $9, $10 WHERE changes() = 1"
);

/// The same as one statement. Where others write at the same time one of its parts may come to nothing: then it gives no
/// row, and nothing of it may be committed.
const SAVE_ON_POSTGRES: &str = "
    WITH revised AS (
        UPDATE self_assessment SET revision = revision + 1, answered = answered + $2
        WHERE id = $1 AND phase = 'draft' RETURNING revision
    ), written AS (
        UPDATE answer
        SET verdict = $5, comment = $6, evidence = $7, to_confirm = $8, version = version + 1,
            changed_at = $9, changed_by = $10
        WHERE self_assessment = $1 AND criterion = $3 AND version = $4 RETURNING version
    ), kept AS (
        INSERT INTO history (id, record, field, was, became, changed_at, changed_by)
        VALUES ($11, $1, $3, $12, $13, $9, $10)
    )
    SELECT revision FROM revised CROSS JOIN written";

/// How a statement that packs answers says that one waits for being confirmed.
pub(super) const TO_CONFIRM: &str = "1";
/// How evidence is stored where there is none.
pub(super) const NO_EVIDENCE: &str = "[]";

/// An answer's columns, as stored; a verdict that isn't given is empty.
pub(super) struct AnswerColumns<'a> {
    pub code: CriterionCode,
    pub verdict: &'a str,
    pub comment: &'a str,
    pub evidence: &'a str,
    pub to_confirm: bool,
    pub version: i64,
    pub changed_at: i64,
    pub changed_by: &'a str,
}

/// An answer from its columns.
pub(super) fn answer(columns: AnswerColumns<'_>) -> Result<Answer> {
    Ok(Answer {
        code: columns.code,
        verdict: stored_verdict(columns.verdict)?,
        comment: text(columns.comment.to_owned())?,
        evidence: if columns.evidence == NO_EVIDENCE {
            Vec::new()
        } else {
            from_json(columns.evidence)?
        },
        to_confirm: columns.to_confirm,
        version: columns.version,
        changed: if columns.version == 0 {
            None
        } else {
            Some(Changed { at: instant(columns.changed_at)?, by: columns.changed_by.to_owned() })
        },
    })
}

/// A stored verdict; an empty one is none.
pub(super) fn stored_verdict(stored: &str) -> Result<Option<Verdict>> {
    if stored.is_empty() {
        return Ok(None);
    }
    match Verdict::from_stored(stored) {
        None => Err(Error::Corrupt(format!("verdict {stored}"))),
        verdict => Ok(verdict),
    }
}

/// The answer asked for, with its clinic, its record and the whole area.
#[derive(sqlx::FromRow)]
struct AreaRow {
    clinic: String,
    care_provider: String,
    phase: String,
    revision: i64,
    exceptions: i64,
    verdict: Option<String>,
    comment: String,
    evidence: String,
    to_confirm: bool,
    version: i64,
    changed_at: i64,
    changed_by: String,
    /// Criterion, class, verdict, comment where it decides whether the verdict counts, to confirm.
    area: String,
}

impl AreaRow {
    fn answer(self, code: CriterionCode) -> Result<AnswerInArea> {
        let judged = packed::rows_by(Some(&self.area))?
            .into_iter()
            .map(|(code, row)| {
                let [_, class, stored, comment, to_confirm] = packed::row(row)?;
                let class = CriterionClass::ALL
                    .into_iter()
                    .find(|known| known.as_str() == class)
                    .ok_or_else(|| Error::Corrupt(format!("class {class}")))?;
                let verdict = stored_verdict(stored)?;
                let fulfilment = answered(verdict, comment, to_confirm == TO_CONFIRM);
                Ok(Judged { code, class, fulfilment })
            })
            .collect::<Result<Vec<_>>>()?;
        Ok(AnswerInArea {
            answer: answer(AnswerColumns {
                code,
                verdict: self.verdict.as_deref().unwrap_or_default(),
                comment: &self.comment,
                evidence: &self.evidence,
                to_confirm: self.to_confirm,
                version: self.version,
                changed_at: self.changed_at,
                changed_by: &self.changed_by,
            })?,
            clinic: parse(&self.clinic)?,
            care_provider: parse(&self.care_provider)?,
            draft: self.phase == "draft",
            revision: self.revision,
            judged,
            exceptions: number(self.exceptions)?,
        })
    }
}

/// [`AreaRow`] with who asks.
#[derive(sqlx::FromRow)]
struct AskedRow {
    #[sqlx(flatten)]
    area: AreaRow,
    #[sqlx(flatten)]
    session: SessionRow,
}

/// The statement for an [`AreaRow`], and what columns more.
macro_rules! in_area {
    ($more:expr) => {
        concat!(
            "SELECT s.clinic, c.care_provider, s.phase, s.revision, k.exceptions,
                    a.verdict, a.comment, a.evidence, a.to_confirm, a.version, a.changed_at, a.changed_by,
                    (SELECT string_agg(concat_ws($5, o.criterion, n.class, COALESCE(o.verdict, ''),
                                CASE WHEN o.verdict = 'not_applicable' THEN o.comment ELSE '' END,
                                CASE WHEN o.to_confirm THEN '1' ELSE '' END), $6)
                     FROM answer o JOIN criterion n ON n.checklist = s.checklist AND n.code = o.criterion
                     WHERE o.self_assessment = s.id AND o.criterion > $3 AND o.criterion < $4) AS area", $more, "
             FROM self_assessment s
             JOIN clinic c ON c.id = s.clinic
             JOIN checklist k ON k.id = s.checklist
             JOIN answer a ON a.self_assessment = s.id AND a.criterion = $2
             WHERE s.id = $1"
        )
    };
}

/// An area's codes are those that begin with its letter: a range of the primary key, from here to there.
fn codes_of(area: AreaCode) -> (String, String) {
    let letter = area.letter();
    let next = char::from_u32(u32::from(letter) + 1).unwrap_or(char::MAX);
    (letter.to_string(), next.to_string())
}

impl Work {
    /// An answer with its area's, in one statement; none if the self-assessment or the criterion isn't there.
    ///
    /// # Errors
    /// When the database fails or a record is corrupt.
    pub async fn answer_in_area(
        &mut self,
        id: SelfAssessmentId,
        code: CriterionCode,
    ) -> Result<Option<AnswerInArea>> {
        let (area, next) = codes_of(code.area());
        let row: Option<AreaRow> = on!(self, db => sqlx::query_as(in_area!(""))
            .bind(id.to_string())
            .bind(code.to_string())
            .bind(area)
            .bind(next)
            .bind(packed::COLUMN.to_string())
            .bind(packed::ROW.to_string())
            .fetch_optional(db))?;
        row.map(|row| row.answer(code)).transpose()
    }

    /// The same with the session of who asks: one statement.
    ///
    /// # Errors
    /// When the database fails or a record is corrupt.
    pub async fn answer_asked_for(
        &mut self,
        id: SelfAssessmentId,
        code: CriterionCode,
        token_hash: &str,
    ) -> Result<Option<(Option<Session>, AnswerInArea)>> {
        let (area, next) = codes_of(code.area());
        let row: Option<AskedRow> = on!(self, db => sqlx::query_as(in_area!(
            concat!(", ", session_columns!("$7", "$5", "$6"))))
            .bind(id.to_string())
            .bind(code.to_string())
            .bind(area)
            .bind(next)
            .bind(packed::COLUMN.to_string())
            .bind(packed::ROW.to_string())
            .bind(token_hash)
            .fetch_optional(db))?;
        row.map(|row| Ok((row.session.session()?, row.area.answer(code)?))).transpose()
    }

    /// Changes an answer of a draft, if it still is as it was, and keeps the change in the history: all that this work does.
    /// Gives the record's new revision; none where it is signed, or somebody else's change came first, and then this work
    /// must give way.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn save_answer(&mut self, new: &NewAnswer<'_>) -> Result<Option<i64>> {
        let counts = |verdict, comment: &str, to_confirm| {
            i64::from(answered(verdict, comment, to_confirm).is_some())
        };
        let more = counts(new.verdict, new.comment, new.to_confirm)
            - counts(new.was.verdict, &new.was.comment, new.was.to_confirm);
        let evidence = to_json(&new.evidence)?;
        let text = self.at_once(&SAVE_ON_SQLITE, SAVE_ON_POSTGRES)?;
        let revised: Vec<(i64,)> = on!(self, db => sqlx::query_as(text)
            .bind(new.id.to_string())
            .bind(more)
            .bind(new.was.code.to_string())
            .bind(new.was.version)
            .bind(new.verdict.map(Verdict::as_str))
            .bind(new.comment)
            .bind(evidence)
            .bind(new.to_confirm)
            .bind(new.at.timestamp_millis())
            .bind(new.by)
            .bind(new_id().to_string())
            .bind(new.from)
            .bind(new.to)
            .fetch_all(db))?;
        self.is_made(text, &SAVE_ON_SQLITE);
        Ok(revised.first().map(|(revision,)| *revision))
    }

    /// The answer and its history alone, for when the record's revision is already counted.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn set_answer(&mut self, new: &NewAnswer<'_>) -> Result<bool> {
        let code = new.was.code.to_string();
        let evidence = to_json(&new.evidence)?;
        let rows = execute!(
            self,
            sqlx::query(
                "UPDATE answer
             SET verdict = $4, comment = $5, evidence = $6, to_confirm = $7, version = version + 1,
                 changed_at = $8, changed_by = $9
             WHERE self_assessment = $1 AND criterion = $2 AND version = $3"
            )
            .bind(new.id.to_string())
            .bind(&code)
            .bind(new.was.version)
            .bind(new.verdict.map(Verdict::as_str))
            .bind(new.comment)
            .bind(evidence)
            .bind(new.to_confirm)
            .bind(new.at.timestamp_millis())
            .bind(new.by)
        )?;
        if rows == 0 {
            return Ok(false);
        }
        self.keep_change(NewChange {
            record: new.id.to_string(),
            field: &code,
            from: new.from,
            to: new.to,
            reason: None,
            by: new.by,
            at: new.at,
        })
        .await?;
        Ok(true)
    }
}
