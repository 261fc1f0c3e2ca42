use super::error::LoadError;
use crate::study::nearest_word;
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Where a study's files are: a folder, or the memory of the program.
#[derive(Debug, Clone)]
pub struct StudyFiles(Store);

#[derive(Debug, Clone)]
enum Store {
    Folder(PathBuf),
    Memory(BTreeMap<Cow<'static, str>, Cow<'static, [u8]>>),
}

/// The bytes of one file, as stored.
#[derive(Debug, Clone)]
pub struct FileBytes<'a> {
    /// The file, as the study names it.
    pub name: String,
    /// Its bytes, compressed if they are stored so.
    pub stored: Cow<'a, [u8]>,
}

impl StudyFiles {
    /// The files of a folder.
    #[must_use]
    pub fn folder(path: impl Into<PathBuf>) -> Self {
        Self(Store::Folder(path.into()))
    }

    /// Files in memory, by the names that the study gives them.
    pub fn memory<N, B>(files: impl IntoIterator<Item = (N, B)>) -> Self
    where
        N: Into<Cow<'static, str>>,
        B: Into<Cow<'static, [u8]>>,
    {
        let files = files.into_iter();
        Self(Store::Memory(
            files
                .map(|(name, bytes)| (name.into(), bytes.into()))
                .collect(),
        ))
    }

    /// The bytes of a file, as stored.
    ///
    /// # Errors
    ///
    /// There is no such file, or it cannot be read.
    pub fn read(&self, name: &str) -> Result<FileBytes<'_>, LoadError> {
        let stored = match &self.0 {
            Store::Memory(files) => match files.get(name) {
                Some(bytes) => Cow::Borrowed(bytes.as_ref()),
                None => return Err(self.no_file(name)),
            },
            Store::Folder(folder) => match std::fs::read(folder.join(name)) {
                Ok(bytes) => Cow::Owned(bytes),
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                    return Err(self.no_file(name));
                }
                Err(error) => {
                    return Err(LoadError::Read {
                        file: name.to_owned(),
                        source: Arc::new(error),
                    });
                }
            },
        };
        Ok(FileBytes {
            name: name.to_owned(),
            stored,
        })
    }

    pub(super) fn no_file(&self, name: &str) -> LoadError {
        let (folder, mut there) = match &self.0 {
            Store::Memory(files) => (None, files.keys().map(ToString::to_string).collect()),
            Store::Folder(folder) => (Some(folder.clone()), names_in(folder)),
        };
        there.sort_unstable();
        LoadError::NoFile {
            file: name.to_owned(),
            folder,
            nearest: nearest_word(name, &there),
        }
    }
}

fn names_in(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .filter_map(|entry| entry.file_name().into_string().ok())
        .collect()
}

impl FileBytes<'_> {
    /// Size as stored.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.stored.len() as u64
    }

    /// SHA-256 of the bytes as stored, in hexadecimal.
    #[must_use]
    pub fn sha256(&self) -> String {
        let digest = Sha256::digest(&self.stored);
        digest
            .iter()
            .fold(String::with_capacity(64), |mut hex, byte| {
                // Writing to a string cannot fail.
                let _ = write!(hex, "{byte:02x}");
                hex
            })
    }

    /// How the name says that the bytes are compressed.
    fn compression(&self) -> Option<Compression> {
        let ending = Path::new(&self.name).extension()?;
        if ending.eq_ignore_ascii_case("gz") {
            Some(Compression::Gzip)
        } else if ending.eq_ignore_ascii_case("zst") {
            Some(Compression::Zstandard)
        } else {
            None
        }
    }

    /// Whether the name has this ending, that of a compression aside: `csv`, `parquet`, …
    #[must_use]
    pub fn has_extension(&self, extension: &str) -> bool {
        let name = Path::new(&self.name);
        let plain = match self.compression() {
            Some(_) => name.file_stem().map(Path::new),
            None => Some(name),
        };
        let found = plain.and_then(Path::extension);
        found.is_some_and(|found| found.eq_ignore_ascii_case(extension))
    }

    /// The content: decompressed where the name ends in `.gz` or `.zst`.
    ///
    /// # Errors
    ///
    /// The bytes are not compressed as the name says, or are cut short.
    pub fn content(&self) -> Result<Cow<'_, [u8]>, LoadError> {
        let fail = |format, reason: String| LoadError::Decompress {
            file: self.name.clone(),
            format,
            reason,
        };
        match self.compression() {
            None => Ok(Cow::Borrowed(&self.stored)),
            Some(Compression::Gzip) => {
                let mut content = Vec::with_capacity(self.stored.len() * 8);
                flate2::read::MultiGzDecoder::new(self.stored.as_ref())
                    .read_to_end(&mut content)
                    .map_err(|error| fail("gzip", error.to_string()))?;
                Ok(Cow::Owned(content))
            }
            Some(Compression::Zstandard) => super::zstd::decompress(&self.stored)
                .map(Cow::Owned)
                .map_err(|reason| fail("Zstandard", reason)),
        }
    }
}

#[derive(Debug, Clone, Copy)]
enum Compression {
    Gzip,
    Zstandard,
}
