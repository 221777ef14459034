//! Inspections: the record's head, who inspects, and the phase. The protocol, imports and reviews stand in their own files.

mod import;
mod planning;
mod protocol;
mod review;
mod steps;

pub use import::{ImportedEntry, ImportedInspection};
pub use planning::{Candidate, NewInspection};
pub use protocol::Judging;
pub(super) use steps::{signed_at, signed_by};

use shared::{
    ClinicId, InspectionId,
    inspection::{Inspection, InspectionPhase, InspectionSummary},
    person::{Me, PersonName, Signature},
    review::ClinicName,
    rights::{Action, On, may},
};

use super::{Error, Result, Work, day, instant, number, parse, text};

/// An inspection without its protocol and comments, and what grading needs to know of its checklist.
pub struct InspectionHead {
    /// The inspection; `protocol` and `comments` are not read.
    pub inspection: Inspection,
    /// How many quality indicators may fail in an area graded A.
    pub exceptions: u8,
}

/// What the person may do hangs on the clinic and on being one of the two inspectors.
#[must_use]
pub fn on(inspection: &Inspection, me: &Me) -> On {
    On::clinic(&inspection.clinic)
        .assigned(inspection.inspectors.iter().any(|inspector| inspector.id == me.id))
}

/// One row an inspector, or one row where there is none.
#[derive(sqlx::FromRow)]
struct HeadRow {
    id: String,
    clinic: String,
    clinic_name: String,
    site: String,
    care_provider: String,
    specialty: String,
    checklist: String,
    exceptions: i64,
    self_assessment: Option<String>,
    starts: String,
    ends: String,
    imported: bool,
    phase: String,
    first_signed_at: Option<i64>,
    first_signed_by: Option<String>,
    first_name: Option<String>,
    second_signed_at: Option<i64>,
    second_signed_by: Option<String>,
    second_name: Option<String>,
    comment_by: Option<String>,
    commented_at: Option<i64>,
    commented_by: Option<String>,
    commented_name: Option<String>,
    finalised_at: Option<i64>,
    finalised_by: Option<String>,
    finalised_name: Option<String>,
    cancelled_at: Option<i64>,
    cancelled_by: Option<String>,
    cancelled_name: Option<String>,
    cancelled_reason: Option<String>,
    revision: i64,
    action_plan: Option<String>,
    inspector: Option<String>,
    inspector_name: Option<String>,
}

/// A signature of three columns that are all there or none.
pub(super) fn signature(
    at: Option<i64>,
    by: Option<&String>,
    name: Option<&String>,
) -> Result<Option<Signature>> {
    let (Some(at), Some(by), Some(name)) = (at, by, name) else { return Ok(None) };
    Ok(Some(Signature { by: PersonName { id: parse(by)?, name: name.clone() }, at: instant(at)? }))
}

impl HeadRow {
    fn inspector(&self) -> Result<Option<PersonName>> {
        let (Some(id), Some(name)) = (&self.inspector, &self.inspector_name) else {
            return Ok(None);
        };
        Ok(Some(PersonName { id: parse(id)?, name: name.clone() }))
    }

    fn phase(&self) -> Result<InspectionPhase> {
        let first = signature(
            self.first_signed_at,
            self.first_signed_by.as_ref(),
            self.first_name.as_ref(),
        )?;
        let second = signature(
            self.second_signed_at,
            self.second_signed_by.as_ref(),
            self.second_name.as_ref(),
        )?;
        let commented =
            signature(self.commented_at, self.commented_by.as_ref(), self.commented_name.as_ref())?;
        let finalised =
            signature(self.finalised_at, self.finalised_by.as_ref(), self.finalised_name.as_ref())?;
        let cancelled =
            signature(self.cancelled_at, self.cancelled_by.as_ref(), self.cancelled_name.as_ref())?
                .zip(self.cancelled_reason.clone());
        match (self.phase.as_str(), first, second, &self.comment_by, finalised, cancelled) {
            ("planned", None, None, None, None, None) => Ok(InspectionPhase::Planned),
            ("underway", first, None, None, None, None) => Ok(InspectionPhase::Underway { first }),
            ("preliminary", Some(first), Some(second), Some(comment_by), None, None) => {
                Ok(InspectionPhase::Preliminary {
                    signed: [first, second],
                    comment_by: day(comment_by)?,
                    commented,
                })
            }
            ("final", Some(first), Some(second), _, Some(finalised), None) => {
                Ok(InspectionPhase::Final { signed: [first, second], finalised })
            }
            ("cancelled", None, None, None, None, Some((cancelled, reason))) => {
                Ok(InspectionPhase::Cancelled { cancelled, reason: text(reason)? })
            }
            (phase, ..) => Err(Error::Corrupt(format!("inspection {} in phase {phase}", self.id))),
        }
    }

    fn head(&self) -> Result<InspectionHead> {
        let inspection = Inspection {
            id: parse(&self.id)?,
            clinic: ClinicName {
                id: parse(&self.clinic)?,
                name: self.clinic_name.clone(),
                site: self.site.clone(),
                care_provider: parse(&self.care_provider)?,
            },
            specialty: self.specialty.clone(),
            checklist: parse(&self.checklist)?,
            self_assessment: self.self_assessment.as_deref().map(parse).transpose()?,
            starts: day(&self.starts)?,
            ends: day(&self.ends)?,
            inspectors: Vec::new(),
            imported: self.imported,
            phase: self.phase()?,
            revision: self.revision,
            protocol: None,
            comments: Vec::new(),
            action_plan: self.action_plan.as_deref().map(parse).transpose()?,
        };
        Ok(InspectionHead { inspection, exceptions: number(self.exceptions)? })
    }
}

