//! All answers and texts of a self-assessment, and saving a text.

use chrono::{DateTime, Utc};
use serde::Serialize;
use shared::{
    SelfAssessmentId,
    checklist::CriterionCode,
    review::{Changed, ReviewText, TextField},
    self_assessment::Answer,
};

use super::{
    super::{
        Result, Work, instant,
        json::{Fields, list},
        packed::{self, Texts},
        parse, text,
    },
    AssessmentHead,
    answer::{NO_EVIDENCE, TO_CONFIRM, answer, changed, stored_verdict},
};

/// What is written in a self-assessment, and the fields of a [`SelfAssessment`](shared::self_assessment::SelfAssessment) that
/// say so.
#[derive(Serialize)]
pub struct Content {
    /// One a criterion, in the checklist's order.
    pub answers: Vec<Answer>,
    /// Texts that have been written.
    pub texts: Vec<ReviewText>,
}

/// All answers as one value: `$1` is the self-assessment, `$2` and `$3` stand between columns and rows.
macro_rules! packed_answers {
    () => {
        concat!(
            "(SELECT string_agg(concat_ws($2, ",
            answer_columns!(),
            "), $3) FROM answer WHERE self_assessment = $1)"
        )
    };
}

/// All texts likewise.
macro_rules! packed_texts {
    () => {
        "(SELECT string_agg(concat_ws($2, field, body, version, changed_at, changed_by), $3)
          FROM self_assessment_text WHERE record = $1)"
    };
}

/// The columns of a [`StoredContent`]: as they are packed, and not even looked for where `g` is what was signed.
macro_rules! content_columns {
    () => {
        concat!(
            "g.content AS signed,
             CASE WHEN g.content IS NULL THEN ",
            packed_answers!(),
            " END AS answers,
             CASE WHEN g.content IS NULL THEN ",
            packed_texts!(),
            " END AS texts"
        )
    };
}

/// All answers and all texts as they are stored: as they were signed, else packed.
#[derive(sqlx::FromRow)]
pub struct StoredContent {
    signed: Option<Texts>,
    #[sqlx(flatten)]
    packed: PackedContent,
}

impl StoredContent {
    /// The JSON of the [`SelfAssessment`](shared::self_assessment::SelfAssessment) that it is the content of.
    ///
    /// # Errors
    /// When an answer or a text is corrupt.
    pub fn json(self, head: &AssessmentHead) -> Result<Vec<u8>> {
        match self.signed {
            Some(signed) => signed_json(head, &signed.all()),
            None => self.packed.json(head),
        }
    }
}

fn signed_json(head: &AssessmentHead, content: &[u8]) -> Result<Vec<u8>> {
    let mut json = Vec::with_capacity(content.len() + 1_000);
    let mut fields = Fields::after(&mut json, head)?;
    fields.raw_all_of(content)?;
    fields.end();
    Ok(json)
}

/// All answers and all texts, packed.
#[derive(sqlx::FromRow)]
struct PackedContent {
    answers: Option<String>,
    texts: Option<String>,
}

impl PackedContent {
    fn answers(&self) -> Result<Vec<(CriterionCode, &str)>> {
        packed::rows_by(self.answers.as_deref())
    }

    fn texts(&self) -> Result<Vec<(TextField, &str)>> {
        packed::rows_by(self.texts.as_deref())
    }

    fn read(&self) -> Result<Content> {
        let answers =
            self.answers()?.into_iter().map(|(code, row)| answer(code, packed::row(row)?));
        let texts = self.texts()?.into_iter().map(|(field, row)| {
            let [_, body, version, at, by] = packed::row(row)?;
            Ok(ReviewText {
                field,
                body: text(body.to_owned())?,
                version: parse(version)?,
                changed: Some(changed(at, by)?),
            })
        });
        Ok(Content {
            answers: answers.collect::<Result<_>>()?,
            texts: texts.collect::<Result<_>>()?,
        })
    }

    fn json(&self, head: &AssessmentHead) -> Result<Vec<u8>> {
        let stored = [&self.answers, &self.texts].into_iter().flatten().map(String::len);
        let (answers, texts) = (self.answers()?, self.texts()?);
        let mut json = Vec::with_capacity(2 * stored.sum::<usize>() + 1_000);
        let mut fields = Fields::after(&mut json, head)?;
        list(fields.raw("answers"), &answers, |json, (_, row)| {
            answer_json(json, packed::row(row)?)
        })?;
        list(fields.raw("texts"), &texts, |json, (_, row)| {
            let [field, body, version, at, by] = packed::row(row)?;
            let mut fields = Fields::begin(json);
            fields.write("field", &field)?;
            fields.write("body", &body)?;
            fields.raw("version").extend_from_slice(version.as_bytes());
            fields.write("changed", &changed(at, by)?)?;
            fields.end();
            Ok(())
        })?;
        fields.end();
        Ok(json)
    }
}

