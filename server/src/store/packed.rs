//! Many rows as one value. Between the database's thread and ours each column of each row costs as much as a
//! small query, so what is read seventy rows at a time is joined by the database and parted here.
//!
//! [`ROW`] stands between rows and [`COLUMN`] between columns: control characters, which no stored text holds.

use std::iter;

use memchr::memchr;

use super::{Error, Result};

/// Stands between two rows.
pub(crate) const ROW: char = '\u{1e}';
/// Stands between two columns.
pub(crate) const COLUMN: char = '\u{1f}';

/// The rows of a packed value, each with just `N` columns; none of none.
pub(crate) fn rows<const N: usize>(
    packed: Option<&str>,
) -> impl Iterator<Item = Result<[&str; N]>> {
    split(packed.unwrap_or_default(), ROW as u8).filter(|row| !row.is_empty()).map(|row| {
        let mut columns = split(row, COLUMN as u8);
        let mut found = [""; N];
        for place in &mut found {
            *place = columns.next().ok_or_else(|| Error::Corrupt(format!("{row:?}: too short")))?;
        }
        match columns.next() {
            None => Ok(found),
            Some(_) => Err(Error::Corrupt(format!("{row:?}: too long"))),
        }
    })
}

/// As [`str::split`], for a mark of one byte, which is found quicker.
fn split(text: &str, mark: u8) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    iter::from_fn(move || {
        let text = rest.take()?;
        let Some(at) = memchr(mark, text.as_bytes()) else { return Some(text) };
        rest = text.get(at + 1..);
        text.get(..at)
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_packed_comes_out_as_it_was(given in prop::collection::vec(prop::array::uniform3("[^\\p{Cc}]{1,9}"), 0..9)) {
            let packed = given.iter().map(|row| row.join(&COLUMN.to_string())).collect::<Vec<_>>().join(&ROW.to_string());
            let found = rows::<3>(Some(&packed)).collect::<Result<Vec<_>>>().unwrap();
            prop_assert_eq!(found, given.iter().map(|row| row.each_ref().map(String::as_str)).collect::<Vec<_>>());
        }
    }

    #[test]
    fn a_row_of_another_shape_is_a_corrupt_record() {
        for packed in ["a", "a\u{1f}b\u{1f}c", "a\u{1f}b\u{1e}c"] {
            assert!(rows::<2>(Some(packed)).any(|row| matches!(row, Err(Error::Corrupt(_)))));
        }
        assert_eq!(rows::<2>(None).count(), 0);
    }
}
