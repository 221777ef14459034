//! Swedish order of names: å, ä and ö last, capitals and small letters alike. Databases differ in this, so lists
//! are ordered here.

/// What names are compared by.
#[must_use]
pub fn sort_key(name: &str) -> String {
    name.chars()
        .flat_map(char::to_lowercase)
        .map(|letter| match letter {
            // The three characters that follow z in ASCII.
            'å' => '{',
            'ä' | 'æ' => '|',
            'ö' | 'ø' => '}',
            'é' | 'è' => 'e',
            'ü' => 'y',
            other => other,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_as_in_a_swedish_index() {
        let mut names =
            ["Örat", "åsen", "Ängen", "Zon", "ögat", "Ås", "Andning", "medicin", "Medicin"];
        names.sort_by_key(|name| sort_key(name));
        assert_eq!(
            names,
            ["Andning", "medicin", "Medicin", "Zon", "Ås", "åsen", "Ängen", "ögat", "Örat"]
        );
    }
}
