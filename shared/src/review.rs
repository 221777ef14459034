//! What self-assessment and inspection have in common: texts, evidence, history, and reviews side by side.

use std::{collections::BTreeMap, fmt, str::FromStr};

use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use serde::{Deserialize, Serialize, Serializer};

use crate::{
    CareProviderId, ChangeId, ChecklistId, ClinicId, EvidenceId, InspectionId, SelfAssessmentId,
    checklist::{AreaCode, CriterionCode},
    grade::{Fulfilment, ReviewGrade},
    text::{FreeText, Line, Reason},
};

/// A clinic named in a record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ClinicName {
    /// The clinic.
    pub id: ClinicId,
    /// Such as `Ortopedkliniken`.
    pub name: String,
    /// Such as `Exempelsjukhuset`.
    pub site: String,
    /// Whose clinic it is.
    pub care_provider: CareProviderId,
}

impl ClinicName {
    /// The clinic as a place: `Ortopedkliniken, Exempelsjukhuset`.
    #[must_use]
    pub fn place(&self) -> String {
        format!("{}, {}", self.name, self.site)
    }
}

/// A text of a review: an area's, or one of the three lists (one item a line).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum TextField {
    /// The free text of an area.
    Area(AreaCode),
    /// Styrkor.
    Strengths,
    /// Svagheter.
    Weaknesses,
    /// Förbättringspotential.
    Improvements,
}

impl TextField {
    /// The three lists in the report's order.
    pub const LISTS: [Self; 3] = [Self::Strengths, Self::Weaknesses, Self::Improvements];

    /// The heading on the screen and in the report.
    #[must_use]
    pub fn heading(self) -> String {
        match self {
            Self::Area(area) => format!("Område {area}"),
            Self::Strengths => "Styrkor".to_owned(),
            Self::Weaknesses => "Svagheter".to_owned(),
            Self::Improvements => "Förbättringspotential".to_owned(),
        }
    }
}

impl fmt::Display for TextField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Area(area) => area.fmt(f),
            Self::Strengths => f.write_str("strengths"),
            Self::Weaknesses => f.write_str("weaknesses"),
            Self::Improvements => f.write_str("improvements"),
        }
    }
}

#[cfg(feature = "openapi")]
crate::id::string_schema!(TextField);

/// A name that is no text of a review.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("”{0}” är ingen text i en självvärdering eller granskning")]
pub struct InvalidTextField(String);

impl FromStr for TextField {
    type Err = InvalidTextField;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "strengths" => Ok(Self::Strengths),
            "weaknesses" => Ok(Self::Weaknesses),
            "improvements" => Ok(Self::Improvements),
            area => area.parse().map(Self::Area).map_err(|_| InvalidTextField(text.to_owned())),
        }
    }
}

impl TryFrom<String> for TextField {
    type Error = InvalidTextField;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<TextField> for String {
    fn from(field: TextField) -> Self {
        field.to_string()
    }
}

/// Who last changed something, and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Changed {
    /// When.
    #[serde(serialize_with = "written_out")]
    pub at: DateTime<Utc>,
    /// The person's name.
    pub by: String,
}

/// As chrono serializes an instant, but in one piece: a self-assessment has one an answer.
fn written_out<S: Serializer>(at: &DateTime<Utc>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&at.to_rfc3339_opts(SecondsFormat::AutoSi, true))
}

/// A text with its version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReviewText {
    /// Which.
    pub field: TextField,
    /// As written.
    pub body: FreeText,
    /// 0 before it was first saved.
    pub version: i64,
    /// The last change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changed: Option<Changed>,
}

/// Saves a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SaveText {
    /// The whole new text.
    pub body: FreeText,
}

/// What a saved text answers with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SavedText {
    /// As it now stands.
    pub text: ReviewText,
    /// The record's new revision.
    pub revision: i64,
}

