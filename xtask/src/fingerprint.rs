//! What tells one content from another.

use sha2::{Digest, Sha256};

/// SHA-256 in hexadecimal.
pub fn fingerprint(content: impl AsRef<[u8]>) -> String {
    Sha256::digest(content).iter().map(|byte| format!("{byte:02x}")).collect()
}
