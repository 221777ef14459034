//! Reading the text of a published SPUR report (granskningsrapport) into data, a help to a person who fills in an inspection.
//!
//! The text comes out of a PDF and has lost the chosen grades, the ticks and much of the order (SPUR-rapport, 2.2). What can be
//! known is read, what can only be guessed is marked as a suggestion, and what found no place is handed over as it stands.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::written_date::WrittenDate;

mod body;
mod bullets;
mod document;
mod find;
mod join;
mod people;
mod plan;

/// A criterion of the checklist to look for.
#[derive(Clone, Debug)]
pub struct ReportCriterion<'a> {
    /// Its code, such as `D1`; it comes back in the answer.
    pub code: &'a str,
    /// Its wording.
    pub text: &'a str,
}

/// An area of the checklist to look for, in the order of the checklist.
#[derive(Clone, Debug)]
pub struct ReportArea<'a> {
    /// Its letter.
    pub code: char,
    /// Its heading.
    pub name: &'a str,
    /// The sentences above its first criteria, where it has any (SPUR-rapport, 1.2).
    pub preamble: Option<&'a str>,
    /// What the grades mean, without their letters.
    pub grade_texts: Vec<&'a str>,
    /// Its criteria.
    pub criteria: Vec<ReportCriterion<'a>>,
}

/// What was read out of a report.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReportText {
    /// How many of the checklist's criteria stand in the report's body.
    pub criteria_found: usize,
    /// The codes of those that do not.
    pub missing_criteria: Vec<String>,
    /// The clinic (enhet) named over the action plan, if it is.
    pub unit: Option<String>,
    /// The specialty (specialitet) named over the action plan, if it is.
    pub specialty: Option<String>,
    /// Areas whose text says that the grade was changed after the action plan (SPUR-rapport, 1.6).
    pub changed_areas: Vec<char>,
    /// The inspectors' free text of each area that has any.
    pub area_texts: BTreeMap<char, String>,
    /// Strengths, weaknesses and suggestions (styrkor, svagheter, förbättringspotential), as far as they can be told apart.
    pub bullets: Vec<BulletRun>,
    /// The action plan (handlingsplan), an entry for each heading in it.
    pub entries: Vec<ReportEntry>,
    /// Lines of the body that found no place.
    pub unplaced: Vec<String>,
}

/// One of the three lists that open a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum BulletList {
    /// Styrkor.
    Strengths,
    /// Svagheter.
    Weaknesses,
    /// Förbättringspotential.
    Improvements,
}

/// A run of lines from the three lists. Their headings come first in the text and all lines after, so most often only a person can sort
/// them (SPUR-rapport, 2.2).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BulletRun {
    /// The list the lines belong to, where the text itself tells; nothing where it does not.
    pub list: Option<BulletList>,
    /// The lists they may belong to, by the headings before and after them.
    pub candidates: Vec<BulletList>,
    /// The lines as they stand.
    pub lines: Vec<String>,
    /// The lines put together to items: a suggestion only, since the marks between items are lost.
    pub suggested_items: Vec<String>,
}

/// A field of a plan entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum EntryField {
    /// Planerad åtgärd.
    Action,
    /// Datum när åtgärden ska vara genomförd.
    Due,
    /// Ansvarig för genomförandet.
    Responsible,
    /// Datum för uppföljning.
    FollowUp,
    /// Ansvarig för uppföljningen.
    FollowUpResponsible,
}

impl EntryField {
    /// All fields, in the order of the plan.
    pub const ALL: [Self; 5] =
        [Self::Action, Self::Due, Self::Responsible, Self::FollowUp, Self::FollowUpResponsible];

    /// The heading of the field in a plan.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Action => "Planerad åtgärd",
            Self::Due => "Datum när åtgärden ska vara genomförd",
            Self::Responsible => "Ansvarig för genomförandet",
            Self::FollowUp => "Datum för uppföljning",
            Self::FollowUpResponsible => "Ansvarig för uppföljningen",
        }
    }
}