/// Takes back a signature, reopens or returns: always with a reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GiveReason {
    /// Why.
    pub reason: Reason,
}

/// Largest file of evidence, in bytes (20 MB).
pub const MAX_FILE_BYTES: usize = 20 * 1024 * 1024;

/// Kinds of file that may be evidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum FileKind {
    /// PDF.
    Pdf,
    /// Word, .docx.
    Docx,
    /// Excel, .xlsx.
    Xlsx,
    /// `PowerPoint`, .pptx.
    Pptx,
    /// PNG picture.
    Png,
    /// JPEG picture.
    Jpeg,
    /// Plain text in UTF-8.
    Text,
}

impl FileKind {
    /// All kinds.
    pub const ALL: [Self; 7] =
        [Self::Pdf, Self::Docx, Self::Xlsx, Self::Pptx, Self::Png, Self::Jpeg, Self::Text];

    /// The usual file name ending.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Docx => "docx",
            Self::Xlsx => "xlsx",
            Self::Pptx => "pptx",
            Self::Png => "png",
            Self::Jpeg => "jpg",
            Self::Text => "txt",
        }
    }

    /// The kind that a file name's ending claims.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        let ending = name.rsplit_once('.')?.1.to_lowercase();
        match ending.as_str() {
            "jpeg" => Some(Self::Jpeg),
            ending => Self::ALL.into_iter().find(|kind| kind.extension() == ending),
        }
    }
}

/// Underlag: a link, or a file stored by its content.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Evidence {
    /// Which.
    pub id: EvidenceId,
    /// Link text or file name.
    pub title: Line,
    /// Where it is.
    pub source: EvidenceSource,
    /// Added by whom and when.
    pub added: Changed,
}

/// Where evidence is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum EvidenceSource {
    /// A web address (http or https).
    Link {
        /// The address.
        url: String,
    },
    /// An uploaded file.
    File {
        /// SHA-256 of the content, hexadecimal.
        hash: String,
        /// What it is.
        file_kind: FileKind,
        /// Bytes.
        size: u64,
    },
}

/// Adds a link as evidence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AddLink {
    /// What the reader sees.
    pub title: Line,
    /// http or https.
    pub url: Line,
}

/// What is wrong with a link.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("Skriv en hel webbadress som börjar med https:// eller http://.")]
pub struct InvalidLink;

impl AddLink {
    /// Checks that the address is one a browser may follow without harm.
    ///
    /// # Errors
    /// When it isn't http or https, or has no host.
    pub fn check(&self) -> Result<(), InvalidLink> {
        let lower = self.url.to_lowercase();
        let rest = lower.strip_prefix("https://").or_else(|| lower.strip_prefix("http://"));
        match rest {
            Some(rest)
                if !rest.is_empty()
                    && !rest.starts_with('/')
                    && !lower.contains(char::is_whitespace) =>
            {
                Ok(())
            }
            _ => Err(InvalidLink),
        }
    }
}

/// A row of a record's history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Change {
    /// Which.
    pub id: ChangeId,
    /// What was changed: a criterion's code, a text field, or a step such as `phase`.
    pub field: String,
    /// The value before, as shown; none if there was none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// The value after.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// Why, where a reason was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// By whom and when.
    pub changed: Changed,
}

/// Which review a column of a comparison or heat map is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "kind", content = "id", rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ReviewId {
    /// Självvärdering.
    SelfAssessment(SelfAssessmentId),
    /// Granskning.
    Inspection(InspectionId),
}

/// How one criterion stood at a review.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReviewedCriterion {
    /// Which.
    pub code: CriterionCode,
    /// Fulfilled, partly fulfilled, not fulfilled or not applicable.
    pub standing: Standing,
    /// Comment or note.
    pub note: FreeText,
}

