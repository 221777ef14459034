//! The checklist (SPUR): areas, criteria and their classes, as versioned data.

use std::{collections::BTreeMap, fmt, str::FromStr};

use serde::{Deserialize, Serialize, Serializer};

use crate::{CareProviderId, ChecklistId, grade::Grade, review::Changed, text::Line};

/// Område A–H.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[expect(missing_docs, reason = "the letters are the names")]
pub enum AreaCode {
    A,
    B,
    C,
    D,
    E,
    F,
    G,
    H,
}

impl AreaCode {
    /// All eight areas in the checklist's order.
    pub const ALL: [Self; 8] =
        [Self::A, Self::B, Self::C, Self::D, Self::E, Self::F, Self::G, Self::H];

    /// The area's letter.
    #[must_use]
    pub const fn letter(self) -> char {
        match self {
            Self::A => 'A',
            Self::B => 'B',
            Self::C => 'C',
            Self::D => 'D',
            Self::E => 'E',
            Self::F => 'F',
            Self::G => 'G',
            Self::H => 'H',
        }
    }
}

impl fmt::Display for AreaCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.letter())
    }
}

/// What is wrong with a code such as `D11`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("”{0}” är ingen kod för ett område (A–H) eller kriterium (t.ex. D11)")]
pub struct InvalidCode(String);

impl FromStr for AreaCode {
    type Err = InvalidCode;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut letters = text.chars();
        let (Some(letter), None) = (letters.next(), letters.next()) else {
            return Err(InvalidCode(text.to_owned()));
        };
        Self::ALL
            .into_iter()
            .find(|area| area.letter() == letter)
            .ok_or_else(|| InvalidCode(text.to_owned()))
    }
}

/// A criterion's code: area and number, written `D11`. Sorts as the checklist does (D2 before D11).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(try_from = "String")]
pub struct CriterionCode {
    area: AreaCode,
    number: u8,
}

impl CriterionCode {
    /// A code from its parts; `None` unless the number is 1–99.
    #[must_use]
    pub const fn new(area: AreaCode, number: u8) -> Option<Self> {
        if number >= 1 && number <= 99 { Some(Self { area, number }) } else { None }
    }

    /// The area the criterion belongs to.
    #[must_use]
    pub const fn area(self) -> AreaCode {
        self.area
    }

    /// The number within the area, from 1.
    #[must_use]
    pub const fn number(self) -> u8 {
        self.number
    }
}

impl fmt::Display for CriterionCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.area, self.number)
    }
}

impl FromStr for CriterionCode {
    type Err = InvalidCode;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let invalid = || InvalidCode(text.to_owned());
        let (area, number) = text.split_at_checked(1).ok_or_else(invalid)?;
        if number.starts_with(['0', '+']) {
            return Err(invalid());
        }
        let area = area.parse()?;
        let number = number.parse().map_err(|_| invalid())?;
        Self::new(area, number).ok_or_else(invalid)
    }
}

impl TryFrom<String> for CriterionCode {
    type Error = InvalidCode;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl Serialize for CriterionCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(feature = "openapi")]
crate::id::string_schema!(CriterionCode);

/// How binding a criterion is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum CriterionClass {
    /// Föreskrift.
    Regulation,
    /// Allmänt råd.
    GeneralAdvice,
    /// Kvalitetsindikator.
    QualityIndicator,
}

impl CriterionClass {
    /// All classes, most binding first.
    pub const ALL: [Self; 3] = [Self::Regulation, Self::GeneralAdvice, Self::QualityIndicator];

    /// The word used on the screen.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Regulation => "Föreskrift",
            Self::GeneralAdvice => "Allmänt råd",
            Self::QualityIndicator => "Kvalitetsindikator",
        }
    }

    /// The word used over a block of several criteria, as in SPUR's reports.
    #[must_use]
    pub const fn heading(self) -> &'static str {
        match self {
            Self::Regulation => "Föreskrift",
            Self::GeneralAdvice => "Allmänna råd",
            Self::QualityIndicator => "Kvalitetsindikatorer",
        }
    }

    /// The value as it is stored and sent.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Regulation => "regulation",
            Self::GeneralAdvice => "general_advice",
            Self::QualityIndicator => "quality_indicator",
        }
    }

    /// The class with this stored value.
    #[must_use]
    pub fn from_stored(value: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.as_str() == value)
    }
}

