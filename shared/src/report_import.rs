//! Import of a published report: what the text holds is read, the rest is asked for, nothing is guessed silently.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    ChecklistId, ClinicId, InspectionId, PersonId, ReportImportId,
    action_plan::{SaveAction, SaveEntry},
    checklist::{AreaCode, Checklist, CriterionCode},
    grade::Grade,
    report_text::{
        EntryField, NotAReport, ReportArea, ReportCriterion, ReportEntry, ReportText, read_report,
    },
    review::{Changed, ClinicName},
    text::{FreeText, Line, MAX_LINE, MAX_TEXT},
    written_date::WrittenDate,
};

/// Largest text of a report, in bytes. Real ones are about 30 KB.
pub const MAX_REPORT_BYTES: usize = 1024 * 1024;

/// Begins an import.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StartImport {
    /// The clinic that was reviewed.
    pub clinic: ClinicId,
    /// The report's text, up to [`MAX_REPORT_BYTES`].
    pub text: String,
}

/// An import that waits for what the text doesn't hold, or has become an inspection.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReportImport {
    /// Which.
    pub id: ReportImportId,
    /// The clinic that was reviewed.
    pub clinic: ClinicName,
    /// The checklist that it was read with; the inspection gets it too.
    pub checklist: ChecklistId,
    /// The source, to show beside what was read.
    pub text: String,
    /// What was read.
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub read: ReportText,
    /// When and by whom.
    pub started: Changed,
    /// The inspection it became.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inspection: Option<InspectionId>,
}

/// An import in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportSummary {
    /// Which.
    pub id: ReportImportId,
    /// The clinic that was reviewed.
    pub clinic: ClinicName,
    /// When and by whom.
    pub started: Changed,
}

/// What a person adds to what was read, making it an inspection with a final report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ConfirmImport {
    /// Of which specialty.
    pub specialty: Line,
    /// First day of the visit.
    pub starts: NaiveDate,
    /// Last day of the visit.
    pub ends: NaiveDate,
    /// The inspectors, where they have accounts: none, one or two.
    pub inspectors: Vec<PersonId>,
    /// The grade at the review, of each area whose grade is known. A changed area's is D.
    #[cfg_attr(feature = "openapi", schema(value_type = std::collections::HashMap<String, Grade>))]
    pub grades: BTreeMap<AreaCode, Grade>,
    /// Criteria found to fall short.
    pub findings: Vec<CriterionCode>,
    /// Criteria known to be fulfilled; the rest stay "ej bedömt".
    pub fulfilled: Vec<CriterionCode>,
    /// Styrkor, one a line.
    pub strengths: FreeText,
    /// Svagheter, one a line.
    pub weaknesses: FreeText,
    /// Förbättringspotential, one a line.
    pub improvements: FreeText,
    /// The plan's entries as the person settled them, in the report's order; none to take them as they were read,
    /// see [`entries_as_read`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entries: Option<Vec<SaveEntry>>,
}

/// Why an import can't be confirmed so.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidImport {
    /// Ends before it starts.
    #[error("Besöket slutar före det börjar. Byt plats på datumen.")]
    Dates,
    /// A changed area graded otherwise than D.
    #[error("Område {0} är ändrat till C efter handlingsplan och hade därför D vid granskningen.")]
    Changed(AreaCode),
    /// A grade the area can't have.
    #[error("Område {0} har inget betyg {1}.")]
    NoSuchGrade(AreaCode, Grade),
    /// A criterion the checklist lacks.
    #[error("Kriterium {0} finns inte i checklistan.")]
    NoSuchCriterion(CriterionCode),
    /// Said both to fall short and to be fulfilled.
    #[error("Kriterium {0} står både som brist och som uppfyllt.")]
    Both(CriterionCode),
}

impl ConfirmImport {
    /// Checks what the person added against the checklist and what was read.
    ///
    /// # Errors
    /// The first thing that stands wrong.
    pub fn check(&self, checklist: &Checklist, read: &ReportText) -> Result<(), InvalidImport> {
        if self.ends < self.starts {
            return Err(InvalidImport::Dates);
        }
        for area in &checklist.areas {
            let changed = read.changed_areas.contains(&area.code.letter());
            match self.grades.get(&area.code) {
                Some(grade) if !area.grade_texts.contains_key(grade) => {
                    return Err(InvalidImport::NoSuchGrade(area.code, *grade));
                }
                grade if changed && grade != Some(&Grade::D) => {
                    return Err(InvalidImport::Changed(area.code));
                }
                _ => {}
            }
        }
        let answered = self.entries.iter().flatten().flat_map(|entry| &entry.criteria);
        for code in self.findings.iter().chain(&self.fulfilled).chain(answered) {
            if checklist.criterion(*code).is_none() {
                return Err(InvalidImport::NoSuchCriterion(*code));
            }
        }
        match self.findings.iter().find(|code| self.fulfilled.contains(code)) {
            Some(code) => Err(InvalidImport::Both(*code)),
            None => Ok(()),
        }
    }
}

