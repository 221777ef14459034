//! A målbeskrivning from a CSV file, whole or not at all.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{
    Curriculum, InvalidObjectiveCode, LearningActivity, Objective, ObjectiveCode, ObjectiveGroup,
    Regulation, UnknownActivity, built_in,
};
use crate::{
    CurriculumId,
    text::{FreeText, InvalidText, Line},
};

/// Most bytes of a file with objectives; a whole målbeskrivning is about 50 000.
pub const MAX_BYTES: usize = 1_000_000;
/// Most problems that are told of; more are more of the same.
const MAX_PROBLEMS: usize = 200;

/// What a file holds: objectives, or what stands wrong with it, never both.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CurriculumImport {
    /// The regulation it was read for.
    pub regulation: Regulation,
    /// In the order of their codes; none when anything stands wrong.
    pub objectives: Vec<Objective>,
    /// What stands wrong, in the order of the lines.
    pub problems: Vec<ImportProblem>,
}

/// Something that stands wrong in a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportProblem {
    /// Line of the file, from 1, where the row begins; none for what is missing in the whole of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
    /// The column that it stands in, where it stands in one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// What stands wrong and what to do, for the screen.
    pub sentence: String,
}

/// Why an import gives no curriculum.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("Filen har fel som behöver rättas först. Inget har lagts in.")]
pub struct NotUsable;

impl CurriculumImport {
    /// The curriculum, when nothing stands wrong.
    ///
    /// # Errors
    /// When the file has problems or is empty.
    pub fn into_curriculum(
        self,
        id: CurriculumId,
        specialty: Line,
        version_name: Line,
    ) -> Result<Curriculum, NotUsable> {
        let Self { regulation, objectives, problems } = self;
        if !problems.is_empty() || objectives.is_empty() {
            return Err(NotUsable);
        }
        Ok(Curriculum { id, regulation, specialty, version_name, objectives })
    }
}

/// What may stand wrong.
#[derive(Debug, thiserror::Error)]
enum Wrong {
    #[error("Filen är större än {} kB. Spara bara målbeskrivningens tabell.", MAX_BYTES / 1000)]
    TooLarge,
    #[error(
        "Filen är tom. Den ska börja med raden kod;titel;krav;aktiviteter och ha ett delmål på varje rad."
    )]
    Empty,
    #[error(
        "Kolumnen ”{0}” saknas. Första raden ska vara kod;titel;krav;aktiviteter (eller samma ord med kommatecken)."
    )]
    NoColumn(&'static str),
    #[error("Kolumnen ”{0}” finns två gånger i första raden.")]
    ColumnTwice(&'static str),
    #[error("Kolumnen ”{0}” är okänd. Kolumnerna är kod, titel, krav och aktiviteter.")]
    UnknownColumn(String),
    #[error(
        "Raden har {found} fält men första raden har {expected}. Text med skiljetecknet ”{separator}” ska stå inom citattecken."
    )]
    Width { found: usize, expected: usize, separator: char },
    #[error("Ett citattecken (\") saknar sitt par, så att flera rader läses som en.")]
    Quote,
    #[error("Raden saknar kod.")]
    NoCode,
    #[error(transparent)]
    Code(#[from] InvalidObjectiveCode),
    #[error("{code} är ett delmål i {}. Filen läses in för {}.", code.regulation(), code.regulation().other())]
    OtherRegulation { code: ObjectiveCode },
    #[error("{code} finns inte i {}, där delmålen är {first}–{last}.", code.regulation())]
    UnknownCode { code: ObjectiveCode, first: ObjectiveCode, last: ObjectiveCode },
    #[error("{code} finns redan på rad {line}.")]
    Twice { code: ObjectiveCode, line: usize },
    #[error("{0} saknar krav. Skriv kompetenskravet så som det står i målbeskrivningen.")]
    NoDemand(ObjectiveCode),
    #[error("Titeln: {0}")]
    Title(InvalidText),
    #[error("Kravet: {0}")]
    Demand(InvalidText),
    #[error(transparent)]
    Activity(#[from] UnknownActivity),
    #[error("{code} {title} saknas. Det är gemensamt för alla specialiteter.")]
    Missing { code: ObjectiveCode, title: String },
    #[error(
        "{code} {title} saknas. Gäller det inte specialiteten, skriv en rad med koden och titeln ”{NOT_APPLICABLE}”."
    )]
    MissingOrNot { code: ObjectiveCode, title: String },
    #[error("{code} saknas: filen har {last} men inte alla delmål före.")]
    Gap { code: ObjectiveCode, last: ObjectiveCode },
    #[error("Filen har fler fel än så här. Rätta dem som visas och läs in filen igen.")]
    More,
}