/// One scale for the clinic's verdicts and the inspectors' judgements, so that they can be compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Standing {
    /// Uppfyllt.
    Fulfilled,
    /// Delvis uppfyllt (only a clinic says so).
    Partly,
    /// Ej uppfyllt; the inspectors' brist.
    NotFulfilled,
    /// Ej tillämpligt.
    NotApplicable,
}

impl Standing {
    /// What the grading rule makes of it.
    #[must_use]
    pub const fn fulfilment(self) -> Fulfilment {
        match self {
            Self::Fulfilled => Fulfilment::Fulfilled,
            Self::Partly | Self::NotFulfilled => Fulfilment::NotFulfilled,
            Self::NotApplicable => Fulfilment::NotApplicable,
        }
    }
}

/// A whole review as one column: for comparison, heat map and threads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Review {
    /// Which.
    pub id: ReviewId,
    /// Of which specialty.
    pub specialty: String,
    /// The self-assessment's year, or the year of the inspection's visit.
    pub year: i32,
    /// The day it counts from: signed, or the visit's last day.
    pub day: NaiveDate,
    /// The checklist used.
    pub checklist: ChecklistId,
    /// Grades: suggested at signing, or set by the inspectors.
    #[cfg_attr(feature = "openapi", schema(value_type = std::collections::HashMap<String, ReviewGrade>))]
    pub grades: BTreeMap<AreaCode, ReviewGrade>,
    /// Criteria that were answered or judged.
    pub criteria: Vec<ReviewedCriterion>,
}

impl Review {
    /// How a criterion stood, if it was answered.
    #[must_use]
    pub fn criterion(&self, code: CriterionCode) -> Option<&ReviewedCriterion> {
        self.criteria.iter().find(|c| c.code == code)
    }

    /// Whether inspectors made it.
    #[must_use]
    pub const fn is_inspection(&self) -> bool {
        matches!(self.id, ReviewId::Inspection(_))
    }

    /// Whether it is an earlier one beside a year's self-assessment: an inspection of that year or before, or the
    /// self-assessment of a year before.
    #[must_use]
    pub const fn is_earlier_at(&self, year: i32) -> bool {
        self.year < year || (self.is_inspection() && self.year == year)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_web_addresses_are_links() {
        let link = |url: &str| {
            AddLink {
                title: "IUP-mall".to_owned().try_into().unwrap(),
                url: url.to_owned().try_into().unwrap(),
            }
            .check()
        };
        assert_eq!(link("https://exempel.se/mall.pdf"), Ok(()));
        for wrong in [
            "javascript:alert(1)",
            "exempel.se",
            "https://",
            "https:///x",
            "data:text/html,x",
            "http://a b",
        ] {
            assert_eq!(link(wrong), Err(InvalidLink), "{wrong}");
        }
    }

    #[test]
    fn beside_a_self_assessment_stand_the_years_before_and_the_inspection_of_its_own_year() {
        let earlier = |id: ReviewId, year: i32| {
            let review = Review {
                id,
                specialty: "Ortopedi".to_owned(),
                year,
                day: NaiveDate::from_ymd_opt(year, 6, 1).unwrap(),
                checklist: ChecklistId::new(uuid::Uuid::nil()),
                grades: BTreeMap::new(),
                criteria: Vec::new(),
            };
            review.is_earlier_at(2024)
        };
        let own = ReviewId::SelfAssessment(SelfAssessmentId::new(uuid::Uuid::nil()));
        let inspection = ReviewId::Inspection(InspectionId::new(uuid::Uuid::nil()));
        assert_eq!([2023, 2024, 2025].map(|year| earlier(own, year)), [true, false, false]);
        assert_eq!([2023, 2024, 2025].map(|year| earlier(inspection, year)), [true, true, false]);
    }

    #[test]
    fn a_text_field_is_read_back_from_its_name() {
        for field in TextField::LISTS.into_iter().chain(AreaCode::ALL.map(TextField::Area)) {
            assert_eq!(field.to_string().parse(), Ok(field));
        }
    }
}
