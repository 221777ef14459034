//! The three lists that open a report: strengths, weaknesses, suggestions.

use super::document::{Document, compact};
use super::join::{is_list_mark, join, without_mark};
use super::{BulletList, BulletRun};

/// Reads the lists from the lines before the first area.
///
/// The headings come first and all lines after, in one run. A heading that stands again, alone, at the top of the next page had nothing
/// under it the first time (SPUR-rapport, 1.4), so the lines after it are its own and those before it belong to the others.
pub(super) fn read(document: &Document, lines: std::ops::Range<usize>) -> Vec<BulletRun> {
    let mut groups: Vec<(Vec<BulletList>, Vec<usize>)> = Vec::new();
    for line in lines {
        if let Some(list) = heading(&document.lines[line].text) {
            match groups.last_mut() {
                Some((lists, own)) if own.is_empty() => lists.push(list),
                _ => groups.push((vec![list], Vec::new())),
            }
        } else if let Some((_, own)) = groups.last_mut() {
            own.push(line);
        }
    }
    groups.retain(|(_, own)| !own.is_empty());
    let mut later: Vec<BulletList> = Vec::new();
    let mut runs = Vec::new();
    for (lists, own) in groups.into_iter().rev() {
        let mut candidates: Vec<BulletList> =
            lists.iter().copied().filter(|list| !later.contains(list)).collect();
        if candidates.is_empty() {
            candidates.clone_from(&lists);
        }
        candidates.sort_unstable();
        candidates.dedup();
        later.extend(&lists);
        later.sort_unstable();
        later.dedup();
        runs.push(BulletRun {
            list: if let [only] = candidates[..] { Some(only) } else { None },
            candidates,
            lines: own.iter().map(|line| document.lines[*line].text.clone()).collect(),
            suggested_items: items(document, &own),
        });
    }
    runs.reverse();
    runs
}

fn heading(text: &str) -> Option<BulletList> {
    if text.len() > 40 || !text.starts_with(char::is_uppercase) || text.ends_with(['.', ',']) {
        return None;
    }
    match compact(text).as_str() {
        "styrkor" | "styrka" => Some(BulletList::Strengths),
        "svagheter" | "svaghet" => Some(BulletList::Weaknesses),
        "förbättringspotential" | "förbättringspotentialer" | "förbättringsområden" => {
            Some(BulletList::Improvements)
        }
        _ => None,
    }
}

/// Suggests where items begin: at list marks if there are any, else where empty lines tell, else by how lines end and begin.
fn items(document: &Document, own: &[usize]) -> Vec<String> {
    let text = |line: usize| document.lines[line].text.as_str();
    let marked = own.iter().filter(|line| is_list_mark(text(**line))).count() > 1;
    let inner = own.get(1..).unwrap_or_default();
    let spaced = inner.iter().any(|line| document.lines[*line].gap == 0)
        && inner.iter().any(|line| document.lines[*line].gap > 0);
    let stops = own.iter().filter(|line| text(**line).ends_with(['.', '!', '?'])).count();
    let sentences = stops * 4 >= own.len()
        && own.last().is_some_and(|line| text(*line).ends_with(['.', '!', '?']));
    let begins = |before: usize, line: usize| {
        let (before, line_text) = (text(before), text(line));
        let goes_on = before.ends_with([',', '-', '–', '/', '(', ':'])
            || [
                "och", "eller", "samt", "för", "att", "i", "av", "på", "med", "till", "om", "som",
                "är",
            ]
            .iter()
            .any(|word| before.rsplit(' ').next() == Some(word));
        if marked {
            is_list_mark(line_text)
        } else if spaced && !document.opens_page(line) {
            document.lines[line].gap > 0
        } else if line_text.starts_with(char::is_lowercase)
            || line_text.starts_with(|c: char| c.is_ascii_digit() || c == '(')
            || goes_on
        {
            false
        } else {
            !sentences || before.ends_with(['.', '!', '?'])
        }
    };
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for (at, line) in own.iter().enumerate() {
        match groups.last_mut() {
            Some(group) if !begins(own[at - 1], *line) => group.push(*line),
            _ => groups.push(vec![*line]),
        }
    }
    let joined =
        groups.into_iter().map(|group| join(group.into_iter().map(|line| &document.lines[line])));
    joined
        .map(|item| if marked { without_mark(&item).to_owned() } else { item })
        .filter(|item| !item.is_empty())
        .collect()
}