/// The report's two halves: resources for the education, and how they are used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum AreaGroup {
    /// Struktur: A–C.
    Structure,
    /// Process: D–H.
    Process,
}

impl AreaGroup {
    /// The heading used on the screen and in the report.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Structure => "Struktur",
            Self::Process => "Process",
        }
    }
}

/// Kriterium.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Criterion {
    /// Such as `D11`.
    pub code: CriterionCode,
    /// How binding it is.
    pub class: CriterionClass,
    /// False where sources don't settle the class (D11 and E12 in SPUR 2025).
    #[serde(default = "yes")]
    pub class_settled: bool,
    /// SPUR's reading of the area's preamble, graded as a regulation.
    #[serde(default)]
    pub spur_interpreted: bool,
    /// The wording, verbatim.
    pub text: String,
}

const fn yes() -> bool {
    true
}

/// Område.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Area {
    /// A–H.
    pub code: AreaCode,
    /// Structure or process.
    pub group: AreaGroup,
    /// The full name.
    pub name: String,
    /// A word for narrow places.
    pub short_name: String,
    /// The sentence of the regulation that opens the area, where it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub preamble: Option<String>,
    /// What each grade means here; areas without Allmänna råd have no C.
    #[cfg_attr(feature = "openapi", schema(value_type = std::collections::HashMap<String, String>))]
    pub grade_texts: BTreeMap<Grade, String>,
    /// In the checklist's order.
    pub criteria: Vec<Criterion>,
}

/// Checklista: one published version. A review keeps the version it began with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Checklist {
    /// This version.
    pub id: ChecklistId,
    /// Such as `SPUR ST`.
    pub name: String,
    /// Such as `2025`.
    pub version: String,
    /// How many quality indicators may fail in an area graded A ("enstaka undantag").
    pub exceptions: u8,
    /// A–H.
    pub areas: Vec<Area>,
}

/// A published version in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChecklistVersion {
    /// Which.
    pub id: ChecklistId,
    /// Such as `2025`.
    pub version: String,
    /// The care provider that published it; none for the version that follows the product.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub care_provider: Option<CareProviderId>,
    /// By whom and when.
    pub published: Changed,
    /// Whether new reviews at that care provider begin with it.
    pub current: bool,
}

/// Publishes a new version for a care provider. Reviews that have begun keep theirs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PublishChecklist {
    /// Whose reviews begin with it.
    pub care_provider: CareProviderId,
    /// Such as `2026`.
    pub version: Line,
    /// How many quality indicators may fail in an area graded A.
    pub exceptions: u8,
    /// A–H.
    pub areas: Vec<Area>,
}

/// Why a checklist can't be published.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidChecklist {
    /// No version label.
    #[error("Ange ett namn på versionen, till exempel 2026.")]
    NoVersion,
    /// The areas are not A–H in order.
    #[error("Checklistan ska ha områdena A–H i ordning.")]
    Areas,
    /// An area without criteria.
    #[error("Område {0} saknar kriterier.")]
    Empty(AreaCode),
    /// A criterion in the wrong area or with a number that breaks the order.
    #[error(
        "Kriterierna i område {area} ska numreras {area}1, {area}2 och så vidare; {found} står fel."
    )]
    Numbering {
        /// The area.
        area: AreaCode,
        /// The code that stands wrong.
        found: CriterionCode,
    },
    /// A criterion without text.
    #[error("Kriterium {0} saknar text.")]
    NoText(CriterionCode),
    /// A grade C text where there is no general advice, or the other way round, or A, B or D missing.
    #[error(
        "Område {0} ska ha betygstexter för A, B och D, och för C bara om området har allmänna råd."
    )]
    Grades(AreaCode),
}

impl Checklist {
    /// The version that follows the product: SPUR's checklist as printed in reports of 2025.
    ///
    /// # Panics
    /// Never in a build whose tests pass: the file is part of the program and tested.
    #[must_use]
    pub fn spur_2025() -> Self {
        serde_json::from_str(include_str!("../data/spur-2025.json"))
            .expect("the built-in checklist is valid")
    }

    /// Checks that grading rules can work on this version.
    ///
    /// # Errors
    /// The first thing found that stands wrong.
    pub fn check(&self) -> Result<(), InvalidChecklist> {
        if self.version.trim().is_empty() {
            return Err(InvalidChecklist::NoVersion);
        }
        if !self.areas.iter().map(|area| area.code).eq(AreaCode::ALL) {
            return Err(InvalidChecklist::Areas);
        }
        self.areas.iter().try_for_each(Area::check)
    }

