//! Saving one answer: one statement to read what a change needs, one to make it; the first isn't needed where the area is
//! remembered of the same person's last save in it.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use shared::{
    CareProviderId, ClinicId, SelfAssessmentId,
    checklist::{AreaCode, CriterionClass, CriterionCode},
    grade::{Judged, Suggestion, suggest},
    review::{Changed, Evidence, EvidenceSource},
    rights::On,
    self_assessment::{Answer, Verdict, answered},
};

use super::super::{
    Error, Result, Store, Work, from_json,
    history::NewChange,
    instant, number, packed, parse,
    remembered::Weighs,
    session::{Asker, SessionRow},
    sqlite::AtOnce,
    text, to_json,
};
use crate::clock::new_id;

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
    area: Vec<(CriterionClass, Answer)>,
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
        let judged = self.area.iter().map(|(class, known)| {
            let stands = if known.code == answer.code { answer } else { known };
            Judged { code: known.code, class: *class, fulfilment: stands.fulfilment() }
        });
        suggest(&judged.collect::<Vec<_>>(), self.exceptions)
    }

    /// The same after a change of this answer alone.
    #[must_use]
    pub fn with(mut self, answer: Answer, revision: i64) -> Self {
        for (_, known) in self.area.iter_mut().filter(|(_, known)| known.code == answer.code) {
            known.clone_from(&answer);
        }
        Self { answer, revision, ..self }
    }

    /// Another answer of the area, as it was when this one was.
    fn beside(self, code: CriterionCode) -> Option<Self> {
        let answer = self.area.iter().find(|(_, known)| known.code == code)?.1.clone();
        Some(Self { answer, ..self })
    }
}

/// An answer in its area, and who asked for it.
pub struct AskedAnswer {
    /// Who asked.
    pub asker: Asker,
    /// The answer in its area.
    pub place: AnswerInArea,
}

impl Weighs for AskedAnswer {
    fn bytes(&self) -> usize {
        let roles = size_of_val(&*self.asker.session.me.memberships);
        let answers = self.place.area.iter().map(|(_, answer)| {
            let evidence = answer.evidence.iter().map(|one| {
                let source = match &one.source {
                    EvidenceSource::Link { url } => url.len(),
                    EvidenceSource::File { hash, .. } => hash.len(),
                };
                size_of::<Evidence>() + one.title.len() + source
            });
            size_of::<Answer>() + answer.comment.len() + evidence.sum::<usize>()
        });
        size_of::<Self>() + roles + answers.sum::<usize>()
    }
}

/// What an area is remembered by: who saved an answer in it (by the hash of the session's token), the self-assessment and
/// the area.
pub(in crate::store) type AnsweredBy = (String, SelfAssessmentId, AreaCode);

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

/// Whether an [`Asker`], where one is given, still is signed in under the same name and with the same roles: their ids, in order.
/// What else a role says is never changed.
macro_rules! asker_stands {
    () => {
        "($14 IS NULL OR EXISTS (
            SELECT 1 FROM session e JOIN person h ON h.id = e.person
            WHERE e.token_hash = $14 AND h.name = $10
              AND (SELECT string_agg(m.id, ' ' ORDER BY m.id) FROM membership m
                   WHERE m.person = e.person AND m.ended IS NULL) = $15))"
    };
}

/// A save is three changes, each made only if the one before was, so that they can be sent together with their commit.
static SAVE_ON_SQLITE: AtOnce = at_once!(
    "UPDATE self_assessment SET revision = revision + 1, answered = answered + $2
     WHERE id = $1 AND phase = 'draft'
       AND EXISTS (SELECT 1 FROM answer WHERE self_assessment = $1 AND criterion = $3 AND version = $4)
       AND ",
    asker_stands!(),
    " RETURNING revision;",
    "UPDATE answer
     SET verdict = $5, comment = $6, evidence = $7, to_confirm = $8, version = version + 1,
         changed_at = $9, changed_by = $10
     WHERE changes() = 1 AND self_assessment = $1 AND criterion = $3 AND version = $4;",
    "INSERT INTO history (id, record, field, was, became, changed_at, changed_by)
     SELECT $11, $1, $3, $12, $13, $9, $10 WHERE changes() = 1"
);

/// The same as one statement. Where others write at the same time one of its parts may come to nothing: then it gives no
/// row, and nothing of it may be committed.
const SAVE_ON_POSTGRES: &str = concat!(
    "WITH revised AS (
        UPDATE self_assessment SET revision = revision + 1, answered = answered + $2
        WHERE id = $1 AND phase = 'draft' AND ",
    asker_stands!(),
    " RETURNING revision
    ), written AS (
        UPDATE answer
        SET verdict = $5, comment = $6, evidence = $7, to_confirm = $8, version = version + 1,
            changed_at = $9, changed_by = $10
        WHERE self_assessment = $1 AND criterion = $3 AND version = $4 RETURNING version
    ), kept AS (
        INSERT INTO history (id, record, field, was, became, changed_at, changed_by)
        VALUES ($11, $1, $3, $12, $13, $9, $10)
    )
    SELECT revision FROM revised CROSS JOIN written"
);

/// How a statement that packs answers says that one waits for being confirmed.
pub(super) const TO_CONFIRM: &str = "1";
/// How evidence is stored where there is none.
pub(super) const NO_EVIDENCE: &str = "[]";

/// An answer's columns, to be packed.
macro_rules! answer_columns {
    () => {
        "criterion, COALESCE(verdict, ''), comment, evidence, CASE WHEN to_confirm THEN '1' ELSE '' END,
         version, changed_at, changed_by"
    };
}