impl Wrong {
    /// The column of [`COLUMNS`] that it stands in.
    const fn column(&self) -> Option<&'static str> {
        match self {
            Self::TooLarge
            | Self::Empty
            | Self::NoColumn(_)
            | Self::ColumnTwice(_)
            | Self::UnknownColumn(_)
            | Self::Width { .. }
            | Self::Quote
            | Self::Missing { .. }
            | Self::MissingOrNot { .. }
            | Self::Gap { .. }
            | Self::More => None,
            Self::NoCode
            | Self::Code(_)
            | Self::OtherRegulation { .. }
            | Self::UnknownCode { .. }
            | Self::Twice { .. } => Some(COLUMNS[0]),
            Self::Title(_) => Some(COLUMNS[1]),
            Self::NoDemand(_) | Self::Demand(_) => Some(COLUMNS[2]),
            Self::Activity(_) => Some(COLUMNS[3]),
        }
    }

    fn at(&self, line: Option<usize>) -> ImportProblem {
        let column = self.column().map(str::to_owned);
        ImportProblem { line, column, sentence: self.to_string() }
    }
}

/// The title that says that a b-objective doesn't apply to the specialty.
const NOT_APPLICABLE: &str = "gäller inte";

/// Reads a målbeskrivning: first the row `kod;titel;krav;aktiviteter`, then one objective a row.
///
/// The separator is a semicolon or a comma, whichever the first row has most of. The columns may come in any order. Activities are
/// separated by comma, semicolon, `|` or a new line. A common objective (a, b) may leave title and activities blank: the known ones
/// stand. One of the specialty's own (c) must have its demand, and their numbers no gap. Which b-objectives apply varies with the
/// specialty, so one may be said not to: a row with the title `gäller inte`.
#[must_use]
pub fn read_csv(text: &str, regulation: Regulation) -> CurriculumImport {
    let mut reading = Reading::of(regulation);
    if text.len() > MAX_BYTES {
        reading.wrong(None, Wrong::TooLarge);
    } else {
        reading.file(text);
    }
    let Reading { objectives, mut problems, .. } = reading;
    problems.sort_by_key(|problem| problem.line.unwrap_or(usize::MAX));
    if problems.len() > MAX_PROBLEMS {
        problems.truncate(MAX_PROBLEMS);
        problems.push(Wrong::More.at(None));
    }
    let objectives =
        if problems.is_empty() { objectives.into_values().collect() } else { Vec::new() };
    CurriculumImport { regulation, objectives, problems }
}

/// The columns, in the order of their names.
const COLUMNS: [&str; 4] = ["kod", "titel", "krav", "aktiviteter"];

/// A row of the file.
struct Row {
    /// Where it begins.
    line: usize,
    /// Its fields, trimmed.
    fields: Vec<String>,
    /// Whether a quotation mark makes one row of several.
    swallows: bool,
}

struct Reading {
    regulation: Regulation,
    /// What is known of the common objectives.
    common: Vec<Objective>,
    objectives: BTreeMap<ObjectiveCode, Objective>,
    /// Where each code that was read stands, also of rows that give no objective.
    seen: BTreeMap<ObjectiveCode, usize>,
    problems: Vec<ImportProblem>,
}

