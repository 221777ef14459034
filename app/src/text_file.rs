//! The text of a chosen file, whichever way it was saved.

use js_sys::Uint8Array;
use wasm_bindgen_futures::JsFuture;
use web_sys::{File, TextDecoder};

/// Why a file gives no text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoText {
    /// Larger than it may be.
    TooLarge,
    /// A PDF.
    Pdf,
    /// A workbook, a document or another packed file.
    Packed,
    /// The browser can't read it.
    Unreadable,
}

/// Reads a text file of at most `most` bytes.
///
/// # Errors
/// Too large, no text, or not to be read.
pub async fn text_of(file: File, most: usize) -> Result<String, NoText> {
    decode(&bytes_of(file, most).await?)
}

/// Reads a text file of at most `most` bytes that a program made: one that isn't UTF-8 is damaged.
///
/// # Errors
/// Too large, no text, or not to be read.
pub async fn utf8_of(file: File, most: usize) -> Result<String, NoText> {
    let bytes = bytes_of(file, most).await?;
    match String::from_utf8(bytes) {
        Ok(text) => Ok(text),
        Err(damaged) => match damaged.as_bytes() {
            [b'%', b'P', b'D', b'F', b'-', ..] => Err(NoText::Pdf),
            [b'P', b'K', 3, 4, ..] => Err(NoText::Packed),
            _ => Err(NoText::Unreadable),
        },
    }
}

async fn bytes_of(file: File, most: usize) -> Result<Vec<u8>, NoText> {
    #[expect(clippy::cast_precision_loss, reason = "some megabytes are exact")]
    if file.size() > most as f64 {
        return Err(NoText::TooLarge);
    }
    let buffer = JsFuture::from(file.array_buffer()).await.map_err(|_| NoText::Unreadable)?;
    Ok(Uint8Array::new(&buffer).to_vec())
}

fn decode(bytes: &[u8]) -> Result<String, NoText> {
    if bytes.starts_with(b"%PDF-") {
        return Err(NoText::Pdf);
    }
    if bytes.starts_with(b"PK\x03\x04") {
        return Err(NoText::Packed);
    }
    let with = |label: &str| {
        let decoder = TextDecoder::new_with_label(label).map_err(|_| NoText::Unreadable)?;
        decoder.decode_with_u8_array(bytes).map_err(|_| NoText::Unreadable)
    };
    match bytes {
        [0xff, 0xfe, ..] => with("utf-16le"),
        [0xfe, 0xff, ..] => with("utf-16be"),
        _ => match std::str::from_utf8(bytes) {
            Ok(text) => Ok(text.trim_start_matches('\u{feff}').to_owned()),
            // Older Windows programs save å, ä and ö so.
            Err(_) => with("windows-1252"),
        },
    }
}