    /// An area by its code.
    #[must_use]
    pub fn area(&self, code: AreaCode) -> Option<&Area> {
        self.areas.iter().find(|area| area.code == code)
    }

    /// A criterion by its code.
    #[must_use]
    pub fn criterion(&self, code: CriterionCode) -> Option<&Criterion> {
        self.area(code.area())?.criteria.iter().find(|criterion| criterion.code == code)
    }

    /// All criteria in order.
    pub fn criteria(&self) -> impl Iterator<Item = &Criterion> {
        self.areas.iter().flat_map(|area| &area.criteria)
    }
}

impl Area {
    /// `D. Tjänstgöringens upplägg`.
    #[must_use]
    pub fn title(&self) -> String {
        format!("{}. {}", self.code, self.name)
    }

    fn check(&self) -> Result<(), InvalidChecklist> {
        if self.criteria.is_empty() {
            return Err(InvalidChecklist::Empty(self.code));
        }
        for (criterion, number) in self.criteria.iter().zip(1..) {
            if CriterionCode::new(self.code, number) != Some(criterion.code) {
                return Err(InvalidChecklist::Numbering { area: self.code, found: criterion.code });
            }
            if criterion.text.trim().is_empty() {
                return Err(InvalidChecklist::NoText(criterion.code));
            }
        }
        let advice = self.criteria.iter().any(|c| c.class == CriterionClass::GeneralAdvice);
        let wanted = Grade::ALL.into_iter().filter(|grade| advice || *grade != Grade::C);
        if self.grade_texts.keys().copied().eq(wanted) {
            Ok(())
        } else {
            Err(InvalidChecklist::Grades(self.code))
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_built_in_checklist_is_valid_and_whole() {
        let checklist = Checklist::spur_2025();
        assert_eq!(checklist.check(), Ok(()));
        let count = |class| checklist.criteria().filter(|c| c.class == class).count();
        assert_eq!(CriterionClass::ALL.map(count), [42, 15, 17]);
        let open: Vec<_> =
            checklist.criteria().filter(|c| !c.class_settled).map(|c| c.code.to_string()).collect();
        assert_eq!(open, ["D11", "E12"]);
    }

    #[test]
    fn codes_sort_as_the_checklist_does() {
        let mut codes: Vec<CriterionCode> =
            ["D11", "D2", "A4", "D1"].iter().map(|c| c.parse().unwrap()).collect();
        codes.sort();
        assert_eq!(
            codes.iter().map(ToString::to_string).collect::<Vec<_>>(),
            ["A4", "D1", "D2", "D11"]
        );
    }

    #[test]
    fn a_code_is_sent_as_it_is_written() {
        for area in AreaCode::ALL {
            for code in (0..=u8::MAX).filter_map(|number| CriterionCode::new(area, number)) {
                assert_eq!(serde_json::to_value(code).unwrap(), code.to_string());
                assert_eq!(code.to_string().parse(), Ok(code));
            }
        }
    }

    #[test]
    fn a_checklist_with_a_gap_in_the_numbers_is_refused() {
        let mut checklist = Checklist::spur_2025();
        let moved = checklist.areas[3].criteria.remove(1);
        assert_eq!(
            checklist.check(),
            Err(InvalidChecklist::Numbering { area: AreaCode::D, found: "D3".parse().unwrap() })
        );
        checklist.areas[3].criteria.insert(1, moved);
        checklist.areas[0].grade_texts.insert(Grade::C, "…".into());
        assert_eq!(checklist.check(), Err(InvalidChecklist::Grades(AreaCode::A)));
    }

    proptest! {
        #[test]
        fn a_code_is_read_back_as_it_was_written(area in 0_usize..8, number in 1_u8..=99) {
            let code = CriterionCode::new(AreaCode::ALL[area], number).unwrap();
            prop_assert_eq!(code.to_string().parse(), Ok(code));
        }

        #[test]
        fn any_text_is_a_code_or_refused_and_never_two_spellings_of_one(text in "\\PC{0,4}") {
            if let Ok(code) = text.parse::<CriterionCode>() {
                prop_assert_eq!(code.to_string(), text);
            }
        }
    }
}