/// An answer from its packed columns.
pub(super) fn answer(code: CriterionCode, columns: [&str; 8]) -> Result<Answer> {
    let [_, verdict, comment, evidence, to_confirm, version, at, by] = columns;
    let version = parse(version)?;
    Ok(Answer {
        code,
        verdict: stored_verdict(verdict)?,
        comment: text(comment.to_owned())?,
        evidence: if evidence == NO_EVIDENCE { Vec::new() } else { from_json(evidence)? },
        to_confirm: to_confirm == TO_CONFIRM,
        version,
        changed: if version == 0 { None } else { Some(changed(at, by)?) },
    })
}

/// When something was changed and by whom, from packed columns.
pub(super) fn changed(at: &str, by: &str) -> Result<Changed> {
    Ok(Changed { at: instant(parse(at)?)?, by: by.to_owned() })
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

/// An area with its clinic and its record.
#[derive(sqlx::FromRow)]
struct AreaRow {
    clinic: String,
    care_provider: String,
    phase: String,
    revision: i64,
    exceptions: i64,
    /// Each answer's columns, and its criterion's class.
    area: Option<String>,
}

impl AreaRow {
    /// None if the criterion isn't in the area.
    fn answer(self, code: CriterionCode) -> Result<Option<AnswerInArea>> {
        let area = packed::rows_by(self.area.as_deref())?.into_iter().map(|(code, row)| {
            let (row, [stored]) = packed::with_more(row)?;
            let class = CriterionClass::ALL
                .into_iter()
                .find(|known| known.as_str() == stored)
                .ok_or_else(|| Error::Corrupt(format!("class {stored}")))?;
            Ok((class, answer(code, packed::row(row)?)?))
        });
        let area = area.collect::<Result<Vec<_>>>()?;
        let Some((_, answer)) = area.iter().find(|(_, known)| known.code == code) else {
            return Ok(None);
        };
        Ok(Some(AnswerInArea {
            answer: answer.clone(),
            clinic: parse(&self.clinic)?,
            care_provider: parse(&self.care_provider)?,
            draft: self.phase == "draft",
            revision: self.revision,
            area,
            exceptions: number(self.exceptions)?,
        }))
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
                    (SELECT string_agg(concat_ws($4, ", answer_columns!(), ", n.class), $5)
                     FROM answer o JOIN criterion n ON n.checklist = s.checklist AND n.code = o.criterion
                     WHERE o.self_assessment = s.id AND o.criterion > $2 AND o.criterion < $3) AS area", $more, "
             FROM self_assessment s
             JOIN clinic c ON c.id = s.clinic
             JOIN checklist k ON k.id = s.checklist
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

impl Store {
    /// An answer and who asks for it, as the same session last saved in its area; forgotten thereby. Much of it may have
    /// changed since.
    #[must_use]
    pub fn answer_remembered(
        &self,
        id: SelfAssessmentId,
        code: CriterionCode,
        token_hash: &str,
    ) -> Option<AskedAnswer> {
        let key = (token_hash.to_owned(), id, code.area());
        let AskedAnswer { asker, place } = Arc::into_inner(self.common.answered.take(&key)?)?;
        Some(AskedAnswer { asker, place: place.beside(code)? })
    }

    /// Remembers an answer as it has come to last, and who saved it.
    pub fn remember_answer(&self, id: SelfAssessmentId, asked: AskedAnswer) {
        let key = (asked.asker.token_hash.clone(), id, asked.place.answer.code.area());
        self.common.answered.keep(key, Arc::new(asked));
    }
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
            .bind(area)
            .bind(next)
            .bind(packed::COLUMN.to_string())
            .bind(packed::ROW.to_string())
            .fetch_optional(db))?;
        row.map_or(Ok(None), |row| row.answer(code))
    }

    /// The same with who asks, if somebody is signed in: one statement.
    ///
    /// # Errors
    /// When the database fails or a record is corrupt.
    pub async fn answer_asked_for(
        &mut self,
        id: SelfAssessmentId,
        code: CriterionCode,
        token_hash: &str,
    ) -> Result<Option<(Option<Asker>, AnswerInArea)>> {
        let (area, next) = codes_of(code.area());
        let row: Option<AskedRow> = on!(self, db => sqlx::query_as(in_area!(
            concat!(", ", session_columns!("$6", "$4", "$5"))))
            .bind(id.to_string())
            .bind(area)
            .bind(next)
            .bind(packed::COLUMN.to_string())
            .bind(packed::ROW.to_string())
            .bind(token_hash)
            .fetch_optional(db))?;
        let Some(AskedRow { area, session }) = row else { return Ok(None) };
        let Some(place) = area.answer(code)? else { return Ok(None) };
        let asker =
            session.session()?.map(|session| Asker { session, token_hash: token_hash.to_owned() });
        Ok(Some((asker, place)))
    }

    /// Changes an answer of a draft, if it still is as it was, and keeps the change in the history: all that this work does.
    /// An `asker` who wasn't read just now must still be signed in, with the same roles. Gives the record's new revision; none
    /// where that or the draft isn't so, or somebody else's change came first, and then this work must give way.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn save_answer(
        &mut self,
        new: &NewAnswer<'_>,
        asker: Option<&Asker>,
    ) -> Result<Option<i64>> {
        let counts = |verdict, comment: &str, to_confirm| {
            i64::from(answered(verdict, comment, to_confirm).is_some())
        };
        let more = counts(new.verdict, new.comment, new.to_confirm)
            - counts(new.was.verdict, &new.was.comment, new.was.to_confirm);
        let evidence = to_json(&new.evidence)?;
        let roles = asker.map(|asker| {
            let ids = asker.session.me.memberships.iter().map(|role| role.id.to_string());
            ids.collect::<Vec<_>>().join(" ")
        });
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
            .bind(asker.map(|asker| &*asker.token_hash))
            .bind(roles)
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