impl Reading {
    fn of(regulation: Regulation) -> Self {
        let common = built_in::common(regulation);
        let (objectives, seen) = (BTreeMap::new(), BTreeMap::new());
        Self { regulation, common, objectives, seen, problems: Vec::new() }
    }

    fn wrong(&mut self, line: Option<usize>, wrong: impl Into<Wrong>) {
        self.problems.push(wrong.into().at(line));
    }

    fn file(&mut self, text: &str) {
        let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n").replace('\r', "\n");
        let separator = separator(&text);
        let mut rows = rows(&text, separator);
        let Some(header) = rows.next() else { return self.wrong(None, Wrong::Empty) };
        let Some(columns) = self.columns(&header) else { return };
        let mut empty = true;
        for row in rows {
            empty = false;
            let (found, expected) = (row.fields.len(), header.fields.len());
            let broken = if row.swallows {
                Some(Wrong::Quote)
            } else if found != expected {
                Some(Wrong::Width { found, expected, separator: char::from(separator) })
            } else {
                None
            };
            let field = |column: usize| row.fields.get(column).map_or("", String::as_str);
            let fields = columns.map(field);
            match broken {
                None => self.row(row.line, fields),
                Some(wrong) => {
                    // What its other fields hold can't be told, but its code isn't missing.
                    if let Ok(code) = fields[0].parse() {
                        self.seen.entry(code).or_insert(row.line);
                    }
                    self.wrong(Some(row.line), wrong);
                }
            }
        }
        if empty {
            return self.wrong(None, Wrong::Empty);
        }
        self.missing();
    }

    /// Where each column of [`COLUMNS`] stands.
    fn columns(&mut self, header: &Row) -> Option<[usize; 4]> {
        let before = self.problems.len();
        let names: Vec<String> = header.fields.iter().map(|name| name.to_lowercase()).collect();
        for (name, written) in names.iter().zip(&header.fields) {
            if !COLUMNS.contains(&name.as_str()) {
                let written = written.chars().take(40).collect();
                self.wrong(Some(header.line), Wrong::UnknownColumn(written));
            }
        }
        let columns = COLUMNS.map(|column| {
            let mut places = (0..names.len()).filter(|&index| names[index] == column);
            let (first, second) = (places.next(), places.next());
            if first.is_none() {
                self.wrong(Some(header.line), Wrong::NoColumn(column));
            } else if second.is_some() {
                self.wrong(Some(header.line), Wrong::ColumnTwice(column));
            }
            first.unwrap_or(usize::MAX)
        });
        (self.problems.len() == before).then_some(columns)
    }

    fn row(&mut self, line: usize, fields: [&str; 4]) {
        let [code, title, demand, activities] = fields;
        if code.is_empty() {
            return self.wrong(Some(line), Wrong::NoCode);
        }
        let code: ObjectiveCode = match code.parse() {
            Ok(code) => code,
            Err(invalid) => return self.wrong(Some(line), Wrong::Code(invalid)),
        };
        if code.regulation() != self.regulation {
            return self.wrong(Some(line), Wrong::OtherRegulation { code });
        }
        if let Some(&line_before) = self.seen.get(&code) {
            return self.wrong(Some(line), Wrong::Twice { code, line: line_before });
        }
        self.seen.insert(code, line);
        let known = self.common.iter().find(|objective| objective.code == code).cloned();
        let of_group = self.common.iter().map(|o| o.code).filter(|c| c.group() == code.group());
        if known.is_none()
            && let Some((first, last)) = of_group.clone().min().zip(of_group.max())
        {
            return self.wrong(Some(line), Wrong::UnknownCode { code, first, last });
        }
        if code.group() == ObjectiveGroup::B && title.to_lowercase() == NOT_APPLICABLE {
            return;
        }
        if code.group() == ObjectiveGroup::C && demand.is_empty() {
            self.wrong(Some(line), Wrong::NoDemand(code));
        }
        let title = match title {
            "" => None,
            title => self.kept(line, Line::try_from(title.to_owned()).map_err(Wrong::Title)),
        };
        let demand = self.kept(line, FreeText::try_from(demand.to_owned()).map_err(Wrong::Demand));
        let activities = self.activities(line, activities);
        let (known_title, known_activities) =
            known.map_or((None, Vec::new()), |known| (known.title, known.activities));
        self.objectives.insert(
            code,
            Objective {
                code,
                title: title.or(known_title),
                demand: demand.unwrap_or_default(),
                activities: if activities.is_empty() { known_activities } else { activities },
                draft: false,
            },
        );
    }