/// A field that only points to what stands above it (`Se ovan`): the wording stays in the field, what it means stands elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EntryReference {
    /// The field with the pointing words.
    pub field: EntryField,
    /// The place (from 0) of the earlier entry that holds the answer.
    pub refers_to: usize,
}

/// One of several numbered actions within an entry (`Planerad åtgärd 1`, `2`, `3`), with what its own text says of dates and people.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PlannedAction {
    /// Its number in the plan.
    pub number: u32,
    /// Its whole text.
    pub text: String,
    /// When it is to be done.
    pub due: Vec<WrittenDate>,
    /// Who does it.
    pub responsible: Vec<String>,
    /// When it is followed up.
    pub follow_up: Vec<WrittenDate>,
    /// Who follows it up.
    pub follow_up_responsible: Vec<String>,
}

/// An entry of the action plan.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReportEntry {
    /// The area in its heading.
    pub area: Option<char>,
    /// The codes of the criteria it answers.
    pub criteria: Vec<String>,
    /// What is to be done, the whole text.
    pub action: String,
    /// The numbered actions in it; empty when the text is one action.
    pub actions: Vec<PlannedAction>,
    /// When it is to be done.
    pub due: Vec<WrittenDate>,
    /// Who does it: people or roles as written.
    pub responsible: Vec<String>,
    /// When it is followed up.
    pub follow_up: Vec<WrittenDate>,
    /// Who follows it up: people or roles as written.
    pub follow_up_responsible: Vec<String>,
    /// Fields that point to an earlier entry.
    pub references: Vec<EntryReference>,
    /// What a person should look at.
    pub warnings: Vec<EntryWarning>,
}

/// Something in an entry that a person should look at. [`ToString`] gives the Swedish sentence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum EntryWarning {
    /// No criterion of the checklist was recognised.
    #[error("Kriteriet kunde inte kännas igen. Välj det i checklistan.")]
    CriterionUnknown,
    /// A criterion was recognised by its beginning only.
    #[error("Kriteriet står inte ordagrant i checklistan. {code} är ett förslag: ”{text}”")]
    CriterionGuessed {
        /// The suggested criterion.
        code: String,
        /// What stands in the report.
        text: String,
    },
    /// The criterion belongs to another area than the heading says.
    #[error("{code} hör inte till område {area}, som rubriken anger.")]
    CriterionOutsideArea {
        /// The criterion found.
        code: String,
        /// The area of the heading.
        area: char,
    },
    /// A field's heading is missing; its text was found by its place.
    #[error("Rubriken ”{}” saknas. Texten togs från sin plats i rapporten.", field.label())]
    LabelMissing {
        /// The field.
        field: EntryField,
    },
    /// A field has no value.
    #[error("”{}” saknas i rapporten.", field.label())]
    Missing {
        /// The field.
        field: EntryField,
    },
    /// A field points above, and there is no earlier entry that holds an answer.
    #[error("”{}” hänvisar till texten ovan, men där finns inget svar.", field.label())]
    ReferenceUnresolved {
        /// The field.
        field: EntryField,
    },
    /// A date's wording is no date we can place in the calendar.
    #[error("”{text}” under ”{}” är inget datum som går att tolka. Ange ett datum.", field.label())]
    DateUnknown {
        /// The field.
        field: EntryField,
        /// The wording.
        text: String,
    },
    /// The first follow-up lies before the last action is to be done.
    #[error("Uppföljningen ligger före det datum då åtgärden ska vara genomförd.")]
    FollowUpBeforeAction,
    /// A numbered action has other dates than the entry.
    #[error(
        "Planerad åtgärd {number} har ett annat datum än det som står i fältet för hela åtgärden."
    )]
    ActionDatesDiffer {
        /// The action's number.
        number: u32,
    },
}

