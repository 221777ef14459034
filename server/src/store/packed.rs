//! Many rows as one value. Between the database's thread and ours each column of each row costs as much as a
//! small query, so what is read seventy rows at a time is joined by the database and parted here.
//!
//! [`ROW`] stands between rows and [`COLUMN`] between columns: control characters, which no stored text holds.

use std::{fmt::Display, iter, str::FromStr};

use bytes::Bytes;
use memchr::{memchr, memrchr};
use sqlx::{Database, Decode, Type, error::BoxDynError};

use super::{Error, Result, parse};

/// Stands between two rows.
pub(crate) const ROW: char = '\u{1e}';
/// Stands between two columns.
pub(crate) const COLUMN: char = '\u{1f}';

/// A text, or several one after the other, to be passed on as they are stored: their bytes aren't looked at.
#[derive(Default)]
pub(crate) struct Texts(Bytes);

impl Texts {
    /// The next of them, so many bytes long as the database says.
    pub fn next(&mut self, length: &str) -> Result<Bytes> {
        let length = parse(length)?;
        if length > self.0.len() {
            return Err(Error::Corrupt(format!("{length} of {} bytes", self.0.len())));
        }
        Ok(self.0.split_to(length))
    }

    /// All there is.
    pub fn all(self) -> Bytes {
        self.0
    }
}

impl<D: Database> Type<D> for Texts
where
    String: Type<D>,
{
    fn type_info() -> D::TypeInfo {
        String::type_info()
    }

    fn compatible(of: &D::TypeInfo) -> bool {
        String::compatible(of)
    }
}

impl<'r, D: Database> Decode<'r, D> for Texts
where
    &'r [u8]: Decode<'r, D>,
{
    fn decode(value: D::ValueRef<'r>) -> std::result::Result<Self, BoxDynError> {
        <&[u8]>::decode(value).map(|bytes| Self(Bytes::copy_from_slice(bytes)))
    }
}

/// The rows of a packed value, each with just `N` columns; none of none.
pub(crate) fn rows<const N: usize>(
    packed: Option<&str>,
) -> impl Iterator<Item = Result<[&str; N]>> {
    whole_rows(packed).map(row)
}

/// The rows of a packed value by what their first column says, in its order; each is still to be parted by [`row`].
pub(crate) fn rows_by<K: Ord + FromStr<Err: Display>>(
    packed: Option<&str>,
) -> Result<Vec<(K, &str)>> {
    let keyed = whole_rows(packed).map(|row| Ok((parse::<K>(first(row))?, row)));
    let mut rows = keyed.collect::<Result<Vec<_>>>()?;
    rows.sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
    Ok(rows)
}

/// The rows of a packed value, each still to be parted.
pub(crate) fn whole_rows(packed: Option<&str>) -> impl Iterator<Item = &str> {
    split(packed.unwrap_or_default(), ROW as u8).filter(|row| !row.is_empty())
}

/// The first column of a packed row.
pub(crate) fn first(row: &str) -> &str {
    split(row, COLUMN as u8).next().unwrap_or_default()
}

/// The columns of one packed row, just `N`.
pub(crate) fn row<const N: usize>(row: &str) -> Result<[&str; N]> {
    let mut columns = split(row, COLUMN as u8);
    let mut found = [""; N];
    for place in &mut found {
        *place = columns.next().ok_or_else(|| Error::Corrupt(format!("{row:?}: too short")))?;
    }
    match columns.next() {
        None => Ok(found),
        Some(_) => Err(Error::Corrupt(format!("{row:?}: too long"))),
    }
}

/// A packed row without its last `N` columns, and those.
pub(crate) fn with_more<const N: usize>(row: &str) -> Result<(&str, [&str; N])> {
    let (mut rest, mut found) = (row, [""; N]);
    for place in found.iter_mut().rev() {
        (rest, *place) = memrchr(COLUMN as u8, rest.as_bytes())
            .and_then(|at| Some((rest.get(..at)?, rest.get(at + 1..)?)))
            .ok_or_else(|| Error::Corrupt(format!("{row:?}: too short")))?;
    }
    Ok((rest, found))
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
    fn the_last_columns_part_from_the_others() {
        let (rest, more) = with_more("a\u{1f}b\u{1f}\u{1f}d").unwrap();
        assert_eq!((rest, more), ("a\u{1f}b", ["", "d"]));
        assert!(matches!(with_more::<2>("a\u{1f}b"), Err(Error::Corrupt(_))));
    }

    #[test]
    fn a_row_of_another_shape_is_a_corrupt_record() {
        for packed in ["a", "a\u{1f}b\u{1f}c", "a\u{1f}b\u{1e}c"] {
            assert!(rows::<2>(Some(packed)).any(|row| matches!(row, Err(Error::Corrupt(_)))));
        }
        assert_eq!(rows::<2>(None).count(), 0);
    }
}