/// The plan's entries as they were read, in the form a person edits and confirms. Where a field only points above
/// (`Se ovan`), what stands there is put in its place. Longer texts than a field holds are cut; the source keeps them.
#[must_use]
pub fn entries_as_read(read: &ReportText) -> Vec<SaveEntry> {
    read.entries.iter().map(|entry| as_read(entry, &read.entries)).collect()
}

fn as_read(entry: &ReportEntry, all: &[ReportEntry]) -> SaveEntry {
    let meant = |field: EntryField| {
        let reference = entry.references.iter().find(|reference| reference.field == field);
        reference.and_then(|reference| all.get(reference.refers_to)).unwrap_or(entry)
    };
    let due = &meant(EntryField::Due).due;
    let responsible = &meant(EntryField::Responsible).responsible;
    let follow_up = &meant(EntryField::FollowUp).follow_up;
    let follow_up_responsible = &meant(EntryField::FollowUpResponsible).follow_up_responsible;
    let action = |text: &str| SaveAction {
        id: None,
        text: fit(text),
        due: wording(due),
        responsible: lines(responsible),
        follow_up: wording(follow_up),
        follow_up_responsible: lines(follow_up_responsible),
    };
    let actions = if entry.actions.is_empty() {
        vec![action(&meant(EntryField::Action).action)]
    } else {
        let own = |action: &crate::report_text::PlannedAction, common: SaveAction| SaveAction {
            due: if action.due.is_empty() { common.due } else { wording(&action.due) },
            responsible: if action.responsible.is_empty() {
                common.responsible
            } else {
                lines(&action.responsible)
            },
            follow_up: if action.follow_up.is_empty() {
                common.follow_up
            } else {
                wording(&action.follow_up)
            },
            follow_up_responsible: if action.follow_up_responsible.is_empty() {
                common.follow_up_responsible
            } else {
                lines(&action.follow_up_responsible)
            },
            ..common
        };
        entry.actions.iter().map(|numbered| own(numbered, action(&numbered.text))).collect()
    };
    SaveEntry {
        criteria: entry.criteria.iter().filter_map(|code| code.parse().ok()).collect(),
        actions,
    }
}

fn wording(dates: &[WrittenDate]) -> FreeText {
    fit(&dates.iter().map(|date| date.text.as_str()).collect::<Vec<_>>().join(", "))
}

fn fit(text: &str) -> FreeText {
    FreeText::try_from(text.chars().take(MAX_TEXT).collect::<String>()).unwrap_or_default()
}

fn lines(names: &[String]) -> Vec<Line> {
    names
        .iter()
        .filter_map(|name| Line::try_from(name.chars().take(MAX_LINE).collect::<String>()).ok())
        .collect()
}

/// Reads a report's text with a checklist.
///
/// # Errors
/// When the text is no such report; the error says in what way.
pub fn read(text: &str, checklist: &Checklist) -> Result<ReportText, NotAReport> {
    let codes: Vec<Vec<String>> = checklist
        .areas
        .iter()
        .map(|area| area.criteria.iter().map(|criterion| criterion.code.to_string()).collect())
        .collect();
    let areas: Vec<ReportArea<'_>> = checklist
        .areas
        .iter()
        .zip(&codes)
        .map(|(area, codes)| ReportArea {
            code: area.code.letter(),
            name: &area.name,
            preamble: area.preamble.as_deref(),
            grade_texts: area.grade_texts.values().map(String::as_str).collect(),
            criteria: area
                .criteria
                .iter()
                .zip(codes)
                .map(|(criterion, code)| ReportCriterion { code, text: &criterion.text })
                .collect(),
        })
        .collect();
    read_report(text, &areas)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::written_date::parse_written_dates;

    #[test]
    fn entries_of_a_report_are_editable_and_what_points_above_is_filled_in() {
        let text = include_str!("../tests/fixtures/report-two-areas.txt");
        let read = read(text, &Checklist::spur_2025()).unwrap();
        let entries = entries_as_read(&read);
        assert_eq!(entries.len(), read.entries.len());
        for (entry, found) in entries.iter().zip(&read.entries) {
            assert_eq!(entry.actions.len(), found.actions.len().max(1));
            for reference in &found.references {
                let above = &read.entries[reference.refers_to];
                if reference.field == EntryField::Due {
                    let due = parse_written_dates(&entry.actions[0].due);
                    assert_eq!(due.first().map(|d| d.to), above.due.first().map(|d| d.to));
                }
            }
        }
    }
}
