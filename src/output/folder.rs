use super::digest::FileDigest;
use super::disk;
use super::earlier::{EarlierRun, MANIFEST};
use super::error::OutputError;
use super::file_name;
use super::inputs::InputFiles;
use super::journal::{Elsewhere, Journal};
use super::lock::FolderLock;
use super::replacement::{Replacement, Stopped};
use super::staged_file::{StagedFile, remove_left_behind};
use super::staging::{Staging, StagingPlace};
use super::unfinished::hold;
use rayon::prelude::*;
use serde::Serialize;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// Writes one file, and the folders above it, under a temporary name and renames it when it is complete.
///
/// # Errors
///
/// If it is an input or cannot be written; an older file of that name is left unchanged.
pub(crate) fn write_file(
    path: &Path,
    bytes: &[u8],
    inputs: &InputFiles,
) -> Result<(), OutputError> {
    let failed = |source| file_error(path, source);
    refuse_input(path, inputs, "file")?;
    if let Some(parent) = path.parent() {
        std::fs::create_dir_all(parent).map_err(failed)?;
    }
    let file = StagedFile::create(path).map_err(failed)?;
    file.as_file().write_all(bytes).map_err(failed)?;
    file.finish().map_err(failed)
}

fn file_error(path: &Path, source: io::Error) -> OutputError {
    OutputError::File {
        path: path.display().to_string(),
        source,
    }
}

fn refuse_input(
    path: &Path,
    inputs: &InputFiles,
    instead: &'static str,
) -> Result<(), OutputError> {
    if inputs.contains(path) {
        let path = path.display().to_string();
        return Err(OutputError::IsInput { path, instead });
    }
    Ok(())
}

/// A file of results as the manifest lists it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct WrittenFile {
    /// Its name in the folder, or its path where it lies elsewhere.
    pub(crate) path: String,
    /// Size in bytes.
    pub(crate) bytes: u64,
    /// SHA-256, in hexadecimal.
    pub(crate) sha256: String,
}

impl WrittenFile {
    fn new(path: String, digest: FileDigest) -> Self {
        let FileDigest { bytes, sha256 } = digest;
        Self {
            path,
            bytes,
            sha256,
        }
    }
}

/// A folder for the results of one run. Files wait in a folder within it until [`Self::finish`]; dropped
/// before that, it leaves the earlier results as they were.
#[derive(Debug)]
pub(crate) struct OutputFolder {
    path: PathBuf,
    inputs: InputFiles,
    /// By their names as some systems see them, upper case as lower case.
    written: Mutex<BTreeMap<String, (String, Option<FileDigest>)>>,
    elsewhere: Vec<StagedFile>,
    // In this order: the files go before the lock.
    staging: Staging,
    _lock: FolderLock,
}

impl OutputFolder {
    /// Creates the folder if it does not exist, locks it, and finishes or clears away what an earlier
    /// run left that was killed. No file of the run may be one of `inputs`.
    ///
    /// # Errors
    ///
    /// If it cannot be created or written to, or another run is writing there.
    pub(crate) fn create(path: &Path, inputs: InputFiles) -> Result<Self, OutputError> {
        let failed = |source| OutputError::Folder {
            path: path.display().to_string(),
            source,
        };
        std::fs::create_dir_all(path).map_err(failed)?;
        let lock = FolderLock::take(path)?;
        finish_earlier(path)?;
        remove_left_behind(path);
        let staging = Staging::create(path).map_err(failed)?;
        Ok(Self {
            path: path.to_owned(),
            inputs,
            written: Mutex::default(),
            elsewhere: Vec::new(),
            staging,
            _lock: lock,
        })
    }

    /// The command whose results the folder holds, if any.
    #[must_use]
    pub(crate) fn earlier_subcommand(&self) -> Option<String> {
        EarlierRun::read(&self.path).subcommand
    }

    /// Writes a file, which waits for its name.
    ///
    /// # Errors
    ///
    /// If it is an input, no file can have its name, another result has it, or it cannot be written.
    pub(crate) fn write(&self, name: &str, bytes: &[u8]) -> Result<(), OutputError> {
        file_name::check(name)?;
        let target = self.path.join(name);
        refuse_input(&target, &self.inputs, "folder")?;
        self.reserve(name)?;
        let staged = self.staging.place().new_file(name);
        disk::create(&staged, bytes).map_err(|source| file_error(&target, source))?;
        let digest = FileDigest::of(bytes);
        let mut written = self.written.lock().unwrap_or_else(PoisonError::into_inner);
        written.insert(file_name::folded(name), (name.to_owned(), Some(digest)));
        Ok(())
    }

    fn reserve(&self, name: &str) -> Result<(), OutputError> {
        let mut written = self.written.lock().unwrap_or_else(PoisonError::into_inner);
        match written.entry(file_name::folded(name)) {
            Entry::Vacant(entry) => {
                entry.insert((name.to_owned(), None));
                Ok(())
            }
            Entry::Occupied(entry) => Err(OutputError::SharedName {
                name: name.to_owned(),
                other: entry.get().0.clone(),
            }),
        }
    }

    /// Takes a file of another folder, which gets its name together with those of this one.
    ///
    /// # Errors
    ///
    /// If it is an input.
    pub(crate) fn adopt(&mut self, file: StagedFile) -> Result<(), OutputError> {
        refuse_input(file.name(), &self.inputs, "file")?;
        self.elsewhere.push(file);
        Ok(())
    }

