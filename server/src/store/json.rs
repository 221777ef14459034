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
        to_writer(json, value)?;
        json.pop_if(|last| *last == b'}');
        Ok(Self { json, next: b',' })
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

    /// Ends the object.
    pub fn end(self) {
        self.json.push(b'}');
    }
}

fn to_writer(json: &mut Vec<u8>, value: &impl Serialize) -> Result<()> {
    serde_json::to_writer(json, value).map_err(|error| Error::Corrupt(format!("json: {error}")))
}

/// Writes a JSON list, each value by `write`.
pub(super) fn list<T>(
    json: &mut Vec<u8>,
    values: &[T],
    write: impl Fn(&mut Vec<u8>, &T) -> Result<()>,
) -> Result<()> {
    json.push(b'[');
    for (place, value) in values.iter().enumerate() {
        if place > 0 {
            json.push(b',');
        }
        write(json, value)?;
    }
    json.push(b']');
    Ok(())
}
