//! Wording to tokens.

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Kind {
    Number { value: u32, digits: usize },
    Word(String),
    Dash,
    Slash,
    Dot,
}

#[derive(Clone, Debug)]
pub(super) struct Token {
    pub kind: Kind,
    pub start: usize,
    pub end: usize,
}

/// Numbers, words and the signs that matter. What stands in brackets is a remark, unless everything does.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let outside = scan(text, false);
    if outside.is_empty() { scan(text, true) } else { outside }
}

fn scan(text: &str, brackets: bool) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut chars = text.char_indices().peekable();
    let (mut depth, mut before) = (0_usize, ' ');
    while let Some((start, c)) = chars.next() {
        let mut end = start + c.len_utf8();
        let mut run = |wanted: fn(char) -> bool| {
            while let Some(&(at, next)) = chars.peek().filter(|(_, next)| wanted(*next)) {
                end = at + next.len_utf8();
                chars.next();
            }
            end
        };
        let kind = match c {
            '(' | '[' if !brackets => {
                depth += 1;
                None
            }
            ')' | ']' if !brackets => {
                depth = depth.saturating_sub(1);
                None
            }
            _ if depth > 0 => None,
            '0'..='9' => {
                end = run(|next| next.is_ascii_digit());
                let digits = end - start;
                Some(match text[start..end].parse() {
                    Ok(value) if digits <= 8 => Kind::Number { value, digits },
                    _ => Kind::Word(text[start..end].to_owned()),
                })
            }
            _ if c.is_alphabetic() => {
                end = run(char::is_alphabetic);
                Some(Kind::Word(text[start..end].to_lowercase()))
            }
            '-' | '‐' | '‑' | '–' | '—' | '−' => Some(Kind::Dash),
            '/' => Some(Kind::Slash),
            '.' if before.is_ascii_digit()
                && chars.peek().is_some_and(|(_, next)| next.is_ascii_digit()) =>
            {
                Some(Kind::Dot)
            }
            _ => None,
        };
        before = text[..end].chars().next_back().unwrap_or(' ');
        tokens.extend(kind.map(|kind| Token { kind, start, end }));
    }
    tokens
}

/// Whether certain words stand at a place, one after the other.
pub(super) fn words_are(tokens: &[Token], at: usize, words: &[&str]) -> bool {
    words.iter().enumerate().all(|(n, word)| matches!(tokens.get(at + n), Some(Token { kind: Kind::Word(found), .. }) if found == word))
}