/// Writes an answer as an [`Answer`] is written.
fn answer_json(json: &mut Vec<u8>, row: [&str; 8]) -> Result<()> {
    let [code, verdict, comment, evidence, to_confirm, version, at, by] = row;
    let mut fields = Fields::begin(json);
    fields.write("code", &code)?;
    fields.write("verdict", &stored_verdict(verdict)?)?;
    fields.write("comment", &comment)?;
    if evidence != NO_EVIDENCE {
        fields.raw("evidence").extend_from_slice(evidence.as_bytes());
    }
    if to_confirm == TO_CONFIRM {
        fields.write("to_confirm", &true)?;
    }
    fields.raw("version").extend_from_slice(version.as_bytes());
    if version != "0" {
        fields.write("changed", &changed(at, by)?)?;
    }
    fields.end();
    Ok(())
}

impl Work {
    /// All answers and texts, in one statement.
    ///
    /// # Errors
    /// When the database fails or a record is corrupt.
    pub async fn assessment_content(&mut self, id: SelfAssessmentId) -> Result<Content> {
        let stored: PackedContent = on!(self, db => sqlx::query_as(concat!(
            "SELECT ", packed_answers!(), " AS answers, ", packed_texts!(), " AS texts"))
            .bind(id.to_string())
            .bind(packed::COLUMN.to_string())
            .bind(packed::ROW.to_string())
            .fetch_one(db))?;
        stored.read()
    }

    /// A text of a self-assessment; at version 0 if it was never written.
    ///
    /// # Errors
    /// When the database fails or the record is corrupt.
    pub async fn assessment_text(
        &mut self,
        id: SelfAssessmentId,
        field: TextField,
    ) -> Result<ReviewText> {
        let row: Option<(String, i64, i64, String)> = on!(self, db => sqlx::query_as(
            "SELECT body, version, changed_at, changed_by FROM self_assessment_text WHERE record = $1 AND field = $2")
            .bind(id.to_string())
            .bind(field.to_string())
            .fetch_optional(db))?;
        Ok(match row {
            Some((body, version, at, by)) => ReviewText {
                field,
                body: text(body)?,
                version,
                changed: Some(Changed { at: instant(at)?, by }),
            },
            None => ReviewText { field, body: text(String::new())?, version: 0, changed: None },
        })
    }

