//! The site inside the binary. The library does without it, so that it is compiled and tested before there is one.

use rust_embed::RustEmbed;
use server::site::Site;

/// A release build carries the site; a debug build reads it from disk when it starts.
/// The directories are those of `xtask/src/site.rs`; the server compiles without them too.
#[derive(RustEmbed)]
#[cfg_attr(debug_assertions, folder = "../target/site-dev")]
#[cfg_attr(not(debug_assertions), folder = "../target/site")]
#[allow_missing = true]
struct Embedded;

/// Read here so that cargo compiles the binary again when xtask names another site.
const _SITE: Option<&str> = option_env!("STINS_SITE");

/// The site as it was built; none if it wasn't.
pub fn site() -> Site {
    let files =
        Embedded::iter().filter_map(|name| Some((name.clone(), Embedded::get(&name)?.data)));
    Site::new(files)
}
