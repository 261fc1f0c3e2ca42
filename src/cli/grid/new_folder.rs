use catchment::report::{OutputError, OutputFolder};
use std::path::{Path, PathBuf};

/// A folder for results that goes away again, and the folders that were made for it, unless it is
/// kept; what is not empty stays.
pub(crate) struct NewFolder {
    path: PathBuf,
    /// Innermost first.
    made: Vec<PathBuf>,
}

impl NewFolder {
    pub(crate) fn create(path: &Path) -> Result<Self, OutputError> {
        let made = path
            .ancestors()
            .take_while(|folder| !folder.as_os_str().is_empty() && !folder.exists())
            .map(Path::to_owned)
            .collect();
        let folder = Self {
            path: path.to_owned(),
            made,
        };
        OutputFolder::create(path)?;
        Ok(folder)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    pub(crate) fn keep(mut self) {
        self.made.clear();
    }
}

impl Drop for NewFolder {
    fn drop(&mut self) {
        for folder in &self.made {
            if std::fs::remove_dir(folder).is_err() {
                break;
            }
        }
    }
}
