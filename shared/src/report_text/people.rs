//! Splitting a field of responsible people and roles.

use super::document::Line;
use super::join::{is_list_mark, join, without_mark};

/// People and roles as written: split at commas, semicolons, `och`, `samt`, `&` and whole lines, but never within brackets, so that a name
/// keeps the role behind it. A full stop at the end goes away.
pub(super) fn split(lines: &[Line]) -> Vec<String> {
    let mut people = Vec::new();
    for group in groups(lines) {
        for person in pieces(&join(group)) {
            let person =
                person.trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':'));
            let stop = person.ends_with('.')
                && !["fl.", "dr.", "m.m.", "mm."]
                    .iter()
                    .any(|short| person.to_lowercase().ends_with(short));
            let person =
                without_mark(person.strip_suffix('.').filter(|_| stop).unwrap_or(person)).trim();
            if !person.is_empty() {
                people.push(person.to_owned());
            }
        }
    }
    people
}

/// Lines that belong together. A line is a person of its own when the field says so by marks or closed brackets, or when every line looks
/// like one: a capital first and more than one word or an abbreviation.
fn groups(lines: &[Line]) -> Vec<Vec<&Line>> {
    let goes_on = |text: &str| {
        text.ends_with([',', '-', '/', '&', '('])
            || ["och", "samt", "för", "av", "inom", "med"]
                .contains(&text.rsplit(' ').next().unwrap_or(""))
    };
    let whole = |text: &str| {
        let open = text.matches('(').count() != text.matches(')').count();
        let words = text.split(' ').count();
        text.starts_with(char::is_uppercase)
            && !open
            && (words > 1 || !text.contains(char::is_lowercase))
    };
    let listed = lines.len() > 1
        && lines.iter().all(|line| whole(&line.text))
        && lines[..lines.len() - 1].iter().all(|line| !goes_on(&line.text));
    let mut groups: Vec<Vec<&Line>> = Vec::new();
    for line in lines {
        let apart = groups.last().and_then(|group| group.last()).is_none_or(|before: &&Line| {
            listed
                || is_list_mark(&line.text)
                || (before.text.ends_with([')', ';', '.'])
                    && line.text.starts_with(char::is_uppercase))
        });
        match groups.last_mut() {
            Some(group) if !apart => group.push(line),
            _ => groups.push(vec![line]),
        }
    }
    groups
}

fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let (mut start, mut depth, mut skip_to) = (0, 0_usize, 0);
    for (at, c) in text.char_indices() {
        if at < skip_to {
            continue;
        }
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        let long = match c {
            _ if depth > 0 => 0,
            ',' | ';' | '\n' | '•' => c.len_utf8(),
            ' ' => between_people(&text[start..at], &text[at..]),
            _ => 0,
        };
        if long > 0 {
            pieces.push(&text[start..at]);
            start = at + long;
            skip_to = start;
        }
    }
    pieces.push(&text[start..]);
    pieces
}

/// The length of a joining word between two people or roles; 0 where the word is part of one: `AT- och ST-läkare`, `chef för kvalitet och
/// utveckling`.
fn between_people(left: &str, text: &str) -> usize {
    let Some(word) =
        [" och ", " samt ", " & ", " + "].into_iter().find(|word| text.starts_with(word))
    else {
        return 0;
    };
    let right = &text[word.len()..];
    let next =
        right.split(' ').take(6).take_while(|word| *word != "och").collect::<Vec<_>>().join(" ");
    let next = next.split([',', ';']).next().unwrap_or("");
    let within = left
        .trim()
        .split(' ')
        .skip(1)
        .any(|word| matches!(word, "för" | "inom" | "av" | "med" | "på" | "vid" | "till"));
    let elliptic = left.ends_with('-');
    if elliptic || left.trim().is_empty() || (within && !is_role(next)) {
        0
    } else {
        word.len() - 1
    }
}

/// Whether a wording names a person or a role.
fn is_role(text: &str) -> bool {
    const ROLES: [&str; 18] = [
        "handledar",
        "chef",
        "studierektor",
        "läkar",
        "specialist",
        "sekreterare",
        "sköterska",
        "samordnare",
        "koordinator",
        "ansvarig",
        "kollegi",
        "instruktör",
        "schemaläggare",
        "ledning",
        "inspektör",
        "lärare",
        "professor",
        "docent",
    ];
    let lower = text.to_lowercase();
    text.trim_start().starts_with(char::is_uppercase)
        || ROLES.iter().any(|role| lower.contains(role))
}
