//! From an entry's lines to its fields.

use crate::report_text::document::{Line, compact};
use crate::report_text::join::join;
use crate::report_text::{
    EntryField, EntryReference, EntryWarning, PlannedAction, ReportArea, ReportEntry, people,
};
use crate::written_date::{
    Precision, WrittenDate, follow_up_before_action, parse_written_dates, refers_above,
};

/// An entry while its lines are gathered.
pub(super) struct Draft {
    pub area: Option<usize>,
    code: Option<char>,
    pub criteria: Vec<String>,
    pub criterion_areas: Vec<usize>,
    /// What stands before the first field's heading.
    unlabelled: Vec<Line>,
    fields: Vec<Field>,
}

struct Field {
    field: EntryField,
    number: Option<u32>,
    lines: Vec<Line>,
}

impl Draft {
    pub fn new(area: Option<usize>, code: Option<char>) -> Self {
        Self {
            area,
            code,
            criteria: Vec::new(),
            criterion_areas: Vec::new(),
            unlabelled: Vec::new(),
            fields: Vec::new(),
        }
    }

    pub fn open(&mut self, field: EntryField, number: Option<u32>) {
        self.fields.push(Field { field, number, lines: Vec::new() });
    }

    pub fn text(&mut self, line: Line) {
        if !line.text.is_empty() {
            self.fields
                .last_mut()
                .map_or(&mut self.unlabelled, |field| &mut field.lines)
                .push(line);
        }
    }

    pub fn has(&self, field: EntryField) -> bool {
        self.fields.iter().any(|known| known.field == field)
    }

    pub fn has_text(&self) -> bool {
        !self.unlabelled.is_empty() || self.fields.iter().any(|field| !field.lines.is_empty())
    }

    pub fn is_blank(&self) -> bool {
        self.criteria.is_empty() && self.fields.is_empty() && self.unlabelled.is_empty()
    }
}

/// The entries in order, with what points above resolved.
pub(super) fn finish(drafts: Vec<Draft>, areas: &[ReportArea]) -> Vec<ReportEntry> {
    let drafts = drafts.into_iter().filter(|draft| !draft.criteria.is_empty() || draft.has_text());
    let mut entries: Vec<ReportEntry> = drafts.map(|draft| entry(draft, areas)).collect();
    // The last entry with an answer of its own, for every field.
    let mut answered: [Option<usize>; 5] = [None; 5];
    for (at, entry) in entries.iter_mut().enumerate() {
        for (field, answered) in EntryField::ALL.into_iter().zip(&mut answered) {
            match (points_above(entry, field), *answered) {
                (true, Some(refers_to)) => {
                    entry.references.push(EntryReference { field, refers_to })
                }
                (true, None) => entry.warnings.push(EntryWarning::ReferenceUnresolved { field }),
                (false, _) if has_answer(entry, field) => *answered = Some(at),
                (false, _) => {}
            }
        }
    }
    entries
}

fn points_above(entry: &ReportEntry, field: EntryField) -> bool {
    match field {
        EntryField::Action => refers_above(&entry.action),
        EntryField::Due => all_point_above(&entry.due),
        EntryField::Responsible => matches!(&entry.responsible[..], [only] if refers_above(only)),
        EntryField::FollowUp => all_point_above(&entry.follow_up),
        EntryField::FollowUpResponsible => {
            matches!(&entry.follow_up_responsible[..], [only] if refers_above(only))
        }
    }
}

fn all_point_above(dates: &[WrittenDate]) -> bool {
    !dates.is_empty() && dates.iter().all(WrittenDate::refers_above)
}

fn has_answer(entry: &ReportEntry, field: EntryField) -> bool {
    match field {
        EntryField::Action => !entry.action.is_empty(),
        EntryField::Due => !entry.due.is_empty(),
        EntryField::Responsible => !entry.responsible.is_empty(),
        EntryField::FollowUp => !entry.follow_up.is_empty(),
        EntryField::FollowUpResponsible => !entry.follow_up_responsible.is_empty(),
    }
}

