//! Many style sheets into one, without comments and needless white space.

use std::{fs, path::Path};

use crate::Outcome;

/// The sheet with what it imports in place of each `@import`, in order, in the layer the import names.
pub fn bundle(path: &Path) -> Outcome<String> {
    let sheet =
        fs::read_to_string(path).map_err(|e| format!("Cannot read {}: {e}", path.display()))?;
    let sheet = squeeze(&sheet);
    let mut out = String::new();
    let mut rest = sheet.as_str();
    while let Some(start) = rest.find("@import ") {
        let (before, after) = rest.split_at(start);
        let wrong = || {
            format!(
                "{}: cannot read `{}`",
                path.display(),
                after.chars().take(60).collect::<String>()
            )
        };
        out.push_str(before);
        let (import, after) = after["@import ".len()..].split_once(';').ok_or_else(wrong)?;
        let import = import.trim();
        let quote = import.chars().next().filter(|c| matches!(c, '"' | '\'')).ok_or_else(wrong)?;
        let (file, layer) = import[1..].split_once(quote).ok_or_else(wrong)?;
        let inner = bundle(&path.with_file_name(file))?;
        match layer.trim() {
            "" => out.push_str(&inner),
            layer => {
                let name = layer
                    .strip_prefix("layer(")
                    .and_then(|l| l.strip_suffix(')'))
                    .ok_or_else(wrong)?;
                out.push_str(&format!("@layer {name}{{{inner}}}"));
            }
        }
        rest = after;
    }
    out.push_str(rest);
    Ok(out)
}

/// Takes out comments, and white space beside `{ } ; ,`. Strings stay as they are.
fn squeeze(sheet: &str) -> String {
    let mut out = String::with_capacity(sheet.len());
    let mut chars = sheet.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '/' if chars.peek() == Some(&'*') => {
                chars.next();
                let mut before = ' ';
                for c in chars.by_ref() {
                    if before == '*' && c == '/' {
                        break;
                    }
                    before = c;
                }
                space(&mut out);
            }
            '"' | '\'' => {
                out.push(c);
                while let Some(inner) = chars.next() {
                    out.push(inner);
                    if inner == '\\' {
                        out.extend(chars.next());
                    } else if inner == c {
                        break;
                    }
                }
            }
            c if c.is_whitespace() => space(&mut out),
            '{' | '}' | ';' | ',' => {
                if out.ends_with(' ') {
                    out.pop();
                }
                if c == '}' && out.ends_with(';') {
                    out.pop();
                }
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out.trim().to_owned()
}

/// One space, where it can mean something.
fn space(out: &mut String) {
    if !out.is_empty() && !out.ends_with([' ', '{', '}', ';', ',']) {
        out.push(' ');
    }
}

/// A page without its comments and indentation. Line breaks stay: between words they are the space.
pub fn without_markup_comments(page: &str) -> String {
    let mut out = String::with_capacity(page.len());
    let mut rest = page;
    while let Some((before, after)) = rest.split_once("<!--") {
        out.push_str(before);
        rest = after.split_once("-->").map_or("", |(_, after)| after);
    }
    out.push_str(rest);
    out.lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .fold(String::new(), |page, line| page + line + "\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::place::Scratch;

    #[test]
    fn comments_and_white_space_go_and_meaning_stays() {
        let sheet = "/* a */\n.a > .b,\n.c :hover {\n  margin: 0 auto; /* b */\n  content: \"a  /* b */ ,\\\" c\";\n}\n";
        assert_eq!(
            squeeze(sheet),
            ".a > .b,.c :hover{margin: 0 auto;content: \"a  /* b */ ,\\\" c\"}"
        );
    }

    #[test]
    fn nested_rules_and_media_keep_their_spaces() {
        let sheet = "@media (width < 48rem) and (height >= 30rem) { .a { &:not(:focus) { inset: calc(1px + 2px) } } }";
        assert_eq!(
            squeeze(sheet),
            "@media (width < 48rem) and (height >= 30rem){.a{&:not(:focus){inset: calc(1px + 2px)}}}"
        );
    }

    #[test]
    fn an_import_is_replaced_by_its_sheet_in_its_layer() {
        let scratch = Scratch::new("css").unwrap();
        fs::write(
            scratch.path().join("main.css"),
            "@layer x, y;\n@import \"a.css\" layer(x);\n@import 'b.css';\n.m { top: 0 }",
        )
        .unwrap();
        fs::write(scratch.path().join("a.css"), ".a { top: 1px; }").unwrap();
        fs::write(scratch.path().join("b.css"), ".b { top: 2px; }").unwrap();
        let sheet = bundle(&scratch.path().join("main.css")).unwrap();
        assert_eq!(sheet, "@layer x,y;@layer x{.a{top: 1px}}.b{top: 2px}.m{top: 0}");
    }

    #[test]
    fn a_sheet_that_is_missing_is_named() {
        let scratch = Scratch::new("css-missing").unwrap();
        fs::write(scratch.path().join("main.css"), "@import \"gone.css\";").unwrap();
        assert!(bundle(&scratch.path().join("main.css")).unwrap_err().contains("gone.css"));
    }
}
