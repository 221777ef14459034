//! The action plan (handlingsplan): its heading line and its entries.

use super::document::{Document, Line, compact_len};
use super::find::{Layout, PlanCriterion, Style};
use super::join::join;
use super::{EntryField, ReportArea, ReportEntry};

mod entry;

use entry::Draft;

/// What the plan holds.
#[derive(Default)]
pub(super) struct Plan {
    pub unit: Option<String>,
    pub specialty: Option<String>,
    pub entries: Vec<ReportEntry>,
}

/// The fields' headings as compared, the longer before the shorter that begins it.
const LABELS: [(&str, EntryField); 19] = [
    ("planeradeåtgärder", EntryField::Action),
    ("planeradeåtgärd", EntryField::Action),
    ("planeradåtgärder", EntryField::Action),
    ("planeradåtgärd", EntryField::Action),
    ("datumnäråtgärdernaskavaragenomförda", EntryField::Due),
    ("datumnäråtgärdenskavaragenomförd", EntryField::Due),
    ("datumnäråtgärdenskallvaragenomförd", EntryField::Due),
    ("datumförgenomförandet", EntryField::Due),
    ("datumförgenomförande", EntryField::Due),
    ("ansvarigförgenomförandet", EntryField::Responsible),
    ("ansvarigförgenomförande", EntryField::Responsible),
    ("ansvarigaförgenomförandet", EntryField::Responsible),
    ("ansvarigaförgenomförande", EntryField::Responsible),
    ("datumföruppföljningen", EntryField::FollowUp),
    ("datumföruppföljning", EntryField::FollowUp),
    ("ansvarigföruppföljningen", EntryField::FollowUpResponsible),
    ("ansvarigföruppföljning", EntryField::FollowUpResponsible),
    ("ansvarigaföruppföljningen", EntryField::FollowUpResponsible),
    ("ansvarigaföruppföljning", EntryField::FollowUpResponsible),
];

/// Words that go on a sentence, so that what stands before them is no heading: `Ansvarig för uppföljningen är studierektorn.`
const SENTENCE: [&str; 14] = [
    "är", "som", "ska", "skall", "blir", "kommer", "har", "att", "var", "vara", "bör", "kan",
    "sker", "bestäms",
];

/// The fields' headings in letters and digits only.
pub(super) fn labels() -> impl Iterator<Item = &'static str> {
    LABELS.iter().map(|(label, _)| *label)
}

/// A field's heading at a place.
struct Label {
    field: EntryField,
    number: Option<u32>,
    /// Where it ends in the compact text.
    end: usize,
}

/// Reads the plan.
pub(super) fn read(document: &Document, layout: &Layout, areas: &[ReportArea]) -> Plan {
    let start = layout.plan_heading + usize::from(layout.plan_heading_is_title);
    if start >= document.lines.len() {
        return Plan::default();
    }
    let reader = Reader { document, layout, codes: codes(areas) };
    let first = (start..document.lines.len())
        .find(|line| reader.opens_entry(*line))
        .unwrap_or(document.lines.len());
    let (unit, specialty) = if layout.plan_heading_is_title {
        unit_and_specialty(&document.lines[start..first])
    } else {
        (None, None)
    };
    let running = &document.lines[start..first.min(start + 1)];
    let drafts = reader.drafts(first, running, areas);
    Plan { unit, specialty, entries: entry::finish(drafts, areas) }
}

/// Each criterion's code and the number of its area, counted through all areas.
fn codes(areas: &[ReportArea]) -> Vec<(String, usize)> {
    let of_area = |(n, area): (usize, &ReportArea)| {
        area.criteria.iter().map(move |found| (found.code.to_owned(), n)).collect::<Vec<_>>()
    };
    areas.iter().enumerate().flat_map(of_area).collect()
}

/// `Enhet - Specialitet`, the line above the standing sentence (SPUR-rapport, 2.1).
fn unit_and_specialty(lines: &[Line]) -> (Option<String>, Option<String>) {
    let header = lines.iter().take_while(|line| {
        !line.text.starts_with("Under granskning") && !line.text.starts_with("Verksamheten har")
    });
    let header = join(header.take(3));
    let last = |dashes: &[&str]| {
        dashes.iter().filter_map(|dash| Some((header.rfind(dash)?, dash.len()))).max()
    };
    match last(&[" - ", " – ", " — "]).or_else(|| last(&["–", "—"])) {
        Some((at, long)) if header.len() < 200 => {
            let given = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
            (given(&header[..at]), given(&header[at + long..]))
        }
        _ => (None, None),
    }
}

