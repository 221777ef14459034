//! Addresses of the app's pages, by patterns such as `/st/:id/iup`.

/// What the address names by the pattern's `:words`, where it is of the pattern. Slashes at the end count for nothing.
#[must_use]
pub fn named<'a>(pattern: &'static str, path: &'a str) -> Option<Vec<(&'static str, &'a str)>> {
    let mut rest = steps(path);
    let named = follow(pattern, &mut rest)?;
    rest.next().is_none().then_some(named)
}

/// Whether the address is of the pattern, or goes on from there. Nothing lies under the root.
#[must_use]
pub fn lies_under(pattern: &'static str, path: &str) -> bool {
    let mut rest = steps(path);
    follow(pattern, &mut rest).is_some() && (steps(pattern).count() > 0 || rest.next().is_none())
}

fn follow<'a>(
    pattern: &'static str,
    path: &mut impl Iterator<Item = &'a str>,
) -> Option<Vec<(&'static str, &'a str)>> {
    let mut named = Vec::new();
    for step in steps(pattern) {
        let given = path.next()?;
        match step.strip_prefix(':') {
            Some(name) => named.push((name, given)),
            None if step == given => {}
            None => return None,
        }
    }
    Some(named)
}

fn steps(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').filter(|step| !step.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_of_the_pattern_gives_what_it_names() {
        assert_eq!(
            named("/granskningar/:id/omrade/:area", "/granskningar/7/omrade/B"),
            Some(vec![("id", "7"), ("area", "B")])
        );
        assert_eq!(named("/st", "/st/"), Some(Vec::new()));
        assert_eq!(named("/", "/"), Some(Vec::new()));
    }

    #[test]
    fn a_shorter_longer_or_other_address_is_not_of_the_pattern() {
        for path in ["/", "/st", "/st/7", "/st/7/iup/2", "/st/7/placeringar", "/kliniker/7/iup"] {
            assert_eq!(named("/st/:id/iup", path), None, "{path}");
        }
        assert_eq!(named("/", "/st"), None);
    }

    #[test]
    fn what_goes_on_from_an_address_lies_under_it_by_whole_steps() {
        assert!(lies_under("/st", "/st"));
        assert!(lies_under("/st", "/st/7/iup"));
        assert!(lies_under("/kliniker/:id/st-lakare", "/kliniker/7/st-lakare/ny"));
        assert!(!lies_under("/st", "/start"));
        assert!(!lies_under("/kliniker/:id/st-lakare", "/kliniker/7"));
    }

    #[test]
    fn nothing_lies_under_the_root() {
        assert!(lies_under("/", "/"));
        assert!(!lies_under("/", "/st"));
    }
}
