//! JSON written a piece at a time, where what is stored goes out without being read into the domain's types.

use serde::Serialize;

use super::{Error, Result};

/// The fields of a JSON object that is being written.
pub(super) struct Fields<'a> {
    json: &'a mut Vec<u8>,
    next: u8,
}

impl<'a> Fields<'a> {
    /// Begins the object.
    pub const fn begin(json: &'a mut Vec<u8>) -> Self {
        Self { json, next: b'{' }
    }

    /// Goes on with the fields of a value that is an object.
    pub fn after(json: &'a mut Vec<u8>, value: &impl Serialize) -> Result<Self> {
        let mut fields = Self::begin(json);
        fields.write_all_of(value)?;
        Ok(fields)
    }

    /// Goes on with the fields of an object that was begun elsewhere, with one at least.
    pub const fn more(json: &'a mut Vec<u8>) -> Self {
        Self { json, next: b',' }
    }

    /// Where the value of one more field is to be written.
    pub fn raw(&mut self, name: &str) -> &mut Vec<u8> {
        self.json.extend([self.next, b'"']);
        self.json.extend_from_slice(name.as_bytes());
        self.json.extend_from_slice(b"\":");
        self.next = b',';
        self.json
    }

    /// Writes one more field.
    pub fn write(&mut self, name: &str, value: &impl Serialize) -> Result<()> {
        to_writer(self.raw(name), value)
    }

    /// Writes all fields of a value that is an object with one at least.
    pub fn write_all_of(&mut self, value: &impl Serialize) -> Result<()> {
        let place = self.json.len();
        to_writer(self.json, value)?;
        self.json.pop_if(|last| *last == b'}');
        if let Some(opening) = self.json.get_mut(place) {
            *opening = self.next;
        }
        self.next = b',';
        Ok(())
    }

    /// Writes all fields of an object, of one at least, that is JSON already.
    pub fn raw_all_of(&mut self, object: &[u8]) -> Result<()> {
        let Some(fields) = object.strip_prefix(b"{").and_then(|rest| rest.strip_suffix(b"}"))
        else {
            return Err(Error::Corrupt("json: no object".to_owned()));
        };
        self.json.push(self.next);
        self.json.extend_from_slice(fields);
        self.next = b',';
        Ok(())
    }

    /// Ends the object.
    pub fn end(self) {
        self.json.push(b'}');
    }
}

/// The values of a JSON list that is being written.
pub(super) struct Items<'a> {
    json: &'a mut Vec<u8>,
    first: bool,
}

impl<'a> Items<'a> {
    /// Begins the list.
    pub fn begin(json: &'a mut Vec<u8>) -> Self {
        json.push(b'[');
        Self { json, first: true }
    }

    /// Goes on with the values of a list that was begun elsewhere, and may be empty so far.
    pub const fn more(json: &'a mut Vec<u8>, empty: bool) -> Self {
        Self { json, first: empty }
    }

    /// Where one more value is to be written.
    pub fn raw(&mut self) -> &mut Vec<u8> {
        if !std::mem::take(&mut self.first) {
            self.json.push(b',');
        }
        self.json
    }

    /// Writes one more value.
    pub fn write(&mut self, value: &impl Serialize) -> Result<()> {
        to_writer(self.raw(), value)
    }

    /// Ends the list.
    pub fn end(self) {
        self.json.push(b']');
    }
}

/// Writes a JSON list, each value by `write`.
pub(super) fn list<T>(
    json: &mut Vec<u8>,
    values: &[T],
    write: impl Fn(&mut Vec<u8>, &T) -> Result<()>,
) -> Result<()> {
    let mut items = Items::begin(json);
    for value in values {
        write(items.raw(), value)?;
    }
    items.end();
    Ok(())
}

fn to_writer(json: &mut Vec<u8>, value: &impl Serialize) -> Result<()> {
    serde_json::to_writer(json, value).map_err(|error| Error::Corrupt(format!("json: {error}")))
}
