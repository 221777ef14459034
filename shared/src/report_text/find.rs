//! Finding the checklist's own texts in a document, and telling them from the same words in running text.

use std::collections::HashMap;

use super::ReportArea;
use super::document::{Document, compact};
use super::plan::labels;

/// What one of the checklist's texts is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    /// Criterion, counted through all areas.
    Criterion(usize),
    Preamble,
    Grade,
}

/// The checklist's texts, ready to be looked for in one pass.
pub(super) struct Patterns {
    texts: Vec<(String, Role)>,
    /// Patterns by their first eight bytes, the longest first.
    by_start: HashMap<u64, Vec<usize>>,
    names: Vec<String>,
    criteria: usize,
}

/// A place where one of the checklist's texts stands, in the compact text.
#[derive(Clone, Copy, Debug)]
struct Hit {
    start: usize,
    end: usize,
    role: Role,
}

impl Patterns {
    pub fn new(areas: &[ReportArea]) -> Self {
        let criteria = areas
            .iter()
            .flat_map(|area| &area.criteria)
            .enumerate()
            .map(|(n, found)| (found.text, Role::Criterion(n)));
        let preambles =
            areas.iter().filter_map(|area| area.preamble).map(|text| (text, Role::Preamble));
        let grades =
            areas.iter().flat_map(|area| &area.grade_texts).map(|text| (*text, Role::Grade));
        let mut texts: Vec<(String, Role)> = criteria
            .chain(preambles)
            .chain(grades)
            .map(|(text, role)| (compact(text), role))
            .filter(|(text, _)| text.len() >= 8)
            .collect();
        texts.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.0.cmp(&b.0)));
        texts.dedup_by(|a, b| a.0 == b.0);
        let mut by_start: HashMap<u64, Vec<usize>> = HashMap::new();
        for (at, (text, _)) in texts.iter().enumerate() {
            by_start.entry(key(text.as_bytes())).or_default().push(at);
        }
        let criteria = areas.iter().map(|area| area.criteria.len()).sum();
        Self {
            texts,
            by_start,
            names: areas.iter().map(|area| compact(area.name)).collect(),
            criteria,
        }
    }

    /// How many criteria the checklist has.
    pub fn criteria(&self) -> usize {
        self.criteria
    }

    /// How many different criteria occur anywhere; an upper bound for what the body holds.
    pub fn count_distinct(&self, compact: &str) -> usize {
        let mut seen = vec![false; self.criteria];
        for hit in self.hits(compact) {
            if let Role::Criterion(n) = hit.role {
                seen[n] = true;
            }
        }
        seen.into_iter().filter(|seen| *seen).count()
    }

    /// Whether a line is a piece of the form itself: of a checklist text, a heading or a label.
    pub fn is_form(&self, line: &str) -> bool {
        let within = |text: &String| text.contains(line);
        self.texts.iter().any(|(text, _)| within(text) || line.contains(text.as_str()))
            || self.names.iter().any(|name| within(name) || line.ends_with(name.as_str()))
            || labels().any(|label| line.starts_with(label))
    }

    fn hits(&self, compact: &str) -> Vec<Hit> {
        let bytes = compact.as_bytes();
        let mut hits = Vec::new();
        let mut window = 0_u64;
        let mut free_from = 0;
        for (at, byte) in bytes.iter().enumerate() {
            window = window << 8 | u64::from(*byte);
            let Some(start) = (at + 1).checked_sub(8).filter(|start| *start >= free_from) else {
                continue;
            };
            let Some(candidates) = self.by_start.get(&window) else { continue };
            if let Some(found) = candidates
                .iter()
                .find(|found| bytes[start..].starts_with(self.texts[**found].0.as_bytes()))
            {
                let (text, role) = &self.texts[*found];
                free_from = start + text.len();
                hits.push(Hit { start, end: free_from, role: *role });
            }
        }
        hits
    }
}

fn key(bytes: &[u8]) -> u64 {
    bytes.iter().take(8).fold(0, |key, byte| key << 8 | u64::from(*byte))
}

/// A criterion in the action plan, by its place in the compact text.
#[derive(Clone, Copy, Debug)]
pub(super) struct PlanCriterion {
    pub start: usize,
    pub end: usize,
    pub criterion: usize,
}

/// What of a document is checklist, and where its action plan begins.
pub(super) struct Layout {
    /// The areas' headings.
    pub headings: Headings,
    /// Parts of the compact text that are the checklist's, in order, not overlapping.
    masked: Vec<(usize, usize)>,
    /// Which criteria stand in the body.
    found: Vec<bool>,
    /// The line under which the plan stands; the number of lines when there is none.
    pub plan_heading: usize,
    /// Whether that line is a heading to leave out, not yet the first entry.
    pub plan_heading_is_title: bool,
    /// Criteria after the body, in order.
    pub plan_criteria: Vec<PlanCriterion>,
}

