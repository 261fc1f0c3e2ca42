use super::error::LoadError;
use super::guard::guarded;
use super::limit::{open_input, read_input, too_large};
use super::open_file::OpenFile;
use super::recognised;
use crate::limits;
use crate::study::nearest_word;
use crate::wording::hex;
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Where a study's files are: a folder, or the memory of the program.
///
/// # Examples
///
/// ```
/// use catchment::load::StudyFiles;
/// let files = StudyFiles::memory([("people.csv", &b"id,population\nA1,900\n"[..])]);
/// assert_eq!(files.read("people.csv")?.size(), 21);
/// let error = files.read("peple.csv").unwrap_err();
/// assert!(error.to_string().contains("people.csv"), "the nearest name is named");
/// # Ok::<(), catchment::load::LoadError>(())
/// ```
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

    /// Where a file of this name is, or would be; nowhere for files in memory.
    #[must_use]
    pub fn path_of(&self, name: &str) -> Option<PathBuf> {
        match &self.0 {
            Store::Memory(_) => None,
            Store::Folder(folder) => Some(folder.join(name)),
        }
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
            Store::Folder(folder) => match read_input(&folder.join(name)) {
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

    /// A file that is to be read piece by piece.
    ///
    /// # Errors
    ///
    /// There is no such file, or it cannot be opened.
    pub fn open(&self, name: &str) -> Result<OpenFile<'_>, LoadError> {
        match &self.0 {
            Store::Memory(files) => {
                let bytes = files.get(name).ok_or_else(|| self.no_file(name))?;
                Ok(OpenFile::in_memory(name.to_owned(), bytes))
            }
            Store::Folder(folder) => match open_input(&folder.join(name)) {
                Ok(file) => Ok(OpenFile::on_disk(name.to_owned(), file)),
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                    Err(self.no_file(name))
                }
                Err(error) => Err(LoadError::Read {
                    file: name.to_owned(),
                    source: Arc::new(error),
                }),
            },
        }
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
        hex(&Sha256::digest(&self.stored))
    }

    /// How the name says that the bytes are compressed.
    fn named_compression(&self) -> Option<Compression> {
        let ending = Path::new(&self.name).extension()?;
        if ending.eq_ignore_ascii_case("gz") {
            Some(Compression::Gzip)
        } else if ending.eq_ignore_ascii_case("zst") {
            Some(Compression::Zstandard)
        } else {
            None
        }
    }

    /// How the bytes are compressed: as the name says, or else as their first ones do.
    fn compression(&self) -> Option<Compression> {
        self.named_compression().or_else(|| {
            if recognised::is_gzip(&self.stored) {
                Some(Compression::Gzip)
            } else if recognised::is_zstandard(&self.stored) {
                Some(Compression::Zstandard)
            } else {
                None
            }
        })
    }

    /// What was accepted though the name says otherwise.
    pub(super) fn notes(&self) -> Vec<String> {
        let unnamed = self
            .compression()
            .filter(|_| self.named_compression().is_none());
        let packed = unnamed.map(|compression| match compression {
            Compression::Gzip => "is compressed with gzip but its name does not end in .gz",
            Compression::Zstandard => {
                "is compressed with Zstandard but its name does not end in .zst"
            }
        });
        packed.map(str::to_owned).into_iter().collect()
    }

    /// Whether the name has this ending, that of a compression aside: `csv`, `parquet`, …
    #[must_use]
    pub fn has_extension(&self, extension: &str) -> bool {
        let name = Path::new(&self.name);
        let plain = match self.named_compression() {
            Some(_) => name.file_stem().map(Path::new),
            None => Some(name),
        };
        let found = plain.and_then(Path::extension);
        found.is_some_and(|found| found.eq_ignore_ascii_case(extension))
    }

    /// The content: decompressed where the name ends in `.gz` or `.zst`, or the bytes begin so.
    ///
    /// # Errors
    ///
    /// The bytes are not compressed as the name says, are cut short, or are those of a format that
    /// is not read: a workbook, an archive, a web page.
    pub fn content(&self) -> Result<Cow<'_, [u8]>, LoadError> {
        let content = guarded(|| Ok(self.unpacked())).map_err(|reason| LoadError::Decode {
            file: self.name.clone(),
            format: "how it is compressed",
            reason,
        })??;
        recognised::refuse_foreign(&self.name, &content)?;
        Ok(content)
    }

    fn unpacked(&self) -> Result<Cow<'_, [u8]>, LoadError> {
        let fail = |format, reason: String| LoadError::Decode {
            file: self.name.clone(),
            format,
            reason,
        };
        let (most, limit) = limits::unpacked(self.size());
        match self.compression() {
            None => Ok(Cow::Borrowed(&self.stored)),
            Some(Compression::Gzip) => {
                let mut content = Vec::with_capacity(self.stored.len().saturating_mul(4));
                flate2::read::MultiGzDecoder::new(self.stored.as_ref())
                    .take(most.saturating_add(1))
                    .read_to_end(&mut content)
                    .map_err(|error| fail("gzip", error.to_string()))?;
                if content.len() as u64 > most {
                    return Err(fail("gzip", too_large(most, limit)));
                }
                Ok(Cow::Owned(content))
            }
            Some(Compression::Zstandard) => super::zstd::decompress(&self.stored, most, limit)
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