fn entry(mut draft: Draft, areas: &[ReportArea]) -> ReportEntry {
    let mut warnings = Vec::new();
    if draft.criteria.is_empty() {
        warnings.push(guess_criterion(&mut draft, areas));
    }
    for (code, area) in draft.criteria.iter().zip(&draft.criterion_areas) {
        if let (Some(heading), Some(letter)) = (draft.area, draft.code)
            && heading != *area
        {
            warnings.push(EntryWarning::CriterionOutsideArea { code: code.clone(), area: letter });
        }
    }
    if !draft.has(EntryField::Action) && !draft.unlabelled.is_empty() {
        warnings.push(EntryWarning::LabelMissing { field: EntryField::Action });
    }

    let (actions, fields) = numbered_actions(draft.fields);
    let text: Vec<String> = fields
        .iter()
        .filter(|field| field.field == EntryField::Action)
        .map(|field| join(&field.lines))
        .collect();
    let numbered = actions
        .iter()
        .map(|action| format!("{} {}: {}", EntryField::Action.label(), action.number, action.text));
    let whole: Vec<String> = [join(&draft.unlabelled)]
        .into_iter()
        .chain(text)
        .chain(numbered)
        .filter(|text| !text.is_empty())
        .collect();
    let action = if actions.is_empty() { whole.join(" ") } else { whole.join("\n") };

    let inline = inline_fields(&action);
    let missing = |field: EntryField| {
        !fields.iter().any(|known| known.field == field && !known.lines.is_empty())
    };
    let dates = |field: EntryField| {
        if missing(field) && !inline.is_empty() {
            return inline_dates(&inline, field);
        }
        dates_of(&fields, field)
    };
    let persons = |field: EntryField| {
        if missing(field) && !inline.is_empty() {
            return inline_people(&inline, field);
        }
        people_of(&fields, field)
    };
    let mut entry = ReportEntry {
        area: draft.code,
        criteria: draft.criteria,
        due: dates(EntryField::Due),
        responsible: persons(EntryField::Responsible),
        follow_up: dates(EntryField::FollowUp),
        follow_up_responsible: persons(EntryField::FollowUpResponsible),
        action,
        actions,
        references: Vec::new(),
        warnings,
    };
    let found = date_warnings(&entry);
    entry.warnings.extend(found);
    entry
}

fn date_warnings(entry: &ReportEntry) -> Vec<EntryWarning> {
    let mut warnings = Vec::new();
    for field in EntryField::ALL.into_iter().filter(|field| !has_answer(entry, *field)) {
        warnings.push(EntryWarning::Missing { field });
    }
    for (field, dates) in [(EntryField::Due, &entry.due), (EntryField::FollowUp, &entry.follow_up)]
    {
        let unknown = dates
            .iter()
            .filter(|date| date.precision == Precision::FreeText && !date.refers_above());
        warnings.extend(
            unknown.map(|date| EntryWarning::DateUnknown { field, text: date.text.clone() }),
        );
    }
    if follow_up_before_action(&entry.due, &entry.follow_up) {
        warnings.push(EntryWarning::FollowUpBeforeAction);
    }
    let same =
        |date: &WrittenDate| entry.due.iter().any(|due| (due.from, due.to) == (date.from, date.to));
    for action in entry.actions.iter().filter(|action| {
        action.due.iter().any(|date| date.precision != Precision::FreeText && !same(date))
    }) {
        warnings.push(EntryWarning::ActionDatesDiffer { number: action.number });
    }
    warnings
}

/// A criterion whose wording differs from the checklist's, by its beginning; its words then go from the action to the warning.
fn guess_criterion(draft: &mut Draft, areas: &[ReportArea]) -> EntryWarning {
    const ENOUGH: usize = 24;
    if !draft.has(EntryField::Action) || draft.unlabelled.is_empty() {
        return EntryWarning::CriterionUnknown;
    }
    let text = join(&draft.unlabelled);
    let words = compact(&text);
    let within = areas.iter().enumerate().filter(|(n, _)| draft.area.is_none_or(|area| area == *n));
    let best = within
        .flat_map(|(n, area)| area.criteria.iter().map(move |criterion| (n, criterion)))
        .map(|(n, criterion)| {
            let common = words
                .bytes()
                .zip(compact(criterion.text).bytes())
                .take_while(|(a, b)| a == b)
                .count();
            (common, n, criterion.code)
        })
        .max_by_key(|(common, _, _)| *common);
    match best.filter(|(common, _, _)| *common >= ENOUGH && words.len() < 600) {
        Some((_, area, code)) => {
            draft.criteria.push(code.to_owned());
            draft.criterion_areas.push(area);
            draft.unlabelled.clear();
            EntryWarning::CriterionGuessed { code: code.to_owned(), text }
        }
        None => EntryWarning::CriterionUnknown,
    }
}

