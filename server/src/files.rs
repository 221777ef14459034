//! Uploaded files, kept once by their content as `ab/abcdef…`. Nothing half stands under such a name: a file is
//! written aside, flushed to disk, and renamed.

use std::{
    fs, io,
    path::{Path, PathBuf},
    time::Duration,
};

use axum::body::{Body, Bytes};
use http_body_util::BodyExt as _;
use sha2::{Digest, Sha256};
use shared::review::{FileKind, MAX_FILE_BYTES};
use tempfile::NamedTempFile;
use tokio::io::AsyncWriteExt as _;

use crate::http::session::hex;

/// How the name of a file begins that is still coming in.
const ASIDE: &str = ".upload-";
/// Longer than any request may take.
const LONGEST_UPLOAD: Duration = Duration::from_secs(3_600);

/// A file that is kept.
#[derive(Debug)]
pub struct Kept {
    /// SHA-256 of the content, hexadecimal.
    pub hash: String,
    /// Bytes.
    pub size: u64,
}

/// Why a file isn't kept.
#[derive(Debug, thiserror::Error)]
pub enum NotKept {
    /// More than [`MAX_FILE_BYTES`].
    #[error("file too large")]
    TooLarge,
    /// The connection broke.
    #[error("the upload broke off: {0}")]
    CutShort(axum::Error),
    /// Nothing in it.
    #[error("file empty")]
    Empty,
    /// The content is something else than the name says.
    #[error("content is not {0:?}")]
    OtherKind(FileKind),
    /// The disk can't take it.
    #[error("file store: {0}")]
    Disk(#[from] io::Error),
}

impl NotKept {
    /// Whether there is no room left.
    #[must_use]
    pub fn is_full(&self) -> bool {
        matches!(self, Self::Disk(error) if matches!(error.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded))
    }
}

/// Where the content with a hash is kept.
#[must_use]
pub fn path(folder: &Path, hash: &str) -> PathBuf {
    folder.join(hash.get(..2).unwrap_or_default()).join(hash)
}

/// Receives a file that is said to be of a kind, and keeps it on disk before it answers.
///
/// # Errors
/// When it is too large, broken off, empty or of another kind, or the disk fails; then nothing is left of it.
pub async fn keep(folder: &Path, kind: FileKind, mut body: Body) -> Result<Kept, NotKept> {
    let aside = aside(folder.to_owned()).await?;
    let mut file = tokio::fs::File::from_std(aside.as_file().try_clone()?);
    let mut hash = Sha256::new();
    let mut size = 0;
    while let Some(part) = next(&mut body).await? {
        size += part.len();
        if size > MAX_FILE_BYTES {
            return Err(NotKept::TooLarge);
        }
        hash.update(&part);
        file.write_all(&part).await?;
    }
    if size == 0 {
        return Err(NotKept::Empty);
    }
    file.sync_all().await?;
    let kept = Kept { hash: hex(&hash.finalize()), size: size as u64 };
    let target = path(folder, &kept.hash);
    blocking(move || settle(aside, kind, &target)).await?;
    Ok(kept)
}

async fn next(body: &mut Body) -> Result<Option<Bytes>, NotKept> {
    while let Some(frame) = body.frame().await {
        if let Ok(part) = frame.map_err(NotKept::CutShort)?.into_data() {
            return Ok(Some(part));
        }
    }
    Ok(None)
}

/// Takes away what uploads left when a server was killed in the middle of them. What may still be coming in, to
/// this server or another one, is left alone.
///
/// # Errors
/// When the folder can't be read.
pub fn sweep(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let left = entry.file_name().to_string_lossy().starts_with(ASIDE)
            && entry.metadata()?.modified()?.elapsed().is_ok_and(|age| age > LONGEST_UPLOAD);
        if left {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

async fn aside(folder: PathBuf) -> Result<NamedTempFile, NotKept> {
    blocking(move || {
        fs::create_dir_all(&folder)?;
        Ok(tempfile::Builder::new().prefix(ASIDE).tempfile_in(folder)?)
    })
    .await
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, NotKept> + Send + 'static,
) -> Result<T, NotKept> {
    tokio::task::spawn_blocking(work).await.map_err(io::Error::other)?
}

/// Gives the file its name, if it is what it is said to be. One that is there already is the same.
fn settle(aside: NamedTempFile, kind: FileKind, target: &Path) -> Result<(), NotKept> {
    if !is_kind(aside.path(), kind)? {
        return Err(NotKept::OtherKind(kind));
    }
    if target.exists() {
        return Ok(());
    }
    if let Some(folder) = target.parent() {
        fs::create_dir_all(folder)?;
        aside.persist(target).map_err(|error| error.error)?;
        // The name is safe only once its folder is on disk too.
        fs::File::open(folder)?.sync_all()?;
    }
    Ok(())
}

fn is_kind(path: &Path, kind: FileKind) -> io::Result<bool> {
    let found = infer::get_from_path(path)?;
    let is = |mime: &str| found.is_some_and(|found| found.mime_type() == mime);
    match kind {
        FileKind::Pdf => Ok(is("application/pdf")),
        FileKind::Png => Ok(is("image/png")),
        FileKind::Jpeg => Ok(is("image/jpeg")),
        FileKind::Docx => is_office(path, "word/document.xml"),
        FileKind::Xlsx => is_office(path, "xl/workbook.xml"),
        FileKind::Pptx => is_office(path, "ppt/presentation.xml"),
        FileKind::Text => {
            let other = found.is_some_and(|found| found.matcher_type() != infer::MatcherType::Text);
            let content = fs::read(path)?;
            Ok(!other && !content.contains(&0) && std::str::from_utf8(&content).is_ok())
        }
    }
}

/// Whether it is an Office document with this main part, and without macros.
fn is_office(path: &Path, main_part: &str) -> io::Result<bool> {
    let Ok(archive) = zip::ZipArchive::new(io::BufReader::new(fs::File::open(path)?)) else {
        return Ok(false);
    };
    let names: Vec<_> = archive.file_names().filter_map(Result::ok).collect();
    let has = |part: &str| names.iter().any(|name| name == part);
    let macros = names.iter().any(|name| name.to_lowercase().ends_with("vbaproject.bin"));
    Ok(has("[Content_Types].xml") && has(main_part) && !macros)
}

/// What a file of a kind is served as.
#[must_use]
pub fn mime(kind: FileKind) -> mime_guess::Mime {
    match kind {
        FileKind::Text => mime_guess::mime::TEXT_PLAIN_UTF_8,
        kind => mime_guess::from_ext(kind.extension()).first_or_octet_stream(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_old_leftovers_of_uploads_are_swept_away() {
        let folder = tempfile::tempdir().unwrap();
        for (name, age) in [
            (".upload-old", 2 * LONGEST_UPLOAD),
            (".upload-new", Duration::ZERO),
            ("kept", 2 * LONGEST_UPLOAD),
        ] {
            let file = fs::File::create(folder.path().join(name)).unwrap();
            file.set_modified(file.metadata().unwrap().modified().unwrap() - age).unwrap();
        }
        sweep(folder.path()).unwrap();
        let mut left: Vec<_> = fs::read_dir(folder.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        left.sort();
        assert_eq!(left, [".upload-new", "kept"]);
    }
}
