//! Names of instruments and of their parts, as they are stored.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// Most characters of a key.
const MAX_KEY: usize = 40;

/// A text that can't be a key.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("”{0}” är ingen nyckel: använd a–z, siffror och bindestreck, högst {MAX_KEY} tecken")]
pub struct InvalidKey(String);

fn is_key(text: &str) -> bool {
    (1..=MAX_KEY).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

macro_rules! keys {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        #[cfg(feature = "openapi")]
        crate::id::string_schema!($name);

        impl $name {
            /// As it is stored and sent.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = InvalidKey;

            fn try_from(text: String) -> Result<Self, Self::Error> {
                if is_key(&text) { Ok(Self(text)) } else { Err(InvalidKey(text)) }
            }
        }

        impl FromStr for $name {
            type Err = InvalidKey;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.to_owned().try_into()
            }
        }

        impl From<$name> for String {
            fn from(key: $name) -> Self {
                key.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )+};
}

keys! {
    /// Which instrument, such as `mini-cex`: a–z, digits and hyphens.
    InstrumentCode,
    /// Which part or text of a form, such as `anamnes`: a–z, digits and hyphens.
    ItemKey,
}
