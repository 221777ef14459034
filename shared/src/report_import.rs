//! Import of a published report: what the text holds is read, the rest is asked for, nothing is guessed silently.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    ClinicId, InspectionId, PersonId, ReportImportId,
    checklist::{AreaCode, Checklist, CriterionCode},
    grade::Grade,
    report_text::{NotAReport, ReportArea, ReportCriterion, ReportText, read_report},
    review::{Changed, ClinicName},
    text::{FreeText, Line},
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
        for code in self.findings.iter().chain(&self.fulfilled) {
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