/// Why a text is no report we can read. [`ToString`] gives the Swedish sentence.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAReport {
    /// There is no text; a scanned PDF gives this too.
    #[error("Filen innehåller ingen text. Är den skannad behöver den först textigenkännas.")]
    Empty,
    /// The bytes of a PDF, not its text.
    #[error(
        "Det här är en PDF-fil som inte har gjorts om till text. Välj filen på nytt, eller klistra in texten ur den."
    )]
    Pdf,
    /// A web page.
    #[error(
        "Det här är en webbsida, inte en granskningsrapport. Spara rapporten som PDF eller text och välj den filen."
    )]
    Html,
    /// Some other file that is not text.
    #[error("Filen är inte text. En granskningsrapport lämnas som PDF eller som ren text.")]
    NotText,
    /// Too few of the checklist's criteria stand in the text.
    #[error(
        "Texten är ingen granskningsrapport enligt den här checklistan: {found} av {of} kriterier finns i den, och minst {needed} behövs."
    )]
    TooFewCriteria {
        /// How many were found.
        found: usize,
        /// How many the checklist has.
        of: usize,
        /// How many are needed.
        needed: usize,
    },
    /// The criteria are there but not the areas' headings, as in a bare checklist.
    #[error(
        "Kriterierna finns i texten, men bara {found} av {of} områdesrubriker. Utan dem kan texterna inte fördelas på områden."
    )]
    TooFewHeadings {
        /// How many headings were found.
        found: usize,
        /// How many areas the checklist has.
        of: usize,
    },
}

/// Reads the extracted text of a report by a checklist (SPUR-rapport, 2.3).
///
/// Two thirds of the criteria must be found in the body, and half of the areas' headings. A report by the same version of the checklist
/// has every one (SPUR-rapport, 1.1), one by a neighbouring version most; a guideline or an article that quotes some has fewer.
///
/// # Errors
///
/// [`NotAReport`] says in Swedish what the text seems to be instead.
pub fn read_report(text: &str, areas: &[ReportArea]) -> Result<ReportText, NotAReport> {
    refuse_other_files(text)?;
    let patterns = find::Patterns::new(areas);
    let of = patterns.criteria();
    let needed = (of * 2).div_ceil(3).max(1);
    let text = document::normalise(text);
    let quick = patterns.count_distinct(&document::compact(&text));
    if quick < needed {
        return Err(NotAReport::TooFewCriteria { found: quick, of, needed });
    }
    let document = document::Document::new(&text, &patterns);
    let layout = find::Layout::new(&document, &patterns, areas);
    let missing_criteria = layout.missing(areas);
    let criteria_found = of - missing_criteria.len();
    if criteria_found < needed {
        return Err(NotAReport::TooFewCriteria { found: criteria_found, of, needed });
    }
    let body = body::read(&document, &layout, areas);
    if body.headings_found * 2 < areas.len() {
        return Err(NotAReport::TooFewHeadings { found: body.headings_found, of: areas.len() });
    }
    let plan = plan::read(&document, &layout, areas);
    let changed_areas = body
        .area_texts
        .iter()
        .filter(|(_, text)| body::says_changed(text))
        .map(|(area, _)| *area)
        .collect();
    Ok(ReportText {
        criteria_found,
        missing_criteria,
        unit: plan.unit,
        specialty: plan.specialty,
        changed_areas,
        area_texts: body.area_texts,
        bullets: body.bullets,
        entries: plan.entries,
        unplaced: body.unplaced,
    })
}

fn refuse_other_files(text: &str) -> Result<(), NotAReport> {
    let start = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    if start.starts_with("%PDF-") {
        return Err(NotAReport::Pdf);
    }
    let tag: String = start.chars().take(9).flat_map(char::to_lowercase).collect();
    if tag.starts_with("<!doctype") || tag.starts_with("<html") || tag.starts_with("<?xml") {
        return Err(NotAReport::Html);
    }
    let (mut all, mut odd, mut letters) = (0_usize, 0_usize, false);
    for c in start.chars().take(100_000) {
        all += 1;
        odd += usize::from(
            c == '\u{fffd}'
                || (c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{c}' | '\u{b}')),
        );
        letters |= c.is_alphabetic();
    }
    if odd * 20 > all || start.starts_with("PK\u{3}\u{4}") {
        return Err(NotAReport::NotText);
    }
    if letters { Ok(()) } else { Err(NotAReport::Empty) }
}
