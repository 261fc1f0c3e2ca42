use crate::output::{InputFiles, OutputError, OutputFolder};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// A folder for results that goes away again, and the folders that were made for it, unless it is
/// kept; what is not empty stays.
#[derive(Debug)]
pub(super) struct NewFolder {
    path: PathBuf,
    // `None` once it is finished or dropped.
    output: Option<OutputFolder>,
}

/// Folders that were made and are not kept yet, innermost first.
static MADE: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

fn made() -> MutexGuard<'static, Vec<PathBuf>> {
    MADE.lock().unwrap_or_else(PoisonError::into_inner)
}

impl NewFolder {
    pub(super) fn create(path: &Path, inputs: InputFiles) -> Result<Self, OutputError> {
        let missing = path
            .ancestors()
            .take_while(|folder| !folder.as_os_str().is_empty() && !folder.exists());
        made().extend(missing.map(Path::to_owned));
        let mut folder = Self {
            path: path.to_owned(),
            output: None,
        };
        folder.output = Some(OutputFolder::create(path, inputs)?);
        Ok(folder)
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Does the last work in the folder, and keeps it where that succeeds.
    pub(super) fn keep<E>(
        mut self,
        finish: impl FnOnce(OutputFolder) -> Result<(), E>,
    ) -> Result<(), E> {
        if let Some(output) = self.output.take() {
            finish(output)?;
        }
        made().retain(|folder| !self.path.starts_with(folder));
        Ok(())
    }
}

impl Drop for NewFolder {
    fn drop(&mut self) {
        // A folder with files that wait is not empty.
        drop(self.output.take());
        abandon();
    }
}

/// Removes all new folders that are empty, for an exit in the middle of the work.
pub(super) fn abandon() {
    for folder in made().drain(..) {
        if std::fs::remove_dir(folder).is_err() {
            break;
        }
    }
}
