//! Saving one answer: one statement to read what a change needs, three to make it.

use chrono::{DateTime, Utc};
use shared::{
    CareProviderId, ClinicId, SelfAssessmentId,
    checklist::{CriterionClass, CriterionCode},
    grade::{Judged, Suggestion, suggest},
    review::Evidence,
    rights::On,
    self_assessment::{Answer, Verdict},
};

use super::super::{
    Error, Result, Work, from_json, history::NewChange, instant, number, parse, text, to_json,
};
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
        On { clinic: Some(self.clinic), care_provider: Some(self.care_provider), assigned: false }
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

/// What came of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Written; the record's new revision.
    Saved(i64),
    /// The record is signed.
    Locked,
    /// Somebody else's change came first.
    Overtaken,
}

/// Clinic, care provider, phase, revision, exceptions; criterion, class, verdict, comment, evidence of the one asked for,
/// to confirm, version, when and by whom.
type Row = (
    String,
    String,
    String,
    i64,
    i64,
    String,
    String,
    Option<String>,
    String,
    String,
    bool,
    i64,
    i64,
    String,
);

/// An answer from its columns.
#[expect(clippy::too_many_arguments, reason = "one a column")]
pub(super) fn answer(
    code: CriterionCode,
    verdict: Option<&str>,
    comment: String,
    evidence: &str,
    to_confirm: bool,
    version: i64,
    changed_at: i64,
    changed_by: String,
) -> Result<Answer> {
    let verdict = verdict
        .map(|stored| {
            Verdict::from_stored(stored).ok_or_else(|| Error::Corrupt(format!("verdict {stored}")))
        })
        .transpose()?;
    Ok(Answer {
        code,
        verdict,
        comment: text(comment)?,
        evidence: if evidence == "[]" { Vec::new() } else { from_json(evidence)? },
        to_confirm,
        version,
        changed: if version == 0 {
            None
        } else {
            Some(Changed { at: instant(changed_at)?, by: changed_by })
        },
    })
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
        // An area's codes are those that begin with its letter: a range of the primary key.
        let area = code.area().letter();
        let next = char::from_u32(u32::from(area) + 1).unwrap_or(char::MAX);
        let rows: Vec<Row> = on!(self, db => sqlx::query_as(
            "SELECT s.clinic, c.care_provider, s.phase, s.revision, k.exceptions,
                    a.criterion, n.class, a.verdict, a.comment,
                    CASE WHEN a.criterion = $2 THEN a.evidence ELSE '[]' END,
                    a.to_confirm, a.version, a.changed_at, a.changed_by
             FROM self_assessment s
             JOIN clinic c ON c.id = s.clinic
             JOIN checklist k ON k.id = s.checklist
             JOIN answer a ON a.self_assessment = s.id AND a.criterion > $3 AND a.criterion < $4
             JOIN criterion n ON n.checklist = s.checklist AND n.code = a.criterion
             WHERE s.id = $1")
            .bind(id.to_string())
            .bind(code.to_string())
            .bind(area.to_string())
            .bind(next.to_string())
            .fetch_all(db))?;
        let Some((clinic, care_provider, phase, revision, exceptions, ..)) = rows.first() else {
            return Ok(None);
        };
        let (clinic, care_provider) = (parse(clinic)?, parse(care_provider)?);
        let (draft, revision, exceptions) = (phase == "draft", *revision, number(*exceptions)?);
        let mut asked = None;
        let mut judged = Vec::with_capacity(rows.len());
        for row in rows {
            let (.., stored, class, verdict, comment, evidence, to_confirm, version, at, by) = row;
            let stored = parse(&stored)?;
            let row = answer(
                stored,
                verdict.as_deref(),
                comment,
                &evidence,
                to_confirm,
                version,
                at,
                by,
            )?;
            let class = CriterionClass::ALL
                .into_iter()
                .find(|known| known.as_str() == class)
                .ok_or_else(|| Error::Corrupt(format!("class {class}")))?;
            judged.push(Judged { code: stored, class, fulfilment: row.fulfilment() });
            if stored == code {
                asked = Some(row);
            }
        }
        judged.sort_unstable_by_key(|judged| judged.code);
        Ok(asked.map(|answer| AnswerInArea {
            answer,
            clinic,
            care_provider,
            draft,
            revision,
            judged,
            exceptions,
        }))
    }

    /// Changes an answer of a draft, if it still is as it was, and keeps the change in the history. What isn't
    /// [`Outcome::Saved`] must not be committed.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn save_answer(&mut self, new: &NewAnswer<'_>) -> Result<Outcome> {
        let counts = |verdict, comment: &str, to_confirm| {
            i64::from(shared::self_assessment::answered(verdict, comment, to_confirm).is_some())
        };
        let more = counts(new.verdict, new.comment, new.to_confirm)
            - counts(new.was.verdict, &new.was.comment, new.was.to_confirm);
        let Some(revision) = self.revise_assessment(new.id, more).await? else {
            return Ok(Outcome::Locked);
        };
        Ok(if self.set_answer(new).await? { Outcome::Saved(revision) } else { Outcome::Overtaken })
    }

    /// The answer and its history alone, for when the record's revision is already counted.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn set_answer(&mut self, new: &NewAnswer<'_>) -> Result<bool> {
        let code = new.was.code.to_string();
        let evidence =
            if new.evidence.is_empty() { "[]".to_owned() } else { to_json(&new.evidence)? };
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