    fn activities(&mut self, line: usize, written: &str) -> Vec<LearningActivity> {
        let mut activities = Vec::new();
        for word in written.split([',', ';', '|', '\n']).filter(|word| !word.trim().is_empty()) {
            if let Some(activity) = self.kept(line, word.parse().map_err(Wrong::Activity))
                && !activities.contains(&activity)
            {
                activities.push(activity);
            }
        }
        activities
    }

    fn kept<T>(&mut self, line: usize, read: Result<T, Wrong>) -> Option<T> {
        read.map_err(|wrong| self.wrong(Some(line), wrong)).ok()
    }

    /// Tells of common objectives that are missing, and of gaps among the specialty's own.
    fn missing(&mut self) {
        for Objective { code, title, .. } in std::mem::take(&mut self.common) {
            if !self.seen.contains_key(&code) {
                let title = title.map_or_else(String::new, String::from);
                let wrong = match code.group() {
                    ObjectiveGroup::B => Wrong::MissingOrNot { code, title },
                    ObjectiveGroup::A | ObjectiveGroup::C => Wrong::Missing { code, title },
                };
                self.wrong(None, wrong);
            }
        }
        let own = self.seen.keys().filter(|code| code.group() == ObjectiveGroup::C);
        let own: BTreeSet<ObjectiveCode> = own.copied().collect();
        let Some(&last) = own.last() else { return };
        for number in 1..last.number() {
            let code = ObjectiveCode::new(self.regulation, ObjectiveGroup::C, number);
            if let Some(code) = code.filter(|code| !own.contains(code)) {
                self.wrong(None, Wrong::Gap { code, last });
            }
        }
    }
}

/// What parts the fields of the first row.
fn separator(text: &str) -> u8 {
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let count = |separator: char| first.matches(separator).count();
    if count(',') > count(';') { b',' } else { b';' }
}

/// The rows that have anything in them.
///
/// The line is counted here: the reader's own count stands before the blank lines that it skips.
fn rows(text: &str, separator: u8) -> impl Iterator<Item = Row> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(separator)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let (mut counted, mut line) = (0, 1);
    std::iter::from_fn(move || {
        let mut record = csv::StringRecord::new();
        // Text out of memory fails neither as UTF-8 nor by its length.
        if !reader.read_record(&mut record).ok()? {
            return None;
        }
        let (begin, end) = (record.position()?.byte(), reader.position().byte());
        let raw = text.get(usize::try_from(begin).ok()?..usize::try_from(end).ok()?)?;
        let begin = usize::try_from(begin).ok()? + raw.len() - raw.trim_start_matches('\n').len();
        line += text[counted..begin].matches('\n').count();
        counted = begin;
        let fields = record.iter().map(|field| field.trim().to_owned()).collect();
        Some(Row { line, fields, swallows: swallows(raw.trim_matches('\n'), separator) })
    })
    .filter(|row| row.fields.iter().any(|field| !field.is_empty()))
}

/// Whether a stray quotation mark has made one row of several: quotation marks don't pair, or a later line begins as a row does.
fn swallows(raw: &str, separator: u8) -> bool {
    let begins_a_row = |line: &str| {
        line.split_once(char::from(separator))
            .is_some_and(|(code, _)| code.parse::<ObjectiveCode>().is_ok())
    };
    raw.matches('"').count() % 2 == 1 || raw.lines().skip(1).any(begins_a_row)
}