    /// Writes a text if it still is at `version`; false if it isn't.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn save_assessment_text(
        &mut self,
        id: SelfAssessmentId,
        field: TextField,
        version: i64,
        body: &str,
        by: &str,
        at: DateTime<Utc>,
    ) -> Result<bool> {
        let rows = execute!(self, sqlx::query(
            "INSERT INTO self_assessment_text (record, field, body, version, changed_at, changed_by)
             VALUES ($1, $2, $3, $4 + 1, $5, $6)
             ON CONFLICT (record, field) DO UPDATE
             SET body = excluded.body, version = excluded.version, changed_at = excluded.changed_at,
                 changed_by = excluded.changed_by
             WHERE self_assessment_text.version = $4")
            .bind(id.to_string())
            .bind(field.to_string())
            .bind(body)
            .bind(version)
            .bind(at.timestamp_millis())
            .bind(by))?;
        Ok(rows == 1)
    }
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, option, prelude::*};
    use shared::{
        CareProviderId, ChecklistId, ClinicId, EvidenceId, PersonId,
        checklist::Checklist,
        person::{PersonName, Signature},
        review::{ClinicName, Evidence, EvidenceSource},
        self_assessment::{AssessmentPhase, Verdict},
    };
    use uuid::Uuid;

    use super::{super::super::to_json, *};

    fn head(signed: bool) -> AssessmentHead {
        let by = PersonName { id: PersonId::new(Uuid::nil()), name: "Eva \"Å\" Ek".to_owned() };
        let signed = signed.then_some(Signature { by, at: DateTime::UNIX_EPOCH });
        AssessmentHead {
            id: SelfAssessmentId::new(Uuid::nil()),
            clinic: ClinicName {
                id: ClinicId::new(Uuid::nil()),
                name: "Ortopedkliniken".to_owned(),
                site: "Exempelsjukhuset".to_owned(),
                care_provider: CareProviderId::new(Uuid::nil()),
            },
            specialty: "Ortopedi".to_owned(),
            year: 2026,
            checklist: ChecklistId::new(Uuid::nil()),
            phase: signed
                .map_or(AssessmentPhase::Draft, |signed| AssessmentPhase::Signed { signed }),
            revision: 7,
            assigned: true,
        }
    }

    fn link() -> Evidence {
        Evidence {
            id: EvidenceId::new(Uuid::nil()),
            title: "Mål \"2026\"".to_owned().try_into().unwrap(),
            source: EvidenceSource::Link { url: "https://exempel.se/".to_owned() },
            added: Changed { at: DateTime::UNIX_EPOCH, by: "Eva Ek".to_owned() },
        }
    }

    fn packed(rows: &[[String; 8]]) -> Option<String> {
        let row = |row: &[String; 8]| row.join(&packed::COLUMN.to_string());
        let rows: Vec<_> = rows.iter().map(row).collect();
        (!rows.is_empty()).then(|| rows.join(&packed::ROW.to_string()))
    }

    proptest! {
        /// As it is stored goes out what goes out of one that is read.
        #[test]
        fn what_is_written_as_it_is_stored_is_what_it_is_read_as(
            signed: bool,
            answers in vec((option::of(0..4_usize), "[^\\p{Cc}]{0,20}", any::<bool>(), any::<bool>(), 0..9_i64, 0..2_000_000_000_000_i64), 0..80),
            body in "(?s)[^\\p{Cc}\n]{0,9}\n\"?\\\\?\t?",
        ) {
            let checklist = Checklist::spur_2025();
            let mut rows: Vec<_> = checklist.criteria().zip(answers).map(|(criterion, answer)| {
                let (verdict, text, evidence, to_confirm, version, at) = answer;
                let evidence: Vec<_> = evidence.then(link).into_iter().collect();
                let verdict = verdict.map(|place| Verdict::ALL[place].as_str()).unwrap_or_default();
                let to_confirm = if to_confirm { TO_CONFIRM } else { "" };
                [&*criterion.code.to_string(), verdict, &text, &to_json(&evidence).unwrap(), to_confirm,
                 &version.to_string(), &at.to_string(), &text].map(str::to_owned)
            }).collect();
            // The database gives them as texts are sorted: D10 before D2.
            rows.sort();
            let texts = format!("strengths\u{1f}{body}\u{1f}2\u{1f}5000\u{1f}Eva\u{1e}A\u{1f}{body}\u{1f}1\u{1f}0\u{1f}Bo");
            let stored = PackedContent { answers: packed(&rows), texts: Some(texts) };
            let content = stored.read().unwrap();
            let kept = to_json(&content).unwrap();
            let read = head(signed).with(content);
            prop_assert_eq!(read.answers.len(), rows.len());
            let written = String::from_utf8(stored.json(&head(signed)).unwrap()).unwrap();
            prop_assert_eq!(&written, &to_json(&read).unwrap());
            let as_signed = signed_json(&head(signed), kept.as_bytes()).unwrap();
            prop_assert_eq!(String::from_utf8(as_signed).unwrap(), written);
        }
    }

    /// What is kept as it was signed goes out without being read. If this fails, what was signed before has another form than
    /// what is signed now, and a migration has to empty `signed_content`.
    #[test]
    fn what_is_signed_has_the_form_of_what_was_signed_before() {
        let kept = r#"{"answers":[{"code":"D7","verdict":"partly","comment":"Ny mall.","evidence":[{"id":"00000000-0000-0000-0000-000000000000","title":"Mål \"2026\"","source":{"kind":"link","url":"https://exempel.se/"},"added":{"at":"1970-01-01T00:00:00Z","by":"Eva Ek"}}],"to_confirm":true,"version":2,"changed":{"at":"1970-01-01T00:00:00Z","by":"Eva Ek"}},{"code":"D8","verdict":null,"comment":"","version":0}],"texts":[{"field":"strengths","body":"Gott klimat.","version":1,"changed":{"at":"1970-01-01T00:00:00Z","by":"Eva Ek"}}]}"#;
        let changed = Changed { at: DateTime::UNIX_EPOCH, by: "Eva Ek".to_owned() };
        let content = Content {
            answers: vec![
                Answer {
                    code: "D7".parse().unwrap(),
                    verdict: Some(Verdict::Partly),
                    comment: "Ny mall.".to_owned().try_into().unwrap(),
                    evidence: vec![link()],
                    to_confirm: true,
                    version: 2,
                    changed: Some(changed.clone()),
                },
                Answer {
                    code: "D8".parse().unwrap(),
                    verdict: None,
                    comment: String::new().try_into().unwrap(),
                    evidence: Vec::new(),
                    to_confirm: false,
                    version: 0,
                    changed: None,
                },
            ],
            texts: vec![ReviewText {
                field: "strengths".parse().unwrap(),
                body: "Gott klimat.".to_owned().try_into().unwrap(),
                version: 1,
                changed: Some(changed),
            }],
        };
        assert_eq!(to_json(&content).unwrap(), kept);
    }
}