/// Gathers the rows of each inspection, which stand together.
fn heads(rows: &[HeadRow]) -> Result<Vec<InspectionHead>> {
    rows.chunk_by(|a, b| a.id == b.id)
        .map(|rows| {
            let mut head = rows[0].head()?;
            head.inspection.inspectors =
                rows.iter().filter_map(|row| row.inspector().transpose()).collect::<Result<_>>()?;
            Ok(head)
        })
        .collect()
}

macro_rules! heads_where {
    ($condition:literal) => {
        concat!(
            "SELECT i.id, i.clinic, c.name AS clinic_name, c.site, c.care_provider, i.specialty, i.checklist,
                    k.exceptions, i.self_assessment, i.starts, i.ends, i.imported, i.phase,
                    i.first_signed_at, i.first_signed_by, p1.name AS first_name,
                    i.second_signed_at, i.second_signed_by, p2.name AS second_name, i.comment_by,
                    i.commented_at, i.commented_by, p3.name AS commented_name,
                    i.finalised_at, i.finalised_by, p4.name AS finalised_name,
                    i.cancelled_at, i.cancelled_by, p5.name AS cancelled_name, i.cancelled_reason, i.revision,
                    a.id AS action_plan, x.person AS inspector, px.name AS inspector_name
             FROM inspection i
             JOIN clinic c ON c.id = i.clinic
             JOIN checklist k ON k.id = i.checklist
             LEFT JOIN person p1 ON p1.id = i.first_signed_by
             LEFT JOIN person p2 ON p2.id = i.second_signed_by
             LEFT JOIN person p3 ON p3.id = i.commented_by
             LEFT JOIN person p4 ON p4.id = i.finalised_by
             LEFT JOIN person p5 ON p5.id = i.cancelled_by
             LEFT JOIN action_plan a ON a.inspection = i.id
             LEFT JOIN inspector x ON x.inspection = i.id
             LEFT JOIN person px ON px.id = x.person
             WHERE ",
            $condition,
            " ORDER BY i.starts DESC, i.id DESC, x.position"
        )
    };
}

impl Work {
    /// Locks an inspection for the rest of this work and raises its revision; none if it isn't there. Whoever
    /// else writes in it waits, so that what is read after this holds until the commit.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn lock_inspection(&mut self, id: InspectionId) -> Result<Option<i64>> {
        let row: Option<(i64,)> = on!(self, db => sqlx::query_as(
            "UPDATE inspection SET revision = revision + 1 WHERE id = $1 RETURNING revision")
            .bind(id.to_string())
            .fetch_optional(db))?;
        Ok(row.map(|(revision,)| revision))
    }

    /// An inspection without its protocol: one statement.
    ///
    /// # Errors
    /// When the database fails or the record is corrupt.
    pub async fn inspection(&mut self, id: InspectionId) -> Result<Option<InspectionHead>> {
        let rows: Vec<HeadRow> = on!(self, db => sqlx::query_as(heads_where!("i.id = $1"))
            .bind(id.to_string())
            .fetch_all(db))?;
        Ok(heads(&rows)?.pop())
    }

    /// The inspections of a clinic that `me` may see, latest visit first: one statement.
    ///
    /// # Errors
    /// When the database fails or a record is corrupt.
    pub async fn inspections_of_clinic(
        &mut self,
        clinic: ClinicId,
        me: &Me,
    ) -> Result<Vec<InspectionSummary>> {
        let rows: Vec<HeadRow> = on!(self, db => sqlx::query_as(heads_where!("i.clinic = $1"))
            .bind(clinic.to_string())
            .fetch_all(db))?;
        Ok(summaries(heads(&rows)?, me))
    }

    /// All inspections that `me` may see, latest visit first: one statement.
    ///
    /// # Errors
    /// When the database fails or a record is corrupt.
    pub async fn inspections_seen_by(&mut self, me: &Me) -> Result<Vec<InspectionSummary>> {
        let rows: Vec<HeadRow> = on!(self, db => sqlx::query_as(heads_where!(
            "i.id IN (SELECT inspection FROM inspector WHERE person = $1)
             OR i.clinic IN (SELECT m.clinic FROM membership m WHERE m.person = $1 AND m.ended IS NULL)
             OR i.clinic IN (SELECT own.id FROM clinic own JOIN membership m ON m.care_provider = own.care_provider
                             WHERE m.person = $1 AND m.ended IS NULL)"))
            .bind(me.id.to_string())
            .fetch_all(db))?;
        Ok(summaries(heads(&rows)?, me))
    }
}

/// In short, those that `me` may see.
fn summaries(heads: Vec<InspectionHead>, me: &Me) -> Vec<InspectionSummary> {
    heads
        .into_iter()
        .map(|head| head.inspection)
        .filter(|inspection| may(me, Action::InspectionRead, &on(inspection, me)))
        .map(|inspection| InspectionSummary {
            id: inspection.id,
            clinic: inspection.clinic,
            specialty: inspection.specialty,
            starts: inspection.starts,
            ends: inspection.ends,
            inspectors: inspection.inspectors,
            phase: inspection.phase,
        })
        .collect()
}