struct Reader<'a> {
    document: &'a Document,
    layout: &'a Layout,
    codes: Vec<(String, usize)>,
}

/// What stands at a line's beginning.
enum Start {
    Heading { area: usize, lines: usize },
    Criterion(PlanCriterion),
    Label(Label),
    Text,
}

impl Reader<'_> {
    fn opens_entry(&self, line: usize) -> bool {
        matches!(self.start(line), Start::Heading { .. } | Start::Criterion(_) | Start::Label(_))
    }

    fn start(&self, line: usize) -> Start {
        if let Some(criterion) = self.criterion(line) {
            return Start::Criterion(criterion);
        }
        if let Some((area, lines)) = self.layout.headings.at(self.document, line, Style::Lettered) {
            return Start::Heading { area, lines };
        }
        if let Some((area, lines)) = self.layout.headings.at(self.document, line, Style::Any)
            && line + lines < self.document.lines.len()
            && self.criterion(line + lines).is_some()
        {
            return Start::Heading { area, lines };
        }
        self.label(line, self.document.starts[line]).map_or(Start::Text, Start::Label)
    }

    /// A criterion that begins a line and ends one.
    fn criterion(&self, line: usize) -> Option<PlanCriterion> {
        let (start, end) = (self.document.starts[line], self.document.starts[line + 1]);
        let found = &self.layout.plan_criteria;
        let at = found.partition_point(|criterion| criterion.start < start);
        let criterion = *found.get(at).filter(|criterion| criterion.start < end)?;
        let last = self.document.line_at(criterion.end - 1);
        let whole =
            criterion.start - start <= 3 && self.document.starts[last + 1] - criterion.end <= 3;
        whole.then_some(criterion)
    }

    /// A field's heading at a place on a line. It may go on over the next line.
    fn label(&self, line: usize, place: usize) -> Option<Label> {
        let rest = self.document.compact.get(place..)?;
        let (label, field) = LABELS.iter().find(|(label, _)| rest.starts_with(label))?;
        let end = place + label.len();
        let last = self.document.line_at(end - 1);
        if !self.document.after(line, place).trim_start().starts_with(char::is_uppercase)
            || !self.ends_word(last, end)
        {
            return None;
        }
        let tail = self.tail(last, end);
        let colon = tail.starts_with(':');
        if !colon && tail.split(' ').next().is_some_and(|word| SENTENCE.contains(&word)) {
            return None;
        }
        let digits = if colon || *field != EntryField::Action {
            ""
        } else {
            &tail[..tail.len() - tail.trim_start_matches(|c: char| c.is_ascii_digit()).len()]
        };
        let number = digits.parse().ok().filter(|number| (1..=99).contains(number));
        let after_number = tail[digits.len()..].starts_with(|c: char| c.is_alphanumeric());
        match number {
            Some(number) if !after_number => {
                Some(Label { field: *field, number: Some(number), end: end + digits.len() })
            }
            _ => Some(Label { field: *field, number: None, end }),
        }
    }

    /// What stands on a line after a place, untouched but for white space.
    fn tail(&self, line: usize, place: usize) -> &str {
        let text = self.document.lines[line].text.as_str();
        let mut at = self.document.starts[line];
        for (byte, c) in text.char_indices() {
            if at >= place {
                return text[byte..].trim_start();
            }
            at += compact_len(c);
        }
        ""
    }

    fn ends_word(&self, line: usize, place: usize) -> bool {
        let text = self.document.lines[line].text.as_str();
        let mut at = self.document.starts[line];
        for c in text.chars() {
            if at >= place {
                return !c.is_alphanumeric();
            }
            at += compact_len(c);
        }
        true
    }

    fn drafts(&self, first: usize, running: &[Line], areas: &[ReportArea]) -> Vec<Draft> {
        let document = self.document;
        let mut drafts: Vec<Draft> = Vec::new();
        let mut line = first;
        while line < document.lines.len() {
            let text = &document.lines[line].text;
            let repeated =
                document.opens_page(line) && running.iter().any(|head| head.text == *text);
            if repeated || text == "HANDLINGSPLAN" || self.layout.own_text(document, line).is_none()
            {
                line += 1;
                continue;
            }
            match self.start(line) {
                Start::Heading { area, lines } => {
                    self.heading(&mut drafts, area, areas[area].code, line + lines);
                    line += lines;
                }
                Start::Criterion(found) => {
                    let last = document.line_at(found.end - 1);
                    let (code, area) = &self.codes[found.criterion];
                    if takes_criterion(&mut drafts, code, *area, areas[*area].code) {
                        line = last + 1;
                    } else {
                        drafts
                            .last_mut()
                            .into_iter()
                            .for_each(|draft| draft.text(document.lines[line].clone()));
                        line += 1;
                    }
                }
                Start::Label(label) => line = self.labelled(&mut drafts, line, label),
                Start::Text => {
                    drafts
                        .last_mut()
                        .into_iter()
                        .for_each(|draft| draft.text(document.lines[line].clone()));
                    line += 1;
                }
            }
        }
        drafts
    }

    /// A heading begins an entry, unless it only stands again after a page break: with nothing under it the first time, or in the
    /// middle of an entry whose fields go on after it.
    fn heading(&self, drafts: &mut Vec<Draft>, area: usize, code: char, next: usize) {
        let goes_on = drafts.last().is_some_and(|draft| {
            draft.area == Some(area)
                && (draft.is_blank()
                    || (!draft.has(EntryField::FollowUpResponsible)
                        && next < self.document.lines.len()
                        && self.continues(next)))
        });
        if !goes_on {
            drafts.push(Draft::new(Some(area), Some(code)));
        }
    }

    fn continues(&self, line: usize) -> bool {
        match self.start(line) {
            Start::Heading { .. } | Start::Criterion(_) => false,
            Start::Label(label) => label.field != EntryField::Action,
            Start::Text => true,
        }
    }

    /// Takes a label and what stands after it on its line, where further labels may follow. Gives the next line.
    fn labelled(&self, drafts: &mut Vec<Draft>, line: usize, label: Label) -> usize {
        if drafts.is_empty() {
            drafts.push(Draft::new(None, None));
        }
        let Some(draft) = drafts.last_mut() else { return line + 1 };
        let last = self.document.line_at(label.end - 1);
        let mut rest = self
            .document
            .after(last, label.end)
            .trim_start_matches([':', ' ', '-', '–', '.', ')'])
            .to_owned();
        draft.open(label.field, label.number);
        // A row of a table may have been written on one line.
        while let Some((value, field, after)) =
            (label.field != EntryField::Action).then(|| split_at_label(&rest)).flatten()
        {
            draft.text(Line { text: value, ..self.document.lines[last].clone() });
            draft.open(field, None);
            rest = after;
        }
        draft.text(Line { text: rest, ..self.document.lines[last].clone() });
        last + 1
    }
}