impl Layout {
    pub fn new(document: &Document, patterns: &Patterns, areas: &[ReportArea]) -> Self {
        let hits = patterns.hits(&document.compact);
        let grades = graded(document, &hits);
        let last_grade = grades.last().map_or(0, |(_, end)| *end);
        let last_grade_line = if last_grade == 0 { 0 } else { document.line_at(last_grade - 1) };
        let headings = Headings::new(areas);
        let (plan_heading, plan_heading_is_title) =
            plan_heading(document, &headings, last_grade_line);
        let body_end = document.starts[plan_heading].max(last_grade);

        let mut masked = grades;
        masked.extend(
            hits.iter()
                .filter(|hit| hit.role == Role::Preamble && hit.start < body_end)
                .map(|hit| (hit.start, hit.end)),
        );
        let body: Vec<Hit> = hits.iter().copied().filter(|hit| hit.start < body_end).collect();
        let found = choose_items(document, patterns.criteria, &body, &mut masked);
        masked.sort_unstable();
        let plan_criteria = hits
            .iter()
            .filter_map(|hit| match hit.role {
                Role::Criterion(criterion) if hit.start >= body_end => {
                    Some(PlanCriterion { start: hit.start, end: hit.end, criterion })
                }
                _ => None,
            })
            .collect();
        Self { headings, masked, found, plan_heading, plan_heading_is_title, plan_criteria }
    }

    /// Codes of the criteria that the body lacks.
    pub fn missing(&self, areas: &[ReportArea]) -> Vec<String> {
        let codes = areas.iter().flat_map(|area| &area.criteria).map(|criterion| criterion.code);
        codes
            .zip(&self.found)
            .filter(|(_, found)| !**found)
            .map(|(code, _)| code.to_owned())
            .collect()
    }

    /// A line without what belongs to the checklist; nothing when nothing of note is left.
    pub fn own_text(&self, document: &Document, line: usize) -> Option<String> {
        let (start, end) = (document.starts[line], document.starts[line + 1]);
        let text = &document.lines[line].text;
        let first = self.masked.partition_point(|(_, masked_end)| *masked_end <= start);
        let masks: Vec<(usize, usize)> =
            self.masked[first..].iter().copied().take_while(|(from, _)| *from < end).collect();
        if masks.is_empty() {
            return Some(text.clone());
        }
        let mut at = start;
        let mut next = 0;
        let mut hidden = masks[0].0 <= start;
        let mut left = String::new();
        for c in text.chars() {
            let long = super::document::compact_len(c);
            if long > 0 {
                while masks.get(next).is_some_and(|(_, to)| *to <= at) {
                    next += 1;
                }
                hidden = masks.get(next).is_some_and(|(from, _)| *from <= at);
                at += long;
            }
            if !hidden {
                left.push(c);
            }
        }
        let left = left.trim();
        (left.chars().filter(|c| c.is_alphanumeric()).count() > SHORT).then(|| left.to_owned())
    }
}

/// Ticks, numbers and answers (`Ja`, `Nej`, `A1`, `12.`) that may stand on an item's line.
const SHORT: usize = 3;

/// Whether a place begins a line, but for a tick or a number.
fn begins_line(document: &Document, place: usize) -> bool {
    place - document.starts[document.line_at(place)] <= SHORT
}

/// Whether a place ends a line, but for a tick or an answer.
fn ends_line(document: &Document, place: usize) -> bool {
    let line = document.line_at(place.saturating_sub(1));
    document.starts[line + 1] - place <= SHORT
}

/// The grade texts that belong to the form: those with their letter before them, and those next to such a one.
fn graded(document: &Document, hits: &[Hit]) -> Vec<(usize, usize)> {
    let bytes = document.compact.as_bytes();
    let grades: Vec<(Hit, bool)> = hits
        .iter()
        .filter(|hit| hit.role == Role::Grade)
        .map(|hit| {
            let letter = hit.start > 0 && matches!(bytes[hit.start - 1], b'a'..=b'd') && {
                let before = hit.start - 1;
                document.starts.binary_search(&before).is_ok()
                    || hits.binary_search_by_key(&before, |other| other.end).is_ok()
            };
            (*hit, letter)
        })
        .collect();
    let touches = |one: &Hit, next: &Hit| next.start - one.end <= 1;
    (0..grades.len())
        .filter_map(|at| {
            let (hit, letter) = grades[at];
            let beside = (at > 0 && touches(&grades[at - 1].0, &hit))
                || grades.get(at + 1).is_some_and(|(next, _)| touches(&hit, next));
            (letter || beside).then_some((hit.start - usize::from(letter), hit.end))
        })
        .collect()
}