/// Takes the numbered actions out of an entry's fields. Fields between two of them belong to the first; after the last one, a field that
/// stands twice belongs to the action first and then to the whole entry.
fn numbered_actions(fields: Vec<Field>) -> (Vec<PlannedAction>, Vec<Field>) {
    let numbers = fields.iter().filter(|field| field.number.is_some()).count();
    let mut actions: Vec<(Field, Vec<Field>)> = Vec::new();
    let mut whole = Vec::new();
    let mut after_last: Vec<Field> = Vec::new();
    for field in fields {
        let last = actions.len() == numbers;
        match actions.last_mut() {
            _ if field.number.is_some() => actions.push((field, Vec::new())),
            None => whole.push(field),
            Some((_, own)) if !last => own.push(field),
            Some(_) => after_last.push(field),
        }
    }
    let mut stands_again = [false; 5];
    let (mut of_last, mut of_whole) = (Vec::new(), Vec::new());
    for field in after_last.into_iter().rev() {
        let again = &mut stands_again[field.field as usize];
        if *again {
            of_last.push(field);
        } else {
            *again = !field.lines.is_empty();
            of_whole.push(field);
        }
    }
    if let Some((_, own)) = actions.last_mut() {
        own.extend(of_last.into_iter().rev());
    }
    whole.extend(of_whole.into_iter().rev());
    (actions.into_iter().map(|(action, own)| planned(&action, &own)).collect(), whole)
}

fn planned(action: &Field, own: &[Field]) -> PlannedAction {
    let mut text = join(&action.lines);
    let inline = inline_fields(&text);
    let dates = |field| {
        let labelled = dates_of(own, field);
        if labelled.is_empty() { inline_dates(&inline, field) } else { labelled }
    };
    let persons = |field| {
        let labelled = people_of(own, field);
        if labelled.is_empty() { inline_people(&inline, field) } else { labelled }
    };
    let planned = PlannedAction {
        number: action.number.unwrap_or_default(),
        text: String::new(),
        due: dates(EntryField::Due),
        responsible: persons(EntryField::Responsible),
        follow_up: dates(EntryField::FollowUp),
        follow_up_responsible: persons(EntryField::FollowUpResponsible),
    };
    for field in own {
        text.push_str(&format!("\n{}: {}", field.field.label(), join(&field.lines)));
    }
    PlannedAction { text, ..planned }
}

fn lines_of(fields: &[Field], wanted: EntryField) -> impl Iterator<Item = &Line> {
    fields.iter().filter(move |field| field.field == wanted).flat_map(|field| &field.lines)
}

fn dates_of(fields: &[Field], wanted: EntryField) -> Vec<WrittenDate> {
    let lines: Vec<&str> = lines_of(fields, wanted).map(|line| line.text.as_str()).collect();
    let text = lines.join("\n");
    parse_written_dates(without_inline_label(&text, wanted))
}

fn people_of(fields: &[Field], wanted: EntryField) -> Vec<String> {
    let mut lines: Vec<Line> = lines_of(fields, wanted).cloned().collect();
    if let Some(first) = lines.first_mut() {
        first.text = without_inline_label(&first.text, wanted).to_owned();
    }
    people::split(&lines)
}

