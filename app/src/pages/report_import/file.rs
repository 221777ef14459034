//! The text of a chosen file, whichever way it was saved.

use js_sys::Uint8Array;
use shared::{report_import::MAX_REPORT_BYTES, report_text::NotAReport};
use wasm_bindgen_futures::JsFuture;
use web_sys::{File, TextDecoder};

const UNREADABLE: &str = "Filen kunde inte läsas. Välj den på nytt, eller klistra in texten.";

/// Reads a text file.
///
/// # Errors
/// A sentence: too large, no text, or not to be read.
pub(super) async fn text_of(file: File) -> Result<String, String> {
    #[expect(clippy::cast_precision_loss, reason = "one megabyte is exact")]
    if file.size() > MAX_REPORT_BYTES as f64 {
        return Err(
            "Filen är större än 1 MB. En rapport är mindre; spara den som ren text och försök igen."
                .to_owned(),
        );
    }
    let buffer = JsFuture::from(file.array_buffer()).await.map_err(|_| UNREADABLE.to_owned())?;
    decode(&Uint8Array::new(&buffer).to_vec())
}

fn decode(bytes: &[u8]) -> Result<String, String> {
    if bytes.starts_with(b"%PDF-") {
        return Err(NotAReport::Pdf.to_string());
    }
    if bytes.starts_with(b"PK\x03\x04") {
        return Err(NotAReport::NotText.to_string());
    }
    let with = |label: &str| {
        let decoder = TextDecoder::new_with_label(label).map_err(|_| UNREADABLE.to_owned())?;
        decoder.decode_with_u8_array(bytes).map_err(|_| UNREADABLE.to_owned())
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
