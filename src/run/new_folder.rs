use crate::report::{OutputError, OutputFolder};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// A folder for results that goes away again, and the folders that were made for it, unless it is
/// kept; what is not empty stays.
#[derive(Debug)]
pub(super) struct NewFolder {
    path: PathBuf,
}

/// Folders that were made and are not kept yet, innermost first.
static MADE: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

fn made() -> MutexGuard<'static, Vec<PathBuf>> {
    MADE.lock().unwrap_or_else(PoisonError::into_inner)
}

impl NewFolder {
    pub(super) fn create(path: &Path) -> Result<Self, OutputError> {
        let missing = path
            .ancestors()
            .take_while(|folder| !folder.as_os_str().is_empty() && !folder.exists());
        made().extend(missing.map(Path::to_owned));
        let folder = Self {
            path: path.to_owned(),
        };
        OutputFolder::create(path)?;
        Ok(folder)
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    pub(super) fn keep(self) {
        made().retain(|folder| !self.path.starts_with(folder));
    }
}

impl Drop for NewFolder {
    fn drop(&mut self) {
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