/// Headings within a text, with what field they open. A colon must follow.
const INLINE: [(&str, EntryField); 17] = [
    ("Tidsplan för genomförandet", EntryField::Due),
    ("Tidsplan för genomförande", EntryField::Due),
    ("Tidsplan för uppföljningen", EntryField::FollowUp),
    ("Tidsplan för uppföljning", EntryField::FollowUp),
    ("Tidsplan", EntryField::Due),
    ("Tidpunkt", EntryField::Due),
    ("Klart", EntryField::Due),
    ("Klar", EntryField::Due),
    ("Datum", EntryField::Due),
    ("Ansvarig för genomförandet", EntryField::Responsible),
    ("Ansvarig för genomförande", EntryField::Responsible),
    ("Ansvarig för uppföljningen", EntryField::FollowUpResponsible),
    ("Ansvarig för uppföljning", EntryField::FollowUpResponsible),
    ("Ansvariga", EntryField::Responsible),
    ("Ansvarig", EntryField::Responsible),
    ("Datum för uppföljning", EntryField::FollowUp),
    ("Uppföljning", EntryField::FollowUp),
];

/// A field's value without a heading that stands in it again: `Tidsplan för genomförande: September 2025 start`. A heading alone, such as
/// `Tid:`, is part of the wording of no date either.
fn without_inline_label(text: &str, wanted: EntryField) -> &str {
    let folded = |label: &str| {
        text.get(..label.len()).is_some_and(|start| start.eq_ignore_ascii_case(label))
    };
    INLINE
        .iter()
        .filter(|(_, field)| {
            *field == wanted || (wanted == EntryField::FollowUp && *field == EntryField::Due)
        })
        .filter(|(label, _)| folded(label))
        .find_map(|(label, _)| text[label.len()..].trim_start().strip_prefix(':'))
        .map_or(text, str::trim_start)
}

/// What a text's own headings say: `Ansvarig: SR. Tidsplan: Juni 2025.`
fn inline_fields(text: &str) -> Vec<(EntryField, String)> {
    let mut found: Vec<(usize, usize, EntryField)> = Vec::new();
    for (colon, _) in text.match_indices(':') {
        let before = &text[..colon];
        let label =
            INLINE.iter().find(|(label, _)| {
                before.trim_end().strip_suffix(label).is_some_and(|start| {
                    start.is_empty() || !start.ends_with(char::is_alphanumeric)
                }) && !INLINE.iter().any(|(longer, _)| {
                    longer.len() > label.len()
                        && longer.ends_with(label)
                        && before.ends_with(longer)
                })
            });
        if let Some((label, field)) = label {
            found.push((before.trim_end().len() - label.len(), colon + 1, *field));
        }
    }
    let ends =
        found.iter().skip(1).map(|(start, _, _)| *start).chain([text.len()]).collect::<Vec<_>>();
    found
        .iter()
        .zip(ends)
        .map(|((_, start, field), end)| {
            let value = &text[*start..end.max(*start)];
            let line = value.trim_start().split('\n').next().unwrap_or("");
            let stop = sentence_end(line);
            (*field, line[..stop].trim().to_owned())
        })
        .filter(|(_, value)| !value.is_empty())
        .collect()
}

/// Where a value's sentence ends: at a full stop before a capital, or at the end.
fn sentence_end(text: &str) -> usize {
    let next_is_capital = |at: usize| text[at + 1..].trim_start().starts_with(char::is_uppercase);
    let long_enough = |at: usize| {
        text[..at].rsplit([' ', '.']).next().is_some_and(|word| word.chars().count() > 1)
    };
    text.match_indices(". ")
        .map(|(at, _)| at)
        .find(|at| next_is_capital(*at) && long_enough(*at))
        .unwrap_or(text.len())
}

fn inline_dates(inline: &[(EntryField, String)], wanted: EntryField) -> Vec<WrittenDate> {
    inline
        .iter()
        .filter(|(field, _)| *field == wanted)
        .flat_map(|(_, value)| parse_written_dates(value.trim_end_matches('.')))
        .collect()
}

fn inline_people(inline: &[(EntryField, String)], wanted: EntryField) -> Vec<String> {
    let line = |text: &String| Line { text: text.clone(), page: 0, gap: 0, soft: false };
    inline
        .iter()
        .filter(|(field, _)| *field == wanted)
        .flat_map(|(_, value)| people::split(&[line(value)]))
        .collect()
}