/// Chooses, for every criterion of the body, the place that is the item itself: the inspectors may have written the same words. An item
/// stands on lines of its own, and beside the criteria that are its neighbours in the checklist.
fn choose_items(
    document: &Document,
    criteria: usize,
    body: &[Hit],
    masked: &mut Vec<(usize, usize)>,
) -> Vec<bool> {
    let items: Vec<(Hit, usize)> = body
        .iter()
        .filter_map(|hit| match hit.role {
            Role::Criterion(n) => Some((*hit, n)),
            _ => None,
        })
        .collect();
    let mut best: Vec<Option<(u8, usize)>> = vec![None; criteria];
    let mut points = vec![0_u8; items.len()];
    for (at, (hit, n)) in items.iter().enumerate() {
        let before = at.checked_sub(1).map(|before| items[before]);
        let after = items.get(at + 1);
        let beside = before.is_some_and(|(_, other)| other + 1 == *n)
            || after.is_some_and(|(_, other)| *other == n + 1);
        let begins = begins_line(document, hit.start)
            || before.is_some_and(|(other, _)| other.end == hit.start);
        let ends =
            ends_line(document, hit.end) || after.is_some_and(|(other, _)| other.start == hit.end);
        points[at] = if beside { 2 } else { 0 } + u8::from(begins && ends);
        // The later of two equals: running text comes before the items of its page.
        if points[at] > 0 && best[*n].is_none_or(|(most, _)| points[at] >= most) {
            best[*n] = Some((points[at], at));
        }
    }
    for (at, (hit, n)) in items.iter().enumerate() {
        if points[at] == 3 || best[*n].is_some_and(|(_, chosen)| chosen == at) {
            masked.push((hit.start, hit.end));
        }
    }
    best.into_iter().map(|best| best.is_some()).collect()
}

/// The line that opens the plan: its title, or the first entry's heading where the title is lost.
fn plan_heading(document: &Document, headings: &Headings, last_grade: usize) -> (usize, bool) {
    let is_title = |line: &usize| {
        let text = &document.lines[*line].text;
        let words: String = compact(text).chars().filter(|c| !c.is_ascii_digit()).collect();
        let title = matches!(
            words.as_str(),
            "handlingsplan" | "bilagahandlingsplan" | "handlingsplanbilaga" | "åtgärdsplan"
        );
        title && !text.ends_with('.') && text.starts_with(char::is_uppercase)
    };
    let all = 0..document.lines.len();
    let is_entry = |line: &usize| headings.at(document, *line, Style::Lettered).is_some();
    if let Some(title) = all
        .clone()
        .filter(|line| *line > last_grade && document.lines[*line].text.len() < 40)
        .find(is_title)
    {
        return (title, true);
    }
    if let Some(last_entry) = all.clone().rev().find(is_entry) {
        let capitals = |line: &usize| !document.lines[*line].text.contains(char::is_lowercase);
        if let Some(title) = (0..last_entry).rev().filter(capitals).find(is_title) {
            return (title, true);
        }
    }
    let first = all.filter(|line| last_grade > 0 && *line > last_grade).find(is_entry);
    (first.unwrap_or(document.lines.len()), false)
}

/// How an area's heading is written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// With or without its letter, as in the body.
    Any,
    /// With its letter first: `D. Tjänstgöringens upplägg`, as in the plan.
    Lettered,
}

/// The areas' headings, ready to be compared.
pub(super) struct Headings(Vec<Heading>);

struct Heading {
    code: char,
    letter: String,
    name: String,
}

impl Headings {
    pub fn new(areas: &[ReportArea]) -> Self {
        let heading = |area: &ReportArea| Heading {
            code: area.code,
            letter: area.code.to_lowercase().collect(),
            name: compact(area.name),
        };
        Self(areas.iter().map(heading).collect())
    }

    /// The area whose heading begins at a line, and how many lines it takes (SPUR-rapport, 2.3: one stands over two).
    pub fn at(&self, document: &Document, line: usize, style: Style) -> Option<(usize, usize)> {
        let text = &document.lines[line].text;
        if text.len() > 120 || !text.starts_with(char::is_uppercase) {
            return None;
        }
        let start = document.starts[line];
        self.0.iter().enumerate().find_map(|(n, heading)| {
            let written_to = |long: usize| {
                document.starts.get(line + long).map(|end| &document.compact[start..*end])
            };
            let name = heading.name.as_str();
            let letter = heading.letter.as_str();
            let dotted = text
                .strip_prefix(heading.code)
                .is_some_and(|rest| !rest.starts_with(char::is_alphanumeric));
            (1..=3).find_map(|long| {
                let written = written_to(long)?;
                let fits = (dotted && written.strip_prefix(letter) == Some(name))
                    || (style == Style::Any
                        && (written == name || written.strip_suffix(letter) == Some(name)));
                let sentence = document.lines[line + long - 1].text.ends_with(['.', ',', ';']);
                (fits && !sentence && !name.is_empty()).then_some((n, long))
            })
        })
    }
}