/// Whether a criterion belongs to the head of an entry: at its beginning, or after the fields of one whose follower lost its heading.
fn takes_criterion(drafts: &mut Vec<Draft>, code: &str, area: usize, letter: char) -> bool {
    let draft = match drafts.last_mut() {
        Some(draft)
            if !draft.has(EntryField::Due) && !draft.has(EntryField::FollowUpResponsible) =>
        {
            draft
        }
        last => {
            if last.is_some_and(|draft| {
                !draft.has(EntryField::FollowUpResponsible) && !draft.has(EntryField::FollowUp)
            }) {
                return false;
            }
            drafts.push(Draft::new(Some(area), Some(letter)));
            let Some(draft) = drafts.last_mut() else { return false };
            draft
        }
    };
    if draft.criteria.iter().any(|known| known == code) && !draft.has_text() {
        return true;
    }
    if draft.has_text() || (draft.has(EntryField::Action) && !draft.criteria.is_empty()) {
        return false;
    }
    draft.criteria.push(code.to_owned());
    draft.criterion_areas.push(area);
    true
}

/// `SR Datum för uppföljning v40 2025`: the value, the field that follows, the rest.
fn split_at_label(text: &str) -> Option<(String, EntryField, String)> {
    const LONGEST_ROW: usize = 2000;
    if text.len() > LONGEST_ROW {
        return None;
    }
    EntryField::ALL
        .into_iter()
        .filter_map(|field| text.find(field.label()).map(|at| (at, field)))
        .filter(|(at, field)| {
            let rest = &text[at + field.label().len()..];
            !rest.starts_with(char::is_alphanumeric) && (*at == 0 || text[..*at].ends_with(' '))
        })
        .min_by_key(|(at, _)| *at)
        .map(|(at, field)| {
            let rest = text[at + field.label().len()..].trim_start_matches([':', ' ']);
            (text[..at].trim().to_owned(), field, rest.to_owned())
        })
}
