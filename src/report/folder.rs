use super::earlier::{EarlierRun, MANIFEST};
use super::output_error::OutputError;
use crate::atomic_file::AtomicFile;
use std::collections::BTreeSet;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// Writes a file, and the folders above it, under a temporary name and renames it when it is complete.
///
/// # Errors
///
/// If it cannot be written; an older file of that name is left unchanged.
pub(crate) fn write_file(path: &Path, bytes: &[u8]) -> Result<(), OutputError> {
    let failed = |source| OutputError::File {
        path: path.display().to_string(),
        source,
    };
    if let Some(parent) = path.parent() {
        std::fs::create_dir_all(parent).map_err(failed)?;
    }
    let file = AtomicFile::create(path).map_err(failed)?;
    file.as_file().write_all(bytes).map_err(failed)?;
    file.finish().map_err(failed)
}

/// A folder for results; each file is written completely or not at all.
#[derive(Debug)]
pub(crate) struct OutputFolder {
    path: PathBuf,
    written: Mutex<BTreeSet<String>>,
}

impl OutputFolder {
    /// Creates the folder if it does not exist, and checks that it can be written to.
    ///
    /// # Errors
    ///
    /// If it cannot be created or written to.
    pub(crate) fn create(path: &Path) -> Result<Self, OutputError> {
        let folder = |source| OutputError::Folder {
            path: path.display().to_string(),
            source,
        };
        std::fs::create_dir_all(path).map_err(folder)?;
        tempfile::NamedTempFile::new_in(path).map_err(folder)?;
        Ok(Self {
            path: path.to_owned(),
            written: Mutex::default(),
        })
    }

    /// The folder's path.
    #[must_use]
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Writes a file under a temporary name and renames it when it is complete.
    ///
    /// # Errors
    ///
    /// If it cannot be written; an older file of that name is left unchanged.
    pub(crate) fn write(&self, name: &str, bytes: &[u8]) -> Result<(), OutputError> {
        let path = self.path.join(name);
        write_file(&path, bytes)?;
        let mut written = self.written.lock().unwrap_or_else(PoisonError::into_inner);
        written.insert(name.to_owned());
        Ok(())
    }

    /// Ends a run: writes its manifest, made from the names of all files that this folder was given,
    /// and removes what an earlier run of the same subcommand left and this one did not write.
    ///
    /// # Errors
    ///
    /// If the manifest cannot be written, or a file cannot be removed.
    pub(crate) fn finish(
        &self,
        subcommand: &str,
        inputs: &[PathBuf],
        manifest: impl FnOnce(Vec<String>) -> String,
    ) -> Result<(), OutputError> {
        let earlier = EarlierRun::read(&self.path, subcommand);
        let mut files = self
            .written
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        files.insert(MANIFEST.to_owned());
        let files: Vec<String> = files.into_iter().collect();
        earlier.remove(&files, inputs)?;
        self.write(MANIFEST, manifest(files).as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_whole_and_nothing_else_is_left() {
        let folder = tempfile::tempdir().unwrap();
        let output = OutputFolder::create(&folder.path().join("a/b")).unwrap();
        output.write("maps/x.csv", b"old and long").unwrap();
        output.write("maps/x.csv", b"new").unwrap();
        assert_eq!(
            std::fs::read(output.path().join("maps/x.csv")).unwrap(),
            b"new"
        );
        assert_eq!(
            std::fs::read_dir(output.path().join("maps"))
                .unwrap()
                .count(),
            1
        );
    }

    #[test]
    fn a_folder_that_is_a_file_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file");
        std::fs::write(&file, b"").unwrap();
        let error = OutputFolder::create(&file).unwrap_err().to_string();
        assert!(error.contains("another folder"), "{error}");
    }
}