    /// Ends a run: writes its manifest, made from the list of all files, gives all of them their names,
    /// and removes what an earlier run left, by its manifest, and this one did not write.
    ///
    /// # Errors
    ///
    /// If a file cannot be written or get its name: then all is as it was before.
    pub(crate) fn finish(
        self,
        manifest: impl FnOnce(&[WrittenFile]) -> String,
    ) -> Result<(), OutputError> {
        let mut files: Vec<WrittenFile> = {
            let written = self.written.lock().unwrap_or_else(PoisonError::into_inner);
            let whole = written.values().filter_map(|(name, digest)| {
                let digest = digest.clone()?;
                Some(WrittenFile::new(name.clone(), digest))
            });
            whole.collect()
        };
        files.sort_unstable_by(|a, b| a.path.cmp(&b.path));
        for file in &self.elsewhere {
            let digest = FileDigest::of_file(file.temporary_name());
            let digest = digest.map_err(|source| file_error(file.name(), source))?;
            let path = file.name().display().to_string();
            files.push(WrittenFile::new(path, digest));
        }
        self.write(MANIFEST, manifest(&files).as_bytes())?;
        let names = self.names();
        let mut kept = self.inputs.clone();
        kept.extend(self.elsewhere.iter().map(StagedFile::name));
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let stale = EarlierRun::read(&self.path).stale(&names, &kept);
        self.replace(stale)
    }

    /// Ends work that has no manifest.
    ///
    /// # Errors
    ///
    /// As for [`Self::finish`].
    pub(crate) fn finish_without_manifest(self) -> Result<(), OutputError> {
        self.replace(Vec::new())
    }

    fn names(&self) -> Vec<String> {
        let written = self.written.lock().unwrap_or_else(PoisonError::into_inner);
        let mut names: Vec<String> = written.values().map(|(name, _)| name.clone()).collect();
        names.sort_unstable();
        names
    }

    fn replace(self, stale: Vec<String>) -> Result<(), OutputError> {
        let names = self.names();
        let place = self.staging.place().clone();
        let staged = names.iter().map(|name| place.new_file(name));
        let elsewhere = self.elsewhere.iter();
        let staged: Vec<(PathBuf, PathBuf)> = staged
            .zip(names.iter().map(|name| self.path.join(name)))
            .chain(elsewhere.map(|file| (file.temporary_name().to_owned(), file.name().to_owned())))
            .collect();
        if let Some((_, blocked)) = staged.iter().find(|(_, to)| disk::is_plain_folder(to)) {
            let path = blocked.display().to_string();
            return Err(OutputError::FolderInTheWay { path });
        }
        staged
            .par_iter()
            .try_for_each(|(from, to)| disk::sync(from).map_err(|source| file_error(to, source)))?;
        disk::sync_dir(&place.path().join("new"));
        let elsewhere = self.elsewhere.iter().map(|file| {
            Ok(Elsewhere {
                from: std::path::absolute(file.temporary_name())?,
                to: std::path::absolute(file.name())?,
            })
        });
        let failed = |source| file_error(&self.path.join(MANIFEST), source);
        let journal = Journal {
            replace: names,
            remove: stale,
            elsewhere: elsewhere.collect::<io::Result<_>>().map_err(failed)?,
        };
        // From here on, an exit waits until all files have their names.
        let all = hold();
        journal.write(&place).map_err(failed)?;
        let replacement = journal.replacement(&self.path, &place);
        let done = replacement.carry_out();
        if done.is_ok() {
            tidy(&replacement, &place);
        }
        drop(all);
        let Err(stopped) = done else { return Ok(()) };
        let Stopped {
            path,
            source,
            is_undone,
        } = stopped;
        // As long as the list is there, the next run goes by it, and needs every file.
        let is_forgotten = is_undone && place.forget().is_ok();
        if !is_forgotten {
            self.staging.leave();
            self.elsewhere.into_iter().for_each(StagedFile::leave);
        }
        if is_undone {
            return Err(file_error(&path, source));
        }
        let path = path.display().to_string();
        Err(OutputError::Unfinished { path, source })
    }
}

/// Finishes what an earlier run wrote down and could not end, and removes what it left.
fn finish_earlier(folder: &Path) -> Result<(), OutputError> {
    let place = StagingPlace::of(folder);
    let failed = |source| OutputError::Folder {
        path: folder.display().to_string(),
        source,
    };
    if let Some(journal) = Journal::read(&place) {
        let replacement = journal.replacement(folder, &place);
        replacement
            .go_on(&mut Vec::new())
            .map_err(|(path, source)| OutputError::Unfinished {
                path: path.display().to_string(),
                source,
            })?;
        tidy(&replacement, &place);
    }
    place.remove().map_err(failed)
}

/// All files have their names: what was there before goes.
fn tidy(replacement: &Replacement, place: &StagingPlace) {
    for folder in replacement.folders() {
        disk::sync_dir(folder);
    }
    for entry in &replacement.entries {
        if !entry.earlier.starts_with(place.path()) {
            let _ = std::fs::remove_file(&entry.earlier);
        }
    }
    // What is left is recognised by the next run.
    let _ = place.remove();
}
